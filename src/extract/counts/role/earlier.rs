//! Figures of an earlier time, for comparison, and running totals.

use std::ops::Range;

use super::outline::{Zone, year_at};
use super::page::Page;
use super::verdict::Verdicts;
use crate::document::Document;
use crate::record::CountRole;
use crate::rules::roles::{Figures, RoleCue};

/// Tokens that may stand between a comparison and the brackets with its figure: "so với cùng kỳ năm 2018 tăng 08 vụ (38 vụ)".
const COMPARISON_REACH: usize = 14;
/// Tokens between `từ` and its year: "từ ngày 15 tháng 12 năm 2022".
const SINCE_REACH: usize = 8;
/// Years of one series, at most.
const MOST_YEARS: usize = 20;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    if page.figures == Figures::Norm {
        return;
    }
    for i in 0..page.len() {
        if is_earlier(page, i) {
            verdicts.decide(i, CountRole::Baseline);
        } else if is_running(page, i) {
            verdicts.decide(i, CountRole::Cumulative);
        }
    }
}

/// When a figure was counted, as far as its sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Earlier,
    Now,
    /// Nothing said.
    Open,
}

fn is_earlier(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    let start = site.tokens.start;
    if page.cue_ends_at(start, RoleCue::RisenFrom).is_some() || page.cue_ends_at(start, RoleCue::Compared).is_some() {
        return true;
    }
    match time(page, i, site.before()) {
        Time::Earlier => true,
        Time::Now => false,
        Time::Open => {
            is_compared_bracket(page, i) || page.outline.block(site.paragraph).zone == Zone::Past || is_in_earlier_review(page, i)
        }
    }
}

/// Tokens that open a paragraph.
const OPENING: usize = 6;

/// In a plan, below "Giai đoạn 2016 - 2020, …" that opens the paragraph: what was before the plan, sentence for sentence.
fn is_in_earlier_review(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    let start = page.document.layout.paragraphs[site.paragraph].start;
    let opening = start..(start + OPENING).min(site.tokens.start).max(start);
    let Some(period) = page.period.filter(|_| page.figures == Figures::Plan) else { return false };
    let mut years = page.cues(opening).filter(|(kind, _)| *kind == RoleCue::Year);
    let review = years.find_map(|(_, hit)| year_at(page.document, hit.end as usize));
    let is_newer = || page.has_cue(site.sentence_before(), RoleCue::Elapsed);
    review.is_some_and(|year| year < period.first_year) && !is_newer()
}

/// The last word of time before the count decides.
fn time(page: &Page, i: usize, before: Range<usize>) -> Time {
    for (kind, hit) in page.cues_back(i, before.clone(), [RoleCue::Now, RoleCue::Earlier, RoleCue::Year, RoleCue::Month]) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let between = end..before.end;
        match kind {
            RoleCue::Now => return Time::Now,
            RoleCue::Earlier if page.has_mark(between.clone(), ';') => return Time::Open,
            RoleCue::Earlier if page.cue_ends_at(start, RoleCue::Compared).is_none() => return Time::Earlier,
            RoleCue::Earlier => return if page.has_mark(between, ',') { Time::Open } else { Time::Earlier },
            // "cùng kỳ năm 2018": the earlier time decides.
            RoleCue::Year if is_date_or_name(page, start) || page.cue_ends_at(start, RoleCue::Earlier).is_some() => {}
            // "tháng 3/2016"
            RoleCue::Month if page.document.is_mark(end + 1, "/") => {
                if let Some(year) = year_at(page.document, end + 2).filter(|_| !is_date_or_name(page, start)) {
                    return year_time(page, i, year, start, between);
                }
            }
            RoleCue::Year => {
                if let Some(year) = year_at(page.document, end) {
                    return year_time(page, i, year, start, between);
                }
            }
            _ => {}
        }
    }
    Time::Open
}

/// "tháng 4 năm 2021", "Luật Căn cước năm 2023": the year of something else.
fn is_date_or_name(page: &Page, at: usize) -> bool {
    let document = page.document;
    let Some(before) = at.checked_sub(1).map(|b| &document.tokens[b]) else { return false };
    let starts = document.layout.sentence_of(at).start == at || document.tokens[at].starts_line();
    !starts && (before.is_digits() || before.is_capitalised())
}

