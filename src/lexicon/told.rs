//! Words that mean something by themselves: told by the word, not kept as a hit at each place.
//!
//! Two of three phrases met in a text are one word (của, và, ngày) that serves
//! several families. What such words mean is written down once, here; a
//! document only notes which of them stands where.

use std::ops::Range;

use super::hits::FamilySet;
use super::{Case, Entries, Entry, Family, Syllable};

/// The families of which words are told: those that nobody asks for a list of all hits.
pub(crate) const TOLD: FamilySet = Family::Stamp.bit()
    | Family::MonthName.bit()
    | Family::Section.bit()
    | Family::Header.bit()
    | Family::Period.bit()
    | Family::PeriodNumber.bit()
    | Family::Citation.bit()
    | Family::Provision.bit()
    | Family::LawName.bit()
    | Family::Unit.bit()
    | Family::Count.bit()
    | Family::TopicCue.bit()
    | Family::PlaceCue.bit()
    | Family::DistrictCue.bit();

/// What single words mean.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// By syllable, up to the last that means something alone.
    words: Vec<Single>,
    /// Where the entries of a word's families lie, word after word, families in order.
    spans: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

/// What a single word means.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Single {
    /// The families in which it is told.
    pub told: FamilySet,
    /// Index of the span of the first of them.
    spans: u32,
    /// Where its meanings lie that are kept as hits, in the list of the lexicon.
    pub kept: (u32, u32),
}

/// A word that is told, as documents note it; 0 is none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ToldWord(u16);

/// Set where a longer hit of one of the word's families begins with the word: the bits do not tell which of them.
const BEGINS_LONGER: u16 = 1 << 15;

impl ToldWord {
    /// Nothing of a word that has no number among those that are told.
    pub fn new(word: Syllable) -> Option<Self> {
        u16::try_from(word.0).ok().filter(|w| w & BEGINS_LONGER == 0).map(ToldWord)
    }

    pub fn begins_longer(self) -> bool {
        self.0 & BEGINS_LONGER != 0
    }

    pub fn beginning_longer(self) -> Self {
        ToldWord(self.0 | BEGINS_LONGER)
    }

    fn index(self) -> usize {
        usize::from(self.0 & !BEGINS_LONGER)
    }
}

impl Told {
    /// Notes what a single word tells; what is left of `meanings`, sorted, is met as hits.
    pub fn note(&mut self, word: Syllable, meanings: &mut Entries) {
        let mut single = Single { spans: self.spans.len() as u32, ..Single::default() };
        // Where one meaning asks for capitals, the text decides.
        let asking = meanings.iter().filter(|(e, _)| e.case != Case::Any).fold(0, |set, (e, _)| set | e.family.bit());
        let families = if ToldWord::new(word).is_some() { TOLD & !asking } else { 0 };
        let from = self.entries.len();
        self.entries.extend(meanings.iter().map(|(e, _)| *e).filter(|e| families & e.family.bit() != 0));
        meanings.retain(|(e, _)| families & e.family.bit() == 0);
        let mut at = from as u32;
        for of_family in self.entries[from..].chunk_by(|a, b| a.family == b.family) {
            single.told |= of_family[0].family.bit();
            self.spans.push((at, at + of_family.len() as u32));
            at += of_family.len() as u32;
        }
        *self.single_mut(word) = single;
    }

    /// Notes where the meanings of a single word lie that are kept as hits.
    pub fn keep(&mut self, word: Syllable, meanings: Range<usize>) {
        self.single_mut(word).kept = (meanings.start as u32, meanings.end as u32);
    }

    fn single_mut(&mut self, word: Syllable) -> &mut Single {
        let at = word.0 as usize;
        self.words.resize(self.words.len().max(at + 1), Single::default());
        &mut self.words[at]
    }

    /// What a word means alone.
    #[inline]
    pub fn single(&self, word: Syllable) -> Option<&Single> {
        self.words.get(word.0 as usize)
    }

    /// What a word means in a family; empty if it is not told in it.
    #[inline]
    pub fn entries(&self, word: ToldWord, family: Family) -> &[Entry] {
        let Some(meant) = self.words.get(word.index()).filter(|w| w.told & family.bit() != 0) else { return &[] };
        let rank = (meant.told & (family.bit() - 1)).count_ones();
        let (from, to) = self.spans[(meant.spans + rank) as usize];
        &self.entries[from as usize..to as usize]
    }
}
