//! Figures that add up to another one: parts without any word that says so.

use super::outline::ROW;
use super::page::Page;
use super::verdict::Verdicts;
use crate::rules::roles::RoleCue;

/// Two figures rarely add up to a third of this size by chance.
const TELLING_SUM: i64 = 100;
/// Three or more rarely add up to one of this size by chance.
const TELLING_SUM_OF_MANY: i64 = 30;
/// Within one sentence.
const TELLING_SUM_NEAR: i64 = 20;
/// Three or more within one sentence.
const TELLING_SUM_OF_MANY_NEAR: i64 = 10;
/// Where the text calls it a sum.
const TELLING_SUM_SAID: i64 = 10;
/// Tokens of a sentence that begins with a sum.
const SUM_OPENING: usize = 6;
/// Parts of one whole, at most.
const MOST_PARTS: usize = 80;
/// Amounts that a text adds up and rounds, each on its own, agree but for this share.
const ROUNDING_SAID: f64 = 0.01;
/// What a headline adds up and rounds agrees but for this share.
const ROUNDING_HEADLINE: f64 = 0.03;
/// Amounts of one sum that is said, at most.
const MOST_SAID: usize = 12;
/// Rounded amounts add up but for this share.
const ROUNDING: f64 = 0.005;
/// Rounded amounts that add up by chance are fewer.
const FEWEST_ROUNDED: usize = 4;
/// Rows of a table, at most.
const LONGEST_TABLE: usize = 60;
/// Paragraphs from the whole to its first part, at most.
const REACH: usize = 3;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    let is_free = |i: &usize| verdicts.is_open(*i) && page.count(*i).per.is_none();
    let mut free: Vec<usize> = page.reading_order().filter(is_free).collect();
    // Those of one measure stay in the order of reading.
    free.sort_by_key(|i| page.count(*i).measure.as_str());
    for row in free.chunk_by(|i, j| page.same_measure(*i, *j)) {
        add_up(page, verdicts, row);
    }
}

/// Where a plan or a decision sets figures: amounts that it adds up itself, "Tổng mức phạt chung: …".
pub(super) fn mark_set(page: &Page, verdicts: &mut Verdicts) {
    for whole in (0..page.len()).filter(|i| page.is_money(*i) && page.has_cue(opening(page, *i), RoleCue::Altogether)) {
        let open = |j: &usize| verdicts.is_open(*j) && page.same_measure(whole, *j) && page.count(*j).per.is_none();
        let row: Vec<usize> = (0..whole).rev().take(MOST_PARTS).filter(open).collect();
        if let Some(mut parts) = exact_sum(page, whole, row.into_iter(), Some(TELLING_SUM_SAID)) {
            parts.reverse();
            verdicts.divide(whole, parts, page.sites[whole].tokens.start, false);
        }
    }
}

/// "nợ thuế gần 13 tỷ đồng và tiền phạt gần 15,5 tỷ đồng … Như vậy, tổng số tiền là hơn 28 tỷ đồng": rounded amounts of
/// fines and other money, which the text adds up itself.
pub(super) fn mark_said(page: &Page, verdicts: &mut Verdicts) {
    let is_free = |verdicts: &Verdicts, i: usize| page.is_money(i) && verdicts.is_open(i) && page.count(i).per.is_none();
    for whole in 0..page.len() {
        if !is_free(verdicts, whole) || !page.has_cue(page.sites[whole].sentence_before(), RoleCue::Altogether) {
            continue;
        }
        let section = |i: usize| page.outline.block(page.sites[i].paragraph).section;
        let before = (0..whole).rev().take_while(|i| section(*i) == section(whole));
        let before: Vec<usize> = before.filter(|i| is_free(verdicts, *i)).take(MOST_SAID).collect();
        let count = (2..=before.len()).find(|n| agree(page, whole, &before[..*n], ROUNDING_SAID)).unwrap_or(0);
        before[..count].iter().for_each(|part| verdicts.piece(*part, whole));
    }
}

/// "xử lý 17 vụ, nâng tổng số vụ từ đầu năm lên 98 vụ": the new ones are among all of them.
pub(super) fn mark_raised(page: &Page, verdicts: &mut Verdicts) {
    for whole in (0..page.len()).filter(|i| page.hears(*i, &[RoleCue::Raises])) {
        let Some((_, cue)) = page.last_cue(page.sites[whole].sentence_before(), &[RoleCue::Raises]) else { continue };
        let sentence = page.sites[whole].sentence.start;
        let mut before = (0..whole).rev().take(MOST_SAID).take_while(|i| page.sites[*i].tokens.start >= sentence);
        let is_new = |i: &usize| page.sites[*i].tokens.end <= cue.start as usize && page.same_measure(*i, whole) && page.holds(whole, *i);
        let new = before.find(is_new).filter(|_| verdicts.is_open(whole));
        new.into_iter().for_each(|new| verdicts.piece(new, whole));
    }
}

/// The figures below a press piece's headline that add up to the one in it: "2 doanh nghiệp bị cưỡng chế", and then
/// "1 doanh nghiệp ở A và 1 doanh nghiệp ở B …"; the body says the sum again.
pub(super) fn mark_below_headline(page: &Page, verdicts: &mut Verdicts, paragraph: usize) {
    let lead = page.in_paragraph(paragraph);
    for headline in 0..lead.start {
        let Some(whole) = (lead.end..page.len()).find(|i| page.same_figure(headline, *i) && verdicts.is_open(*i)) else { continue };
        let is_like = |i: &usize| page.same_measure(headline, *i) && (page.is_money(*i) || page.same_name(headline, *i));
        let parts: Vec<usize> = lead.clone().filter(is_like).take(MOST_SAID).collect();
        if parts.len() > 1 && parts.iter().all(|i| verdicts.is_open(*i)) && agree(page, headline, &parts, ROUNDING_HEADLINE) {
            parts.into_iter().for_each(|part| verdicts.piece(part, whole));
        }
    }
}

