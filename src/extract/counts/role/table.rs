//! Cells of a table, by the head of their column: "Lũy kế", "Cùng kỳ", "Kế hoạch năm", "Đã giải quyết".

use std::ops::Range;

use super::outline::ROW;
use super::page::Page;
use super::stage::rank;
use super::verdict::Verdicts;
use crate::record::CountRole;
use crate::rules::roles::RoleCue;

/// Rows that a look back for a table's head passes at most.
const LONGEST_TABLE: usize = 60;
/// Tokens of a row that are looked at.
const LONGEST_ROW: usize = 200;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    for i in 0..page.len() {
        let paragraph = page.sites[i].paragraph;
        if page.outline.block(paragraph).level != ROW {
            continue;
        }
        let Some(head) = head_cell(page, i, paragraph) else { continue };
        match page.cues(head).rev().find_map(|(kind, _)| says(kind)) {
            Some(Column::Role(role)) => verdicts.decide(i, role),
            Some(Column::Outcome) => outcome_of(page, i).into_iter().for_each(|whole| verdicts.piece(i, whole)),
            None => {}
        }
    }
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

/// The cell above a count in the first row of its table; none in that row itself.
fn head_cell(page: &Page, i: usize, paragraph: usize) -> Option<Range<usize>> {
    let rows = (0..paragraph).rev().take(LONGEST_TABLE).take_while(|p| page.outline.block(*p).level == ROW);
    let head = page.document.layout.paragraphs[rows.last()?].clone();
    let row = page.document.layout.paragraphs[paragraph].start;
    let column = separators(page, row, page.sites[i].tokens.start);
    let near = head.start..head.end.min(head.start + LONGEST_ROW);
    let start = near.clone().find(|t| separators(page, head.start, *t) == column && !page.document.is_mark(*t, "|"))?;
    let end = (start..near.end).find(|t| separators(page, head.start, *t) > column).unwrap_or(near.end);
    Some(start..end)
}

/// Tabs or bars between the first token of a row and another.
fn separators(page: &Page, row: usize, token: usize) -> usize {
    let text = page.document.text.slice(page.document.span(row..token.max(row) + 1));
    let own = page.document.word(token).len();
    text[..text.len().saturating_sub(own)].matches(['\t', '|']).count()
}

/// The figure of the same measure before it in the row.
fn outcome_of(page: &Page, i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let in_row = page.sites[before].paragraph == page.sites[i].paragraph;
    (in_row && page.same_measure(before, i) && page.holds(before, i)).then_some(before)
}
