//! `tables/`: flat tables for databases and BI tools, made from the records in path order.
//!
//! Rows are made on the threads that read documents; what only the run knows
//! (copies, links, sums) is added where the documents come together in order.

pub mod cited;
mod copies;
pub(super) mod digest;
pub(super) mod dimension;
pub(super) mod mention;
pub(super) mod period;
pub(super) mod row;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use trichluc::record::{Count, Located};
use trichluc::{Glossary, Record};

use self::cited::{AT_ONCE, CitedRow, Collector, Most, readings};
use self::copies::Copies;
use self::digest::{Digest, left_out};
use self::dimension::Dimensions;
use self::mention::{About, CitationRow, CountRow, FindingRow, PlaceRow, TopicRow};
use self::row::{CopyReason, DocumentRow, LinkRow, SourceRow, Standing, SubjectProvince};

use super::json::push_line;
use super::links::{Archive, Citing, Entry, Row};
use super::pieces::{BUFFER, Pieces, Slice, Slices};
use super::state::{self, CopyOf, KeptRows};
use super::summary::{Summary, Tally};
use crate::walk::Skipped;

/// In the folder of a generation.
pub const FOLDER: &str = "tables";
/// Bytes of most rows, to make room for all of a document at once.
const ROW: usize = 600;

/// The tables that are written document by document.
#[derive(Debug, Clone, Copy)]
enum Table {
    Documents,
    Citations,
    Counts,
    Topics,
    Places,
    Findings,
    Sources,
}

const STREAMED: [&str; TABLES] =
    ["documents.jsonl", "citations.jsonl", "counts.jsonl", "topics.jsonl", "places.jsonl", "findings.jsonl", "sources.jsonl"];
/// How many these are.
pub const TABLES: usize = 7;

/// Where they are in the folder of a generation.
pub fn files() -> impl Iterator<Item = PathBuf> {
    STREAMED.iter().map(|name| Path::new(FOLDER).join(name))
}

/// One document's rows of every table, as lines of JSON.
pub struct Rows {
    lines: [Vec<u8>; TABLES],
    /// An [`Entry`] for each row of the table citations.
    entries: Vec<u8>,
    /// The last keys of the documents row, as long as it is no copy.
    standing: Vec<u8>,
    digest: Digest,
}

/// The rows of one document, to be made on the thread that made the record.
pub fn rows(record: &Record) -> Rows {
    let (id, province) = (record.id.as_str(), SubjectProvince::of(record));
    let period_key = record.period.as_ref().map(|p| period::key(p.grain, &p.first_day, &p.last_day));
    let about = About { record, province, period_key: period_key.as_deref() };
    let document = DocumentRow::new(record, province, about.period_key);
    let standing = document.standing;
    let is_added = |c: &Located<Count>| standing.in_totals && left_out(&c.value).is_none();
    let mut rows = Rows { lines: Default::default(), entries: Vec::new(), standing: tail(standing), digest: Digest::of(record, province) };
    rows.push(Table::Documents, [document]);
    rows.lines[Table::Citations as usize].reserve(record.citations.len() * ROW);
    rows.entries.reserve(record.citations.len() * Entry::BYTES);
    numbered(&record.citations).for_each(|(n, c)| {
        let bytes = rows.push(Table::Citations, [CitationRow::new(id, n, c)]);
        rows.entries.extend(Entry::of(&c.value, bytes).to_bytes());
    });
    rows.push(Table::Counts, numbered(&record.counts).map(|(n, c)| CountRow::new(n, c, &about, is_added(c))));
    rows.push(Table::Topics, numbered(&record.topics).map(|(n, t)| TopicRow::new(id, n, t)));
    rows.push(Table::Places, numbered(&record.places).map(|(n, p)| PlaceRow::new(id, n, p)));
    rows.push(Table::Findings, numbered(&record.findings).map(|(n, f)| FindingRow::new(id, n, f)));
    rows.push(Table::Sources, [SourceRow::read(record)]);
    rows
}

/// The open tables of a run.
pub struct Tables {
    folder: PathBuf,
    files: [Pieces; TABLES],
    entries: Pieces,
    /// Sorted by path: they take their place among the sources.
    skipped: Vec<Skipped>,
    skipped_written: usize,
    copies: Copies,
    archive: Archive,
    tally: Tally,
}

