//! `trichluc filter`: one record for each line, the one that a run writes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::common;

fn start(options: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
    command.arg("filter").args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// What it answers, with exit code 0.
fn filter(input: Vec<u8>, options: &[&str]) -> String {
    let mut child = start(options);
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    writer.join().expect("no panic").expect("it reads all");
    String::from_utf8(done.stdout).expect("UTF-8")
}

fn as_text(name: &str, bytes: &[u8]) -> Option<Value> {
    Some(json!({ "path": name, "content": std::str::from_utf8(bytes).ok()? }))
}

fn as_base64(name: &str, bytes: &[u8]) -> Value {
    json!({ "modified": null, "content_base64": BASE64_STANDARD.encode(bytes), "path": name })
}

/// The records that a run writes of all files of a folder.
fn run(folder: &std::path::Path, options: &[&str]) -> String {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (folder, to) = (folder.to_str().expect("UTF-8"), out.path().to_str().expect("UTF-8"));
    common::trichluc(&[&["run", folder, "--no-tables", "--out", to], options].concat());
    std::fs::read_to_string(out.path().join("latest/records.jsonl")).expect("records")
}

#[test]
fn its_records_are_those_of_a_run_whatever_the_format() {
    for folder in ["corpus", "tests/fixtures/formats"] {
        let folder = common::root().join(folder);
        let files = tempfile::tempdir().expect("a temporary folder");
        let mut lines = Vec::new();
        for (i, (name, bytes)) in common::texts(&folder).into_iter().enumerate() {
            // What is an archive here is a folder to a run.
            if name.ends_with(".zip") {
                continue;
            }
            std::fs::write(files.path().join(&name), &bytes).expect("writable");
            let text = as_text(&name, &bytes).filter(|_| i % 2 == 0);
            writeln!(lines, "{}", text.unwrap_or_else(|| as_base64(&name, &bytes))).expect("memory");
        }
        let wanted = run(files.path(), &["--max-seconds", "600"]);
        for threads in ["1", "3"] {
            let got = filter(lines.clone(), &["--threads", threads, "--max-seconds", "600"]);
            assert!(got.lines().eq(wanted.lines()), "{}, {threads} threads", folder.display());
        }
    }
}

#[test]
fn a_file_over_the_limit_gives_the_record_of_a_run() {
    let files = tempfile::tempdir().expect("a temporary folder");
    let text = "Bắt 12 vụ. ".repeat(100_000);
    std::fs::write(files.path().join("large.txt"), &text).expect("writable");
    let line = json!({ "path": "large.txt", "content": text }).to_string();
    assert_eq!(filter(line.into_bytes(), &["--max-input", "1"]), run(files.path(), &["--max-input", "1"]));
}

#[test]
fn whatever_the_lines_there_is_one_record_for_each_in_order() {
    let good = json!({ "path": "a.txt", "content": "Căn cứ Luật Báo chí năm 2016" }).to_string();
    let huge = format!("{{\"path\":\"huge.txt\",\"content\":\"{}\"}}", "x".repeat(4 << 20));
    let lines: [&[u8]; 9] = [
        good.as_bytes(),
        b"",
        b"  ",
        b"{\"path\":\"b.txt\",\"content\":\"\xff\"}",
        b"null",
        huge.as_bytes(),
        b"\0\r",
        b"[[[[[[",
        good.as_bytes(),
    ];
    let answers = filter(lines.join(&b'\n'), &["--max-input", "1"]);
    let records: Vec<Value> = answers.lines().map(|l| serde_json::from_str(l).expect("a record")).collect();
    let seen: Vec<(&str, &str)> =
        records.iter().map(|r| (r["source"]["path"].as_str().expect("a path"), r["error"]["code"].as_str().unwrap_or("ok"))).collect();
    let bad = "bad_input";
    let wanted = [
        ("a.txt", "ok"),
        ("-:2", bad),
        ("-:3", bad),
        ("b.txt", bad),
        ("-:5", bad),
        ("huge.txt", "input_limit"),
        ("-:7", bad),
        ("-:8", bad),
        ("a.txt", "ok"),
    ];
    assert_eq!(seen, wanted);
    assert_eq!(filter(Vec::new(), &[]), "");
}

#[test]
fn an_answer_comes_before_the_next_line_is_written() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for i in 0..3 {
        writeln!(stdin, "{}", json!({ "path": format!("{i}.txt"), "content": "Bắt 12 vụ." })).expect("it reads");
        let answer = answers.next().expect("a line").expect("UTF-8");
        assert!(answer.contains(&format!("\"{i}.txt\"")), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_is_a_failure() {
    let mut child = start(&[]);
    drop(child.stdout.take());
    let line = json!({ "path": "a.txt", "content": "Bắt 12 vụ." }).to_string();
    // It may have ended before it read.
    let _ = child.stdin.take().expect("a pipe").write_all(line.as_bytes());
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "{said}");
    assert!(said.contains("not every line was answered"), "{said}");
}
