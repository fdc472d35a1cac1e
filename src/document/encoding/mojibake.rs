//! Unicode text whose letters are those of an old font: `NghÞ ®Þnh`, `Nghò ñònh`.
//!
//! A word processor that is given text in .VnTime or VNI-Times stores the
//! letter that each byte is in western Europe. Such text stands in stretches,
//! beside stretches that are right: each is judged for itself.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::capitals::with_capitals;
use super::guess::is_mute;
use super::table::{Table, table};
use super::{Encoding, Legacy};
use crate::document::syllable::is_syllable;

const CANDIDATES: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

/// Repairs what is clearly written for an old font; `None` where nothing is.
pub(super) fn repair(text: &str) -> Option<(String, Legacy)> {
    if !has_letter_of_font(text.as_bytes()) {
        return None;
    }
    let first = first_suspect(text.as_bytes(), 0)?;
    let met: Vec<Encoding> = CANDIDATES.into_iter().filter(|e| is_met(text, first, *e)).collect();
    if met.is_empty() {
        return None;
    }
    let stretches = stretches(text, 0..text.len());
    let mut verdicts: Vec<Verdict> = stretches.iter().map(|s| verdict(&text[s.clone()], &met)).collect();
    settle(&mut verdicts);
    rewritten(text, &stretches, &verdicts)
}

/// Repairs all of a text, however little speaks for it.
pub(super) fn convert(text: &str, encoding: Encoding) -> Option<(String, Legacy)> {
    let stretches = stretches(text, 0..text.len());
    let verdict = |s: &Range<usize>| if text[s.clone()].is_ascii() { Verdict::Plain } else { Verdict::Legacy(encoding) };
    let verdicts: Vec<Verdict> = stretches.iter().map(verdict).collect();
    rewritten(text, &stretches, &verdicts)
}

/// Whether text in this encoding is there beyond doubt. Only lines with a letter
/// that Vietnamese does not have are looked at: in clean text few or none.
fn is_met(text: &str, first: usize, encoding: Encoding) -> bool {
    let mut all = Reading::default();
    let mut is_clear = false;
    let mut at = first;
    while let Some(found) = first_suspect(text.as_bytes(), at) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..found]).map_or(0, |i| i + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[found..]).map_or(text.len(), |i| found + i);
        for stretch in stretches(text, start..end).into_iter().map(|s| &text[s]).filter(|s| first_suspect(s.as_bytes(), 0).is_some()) {
            let Some(reading) = Reading::of(stretch, encoding) else { continue };
            is_clear |= reading.is_clear(encoding);
            all = all.and(&reading);
        }
        at = end;
    }
    // The cells of a table may be too short to be clear one by one.
    all.is_most() && (is_clear || all.is_clear(encoding))
}

/// What is thought of a stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    Legacy(Encoding),
    Unicode,
    /// Vietnamese either way (`Sè`) or neither: as the stretches around it are.
    Open(Encoding),
    /// No letter beyond ASCII.
    Plain,
}

fn verdict(stretch: &str, met: &[Encoding]) -> Verdict {
    if stretch.is_ascii() {
        return Verdict::Plain;
    }
    if stretch.chars().any(is_unicode_letter) {
        return Verdict::Unicode;
    }
    let readings = met.iter().filter_map(|e| Some((*e, Reading::of(stretch, *e)?)));
    let Some((encoding, best)) = readings.max_by_key(|(_, r)| r.syllables) else { return Verdict::Unicode };
    match best.syllables.cmp(&best.syllables_now) {
        _ if best.words == 0 => Verdict::Open(encoding),
        Ordering::Less => Verdict::Unicode,
        Ordering::Greater if best.is_most() => Verdict::Legacy(encoding),
        _ => Verdict::Open(encoding),
    }
}

/// Open stretches become what the decided ones before and behind them are.
fn settle(verdicts: &mut [Verdict]) {
    let is_legacy = |v: &Verdict| matches!(v, Verdict::Legacy(_) | Verdict::Unicode).then_some(matches!(v, Verdict::Legacy(_)));
    let mut before: Vec<Option<bool>> = Vec::with_capacity(verdicts.len());
    let mut last = None;
    for verdict in verdicts.iter() {
        before.push(last);
        last = is_legacy(verdict).or(last);
    }
    let mut next = None;
    for (verdict, before) in verdicts.iter_mut().zip(before).rev() {
        if let Verdict::Open(encoding) = *verdict {
            let is_legacy = before.unwrap_or(true) && next.unwrap_or(true);
            *verdict = if is_legacy { Verdict::Legacy(encoding) } else { Verdict::Unicode };
        } else {
            next = is_legacy(verdict).or(next);
        }
    }
}

