//! The document's own number is no citation, wherever it is repeated.

use crate::document::Document;
use crate::mention::Mention;
use crate::record::{Citation, Header, Section};
use crate::rules::RuleSet;
use crate::rules::citations::CitationCue;

/// Drops the mentions that repeat the document's own number: "Kèm theo Quyết định số …" above an annex.
pub(crate) fn without_own(
    document: &Document,
    rules: &RuleSet,
    mentions: Vec<Mention<Citation>>,
    header: &Header,
) -> Vec<Mention<Citation>> {
    mentions.into_iter().filter(|m| !is_own(document, rules, m, header)).collect()
}

fn is_own(document: &Document, rules: &RuleSet, mention: &Mention<Citation>, header: &Header) -> bool {
    let cited = &mention.value;
    let same_code = match (&cited.code, &header.code) {
        (Some(cited), Some(own)) => same(cited, own),
        (None, None) => is_blank(cited, header) && heads_annex(document, rules, mention),
        _ => false,
    };
    let same_date = match (&cited.date, &header.date) {
        (Some(cited), Some(own)) => cited == own,
        _ => true,
    };
    let is_blank_number = cited.code.is_none() && cited.symbol.is_some();
    let is_in_head = || document.section_at(mention.span.start) == Section::Header;
    same_code && same_date || (is_blank_number || header.code.is_none() && heads_annex(document, rules, mention)) && is_in_head()
}

/// The sentence begins with "Kèm theo", "Ban hành kèm theo", in brackets or not.
fn heads_annex(document: &Document, rules: &RuleSet, mention: &Mention<Citation>) -> bool {
    let token = document.token_at(mention.span.start);
    let start = document.layout.sentence_of(token).start;
    let cues = [CitationCue::Attached, CitationCue::AttachedTo];
    let opens = |t: usize| cues.iter().any(|c| rules.citations.cues.at(document, *c, t).is_some());
    (start..token.min(start + 6)).any(opens)
}

/// The number is left blank here and in the header, and the sign is the same.
fn is_blank(cited: &Citation, header: &Header) -> bool {
    matches!((&cited.symbol, &header.symbol), (Some(cited), Some(own)) if same(cited, own))
}

fn same(a: &str, b: &str) -> bool {
    upper(a).eq(upper(b))
}

fn upper(code: &str) -> impl Iterator<Item = char> {
    code.trim_start_matches('0').chars().flat_map(char::to_uppercase)
}
