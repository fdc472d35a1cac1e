//! Files as offices have them: what is read from them is what is read from their text.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use common::{root, shared, trichluc};
use serde_json::Value;
use trichluc::record::Status;
use trichluc::{Pipeline, Record, RuleSet};
use unicode_normalization::UnicodeNormalization;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

fn read(path: &Path) -> Record {
    PIPELINE.record(&name(path), &std::fs::read(path).expect("readable"))
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn fixtures() -> PathBuf {
    root().join("tests/fixtures/formats")
}

/// Files of a folder with that ending, by name.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    let mut files: Vec<PathBuf> = all.filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
    files.sort();
    files
}

/// Whether the machine has a program; says aloud where not.
fn has(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).any(|f| f.join(program).is_file());
    if !found {
        println!("left out: {program} is not installed");
    }
    found
}

fn has_word_tool() -> bool {
    has("antiword") || has("catdoc")
}

/// The formats that office programs write, and the share that must be equal in each.
const FORMATS: [(&str, f64); 4] = [("docx", 1.0), ("html", 1.0), ("pdf", 0.98), ("doc", 0.98)];

/// What was found, each as often as it was: places in the text left out, and
/// in words white space and soft hyphens, which a page lays out anew.
fn found(record: &Record) -> [BTreeMap<String, usize>; 3] {
    let record = serde_json::to_value(record).expect("a record is JSON");
    ["citations", "counts", "places"].map(|key| {
        let mut all = BTreeMap::new();
        for mention in record[key].as_array().into_iter().flatten() {
            *all.entry(meaning(mention).to_string()).or_default() += 1;
        }
        all
    })
}

fn meaning(value: &Value) -> Value {
    const PLACES: [&str; 6] = ["char_start", "char_end", "line", "section", "rule", "mentions"];
    match value {
        Value::Object(map) => map.iter().filter(|(key, _)| !PLACES.contains(&key.as_str())).map(|(k, v)| (k.clone(), meaning(v))).collect(),
        Value::Array(all) => all.iter().map(meaning).collect(),
        Value::String(text) => text.nfc().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect::<String>().into(),
        other => other.clone(),
    }
}

/// How many citations, counts and places are equal, of how many.
#[derive(Default)]
struct Shares([(usize, usize); 3]);

impl Shares {
    fn add(&mut self, text: &Record, other: &Record) {
        for ((equal, all), (a, b)) in self.0.iter_mut().zip(found(text).into_iter().zip(found(other))) {
            *equal += a.iter().map(|(what, n)| b.get(what).copied().unwrap_or(0).min(*n)).sum::<usize>();
            *all += a.values().sum::<usize>().max(b.values().sum());
            let differ = a.iter().filter(|(what, n)| b.get(*what) != Some(n));
            differ.for_each(|(what, _)| println!("    {} lacks {what}", other.source.path));
        }
    }

    fn assert_at_least(&self, share: f64, of: &str) {
        println!("{of}: equal citations, counts, places: {:?}", self.0);
        for (equal, all) in self.0 {
            assert!(all > 0 && equal as f64 >= share * all as f64, "{of}: {equal} of {all}");
        }
    }
}

/// Compares the files of a folder in each format with their texts.
fn assert_equal_to_texts(folder: impl Fn(&str) -> PathBuf, texts: &Path) {
    for (format, share) in FORMATS {
        if format == "doc" && !has_word_tool() {
            continue;
        }
        let mut shares = Shares::default();
        for text in files(texts, "txt") {
            let other = folder(format).join(name(&text)).with_extension(format);
            let record = read(&other);
            assert_eq!((record.source.format.as_str(), record.status), (format, Status::Ok), "{}", other.display());
            shares.add(&read(&text), &record);
        }
        shares.assert_at_least(share, format);
    }
}

#[test]
fn a_file_of_an_office_program_says_what_its_text_says() {
    assert_equal_to_texts(|_| fixtures(), &fixtures());
}

