//! `trichluc run`: a folder in, a generation of records, tables and summary out.

pub(super) mod closing;
pub(super) mod log;
pub(super) mod stop;
pub(super) mod tables;
mod write;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use trichluc::Limits;

use self::log::{Format, Level};
use self::stop::{STOPPED, Stop};
use self::tables::TableOptions;
use self::write::write;
use super::status::last_run;
use super::{LOCKED, Outcome, RUN_FAILED, Reading, SOME_FAILED};
use crate::output::forms::Forms;
use crate::output::generation::{self, Generation};
use crate::output::lock::{Denied, Lock};
use crate::output::metrics;
use crate::output::plan::Plan;
use crate::output::run_info::RunInfo;
use crate::output::shard::Shard;
use crate::output::state::{Head, Last, Settings};
use crate::walk::{Inputs, walk};
use crate::words::say;

/// Reads folders of documents and writes records, tables and a summary.
///
/// Reads .txt, .md, .docx, .doc (with antiword or catdoc), .pdf, .html and .xlsx by their content, and the files of .zip archives as if they
/// were unpacked. Every file becomes a record, also one that cannot be read; what is no document is listed in run.json with the reason.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc run archive --out out
  trichluc run archive/2024 archive/2025 --out out --rules my-rules
  trichluc run scans --out out --ocr 'my-ocr.sh {input}'
  find archive -newer last-run -name '*.txt' | trichluc run --files-from - --out out

Reads only what is new or changed since the run before, copies the rest, and drops what is gone; with --full it
reads all. A run that finds nothing changed writes nothing. One run at a time: a second ends with 75.

Writes OUT/runs/<time>/ and points OUT/latest to it when it is whole:
  records.jsonl   one record a document, sorted by path
  tables/         documents, citations, counts, topics, places, findings, links, cited, sources, and what their ids mean
  summary.json    totals for dashboards: nothing is counted twice
  report.html     all of it on one page, for a browser; passages.jsonl holds the words that it quotes
  datapackage.json  every file and column, for programs and people
  run.json        what was done, and every failed and skipped file with its reason")]
pub struct Arguments {
    /// Folders or single files
    #[arg(required_unless_present = "files_from")]
    inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Read paths from this file, one a line (or ended by NUL bytes); - for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Read what symbolic links point to
    #[arg(long)]
    follow_symlinks: bool,
    #[command(flatten)]
    tables: TableOptions,
    /// No report.html, and no passages.jsonl that it quotes
    #[arg(long)]
    no_report: bool,
    /// Read every file again, whatever the run before says
    #[arg(long)]
    full: bool,
    /// Read again the files that failed in the run before, changed or not
    #[arg(long)]
    retry_failed: bool,
    /// Only the Ith of N shares of the files, I from 0 to N-1, for N machines; `trichluc merge` makes one of their results
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Print what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// --dry-run as JSON
    #[arg(long, requires = "dry_run")]
    json: bool,
    /// Generations that stay, the new one among them
    #[arg(long, value_name = "N", default_value_t = 3)]
    keep: usize,
    /// Seconds to wait for another run that writes to the same folder
    #[arg(long, value_name = "S", default_value_t = 0)]
    lock_wait: u64,
    /// Lines on standard error: for people, or a JSON object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: Format,
    /// Write figures of the run for Prometheus to this file
    #[arg(long, value_name = "FILE")]
    metrics_file: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let log = arguments.log_format;
    if arguments.dry_run {
        // It writes nothing, so it neither waits nor keeps anybody waiting.
        return work(arguments).map(Ended::code).or_else(|error| failed(log, error));
    }
    let lock = match Lock::take(&arguments.out, Duration::from_secs(arguments.lock_wait)) {
        Ok(lock) => lock,
        Err(Denied::Held(owner)) => {
            let message = say("run.locked", &[("out", &arguments.out.display()), ("owner", &owner)]);
            log.say(Level::Error, "locked", &message);
            return Ok(ExitCode::from(LOCKED));
        }
        Err(Denied::Failed(error)) => return failed(log, format!("{}: {error}", arguments.out.display()).into()),
    };
    let done = work(arguments);
    let noted = match &arguments.metrics_file {
        Some(file) => write_metrics(file, &arguments.out, matches!(done, Ok(Ended::Done(_)))),
        None => Ok(()),
    };
    drop(lock);
    // Why the run failed says more than why its figures could not be written.
    match done.and_then(|ended| noted.map(|()| ended).map_err(Into::into)) {
        Ok(ended) => Ok(ended.code()),
        Err(error) => failed(log, error),
    }
}

fn write_metrics(file: &Path, out: &Path, has_succeeded: bool) -> Result<(), String> {
    metrics::write(file, last_run(out).ok().as_ref(), has_succeeded).map_err(|e| format!("{}: {e}", file.display()))
}

fn failed(log: Format, error: Box<dyn std::error::Error>) -> Outcome {
    if log == Format::Text {
        return Err(error);
    }
    log.say(Level::Error, "failed", &error.to_string());
    Ok(ExitCode::from(RUN_FAILED))
}

/// How a run ends that no error ends.
enum Ended {
    Done(ExitCode),
    /// Somebody asked for it.
    Stopped(ExitCode),
}

