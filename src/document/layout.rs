//! Lines, paragraphs and sentences.
//!
//! PDF text is cut after every printed line, sometimes with an empty line after
//! each; HTML text has one line a paragraph. A paragraph here is what its
//! writer meant: printed lines joined again.

use super::{Text, Token, TokenKind};
use crate::mention::Span;
use std::ops::Range;

/// A printed line that holds at least one token.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// From the first token to the last.
    pub span: Span,
    pub follows_blank: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub lines: Vec<Line>,
    /// Indices of tokens; paragraphs follow each other and cover all tokens.
    pub paragraphs: Vec<Range<usize>>,
    /// The token behind each sentence; sentences follow each other, cover all tokens and end where a paragraph ends.
    sentence_ends: Vec<u32>,
    /// Indices of the tokens that are digits.
    pub numbers: Vec<u32>,
}

impl Layout {
    pub fn new(text: &Text, tokens: &[Token]) -> Self {
        let Landmarks { line_starts, numbers, stops } = Landmarks::new(text, tokens);
        let lines = lines(tokens, &line_starts);
        let paragraphs = paragraphs(text, tokens, &lines);
        let sentence_ends = sentence_ends(text, tokens, &paragraphs, &stops);
        Layout { lines, paragraphs, sentence_ends, numbers }
    }

    /// Indices of the digit runs among some tokens.
    pub fn numbers_in(&self, tokens: Range<usize>) -> impl Iterator<Item = usize> {
        let first = self.numbers.partition_point(|n| (*n as usize) < tokens.start);
        self.numbers[first..].iter().map(|n| *n as usize).take_while(move |n| *n < tokens.end)
    }

    pub fn paragraph_of(&self, token: usize) -> Range<usize> {
        let at = self.paragraphs.partition_point(|p| p.end <= token);
        self.paragraphs.get(at).cloned().unwrap_or(token..token)
    }

    pub fn sentence_of(&self, token: usize) -> Range<usize> {
        let at = self.sentence_ends.partition_point(|end| *end as usize <= token);
        self.sentence_ends.get(at).map_or(token..token, |end| self.sentence_start(at)..*end as usize)
    }

    /// The sentences that begin among some tokens.
    pub fn sentences_in(&self, tokens: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let before = self.sentence_ends.partition_point(|end| (*end as usize) < tokens.start);
        let first = if tokens.start == 0 { 0 } else { before + 1 };
        let sentence = |at: usize| self.sentence_start(at)..self.sentence_ends[at] as usize;
        (first..self.sentence_ends.len()).map(sentence).take_while(move |s| s.start < tokens.end)
    }

    fn sentence_start(&self, sentence: usize) -> usize {
        sentence.checked_sub(1).map_or(0, |before| self.sentence_ends[before] as usize)
    }

    /// Index of the line that holds a token.
    pub fn line_of(&self, token: usize) -> usize {
        self.lines.partition_point(|l| l.tokens.end <= token)
    }
}

/// Tokens between two line ends, numbers or stops of usual text.
const USUAL_GAP: usize = 8;

/// What one look at every token tells.
struct Landmarks {
    line_starts: Vec<usize>,
    numbers: Vec<u32>,
    /// Marks that may end a sentence.
    stops: Vec<usize>,
}

impl Landmarks {
    fn new(text: &Text, tokens: &[Token]) -> Self {
        let few = tokens.len() / USUAL_GAP;
        let mut found =
            Landmarks { line_starts: Vec::with_capacity(few), numbers: Vec::with_capacity(few), stops: Vec::with_capacity(few) };
        for (i, token) in tokens.iter().enumerate() {
            if token.starts_line() {
                found.line_starts.push(i);
            }
            if token.is_digits() {
                found.numbers.push(i as u32);
            } else if token.is_mark() && matches!(mark(text, token), Some('.' | '!' | '?' | '…')) {
                found.stops.push(i);
            }
        }
        found
    }
}

fn lines(tokens: &[Token], starts: &[usize]) -> Vec<Line> {
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let line = |(start, end): (&usize, usize)| {
        let (first, last) = (&tokens[*start], &tokens[end - 1]);
        Line { tokens: *start..end, span: first.span.join(last.span), follows_blank: first.follows_blank_line() }
    };
    starts.iter().zip(ends).map(line).collect()
}

/// Share of line ends with an empty line after them above which empty lines say nothing.
const BLANK_EVERYWHERE: f64 = 0.7;
/// Bytes of a single letter.
const MAX_LETTER: usize = 4;
/// A line that would, with the next word, still be shorter than this share of the printed width ends its paragraph.
const FULL_LINE: f64 = 0.85;
/// The same where letters are counted, of which digits have as many as accented words.
const FULL_OF_LETTERS: f64 = 0.9;

