//! Phrases that are never met, and those that say the same thing twice.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Faults;
use crate::document::{Text, tokens};
use crate::lexicon::{Case, Family, Hit, MAX_PHRASE, Phrase, alternatives};
use crate::rules::{Examples, Noted, RuleId, RuleSet, RuleSource};

pub(super) fn check(rules: &RuleSet, noted: &Noted, sources: &[RuleSource], faults: &mut Faults) {
    let places = noted.examples.iter().map(|e| (e.rule, e)).collect();
    let mut check = Check { rules, sources, places, faults, seen: BTreeSet::new() };
    for phrase in &noted.phrases {
        if let Some(fault) = check.fault(phrase, &alternatives(&phrase.text)) {
            let (source, at) = check.place(phrase);
            match fault {
                Fault::Dead(message) => check.faults.error(source, at, message),
                Fault::Doubled(message) => check.faults.warning(source, at, message),
            }
        }
    }
}

struct Check<'a> {
    rules: &'a RuleSet,
    sources: &'a [RuleSource],
    places: BTreeMap<RuleId, &'a Examples>,
    faults: &'a mut Faults,
    /// Rules with their phrases in lower case.
    seen: BTreeSet<(RuleId, String)>,
}

/// A reading's words, as far as its rule tells them apart.
fn letters(phrase: &Phrase, reading: &str) -> String {
    let words = reading.split_whitespace().collect::<Vec<_>>().join(" ");
    if phrase.entry.case == Case::Exact { words } else { words.to_lowercase() }
}

enum Fault {
    Dead(String),
    Doubled(String),
}

impl Check<'_> {
    fn fault(&mut self, phrase: &Phrase, readings: &[String]) -> Option<Fault> {
        let name = self.rules.name(phrase.entry.rule);
        let dead = |r: &String| self.dead(phrase, r).map(|why| format!("rule {name:?}: the phrase {r:?} is never met: {why}"));
        if let Some(message) = readings.iter().find_map(dead) {
            return Some(Fault::Dead(message));
        }
        // Groups may overlap; a phrase that adds no reading is one too many.
        let is_new = readings.iter().filter(|r| self.seen.insert((phrase.entry.rule, letters(phrase, r)))).count() > 0;
        if !is_new {
            return Some(Fault::Doubled(format!("rule {name:?} has the phrase {:?} twice; drop one", phrase.text)));
        }
        let (reading, other) = readings.iter().find_map(|r| Some((r, self.rival(phrase, r)?)))?;
        Some(Fault::Doubled(format!("the phrase {reading:?} is one of {name:?} and of {:?}; drop one", self.rules.name(other))))
    }

    /// Why a phrase is not met even where its own words stand.
    fn dead(&self, phrase: &Phrase, reading: &str) -> Option<String> {
        if reading.contains(['{', '}', '|']) {
            return Some("its groups {a|b} do not pair; a group holds no other".to_owned());
        }
        let text = Text::new(reading.to_owned());
        let words = tokens(text.as_str(), text.folded(), self.rules.lexicon.vocabulary()).len();
        if words == 0 {
            return Some("it has no words; drop it".to_owned());
        }
        if words > MAX_PHRASE {
            return Some(format!("it has {words} words and marks; at most {MAX_PHRASE} can be matched"));
        }
        if self.whole_hits(phrase, reading).iter().any(|h| h.rule == phrase.entry.rule) {
            return None;
        }
        Some(match phrase.entry.case {
            _ if text.as_str() != reading => format!("in a text, once normalized, it is {:?}; write it so", text.as_str()),
            Case::Name => "it asks for a capital at every word and has not got them itself".to_owned(),
            _ => "its letters are not those that a text has".to_owned(),
        })
    }

    /// The phrases of its family that a text of just these words holds from end to end.
    fn whole_hits(&self, phrase: &Phrase, reading: &str) -> Vec<Hit> {
        let text = Text::new(reading.to_owned());
        let tokens = tokens(text.as_str(), text.folded(), self.rules.lexicon.vocabulary());
        let hits = self.rules.lexicon.scan(text.as_str(), &tokens);
        hits.at(phrase.entry.family, 0).filter(|h| h.end as usize == tokens.len()).collect()
    }

    /// A rule named before that has the same words, in a family where words say one thing.
    fn rival(&self, phrase: &Phrase, reading: &str) -> Option<RuleId> {
        if !matches!(phrase.entry.family, Family::Kind | Family::Issuer | Family::Topic | Family::MonthName) {
            return None;
        }
        let name = self.rules.name(phrase.entry.rule);
        let hits = self.whole_hits(phrase, reading);
        hits.iter().map(|h| h.rule).find(|r| *r < phrase.entry.rule && self.rules.name(*r) != name)
    }

    /// Where the phrase is written: after its rule's id, else anywhere.
    fn place(&self, phrase: &Phrase) -> (usize, Range<usize>) {
        let rule = self.places.get(&phrase.entry.rule);
        let from = |source: usize, start: usize| {
            let text = &self.sources[source].text;
            let at = start + text.get(start..)?.find(&phrase.text)?;
            Some((source, at..at + phrase.text.len()))
        };
        rule.and_then(|r| from(r.source, r.at.start))
            .or_else(|| rule.map(|r| (r.source, r.at.clone())))
            .or_else(|| (0..self.sources.len()).rev().find_map(|source| from(source, 0)))
            .unwrap_or((0, 0..0))
    }
}
