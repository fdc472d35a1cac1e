//! The phrases met in a document, and quick answers to what begins or ends where.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use super::told::{TOLD, Told, ToldWord};
use super::{Entry, Family, MAX_PHRASE, Syllable};
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
    lists: Lists,
    told: Arc<Told>,
    /// The families in which words are told.
    told_families: FamilySet,
}

/// What a scan notes; the lists of one document are filled anew by the next of the same thread.
#[derive(Debug, Default)]
struct Lists {
    families: [Vec<Hit>; Family::COUNT],
    /// For every token and the end, the families of which a hit begins there.
    beginning: Vec<FamilySet>,
    /// For every token and the end, the families of which a hit ends right before it.
    ending: Vec<FamilySet>,
    /// For every block of tokens, how many hits of each family begin before it.
    before_block: Vec<[u32; Family::COUNT]>,
    /// The words that mean something by themselves, for every token: hits where the bits say so and no longer one does.
    words: Vec<ToldWord>,
}

thread_local! {
    static SPARE: Cell<Option<Lists>> = const { Cell::new(None) };
}

/// Tokens of a document whose lists are kept for the next: what a thread holds stays small.
const MOST_SPARE: usize = 1 << 16;

impl Lists {
    /// Nothing noted yet of so many tokens.
    fn new(tokens: usize) -> Self {
        let mut lists = SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default();
        for family in &mut lists.families {
            family.clear();
            // Few will have more.
            family.reserve((tokens / 32).min(1 << 12));
        }
        lists.before_block.clear();
        lists.before_block.reserve_exact(tokens / BLOCK + 2);
        renew(&mut lists.beginning, tokens + 1);
        renew(&mut lists.ending, tokens + 1);
        renew(&mut lists.words, tokens);
        lists
    }
}

fn renew<T: Clone + Default>(list: &mut Vec<T>, len: usize) {
    list.clear();
    list.resize(len, T::default());
}

impl Drop for Hits {
    fn drop(&mut self) {
        if self.lists.words.capacity() <= MOST_SPARE {
            let lists = std::mem::take(&mut self.lists);
            // At the end of a thread there is no next.
            let _ = SPARE.try_with(|spare| spare.set(Some(lists)));
        }
    }
}

/// A bit for every family.
pub(super) type FamilySet = u32;
const _: () = assert!(Family::COUNT <= FamilySet::BITS as usize);

impl Family {
    pub(super) const fn bit(self) -> FamilySet {
        1 << self as u32
    }
}

/// The families of a set, as numbers.
#[inline]
fn members(mut set: FamilySet) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(first)
    })
}

/// Tokens of a block: few enough to search in, many enough to make few blocks.
const BLOCK: usize = 128;

/// Hits at one place: kept, or told by the word that stands there.
#[derive(Debug, Clone)]
pub(crate) enum At<'h> {
    Kept(std::slice::Iter<'h, Hit>),
    Told(std::slice::Iter<'h, Entry>, u32),
}

impl At<'_> {
    /// None.
    #[inline]
    pub fn none() -> Self {
        At::Kept([].iter())
    }

    fn told(entry: &Entry, token: u32) -> Hit {
        Hit { start: token, end: token + 1, rule: entry.rule, value: entry.value }
    }
}

impl Iterator for At<'_> {
    type Item = Hit;

    #[inline]
    fn next(&mut self) -> Option<Hit> {
        match self {
            At::Kept(hits) => hits.next().copied(),
            At::Told(entries, token) => entries.next().map(|e| Self::told(e, *token)),
        }
    }
}

impl DoubleEndedIterator for At<'_> {
    fn next_back(&mut self) -> Option<Hit> {
        match self {
            At::Kept(hits) => hits.next_back().copied(),
            At::Told(entries, token) => entries.next_back().map(|e| Self::told(e, *token)),
        }
    }
}

impl Hits {
    /// None, in so many tokens.
    #[cfg(test)]
    pub fn none(tokens: usize) -> Self {
        Collector::new(tokens, Arc::default()).finish()
    }

    /// All hits of a family of which no words are told.
    pub fn of(&self, family: Family) -> &[Hit] {
        debug_assert!(TOLD & family.bit() == 0, "{family:?} has hits that are in no list");
        self.kept(family)
    }

    /// The hits of a family but for those that words tell.
    pub fn kept(&self, family: Family) -> &[Hit] {
        &self.lists.families[family as usize]
    }

