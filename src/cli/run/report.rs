//! What a run says on the terminal: its plan, its closing summary.

use std::path::Path;
use std::process::ExitCode;

use indicatif::{HumanBytes, HumanCount};

use super::super::{Outcome, SOME_FAILED};
use crate::output::plan::Outlook;
use crate::output::run_info::RunInfo;
use crate::output::state::Last;
use crate::terminal::one_line;
use trichluc::record::Status;

/// The plan, on standard output.
pub fn outlook(outlook: &Outlook, has_last: bool, json: bool) -> Outcome {
    if json {
        println!("{}", serde_json::to_string_pretty(outlook)?);
        return Ok(ExitCode::SUCCESS);
    }
    let lists = [("new", &outlook.new), ("changed", &outlook.changed), ("failed before", &outlook.failed_before), ("gone", &outlook.gone)];
    for (what, paths) in lists {
        paths.iter().for_each(|path| println!("{what}\t{}", one_line(path)));
    }
    let [new, changed, failed, gone] = lists.map(|(_, paths)| HumanCount(paths.len() as u64).to_string());
    let unchanged = HumanCount(outlook.unchanged);
    let since = if has_last { "since the run before" } else { "there is no run before with these settings" };
    eprintln!("{new} new, {changed} changed, {unchanged} unchanged, {failed} failed before, {gone} gone; {since}");
    Ok(ExitCode::SUCCESS)
}

/// There is nothing to do; the files that failed still fail.
pub fn unchanged(last: &Last) -> ExitCode {
    let failed = last.kept.iter().filter(|k| k.tally.status == Status::Failed).count();
    eprintln!("nothing changed since the run before: {} documents, {failed} failed", HumanCount(last.kept.len() as u64));
    if failed > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS }
}

/// The closing summary, on standard error.
pub fn done(info: &RunInfo, folder: &Path) {
    let t = &info.totals;
    let rate = t.bytes as f64 / 1e6 / info.seconds.max(0.001);
    eprintln!(
        "{} documents ({}) in {:.1} s, {rate:.1} MB/s: {} read, {} without text, {} failed, {} skipped",
        HumanCount(t.records),
        HumanBytes(t.bytes),
        info.seconds,
        HumanCount(t.ok),
        HumanCount(t.empty),
        HumanCount(t.failed),
        HumanCount(t.skipped)
    );
    if info.read < t.records || info.gone > 0 {
        let copied = HumanCount(t.records - info.read);
        eprintln!("{} new or changed, {copied} as before, {} gone", HumanCount(info.read), HumanCount(info.gone));
    }
    eprintln!("{} citations, {} counts, {} findings", HumanCount(t.citations), HumanCount(t.counts), HumanCount(t.findings));
    for (code, files) in info.failed_by_code() {
        eprintln!("  failed, {code}: {files}; each with its reason in run.json");
    }
    for (code, files) in info.skipped_by_code() {
        eprintln!("  skipped, {code}: {files}; each with its reason in run.json");
    }
    eprintln!("{}", folder.display());
}
