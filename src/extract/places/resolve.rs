//! What a name means: the province, the district of that name, or which of several districts.

use std::collections::BTreeSet;

use super::names::{Before, Name};
use super::{Era, Found};
use crate::document::{Document, Token};
use crate::lexicon::{Family, Hit};
use crate::rules::RuleSet;
use crate::rules::places::{PlaceCue, PlaceRules, Unit};

/// What is known of a document when its districts are told.
pub(super) struct Known<'h> {
    /// Index of the province that it concerns.
    pub subject: Option<usize>,
    /// The place line.
    pub place: Option<&'h str>,
    pub era: Era,
}

/// The names that mean provinces.
pub(super) fn provinces(document: &Document, rules: &RuleSet, names: &[Name]) -> Vec<Found> {
    let rules = &rules.places;
    let taken = taken(rules, names);
    let mut all: Vec<Found> = Vec::new();
    for name in names {
        let Some((province, hit)) = province_of(rules, name) else { continue };
        if taken.contains(&province) || is_district_elsewhere(rules, name, province) {
            continue;
        }
        let weight = weight(document, name);
        all.push(Found { start: name.start, end: name.end, unit: Unit::Province(province), rule: hit.rule, weight });
    }
    forget_lists(document, rules, &mut all);
    all
}

fn province_of<'d>(rules: &PlaceRules, name: &Name<'d>) -> Option<(usize, &'d Hit)> {
    name.hits.iter().find_map(|h| match rules.unit(h) {
        Unit::Province(i) => Some((i, h)),
        _ => None,
    })
}

fn districts_of<'d>(rules: &PlaceRules, name: &Name<'d>) -> impl Iterator<Item = (usize, &'d Hit)> {
    name.hits.iter().filter_map(move |h| match rules.unit(h) {
        Unit::District(i) => Some((i, h)),
        _ => None,
    })
}

/// Provinces whose names mean a district of another one throughout the document: 'UBND huyện Hòa Bình' with 'Hòa Bình,
/// ngày …' below it, and no 'tỉnh Hòa Bình'.
fn taken(rules: &PlaceRules, names: &[Name]) -> Vec<usize> {
    let provinces = names.iter().filter_map(|n| province_of(rules, n).map(|(p, _)| (n, p)));
    let elsewhere: Vec<usize> = provinces.clone().filter(|(n, p)| is_district_elsewhere(rules, n, *p)).map(|(_, p)| p).collect();
    if elsewhere.is_empty() {
        return elsewhere;
    }
    let named: Vec<usize> = provinces.filter(|(n, _)| n.before == Before::Province).map(|(_, p)| p).collect();
    elsewhere.into_iter().filter(|p| !named.contains(p)).collect()
}

/// 'huyện Quảng Ninh' lies in Quảng Bình and names no province.
fn is_district_elsewhere(rules: &PlaceRules, name: &Name, province: usize) -> bool {
    let Some(kind) = name.district_type.filter(|_| name.before != Before::Province) else { return false };
    let mut of_type = districts_of(rules, name).filter(|(d, _)| rules.districts[*d].kind == kind).peekable();
    of_type.peek().is_some() && of_type.all(|(d, _)| rules.districts[d].province != province)
}

/// A body's name speaks twice for its province, an address in brackets not at all.
fn weight(document: &Document, name: &Name) -> u32 {
    if is_in_brackets(document, name.start) {
        return 0;
    }
    match name.before {
        Before::Province | Before::Body => 2,
        Before::Where | Before::Nothing => 1,
    }
}

/// How far back an opening bracket is looked for.
const BRACKET_REACH: usize = 60;

fn is_in_brackets(document: &Document, at: usize) -> bool {
    let text = document.text.as_str().as_bytes();
    let mut next = document.tokens[at];
    for &token in document.tokens[at.saturating_sub(BRACKET_REACH)..at].iter().rev() {
        if next.starts_line() && !next.is_word() {
            return false;
        }
        if token.is_mark() && matches!(text[token.span.start as usize], b'(' | b')') {
            return text[token.span.start as usize] == b'(';
        }
        next = token;
    }
    false
}

