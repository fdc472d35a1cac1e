//! What a rule file may say.

use serde::Deserialize;

use super::CueRule;
use super::dates::{DateWord, MonthName};
use super::example::FileExample;
use super::issuers::IssuerRule;
use super::kinds::{KindRule, KindSymbol};
use super::spelling::{SameSyllable, TonePlacement};
use super::stamp::StampLabel;
use crate::lexicon::Case;

/// Any rule file: it may hold tables of every question, in any file name.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RuleFile {
    // rules/example.rs
    pub example: Vec<FileExample>,
    // rules/spelling.rs
    pub tone_placement: Option<TonePlacement>,
    pub same_syllable: Option<SameSyllable>,
    // rules/stamp.rs
    pub stamp_label: Vec<CueRule<StampLabel>>,
    // rules/dates.rs
    pub date_word: Vec<CueRule<DateWord>>,
    pub month_name: Vec<MonthName>,
    // rules/kinds.rs
    pub kind: Vec<KindRule>,
    pub kind_symbol: Vec<KindSymbol>,
    // rules/issuers.rs
    pub issuer: Vec<IssuerRule>,
    // rules/sections.rs
    // rules/header.rs
    // rules/period.rs
    // rules/citations.rs
    // rules/counts.rs
    // rules/topics.rs
    // rules/places.rs
}

/// A phrase: text alone, or with a weight and the letter case that it asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a phrase is a text, or a table { text = \"…\", weight = 2, case = true }")]
pub(crate) enum Phrase {
    Text(String),
    Full(FullPhrase),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullPhrase {
    text: String,
    #[serde(default = "one")]
    weight: f64,
    /// Only in the letter case written here.
    #[serde(default)]
    case: bool,
}

fn one() -> f64 {
    1.0
}

impl Phrase {
    pub fn text(&self) -> &str {
        match self {
            Phrase::Text(text) => text,
            Phrase::Full(full) => &full.text,
        }
    }

    pub fn weight(&self) -> f64 {
        match self {
            Phrase::Text(_) => 1.0,
            Phrase::Full(full) => full.weight,
        }
    }

    pub fn case(&self) -> Case {
        match self {
            Phrase::Full(FullPhrase { case: true, .. }) => Case::Exact,
            _ => Case::Any,
        }
    }
}
