//! Which syllables the rules name: from a word to its number.

use std::collections::HashMap;

use super::Syllable;

/// Every syllable that the rules name, in all its spellings.
///
/// A syllable of up to 16 bytes, as all Vietnamese ones are, is two numbers: it
/// is looked up in a table of our own without a loop over its bytes.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Open addressing; the length is a power of two, at most half of it taken.
    slots: Vec<Slot>,
    known: usize,
    long: HashMap<Box<[u8]>, Syllable, foldhash::fast::FixedState>,
}

/// A word and its number; free where the number is `UNKNOWN`. None lies across two lines of the cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Slot {
    word: Word,
    syllable: Syllable,
}

/// Most bytes of a short word.
pub(crate) const SHORT: usize = 16;

impl Vocabulary {
    /// What a word in lower case is known as.
    pub fn get(&self, folded: &[u8]) -> Syllable {
        match Word::new(folded) {
            Some(word) => self.get_word(word),
            None => self.long.get(folded).copied().unwrap_or(Syllable::UNKNOWN),
        }
    }

    /// The same for a short word.
    #[inline]
    pub fn get_word(&self, word: Word) -> Syllable {
        if self.slots.is_empty() { Syllable::UNKNOWN } else { self.slots[self.slot(word)].syllable }
    }

    pub fn insert(&mut self, folded: &[u8], syllable: Syllable) {
        let Some(word) = Word::new(folded) else {
            self.long.insert(folded.into(), syllable);
            return;
        };
        if 2 * (self.known + 1) > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(word);
        self.known += usize::from(self.slots[slot].syllable == Syllable::UNKNOWN);
        self.slots[slot] = Slot { word, syllable };
    }

    /// Gives every syllable another number. Those with the lowest will be found at the first look.
    pub fn renumber(&mut self, new: impl Fn(Syllable) -> Syllable) {
        let short = self.slots.iter_mut().map(|s| &mut s.syllable).filter(|s| **s != Syllable::UNKNOWN);
        short.chain(self.long.values_mut()).for_each(|s| *s = new(*s));
        let mut taken = self.empty(self.slots.len());
        taken.sort_unstable_by_key(|slot| (slot.syllable, slot.word));
        self.fill(&taken);
    }

    fn grow(&mut self) {
        let taken = self.empty((2 * self.slots.len()).max(1 << 10));
        self.fill(&taken);
    }

    /// Makes so many slots, all free, and gives back those that were taken.
    fn empty(&mut self, slots: usize) -> Vec<Slot> {
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); slots]);
        old.into_iter().filter(|slot| slot.syllable != Syllable::UNKNOWN).collect()
    }

    fn fill(&mut self, taken: &[Slot]) {
        for taken in taken {
            let slot = self.slot(taken.word);
            self.slots[slot] = *taken;
        }
    }

    /// Where a word lies, or the free slot where it would.
    #[inline]
    fn slot(&self, word: Word) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = word.hash() & mask;
        while self.slots[at].word != word && self.slots[at].syllable != Syllable::UNKNOWN {
            at = (at + 1) & mask;
        }
        at
    }
}

/// The bytes of a short word as two numbers, the first byte the lowest, zero behind its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Word {
    pub low: u64,
    pub high: u64,
}

impl Word {
    /// Nothing for a word that is too long.
    pub fn new(word: &[u8]) -> Option<Word> {
        (word.len() <= SHORT).then(|| Word::read(word, 0))
    }

    /// The `SHORT` bytes of a text from `at` on, whatever they are.
    #[inline]
    pub fn read(text: &[u8], at: usize) -> Word {
        let rest = &text[at..];
        let bytes = rest.first_chunk::<SHORT>().copied().unwrap_or_else(|| padded(rest));
        let both = u128::from_le_bytes(bytes);
        Word { low: both as u64, high: (both >> 64) as u64 }
    }

    /// A hash of which the last bits are the best.
    #[inline]
    fn hash(self) -> usize {
        let product = (self.low ^ self.high.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (product ^ product >> 32) as usize >> 12
    }
}

#[cold]
fn padded(rest: &[u8]) -> [u8; SHORT] {
    let mut bytes = [0; SHORT];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_and_no_part_of_it_is() {
        let words = ["sở", "nghiệp", "trường", "nghiệp-vụ-dài-hơn-mười-sáu", "/", "2026"];
        let mut vocabulary = Vocabulary::default();
        words.iter().zip(1..).for_each(|(w, i)| vocabulary.insert(w.as_bytes(), Syllable(i)));
        for (word, i) in words.iter().zip(1..) {
            assert_eq!(vocabulary.get(word.as_bytes()), Syllable(i));
            assert_eq!(vocabulary.get(&word.as_bytes()[..word.len() - 1]), Syllable::UNKNOWN);
        }
    }

    #[test]
    fn it_grows() {
        let mut vocabulary = Vocabulary::default();
        (1..5000).for_each(|i| vocabulary.insert(i.to_string().as_bytes(), Syllable(i)));
        assert!((1..5000).all(|i| vocabulary.get(i.to_string().as_bytes()) == Syllable(i)));
    }
}
