//! Provinces, districts, communes, and what tells a place from a name.

use super::{Builder, Files};

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct PlaceRules {}

impl PlaceRules {
    pub fn compile(_files: &Files, _builder: &mut Builder) -> Self {
        PlaceRules {}
    }
}
