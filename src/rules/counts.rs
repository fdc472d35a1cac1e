//! Measures, units, number words and the cues of a count's role.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct CountRules {}

impl CountRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        CountRules {}
    }
}
