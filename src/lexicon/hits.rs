//! The phrases met in a document, and quick answers to what begins or ends where.

use super::{Family, MAX_PHRASE};
use crate::rules::RuleId;

/// A phrase met in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// First token.
    pub start: u32,
    /// Token after the last.
    pub end: u32,
    pub rule: RuleId,
    pub value: u32,
}

/// The phrases met, by family, sorted by where they begin, the longer first.
///
/// Extractors ask of nearly every token whether some phrase begins or ends
/// there, and nearly always none does: one bit a family and token says so.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    families: [Vec<Hit>; Family::COUNT],
    /// For every token and the end, the families of which a hit may begin there.
    beginning: Vec<FamilySet>,
    /// For every token and the end, the families of which a hit may end right before it.
    ending: Vec<FamilySet>,
    /// For every block of tokens, how many hits of each family begin before it.
    before_block: Vec<[u32; Family::COUNT]>,
}

/// A bit for every family.
type FamilySet = u32;
const _: () = assert!(Family::COUNT <= FamilySet::BITS as usize);

impl Family {
    fn bit(self) -> FamilySet {
        1 << self as u32
    }
}

/// Tokens of a block: few enough to search in, many enough to make few blocks.
const BLOCK: usize = 64;

impl Hits {
    /// None, in so many tokens.
    #[cfg(test)]
    pub fn none(tokens: usize) -> Self {
        Collector::with_room_for(tokens).finish()
    }

    pub fn of(&self, family: Family) -> &[Hit] {
        &self.families[family as usize]
    }

    /// The hits that begin at a token, the longest first.
    #[inline]
    pub fn at(&self, family: Family, token: usize) -> std::slice::Iter<'_, Hit> {
        if self.beginning.get(token).is_none_or(|set| set & family.bit() == 0) {
            return [].iter();
        }
        let from = self.from(family, token);
        let count = from.iter().take_while(|h| h.start as usize == token).count();
        from[..count].iter()
    }

    /// The hits that lie wholly within `range` of tokens.
    pub fn within(&self, family: Family, range: std::ops::Range<usize>) -> impl Iterator<Item = &Hit> {
        let from = self.from(family, range.start);
        from.iter().take_while(move |h| (h.start as usize) < range.end).filter(move |h| h.end as usize <= range.end)
    }

    /// The hits that end with the token before `token`, the longest first.
    #[inline]
    pub fn ending(&self, family: Family, token: usize) -> impl Iterator<Item = &Hit> {
        let from = match self.ending.get(token) {
            Some(set) if set & family.bit() != 0 => self.from(family, token.saturating_sub(MAX_PHRASE)),
            _ => &[],
        };
        from.iter().take_while(move |h| (h.start as usize) < token).filter(move |h| h.end as usize == token)
    }

    /// Adds hits of a family to those that are there; of all of them the longest win.
    pub fn add(&mut self, family: Family, more: impl Iterator<Item = Hit>) {
        let hits = &mut self.families[family as usize];
        hits.extend(more);
        keep_longest(hits);
        for hit in hits.iter() {
            self.beginning[hit.start as usize] |= family.bit();
            self.ending[hit.end as usize] |= family.bit();
        }
        for (block, before) in self.before_block.iter_mut().enumerate() {
            before[family as usize] = hits.partition_point(|h| (h.start as usize) < block * BLOCK) as u32;
        }
    }

    /// The longest hit that ends with the token before `token`.
    pub fn ending_at(&self, family: Family, token: usize) -> Option<&Hit> {
        self.ending(family, token).next()
    }

    /// The hits that begin at a token or behind it.
    pub fn from(&self, family: Family, token: usize) -> &[Hit] {
        let all = self.of(family);
        &all[self.count_before(family, token)..]
    }

    /// The hits that begin in a range of tokens.
    pub fn beginning_in(&self, family: Family, tokens: std::ops::Range<usize>) -> &[Hit] {
        let first = self.count_before(family, tokens.start);
        let last = if tokens.end > tokens.start { self.count_before(family, tokens.end) } else { first };
        &self.of(family)[first..last]
    }

    /// How many hits begin before a token.
    fn count_before(&self, family: Family, token: usize) -> usize {
        let all = self.of(family);
        let block = token / BLOCK;
        let Some(next) = self.before_block.get(block + 1) else { return all.len() };
        let first = self.before_block[block][family as usize] as usize;
        first + all[first..next[family as usize] as usize].partition_point(|h| (h.start as usize) < token)
    }
}

/// Hits as a scan finds them: in the order of where they begin, the shorter first.
pub(crate) struct Collector {
    hits: Hits,
    /// The last hit of each family.
    last: [(u32, u32); Family::COUNT],
}

impl Collector {
    /// No hits yet; few families will have more than there is room for.
    pub fn with_room_for(tokens: usize) -> Self {
        let room = (tokens / 8).min(1 << 12);
        let hits = Hits {
            families: std::array::from_fn(|_| Vec::with_capacity(room)),
            beginning: vec![0; tokens + 1],
            ending: vec![0; tokens + 1],
            before_block: Vec::with_capacity(tokens / BLOCK + 2),
        };
        Collector { hits, last: [(0, 0); Family::COUNT] }
    }

    /// To be told of every token, before its hits.
    #[inline]
    pub fn begin(&mut self, token: usize) {
        if token.is_multiple_of(BLOCK) {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        self.hits.before_block.push(std::array::from_fn(|family| self.hits.families[family].len() as u32));
    }

    /// Adds a hit where it lies inside no other; those inside it go, equal spans stay beside each other.
    #[inline]
    pub fn push(&mut self, family: Family, new: Hit) {
        let (start, end) = self.last[family as usize];
        if new.start < end && (start, end) != (new.start, new.end) {
            if new.end <= end {
                return;
            }
            if start == new.start {
                self.drop_inside(family, new);
            }
        }
        self.last[family as usize] = (new.start, new.end);
        self.hits.families[family as usize].push(new);
        // Of hits that are dropped the bits stay: who is told of a hit looks for it.
        self.hits.beginning[new.start as usize] |= family.bit();
        self.hits.ending[new.end as usize] |= family.bit();
    }

    /// What begins where a longer hit begins lies inside it.
    fn drop_inside(&mut self, family: Family, longer: Hit) {
        let hits = &mut self.hits.families[family as usize];
        hits.truncate(hits.iter().rposition(|h| h.start != longer.start).map_or(0, |last| last + 1));
    }

    pub fn finish(mut self) -> Hits {
        self.end_block();
        self.hits
    }
}

/// Sorts, and drops hits that lie inside a longer one; equal spans stay.
fn keep_longest(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|h| (h.start, std::cmp::Reverse(h.end), h.value));
    let mut longest: Option<(u32, u32)> = None;
    hits.retain(|h| {
        let inside = longest.is_some_and(|(start, end)| h.end <= end && (h.start, h.end) != (start, end));
        if !inside {
            longest = Some((h.start, h.end));
        }
        !inside
    });
}
