//! The labels of a signature stamp.

use serde::Deserialize;

use super::{Builder, Cues, Files};
use crate::lexicon::Family;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StampLabel {
    Signer,
    Time,
    Other,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct StampRules {
    pub labels: Cues<StampLabel>,
}

impl StampRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        StampRules { labels: Cues::compile(files.each(|f| &f.stamp_label), "stamp", Family::Stamp, builder) }
    }
}
