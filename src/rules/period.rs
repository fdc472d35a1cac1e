//! The words of a period.

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Cues, Example, Examples, Files, Proof, Question, RuleId};
use crate::lexicon::{Case, Family};

/// What a word says of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PeriodCue {
    Quarter,
    Week,
    FromStart,
    FromEnd,
    Half,
    Stage,
    From,
    To,
    NoPeriod,
    NoLaw,
    Greeting,
    Closing,
    Reports,
}

/// `[[period_number]]`: a number in words or Roman.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodNumber {
    value: u32,
    phrases: Vec<String>,
}

/// `[[period_opening]]`: kinds whose opening sentence tells the period.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodOpening {
    kinds: Spanned<Vec<String>>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

impl PeriodOpening {
    fn examples(&self, source: usize, rule: RuleId) -> Examples {
        let (finds, ignores) = (self.finds.clone(), self.ignores.clone());
        Examples { source, at: self.kinds.span(), rule, question: Some(Question::Period), proof: Proof::Cue, finds, ignores }
    }
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct PeriodRules {
    pub cues: Cues<PeriodCue>,
    opening_kinds: Vec<String>,
}

impl PeriodRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        for number in files.iter().flat_map(|(_, f)| &f.period_number) {
            let rule = builder.rule(format!("period.number_{}", number.value));
            for phrase in &number.phrases {
                builder.phrase(phrase, Family::PeriodNumber, rule, number.value, Case::Any);
            }
        }
        let mut opening_kinds = Vec::new();
        for (source, opening) in files.each(|f| &f.period_opening) {
            opening_kinds.extend(opening.kinds.get_ref().iter().cloned());
            let rule = builder.rule("period.opening");
            builder.examples(opening.examples(source, rule));
        }
        PeriodRules { cues: Cues::compile(files.each(|f| &f.period_cue), "period", Family::Period, builder), opening_kinds }
    }

    /// The opening sentence of this kind of document says what time it is about.
    pub fn asks_opening(&self, kind: &str) -> bool {
        self.opening_kinds.iter().any(|k| k == kind)
    }
}
