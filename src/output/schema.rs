//! JSON Schemas of everything that a run writes, made from the types.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use trichluc::Record;

use super::names::Names;
use super::report::PassageRow;
use super::run_info::RunInfo;
use super::summary::Summary;
use super::tables::cited::CitedRow;
use super::tables::dimension::{CurrentProvinceRow, KindRow, MeasureRow, ProvinceRow, TopicNameRow};
use super::tables::mention::{CitationRow, CountRow, FindingRow, PlaceRow, TopicRow};
use super::tables::period::PeriodRow;
use super::tables::row::{DocumentRow, LinkRow, SourceRow};

/// What there is a schema of: a line of `records.jsonl`, a row of each table, the two files of figures, what a report quotes and how ids are called.
pub const NAMES: [&str; 20] = [
    "record",
    "documents",
    "citations",
    "counts",
    "topics",
    "places",
    "findings",
    "links",
    "cited",
    "sources",
    "kinds",
    "measures",
    "topic_names",
    "provinces",
    "current_provinces",
    "periods",
    "summary",
    "run",
    "passages",
    "names",
];

/// The schema of a kind of output, laid out for reading; none for a name that is not in [`NAMES`].
pub fn schema(name: &str) -> Option<String> {
    let schema = schema_value(name)?;
    Some(serde_json::to_string_pretty(&schema).expect("a schema is a JSON value"))
}

/// The same as a value.
pub fn schema_value(name: &str) -> Option<Value> {
    let schema = match name {
        "record" => of::<Record>(name),
        "documents" => of::<DocumentRow>(name),
        "citations" => of::<CitationRow>(name),
        "counts" => of::<CountRow>(name),
        "topics" => of::<TopicRow>(name),
        "places" => of::<PlaceRow>(name),
        "findings" => of::<FindingRow>(name),
        "links" => of::<LinkRow>(name),
        "cited" => of::<CitedRow>(name),
        "sources" => of::<SourceRow>(name),
        "kinds" => of::<KindRow>(name),
        "measures" => of::<MeasureRow>(name),
        "topic_names" => of::<TopicNameRow>(name),
        "provinces" => of::<ProvinceRow>(name),
        "current_provinces" => of::<CurrentProvinceRow>(name),
        "periods" => of::<PeriodRow>(name),
        "summary" => of::<Summary>(name),
        "run" => of::<RunInfo>(name),
        "passages" => of::<PassageRow>(name),
        "names" => of::<Names>(name),
        _ => return None,
    };
    Some(schema)
}

fn of<T: JsonSchema>(name: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(Closed);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), Value::String(name.to_owned()));
    let mut keys = std::mem::take(schema.ensure_object());
    // What it is about comes first; columns keep the order of the rows.
    let first = ["$schema", "title", "description"].into_iter().filter_map(|key| Some((key.to_owned(), keys.shift_remove(key)?)));
    let first: Vec<(String, Value)> = first.collect();
    Value::Object(first.into_iter().chain(keys).collect())
}

/// Every object has the keys that are listed, all of them, and no others.
#[derive(Debug, Clone)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(keys) = schema.get("properties").and_then(Value::as_object).map(|p| p.keys().cloned().collect::<Vec<_>>()) else { return };
        schema.insert("required".into(), keys.into());
        schema.insert("additionalProperties".into(), false.into());
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// `TRICHLUC_BLESS=1 cargo test schemas` renews the copies.
    #[test]
    fn schemas_that_are_checked_in_are_those_of_the_types() {
        for name in NAMES {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"));
            let schema = format!("{}\n", schema(name).expect("a known name"));
            if std::env::var_os("TRICHLUC_BLESS").is_some() {
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
                std::fs::write(&path, &schema).expect("writable");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == schema, "{} is stale: TRICHLUC_BLESS=1 cargo test schemas", path.display());
        }
    }

    #[test]
    fn every_key_is_required_described_and_the_only_one() {
        for name in NAMES {
            let schema: Value = serde_json::from_str(&schema(name).expect("a known name")).expect("JSON");
            let root = std::iter::once((name, &schema));
            let parts = schema["$defs"].as_object().into_iter().flatten().map(|(n, s)| (n.as_str(), s));
            for (part, schema) in root.chain(parts).filter(|(_, s)| s.get("properties").is_some()) {
                assert_eq!(schema["additionalProperties"], false, "{name}: {part}");
                for (key, property) in schema["properties"].as_object().expect("an object") {
                    assert!(schema["required"].as_array().expect("a list").contains(&key.as_str().into()), "{name}: {part}.{key}");
                    assert!(property["description"].is_string(), "{name}: {part}.{key} has no description");
                }
            }
        }
    }
}
