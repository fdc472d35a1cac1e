//! `trichluc merge`: the results of several machines to one generation.

mod parts;
mod passages;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use rayon::prelude::*;
use trichluc::{Record, RuleSet};

use self::parts::{Line, Parts};
use super::run::log::{Format, Level};
use super::run::stop::{STOPPED, Stop};
use super::run::tables::TableOptions;
use super::run::{close, closing, rfc3339};
use super::{LOCKED, Outcome, RuleFolders, SOME_FAILED};
use crate::output::forms::{self, Forms};
use crate::output::generation::{self, Generation};
use crate::output::lock::{Denied, Lock};
use crate::output::names::{self, Names};
use crate::output::records;
use crate::output::report;
use crate::output::run_info::{RunInfo, Tally};
use crate::output::state;
use crate::output::tables::{self, Rows, Tables, rows};

/// Makes one generation of the results of `trichluc run --shard`: byte for byte what one run over everything writes.
///
/// Records are put together in the order of their paths, and copies, links, tables and totals derived from them anew. Takes the folders that
/// --out named, of all shards or of runs over different files, or files of records sorted by path (- for standard input). Refuses shards that
/// overlap, are missing, or were read by another version, with other rules or other options.
#[derive(Args)]
#[command(after_help = "\
Example, on two machines and then on one:
  trichluc run archive --shard 0/2 --no-tables --out part0
  trichluc run archive --shard 1/2 --no-tables --out part1
  trichluc merge part0 part1 --out out

Keeps two hundred bytes of each document in memory. A later run on the same --out reads everything again.")]
pub struct Arguments {
    /// Folders of results, or files of records
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    tables: TableOptions,
    #[command(flatten)]
    rules: RuleFolders,
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Generations that stay, the new one among them
    #[arg(long, value_name = "N", default_value_t = 3)]
    keep: usize,
    /// No report.html
    #[arg(long)]
    no_report: bool,
    /// Seconds to wait for another run that writes to the same folder
    #[arg(long, value_name = "S", default_value_t = 0)]
    lock_wait: u64,
    /// Lines on standard error: for people, or a JSON object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: Format,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let lock = match Lock::take(&arguments.out, Duration::from_secs(arguments.lock_wait)) {
        Ok(lock) => lock,
        Err(Denied::Held(owner)) => {
            let message = format!("{}: {owner} is writing here; --lock-wait S waits for it", arguments.out.display());
            arguments.log_format.say(Level::Error, "locked", &message);
            return Ok(ExitCode::from(LOCKED));
        }
        Err(Denied::Failed(error)) => return Err(format!("{}: {error}", arguments.out.display()).into()),
    };
    let done = locked(arguments);
    drop(lock);
    done
}

fn locked(arguments: &Arguments) -> Outcome {
    let (at, started) = (Timestamp::now(), Instant::now());
    let forms = arguments.tables.forms()?;
    let parts = Parts::open(&arguments.parts)?;
    let rules = arguments.rules.rules()?;
    parts.have_rules(rules.hash())?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build()?;
    let id = at.strftime("%Y%m%dT%H%M%S%3fZ").to_string();
    let mut info = RunInfo { id: id.clone(), started: rfc3339(at), threads: threads.current_num_threads(), ..parts.info() };
    let stop = Stop::on_signals(arguments.log_format, Generation::unfinished(&arguments.out, &id))?;
    let generation = Generation::create(&arguments.out, &id).map_err(|e| format!("{}: {e}", arguments.out.display()))?;
    let written = Written { rules: &rules, forms, with_report: !arguments.no_report };
    let merged = threads.install(|| merge(parts, &written, &generation, &mut info, &stop));
    if let Err(error) = merged.and_then(|()| close(&mut info, &generation, started)) {
        generation.discard();
        return if stop.is_asked() { Ok(ExitCode::from(STOPPED)) } else { Err(error.to_string().into()) };
    }
    let folder = generation.publish()?;
    generation::keep(&arguments.out, arguments.keep)?;
    closing::done(arguments.log_format, &info, &folder);
    Ok(if info.has_unread() { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// What is written beside the records.
struct Written<'r> {
    rules: &'r RuleSet,
    forms: Forms,
    with_report: bool,
}

fn merge(mut parts: Parts, written: &Written, generation: &Generation, info: &mut RunInfo, stop: &Stop) -> io::Result<()> {
    let mut lines = generation.file(records::FILE)?;
    let mut passages = (written.with_report && parts.have_passages()).then(|| generation.file(report::PASSAGES)).transpose()?;
    let mut tables = Tables::create(&generation.folder(), info.skipped.clone(), None)?;
    loop {
        let batch = parts.batch().map_err(io::Error::other)?;
        if batch.is_empty() {
            break;
        }
        let derived: Vec<Result<Derived, String>> = batch.into_par_iter().with_max_len(1).map(|line| Derived::of(line, &parts)).collect();
        for one in derived {
            let one = one.map_err(io::Error::other)?;
            if stop.is_asked() {
                return Err(io::Error::other("stopped"));
            }
            lines.write_all(&one.line)?;
            if let Some(file) = &mut passages {
                file.write_all(&parts.passages(one.part, &one.id)?)?;
            }
            tables.add(&one.tally.path, one.rows)?;
            info.add(one.tally);
        }
    }
    parts.are_whole().map_err(io::Error::other)?;
    info.read += parts.read_without_run();
    lines.flush()?;
    passages.as_mut().map_or(Ok(()), Write::flush)?;
    write_tables(tables, written, generation)?;
    // What the tables note for a next run is of no use without the files that were read.
    fs::remove_dir_all(generation.folder().join(state::FOLDER))
}

/// Writes the sums and every form, where any is asked for.
fn write_tables(tables: Tables, written: &Written, generation: &Generation) -> io::Result<()> {
    let Written { rules, forms, with_report } = written;
    if !forms.any() {
        return fs::remove_dir_all(generation.folder().join(tables::FOLDER));
    }
    generation.write_json("summary.json", &tables.finish(rules.glossary())?)?;
    generation.write_json(names::FILE, &Names::of(rules.glossary()))?;
    // Both are made from the lines of JSON, which other forms may take the place of.
    if *with_report {
        report::write(&generation.folder())?;
    }
    forms::write(&generation.folder(), *forms)
}

/// What is made of one line of records.
struct Derived {
    part: usize,
    id: String,
    line: Vec<u8>,
    rows: Rows,
    tally: Tally,
}

impl Derived {
    fn of(line: Line, parts: &Parts) -> Result<Self, String> {
        let record: Record = serde_json::from_slice(&line.bytes).map_err(|e| parts.fault(&line, &e.to_string()))?;
        Ok(Derived { part: line.part, rows: rows(&record), tally: Tally::of(&record), id: record.id, line: line.bytes })
    }
}
