//! A sweep over the phrases of a family, for questions that go through a text from its beginning to its end.

use crate::document::Document;
use crate::lexicon::{At, Family, Hit, Hits};

/// The hits of a family, and how far the questions have come.
///
/// No hit of a family lies inside another: the later one begins, the later it ends.
pub(crate) struct Sweep<'d> {
    hits: &'d Hits,
    family: Family,
    listed: &'d [Hit],
    /// How many of the listed begin at or before the last token asked for.
    begun: usize,
}

impl<'d> Sweep<'d> {
    pub fn new(document: &'d Document, family: Family) -> Self {
        Sweep { hits: &document.hits, family, listed: document.hits.kept(family), begun: 0 }
    }

    /// The hits in which the tokens from `start` to `end` lie; `start` never falls.
    pub fn covering(&mut self, start: usize, end: usize) -> impl Iterator<Item = Hit> + use<'d> {
        self.begun = past(self.listed, self.begun, |h| h.start as usize <= start);
        let listed = self.listed[..self.begun].iter().rev().take_while(move |h| h.end as usize >= end).copied();
        // A word is told where no longer hit lies over it.
        let told = match self.hits.at(self.family, start) {
            told @ At::Told(..) if end == start + 1 => told,
            _ => At::none(),
        };
        told.chain(listed)
    }
}

/// The first index from `at` on of which something that holds for the first of a row holds no longer.
pub(crate) fn past<T>(row: &[T], at: usize, holds: impl Fn(&T) -> bool) -> usize {
    at + row[at..].iter().take_while(|item| holds(item)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn it_finds_every_hit_around_a_token() {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let text = "Sở Y tế và Ủy ban nhân dân tỉnh Lạng Sơn gửi Cục Quản lý thị trường tỉnh Lạng Sơn, Bộ Công an.";
        let document = Document::new(text.into(), &rules);
        let mut sweep = Sweep::new(&document, Family::Issuer);
        for start in 0..document.tokens.len() {
            let found: Vec<u32> = sweep.covering(start, start + 1).map(|h| h.start).collect();
            let holds = |h: &&Hit| (h.start as usize..h.end as usize).contains(&start);
            let sought: Vec<u32> = document.hits.of(Family::Issuer).iter().rev().filter(holds).map(|h| h.start).collect();
            assert_eq!(found, sought, "{start}");
        }
    }
}
