//! The columns of a record, derived from the record's own schema.

use std::sync::{Arc, LazyLock};

use arrow_pyarrow::PyArrowType;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use trichluc::Record;

/// The column with the line of `records.jsonl`.
const JSON: &str = "json";

static RECORD: LazyLock<SchemaRef> = LazyLock::new(|| Arc::new(Schema::new(columns())));
static WITH_JSON: LazyLock<SchemaRef> = LazyLock::new(|| {
    let json = Arc::new(Field::new(JSON, DataType::Utf8, false));
    Arc::new(Schema::new(RECORD.fields().iter().cloned().chain([json]).collect::<Fields>()))
});

/// The columns that `Pipeline.batch` gives: those of the record, and its line where `json` is true.
#[pyfunction]
#[pyo3(signature = (*, json = false))]
pub fn schema(json: bool) -> PyArrowType<Schema> {
    PyArrowType((*of(json)).clone())
}

/// The same for Rust.
pub fn of(json: bool) -> SchemaRef {
    if json { WITH_JSON.clone() } else { RECORD.clone() }
}

fn columns() -> Fields {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Record>();
    let root = schema.to_value();
    fields(&root, &root)
}

/// The properties of an object, in the order of the type's fields.
fn fields(root: &Value, object: &Value) -> Fields {
    let properties = object["properties"].as_object().expect("an object has properties");
    properties.iter().map(|(name, schema)| field(root, name, schema)).collect()
}

fn field(root: &Value, name: &str, schema: &Value) -> Field {
    let (data_type, is_nullable) = typed(root, schema);
    Field::new(name, data_type, is_nullable)
}

/// The type of a value, and whether it may be null.
fn typed(root: &Value, schema: &Value) -> (DataType, bool) {
    if let Some(of) = schema["$ref"].as_str() {
        return typed(root, root.pointer(&of[1..]).expect("what is referred to is there"));
    }
    if let Some(either) = schema["anyOf"].as_array() {
        let one = either.iter().find(|s| s["type"] != "null").expect("something beside null");
        return (typed(root, one).0, true);
    }
    let types: Vec<&str> =
        schema["type"].as_str().into_iter().chain(schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str)).collect();
    let data_type = match types.first() {
        Some(&"object") => DataType::Struct(fields(root, schema)),
        Some(&"array") => DataType::List(Arc::new(field(root, "item", &schema["items"]))),
        // Parquet's and Spark's integers have signs; none of the record's needs the last bit.
        Some(&"integer") => DataType::Int64,
        Some(&"number") => DataType::Float64,
        Some(&"boolean") => DataType::Boolean,
        // What has no type is one of several words.
        Some(&"string") | None => DataType::Utf8,
        Some(other) => unreachable!("a record has no {other}"),
    };
    (data_type, types.contains(&"null"))
}
