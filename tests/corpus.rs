//! What every document of the corpus must give, field for field.
//!
//! `BLESS=1 cargo test --test corpus` writes what it gives now; the review then reads the difference.

mod common;

use common::{corpus, root};
use trichluc::{Pipeline, RuleSet};

#[test]
fn every_document_gives_its_expected_record() {
    let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
    let bless = std::env::var_os("BLESS").is_some();
    let mut differ = Vec::new();
    for (name, bytes) in corpus() {
        let mut record = serde_json::to_string_pretty(&pipeline.record(&name, &bytes)).expect("a record is JSON");
        record.push('\n');
        let path = root().join("tests/expected").join(format!("{name}.json"));
        if bless {
            std::fs::write(&path, &record).expect("writable");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&record) {
            differ.push(format!("{name}: {}", first_difference(&path, &record)));
        }
    }
    assert!(differ.is_empty(), "{} differ; read them, then BLESS=1 cargo test --test corpus\n{}", differ.len(), differ.join("\n"));
}

fn first_difference(path: &std::path::Path, new: &str) -> String {
    let Ok(old) = std::fs::read_to_string(path) else { return "no expected record".into() };
    let line = old.lines().zip(new.lines()).position(|(a, b)| a != b).unwrap_or_else(|| old.lines().count().min(new.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(end)").trim().to_owned();
    format!("line {}: expected {}, got {}", line + 1, show(&old), show(new))
}

#[test]
fn every_expected_record_has_its_document() {
    let names: Vec<String> = corpus().into_iter().map(|(name, _)| format!("{name}.json")).collect();
    for entry in std::fs::read_dir(root().join("tests/expected")).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(names.contains(&name), "tests/expected/{name} has no document in corpus/");
    }
}