fn year_time(page: &Page, i: usize, year: i32, start: usize, between: Range<usize>) -> Time {
    if page.cue_ends_at(start, RoleCue::Compared).is_some() || page.has_mark(between.clone(), ';') {
        return Time::Open;
    }
    if page.period.is_some_and(|p| year < p.first_year) || is_before_own_year(page, i, year) || is_stock_series(page, i, year, between) {
        return Time::Earlier;
    }
    if page.period.is_some_and(|p| year <= p.last_year) { Time::Now } else { Time::Open }
}

/// "Năm 2008 xảy ra 94 vụ …; hai tháng đầu năm 2009 đã xảy ra 22 vụ" in a letter of 2009 that is about no period of its own.
fn is_before_own_year(page: &Page, i: usize, year: i32) -> bool {
    let Some(own) = page.year.filter(|own| page.period.is_none() && year < *own) else { return false };
    let sentence = &page.sites[i].sentence;
    let later =
        (i + 1..page.len()).take(MOST_YEARS).take_while(|j| page.sites[*j].sentence == *sentence).filter(|j| page.same_measure(i, *j));
    let between = |j: usize| page.sites[i].tokens.end..page.sites[j].tokens.start.max(page.sites[i].tokens.end);
    let kinds = [RoleCue::Year, RoleCue::Elapsed];
    let is_own = |j: usize| page.cues(between(j)).any(|(k, h)| kinds.contains(&k) && year_at(page.document, h.end as usize) == Some(own));
    later.into_iter().any(is_own)
}

/// "năm 2011 là 6.120 người, năm 2013 là 7.455 người, nay là 7.902 người": all
/// but the latest are for comparison. Persons arrested each year are no stock.
fn is_stock_series(page: &Page, i: usize, year: i32, between: Range<usize>) -> bool {
    let site = &page.sites[i];
    let flows = page.cues(between).any(|(k, _)| super::stage::rank(k).is_some());
    if page.count(i).measure != "persons" || flows || is_divided_by_year(page, i) {
        return false;
    }
    let next_is_like = page.sites.get(i + 1).is_some_and(|s| s.sentence == site.sentence) && page.same_measure(i, i + 1);
    let after = site.tokens.end..page.sites.get(i + 1).map_or(site.tokens.end, |s| s.tokens.start.max(site.tokens.end));
    next_is_like
        && page.cues(after).any(|(k, h)| match k {
            RoleCue::Now => true,
            RoleCue::Year => year_at(page.document, h.end as usize).is_some_and(|y| y > year),
            _ => false,
        })
}

/// "4.876 công dân (năm 2019: 1.652; năm 2020: 1.600; năm 2021: 1.624)": years that add up to what stands before the brackets.
fn is_divided_by_year(page: &Page, i: usize) -> bool {
    let Some(bracket) = &page.sites[i].bracket else { return false };
    let inside = |j: &usize| page.sites[*j].bracket.as_ref() == Some(bracket);
    let first = (0..=i).rev().take(MOST_YEARS).take_while(inside).last().unwrap_or(i);
    let Some(whole) = first.checked_sub(1).filter(|w| page.same_measure(*w, i)) else { return false };
    let years = (first..page.len()).take(MOST_YEARS).take_while(inside);
    years.fold(0i64, |sum, j| sum.saturating_add(page.count(j).value)) == page.count(whole).value
}

/// "giảm 12 % so với cùng kỳ (731 vụ)".
fn is_compared_bracket(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    let Some(bracket) = &site.bracket else { return false };
    let opening = bracket.start.saturating_sub(1);
    let before = opening.saturating_sub(COMPARISON_REACH).max(site.sentence.start.min(opening))..opening;
    let divides = page.cues(site.before()).any(|(k, _)| matches!(k, RoleCue::Among | RoleCue::Consists));
    let Some((_, hit)) = page.last_cue(before, &[RoleCue::Earlier, RoleCue::Compared]) else { return false };
    let between = hit.end as usize..opening;
    !divides && !page.has_mark(between.clone(), ',') && !page.has_mark(between, ';')
}