fn paragraphs(text: &Text, tokens: &[Token], lines: &[Line]) -> Vec<Range<usize>> {
    let blanks = lines.iter().filter(|l| l.follows_blank).count();
    let blank_says_nothing = lines.len() > 8 && blanks as f64 > BLANK_EVERYWHERE * lines.len() as f64;
    let width = printed_width(text, lines);
    let mut all: Vec<Range<usize>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let goes_on = i > 0 && {
            let before = &lines[i - 1];
            let blank = line.follows_blank && !blank_says_nothing;
            goes_on(text, tokens, before, line, blank, width)
        };
        match all.last_mut() {
            Some(paragraph) if goes_on => paragraph.end = line.tokens.end,
            _ => all.push(line.tokens.clone()),
        }
    }
    all
}

/// A full printed line, in bytes and in letters: digits and plain letters take as much paper as accented ones.
#[derive(Debug, Clone, Copy)]
struct Width {
    bytes: u32,
    letters: usize,
}

/// A full printed line where lines are cut to a page's width, else none.
fn printed_width(text: &Text, lines: &[Line]) -> Option<Width> {
    let mut lengths: Vec<(u32, usize)> = lines.iter().enumerate().map(|(i, l)| (l.span.end - l.span.start, i)).collect();
    let index = lengths.len() * 9 / 10;
    let (bytes, line) = if lengths.is_empty() { return None } else { *lengths.select_nth_unstable(index).1 };
    // A page holds 60 to 110 letters a line, Vietnamese letters 1.3 bytes each.
    (60..=170).contains(&bytes).then(|| Width { bytes, letters: text.slice(lines[line].span).chars().count() })
}

fn goes_on(text: &Text, tokens: &[Token], before: &Line, line: &Line, blank: bool, width: Option<Width>) -> bool {
    let first = &tokens[line.tokens.start];
    let last = &tokens[before.tokens.end - 1];
    let stop = mark(text, last);
    if matches!(stop, Some('.' | '!' | '?' | '…' | '|')) || is_item(text, tokens, line) {
        return false;
    }
    let lower = first.is_word() && !first.is_capitalised();
    let is_full = || {
        let more = first_word_len(tokens, line) + 1;
        let by_bytes = |w: Width| f64::from(before.span.end - before.span.start + more) >= FULL_LINE * f64::from(w.bytes);
        let by_letters = |w: Width| (text.slice(before.span).chars().count() + more as usize) as f64 >= FULL_OF_LETTERS * w.letters as f64;
        width.is_some_and(|w| by_bytes(w) || by_letters(w))
    };
    match stop {
        // "(cùng kỳ năm 2021:" and, at the very end of a printed line, "khởi tố 12 vụ;".
        Some(';' | ':') => !blank && (lower && is_full() || is_open(text, tokens, before)),
        _ if blank => lower && (matches!(stop, Some(',' | '-')) || last.is_word() && !last.is_upper()),
        _ => {
            lower
                || is_full()
                || is_open(text, tokens, before)
                || last.is_word() && !last.is_capitalised() && opens_aside(text, tokens, line)
        }
    }
}

/// "(đường bộ 214 vụ, …": a bracket that goes on with small letters.
fn opens_aside(text: &Text, tokens: &[Token], line: &Line) -> bool {
    let next = tokens.get(line.tokens.start + 1);
    mark(text, &tokens[line.tokens.start]) == Some('(') && next.is_some_and(|t| t.is_word() && !t.is_capitalised())
}

/// Tokens of one word without a space: "58.120.500.000".
const LONGEST_WORD: usize = 12;

/// Bytes up to the first space of a line: what did not fit into the line before.
fn first_word_len(tokens: &[Token], line: &Line) -> u32 {
    let rest = &tokens[line.tokens.start + 1..line.tokens.end];
    let glued = rest.iter().take(LONGEST_WORD).take_while(|t| !t.is_spaced()).last();
    let first = &tokens[line.tokens.start];
    glued.unwrap_or(first).span.end - first.span.start
}

/// A bracket opens in the line and does not close.
fn is_open(text: &Text, tokens: &[Token], line: &Line) -> bool {
    if memchr::memchr(b'(', text.slice(line.span).as_bytes()).is_none() {
        return false;
    }
    let marks = tokens[line.tokens.clone()].iter().filter_map(|t| mark(text, t));
    marks.fold(0, |open: i32, mark| (open + i32::from(mark == '(') - i32::from(mark == ')')).max(0)) > 0
}

/// The mark that a token is.
fn mark(text: &Text, token: &Token) -> Option<char> {
    if token.is_mark() { text.slice(token.span).chars().next() } else { None }
}

