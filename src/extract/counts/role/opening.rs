//! The same figure said again: in a headline, a lead, a closing, or pointed back to.

use std::collections::HashMap;
use std::ops::Range;

use super::outline::PLAIN;
use super::page::Page;
use super::site::Site;
use super::sum;
use super::target;
use super::verdict::Verdicts;
use crate::document::Document;
use crate::record::{CountRole, Modifier, Section};
use crate::rules::roles::{Figures, RoleCue};

/// A headline has no more tokens.
const LONGEST_HEADLINE: usize = 45;
/// Counts of the body that a headline or a lead is compared with, at most.
const MOST_LOOKED_AT: usize = 2000;
/// Counts in a lead, at most.
const MOST_IN_LEAD: usize = 24;
/// Counts that a look back passes at most.
const LOOK_BACK: usize = 200;
/// Tokens between a count and the word that points back.
const POINTS_BACK: usize = 4;

/// Counts of headlines and leads that the body repeats, and those that point back.
pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    let parts: Vec<Part> = (0..page.len()).map(|i| part_of(page, i)).collect();
    for i in 0..page.len() {
        if let Some(original) = pointed_at(page, &parts, i) {
            verdicts.repeat(i, original);
        }
        let repeats = match parts[i] {
            Part::Headline => (0..page.len().min(MOST_LOOKED_AT)).any(|j| parts[j] != Part::Headline && says(page, i, j)),
            Part::Lead => (0..page.len().min(MOST_LOOKED_AT)).any(|j| parts[j] == Part::Body && page.same_figure(i, j)),
            Part::Body => false,
        };
        if repeats {
            verdicts.decide(i, CountRole::Repeat);
        }
    }
    if let Some(lead) = (1..=2).find(|p| page.is_press && is_first_after_headline(page, *p) && !page.in_paragraph(*p).is_empty()) {
        sum::mark_below_headline(page, verdicts, lead);
    }
}

/// "28 cơ sở nêu trên": the figure of the body that it means.
fn pointed_at(page: &Page, parts: &[Part], i: usize) -> Option<usize> {
    if parts[i] != Part::Body || !points_back(page, i) {
        return None;
    }
    (i.saturating_sub(LOOK_BACK)..i).find(|j| parts[*j] == Part::Body && page.same_figure(i, *j) && is_result(page, *j))
}

/// Figures of three digits or more that were said before.
pub(super) fn mark_closing(page: &Page, verdicts: &mut Verdicts) {
    let mut said: HashMap<(&str, i64), usize, foldhash::fast::FixedState> = HashMap::default();
    for i in 0..page.len() {
        let count = page.count(i);
        let is_total = verdicts.is_open(i) && count.per.is_none();
        let key = (count.measure.as_str(), count.value);
        let Some(&first) = said.get(&key) else {
            if is_total {
                said.insert(key, i);
            }
            continue;
        };
        if is_total && is_telling(page, i) && page.sites[first].sentence != page.sites[i].sentence && page.same_figure(first, i) {
            verdicts.decide(i, CountRole::Repeat);
        }
    }
}

