//! The subject of a document: in quotes, or in the words that follow.

use std::ops::Range;

use super::Reader;
use crate::lexicon::Family;
use crate::rules::citations::CitationCue as Cue;

/// Tokens of the longest subject that is read.
const MAX_TITLE: usize = 160;
/// Words between a kind and its title in quotes: "Đề án xây dựng “…”".
const MAX_WORDS_BEFORE_QUOTE: usize = 3;

impl Reader<'_> {
    /// The subject that begins at a token, without the words that only lead to it.
    pub fn subject(&self, at: usize) -> Option<Range<usize>> {
        let after = self.after(Cue::About, at);
        let start = after.unwrap_or(at);
        if let Some((title, _)) = self.quoted(start) {
            return Some(title);
        }
        let opens = after.is_some() || self.has(Cue::TitleVerb, start) || self.is_capital_subject(start);
        let end = if opens { self.subject_end(start) } else { start };
        (end > start).then_some(start..end)
    }

    /// "Công văn số … ngày … Tăng cường công tác …"
    fn is_capital_subject(&self, at: usize) -> bool {
        let goes_on = !self.document.tokens.get(at).is_some_and(|t| t.starts_line());
        let is_other = |family| self.document.hits_at(family, at).next().is_some();
        let lower_follows = self.document.tokens.get(at + 1).is_some_and(|t| t.is_word() && !t.is_capitalised());
        goes_on && self.is_capitalised(at) && lower_follows && !is_other(Family::Issuer) && !is_other(Family::Kind)
    }

    fn subject_end(&self, start: usize) -> usize {
        let limit = self.sentence_of(start).end.min(start + MAX_TITLE);
        let mut depth = 0usize;
        let mut names_document = false;
        for at in start..limit {
            names_document |= self.opens_document(at);
            let ends = self.has(Cue::AmendedBy, at) || !names_document && self.joins_document(at);
            if depth == 0 && ends {
                return at;
            }
            match self.document.word(at) {
                "“" => depth += 1,
                "”" => depth = depth.saturating_sub(1),
                ";" if depth == 0 || self.is_new_clause(at + 1) => return at,
                ":" | "|" if depth == 0 => return at,
                "(" if depth == 0 && self.is_note(at + 1) => return at,
                ")" if depth == 0 => return at,
                "." if at + 1 == limit => return at,
                "." if self.document.is_mark(at + 1, "/") => return at,
                "," if depth == 0 && self.is_new_clause(at + 1) => return at,
                _ => {}
            }
        }
        limit
    }

    /// A document, with its number or by its law-like kind, is named from here on: what follows "và" may be another.
    fn opens_document(&self, at: usize) -> bool {
        let is_named = |end: usize| self.has(Cue::Number, end) || self.document.tokens.get(end).is_some_and(|t| t.is_digits());
        let mut kinds = self.document.hits_at(Family::Kind, at);
        self.is_capitalised(at) && kinds.any(|h| self.rules.kinds.of(&h).is_law || is_named(h.end as usize))
    }

    /// "… và Công văn số 12/…", "… và số 12/…": the next document of a list, unless the subject names documents itself.
    fn joins_document(&self, at: usize) -> bool {
        let Some(next) = self.after(Cue::And, at) else { return false };
        let is_number = |t: usize| self.after(Cue::Number, t).is_some_and(|n| self.document.tokens.get(n).is_some_and(|t| t.is_digits()));
        let is_kind = || self.is_capitalised(next) && self.document.hits_at(Family::Kind, next).any(|h| is_number(h.end as usize));
        is_number(next) || is_kind()
    }

    /// A bracket that tells of the document, not of its subject.
    fn is_note(&self, at: usize) -> bool {
        [Cue::Attached, Cue::AttachedTo, Cue::TitleEnd, Cue::BasisAnywhere].iter().any(|c| self.has(*c, at))
    }

    /// What follows a comma is no part of the subject any more.
    fn is_new_clause(&self, at: usize) -> bool {
        let is_named = |family| self.is_capitalised(at) && self.document.hits_at(family, at).next().is_some();
        is_named(Family::Issuer) || is_named(Family::Kind) || self.has(Cue::TitleEnd, at) || self.has(Cue::AmendedBy, at)
    }

    /// A title in quotes after a few words at most, and where the closing mark stands.
    pub fn quoted_title(&self, at: usize) -> Option<(Range<usize>, usize)> {
        let is_word =
            |t: &usize| self.document.tokens.get(*t).is_some_and(|t| t.is_word() && !t.is_capitalised()) && !self.has(Cue::About, *t);
        let words = at + (at..at + MAX_WORDS_BEFORE_QUOTE).take_while(is_word).count();
        self.quoted(self.after(Cue::About, words).unwrap_or(words))
    }

    /// What stands in quotes at a token, and the token after the closing mark.
    fn quoted(&self, at: usize) -> Option<(Range<usize>, usize)> {
        let open = (at..at + 3).find(|t| !self.document.is_mark(*t, "*"))?;
        let close = match self.document.word(open) {
            "“" | "«" => ["”", "»", "\""],
            "\"" => ["\"", "\"", "”"],
            _ => return None,
        };
        let limit = self.document.tokens.len().min(open + MAX_TITLE);
        let end = (open + 1..limit).find(|t| close.contains(&self.document.word(*t)))?;
        let same_paragraph = self.document.layout.paragraph_of(open).end >= end;
        (same_paragraph && end > open + 1).then_some((open + 1..end, end + 1))
    }
}
