//! `trichluc man`: pages for man, one a command.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};

use super::{Cli, Outcome};

/// Writes manual pages, made from the commands themselves.
#[derive(Args)]
#[command(after_help = "Example:\n  trichluc man /usr/local/share/man/man1")]
pub struct Arguments {
    /// Folder for the pages
    dir: PathBuf,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let named = |e: std::io::Error| format!("{}: {e}", arguments.dir.display());
    fs::create_dir_all(&arguments.dir).map_err(named)?;
    clap_mangen::generate_to(Cli::command(), &arguments.dir).map_err(named)?;
    Ok(ExitCode::SUCCESS)
}
