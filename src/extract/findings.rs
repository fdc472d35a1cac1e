//! What a careful clerk would notice.

mod citations;
pub(crate) mod counts;
mod header;
mod letters;

use crate::document::{Document, Legacy};
use crate::extract::counts::role::Axis;
use crate::mention::{Mention, Span};
use crate::record::{Citation, Count, Finding, FindingCode, Header, Period, Severity};
use crate::rules::RuleSet;

/// Everything that the extractors found, for a second look.
pub(crate) struct Found<'a> {
    pub header: &'a Header,
    pub period: Option<&'a Period>,
    pub citations: &'a [Mention<Citation>],
    pub counts: &'a [Mention<Count>],
    /// Which counts stand together as parts of a whole.
    pub axes: &'a [Axis],
    /// Letters of before Unicode that the source was read from.
    pub legacy: Option<&'a Legacy>,
}

/// The findings of a document, in the order of the text.
pub(crate) fn findings(document: &Document, rules: &RuleSet, found: &Found) -> Vec<Mention<Finding>> {
    let mut all = Vec::new();
    all.extend(letters::findings(document, rules, found));
    all.extend(header::findings(document, rules, found));
    all.extend(counts::breakdowns(document, rules, found.counts, found.axes));
    all.extend(citations::of_citations(document, rules, found));
    all.sort_by_key(|f: &Mention<Finding>| (f.span, f.value.code));
    all
}

/// A file whose text is empty, or nothing but a signature stamp.
pub(crate) fn no_text(document: &Document, rules: &RuleSet) -> Mention<Finding> {
    let message = if document.tokens.is_empty() {
        "the file is empty"
    } else {
        "nothing but a signature stamp: a scan whose characters were not recognized"
    };
    finding(rules, FindingCode::NoText, document.span(0..document.tokens.len()), message)
}

/// A finding about `span`.
fn finding(rules: &RuleSet, code: FindingCode, span: Span, message: impl Into<String>) -> Mention<Finding> {
    let severity = match code {
        FindingCode::MixedUnicode | FindingCode::LegacyEncoding => Severity::Info,
        _ => Severity::Warning,
    };
    Mention { span, rule: rules.findings.id(code), value: Finding { code, severity, message: message.into() } }
}
