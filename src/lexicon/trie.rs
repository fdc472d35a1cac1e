//! Rows of syllables as a tree, walked from every token of a text.

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
    /// Which row ends here; `NO_ROW` where none does.
    row: u32,
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
const NO_ROW: u32 = u32::MAX;

impl Trie {
    /// The tree of `rows`, which are sorted; none is empty.
    pub fn new<'r>(rows: impl Iterator<Item = &'r [Syllable]>) -> Self {
        let mut growing = vec![Growing::default()];
        rows.zip(0..).for_each(|(row, number)| grow(&mut growing, row, number));
        let widest = growing[0].steps.last().map_or(0, |s| s.by.0 as usize + 1);
        let mut trie = Trie { first: vec![NOWHERE; widest], ..Trie::default() };
        growing[0].steps.iter().for_each(|s| trie.first[s.by.0 as usize] = s.to);
        for node in growing {
            trie.nodes.push(Node { row: node.row.unwrap_or(NO_ROW), steps: trie.steps.len() as u32 });
            trie.steps.extend(node.steps);
        }
        trie.nodes.push(Node { row: NO_ROW, steps: trie.steps.len() as u32 });
        trie
    }

    /// The rows that the first of `words` begin, each as its length and its index among all rows, the shortest first.
    #[inline]
    pub fn rows<W>(&self, words: &[W], syllable: impl Fn(&W) -> Syllable, mut found: impl FnMut(usize, usize)) {
        let Some(first) = words.first() else { return };
        let mut node = self.first.get(syllable(first).0 as usize).copied().unwrap_or(NOWHERE);
        let mut len = 1;
        while node != NOWHERE {
            let row = self.nodes[node as usize].row;
            if row != NO_ROW {
                found(len, row as usize);
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
    row: Option<u32>,
    steps: Vec<Step>,
}

/// Adds the row that comes next: what it shares with the one before are the last steps of their nodes.
fn grow(nodes: &mut Vec<Growing>, row: &[Syllable], number: u32) {
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
    nodes[node].row = Some(number);
}

#[cfg(test)]
mod tests;
