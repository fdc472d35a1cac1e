//! What does not fit in the documents that a text names.

use std::collections::BTreeMap;

use super::{Found, finding};
use crate::document::{Document, Token};
use crate::extract::citations::key::place_of;
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
    are_short && year.is_digits() && mark.is_mark()
}

/// Dates of one number that a later mention is compared with: more are no slip of the pen.
const MAX_DATES: usize = 8;

/// One document that is cited with two dates.
fn date_conflicts(rules: &RuleSet, citations: &[Mention<Citation>]) -> Vec<Mention<Finding>> {
    let mut before: BTreeMap<String, Vec<&Mention<Citation>>> = BTreeMap::new();
    let mut all = Vec::new();
    for mention in citations.iter().filter(|m| m.value.date.is_some() && m.value.symbol.is_some()) {
        let code = mention.value.code.as_deref().unwrap_or_default().trim_start_matches('0').to_uppercase();
        let others = before.entry(code).or_default();
        if let Some(other) = others.iter().find(|o| is_conflict(&o.value, &mention.value)) {
            let dates = [&other.value.date, &mention.value.date].map(|d| d.as_deref().unwrap_or_default());
            let message =
                format!("{} is dated {} here and {} before", mention.value.code.as_deref().unwrap_or_default(), dates[1], dates[0]);
            all.push(finding(rules, FindingCode::DateConflict, mention.span, message));
        }
        if others.len() < MAX_DATES && others.iter().all(|o| !is_alike(&o.value, &mention.value)) {
            others.push(mention);
        }
    }
    all
}

fn is_alike(a: &Citation, b: &Citation) -> bool {
    (&a.date, &a.kind, &a.issuer, &a.title, place_of(&a.key)) == (&b.date, &b.kind, &b.issuer, &b.title, place_of(&b.key))
}

/// Two dates that cannot both be right. Without a year in the number, another
/// year may mean another document: then day and month or the subject must agree.
fn is_conflict(a: &Citation, b: &Citation) -> bool {
    let (Some(first), Some(second)) = (&a.date, &b.date) else { return false };
    let same_year = first.get(..4) == second.get(..4);
    let same_day = first.get(4..) == second.get(4..);
    let same_subject = a.title.is_some() && a.title == b.title;
    first != second && is_of_same_body(a, b) && a.kind == b.kind && (a.year.is_some() || same_year || same_day || same_subject)
}

/// Nothing says that two bodies issued them: every province has its 12/KH-UBND.
fn is_of_same_body(a: &Citation, b: &Citation) -> bool {
    let same_name = match (&a.issuer, &b.issuer) {
        (Some(a), Some(b)) => a.contains(b.as_str()) || b.contains(a.as_str()) || a.eq_ignore_ascii_case(b),
        _ => true,
    };
    match (place_of(&a.key), place_of(&b.key)) {
        (Some(a), Some(b)) => a == b && same_name,
        _ => same_name,
    }
}

#[cfg(test)]
mod tests {
    use crate::record::FindingCode;
    use crate::{Pipeline, RuleSet};

    fn conflicts(text: &str) -> usize {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
        let findings = pipeline.record("a.txt", text.as_bytes()).findings;
        findings.iter().filter(|f| f.value.code == FindingCode::DateConflict).count()
    }

    #[test]
    fn one_document_has_one_date() {
        assert_eq!(
            conflicts("Kế hoạch số 12/KH-UBND ngày 05/3/2024 của UBND tỉnh; Kế hoạch số 12/KH-UBND ngày 06/3/2024 của UBND tỉnh."),
            1
        );
        assert_eq!(conflicts("Nghị định số 15/2020/NĐ-CP ngày 03/02/2020; Nghị định số 15/2020/NĐ-CP ngày 03/02/2021."), 1);
    }

    #[test]
    fn one_number_of_two_years_is_two_documents() {
        assert_eq!(conflicts("Kế hoạch số 12/KH-UBND ngày 05/3/2023 và Kế hoạch số 12/KH-UBND ngày 09/4/2024 của UBND tỉnh."), 0);
    }

    #[test]
    fn one_number_of_two_provinces_is_two_documents() {
        let text = "Kế hoạch số 12/KH-UBND ngày 05/3/2024 của UBND tỉnh Gia Lai và Kế hoạch số 12/KH-UBND ngày 09/4/2024 của UBND tỉnh";
        assert_eq!(conflicts(&format!("{text} Lạng Sơn.")), 0);
        assert_eq!(conflicts(&format!("UBND TỈNH LẠNG SƠN\nSỞ Y TẾ\n\nBÁO CÁO\n\nThực hiện {text}.")), 0);
    }

    #[test]
    fn a_third_mention_is_compared_with_all_before_it() {
        let text = "Kế hoạch số 12/KH-UBND ngày 05/3/2023, Kế hoạch số 12/KH-UBND ngày 09/4/2024, Kế hoạch số 12/KH-UBND ngày 10/4/2024.";
        assert_eq!(conflicts(text), 1);
    }
}
