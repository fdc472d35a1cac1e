//! What changed between two runs: mentions gained, lost, and changed field by field.

mod item;
mod matching;
mod totals;

pub use totals::Totals;

use std::collections::BTreeMap;

use serde_json::Value;

use item::{Item, parts, scalars};
use matching::partners;

/// One difference between two records of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `header`, `citations`, `counts` …, `documents` for a record as a whole.
    pub part: String,
    pub kind: Kind,
    /// Where the mention stands; none for what a document has one of.
    pub line: Option<u64>,
    /// The words of the mention.
    pub text: String,
    pub old: String,
    pub new: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Gained,
    Lost,
    /// A field has another value.
    Changed(String),
}

/// The differences between two records of one document, by part, then in the order of the text.
pub fn changes(old: Option<&Value>, new: Option<&Value>) -> Vec<Change> {
    match (old, new) {
        (Some(old), Some(new)) => of_records(old, new),
        (None, Some(new)) => vec![whole(Kind::Gained, new)],
        (Some(old), None) => vec![whole(Kind::Lost, old)],
        (None, None) => Vec::new(),
    }
}

/// A document that only one run has.
fn whole(kind: Kind, record: &Value) -> Change {
    let lists = parts(record).into_iter().map(|(name, items)| format!("{} {name}", items.len()));
    let summary = lists.collect::<Vec<_>>().join(", ");
    let (old, new) = if kind == Kind::Gained { (String::new(), summary) } else { (summary, String::new()) };
    Change { part: "documents".into(), kind, line: None, text: String::new(), old, new }
}

fn of_records(old: &Value, new: &Value) -> Vec<Change> {
    let mut all = differing(&scalars(old), &scalars(new));
    // Offsets of another text say nothing.
    let is_same_text = old["source"]["hash"] == new["source"]["hash"];
    let (mut olds, news) = (parts(old), parts(new));
    for (name, new) in news {
        let old = olds.remove(name).unwrap_or_default();
        all.extend(of_part(name, &old, &new, is_same_text));
    }
    olds.into_iter().for_each(|(name, old)| all.extend(of_part(name, &old, &[], is_same_text)));
    all
}

/// Differences of what a document has one of: `header.title`, `period`.
fn differing(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<Change> {
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let value = |all: &BTreeMap<String, String>, name: &String| all.get(name).cloned().unwrap_or_default();
    let differ = names.into_iter().map(|n| (n, value(old, n), value(new, n))).filter(|(_, old, new)| old != new);
    let change = |(name, old, new): (&String, String, String)| {
        let (part, field) = name.split_once('.').unwrap_or((name, ""));
        Change { part: part.into(), kind: Kind::Changed(field.into()), line: None, text: String::new(), old, new }
    };
    differ.map(change).collect()
}

fn of_part(part: &str, old: &[Item], new: &[Item], is_same_text: bool) -> Vec<Change> {
    let pairs = partners(old, new, is_same_text);
    let mut all = Vec::new();
    for (i, item) in old.iter().enumerate() {
        match pairs.iter().find(|(o, _)| *o == i) {
            Some((_, j)) => all.extend(fields(part, item, &new[*j])),
            None => all.push(item.change(part, Kind::Lost, item.label(), String::new())),
        }
    }
    let is_gained = |j: &usize| pairs.iter().all(|(_, n)| n != j);
    all.extend((0..new.len()).filter(is_gained).map(|j| new[j].change(part, Kind::Gained, String::new(), new[j].label())));
    all.sort_by_key(|c| c.line);
    all
}

fn fields(part: &str, old: &Item, new: &Item) -> Vec<Change> {
    let changed = differing(&old.fields, &new.fields).into_iter();
    changed.map(|c| new.change(part, Kind::Changed(c.part), c.old, c.new)).collect()
}

#[cfg(test)]
mod tests;
