//! Damaged and hostile files: a record each, in time and within the memory that a run may take.
//!
//! 200 files are damaged with every `cargo test`; `TRICHLUC_DAMAGED=2000 cargo test --test damage -- --nocapture` is the long form.

mod common;

use std::io::{Cursor, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::root;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use trichluc::archive::{Member, members};
use trichluc::record::Status;
use trichluc::{Files, Input, Limits, Pipeline, RuleSet};
use zip::ZipArchive;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

const MOST_TIME: Duration = Duration::from_secs(10);
const MOST_MEMORY: u64 = 512 << 20;

/// The same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let (from, length) = (self.below(bytes.len()), self.below(200));
        match self.below(6) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..bytes.len().min(from + length))),
            2 => bytes[from..].iter_mut().take(length).for_each(|b| *b = 0),
            3 => {
                let piece = bytes[from..bytes.len().min(from + length)].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => (0..=self.below(24)).for_each(|_| {
                let at = self.below(bytes.len());
                bytes[at] = self.below(256) as u8;
            }),
        }
    }
}

fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(content).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// One of the parts of a package is damaged, and all are packed again: the reader of XML gets to see it.
fn damage_inside(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).expect("readable");
        parts.push((part.name().expect("a name").into_owned(), content));
    }
    let is_main = |name: &str| ["word/document.xml", "xl/worksheets/sheet1.xml"].contains(&name);
    let at = if chance.below(2) == 0 { parts.iter().position(|(n, _)| is_main(n)) } else { None };
    let at = at.unwrap_or_else(|| chance.below(parts.len()));
    chance.damage(&mut parts[at].1);
    let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(n, c)| (n.as_str(), c.clone())).collect();
    packed(&parts)
}

/// Whole files of every format; those of PDF also with their streams unpacked, so that damage reaches what they draw.
fn whole_files() -> Vec<(String, Vec<u8>)> {
    let mut all = common::texts(&root().join("tests/fixtures/formats"));
    let pdf: Vec<(String, Vec<u8>)> = all.iter().filter(|(name, _)| name.ends_with(".pdf")).cloned().collect();
    for (name, bytes) in pdf {
        let mut document = Document::load_mem(&bytes).expect("a fixture");
        document.decompress();
        let mut plain = Vec::new();
        document.save_to(&mut plain).expect("in memory");
        all.push((format!("plain-{name}"), plain));
    }
    let inner = packed(&[("a.txt", all[0].1.clone())]);
    let rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>Số vụ</t></is></c><c r='B1'><v>12.5</v></c></row>".repeat(9);
    all.push(("sheet.xlsx".into(), workbook(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))));
    all.push(("archive.zip".into(), packed(&[("inner.zip", inner), ("b.txt", b"S\xE1\xBB\x91: 5".to_vec())])));
    all
}

fn read(name: &str, bytes: &[u8]) -> Option<String> {
    let (can_measure, began) = (forget_memory(), Instant::now());
    let codes = if name.ends_with(".zip") { read_archive(bytes) } else { PIPELINE.record(name, bytes).error.map(|e| e.code) };
    assert!(began.elapsed() < MOST_TIME, "{name} took {:?}", began.elapsed());
    assert_ne!(codes.as_deref(), Some("reader_panic"), "{name}");
    let most = memory().filter(|_| can_measure).unwrap_or(0);
    assert!(most < MOST_MEMORY, "{name} took {} MiB", most >> 20);
    codes
}

/// As a run reads it: listed, then file by file.
fn read_archive(bytes: &[u8]) -> Option<String> {
    let mut file = tempfile::Builder::new().suffix(".zip").tempfile().expect("a temporary folder");
    file.write_all(bytes).expect("writable");
    let members = match members(file.path(), &Limits::default()) {
        Ok(members) => members,
        Err(failure) => return Some(failure.code),
    };
    let mut files = Files::new(Limits::default());
    let mut last = None;
    for member in members {
        let name = member.name.clone();
        let input = Input { name: name.clone(), path: file.path().to_owned(), member: Some(Box::new(Member { ..member })) };
        last = match files.bytes(&input) {
            Ok(bytes) => PIPELINE.record(&name, &bytes).error.map(|e| e.code),
            Err(failure) => Some(failure.code),
        };
    }
    last
}

/// The most memory that this process had, where the machine tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib << 10)
}

