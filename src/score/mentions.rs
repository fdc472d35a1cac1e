//! Citations and counts: mentions that are found, missed or too many, and their fields.

use super::figures::{Sheet, Shown};
use super::fold::{code, fold};
use super::pair::pair;
use super::truth::{Citation, Count, Provision};

/// The measures that are annotated; others are the record's own affair.
const MEASURES: [&str; 12] = [
    "articles",
    "programs",
    "documents",
    "inspections",
    "inspected",
    "violators",
    "cases",
    "persons",
    "fines",
    "money",
    "events",
    "participants",
];
/// Those that dashboards show first.
const CORE: [&str; 3] = ["articles", "fines", "cases"];

pub fn citations(sheet: &mut Sheet, golds: &[Citation], found: &[Citation]) {
    let (golds, found): (Vec<_>, Vec<_>) = (golds.iter().collect(), found.iter().collect());
    let pairs = pair(&golds, &found, is_same_document);
    let is_exact = |(i, j): &&(usize, usize)| golds[*i].kind == found[*j].kind && golds[*i].date_partial == found[*j].date_partial;
    sheet.tally("citations.found", pairs.len(), golds.len(), found.len());
    sheet.tally("citations.exact", pairs.iter().filter(is_exact).count(), golds.len(), found.len());
    for &(i, j) in &pairs {
        citation_fields(sheet, golds[i], found[j]);
    }
    let (is_met, is_right) = marks(&pairs, golds.len(), found.len());
    for (gold, _) in golds.iter().zip(is_met).filter(|(_, met)| !met) {
        sheet.miss("citations.missed", text(&gold.text), gold.code.as_deref(), gold.kind.as_deref());
    }
    for (one, is_right) in found.iter().zip(is_right) {
        sheet.rule(one.rule.as_deref(), is_right);
        if !is_right {
            sheet.miss("citations.extra", text(&one.text), one.code.as_deref(), one.kind.as_deref());
        }
    }
}

/// The same code; the same kind where the annotation has no code.
fn is_same_document(gold: &Citation, found: &Citation) -> bool {
    match (some(&gold.code), some(&found.code)) {
        (Some(gold), found) => found.is_some_and(|f| code(f) == code(gold)),
        (None, None) => gold.kind == found.kind,
        (None, Some(_)) => false,
    }
}

fn citation_fields(sheet: &mut Sheet, gold: &Citation, found: &Citation) {
    let words = text(&gold.text);
    let year = |c: &Citation| c.year.filter(|y| *y != 0);
    field(sheet, "citations.kind", words, some(&gold.kind), some(&found.kind));
    field(sheet, "citations.date_partial", words, some(&gold.date_partial), some(&found.date_partial));
    field(sheet, "citations.year", words, year(gold), year(found));
    field(sheet, "citations.role", words, some(&gold.role), some(&found.role));
    field(sheet, "citations.number", words, some(&gold.number).map(code), some(&found.number).map(code));
    field(sheet, "citations.symbol", words, some(&gold.symbol).map(code), some(&found.symbol).map(code));
    if let Some(issuer) = some(&gold.issuer) {
        let (issuer, found) = (fold(issuer), some(&found.issuer).map(fold));
        sheet.share("citations.issuer", found.is_some_and(|f| f.contains(&issuer) || issuer.contains(&f)));
    }
    if let (Some(title), None) = (some(&gold.title), some(&gold.code)) {
        sheet.share("citations.title", some(&found.title).is_some_and(|f| fold(f) == fold(title)));
    }
    if let Some(provision) = &gold.provision {
        let nothing = Provision::default();
        sheet.share("citations.provision", parts(provision) == parts(found.provision.as_ref().unwrap_or(&nothing)));
    }
}

fn parts(provision: &Provision) -> [Option<String>; 3] {
    [&provision.article, &provision.clause, &provision.point].map(|part| part.as_deref().map(fold))
}

