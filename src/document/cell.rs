//! Cells: what stands side by side on one printed line.
//!
//! The head and the closing of a document have two columns. As text they come
//! merged on one line, with runs of blanks, a tab or `|` between them.

use std::ops::Range;

use super::Document;
use crate::rules::RuleSet;
use crate::rules::dates::DateWord;
use crate::rules::header::HeaderCue;
use crate::rules::sections::SectionCue;

/// Tokens of a date, with dots for blanks, before its last part.
const MAX_IN_DATE: usize = 24;
/// Marks that make a line.
const MIN_DRAWN: usize = 3;

/// A document with its rules, read cell by cell.
#[derive(Clone, Copy)]
pub(crate) struct Page<'d> {
    pub document: &'d Document,
    pub rules: &'d RuleSet,
}

impl Page<'_> {
    /// The cells of a line, marks at their edges left out; a line of marks alone has none.
    pub fn cells(&self, line: usize) -> Vec<Range<usize>> {
        let Some(line) = self.document.layout.lines.get(line) else { return Vec::new() };
        let mut cells = Vec::new();
        let mut start = line.tokens.start;
        for token in line.tokens.clone() {
            if token > start && self.begins_cell(token) {
                cells.push(start..token);
                start = token;
            }
        }
        cells.push(start..line.tokens.end);
        let cells = self.cut_at_motto(line.tokens.clone(), cells);
        cells.into_iter().map(|c| self.trim(c)).filter(|c| !c.is_empty()).collect()
    }

    /// The motto is a cell of its own, also where one space parts it from the letterhead.
    fn cut_at_motto(&self, line: Range<usize>, cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let Some(motto) = self.rules.sections.cues.within(self.document, SectionCue::Motto, line) else { return cells };
        let start = motto.start as usize;
        let is_printed = self.document.tokens[start].is_capitalised() && !self.is_lower(start.wrapping_sub(1));
        let cut = |cell: Range<usize>| {
            if is_printed && cell.start < start && start < cell.end { vec![cell.start..start, start..cell.end] } else { vec![cell] }
        };
        cells.into_iter().flat_map(cut).collect()
    }

    fn begins_cell(&self, token: usize) -> bool {
        let document = self.document;
        if document.is_mark(token, "|") {
            return true;
        }
        document.follows_wide_gap(token) && !self.is_filled_in_later(token)
    }

    /// The wide gap before the token is a blank of a form: `Số:      /BC`, `ngày      tháng      năm`.
    fn is_filled_in_later(&self, token: usize) -> bool {
        let document = self.document;
        let is_date_word = |word, at| self.rules.dates.words.at(document, word, at).is_some();
        let before = token - 1;
        document.is_mark(token, "/")
            || (document.is_mark(token, "-") && document.tokens.get(token + 1).is_some_and(|t| t.is_upper() && !t.is_spaced()))
            || (is_date_word(DateWord::Month, token) || is_date_word(DateWord::Year, token)) && self.goes_on_date(token)
            || is_date_word(DateWord::Day, before)
            || is_date_word(DateWord::Month, before)
            || is_date_word(DateWord::Year, before)
            || (document.is_mark(before, ":") && document.tokens[token].is_digits())
    }

    /// A part of the date stands before it on its line: in the second column's next line none does.
    fn goes_on_date(&self, token: usize) -> bool {
        let line = self.document.layout.line_of(token);
        let start = self.document.layout.lines.get(line).map_or(0, |l| l.tokens.start);
        let is_part = |t: usize| [DateWord::Day, DateWord::Month].iter().any(|w| self.rules.dates.words.at(self.document, *w, t).is_some());
        (start.max(token.saturating_sub(MAX_IN_DATE))..token).any(is_part)
    }

    /// Without marks of decoration at either end: `**`, `|`, `#`, `___`.
    pub fn trim(&self, cell: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = cell;
        while start < end && self.is_decoration(start) {
            start += 1;
        }
        while end > start && self.is_decoration(end - 1) {
            end -= 1;
        }
        // A line drawn behind the words: "BỘ TÀI CHÍNH -------".
        let drawn = (start..end).rev().take_while(|t| matches!(self.document.word(*t), "-" | "=" | "\\" | "_")).count();
        if drawn >= MIN_DRAWN {
            end -= drawn;
        }
        if (start..end).all(|t| is_rule_mark(self.document.word(t))) { start..start } else { start..end }
    }

    /// The words of some tokens on one line, decoration within left out.
    pub fn text(&self, tokens: Range<usize>) -> String {
        let mut out = String::with_capacity(self.document.span(tokens.clone()).range().len());
        for token in tokens.filter(|t| !self.is_decoration(*t)) {
            if !out.is_empty() && self.document.tokens[token].is_spaced() {
                out.push(' ');
            }
            out.push_str(self.document.word(token));
        }
        out
    }

    /// A mark that copies put around a cell.
    pub fn is_decoration(&self, token: usize) -> bool {
        let is_mark = self.document.tokens.get(token).is_some_and(|t| t.is_mark());
        is_mark && is_decoration(self.document.word(token))
    }

    /// All its words are in capitals, and there is one.
    pub fn is_upper(&self, cell: Range<usize>) -> bool {
        let words = || self.document.tokens[cell.clone()].iter().filter(|t| t.is_word());
        words().all(|t| t.is_upper()) && words().any(|t| t.len() > 1)
    }

    pub fn is_lower(&self, token: usize) -> bool {
        self.document.tokens.get(token).is_some_and(|t| t.is_word() && !t.is_capitalised())
    }

    /// Token after the cue of a kind that begins here.
    pub fn after_cue(&self, cue: SectionCue, token: usize) -> Option<usize> {
        self.rules.sections.cues.at(self.document, cue, token).map(|h| h.end as usize)
    }

    pub fn has_cue(&self, cue: SectionCue, token: usize) -> bool {
        self.after_cue(cue, token).is_some()
    }

    pub fn after_word(&self, cue: HeaderCue, token: usize) -> Option<usize> {
        self.rules.header.cues.at(self.document, cue, token).map(|h| h.end as usize)
    }

    /// Words that name a body begin here.
    pub fn names_agency(&self, token: usize) -> bool {
        let known = || self.document.hits_at(crate::lexicon::Family::Issuer, token).next().is_some();
        self.after_word(HeaderCue::Agency, token).is_some() || known()
    }

    /// The line begins an item or a numbered heading: `- `, `1. `, `a) `, `II. `.
    pub fn is_item(&self, cell: &Range<usize>) -> bool {
        let document = self.document;
        let Some(first) = document.tokens.get(cell.start) else { return false };
        let word = document.word(cell.start);
        let marked = matches!(document.word(cell.start + 1), "." | ")" | "/" | "-")
            && !document.tokens[(cell.start + 1).min(document.tokens.len() - 1)].is_spaced();
        if first.is_digits() {
            return marked && word.len() <= 2;
        }
        let roman = first.is_upper() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let letter = first.is_word() && !first.is_capitalised() && word.chars().count() == 1;
        matches!(word, "-" | "+" | "•" | "●" | "*") || marked && (roman || letter)
    }
}

/// Marks that copies put around a cell.
pub(crate) fn is_decoration(word: &str) -> bool {
    matches!(word, "*" | "|" | "#" | "_" | "~" | "`" | ">" | "\\")
}

/// Marks that a line is drawn with.
fn is_rule_mark(word: &str) -> bool {
    is_decoration(word) || matches!(word, "-" | "=" | "." | "…" | "[" | "]" | "+" | "–" | "\u{f0b7}")
}
