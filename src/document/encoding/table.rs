//! Encodings of before Unicode: which bytes are which letter.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::Encoding;
use super::capitals::has_tone;
use crate::document::syllable::is_syllable;

/// What the bytes of one encoding mean.
pub(super) struct Table {
    single: [Option<char>; 256],
    pairs: HashMap<[u8; 2], char>,
    /// The mark that a byte is where its letter makes no syllable.
    marks: [Option<char>; 256],
}

static TCVN3: LazyLock<Table> = LazyLock::new(|| Table::read(&[include_str!("tcvn3.tsv"), include_str!("tcvn3-capitals.tsv")]));
/// What fonts show: text that a word processor has made Unicode of.
static TCVN3_FONT: LazyLock<Table> = LazyLock::new(|| Table::read(&[include_str!("tcvn3.tsv")]));
static VNI: LazyLock<Table> = LazyLock::new(|| Table::read(&[include_str!("vni.tsv")]));
static VISCII: LazyLock<Table> = LazyLock::new(|| Table::read(&[include_str!("viscii.tsv")]));
static WINDOWS_1258: LazyLock<Table> = LazyLock::new(|| Table::read(&[include_str!("windows-1258.tsv")]));

/// The table of an encoding of before Unicode; of its fonts where characters are to be repaired.
pub(super) fn table(encoding: Encoding, is_font: bool) -> Option<&'static Table> {
    match encoding {
        Encoding::Tcvn3 if is_font => Some(&TCVN3_FONT),
        Encoding::Tcvn3 => Some(&TCVN3),
        Encoding::Vni => Some(&VNI),
        Encoding::Viscii => Some(&VISCII),
        Encoding::Windows1258 => Some(&WINDOWS_1258),
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
    }
}

