//! What a plan, a rule, a tariff or a request sets.

use std::ops::Range;

use super::outline::{ROW, Zone, year_at};
use super::page::Page;
use super::verdict::Verdicts;
use crate::lexicon::Hit;
use crate::record::{CountRole, Modifier};
use crate::rules::roles::{Figures, RoleCue};

/// Tokens of a sentence that count as its opening.
const OPENING: usize = 8;
/// Rows that a look back for a table's head passes at most.
const LONGEST_TABLE: usize = 60;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    for i in 0..page.len() {
        if verdicts.is_open(i) && is_target(page, i) {
            let role = if is_demanded_again(page, verdicts, i) { CountRole::Repeat } else { CountRole::Target };
            verdicts.decide(i, role);
        }
    }
}

/// Counts that a look back passes at most.
const LOOK_BACK: usize = 60;

/// "Yêu cầu Công ty nộp 2.280.000.000 đồng" where a report has told that amount: nothing new is set.
fn is_demanded_again(page: &Page, verdicts: &Verdicts, i: usize) -> bool {
    let tells = matches!(page.figures, Figures::Report | Figures::Directive) && page.is_money(i) && page.is_exact(i);
    let is_result = |j: &usize| verdicts.role(*j).is_none_or(|role| role == CountRole::Part);
    tells && has_digits(page.count(i).value) && page.read_before(i).take(LOOK_BACK).any(|j| page.same_figure(i, j) && is_result(&j))
}

/// Not as round as 500 million.
fn has_digits(mut value: i64) -> bool {
    while value != 0 && value % 10 == 0 {
        value /= 10;
    }
    value >= 100
}

fn is_target(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    if is_range_of_fines(page, i) {
        return true;
    }
    if page.figures == Figures::Norm && is_told(page, i) {
        return false;
    }
    if page.figures == Figures::Report && opens_with_later_year(page, i) && said(page, i) != Some(RoleCue::Done) {
        return true;
    }
    match (page.figures, said(page, i)) {
        (Figures::Norm, _) | (_, Some(RoleCue::Goal)) => return true,
        (_, Some(_)) => return false,
        _ => {}
    }
    let by_default = match page.outline.block(site.paragraph).zone {
        Zone::Goal => true,
        Zone::Plain => matches!(page.figures, Figures::Plan | Figures::Proposal),
        Zone::Report | Zone::Past => false,
    };
    (by_default || is_limit(page, i) || is_in_tariff(page, site.paragraph)) && !reports(page, i)
}

/// "Theo thống kê …, cả nước phát hiện 2.837 học sinh": even a rule may tell why it is made.
fn is_told(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    let opening = site.sentence.start..(site.sentence.start + OPENING).min(site.tokens.start).max(site.sentence.start);
    page.has_cue(opening, RoleCue::Elapsed) && page.last_cue(site.sentence_before(), &[RoleCue::Found, RoleCue::Solved]).is_some()
}

/// Tokens of a sentence up to its year: "2. Trong năm".
const YEAR_OPENING: usize = 3;

/// "Năm 2015, mở hai lớp" in the report of 2014: what is to come.
fn opens_with_later_year(page: &Page, i: usize) -> bool {
    let Some(period) = page.period else { return false };
    let site = &page.sites[i];
    let start = site.sentence.start;
    let opening = start..(start + YEAR_OPENING + 2).min(site.tokens.start).max(start);
    page.cues(opening).filter(|(k, h)| *k == RoleCue::Year && (h.start as usize) < start + YEAR_OPENING).any(|(_, hit)| {
        let at = hit.end as usize;
        year_at(page.document, at).is_some_and(|year| year > period.last_year) && !page.document.is_mark(at + 1, "-")
    })
}

/// Whether the sentence sets the figure or says that it was reached. A goal
/// at the opening of the sentence rules all of it, any other up to a semicolon.
pub(super) fn said(page: &Page, i: usize) -> Option<RoleCue> {
    let before = page.sites[i].sentence_before();
    let opening = page.sites[i].sentence.start + OPENING;
    let rules = |hit: &Hit| (hit.start as usize) < opening || !is_closed(page, hit.end as usize..before.end);
    let mut cues = page.cues_back(i, before.clone(), [RoleCue::Done, RoleCue::Goal]);
    cues.find(|(k, hit)| *k == RoleCue::Done || *k == RoleCue::Goal && rules(hit)).map(|(k, _)| k)
}

/// A semicolon, or a comma with a new deed right behind it: "kiến nghị khắc phục 20 thiếu sót, xử phạt 12 cơ sở".
fn is_closed(page: &Page, between: Range<usize>) -> bool {
    let deeds = page.cues(between.clone()).filter(|(k, _)| matches!(k, RoleCue::Handled | RoleCue::Withdrawn | RoleCue::Found));
    let is_new = |at: usize| at > 0 && page.document.is_mark(at - 1, ",");
    page.has_mark(between, ';') || page.figures == Figures::Report && deeds.into_iter().any(|(_, hit)| is_new(hit.start as usize))
}

/// The paragraph opens with a time that has passed: "Chín tháng đầu năm, cả nước ghi nhận …".
fn reports(page: &Page, i: usize) -> bool {
    let paragraph = &page.document.layout.paragraphs[page.sites[i].paragraph];
    let opening = |start: usize| start..(start + OPENING + 4).min(page.sites[i].tokens.start).max(start);
    page.has_cue(opening(paragraph.start), RoleCue::Elapsed) || page.has_cue(opening(page.sites[i].sentence.start), RoleCue::Elapsed)
}

/// "phạt tiền từ 15 đến 25 triệu đồng": a rule's, nobody paid that.
fn is_range_of_fines(page: &Page, i: usize) -> bool {
    page.count(i).measure == "fines" && page.count(i).max.is_some()
}

fn is_limit(page: &Page, i: usize) -> bool {
    matches!(page.count(i).modifier, Modifier::AtLeast | Modifier::AtMost)
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
