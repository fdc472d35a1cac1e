//! Findings about how the letters are stored.

use super::finding;
use crate::document::{Document, Legacy};
use crate::mention::Mention;
use crate::record::{Finding, FindingCode};
use crate::rules::RuleSet;

/// The source is in an encoding of before Unicode, or parts of it are for a font of one.
pub(super) fn legacy_encoding(document: &Document, rules: &RuleSet, legacy: &Legacy) -> Mention<Finding> {
    let Legacy { encoding, is_repaired, first } = legacy;
    let message = match is_repaired {
        true => format!("letters for a font of {encoding} stood in the text from here on; they were read as such"),
        false => format!("the file is in {encoding}, an encoding of before Unicode; it was read as such"),
    };
    let byte = |source: usize| document.text.normalized_byte(u32::try_from(source).unwrap_or(u32::MAX));
    let last = document.tokens.partition_point(|t| t.span.start < byte(first.end));
    finding(rules, FindingCode::LegacyEncoding, document.span(document.token_at(byte(first.start))..last), message)
}
