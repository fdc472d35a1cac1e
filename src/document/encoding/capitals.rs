//! Capital letters of old fonts.
//!
//! In TCVN3 a letter with a tone has no capital: .VnTimeH shows the small one
//! as a capital, so `CéNG HßA` is what the file holds of `CỘNG HÒA`.

use crate::document::syllable::is_syllable;

/// The text with the toned letters of words of capitals made capitals.
pub(super) fn with_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.split_inclusive('\n').for_each(|line| push_line(line, &mut out));
    out
}

fn push_line(line: &str, out: &mut String) {
    let words: Vec<&str> = line.split_inclusive(|c: char| !c.is_alphabetic()).collect();
    let kinds: Vec<Kind> = words.iter().map(|w| kind(w)).collect();
    for (at, word) in words.iter().enumerate() {
        if is_shouted(&kinds, at) {
            out.extend(word.chars().flat_map(char::to_uppercase));
        } else {
            out.push_str(word);
        }
    }
}

/// Whether a text has toned capitals of its own: no font made them.
pub(super) fn has_toned_capitals(text: &str) -> bool {
    text.chars().any(|c| c.is_uppercase() && c.to_lowercase().any(has_tone))
}

/// What the letters of a word that have capitals say of it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Capitals,
    /// Has small letters that have capitals.
    Small,
    /// `Uỷ`, `ở`: no letter behind the first that has a capital.
    Open,
    /// UBND, a mark: says nothing of the words beside it.
    Mute,
}

fn kind(word: &str) -> Kind {
    let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
    let has_small = word.chars().any(|c| c.is_lowercase() && !has_tone(c));
    let has_capitals = word.chars().skip(1).any(char::is_uppercase);
    match (has_small, has_capitals) {
        (true, _) => Kind::Small,
        (false, _) if !is_syllable(word) => Kind::Mute,
        (false, true) => Kind::Capitals,
        (false, false) => Kind::Open,
    }
}

/// An open word goes with the words around it, where these agree.
fn is_shouted(kinds: &[Kind], at: usize) -> bool {
    let decided = |k: &&Kind| matches!(k, Kind::Capitals | Kind::Small);
    match kinds[at] {
        Kind::Capitals => true,
        Kind::Small | Kind::Mute => false,
        Kind::Open => {
            let behind = kinds[at..].iter().take(NEAR).find(decided);
            let before = kinds[..at].iter().rev().take(NEAR).find(decided);
            let around: Vec<&Kind> = before.into_iter().chain(behind).collect();
            !around.is_empty() && around.iter().all(|k| **k == Kind::Capitals)
        }
    }
}

/// Words that are looked at for the case of another.
const NEAR: usize = 4;

/// Whether a small letter of TCVN3 has no capital: all with a tone.
pub(super) fn has_tone(c: char) -> bool {
    matches!(c, 'à' | 'á' | 'ã' | 'è' | 'é' | 'ì' | 'í' | 'ò' | 'ó' | 'õ' | 'ù' | 'ú' | 'ý' | 'ĩ' | 'ũ' | '\u{1EA0}'..='\u{1EFF}')
}
