//! `tables/`: flat tables for databases and BI tools, made from the records in path order.
//!
//! Rows are made on the threads that read documents; what only the run knows
//! (copies, links, sums) is added where the documents come together in order.

pub mod cited;
mod copies;
pub(super) mod digest;
pub(super) mod dimension;
pub(super) mod file;
pub(super) mod mention;
pub(super) mod period;
pub(super) mod row;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use trichluc::record::{Count, Located};
use trichluc::{Glossary, Record};

use self::cited::{AT_ONCE, CitedRow, Collector, Most};
use self::copies::Copies;
use self::digest::{Digest, left_out};
use self::dimension::Dimensions;
use self::file::{TableFile, each_block};
use self::mention::{About, CitationRow, CountRow, FindingRow, PlaceRow, TopicRow};
use self::row::{DocumentRow, LinkRow, SourceRow, Standing, SubjectProvince};

use super::json::push_line;
use super::links::{Archive, Citation, Citing, Target};
use super::state::{KeptRows, Slice, Slices};
use super::summary::{Summary, Tally};
use crate::walk::Skipped;

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

const STREAMED: [&str; 7] = ["documents", "citations", "counts", "topics", "places", "findings", "sources"];

/// One document's rows of every table, as lines of JSON.
pub struct Rows {
    lines: [Vec<u8>; STREAMED.len()],
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
    let mut rows = Rows { lines: Default::default(), standing: tail(standing), digest: Digest::of(record, province) };
    rows.push(Table::Documents, [document]);
    rows.push(Table::Citations, numbered(&record.citations).map(|(n, c)| CitationRow::new(id, n, c)));
    rows.push(Table::Counts, numbered(&record.counts).map(|(n, c)| CountRow::new(n, c, &about, is_added(c))));
    rows.push(Table::Topics, numbered(&record.topics).map(|(n, t)| TopicRow::new(id, n, t)));
    rows.push(Table::Places, numbered(&record.places).map(|(n, p)| PlaceRow::new(id, n, p)));
    rows.push(Table::Findings, numbered(&record.findings).map(|(n, f)| FindingRow::new(id, n, f)));
    rows.push(Table::Sources, [SourceRow::read(record)]);
    rows
}

/// The tables of the last generation, to copy rows from.
pub struct LastTables([Slices; STREAMED.len()]);

impl LastTables {
    /// Opens the tables of a generation's folder.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let open = |name: &&str| Slices::open(&folder.join("tables").join(format!("{name}.jsonl")));
        let files: Vec<Slices> = STREAMED.iter().map(open).collect::<io::Result<_>>()?;
        let Ok(files) = files.try_into() else { unreachable!("a file for each table") };
        Ok(LastTables(files))
    }

    /// One document's rows again.
    ///
    /// # Errors
    /// A table cannot be read, or is shorter than it was.
    pub fn rows(&mut self, kept: KeptRows) -> io::Result<Rows> {
        let mut lines: [Vec<u8>; STREAMED.len()] = Default::default();
        for ((file, slice), lines) in self.0.iter_mut().zip(&kept.slices).zip(&mut lines) {
            *lines = file.read(*slice)?;
        }
        Ok(Rows { lines, standing: kept.standing.into_bytes(), digest: kept.digest })
    }
}

/// The open tables of a run.
pub struct Tables {
    folder: PathBuf,
    files: [TableFile; STREAMED.len()],
    /// Sorted by path: they take their place among the sources.
    skipped: Vec<Skipped>,
    skipped_written: usize,
    copies: Copies,
    archive: Archive,
    tally: Tally,
}

impl Tables {
    /// Opens the tables in `folder/tables`. `skipped` is what the walk passed over.
    ///
    /// # Errors
    /// The folder or a file in it cannot be made.
    pub fn create(folder: &Path, mut skipped: Vec<Skipped>) -> io::Result<Self> {
        let folder = folder.join("tables");
        fs::create_dir_all(&folder).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", folder.display())))?;
        skipped.sort_by(|a, b| (&a.path, &a.code).cmp(&(&b.path, &b.code)));
        let files: Vec<TableFile> = STREAMED.iter().map(|name| TableFile::create(&folder, name)).collect::<io::Result<_>>()?;
        let Ok(files) = files.try_into() else { unreachable!("a file for each table") };
        let (copies, archive, tally) = (Copies::default(), Archive::default(), Tally::default());
        Ok(Tables { folder, files, skipped, skipped_written: 0, copies, archive, tally })
    }

