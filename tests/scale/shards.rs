//! `trichluc run --shard` and `trichluc merge`: together what one run over everything writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use proptest::prelude::*;
use serde_json::Value;

use crate::common::{corpus, trichluc};

/// An archive of some documents, copies among them, one that cannot be read and one that is no document.
struct Archive {
    root: tempfile::TempDir,
}

impl Archive {
    fn new(documents: &[usize]) -> Self {
        let archive = Archive { root: tempfile::tempdir().expect("a temporary folder") };
        let corpus = corpus();
        fs::create_dir_all(archive.input().join("sub")).expect("writable");
        for (i, document) in documents.iter().enumerate() {
            let (name, bytes) = &corpus[document % corpus.len()];
            fs::write(archive.input().join(format!("{i:02}-{name}")), bytes).expect("writable");
            if i % 3 == 0 {
                fs::write(archive.input().join(format!("sub/copy-{i}.txt")), bytes).expect("writable");
            }
        }
        fs::write(archive.input().join("broken.txt"), b"\x00\x01\x02\x00 binary").expect("writable");
        fs::write(archive.input().join("photo.jpg"), b"no document").expect("writable");
        archive
    }

    fn input(&self) -> PathBuf {
        self.root.path().join("archive")
    }

    fn out(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn run(&self, out: &str, options: &[&str]) -> PathBuf {
        let to = self.out(out);
        let done = trichluc(&[&["run", text(&self.input()), "--out", text(&to)], options].concat());
        assert!(matches!(done.status.code(), Some(0 | 3)), "{}", said(&done));
        to
    }

    fn shards(&self, of: usize, options: &[&str]) -> Vec<PathBuf> {
        let shard = |i: usize| self.run(&format!("part-{i}-{of}"), &[&["--shard", &format!("{i}/{of}")], options].concat());
        (0..of).map(shard).collect()
    }

    fn merge(&self, parts: &[PathBuf]) -> Output {
        let parts: Vec<&str> = parts.iter().map(|p| text(p)).collect();
        trichluc(&[&["merge", "--out", text(&self.out("merged"))], &parts[..]].concat())
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// Every file of a generation; of run.json what does not tell of the run itself, and no state, which only a run has.
fn results(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let latest = out.join("latest");
    let files = walkdir::WalkDir::new(latest.join("")).follow_root_links(true);
    let files = files.into_iter().map(|e| e.expect("readable")).filter(|e| e.file_type().is_file());
    let named =
        files.map(|e| (e.path().strip_prefix(&latest).expect("below").display().to_string(), fs::read(e.path()).expect("readable")));
    let mut all: BTreeMap<String, Vec<u8>> = named.filter(|(name, _)| !name.starts_with("state/")).collect();
    let mut info: Value = serde_json::from_slice(&all["run.json"]).expect("JSON");
    for own in ["id", "started", "finished", "seconds"] {
        assert!(info.as_object_mut().expect("an object").remove(own).is_some(), "{own}");
    }
    all.insert("run.json".into(), info.to_string().into_bytes());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 4, ..ProptestConfig::default() })]

    #[test]
    fn shards_put_together_are_byte_for_byte_one_run(
        documents in proptest::collection::vec(0..1000usize, 0..12), of in 1..6usize, with_tables: bool
    ) {
        let archive = Archive::new(&documents);
        let whole = results(&archive.run("whole", &[]));
        let options: &[&str] = if with_tables { &[] } else { &["--no-tables"] };
        let mut parts = archive.shards(of, options);
        parts.reverse();
        let done = archive.merge(&parts);
        prop_assert_eq!(done.status.code(), Some(3), "{}", said(&done));
        let merged = results(&archive.out("merged"));
        prop_assert_eq!(whole.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>());
        for (name, bytes) in &whole {
            prop_assert!(*bytes == merged[name], "{} differs", name);
        }
    }
}

#[test]
fn records_of_the_filter_are_put_together_too() {
    let archive = Archive::new(&[1, 2, 3]);
    let whole = results(&archive.run("whole", &[]));
    let done = archive.merge(&[archive.out("whole").join("latest/records.jsonl")]);
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    let merged = results(&archive.out("merged"));
    for name in ["records.jsonl", "tables/links.jsonl", "tables/counts.jsonl", "tables/documents.jsonl"] {
        assert!(whole[name] == merged[name], "{name} differs");
    }
}