/// From now on only what is needed from now on counts; whether the machine can do that.
fn forget_memory() -> bool {
    std::fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// One test, so that no other one of this process is measured with it.
#[test]
fn damaged_and_hostile_files_give_a_record_in_time_and_memory() {
    damaged_files();
    hostile_files();
}

fn damaged_files() {
    let many = std::env::var("TRICHLUC_DAMAGED").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let (files, mut chance) = (whole_files(), Chance(30));
    let (mut failed, mut slowest, mut largest) = (0, Duration::ZERO, 0);
    for round in 0..many {
        let (name, whole) = &files[round % files.len()];
        let is_package = name.ends_with(".docx") || name.ends_with(".xlsx");
        let mut bytes = if is_package && chance.below(3) > 0 { damage_inside(whole, &mut chance) } else { whole.clone() };
        if bytes.len() == whole.len() && &bytes == whole {
            chance.damage(&mut bytes);
        }
        let began = Instant::now();
        failed += usize::from(read(name, &bytes).is_some());
        slowest = slowest.max(began.elapsed());
        largest = largest.max(memory().unwrap_or(0));
    }
    println!("{many} damaged files, {failed} failed, the slowest took {slowest:?}, the largest {} MiB", largest >> 20);
}

fn hostile_files() {
    for (name, bytes, expected) in hostile() {
        let began = Instant::now();
        let code = read(name, &bytes);
        println!("{name}: {code:?} in {:?}, {} MiB", began.elapsed(), memory().unwrap_or(0) >> 20);
        if let Some(expected) = expected {
            assert_eq!(code.as_deref(), Some(expected), "{name}");
        }
    }
}

/// What is made to fill a memory or to hang: its name, its bytes, and the code that it must fail with.
fn hostile() -> Vec<(&'static str, Vec<u8>, Option<&'static str>)> {
    let body = |xml: &str| packed(&[("word/document.xml", format!("<w:document xmlns:w='w'><w:body>{xml}").into_bytes())]);
    let spaces = |mib: usize| vec![b' '; mib << 20];
    let entities = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><w:document><w:p><w:t>&b;&b;</w:t></w:p></w:document>";
    let rows = format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row><c r='XFD9'><v>1</v></c></row>".repeat(50_000));
    let inner = packed(&[("a.txt", spaces(60))]);
    let many: Vec<(String, Vec<u8>)> = (0..120_000).map(|n| (n.to_string(), Vec::new())).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(n, c)| (n.as_str(), c.clone())).collect();
    vec![
        ("packed-spaces.docx", packed(&[("word/document.xml", spaces(200))]), Some("ratio_limit")),
        ("deep.docx", body(&"<w:p>".repeat(200_000)), Some("depth_limit")),
        ("deep-tables.docx", body(&"<w:tbl><w:tr><w:tc>".repeat(80)), Some("damaged")),
        ("wide-table.docx", body(&"<w:tc/>".repeat(300_000)), Some("damaged")),
        ("spans.docx", body(&"<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr></w:tc>".repeat(9_000)), Some("damaged")),
        ("entities.docx", packed(&[("word/document.xml", entities.into())]), None),
        (
            "attributes.docx",
            body(&format!("<w:gridSpan{}/>", (0..200_000).map(|n| format!(" a{n}=''")).collect::<String>())),
            Some("damaged"),
        ),
        ("words.docx", words(), Some("text_limit")),
        ("strings.xlsx", workbook_of_strings(), Some("damaged")),
        ("rows.xlsx", workbook(&rows), None),
        ("spaces.xlsx", packed(&[("xl/workbook.xml", spaces(200))]), Some("ratio_limit")),
        ("bomb.zip", packed(&[("a.txt", spaces(200))]), Some("ratio_limit")),
        ("bombs.zip", packed(&[("i.zip", inner)]), Some("ratio_limit")),
        ("many.zip", packed(&many), Some("entries_limit")),
        (
            "list.docx",
            b"PK\x03\x04word/document.xml".iter().copied().chain(b"PK\x01\x02".repeat(2_000_000)).collect(),
            Some("entries_limit"),
        ),
        ("tables.html", "<table><tr><td>".repeat(200_000).into_bytes(), Some("depth_limit")),
        ("quotes.html", "<html><a b='".repeat(20_000).into_bytes(), None),
        ("comments.html", format!("<html>{}", "<!--".repeat(200_000)).into_bytes(), None),
        ("scripts.html", format!("<html>{}", "<script></".repeat(100_000)).into_bytes(), None),
        ("spans.html", format!("<html><table>{}", "<tr><td colspan=999999>1".repeat(50_000)).into_bytes(), None),
        ("arrays.pdf", [b"%PDF-1.5\n1 0 obj\n".to_vec(), b"[".repeat(500_000)].concat(), Some("damaged")),
        ("pages.pdf", pdf(cyclic_pages), None),
        ("forms.pdf", pdf(cyclic_forms), None),
        ("packed-spaces.pdf", pdf(packed_content), Some("unpacked_limit")),
        ("shared-content.pdf", pdf(shared_content), Some("unpacked_limit")),
        ("steps.pdf", pdf(|d| one_page(d, b"q Q ".repeat(4 << 20), Dictionary::new())), None),
        ("letters.pdf", pdf(apart_letters), Some("unpacked_limit")),
        ("filters.pdf", pdf(chained_filters), None),
        ("columns.pdf", pdf(wide_predictor), None),
        ("objects.pdf", packed_objects(), None),
        ("meanings.pdf", pdf(long_meanings), None),
        ("lengths.pdf", pdf(cyclic_length), None),
        ("widths.pdf", pdf(wide_fonts), None),
        ("xref.pdf", cyclic_xref(), None),
    ]
}

