//! Findings about the letters: how they are stored, and whether they make words.

use super::{Found, finding};
use crate::document::{Document, Legacy, Noise};
use crate::mention::Mention;
use crate::record::{Finding, FindingCode};
use crate::rules::RuleSet;

/// What the letters give to notice.
pub(super) fn findings(document: &Document, rules: &RuleSet, found: &Found) -> Vec<Mention<Finding>> {
    let legacy = found.legacy.map(|legacy| legacy_encoding(document, rules, legacy));
    [mixed_unicode(document, rules), legacy, ocr_suspect(document, rules)].into_iter().flatten().collect()
}

fn mixed_unicode(document: &Document, rules: &RuleSet) -> Option<Mention<Finding>> {
    let at = document.text.first_mixed()?;
    Some(finding(rules, FindingCode::MixedUnicode, at, "letters are stored in more than one way, or look-alikes stand for them"))
}

/// The source is in an encoding of before Unicode, or parts of it are for a font of one.
fn legacy_encoding(document: &Document, rules: &RuleSet, legacy: &Legacy) -> Mention<Finding> {
    let Legacy { encoding, is_repaired, first } = legacy;
    let message = match is_repaired {
        true => format!("letters for a font of {encoding} stood in the text from here on; they were read as such"),
        false => format!("the file is in {encoding}, an encoding of before Unicode; it was read as such"),
    };
    let byte = |source: usize| document.text.normalized_byte(u32::try_from(source).unwrap_or(u32::MAX));
    let last = document.tokens.partition_point(|t| t.span.start < byte(first.end));
    finding(rules, FindingCode::LegacyEncoding, document.span(document.token_at(byte(first.start))..last), message)
}

/// Too many words are none: bad recognition of a scan, or letters cut to their low bytes.
fn ocr_suspect(document: &Document, rules: &RuleSet) -> Option<Mention<Finding>> {
    let Noise { words, broken, first } = Noise::of(document)?;
    let share = broken * 100 / words.max(1);
    let message = format!(
        "{broken} of {words} words ({share} %) are broken: badly recognized, or cut to half of each letter; what is readable was read"
    );
    Some(finding(rules, FindingCode::OcrSuspect, document.span(first), message))
}
