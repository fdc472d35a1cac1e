//! What links and the table `cited` need of a citation: of each a few bytes, and the words of its row where they do not suffice.

use std::borrow::Cow;
use std::io;
use std::ops::Deref;

use memchr::memmem;
use serde::Deserialize;
use trichluc::record;

use crate::output::day::Day;
use crate::output::fold::folded;
use crate::output::pieces::{Slice, Slices};
use crate::output::tables::digest::{Mark, mark};

/// A citation in a few bytes, which the next run copies with the rows of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub key: Mark,
    pub code: Option<Mark>,
    /// Of the cited document, where all of it is said.
    pub date: Day,
    pub has_issuer: bool,
    pub has_title: bool,
    /// Bytes of its row in the table.
    pub row: u32,
}

impl Entry {
    pub const BYTES: usize = 25;

    pub fn of(citation: &record::Citation, row: usize) -> Self {
        Entry {
            key: mark(&citation.key),
            code: citation.code.as_deref().map(|code| mark(&folded(code))),
            date: Day::parse(citation.date.as_deref()),
            has_issuer: citation.issuer.is_some(),
            has_title: citation.title.is_some(),
            row: u32::try_from(row).expect("a text has less than 4 GB"),
        }
    }

    /// Whether a reader can be shown what is cited.
    pub fn is_named(&self) -> bool {
        self.code.is_some() || self.has_title
    }

    pub fn to_bytes(self) -> [u8; Entry::BYTES] {
        let has = [self.code.is_some(), self.has_issuer, self.has_title];
        let has = has.iter().rev().fold(0, |bits, &b| bits << 1 | u8::from(b));
        let mut bytes = [0; Entry::BYTES];
        bytes[..8].copy_from_slice(&self.key.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.code.unwrap_or_default().to_le_bytes());
        bytes[16..20].copy_from_slice(&self.date.to_bytes());
        bytes[20..24].copy_from_slice(&self.row.to_le_bytes());
        bytes[24] = has;
        bytes
    }

    pub fn from_bytes(bytes: &[u8; Entry::BYTES]) -> Self {
        let mark = |at: usize| Mark::from_le_bytes(*bytes[at..].first_chunk().expect("inside"));
        let four = |at: usize| *bytes[at..].first_chunk().expect("inside");
        let has = |bit: u8| bytes[24] >> bit & 1 == 1;
        Entry {
            key: mark(0),
            code: has(0).then(|| mark(8)),
            date: Day::from_bytes(four(16)),
            row: u32::from_le_bytes(four(20)),
            has_issuer: has(1),
            has_title: has(2),
        }
    }
}

/// A row of the table citations, as far as links and the table `cited` need its words.
#[derive(Debug, Deserialize)]
pub struct Citation<'t> {
    #[serde(borrow)]
    pub key: Words<'t>,
    pub kind: Words<'t>,
    pub code: Option<Words<'t>>,
    pub date_partial: Option<Words<'t>>,
    pub year: Option<i32>,
    pub issuer: Option<Words<'t>>,
    pub title: Option<Words<'t>>,
}

/// The first column behind those: half of a row need not be read as JSON.
const REST: &[u8] = b",\"article\":";

/// Owned only where the row has escapes; serde would own every optional text otherwise.
#[derive(Debug, Deserialize)]
pub struct Words<'t>(#[serde(borrow)] Cow<'t, str>);

#[cfg(test)]
impl<T: Into<String>> From<T> for Words<'_> {
    fn from(text: T) -> Self {
        Words(Cow::Owned(text.into()))
    }
}

impl Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A row that is read when somebody asks for its words, and then once.
pub struct Row<'t> {
    /// Until it is read.
    table: Option<&'t mut Slices>,
    at: Slice,
    words: Option<Citation<'t>>,
}

impl<'t> Row<'t> {
    pub fn new(table: &'t mut Slices, at: Slice) -> Self {
        Row { table: Some(table), at, words: None }
    }

    /// # Errors
    /// The table cannot be read, or there is no row of it.
    pub fn words(&mut self) -> io::Result<&Citation<'t>> {
        if let Some(table) = self.table.take() {
            let row = table.read(self.at)?;
            // Quotes are escaped in a text: where they stand plain, the next column begins.
            if let Some(rest) = memmem::find(row, REST) {
                row.truncate(rest);
                row.push(b'}');
            }
            self.words = Some(serde_json::from_slice(row)?);
        }
        self.words.as_ref().ok_or_else(|| io::Error::other("a row of the table citations could not be read"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::tables::mention::CitationRow;

    #[test]
    fn what_is_asked_of_a_row_stands_before_the_rest() {
        let schema = schemars::schema_for!(CitationRow);
        let columns: Vec<&String> = schema.get("properties").and_then(|p| p.as_object()).expect("columns").keys().collect();
        let place = |name: &str| columns.iter().position(|c| *c == name).expect("a column");
        for name in ["key", "kind", "code", "date_partial", "year", "issuer", "title"] {
            assert!(place(name) < place("article"), "{name}");
        }
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        for n in 0..8_u8 {
            let entry = Entry {
                key: 3 + u64::from(n),
                code: (n & 1 == 1).then_some(u64::MAX - 7),
                date: Day::parse((n & 2 == 2).then_some("2023-03-14")),
                has_issuer: n & 2 == 2,
                has_title: n & 4 == 4,
                row: 700_000 + u32::from(n),
            };
            assert_eq!(Entry::from_bytes(&entry.to_bytes()), entry);
        }
    }
}
