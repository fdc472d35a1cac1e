//! `trichluc run`: a folder in, a generation of records, tables and summary out.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use trichluc::{Limits, Pipeline, Record};

use super::{Outcome, Reading, SOME_FAILED};
use crate::output::generation::Generation;
use crate::output::json::push_line;
use crate::output::run_info::{RunInfo, Tally, Totals};
use crate::output::tables::{Rows, Tables, rows};
use crate::walk::{Found, Inputs, walk};

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

Writes OUT/runs/<time>/ and points OUT/latest to it when it is whole:
  records.jsonl   one record a document, sorted by path
  tables/         documents, citations, counts, topics, places, findings, links, sources
  summary.json    totals for dashboards: nothing is counted twice
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
    /// Records only: no tables, no summary
    #[arg(long)]
    no_tables: bool,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let started = (Timestamp::now(), Instant::now());
    let pipeline = arguments.reading.pipeline()?;
    let found = walk(&inputs(arguments, pipeline.limits())?);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build()?;
    let id = started.0.strftime("%Y%m%dT%H%M%S%3fZ").to_string();
    let generation = Generation::create(&arguments.out, &id).map_err(|e| format!("{}: {e}", arguments.out.display()))?;
    let mut info = RunInfo {
        id,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules_hash: pipeline.rules().hash().to_owned(),
        started: rfc3339(started.0),
        finished: String::new(),
        seconds: 0.0,
        threads: threads.current_num_threads(),
        inputs: arguments.inputs.iter().map(|p| p.display().to_string()).collect(),
        totals: Totals { skipped: found.skipped.len() as u64, ..Totals::default() },
        failed: Vec::new(),
        empty: Vec::new(),
        skipped: found.skipped.clone(),
    };
    let written = threads.install(|| write(&pipeline, &found, &generation, &mut info, !arguments.no_tables));
    if let Err(error) = written.and_then(|()| close(&mut info, &generation, started.1)) {
        generation.discard();
        return Err(format!("{}: {error}; the run before stays the latest", arguments.out.display()).into());
    }
    let folder = generation.publish()?;
    report(&info, &folder);
    Ok(if info.totals.failed > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

fn inputs(arguments: &Arguments, limits: Limits) -> Result<Inputs, Box<dyn std::error::Error>> {
    let mut roots = arguments.inputs.clone();
    if let Some(list) = &arguments.files_from {
        roots.extend(listed(list)?);
    }
    let whole_names = arguments.files_from.is_some() || roots.len() > 1;
    Ok(Inputs { roots, whole_names, follow_symlinks: arguments.follow_symlinks, output: Some(arguments.out.clone()), limits })
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

/// What a worker hands on of one document.
struct Done {
    line: Vec<u8>,
    rows: Option<Rows>,
    tally: Tally,
}

fn write(pipeline: &Pipeline, found: &Found, generation: &Generation, info: &mut RunInfo, with_tables: bool) -> std::io::Result<()> {
    let mut records = generation.file("records.jsonl")?;
    let mut tables = with_tables.then(|| Tables::create(&generation.folder(), found.skipped.clone())).transpose()?;
    let progress = progress(found.files.len());
    let one = |record: Record| -> std::io::Result<Done> {
        let mut line = Vec::with_capacity(4096);
        push_line(&mut line, &record)?;
        Ok(Done { line, rows: with_tables.then(|| rows(&record)), tally: Tally::of(&record) })
    };
    pipeline.run(&found.files, one, |done: std::io::Result<Done>| {
        let done = done?;
        records.write_all(&done.line)?;
        if let (Some(tables), Some(rows)) = (&mut tables, done.rows) {
            tables.add(rows)?;
        }
        info.add(done.tally);
        progress.inc(1);
        Ok::<(), std::io::Error>(())
    })?;
    progress.finish_and_clear();
    records.flush()?;
    if let Some(tables) = tables {
        generation.write_json("summary.json", &tables.finish()?)?;
    }
    Ok(())
}

fn close(info: &mut RunInfo, generation: &Generation, started: Instant) -> std::io::Result<()> {
    info.seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    info.finished = rfc3339(Timestamp::now());
    generation.write_json("run.json", info)
}

fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A bar on standard error where that is a terminal.
fn progress(files: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} documents, {eta} left");
    bar.set_style(style.expect("the template names only known keys"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The closing summary, on standard error.
fn report(info: &RunInfo, folder: &Path) {
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
    eprintln!("{} citations, {} counts, {} findings", HumanCount(t.citations), HumanCount(t.counts), HumanCount(t.findings));
    for (code, files) in info.failed_by_code() {
        eprintln!("  failed, {code}: {files}; each with its reason in run.json");
    }
    for (code, files) in info.skipped_by_code() {
        eprintln!("  skipped, {code}: {files}; each with its reason in run.json");
    }
    eprintln!("{}", folder.display());
}
