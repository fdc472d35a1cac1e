//! `trichluc extract`: records to standard output.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use trichluc::Record;
use trichluc::archive::is_archive;
use trichluc::record::Status;

use super::{Outcome, Reading, SOME_FAILED, read};
use crate::output::json::push_line;
use crate::terminal::{Form, one_line, stdout};
use crate::walk::{Inputs, walk};

/// Prints the record of each document, one JSON line each.
#[derive(Args)]
#[command(after_help = "Examples:\n  trichluc extract --pretty letter.txt\n  cat letter.txt | trichluc extract - | jq .citations")]
pub struct Arguments {
    /// Files, archives, files of archives (archive.zip!name), or - for standard input
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
    let mut out = Printer { out: stdout(Form::Json), is_pretty: arguments.pretty, has_failed: false, line: Vec::new() };
    for file in &arguments.files {
        if file.is_file() && is_archive(file) {
            let roots = vec![file.clone()];
            let found = walk(&Inputs { roots, whole_names: true, limits: pipeline.limits(), ..Inputs::default() });
            found.skipped.iter().for_each(|s| eprintln!("trichluc: {}: {} ({})", one_line(&s.path), one_line(&s.message), s.code));
            pipeline.run(&found.files, |record| record, |record| out.print(&record))?;
            continue;
        }
        let (name, bytes) = read(file, pipeline.limits())?;
        out.print(&pipeline.record(&name, &bytes))?;
    }
    out.out.flush()?;
    Ok(if out.has_failed { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

struct Printer<W: Write> {
    out: W,
    is_pretty: bool,
    has_failed: bool,
    line: Vec<u8>,
}

impl<W: Write> Printer<W> {
    fn print(&mut self, record: &Record) -> std::io::Result<()> {
        if let Some(error) = &record.error {
            eprintln!("trichluc: {}: {} ({})", one_line(&record.source.path), one_line(&error.message), error.code);
        }
        self.has_failed |= record.status == Status::Failed;
        self.line.clear();
        if self.is_pretty {
            serde_json::to_writer_pretty(&mut self.line, record)?;
            self.line.push(b'\n');
        } else {
            push_line(&mut self.line, record)?;
        }
        self.out.write_all(&self.line)
    }
}
