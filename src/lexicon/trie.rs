//! Rows of syllables as a tree, walked from every token of a text.

use std::ops::Range;

use super::Syllable;

/// Every row of syllables that means something, each syllable a step.
///
/// Nodes stand in the order of the rows, so that the steps of one phrase lie
/// near each other in memory: a text goes the same few ways again and again.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// What rows of one syllable mean, by syllable; none from the end of this list on means anything alone.
    alone: Vec<(u32, u32)>,
    /// Where the first two syllables of every longer row lead.
    pairs: Pairs,
    nodes: Vec<Node>,
    /// The steps from all nodes, node after node, each node's in the order of their syllables.
    steps: Vec<Step>,
}

/// Where a row has led: which steps go on from here, and what the row that ends here means.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    steps: (u32, u32),
    meanings: (u32, u32),
}

#[derive(Debug, Clone, Copy)]
struct Step {
    by: Syllable,
    to: u32,
}

impl Trie {
    /// The tree of `rows`, which are sorted and not empty, each with where its meanings lie in a list of the caller's.
    pub fn new<'r>(rows: impl Iterator<Item = (&'r [Syllable], Range<usize>)>) -> Self {
        let mut growing = vec![Growing::default()];
        rows.for_each(|(row, meanings)| grow(&mut growing, row, meanings));
        let mut trie = Trie::default();
        for node in &growing {
            let from = trie.steps.len() as u32;
            trie.steps.extend(&node.steps);
            trie.nodes.push(Node { steps: (from, trie.steps.len() as u32), meanings: node.meanings });
        }
        let root = &growing[0].steps;
        let alone = || root.iter().map(|s| (s.by.0 as usize, growing[s.to as usize].meanings)).filter(|(_, (from, to))| from < to);
        trie.alone = vec![(0, 0); alone().next_back().map_or(0, |(by, _)| by + 1)];
        alone().for_each(|(by, meanings)| trie.alone[by] = meanings);
        let pairs = root.iter().flat_map(|first| growing[first.to as usize].steps.iter().map(|second| (first.by, *second)));
        trie.pairs = Pairs::new(pairs);
        trie
    }

    /// The rows that the first of `words` begin, each as its length and where its meanings lie, the shortest first.
    #[inline]
    pub fn rows<W>(&self, words: &[W], syllable: impl Fn(&W) -> Syllable, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(first) = words.first().map(&syllable) else { return };
        let mut node = &Node { steps: (0, 0), meanings: self.alone.get(first.0 as usize).copied().unwrap_or_default() };
        let mut len = 1;
        loop {
            let (from, to) = node.meanings;
            if from < to {
                found(len, from as usize..to as usize);
            }
            let Some(next) = words.get(len).map(&syllable) else { return };
            let step = if len == 1 { self.pairs.get(first, next) } else { self.step(node, next) };
            let Some(step) = step.and_then(|to| self.nodes.get(to as usize)) else { return };
            node = step;
            len += 1;
        }
    }

    fn step(&self, node: &Node, by: Syllable) -> Option<u32> {
        let steps = &self.steps[node.steps.0 as usize..node.steps.1 as usize];
        steps.binary_search_by_key(&by, |s| s.by).ok().map(|step| steps[step].to)
    }
}

/// Where two syllables lead, one behind the other.
///
/// A bit for the hash of each pair, few enough to stay in the cache, says of
/// nearly all pairs of a text that they lead nowhere; the table knows the rest.
#[derive(Debug, Default)]
struct Pairs {
    bits: Vec<u64>,
    /// To shift a hash by, so that it numbers a bit.
    shift: u32,
    /// Open addressing; the length is a power of two, at most half of it taken.
    slots: Vec<Pair>,
}

/// Two syllables and the node that they lead to, never the root: that stands in a free slot.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    syllables: (Syllable, Syllable),
    to: u32,
}

/// Bits for each pair: one question in so many about a pair that is none is answered wrongly.
const BITS_A_PAIR: usize = 12;

impl Pairs {
    fn new(pairs: impl Iterator<Item = (Syllable, Step)> + Clone) -> Self {
        let count = pairs.clone().count();
        let bits = (BITS_A_PAIR * count).next_power_of_two().max(64);
        let slots = vec![Pair::default(); (2 * count).next_power_of_two()];
        let mut set = Pairs { bits: vec![0; bits / 64], shift: u64::BITS - bits.trailing_zeros(), slots };
        for (first, second) in pairs {
            let bit = set.bit(hash(first, second.by));
            set.bits[bit / 64] |= 1 << (bit % 64);
            let slot = set.slot((first, second.by));
            set.slots[slot] = Pair { syllables: (first, second.by), to: second.to };
        }
        set
    }

    #[inline]
    fn get(&self, first: Syllable, second: Syllable) -> Option<u32> {
        let bit = self.bit(hash(first, second));
        if self.bits[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        Some(self.slots[self.slot((first, second))].to).filter(|to| *to != 0)
    }

    #[inline]
    fn bit(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    /// Where a pair lies, or the free slot where it would.
    fn slot(&self, syllables: (Syllable, Syllable)) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash(syllables.0, syllables.1) >> 20) as usize & mask;
        while self.slots[at].to != 0 && self.slots[at].syllables != syllables {
            at = (at + 1) & mask;
        }
        at
    }
}

#[inline]
fn hash(first: Syllable, second: Syllable) -> u64 {
    (u64::from(first.0) << 32 | u64::from(second.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A node to which rows are still added; the first is the root.
#[derive(Default)]
struct Growing {
    meanings: (u32, u32),
    steps: Vec<Step>,
}

/// Adds the row that comes next: what it shares with the one before are the last steps of their nodes.
fn grow(nodes: &mut Vec<Growing>, row: &[Syllable], meanings: Range<usize>) {
    let mut node = 0;
    for by in row {
        let next = nodes.len();
        node = match nodes[node].steps.last().filter(|s| s.by == *by) {
            Some(step) => step.to as usize,
            None => {
                nodes[node].steps.push(Step { by: *by, to: next as u32 });
                nodes.push(Growing::default());
                next
            }
        };
    }
    nodes[node].meanings = (meanings.start as u32, meanings.end as u32);
}

#[cfg(test)]
mod tests;
