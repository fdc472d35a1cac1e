//! How a stretch of time is written.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct PeriodRules {}

impl PeriodRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        PeriodRules {}
    }
}
