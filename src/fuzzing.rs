//! A door for the fuzz targets, open only where they are built: what no caller of the library reaches alone.
//!
//! Each function reads a text in one way and asserts what must hold of the answer.

use std::ops::Range;

use crate::document::{Document, Text};
use crate::error::Error;
use crate::grammar::date::date_at;
use crate::grammar::money;
use crate::grammar::number::numeral;
use crate::grammar::period::periods;
use crate::grammar::provision::{provision_at, provision_before};
use crate::grammar::symbol::{blank_symbol_at, number_at, symbol_at};
use crate::mention::Span;
use crate::output::state::Last;
use crate::rules::{RuleSet, RuleSource};

/// Text to what the rules are matched on: every letter of it stands somewhere in the source, in the same order.
pub fn normalize(source: &str) {
    let text = Text::new(source.to_owned());
    assert_eq!(text.as_str().len(), text.folded().len());
    let mut before = 0;
    // To place one takes as long as the way from the last checkpoint: of a long text not all are asked.
    let step = text.as_str().len() / 100 + 1;
    for (at, letter) in text.as_str().char_indices().step_by(step) {
        let from = text.source_span(Span::new(at as u32, (at + letter.len_utf8()) as u32));
        assert!(before <= from.bytes.start && from.char_start <= from.char_end, "{letter:?} at {at}: {from:?}");
        assert!(source.get(from.bytes.range()).is_some_and(|s| s.chars().count() == (from.char_end - from.char_start) as usize));
        before = from.bytes.start;
    }
}

/// Numbers in figures and words, with scales: `hai triệu ba trăm nghìn`.
pub fn numbers(rules: &RuleSet, text: &str) {
    each_token(rules, text, |document, at| {
        let number = numeral(document, &rules.counts, at)?;
        assert_eq!(number.times(1), number.whole());
        assert!(number.times(i64::MAX).is_none_or(|n| n % i64::MAX == 0));
        Some(number.tokens)
    });
}

/// Amounts of đồng, alone, as ranges and as shares.
pub fn amounts(rules: &RuleSet, text: &str) {
    each_token(rules, text, |document, at| {
        let lower = numeral(document, &rules.counts, at)?;
        let own = money::currency(document, &rules.counts, lower.tokens.end);
        let upper = numeral(document, &rules.counts, own.map_or(lower.tokens.end, |c| c.end) + 1)?;
        let shared = money::currency(document, &rules.counts, upper.tokens.end)?;
        assert!(money::range(&lower, own, &upper, shared).is_none_or(|(low, high)| low < high));
        assert!(money::share(&lower, &upper, shared).is_none_or(|(part, whole)| part <= whole));
        Some(at..shared.end)
    });
}

/// Days, months and years.
pub fn dates(rules: &RuleSet, text: &str) {
    each_token(rules, text, |document, at| {
        let date = date_at(document, rules, at)?;
        let (iso, partial) = (date.iso(), date.partial());
        assert!(iso.is_none() || iso == partial, "{iso:?} {partial:?}");
        assert!(!date.is_blank() || iso.is_none());
        Some(date.tokens)
    });
}

/// Stretches of time.
pub fn time_spans(rules: &RuleSet, text: &str) {
    let document = Document::new(text.to_owned(), rules);
    let mut end = 0;
    for period in periods(&document, rules, 0..document.tokens.len(), Some(2023)) {
        assert!(period.first <= period.last, "{period:?}");
        assert!(end <= period.tokens.start && period.tokens.start < period.tokens.end, "{period:?}");
        end = period.tokens.end;
    }
    assert!(end <= document.tokens.len());
}

/// Số, ký hiệu, also blank ones.
pub fn symbols(rules: &RuleSet, text: &str) {
    each_token(rules, text, |document, at| symbol_at(document, rules, at).map(|s| s.tokens));
    each_token(rules, text, |document, at| blank_symbol_at(document, rules, at).map(|s| s.tokens));
    each_token(rules, text, |document, at| number_at(document, rules, at).map(|n| n.0));
}

/// Điều, khoản, điểm, before a name and behind it.
pub fn provisions(rules: &RuleSet, text: &str) {
    each_token(rules, text, |document, at| provision_at(document, rules, at).map(|(end, _)| at..end));
    each_token(rules, text, |document, at| provision_before(document, rules, at).map(|(start, _)| start..at));
}

/// The parts of a document lie one behind the other, inside it.
pub fn sections(rules: &RuleSet, text: &str) {
    let document = Document::new(text.to_owned(), rules);
    let mut end = 0;
    for section in &document.sections {
        assert!(end <= section.span.start && section.span.start <= section.span.end, "{:?}", document.sections);
        end = section.span.end;
        assert!(document.text.as_str().get(section.span.range()).is_some());
    }
}

/// A rule file by itself: rules, or faults that say something.
pub fn rule_file(text: &str) -> Option<RuleSet> {
    let source = RuleSource { name: "own.toml".to_owned(), folder: 0, text: text.to_owned() };
    let rules: Result<RuleSet, Error> = RuleSet::from_sources(&[source]);
    rules.map_err(|error| assert!(!error.to_string().is_empty())).ok()
}

/// The state of a generation, with the hash that says that it is whole; how many documents it knows.
pub fn state(bytes: &[u8]) -> Option<usize> {
    let whole = [bytes, blake3::hash(bytes).as_bytes()].concat();
    Last::parse(&whole).map(|last| last.kept.len())
}

fn each_token(rules: &RuleSet, text: &str, read: impl Fn(&Document, usize) -> Option<Range<usize>>) {
    let document = Document::new(text.to_owned(), rules);
    for at in 0..document.tokens.len() {
        if let Some(tokens) = read(&document, at) {
            assert!(tokens.start < tokens.end && tokens.end <= document.tokens.len(), "{tokens:?} from {at}");
        }
    }
}
