//! Later stages of cases already counted: khởi tố after phát hiện, xét xử after truy tố.

use std::ops::Range;

use super::page::Page;
use super::sum::exact_run;
use super::verdict::{Axis, Verdicts};
use crate::record::CountRole;
use crate::rules::roles::RoleCue;

/// Tokens between a stage's verb and its count, at most.
const REACH: usize = 26;
/// Tokens between verbs of one row: "phát hiện, bắt giữ và xử lý".
const ROW_GAP: usize = 3;
/// Counts that a look back for the whole passes at most.
const LOOK_BACK: usize = 60;

/// Stages that a look for those of the same whole passes at most.
const LOOK_AHEAD: usize = 200;

/// How far a case has come: the higher, the later.
pub(super) fn rank(kind: RoleCue) -> Option<u8> {
    match kind {
        RoleCue::Found | RoleCue::Lost => Some(0),
        RoleCue::Solved | RoleCue::Claimed => Some(1),
        RoleCue::Handled | RoleCue::Pending | RoleCue::Prosecuted | RoleCue::Transferred => Some(2),
        RoleCue::Charged | RoleCue::Recovered | RoleCue::Withdrawn => Some(3),
        RoleCue::Tried => Some(4),
        _ => None,
    }
}

/// All kinds that have a rank.
const STAGES: [RoleCue; 12] = [
    RoleCue::Found,
    RoleCue::Lost,
    RoleCue::Solved,
    RoleCue::Claimed,
    RoleCue::Handled,
    RoleCue::Pending,
    RoleCue::Prosecuted,
    RoleCue::Transferred,
    RoleCue::Recovered,
    RoleCue::Charged,
    RoleCue::Withdrawn,
    RoleCue::Tried,
];

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    let stages: Vec<Option<RoleCue>> = (0..page.len()).map(|i| stage(page, i)).collect();
    let later = |i: &usize| stages[*i].filter(|k| !matches!(k, RoleCue::Found | RoleCue::Lost)).map(|k| (*i, k));
    for (i, kind) in page.reading_order().filter_map(|i| later(&i)) {
        // Stages of money are its own: found wanting, claimed, got back.
        if verdicts.is_open(i) && page.is_money(i) == matches!(kind, RoleCue::Claimed | RoleCue::Recovered) {
            let whole = whole(page, verdicts, &stages, i, kind);
            whole.into_iter().for_each(|whole| verdicts.piece(i, whole));
        }
    }
    let staged: Vec<(usize, RoleCue)> = page.reading_order().filter_map(|i| later(&i)).collect();
    gather(page, verdicts, &wholes(verdicts, staged.iter().map(|s| s.0)));
    let ends = |k: RoleCue| matches!(k, RoleCue::Handled | RoleCue::Pending | RoleCue::Prosecuted);
    let outcomes = wholes(verdicts, staged.iter().filter(|s| ends(s.1)).map(|s| s.0));
    note_outcomes(verdicts, outcomes);
}

/// Those that have a whole, with it before them.
fn wholes(verdicts: &Verdicts, counts: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    counts.filter_map(|i| verdicts.whole(i).map(|whole| (whole, i))).collect()
}

/// "chuyển cơ quan điều tra 60 vụ, đã khởi tố 4 vụ, không khởi tố 13 vụ, đang
/// điều tra 43 vụ": stages that add up to the one before are stages of that.
fn gather(page: &Page, verdicts: &mut Verdicts, staged: &[(usize, usize)]) {
    for (at, &(whole, i)) in staged.iter().enumerate() {
        let near = staged[at + 1..].iter().take(LOOK_AHEAD).take_while(|(_, j)| page.sites[*j].paragraph == page.sites[i].paragraph);
        let siblings = near.filter(|(w, j)| *w == whole && verdicts.whole(*j) == Some(whole)).map(|o| o.1);
        for part in exact_run(page, i, siblings).unwrap_or_default() {
            verdicts.move_under(part, i);
        }
    }
}

/// What became of the cases of one whole is an axis too: no case has two outcomes.
fn note_outcomes(verdicts: &mut Verdicts, mut outcomes: Vec<(usize, usize)>) {
    outcomes.sort_unstable();
    for of_one in outcomes.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1) {
        verdicts.axes.push(Axis { whole: of_one[0].0, parts: of_one.iter().map(|o| o.1).collect(), complete: false });
    }
}

