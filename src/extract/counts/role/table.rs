//! Cells of a table, by the head of their column: "Lũy kế", "Cùng kỳ", "Kế hoạch năm", "Đã giải quyết".

use std::ops::Range;

use super::outline::{ROW, Zone, ends_with_colon, year_at};
use super::page::Page;
use super::stage::rank;
use super::verdict::Verdicts;
use crate::extract::counts::table::{Place, Tables};
use crate::lexicon::Hit;
use crate::record::CountRole;
use crate::rules::roles::{Figures, RoleCue};

/// Tokens beside a cue that is all that the head of a column says.
const BESIDE: usize = 1;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    let tables = Tables::new(page.document);
    for i in 0..page.len() {
        let Some(head) = tables.column_head(page.sites[i].tokens.start) else { continue };
        let alone = page.cues(head.clone()).find_map(|(kind, hit)| says_alone(page, kind, &head, &hit));
        match alone.or_else(|| page.cues(head).rev().find_map(|(kind, _)| says(kind))) {
            Some(Column::Role(role)) => verdicts.decide(i, role),
            Some(Column::Done(year)) => tell_done(page, verdicts, i, year),
            Some(Column::Outcome) => outcome_of(page, i).into_iter().for_each(|whole| verdicts.piece(i, whole)),
            None => {}
        }
    }
}

/// "Kế hoạch", "Thực hiện 2023"
fn says_alone(page: &Page, kind: RoleCue, head: &Range<usize>, cue: &Hit) -> Option<Column> {
    match kind {
        RoleCue::PlanColumn if is_whole(head, cue) => Some(Column::Role(CountRole::Target)),
        RoleCue::DoneColumn if is_whole(head, cue) => Some(Column::Done(year_at(page.document, cue.end as usize))),
        _ => None,
    }
}

/// Where a plan or a list of tasks shows what was reached: told before, of an earlier year, or at least no target.
fn tell_done(page: &Page, verdicts: &mut Verdicts, i: usize, year: Option<i32>) {
    let sets = page.figures == Figures::Plan || page.outline.block(page.sites[i].paragraph).zone == Zone::Goal;
    if !sets {
        return;
    }
    if let Some(told) = (i.saturating_sub(LOOK_BACK)..i).find(|j| page.same_figure(*j, i)) {
        verdicts.repeat(i, told);
    }
    let is_past = page.period.zip(year).is_some_and(|(period, year)| year < period.first_year);
    verdicts.decide(i, if is_past { CountRole::Baseline } else { CountRole::Total });
}

/// Nothing but a year or a mark stands beside the cue.
fn is_whole(head: &Range<usize>, cue: &Hit) -> bool {
    head.len() <= (cue.end - cue.start) as usize + BESIDE
}

