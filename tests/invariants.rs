//! What holds of every document, whatever it says.

mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::{corpus, decomposed, mixed, trichluc};
use proptest::prelude::*;
use serde_json::Value;
use trichluc::record::Location;
use trichluc::{Pipeline, Record, RuleSet};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));
static CORPUS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(corpus);

fn locations(record: &Record) -> Vec<&Location> {
    let citations = record.citations.iter().map(|m| &m.at);
    let counts = record.counts.iter().map(|m| &m.at);
    let topics = record.topics.iter().map(|m| &m.at);
    let findings = record.findings.iter().map(|m| &m.at);
    let places = record.places.iter().flat_map(|p| &p.mentions);
    citations.chain(counts).chain(topics).chain(findings).chain(places).collect()
}

/// `source[char_start:char_end] == text`, and the line is that of its first character.
fn assert_located(source: &str, record: &Record) {
    let chars: Vec<char> = source.chars().collect();
    let line_ends: Vec<usize> = (0..chars.len()).filter(|i| chars[*i] == '\n').collect();
    for at in locations(record) {
        let (start, end) = (at.char_start as usize, at.char_end as usize);
        assert!(start <= end && end <= chars.len(), "{at:?}");
        assert_eq!(chars[start..end].iter().collect::<String>(), at.text);
        assert_eq!(line_ends.partition_point(|end| *end < start) as u32 + 1, at.line, "{at:?}");
    }
}

/// Everything but the words and offsets: what decomposition must not change.
fn meaning(record: &Record) -> Value {
    let mut value = serde_json::to_value(record).expect("a record is JSON");
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["text", "char_start", "char_end", "bytes", "hash", "findings"] {
                map.remove(key);
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(all) => all.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn every_mention_is_found_again_in_its_source_whatever_the_normal_form() {
    for (name, bytes) in &*CORPUS {
        let text = PIPELINE.text(bytes).expect("the corpus is UTF-8");
        for source in [text.clone(), decomposed(&text), mixed(&text)] {
            assert_located(&source, &PIPELINE.record(name, source.as_bytes()));
        }
    }
}

#[test]
fn decomposed_letters_change_nothing_that_is_found() {
    for (name, bytes) in &*CORPUS {
        let text = PIPELINE.normalized(bytes).expect("the corpus is UTF-8");
        let composed = PIPELINE.record(name, text.as_bytes());
        for other in [decomposed(&text), mixed(&text)] {
            assert_eq!(meaning(&PIPELINE.record(name, other.as_bytes())), meaning(&composed), "{name}");
        }
    }
}

#[test]
fn the_corpus_gives_mentions_of_every_kind() {
    let records: Vec<Record> = CORPUS.iter().map(|(name, bytes)| PIPELINE.record(name, bytes)).collect();
    assert!(records.len() >= 30);
    let total = |count: fn(&Record) -> usize| records.iter().map(count).sum::<usize>();
    assert!(total(|r| r.citations.len()) > 150);
    assert!(total(|r| r.counts.len()) > 300);
    assert!(total(|r| r.topics.len()) > 60);
    assert!(total(|r| r.places.len()) > 60);
    assert!(total(|r| r.findings.len()) > 8);
}

/// Every file of a run but run.json and its state, which tell times.
fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|e| e.expect("readable"));
    let named = all.filter(|e| e.file_type().is_file()).map(|e| (e.path().strip_prefix(folder).expect("below").to_owned(), e));
    let told = named.filter(|(name, _)| name != std::path::Path::new("run.json") && !name.starts_with("state"));
    told.map(|(name, e)| (name.display().to_string(), std::fs::read(e.path()).expect("readable"))).collect()
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |threads: &str| {
        let out = folder.path().join(threads);
        let done = trichluc(&["run", "corpus", "--threads", threads, "--out", out.to_str().expect("UTF-8")]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        files(&out.join("latest").canonicalize().expect("a run"))
    };
    let one = run("1");
    assert!(one.contains_key("records.jsonl") && one.contains_key("summary.json"), "{:?}", one.keys());
    assert_eq!(one, run("5"));
}

#[test]
fn hostile_text_gives_a_record() {
    let n = 20_000;
    let hostile = [
        "1".repeat(n),
        "1/".repeat(n),
        "“".repeat(n),
        "(".repeat(n),
        "số ".repeat(n),
        "Quyết định số ".repeat(n),
        "a\u{301}".repeat(n),
        "\u{301}".repeat(n),
        "điểm a khoản 1 Điều 1 ".repeat(n),
        "999999999999 tỷ tỷ đồng ".repeat(n),
        "ngày 1/1/".repeat(n),
        "| ".repeat(n),
        "A-".repeat(n),
        "1.000.".repeat(n),
        "Nguyễn ".repeat(n),
        "\n".repeat(n),
        "\r".repeat(n),
        "năm trăm ".repeat(n),
        "{\"a\":\"</script>\\u0000".repeat(n),
        "Kính gửi:".repeat(n),
        "DỰ THẢO ".repeat(n),
        "Độc lập - Tự do - Hạnh phúc ".repeat(n),
        "Số: ".repeat(n),
        "Hà Nội, ngày 5 tháng 3 năm 2020 ".repeat(n),
        "V/v ".repeat(n),
        "A\tGIÁM ĐỐC\t".repeat(n),
        "Nơi nhận: - Như trên; KT. CHỦ TỊCH ".repeat(n),
        "Kèm theo ".repeat(n),
        "a1\n1\nB c\n".repeat(n),
        "Căn cứ Luật Đất đai; ".repeat(n),
        "Luật sửa đổi, bổ sung một số điều của ".repeat(n),
        "kèm theo Quyết định số 1/QĐ-UBND ".repeat(n),
        "Đề án 06 ".repeat(n),
        "(sau đây gọi tắt là A) ".repeat(n),
        "5 vụ: ".repeat(n),
        "5 người, ".repeat(n),
        "trong đó, riêng 5 vụ, ".repeat(n),
        "Gồm 9 vụ:\n- 5 vụ trộm\n".repeat(n),
        "Gồm 9 vụ (5 vụ trộm (3 vụ), ".repeat(n),
        "Bắt 9 vụ, khởi tố 5 vụ. ".repeat(n),
        format!("Gồm 99999 vụ:\n{}", "- 5 vụ trộm\n".repeat(n)),
        format!("SỞ Y TẾ\nSố: 1/BC-SYT\nBÁO CÁO\n{}", "quý I, ".repeat(n)),
    ];
    for text in hostile {
        assert_read(&text);
    }
}

/// A fault of our own is caught where the run must go on; here it is a fault.
fn assert_read(text: &str) {
    let record = PIPELINE.record("hostile.txt", text.as_bytes());
    assert_eq!(record.error.as_ref().map(|e| e.code.as_str()), None, "{text:?}");
    assert_located(text, &record);
}

#[test]
fn a_document_may_end_anywhere_and_with_any_mark() {
    let whole = "UBND TỈNH\nSố: 5/BC-UBND\tHà Nội, ngày 5 tháng 3 năm 2020\n\nBÁO CÁO\nKết quả quý I\n(Kèm theo)\n\nKính gửi: Bộ Y tế\n\n\
        Theo điểm a khoản 2 Điều 9 Luật Đất đai, xử phạt 12,5 triệu đồng (5 vụ).\n\nNơi nhận:\n- Như trên;\nKT. CHỦ TỊCH\nA B";
    for (end, _) in whole.char_indices().skip(1) {
        for mark in ["", "(", "\n(", "-", "\n\n/", ",2", "\n“"] {
            assert_read(&format!("{}{mark}", &whole[..end]));
        }
    }
    assert_read("BÁO CÁO\nKết quả lĩnh vực\n\n(");
}

#[test]
fn the_empty_the_binary_and_the_undecodable_have_their_own_status() {
    use trichluc::record::Status;
    let status = |bytes: &[u8]| {
        let record = PIPELINE.record("x.txt", bytes);
        (record.status, record.error.map(|e| e.code))
    };
    assert_eq!(status(b""), (Status::Empty, None));
    assert_eq!(status(" \r\n\u{a0}".as_bytes()), (Status::Empty, None));
    assert_eq!(status(b"\x89PNG\0\0"), (Status::Failed, Some("binary".into())));
    assert_eq!(status(b"PK\x03\x04\0\0"), (Status::Failed, Some("no_reader".into())));
    assert_eq!(status(b"C\xB8c"), (Status::Failed, Some("unknown_encoding".into())));
    let stamp = "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ\nEmail: a@b.vn\nCơ quan: VĂN PHÒNG\nThời gian ký: 01.02.2026 08:00:00 +07:00";
    assert_eq!(status(stamp.as_bytes()), (Status::Empty, None));
}

fn document() -> impl Strategy<Value = &'static [u8]> {
    (0..CORPUS.len()).prop_map(|i| CORPUS[i].1.as_slice())
}

