//! What a document has one of: header, period, sets of topics, places and findings.

use std::collections::BTreeSet;

use super::figures::Sheet;
use super::fold::{code, fold};
use super::mentions::some;
use super::truth::{Header, Judged, Period, Truth};

/// The findings that are annotated.
const FINDINGS: [&str; 8] = [
    "missing_number",
    "incomplete_date",
    "kind_symbol_mismatch",
    "breakdown_mismatch",
    "period_mismatch",
    "reference_from_future",
    "impossible_date",
    "date_conflict",
];

pub fn header(sheet: &mut Sheet, gold: &Header, found: &Header) {
    let same = |a: &str, b: &str| fold(a) == fold(b);
    let same_code = |a: &str, b: &str| code(a) == code(b);
    let mut field = |name: &str, gold: &Option<String>, found: &Option<String>, same: &dyn Fn(&str, &str) -> bool| {
        header_field(sheet, name, some(gold), some(found), same);
    };
    field("kind", &gold.kind, &found.kind, &same);
    field("code", &gold.code, &found.code, &same_code);
    field("number", &gold.number, &found.number, &same);
    field("symbol", &gold.symbol, &found.symbol, &same_code);
    field("title", &gold.title, &found.title, &is_same_title);
    field("issuer", &gold.issuer, &found.issuer, &is_same_issuer);
    field("place", &gold.place, &found.place, &same);
    field("date_partial", &gold.date_partial, &found.date_partial, &same);
    field("signer.name", &gold.signer.name, &found.signer.name, &same);
    field("signer.position", &gold.signer.position, &found.signer.position, &same);
    field("signer.authority", &gold.signer.authority, &found.signer.authority, &same);
    recipients(sheet, &gold.recipients, &found.recipients);
    sheet.share("header.draft", gold.draft == found.draft);
}

fn header_field(sheet: &mut Sheet, name: &str, gold: Option<&str>, found: Option<&str>, same: &dyn Fn(&str, &str) -> bool) {
    let is_right = gold.zip(found).is_some_and(|(g, f)| same(g, f));
    header_tally(sheet, name, is_right, gold.is_some(), found.is_some());
    if !is_right && (gold.is_some() || found.is_some()) {
        sheet.miss(format!("header.{name}"), "", gold, found);
    }
}

fn recipients(sheet: &mut Sheet, gold: &[String], found: &[String]) {
    let folded = |all: &[String]| all.iter().map(|r| fold(r)).collect::<Vec<_>>();
    let shown = |all: &[String]| (!all.is_empty()).then(|| all.join(" | "));
    let is_right = !gold.is_empty() && !found.is_empty() && folded(gold) == folded(found);
    header_tally(sheet, "recipients", is_right, !gold.is_empty(), !found.is_empty());
    if !is_right && (!gold.is_empty() || !found.is_empty()) {
        sheet.miss("header.recipients", "", shown(gold), shown(found));
    }
}

fn header_tally(sheet: &mut Sheet, name: &str, is_right: bool, has_gold: bool, has_found: bool) {
    for key in ["header", &format!("header.{name}")] {
        sheet.tally(key, usize::from(is_right), usize::from(has_gold), usize::from(has_found));
    }
}

/// One begins with the other, and at most a fifth is missing.
fn is_same_title(gold: &str, found: &str) -> bool {
    let (gold, found) = (fold(gold), fold(found));
    let (a, b) = (gold.chars().count(), found.chars().count());
    gold == found || (gold.starts_with(&found) || found.starts_with(&gold)) && a.min(b) as f64 >= 0.8 * a.max(b) as f64
}

fn is_same_issuer(gold: &str, found: &str) -> bool {
    let (gold, found) = (fold(gold), fold(found));
    gold.contains(&found) || found.contains(&gold)
}

pub fn period(sheet: &mut Sheet, gold: Option<&Period>, found: Option<&Period>) {
    let is_right = gold.is_some() && gold == found;
    sheet.tally("period", usize::from(is_right), usize::from(gold.is_some()), usize::from(found.is_some()));
    if !is_right && (gold.is_some() || found.is_some()) {
        sheet.miss("period", "", gold, found);
    }
}

/// A code that a record may leave null.
type Code<'a> = Option<&'a str>;

/// Topics, places and findings: what is said, not where.
pub fn sets(sheet: &mut Sheet, gold: &Truth, found: &Judged) {
    let known = codes(&gold.topics.main).chain(codes(&gold.topics.mentioned)).collect();
    let main = found.topics.iter().filter(|t| t.main).map(|t| Some(t.topic.as_str()));
    set(sheet, "topics.main", codes(&gold.topics.main).collect(), main.collect());
    set(sheet, "topics.all", known, found.topics.iter().map(|t| Some(t.topic.as_str())).collect());
    let of = |levels: &'static [&str]| found.places.iter().filter(move |p| p.level.as_deref().is_some_and(|l| levels.contains(&l)));
    let provinces = of(&["province", "district"]).filter_map(|p| p.province_gso.as_deref()).map(Some);
    set(sheet, "places.province", codes(&gold.places.provinces).collect(), provinces.collect());
    let districts = of(&["district"]).map(|p| p.gso.as_deref());
    set(sheet, "places.district", codes(&gold.places.districts).collect(), districts.collect());
    let subject = of(&["province"]).filter(|p| p.role.as_deref() == Some("subject")).map(|p| p.province_gso.as_deref());
    set(sheet, "places.subject", codes(&gold.places.subject).collect(), subject.collect());
    let findings = found.findings.iter().map(|f| f.code.as_str()).filter(|c| FINDINGS.contains(c)).map(Some);
    set(sheet, "findings", codes(&gold.findings).collect(), findings.collect());
    rules(sheet, gold, found);
}

fn codes(all: &[String]) -> impl Iterator<Item = Code<'_>> {
    all.iter().map(|c| Some(c.as_str()))
}

fn set(sheet: &mut Sheet, name: &str, gold: BTreeSet<Code>, found: BTreeSet<Code>) {
    sheet.tally(name, gold.intersection(&found).count(), gold.len(), found.len());
    for missed in gold.difference(&found) {
        sheet.miss(format!("{name}.missed"), "", *missed, None::<&str>);
    }
    for extra in found.difference(&gold) {
        sheet.miss(format!("{name}.extra"), "", *extra, None::<&str>);
    }
}

/// The rules of topics, places and findings: right where what they say is annotated.
fn rules(sheet: &mut Sheet, gold: &Truth, found: &Judged) {
    let has = |all: &[String], code: Code| code.is_some_and(|c| all.iter().any(|a| a == c));
    for topic in &found.topics {
        let code = Some(topic.topic.as_str());
        sheet.rule(topic.rule.as_deref(), has(&gold.topics.main, code) || has(&gold.topics.mentioned, code));
    }
    for place in &found.places {
        let is_right = match place.level.as_deref() {
            Some("province") => has(&gold.places.provinces, place.province_gso.as_deref()),
            Some("district") => has(&gold.places.districts, place.gso.as_deref()),
            _ => continue,
        };
        place.mentions.iter().for_each(|m| sheet.rule(m.rule.as_deref(), is_right));
    }
    for finding in found.findings.iter().filter(|f| FINDINGS.contains(&f.code.as_str())) {
        sheet.rule(finding.rule.as_deref(), has(&gold.findings, Some(&finding.code)));
    }
}
