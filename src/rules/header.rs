//! What a document's header is told by.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct HeaderRules {}

impl HeaderRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        HeaderRules {}
    }
}