/// The parts add up to the whole; where one of them is rounded, nearly so.
fn agree(page: &Page, whole: usize, parts: &[usize], rounding: f64) -> bool {
    let value = page.count(whole).value;
    let sum = parts.iter().fold(0i64, |sum, part| sum.saturating_add(page.count(*part).value));
    let is_rounded = page.is_money(whole) && (!page.is_exact(whole) || parts.iter().any(|p| !page.is_exact(*p)));
    sum == value || is_rounded && (sum as f64 - value as f64).abs() <= rounding * value as f64
}

/// The first words of the sentence, before the count.
fn opening(page: &Page, i: usize) -> std::ops::Range<usize> {
    let before = page.sites[i].sentence_before();
    before.start..before.end.min(before.start + SUM_OPENING)
}

fn add_up(page: &Page, verdicts: &mut Verdicts, row: &[usize]) {
    let mut at = 0;
    while at < row.len() {
        let whole = row[at];
        let after = parts_after(page, whole, &row[at + 1..]);
        if let Some(parts) = after {
            at += parts.len();
            let anchor = page.sites[whole].tokens.start;
            verdicts.divide(whole, parts, anchor, false);
        } else if let Some(parts) = parts_before(page, whole, &row[..at]) {
            let anchor = page.sites[whole].tokens.start;
            verdicts.divide(whole, parts, anchor, false);
        }
        at += 1;
    }
}

fn parts_after(page: &Page, whole: usize, row: &[usize]) -> Option<Vec<usize>> {
    let first = *row.first()?;
    let near = page.is_lead(whole) || lines_between(page, whole, first) <= REACH;
    if !near
        || page.outline.block(page.sites[first].paragraph).section != page.outline.block(page.sites[whole].paragraph).section
            && !page.is_lead(whole)
    {
        return None;
    }
    exact_run(page, whole, row.iter().copied()).or_else(|| rounded_run(page, whole, row))
}

/// Paragraphs between two counts; a table counts as one.
fn lines_between(page: &Page, whole: usize, first: usize) -> usize {
    let (a, b) = (page.sites[whole].paragraph, page.sites[first].paragraph);
    if a.abs_diff(b) > LONGEST_TABLE {
        return a.abs_diff(b);
    }
    let is_row = |p: usize| page.outline.block(p).level == ROW;
    (a.min(b) + 1..=a.max(b)).filter(|p| !(is_row(*p) && is_row(p - 1))).count()
}

/// "32 vụ …, 19 vụ …, tổng cộng 51 vụ".
fn parts_before(page: &Page, whole: usize, row: &[usize]) -> Option<Vec<usize>> {
    let near = |i: &usize| page.sites[*i].paragraph == page.sites[whole].paragraph;
    let mut parts = exact_run(page, whole, row.iter().rev().copied().take_while(near))?;
    parts.reverse();
    Some(parts)
}

pub(super) fn exact_run(page: &Page, whole: usize, row: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    exact_sum(page, whole, row, None)
}

fn exact_sum(page: &Page, whole: usize, row: impl Iterator<Item = usize>, said: Option<i64>) -> Option<Vec<usize>> {
    let value = page.count(whole).value;
    if !page.is_exact(whole) {
        return None;
    }
    let mut parts = Vec::new();
    let mut sum = 0i64;
    for part in row.take(MOST_PARTS).take_while(|p| page.is_exact(*p)) {
        parts.push(part);
        sum = sum.saturating_add(page.count(part).value);
        if sum >= value {
            break;
        }
    }
    let near = parts.iter().all(|p| page.sites[*p].sentence == page.sites[whole].sentence);
    let by_number = match (parts.len() > 2, near) {
        (false, false) => TELLING_SUM,
        (true, false) => TELLING_SUM_OF_MANY,
        (false, true) => TELLING_SUM_NEAR,
        (true, true) => TELLING_SUM_OF_MANY_NEAR,
    };
    (sum == value && parts.len() > 1 && digits(page, whole) >= said.unwrap_or(by_number)).then_some(parts)
}

/// How telling a figure is: 50 million đồng is as round as 5.
fn digits(page: &Page, i: usize) -> i64 {
    let mut value = page.count(i).value.max(1);
    while page.is_money(i) && value % 10 == 0 {
        value /= 10;
    }
    value
}

/// All the amounts that follow, one a paragraph: "bị phạt 35 triệu đồng", "bị phạt hơn 182 triệu đồng" …
fn rounded_run(page: &Page, whole: usize, row: &[usize]) -> Option<Vec<usize>> {
    if !page.is_money(whole) || row.len() < FEWEST_ROUNDED {
        return None;
    }
    let value = page.count(whole).value as f64;
    let mut sum = 0.0;
    for (k, part) in row.iter().take(MOST_PARTS).enumerate() {
        sum += page.count(*part).value as f64;
        let is_last = k + 1 >= FEWEST_ROUNDED && (sum - value).abs() <= ROUNDING * value;
        if is_last {
            return Some(row[..=k].to_vec());
        }
    }
    None
}
