//! Footnotes, also where the copy has them in mid-page.

use std::ops::Range;

use super::{Document, Token};

/// Tokens in which the mark of a footnote must have been met before its text.
const MAX_BACK: usize = 900;

/// Every footnote from a token on: its own paragraph.
pub(crate) fn footnotes(document: &Document, from: usize) -> Vec<Range<usize>> {
    let lines = &document.layout.lines;
    let first = lines.partition_point(|l| l.tokens.start < from);
    let mut notes: Vec<Range<usize>> = Vec::new();
    let mut marks = Marks::new(document);
    for line in &lines[first..] {
        let start = line.tokens.start;
        if notes.last().is_some_and(|n| n.end > start) || !opens_footnote(document, line.tokens.clone(), &mut marks) {
            continue;
        }
        notes.push(start..end_of_note(document, start));
    }
    notes
}

/// `¹ Kế hoạch …`, `⁽¹⁾ …`, `[1] …`, `1Công văn …`, or a `1` alone above its text.
fn opens_footnote(document: &Document, line: Range<usize>, marks: &mut Marks) -> bool {
    let token = &document.tokens[line.start];
    if token.is_mark() && is_superscript(document.word(line.start)) {
        return true;
    }
    if document.is_mark(line.start, "[") {
        let number = document.tokens.get(line.start + 1).is_some_and(|t| t.is_digits() && t.len() <= 3);
        return number && document.is_mark(line.start + 2, "]") && line.len() > 3;
    }
    if !token.is_digits() || token.len() > 2 {
        return false;
    }
    let is_glued = line.len() > 3
        && document.tokens.get(line.start + 1).is_some_and(|t| t.is_word() && t.is_capitalised() && !t.is_spaced() && t.len() > 1);
    let stands_over_text =
        line.len() == 1 && document.tokens.get(line.end).is_some_and(|t| t.is_word() && t.is_capitalised() && !t.follows_blank_line());
    (is_glued || stands_over_text) && marks.refer_to(line.start)
}

fn is_superscript(word: &str) -> bool {
    matches!(word, "¹" | "²" | "³" | "⁴" | "⁵" | "⁶" | "⁷" | "⁸" | "⁹" | "⁽")
}

/// Where the marks of footnotes stand: digits glued to a word, `văn bản1`. Read as far as was asked.
struct Marks<'d> {
    document: &'d Document,
    read: usize,
    /// For every number of at most two digits the token after its last mark.
    last: [usize; 110],
}

impl<'d> Marks<'d> {
    fn new(document: &'d Document) -> Self {
        Marks { document, read: 0, last: [0; 110] }
    }

    /// The digits of a note are a mark not far above.
    fn refer_to(&mut self, note: usize) -> bool {
        let first = note.saturating_sub(MAX_BACK);
        for i in self.document.layout.numbers_in(self.read.max(first)..note) {
            let token = &self.document.tokens[i];
            if !token.is_spaced() && token.len() <= 2 && self.follows_word(i) {
                self.last[self.number(token)] = i + 1;
            }
        }
        self.read = self.read.max(note);
        self.last[self.number(&self.document.tokens[note])] > first
    }

    fn follows_word(&self, digits: usize) -> bool {
        let Some(before) = digits.checked_sub(1) else { return false };
        let word = &self.document.tokens[before];
        word.is_word() && !word.is_upper() || matches!(self.document.word(before), "\"" | "”")
    }

    /// One or two digits as a number; `01` is another than `1`.
    fn number(&self, digits: &Token) -> usize {
        let bytes = self.document.text.slice(digits.span).bytes();
        let number = bytes.fold(0, |n, b| 10 * n + usize::from(b - b'0'));
        if digits.len() == 1 { 100 + number } else { number }
    }
}

/// A note ends with its paragraph; a number alone above it and an open end take the next one.
fn end_of_note(document: &Document, start: usize) -> usize {
    let mut end = document.layout.paragraph_of(start).end;
    let goes_on = |end: usize| matches!(document.word(end - 1), ";" | ",") || end == start + 1;
    while goes_on(end) && document.tokens.get(end).is_some_and(|t| t.is_word() && !t.follows_blank_line()) {
        end = document.layout.paragraph_of(end).end;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    fn notes(text: &str) -> Vec<String> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        footnotes(&document, 0).into_iter().map(|n| document.text.slice(document.span(n)).to_owned()).collect()
    }

    #[test]
    fn a_note_is_told_by_its_mark() {
        assert_eq!(notes("Sở đã ban hành.\n¹ Công văn số 5.\nTiếp theo."), ["¹ Công văn số 5."]);
        assert_eq!(notes("Sở đã ban hành văn bản1.\n1Công văn số 5.\nTiếp theo."), ["1Công văn số 5."]);
        assert_eq!(notes("Sở đã ban hành [1].\n[1] Công văn số 5.\n"), ["[1] Công văn số 5."]);
    }

    #[test]
    fn a_page_number_is_no_note() {
        assert_eq!(notes("Sở đã ban hành.\n2\nTiếp theo."), [""; 0]);
    }
}
