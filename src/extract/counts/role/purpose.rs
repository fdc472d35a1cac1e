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
    let near = page.document.hits.beginning_in(Family::Purpose, before);
    near.last().map_or(Purpose::Other, |h| page.rules.purposes.kind(&h))
}
