//! Issuing bodies.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct IssuerRules {}

impl IssuerRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        IssuerRules {}
    }
}
