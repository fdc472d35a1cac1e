//! `trichluc text`: the text that offsets point into.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Outcome, RUN_FAILED, Reading, read};
use crate::terminal::{Form, one_line, stdout};

/// Prints the text of a document of any format: what char_start and char_end of its record count in.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  trichluc text report.docx | less\n  trichluc text archive.zip!2024/report.pdf\n  trichluc text --normalized letter.txt"
)]
pub struct Arguments {
    /// File, file of an archive (archive.zip!name), or - for standard input
    file: PathBuf,
    /// The text that the rules are matched on: composed letters, plain spaces and dashes
    #[arg(long)]
    normalized: bool,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let pipeline = arguments.reading.pipeline()?;
    let (name, bytes) = read(&arguments.file, pipeline.limits())?;
    let text = if arguments.normalized { pipeline.normalized(&bytes) } else { pipeline.text(&bytes) };
    match text {
        Ok(text) => {
            let mut out = stdout(Form::Text);
            out.write_all(text.as_bytes())?;
            out.flush()?;
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            eprintln!("trichluc: {}: {} ({})", one_line(&name), one_line(&failure.message), failure.code);
            Ok(ExitCode::from(RUN_FAILED))
        }
    }
}