/// How a stretch reads as it stands and in an old encoding.
#[derive(Default)]
struct Reading {
    /// Words with a letter beyond ASCII.
    words: usize,
    /// Those that are syllables once repaired, and as they stand.
    syllables: usize,
    syllables_now: usize,
    /// Syllables of three letters and more: `£U` is two by chance.
    long: usize,
    /// Words of ASCII, and the syllables among them.
    plain: usize,
    plain_syllables: usize,
    /// Letters and signs that Vietnamese text has not.
    suspects: usize,
}

impl Reading {
    fn of(stretch: &str, encoding: Encoding) -> Option<Self> {
        let table = table(encoding, true)?;
        let mut reading = Reading::default();
        for run in stretch.split(|c: char| !is_part(c)).filter(|r| !r.is_empty()) {
            reading.add(run, table);
        }
        Some(reading)
    }

    fn add(&mut self, run: &str, table: &Table) {
        let bytes = western_bytes(run);
        let repaired = table.decode(&bytes);
        let word = only_letters(&repaired);
        if is_mute(word) {
            return;
        }
        if word.is_ascii() {
            self.plain += 1;
            self.plain_syllables += usize::from(is_syllable(word));
            return;
        }
        self.words += 1;
        self.suspects += run.as_bytes().windows(2).filter(|w| is_suspect(w[0], w[1])).count();
        let is_repaired = is_syllable(word) && table.knows(&bytes);
        self.syllables += usize::from(is_repaired);
        self.long += usize::from(is_repaired && word.chars().nth(2).is_some());
        self.syllables_now += usize::from(is_syllable(only_letters(run)));
    }

    fn and(&self, other: &Reading) -> Reading {
        Reading {
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
            syllables_now: self.syllables_now + other.syllables_now,
            long: self.long + other.long,
            plain: self.plain + other.plain,
            plain_syllables: self.plain_syllables + other.plain_syllables,
            suspects: self.suspects + other.suspects,
        }
    }

    fn is_most(&self) -> bool {
        self.syllables * 4 >= self.words * 3
    }

    /// Two words and more that only the old encoding makes syllables of, most
    /// of all words, and no text of another language between them. Of a few
    /// words all, and with letters that French has not by chance.
    fn is_clear(&self, encoding: Encoding) -> bool {
        let gained = self.syllables.saturating_sub(self.syllables_now);
        let (all, good) = (self.words + self.plain, self.syllables + self.plain_syllables);
        let suspects = if encoding == Encoding::Vni { 1 } else { 3 };
        let is_enough = self.words >= MANY || self.syllables == self.words && self.suspects >= suspects;
        gained >= 2 && self.long >= 2 && gained * 3 >= self.words && self.is_most() && is_enough && good * 10 >= all * 6
    }
}

/// Words that speak for themselves.
const MANY: usize = 6;

