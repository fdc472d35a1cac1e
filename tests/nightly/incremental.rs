//! The nightly run: what it copies and drops is byte for byte what a run over everything writes.

use std::fs;
use std::path::Path;

use crate::night::{Night, corpus, results};

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
fn every_form_of_the_tables_is_that_of_a_whole_run() {
    let night = Night::new();
    let forms = ["--tables", "jsonl,csv,parquet,sqlite", "--json-array"];
    night.run(&forms);
    night.write("zz-new.txt", "BÁO CÁO\nKết quả quý I năm 2024\n\nXử phạt 12 cơ sở, tổng số tiền 45 triệu đồng.\n");
    let said = night.run_and_compare(&forms);
    assert!(said.contains("1 new or changed, 25 as before"), "{said}");
    let names: Vec<String> = results(&night.out()).into_keys().collect();
    for name in ["counts.csv", "counts.json", "counts.jsonl", "counts.parquet", "trichluc.sqlite"] {
        assert!(names.contains(&format!("tables/{name}")), "{names:?}");
    }
}

#[test]
fn other_forms_of_the_tables_read_no_document_again() {
    let night = Night::new();
    night.run(&["--tables", "parquet"]);
    for forms in ["csv", "jsonl", "jsonl,parquet"] {
        let said = night.run_and_compare(&["--tables", forms]);
        assert!(said.contains("0 new or changed, 25 as before"), "{forms}: {said}");
    }
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
        fs::write(night.out().join("latest/state/documents"), damage).expect("writable");
        night.write("new.txt", &format!("BÁO CÁO\nKết quả năm 2024\n\nBắt 12 vụ. {damage}\n"));
        night.run_and_compare(&[]);
    }
}

#[test]
fn a_plan_is_shown_and_nothing_done() {
    let night = Night::new();
    let first = night.run(&["--dry-run"]);
    assert_eq!(String::from_utf8_lossy(&first.stdout).lines().filter(|l| l.starts_with("new\t")).count(), 25);
    assert!(!night.out().exists());
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

#[test]
fn an_archive_that_is_not_there_fails_and_the_old_generation_stays() {
    let night = Night::new();
    night.run(&[]);
    let before = results(&night.out());
    fs::rename(night.input(), night.input().with_extension("away")).expect("writable");
    let done = night.run(&[]);
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stderr).contains("archive"), "{done:?}");
    assert!(before == results(&night.out()));
}

#[test]
fn a_zip_that_changes_is_read_again() {
    let night = Night::new();
    let packed = |text: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in ["a.txt", "b.txt"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a name");
            std::io::Write::write_all(&mut zip, format!("BÁO CÁO\nKết quả năm 2024\n\n{text}\n").as_bytes()).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    };
    fs::write(night.input().join("old.zip"), packed("Bắt 12 vụ.")).expect("writable");
    night.age();
    night.run(&[]);
    assert!(String::from_utf8_lossy(&night.run(&[]).stderr).contains("nothing changed"));
    fs::write(night.input().join("old.zip"), packed("Bắt 13 vụ.")).expect("writable");
    let said = night.run_and_compare(&[]);
    assert!(said.contains("2 new or changed, 25 as before"), "{said}");
}
