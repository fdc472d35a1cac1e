//! The documents of a generation in the order of their paths: read, or copied from the one before.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use trichluc::{Glossary, Pipeline, Record};

use super::stop::Stop;
use crate::output::forms::{self, Forms};
use crate::output::generation::Generation;
use crate::output::json::push_line;
use crate::output::plan::{Plan, Step};
use crate::output::run_info::{RunInfo, Tally};
use crate::output::state::{self, Head, Kept, KeptRows, Last, Slice, Slices, Stamp};
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
    let with_tables = head.settings.with_tables;
    let Plan { steps, reads, stamps, .. } = plan;
    let mut writer = Writer::new(generation, &head, last, steps, stamps, info)?;
    let progress = progress(reads.len());
    let one = |record: Record| Done::of(&record, with_tables);
    pipeline.run(&reads, one, |done| {
        if stop.is_asked() {
            return Err(io::Error::other("stopped"));
        }
        writer.read(done?)?;
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    writer.finish(generation, pipeline.rules().glossary())
}

/// What a worker hands on of one document.
struct Done {
    line: Vec<u8>,
    rows: Option<Rows>,
    tally: Tally,
    hash: Option<String>,
}

impl Done {
    fn of(record: &Record, with_tables: bool) -> io::Result<Self> {
        let mut line = Vec::with_capacity(4096);
        push_line(&mut line, record)?;
        Ok(Done { line, rows: with_tables.then(|| rows(record)), tally: Tally::of(record), hash: record.source.hash.clone() })
    }
}

/// The files of a generation, open.
struct Writer<'i> {
    records: BufWriter<File>,
    written: u64,
    tables: Option<Tables>,
    forms: Forms,
    state: BufWriter<File>,
    info: &'i mut RunInfo,
    /// What is left to do; the first is next.
    steps: std::iter::Peekable<std::vec::IntoIter<(Step, Option<Stamp>)>>,
    last: Option<Before>,
}

/// The generation before.
struct Before {
    records: Slices,
    tables: Option<LastTables>,
    with_rows: bool,
    /// Each is taken once.
    kept: Vec<Option<Kept>>,
}

impl Before {
    fn open(folder: &Path, last: Last, with_rows: bool) -> io::Result<Self> {
        let tables = last.head.forms.jsonl.then(|| LastTables::open(folder)).transpose()?;
        let records = Slices::open(&folder.join("records.jsonl"))?;
        Ok(Before { records, tables, with_rows, kept: last.kept.into_iter().map(Some).collect() })
    }

    /// The document as it was; rows that were not kept or say that it is a copy are made anew.
    fn document(&mut self, index: usize) -> io::Result<Done> {
        let kept = self.kept[index].take().expect("a plan names a document once");
        let line = self.records.read(kept.record)?;
        let rows = match (&mut self.tables, kept.rows) {
            (Some(tables), Some(rows)) => Some(tables.rows(rows)?),
            _ if self.with_rows => Some(rows(&serde_json::from_slice(&line)?)),
            _ => None,
        };
        Ok(Done { line, rows, tally: kept.tally, hash: kept.hash })
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
        let with_rows = head.settings.with_tables;
        let last = last.map(|(folder, last)| Before::open(folder, last, with_rows)).transpose()?;
        let steps: Vec<(Step, Option<Stamp>)> = steps.into_iter().zip(stamps).collect();
        Ok(Writer {
            records: generation.file("records.jsonl")?,
            written: 0,
            tables,
            forms: head.forms,
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
        let record = Slice(self.written, done.line.len() as u64);
        self.records.write_all(&done.line)?;
        self.written += record.1;
        let rows: Option<KeptRows> = match (&mut self.tables, done.rows) {
            (Some(tables), Some(rows)) => tables.add(rows)?.filter(|_| self.forms.jsonl),
            _ => None,
        };
        push(&mut self.state, &Kept { stamp, hash: done.hash, tally: done.tally.clone(), record, rows })?;
        self.info.add(done.tally);
        Ok(())
    }

    fn finish(mut self, generation: &Generation, glossary: &Glossary) -> io::Result<()> {
        self.copy()?;
        self.records.flush()?;
        self.state.flush()?;
        let Some(tables) = self.tables else { return Ok(()) };
        generation.write_json("summary.json", &tables.finish(glossary)?)?;
        forms::write(&generation.folder(), self.forms)
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