impl Tables {
    /// Opens the tables in `folder/tables`. `skipped` is what the walk passed over, `last` the folder of the last generation.
    ///
    /// # Errors
    /// The folder or a file in it cannot be made.
    pub fn create(folder: &Path, mut skipped: Vec<Skipped>, last: Option<&Path>) -> io::Result<Self> {
        let (tables, state) = (folder.join(FOLDER), folder.join(state::FOLDER));
        for made in [&tables, &state] {
            fs::create_dir_all(made).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", made.display())))?;
        }
        skipped.sort_by(|a, b| (&a.path, &a.code).cmp(&(&b.path, &b.code)));
        let last_tables = last.map(|l| l.join(FOLDER));
        let create = |name: &&str| Pieces::create(&tables, name, last_tables.as_deref());
        let files: Vec<Pieces> = STREAMED.iter().map(create).collect::<io::Result<_>>()?;
        let Ok(files) = files.try_into() else { unreachable!("a file for each table") };
        let entries = Pieces::create(&state, state::CITATIONS, last.map(|l| l.join(state::FOLDER)).as_deref())?;
        let (copies, archive, tally) = (Copies::default(), Archive::default(), Tally::default());
        Ok(Tables { folder: tables, files, entries, skipped, skipped_written: 0, copies, archive, tally })
    }

    /// Writes the rows of the next document in path order; what the next run may copy of them.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add(&mut self, path: &str, rows: Rows) -> io::Result<KeptRows> {
        let original = self.copies.original(&rows.digest, self.archive.len());
        self.write(path, rows, original)
    }

    /// Copies the rows of the next document from the last generation, or writes those that `anew` makes where it is a copy
    /// of another document than it was then, or of none.
    ///
    /// # Errors
    /// A file cannot be written, or one of the last generation not be read.
    pub fn keep(&mut self, path: &str, kept: KeptRows, anew: impl FnOnce() -> io::Result<Rows>) -> io::Result<KeptRows> {
        let original = self.copies.original(&kept.digest, self.archive.len());
        let copy_of = original.map(|(first, reason)| (self.archive.id(first), reason));
        if copy_of != kept.copy_of.as_ref().map(|c| (&*c.id, c.reason)) {
            return self.write(path, anew()?, original);
        }
        self.write_skipped(Some(path))?;
        let mut slices = kept.slices;
        for (file, slice) in self.files.iter_mut().zip(&mut slices) {
            *slice = file.copy(*slice)?;
        }
        let entries = self.entries.copy(kept.entries)?;
        self.count(&kept.digest, original);
        Ok(KeptRows { slices, entries, ..kept })
    }

    fn write(&mut self, path: &str, mut rows: Rows, original: Option<(u32, CopyReason)>) -> io::Result<KeptRows> {
        if let Some((first, reason)) = original {
            rows.become_copy(Standing::copy(self.archive.id(first), reason));
        }
        self.write_skipped(Some(path))?;
        let mut slices = [Slice::default(); TABLES];
        for ((file, lines), slice) in self.files.iter_mut().zip(&rows.lines).zip(&mut slices) {
            *slice = file.write(lines)?;
        }
        let entries = self.entries.write(&rows.entries)?;
        self.count(&rows.digest, original);
        let copy_of = original.map(|(first, reason)| CopyOf { id: self.archive.id(first).to_owned(), reason });
        Ok(KeptRows { slices, entries, copy_of, digest: rows.digest })
    }

    fn count(&mut self, digest: &Digest, original: Option<(u32, CopyReason)>) {
        self.archive.add(digest, original.map(|(first, _)| first));
        self.tally.add(digest, original.is_some());
    }

    /// Writes what needs all documents and what the ids mean, and returns the figures of the run.
    ///
    /// # Errors
    /// A file cannot be written, or read again.
    pub fn finish(mut self, glossary: &Glossary) -> io::Result<Summary> {
        self.write_skipped(None)?;
        self.files.iter_mut().chain([&mut self.entries]).try_for_each(Pieces::close)?;
        self.write_dimensions(glossary)?;
        self.archive.index();
        let (links, cited) = self.write_links()?;
        Ok(self.tally.summary(cited, links, self.skipped))
    }

    /// Writes the sources that come before `path`, or all that are left.
    fn write_skipped(&mut self, path: Option<&str>) -> io::Result<()> {
        let mut lines = Vec::new();
        for skipped in &self.skipped[self.skipped_written..] {
            if path.is_some_and(|p| skipped.path.as_str() >= p) {
                break;
            }
            self.skipped_written += 1;
            push(&mut lines, &SourceRow::skipped(skipped));
        }
        self.files[Table::Sources as usize].write(&lines).map(drop)
    }

    fn write_dimensions(&self, glossary: &Glossary) -> io::Result<()> {
        let Dimensions { kinds, measures, topic_names, provinces, current_provinces } = Dimensions::of(glossary);
        self.write_table("kinds.jsonl", &kinds)?;
        self.write_table("measures.jsonl", &measures)?;
        self.write_table("topic_names.jsonl", &topic_names)?;
        self.write_table("provinces.jsonl", &provinces)?;
        self.write_table("current_provinces.jsonl", &current_provinces)?;
        self.write_table("periods.jsonl", &self.tally.periods())
    }

    fn write_table<R: Serialize>(&self, name: &str, rows: &[R]) -> io::Result<()> {
        let mut file = Pieces::create(&self.folder, name, None)?;
        rows.iter().try_for_each(|row| file.write(&line(row)).map(drop))?;
        file.close()
    }

    /// Goes through all citations again: now every document that they can mean is known.
    /// Returns the number of links, and the documents that are cited most.
    fn write_links(&self) -> io::Result<(u64, Vec<CitedRow>)> {
        let mut links = Pieces::create(&self.folder, "links.jsonl", None)?;
        let mut cited = Pieces::create(&self.folder, "cited.jsonl", None)?;
        let (mut written, mut most) = (0, Most::default());
        let parts = readings(self.cited_documents()?);
        for part in 0..parts {
            let mut collector = Collector::new(part, parts);
            self.each_citation(|citing, ordinal, entry, row| {
                let (is_wanted, is_new) = (collector.wants(entry, citing), part == 0);
                if !is_wanted && !is_new {
                    return Ok(());
                }
                let target = self.archive.target(citing.index, entry, row)?;
                if is_wanted {
                    collector.see(entry, citing, target.map(|t| t.id), row)?;
                }
                let Some(target) = target.filter(|_| is_new) else { return Ok(()) };
                written += 1;
                links.write(&line(&LinkRow::new(citing.id, ordinal, &row.words()?.key, target))).map(drop)
            })?;
            for row in collector.rows() {
                cited.write(&line(&row))?;
                most.add(row);
            }
        }
        links.close()?;
        cited.close()?;
        Ok((written, most.rows()))
    }

    /// How many documents are cited by name, at most; counted only where they may be too many for one part.
    fn cited_documents(&self) -> io::Result<usize> {
        let all = fs::metadata(self.entries.path())?.len() / Entry::BYTES as u64;
        let mut cited = HashSet::new();
        if all > *AT_ONCE.start() as u64 {
            self.each_citation(|citing, _, entry, _| {
                cited.extend((!citing.is_copy && entry.is_named()).then_some(entry.key));
                Ok(())
            })?;
        }
        Ok(cited.len())
    }

    /// Hands on every citation: the document that it stands in, which of its citations it is, what is known of it, its row.
    fn each_citation<'a>(&'a self, mut see: impl FnMut(&Citing<'a>, u32, &Entry, &mut Row) -> io::Result<()>) -> io::Result<()> {
        let mut entries = BufReader::with_capacity(BUFFER, fs::File::open(self.entries.path())?);
        let mut table = Slices::open(self.files[Table::Citations as usize].path())?;
        let (mut bytes, mut at) = ([0; Entry::BYTES], 0);
        for index in 0..self.archive.len() {
            let citing = self.archive.citing(index);
            for ordinal in 0..self.archive.citations(index) {
                entries.read_exact(&mut bytes)?;
                let entry = Entry::from_bytes(&bytes);
                let slice = Slice(at, u64::from(entry.row));
                at = slice.end();
                see(&citing, ordinal, &entry, &mut Row::new(&mut table, slice))?;
            }
        }
        Ok(())
    }
}