/// The earliest stage among the verbs of the row nearest before the count, in its clause.
fn stage(page: &Page, i: usize) -> Option<RoleCue> {
    if !page.hears(i, &STAGES) {
        return None;
    }
    let clause = clause_before(page, i);
    let mut row: Option<(RoleCue, u32)> = None;
    for (kind, hit) in page.cues(clause).rev().filter(|(k, _)| rank(*k).is_some()) {
        match row {
            None => row = Some((kind, hit.start)),
            Some((_, start)) if is_other_row(page, hit.end as usize..start as usize) => break,
            Some((last, _)) => row = Some((if rank(kind) < rank(last) { kind } else { last }, hit.start)),
        }
    }
    row.map(|(kind, _)| kind)
}

/// Far apart, or a label and what it opens: "Kết quả xử lý: khởi tố 12 vụ".
fn is_other_row(page: &Page, between: Range<usize>) -> bool {
    between.len() > ROW_GAP || between.into_iter().any(|at| page.document.is_mark(at, ":"))
}

fn clause_before(page: &Page, i: usize) -> Range<usize> {
    let before = page.sites[i].before();
    let start = before.start.max(before.end.saturating_sub(REACH));
    page.behind_last(start..before.end, ';').unwrap_or(start)..before.end
}

/// The nearest count of the same measure at an earlier stage; a like one before all.
fn whole(page: &Page, verdicts: &Verdicts, stages: &[Option<RoleCue>], i: usize, kind: RoleCue) -> Option<usize> {
    let mut nearest = None;
    // Whoever is fined owes it, in whatever words that was told.
    let is_fine = page.count(i).measure == "fines";
    for j in page.read_before(i).take(LOOK_BACK) {
        let j = if verdicts.is_divided(j) { verdicts.whole(j).unwrap_or(j) } else { j };
        let stage = stages[j].filter(|k| !page.is_money(i) || *k != RoleCue::Lost).and_then(rank);
        let before = if page.is_money(i) && !is_fine { stage } else { Some(stage.unwrap_or(0)) };
        let is_earlier = before < rank(kind) && before.is_some();
        if !is_earlier || is_victim(page, j) && !is_victim(page, i) || !may_hold(page, verdicts, j, i) || !reaches(page, j, i, kind) {
            continue;
        }
        if page.are_alike(i, j) {
            return Some(j);
        }
        nearest = nearest.or(Some(j));
    }
    nearest.map(|j| if page.is_money(i) { j } else { first_stage(verdicts, j) })
}

fn is_victim(page: &Page, i: usize) -> bool {
    page.has_cue(page.sites[i].tokens.clone(), RoleCue::Victim)
}

/// What a later stage is itself a stage of.
fn first_stage(verdicts: &Verdicts, count: usize) -> usize {
    verdicts.whole(count).filter(|_| !verdicts.is_divided(count)).unwrap_or(count)
}

fn may_hold(page: &Page, verdicts: &Verdicts, whole: usize, part: usize) -> bool {
    let role = verdicts.role(whole);
    let counts_up = matches!(role, None | Some(CountRole::Part | CountRole::Total));
    counts_up && whole != part && page.same_measure(whole, part) && page.holds(whole, part)
}

/// Blocks above a paragraph, at most.
const DEEPEST: usize = 6;

/// "3. Buôn lậu: …" and "5. Ma túy: …" tell of other cases; the next item may go on.
fn are_other_items(page: &Page, a: usize, b: usize) -> bool {
    let (Some(first), Some(second)) = (item(page, a), item(page, b)) else { return false };
    let before = second.checked_sub(1).and_then(|p| item(page, p));
    first != second && before != Some(first)
}

/// The numbered paragraph that a paragraph is or stands below.
fn item(page: &Page, paragraph: usize) -> Option<usize> {
    let above = std::iter::successors(Some(paragraph), |p| page.outline.block(*p).head);
    above.take(DEEPEST).find(|p| (20..=22).contains(&page.outline.block(*p).level))
}

/// Prosecution is told in a paragraph of its own; fines and warnings of another paragraph are of other cases.
fn reaches(page: &Page, whole: usize, part: usize, kind: RoleCue) -> bool {
    let (w, p) = (page.sites[whole].paragraph, page.sites[part].paragraph);
    if w == p || page.is_lead(whole) {
        return true;
    }
    let is_prosecution = matches!(kind, RoleCue::Prosecuted | RoleCue::Transferred | RoleCue::Charged | RoleCue::Tried);
    is_prosecution && page.outline.block(w).section == page.outline.block(p).section && !are_other_items(page, w, p)
}