#[test]
fn the_whole_corpus_says_the_same_in_every_format() {
    if !has("soffice") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    const FILTERS: [&str; 4] = ["docx:MS Word 2007 XML", "html:HTML (StarWriter)", "pdf:writer_pdf_Export", "doc:MS Word 97"];
    for filter in FILTERS {
        let format = filter.split(':').next().expect("a format");
        // A profile of its own: no two of these programs may share one.
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
        let mut command = Command::new("soffice");
        command.args([&profile, "--headless", "--convert-to", filter, "--infilter=Text (encoded):UTF8,LF,,,", "--outdir"]);
        let done = command.arg(folder.path().join(format)).args(files(&root().join("corpus"), "txt")).output().expect("soffice starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    assert_equal_to_texts(|format| folder.path().join(format), &root().join("corpus"));
}

#[test]
fn the_printed_text_is_what_offsets_point_into() {
    for format in ["docx", "html", "pdf", "doc"] {
        if format == "doc" && !has_word_tool() {
            continue;
        }
        for file in files(&fixtures(), format) {
            let printed = trichluc(&["text", file.to_str().expect("UTF-8")]);
            let chars: Vec<char> = String::from_utf8(printed.stdout).expect("UTF-8").chars().collect();
            let record = read(&file);
            assert!(!record.citations.is_empty(), "{}", file.display());
            for at in record.citations.iter().map(|c| &c.at).chain(record.counts.iter().map(|c| &c.at)) {
                let words: String = chars[at.char_start as usize..at.char_end as usize].iter().collect();
                assert_eq!(words, at.text, "{}", file.display());
            }
        }
    }
}

/// A zip file of these.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(content).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn an_archive_is_walked_as_a_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [archive, input, out] = ["in/old.zip", "in", "out"].map(|p| folder.path().join(p).to_str().expect("UTF-8").to_owned());
    let docx = std::fs::read(fixtures().join("bao-cao-co-bang.docx")).expect("a fixture");
    let inner = packed(&[("thư.txt", "Số: 5/BC-SYT".as_bytes())]);
    std::fs::create_dir(&input).expect("writable");
    std::fs::write(&archive, packed(&[("inner/name.docx", &docx), ("b.zip", &inner), ("photo.jpg", b"x"), ("c.zip", b"PK")]))
        .expect("writable");
    assert_eq!(trichluc(&["run", &input, "--out", &out]).status.code(), Some(3));
    let records = std::fs::read_to_string(format!("{out}/latest/records.jsonl")).expect("records");
    let records: Vec<Record> = records.lines().map(|l| serde_json::from_str(l).expect("a record")).collect();
    let read: Vec<(&str, Status)> = records.iter().map(|r| (r.source.path.as_str(), r.status)).collect();
    let expected = [("old.zip!b.zip!thư.txt", Status::Ok), ("old.zip!c.zip", Status::Failed), ("old.zip!inner/name.docx", Status::Ok)];
    assert_eq!(read, expected);
    let run = std::fs::read_to_string(format!("{out}/latest/run.json")).expect("run.json");
    assert!(run.contains("old.zip!photo.jpg"));
    let printed = trichluc(&["text", &format!("{archive}!inner/name.docx")]);
    assert_eq!(String::from_utf8(printed.stdout).ok(), PIPELINE.text(&docx).ok());
    let extracted = trichluc(&["extract", &archive]);
    assert_eq!(String::from_utf8_lossy(&extracted.stdout).lines().count(), 3);
}

#[test]
fn a_file_over_a_limit_fails_with_its_name() {
    let file = fixtures().join("bao-cao-co-bang.docx");
    let code = |option: &str| {
        let done = trichluc(&["extract", file.to_str().expect("UTF-8"), option, "0"]);
        let record: Record = serde_json::from_slice(&done.stdout).expect("a record");
        (done.status.code(), record.error.map(|e| e.code))
    };
    for (option, limit) in [
        ("--max-input", "input_limit"),
        ("--max-unpacked", "unpacked_limit"),
        ("--max-text", "text_limit"),
        ("--max-depth", "depth_limit"),
        ("--max-entries", "entries_limit"),
    ] {
        assert_eq!(code(option), (Some(3), Some(limit.into())), "{option}");
    }
}

/// A PDF of images alone.
fn scan(pages: &[PathBuf]) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for page in pages {
        let jpeg = std::fs::read(page).expect("a page");
        let (width, height) = (1240, 1754);
        let image = document.add_object(Stream::new(
            dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode" },
            jpeg,
        ));
        let drawn = document.add_object(Stream::new(dictionary! {}, b"595 0 0 842 0 0 cm /I Do".to_vec()));
        let resources = dictionary! { "XObject" => dictionary! { "I" => image } };
        let box_ = vec![0.into(), 0.into(), 595.into(), 842.into()];
        kids.push(
            document
                .add_object(
                    dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => box_, "Contents" => drawn, "Resources" => resources },
                )
                .into(),
        );
    }
    let count = i64::try_from(kids.len()).expect("few");
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("in memory");
    bytes
}