pub fn counts(sheet: &mut Sheet, golds: &[Count], found: &[Count]) {
    let gold: Vec<_> = golds.iter().collect();
    let judged: Vec<_> = found.iter().filter(|c| MEASURES.contains(&c.measure.as_str())).collect();
    let pairs = pair(&gold, &judged, |g, f| g.measure == f.measure && g.value == f.value);
    measures(sheet, &pairs, &gold, &judged);
    for &(i, j) in &pairs {
        if golds[i].part_of.is_some() {
            sheet.share("counts.part_of", whole(golds, gold[i]) == whole(found, judged[j]));
        }
        count_fields(sheet, gold[i], judged[j]);
    }
    let (is_met, is_right) = marks(&pairs, gold.len(), judged.len());
    for (one, _) in gold.iter().zip(is_met).filter(|(_, met)| !met) {
        sheet.miss("counts.missed", text(&one.text), Some(&one.measure), Some(one.value));
    }
    for (one, is_right) in judged.iter().zip(is_right) {
        sheet.rule(one.rule.as_deref(), is_right);
        if !is_right {
            sheet.miss("counts.extra", text(&one.text), Some(&one.measure), Some(one.value));
        }
    }
    totals(sheet, &gold, &judged);
}

fn measures(sheet: &mut Sheet, pairs: &[(usize, usize)], golds: &[&Count], found: &[&Count]) {
    let mut add = |name: &str, of: &[&str]| {
        let is_one = |c: &&&Count| of.contains(&c.measure.as_str());
        let right = pairs.iter().filter(|(i, _)| is_one(&&golds[*i])).count();
        sheet.tally(name, right, golds.iter().filter(is_one).count(), found.iter().filter(is_one).count());
    };
    for measure in MEASURES {
        add(&format!("counts.{measure}"), &[measure]);
    }
    add("counts.all", &MEASURES);
    add("counts.core", &CORE);
}

/// The value of the count that this one is a part of.
fn whole(counts: &[Count], part: &Count) -> Option<i64> {
    let index = usize::try_from(part.part_of?).ok()?;
    counts.get(index).map(|c| c.value)
}

fn count_fields(sheet: &mut Sheet, gold: &Count, found: &Count) {
    let words = text(&gold.text);
    let number = |n: Option<i64>| n.filter(|n| *n != 0);
    field(sheet, "counts.modifier", words, some(&gold.modifier).or(Some("exact")), some(&found.modifier).or(Some("exact")));
    field(sheet, "counts.per", words, some(&gold.per), some(&found.per));
    field(sheet, "counts.role", words, Some(role(gold)), Some(role(found)));
    field(sheet, "counts.max", words, number(gold.max), number(found.max));
    field(sheet, "counts.of", words, number(gold.of), number(found.of));
}

fn role(count: &Count) -> &str {
    some(&count.role).unwrap_or("total")
}

/// What a dashboard would add up, measure by measure.
fn totals(sheet: &mut Sheet, golds: &[&Count], found: &[&Count]) {
    for measure in MEASURES {
        let (gold, found) = (total(golds, measure), total(found, measure));
        if gold == 0 && found == 0 {
            continue;
        }
        sheet.share("totals", gold == found);
        if CORE.contains(&measure) {
            sheet.share("totals.core", gold == found);
        }
        if gold != found {
            sheet.miss("totals", measure, Some(gold), Some(found));
        }
    }
}

fn total(counts: &[&Count], measure: &str) -> i128 {
    let adds_up = |c: &&&Count| c.measure == measure && role(c) == "total" && some(&c.per).is_none();
    counts.iter().filter(adds_up).map(|c| i128::from(c.value)).sum()
}

fn field<T: PartialEq>(sheet: &mut Sheet, name: &str, words: &str, gold: Option<T>, found: Option<T>)
where
    Option<T>: Shown,
{
    sheet.share(name, gold == found);
    if gold != found {
        sheet.miss(name, words, gold, found);
    }
}

/// Which of the annotated were met, and which of the found are right.
fn marks(pairs: &[(usize, usize)], golds: usize, found: usize) -> (Vec<bool>, Vec<bool>) {
    let (mut is_met, mut is_right) = (vec![false; golds], vec![false; found]);
    for &(i, j) in pairs {
        (is_met[i], is_right[j]) = (true, true);
    }
    (is_met, is_right)
}

/// A value, none where it is empty.
pub fn some(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|t| !t.is_empty())
}

fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}
