//! `trichluc rules`: rule files tried out and listed.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use trichluc::{RuleRow, RuleSet};

use super::{Outcome, RUN_FAILED};
use crate::output::json::push_line;

/// Tries out rule files, or lists what they hold.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  trichluc rules check my-rules\n  trichluc rules list | grep '^topics'\n  trichluc rules list --json my-rules"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every example of every rule through the whole pipeline and reports all faults of all files at once
    Check {
        /// Folders of .toml rule files on top of the built-in rules
        folders: Vec<PathBuf>,
    },
    /// Prints every rule: question, id, name, examples, file, phrases and /patterns/
    List {
        /// Folders of .toml rule files on top of the built-in rules
        folders: Vec<PathBuf>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
}

pub fn execute(arguments: &Arguments) -> Outcome {
    match &arguments.command {
        Command::Check { folders } => check(folders),
        Command::List { folders, json } => list(folders, *json),
    }
}

fn check(folders: &[PathBuf]) -> Outcome {
    let checked = RuleSet::check(folders)?;
    for warning in &checked.warnings {
        eprintln!("warning: {warning}\n");
    }
    for error in &checked.errors {
        eprintln!("{error}\n");
    }
    eprintln!(
        "{} rules, {} examples: {} errors, {} warnings",
        checked.rules,
        checked.examples,
        checked.errors.len(),
        checked.warnings.len()
    );
    Ok(if checked.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(RUN_FAILED) })
}

fn list(folders: &[PathBuf], json: bool) -> Outcome {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for row in RuleSet::list(folders)? {
        let mut line = Vec::new();
        if json {
            push_line(&mut line, &row)?;
        } else {
            let RuleRow { question, id, name, phrases, patterns, examples, file, line: at } = &row;
            let words: Vec<_> = phrases.iter().cloned().chain(patterns.iter().map(|p| format!("/{p}/"))).collect();
            writeln!(line, "{question}\t{id}\t{name}\t{examples} examples\t{file}:{at}\t{}", words.join("; "))?;
        }
        out.write_all(&line)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