/// A hundred million letters in a document that is large enough to hold them.
fn words() -> Vec<u8> {
    let mut chance = Chance(7);
    let noise: Vec<u8> = (0..1 << 20).map(|_| chance.below(256) as u8).collect();
    let text = "5 vu, ".repeat(17 << 20);
    let body = format!("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    packed(&[("word/document.xml", body.into_bytes()), ("word/media/image1.png", noise)])
}

/// A workbook that claims to have billions of strings and cells.
fn workbook_of_strings() -> Vec<u8> {
    let sheet =
        "<worksheet><dimension ref='A1:XFD1048576'/><sheetData><row><c r='A1' t='s'><v>4294967294</v></c></row></sheetData></worksheet>";
    workbook_with(sheet, Some("<sst count='18446744073709551615' uniqueCount='18446744073709551615'><si><t>a</t></si></sst>"))
}

/// A workbook of one sheet.
fn workbook(sheet: &str) -> Vec<u8> {
    workbook_with(sheet, None)
}

fn workbook_with(sheet: &str, strings: Option<&str>) -> Vec<u8> {
    let relation = |to: &str, what: &str| {
        let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = format!("<Relationship Id='rId1' Target='{to}' Type='{namespace}/{what}'/>");
        format!("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{relation}</Relationships>")
            .into_bytes()
    };
    let book = "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
        xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>\
        <sheet name='a' sheetId='1' r:id='rId1'/></sheets></workbook>";
    let mut parts = vec![
        ("_rels/.rels", relation("xl/workbook.xml", "officeDocument")),
        ("xl/workbook.xml", book.into()),
        ("xl/_rels/workbook.xml.rels", relation("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", sheet.into()),
    ];
    parts.extend(strings.map(|s| ("xl/sharedStrings.xml", s.into())));
    packed(&parts)
}

/// A document whose catalog names these pages.
fn pdf(pages: fn(&mut Document) -> Object) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = pages(&mut document);
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("in memory");
    bytes
}

/// Kids that are their own parents.
fn cyclic_pages(document: &mut Document) -> Object {
    let (a, b) = (document.new_object_id(), document.new_object_id());
    let node = |kid: lopdf::ObjectId| dictionary! { "Type" => "Pages", "Kids" => vec![kid.into(), kid.into(), kid.into()], "Count" => 9, "Parent" => kid };
    document.objects.insert(a, node(b).into());
    document.objects.insert(b, node(a).into());
    a.into()
}

fn one_page(document: &mut Document, content: Vec<u8>, resources: Dictionary) -> Object {
    let tree = document.new_object_id();
    let content = document.add_object(Stream::new(dictionary! {}, content));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources });
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    tree.into()
}

/// A form that draws itself eight times.
fn cyclic_forms(document: &mut Document) -> Object {
    let form = document.new_object_id();
    let resources = dictionary! { "XObject" => dictionary! { "F" => form } };
    let stream =
        Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone() }, b"/F Do ".repeat(8));
    document.objects.insert(form, stream.into());
    one_page(document, b"/F Do".to_vec(), resources)
}

fn deflated(content: &[u8]) -> Stream {
    let mut stream = Stream::new(dictionary! {}, content.to_vec());
    stream.compress().expect("in memory");
    stream
}

fn packed_content(document: &mut Document) -> Object {
    let tree = document.new_object_id();
    let content = document.add_object(deflated(&vec![b' '; 150 << 20]));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content });
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    tree.into()
}

/// A thousand pages that each draw the same megabytes.
fn shared_content(document: &mut Document) -> Object {
    let tree = document.new_object_id();
    let content = document.add_object(deflated(&b"q Q ".repeat(1 << 20)));
    let page = |d: &mut Document| d.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content }).into();
    let kids: Vec<Object> = (0..1000).map(|_| page(document)).collect();
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1000 }.into());
    tree.into()
}

