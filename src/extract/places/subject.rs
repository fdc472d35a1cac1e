//! The province that a document concerns or comes from.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::Found;
use crate::document::Document;
use crate::lexicon::Family;
use crate::record::{Header, Section};
use crate::rules::RuleSet;
use crate::rules::issuers::Reach;
use crate::rules::places::{PlaceCue, Unit};

/// Index of the province; none for central bodies and where no province outweighs the others.
pub(super) fn subject(document: &Document, rules: &RuleSet, header: &Header, found: &[Found]) -> Option<usize> {
    let evidence = Evidence { document, rules, found };
    let issuer = header.issuer.as_deref().and_then(|t| evidence.province_in(t, false));
    if issuer.is_some() {
        return issuer;
    }
    let titled = |sure| header.title.as_deref().and_then(|t| evidence.province_in(t, sure));
    if evidence.is_central(header) {
        return titled(true);
    }
    let place = header.place.as_deref().and_then(|t| evidence.province_in(t, false));
    let signer = || header.signer.position.as_deref().and_then(|t| evidence.province_in(t, false));
    place.or_else(|| titled(true)).or_else(signer).or_else(|| evidence.heaviest())
}

struct Evidence<'a> {
    document: &'a Document,
    rules: &'a RuleSet,
    found: &'a [Found],
}

impl Evidence<'_> {
    fn home(&self, unit: Unit) -> Option<usize> {
        match unit {
            Unit::Province(p) => Some(p),
            Unit::District(d) => Some(self.rules.places.districts[d].province),
            Unit::Commune(_) => None,
        }
    }

    /// The province whose name, or whose district's, stands in a field of the header; `sure` asks for its unit or body.
    fn province_in(&self, field: &str, sure: bool) -> Option<usize> {
        if self.found.is_empty() {
            return None;
        }
        let field = words(field);
        // One mention of each name will do.
        let mut seen = BTreeSet::new();
        let named = self.found.iter().filter(|f| (!sure || f.weight >= 2) && seen.insert((f.unit, f.end - f.start)));
        let stands = |f: &&Found| contains_words(&field, &self.words(f.start..f.end));
        named.filter(stands).find_map(|f| self.home(f.unit))
    }

    /// A body of the whole country issued it, by its own name or by that of the body above it.
    fn is_central(&self, header: &Header) -> bool {
        self.is_named_central(header) || self.is_below_central()
    }

    /// "BỘ Y TẾ" above "CỤC PHÒNG BỆNH", but not above "CÔNG AN TỈNH".
    fn is_below_central(&self) -> bool {
        let [superior, .., own] = self.document.head.bodies.as_slice() else { return false };
        let (Some(superior), Some(own)) = (stretch(superior), stretch(own)) else { return false };
        let reach = |body| self.document.hits.within(Family::Issuer, body).next().map(|h| self.rules.issuers.of(&h).reach());
        let cues = &self.rules.places.cues;
        let has_unit = own.clone().any(|t| cues.at(self.document, PlaceCue::ProvinceBefore, t).is_some())
            || self.document.hits.within(Family::DistrictCue, own.clone()).next().is_some();
        reach(superior) == Some(Reach::National) && reach(own) != Some(Reach::Local) && !has_unit
    }

    fn is_named_central(&self, header: &Header) -> bool {
        let issuer = LazyCell::new(|| header.issuer.as_deref().map(words));
        let mut heads = self.document.section(Section::Header).flat_map(|span| {
            let tokens = self.document.token_at(span.start)..self.document.token_at(span.end);
            self.document.hits.within(Family::Issuer, tokens)
        });
        heads.any(|hit| {
            let is_central = self.rules.issuers.of(&hit).reach() == Reach::National;
            is_central && issuer.as_ref().is_none_or(|i| i.starts_with(&self.words(hit.start as usize..hit.end as usize)))
        })
    }

    /// Tokens in lower case, with single spaces.
    fn words(&self, tokens: Range<usize>) -> String {
        let mut words = String::new();
        for token in tokens {
            if !words.is_empty() && self.document.tokens[token].is_spaced() {
                words.push(' ');
            }
            words.push_str(self.document.folded(token));
        }
        words
    }

    /// The province that is named by far the most; of two alike, the one named first.
    fn heaviest(&self) -> Option<usize> {
        const ENOUGH: u32 = 2;
        let mut sums: Vec<(usize, u32)> = Vec::new();
        for found in self.found {
            let Some(home) = self.home(found.unit) else { continue };
            match sums.iter_mut().find(|(p, _)| *p == home) {
                Some(sum) => sum.1 += found.weight,
                None => sums.push((home, found.weight)),
            }
        }
        let total: u32 = sums.iter().map(|s| s.1).sum();
        let best = sums.iter().map(|s| s.1).max().filter(|w| *w >= ENOUGH && *w * 2 >= total)?;
        sums.iter().find(|s| s.1 == best).map(|s| s.0)
    }
}

/// From the first line of a body to its last.
fn stretch(lines: &[Range<usize>]) -> Option<Range<usize>> {
    Some(lines.first()?.start..lines.last()?.end)
}

/// In lower case, with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn contains_words(text: &str, words: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + words.len()..].chars().next()))
}
