//! Provinces, districts and communes.
//!
//! Three steps: every name that may mean a place is judged by the words around
//! it; the names that mean provinces tell which one the document concerns; and
//! that province decides what the districts and communes are, whose names
//! repeat across the country.

mod names;
mod resolve;
mod rows;
mod subject;

use crate::document::Document;
use crate::record::{Header, Place};
use crate::rules::RuleSet;
use crate::rules::places::Unit;

/// A name that means a place, with what it means.
#[derive(Debug, Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    unit: Unit,
    rule: crate::rules::RuleId,
    /// How strongly it speaks for the document's own province.
    weight: u32,
}

/// The first month in which communes stand directly under provinces (Nghị quyết 202/2025/QH15).
const REFORM: &str = "2025-07";

/// The places that a document concerns or names, in the order of their first mention.
pub(crate) fn places(document: &Document, rules: &RuleSet, header: &Header) -> Vec<Place> {
    let is_reformed = header.date.as_ref().or(header.date_partial.as_ref()).is_some_and(|d| d.as_str() >= REFORM);
    let names = names::names(document, rules);
    let mut found = resolve::provinces(document, rules, &names);
    let first = subject::subject(document, rules, header, &found);
    let known = resolve::Known { subject: first, place: header.place.as_deref(), is_reformed };
    found.extend(resolve::districts(document, rules, &names, &found, &known));
    found.sort_by_key(|f| (f.start, f.end, f.unit));
    let subject = first.or_else(|| subject::subject(document, rules, header, &found));
    if is_reformed {
        found = resolve::with_communes(document, rules, found, subject);
    }
    rows::rows(document, rules, &found, subject)
}
