//! Headings, list items and what a heading says of the figures below it.

use std::ops::Range;

use super::page::Stretch;
use super::site::Site;
use crate::document::Document;
use crate::record::Section;
use crate::rules::roles::{Figures, RoleCue, RoleRules};

/// What a heading says of the figures below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Zone {
    #[default]
    Plain,
    /// To be done.
    Goal,
    /// Has happened.
    Report,
    /// Has happened before the period.
    Past,
}

/// One paragraph's place among headings and lists.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The smaller, the higher; see [`marker`].
    pub level: u8,
    /// Index of the nearest paragraph above of a higher level.
    pub head: Option<usize>,
    /// Counts the headings up to here.
    pub section: u32,
    pub zone: Zone,
    pub is_heading: bool,
}

/// The blocks of all paragraphs up to the last count's.
#[derive(Debug)]
pub(super) struct Outline {
    pub blocks: Vec<Block>,
}

const UNNUMBERED_CAPITALS: u8 = 9;
const UNNUMBERED: u8 = 15;
const ARTICLE: u8 = 22;
pub(super) const PLAIN: u8 = 35;
const STAR: u8 = 45;
pub(super) const ROW: u8 = 60;
/// A heading has no more tokens.
const LONGEST_HEADING: usize = 40;
/// A heading without a number has no more tokens.
const LONGEST_UNNUMBERED: usize = 16;
/// A heading's cue stands among its first tokens.
const HEADING_CUE: usize = 14;

/// An order stands among the last tokens before its colon.
const ORDER: usize = 24;

impl Outline {
    pub fn new(document: &Document, rules: &RoleRules, sites: &[Site], figures: Figures, period: Option<Stretch>) -> Self {
        let mut writer = Writer { document, rules, figures, period, zones: Vec::new(), heads: Vec::new(), section: 0 };
        let paragraphs = &document.layout.paragraphs;
        let last = sites.iter().map(|s| s.paragraph + 1).max().unwrap_or(0).min(paragraphs.len());
        let mut counts = sites.iter().map(|s| s.paragraph).peekable();
        let mut blocks = Vec::with_capacity(last);
        for (i, paragraph) in paragraphs[..last].iter().enumerate() {
            let mut has_counts = false;
            while counts.next_if(|p| *p <= i).is_some() {
                has_counts = true;
            }
            blocks.push(writer.block(i, paragraph.clone(), has_counts));
        }
        Outline { blocks }
    }

    pub fn block(&self, paragraph: usize) -> &Block {
        &self.blocks[paragraph]
    }
}

struct Writer<'a> {
    document: &'a Document,
    rules: &'a RoleRules,
    figures: Figures,
    period: Option<Stretch>,
    zones: Vec<(u8, Zone)>,
    heads: Vec<(u8, usize)>,
    section: u32,
}