impl Table {
    /// Rows of `bytes in hex, letter[, mark]`, separated by tabs.
    fn read(files: &[&str]) -> Self {
        let mut table = Table { single: [None; 256], pairs: HashMap::new(), marks: [None; 256] };
        for line in files.iter().flat_map(|f| f.lines()).filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let (bytes, letter) = (fields.next().unwrap_or_default(), fields.next().and_then(character));
            match *hex(bytes) {
                [byte] => {
                    table.single[byte as usize] = letter;
                    table.marks[byte as usize] = fields.next().and_then(character);
                }
                [base, mark] => table.pairs.extend(letter.map(|c| ([base, mark], c))),
                _ => {}
            }
        }
        table
    }

    /// Whether a byte is part of words: a letter of ASCII or of this encoding, or a byte beside a letter.
    pub fn is_letter(&self, byte: u8) -> bool {
        byte.is_ascii_alphabetic() || self.single[byte as usize].is_some() || byte >= 0xC0
    }

    /// The text of `bytes`.
    pub fn decode(&self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 3);
        for run in bytes.chunk_by(|a, b| self.is_letter(*a) == self.is_letter(*b)) {
            if self.is_letter(run[0]) {
                self.push_word(run, &mut text);
            } else {
                text.extend(run.iter().map(|b| windows_1252(*b)));
            }
        }
        text
    }

    /// Adds the letters of a run of them.
    fn push_word(&self, word: &[u8], text: &mut String) {
        if word.is_ascii() && !word.iter().any(u8::is_ascii_control) {
            text.extend(word.iter().map(|b| char::from(*b)));
            return;
        }
        if word.iter().all(|b| self.marks[*b as usize].is_none()) {
            text.push_str(&self.letters(word));
            return;
        }
        self.push_marked(word, text);
    }

    /// The same of a run that may begin or end with marks.
    fn push_marked(&self, word: &[u8], text: &mut String) {
        let letters = self.letters(word);
        if word.len() > 1 && is_syllable(&letters) && has_usual_case(&letters) {
            text.push_str(&letters);
            return;
        }
        let is_mark = |b: &u8| self.marks[*b as usize].is_some();
        let start = word.iter().take_while(|b| is_mark(b)).count();
        let end = word.len() - word[start..].iter().rev().take_while(|b| is_mark(b)).count();
        self.push_marks(&word[..start], text);
        self.push_pieces(&word[start..end], text);
        self.push_marks(&word[end..], text);
    }

    /// A run within which a mark parts two syllables: `kinh tế–xã hội`.
    fn push_pieces(&self, word: &[u8], text: &mut String) {
        let is_mark = |b: &u8| self.marks[*b as usize].is_some();
        let letters = self.letters(word);
        let pieces: Vec<String> = word.split(is_mark).map(|p| self.letters(p)).collect();
        if is_syllable(&letters) && has_usual_case(&letters) || !pieces.iter().all(|p| is_syllable(p)) {
            text.push_str(&letters);
            return;
        }
        let mut marks = word.iter().filter(|b| is_mark(b));
        for piece in pieces {
            text.push_str(&piece);
            text.extend(marks.next().and_then(|b| self.marks[*b as usize]));
        }
    }

    fn push_marks(&self, marks: &[u8], text: &mut String) {
        text.extend(marks.iter().filter_map(|b| self.marks[*b as usize]));
    }

    fn letters(&self, word: &[u8]) -> String {
        let mut text = String::with_capacity(2 * word.len());
        let mut at = 0;
        while at < word.len() {
            let pair = word.get(at..at + 2).and_then(|two| self.pairs.get(two));
            match pair.copied().or(self.single[word[at] as usize]) {
                Some(tone) if is_tone(tone) => push_tone(tone, word[at], &mut text),
                Some(letter) => text.push(letter),
                None => text.push(windows_1252(word[at])),
            }
            at += 1 + usize::from(pair.is_some());
        }
        text
    }

    /// Whether every byte of a word stands for a letter of this encoding.
    pub fn knows(&self, word: &[u8]) -> bool {
        let mut rest = word;
        while let [first, after @ ..] = rest {
            let is_pair = after.first().is_some_and(|second| self.pairs.contains_key(&[*first, *second]));
            if !is_pair && !first.is_ascii() && self.single[*first as usize].is_none() {
                return false;
            }
            rest = if is_pair { &after[1..] } else { after };
        }
        true
    }

    /// The bytes of a text, letter by letter; for tests, which have no other program to ask.
    #[cfg(test)]
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let mut bytes = HashMap::new();
        let lone = (0..=255u8).filter_map(|b| Some((self.single[b as usize]?, vec![b])));
        bytes.extend(lone.chain(self.pairs.iter().map(|(pair, c)| (*c, pair.to_vec()))));
        let marks = (0..=255u8).filter_map(|b| Some((self.marks[b as usize]?, vec![b])));
        bytes.extend(marks);
        let one = |c: char| bytes.get(&c).cloned().or_else(|| c.is_ascii().then(|| vec![c as u8]));
        let is_shape = |c: &char| !matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        let apart = |c: char| {
            let (shape, tones): (Vec<char>, Vec<char>) = [c].into_iter().nfd().partition(is_shape);
            shape.into_iter().nfc().chain(tones).flat_map(|d| one(d).unwrap_or_default()).collect()
        };
        text.chars().flat_map(|c| one(c).unwrap_or_else(|| apart(c))).collect()
    }
}

/// Small letters, a capital before small ones, or capitals alone, among which a
/// letter with a tone may be small: a font shows it as a capital.
fn has_usual_case(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let may_be_capitals = word.chars().filter(|c| c.is_uppercase() || has_tone(*c)).count();
    capitals == 0 || capitals == 1 && word.starts_with(char::is_uppercase) || may_be_capitals == word.chars().count()
}

/// Adds a tone to the letter before it; without one that takes it the byte is a mark, as in m².
fn push_tone(tone: char, byte: u8, text: &mut String) {
    let letter = text.pop();
    let mut toned = letter.into_iter().chain([tone]).nfc();
    match (toned.next(), toned.next()) {
        (Some(toned), None) if letter.is_some() => text.push(toned),
        _ => text.extend(letter.into_iter().chain([windows_1252(byte)])),
    }
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// A byte as Windows shows it in western Europe.
pub(super) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[byte as usize - 0x80],
        _ => char::from(byte),
    }
}

/// A character, or `U+0301` where it cannot stand alone.
fn character(field: &str) -> Option<char> {
    match field.strip_prefix("U+") {
        Some(code) => u32::from_str_radix(code, 16).ok().and_then(char::from_u32),
        None => field.chars().next(),
    }
}

fn hex(bytes: &str) -> Vec<u8> {
    let (pairs, _) = bytes.as_bytes().as_chunks::<2>();
    let digits = pairs.iter().filter_map(|p| std::str::from_utf8(p).ok());
    digits.filter_map(|d| u8::from_str_radix(d, 16).ok()).collect()
}