fn is_running(page: &Page, i: usize) -> bool {
    let before = page.sites[i].sentence_before();
    if is_own_stretch(page, i, before.clone()) {
        return false;
    }
    let kinds = [RoleCue::Running, RoleCue::UntilNow, RoleCue::Since, RoleCue::Now];
    let mut runs = false;
    let mut until_now = false;
    let mut now = false;
    for (kind, hit) in page.cues_back(i, before, kinds) {
        match kind {
            RoleCue::Running => runs = true,
            RoleCue::UntilNow => until_now = true,
            RoleCue::Now => now = true,
            // "từ ngày 15/12 đến ngày 14/3" is a stretch of its own, "từ năm 2019 đến nay" runs on.
            _ => match begins_before_period(page, hit.end as usize) {
                Some(Since::Year(true)) => return true,
                Some(Since::Day(true)) if runs || until_now || now => return true,
                Some(Since::Year(false) | Since::Day(false)) => return false,
                _ => {}
            },
        }
    }
    runs || until_now && page.period.is_some_and(|p| !p.from_new_year)
}

/// "Lũy kế … 163 tỷ đồng, riêng 6 tháng đầu năm 2026 là 71 tỷ đồng": a running total's share of the period itself.
pub(super) fn is_own_stretch(page: &Page, i: usize, before: Range<usize>) -> bool {
    let kinds = [RoleCue::Apart, RoleCue::Among];
    let apart = page.hears(i, &kinds).then(|| page.last_cue(before.clone(), &kinds)).flatten();
    let Some((_, apart)) = apart else { return false };
    let after = apart.end as usize..before.end;
    let own = |year: i32| page.period.is_none_or(|p| (p.first_year..=p.last_year).contains(&year));
    page.cues_back(i, after, [RoleCue::Now, RoleCue::Month, RoleCue::Year, RoleCue::Elapsed]).any(|(kind, hit)| match kind {
        RoleCue::Now => true,
        RoleCue::Month => is_own_month(page, hit.end as usize),
        RoleCue::Year | RoleCue::Elapsed => year_at(page.document, hit.end as usize).is_some_and(own),
        _ => false,
    })
}

/// "riêng tháng 10" in the report of October.
fn is_own_month(page: &Page, at: usize) -> bool {
    let month = page.document.word(at).parse::<u32>().ok();
    let own = |p: super::page::Stretch, month: u32| p.first_year == p.last_year && (p.first_day.1..=p.last_month.1).contains(&month);
    page.period.zip(month).is_some_and(|(period, month)| own(period, month))
}

/// Where a running stretch begins, and whether that is before the period's first day.
enum Since {
    /// "từ đầu năm"
    Year(bool),
    /// "từ năm 2019", "từ ngày 15/12/2022"
    Day(bool),
}

/// "27/4/2021"
fn day_at(document: &Document, at: usize) -> Option<(i32, u32, u32)> {
    let slashed = document.is_mark(at + 1, "/") && document.is_mark(at + 3, "/");
    let number = |at: usize| document.word(at).parse::<u32>().ok();
    if slashed { Some((year_at(document, at + 4)?, number(at + 2)?, number(at)?)) } else { None }
}

/// What a `từ …` says; none where that is not to be told.
fn begins_before_period(page: &Page, since: usize) -> Option<Since> {
    let period = page.period?;
    let document = page.document;
    let opens_year = !document.tokens.get(since).is_some_and(|t| t.is_digits());
    if let Some(day) = day_at(document, since) {
        return Some(Since::Day(day < period.first_day));
    }
    let near = since..since + SINCE_REACH;
    let year = near.into_iter().take_while(|i| !document.is_mark(*i, ",")).find_map(|i| year_at(document, i));
    match year {
        Some(year) if year != period.first_year => Some(Since::Day(year < period.first_year)),
        _ if opens_year => Some(Since::Year(!period.from_new_year)),
        Some(_) => Some(Since::Day(false)),
        None => None,
    }
}
