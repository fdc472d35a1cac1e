//! Arguments to command to exit code.

mod cli;
mod compare;
mod explain;
mod output;
mod score;
mod terminal;
mod walk;
mod words;

/// A record is a thousand small texts, and on Windows the system's allocator takes much longer for each.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::Cli::read().execute()
}
