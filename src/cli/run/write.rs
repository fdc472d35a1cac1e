//! The documents of a generation in the order of their paths: read, or copied from the one before.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use trichluc::{Pipeline, Record};

use super::stop::Stop;
use crate::output::generation::Generation;
use crate::output::json::push_line;
use crate::output::plan::{Plan, Step};
use crate::output::report::{self, PassageRow};
use crate::output::run_info::{RunInfo, Tally};
use crate::output::state::{self, Head, Kept, KeptRows, Last, Settings, Slice, Slices, Stamp};
use crate::output::tables::{LastTables, Rows, Tables, rows};

/// Writes all files of a generation but `run.json`. `last` is the generation before, where it still holds, with its folder.
///
/// # Errors
/// A file cannot be written, one of the last generation cannot be read, or somebody asked to stop.
pub fn write(
    pipeline: &Pipeline,
    plan: Plan,
    last: Option<(&Path, Last)>,
    head: Head,
    generation: &Generation,
    info: &mut RunInfo,
    stop: &Stop,
) -> io::Result<()> {
    let Settings { with_tables, with_passages, .. } = head.settings;
    let Plan { steps, reads, stamps, .. } = plan;
    let mut writer = Writer::new(generation, &head, last, steps, stamps, info)?;
    let progress = progress(reads.len());
    let one = |record: Record| Done::of(&record, with_tables, with_passages);
    pipeline.run(&reads, one, |done| {
        if stop.is_asked() {
            return Err(io::Error::other("stopped"));
        }
        writer.read(done?)?;
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    writer.finish(generation)
}

/// What a worker hands on of one document.
struct Done {
    line: Vec<u8>,
    passages: Option<Vec<u8>>,
    rows: Option<Rows>,
    tally: Tally,
    hash: Option<String>,
}

impl Done {
    fn of(record: &Record, with_tables: bool, with_passages: bool) -> io::Result<Self> {
        let mut line = Vec::with_capacity(4096);
        push_line(&mut line, record)?;
        let passages = with_passages.then(|| passages(record)).transpose()?;
        let rows = with_tables.then(|| rows(record));
        Ok(Done { line, passages, rows, tally: Tally::of(record), hash: record.source.hash.clone() })
    }
}

/// A line of `passages.jsonl`; a document without mentions has none.
fn passages(record: &Record) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    if !record.passages.is_empty() {
        push_line(&mut line, &PassageRow { doc_id: &record.id, passages: &record.passages })?;
    }
    Ok(line)
}

/// The files of a generation, open.
struct Writer<'i> {
    records: Lines,
    passages: Option<Lines>,
    tables: Option<Tables>,
    state: BufWriter<File>,
    info: &'i mut RunInfo,
    /// What is left to do; the first is next.
    steps: std::iter::Peekable<std::vec::IntoIter<(Step, Option<Stamp>)>>,
    last: Option<Before>,
}

/// A file of lines, and how many bytes it has.
struct Lines(BufWriter<File>, u64);

impl Lines {
    fn write(&mut self, lines: &[u8]) -> io::Result<Slice> {
        self.0.write_all(lines)?;
        let slice = Slice(self.1, lines.len() as u64);
        self.1 += slice.1;
        Ok(slice)
    }
}

/// The generation before.
struct Before {
    records: Slices,
    passages: Option<Slices>,
    tables: Option<LastTables>,
    /// Each is taken once.
    kept: Vec<Option<Kept>>,
}

impl Before {
    fn open(folder: &Path, last: Last) -> io::Result<Self> {
        let tables = last.head.settings.with_tables.then(|| LastTables::open(folder)).transpose()?;
        let passages = last.head.settings.with_passages.then(|| Slices::open(&folder.join(report::PASSAGES))).transpose()?;
        let records = Slices::open(&folder.join("records.jsonl"))?;
        Ok(Before { records, passages, tables, kept: last.kept.into_iter().map(Some).collect() })
    }

    /// The document as it was; rows that say that it is a copy are made anew.
    fn document(&mut self, index: usize) -> io::Result<Done> {
        let kept = self.kept[index].take().expect("a plan names a document once");
        let line = self.records.read(kept.record)?;
        let passages = self.passages.as_mut().zip(kept.passages).map(|(file, slice)| file.read(slice)).transpose()?;
        let rows = match (&mut self.tables, kept.rows) {
            (Some(tables), Some(rows)) => Some(tables.rows(rows)?),
            (Some(_), None) => Some(rows(&serde_json::from_slice(&line)?)),
            (None, _) => None,
        };
        Ok(Done { line, passages, rows, tally: kept.tally, hash: kept.hash })
    }
}

impl<'i> Writer<'i> {
    fn new(
        generation: &Generation,
        head: &Head,
        last: Option<(&Path, Last)>,
        steps: Vec<Step>,
        stamps: Vec<Option<Stamp>>,
        info: &'i mut RunInfo,
    ) -> io::Result<Self> {
        let mut state = generation.file(state::FILE)?;
        push(&mut state, head)?;
        let tables = head.settings.with_tables.then(|| Tables::create(&generation.folder(), head.skipped.clone())).transpose()?;
        let last = last.map(|(folder, last)| Before::open(folder, last)).transpose()?;
        let steps: Vec<(Step, Option<Stamp>)> = steps.into_iter().zip(stamps).collect();
        let passages = head.settings.with_passages.then(|| generation.file(report::PASSAGES)).transpose()?;
        Ok(Writer {
            records: Lines(generation.file("records.jsonl")?, 0),
            passages: passages.map(|file| Lines(file, 0)),
            tables,
            state,
            info,
            steps: steps.into_iter().peekable(),
            last,
        })
    }

    /// Takes up the next document that was read, behind those that are only copied.
    fn read(&mut self, done: Done) -> io::Result<()> {
        self.copy()?;
        let (_, stamp) = self.steps.next().expect("a step for every document that is read");
        self.add(done, stamp)
    }

    /// Copies the documents up to the next that is to be read.
    fn copy(&mut self) -> io::Result<()> {
        while let Some((Step::Keep(index), stamp)) = self.steps.next_if(|(step, _)| *step != Step::Read) {
            let before = self.last.as_mut().expect("there is a generation that the plan was made after");
            let done = before.document(index)?;
            self.add(done, stamp)?;
        }
        Ok(())
    }

    fn add(&mut self, done: Done, stamp: Option<Stamp>) -> io::Result<()> {
        let record = self.records.write(&done.line)?;
        let passages = self.passages.as_mut().zip(done.passages).map(|(file, lines)| file.write(&lines)).transpose()?;
        let rows: Option<KeptRows> = match (&mut self.tables, done.rows) {
            (Some(tables), Some(rows)) => tables.add(rows)?,
            _ => None,
        };
        push(&mut self.state, &Kept { stamp, hash: done.hash, tally: done.tally.clone(), record, passages, rows })?;
        self.info.add(done.tally);
        Ok(())
    }

    fn finish(mut self, generation: &Generation) -> io::Result<()> {
        self.copy()?;
        self.records.0.flush()?;
        self.passages.as_mut().map_or(Ok(()), |file| file.0.flush())?;
        self.state.flush()?;
        match self.tables {
            Some(tables) => generation.write_json("summary.json", &tables.finish()?),
            None => Ok(()),
        }
    }
}

fn push<T: serde::Serialize>(file: &mut impl Write, value: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *file, value)?;
    file.write_all(b"\n")
}

/// A bar on standard error where that is a terminal.
fn progress(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} documents, {eta} left");
    bar.set_style(style.expect("the template names only known keys"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
