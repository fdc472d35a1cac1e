//! What a record says to a question, as rows to compare with an example.

use std::ops::Range;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::document::Document;
use crate::record::Record;
use crate::rules::{Question, RuleSet};

/// One thing found: its fields as the record's JSON has them, and where it stands.
pub(super) struct Answer {
    /// Code points of the text; `None` for what is said without its place.
    pub span: Option<Range<u32>>,
    pub fields: Map<String, Value>,
}

impl Answer {
    fn new(fields: Map<String, Value>) -> Self {
        let at = |key: &str| fields.get(key).and_then(Value::as_u64).map(|n| n as u32);
        let span = at("char_start").zip(at("char_end")).map(|(start, end)| start..end);
        Answer { span, fields }
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.fields.get(key).and_then(Value::as_str)
    }

    /// Whether one of its values is just these words, however the lines were broken.
    pub fn says(&self, words: &str) -> bool {
        self.fields.values().any(|v| says(v, &joined(words)))
    }

    /// Its words and what is said of them: `“12 vụ” (measure cases, value 12)`.
    pub fn described(&self) -> String {
        let is_told = |key: &str, value: &Value| !LOCATION.contains(&key) && !is_nothing(value);
        let told = self.fields.iter().filter(|(k, v)| is_told(k, v)).map(|(k, v)| format!("{k} {}", plain(v)));
        let told = told.collect::<Vec<_>>().join(", ");
        self.text("text").map_or_else(|| told.clone(), |text| format!("“{text}” ({told})"))
    }
}

const LOCATION: [&str; 7] = ["text", "char_start", "char_end", "line", "section", "rule", "mentions"];

fn says(value: &Value, words: &str) -> bool {
    match value {
        Value::String(s) => joined(s) == words,
        Value::Array(all) => all.iter().any(|v| says(v, words)),
        Value::Object(all) => all.values().any(|v| says(v, words)),
        _ => false,
    }
}

fn joined(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.values().all(is_nothing),
        _ => false,
    }
}

/// A value for a reader: text without quotation marks.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Everything that the record of `text` says to a question.
pub(super) fn answers(question: Question, record: &Record, text: &str, rules: &RuleSet) -> Vec<Answer> {
    let objects = match question {
        Question::Header => objects([&record.header]),
        Question::Period => objects(&record.period),
        Question::Citations => objects(&record.citations),
        Question::Counts => objects(&record.counts),
        Question::Topics => objects(&record.topics),
        Question::Findings => objects(&record.findings),
        Question::Places => objects(&record.places).into_iter().flat_map(mentions).collect(),
        Question::Sections => sections(&Document::new(text.to_owned(), rules)),
    };
    objects.into_iter().filter(|fields| !fields.values().all(is_nothing)).map(Answer::new).collect()
}

fn objects<T: Serialize>(all: impl IntoIterator<Item = T>) -> Vec<Map<String, Value>> {
    let object = |value: T| match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    };
    all.into_iter().filter_map(object).collect()
}

/// A place is said once and met at several spots: one row each.
fn mentions(mut place: Map<String, Value>) -> Vec<Map<String, Value>> {
    let Some(Value::Array(spots)) = place.remove("mentions") else { return vec![place] };
    if spots.is_empty() {
        return vec![place];
    }
    let row = |spot: &Value| place.clone().into_iter().chain(spot.as_object().cloned().unwrap_or_default()).collect();
    spots.iter().map(row).collect()
}

fn sections(document: &Document) -> Vec<Map<String, Value>> {
    objects(document.sections.iter().map(|s| document.locate(s.span, &"".into())))
}
