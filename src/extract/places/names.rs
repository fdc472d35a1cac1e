//! Every name that may mean a province or a district, and what the words around it say.

use crate::document::{Document, Token};
use crate::extract::sweep::Sweep;
use crate::lexicon::{Family, Hit};
use crate::rules::RuleSet;
use crate::rules::places::{PlaceCue, PlaceRules, Unit};

/// A name in the text, as yet without a meaning.
#[derive(Debug)]
pub(super) struct Name<'d> {
    pub start: usize,
    pub end: usize,
    /// The phrases met: one for each unit of the name.
    pub hits: &'d [Hit],
    pub before: Before,
    /// Type of a district whose word stands before it.
    pub district_type: Option<usize>,
}

/// What stands directly before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The word for a province.
    Province,
    /// A unit or a body that has its place's name.
    Body,
    /// A word that says where.
    Where,
    Nothing,
}

/// All names that mean a place, in order.
pub(super) fn names<'d>(document: &'d Document, rules: &RuleSet) -> Vec<Name<'d>> {
    let mut cues = Surroundings {
        document,
        rules: &rules.places,
        cues: Sweep::new(document, Family::PlaceCue),
        communes: Sweep::new(document, Family::Commune),
    };
    let mut all: Vec<Name> = Vec::new();
    for hits in document.hits.of(Family::Place).chunk_by(|a, b| (a.start, a.end) == (b.start, b.end)) {
        let (start, end) = (hits[0].start as usize, hits[0].end as usize);
        // Of two names that overlap, as in 'Hà Nam Định', the first counts.
        if all.last().is_some_and(|n| start < n.end) || cues.is_other_thing(start, end) {
            continue;
        }
        let Some(before) = cues.before(start) else { continue };
        let name = Name { start, end, hits, before, district_type: cues.district_type(start) };
        if name.is_led() || !cues.is_other_name(&name) {
            all.push(name);
        }
    }
    all
}

impl Name<'_> {
    /// A word before it says that it is a place.
    fn is_led(&self) -> bool {
        self.before != Before::Nothing || self.district_type.is_some()
    }
}

/// The words around a name; names are asked about in their order.
struct Surroundings<'d> {
    document: &'d Document,
    rules: &'d PlaceRules,
    cues: Sweep<'d>,
    communes: Sweep<'d>,
}

impl Surroundings<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.document.tokens.get(at)
    }

    /// Part of a phrase that is no place, whatever stands before.
    fn is_other_thing(&mut self, start: usize, end: usize) -> bool {
        self.is_in_fixed_phrase(start, end) || self.is_other_thing_by_what_follows(end) || self.is_in_longer_commune(start, end)
    }

    /// A person's name, or a word in capitals.
    fn is_other_name(&self, name: &Name) -> bool {
        self.is_person(name.start) || self.is_byline(name.start, name.end) || self.is_plain_word_in_capitals(name.start, name.hits)
    }

    /// What stands before a name; none where it makes the name a person's or a street's.
    fn before(&self, start: usize) -> Option<Before> {
        if self.token(start).is_some_and(Token::follows_blank_line) {
            return Some(Before::Nothing);
        }
        let hits = self.document.hits.ending(Family::PlaceCue, start);
        let mut kinds = hits.map(|h| (h.start, self.rules.cues.kind(&h))).filter(|(_, kind)| speaks_of_what_follows(*kind));
        let Some((longest, kind)) = kinds.next() else { return Some(Before::Nothing) };
        let bit = |kind: PlaceCue| 1u32 << kind as u32;
        let said = kinds.take_while(|(start, _)| *start == longest).fold(bit(kind), |all, (_, kind)| all | bit(kind));
        let has = |kind| said & bit(kind) != 0;
        if has(PlaceCue::ProvinceBefore) {
            return Some(Before::Province);
        }
        if has(PlaceCue::Locative) {
            return Some(Before::Where);
        }
        if has(PlaceCue::UnitBefore) {
            return Some(Before::Body);
        }
        let other = has(PlaceCue::PersonBefore) || has(PlaceCue::MinorBefore);
        (!other || has(PlaceCue::Harmless)).then_some(Before::Nothing)
    }

    /// The type of a district whose word stands before a name, a colon between allowed.
    fn district_type(&self, start: usize) -> Option<usize> {
        let hits = &self.document.hits;
        let direct = hits.ending_at(Family::DistrictCue, start);
        let behind_colon =
            || start.checked_sub(1).filter(|i| self.document.is_mark(*i, ":")).and_then(|i| hits.ending_at(Family::DistrictCue, i));
        direct.or_else(behind_colon).map(|h| h.value as usize)
    }

    fn is_in_fixed_phrase(&mut self, start: usize, end: usize) -> bool {
        self.cues.covering(start, end).any(|h| self.rules.cues.kind(&h) == PlaceCue::Fixed)
    }

    /// 'Đà Lạt' in 'phường Xuân Hương - Đà Lạt'.
    fn is_in_longer_commune(&mut self, start: usize, end: usize) -> bool {
        self.communes.covering(start, end).any(|h| (h.start as usize + self.rules.commune(&h).type_tokens) < start)
    }

    /// 'Thái Bình Dương', 'Hà Nam (Trung Quốc)'.
    fn is_other_thing_by_what_follows(&self, end: usize) -> bool {
        let Some(cue) = self.rules.cues.at(self.document, PlaceCue::NotAfter, end) else { return false };
        let range = cue.start as usize..cue.end as usize;
        !self.document.tokens[range.clone()].iter().any(Token::starts_line)
            && self.document.tokens[range].iter().all(|t| !t.is_word() || t.is_capitalised())
    }

    /// A surname stands before the name, at most two syllables between: 'Nguyễn Hòa Bình', 'Trương Thị Hà Giang'.
    fn is_person(&self, start: usize) -> bool {
        let upper = self.token(start).is_some_and(Token::is_upper);
        let mut at = start;
        for _ in 0..3 {
            let joined = self.token(at).is_some_and(|t| !t.starts_line());
            let Some(before) = at.checked_sub(1).filter(|_| joined) else { return false };
            let Some(word) = self.token(before).filter(|t| t.is_capitalised()) else { return false };
            at = before;
            // In a line all of capitals every word looks like a name: there a person's begins the line.
            let may_begin = !upper || word.starts_line();
            if may_begin && self.rules.cues.at(self.document, PlaceCue::Surname, at).is_some_and(|h| h.end as usize <= start) {
                return true;
            }
        }
        false
    }

    /// A name alone on the line below a finished paragraph: who wrote it.
    fn is_byline(&self, start: usize, end: usize) -> bool {
        let lines = &self.document.layout.lines;
        let at = self.document.layout.line_of(start);
        let Some(line) = lines.get(at).filter(|l| l.tokens == (start..end)) else { return false };
        let before = line.tokens.start.checked_sub(1).map_or("", |i| self.document.word(i));
        matches!(before, "." | "…" | "!" | "”" | "\"")
    }

    fn is_plain_word_in_capitals(&self, start: usize, hits: &[Hit]) -> bool {
        let is_plain = |h: &Hit| matches!(self.rules.unit(h), Unit::Province(i) if self.rules.provinces[i].is_plain_word);
        self.token(start).is_some_and(Token::is_upper) && hits.iter().any(is_plain)
    }
}

fn speaks_of_what_follows(kind: PlaceCue) -> bool {
    !matches!(kind, PlaceCue::Surname | PlaceCue::NotAfter | PlaceCue::Fixed | PlaceCue::Joins)
}
