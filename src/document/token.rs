//! The text as a row of tokens: words (one syllable each), digit runs, marks.
//!
//! Vietnamese writes syllables apart, so a token is a run of letters, a run of
//! digits or one mark; `QH15` is two tokens, and so is `bản1` with its footnote
//! digit glued on. Every rule works on tokens: they are made once a document.

use std::ops::Range;

use crate::lexicon::{Syllable, Vocabulary, Word};
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
    /// Flags in the lowest byte, the syllable above them: a large text has millions of tokens.
    packed: u32,
}

const SPACE_BEFORE: u8 = 1;
const LINE_BEFORE: u8 = 2;
const BLANK_LINE_BEFORE: u8 = 4;
const CAPITAL: u8 = 8;
const UPPER: u8 = 16;
const DIGITS: u8 = 32;
const MARK: u8 = 64;

const _: () = assert!(Syllable::MAX.0 == u32::MAX >> 8);

impl Token {
    fn new(span: Span, syllable: Syllable, kind: TokenKind, flags: u8) -> Self {
        let kind = match kind {
            TokenKind::Word => 0,
            TokenKind::Digits => DIGITS,
            TokenKind::Mark => MARK,
        };
        Token { span, packed: syllable.0 << 8 | u32::from(flags | kind) }
    }

    #[inline]
    fn has(&self, flag: u8) -> bool {
        self.packed & u32::from(flag) != 0
    }

    /// What the rules know it as; `Syllable::UNKNOWN` where no rule names it.
    #[inline]
    pub fn syllable(&self) -> Syllable {
        Syllable(self.packed >> 8)
    }

    #[inline]
    pub fn kind(&self) -> TokenKind {
        match () {
            () if self.has(DIGITS) => TokenKind::Digits,
            () if self.has(MARK) => TokenKind::Mark,
            () => TokenKind::Word,
        }
    }

    /// White space of any kind stands before it.
    pub fn is_spaced(&self) -> bool {
        self.has(SPACE_BEFORE)
    }

    /// It is the first of its line.
    pub fn starts_line(&self) -> bool {
        self.has(LINE_BEFORE)
    }

    /// At least one empty line stands before it.
    pub fn follows_blank_line(&self) -> bool {
        self.has(BLANK_LINE_BEFORE)
    }

    /// A word that begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.has(CAPITAL)
    }

    /// A word all in capital letters.
    pub fn is_upper(&self) -> bool {
        self.has(UPPER)
    }

    pub fn is_word(&self) -> bool {
        !self.has(DIGITS | MARK)
    }

    pub fn is_digits(&self) -> bool {
        self.has(DIGITS)
    }

    /// Neither letter nor digit.
    pub fn is_mark(&self) -> bool {
        self.has(MARK)
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
        let run = match class {
            Class::Letter => word(text.as_bytes(), folded, vocabulary, at),
            _ => other(text.as_bytes(), folded, vocabulary, at, class),
        };
        match run.kind {
            Some(kind) => {
                all.push(Token::new(Span::new(at as u32, run.end as u32), run.syllable, kind, gap | run.case));
                gap = 0;
            }
            None => gap |= SPACE_BEFORE,
        }
        at = run.end;
        // A space behind a word, as nearly always.
        if bytes.get(at) == Some(&b' ') {
            gap |= SPACE_BEFORE;
            at += 1;
        }
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
    syllable: Syllable,
}

/// The word that begins with the Vietnamese letter at `at`.
///
/// A short one is read in one go: where its letters end, whether one of them
/// is a capital and which syllable it is are sums on the same 16 bytes.
#[inline]
fn word(text: &[u8], folded: &str, vocabulary: &Vocabulary, at: usize) -> Run {
    let read = Word::read(folded.as_bytes(), at);
    let Some((word, len)) = short_word(read) else { return long_word(text, folded, vocabulary, at) };
    let end = at + len;
    if folded.as_bytes().get(end).is_some_and(|b| CLASS[*b as usize] == Class::Other) {
        return long_word(text, folded, vocabulary, at);
    }
    let first = at + LETTER_LEN[read.low as u8 as usize] as usize - 1;
    let is_lower = text[first] == folded.as_bytes()[first];
    let case = if is_lower { 0 } else { case(text, folded.as_bytes(), at..end) };
    Run { kind: Some(TokenKind::Word), end, case, syllable: vocabulary.get_word(word) }
}

/// The letters with which 16 bytes begin, and how many bytes they are; nothing where all 16 are letters.
#[inline]
fn short_word(read: Word) -> Option<(Word, usize)> {
    let end = first_set(non_letters(read.low));
    if let Some(end) = end {
        return Some((Word { low: read.low & below(end), high: 0 }, end as usize / 8));
    }
    let end = first_set(non_letters(read.high))?;
    Some((Word { low: read.low, high: read.high & below(end) }, 8 + end as usize / 8))
}

/// Bits below a bit.
#[inline]
fn below(bit: u32) -> u64 {
    (1 << bit) - 1
}

/// The lowest bit of the first byte that is marked.
#[inline]
fn first_set(marked: u64) -> Option<u32> {
    (marked != 0).then(|| marked.trailing_zeros() & !7)
}

