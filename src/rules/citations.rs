//! What stands around a cited document.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct CitationRules {}

impl CitationRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        CitationRules {}
    }
}