/// So many digits that two things rarely share the figure.
fn is_telling(page: &Page, i: usize) -> bool {
    let count = page.count(i);
    let mut value = count.value.max(1);
    while value % 10 == 0 {
        value /= 10;
    }
    value >= if page.is_money(i) { 1000 } else { 100 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Headline,
    Lead,
    Body,
}

fn part_of(page: &Page, i: usize) -> Part {
    let site = &page.sites[i];
    let section = page.document.section_at(page.counts[i].span.start);
    if section == Section::Header && !page.is_press || page.is_press && is_headline(page, site.paragraph) {
        return Part::Headline;
    }
    if is_lead(page, i) { Part::Lead } else { Part::Body }
}

/// The first line of a press piece, without a full stop.
fn is_headline(page: &Page, paragraph: usize) -> bool {
    if paragraph > 0 {
        return false;
    }
    let tokens = &page.document.layout.paragraphs[paragraph];
    let ends = matches!(page.document.word(tokens.end - 1), "." | ";" | ":");
    let more = page.document.layout.paragraphs.len() > 2;
    more && tokens.len() <= LONGEST_HEADLINE && !ends && page.outline.block(0).level == PLAIN
}

/// The paragraph that sums a press piece up: it opens with the paper's sign,
/// or comes right after the headline and says nothing that the body does not.
fn is_lead(page: &Page, i: usize) -> bool {
    if page.is_signed(i) {
        return true;
    }
    let paragraph = page.sites[i].paragraph;
    if !page.is_press || !is_first_after_headline(page, paragraph) {
        return false;
    }
    let mut all = page.in_paragraph(paragraph);
    if all.len() > MOST_IN_LEAD {
        return false;
    }
    let body = page.in_paragraph(paragraph).end..page.len().min(MOST_LOOKED_AT);
    all.all(|i| body.clone().filter(|j| !page.is_signed(*j)).any(|j| page.same_figure(i, j)))
}

fn is_first_after_headline(page: &Page, paragraph: usize) -> bool {
    (1..=2).contains(&paragraph) && is_headline(page, 0) && page.in_paragraph(paragraph).start == page.in_paragraph(0).end
}

/// The stretches with counts, from a paper's sign to the end of its paragraph, in order.
pub(super) fn leads(document: &Document, sites: &[Site]) -> Vec<Range<usize>> {
    let with_counts = sites.chunk_by(|a, b| a.paragraph == b.paragraph).filter_map(|c| document.layout.paragraphs.get(c[0].paragraph));
    let signed = with_counts.flat_map(|p| signed_lines(document, p).map(|start| start..p.end));
    signed.collect()
}

/// Where lines of a paragraph begin that open with a paper's sign.
fn signed_lines<'d>(document: &'d Document, paragraph: &Range<usize>) -> impl Iterator<Item = usize> + use<'d> {
    let end = paragraph.end;
    let lines = &document.layout.lines[document.layout.line_of(paragraph.start)..];
    let within = lines.iter().take_while(move |l| l.tokens.start < end);
    within.filter(|l| opens_with_sign(document, &l.tokens)).map(|l| l.tokens.start)
}

/// `(TTXVN) - `, `Báo Mới (BM) - `: the sign of a paper, in capitals.
fn opens_with_sign(document: &Document, tokens: &Range<usize>) -> bool {
    let near = tokens.start..(tokens.start + 3).min(tokens.end);
    let Some(open) = near.into_iter().find(|i| document.is_mark(*i, "(")) else { return false };
    let Some(close) = (open + 1..(open + 8).min(tokens.end)).find(|i| document.is_mark(*i, ")")) else { return false };
    let sign = &document.tokens[open + 1..close];
    sign.iter().any(|t| t.is_upper()) && sign.iter().all(|t| !t.is_word() || t.is_capitalised()) && document.is_mark(close + 1, "-")
}

/// The headline's figure in the body, there perhaps not rounded.
fn says(page: &Page, headline: usize, body: usize) -> bool {
    if page.same_figure(headline, body) {
        return true;
    }
    let (short, full) = (page.count(headline), page.count(body));
    let rounded = short.modifier != Modifier::Exact && (short.value - full.value).abs() <= full.value / 10;
    rounded && page.same_measure(headline, body) && short.per == full.per
}

/// What a plan sets stays a target however often it is said.
fn is_result(page: &Page, i: usize) -> bool {
    let sets = matches!(page.figures, Figures::Norm | Figures::Plan | Figures::Proposal);
    !sets || target::said(page, i) == Some(RoleCue::Done)
}

/// "28 cơ sở nêu trên", "danh sách 28 cơ sở".
fn points_back(page: &Page, i: usize) -> bool {
    let tokens = &page.sites[i].tokens;
    let near = tokens.start..tokens.end + POINTS_BACK;
    page.cues_near(near).any(|(k, _)| k == RoleCue::Again) || page.cue_ends_at(tokens.start, RoleCue::Roster).is_some()
}
