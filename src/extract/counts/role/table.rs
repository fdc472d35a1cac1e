//! Cells of a table, by the head of their column: "Lũy kế", "Cùng kỳ", "Kế hoạch năm", "Đã giải quyết".

use std::ops::Range;

use super::page::Page;
use super::stage::rank;
use super::verdict::Verdicts;
use crate::extract::counts::table::Tables;
use crate::lexicon::Hit;
use crate::record::CountRole;
use crate::rules::roles::RoleCue;

/// Tokens beside a cue that is all that the head of a column says.
const BESIDE: usize = 1;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    let tables = Tables::new(page.document);
    for i in 0..page.len() {
        let Some(head) = tables.column_head(page.sites[i].tokens.start) else { continue };
        let is_plan = page.cues(head.clone()).any(|(kind, hit)| kind == RoleCue::PlanColumn && is_whole(&head, hit));
        let said = if is_plan { Some(Column::Role(CountRole::Target)) } else { None };
        match said.or_else(|| page.cues(head).rev().find_map(|(kind, _)| says(kind))) {
            Some(Column::Role(role)) => verdicts.decide(i, role),
            Some(Column::Outcome) => outcome_of(page, i).into_iter().for_each(|whole| verdicts.piece(i, whole)),
            None => {}
        }
    }
}

/// Nothing but a year or a mark stands beside the cue.
fn is_whole(head: &Range<usize>, cue: &Hit) -> bool {
    head.len() <= (cue.end - cue.start) as usize + BESIDE
}

/// What the head of a column makes of the figures below it.
enum Column {
    Role(CountRole),
    /// What became of the figure before in the row.
    Outcome,
}

fn says(kind: RoleCue) -> Option<Column> {
    match kind {
        RoleCue::Running => Some(Column::Role(CountRole::Cumulative)),
        RoleCue::Earlier => Some(Column::Role(CountRole::Baseline)),
        RoleCue::Goal | RoleCue::GoalHeading => Some(Column::Role(CountRole::Target)),
        kind if rank(kind).is_some_and(|rank| rank > 0) => Some(Column::Outcome),
        _ => None,
    }
}

/// The figure of the same measure before it in the row.
fn outcome_of(page: &Page, i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let in_row = page.sites[before].paragraph == page.sites[i].paragraph;
    (in_row && page.same_measure(before, i) && page.holds(before, i)).then_some(before)
}