fn has_vietnamese_recognition() -> bool {
    let languages = || Command::new("tesseract").arg("--list-langs").output().expect("tesseract starts");
    let is_there = has("tesseract") && has("pdftoppm") && String::from_utf8_lossy(&languages().stdout).lines().any(|l| l == "vie");
    if !is_there {
        println!("left out: recognition needs pdftoppm and tesseract with vie");
    }
    is_there
}

#[test]
fn a_scan_is_recognized_by_the_command_and_said_to_be() {
    if !has_vietnamese_recognition() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pages = folder.path().join("page");
    let source = fixtures().join("nghi-quyet-hdnd-nam-dinh-2019-sua-doi-bai-bo.pdf");
    // A4 at 150 dots an inch.
    let size = ["-jpeg", "-scale-to-x", "1240", "-scale-to-y", "1754"];
    let done = Command::new("pdftoppm").args(size).args([&source, &pages]).status().expect("pdftoppm starts");
    assert!(done.success());
    let file = folder.path().join("scan.pdf");
    std::fs::write(&file, scan(&files(folder.path(), "jpg"))).expect("writable");
    let file = file.to_str().expect("UTF-8");
    let extracted = |options: &[&str]| -> Record {
        let done = trichluc(&[&["extract", file], options].concat());
        serde_json::from_slice(&done.stdout).expect("a record")
    };

    let without = extracted(&[]);
    assert_eq!((without.status, without.error.map(|e| e.code)), (Status::Failed, Some("no_text_layer".into())));
    let late = extracted(&["--ocr", "contrib/ocr.sh {input}", "--max-ocr-seconds", "0"]);
    assert_eq!(late.error.map(|e| e.code), Some("time_limit".into()));

    let recognized = extracted(&["--ocr", "contrib/ocr.sh {input}"]);
    assert!(recognized.source.ocr && recognized.status == Status::Ok);
    let cited = |record: &Record| -> Vec<String> { record.citations.iter().map(|c| c.value.key.clone()).collect() };
    let (expected, all) = (cited(&read(&source)), cited(&recognized));
    let again = expected.iter().filter(|key| all.contains(key)).count();
    println!("recognized: {again} of {} citations", expected.len());
    assert!(again as f64 >= 0.7 * expected.len() as f64, "{all:#?}");
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
    ("0214-", &["vbai-0214"], 1.0),
    ("0125-", &["vbai-0125"], 1.0),
    // A part alone cannot tell the year of a law that another part names.
    ("0518-", &["vbai-0518-a", "vbai-0518-b", "vbai-0518-c"], 0.96),
];

#[test]
fn an_original_cites_what_its_text_cites() {
    let (Some(originals), Some(texts)) = (shared("documents/originals"), shared("gold/dev/texts")) else { return };
    for entry in std::fs::read_dir(originals).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = name(&path);
        let record = read(&path);
        if let Some(error) = &record.error {
            assert_eq!(error.code, "no_word_tool", "{name}");
            println!("{name}: left out, antiword and catdoc are not installed");
            continue;
        }
        assert!(record.status == Status::Ok, "{name}");
        println!("{name}: {}, {} citations, {} counts", record.source.format, record.citations.len(), record.counts.len());
        let Some((_, twins, share)) = TWINS.iter().find(|(start, ..)| name.starts_with(start)) else { continue };
        let plain: Vec<Record> = twins.iter().map(|t| read(&texts.join(format!("{t}.txt")))).collect();
        assert_near(&name, &cited(&[record]), &cited(&plain), *share);
    }
}

fn assert_near(name: &str, found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>, share: f64) {
    let equal: usize = expected.iter().map(|(key, n)| (*n).min(found.get(key).copied().unwrap_or(0))).sum();
    let all: usize = expected.values().sum();
    println!("    {equal} of the {all} citations of its text");
    assert!(equal as f64 >= share * all as f64, "{name}: found {found:#?}, its text {expected:#?}");
}
