//! What a careful clerk would notice.

use crate::document::Document;
use crate::mention::Mention;
use crate::record::{Citation, Count, Finding, Header, Period};
use crate::rules::RuleSet;

/// Everything that the extractors found, for a second look.
pub(crate) struct Found<'a> {
    pub header: &'a Header,
    pub period: Option<&'a Period>,
    pub citations: &'a [Mention<Citation>],
    pub counts: &'a [Mention<Count>],
}

/// The findings of a document, in the order of the text.
pub(crate) fn findings(_document: &Document, _rules: &RuleSet, _found: &Found) -> Vec<Mention<Finding>> {
    Vec::new()
}
