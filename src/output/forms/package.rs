//! `datapackage.json`: what every file of a generation is, column by column, as Frictionless has it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::model::{Column, Kind, MODEL, Reference, Table};
use super::{Written, named};

const FILE: &str = "datapackage.json";

/// Files that are no tables. They are not hashed: records alone are half of what a run writes.
const OTHERS: [&str; 2] = ["records.jsonl", "summary.json"];

/// Writes it for the tables that were written, and for the files beside them.
///
/// # Errors
/// A file cannot be read or written.
pub fn write(folder: &Path, tables: impl Iterator<Item = Written>, excel: bool) -> io::Result<()> {
    let mut written: Vec<Written> = OTHERS.iter().map(|file| other(folder, file)).collect::<io::Result<_>>()?;
    written.extend(tables);
    let first = first_endings(&written);
    let resources: Vec<Value> = written.iter().map(|file| resource(file, &first, excel)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "trichluc",
        "title": WORDS.package.en,
        "title_vi": WORDS.package.vi,
        "resources": resources,
    });
    let path = folder.join(FILE);
    let text = serde_json::to_string_pretty(&package)? + "\n";
    fs::write(&path, text).map_err(|e| named(&path, e))
}

fn other(folder: &Path, file: &str) -> io::Result<Written> {
    let path = folder.join(file);
    let bytes = fs::metadata(&path).map_err(|e| named(&path, e))?.len();
    Ok(Written { table: None, path: file.to_owned(), bytes, hash: None })
}

/// The ending of the file that has each table's own name: the first that was written of it.
fn first_endings(written: &[Written]) -> BTreeMap<&str, &str> {
    let mut first = BTreeMap::new();
    for file in written {
        first.entry(file.table.unwrap_or_default()).or_insert(ending(&file.path));
    }
    first
}

fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// A table is described once, and in CSV: Parquet has types of its own, and what frictionless makes of its nulls and of arrays is not ours.
fn resource(file: &Written, first: &BTreeMap<&str, &str>, excel: bool) -> Value {
    let ending = ending(&file.path);
    let stem = Path::new(&file.path).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let table = MODEL.iter().find(|t| Some(t.name) == file.table);
    let name = |table: &str| if first.get(table) == Some(&ending) { table.to_owned() } else { format!("{table}-{ending}") };
    let mut resource = json!({
        "name": if table.is_some() { name(&stem) } else { format!("{stem}-{ending}") },
        "path": file.path,
        "format": ending,
        "mediatype": mediatype(ending),
        "encoding": "utf-8",
        "bytes": file.bytes,
    });
    let described = resource.as_object_mut().expect("an object");
    if let Some(hash) = &file.hash {
        described.insert("hash".into(), format!("sha256:{hash}").into());
    }
    let table = table.filter(|t| ending == "csv" || first.get(t.name) == Some(&ending));
    described.insert("type".into(), if table.is_some() { "table" } else { "file" }.into());
    if let Some(table) = table {
        described.insert("description".into(), table.description.clone().into());
        described.insert("description_vi".into(), WORDS.table(table.name).into());
        described.insert("schema".into(), schema(table, &name));
    }
    if let Some(dialect) = dialect(file, ending, excel) {
        described.insert("dialect".into(), dialect);
    }
    resource
}

fn mediatype(ending: &str) -> &'static str {
    match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        "parquet" => "application/vnd.apache.parquet",
        "sqlite" => "application/vnd.sqlite3",
        _ => "application/jsonl",
    }
}

/// What a reader has to know beside the ending.
fn dialect(file: &Written, ending: &str, excel: bool) -> Option<Value> {
    match ending {
        "jsonl" if file.table.is_some() => Some(json!({ "json": { "keyed": true } })),
        "csv" if excel => Some(json!({ "delimiter": ";" })),
        _ => None,
    }
}

fn schema(table: &Table, name: &impl Fn(&str) -> String) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(|column| field(table, column)).collect();
    let references: Vec<Value> = table.references.iter().map(|r| reference(table, r, name)).collect();
    json!({ "fields": fields, "missingValues": [""], "primaryKey": table.key, "foreignKeys": references })
}

fn field(table: &Table, column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Date => "date",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
    };
    let mut constraints = json!({});
    if !column.is_nullable {
        constraints["required"] = true.into();
    }
    if !column.values.is_empty() {
        constraints["enum"] = column.values.clone().into();
    }
    json!({
        "name": column.name,
        "type": kind,
        "description": column.description,
        "description_vi": WORDS.column(table.name, &column.name),
        "constraints": constraints,
    })
}

fn reference(table: &Table, reference: &Reference, name: &impl Fn(&str) -> String) -> Value {
    // A table that refers to itself says so with an empty name.
    let resource = if reference.table == table.name { String::new() } else { name(reference.table) };
    json!({ "fields": reference.columns, "reference": { "resource": resource, "fields": reference.to } })
}

/// What the tables and their columns are called in Vietnamese.
#[derive(Debug, Deserialize)]
struct Words {
    package: Title,
    tables: BTreeMap<String, String>,
    /// Of a column in every table that has it.
    columns: BTreeMap<String, String>,
    /// Of one that is another thing in one table: `table.column`.
    other: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Title {
    vi: String,
    en: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(include_str!("words.toml")).expect("words for every column"));

impl Words {
    fn table(&self, name: &str) -> &str {
        self.tables.get(name).map_or("", String::as_str)
    }

    fn column(&self, table: &str, column: &str) -> &str {
        self.other.get(&format!("{table}.{column}")).or_else(|| self.columns.get(column)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_and_column_has_words_in_both_languages_and_no_word_is_left_over() {
        let mut used = BTreeSet::new();
        for table in MODEL.iter() {
            assert!(!table.description.is_empty() && !WORDS.table(table.name).is_empty(), "{}", table.name);
            for column in &table.columns {
                let own = format!("{}.{}", table.name, column.name);
                assert!(!column.description.is_empty() && !WORDS.column(table.name, &column.name).is_empty(), "{own}");
                used.insert(if WORDS.other.contains_key(&own) { own } else { column.name.clone() });
            }
        }
        assert!(WORDS.columns.keys().chain(WORDS.other.keys()).all(|w| used.contains(w)), "a word for no column");
        assert!(WORDS.tables.keys().all(|t| MODEL.iter().any(|m| m.name == t)));
    }
}
