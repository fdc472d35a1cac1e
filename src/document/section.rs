//! The parts of a document: header, recipients, body, footnotes, attachments, distribution, signature.

use super::{Layout, Text, Token};
use crate::lexicon::Hits;
use crate::mention::Span;
use crate::record::Section;
use crate::rules::RuleSet;

/// A stretch of one part. Stretches follow each other without a gap and cover the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SectionSpan {
    pub section: Section,
    pub span: Span,
}

/// The parts of a text, in order, covering it whole.
pub(crate) fn sections(text: &Text, _tokens: &[Token], _hits: &Hits, _layout: &Layout, _rules: &RuleSet) -> Vec<SectionSpan> {
    vec![SectionSpan { section: Section::Body, span: Span::new(0, text.as_str().len() as u32) }]
}