/// What the head of a column makes of the figures below it.
enum Column {
    Role(CountRole),
    /// It was reached, perhaps in a year that the head names.
    Done(Option<i32>),
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

/// Counts between a cell and one before the table that it divides or repeats, at most.
const LOOK_BACK: usize = 60;
/// Tokens that open a row of a sum: "| | Tổng cộng".
const ROW_OPENING: usize = 4;
/// Paragraphs between a table and the sentence that introduces it, at most.
const ABOVE: usize = 60;

/// Figures below each other are parts of the sum in their column, or of the count that the sentence above the table divides.
pub(super) fn divide(page: &Page, verdicts: &mut Verdicts) {
    let is_row = |i: &usize| page.outline.block(page.sites[*i].paragraph).level == ROW;
    if !(0..page.len()).any(|i| is_row(&i)) {
        return;
    }
    let tables = Tables::new(page.document);
    let place = |i: usize| tables.place(page.sites[i].tokens.start).map(|place| (i, place));
    let mut cells: Vec<(usize, Place)> = (0..page.len()).filter(is_row).filter_map(place).collect();
    cells.sort_by_key(|(i, place)| (place.first_line, page.measure(*i), *i));
    for alike in cells.chunk_by_mut(|a, b| a.1.first_line == b.1.first_line && page.same_measure(a.0, b.0)) {
        // Cells of pages that were read back may have slipped: where each row has one figure of a kind, these are a column.
        if alike.windows(2).any(|pair| pair[0].1.line == pair[1].1.line) {
            alike.sort_by_key(|(i, place)| (place.column, *i));
            alike.chunk_by(|a, b| a.1.column == b.1.column).for_each(|column| divide_column(page, verdicts, column));
        } else {
            divide_column(page, verdicts, alike);
        }
    }
}

fn divide_column(page: &Page, verdicts: &mut Verdicts, column: &[(usize, Place)]) {
    let is_free = |i: &usize| verdicts.is_open(*i) && page.count(*i).per.is_none();
    let rows = |of_sums: bool| column.iter().filter(move |(_, place)| is_sum_row(page, place) == of_sums).map(|(i, _)| *i);
    let (sums, cells): (Vec<usize>, Vec<usize>) = (rows(true).collect(), rows(false).filter(is_free).collect());
    let ([first, _, ..], [] | [_]) = (cells.as_slice(), sums.as_slice()) else { return };
    let total = cells.iter().fold(0i64, |sum, i| sum.saturating_add(page.count(*i).value));
    let sum = sums.first().copied().filter(is_free);
    let whole = match sum {
        Some(sum) => told_before(page, verdicts, sum, column[0].0),
        None if sums.is_empty() => introduced(page, verdicts, *first, total),
        None => None,
    };
    if let Some((sum, whole)) = sum.zip(whole) {
        verdicts.repeat(sum, whole);
    }
    let whole = whole.or(sum).filter(|w| total <= page.count(*w).value);
    let anchor = page.sites[*first].tokens.start;
    whole.into_iter().for_each(|whole| verdicts.divide(whole, cells.clone(), anchor, false));
}

/// Its first words call the row a sum.
fn is_sum_row(page: &Page, place: &Place) -> bool {
    let start = page.document.layout.lines[place.line].tokens.start;
    let words = |t: &usize| page.document.tokens.get(*t).is_some_and(|t| t.is_word());
    let first = (start..start + ROW_OPENING).find(words);
    first.is_some_and(|t| page.rules.cues.at(page.document, RoleCue::Altogether, t).is_some())
}

/// The figure of the sum where the text above the table has told it.
fn told_before(page: &Page, verdicts: &Verdicts, sum: usize, first: usize) -> Option<usize> {
    let counts_up = |j: &usize| matches!(verdicts.role(*j), None | Some(CountRole::Total | CountRole::Part));
    (first.saturating_sub(LOOK_BACK)..first).rev().find(|j| counts_up(j) && page.same_figure(*j, sum))
}

/// "Kết quả chia theo nhóm hành vi:" above the table: the nearest count before that holds all of its column.
fn introduced(page: &Page, verdicts: &Verdicts, first: usize, total: i64) -> Option<usize> {
    let paragraph = page.sites[first].paragraph;
    let above = (paragraph.saturating_sub(ABOVE)..paragraph).rev().find(|p| page.outline.block(*p).level != ROW)?;
    let tokens = page.document.layout.paragraphs[above].clone();
    let divides = page.cues(tokens.clone()).any(|(k, _)| matches!(k, RoleCue::Among | RoleCue::Consists));
    if !divides || !ends_with_colon(page.document, &tokens) {
        return None;
    }
    let section = |i: usize| page.outline.block(page.sites[i].paragraph).section;
    let near = (first.saturating_sub(LOOK_BACK)..first).rev().take_while(|j| section(*j) == section(first));
    let holds = |j: &usize| page.same_measure(*j, first) && page.count(*j).value >= total && page.count(*j).per.is_none();
    near.filter(holds).find(|j| verdicts.may_be_whole(*j))
}
