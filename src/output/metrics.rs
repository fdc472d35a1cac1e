//! A run's figures in the text format of Prometheus, for a collector that reads files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::run_info::{RunInfo, Totals};

/// Writes the figures of a run that succeeded, or says that one failed: then
/// those of the last one that succeeded stand, if there was one.
///
/// # Errors
/// The file cannot be written; the one before stays as it was.
pub fn write(file: &Path, last: Option<&RunInfo>, has_succeeded: bool) -> io::Result<()> {
    let name = file.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no name of a file"))?;
    let beside = file.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let written = fs::write(&beside, text(last, has_succeeded)).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        // The error that matters is the first.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn text(last: Option<&RunInfo>, has_succeeded: bool) -> String {
    let mut out = String::new();
    gauge(&mut out, "trichluc_last_run_success", "1 where the last run succeeded.", &[("", f64::from(u8::from(has_succeeded)))]);
    gauge(&mut out, "trichluc_last_run_timestamp_seconds", "When the last run ended.", &[("", Timestamp::now().as_second() as f64)]);
    let Some(info) = last else { return out };
    let finished = info.finished.parse::<Timestamp>().map_or(0.0, |t| t.as_second() as f64);
    gauge(&mut out, "trichluc_last_success_timestamp_seconds", "When the last run that wrote a generation ended.", &[("", finished)]);
    gauge(&mut out, "trichluc_run_duration_seconds", "Wall time of that run.", &[("", info.seconds)]);
    gauge(&mut out, "trichluc_documents_read", "Documents that were new or changed in it.", &[("", info.read as f64)]);
    let Totals { ok, empty, failed, skipped, citations, counts, findings, bytes, .. } = info.totals;
    let outcomes = [("ok", ok), ("empty", empty), ("failed", failed), ("skipped", skipped)];
    let mentions = [("citations", citations), ("counts", counts), ("findings", findings)];
    let labelled = |label: &str, all: &[(&str, u64)]| -> Vec<(String, f64)> {
        all.iter().map(|(what, n)| (format!("{{{label}=\"{what}\"}}"), *n as f64)).collect()
    };
    gauges(&mut out, "trichluc_documents", "Files of the generation by outcome.", &labelled("outcome", &outcomes));
    gauges(&mut out, "trichluc_mentions", "Mentions of the generation by kind.", &labelled("kind", &mentions));
    gauge(&mut out, "trichluc_input_bytes", "Bytes of all documents.", &[("", bytes as f64)]);
    out
}

fn gauge(out: &mut String, name: &str, help: &str, values: &[(&str, f64)]) {
    let values: Vec<(String, f64)> = values.iter().map(|(label, value)| ((*label).to_owned(), *value)).collect();
    gauges(out, name, help, &values);
}

fn gauges(out: &mut String, name: &str, help: &str, values: &[(String, f64)]) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge");
    for (label, value) in values {
        let _ = writeln!(out, "{name}{label} {value}");
    }
}
