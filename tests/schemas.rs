//! Every line of every output is valid against its schema.

mod common;

use common::{root, trichluc};
use serde_json::Value;

fn schema(name: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join(format!("schema/{name}.schema.json"))).expect("a checked-in schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

fn assert_valid(schema: &jsonschema::Validator, name: &str, value: &Value) {
    let faults: Vec<String> = schema.iter_errors(value).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{name}: {}\n{value}", faults.join("; "));
}

#[test]
fn every_line_of_a_run_is_valid() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let input = folder.path().join("in");
    std::fs::create_dir(&input).expect("writable");
    for (name, bytes) in common::corpus() {
        std::fs::write(input.join(&name), bytes).expect("writable");
    }
    std::fs::write(input.join("empty.txt"), "").expect("writable");
    std::fs::write(input.join("binary.txt"), b"a\0b").expect("writable");
    std::fs::write(input.join("photo.jpg"), b"x").expect("writable");
    let out = folder.path().join("out");
    let done = trichluc(&["run", input.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(done.status.code(), Some(3), "one file failed: {}", String::from_utf8_lossy(&done.stderr));
    let latest = out.join("latest");
    lines(&latest.join("records.jsonl"), "record", 30);
    for table in ["documents", "citations", "counts", "topics", "places", "findings", "sources"] {
        lines(&latest.join(format!("tables/{table}.jsonl")), table, 10);
    }
    lines(&latest.join("tables/links.jsonl"), "links", 0);
    lines(&latest.join("passages.jsonl"), "passages", 30);
    for (file, name) in [("summary.json", "summary"), ("run.json", "run"), ("names.json", "names")] {
        let text = std::fs::read_to_string(latest.join(file)).expect("written");
        assert_valid(&schema(name), name, &serde_json::from_str(&text).expect("JSON"));
    }
}

fn lines(path: &std::path::Path, name: &str, at_least: usize) {
    let schema = schema(name);
    let text = std::fs::read_to_string(path).expect("written");
    assert!(!text.starts_with('\u{feff}') && text.lines().count() >= at_least, "{name}: {} lines", text.lines().count());
    for line in text.lines() {
        assert_valid(&schema, name, &serde_json::from_str(line).expect("JSON"));
    }
}

#[test]
fn the_command_prints_the_schemas_that_are_checked_in() {
    for entry in std::fs::read_dir(root().join("schema")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().replace(".schema.json", "");
        let printed = trichluc(&["schema", &name]).stdout;
        assert_eq!(String::from_utf8_lossy(&printed).trim(), std::fs::read_to_string(&path).expect("readable").trim(), "{name}");
    }
}
