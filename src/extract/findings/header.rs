//! Findings about the head: what is left blank, what time the closing speaks of.

use std::ops::Range;

use super::{Found, finding};
use crate::document::Document;
use crate::extract::header::{is_date_blank, is_number_blank};
use crate::extract::period::{opening, reported, year_of};
use crate::grammar::period::{WrittenPeriod, periods};
use crate::mention::Mention;
use crate::record::{Finding, FindingCode, Grain, Section};
use crate::rules::RuleSet;
use crate::rules::period::PeriodCue;

/// Paragraphs at the end of the body in which it may close.
const CLOSING: usize = 3;

/// What the head and its echo in the body give to notice.
pub(super) fn findings(document: &Document, rules: &RuleSet, found: &Found) -> Vec<Mention<Finding>> {
    let all = [missing_number(document, rules), incomplete_date(document, rules), period_mismatch(document, rules, found)];
    all.into_iter().flatten().collect()
}

fn missing_number(document: &Document, rules: &RuleSet) -> Option<Mention<Finding>> {
    let row = document.head.number.clone().filter(|_| is_number_blank(&document.head))?;
    let sign = document.head.code.symbol.as_deref().map_or(String::new(), |s| format!(" before /{s}"));
    Some(finding(rules, FindingCode::MissingNumber, document.span(row), format!("the document's number{sign} is blank")))
}

fn incomplete_date(document: &Document, rules: &RuleSet) -> Option<Mention<Finding>> {
    let date = document.head.date.as_ref().filter(|_| is_date_blank(&document.head))?;
    let parts = [("day", date.day), ("month", date.month), ("year", date.year)];
    let blank: Vec<&str> = parts.iter().filter(|p| p.1.is_none()).map(|p| p.0).collect();
    let message = format!("the document's date is blank in {}", blank.join(", "));
    Some(finding(rules, FindingCode::IncompleteDate, document.span(date.tokens.clone()), message))
}

/// The title says one time, the sentence that reports or closes another of the same length.
fn period_mismatch(document: &Document, rules: &RuleSet, found: &Found) -> Option<Mention<Finding>> {
    found.period?;
    let told = reported(document, rules, found.header)?;
    let year = year_of(found.header);
    let stated = stretches(document, rules, found);
    let other = stated.into_iter().find_map(|s| deviates(&periods(document, rules, s, year), &told))?;
    let message = format!("the title says {} to {}, this place {} to {}", told.first, told.last, other.first, other.last);
    Some(finding(rules, FindingCode::PeriodMismatch, document.span(other.tokens.clone()), message))
}

/// Where a report says once more what it reports: behind "báo cáo" in its opening, and in its closing.
fn stretches(document: &Document, rules: &RuleSet, found: &Found) -> Vec<Range<usize>> {
    let opening = opening(document, rules, found.header).into_iter().filter_map(|s| after_reports(document, rules, s));
    let paragraphs = closing_paragraphs(document);
    let closing = paragraphs.into_iter().filter_map(|p| {
        let cues = &rules.period.cues;
        let is_closing = cues.within(document, PeriodCue::Closing, p.clone()).is_some();
        if is_closing { Some(p) } else { after_reports(document, rules, p).filter(|_| found.header.kind.is_some()) }
    });
    opening.chain(closing).collect()
}

/// What follows the last word for reporting: what stands before it is what was asked for.
fn after_reports(document: &Document, rules: &RuleSet, sentence: Range<usize>) -> Option<Range<usize>> {
    let last = rules.period.cues.all_within(document, PeriodCue::Reports, sentence.clone()).last()?;
    Some(last.end as usize..sentence.end)
}

fn closing_paragraphs(document: &Document) -> Vec<Range<usize>> {
    let is_end = |s: &&crate::document::SectionSpan| matches!(s.section, Section::Distribution | Section::Signature);
    let end = document.sections.iter().find(is_end).map_or(document.tokens.len(), |s| document.token_at(s.span.start));
    let paragraphs = &document.layout.paragraphs;
    let last = paragraphs.partition_point(|p| p.start < end);
    let first = last.saturating_sub(CLOSING);
    paragraphs[first..last].iter().filter(|p| p.start >= document.head.end).cloned().collect()
}

/// The first of the same length, where none of them is the one told.
fn deviates(stated: &[WrittenPeriod], told: &WrittenPeriod) -> Option<WrittenPeriod> {
    let is_same = |p: &&WrittenPeriod| (p.first, p.last) == (told.first, told.last);
    if told.grain == Grain::Range || stated.iter().any(|p| is_same(&p)) {
        return None;
    }
    stated.first().filter(|p| p.grain == told.grain).cloned()
}