/// Names in a list of three or more say little of the document's own province.
fn forget_lists(document: &Document, rules: &PlaceRules, found: &mut [Found]) {
    let mut from = 0;
    while from < found.len() {
        let mut to = from + 1;
        while to < found.len() && joins(document, rules, found[to - 1].end, found[to].start) {
            to += 1;
        }
        if to - from >= 3 && found[from..to].iter().map(|f| f.unit).collect::<BTreeSet<_>>().len() >= 3 {
            found[from..to].iter_mut().for_each(|f| f.weight = 0);
        }
        from = to;
    }
}

/// Only commas, hyphens, words that join, and words for units stand between.
fn joins(document: &Document, rules: &PlaceRules, from: usize, to: usize) -> bool {
    const LONGEST: usize = 6;
    if from >= to || to - from > LONGEST {
        return false;
    }
    let mut at = from;
    let mut linked = false;
    while at < to {
        if is_comma(document, at) {
            linked = true;
            at += 1;
            continue;
        }
        let link = rules.cues.at(document, PlaceCue::Joins, at);
        linked |= link.is_some();
        let unit = || document.hits.at(Family::DistrictCue, at).find(|h| h.end as usize <= to);
        let province = || rules.cues.at(document, PlaceCue::ProvinceBefore, at).filter(|h| h.end as usize <= to);
        let Some(hit) = link.or_else(unit).or_else(province) else { return false };
        at = hit.end as usize;
    }
    linked
}

fn is_comma(document: &Document, at: usize) -> bool {
    matches!(document.word(at), "," | ";" | "-" | "/")
}

/// The names that mean districts.
pub(super) fn districts(document: &Document, rules: &RuleSet, names: &[Name], provinces: &[Found], known: &Known) -> Vec<Found> {
    let finder = Finder { document, rules: &rules.places, provinces, known };
    let mut all: Vec<Found> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for name in names {
        let kind = name.district_type.or_else(|| last.filter(|(end, _)| joins(document, &rules.places, *end, name.start)).map(|l| l.1));
        let Some((district, hit)) = finder.district(name, kind) else { continue };
        last = kind.map(|kind| (name.end, kind));
        let weight = if is_in_brackets(document, name.start) { 0 } else { 1 + u32::from(name.district_type.is_some()) };
        all.push(Found { start: name.start, end: name.end, unit: Unit::District(district), rule: hit.rule, weight });
    }
    all
}

struct Finder<'a> {
    document: &'a Document,
    rules: &'a PlaceRules,
    provinces: &'a [Found],
    known: &'a Known<'a>,
}

