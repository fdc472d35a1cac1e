//! What a run says on the terminal: its plan, its closing summary.

use std::collections::BTreeMap;
use std::fmt::Display;
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
use crate::words::{say, word};
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
    let since = word(if has_last { "run.since_last" } else { "run.no_last" });
    let values: [(&str, &dyn Display); 6] =
        [("new", &new), ("changed", &changed), ("unchanged", &unchanged), ("failed", &failed), ("gone", &gone), ("since", &since)];
    eprintln!("{}", say("run.outlook", &values));
    Ok(ExitCode::SUCCESS)
}

/// There is nothing to do; what could not be read still cannot.
pub fn unchanged(log: Format, last: &Last) -> ExitCode {
    let failed = last.kept.iter().filter(|k| k.tally.status == Status::Failed).count();
    let documents = HumanCount(last.kept.len() as u64);
    log.say(Level::Info, "unchanged", &say("run.unchanged", &[("documents", &documents), ("failed", &failed)]));
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
    let values: [(&str, &dyn Display); 8] = [
        ("documents", &HumanCount(t.records)),
        ("bytes", &HumanBytes(t.bytes)),
        ("seconds", &format!("{:.1}", info.seconds)),
        ("rate", &rate),
        ("ok", &HumanCount(t.ok)),
        ("empty", &HumanCount(t.empty)),
        ("failed", &HumanCount(t.failed)),
        ("skipped", &HumanCount(t.skipped)),
    ];
    let mut lines = vec![say("run.done", &values)];
    if info.read < t.records || info.gone > 0 {
        let copied = HumanCount(t.records - info.read);
        lines.push(say("run.copied", &[("new", &HumanCount(info.read)), ("copied", &copied), ("gone", &HumanCount(info.gone))]));
    }
    let found: [(&str, &dyn Display); 3] =
        [("citations", &HumanCount(t.citations)), ("counts", &HumanCount(t.counts)), ("findings", &HumanCount(t.findings))];
    lines.push(say("run.found", &found));
    lines.extend(reasons("run.failed", &info.failed_by_code()));
    lines.extend(reasons("run.skipped", &info.skipped_by_code()));
    lines.push(folder.display().to_string());
    lines.join("\n")
}

fn reasons(what: &str, codes: &BTreeMap<&str, usize>) -> Vec<String> {
    codes.iter().map(|(code, files)| say("run.reason", &[("what", &word(what)), ("code", code), ("files", files)])).collect()
}
