//! The document's own identity.

use crate::document::Document;
use crate::record::Header;
use crate::rules::RuleSet;

/// The header of a document; what it does not say is null.
pub(crate) fn header(_document: &Document, _rules: &RuleSet) -> Header {
    Header::default()
}