impl Rows {
    /// How many bytes they are.
    fn push<R: Serialize>(&mut self, table: Table, rows: impl IntoIterator<Item = R>) -> usize {
        let (lines, rows) = (&mut self.lines[table as usize], rows.into_iter());
        let before = lines.len();
        lines.reserve(rows.size_hint().0 * ROW);
        rows.for_each(|row| push(lines, &row));
        lines.len() - before
    }

    /// Says in the rows that nothing of them is added up.
    fn become_copy(&mut self, standing: Standing) {
        let document = &mut self.lines[Table::Documents as usize];
        debug_assert!(document.ends_with(&self.standing), "the standing closes the row");
        document.truncate(document.len() - self.standing.len());
        document.extend(tail(standing));
        let counts = &mut self.lines[Table::Counts as usize];
        let mut left_out = Vec::with_capacity(counts.len());
        for row in counts.split_inclusive(|&b| b == b'\n') {
            let Some(added) = row.strip_suffix(b"true}\n") else {
                left_out.extend(row);
                continue;
            };
            left_out.extend(added);
            left_out.extend(b"false}\n");
        }
        *counts = left_out;
    }
}

/// The end of a documents row.
fn tail(standing: Standing) -> Vec<u8> {
    line(&standing).split_off(1)
}

fn line<R: Serialize>(row: &R) -> Vec<u8> {
    let mut line = Vec::with_capacity(ROW);
    push(&mut line, row);
    line
}

fn push<R: Serialize>(lines: &mut Vec<u8>, row: &R) {
    push_line(lines, row).expect("rows are plain structs of text and numbers, written to memory");
}

fn numbered<T>(all: &[T]) -> impl Iterator<Item = (u32, &T)> {
    (0..).zip(all)
}