/// A word without the marks around it.
fn only_letters(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

/// The text with the stretches in old encodings repaired.
fn rewritten(text: &str, stretches: &[Range<usize>], verdicts: &[Verdict]) -> Option<(String, Legacy)> {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut legacy = None;
    let mut copied = 0;
    for (stretch, verdict) in stretches.iter().zip(verdicts) {
        let Verdict::Legacy(encoding) = *verdict else { continue };
        let Some(table) = table(encoding, true) else { continue };
        out.push_str(&text[copied..stretch.start]);
        let start = out.len();
        let letters = repaired(&text[stretch.clone()], table);
        out.push_str(&if encoding == Encoding::Tcvn3 { with_capitals(&letters) } else { letters });
        legacy.get_or_insert(Legacy { encoding, is_repaired: true, first: start..out.len() });
        copied = stretch.end;
    }
    out.push_str(&text[copied..]);
    Some((out, legacy?))
}

fn repaired(stretch: &str, table: &Table) -> String {
    let mut out = String::with_capacity(2 * stretch.len());
    let mut rest = stretch;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| is_part(c) == is_part(first);
        let (run, after) = rest.split_at(rest.find(|c| !is_same(c)).unwrap_or(rest.len()));
        if is_part(first) && !run.is_ascii() {
            out.push_str(&table.decode(&western_bytes(run)));
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out
}

/// The byte that each letter of a run is in western Europe.
fn western_bytes(run: &str) -> Vec<u8> {
    run.chars().map(|c| if c == MU { 0xB5 } else { u8::try_from(u32::from(c)).unwrap_or(b'?') }).collect()
}

/// What some programs make of the micro sign.
const MU: char = '\u{3BC}';

/// Whether a character may be a letter of an old font.
fn is_part(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{A1}'..='\u{FF}' | MU)
}

/// A letter that no old font has: the word that holds it is right as it stands.
fn is_unicode_letter(c: char) -> bool {
    !is_part(c) && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}'))
}

/// The stretches of a part of a text: from line to line and cell to cell, and
/// each word with a letter that only Unicode has for itself.
fn stretches(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = part.start;
    let mut word = part.start;
    let mut is_unicode = false;
    for (at, c) in text[part.clone()].char_indices().map(|(i, c)| (part.start + i, c)).chain([(part.end, '\n')]) {
        if is_part(c) || is_unicode_letter(c) {
            is_unicode |= !is_part(c);
            continue;
        }
        if is_unicode {
            all.extend([start..word, word..at]);
            start = at;
        }
        if matches!(c, '\n' | '\t' | '|') {
            all.push(start..at);
            start = at;
        }
        (word, is_unicode) = ((at + c.len_utf8()).min(part.end), false);
    }
    all.retain(|s| !s.is_empty());
    all
}

/// Whether a text has one of the letters that no page for an old font is without
/// and clean ones have not: of TCVN3 those shown as signs, đ, ạ and à of VNI.
///
/// Each look is a search for fixed bytes, which costs clean text next to nothing.
fn has_letter_of_font(bytes: &[u8]) -> bool {
    let has_sign = memchr::memchr_iter(0xC2, bytes)
        .any(|at| matches!(bytes.get(at + 1), Some(0xA1..=0xA6 | 0xA8..=0xAA | 0xAC | 0xAE | 0xB5 | 0xB6 | 0xB8)));
    has_sign || VNI_LETTERS.iter().any(|letter| letter.find(bytes).is_some())
}

static VNI_LETTERS: LazyLock<[Finder<'static>; 4]> = LazyLock::new(|| ["ñ", "ø", "ï", "Ñ"].map(Finder::new));

/// The first letter or sign of western Europe at or behind `from` that Vietnamese text has not.
fn first_suspect(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    while start + BLOCK < bytes.len() {
        let block = &bytes[start..=start + BLOCK];
        if (0..BLOCK).fold(false, |any, i| any | is_suspect(block[i], block[i + 1])) {
            break;
        }
        start += BLOCK;
    }
    let next = |i: usize| bytes.get(i + 1).copied().unwrap_or(0);
    let end = bytes.len().min(start + BLOCK);
    let found = (start..end).find(|i| is_suspect(bytes[*i], next(*i)));
    found.or_else(|| if end < bytes.len() { first_suspect(bytes, end) } else { None })
}

const BLOCK: usize = 64;

/// Without a branch, so that many bytes are judged at once. What clean documents
/// have is left out: Ð for Đ, the soft hyphen, and signs (° ± ² ³) that no font
/// has a letter at. A text for a font has others as well.
#[inline]
fn is_suspect(first: u8, second: u8) -> bool {
    // À Á Â Ã È É Ê Ì Í Ð Ò Ó Ô Õ Ù Ú Ý, small letters alike.
    let letter = second & 0x1F;
    let usual = (letter <= 0x03)
        | (0x08..=0x0A).contains(&letter)
        | (0x0C..=0x0D).contains(&letter)
        | (letter == 0x10)
        | (0x12..=0x15).contains(&letter)
        | (0x19..=0x1A).contains(&letter)
        | (letter == 0x1D);
    let sign = (second == 0xA0) | (second == 0xAD) | (0xAF..=0xB4).contains(&second);
    (first == 0xC3) & !usual | (first == 0xC2) & !sign
}
