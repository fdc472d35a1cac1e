//! Which documents of a run are copies of another.

use std::collections::HashMap;

use super::digest::{Digest, Mark};
use super::row::CopyReason;

/// What was seen so far, by the index of the first document that had it.
#[derive(Default)]
pub struct Copies {
    content: HashMap<Mark, u32>,
    identity: HashMap<Mark, u32>,
}

impl Copies {
    /// The first document of which this one, the `index`th in path order, is a copy.
    pub fn original(&mut self, document: &Digest, index: u32) -> Option<(u32, CopyReason)> {
        let by_content = document.content.and_then(|m| self.content.get(&m)).map(|&first| (first, CopyReason::Content));
        let by_identity = || document.identity.and_then(|m| self.identity.get(&m)).map(|&first| (first, CopyReason::Identity));
        let original = by_content.or_else(by_identity);
        let first = original.map_or(index, |(first, _)| first);
        if let Some(content) = document.content {
            self.content.entry(content).or_insert(first);
        }
        if let Some(identity) = document.identity {
            self.identity.entry(identity).or_insert(first);
        }
        original
    }
}
