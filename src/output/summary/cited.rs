//! The documents that are cited most.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Cited;
use crate::output::day::Day;
use crate::output::links::Citation;
use crate::output::tables::digest::Mark;

/// Cited documents that the summary names.
const MOST: usize = 1000;

/// Who cites a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Citing {
    mentions: u32,
    documents: u32,
    first: Day,
    last: Day,
}

impl Citing {
    /// Takes up a document of this date that cites it so many times.
    pub fn add(&mut self, mentions: u32, date: Day) {
        self.mentions = self.mentions.saturating_add(mentions);
        self.documents += 1;
        if date.is_full() {
            self.first = if self.first.is_none() { date } else { self.first.min(date) };
            self.last = self.last.max(date);
        }
    }
}

/// The most cited documents, by the mark of their key. Their names come from the table citations, read again.
pub struct MostCited {
    citing: HashMap<Mark, Citing>,
    rows: HashMap<Mark, Cited>,
}

impl MostCited {
    pub fn of(all: HashMap<Mark, Citing>) -> Self {
        let mut all: Vec<(Mark, Citing)> = all.into_iter().collect();
        all.sort_unstable_by_key(|(mark, c)| (Reverse(c.mentions), Reverse(c.documents), *mark));
        all.truncate(MOST);
        MostCited { citing: all.into_iter().collect(), rows: HashMap::new() }
    }

    /// Takes over what a citation says, where none before it did.
    pub fn see(&mut self, citation: &Citation, target: Option<&str>) {
        let Some(citing) = self.citing.get(&citation.key_mark) else { return };
        let row = self.rows.entry(citation.key_mark).or_insert_with(|| new_row(citation, citing));
        let say = |known: &mut Option<String>, said: Option<&str>| {
            if known.is_none() {
                *known = said.map(str::to_owned);
            }
        };
        say(&mut row.code, citation.code.as_deref());
        say(&mut row.date, citation.date.as_deref());
        say(&mut row.issuer, citation.issuer.as_deref());
        say(&mut row.title, citation.title.as_deref());
        say(&mut row.target_doc_id, target);
        row.in_archive |= target.is_some();
    }

    /// The most cited first.
    pub fn rows(self) -> Vec<Cited> {
        let mut rows: Vec<Cited> = self.rows.into_values().collect();
        rows.sort_by(|a, b| (b.mentions, b.documents).cmp(&(a.mentions, a.documents)).then_with(|| a.key.cmp(&b.key)));
        rows
    }
}

fn new_row(first: &Citation, citing: &Citing) -> Cited {
    Cited {
        key: first.key.to_string(),
        kind: first.kind.to_string(),
        code: None,
        date: None,
        issuer: None,
        title: None,
        mentions: u64::from(citing.mentions),
        documents: u64::from(citing.documents),
        first_date: citing.first.iso(),
        last_date: citing.last.iso(),
        in_archive: false,
        target_doc_id: None,
    }
}
