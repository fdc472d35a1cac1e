//! Rows of syllables as a tree, walked from every token of a text.

use std::ops::Range;

use super::Syllable;

/// Every row of syllables that means something, each syllable a step.
///
/// Nodes stand in the order of the rows, so that the steps of one phrase lie
/// near each other in memory: a text goes the same few ways again and again.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// Where each syllable leads from the root; `NOWHERE` where no row begins with it.
    first: Vec<u32>,
    nodes: Vec<Node>,
    /// The steps from all nodes, node after node, each node's in the order of their syllables.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// The meanings of the row that ends here; none where none does.
    meanings: (u32, u32),
    /// Where its steps begin; they end where the next node's begin.
    steps: u32,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    by: Syllable,
    to: u32,
}

/// No node.
const NOWHERE: u32 = u32::MAX;

impl Trie {
    /// The tree of `rows`, which are sorted and not empty, each with where its meanings lie in a list of the caller's.
    pub fn new<'r>(rows: impl Iterator<Item = (&'r [Syllable], Range<usize>)>) -> Self {
        let mut growing = vec![Growing::default()];
        rows.for_each(|(row, meanings)| grow(&mut growing, row, meanings));
        let widest = growing[0].steps.last().map_or(0, |s| s.by.0 as usize + 1);
        let mut trie = Trie { first: vec![NOWHERE; widest], ..Trie::default() };
        growing[0].steps.iter().for_each(|s| trie.first[s.by.0 as usize] = s.to);
        for node in growing {
            trie.nodes.push(Node { meanings: node.meanings, steps: trie.steps.len() as u32 });
            trie.steps.extend(node.steps);
        }
        trie.nodes.push(Node { meanings: (0, 0), steps: trie.steps.len() as u32 });
        trie
    }

    /// The rows that the first of `words` begin, each as its length and where its meanings lie, the shortest first.
    #[inline]
    pub fn rows<W>(&self, words: &[W], syllable: impl Fn(&W) -> Syllable, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(first) = words.first() else { return };
        let mut node = self.first.get(syllable(first).0 as usize).copied().unwrap_or(NOWHERE);
        let mut len = 1;
        while node != NOWHERE {
            let (from, to) = self.nodes[node as usize].meanings;
            if from < to {
                found(len, from as usize..to as usize);
            }
            let Some(next) = words.get(len) else { return };
            node = self.step(node as usize, syllable(next));
            len += 1;
        }
    }

    #[inline]
    fn step(&self, node: usize, by: Syllable) -> u32 {
        let steps = &self.steps[self.nodes[node].steps as usize..self.nodes[node + 1].steps as usize];
        steps.binary_search_by_key(&by, |s| s.by).map_or(NOWHERE, |i| steps[i].to)
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
