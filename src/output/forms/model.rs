//! The tables as one model: their columns, keys, and which column refers to which table.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

use crate::output::schema::schema_value;

/// A table.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// What a row is.
    pub description: String,
    pub columns: Vec<Column>,
    /// The columns that tell a row from every other.
    pub key: &'static [&'static str],
    pub references: Vec<Reference>,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub is_nullable: bool,
    pub description: String,
    /// All that it may say, where these are few.
    pub values: Vec<String>,
    /// Holds the same text again and again.
    pub is_repetitive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Date,
    Integer,
    Number,
    Boolean,
}

/// Columns whose values are the key of a row of another table, or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    pub columns: &'static [&'static str],
    pub table: &'static str,
    pub to: &'static [&'static str],
}

const DOCUMENT: &[&str] = &["doc_id"];
const MENTION: &[&str] = &["doc_id", "ordinal"];

/// Name and key of every table, those that others refer to first.
const KEYS: [(&str, &[&str]); 15] = [
    ("kinds", &["kind"]),
    ("measures", &["measure"]),
    ("topic_names", &["topic"]),
    ("current_provinces", &["current_province"]),
    ("provinces", &["province"]),
    ("periods", &["period"]),
    ("documents", DOCUMENT),
    ("sources", &["path"]),
    ("citations", MENTION),
    ("counts", MENTION),
    ("topics", MENTION),
    ("places", MENTION),
    ("findings", MENTION),
    ("links", MENTION),
    ("cited", &["key"]),
];

/// Tables that every column of the name of their key refers to.
const BY_NAME: [&str; 7] = ["kinds", "measures", "topic_names", "current_provinces", "provinces", "periods", "documents"];

/// Columns of other names that refer to a document.
const TO_DOCUMENTS: [(&str, &[&str]); 3] = [
    ("documents", &["duplicate_of"]),
    ("links", &["target_doc_id"]),
    ("cited", &["other_date_doc_id", "first_doc_id", "last_doc_id", "target_doc_id"]),
];

/// Texts that are another one in nearly every row.
const VARIED: [&str; 9] = ["text", "message", "path", "hash", "title", "recipients", "name", "name_en", "key"];

/// Every table, those that others refer to first.
pub static MODEL: LazyLock<Vec<Table>> = LazyLock::new(|| KEYS.iter().map(|(name, key)| table(name, key)).collect());

impl Table {
    /// Its file below the folder of the generation.
    pub fn file(&self, ending: &str) -> String {
        format!("tables/{}.{ending}", self.name)
    }

    /// The index of a column.
    pub fn position(&self, column: &str) -> usize {
        self.columns.iter().position(|c| c.name == column).expect("a column of the table")
    }

    pub fn path(&self, folder: &Path, ending: &str) -> PathBuf {
        folder.join("tables").join(format!("{}.{ending}", self.name))
    }
}

fn table(name: &'static str, key: &'static [&'static str]) -> Table {
    let schema = schema_value(name).expect("every table has a schema");
    let properties = schema["properties"].as_object().expect("a row is an object");
    let columns: Vec<Column> = properties.iter().map(|(column, property)| self::column(&schema, column, property, key)).collect();
    let description = schema["description"].as_str().unwrap_or_default().replace('\n', " ");
    Table { name, description, references: references(name, &columns), columns, key }
}

fn column(schema: &Value, name: &str, property: &Value, key: &[&str]) -> Column {
    let kind = kind(schema, property);
    let values = values(schema, property);
    Column {
        name: name.to_owned(),
        kind,
        is_nullable: is_nullable(property),
        description: property["description"].as_str().unwrap_or_default().replace('\n', " "),
        is_repetitive: kind == Kind::Text && !VARIED.contains(&name) && key != [name],
        values,
    }
}

fn kind(schema: &Value, property: &Value) -> Kind {
    let says = |what: &str| property["type"] == what || property["type"].as_array().is_some_and(|t| t.contains(&what.into()));
    if says("integer") {
        Kind::Integer
    } else if says("number") {
        Kind::Number
    } else if says("boolean") {
        Kind::Boolean
    } else if property["format"] == "date" {
        Kind::Date
    } else {
        assert!(says("string") || !values(schema, property).is_empty(), "a column is a text, a number or one of some words: {property}");
        Kind::Text
    }
}

fn is_nullable(property: &Value) -> bool {
    let of_types = property["type"].as_array().is_some_and(|t| t.contains(&"null".into()));
    of_types || property["anyOf"].as_array().is_some_and(|a| a.contains(&serde_json::json!({ "type": "null" })))
}

/// The words of the enumeration that a property refers to.
fn values(schema: &Value, property: &Value) -> Vec<String> {
    let choices = property["anyOf"].as_array().map_or(&[][..], Vec::as_slice).iter().chain([property]);
    let Some(name) = choices.filter_map(|c| c["$ref"].as_str()).next() else { return Vec::new() };
    let named = &schema["$defs"][name.trim_start_matches("#/$defs/")];
    let listed = named["enum"].as_array().into_iter().flatten();
    let each = named["oneOf"].as_array().into_iter().flatten();
    let each = each.flat_map(|one| one["enum"].as_array().into_iter().flatten().chain(one.get("const")));
    listed.chain(each).filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn references(name: &str, columns: &[Column]) -> Vec<Reference> {
    let has = |column: &str| columns.iter().any(|c| c.name == column);
    let by_name = KEYS.iter().filter(|(table, key)| BY_NAME.contains(table) && *table != name && has(key[0]));
    let mut all: Vec<Reference> = by_name.map(|(table, key)| Reference { columns: key, table, to: key }).collect();
    for (_, columns) in TO_DOCUMENTS.iter().filter(|(table, _)| *table == name) {
        all.extend(columns.chunks(1).map(|columns| Reference { columns, table: "documents", to: DOCUMENT }));
    }
    if name == "links" {
        all.push(Reference { columns: MENTION, table: "citations", to: MENTION });
    }
    all
}
