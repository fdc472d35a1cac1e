//! The counted thing beside a number: `tin, bài`, `tổ chức, cá nhân`, `triệu đồng`.

use std::ops::Range;

use crate::document::Document;
use crate::lexicon::{Family, Hit};
use crate::rules::counts::{CountCue, CountRules, SharedThing, Thing};

/// A unit, or several of one measure joined to one count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub thing: Thing,
    /// Its own words, from the first unit to the last.
    pub tokens: Range<usize>,
}

impl Thing {
    /// Whether two figures may be the ends of one range.
    pub fn is_like(self, other: Thing) -> bool {
        self == other || matches!((self, other), (Thing::Currency(_), Thing::Currency(_)))
    }

    /// Whether both may stand in one list of units: "tổ chức, cá nhân".
    fn joins(self, other: Thing) -> bool {
        let is_body = |thing| matches!(thing, Thing::Shared(SharedThing::Body | SharedThing::Individual));
        self == other || is_body(self) && is_body(other)
    }
}

/// Tokens in brackets between a number and its thing: "02 (hai) đối tượng", "04 dự thảo[4]".
const MAX_ASIDE: usize = 14;
/// Units of one list: "tin, bài, ảnh, phóng sự và video".
const MAX_LIST: usize = 8;

/// The thing that stands right after a number.
pub(crate) fn after(document: &Document, rules: &CountRules, at: usize) -> Option<Found> {
    let at = after_aside(document, at);
    let hit = document.hits_at(Family::Unit, at).next()?;
    let thing = rules.thing(&hit);
    if thing == Thing::NotCounted {
        return None;
    }
    let mut end = hit.end as usize;
    for _ in 0..MAX_LIST {
        let Some(next) = joined(document, rules, end, thing) else { break };
        end = next;
    }
    Some(Found { thing, tokens: at..end })
}

/// The thing that ends right before a token.
pub(crate) fn before(document: &Document, rules: &CountRules, at: usize) -> Option<Found> {
    let hit = document.hits.ending_at(Family::Unit, at)?;
    let thing = rules.thing(&hit);
    let countable = !matches!(thing, Thing::NotCounted | Thing::Currency(_));
    countable.then_some(Found { thing, tokens: hit.start as usize..hit.end as usize })
}

/// The token after "(hai)" or "[4]".
fn after_aside(document: &Document, at: usize) -> usize {
    let close = match document.word(at) {
        "(" => ")",
        "[" => "]",
        _ => return at,
    };
    (at + 1..at + MAX_ASIDE).find(|i| document.is_mark(*i, close)).map_or(at, |i| i + 1)
}

/// The end of the next unit of a list.
fn joined(document: &Document, rules: &CountRules, end: usize, thing: Thing) -> Option<usize> {
    if matches!(thing, Thing::Currency(_)) {
        return None;
    }
    let comma = end + usize::from(matches!(document.word(end), "," | "/" | "-"));
    let next = rules.cues.at(document, CountCue::Join, comma).map_or(comma, |hit| hit.end as usize);
    if next == end {
        return None;
    }
    let same = |hit: &Hit| rules.thing(hit).joins(thing);
    document.hits_at(Family::Unit, next).find(same).map(|hit| hit.end as usize)
}
