//! Numbers of things, of people and of đồng.

pub(crate) mod role;

use crate::document::Document;
use crate::mention::{Extractor, Mention};
use crate::record::Count;
use crate::rules::RuleSet;

/// Finds every number of counted things.
pub(crate) struct Counts<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Counts<'_> {
    type Value = Count;

    fn extract(&self, document: &Document) -> Vec<Mention<Count>> {
        let _ = (document, self.rules);
        Vec::new()
    }
}