    /// Writes the rows of the next document in path order; what the next run may copy of them.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add(&mut self, mut rows: Rows) -> io::Result<Option<KeptRows>> {
        let original = self.copies.original(&rows.digest, self.archive.len());
        if let Some((first, reason)) = original {
            rows.become_copy(Standing::copy(self.archive.id(first), reason));
        }
        self.write_skipped(Some(&rows.digest.path))?;
        let slices: Vec<Slice> =
            self.files.iter_mut().zip(&rows.lines).map(|(file, lines)| file.write(lines)).collect::<io::Result<_>>()?;
        self.archive.add(&rows.digest, original.map(|(first, _)| first));
        self.tally.add(&rows.digest, original.is_some());
        let standing = String::from_utf8(rows.standing).expect("a row is JSON");
        Ok(original.is_none().then_some(KeptRows { slices, standing, digest: rows.digest }))
    }

    /// Writes what needs all documents and what the ids mean, and returns the figures of the run.
    ///
    /// # Errors
    /// A file cannot be written, or read again.
    pub fn finish(mut self, glossary: &Glossary) -> io::Result<Summary> {
        self.write_skipped(None)?;
        self.files.iter_mut().try_for_each(TableFile::close)?;
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
        self.write_table("kinds", &kinds)?;
        self.write_table("measures", &measures)?;
        self.write_table("topic_names", &topic_names)?;
        self.write_table("provinces", &provinces)?;
        self.write_table("current_provinces", &current_provinces)?;
        self.write_table("periods", &self.tally.periods())
    }

    fn write_table<R: Serialize>(&self, name: &str, rows: &[R]) -> io::Result<()> {
        let mut file = TableFile::create(&self.folder, name)?;
        rows.iter().try_for_each(|row| file.write(&line(row)).map(drop))?;
        file.close()
    }

    /// Reads the table citations again: now every document that they can mean is known.
    /// Returns the number of links, and the documents that are cited most.
    fn write_links(&self) -> io::Result<(u64, Vec<CitedRow>)> {
        let mut links = TableFile::create(&self.folder, "links")?;
        let mut cited = TableFile::create(&self.folder, "cited")?;
        let (mut written, mut most) = (0, Most::default());
        let parts = self.tally.cited_documents().div_ceil(AT_ONCE).max(1);
        for part in 0..parts {
            let mut collector = Collector::new(part, parts);
            self.each_citation(|citation, citing, target| {
                collector.see(citation, citing, target.map(|t| t.id));
                let Some(target) = target.filter(|_| part == 0) else { return Ok(()) };
                written += 1;
                links.write(&line(&LinkRow::new(citation, target))).map(drop)
            })?;
            let rows = collector.rows();
            rows.iter().try_for_each(|row| cited.write(&line(row)).map(drop))?;
            most.add(rows);
        }
        links.close()?;
        cited.close()?;
        Ok((written, most.rows()))
    }

    /// Hands on every citation with the document that it stands in and the one that it means.
    fn each_citation(&self, mut see: impl FnMut(&Citation, &Citing, Option<Target>) -> io::Result<()>) -> io::Result<()> {
        let mut index = 0;
        each_block(self.files[Table::Citations as usize].path(), |block| {
            let rows: Vec<&str> = block.lines().collect();
            let citations: Vec<Citation> = rows.par_iter().map(|row| Citation::read(row)).collect::<io::Result<_>>()?;
            citations.iter().try_for_each(|citation| {
                index = self.archive.position(&citation.doc_id, index).expect("rows are in the order of the documents");
                see(citation, &self.archive.citing(index), self.archive.target(index, citation))
            })
        })
    }
}

impl Rows {
    fn push<R: Serialize>(&mut self, table: Table, rows: impl IntoIterator<Item = R>) {
        let lines = &mut self.lines[table as usize];
        rows.into_iter().for_each(|row| push(lines, &row));
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
    let mut line = Vec::new();
    push(&mut line, row);
    line
}

fn push<R: Serialize>(lines: &mut Vec<u8>, row: &R) {
    push_line(lines, row).expect("rows are plain structs of text and numbers, written to memory");
}

fn numbered<T>(all: &[T]) -> impl Iterator<Item = (u32, &T)> {
    (0..).zip(all)
}
