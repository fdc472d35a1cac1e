//! What a rule file may say.

use serde::Deserialize;

use super::CueRule;
use super::citations::{CitationCue, CitationKinds, CitationSymbols, LawCue, LawsInShort, ProvisionCue};
use super::counts::{CountCue, CurrencyRule, MeasureRule, ModifierRule, NotANumber, NotCounted, NumberWordRule, RateRule, SharedThingRule};
use super::coverage::CoverageCueRule;
use super::dates::{DateWord, MonthName};
use super::example::FileExample;
use super::header::HeaderCue;
use super::issuers::IssuerRule;
use super::kinds::{KindRule, KindSymbol};
use super::period::{PeriodCue, PeriodNumber, PeriodOpening};
use super::places::{CommuneList, CurrentProvinceRule, DistrictRule, DistrictTypeRule, PlaceCue, ProvinceRule};
use super::roles::{RoleCue, RoleDefault};
use super::sections::SectionCue;
use super::spelling::{SameSyllable, TonePlacement};
use super::stamp::StampLabel;
use super::topics::{TopicCue, TopicRule};
use crate::lexicon::Case;
use crate::record::Purpose;

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
    pub section_cue: Vec<CueRule<SectionCue>>,
    // rules/header.rs
    pub header_cue: Vec<CueRule<HeaderCue>>,
    // rules/period.rs
    pub period_cue: Vec<CueRule<PeriodCue>>,
    pub period_number: Vec<PeriodNumber>,
    pub period_opening: Vec<PeriodOpening>,
    // rules/citations.rs
    pub citation_cue: Vec<CueRule<CitationCue>>,
    pub provision_cue: Vec<CueRule<ProvisionCue>>,
    pub law_cue: Vec<CueRule<LawCue>>,
    pub laws_in_short: LawsInShort,
    pub citation_symbols: Option<CitationSymbols>,
    pub citation_kinds: Option<CitationKinds>,
    // rules/counts.rs
    // rules/roles.rs
    pub role_default: Vec<RoleDefault>,
    pub role_cue: Vec<CueRule<RoleCue>>,
    pub purpose_cue: Vec<CueRule<Purpose>>,
    pub measure: Vec<MeasureRule>,
    pub shared_thing: Vec<SharedThingRule>,
    pub not_counted: Vec<NotCounted>,
    pub currency: Vec<CurrencyRule>,
    pub number_word: Vec<NumberWordRule>,
    pub not_a_number: Vec<NotANumber>,
    pub modifier: Vec<ModifierRule>,
    pub rate: Vec<RateRule>,
    pub count_cue: Vec<CueRule<CountCue>>,
    // rules/topics.rs
    pub topic: Vec<TopicRule>,
    pub topic_cue: Vec<CueRule<TopicCue>>,
    // rules/places.rs
    pub province: Vec<ProvinceRule>,
    pub current_province: Vec<CurrentProvinceRule>,
    pub place_cue: Vec<CueRule<PlaceCue>>,
    pub district: Vec<DistrictRule>,
    pub district_type: Vec<DistrictTypeRule>,
    pub commune_list: Vec<CommuneList>,
    // rules/coverage.rs
    pub coverage_cue: Vec<CoverageCueRule>,
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
