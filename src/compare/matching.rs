//! Which mention of the new record is which of the old one.

use super::item::Item;
use crate::score::pair::pair;

/// One-to-one pairs (old, new): first the same thing in the same place, then
/// something else in the same place, then the same thing elsewhere.
pub fn partners(old: &[Item], new: &[Item], is_same_text: bool) -> Vec<(usize, usize)> {
    let mut found = Found { pairs: Vec::new(), old, new };
    if is_same_text {
        found.in_place(|a, b| a.identity == b.identity);
        found.in_place(|_, _| true);
        found.elsewhere(|a, b| a.identity == b.identity && a.has_no_place_of_its_own());
    } else {
        found.elsewhere(|a, b| a.identity == b.identity && a.text == b.text);
        found.elsewhere(|a, b| a.identity == b.identity && a.has_no_place_of_its_own());
    }
    found.pairs
}

struct Found<'a> {
    pairs: Vec<(usize, usize)>,
    old: &'a [Item],
    new: &'a [Item],
}

impl Found<'_> {
    fn in_place(&mut self, same: impl Fn(&Item, &Item) -> bool) {
        let (old, new) = (self.free_old(), self.free_new());
        let olds: Vec<&Item> = old.iter().map(|i| &self.old[*i]).collect();
        let news: Vec<&Item> = new.iter().map(|j| &self.new[*j]).collect();
        let pairs = pair(&olds, &news, same);
        self.pairs.extend(pairs.into_iter().map(|(i, j)| (old[i], new[j])));
    }

    fn elsewhere(&mut self, same: impl Fn(&Item, &Item) -> bool) {
        let mut free = self.free_new();
        for i in self.free_old() {
            if let Some(at) = free.iter().position(|j| same(&self.old[i], &self.new[*j])) {
                self.pairs.push((i, free.remove(at)));
            }
        }
    }

    fn free_old(&self) -> Vec<usize> {
        (0..self.old.len()).filter(|i| self.pairs.iter().all(|(o, _)| o != i)).collect()
    }

    fn free_new(&self) -> Vec<usize> {
        (0..self.new.len()).filter(|j| self.pairs.iter().all(|(_, n)| n != j)).collect()
    }
}
