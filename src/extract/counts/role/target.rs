//! What a plan, a rule, a tariff or a request sets.

use super::outline::{ROW, Zone};
use super::page::Page;
use super::verdict::Verdicts;
use crate::record::{CountRole, Modifier};
use crate::rules::roles::{Figures, RoleCue};

/// Rows that a look back for a table's head passes at most.
const LONGEST_TABLE: usize = 60;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    for i in 0..page.len() {
        if verdicts.is_open(i) && is_target(page, i) {
            verdicts.decide(i, CountRole::Target);
        }
    }
}

fn is_target(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    let said = page.last_cue(site.sentence_before(), &[RoleCue::Goal, RoleCue::Done]).map(|(k, _)| k);
    match (page.figures, said) {
        (Figures::Norm, _) | (_, Some(RoleCue::Goal)) => return true,
        (_, Some(_)) => return false,
        _ => {}
    }
    let by_default = match page.outline.block(site.paragraph).zone {
        Zone::Goal => true,
        Zone::Plain => page.figures == Figures::Plan,
        Zone::Report | Zone::Past => false,
    };
    by_default || is_limit(page, i) || is_in_tariff(page, site.paragraph)
}

/// A bound, or a fine from this to that: nobody paid it.
fn is_limit(page: &Page, i: usize) -> bool {
    let count = page.count(i);
    matches!(count.modifier, Modifier::AtLeast | Modifier::AtMost) || count.measure == "fines" && count.max.is_some()
}

/// A row of a table whose head names a fee or another rate.
fn is_in_tariff(page: &Page, paragraph: usize) -> bool {
    if page.outline.block(paragraph).level != ROW {
        return false;
    }
    let rows = (0..paragraph).rev().take(LONGEST_TABLE).take_while(|p| page.outline.block(*p).level == ROW);
    let head = rows.last().unwrap_or(paragraph);
    page.has_cue(page.document.layout.paragraphs[head].clone(), RoleCue::Goal)
}
