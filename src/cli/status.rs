//! `trichluc status`: what the last run did, for people and monitors.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::{Outcome, RUN_FAILED, SOME_FAILED};
use crate::output::generation::{last_check, latest};
use crate::output::run_info::RunInfo;
use crate::terminal::{one_line, print_json};
use crate::words::{say, word};

/// Says what the last run did, how old it is and what it could not read.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc status out
  trichluc status out --max-age 26 --json    for a monitor, every night's run

Exit codes: 0 good, 1 there is no run or it is older than --max-age, 3 some files failed.")]
pub struct Arguments {
    /// Folder of the results
    out: PathBuf,
    /// Hours after which a run is too old
    #[arg(long, value_name = "HOURS")]
    max_age: Option<f64>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Status<'a> {
    /// Since a run wrote this generation, or found that it still holds.
    age_seconds: i64,
    too_old: bool,
    run: &'a RunInfo,
}

/// Failed files that are named on the terminal.
const SHOWN: usize = 20;

pub fn execute(arguments: &Arguments) -> Outcome {
    let info = last_run(&arguments.out)?;
    let finished: Timestamp = info.finished.parse().map_err(|e| format!("run.json: {e}"))?;
    // A later run may have found nothing to do.
    let checked = last_check(&arguments.out).and_then(|text| text.parse::<Timestamp>().ok()).unwrap_or(finished);
    let age = Timestamp::now().as_second() - finished.max(checked).as_second();
    let too_old = arguments.max_age.is_some_and(|hours| age as f64 > hours * 3600.0);
    if arguments.json {
        print_json(&Status { age_seconds: age, too_old, run: &info })?;
    } else {
        print(&info, age);
    }
    Ok(match (too_old, info.has_unread()) {
        (true, _) => ExitCode::from(RUN_FAILED),
        (false, false) => ExitCode::SUCCESS,
        _ => ExitCode::from(SOME_FAILED),
    })
}

/// `run.json` of the latest generation.
///
/// # Errors
/// There is none, or it cannot be read.
pub(super) fn last_run(out: &Path) -> Result<RunInfo, Box<dyn std::error::Error>> {
    let folder = latest(out).ok_or_else(|| say("no_run", &[("out", &out.display())]))?;
    let file = folder.join("run.json");
    let text = std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", file.display()))?)
}

fn print(info: &RunInfo, age: i64) {
    let t = &info.totals;
    let (id, finished) = (one_line(&info.id), one_line(&info.finished));
    println!("{}", say("status.head", &[("id", &id), ("finished", &finished), ("ago", &ago(age))]));
    let totals: [(&str, &dyn Display); 5] =
        [("records", &t.records), ("ok", &t.ok), ("empty", &t.empty), ("failed", &t.failed), ("skipped", &t.skipped)];
    println!("{}", say("status.totals", &totals));
    println!("{}", say("status.read", &[("read", &info.read), ("gone", &info.gone), ("seconds", &format!("{:.1}", info.seconds))]));
    for failed in info.failed.iter().take(SHOWN) {
        println!("{}\t{}\t{}\t{}", word("run.failed"), one_line(&failed.code), one_line(&failed.path), one_line(&failed.message));
    }
    if info.failed.len() > SHOWN {
        println!("{}", say("status.more", &[("n", &(info.failed.len() - SHOWN))]));
    }
}

fn ago(seconds: i64) -> String {
    let (unit, size) = match seconds {
        ..120 => ("ago.seconds", 1),
        120..7200 => ("ago.minutes", 60),
        7200..172_800 => ("ago.hours", 3600),
        _ => ("ago.days", 86_400),
    };
    say(unit, &[("n", &(seconds / size))])
}
