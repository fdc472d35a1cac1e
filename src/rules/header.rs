//! Words that tell the fields of a head and of a signature.

use serde::Deserialize;

use super::{Builder, Cues, Files};
use crate::lexicon::Family;

/// What a word of a head or a signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HeaderCue {
    Agency,
    NoAgency,
    Unit,
    KindTail,
    /// Leads to the title without being part of it.
    TitleLead,
    Position,
    Rank,
    Surname,
    Reports,
    Connector,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct HeaderRules {
    pub cues: Cues<HeaderCue>,
}

impl HeaderRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        HeaderRules { cues: Cues::compile(files.each(|f| &f.header_cue), "header", Family::Header, builder) }
    }
}
