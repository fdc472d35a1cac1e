//! `trichluc completions`: what a shell needs to complete our commands and options.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Outcome};

/// Prints the completions of a shell, made from the commands themselves.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc completions bash > /etc/bash_completion.d/trichluc
  trichluc completions zsh > \"${fpath[1]}/_trichluc\"
  trichluc completions fish > ~/.config/fish/completions/trichluc.fish
  trichluc completions powershell >> $PROFILE")]
pub struct Arguments {
    /// Shell
    shell: Shell,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "trichluc", &mut script);
    std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}
