//! What opens and closes the parts of a document.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct SectionRules {}

impl SectionRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        SectionRules {}
    }
}