    /// The hits that begin at a token, the longest first.
    #[inline]
    pub fn at(&self, family: Family, token: usize) -> At<'_> {
        if self.begins(family, token) { self.met_at(family, token) } else { At::none() }
    }

    #[inline]
    fn begins(&self, family: Family, token: usize) -> bool {
        self.lists.beginning.get(token).is_some_and(|set| set & family.bit() != 0)
    }

    /// The hits that begin at a token where the bits say that some do.
    fn met_at(&self, family: Family, token: usize) -> At<'_> {
        let told = self.told(family, token);
        if !told.is_empty() && !self.lists.words[token].begins_longer() {
            return At::Told(told.iter(), token as u32);
        }
        let from = self.from(family, token);
        match from.iter().take_while(|h| h.start as usize == token).count() {
            0 => At::Told(told.iter(), token as u32),
            count => At::Kept(from[..count].iter()),
        }
    }

    /// What the word at a token tells; a longer hit may hide it.
    #[inline]
    fn told(&self, family: Family, token: usize) -> &[Entry] {
        match self.lists.words.get(token) {
            Some(word) if self.tells(family) => self.told.entries(*word, family),
            _ => &[],
        }
    }

    /// The hits that lie wholly within `range` of tokens, in order.
    #[inline]
    pub fn within(&self, family: Family, range: Range<usize>) -> impl Iterator<Item = Hit> {
        self.met_within(family, range, self.tells(family))
    }

    /// The same of phrases that are never one word, which are found without a look at every token.
    #[inline]
    pub fn longer_within(&self, family: Family, range: Range<usize>) -> impl Iterator<Item = Hit> {
        self.met_within(family, range, false)
    }

    #[inline]
    fn met_within(&self, family: Family, range: Range<usize>, tells: bool) -> impl Iterator<Item = Hit> {
        let (start, end) = (range.start, range.end);
        let listed = if tells { &[] } else { self.from(family, start) };
        let listed = listed.iter().copied().take_while(move |h| (h.start as usize) < end);
        let walked = if tells { range } else { 0..0 };
        self.walk(family, walked).chain(listed).filter(move |h| h.end as usize <= end)
    }

    /// The hits that begin in a range of tokens, in order.
    pub fn beginning_in(&self, family: Family, range: Range<usize>) -> impl DoubleEndedIterator<Item = Hit> {
        let (walked, listed) = if self.tells(family) { (range, 0..0) } else { (0..0, range) };
        self.walk(family, walked).chain(self.kept_in(family, listed).iter().copied())
    }

    /// The hits that begin in a range of tokens, by a look at each of these.
    #[inline]
    fn walk(&self, family: Family, tokens: Range<usize>) -> impl DoubleEndedIterator<Item = Hit> {
        let begun = (tokens.start..tokens.end.min(self.lists.words.len())).filter(move |token| self.begins(family, *token));
        begun.flat_map(move |token| self.met_at(family, token))
    }

    #[inline]
    fn tells(&self, family: Family) -> bool {
        self.told_families & family.bit() != 0
    }

    /// The kept hits that begin in a range of tokens.
    pub fn kept_in(&self, family: Family, range: Range<usize>) -> &[Hit] {
        if range.is_empty() {
            return &[];
        }
        &self.kept(family)[self.count_before(family, range.start)..self.count_before(family, range.end)]
    }

    /// The hits that end with the token before `token`, the longest first.
    #[inline]
    pub fn ending(&self, family: Family, token: usize) -> impl Iterator<Item = Hit> {
        let ends = self.lists.ending.get(token).is_some_and(|set| set & family.bit() != 0);
        let (kept, told) = if ends { self.met_before(family, token) } else { Default::default() };
        let kept = kept.iter().copied().take_while(move |h| (h.start as usize) < token).filter(move |h| h.end as usize == token);
        kept.chain(At::Told(told.iter(), token.wrapping_sub(1) as u32))
    }

    /// Among which kept hits those are that end before a token, or what the word there tells: some do.
    fn met_before(&self, family: Family, token: usize) -> (&[Hit], &[Entry]) {
        let word = token - 1;
        let told = self.told(family, word);
        // Where a word is told no longer hit lies over it: none that begins before it ends with it.
        if !told.is_empty() && self.begins(family, word) && !self.lists.words[word].begins_longer() {
            return (&[], told);
        }
        let kept = self.from(family, token.saturating_sub(MAX_PHRASE));
        let mut near = kept.iter().take_while(|h| (h.start as usize) < token);
        if near.any(|h| h.end as usize == token) { (kept, &[]) } else { (&[], told) }
    }

    /// Adds hits of a family to those that are there; of all of them the longest win.
    pub fn add(&mut self, family: Family, more: impl Iterator<Item = Hit>) {
        self.keep_told(family);
        let hits = &mut self.lists.families[family as usize];
        hits.extend(more);
        keep_longest(hits);
        for hit in hits.iter() {
            self.lists.beginning[hit.start as usize] |= family.bit();
            self.lists.ending[hit.end as usize] |= family.bit();
        }
        for (block, before) in self.lists.before_block.iter_mut().enumerate() {
            before[family as usize] = hits.partition_point(|h| (h.start as usize) < block * BLOCK) as u32;
        }
    }

    /// Keeps as hits what words tell.
    fn keep_told(&mut self, family: Family) {
        let told = self.beginning_in(family, 0..self.lists.words.len()).collect();
        self.lists.families[family as usize] = told;
        self.told_families &= !family.bit();
    }

    /// The longest hit that ends with the token before `token`.
    pub fn ending_at(&self, family: Family, token: usize) -> Option<Hit> {
        self.ending(family, token).next()
    }

    /// The kept hits that begin at a token or behind it.
    fn from(&self, family: Family, token: usize) -> &[Hit] {
        &self.kept(family)[self.count_before(family, token)..]
    }

    /// How many kept hits begin before a token.
    fn count_before(&self, family: Family, token: usize) -> usize {
        let all = self.kept(family);
        let block = token / BLOCK;
        let Some(next) = self.lists.before_block.get(block + 1) else { return all.len() };
        let first = self.lists.before_block[block][family as usize] as usize;
        first + all[first..next[family as usize] as usize].partition_point(|h| (h.start as usize) < token)
    }
}

