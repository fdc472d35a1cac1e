//! The figures of a page: columns of numbers, every text once.

use std::collections::HashMap;

use serde::Serialize;

use super::rows;

/// No text, no document.
const NONE: i64 = -1;
/// Letters of a title or message.
const LONGEST: usize = 240;

/// All that filters and figures need. A column of texts holds indices into `strings`, or -1.
#[derive(Debug, Default, Serialize)]
pub struct Core {
    /// Documents of the generation, more than the page shows where it holds many.
    pub all_documents: usize,
    pub strings: Strings,
    pub documents: Documents,
    pub counts: Counts,
    pub citations: Citations,
    pub findings: Findings,
    pub topics: Topics,
    pub cited: Cited,
    pub files: Files,
}

/// Texts, each once.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Strings {
    all: Vec<String>,
    #[serde(skip)]
    index: HashMap<String, i64>,
}

#[derive(Debug, Default, Serialize)]
pub struct Documents {
    pub path: Vec<i64>,
    pub status: Vec<i64>,
    pub error_code: Vec<i64>,
    pub format: Vec<i64>,
    pub kind: Vec<i64>,
    pub code: Vec<i64>,
    pub title: Vec<i64>,
    pub issuer: Vec<i64>,
    pub date: Vec<i64>,
    pub grain: Vec<i64>,
    pub first_day: Vec<i64>,
    pub last_day: Vec<i64>,
    pub province: Vec<i64>,
    pub current_province: Vec<i64>,
    pub draft: Vec<u8>,
    pub copy: Vec<u8>,
    pub in_totals: Vec<u8>,
    pub ocr: Vec<u8>,
}

/// Where mentions stand: rows of each document, then of each row the differences to the row before in its document.
#[derive(Debug, Default, Serialize)]
pub struct Places {
    pub rows: Vec<u32>,
    pub line: Vec<i64>,
    pub start: Vec<i64>,
    pub length: Vec<u32>,
    pub section: Vec<i64>,
    #[serde(skip)]
    last: (i64, i64),
}

#[derive(Debug, Default, Serialize)]
pub struct Counts {
    pub at: Places,
    pub measure: Vec<i64>,
    pub value: Vec<i64>,
    pub max: Vec<Option<i64>>,
    pub of: Vec<Option<i64>>,
    pub modifier: Vec<i64>,
    pub per: Vec<i64>,
    pub role: Vec<i64>,
    pub in_totals: Vec<u8>,
}

#[derive(Debug, Default, Serialize)]
pub struct Citations {
    pub at: Places,
    /// Index into `cited`; -1 where neither number nor title is known.
    pub cited: Vec<i64>,
    pub role: Vec<i64>,
}

#[derive(Debug, Default, Serialize)]
pub struct Findings {
    pub at: Places,
    pub code: Vec<i64>,
    pub severity: Vec<i64>,
    pub message: Vec<i64>,
}

#[derive(Debug, Default, Serialize)]
pub struct Topics {
    pub at: Places,
    pub topic: Vec<i64>,
    pub main: Vec<u8>,
    pub hits: Vec<u32>,
}

#[derive(Debug, Default, Serialize)]
pub struct Cited {
    pub kind: Vec<i64>,
    pub code: Vec<i64>,
    pub date: Vec<i64>,
    pub issuer: Vec<i64>,
    pub title: Vec<i64>,
    pub in_archive: Vec<u8>,
    /// Index of the document, or -1: not of this archive, or not on this page.
    pub document: Vec<i64>,
}

/// Files that could not be read, have no text, or are no documents.
#[derive(Debug, Default, Serialize)]
pub struct Files {
    /// How many there are by status, also those that are not listed.
    pub failed: usize,
    pub empty: usize,
    pub skipped: usize,
    pub path: Vec<i64>,
    pub status: Vec<i64>,
    pub code: Vec<i64>,
    pub message: Vec<i64>,
}

impl Strings {
    pub fn put(&mut self, text: &str) -> i64 {
        if let Some(&index) = self.index.get(text) {
            return index;
        }
        let index = self.all.len() as i64;
        self.all.push(text.to_owned());
        self.index.insert(text.to_owned(), index);
        index
    }

    fn optional(&mut self, text: Option<&String>) -> i64 {
        text.map_or(NONE, |t| self.put(t))
    }

