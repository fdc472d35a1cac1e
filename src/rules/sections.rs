//! What opens and closes the parts of a document.

use serde::Deserialize;

use super::{Builder, Cues, Files};
use crate::lexicon::Family;

/// What a phrase at the start of a line or cell opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SectionCue {
    Motto,
    RunningHead,
    Number,
    Subject,
    Stamp,
    Draft,
    Recipients,
    Opening,
    Enacts,
    Attachments,
    Annex,
    Distribution,
    Filed,
    Authority,
    Signed,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct SectionRules {
    pub cues: Cues<SectionCue>,
}

impl SectionRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        SectionRules { cues: Cues::compile(files.each(|f| &f.section_cue), "sections", Family::Section, builder) }
    }
}