/// Hits as a scan finds them: in the order of where they begin, the longer first.
pub(crate) struct Collector {
    hits: Hits,
    /// Families of which a hit of several tokens may lie over the token at hand.
    open: FamilySet,
    /// The token behind the last of their hits.
    open_until: usize,
    /// Where the last of them ends, of each family.
    last: [u32; Family::COUNT],
}

impl Collector {
    /// No hits yet, of so many tokens.
    pub fn new(tokens: usize, told: Arc<Told>) -> Self {
        let hits = Hits { lists: Lists::new(tokens), told, told_families: TOLD };
        Collector { hits, open: 0, open_until: 0, last: [0; Family::COUNT] }
    }

    /// To be told of every token, before its hits.
    #[inline]
    pub fn begin(&mut self, token: usize) {
        if token.is_multiple_of(BLOCK) {
            self.end_block();
        }
        if self.open_until <= token {
            self.open = 0;
        }
    }

    fn end_block(&mut self) {
        self.hits.lists.before_block.push(std::array::from_fn(|family| self.hits.lists.families[family].len() as u32));
    }

    /// Adds what a phrase means, families in order, where it lies inside no other hit of the family.
    #[inline]
    pub fn push(&mut self, place: Range<usize>, meanings: impl Iterator<Item = Entry>) {
        let (start, end) = (place.start as u32, place.end as u32);
        let mut met = 0;
        for Entry { family, rule, value, .. } in meanings {
            if self.open & family.bit() != 0 && end <= self.last[family as usize] {
                continue;
            }
            met |= family.bit();
            self.hits.lists.families[family as usize].push(Hit { start, end, rule, value });
        }
        self.hits.lists.beginning[place.start] |= met;
        self.hits.lists.ending[place.end] |= met;
        if place.len() > 1 {
            self.open(met, place.end);
        }
    }

    fn open(&mut self, families: FamilySet, end: usize) {
        self.open |= families;
        self.open_until = self.open_until.max(end);
        for family in members(families) {
            self.last[family] = end as u32;
        }
    }

    /// Notes in which families the word at a token is told; its longer hits are pushed before.
    #[inline]
    pub fn tell(&mut self, token: usize, word: Syllable, mut families: FamilySet) {
        let Some(told) = ToldWord::new(word).filter(|_| families != 0) else { return };
        let begins_longer = self.hits.lists.beginning[token] & families != 0;
        self.hits.lists.words[token] = if begins_longer { told.beginning_longer() } else { told };
        if families & self.open != 0 {
            families &= !self.covering(token, families & self.open);
        }
        self.hits.lists.beginning[token] |= families;
        self.hits.lists.ending[token + 1] |= families;
    }

    /// Of some families, those of which a hit lies over a token.
    fn covering(&self, token: usize, families: FamilySet) -> FamilySet {
        members(families).filter(|family| self.last[*family] as usize > token).fold(0, |set, family| set | 1 << family)
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

#[cfg(test)]
mod tests;
