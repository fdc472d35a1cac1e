//! What a run says on the terminal: its plan, its closing summary.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use indicatif::{HumanBytes, HumanCount};

use super::super::{Outcome, SOME_FAILED};
use super::log::{Format, Level};
use crate::output::plan::Outlook;
use crate::output::run_info::RunInfo;
use crate::output::state::Last;
use crate::terminal::{one_line, print_json};
use crate::walk::Skipped;
use trichluc::record::Status;

/// The plan, on standard output.
pub fn outlook(outlook: &Outlook, has_last: bool, json: bool) -> Outcome {
    if json {
        print_json(outlook)?;
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

/// There is nothing to do; what could not be read still cannot.
pub fn unchanged(log: Format, last: &Last) -> ExitCode {
    let failed = last.kept.iter().filter(|k| k.tally.status == Status::Failed).count();
    let documents = HumanCount(last.kept.len() as u64);
    log.say(Level::Info, "unchanged", &format!("nothing changed since the run before: {documents} documents, {failed} failed"));
    let has_unread = failed > 0 || last.head.skipped.iter().any(Skipped::may_hide_documents);
    if has_unread { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS }
}

/// The closing summary, on standard error.
pub fn done(log: Format, info: &RunInfo, folder: &Path) {
    log.done(info, &summary(info, folder));
}

fn summary(info: &RunInfo, folder: &Path) -> String {
    let t = &info.totals;
    // Of documents that are only copied nothing is read, so there is no rate of reading.
    let rate = t.bytes as f64 / 1e6 / info.seconds.max(0.001);
    let rate = if info.read == t.records { format!(", {rate:.1} MB/s") } else { String::new() };
    let mut lines = vec![format!(
        "{} documents ({}) in {:.1} s{rate}: {} read, {} without text, {} failed, {} skipped",
        HumanCount(t.records),
        HumanBytes(t.bytes),
        info.seconds,
        HumanCount(t.ok),
        HumanCount(t.empty),
        HumanCount(t.failed),
        HumanCount(t.skipped)
    )];
    if info.read < t.records || info.gone > 0 {
        let copied = HumanCount(t.records - info.read);
        lines.push(format!("{} new or changed, {copied} as before, {} gone", HumanCount(info.read), HumanCount(info.gone)));
    }
    lines.push(format!("{} citations, {} counts, {} findings", HumanCount(t.citations), HumanCount(t.counts), HumanCount(t.findings)));
    let reasons = |what: &str, codes: BTreeMap<&str, usize>| -> Vec<String> {
        codes.into_iter().map(|(code, files)| format!("  {what}, {code}: {files}; each with its reason in run.json")).collect()
    };
    lines.extend(reasons("failed", info.failed_by_code()));
    lines.extend(reasons("skipped", info.skipped_by_code()));
    lines.push(folder.display().to_string());
    lines.join("\n")
}