/// Marks every one of eight bytes in lower case that is no `Class::Letter`.
#[inline]
fn non_letters(bytes: u64) -> u64 {
    const TOP: u64 = each(0x80);
    let rest = bytes & !TOP;
    // The top bit of each byte says whether the seven below are at least `least`.
    let at_least = |least: u8| rest + each(0x80 - least);
    let latin = !bytes & at_least(b'a') & !at_least(b'z' + 1);
    let lead = at_least(0x43) & !at_least(0x47) | at_least(0x61) & !at_least(0x62);
    let of_many = bytes & (lead | !at_least(0x40));
    !(latin | of_many) & TOP
}

/// Eight times the same byte.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// A word of more than 15 bytes, or with letters of other alphabets.
#[cold]
fn long_word(text: &[u8], folded: &str, vocabulary: &Vocabulary, at: usize) -> Run {
    let end = end_of_word(folded, at);
    let syllable = vocabulary.get(&folded.as_bytes()[at..end]);
    Run { kind: Some(TokenKind::Word), end, case: case(text, folded.as_bytes(), at..end), syllable }
}

/// What begins with anything but a Vietnamese letter.
fn other(text: &[u8], folded: &str, vocabulary: &Vocabulary, at: usize, class: Class) -> Run {
    let rest = &folded.as_bytes()[at..];
    let (kind, len) = match class {
        Class::Digit => (Some(TokenKind::Digits), rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len())),
        Class::Mark => {
            let mark = Word { low: u64::from(rest[0]), high: 0 };
            return Run { kind: Some(TokenKind::Mark), end: at + 1, case: 0, syllable: vocabulary.get_word(mark) };
        }
        _ => {
            let Some(c) = folded[at..].chars().next() else {
                return Run { kind: None, end: folded.len(), case: 0, syllable: Syllable::UNKNOWN };
            };
            if is_letter(c) {
                return long_word(text, folded, vocabulary, at);
            }
            ((!c.is_whitespace() && !c.is_control()).then_some(TokenKind::Mark), c.len_utf8())
        }
    };
    Run { kind, end: at + len, case: 0, syllable: vocabulary.get(&rest[..len]) }
}

/// Where the run of letters ends in which `at` lies.
fn end_of_word(folded: &str, mut at: usize) -> usize {
    while let Some(c) = folded[at..].chars().next().filter(|c| is_letter(*c)) {
        at += c.len_utf8();
    }
    at
}

/// Whether a word has capital letters. Folding changes the last byte of a letter.
fn case(text: &[u8], folded: &[u8], word: Range<usize>) -> u8 {
    let first = LETTER_LEN[folded[word.start] as usize] as usize;
    if text[word.start + first - 1] == folded[word.start + first - 1] {
        return 0;
    }
    if is_all_capitals(&text[word.clone()], &folded[word]) { CAPITAL | UPPER } else { CAPITAL }
}

fn is_all_capitals(text: &[u8], folded: &[u8]) -> bool {
    let mut at = 0;
    while at < folded.len() {
        at += LETTER_LEN[folded[at] as usize] as usize;
        if text[at - 1] == folded[at - 1] {
            return false;
        }
    }
    true
}

/// Letters of any alphabet, marks that no letter took up, and whatever shares its first byte with a Vietnamese letter.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}' | '\u{C0}'..='\u{1BF}' | '\u{1000}'..='\u{1FFF}')
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Space,
    Digit,
    /// Any byte of a letter of the Latin alphabet as Vietnamese uses it.
    Letter,
    Mark,
    /// First byte of a character that is to be decoded and looked at.
    Other,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 0xC0 {
        table[b] = match b as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            0..=b' ' | 0x7F => Class::Space,
            // Only met inside a letter: what is no letter is decoded whole.
            0x80..=0xBF => Class::Letter,
            _ => Class::Mark,
        };
        b += 1;
    }
    table[0xC3] = Class::Letter;
    table[0xC4] = Class::Letter;
    table[0xC5] = Class::Letter;
    table[0xC6] = Class::Letter;
    table[0xE1] = Class::Letter;
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
    use crate::document::Text;
    use proptest::prelude::*;

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

    /// The same, character by character.
    fn reference(text: &str) -> Vec<&str> {
        let class = |c: char| match c {
            '0'..='9' => 1,
            c if is_letter(c) => 2,
            c if c.is_whitespace() || c.is_control() => 0,
            _ => 3,
        };
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let runs = chars.chunk_by(|a, b| class(a.1) == class(b.1) && class(a.1) != 3).filter(|r| class(r[0].1) != 0);
        runs.map(|r| &text[r[0].0..r[r.len() - 1].0 + r[r.len() - 1].1.len_utf8()]).collect()
    }

    proptest! {
        #[test]
        fn words_of_any_length_and_alphabet_are_split_where_their_letters_end(
            text in "([a-zđĂẮỰÝ]{0,20}|[A-ZàảÔƠƯ]{0,20}|[0-9]{0,12}|[×÷ß”“…²°ωжक\u{1361}\u{309}/(\n ]|.){0,12}",
        ) {
            let text = Text::new(text);
            let all = tokens(text.as_str(), text.folded(), &Vocabulary::default());
            let split: Vec<&str> = all.iter().map(|t| text.slice(t.span)).collect();
            prop_assert_eq!(&split, &reference(text.as_str()));
            for (token, word) in all.iter().zip(split).filter(|(t, _)| t.is_word()) {
                let folds = |c: char| c.is_uppercase() && c.to_lowercase().eq(Text::new(c.into()).folded().chars());
                prop_assert_eq!(token.is_capitalised(), word.starts_with(folds));
                prop_assert_eq!(token.is_upper(), word.chars().all(folds));
            }
        }
    }
}
