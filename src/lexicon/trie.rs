//! Rows of syllables as a tree, walked from every token of a text.

use std::collections::HashMap;

use super::Syllable;

/// Every row of syllables that means something, each syllable a step.
///
/// Nearly every walk ends at its first or second step, so the first is an
/// index and every other a single look into one table.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// Where each syllable leads from the root.
    first: Vec<Node>,
    /// Every other step. Open addressing; the length is a power of two, at most half of it taken.
    steps: Vec<Step>,
    /// A bit for the hash of every step, few enough to stay in the cache: nearly
    /// all steps that a text asks for are none, and this says so.
    likely: Vec<u64>,
}

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Node {
    /// `NOWHERE` where no row leads.
    id: u32,
    /// Which row ends here; `NO_ROW` where none does.
    row: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Step {
    from: u32,
    by: Syllable,
    to: Node,
}

const NOWHERE: u32 = 0;
/// Rows are counted from 1.
const NO_ROW: u32 = 0;

impl Trie {
    /// The tree of `rows`, none of them empty.
    pub fn new<'r>(rows: impl Iterator<Item = &'r [Syllable]>) -> Self {
        let mut growing = Growing::default();
        rows.zip(1..).for_each(|(row, number)| growing.add(row, number));
        growing.finish()
    }

    /// The rows that the first of `words` begin, each as its length and its index among all rows, the shortest first.
    #[inline]
    pub fn rows<W>(&self, words: &[W], syllable: impl Fn(&W) -> Syllable, mut found: impl FnMut(usize, usize)) {
        let Some(first) = words.first() else { return };
        let mut node = self.first.get(syllable(first).0 as usize).copied().unwrap_or_default();
        let mut len = 1;
        while node.id != NOWHERE {
            if node.row != NO_ROW {
                found(len, node.row as usize - 1);
            }
            let Some(next) = words.get(len) else { return };
            node = self.step(node, syllable(next));
            len += 1;
        }
    }

    #[inline]
    fn step(&self, node: Node, by: Syllable) -> Node {
        let hash = hash(node.id, by);
        if by == Syllable::UNKNOWN || self.likely[self.word(hash)] >> (hash % 64) & 1 == 0 {
            return Node::default();
        }
        let step = &self.steps[self.slot(hash, |step| step.from == node.id && step.by == by)];
        step.to
    }

    /// The slot that is asked for, or the free one where it would be.
    #[inline]
    fn slot(&self, hash: usize, is_it: impl Fn(&Step) -> bool) -> usize {
        let mask = self.steps.len() - 1;
        let mut at = hash & mask;
        while self.steps[at].to.id != NOWHERE && !is_it(&self.steps[at]) {
            at = (at + 1) & mask;
        }
        at
    }

    /// Which word of `likely` holds the bit of a hash.
    #[inline]
    fn word(&self, hash: usize) -> usize {
        hash / 64 & (self.likely.len() - 1)
    }

    fn insert(&mut self, step: Step) {
        let hash = hash(step.from, step.by);
        let (slot, word) = (self.slot(hash, |_| false), self.word(hash));
        self.steps[slot] = step;
        self.likely[word] |= 1 << (hash % 64);
    }
}

/// A hash of which the last bits are the best.
#[inline]
fn hash(from: u32, by: Syllable) -> usize {
    let product = (u64::from(from) << 32 | u64::from(by.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (product ^ product >> 32) as usize >> 12
}

/// A tree to which rows are still added; the node numbered 0 is the root.
#[derive(Default)]
struct Growing {
    steps: HashMap<(u32, Syllable), u32, foldhash::fast::FixedState>,
    /// The row that ends at each node but the root.
    ends: Vec<u32>,
}

impl Growing {
    fn add(&mut self, row: &[Syllable], number: u32) {
        let mut node = 0;
        for syllable in row {
            let next = self.ends.len() as u32 + 1;
            node = *self.steps.entry((node, *syllable)).or_insert(next);
            if node == next {
                self.ends.push(NO_ROW);
            }
        }
        self.ends[node as usize - 1] = number;
    }

    fn finish(self) -> Trie {
        let len = (2 * self.steps.len()).next_power_of_two();
        let widest = self.steps.keys().map(|(_, by)| by.0 as usize + 1).max().unwrap_or(0);
        let mut trie = Trie { first: vec![Node::default(); widest], steps: vec![Step::default(); len], likely: vec![0; len.div_ceil(16)] };
        for ((from, by), id) in self.steps {
            let to = Node { id, row: self.ends[id as usize - 1] };
            if from == 0 {
                trie.first[by.0 as usize] = to;
            } else {
                trie.insert(Step { from, by, to });
            }
        }
        trie
    }
}

#[cfg(test)]
mod tests;
