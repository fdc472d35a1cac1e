//! `trichluc extract`: records to standard output.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use trichluc::record::Status;

use super::{Outcome, Reading, SOME_FAILED, read};
use crate::output::json::push_line;

/// Prints the record of each document, one JSON line each.
#[derive(Args)]
#[command(after_help = "Examples:\n  trichluc extract --pretty letter.txt\n  cat letter.txt | trichluc extract - | jq .citations")]
pub struct Arguments {
    /// Files, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Laid out for reading
    #[arg(long)]
    pretty: bool,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let pipeline = arguments.reading.pipeline()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut failed, mut line) = (false, Vec::new());
    for file in &arguments.files {
        let (name, bytes) = read(file)?;
        let record = pipeline.record(&name, &bytes);
        if let Some(error) = &record.error {
            eprintln!("trichluc: {name}: {} ({})", error.message, error.code);
        }
        failed |= record.status == Status::Failed;
        line.clear();
        if arguments.pretty {
            serde_json::to_writer_pretty(&mut line, &record)?;
            line.push(b'\n');
        } else {
            push_line(&mut line, &record)?;
        }
        out.write_all(&line)?;
    }
    out.flush()?;
    Ok(if failed { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}