impl Finder<'_> {
    /// The district that a name means; `kind` is the type that is written before it or before its list.
    fn district<'n>(&self, name: &Name<'n>, kind: Option<usize>) -> Option<(usize, &'n Hit)> {
        if name.before == Before::Province {
            return None;
        }
        let is_province = province_of(self.rules, name).is_some();
        let candidates: Vec<(usize, &Hit)> = districts_of(self.rules, name).collect();
        match kind {
            // A province's name means the town only right behind the town's word.
            Some(kind) if is_province => {
                let of_type = candidates.into_iter().filter(|(d, _)| self.rules.districts[*d].kind == kind);
                self.choose(name, of_type.filter(|_| name.district_type.is_some()).collect(), true)
            }
            Some(kind) => {
                let of_type: Vec<_> = candidates.iter().copied().filter(|(d, _)| self.rules.districts[*d].kind == kind).collect();
                self.choose(name, if of_type.is_empty() { candidates } else { of_type }, true)
            }
            None if is_province => None,
            None => self.bare(name, candidates),
        }
    }

    /// A name without a word for its unit: its province must be near, or be the document's own.
    fn bare<'n>(&self, name: &Name, candidates: Vec<(usize, &'n Hit)>) -> Option<(usize, &'n Hit)> {
        if self.is_place_line(name) {
            return self.choose(name, candidates, true);
        }
        if self.has_capitalised_neighbour(name) && name.before != Before::Body {
            return None;
        }
        let followed = self.province_after(name.end).is_some();
        let short = name.end - name.start < 2;
        let led = name.before != Before::Nothing;
        if !followed && (short || self.known.era == Era::Communes) && !led {
            return None;
        }
        self.choose(name, candidates, false)
    }

    fn is_place_line(&self, name: &Name) -> bool {
        let Some(place) = self.known.place else { return false };
        self.document.text.slice(self.document.span(name.start..name.end)) == place
    }

    /// 'Trần Văn Thời' in a longer name, 'Ba Đình' behind a street's number.
    fn has_capitalised_neighbour(&self, name: &Name) -> bool {
        let tokens = &self.document.tokens;
        let before = name.start.checked_sub(1).map(|i| &tokens[i]).filter(|_| !tokens[name.start].starts_line());
        let after = tokens.get(name.end).filter(|t| !t.starts_line());
        before.is_some_and(Token::is_capitalised) || after.is_some_and(Token::is_capitalised)
    }

    /// One of the candidates, by the province that is written behind it, the document's own, or the nearest.
    fn choose<'n>(&self, name: &Name, candidates: Vec<(usize, &'n Hit)>, is_sure: bool) -> Option<(usize, &'n Hit)> {
        let of = |province: usize| candidates.iter().find(|(d, _)| self.rules.districts[*d].province == province).copied();
        if let Some(found) = self.province_after(name.end).and_then(of).or_else(|| self.known.subject.and_then(of)) {
            return Some(found);
        }
        let related = self
            .known
            .subject
            .and_then(|s| candidates.iter().find(|(d, _)| self.is_same_now(self.rules.districts[*d].province, s)).copied());
        if related.is_some() {
            return related;
        }
        if let ([only], true) = (candidates.as_slice(), is_sure) {
            return Some(*only);
        }
        is_sure.then(|| self.nearest(name, &candidates)).flatten()
    }

    fn is_same_now(&self, a: usize, b: usize) -> bool {
        self.rules.provinces[a].current == self.rules.provinces[b].current
    }

    /// The province that is named right behind, as in 'Thanh Xuân, Hà Nội' and 'huyện Lục Ngạn, tỉnh Bắc Giang'.
    fn province_after(&self, end: usize) -> Option<usize> {
        const REACH: usize = 4;
        let at = self.provinces.partition_point(|p| p.start < end);
        let next = self.provinces.get(at).filter(|p| p.start <= end + REACH)?;
        let between = end..next.start;
        let is_link = |i: usize| matches!(self.document.word(i), "," | "-" | "(" | ".");
        let cue = self.document.hits.ending_at(Family::DistrictCue, next.start);
        let cue = cue.or_else(|| self.rules.cues.before(self.document, PlaceCue::UnitBefore, next.start));
        let words = between.start..cue.map_or(between.end, |h| (h.start as usize).max(end));
        if between.is_empty() || !words.clone().all(is_link) {
            return None;
        }
        match next.unit {
            Unit::Province(p) => Some(p),
            _ => None,
        }
    }

    /// The candidate whose province is named nearest.
    fn nearest<'n>(&self, name: &Name, candidates: &[(usize, &'n Hit)]) -> Option<(usize, &'n Hit)> {
        const REACH: usize = 64;
        let here = self.provinces.partition_point(|p| p.start < name.start);
        let near = &self.provinces[here.saturating_sub(REACH)..self.provinces.len().min(here + REACH)];
        let distance = |district: usize| {
            let home = Unit::Province(self.rules.districts[district].province);
            near.iter().filter(|p| p.unit == home).map(|p| p.start.abs_diff(name.start)).min()
        };
        candidates.iter().filter_map(|c| distance(c.0).map(|d| (d, *c))).min_by_key(|(d, _)| *d).map(|(_, c)| c)
    }
}
