//! `trichluc rules check`: what rule files promise, tried out for real.
//!
//! Every example runs through the whole pipeline, with all rules in force.
//!
//! - `finds`: the marked words must be a mention (it may begin there and run
//!   a little longer or shorter), with the fields that the example gives; of
//!   several marked words, all are mentions and one has the fields. Of a
//!   rule whose mentions are its own (a measure, a topic, a kind), the mention
//!   must bear its name or its id; of a cue, only the mention and its fields
//!   count. An empty string as a field expects null.
//! - `ignores`: no mention of the rule. A cue's mentions are those with all
//!   the fields that the example gives; where it gives none, those with the
//!   telling fields (role, kind, modifier …) of one of the cue's `finds`; where
//!   these tell nothing, any mention. Where words are marked, only mentions
//!   that touch them.
//!
//! Then the phrases: each must be met in its own words, and say one thing.

mod answer;
mod examples;
mod phrases;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::{Compiled, Noted, Proof, RuleSet, RuleSource, source};
use crate::error::{Error, RuleError};
use crate::pipeline::Pipeline;

/// What a check of rule files came to.
#[derive(Debug, Default)]
pub struct RuleCheck {
    /// What is wrong, in the order of the files.
    pub errors: Vec<RuleError>,
    /// What is odd and does no harm.
    pub warnings: Vec<RuleError>,
    /// Rules that were looked at.
    pub rules: usize,
    /// Examples that were run.
    pub examples: usize,
}

impl RuleSet {
    /// Checks the built-in rules with those of `folders` on top, all examples and all phrases.
    ///
    /// # Errors
    /// Where a folder or a file of it cannot be read. What is wrong inside the files is in [`RuleCheck::errors`].
    pub fn check<P: AsRef<Path>>(folders: &[P]) -> Result<RuleCheck, Error> {
        check(&source::with_builtin(folders)?)
    }
}

fn check(sources: &[RuleSource]) -> Result<RuleCheck, Error> {
    let Compiled { rules, noted } = match Compiled::new(sources) {
        Ok(compiled) => compiled,
        Err(error) => return error.into_rule_errors().map(|errors| RuleCheck { errors, ..RuleCheck::default() }),
    };
    let mut faults = Faults::default();
    same_ids(&rules, &noted, sources, &mut faults);
    rows_without_examples(&noted, &mut faults);
    phrases::check(&rules, &noted, sources, &mut faults);
    let pipeline = Pipeline::new(rules);
    let examples = examples::check(&pipeline, &noted, &mut faults);
    Ok(RuleCheck { errors: located(faults.errors, sources), warnings: located(faults.warnings, sources), rules: noted.rules(), examples })
}

impl Noted {
    fn rules(&self) -> usize {
        self.examples.iter().filter(|e| e.proof != Proof::File).count()
    }
}

type Fault = (usize, Range<usize>, String);

#[derive(Default)]
struct Faults {
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
}

impl Faults {
    fn error(&mut self, source: usize, at: Range<usize>, message: String) {
        self.errors.push((source, at, message));
    }

    fn warning(&mut self, source: usize, at: Range<usize>, message: String) {
        self.warnings.push((source, at, message));
    }
}

fn located(mut faults: Vec<Fault>, sources: &[RuleSource]) -> Vec<RuleError> {
    faults.sort_by(|a, b| (a.0, a.1.start, &a.2).cmp(&(b.0, b.1.start, &b.2)));
    faults.into_iter().map(|(source, at, message)| RuleError::new(&sources[source], at, message)).collect()
}

/// Within one folder an id means one rule; another folder's rule may replace it.
fn same_ids(rules: &RuleSet, noted: &Noted, sources: &[RuleSource], faults: &mut Faults) {
    let mut first: BTreeMap<(usize, &str), &super::Examples> = BTreeMap::new();
    for rule in noted.examples.iter().filter(|e| e.proof != Proof::File) {
        let name = rules.name(rule.rule);
        if let Some(other) = first.insert((sources[rule.source].folder, name), rule) {
            let place = RuleError::new(&sources[other.source], other.at.clone(), String::new()).place();
            let message = format!("there is a rule {name:?} at {place} already; join the two, or give this one an id of its own");
            faults.error(rule.source, rule.at.clone(), message);
        }
    }
}

fn rows_without_examples(noted: &Noted, faults: &mut Faults) {
    let mut rows: BTreeMap<usize, &super::Examples> = BTreeMap::new();
    for row in noted.examples.iter().filter(|e| e.proof == Proof::Row) {
        rows.entry(row.source).or_insert(row);
    }
    for example in noted.examples.iter().filter(|e| e.proof == Proof::File) {
        rows.remove(&example.source);
    }
    for row in rows.into_values() {
        let message = "the rows of this file have no examples; add one [[example]] with question, finds and ignores for all of them";
        faults.error(row.source, row.at.clone(), message.to_owned());
    }
}

#[cfg(test)]
mod tests;
