//! The table `cited`: every document that others cite, once.

use std::cmp::Reverse;
use std::collections::{HashMap, hash_map};
use std::io;
use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::Serialize;

use super::digest::Mark;
use crate::output::day::Day;
use crate::output::links::{Citation, Citing, Entry, Row};

/// Cited documents that are always collected in one reading of all citations, and that are at most: a kilobyte each.
pub const AT_ONCE: RangeInclusive<usize> = 1 << 14..=1 << 18;
/// Readings between these two.
const READINGS: usize = 16;

/// In how many readings so many cited documents are collected.
pub fn readings(cited: usize) -> usize {
    cited.div_ceil((cited / READINGS).clamp(*AT_ONCE.start(), *AT_ONCE.end())).max(1)
}

/// A document that others cite by number or title. Who cites it stands in the table citations, under the same `key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CitedRow {
    /// Equal for all mentions of one document.
    pub key: String,
    /// Of the first mention.
    pub kind: String,
    /// Số, ký hiệu; null for a law cited by name.
    pub code: Option<String>,
    /// Full ISO day, of the first mention that says it; else null.
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// A day that another mention gives the same document; null where all agree.
    #[schemars(extend("format" = "date"))]
    pub other_date: Option<String>,
    /// `doc_id` of the first document that says `other_date`; else null.
    pub other_date_doc_id: Option<String>,
    /// Of the first mention that says it; else null.
    pub issuer: Option<String>,
    /// Of the first mention that says it; else null.
    pub title: Option<String>,
    /// Citations of it, those in copies left out.
    pub mentions: u64,
    /// Documents that cite it, copies left out.
    pub documents: u64,
    /// Date of the earliest document that cites it, ISO; null where none has a date.
    #[schemars(extend("format" = "date"))]
    pub first_date: Option<String>,
    /// `doc_id` of that document; else null.
    pub first_doc_id: Option<String>,
    /// Date of the latest document that cites it, ISO; null where none has a date.
    #[schemars(extend("format" = "date"))]
    pub last_date: Option<String>,
    /// `doc_id` of that document; else null.
    pub last_doc_id: Option<String>,
    /// Whether a citation of it could be linked to a document of this run: see the table links.
    pub in_archive: bool,
    /// `doc_id` of that document, of several that of the first link; else null.
    pub target_doc_id: Option<String>,
}

/// Collects one part of all cited documents.
pub struct Collector {
    part: Mark,
    parts: Mark,
    rows: HashMap<Mark, Collected>,
}

struct Collected {
    row: CitedRow,
    /// The document that cited it last.
    citing: u32,
    /// As in the row.
    date: Day,
    first: Day,
    last: Day,
}

impl Collector {
    /// For the documents of one of so many parts.
    pub fn new(part: usize, parts: usize) -> Self {
        Collector { part: part as Mark, parts: parts as Mark, rows: HashMap::new() }
    }

    /// Whether a citation is of this part.
    pub fn wants(&self, entry: &Entry, citing: &Citing) -> bool {
        !citing.is_copy && entry.is_named() && entry.key % self.parts == self.part
    }

    /// Takes up a citation that it wants, and the document that it means. Citations come document by document.
    ///
    /// # Errors
    /// Its row says something new and cannot be read.
    pub fn see(&mut self, entry: &Entry, citing: &Citing, target: Option<&str>, row: &mut Row) -> io::Result<()> {
        let collected = match self.rows.entry(entry.key) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(new) => new.insert(Collected::new(row.words()?)),
        };
        if collected.lacks(entry) {
            collected.hear(row.words()?);
        }
        collected.see(entry, citing, target);
        Ok(())
    }

    /// All of them, by key.
    pub fn rows(self) -> Vec<CitedRow> {
        let mut rows: Vec<CitedRow> = self.rows.into_values().map(|c| c.row).collect();
        rows.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        rows
    }
}

impl Collected {
    fn new(first: &Citation) -> Self {
        let row = CitedRow {
            key: first.key.clone(),
            kind: first.kind.clone(),
            code: None,
            date: None,
            other_date: None,
            other_date_doc_id: None,
            issuer: None,
            title: None,
            mentions: 0,
            documents: 0,
            first_date: None,
            first_doc_id: None,
            last_date: None,
            last_doc_id: None,
            in_archive: false,
            target_doc_id: None,
        };
        Collected { row, citing: u32::MAX, date: Day::default(), first: Day::default(), last: Day::default() }
    }

    /// Whether a citation says what none before it said.
    fn lacks(&self, entry: &Entry) -> bool {
        let row = &self.row;
        (row.code.is_none() && entry.code.is_some())
            || (row.issuer.is_none() && entry.has_issuer)
            || (row.title.is_none() && entry.has_title)
    }

    fn hear(&mut self, citation: &Citation) {
        say(&mut self.row.code, citation.code.as_deref());
        say(&mut self.row.issuer, citation.issuer.as_deref());
        say(&mut self.row.title, citation.title.as_deref());
    }

    fn see(&mut self, entry: &Entry, citing: &Citing, target: Option<&str>) {
        self.row.mentions += 1;
        if self.citing != citing.index {
            self.citing = citing.index;
            self.row.documents += 1;
            self.see_date(citing);
        }
        let row = &mut self.row;
        say(&mut row.target_doc_id, target);
        row.in_archive |= target.is_some();
        if self.date.is_none() {
            self.date = entry.date;
            row.date = entry.date.iso();
        }
        if row.other_date.is_none() && entry.date != self.date && !entry.date.is_none() {
            row.other_date = entry.date.iso();
            row.other_date_doc_id = Some(citing.id.to_owned());
        }
    }

    fn see_date(&mut self, citing: &Citing) {
        let (date, id) = (citing.date, || Some(citing.id.to_owned()));
        if !date.is_full() {
            return;
        }
        if self.first.is_none() || date < self.first {
            self.first = date;
            (self.row.first_date, self.row.first_doc_id) = (date.iso(), id());
        }
        if self.last.is_none() || date > self.last {
            self.last = date;
            (self.row.last_date, self.row.last_doc_id) = (date.iso(), id());
        }
    }
}

/// Takes over what is said, where nothing was said before.
fn say(known: &mut Option<String>, said: Option<&str>) {
    if known.is_none() {
        *known = said.map(str::to_owned);
    }
}

/// The documents that are cited most.
#[derive(Default)]
pub struct Most(Vec<CitedRow>);

/// How many of them the summary names.
const MOST: usize = 1000;

impl Most {
    pub fn add(&mut self, rows: Vec<CitedRow>) {
        self.0.extend(rows);
        self.0
            .sort_by(|a, b| (Reverse(a.mentions), Reverse(a.documents), &a.key).cmp(&(Reverse(b.mentions), Reverse(b.documents), &b.key)));
        self.0.truncate(MOST);
    }

    /// The most cited first.
    pub fn rows(self) -> Vec<CitedRow> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_so_are_readings_until_that_many() {
        for (cited, expected) in [(0, 1), (1, 1), (1 << 14, 1), ((1 << 14) + 1, 2), (1 << 18, 16), (1 << 22, 16), (1 << 23, 32)] {
            assert_eq!(readings(cited), expected, "{cited}");
        }
    }
}