/// The line begins a list item or a numbered heading: `- `, `1. `, `a) `, `II. `.
fn is_item(text: &Text, tokens: &[Token], line: &Line) -> bool {
    let word = |i: usize| tokens.get(line.tokens.start + i).map_or("", |t| text.slice(t.span));
    let first = &tokens[line.tokens.start];
    match first.kind() {
        TokenKind::Mark => matches!(mark(text, first), Some('-' | '+' | '*' | '•' | '●' | '–' | '|' | '#' | '\u{f0b7}' | '[')),
        TokenKind::Digits if first.len() <= 2 => {
            let glued = |i: usize| tokens.get(line.tokens.start + i).is_some_and(|t| !t.is_spaced());
            // `31/5/2016` and `1.250` are cut off their sentence; `1.1` is a heading.
            let is_number = || glued(2) && tokens[line.tokens.start + 2].is_digits() && (word(1) == "/" || word(2).len() == 3);
            // `71/KH-BCĐ`: the number of a document, cut off its kind.
            let is_code = || {
                let sign = tokens.get(line.tokens.start + 2);
                word(1) == "/" && glued(2) && sign.is_some_and(|t| t.is_upper() && t.len() > 1) && glued(3) && matches!(word(3), "-" | "/")
            };
            glued(1) && matches!(word(1), "." | ")" | "/") && !is_number() && !is_code()
        }
        TokenKind::Word => {
            let roman = first.is_upper() && word(0).bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
            let is_letter = || first.len() <= MAX_LETTER && word(0).chars().count() == 1;
            (roman || is_letter()) && matches!(word(1), "." | ")" | "/" | "-")
        }
        _ => false,
    }
}

/// Where the sentences of all paragraphs end.
fn sentence_ends(text: &Text, tokens: &[Token], paragraphs: &[Range<usize>], stops: &[usize]) -> Vec<u32> {
    let mut all = Vec::with_capacity(paragraphs.len() * 2);
    let mut stops = stops.iter().copied().peekable();
    for paragraph in paragraphs {
        let mut start = paragraph.start;
        while let Some(at) = stops.next_if(|at| *at < paragraph.end) {
            if at + 1 < paragraph.end && ends_here(text, tokens, at, start) {
                start = at + 1;
                all.push(start as u32);
            }
        }
        all.push(paragraph.end as u32);
    }
    all
}

/// A capital follows the stop, and it is not that of an abbreviation or an item's number.
fn ends_here(text: &Text, tokens: &[Token], at: usize, start: usize) -> bool {
    let next = &tokens[at + 1];
    if !next.is_spaced() || at == start {
        return false;
    }
    let opens = next.is_capitalised() || matches!(text.slice(next.span), "“" | "\"" | "-" | "¹" | "²" | "³" | "*");
    if !opens {
        return false;
    }
    let before = &tokens[at - 1];
    let short = at - start <= 2 && (before.is_digits() || before.len() <= 2);
    let abbreviated =
        text.slice(tokens[at].span) == "." && before.is_word() && before.is_capitalised() && text.slice(before.span).chars().count() <= 2;
    !short && !abbreviated
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::rules::RuleSet;

    fn paragraphs(text: &str) -> Vec<String> {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new(text.into(), &rules);
        let text = |p: &std::ops::Range<usize>| document.text.slice(document.span(p.clone())).replace('\n', " ");
        document.layout.paragraphs.iter().map(text).collect()
    }

    #[test]
    fn every_token_lies_in_one_sentence_and_those_of_a_stretch_begin_in_it() {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new("Một hai. Ba bốn. Năm\n\nSáu bảy. Tám".into(), &rules);
        let (layout, tokens) = (&document.layout, document.tokens.len());
        let all: Vec<_> = layout.sentences_in(0..tokens).collect();
        assert_eq!(all, [0..3, 3..6, 6..7, 7..10, 10..11]);
        for start in 0..=tokens {
            assert_eq!(layout.sentence_of(start), all.iter().find(|s| s.contains(&start)).cloned().unwrap_or(start..start));
            let expected = all.iter().filter(|s| s.start >= start && s.start < start + 4).cloned();
            assert_eq!(layout.sentences_in(start..start + 4).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_bracket_that_is_open_goes_on_whatever_the_next_line_begins_with() {
        assert_eq!(paragraphs("Xảy ra 142 vụ (cùng kỳ năm trước:\n131 vụ).\n"), ["Xảy ra 142 vụ (cùng kỳ năm trước: 131 vụ)."]);
        assert_eq!(paragraphs("Xảy ra 225 vụ\n(đường bộ 214 vụ)\n"), ["Xảy ra 225 vụ (đường bộ 214 vụ)"]);
        assert_eq!(paragraphs("KẾ HOẠCH\n(Kèm theo Quyết định)\n").len(), 2);
    }

    #[test]
    fn the_number_of_a_document_opens_no_item() {
        let wide = format!("{}\n71/KH-BCĐ ngày 05/7/2022 về cao điểm\n", "Ban Chỉ đạo tỉnh ban hành Kế hoạch số ".repeat(2).trim());
        assert_eq!(paragraphs(&wide).len(), 1);
        assert_eq!(paragraphs(&wide.replace("71/KH-BCĐ", "1/ Kết quả")).len(), 2);
    }
}
