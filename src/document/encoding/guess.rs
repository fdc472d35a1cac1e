//! Which encoding of before Unicode bytes are in: the one that makes Vietnamese syllables of them.

use std::collections::HashSet;

use super::Encoding;
use super::table::{Table, table};
use crate::document::syllable::is_syllable;

const CANDIDATES: [Encoding; 4] = [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Windows1258];

/// As much of a file as is judged.
const JUDGED_BYTES: usize = 256 << 10;

/// The encoding and text of bytes that are not Unicode; nothing where none is clearly better than the others.
pub(super) fn guess(bytes: &[u8]) -> Option<(Encoding, String)> {
    let judged = without_tags(&bytes[..bytes.len().min(JUDGED_BYTES)]);
    let mut all: Vec<(Encoding, Evidence)> = CANDIDATES.iter().filter_map(|e| Some((*e, evidence(&judged, table(*e, false)?)))).collect();
    all.sort_by_key(|(_, e)| std::cmp::Reverse(e.syllables));
    let [(best, evidence), (_, second), ..] = all.as_slice() else { return None };
    if !evidence.is_vietnamese() || !evidence.is_clearly_above(second) {
        return None;
    }
    Some((*best, table(*best, false)?.decode(bytes)))
}

/// The bytes without the tags of a page, whose words are of no language.
fn without_tags(bytes: &[u8]) -> Vec<u8> {
    let mut left = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(open) = memchr::memchr(b'<', rest) {
        let is_tag = rest.get(open + 1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
        let close = is_tag.then(|| memchr::memchr(b'>', &rest[open..])).flatten();
        left.extend_from_slice(&rest[..open]);
        left.push(b' ');
        rest = &rest[open + close.unwrap_or(0) + 1..];
        if close.is_none() && is_tag {
            break;
        }
    }
    left.extend_from_slice(rest);
    left
}

/// How Vietnamese a text is.
#[derive(Debug, Default, Clone)]
pub(super) struct Evidence {
    /// Words with a letter beyond ASCII.
    pub words: usize,
    /// Those of them that are syllables.
    pub syllables: usize,
    distinct: HashSet<String>,
    /// Words of ASCII alone, and the syllables among them.
    plain: usize,
    plain_syllables: usize,
}

impl Evidence {
    /// Adds a word as it is decoded.
    pub fn add(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        if is_mute(word) {
            return;
        }
        let is_syllable = is_syllable(word);
        if word.is_ascii() {
            self.plain += 1;
            self.plain_syllables += usize::from(is_syllable);
            return;
        }
        self.words += 1;
        self.syllables += usize::from(is_syllable);
        if is_syllable {
            self.distinct.insert(word.to_lowercase());
        }
    }

    /// At least three different syllables, two of them of three letters and more
    /// (signs beside capitals make short ones), and nearly all words are some: the
    /// right encoding makes some of 19 in 20, a wrong one and letters cut to
    /// their low bytes of 15 in 20 at most. French and English have short words
    /// that are Vietnamese by chance, but not so many.
    fn is_vietnamese(&self) -> bool {
        let (all, good) = (self.words + self.plain, self.syllables + self.plain_syllables);
        let long = self.distinct.iter().filter(|s| s.chars().nth(2).is_some()).count();
        self.distinct.len() >= 3 && long >= 2 && self.syllables * 20 >= self.words * 17 && good * 10 >= all * 6
    }

    /// A fifth of all words and at least two more than with the next best encoding.
    fn is_clearly_above(&self, other: &Evidence) -> bool {
        self.syllables >= other.syllables + (self.words / 5).max(2)
    }
}

/// What tells nothing: a letter alone, and capitals that are no syllable in any
/// encoding (UBND, QĐ, TTĐT).
pub(super) fn is_mute(word: &str) -> bool {
    let is_abbreviation = || is_of_plain_capitals(word) && !is_syllable(word);
    word.chars().nth(1).is_none() || is_abbreviation()
}

fn is_of_plain_capitals(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase() || matches!(c, 'Đ' | 'Ư' | 'Ơ' | 'Ô' | 'Â' | 'Ê' | 'Ă'))
}

fn evidence(bytes: &[u8], table: &Table) -> Evidence {
    let mut evidence = Evidence::default();
    for run in bytes.split(|b| is_separator(*b)).filter(|run| !run.is_empty()) {
        for word in table.decode(run).split(|c: char| matches!(c, '\u{2010}'..='\u{203F}')) {
            evidence.add(word);
        }
    }
    evidence
}

/// Bytes that end a word in every encoding.
fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | b' '..=b'@' | b'['..=b'`' | b'{'..=0x7F)
}