/// A record, whose mentions are right where the bytes can be decoded.
fn assert_readable(bytes: &[u8]) {
    let record = PIPELINE.record("x.txt", bytes);
    if let Ok(text) = PIPELINE.text(bytes) {
        assert_located(&text, &record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_piece_of_a_document_is_read(bytes in document(), a in 0.0..1.0f64, b in 0.0..1.0f64) {
        let text = String::from_utf8_lossy(bytes);
        let chars: Vec<char> = text.chars().collect();
        let at = |x: f64| (x * chars.len() as f64) as usize;
        let piece: String = chars[at(a.min(b))..at(a.max(b))].iter().collect();
        assert_readable(piece.as_bytes());
    }

    #[test]
    fn flipped_bytes_are_read_or_refused(bytes in document(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = bytes.to_vec();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        assert_readable(&bytes);
    }

    #[test]
    fn shuffled_lines_and_words_are_read(bytes in document(), seed in any::<u64>(), by_word in any::<bool>()) {
        let text = String::from_utf8_lossy(bytes);
        let mut parts: Vec<&str> = if by_word { text.split_inclusive(' ').collect() } else { text.split_inclusive('\n').collect() };
        let mut state = seed | 1;
        for i in (1..parts.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            parts.swap(i, (state >> 33) as usize % (i + 1));
        }
        assert_readable(parts.concat().as_bytes());
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        assert_readable(text.as_bytes());
    }
}

#[test]
fn a_document_that_ends_behind_an_open_mark_in_its_head_is_read() {
    for (name, bytes) in &*CORPUS {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        for (end, _) in text.match_indices('\n').take(12) {
            for mark in ["(", "\n(", "\n\n[", "\n“", "\n- ", "\nSố:"] {
                let record = PIPELINE.record(name, format!("{}{mark}", &text[..end]).as_bytes());
                assert!(record.error.is_none(), "{name} up to byte {end} and {mark:?}: {:?}", record.error);
            }
        }
    }
}
