//! Patterns: what the phrases of a rule cannot say, as a regular expression.
//!
//! A match is a hit like that of a phrase: it begins and ends with a word,
//! hides shorter ones inside it, and every extractor meets it in the same
//! family. Patterns run on the lower-cased text, one after another and only
//! where a rule has one: they are far slower than phrases.

mod refusal;

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use toml::Spanned;

use super::RuleSource;
use crate::document::Token;
use crate::lexicon::{Entry, Family, Hit, Hits, MAX_PHRASE};
use refusal::Refusal;

/// Bytes that a compiled pattern may take up, and its cache on each thread.
const SIZE_LIMIT: usize = 1 << 20;

/// A pattern as a rule gives it, before compilation.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub source: usize,
    pub text: Spanned<String>,
    pub entry: Entry,
}

/// The patterns of all rules, compiled.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    all: Vec<(Regex, Entry)>,
}

impl Patterns {
    /// Compiles all of them; `fault` is told what is wrong with each, and where.
    pub fn compile(patterns: &[Pattern], sources: &[RuleSource], fault: &mut impl FnMut(usize, Range<usize>, String)) -> Self {
        let mut all = Vec::new();
        for pattern in patterns {
            match compiled(pattern.text.get_ref()) {
                Ok(regex) => all.push((regex, pattern.entry)),
                Err(refusals) => refusals.into_iter().for_each(|r| fault(pattern.source, place(pattern, sources, r.at), r.why)),
            }
        }
        Patterns { all }
    }

    /// Adds what is met in a text, in lower case, to the phrases met there.
    pub fn add(&self, folded: &str, tokens: &[Token], hits: &mut Hits) {
        if self.all.is_empty() {
            return;
        }
        let key = |(family, hit): &(Family, Hit)| (*family, hit.start, hit.end, hit.rule);
        let mut met: Vec<_> = self.all.iter().flat_map(|(regex, entry)| met(regex, *entry, folded, tokens)).collect();
        met.sort_unstable_by_key(key);
        met.dedup_by_key(|m| key(m));
        // Words that a phrase of the same rule has met are one mention.
        met.retain(|(family, hit)| !hits.at(*family, hit.start as usize).any(|h| h.end == hit.end && h.rule == hit.rule));
        for same in met.chunk_by(|a, b| a.0 == b.0) {
            hits.add(same[0].0, same.iter().map(|(_, hit)| *hit));
        }
    }
}

fn compiled(pattern: &str) -> Result<Regex, Vec<Refusal>> {
    refusal::check(pattern)?;
    let built = RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build();
    built.map_err(|_| vec![Refusal { at: 0..pattern.len(), why: "the pattern is too big once compiled; repeat less in it".to_owned() }])
}

/// The matches of a pattern that are whole words.
fn met(regex: &Regex, entry: Entry, folded: &str, tokens: &[Token]) -> impl Iterator<Item = (Family, Hit)> {
    let hit = move |m: regex::Match| {
        let start = tokens.binary_search_by_key(&m.start(), |t| t.span.start as usize).ok()?;
        let end = tokens.binary_search_by_key(&m.end(), |t| t.span.end as usize).ok()? + 1;
        let is_phrase = start < end && end - start <= MAX_PHRASE;
        is_phrase.then_some((entry.family, Hit { start: start as u32, end: end as u32, rule: entry.rule, value: entry.value }))
    };
    regex.find_iter(folded).filter_map(hit)
}

/// Where a part of a pattern stands in its file; the whole pattern where escapes of TOML hide it.
fn place(pattern: &Pattern, sources: &[RuleSource], at: Range<usize>) -> Range<usize> {
    let whole = pattern.text.span();
    let written = sources.get(pattern.source).and_then(|s| s.text.get(whole.clone()));
    match written.and_then(|w| w.find(pattern.text.get_ref().as_str())) {
        Some(inside) => whole.start + inside + at.start..whole.start + inside + at.end,
        None => whole,
    }
}

#[cfg(test)]
mod tests;
