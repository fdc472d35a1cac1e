//! What `trichluc show` adds up, from the tables of a generation.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::output::records::each_line;

/// What is asked for; nothing means all.
pub struct Wanted<'a> {
    pub province: Option<&'a str>,
    pub measure: Option<&'a str>,
    pub grain: Option<&'a str>,
}

/// Whose or of when, and of what: a province's id, or the days of a period as `first/last`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub first: String,
    pub grain: String,
    pub measure: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub value: i64,
    pub mentions: i64,
    pub documents: i64,
    /// The document of the last count: rows come document by document.
    last: String,
}

/// A document that others cite.
pub struct Cited {
    pub kind: String,
    pub name: String,
    pub mentions: i64,
    pub documents: i64,
    pub in_archive: bool,
}

#[derive(Default)]
pub struct Figures {
    pub by_province: BTreeMap<Key, Sum>,
    pub by_period: BTreeMap<Key, Sum>,
    /// The most cited first.
    pub cited: Vec<Cited>,
    /// By code: findings, documents.
    pub findings: BTreeMap<String, (i64, i64)>,
}

#[derive(Deserialize)]
struct Document {
    doc_id: String,
    province: Option<String>,
    current_province: Option<String>,
    duplicate_of: Option<String>,
}

#[derive(Deserialize)]
struct Count {
    doc_id: String,
    measure: String,
    value: i64,
    period_grain: Option<String>,
    period_first_day: Option<String>,
    period_last_day: Option<String>,
    in_totals: bool,
}

#[derive(Deserialize)]
struct Citation {
    doc_id: String,
    key: String,
}

#[derive(Deserialize)]
struct CitedRow {
    key: String,
    kind: String,
    code: Option<String>,
    title: Option<String>,
    in_archive: bool,
}

#[derive(Deserialize)]
struct Finding {
    doc_id: String,
    code: String,
}

impl Sum {
    fn add(&mut self, value: i64, document: &str) {
        self.value = self.value.saturating_add(value);
        self.mentions += 1;
        if self.last != document {
            self.documents += 1;
            document.clone_into(&mut self.last);
        }
    }
}

impl Figures {
    /// Adds up the tables of a generation.
    ///
    /// # Errors
    /// One of them is missing or is none of ours.
    pub fn read(folder: &Path, wanted: &Wanted) -> Result<Self, String> {
        let mut documents: HashMap<String, Document> = HashMap::new();
        each(folder, "documents", |row: Document| {
            let is_wanted = |id: &str| [&row.province, &row.current_province].into_iter().flatten().any(|p| p == id);
            if wanted.province.is_none_or(is_wanted) {
                documents.insert(row.doc_id.clone(), row);
            }
        })?;
        let mut figures = Figures::default();
        figures.totals(folder, wanted, &documents)?;
        figures.cited(folder, &documents)?;
        figures.findings(folder, &documents)?;
        Ok(figures)
    }

    fn totals(&mut self, folder: &Path, wanted: &Wanted, documents: &HashMap<String, Document>) -> Result<(), String> {
        each(folder, "counts", |row: Count| {
            let Some(document) = documents.get(&row.doc_id).filter(|_| row.in_totals) else { return };
            let grain = row.period_grain.unwrap_or_default();
            if wanted.measure.is_some_and(|m| m != row.measure) || wanted.grain.is_some_and(|g| g != grain) {
                return;
            }
            let days = row.period_first_day.zip(row.period_last_day).map(|(first, last)| format!("{first}/{last}"));
            let (province, measure) = (document.province.clone().unwrap_or_default(), row.measure);
            let key = |first| Key { first, grain: grain.clone(), measure: measure.clone() };
            for (sums, key) in [(&mut self.by_province, key(province)), (&mut self.by_period, key(days.unwrap_or_default()))] {
                sums.entry(key).or_default().add(row.value, &row.doc_id);
            }
        })
    }

    fn cited(&mut self, folder: &Path, documents: &HashMap<String, Document>) -> Result<(), String> {
        let mut keys: HashMap<String, (i64, BTreeSet<String>)> = HashMap::new();
        each(folder, "citations", |row: Citation| {
            if documents.get(&row.doc_id).is_some_and(|d| d.duplicate_of.is_none()) {
                let (mentions, citing) = keys.entry(row.key).or_default();
                *mentions += 1;
                citing.insert(row.doc_id);
            }
        })?;
        each(folder, "cited", |row: CitedRow| {
            let Some((mentions, citing)) = keys.remove(&row.key) else { return };
            let name = row.code.or(row.title).unwrap_or_default();
            self.cited.push(Cited { kind: row.kind, name, mentions, documents: citing.len() as i64, in_archive: row.in_archive });
        })?;
        self.cited.sort_by(|a, b| {
            (Reverse(a.mentions), Reverse(a.documents), &a.name).cmp(&(Reverse(b.mentions), Reverse(b.documents), &b.name))
        });
        Ok(())
    }

    fn findings(&mut self, folder: &Path, documents: &HashMap<String, Document>) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        each(folder, "findings", |row: Finding| {
            if documents.contains_key(&row.doc_id) {
                let (number, with) = self.findings.entry(row.code.clone()).or_default();
                *number += 1;
                *with += i64::from(seen.insert((row.doc_id, row.code)));
            }
        })
    }
}

fn each<T: DeserializeOwned>(folder: &Path, table: &str, take: impl FnMut(T)) -> Result<(), String> {
    each_line(&folder.join("tables").join(format!("{table}.jsonl")), take)
}
