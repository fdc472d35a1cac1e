//! The stretch of time that a document is about.

use crate::document::Document;
use crate::record::{Header, Period};
use crate::rules::RuleSet;

/// The period of a document, from its title, else from its opening sentence.
pub(crate) fn period(_document: &Document, _rules: &RuleSet, _header: &Header) -> Option<Period> {
    None
}
