//! Communes, which stand directly under provinces since 1 July 2025.
//!
//! A name alone proves nothing: many stand in several provinces, and old
//! province names are among them. So the type must stand before it, and the
//! document be of the time; without a date, the province right behind tells.

use super::{Era, Found};
use crate::document::Document;
use crate::lexicon::{Family, Hit};
use crate::rules::RuleSet;
use crate::rules::places::{PlaceRules, Unit};

/// The places found, with the communes.
pub(super) fn with_communes(document: &Document, rules: &RuleSet, found: Vec<Found>, subject: Option<usize>, era: Era) -> Vec<Found> {
    if era == Era::Districts {
        return found;
    }
    let finder = Finder { document, rules: &rules.places, found: &found, subject, era };
    let groups = document.hits.of(Family::Commune).chunk_by(|a, b| (a.start, a.end) == (b.start, b.end));
    let communes: Vec<Found> = groups.filter_map(|group| finder.commune(group)).collect();
    let is_covered = |f: &Found| {
        let at = communes.partition_point(|c| c.end <= f.start);
        communes.get(at).is_some_and(|c| c.start < f.end)
    };
    let mut all: Vec<Found> = found.iter().filter(|f| !is_covered(f)).copied().collect();
    all.extend(communes);
    all.sort_by_key(|f| (f.start, f.end, f.unit));
    all
}

struct Finder<'a> {
    document: &'a Document,
    rules: &'a PlaceRules,
    found: &'a [Found],
    subject: Option<usize>,
    era: Era,
}

impl Finder<'_> {
    /// The commune that the phrases of one span mean.
    fn commune(&self, group: &[Hit]) -> Option<Found> {
        let (start, end) = (group[0].start as usize, group[0].end as usize);
        let name = start + self.rules.commune(&group[0]).type_tokens;
        let words = self.document.tokens.get(name..end)?;
        // 'thị xã Phú Thọ' is a district.
        let is_district = self.document.hits.ending_at(Family::DistrictCue, name).is_some_and(|h| (h.start as usize) < start);
        if is_district || !words.iter().all(|t| !t.is_word() || t.is_capitalised()) {
            return None;
        }
        let hit = self.choose(group, end)?;
        Some(Found { start: name, end, unit: Unit::Commune(hit.value as usize), rule: hit.rule, weight: 0 })
    }

    /// The one in the province behind it, in the document's own province, or the only one of its name.
    fn choose<'h>(&self, group: &'h [Hit], end: usize) -> Option<&'h Hit> {
        let of = |current: usize| group.iter().find(|h| self.rules.commune(h).current == current);
        let behind = self.province_behind(end).and_then(of);
        if behind.is_some() || self.era == Era::Unknown {
            return behind;
        }
        let own = self.subject.map(|s| self.rules.provinces[s].current);
        own.and_then(of).or_else(|| group.first().filter(|_| group.len() == 1))
    }

    /// Index among the 34 of the province named right behind, with no district between.
    fn province_behind(&self, end: usize) -> Option<usize> {
        const REACH: usize = 3;
        let next = self.found.get(self.found.partition_point(|f| f.start < end)).filter(|f| f.start <= end + REACH)?;
        match next.unit {
            Unit::Province(p) => Some(self.rules.provinces[p].current),
            _ => None,
        }
    }
}
