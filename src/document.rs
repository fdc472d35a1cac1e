//! A document, made ready to be read: text, tokens, the rules' phrases, lines and sections.

pub(crate) mod cell;
pub(crate) mod closing;
mod code;
mod encoding;
mod footnote;
mod format;
pub(crate) mod head;
pub(crate) mod layout;
mod noise;
mod section;
mod stamp;
mod syllable;
mod text;
mod token;

pub(crate) use cell::Page;
pub(crate) use closing::Closing;
pub use encoding::Encoding;
pub(crate) use encoding::Legacy;
use encoding::unrepaired;
pub(crate) use format::{Format, NO_TEXT_LAYER, Readers, Reading, damaged_package, document_parts, failure, is_word, over};
pub use format::{Limits, Ocr};
pub(crate) use head::Head;
pub(crate) use layout::Layout;
pub(crate) use noise::Noise;
pub(crate) use section::SectionSpan;
pub(crate) use stamp::is_stamp_only;
pub(crate) use text::Text;
pub(crate) use token::{Token, TokenKind, tokens};

use std::sync::Arc;

use crate::lexicon::{At, Family, Hit, Hits};
use crate::mention::{Mention, Span};
use crate::record::{Located, Location, Section};
use crate::rules::RuleSet;

/// Blanks that are more than a space between words.
const WIDE_GAP: usize = 3;

/// Everything that an extractor may read.
#[derive(Debug)]
pub(crate) struct Document {
    pub text: Text,
    pub tokens: Vec<Token>,
    pub hits: Hits,
    pub layout: Layout,
    /// Where the parts of the head stand.
    pub head: Head,
    /// Where the parts of the closing stand.
    pub closing: Closing,
    pub sections: Vec<SectionSpan>,
}

impl Document {
    pub fn new(source: String, rules: &RuleSet) -> Self {
        Self::timed(source, rules, &mut |_| {})
    }

    /// The same, with `done` told the name of each step after it.
    pub fn timed(source: String, rules: &RuleSet, done: &mut impl FnMut(&'static str)) -> Self {
        let text = Text::new(source);
        done("normalize");
        let tokens = tokens(text.as_str(), text.folded(), rules.lexicon.vocabulary());
        done("tokens");
        let mut hits = rules.lexicon.scan(text.as_str(), &tokens);
        rules.patterns.add(text.folded(), &tokens, &mut hits);
        done("phrases");
        let layout = Layout::new(&text, &tokens);
        done("layout");
        let (head, closing, sections) = Default::default();
        let mut document = Document { text, tokens, hits, layout, head, closing, sections };
        document.read_parts(rules);
        done("sections");
        document
    }

    fn read_parts(&mut self, rules: &RuleSet) {
        let page = Page { document: self, rules };
        let head = Head::read(page);
        let body = head.recipients.as_ref().map_or(head.end, |r| r.end);
        let closing = Closing::read(page, body);
        let sections = section::sections(page, &head, &closing);
        (self.head, self.closing, self.sections) = (head, closing, sections);
    }

    /// The words of a token, normalized.
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| self.text.slice(t.span))
    }

    /// The words of a token in lower case.
    pub fn folded(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.text.folded()[t.span.range()])
    }

    /// Whether the token is this one mark.
    #[inline]
    pub fn is_mark(&self, token: usize, mark: &str) -> bool {
        let Some(token) = self.tokens.get(token).filter(|t| t.is_mark() && t.len() == mark.len()) else { return false };
        self.text.as_str().as_bytes()[token.span.range()] == *mark.as_bytes()
    }

    /// More than a space between words stands before a token: it may be in another column.
    pub(crate) fn follows_wide_gap(&self, token: usize) -> bool {
        let (Some(before), Some(this)) = (token.checked_sub(1).and_then(|t| self.tokens.get(t)), self.tokens.get(token)) else {
            return false;
        };
        let gap = before.span.end as usize..this.span.start as usize;
        gap.len() >= WIDE_GAP || self.text.as_str().as_bytes()[gap].contains(&b'\t')
    }

    /// The span from the first to the last of a range of tokens; empty for an empty range.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|i| self.tokens.get(i))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.join(last.span),
            (Some(first), _) => Span::new(first.span.start, first.span.start),
            _ => Span::default(),
        }
    }

    pub fn hit_span(&self, hit: &Hit) -> Span {
        self.span(hit.start as usize..hit.end as usize)
    }

    /// The token that holds `byte` or comes next after it.
    pub fn token_at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.span.end <= byte)
    }

    pub fn section_at(&self, byte: u32) -> Section {
        let after = self.sections.partition_point(|s| s.span.start <= byte);
        after.checked_sub(1).map_or(Section::Body, |i| self.sections[i].section)
    }

    /// Spans of all stretches of a section, in order.
    pub fn section(&self, section: Section) -> impl Iterator<Item = Span> {
        self.sections.iter().filter(move |s| s.section == section).map(|s| s.span)
    }

    pub fn hits_at(&self, family: Family, token: usize) -> At<'_> {
        self.hits.at(family, token)
    }

    /// A span as the record says it.
    pub fn locate(&self, span: Span, rule: &Arc<str>) -> Location {
        let at = self.text.source_span(span);
        Location {
            text: self.text.source()[at.bytes.range()].to_owned(),
            char_start: at.char_start,
            char_end: at.char_end,
            line: at.line,
            section: self.section_at(span.start),
            rule: Arc::clone(rule),
        }
    }

    pub fn located<T>(&self, mention: Mention<T>, rules: &RuleSet) -> Located<T> {
        Located { at: self.locate(mention.span, rules.name(mention.rule)), value: mention.value }
    }
}
