//! Rows of syllables as a tree, walked from every token of a text.

use std::ops::Range;

use super::Syllable;

/// Every row of syllables that means something, each syllable a step.
///
/// Nodes stand in the order of the rows, so that the steps of one phrase lie
/// near each other in memory: a text goes the same few ways again and again.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// The steps from the root, by syllable.
    first: Vec<Node>,
    /// The first two syllables of every longer row.
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
        trie.first = vec![Node::default(); root.last().map_or(0, |s| s.by.0 as usize + 1)];
        root.iter().for_each(|s| trie.first[s.by.0 as usize] = trie.nodes[s.to as usize]);
        let pairs = root.iter().flat_map(|first| growing[first.to as usize].steps.iter().map(|second| (first.by, second.by)));
        trie.pairs = Pairs::new(pairs);
        trie
    }

    /// The rows that the first of `words` begin, each as its length and where its meanings lie, the shortest first.
    #[inline]
    pub fn rows<W>(&self, words: &[W], syllable: impl Fn(&W) -> Syllable, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(first) = words.first().map(&syllable) else { return };
        let Some(mut node) = self.first.get(first.0 as usize) else { return };
        let mut len = 1;
        loop {
            let (from, to) = node.meanings;
            if from < to {
                found(len, from as usize..to as usize);
            }
            let Some(next) = words.get(len).map(&syllable) else { return };
            if len == 1 && !self.pairs.may_hold(first, next) {
                return;
            }
            let Some(step) = self.step(node, next) else { return };
            node = step;
            len += 1;
        }
    }

    fn step(&self, node: &Node, by: Syllable) -> Option<&Node> {
        let steps = &self.steps[node.steps.0 as usize..node.steps.1 as usize];
        let step = steps.binary_search_by_key(&by, |s| s.by).ok()?;
        self.nodes.get(steps[step].to as usize)
    }
}

/// Two syllables of which one may follow the other in a row: a bit for the hash
/// of each pair, few enough to stay in the cache. Nearly all pairs that a text
/// asks for are none, and this says so.
#[derive(Debug, Default)]
struct Pairs {
    bits: Vec<u64>,
    /// To shift a hash by, so that it numbers a bit.
    shift: u32,
}

/// Bits for each pair: one question in so many about a pair that is none is answered wrongly.
const BITS_A_PAIR: usize = 12;

impl Pairs {
    fn new(pairs: impl Iterator<Item = (Syllable, Syllable)> + Clone) -> Self {
        let bits = (BITS_A_PAIR * pairs.clone().count()).next_power_of_two().max(64);
        let mut set = Pairs { bits: vec![0; bits / 64], shift: u64::BITS - bits.trailing_zeros() };
        for (first, second) in pairs {
            let bit = set.bit(first, second);
            set.bits[bit / 64] |= 1 << (bit % 64);
        }
        set
    }

    #[inline]
    fn may_hold(&self, first: Syllable, second: Syllable) -> bool {
        let bit = self.bit(first, second);
        self.bits[bit / 64] >> (bit % 64) & 1 != 0
    }

    #[inline]
    fn bit(&self, first: Syllable, second: Syllable) -> usize {
        let hash = (u64::from(first.0) << 32 | u64::from(second.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (hash >> self.shift) as usize
    }
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
