//! `trichluc report`: the page of a generation again, where somebody wants it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::Outcome;
use crate::output::generation::latest;
use crate::output::report::report;
use crate::words::say;

/// Writes the figures of the latest run as one HTML page that needs no network.
///
/// The same page as report.html of the run; the newest 5,000 documents where there are more.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc report out                         writes report.html here
  trichluc report out --to /srv/www/tl.html
  trichluc report out --to - | less           to standard output")]
pub struct Arguments {
    /// Folder of the results, or of one run
    out: PathBuf,
    /// Where to write it; - for standard output
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    to: PathBuf,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let page = report(&generation(&arguments.out)?)?;
    if arguments.to.as_os_str() == "-" {
        std::io::stdout().lock().write_all(page.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    write(&arguments.to, &page).map_err(|e| format!("{}: {e}", arguments.to.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The folder of a generation with tables in lines of JSON: the latest one of `out`, or `out` itself.
pub(super) fn generation(out: &Path) -> Result<PathBuf, String> {
    let folder = folder(out)?;
    let has_lines = folder.join("tables/documents.jsonl").is_file();
    if has_lines { Ok(folder) } else { Err(say("no_lines", &[("folder", &folder.display())])) }
}

fn folder(out: &Path) -> Result<PathBuf, String> {
    let own = || out.join("records.jsonl").is_file().then(|| out.to_owned());
    latest(out).or_else(own).ok_or_else(|| say("no_run", &[("out", &out.display())]))
}

/// Whole or not at all: somebody may have the page open.
fn write(to: &Path, page: &str) -> std::io::Result<()> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".partial");
    std::fs::write(&beside, page)?;
    std::fs::rename(&beside, to)
}
