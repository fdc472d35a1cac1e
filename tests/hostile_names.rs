//! Names of files and of members of archives are hostile: they lead nowhere and say nothing but a name.
#![cfg(unix)]

mod common;

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use common::trichluc;

fn packed(names: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(name.as_bytes()).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// All that is below a folder, but what is below its `out`.
fn tree(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_entry(|e| e.file_name() != "out");
    entries.map(|e| e.expect("readable").into_path()).collect()
}

#[test]
fn members_of_archives_lead_nowhere() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let [input, out] = ["in/deep", "out"].map(|p| root.path().join(p));
    std::fs::create_dir_all(&input).expect("writable");
    let names = ["../../../escaped.txt", "/tmp/trichluc-escaped.txt", "..\\..\\escaped-too.txt", "run.json.txt"];
    std::fs::write(input.join("old.zip"), packed(&names)).expect("writable");
    let before = tree(root.path());
    let done = trichluc(&["run", input.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(tree(root.path()), before);
    assert!(!Path::new("/tmp/trichluc-escaped.txt").exists());
    let records = std::fs::read_to_string(out.join("latest/records.jsonl")).expect("records");
    assert_eq!(records.lines().count(), names.len());
}

#[test]
fn a_name_neither_forges_a_line_of_the_log_nor_steers_the_terminal() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let [input, out] = ["in", "out"].map(|p| root.path().join(p));
    std::fs::create_dir(&input).expect("writable");
    for name in ["a\n{\"level\":\"error\",\"code\":\"forged\"}\n.jpg", "b\u{1b}[2J\r.jpg"] {
        std::fs::write(input.join(name), "x").expect("writable");
    }
    std::fs::write(input.join("c\u{1b}[2J\n.txt"), b"\x00\x01\x02\x00 binary").expect("writable");
    for options in [&["--log-format", "json"][..], &["--full"]] {
        let run = ["run", input.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")];
        let done = trichluc(&[&run[..], options].concat());
        let said = String::from_utf8(done.stderr).expect("UTF-8");
        assert!(!said.contains(['\u{1b}', '\r']), "{said:?}");
        assert!(!said.lines().any(|l| l.starts_with("{\"level\"")), "{said}");
        if options.contains(&"json") {
            assert!(said.lines().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok_and(|v| v.is_object())), "{said}");
        }
    }
    let status = trichluc(&["status", out.to_str().expect("UTF-8")]);
    assert_eq!(status.status.code(), Some(3));
    assert!(!status.stdout.contains(&0x1b));
}
