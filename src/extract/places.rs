//! Provinces, districts and communes.

use crate::document::Document;
use crate::record::{Header, Place};
use crate::rules::RuleSet;

/// The places that a document concerns or names, in the order of their first mention.
pub(crate) fn places(_document: &Document, _rules: &RuleSet, _header: &Header) -> Vec<Place> {
    Vec::new()
}