impl Ended {
    fn code(self) -> ExitCode {
        match self {
            Ended::Done(code) | Ended::Stopped(code) => code,
        }
    }
}

fn work(arguments: &Arguments) -> Result<Ended, Box<dyn std::error::Error>> {
    let log = arguments.log_format;
    let started = (Timestamp::now(), Instant::now());
    let forms = arguments.tables.forms()?;
    let with_passages = arguments.has_passages(forms);
    let pipeline = arguments.reading.pipeline()?.with_passages(with_passages);
    let found = walk(&inputs(arguments, pipeline.limits())?).only(|path| arguments.shard.is_none_or(|shard| shard.has(path)));
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build()?;
    let settings = Settings::new(pipeline.rules().hash(), arguments.reading.fingerprint(), forms.any(), with_passages);
    let folder = generation::latest(&arguments.out);
    let mut last = folder.as_deref().filter(|_| !arguments.full).and_then(|folder| Last::read(folder, &settings));
    let plan = threads.install(|| Plan::new(found.files, last.as_ref(), arguments.retry_failed, pipeline.limits()));
    if arguments.dry_run {
        return closing::outlook(&plan.outlook, last.is_some(), arguments.json).map(Ended::Done);
    }
    let is_last = |head: &Head| head.forms == forms && head.skipped == found.skipped && head.shard == arguments.shard;
    if let Some(last) = last.as_ref().filter(|l| plan.changes_nothing() && is_last(&l.head)) {
        generation::note_check(&arguments.out, &rfc3339(Timestamp::now())).map_err(|e| format!("{}: {e}", arguments.out.display()))?;
        return Ok(Ended::Done(closing::unchanged(log, last)));
    }
    let id = started.0.strftime("%Y%m%dT%H%M%S%3fZ").to_string();
    let stop = Stop::on_signals(log, Generation::unfinished(&arguments.out, &id))?;
    let generation = Generation::create(&arguments.out, &id).map_err(|e| format!("{}: {e}", arguments.out.display()))?;
    let mut info = RunInfo {
        started: rfc3339(started.0),
        threads: threads.current_num_threads(),
        read: plan.reads.len() as u64,
        gone: plan.outlook.gone.len() as u64,
        inputs: arguments.inputs.iter().map(|p| p.display().to_string()).collect(),
        shard: arguments.shard,
        ..RunInfo::begin(id, &settings, &found.skipped)
    };
    let (documents, shard) = (plan.steps.len() as u64, arguments.shard);
    let head = Head { settings, forms, started: nanoseconds(started.0), documents, skipped: found.skipped, shard };
    let from = folder.as_deref().zip(last.take());
    let written = threads.install(|| write(&pipeline, plan, from, head, &generation, &mut info, &stop));
    if let Err(error) = written.and_then(|()| close(&mut info, &generation, started.1)) {
        generation.discard();
        if stop.is_asked() {
            return Ok(Ended::Stopped(ExitCode::from(STOPPED)));
        }
        return Err(say("run.broken", &[("out", &arguments.out.display()), ("error", &error)]).into());
    }
    let folder = generation.publish()?;
    generation::keep(&arguments.out, arguments.keep)?;
    closing::done(log, &info, &folder);
    Ok(Ended::Done(if info.has_unread() { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS }))
}

impl Arguments {
    /// A share keeps them too where it has no report of its own: the merge makes it.
    fn has_passages(&self, forms: Forms) -> bool {
        !self.no_report && (forms.any() || self.shard.is_some())
    }
}

fn nanoseconds(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
}

fn inputs(arguments: &Arguments, limits: Limits) -> Result<Inputs, Box<dyn std::error::Error>> {
    let mut roots = arguments.inputs.clone();
    if let Some(list) = &arguments.files_from {
        roots.extend(listed(list)?);
    }
    for root in &arguments.inputs {
        can_be_entered(root).map_err(|e| format!("{}: {e}", root.display()))?;
    }
    let whole_names = arguments.files_from.is_some() || roots.len() > 1;
    Ok(Inputs { roots, whole_names, follow_symlinks: arguments.follow_symlinks, output: Some(arguments.out.clone()), limits })
}

/// An archive that is not mounted is no archive without documents.
fn can_be_entered(root: &Path) -> std::io::Result<()> {
    if std::fs::metadata(root)?.is_dir() { std::fs::read_dir(root).map(drop) } else { Ok(()) }
}

/// The paths of a list, one a line; ended by NUL bytes where it holds any (`find -print0`).
fn listed(list: &Path) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
    let mut text = String::new();
    if list.as_os_str() == "-" {
        std::io::stdin().lock().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(list).map_err(|e| format!("{}: {e}", list.display()))?;
    }
    let mark = if text.contains('\0') { '\0' } else { '\n' };
    Ok(text.split(mark).map(|p| p.trim_end_matches('\r')).filter(|p| !p.is_empty()).map(PathBuf::from).collect())
}

pub(super) fn close(info: &mut RunInfo, generation: &Generation, started: Instant) -> std::io::Result<()> {
    info.seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    info.finished = rfc3339(Timestamp::now());
    generation.write_json("run.json", info)
}

pub(super) fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
