//! The corpus written in every encoding and read again; clean texts that must stay as they are.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::super::table::table;
use super::super::*;

fn corpus() -> Vec<(String, String)> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).expect("the corpus");
    let mut paths: Vec<_> = folder.map(|e| e.expect("an entry").path()).filter(|p| p.is_file()).collect();
    paths.sort();
    let text = |p: &std::path::PathBuf| String::from_utf8(std::fs::read(p).expect("readable")).expect("UTF-8");
    paths.iter().map(|p| (p.display().to_string(), text(p).trim_start_matches('\u{FEFF}').nfc().collect())).collect()
}

/// A text without what no old encoding has: `Ð` for `Đ`, odd blanks, superscripts, quotation marks of Word.
fn plain(text: &str) -> String {
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

/// Pieces of about so many letters, parted at blanks: 150 letters are 300 bytes and less in every encoding.
fn pieces(text: &str, letters: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in text.split_inclusive(char::is_whitespace) {
        if all.last().is_some_and(|p| p.chars().count() + word.chars().count() > letters) {
            all.push(String::new());
        }
        all.last_mut().expect("never empty").push_str(word);
    }
    all.retain(|p| p.chars().count() * 5 > letters * 4);
    all
}

/// How many of the samples come back equal, and a few that do not.
fn score(name: &str, samples: &[String], encode: impl Fn(&str) -> Vec<u8>, is_right: impl Fn(&str, &Decoded) -> bool) -> f64 {
    let mut wrong = Vec::new();
    for sample in samples {
        let decoded = decode(&encode(sample));
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
    let whole: Vec<String> = corpus().iter().map(|(_, text)| plain(text)).collect();
    let kilobyte: Vec<String> = whole.iter().flat_map(|t| pieces(t, 1024)).collect();
    let short: Vec<String> = whole.iter().flat_map(|t| pieces(t, 150)).collect();
    println!("{} {} {}", whole.len(), kilobyte.len(), short.len());
    assert!(whole.len() > 50 && kilobyte.len() > 50 && short.len() > 300);
    for (samples, size, least) in [(&whole, "whole", 1.0), (&kilobyte, "1 KB", 1.0), (&short, "150 letters", 0.97)] {
        for encoding in [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Windows1258] {
            let table = table(encoding, false).expect("a table");
            let is_right = |sample: &str, d: &Decoded| d.text == sample && (d.encoding == encoding || sample.is_ascii());
            let share = score(&format!("{encoding}, {size}"), samples, |s| table.encode(s), is_right);
            assert!(share >= least, "{encoding}, {size}: {share}");
        }
        let tcvn3 = table(Encoding::Tcvn3, true).expect("a table");
        let is_right = |sample: &str, d: &Decoded| {
            d.text.to_lowercase() == sample.to_lowercase() && (d.encoding == Encoding::Tcvn3 || sample.is_ascii())
        };
        let share = score(&format!("tcvn3 of fonts, {size}"), samples, |s| tcvn3.encode(&as_font(s)), is_right);
        assert!(share >= least, "fonts, {size}: {share}");
        for (name, bytes) in [("utf-16le", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("utf-16be", u16::to_be_bytes)] {
            let is_right = |sample: &str, d: &Decoded| d.text == sample && d.encoding_name() == name;
            assert_eq!(score(&format!("{name}, {size}"), samples, |s| utf16(s, bytes), is_right), 1.0, "{name}, {size}");
        }
    }
}

#[test]
fn letters_of_old_fonts_are_repaired_in_the_whole_corpus() {
    let whole: Vec<String> = corpus().iter().map(|(_, text)| plain(text)).collect();
    let short: Vec<String> = whole.iter().flat_map(|t| pieces(t, 150)).collect();
    for (samples, size, least) in [(&whole, "whole", 1.0), (&short, "150 letters", 0.97)] {
        for encoding in [Encoding::Tcvn3, Encoding::Vni] {
            let table = table(encoding, true).expect("a table");
            let western = |s: &str| table.encode(&if encoding == Encoding::Tcvn3 { as_font(s) } else { s.into() });
            let shown = |s: &str| western(s).into_iter().map(char::from).collect::<String>().into_bytes();
            let is_right = |sample: &str, d: &Decoded| d.text.to_lowercase() == sample.to_lowercase();
            let share = score(&format!("utf-8+{encoding}, {size}"), samples, shown, is_right);
            assert!(share >= least, "utf-8+{encoding}, {size}: {share}");
        }
    }
}

#[test]
fn clean_documents_stay_as_they_are() {
    for (name, text) in corpus() {
        for piece in pieces(&text, 300).into_iter().chain([text]) {
            let decoded = decode(piece.as_bytes()).expect("UTF-8");
            assert!(decoded.text == piece && decoded.legacy.is_none(), "{name}: {piece}");
        }
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

/// A text as Windows stores it in western Europe.
fn western(text: &str) -> Vec<u8> {
    let byte = |c: char| (0..=255u8).find(|b| table::windows_1252(*b) == c).unwrap_or(b'?');
    text.chars().map(byte).collect()
}

fn is_never_legacy(text: &str) {
    let decoded = decode(text.as_bytes()).expect("UTF-8");
    assert!(decoded.text == text && decoded.legacy.is_none(), "{decoded:?}");
    let decoded = decode(&western(text));
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
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&bytes);
        for encoding in Encoding::ALL {
            let _ = decode_as(&bytes, encoding);
        }
    }

    #[test]
    fn any_text_is_read(text in ".{0,100}|[a-zA-ZÀ-ÿ |\t\nạảđư]{0,100}") {
        let decoded = decode(text.as_bytes()).or_else(|f| if text.contains('\0') { Ok(Decoded { text, encoding: Encoding::Utf8, legacy: None }) } else { Err(f) });
        let Decoded { text, legacy, .. } = decoded.expect("UTF-8");
        prop_assert!(legacy.is_none_or(|l| text.get(l.first).is_some()));
    }
}

/// What glibc's iconv makes of a text; nothing, said aloud, where there is none.
fn iconv(text: &str, name: &str) -> Option<Vec<u8>> {
    let child =
        Command::new("iconv").args(["-f", "UTF-8", "-t", name]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else {
        println!("left out: there is no iconv");
        return None;
    };
    let mut input = child.stdin.take().expect("a pipe");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let out = child.wait_with_output().expect("iconv ends");
    let _ = writer.join();
    if !out.status.success() {
        println!("left out: this iconv does not know {name}");
    }
    out.status.success().then_some(out.stdout)
}

#[test]
fn files_that_iconv_wrote_are_read() {
    for (name, encoding) in [("TCVN5712-1", Encoding::Tcvn3), ("VISCII", Encoding::Viscii), ("CP1258", Encoding::Windows1258)] {
        for (path, text) in corpus() {
            let text = plain(&text);
            let Some(bytes) = iconv(&text, name) else { break };
            let decoded = decode(&bytes).expect("a known encoding");
            assert_eq!((decoded.encoding, &decoded.text), (encoding, &text), "{path} in {name}");
        }
    }
}
