//! The nightly run: what it copies and drops is byte for byte what a run over everything writes.
#![allow(missing_docs, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// A folder of documents, and one of runs.
struct Night {
    root: tempfile::TempDir,
}

impl Night {
    fn new() -> Self {
        let night = Night { root: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(night.input()).expect("writable");
        for path in corpus() {
            let name = path.file_name().expect("a file");
            fs::copy(&path, night.input().join(name)).expect("writable");
        }
        night.age();
        night
    }

    fn input(&self) -> PathBuf {
        self.root.path().join("archive")
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    /// Makes every file old enough for its time to tell that it did not change.
    fn age(&self) {
        for (i, entry) in fs::read_dir(self.input()).expect("readable").enumerate() {
            let path = entry.expect("readable").path();
            let old = SystemTime::now() - Duration::from_secs(86_400 + i as u64);
            fs::File::options().write(true).open(path).and_then(|f| f.set_modified(old)).expect("writable");
        }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.input().join(name), text).expect("writable");
    }

    fn run(&self, options: &[&str]) -> Output {
        run(&self.input(), &self.out(), options)
    }

    /// Runs, and asserts that a run over everything writes the same.
    fn run_and_compare(&self, options: &[&str]) -> String {
        let done = self.run(options);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(matches!(done.status.code(), Some(0 | 3)), "{said}");
        let whole = tempfile::tempdir().expect("a temporary folder");
        let options: Vec<&str> = options.iter().copied().filter(|o| *o != "--retry-failed").collect();
        run(&self.input(), whole.path(), &options);
        let (own, other) = (results(&self.out()), results(whole.path()));
        assert_eq!(own.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &own {
            assert!(*bytes == other[name], "{name} differs from that of a run over everything");
        }
        said
    }
}

fn corpus() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir("corpus").expect("the corpus").map(|e| e.expect("readable").path()).collect();
    all.sort();
    all.truncate(25);
    all
}

fn run(input: &Path, out: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
    command.arg("run").arg(input).arg("--out").arg(out).args(options).output().expect("the program starts")
}

/// What a dashboard reads: everything but run.json and state.jsonl, which tell of the run itself.
fn results(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let latest = out.join("latest");
    let files = walkdir::WalkDir::new(latest.join("")).follow_root_links(true);
    let files = files.into_iter().map(|e| e.expect("readable")).filter(|e| e.file_type().is_file());
    let named =
        files.map(|e| (e.path().strip_prefix(&latest).expect("below").display().to_string(), fs::read(e.path()).expect("readable")));
    named.filter(|(name, _)| !matches!(name.as_str(), "run.json" | "state.jsonl")).collect()
}

fn generations(out: &Path) -> usize {
    fs::read_dir(out.join("runs")).expect("readable").count()
}

#[test]
fn a_run_that_finds_nothing_changed_writes_nothing() {
    let night = Night::new();
    night.run(&[]);
    let said = night.run(&[]);
    assert!(String::from_utf8_lossy(&said.stderr).contains("nothing changed"), "{said:?}");
    assert_eq!(generations(&night.out()), 1);
    let whole = night.run(&["--full"]);
    assert!(String::from_utf8_lossy(&whole.stderr).contains("25 documents"), "{whole:?}");
    assert_eq!(generations(&night.out()), 2);
}

#[test]
fn new_changed_renamed_touched_and_deleted_files_give_what_a_whole_run_gives() {
    let night = Night::new();
    night.run(&[]);
    let names: Vec<String> = corpus().iter().map(|p| p.file_name().expect("a file").to_string_lossy().into_owned()).collect();
    night.write("zz-new.txt", "BÁO CÁO\nKết quả quý I năm 2024\n\nXử phạt 12 cơ sở, tổng số tiền 45 triệu đồng.\n");
    night.write(&names[3], "KẾ HOẠCH\nTập huấn năm 2025\n\nMở 03 lớp tập huấn.\n");
    fs::rename(night.input().join(&names[5]), night.input().join("aa-renamed.txt")).expect("writable");
    fs::remove_file(night.input().join(&names[7])).expect("writable");
    let touched = fs::read(night.input().join(&names[9])).expect("readable");
    fs::write(night.input().join(&names[9]), touched).expect("writable");
    let said = night.run_and_compare(&[]);
    assert!(said.contains("3 new or changed, 22 as before, 2 gone"), "{said}");
}

#[test]
fn a_copy_that_becomes_the_only_one_counts_again() {
    let night = Night::new();
    let report = "BÁO CÁO\nKết quả quý I năm 2024\n\nXử phạt 12 cơ sở, tổng số tiền 45 triệu đồng.\n";
    night.write("a-first.txt", report);
    night.write("b-second.txt", report);
    night.age();
    night.run(&[]);
    fs::remove_file(night.input().join("a-first.txt")).expect("writable");
    night.run_and_compare(&[]);
    night.write("a-first.txt", report);
    night.run_and_compare(&[]);
}

#[test]
fn other_rules_or_options_read_everything_again() {
    let night = Night::new();
    night.run(&[]);
    let said = night.run_and_compare(&["--no-tables"]);
    assert!(!said.contains("as before"), "{said}");
    let rules = tempfile::tempdir().expect("a temporary folder");
    let rule = "[[topic]]\nid = \"cap_treo\"\nname = { vi = \"Cáp treo\", en = \"Cable cars\" }\nphrases = [\"cáp treo\"]\nfinds = [\"xây ⟦cáp treo⟧ mới\"]\nignores = [\"xây cầu mới\"]\n";
    fs::write(rules.path().join("own.toml"), rule).expect("writable");
    let said = night.run_and_compare(&["--rules", rules.path().to_str().expect("UTF-8")]);
    assert!(!said.contains("as before"), "{said}");
}

#[test]
fn a_damaged_state_is_no_reason_to_fail() {
    let night = Night::new();
    night.run(&[]);
    for damage in ["", "no JSON", "{\"settings\":null}\n"] {
        fs::write(night.out().join("latest/state.jsonl"), damage).expect("writable");
        night.write("new.txt", &format!("BÁO CÁO\nKết quả năm 2024\n\nBắt 12 vụ. {damage}\n"));
        night.run_and_compare(&[]);
    }
}

#[test]
fn a_plan_is_shown_and_nothing_done() {
    let night = Night::new();
    night.run(&[]);
    night.write("new.txt", "Tin.\n");
    let plan = night.run(&["--dry-run"]);
    assert_eq!(String::from_utf8_lossy(&plan.stdout), "new\tnew.txt\n");
    let json = night.run(&["--dry-run", "--json"]);
    let plan: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((&plan["new"][0], &plan["unchanged"]), (&"new.txt".into(), &25.into()));
    assert_eq!(generations(&night.out()), 1);
}

#[test]
fn old_generations_go_and_the_latest_stays() {
    let night = Night::new();
    for i in 0..4 {
        night.write("new.txt", &format!("Tin {i}.\n"));
        night.run(&["--keep", "2"]);
    }
    assert_eq!(generations(&night.out()), 2);
    assert!(results(&night.out()).contains_key("records.jsonl"));
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_generation_and_is_swept_away() {
    let night = Night::new();
    night.run(&[]);
    let before = results(&night.out());
    let partial = night.out().join("runs/.20200101T000000000Z.partial");
    fs::create_dir_all(partial.join("tables")).expect("writable");
    fs::write(partial.join("records.jsonl"), "{\"half").expect("writable");
    std::os::unix::fs::symlink("runs/nowhere", night.out().join(".latest.20200101T000000000Z")).expect("writable");
    assert!(before == results(&night.out()));
    night.write("new.txt", "BÁO CÁO\nKết quả năm 2024\n\nBắt 12 vụ.\n");
    night.run_and_compare(&[]);
    assert!(!partial.exists() && !night.out().join(".latest.20200101T000000000Z").is_symlink());
}

#[test]
fn what_failed_is_left_until_it_is_asked_for() {
    let night = Night::new();
    fs::write(night.input().join("broken.txt"), b"\x00\x01\x02\x00 binary").expect("writable");
    night.age();
    assert_eq!(night.run(&[]).status.code(), Some(3));
    let again = night.run(&[]);
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&again.stderr).contains("1 failed"), "{again:?}");
    let said = night.run_and_compare(&["--retry-failed"]);
    assert!(said.contains("1 new or changed, 25 as before"), "{said}");
}