/// A stream whose length is itself.
fn cyclic_length(document: &mut Document) -> Object {
    let stream = document.new_object_id();
    let mut content = Stream::new(dictionary! {}, b"BT ET".to_vec());
    content.dict.set("Length", stream);
    document.objects.insert(stream, content.into());
    one_page(document, b"BT ET".to_vec(), dictionary! { "Font" => stream })
}

/// Four hundred fonts that each tell the width of every code.
fn wide_fonts(document: &mut Document) -> Object {
    let mut fonts = Dictionary::new();
    let mut content = b"BT ".to_vec();
    for n in 0..400 {
        let widths: Vec<Object> = vec![0.into(), 65535.into(), 500.into()];
        let below = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "W" => widths });
        let font =
            dictionary! { "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H", "DescendantFonts" => vec![below.into()] };
        fonts.set(format!("F{n}"), document.add_object(font));
        content.extend(format!("/F{n} 10 Tf (ab) Tj ").bytes());
    }
    one_page(document, content, dictionary! { "Font" => fonts })
}

/// Letters that each stand far from the last.
fn apart_letters(document: &mut Document) -> Object {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" };
    let content = [b"BT /F 9 Tf ".to_vec(), b"[(a) -9999 (b) -9999 (c) -9999] TJ ".repeat(1 << 17), b"ET".to_vec()].concat();
    one_page(document, content, dictionary! { "Font" => dictionary! { "F" => font } })
}

/// Content that was packed over and over.
fn chained_filters(document: &mut Document) -> Object {
    let mut content = vec![b' '; 40 << 20];
    for _ in 0..4 {
        content = deflated(&content).content;
    }
    let mut stream = Stream::new(dictionary! {}, content);
    stream.dict.set("Filter", vec![Object::Name(b"FlateDecode".to_vec()); 4]);
    let id = document.add_object(stream);
    let page = one_page(document, Vec::new(), Dictionary::new());
    with_content(document, &page, id)
}

/// A predictor for rows of two billion columns.
fn wide_predictor(document: &mut Document) -> Object {
    let mut stream = deflated(&[b' '; 1 << 16]);
    stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    stream.dict.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 2_000_000_000, "Colors" => 32, "BitsPerComponent" => 16 });
    let id = document.add_object(stream);
    let page = one_page(document, Vec::new(), Dictionary::new());
    with_content(document, &page, id)
}

/// Draws this stream on the page of a tree.
fn with_content(document: &mut Document, tree: &Object, content: lopdf::ObjectId) -> Object {
    let tree_id = tree.as_reference().expect("a tree");
    let kid = document.get_dictionary(tree_id).and_then(|t| t.get(b"Kids")).and_then(Object::as_array).expect("kids")[0]
        .as_reference()
        .expect("a page");
    document.get_dictionary_mut(kid).expect("a page").set("Contents", content);
    tree.clone()
}

/// Sixty packed collections of objects, each of megabytes of blanks.
fn packed_objects() -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let packed = deflated(&[b"1 0 ".to_vec(), vec![b' '; 60 << 20]].concat()).content;
    for n in 2..60 {
        let head = format!("{n} 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>>stream\n", packed.len());
        bytes.extend(head.bytes().chain(packed.iter().copied()).chain(*b"\nendstream\nendobj\n"));
    }
    let at = bytes.len();
    bytes.extend(format!("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 60/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").bytes());
    bytes
}

/// A font in which every code means five hundred letters.
fn long_meanings(document: &mut Document) -> Object {
    let map = format!(
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <{}> endbfrange endcmap",
        "0061".repeat(500)
    );
    let meaning = document.add_object(Stream::new(dictionary! {}, map.into_bytes()));
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "ToUnicode" => meaning };
    let content = [b"BT /F 9 Tf ".to_vec(), b"(abcdefghij) Tj ".repeat(100_000), b"ET".to_vec()].concat();
    one_page(document, content, dictionary! { "Font" => dictionary! { "F" => font } })
}

/// A table of objects that names itself as the one before.
fn cyclic_xref() -> Vec<u8> {
    let head = "%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\n";
    let table = "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n";
    format!("{head}{table}trailer\n<</Size 2/Root 1 0 R/Prev {0}>>\nstartxref\n{0}\n%%EOF", head.len()).into_bytes()
}

#[test]
fn what_is_whole_is_read() {
    for (name, bytes) in whole_files().iter().filter(|(n, _)| n.ends_with(".pdf") || n.ends_with(".docx") || n.ends_with(".html")) {
        assert!(PIPELINE.record(name, bytes).status == Status::Ok, "{name}");
    }
}
