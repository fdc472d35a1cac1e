//! Arguments to command to exit code.

mod cli;
mod compare;
mod explain;
mod output;
mod score;
mod terminal;
mod walk;
mod words;

use clap::Parser;

fn main() -> std::process::ExitCode {
    cli::Cli::parse().execute()
}
