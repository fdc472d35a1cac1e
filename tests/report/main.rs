//! `report.html`: made from the generation alone, the same for equal generations, and nothing in it gets out.
#![allow(missing_docs, reason = "tests")]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::read::DeflateDecoder;
use serde_json::Value;

fn trichluc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trichluc")).args(arguments).output().expect("the program starts")
}

fn run(input: &Path, out: &Path, options: &[&str]) -> Output {
    let folders = [input, out].map(|p| p.to_str().expect("UTF-8"));
    trichluc(&[&["run", folders[0], "--out", folders[1]], options].concat())
}

fn page(out: &Path) -> String {
    fs::read_to_string(out.join("latest/report.html")).expect("a page")
}

/// The text of a data block.
fn block<'p>(page: &'p str, id: &str) -> &'p str {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no block {id}"));
    rest.split_once("</script>").expect("it ends").0
}

fn unpacked(page: &str, id: &str) -> Value {
    let packed: String = serde_json::from_str(block(page, id)).expect("a JSON string");
    let mut json = String::new();
    DeflateDecoder::new(&*BASE64_STANDARD.decode(packed).expect("Base64")).read_to_string(&mut json).expect("deflated");
    serde_json::from_str(&json).expect("JSON")
}

const REPORT: &str = "SỞ Y TẾ\nSố: 12/BC-SYT\nYên Bái, ngày 12 tháng 7 năm 2023\n\nBÁO CÁO\nKết quả quý II năm 2023\n\n\
    Thanh tra Sở xử phạt 12 cơ sở, tổng số tiền 45 triệu đồng. Báo tỉnh đăng 30 tin, bài.\n";

#[test]
fn a_page_holds_figures_and_the_sentence_of_each_mention() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("writable");
    fs::write(input.join("a.txt"), REPORT).expect("writable");
    run(&input, &out, &[]);
    let page = page(&out);
    let core = unpacked(&page, "core");
    let strings = core["strings"].as_array().expect("texts");
    let fines = strings.iter().position(|s| s == "fines").expect("a measure");
    let measures = core["counts"]["measure"].as_array().expect("a column");
    let row = measures.iter().position(|m| *m == fines).expect("a fine");
    assert_eq!(core["counts"]["value"][row], 45_000_000);
    let passages = unpacked(&page, "passages-0").to_string();
    assert!(passages.contains("Thanh tra Sở xử phạt 12 cơ sở, tổng số tiền 45 triệu đồng."), "{passages}");
}

#[test]
fn the_command_writes_the_page_of_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (out, to) = (folder.path().join("out"), folder.path().join("page.html"));
    run(Path::new("corpus"), &out, &[]);
    let done = trichluc(&["report", out.to_str().expect("UTF-8"), "--to", to.to_str().expect("UTF-8")]);
    assert!(done.status.success(), "{done:?}");
    assert!(fs::read_to_string(to).expect("written") == page(&out));
    let printed = trichluc(&["report", out.join("latest").to_str().expect("UTF-8"), "--to", "-"]);
    assert!(printed.stdout == page(&out).as_bytes());
}

#[test]
fn who_wants_no_page_gets_none_and_no_passages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    run(Path::new("corpus"), &out, &["--no-report"]);
    assert!(!out.join("latest/report.html").exists() && !out.join("latest/passages.jsonl").exists());
    let printed = trichluc(&["report", out.to_str().expect("UTF-8"), "--to", "-"]);
    let page = String::from_utf8(printed.stdout).expect("UTF-8");
    assert_eq!(unpacked(&page, "core")["all_documents"], 85, "the figures are there all the same");
}

#[test]
fn no_word_of_a_document_stands_in_the_page_where_a_browser_reads_markup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("writable");
    let hostile = "</script><script>zyxwvu()</script>\"><img src=x onerror=zyxwvu()>";
    fs::write(input.join("x.txt"), format!("{REPORT}\nBắt 12 vụ {hostile}, phạt 5 triệu đồng.\n{hostile}\n")).expect("writable");
    run(&input, &out, &[]);
    let page = page(&out);
    assert!(!page.contains("zyxwvu"));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(unpacked(&page, "passages-0").to_string().contains("</script><script>zyxwvu()"), "it is there, packed");
}
