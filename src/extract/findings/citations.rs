//! What does not fit in the documents that a text names.

use std::collections::BTreeMap;

use super::{Found, finding};
use crate::document::{Document, Token, TokenKind};
use crate::grammar::date::date_at;
use crate::lexicon::{Family, Hit};
use crate::mention::Mention;
use crate::record::{Citation, Finding, FindingCode};
use crate::rules::RuleSet;
use crate::rules::dates::DateWord;

/// All findings about citations and dates.
pub(super) fn of_citations(document: &Document, rules: &RuleSet, found: &Found) -> Vec<Mention<Finding>> {
    let mut all = kind_symbol_mismatches(rules, found.citations);
    all.extend(references_from_future(rules, found));
    all.extend(impossible_dates(document, rules));
    all.extend(date_conflicts(rules, found.citations));
    all
}

/// "Quyết định số 55/KH-UBND": the kind in words is not the one in the symbol.
fn kind_symbol_mismatches(rules: &RuleSet, citations: &[Mention<Citation>]) -> Vec<Mention<Finding>> {
    let check = |m: &Mention<Citation>| {
        let told = rules.kind_told_by(&m.value).filter(|told| !rules.citations.kinds.go_together(&m.value.kind, told))?;
        let message = format!("{} is called {} but its symbol says {told}", m.value.code.as_deref()?, m.value.kind);
        Some(finding(rules, FindingCode::KindSymbolMismatch, m.span, message))
    };
    citations.iter().filter_map(check).collect()
}

/// A document cannot cite one that was made after it.
fn references_from_future(rules: &RuleSet, found: &Found) -> Vec<Mention<Finding>> {
    let Some(own) = &found.header.date else { return Vec::new() };
    let later = found.citations.iter().filter(|m| m.value.date.as_ref().is_some_and(|d| d > own));
    let tell = |m: &Mention<Citation>| {
        let message = format!("dated {}, after this document of {own}", m.value.date.as_deref().unwrap_or_default());
        finding(rules, FindingCode::ReferenceFromFuture, m.span, message)
    };
    later.map(tell).collect()
}

/// 31/02, a thirteenth month, the year 20210.
fn impossible_dates(document: &Document, rules: &RuleSet) -> Vec<Mention<Finding>> {
    let mut all = Vec::new();
    let mut end = 0;
    for at in date_starts(document, rules) {
        let Some(date) = (if at < end { None } else { date_at(document, rules, at) }) else { continue };
        end = date.tokens.end;
        if !date.is_possible() && !document.is_mark(date.tokens.start + 1, ".") {
            let span = document.span(date.tokens);
            let message = format!("{:?} is no day of the calendar", document.text.slice(span));
            all.push(finding(rules, FindingCode::ImpossibleDate, span, message));
        }
    }
    all
}

/// Tokens where a date may begin: the word for day or month, or the first of three numbers with marks between.
fn date_starts(document: &Document, rules: &RuleSet) -> Vec<usize> {
    let is_opening = |h: &&Hit| matches!(rules.dates.words.kind(h), DateWord::Day | DateWord::Month);
    let words = document.hits.of(Family::Date).iter().filter(is_opening).map(|h| h.start as usize);
    let mut starts: Vec<usize> = words.collect();
    for (at, token) in document.tokens.iter().enumerate() {
        if token.is_digits() && begins_date(&document.tokens[at..]) {
            starts.push(at);
        }
    }
    // Two rows in order: a stable sort only merges them.
    starts.sort();
    starts
}

/// `22/10/2010`, `22/10 năm 2010`: day, month and year in digits, whatever stands between.
fn begins_date(tokens: &[Token]) -> bool {
    let [day, mark, month, _, year, ..] = tokens else { return false };
    let are_short = day.len() <= 2 && month.is_digits() && month.len() <= 2;
    are_short && year.is_digits() && mark.kind == TokenKind::Mark
}

/// One document that is cited with two dates.
fn date_conflicts(rules: &RuleSet, citations: &[Mention<Citation>]) -> Vec<Mention<Finding>> {
    let mut first: BTreeMap<String, &Mention<Citation>> = BTreeMap::new();
    let mut all = Vec::new();
    for mention in citations.iter().filter(|m| m.value.date.is_some() && m.value.symbol.is_some()) {
        let code = mention.value.code.as_deref().unwrap_or_default().trim_start_matches('0').to_uppercase();
        let other = *first.entry(code).or_insert(mention);
        if is_conflict(&other.value, &mention.value) {
            let dates = [&other.value.date, &mention.value.date].map(|d| d.as_deref().unwrap_or_default());
            let message =
                format!("{} is dated {} here and {} before", mention.value.code.as_deref().unwrap_or_default(), dates[1], dates[0]);
            all.push(finding(rules, FindingCode::DateConflict, mention.span, message));
        }
    }
    all
}

/// Two dates that cannot both be right. Without a year in the number, another
/// year may mean another document: then day and month or the subject must agree.
fn is_conflict(a: &Citation, b: &Citation) -> bool {
    let (Some(first), Some(second)) = (&a.date, &b.date) else { return false };
    let same_body = match (&a.issuer, &b.issuer) {
        (Some(a), Some(b)) => a.contains(b.as_str()) || b.contains(a.as_str()) || a.eq_ignore_ascii_case(b),
        _ => true,
    };
    let same_year = first.get(..4) == second.get(..4);
    let same_day = first.get(4..) == second.get(4..);
    let same_subject = a.title.is_some() && a.title == b.title;
    first != second && same_body && a.kind == b.kind && (a.year.is_some() || same_year || same_day || same_subject)
}
