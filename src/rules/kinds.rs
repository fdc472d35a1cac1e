//! Kinds of documents, and what a symbol says of them.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct KindRules {}

impl KindRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        KindRules {}
    }
}
