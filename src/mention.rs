//! Where something stands, and what was found there.

use crate::document::Document;
use crate::rules::RuleId;

/// A stretch of the normalized text: byte offsets, `start` included, `end` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A stretch of a text on one line: one space where there is white space, none at either end.
pub(crate) fn on_one_line<'t>(words: impl Iterator<Item = &'t str>, most_bytes: usize) -> String {
    let mut line = String::with_capacity(most_bytes);
    for word in words.filter(|w| !w.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// One thing found in a document, by which rule, and what it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention<T> {
    pub span: Span,
    pub rule: RuleId,
    pub value: T,
}

/// Answers one question about a document: which citations, counts, topics, places.
///
/// An extractor reads the document alone. What needs the answers of several of
/// them (a finding, the rank of a topic) is a later step of the pipeline.
pub(crate) trait Extractor: Send + Sync {
    type Value;
    fn extract(&self, document: &Document) -> Vec<Mention<Self::Value>>;
}
