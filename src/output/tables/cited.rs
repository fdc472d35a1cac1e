//! The table `cited`: every document that others cite, once.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, hash_map};
use std::io;
use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::Serialize;

use super::digest::Mark;
use crate::output::day::Day;
use crate::output::links::{Citation, Citing, Entry, Row};

/// Cited documents that are always collected in one reading of all citations, and that are at most: 400 bytes each.
pub const AT_ONCE: RangeInclusive<usize> = 1 << 15..=1 << 19;
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
pub struct Collector<'a> {
    part: Mark,
    parts: Mark,
    documents: HashMap<Mark, Collected<'a>>,
}

/// What is known so far of a cited document; texts as in its row.
struct Collected<'a> {
    key: String,
    kind: String,
    code: Option<String>,
    issuer: Option<String>,
    title: Option<String>,
    mentions: u64,
    documents: u64,
    /// The document that cited it last.
    citing: u32,
    date: Day,
    other_date: Option<Said<'a>>,
    first: Option<Said<'a>>,
    last: Option<Said<'a>>,
    target: Option<&'a str>,
}

/// A day and the document that goes with it.
#[derive(Clone, Copy)]
struct Said<'a> {
    date: Day,
    doc_id: &'a str,
}

impl<'a> Collector<'a> {
    /// For the documents of one of so many parts.
    pub fn new(part: usize, parts: usize) -> Self {
        Collector { part: part as Mark, parts: parts as Mark, documents: HashMap::new() }
    }

    /// Whether a citation is of this part.
    pub fn wants(&self, entry: &Entry, citing: &Citing) -> bool {
        !citing.is_copy && entry.is_named() && entry.key % self.parts == self.part
    }

    /// Takes up a citation that it wants, and the document that it means. Citations come document by document.
    ///
    /// # Errors
    /// Its row says something new and cannot be read.
    pub fn see(&mut self, entry: &Entry, citing: &Citing<'a>, target: Option<&'a str>, row: &mut Row) -> io::Result<()> {
        let collected = match self.documents.entry(entry.key) {
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
    pub fn rows(self) -> impl Iterator<Item = CitedRow> {
        let mut all: Vec<Collected> = self.documents.into_values().collect();
        all.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        all.into_iter().map(Collected::row)
    }
}

impl<'a> Collected<'a> {
    fn new(first: &Citation) -> Self {
        Collected {
            key: first.key.to_string(),
            kind: first.kind.to_string(),
            code: None,
            issuer: None,
            title: None,
            mentions: 0,
            documents: 0,
            citing: u32::MAX,
            date: Day::default(),
            other_date: None,
            first: None,
            last: None,
            target: None,
        }
    }

    /// Whether a citation says what none before it said.
    fn lacks(&self, entry: &Entry) -> bool {
        (self.code.is_none() && entry.code.is_some())
            || (self.issuer.is_none() && entry.has_issuer)
            || (self.title.is_none() && entry.has_title)
    }

    fn hear(&mut self, citation: &Citation) {
        say(&mut self.code, citation.code.as_deref());
        say(&mut self.issuer, citation.issuer.as_deref());
        say(&mut self.title, citation.title.as_deref());
    }

    fn see(&mut self, entry: &Entry, citing: &Citing<'a>, target: Option<&'a str>) {
        self.mentions += 1;
        if self.citing != citing.index {
            self.citing = citing.index;
            self.documents += 1;
            self.see_date(citing);
        }
        self.target = self.target.or(target);
        if self.date.is_none() {
            self.date = entry.date;
        }
        if self.other_date.is_none() && entry.date != self.date && !entry.date.is_none() {
            self.other_date = Some(Said { date: entry.date, doc_id: citing.id });
        }
    }

    fn see_date(&mut self, citing: &Citing<'a>) {
        let said = Said { date: citing.date, doc_id: citing.id };
        if !said.date.is_full() {
            return;
        }
        if self.first.is_none_or(|first| said.date < first.date) {
            self.first = Some(said);
        }
        if self.last.is_none_or(|last| said.date > last.date) {
            self.last = Some(said);
        }
    }

    fn row(self) -> CitedRow {
        let (date, id) = (|said: Option<Said>| said?.date.iso(), |said: Option<Said>| Some(said?.doc_id.to_owned()));
        CitedRow {
            key: self.key,
            kind: self.kind,
            code: self.code,
            date: self.date.iso(),
            other_date: date(self.other_date),
            other_date_doc_id: id(self.other_date),
            issuer: self.issuer,
            title: self.title,
            mentions: self.mentions,
            documents: self.documents,
            first_date: date(self.first),
            first_doc_id: id(self.first),
            last_date: date(self.last),
            last_doc_id: id(self.last),
            in_archive: self.target.is_some(),
            target_doc_id: self.target.map(str::to_owned),
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
    pub fn add(&mut self, row: CitedRow) {
        self.0.push(row);
        if self.0.len() == 2 * MOST {
            self.0.select_nth_unstable_by(MOST, most_cited_first);
            self.0.truncate(MOST);
        }
    }

    /// The most cited first.
    pub fn rows(mut self) -> Vec<CitedRow> {
        self.0.sort_unstable_by(most_cited_first);
        self.0.truncate(MOST);
        self.0
    }
}

fn most_cited_first(a: &CitedRow, b: &CitedRow) -> Ordering {
    (Reverse(a.mentions), Reverse(a.documents), &a.key).cmp(&(Reverse(b.mentions), Reverse(b.documents), &b.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_cited_of_many_are_all_of_those() {
        let key = |n: u64| format!("{n:05}");
        let row = |n: u64| {
            let (key, kind) = (key(n).into(), "quyet_dinh".into());
            let first = Citation { key, kind, code: None, date_partial: None, year: None, issuer: None, title: None };
            CitedRow { mentions: n * 7919 % 5003, ..Collected::new(&first).row() }
        };
        let mut most = Most::default();
        (0..5000).for_each(|n| most.add(row(n)));
        let mut all: Vec<CitedRow> = (0..5000).map(row).collect();
        all.sort_by_key(|r| Reverse(r.mentions));
        all.truncate(MOST);
        assert_eq!(most.rows(), all);
    }

    #[test]
    fn memory_is_bounded_and_so_are_readings_until_that_many() {
        for (cited, expected) in [(0, 1), (1, 1), (1 << 15, 1), ((1 << 15) + 1, 2), (1 << 20, 16), (1 << 23, 16), (1 << 24, 32)] {
            assert_eq!(readings(cited), expected, "{cited}");
        }
    }
}
