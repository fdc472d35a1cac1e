//! Other documents that this one names.

use crate::document::Document;
use crate::mention::{Extractor, Mention};
use crate::record::Citation;
use crate::rules::RuleSet;

/// Finds every document that a text names.
pub(crate) struct Citations<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Citations<'_> {
    type Value = Citation;

    fn extract(&self, _document: &Document) -> Vec<Mention<Citation>> {
        Vec::new()
    }
}
