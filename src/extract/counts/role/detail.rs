//! One part told again, with more about it.
//!
//! "… 310 vụ, trong đó: Quản lý thị trường 180 vụ; Công an 95 vụ." and below
//! "1. Lực lượng Quản lý thị trường: kiểm tra 420 vụ, xử lý 180 vụ": the 180
//! are said again, and what else stands there is a part of a figure above.

use std::ops::Range;

use super::page::Page;
use super::verdict::Verdicts;
use crate::record::CountRole;

/// A smaller figure may be equal by chance.
const TELLING: i64 = 10;
/// Words of a name that have to be met again.
const NAME: usize = 2;
/// Words at the opening of a paragraph among which the name is looked for.
const OPENING: usize = 24;
/// Counts that a look back passes at most.
const LOOK_BACK: usize = 60;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    if verdicts.axes.is_empty() {
        return;
    }
    for i in 0..page.len() {
        if !verdicts.is_open(i) || page.count(i).value < TELLING {
            continue;
        }
        let paragraph = page.sites[i].paragraph;
        let mut before = page.read_before(i).take(LOOK_BACK);
        let told = |j: &usize| verdicts.is_divided(*j) && page.sites[*j].paragraph != paragraph;
        if before.any(|j| told(&j) && page.same_figure(i, j) && names(page, i, j)) {
            verdicts.decide(i, CountRole::Repeat);
            put_under(page, verdicts, paragraph);
        }
    }
}

/// The paragraph of a count names what stands before the part.
fn names(page: &Page, i: usize, part: usize) -> bool {
    let document = page.document;
    let end = page.sites[part].tokens.start;
    let name: Vec<usize> = (end.saturating_sub(NAME)..end).filter(|t| document.tokens[*t].is_word()).collect();
    let start = document.layout.paragraphs[page.sites[i].paragraph].start;
    let opening = start..(start + OPENING).min(page.sites[i].tokens.start).max(start);
    name.len() == NAME && opening.into_iter().any(|at| name.iter().zip(at..).all(|(n, t)| document.folded(*n) == document.folded(t)))
}

/// All that is open in a paragraph of details: parts of the nearest figure above that can hold them.
fn put_under(page: &Page, verdicts: &mut Verdicts, paragraph: usize) {
    let counts: Range<usize> = page.in_paragraph(paragraph);
    let first = counts.start;
    for i in counts.filter(|i| page.count(*i).per.is_none()) {
        let above = (first.saturating_sub(LOOK_BACK)..first).rev();
        let section = |j: usize| page.outline.block(page.sites[j].paragraph).section;
        let mut near = above.filter(|j| section(*j) == section(i) && !verdicts.is_divided(*j));
        let whole =
            near.find(|j| verdicts.is_open(*j) && page.same_measure(*j, i) && page.holds(*j, i) && page.sites[*j].paragraph != paragraph);
        whole.into_iter().for_each(|whole| verdicts.piece(i, whole));
    }
}
