//! The documents of a generation in the order of their paths: read, or copied from the one before.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use trichluc::{Glossary, Pipeline, Record};

use super::stop::Stop;
use crate::output::forms::{self, Forms};
use crate::output::generation::Generation;
use crate::output::json::push_line;
use crate::output::names::{self, Names};
use crate::output::pieces::{Pieces, Slices};
use crate::output::plan::{Plan, Step};
use crate::output::records;
use crate::output::report::{self, PassageRow};
use crate::output::run_info::{RunInfo, Tally};
use crate::output::state::{Hash, Head, Kept, Last, Settings, Stamp, StateFile};
use crate::output::tables::{Rows, Tables, rows};

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
    let Plan { steps, reads, stamps, outlook } = plan;
    // The names of all files that are new, which nobody asks for any more.
    drop(outlook);
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
    drop(reads);
    writer.finish(generation, pipeline.rules().glossary())
}

/// What a worker hands on of one document.
struct Done {
    line: Vec<u8>,
    passages: Option<Vec<u8>>,
    rows: Option<Rows>,
    tally: Tally,
    hash: Option<Hash>,
}

impl Done {
    fn of(record: &Record, with_tables: bool, with_passages: bool) -> io::Result<Self> {
        let mut line = Vec::with_capacity(1 << 14);
        push_line(&mut line, record)?;
        let hash = record.source.hash.as_deref().and_then(|hex| blake3::Hash::from_hex(hex).ok());
        let passages = with_passages.then(|| passages(record)).transpose()?;
        let rows = with_tables.then(|| rows(record));
        Ok(Done { line, passages, rows, tally: Tally::of(record), hash: hash.map(Into::into) })
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
    records: Pieces,
    passages: Option<Pieces>,
    tables: Option<Tables>,
    forms: Forms,
    state: StateFile,
    info: &'i mut RunInfo,
    /// What is left to do; the first is next.
    steps: std::iter::Peekable<std::vec::IntoIter<(Step, Option<Stamp>)>>,
    last: Option<Before>,
}

/// The generation before.
struct Before {
    records: Slices,
    /// Each is taken once.
    kept: Vec<Option<Kept>>,
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
        let (folder, before) = (generation.folder(), last.as_ref().map(|(folder, _)| *folder));
        let records = Pieces::create(&folder, records::FILE, before)?;
        let passages = head.settings.with_passages.then(|| Pieces::create(&folder, report::PASSAGES, before)).transpose()?;
        let with_rows = last.as_ref().filter(|(_, last)| last.head.forms.jsonl).map(|(folder, _)| *folder);
        let tables = head.settings.with_tables.then(|| Tables::create(&folder, head.skipped.clone(), with_rows)).transpose()?;
        let state = StateFile::create(&folder, head)?;
        let last = last.map(|(folder, last)| Before::open(folder, last)).transpose()?;
        let steps: Vec<(Step, Option<Stamp>)> = steps.into_iter().zip(stamps).collect();
        Ok(Writer { records, passages, tables, forms: head.forms, state, info, steps: steps.into_iter().peekable(), last })
    }

    /// Takes up the next document that was read, behind those that are only copied.
    fn read(&mut self, done: Done) -> io::Result<()> {
        self.copy()?;
        let (_, stamp) = self.steps.next().expect("a step for every document that is read");
        let Done { line, passages, rows, tally, hash } = done;
        let record = self.records.write(&line)?;
        let passages = self.passages.as_mut().zip(passages).map(|(file, lines)| file.write(&lines)).transpose()?;
        let tables = self.tables.as_mut().zip(rows);
        let rows = tables.map(|(tables, rows)| tables.add(&tally.path, rows)).transpose()?;
        self.note(Kept { stamp, hash, tally, record, passages, rows })
    }

    /// Copies the documents up to the next that is to be read.
    fn copy(&mut self) -> io::Result<()> {
        while let Some((Step::Keep(index), stamp)) = self.steps.next_if(|(step, _)| *step != Step::Read) {
            let last = self.last.as_mut().expect("there is a generation that the plan was made after");
            let kept = last.kept[index].take().expect("a plan names a document once");
            let record = self.records.copy(kept.record)?;
            let passages = self.passages.as_mut().zip(kept.passages).map(|(file, slice)| file.copy(slice)).transpose()?;
            let mut anew = || Ok(rows(&serde_json::from_slice(last.records.read(kept.record)?)?));
            let path = &kept.tally.path;
            let rows = match (&mut self.tables, kept.rows) {
                (Some(tables), Some(rows)) => Some(tables.keep(path, rows, anew)?),
                // The last generation's tables had other forms than lines.
                (Some(tables), None) => Some(tables.add(path, anew()?)?),
                (None, _) => None,
            };
            self.note(Kept { stamp, record, passages, rows, ..kept })?;
        }
        Ok(())
    }

    fn note(&mut self, mut document: Kept) -> io::Result<()> {
        document.rows = document.rows.filter(|_| self.forms.jsonl);
        self.state.add(&document)?;
        self.info.add(document.tally);
        Ok(())
    }

    fn finish(mut self, generation: &Generation, glossary: &Glossary) -> io::Result<()> {
        self.copy()?;
        self.records.close()?;
        self.passages.as_mut().map_or(Ok(()), Pieces::close)?;
        self.state.finish()?;
        let Some(tables) = self.tables else { return Ok(()) };
        generation.write_json("summary.json", &tables.finish(glossary)?)?;
        generation.write_json(names::FILE, &Names::of(glossary))?;
        // Both are made from the lines of JSON, which other forms may take the place of.
        self.passages.map_or(Ok(()), |_| report::write(&generation.folder()))?;
        forms::write(&generation.folder(), self.forms)
    }
}

impl Before {
    fn open(folder: &Path, last: Last) -> io::Result<Self> {
        let records = Slices::open(&folder.join(records::FILE))?;
        Ok(Before { records, kept: last.kept.into_iter().map(Some).collect() })
    }
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
