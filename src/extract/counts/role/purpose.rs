//! What money is for.

use super::page::Page;
use crate::lexicon::Family;
use crate::record::Purpose;

/// The purpose of every amount of money, none of other counts.
pub(super) fn purposes(page: &Page) -> Vec<Option<Purpose>> {
    (0..page.len()).map(|i| (page.count(i).measure == "money").then(|| purpose(page, i))).collect()
}

/// The nearest phrase before the amount tells.
fn purpose(page: &Page, i: usize) -> Purpose {
    let before = page.sites[i].sentence_before();
    let hits = page.document.hits.of(Family::Purpose);
    let last = hits.partition_point(|h| (h.start as usize) < before.end);
    let near = hits[..last].iter().rev().take_while(|h| h.start as usize >= before.start);
    near.map(|h| page.rules.purposes.kind(h)).next().unwrap_or(Purpose::Other)
}