impl Writer<'_> {
    fn block(&mut self, index: usize, paragraph: Range<usize>, has_counts: bool) -> Block {
        let level = marker(self.document, paragraph.clone());
        while self.heads.last().is_some_and(|(l, _)| *l >= level) {
            self.heads.pop();
        }
        let head = self.heads.last().map(|(_, p)| *p);
        self.heads.push((level, index));
        let is_heading = !has_counts && self.is_heading(level, paragraph.clone());
        if let Some(text) = self.heading_text(level, is_heading, paragraph.clone()) {
            self.enter(level, is_heading, text);
        }
        self.follow_order(paragraph);
        let zone = self.zones.last().map_or(Zone::Plain, |(_, z)| *z);
        Block { level, head, section: self.section, zone, is_heading }
    }

    fn is_heading(&self, level: u8, paragraph: Range<usize>) -> bool {
        let document = self.document;
        let first = &document.tokens[paragraph.start];
        if matches!(document.section_at(first.span.start), Section::Header | Section::Recipients) {
            return false;
        }
        let last = document.word(paragraph.end - 1);
        if paragraph.len() > LONGEST_HEADING || matches!(last, ";" | ",") {
            return false;
        }
        if level <= 30 {
            return last != "." || paragraph.len() <= LONGEST_UNNUMBERED;
        }
        matches!(level, PLAIN | STAR) && (is_capitals(document, paragraph.clone()) || self.is_short_head(paragraph))
    }

    /// A short line that begins with a heading's cue.
    fn is_short_head(&self, paragraph: Range<usize>) -> bool {
        let start = paragraph.start..(paragraph.start + 5).min(paragraph.end);
        let kinds = [RoleCue::GoalHeading, RoleCue::ReportHeading];
        paragraph.len() <= LONGEST_UNNUMBERED && self.rules.cues_within(self.document, start).any(|(k, _)| kinds.contains(&k))
    }

    /// The tokens of a heading, also where its text runs on after a colon.
    fn heading_text(&self, level: u8, is_heading: bool, paragraph: Range<usize>) -> Option<Range<usize>> {
        if is_heading {
            return Some(paragraph);
        }
        if level > 30 {
            return None;
        }
        let end = (paragraph.start + HEADING_CUE).min(paragraph.end);
        let colon = (paragraph.start..end).find(|i| matches!(self.document.word(*i), ":" | "("))?;
        // "1. Xảy ra 07 vụ (năm 2019: 11 vụ)" has no heading.
        self.document.is_mark(colon, ":").then_some(paragraph.start..colon)
    }

    fn enter(&mut self, level: u8, is_heading: bool, text: Range<usize>) {
        let level = match level {
            PLAIN | STAR if is_capitals(self.document, text.clone()) => UNNUMBERED_CAPITALS,
            PLAIN | STAR => UNNUMBERED,
            _ => level,
        };
        let mut sibling = None;
        while self.zones.last().is_some_and(|(l, _)| *l >= level) {
            sibling = self.zones.pop().filter(|(l, _)| *l == level);
        }
        // "1. Tình hình thu … 2. Thanh tra thuế … 3. Kiến nghị": a proposal goes on reporting.
        let goes_on = sibling.filter(|(_, zone)| self.figures == Figures::Proposal && *zone == Zone::Report);
        let inherited = goes_on.or(self.zones.last().copied()).map_or(Zone::Plain, |(_, z)| z);
        self.zones.push((level, self.zone_of(text).unwrap_or(inherited)));
        if is_heading && level <= ARTICLE {
            self.section += 1;
        }
    }

    fn zone_of(&self, text: Range<usize>) -> Option<Zone> {
        let early = text.start..(text.start + HEADING_CUE).min(text.end);
        let mut cues = self.rules.cues_within(self.document, early);
        let zone = cues.find_map(|(kind, _)| match kind {
            RoleCue::GoalHeading => Some(Zone::Goal),
            RoleCue::ReportHeading => Some(Zone::Report),
            _ => None,
        });
        let Some(period) = self.period else { return zone };
        let year = self.year_of(text.clone());
        let reports = self.figures != Figures::Proposal;
        if reports && zone != Some(Zone::Goal) && year.is_some_and(|y| y < period.first_year) {
            return Some(Zone::Past);
        }
        // "5. Tháng 4/2017" in the report of March: what is to come.
        let is_next = self.month_of(text, period).map_or(year.is_some_and(|y| y > period.last_year), |m| m > period.last_month);
        if is_next && zone.is_none() { Some(Zone::Goal) } else { zone }
    }

    /// Year and month that a heading names; without a year those of the period's.
    fn month_of(&self, text: Range<usize>, period: Stretch) -> Option<(i32, u32)> {
        let (_, hit) = self.rules.cues_within(self.document, text.clone()).find(|(k, _)| *k == RoleCue::Month)?;
        let at = hit.end as usize;
        let digits = self.document.tokens.get(at).is_some_and(|t| t.is_digits());
        let month = self.document.word(at).parse().ok().filter(|m| digits && (1..=12).contains(m))?;
        let year = if self.document.is_mark(at + 1, "/") { year_at(self.document, at + 2) } else { self.year_of(text) };
        Some((year.unwrap_or(period.last_year), month))
    }

    /// The latest year that a heading names.
    fn year_of(&self, text: Range<usize>) -> Option<i32> {
        let years = self.rules.cues_within(self.document, text).filter(|(k, _)| *k == RoleCue::Year);
        years.filter_map(|(_, h)| year_at(self.document, h.end as usize)).max()
    }

    /// After the order of a directive ("… yêu cầu:") all that follows is a task.
    fn follow_order(&mut self, paragraph: Range<usize>) {
        if self.figures != Figures::Directive || !self.document.is_mark(paragraph.end - 1, ":") {
            return;
        }
        let end = paragraph.end.saturating_sub(ORDER).max(paragraph.start)..paragraph.end;
        let kinds = [RoleCue::Directive, RoleCue::Goal, RoleCue::Replies];
        let mut cues = self.rules.cues_within(self.document, end).map(|(k, _)| k).filter(|k| kinds.contains(k));
        if cues.next_back().is_some_and(|k| k != RoleCue::Replies) {
            self.zones = vec![(0, Zone::Goal)];
        }
    }
}

