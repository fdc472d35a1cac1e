//! Files as offices publish them: what is read from them is what is read from their text.

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use common::shared;
use trichluc::record::Status;
use trichluc::{Pipeline, Record, RuleSet};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

fn read(path: &Path) -> Record {
    let bytes = std::fs::read(path).expect("readable");
    PIPELINE.record(&path.file_name().expect("a name").to_string_lossy(), &bytes)
}

/// Cited documents and how often.
fn cited(records: &[Record]) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    records.iter().flat_map(|r| &r.citations).for_each(|c| *all.entry(c.value.key.clone()).or_default() += 1);
    all
}

/// Originals whose plain text lies in the gold, whole or in part, and the share of its citations that must be found.
const TWINS: [(&str, &[&str], f64); 6] = [
    ("0089-", &["vbai-0089"], 1.0),
    ("0213-", &["vbai-0213"], 1.0),
    ("0222-", &["vbai-0222"], 1.0),
    ("0214-", &["vbai-0214"], 0.98),
    ("0125-", &["vbai-0125"], 0.98),
    ("0518-", &["vbai-0518-a"], 0.98),
];

#[test]
fn an_original_cites_what_its_text_cites() {
    let (Some(originals), Some(texts)) = (shared("documents/originals"), shared("gold/dev/texts")) else { return };
    for entry in std::fs::read_dir(originals).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let record = read(&path);
        let Some(error) = record.error.as_ref().map(|e| e.code.as_str()) else {
            assert!(record.status == Status::Ok, "{name}");
            println!("{name}: {}, {} citations, {} counts", record.source.format, record.citations.len(), record.counts.len());
            let Some((_, twins, share)) = TWINS.iter().find(|(start, ..)| name.starts_with(start)) else { continue };
            let plain: Vec<Record> = twins.iter().map(|t| read(&texts.join(format!("{t}.txt")))).collect();
            assert_near(&name, &cited(&[record]), &cited(&plain), *share);
            continue;
        };
        println!("{name}: {error}");
        assert!(["no_text_layer", "no_word_tool"].contains(&error), "{name}: {error}");
    }
}

fn assert_near(name: &str, found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>, share: f64) {
    let equal: usize = expected.iter().map(|(key, n)| (*n).min(found.get(key).copied().unwrap_or(0))).sum();
    let all: usize = expected.values().sum();
    println!("    {equal} of the {all} citations of its text");
    assert!(equal as f64 >= share * all as f64, "{name}: found {found:#?}, its text {expected:#?}");
}
