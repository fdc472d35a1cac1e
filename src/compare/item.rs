//! A record taken apart: what it has one of, and its lists of mentions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Change, Kind};
use crate::score::pair::Stretch;

/// A mention, topic, place or finding.
#[derive(Debug)]
pub struct Item {
    /// What it must share with its partner: the code, the measure, the id.
    pub identity: String,
    start: i64,
    end: i64,
    line: Option<u64>,
    pub text: String,
    /// What is compared, by name.
    pub fields: BTreeMap<String, String>,
}

/// Keys that tell what an item is, the first that it has.
const IDENTITY: [&str; 5] = ["topic", "measure", "key", "id", "code"];
/// Where it stands is no field: another place shows in the text.
const PLACE: [&str; 3] = ["char_start", "char_end", "line"];
/// Fields that a reader knows an item by.
const LABEL: [&str; 8] = ["kind", "code", "measure", "value", "topic", "id", "role", "rule"];

impl Item {
    fn new(value: &Value, list: &[Value]) -> Self {
        let place = first_place(value);
        let number = |key: &str| place.get(key).and_then(Value::as_i64).unwrap_or(0);
        let mut fields = BTreeMap::new();
        for (key, value) in value.as_object().into_iter().flatten().filter(|(key, _)| !PLACE.contains(&key.as_str())) {
            match key.as_str() {
                "part_of" => drop(fields.insert(key.clone(), whole(value, list))),
                "mentions" => drop(fields.insert(key.clone(), lines(value))),
                _ => flatten(key, value, &mut fields),
            }
        }
        Item {
            identity: IDENTITY.iter().find_map(|key| value[*key].as_str()).unwrap_or_default().to_owned(),
            start: number("char_start"),
            end: number("char_end"),
            line: place.get("line").and_then(Value::as_u64),
            text: place.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
            fields,
        }
    }

    pub fn change(&self, part: &str, kind: Kind, old: String, new: String) -> Change {
        Change { part: part.to_owned(), kind, line: self.line, text: self.text.clone(), old, new }
    }

    /// A topic or place is the same wherever it is first named.
    pub fn has_no_place_of_its_own(&self) -> bool {
        self.fields.contains_key("hits")
    }

    pub fn label(&self) -> String {
        let known = LABEL.iter().filter_map(|key| self.fields.get(*key)).filter(|v| !v.is_empty());
        known.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl Stretch for Item {
    fn start(&self) -> i64 {
        self.start
    }
    fn end(&self) -> i64 {
        self.end
    }
}

/// The item itself, or the first of its mentions.
fn first_place(value: &Value) -> &Value {
    if value["char_start"].is_null() { &value["mentions"][0] } else { value }
}

/// The words and line of the whole: its index moves with every mention before it.
fn whole(index: &Value, list: &[Value]) -> String {
    let whole = index.as_u64().and_then(|i| list.get(usize::try_from(i).ok()?));
    whole.map_or_else(String::new, |w| format!("{} (line {})", w["text"].as_str().unwrap_or_default(), w["line"]))
}

fn lines(mentions: &Value) -> String {
    let lines = mentions.as_array().into_iter().flatten().map(|m| m["line"].to_string());
    lines.collect::<Vec<_>>().join(", ")
}

/// The lists of objects in a record.
pub fn parts(record: &Value) -> BTreeMap<&str, Vec<Item>> {
    let lists = record.as_object().into_iter().flatten().filter_map(|(name, value)| Some((name.as_str(), value.as_array()?)));
    lists.map(|(name, list)| (name, list.iter().map(|v| Item::new(v, list)).collect())).collect()
}

/// Everything else, by dotted name: `header.signer.name`.
pub fn scalars(record: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, value) in record.as_object().into_iter().flatten().filter(|(_, v)| !v.is_array()) {
        flatten(name, value, &mut all);
    }
    all
}

fn flatten(name: &str, value: &Value, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(&format!("{name}.{key}"), value, all)),
        _ => drop(all.insert(name.to_owned(), shown(value))),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}
