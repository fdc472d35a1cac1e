//! The document's own number is no citation, wherever it is repeated.

use crate::document::Document;
use crate::mention::Mention;
use crate::record::{Citation, Header, Section};

/// Drops the mentions that repeat the document's own number: "Kèm theo Quyết định số …" above an annex.
pub(crate) fn without_own(document: &Document, mentions: Vec<Mention<Citation>>, header: &Header) -> Vec<Mention<Citation>> {
    mentions.into_iter().filter(|m| !is_own(document, m, header)).collect()
}

fn is_own(document: &Document, mention: &Mention<Citation>, header: &Header) -> bool {
    let cited = &mention.value;
    let same_code = match (&cited.code, &header.code) {
        (Some(cited), Some(own)) => same(cited, own),
        (None, None) => is_blank(cited, header),
        _ => false,
    };
    let same_date = match (&cited.date, &header.date) {
        (Some(cited), Some(own)) => cited == own,
        _ => true,
    };
    let is_blank_number = cited.code.is_none() && cited.symbol.is_some();
    same_code && same_date || is_blank_number && document.section_at(mention.span.start) == Section::Header
}

/// The number is left blank here and in the header, and the sign is the same.
fn is_blank(cited: &Citation, header: &Header) -> bool {
    matches!((&cited.symbol, &header.symbol), (Some(cited), Some(own)) if same(cited, own))
}

fn same(a: &str, b: &str) -> bool {
    a.trim_start_matches('0').to_uppercase() == b.trim_start_matches('0').to_uppercase()
}
