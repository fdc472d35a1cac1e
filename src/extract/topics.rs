//! What a document is about.

use crate::document::Document;
use crate::mention::{Mention, Span};
use crate::record::{Header, Topic};
use crate::rules::RuleSet;

/// The topics of a document, the heaviest first, each at its first mention.
///
/// `header` and the spans of `citations` weigh the mentions: the title says
/// what a document is about, the title of a cited one does not.
pub(crate) fn topics(_document: &Document, _rules: &RuleSet, _header: &Header, _citations: &[Span]) -> Vec<Mention<Topic>> {
    Vec::new()
}
