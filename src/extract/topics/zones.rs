//! Where a topic's words stand, and how much that says.

use std::ops::Range;

use crate::document::{Document, Token, TokenKind, tokens};
use crate::lexicon::{Family, Hit, Vocabulary};
use crate::mention::Span;
use crate::record::{Header, Section};
use crate::rules::RuleSet;
use crate::rules::topics::TopicCue;

/// A place that weighs words alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    Title,
    Heading,
    Body,
    /// A footnote, or the title of another document.
    Aside,
}

impl Zone {
    pub fn weight(self) -> f64 {
        match self {
            Zone::Title => 5.0,
            Zone::Heading => 3.0,
            Zone::Body => 1.0,
            Zone::Aside => 0.5,
        }
    }
}

/// The zones of a document.
pub(super) struct Zones<'a> {
    document: &'a Document,
    rules: &'a RuleSet,
    title: Option<Range<usize>>,
    /// Tokens of what cites other documents, with their titles, in order.
    cited: Vec<Range<usize>>,
}

impl<'a> Zones<'a> {
    pub fn new(document: &'a Document, rules: &'a RuleSet, header: &Header, citations: &[Span]) -> Self {
        let title = header.title.as_deref().map_or_else(|| first_line(document), |t| find(document, t));
        let cited = citations.iter().map(|span| cited(document, *span)).collect();
        Zones { document, rules, title, cited }
    }

    /// The zone of a phrase; none where it is no mention.
    pub fn of(&self, hit: &Hit) -> Option<Zone> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let is_titled = self.title.as_ref().is_some_and(|t| t.start <= start && end <= t.end);
        // In a title a body in lower case is what the document is about: 'hoạt động của đài truyền thanh cấp xã'.
        let is_class = is_titled && !self.document.tokens[start].is_capitalised();
        if self.is_part_of_another_phrase(start, end) || !is_class && self.is_part_of_issuer(start, end) {
            return None;
        }
        if is_titled {
            return Some(Zone::Title);
        }
        if self.is_behind_open_body(start) || self.completes_body(start) {
            return None;
        }
        match self.document.section_at(self.document.tokens[start].span.start) {
            Section::Header | Section::Recipients | Section::Distribution | Section::Signature => None,
            Section::Footnote | Section::Attachments => Some(Zone::Aside),
            Section::Body if self.is_cited(start) => Some(Zone::Aside),
            Section::Body if is_heading(self.document, start) => Some(Zone::Heading),
            Section::Body => Some(Zone::Body),
        }
    }

    /// The name of a body, or a longer phrase that means another thing.
    fn is_part_of_another_phrase(&self, start: usize, end: usize) -> bool {
        let is_body = |h: &Hit| self.rules.topics.cues.kind(h) == TopicCue::Body;
        let is_longer = |h: &Hit| self.rules.topics.cues.kind(h) == TopicCue::Harmless && (h.end - h.start) as usize > end - start;
        let mut cues = self.document.hits.covering(Family::TopicCue, start..end);
        cues.any(|h| is_body(h) || is_longer(h))
    }

    fn is_part_of_issuer(&self, start: usize, end: usize) -> bool {
        self.document.hits.covering(Family::Issuer, start..end).next().is_some()
    }

    /// 'Ban Chỉ đạo phòng, chống tội phạm': the words that complete a body's name.
    fn is_behind_open_body(&self, start: usize) -> bool {
        let body = self.document.hits.ending_at(Family::Issuer, start);
        body.is_some_and(|h| self.rules.issuers.of(h).is_open) && !self.document.tokens[start].starts_line()
    }

    /// 'Trung tâm Văn hóa, Thông tin và Thể thao': capitalised words lead back to the head of a body's name.
    fn completes_body(&self, start: usize) -> bool {
        let tokens = &self.document.tokens;
        if !is_name(&tokens[start]) || tokens[start].starts_line() {
            return false;
        }
        for at in (start.saturating_sub(LONGEST_BODY)..start).rev() {
            if is_name(&tokens[at]) && self.is_body(at) {
                return true;
            }
            if !is_name(&tokens[at]) && !self.joins(at) && !self.is_inside_name(at) || tokens[at].starts_line() {
                return false;
            }
        }
        false
    }

    /// A body's name or the head of one begins here; the name may hide its head.
    fn is_body(&self, token: usize) -> bool {
        let cues = &self.rules.topics.cues;
        [TopicCue::BodyHead, TopicCue::Body].iter().any(|kind| cues.at(self.document, *kind, token).is_some())
    }

    fn joins(&self, token: usize) -> bool {
        matches!(self.document.word(token), "," | "-") || self.rules.topics.cues.at(self.document, TopicCue::Joins, token).is_some()
    }

    /// The second syllable of a word whose first is capitalised: 'Văn hóa'.
    fn is_inside_name(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        tokens[token].is_word() && token.checked_sub(1).is_some_and(|i| is_name(&tokens[i]))
    }

    fn is_cited(&self, token: usize) -> bool {
        let after = self.cited.partition_point(|c| c.start <= token);
        after.checked_sub(1).is_some_and(|i| token < self.cited[i].end)
    }
}

