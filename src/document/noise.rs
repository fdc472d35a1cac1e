//! Whether the words of a text are words: what bad character recognition leaves of them.
//!
//! `h6i d6ng`, `quyét d!nh` is a page read as if it were English, `Quy¿t Ënh`
//! one whose letters were cut to their low bytes. The letters cannot be had
//! back, so the text is not mended; a reader of its record should know.

use std::ops::Range;

use super::syllable::{is_like_syllable, is_syllable};
use super::{Document, Token};
use crate::lexicon::Syllable;

/// How many words of a text are broken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Noise {
    pub words: usize,
    pub broken: usize,
    /// Tokens of the first of them.
    pub first: Range<usize>,
}

/// Words that a text must have before a share of them says something.
const FEWEST: usize = 20;

/// One word in so many is broken. Clean texts and good recognition stay below one in eighty.
const BROKEN_IN: usize = 12;

/// In clean text fewer than one word in so many is none that some rule names.
const UNKNOWN_IN: usize = 5;

impl Noise {
    /// Nothing where the words are good, or are those of another language.
    pub fn of(document: &Document) -> Option<Noise> {
        if !has_unknown_words(&document.tokens) {
            return None;
        }
        let mut noise = Noise { words: 0, broken: 0, first: 0..0 };
        let (mut sound, mut syllables) = (0, 0);
        for at in (0..document.tokens.len()).filter(|at| is_told(document, *at)) {
            noise.words += 1;
            if let Some(broken) = broken(document, at) {
                noise.add(broken);
            } else {
                sound += 1;
                syllables += usize::from(is_like_syllable(document.word(at)));
            }
        }
        let is_vietnamese = syllables * 4 >= sound * 3;
        (noise.words >= FEWEST && noise.broken * BROKEN_IN >= noise.words && is_vietnamese).then_some(noise)
    }

    fn add(&mut self, broken: Range<usize>) {
        if self.broken == 0 {
            self.first = broken;
        }
        self.broken += 1;
    }
}

/// A look at some of the tokens alone, so that good texts cost next to nothing.
fn has_unknown_words(tokens: &[Token]) -> bool {
    let words = tokens.iter().step_by(tokens.len() / SAMPLE + 1).filter(|t| t.is_word());
    let (words, unknown) = words.fold((0, 0), |(words, unknown), t| (words + 1, unknown + usize::from(t.syllable() == Syllable::UNKNOWN)));
    unknown * UNKNOWN_IN >= words && unknown > 0
}

/// Tokens that are looked at first, evenly spread.
const SAMPLE: usize = 256;

/// Whether a token is a word that can be told from noise: capitals alone may be a short form.
fn is_told(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    token.is_word() && !token.is_upper() && document.word(at).chars().nth(1).is_some()
}

/// The tokens of a broken word, of which the one at `at` is a piece.
fn broken(document: &Document, at: usize) -> Option<Range<usize>> {
    if is_odd_word(document.word(at)) {
        return Some(at..at + 1);
    }
    if let Some(before) = at.checked_sub(2).filter(|b| is_torn(document, *b)) {
        return Some(before..at + 1);
    }
    if is_torn(document, at) {
        return Some(at..at + 3);
    }
    is_cut(document, at).then_some(at..at + 2)
}

/// A word that no Vietnamese one is: `hién`, `QuyÕt`.
fn is_odd_word(word: &str) -> bool {
    has_capital_inside(word) || !word.is_ascii() && !is_syllable(word)
}

/// `YouTube` is one as well, but no text is made of such.
fn has_capital_inside(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// Three tokens stand without a blank between them, letters, an odd sign or digit, letters.
fn is_torn(document: &Document, at: usize) -> bool {
    let Some([first, sign, last]) = document.tokens.get(at..at + 3) else { return false };
    let is_one = first.is_word() && last.is_word() && !last.is_upper() && !sign.is_spaced() && !last.is_spaced();
    is_one && if sign.is_digits() { sign.len() == 1 } else { !sign.is_word() && is_odd_sign(document.word(at + 1)) }
}

/// Nothing but control characters parts two words: the low bytes of tones and horns.
fn is_cut(document: &Document, at: usize) -> bool {
    let Some([first, last]) = document.tokens.get(at..at + 2) else { return false };
    let gap = &document.text.as_str().as_bytes()[first.span.end as usize..last.span.start as usize];
    last.is_word() && !gap.is_empty() && gap.iter().all(|b| b.is_ascii_control() && !b.is_ascii_whitespace())
}

/// Anything but what parts words in good text.
fn is_odd_sign(sign: &str) -> bool {
    let is_usual = |c: char| matches!(c, '"' | '\'' | '('..='/' | ':'..='>' | '[' | ']' | '_' | '|' | '\u{2010}'..='\u{203F}');
    !sign.chars().all(is_usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    fn noise(text: &str) -> Option<(usize, usize, String)> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        let noise = Noise::of(&document)?;
        Some((noise.broken, noise.words, document.text.slice(document.span(noise.first)).to_owned()))
    }

    const CLEAN: &str = "Thực hiện Kế hoạch số 15/KH-UBND ngày 09 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh về phòng, chống ma túy, \
        các cơ quan báo chí đã đăng 120 tin, bài; Thanh tra Sở đã xử phạt 05 tổ chức.";

    #[test]
    fn letters_cut_to_their_low_bytes_are_noise() {
        let cut: String = CLEAN.chars().map(|c| char::from(c as u32 as u8)).collect();
        let (broken, words, first) = noise(&cut).expect("noise");
        assert!(broken * 4 > words, "{broken} of {words}");
        assert_eq!(first, "Thñc");
    }

    #[test]
    fn a_page_read_as_if_it_were_english_is_noise() {
        let page = "Thuc hién Nghi quyét s6 02 ngay 17/3/2026 ctia B6 Chinh tri vé Xay dyng va phat trién Thu d6 Ha N6i trong ky \
            nguyén mdi, Uy ban nhan dan thanh ph6 ban hanh Ké hoach t6 chite le h6i";
        assert_eq!(noise(page).expect("noise").2, "hién");
    }

    #[test]
    fn clean_text_of_any_language_is_none() {
        assert_eq!(noise(CLEAN), None);
        assert_eq!(noise(&CLEAN.to_uppercase()), None);
        assert_eq!(
            noise(&"The school was opened after the war, with help of a café-owner from Zürich (info@school.org). ".repeat(9)),
            None
        );
        assert_eq!(noise(&"L'élève français a été très fier du château de ses parents, près d'une forêt où naît la rivière ; il y allait chaque année avec eux. ".repeat(9)), None);
        assert_eq!(noise("12 345 678\nA05 PV01 H5N1 COVID-19"), None);
    }
}