    /// A title or message, cut where it is long.
    fn short(&mut self, text: Option<&String>) -> i64 {
        text.map_or(NONE, |t| match t.char_indices().nth(LONGEST) {
            Some((end, _)) => self.put(&format!("{}…", t[..end].trim_end())),
            None => self.put(t),
        })
    }
}

impl Documents {
    pub fn push(&mut self, row: &rows::Document, strings: &mut Strings) {
        self.path.push(strings.put(&row.path));
        self.status.push(strings.put(&row.status));
        self.error_code.push(strings.optional(row.error_code.as_ref()));
        self.format.push(strings.put(&row.format));
        self.kind.push(strings.optional(row.kind.as_ref()));
        self.code.push(strings.optional(row.code.as_ref()));
        self.title.push(strings.short(row.title.as_ref()));
        self.issuer.push(strings.short(row.issuer.as_ref()));
        self.date.push(strings.optional(row.date.as_ref().or(row.date_partial.as_ref())));
        self.grain.push(strings.optional(row.period_grain.as_ref()));
        self.first_day.push(strings.optional(row.period_first_day.as_ref()));
        self.last_day.push(strings.optional(row.period_last_day.as_ref()));
        self.province.push(strings.optional(row.province.as_ref()));
        self.current_province.push(strings.optional(row.current_province.as_ref()));
        self.draft.push(row.draft.into());
        self.copy.push(row.duplicate_of.is_some().into());
        self.in_totals.push(row.in_totals.into());
        self.ocr.push(row.ocr.into());
    }
}

impl Places {
    /// There are so many documents; the last ones may have no rows.
    pub fn end(&mut self, documents: usize) {
        self.rows.resize(documents, 0);
    }

    /// Takes up a row. Rows come in the order of the documents.
    pub fn push(&mut self, document: usize, at: &rows::At, strings: &mut Strings) {
        if self.rows.len() <= document {
            self.rows.resize(document + 1, 0);
            self.last = (0, 0);
        }
        self.rows[document] += 1;
        let (line, start) = (i64::from(at.line), i64::from(at.char_start));
        self.line.push(line - self.last.0);
        self.start.push(start - self.last.1);
        self.length.push(at.char_end - at.char_start);
        self.section.push(strings.put(&at.section));
        self.last = (line, start);
    }
}

impl Counts {
    pub fn push(&mut self, row: &rows::Count, strings: &mut Strings) {
        self.measure.push(strings.put(&row.measure));
        self.value.push(row.value);
        self.max.push(row.value_max);
        self.of.push(row.value_of);
        self.modifier.push(strings.put(&row.modifier));
        self.per.push(strings.optional(row.per.as_ref()));
        self.role.push(strings.put(&row.role));
        self.in_totals.push(row.in_totals.into());
    }
}

impl Findings {
    pub fn push(&mut self, row: &rows::Finding, strings: &mut Strings) {
        self.code.push(strings.put(&row.code));
        self.severity.push(strings.put(&row.severity));
        self.message.push(strings.short(Some(&row.message)));
    }
}

impl Topics {
    pub fn push(&mut self, row: &rows::Topic, strings: &mut Strings) {
        self.topic.push(strings.put(&row.topic));
        self.main.push(row.main.into());
        self.hits.push(row.hits);
    }
}

impl Cited {
    pub fn push(&mut self, row: &rows::Cited, document: Option<usize>, strings: &mut Strings) {
        self.kind.push(strings.put(&row.kind));
        self.code.push(strings.optional(row.code.as_ref()));
        self.date.push(strings.optional(row.date.as_ref()));
        self.issuer.push(strings.short(row.issuer.as_ref()));
        self.title.push(strings.short(row.title.as_ref()));
        self.in_archive.push(row.in_archive.into());
        self.document.push(document.map_or(NONE, |d| d as i64));
    }
}

/// Files that are listed, of each status.
const MOST_FILES: usize = 500;

impl Files {
    pub fn push(&mut self, row: &rows::Source, strings: &mut Strings) {
        let number = match row.status.as_str() {
            "failed" => &mut self.failed,
            "empty" => &mut self.empty,
            _ => &mut self.skipped,
        };
        *number += 1;
        if *number > MOST_FILES {
            return;
        }
        self.path.push(strings.put(&row.path));
        self.status.push(strings.put(&row.status));
        self.code.push(strings.optional(row.code.as_ref()));
        self.message.push(strings.short(row.message.as_ref()));
    }
}
