//! Other documents that this one names.
//!
//! A mention begins at a kind of document or at a number with its sign. What
//! belongs to it is read forward (number, date, issuer, subject) and backward
//! (provision); lists share what their head or their end says; at last each
//! mention is told what the document does with it.

mod anchor;
mod issuer;
mod key;
mod law;
mod list;
pub(crate) mod own;
mod role;
mod tail;
mod title;

use std::ops::Range;

use crate::document::Document;
use crate::grammar::date::WrittenDate;
use crate::mention::{Extractor, Mention};
use crate::record::{Citation, CitationRole, Provision};
use crate::rules::{RuleId, RuleSet};

/// Finds every document that a text names.
pub(crate) struct Citations<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Citations<'_> {
    type Value = Citation;

    fn extract(&self, document: &Document) -> Vec<Mention<Citation>> {
        let reader = Reader { document, rules: self.rules };
        let mut cited = reader.anchors();
        reader.share(&mut cited);
        reader.assign_roles(&mut cited);
        let keys = reader.keys(&cited);
        cited.into_iter().zip(keys).map(|(c, key)| reader.mention(c, key)).collect()
    }
}

/// What the steps of the extraction read.
#[derive(Clone, Copy)]
struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
}

/// A mention while it is put together; ranges are of tokens.
#[derive(Debug, Clone)]
struct Cited {
    rule: RuleId,
    /// From the kind or number to the end of number, date and issuer.
    tokens: Range<usize>,
    /// Slug of the kind.
    kind: String,
    /// The kind stands before the number, not only in its sign.
    has_kind: bool,
    code: Option<String>,
    number: Option<String>,
    symbol: Option<String>,
    year: Option<i32>,
    date: Option<WrittenDate>,
    issuer: Option<Range<usize>>,
    title: Option<Range<usize>>,
    provision: Option<Provision>,
    /// Where the provision before it begins, else where it begins itself.
    lead: usize,
    /// Nothing but commas and the like stands between it and the mention before.
    is_joined: bool,
    /// The issuer is that of its list's head.
    has_head: bool,
    role: CitationRole,
}

impl Cited {
    /// Where the subject that follows it ends.
    fn title_end(&self) -> usize {
        self.title.as_ref().map_or(self.tokens.end, |t| t.end.max(self.tokens.end))
    }
}

impl Reader<'_> {
    fn mention(&self, cited: Cited, key: String) -> Mention<Citation> {
        let value = Citation {
            kind: cited.kind,
            code: cited.code,
            number: cited.number,
            symbol: cited.symbol,
            year: cited.year,
            date: cited.date.as_ref().and_then(WrittenDate::iso),
            date_partial: cited.date.as_ref().and_then(WrittenDate::partial),
            issuer: cited.issuer.map(|r| self.words(r)),
            title: cited.title.map(|r| self.words(r)).filter(|t| !t.is_empty()),
            provision: cited.provision,
            role: cited.role,
            key,
        };
        Mention { span: self.document.span(cited.tokens), rule: cited.rule, value }
    }

    /// The words of a stretch on one line, without the stars of bold print.
    fn words(&self, tokens: Range<usize>) -> String {
        let text = self.document.text.slice(self.document.span(tokens));
        text.split_whitespace().map(|w| w.trim_matches('*')).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
