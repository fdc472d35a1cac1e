//! Arguments to command to exit code.

mod cli;
mod compare;
mod explain;
mod output;
mod score;
mod terminal;
mod walk;
mod words;

fn main() -> std::process::ExitCode {
    cli::Cli::read().execute()
}
