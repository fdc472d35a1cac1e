//! Files of before Unicode through the public commands.

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use common::trichluc;
use serde_json::Value;

/// A report as .VnTime stores it, each byte shown as Windows does in western Europe.
const TCVN3: &str = "Së Y tÕ\nSè: 42/BC-SYT\nYªn B¸i, ngµy 12 th¸ng 7 n¨m 2023\n\nB¸o c¸o\nC«ng t¸c thanh tra 6 th¸ng ®Çu n¨m 2023\n\n\
    Thùc hiÖn QuyÕt ®Þnh sè 15/Q§-UBND ngµy 09/01/2023 cña Uû ban nh©n d©n tØnh, c¬ quan ®· kiÓm tra 12 c¬ së, xö ph¹t 03 tæ chøc 12 triÖu ®ång.\n";
const UNICODE: &str = "Sở Y tế\nSố: 42/BC-SYT\nYên Bái, ngày 12 tháng 7 năm 2023\n\nBáo cáo\nCông tác thanh tra 6 tháng đầu năm 2023\n\n\
    Thực hiện Quyết định số 15/QĐ-UBND ngày 09/01/2023 của Uỷ ban nhân dân tỉnh, cơ quan đã kiểm tra 12 cơ sở, xử phạt 03 tổ chức 12 triệu đồng.\n";

fn latin1(shown: &str) -> Vec<u8> {
    shown.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of western Europe")).collect()
}

