//! The corpus written in every encoding and read again; clean texts that must stay as they are.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::super::table::table;
use super::super::*;

pub(super) fn corpus() -> Vec<(String, String)> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).expect("the corpus");
    let mut paths: Vec<_> = folder.map(|e| e.expect("an entry").path()).filter(|p| p.is_file()).collect();
    paths.sort();
    let text = |p: &std::path::PathBuf| String::from_utf8(std::fs::read(p).expect("readable")).expect("UTF-8");
    paths.iter().map(|p| (p.display().to_string(), text(p).trim_start_matches('\u{FEFF}').nfc().collect())).collect()
}

/// A text without what no old encoding has: `Ð` for `Đ`, odd blanks, superscripts, quotation marks of Word.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        'Ð' => 'Đ',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '\u{2010}'..='\u{2015}' => '-',
        c if c.is_ascii() || is_vietnamese(c) => c,
        _ => ' ',
    };
    text.chars().map(plain).collect()
}

fn is_vietnamese(c: char) -> bool {
    table(Encoding::Viscii, false).is_some_and(|t| !t.encode(&c.to_string()).is_empty())
}

/// What a font of TCVN3 makes of a text: small letters for capitals with a tone.
fn as_font(text: &str) -> String {
    let has_capital = |c: char| !matches!(c, '\u{C0}'..='\u{DD}' | 'Ĩ' | 'Ũ' | '\u{1EA0}'..='\u{1EF9}') || matches!(c, 'Â' | 'Ê' | 'Ô');
    text.chars().map(|c| if has_capital(c) { c } else { c.to_lowercase().next().unwrap_or(c) }).collect()
}

/// Pieces of at most so many bytes and little less as `encode` writes them, parted at blanks.
fn pieces(text: &str, bytes: usize, encode: impl Fn(&str) -> Vec<u8>) -> Vec<String> {
    let mut all = vec![(String::new(), 0)];
    for word in text.split_inclusive(char::is_whitespace) {
        let len = encode(word).len();
        if all.last().is_some_and(|(_, have)| have + len > bytes) {
            all.push((String::new(), 0));
        }
        let (piece, have) = all.last_mut().expect("never empty");
        piece.push_str(word);
        *have += len;
    }
    all.into_iter().filter(|(_, have)| have * 5 > bytes * 4).map(|(piece, _)| piece).collect()
}

