//! Who issued a document.
//!
//! The letterhead says it; copies that lost it say it in the number's sign, in
//! the opening sentence ("…, Sở X báo cáo …") or nowhere.

use std::ops::Range;

use crate::document::Page;
use crate::lexicon::{Family, Hit};
use crate::rules::header::HeaderCue;
use crate::rules::issuers::Issuer;

/// Tokens of the body in which the issuer speaks of itself.
const OPENING: usize = 400;
/// Tokens that a name takes after its first words.
const MAX_TAIL: usize = 8;

/// The issuing body as printed, else as named in the text.
pub(super) fn issuer(page: Page) -> Option<String> {
    from_letterhead(page).or_else(|| from_symbol(page)).or_else(|| from_opening(page))
}

/// The lowest body of the letterhead.
fn from_letterhead(page: Page) -> Option<String> {
    let body = page.document.head.bodies.last()?;
    let body = match body.as_slice() {
        [line] => lower_body(page, line.clone()),
        lines => return Some(super::joined(page, lines)),
    };
    Some(page.text(body))
}

/// Of two bodies that a copy put on one line the second.
fn lower_body(page: Page, line: Range<usize>) -> Range<usize> {
    let document = page.document;
    let is_merged = document.head.number.as_ref().is_some_and(|n| document.layout.line_of(n.start) == document.layout.line_of(line.start));
    if !is_merged {
        return line;
    }
    let heads = page.rules.header.cues.all_within(document, HeaderCue::Agency, line.start + 3..line.end);
    let start = heads.filter(|h| h.end - h.start > 1).map(|h| h.start as usize).last();
    start.map_or(line.clone(), |s| s..line.end)
}

/// The body whose letters stand in the sign, as the opening names it.
fn from_symbol(page: Page) -> Option<String> {
    let symbol = page.document.head.code.symbol.as_deref()?;
    let groups: Vec<&str> = symbol.split(['-', '/']).collect();
    let is_kind = groups.len() > 1 && page.rules.kinds.by_abbreviation(groups[0]).is_some();
    groups.iter().skip(usize::from(is_kind)).find_map(|g| from_group(page, g))
}

fn from_group(page: Page, group: &str) -> Option<String> {
    let issuers: Vec<&Issuer> = page.rules.issuers.by_symbol(group).collect();
    let is_meant = |h: &Hit| issuers.iter().any(|i| i.id == page.rules.issuers.of(h).id);
    if let Some(hit) = page.document.hits.within(Family::Issuer, opening(page)).find(is_meant) {
        return Some(page.text(whole_name(page, &hit)));
    }
    match issuers.as_slice() {
        [only] => Some(only.name.clone()),
        _ => None,
    }
}

/// "…, Sở X báo cáo kết quả": a body at the begin of a clause that does something.
fn from_opening(page: Page) -> Option<String> {
    let hits = page.document.hits.within(Family::Issuer, opening(page));
    let speaker = hits.map(|h| whole_name(page, &h)).find(|name| speaks(page, name))?;
    Some(page.text(speaker))
}

fn opening(page: Page) -> Range<usize> {
    let document = page.document;
    let start = document.head.recipients.as_ref().map_or(document.head.end, |r| r.end);
    start..(start + OPENING).min(document.tokens.len())
}

fn speaks(page: Page, name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map_or("", |b| page.document.word(b));
    let begins_clause = matches!(before, "," | "." | ";" | ":") || page.document.tokens.get(name.start).is_some_and(|t| t.starts_line());
    begins_clause && page.after_word(HeaderCue::Reports, name.end).is_some()
}

/// With the level and the place behind it: "Công an tỉnh Lâm Đồng".
fn whole_name(page: Page, hit: &Hit) -> Range<usize> {
    let issuer = page.rules.issuers.of(hit);
    let (start, mut end) = (hit.start as usize, hit.end as usize);
    let limit = end + MAX_TAIL;
    if !issuer.has_tail && !issuer.is_open {
        return start..end;
    }
    if let Some(unit) = page.after_word(HeaderCue::Unit, end) {
        end = unit;
    }
    let is_part = |t: usize| page.document.tokens.get(t).is_some_and(|w| w.is_word() && w.is_capitalised() && !w.starts_line());
    while end < limit && is_part(end) {
        end += 1;
    }
    start..end
}