/// Files in a folder that goes away with the first of the two.
fn files(all: &[(&str, &[u8])]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = all.iter().map(|(name, bytes)| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("writable");
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

fn printed(arguments: &[&str]) -> String {
    let done = trichluc(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

fn record(path: &str, more: &[&str]) -> Value {
    serde_json::from_str(&printed(&[&["extract", path], more].concat())).expect("a record")
}

fn codes(record: &Value) -> Vec<&str> {
    record["findings"].as_array().expect("a list").iter().filter_map(|f| f["code"].as_str()).collect()
}

/// Every place of a record: start, end, words.
fn places(value: &Value, all: &mut Vec<(usize, usize, String)>) {
    match value {
        Value::Object(map) => {
            let number = |key: &str| map.get(key).and_then(Value::as_u64).map(|n| n as usize);
            if let (Some(start), Some(end)) = (number("char_start"), number("char_end")) {
                all.push((start, end, map["text"].as_str().expect("words").to_owned()));
            }
            map.values().for_each(|v| places(v, all));
        }
        Value::Array(values) => values.iter().for_each(|v| places(v, all)),
        _ => {}
    }
}

#[test]
fn offsets_point_into_the_text_that_is_printed() {
    let mojibake = format!("Kính gửi: Sở Y tế\n{TCVN3}");
    let (_folder, paths) = files(&[("bytes.txt", &latin1(TCVN3)), ("letters.txt", mojibake.as_bytes())]);
    for (path, encoding, text) in
        [(&paths[0], "tcvn3", UNICODE.to_owned()), (&paths[1], "utf-8+tcvn3", format!("Kính gửi: Sở Y tế\n{UNICODE}"))]
    {
        let path = path.to_str().expect("UTF-8");
        assert_eq!(printed(&["text", path]), text);
        let record = record(path, &[]);
        assert_eq!((&record["source"]["encoding"], &record["status"]), (&encoding.into(), &"ok".into()));
        assert_eq!(codes(&record), ["legacy_encoding"]);
        let (chars, mut found): (Vec<char>, _) = (text.chars().collect(), Vec::new());
        places(&record, &mut found);
        assert!(found.len() > 5, "{record}");
        for (start, end, words) in found {
            assert_eq!(chars[start..end].iter().collect::<String>(), words);
        }
    }
}

#[test]
fn a_legacy_file_says_what_its_unicode_copy_says() {
    let (_folder, paths) = files(&[("a.txt", &latin1(TCVN3)), ("b.txt", UNICODE.as_bytes())]);
    let [legacy, unicode] = [0, 1].map(|i| record(paths[i].to_str().expect("UTF-8"), &[]));
    for key in ["header", "period", "citations", "counts", "topics", "places"] {
        assert_eq!(legacy[key], unicode[key], "{key}");
    }
    assert_eq!(unicode["citations"].as_array().map(Vec::len), Some(1));
}

/// A page or document of these paragraphs.
fn paragraphs(text: &str, open: &str, close: &str) -> String {
    text.lines().map(|line| format!("{open}{line}{close}\n")).collect()
}

fn docx(text: &str) -> Vec<u8> {
    use std::io::Write;
    const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let body = paragraphs(text, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a name");
    write!(zip, "<w:document xmlns:w=\"{SPACE}\"><w:body>{body}</w:body></w:document>").expect("in memory");
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn old_letters_in_pages_and_word_documents_are_read() {
    let page =
        |text: &str| format!("<html><body><table width=\"100%\">{}</table></body></html>", paragraphs(text, "<p class=\"a\">", "</p>"));
    let entities: String = TCVN3.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect();
    let all: [(&str, Vec<u8>, Value); 5] = [
        ("bytes.html", latin1(&page(TCVN3)), "tcvn3".into()),
        ("letters.html", page(TCVN3).into_bytes(), "utf-8+tcvn3".into()),
        ("entities.html", page(&entities).into_bytes(), "utf-8+tcvn3".into()),
        ("letters.docx", docx(TCVN3), "tcvn3".into()),
        ("clean.docx", docx(UNICODE), Value::Null),
    ];
    let (_folder, paths) = files(&all.each_ref().map(|(name, bytes, _)| (*name, bytes.as_slice())));
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (path, (name, _, encoding)) in paths.iter().zip(&all) {
        let path = path.to_str().expect("UTF-8");
        assert_eq!(squeezed(&printed(&["text", path])), squeezed(UNICODE), "{name}");
        let record = record(path, &[]);
        assert_eq!((&record["source"]["encoding"], codes(&record).is_empty()), (encoding, encoding.is_null()), "{name}");
    }
    let kept = printed(&["text", paths[3].to_str().expect("UTF-8"), "--encoding", "utf-8"]);
    assert_eq!(squeezed(&kept), squeezed(TCVN3));
}

#[test]
fn a_name_forces_an_encoding_in_every_command_that_reads() {
    let (folder, paths) = files(&[("short.txt", &latin1("Ph¹t 3 c¬ së"))]);
    let path = paths[0].to_str().expect("UTF-8");
    assert_eq!(trichluc(&["text", path]).status.code(), Some(1), "too short to be told");
    assert_eq!(printed(&["text", path, "--encoding", "tcvn3"]), "Phạt 3 cơ sở");
    assert_eq!(record(path, &["--encoding", "TCVN3"])["source"]["encoding"], "tcvn3");
    assert!(printed(&["explain", path, "--encoding", "tcvn3"]).contains("cơ sở"));
    let (input, out) = (folder.path().to_str().expect("UTF-8"), tempfile::tempdir().expect("a temporary folder"));
    printed(&["run", input, "--out", out.path().to_str().expect("UTF-8"), "--encoding", "tcvn3"]);
    let records = std::fs::read_to_string(out.path().join("latest/records.jsonl")).expect("written");
    assert_eq!(serde_json::from_str::<Value>(&records).expect("one record")["source"]["encoding"], "tcvn3");
    assert_eq!(trichluc(&["text", path, "--encoding", "latin-9"]).status.code(), Some(2));
}

#[test]
fn letters_that_are_right_may_be_kept() {
    let (_folder, paths) = files(&[("a.txt", TCVN3.as_bytes())]);
    let path = paths[0].to_str().expect("UTF-8");
    assert_eq!(printed(&["text", path, "--encoding", "utf-8"]), TCVN3);
    assert_eq!(codes(&record(path, &["--encoding", "utf-8"])).iter().filter(|c| **c == "legacy_encoding").count(), 0);
}

#[test]
fn what_is_readable_of_a_text_cut_to_its_low_bytes_is_read() {
    let mut read = BTreeMap::new();
    for (name, bytes) in common::corpus() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let is_composed = !text.contains(|c| matches!(c, '\u{300}'..='\u{36F}'));
        let cut: String = text.chars().map(|c| char::from(c as u32 as u8)).filter(|c| *c != '\0').collect();
        if is_composed && text.split_whitespace().count() > 100 {
            read.insert(name, cut);
        }
    }
    let all: Vec<(&str, &[u8])> = read.iter().map(|(name, cut)| (name.as_str(), cut.as_bytes())).collect();
    let (_folder, paths) = files(&all);
    let paths: Vec<&str> = paths.iter().filter_map(|p| p.to_str()).collect();
    let records = printed(&[&["extract"], &paths[..]].concat());
    let records: Vec<Value> = records.lines().map(|l| serde_json::from_str(l).expect("a record")).collect();
    for record in &records {
        assert!(codes(record).contains(&"ocr_suspect") && record["status"] == "ok", "{}", record["source"]);
    }
    let has_citations = |r: &&Value| r["citations"].as_array().is_some_and(|c| !c.is_empty());
    assert!(records.len() > 40 && records.iter().filter(has_citations).count() > 10, "{}", records.len());
}

#[test]
fn no_document_of_the_corpus_is_suspected() {
    let folder = common::root().join("corpus");
    let all = common::corpus();
    let paths: Vec<String> = all.iter().map(|(name, _)| folder.join(name).display().to_string()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for line in printed(&[&["extract"], &paths[..]].concat()).lines() {
        let record: Value = serde_json::from_str(line).expect("a record");
        let is_wrong = codes(&record).iter().any(|c| matches!(*c, "legacy_encoding" | "ocr_suspect"));
        assert!(!is_wrong, "{}: {}", record["source"]["path"], record["findings"]);
    }
}
