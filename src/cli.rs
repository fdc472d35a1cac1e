//! The command line: one file a subcommand.

mod compare;
mod completions;
mod coverage;
mod explain;
mod extract;
mod filter;
mod help;
mod man;
mod merge;
mod reading;
mod report;
mod rules;
mod run;
mod schema;
mod score;
mod show;
mod status;
mod text;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use reading::{Reading, read};
use trichluc::{Pipeline, RuleSet};

use crate::terminal::printable;
use crate::words::{Language, language, locale, speak};

/// Exit codes beside 0 (good) and 2 (usage, from the argument parser).
pub const RUN_FAILED: u8 = 1;
/// Finished, but some files failed.
pub const SOME_FAILED: u8 = 3;
/// Another run writes to the same folder.
pub const LOCKED: u8 = 75;

/// Turns folders of Vietnamese administrative documents into JSON that a dashboard can trust.
#[derive(Parser)]
#[command(name = "trichluc", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Language of messages: vi or en; as the machine is set if not given
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Language>,
}

const EXAMPLES: &str = "\
Examples:
  trichluc run archive --out out          records, tables and summary of a folder in out/latest
  trichluc extract --pretty letter.txt    the record of one document
  trichluc rules check my-rules           examples of your own rules, run for real

Exit codes: 0 good, 1 the run failed, 2 usage, 3 finished but some files failed, 75 locked.";

#[derive(Subcommand)]
enum Command {
    Run(run::Arguments),
    Merge(merge::Arguments),
    Status(status::Arguments),
    Show(show::Arguments),
    Report(report::Arguments),
    Extract(extract::Arguments),
    Filter(filter::Arguments),
    Text(text::Arguments),
    Explain(explain::Arguments),
    Score(score::Arguments),
    Compare(compare::Arguments),
    Coverage(coverage::Arguments),
    Rules(rules::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Cli {
    /// The command line. Help and usage errors end the program here, in the language of all other messages.
    pub fn read() -> Self {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        speak(help::asked(&arguments).unwrap_or_else(locale));
        let arguments = help::parsed(&arguments);
        if language() == Language::Vi { help::parse(&arguments) } else { Self::parse_from(arguments) }
    }

    /// Does what was asked; errors go to standard error.
    pub fn execute(self) -> ExitCode {
        let done = match self.command {
            Command::Run(arguments) => run::execute(&arguments),
            Command::Merge(arguments) => merge::execute(&arguments),
            Command::Status(arguments) => status::execute(&arguments),
            Command::Show(arguments) => show::execute(&arguments),
            Command::Report(arguments) => report::execute(&arguments),
            Command::Extract(arguments) => extract::execute(&arguments),
            Command::Filter(arguments) => filter::execute(&arguments),
            Command::Text(arguments) => text::execute(&arguments),
            Command::Explain(arguments) => explain::execute(&arguments),
            Command::Score(arguments) => score::execute(&arguments),
            Command::Coverage(arguments) => coverage::execute(&arguments),
            Command::Compare(arguments) => compare::execute(&arguments),
            Command::Rules(arguments) => rules::execute(&arguments),
            Command::Schema(arguments) => schema::execute(&arguments),
            Command::Completions(arguments) => completions::execute(&arguments),
            Command::Man(arguments) => man::execute(&arguments),
        };
        done.unwrap_or_else(|error| {
            if is_closed_pipe(error.as_ref()) {
                return ExitCode::SUCCESS;
            }
            eprintln!("trichluc: {}", printable(&error.to_string()));
            ExitCode::from(RUN_FAILED)
        })
    }
}

/// What a subcommand ends with.
pub type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// Who reads our output has had enough: `trichluc extract … | head`.
fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Rules on top of the built-in ones.
#[derive(Args)]
pub struct RuleFolders {
    /// Folder of .toml rule files; a rule with a known id replaces the built-in one, any other is added (repeatable)
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

impl RuleFolders {
    fn pipeline(&self) -> Result<Pipeline, trichluc::Error> {
        Ok(Pipeline::new(self.rules()?))
    }

    fn rules(&self) -> Result<RuleSet, trichluc::Error> {
        RuleSet::load(&self.rules)
    }
}