/// The corpus whole, in pieces of 1 KB and of 300 bytes; the share that must come back.
fn samples(encode: impl Fn(&str) -> Vec<u8>) -> [(Vec<String>, &'static str, f64); 3] {
    let whole: Vec<String> = corpus().iter().map(|(_, text)| plain(text)).collect();
    let cut = |bytes| whole.iter().flat_map(|t| pieces(t, bytes, &encode)).collect::<Vec<_>>();
    let (kilobyte, short) = (cut(1024), cut(300));
    assert!(whole.len() > 50 && kilobyte.len() > 50 && short.len() > 300);
    [(whole, "whole", 1.0), (kilobyte, "1 KB", 1.0), (short, "300 bytes", 0.97)]
}

/// How many of the samples come back equal, and a few that do not.
fn score(name: &str, samples: &[String], encode: impl Fn(&str) -> Vec<u8>, is_right: impl Fn(&str, &Decoded) -> bool) -> f64 {
    let mut wrong = Vec::new();
    for sample in samples {
        let decoded = decode(&encode(sample), None);
        if !decoded.as_ref().is_ok_and(|d| is_right(sample, d)) {
            wrong.push(format!("{sample:?}\n  {:?}", decoded.map(|d| (d.encoding_name(), d.text))));
        }
    }
    println!("{name}: {} of {} wrong", wrong.len(), samples.len());
    wrong.iter().take(3).for_each(|w| println!("  {w}"));
    1.0 - wrong.len() as f64 / samples.len().max(1) as f64
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn the_corpus_comes_back_from_every_encoding() {
    for encoding in [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Windows1258] {
        let table = table(encoding, false).expect("a table");
        let is_right = |sample: &str, d: &Decoded| d.text == sample && (d.encoding == encoding || sample.is_ascii());
        for (samples, size, least) in samples(|s| table.encode(s)) {
            let share = score(&format!("{encoding}, {size}"), &samples, |s| table.encode(s), is_right);
            assert!(share >= least, "{encoding}, {size}: {share}");
        }
    }
}

#[test]
fn the_corpus_comes_back_from_fonts_of_capitals() {
    let table = table(Encoding::Tcvn3, true).expect("a table");
    let is_right =
        |sample: &str, d: &Decoded| d.text.to_lowercase() == sample.to_lowercase() && (d.encoding == Encoding::Tcvn3 || sample.is_ascii());
    for (samples, size, least) in samples(|s| table.encode(s)) {
        let share = score(&format!("tcvn3 of fonts, {size}"), &samples, |s| table.encode(&as_font(s)), is_right);
        assert!(share >= least, "fonts, {size}: {share}");
    }
}

#[test]
fn the_corpus_comes_back_from_utf16() {
    for (name, mark, bytes) in [
        ("utf-16le", "", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("utf-16be", "", u16::to_be_bytes),
        ("utf-16le", "\u{FEFF}", u16::to_le_bytes),
        ("utf-16be", "\u{FEFF}", u16::to_be_bytes),
    ] {
        let is_right = |sample: &str, d: &Decoded| d.text == sample && d.encoding_name() == name;
        for (samples, size, _) in samples(|s| utf16(s, bytes)) {
            let with = if mark.is_empty() { "without" } else { "with" };
            let share = score(&format!("{name} {with} mark, {size}"), &samples, |s| utf16(&format!("{mark}{s}"), bytes), is_right);
            assert_eq!(share, 1.0, "{name}, {size}");
        }
    }
}

#[test]
fn letters_of_old_fonts_are_repaired_in_the_whole_corpus() {
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        let table = table(encoding, true).expect("a table");
        let western = |s: &str| table.encode(&if encoding == Encoding::Tcvn3 { as_font(s) } else { s.into() });
        let shown = |s: &str| western(s).into_iter().map(char::from).collect::<String>().into_bytes();
        let is_right = |sample: &str, d: &Decoded| d.text.to_lowercase() == sample.to_lowercase();
        for (samples, size, least) in samples(|s| table.encode(s)) {
            let share = score(&format!("utf-8+{encoding}, {size}"), &samples, shown, is_right);
            assert!(share >= least, "utf-8+{encoding}, {size}: {share}");
        }
    }
}

#[test]
fn clean_documents_stay_as_they_are() {
    for (name, text) in corpus() {
        for piece in pieces(&text, 600, |s| s.as_bytes().to_vec()).into_iter().chain([text]) {
            let decoded = decode(piece.as_bytes(), None).expect("UTF-8");
            assert!(decoded.text == piece && decoded.legacy.is_none(), "{name}: {piece}");
        }
    }
}

#[test]
fn a_damaged_byte_or_end_makes_no_document_legacy() {
    for (name, text) in corpus() {
        let mut bytes = text.into_bytes();
        let at = bytes.iter().position(|b| *b >= 0xC0).expect("a Vietnamese letter");
        let cut = decode(&bytes[..=at], None);
        assert!(cut.is_err_and(|f| f.code == "unknown_encoding"), "{name}, cut");
        bytes[at] = 0xFF;
        let damaged = decode(&bytes, None);
        assert!(damaged.is_err_and(|f| f.code == "unknown_encoding"), "{name}, damaged");
    }
}

#[test]
fn letters_cut_to_their_low_bytes_are_not_taken_for_those_of_a_font() {
    for (name, text) in corpus() {
        let cut: String = text.chars().map(|c| char::from(c as u32 as u8)).filter(|c| *c != '\0').collect();
        let decoded = decode(cut.as_bytes(), None).expect("UTF-8");
        assert!(decoded.text == cut && decoded.legacy.is_none(), "{name}: {:?}", decoded.legacy);
        let bytes: Vec<u8> = cut.chars().map(|c| c as u32 as u8).collect();
        let decoded = decode(&bytes, None);
        assert!(decoded.as_ref().map_or(true, |d| d.legacy.is_none()), "{name}: {decoded:?}");
    }
}

const ENGLISH: &str = "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were \
    her all she there would their we him been has when who will no more if out so said what up its about into than them can only other new some could \
    time these two may then do first any my now such like our over man me even most made after also did many café naïve résumé Zürich façade";
const FRENCH: &str = "le la les de des du un une et à où là été né thé ça même être après très élève château père mère frère français garçon île forêt \
    Noël hôpital août goût sûr œuvre cœur déjà élu âme âge bête tête fête côté hôte tôt dû dès près succès pré procès école état année journée que qui \
    quoi pour dans sur avec sans sous entre vers chez par en au aux ce cette ces mon ton son nous vous ils elle on ne pas plus moins bien mal Saïgon";

fn words(list: &'static str) -> impl Strategy<Value = String> {
    let word = prop::sample::select(list.split_whitespace().collect::<Vec<_>>());
    let mark =
        prop::sample::select(vec![" ", " ", " ", " ", ", ", ". ", "\n", "; ", " « ", " » ", " – ", " 12 ", " 5 m² ", " 30 °C ", " § 3 "]);
    prop::collection::vec((word, mark), 1..120).prop_map(|all| all.into_iter().flat_map(|(w, m)| [w, m]).collect())
}

/// Words of the corpus in any order, with signs of western Europe and words of other languages between them.
fn vietnamese() -> impl Strategy<Value = String> {
    let all: Vec<String> = corpus().into_iter().flat_map(|(_, t)| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let foreign = prop::sample::select(FRENCH.split_whitespace().chain(ENGLISH.split_whitespace()).map(str::to_owned).collect::<Vec<_>>());
    let sign = prop::sample::select("m² · ° ½ § « » ¹ ³ ® © µ ± × Ð".split(' ').map(str::to_owned).collect::<Vec<_>>());
    let word = prop_oneof![12 => prop::sample::select(all), 2 => foreign, 1 => sign];
    prop::collection::vec((word, prop::sample::select(vec![" ", " ", " ", "\n", "\t"])), 1..80)
        .prop_map(|words| words.into_iter().flat_map(|(w, gap)| [w, gap.to_owned()]).collect())
}

/// A text as Windows stores it in western Europe.
fn western(text: &str) -> Vec<u8> {
    let byte = |c: char| (0..=255u8).find(|b| table::windows_1252(*b) == c).unwrap_or(b'?');
    text.chars().map(byte).collect()
}

fn is_never_legacy(text: &str) {
    let decoded = decode(text.as_bytes(), None).expect("UTF-8");
    assert!(decoded.text == text && decoded.legacy.is_none(), "{decoded:?}");
    let decoded = decode(&western(text), None);
    assert!(decoded.as_ref().map_or(true, |d| d.legacy.is_none()), "{decoded:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn english_is_never_legacy(text in words(ENGLISH)) {
        is_never_legacy(&text);
    }

    #[test]
    fn french_is_never_legacy(text in words(FRENCH)) {
        is_never_legacy(&text);
    }

    #[test]
    fn numbers_are_never_legacy(text in "([0-9]{1,9}[.,/ %°²½×·±\n-]{1,2}|[A-Z]{1,4} |[€£§©®«»¹³]){1,60}") {
        is_never_legacy(&text);
    }

    #[test]
    fn clean_vietnamese_is_never_legacy(text in vietnamese()) {
        let decoded = decode(text.as_bytes(), None).expect("UTF-8");
        prop_assert!(decoded.text == text && decoded.legacy.is_none(), "{decoded:?}");
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&bytes, None);
        for encoding in Encoding::ALL {
            let _ = decode(&bytes, Some(encoding));
        }
    }

    #[test]
    fn any_text_is_read(text in ".{0,100}|[a-zA-ZÀ-ÿ |\t\nạảđư]{0,100}") {
        let decoded = decode(text.as_bytes(), None).or_else(|f| if text.contains('\0') { Ok(Decoded { text, encoding: Encoding::Utf8, legacy: None }) } else { Err(f) });
        let Decoded { text, legacy, .. } = decoded.expect("UTF-8");
        prop_assert!(legacy.is_none_or(|l| text.get(l.first).is_some()));
    }
}