const OWN_RULE: &str = "[[topic]]\nid = \"cap_treo\"\nname = { vi = \"Cáp treo\", en = \"Cable cars\" }\nphrases = [\"cáp treo\"]\nfinds = [\"xây ⟦cáp treo⟧ mới\"]\nignores = [\"xây cầu mới\"]\n";

#[test]
fn parts_that_do_not_belong_together_are_refused_with_the_reason() {
    let archive = Archive::new(&[0, 5, 7]);
    let parts = archive.shards(2, &[]);
    let refused = |parts: &[PathBuf], reason: &str| {
        let done = archive.merge(parts);
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(said(&done).contains(reason), "{reason:?}: {}", said(&done));
        assert!(!archive.out("merged/latest").exists());
    };
    refused(&parts[..1], "missing of 2 shards: 1/2");
    refused(&[parts[0].clone(), parts[1].clone(), parts[0].clone()], "are both shard 0/2");
    let third = archive.run("third", &["--shard", "0/3"]);
    refused(&[parts[0].clone(), third], "is 0/3; they are no shards of one run");
    let whole = archive.run("whole", &[]);
    refused(&[parts[0].clone(), whole.clone()], "is none; they are no shards of one run");
    let again = archive.run("again", &[]);
    refused(&[whole, again], "they overlap");
    let other = archive.run("other-options", &["--shard", "1/2", "--max-text", "1"]);
    refused(&[parts[0].clone(), other], "read with different options");
    let rules = tempfile::tempdir().expect("a temporary folder");
    fs::write(rules.path().join("own.toml"), OWN_RULE).expect("writable");
    let other = archive.run("other-rules", &["--shard", "1/2", "--rules", text(rules.path())]);
    refused(&[parts[0].clone(), other], "read with different rules");
}

#[test]
fn names_of_ids_are_those_of_the_rules_that_found_them() {
    let archive = Archive::new(&[0, 5]);
    let rules = tempfile::tempdir().expect("a temporary folder");
    fs::write(rules.path().join("own.toml"), OWN_RULE).expect("writable");
    let own = ["--rules", text(rules.path())];
    let whole = archive.run("whole", &own);
    let parts = archive.shards(2, &own);
    let refused = archive.merge(&parts);
    assert!(refused.status.code() == Some(1) && said(&refused).contains("name them with --rules"), "{}", said(&refused));
    let merged = archive.out("merged");
    let done = trichluc(&["merge", text(&parts[0]), text(&parts[1]), "--out", text(&merged), own[0], own[1]]);
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    let names = &results(&merged)["tables/topic_names.jsonl"];
    assert!(*names == results(&whole)["tables/topic_names.jsonl"] && String::from_utf8_lossy(names).contains("Cable cars"));
}

#[test]
fn a_part_that_is_damaged_is_refused_with_the_reason() {
    let archive = Archive::new(&[0, 5, 7]);
    let parts = archive.shards(2, &[]);
    let records = parts[1].join("latest/records.jsonl");
    let whole = fs::read_to_string(&records).expect("readable");
    let refused = |damaged: &str, reason: &str| {
        fs::write(&records, damaged).expect("writable");
        let done = archive.merge(&parts);
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(said(&done).contains(reason), "{reason:?}: {}", said(&done));
    };
    let lines: Vec<&str> = whole.lines().collect();
    assert!(lines.len() > 1, "{whole}");
    refused(&lines[1..].join("\n"), "and run.json says");
    refused(&lines.iter().rev().copied().collect::<Vec<_>>().join("\n"), "sorted by path");
    refused(&whole[..whole.len() - 10], "line");
    let info = parts[1].join("latest/run.json");
    let old = fs::read_to_string(&info).expect("readable").replace("\"version\": \"", "\"version\": \"0.0.");
    fs::write(&info, old).expect("writable");
    refused(&whole, "merge with the version that read it");
}

#[test]
fn a_run_that_changes_only_its_share_is_a_new_generation() {
    let archive = Archive::new(&[0]);
    let out = archive.run("one", &["--shard", "0/1"]);
    archive.run("one", &[]);
    let info: Value = serde_json::from_slice(&fs::read(out.join("latest/run.json")).expect("readable")).expect("JSON");
    assert!(info["shard"].is_null(), "{info}");
}
