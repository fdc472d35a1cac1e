//! The marks around counts: what ends a clause, and what encloses one.

use std::ops::Range;

use crate::document::Document;

/// One of `( ) [ ] , ; : " * “ ”`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub token: usize,
    pub mark: char,
}

/// The marks of the paragraphs that hold counts, in order.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// Adds those of a paragraph behind all that were added.
    pub fn add(&mut self, document: &Document, paragraph: Range<usize>) {
        self.0.extend(paragraph.filter_map(|token| Some(Mark { token, mark: mark_at(document, token)? })));
    }

    pub fn within(&self, tokens: Range<usize>) -> &[Mark] {
        let first = self.0.partition_point(|m| m.token < tokens.start);
        let count = self.0[first..].iter().take_while(|m| m.token < tokens.end).count();
        &self.0[first..first + count]
    }
}

fn mark_at(document: &Document, token: usize) -> Option<char> {
    let token = document.tokens[token];
    if token.is_word() || token.is_digits() {
        return None;
    }
    let mark = document.text.slice(token.span).chars().next()?;
    matches!(mark, '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '*' | '“' | '”').then_some(mark)
}
