//! The text as a row of tokens: words (one syllable each), digit runs, marks.
//!
//! Vietnamese writes syllables apart, so a token is a run of letters, a run of
//! digits or one mark; `QH15` is two tokens, and so is `bản1` with its footnote
//! digit glued on. Every rule works on tokens: they are made once a document.

use crate::lexicon::{Syllable, Vocabulary};
use crate::mention::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Digits,
    Mark,
}

/// A run of letters, a run of digits, or one mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub span: Span,
    /// What the rules know it as; `Syllable::UNKNOWN` where no rule names it.
    pub syllable: Syllable,
    pub kind: TokenKind,
    flags: u8,
}

const SPACE_BEFORE: u8 = 1;
const LINE_BEFORE: u8 = 2;
const BLANK_LINE_BEFORE: u8 = 4;
const CAPITAL: u8 = 8;
const UPPER: u8 = 16;

impl Token {
    /// White space of any kind stands before it.
    pub fn is_spaced(&self) -> bool {
        self.flags & SPACE_BEFORE != 0
    }

    /// It is the first of its line.
    pub fn starts_line(&self) -> bool {
        self.flags & LINE_BEFORE != 0
    }

    /// At least one empty line stands before it.
    pub fn follows_blank_line(&self) -> bool {
        self.flags & BLANK_LINE_BEFORE != 0
    }

    /// A word that begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.flags & CAPITAL != 0
    }

    /// A word all in capital letters.
    pub fn is_upper(&self) -> bool {
        self.flags & UPPER != 0
    }

    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub fn is_digits(&self) -> bool {
        self.kind == TokenKind::Digits
    }

    pub fn len(&self) -> usize {
        (self.span.end - self.span.start) as usize
    }
}

/// Splits a text into tokens. `folded` is `text` in lower case, offsets shared.
pub(crate) fn tokens(text: &str, folded: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let bytes = folded.as_bytes();
    let mut all = Vec::with_capacity(bytes.len() / 4);
    // The first token begins the first line.
    let mut gap = LINE_BEFORE;
    let mut at = 0;
    while at < bytes.len() {
        let class = CLASS[bytes[at] as usize];
        if class == Class::Space {
            gap |= gap_of(bytes[at], gap);
            at += 1;
            continue;
        }
        let run = run(text.as_bytes(), folded, at, class);
        let Some(kind) = run.kind else {
            gap |= SPACE_BEFORE;
            at = run.end;
            continue;
        };
        let syllable = vocabulary.get_at(bytes, at..run.end);
        all.push(Token { span: Span::new(at as u32, run.end as u32), syllable, kind, flags: gap | run.case });
        gap = 0;
        at = run.end;
    }
    all
}

/// What white space adds to the gap before the next token.
fn gap_of(byte: u8, gap: u8) -> u8 {
    match byte {
        b'\n' if gap & LINE_BEFORE != 0 => SPACE_BEFORE | BLANK_LINE_BEFORE,
        b'\n' => SPACE_BEFORE | LINE_BEFORE,
        _ => SPACE_BEFORE,
    }
}

/// What begins at a byte: a token, or odd white space, which has no kind.
struct Run {
    kind: Option<TokenKind>,
    end: usize,
    case: u8,
}

fn run(text: &[u8], folded: &str, at: usize, class: Class) -> Run {
    match class {
        Class::Digit => {
            let digits = folded.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            Run { kind: Some(TokenKind::Digits), end: at + digits, case: 0 }
        }
        Class::Letter => word(text, folded, at),
        Class::Mark => Run { kind: Some(TokenKind::Mark), end: at + 1, case: 0 },
        Class::Other | Class::Space => other(text, folded, at),
    }
}

fn other(text: &[u8], folded: &str, at: usize) -> Run {
    let Some(c) = folded[at..].chars().next() else { return Run { kind: None, end: folded.len(), case: 0 } };
    if is_letter(c) {
        return word(text, folded, at);
    }
    let kind = (!c.is_whitespace() && !c.is_control()).then_some(TokenKind::Mark);
    Run { kind, end: at + c.len_utf8(), case: 0 }
}

/// The run of letters that begins at `from`, and which of them are capitals: folding changes the last byte of a letter.
fn word(text: &[u8], folded: &str, from: usize) -> Run {
    let bytes = folded.as_bytes();
    let (mut at, mut letters, mut capitals) = (from, 0, 0);
    let mut is_capitalised = false;
    while at < bytes.len() {
        let len = match CLASS[bytes[at] as usize] {
            Class::Letter => LETTER_LEN[bytes[at] as usize] as usize,
            Class::Other => match folded[at..].chars().next() {
                Some(c) if is_letter(c) => c.len_utf8(),
                _ => break,
            },
            _ => break,
        };
        at += len;
        let is_capital = text[at - 1] != bytes[at - 1];
        is_capitalised |= is_capital && letters == 0;
        letters += 1;
        capitals += u32::from(is_capital);
    }
    let case = match is_capitalised {
        true if capitals == letters => CAPITAL | UPPER,
        true => CAPITAL,
        false => 0,
    };
    Run { kind: Some(TokenKind::Word), end: at, case }
}

/// Letters of other alphabets, and marks that no letter took up.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}')
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Space,
    Digit,
    /// First byte of a letter of the Latin alphabet as Vietnamese uses it.
    Letter,
    Mark,
    /// To be decoded and looked at.
    Other,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 0x80 {
        table[b] = match b as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            0..=b' ' | 0x7F => Class::Space,
            _ => Class::Mark,
        };
        b += 1;
    }
    table[0xC4] = Class::Letter;
    table[0xC5] = Class::Letter;
    table[0xC6] = Class::Letter;
    table[0xE1] = Class::Letter;
    table[0xC3] = Class::Letter;
    table
};

/// Bytes of the letter that begins with this byte.
static LETTER_LEN: [u8; 256] = {
    let mut table = [1u8; 256];
    let mut b = 0xC0;
    while b < 256 {
        table[b] = if b < 0xE0 {
            2
        } else if b < 0xF0 {
            3
        } else {
            4
        };
        b += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let folded = text.to_lowercase();
        tokens(text, &folded, &Vocabulary::default()).iter().map(|t| &text[t.span.range()]).collect()
    }

    #[test]
    fn a_code_is_split_where_letters_digits_and_marks_meet() {
        assert_eq!(split("số 15/2020/NĐ-CP"), ["số", "15", "/", "2020", "/", "NĐ", "-", "CP"]);
        assert_eq!(split("UBTVQH14, bản1"), ["UBTVQH", "14", ",", "bản", "1"]);
    }

    #[test]
    fn capitals_and_line_starts_are_known() {
        let text = "SỞ Y tế\nBáo cáo\n\n- ĐẦU";
        let all = tokens(text, &text.to_lowercase(), &Vocabulary::default());
        let of = |w: &str| *all.iter().find(|t| &text[t.span.range()] == w).expect("a token");
        assert!(of("SỞ").is_upper() && of("SỞ").starts_line());
        assert!(of("Y").is_capitalised() && !of("tế").is_capitalised());
        assert!(of("Báo").starts_line() && !of("Báo").follows_blank_line() && !of("Báo").is_upper());
        assert!(of("-").follows_blank_line() && of("ĐẦU").is_upper() && !of("ĐẦU").starts_line());
    }
}
