//! Rows of syllables as a tree, walked from every token of a text.

use std::ops::Range;

use super::Syllable;

/// Every row of two and more syllables that means something, each syllable a step.
///
/// Nodes stand in the order of the rows, so that the steps of one phrase lie
/// near each other in memory: a text goes the same few ways again and again.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// Where the first two syllables of every row lead.
    pairs: Pairs,
    nodes: Vec<Node>,
    /// The steps from all nodes, node after node, each node's in the order of their syllables.
    steps: Vec<Step>,
}

/// Where a row has led: which steps go on from here, and what the row that ends here means.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Node {
    /// A bit for the last of a syllable's number, set where a step may go on by it: most words go nowhere.
    next: u64,
    steps: (u32, u32),
    meanings: (u32, u32),
}

impl Node {
    #[inline]
    fn may_step(&self, by: Syllable) -> bool {
        self.next & Node::bit(by) != 0
    }

    #[inline]
    fn bit(by: Syllable) -> u64 {
        1 << (by.0 % u64::BITS)
    }
}

#[derive(Debug, Clone, Copy)]
struct Step {
    by: Syllable,
    to: u32,
}

impl Trie {
    /// The tree of `rows`, which are sorted and have two syllables at least, each with where its meanings lie in a list of the caller's.
    pub fn new<'r>(rows: impl Iterator<Item = (&'r [Syllable], Range<usize>)>) -> Self {
        let mut growing = vec![Growing::default()];
        rows.for_each(|(row, meanings)| grow(&mut growing, row, meanings));
        let mut trie = Trie::default();
        for node in &growing {
            let from = trie.steps.len() as u32;
            trie.steps.extend(&node.steps);
            let next = node.steps.iter().fold(0, |bits, step| bits | Node::bit(step.by));
            trie.nodes.push(Node { next, steps: (from, trie.steps.len() as u32), meanings: node.meanings });
        }
        let root = &growing[0].steps;
        let behind = |first: &Step| growing[first.to as usize].steps.iter().map(|s| (s.by, trie.nodes[s.to as usize]));
        let pairs = root.iter().flat_map(|first| behind(first).map(|(second, node)| Pair { syllables: (first.by, second), node }));
        trie.pairs = Pairs::new(&pairs.collect::<Vec<_>>());
        trie
    }

    /// Where two syllables lead with which a row begins.
    #[inline]
    pub fn pair(&self, first: Syllable, second: Syllable) -> Option<&Node> {
        self.pairs.get(first, second)
    }

    /// The rows that end at a node or behind it, each as its length and where its meanings lie, the longest first.
    /// The first `len` of `words` have led to the node.
    #[inline]
    pub fn rows<W>(
        &self,
        node: &Node,
        len: usize,
        words: &[W],
        syllable: &impl Fn(&W) -> Syllable,
        found: &mut impl FnMut(usize, Range<usize>),
    ) {
        if let Some(next) = words.get(len).map(syllable).filter(|next| node.may_step(*next)) {
            self.longer_rows(node, next, len, words, syllable, found);
        }
        if node.meanings.0 < node.meanings.1 {
            found(len, node.meanings.0 as usize..node.meanings.1 as usize);
        }
    }

    fn longer_rows<W>(
        &self,
        node: &Node,
        next: Syllable,
        len: usize,
        words: &[W],
        syllable: &impl Fn(&W) -> Syllable,
        found: &mut impl FnMut(usize, Range<usize>),
    ) {
        if let Some(next) = self.step(node, next).and_then(|to| self.nodes.get(to as usize)) {
            self.rows(next, len + 1, words, syllable, found);
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

/// Two syllables and where they lead; in a free slot both are unknown. None lies across two lines of the cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Pair {
    syllables: (Syllable, Syllable),
    node: Node,
}

/// Bits for each pair: one question in so many about a pair that is none is answered wrongly.
const BITS_A_PAIR: usize = 12;

impl Pairs {
    fn new(pairs: &[Pair]) -> Self {
        let bits = (BITS_A_PAIR * pairs.len()).next_power_of_two().max(64);
        let slots = vec![Pair::default(); (2 * pairs.len()).next_power_of_two()];
        let mut set = Pairs { bits: vec![0; bits / 64], shift: u64::BITS - bits.trailing_zeros(), slots };
        for pair in pairs {
            let bit = set.bit(hash(pair.syllables));
            set.bits[bit / 64] |= 1 << (bit % 64);
            let slot = set.slot(pair.syllables);
            set.slots[slot] = *pair;
        }
        set
    }

    #[inline]
    fn get(&self, first: Syllable, second: Syllable) -> Option<&Node> {
        let bit = self.bit(hash((first, second)));
        if self.bits[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let pair = &self.slots[self.slot((first, second))];
        (pair.syllables == (first, second)).then_some(&pair.node)
    }

    #[inline]
    fn bit(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    /// Where a pair lies, or the free slot where it would.
    #[inline]
    fn slot(&self, syllables: (Syllable, Syllable)) -> usize {
        let mask = self.slots.len() - 1;
        // The high half of a product depends on both syllables.
        let mut at = (hash(syllables) >> 32) as usize & mask;
        while self.slots[at].syllables != syllables && self.slots[at].syllables != Default::default() {
            at = (at + 1) & mask;
        }
        at
    }
}

#[inline]
fn hash((first, second): (Syllable, Syllable)) -> u64 {
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