/// Capitalised, in text that is not all capitals.
fn is_name(token: &Token) -> bool {
    token.is_capitalised() && !token.is_upper()
}

/// Tokens of a body's name before one of its words.
const LONGEST_BODY: usize = 16;

/// Tokens of a title behind a citation that are looked at.
const CITED_TITLE: usize = 40;

/// A citation with the title behind it, which ends at a semicolon or with the sentence.
fn cited(document: &Document, span: Span) -> Range<usize> {
    let start = document.token_at(span.start);
    let sentence = document.layout.sentence_of(start);
    let from = document.token_at(span.end);
    let last = sentence.end.min(from + CITED_TITLE);
    let end = (from..last).find(|i| document.is_mark(*i, ";")).unwrap_or(last);
    start..end.max(from)
}

/// Tokens of the longest heading.
const LONGEST_HEADING: usize = 40;

/// A line that stands for itself: numbered or in capitals, without a full stop.
fn is_heading(document: &Document, token: usize) -> bool {
    let paragraph = document.layout.paragraph_of(token);
    if paragraph.is_empty() || paragraph.len() > LONGEST_HEADING {
        return false;
    }
    let words = &document.tokens[paragraph.clone()];
    let first = document.word(paragraph.start);
    let numbered = words[0].is_digits() || first.len() <= 4 && words[0].is_upper() && first.chars().all(|c| "IVX".contains(c));
    let upper = words.iter().filter(|t| t.is_word()).all(Token::is_upper);
    let ends = matches!(document.word(paragraph.end - 1), "." | ";" | "," | "|");
    (numbered || upper) && !ends
}

/// Tokens of the longest first line that may be a headline.
const LONGEST_HEADLINE: usize = 60;

/// The headline of a text without a header: its first line, unless that is a sentence.
fn first_line(document: &Document) -> Option<Range<usize>> {
    let line = document.layout.lines.first()?.tokens.clone();
    let has_words = document.tokens[line.clone()].iter().filter(|t| t.is_word()).count() >= 4;
    let ends = matches!(document.word(line.end - 1), "." | ";" | ":" | ",");
    (line.len() <= LONGEST_HEADLINE && has_words && !ends).then_some(line)
}

/// Tokens in which a title is looked for.
const TITLE_REACH: usize = 1000;

/// Where the words of a title stand.
fn find(document: &Document, title: &str) -> Option<Range<usize>> {
    let folded = title.to_lowercase();
    let words: Vec<&str> = tokens(&folded, &folded, &Vocabulary::default()).iter().map(|t| &folded[t.span.range()]).collect();
    let (first, len) = (*words.first()?, words.len());
    let all = &document.tokens[..document.tokens.len().min(TITLE_REACH)];
    let same = |start: usize| words.iter().enumerate().all(|(i, w)| document.folded(start + i) == *w);
    let start = (0..all.len()).find(|i| all[*i].kind != TokenKind::Mark && document.folded(*i) == first && same(*i))?;
    Some(start..start + len)
}