/// A year of four digits at a token; of a span of years ("2016 - 2020") the last.
pub(super) fn year_at(document: &Document, token: usize) -> Option<i32> {
    let year = |i: usize| {
        let digits = document.tokens.get(i).is_some_and(|t| t.is_digits() && t.len() == 4);
        if digits { document.word(i).parse::<i32>().ok().filter(|y| (1900..2100).contains(y)) } else { None }
    };
    let first = year(token)?;
    let last = if document.is_mark(token + 1, "-") { year(token + 2) } else { None };
    Some(last.unwrap_or(first))
}

fn is_capitals(document: &Document, paragraph: Range<usize>) -> bool {
    let mut words = document.tokens[paragraph].iter().filter(|t| t.is_word()).peekable();
    words.peek().is_some() && words.all(|t| t.is_upper())
}

/// How high a paragraph stands by what opens it: 1 to 6 `#`, 5 `A.`, 10 `I.`,
/// 20 `1.`, 22 `1.1`, 30 `a)`, 35 nothing, 40 `-`, 45 `*`, 50 `+`, 60 a table's row.
fn marker(document: &Document, paragraph: Range<usize>) -> u8 {
    let mut start = paragraph.start;
    while document.is_mark(start, "*") && document.is_mark(start + 1, "*") {
        start += 2;
    }
    let word = |i: usize| document.word(start + i);
    let closes = |i: usize| matches!(word(i), "." | ")" | "/" | "-") && document.tokens.get(start + i).is_some_and(|t| !t.is_spaced());
    let Some(first) = document.tokens.get(start) else { return PLAIN };
    match word(0) {
        "#" => (start..start + 6).take_while(|i| document.is_mark(*i, "#")).count() as u8,
        "-" => 40,
        "*" | "•" | "●" | "\u{f0b7}" => STAR,
        "+" => 50,
        "|" => ROW,
        _ if first.is_digits() && first.len() <= 2 && closes(1) => numbered(document, start),
        w if first.is_upper() && closes(1) && is_roman(w) => 10,
        w if first.is_word() && closes(1) && w.chars().count() == 1 => {
            if first.is_upper() {
                5
            } else {
                30
            }
        }
        _ if memchr::memchr(b'\t', document.text.slice(document.span(paragraph)).as_bytes()).is_some() => ROW,
        _ => PLAIN,
    }
}

fn numbered(document: &Document, start: usize) -> u8 {
    let glued = |i: usize| document.tokens.get(start + i).is_some_and(|t| !t.is_spaced());
    let deeper = document.tokens.get(start + 2).is_some_and(|t| t.is_digits() && t.len() <= 2) && glued(2);
    if deeper { ARTICLE } else { 20 }
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}
