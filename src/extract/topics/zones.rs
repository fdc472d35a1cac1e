//! Where a topic's words stand, and how much that says.

use std::ops::Range;

use crate::document::cell::is_decoration;
use crate::document::{Document, Token};
use crate::extract::sweep::{Sweep, past};
use crate::lexicon::{Family, Hit};
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

/// The zones of a document, asked for from its beginning to its end.
pub(super) struct Zones<'a> {
    document: &'a Document,
    rules: &'a RuleSet,
    title: Option<Range<usize>>,
    /// Tokens of what cites other documents, with their titles, in order.
    cited: Vec<Range<usize>>,
    cues: Sweep<'a>,
    issuers: Sweep<'a>,
    /// How many sections, citations and paragraphs the questions have come past.
    begun: usize,
    citations: usize,
    paragraphs: usize,
    /// The paragraph last asked for, and whether it is a heading.
    heading: (usize, bool),
}

impl<'a> Zones<'a> {
    pub fn new(document: &'a Document, rules: &'a RuleSet, header: &Header, citations: &[Span]) -> Self {
        let title = if header.title.is_some() { title(document) } else { first_line(document) };
        Zones {
            document,
            rules,
            title,
            cited: citations.iter().map(|span| cited(document, *span)).collect(),
            cues: Sweep::new(document, Family::TopicCue),
            issuers: Sweep::new(document, Family::Issuer),
            begun: 0,
            citations: 0,
            paragraphs: 0,
            heading: (usize::MAX, false),
        }
    }

    /// The zone of a phrase, behind all that were asked for; none where it is no mention.
    pub fn of(&mut self, hit: &Hit) -> Option<Zone> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let is_titled = self.title.as_ref().is_some_and(|t| t.start <= start && end <= t.end) || self.is_part_of_kind(start, end);
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
        match self.section(start) {
            Section::Header | Section::Recipients | Section::Distribution | Section::Signature => None,
            Section::Footnote | Section::Attachments => Some(Zone::Aside),
            Section::Body if self.is_cited(start) => Some(Zone::Aside),
            Section::Body if self.is_in_heading(start) => Some(Zone::Heading),
            Section::Body => Some(Zone::Body),
        }
    }

    /// "KẾT LUẬN THANH TRA", "BIÊN BẢN KIỂM TRA": the printed kind says what the document is about, as its title does.
    fn is_part_of_kind(&self, start: usize, end: usize) -> bool {
        self.document.head.kind.is_some_and(|k| k.start as usize <= start && end <= k.end as usize)
    }

    /// The name of a body, or a longer phrase that means another thing.
    fn is_part_of_another_phrase(&mut self, start: usize, end: usize) -> bool {
        let kinds = &self.rules.topics.cues;
        let is_longer = |h: &Hit| (h.end - h.start) as usize > end - start;
        self.cues.covering(start, end).any(|h| match kinds.kind(&h) {
            TopicCue::Body => true,
            TopicCue::Harmless => is_longer(&h),
            _ => false,
        })
    }

    fn is_part_of_issuer(&mut self, start: usize, end: usize) -> bool {
        self.issuers.covering(start, end).next().is_some()
    }

    /// 'Ban Chỉ đạo phòng, chống tội phạm': the words that complete a body's name.
    fn is_behind_open_body(&self, start: usize) -> bool {
        let body = self.document.hits.ending_at(Family::Issuer, start);
        body.is_some_and(|h| self.rules.issuers.of(&h).is_open) && !self.document.tokens[start].starts_line()
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

    fn section(&mut self, token: usize) -> Section {
        let (sections, byte) = (&self.document.sections, self.document.tokens[token].span.start);
        self.begun = past(sections, self.begun, |s| s.span.start <= byte);
        self.begun.checked_sub(1).map_or(Section::Body, |i| sections[i].section)
    }

    fn is_cited(&mut self, token: usize) -> bool {
        self.citations = past(&self.cited, self.citations, |c| c.start <= token);
        self.citations.checked_sub(1).is_some_and(|i| token < self.cited[i].end)
    }

    fn is_in_heading(&mut self, token: usize) -> bool {
        let paragraphs = &self.document.layout.paragraphs;
        self.paragraphs = past(paragraphs, self.paragraphs, |p| p.end <= token);
        if self.heading.0 != self.paragraphs {
            self.heading = (self.paragraphs, paragraphs.get(self.paragraphs).is_some_and(|p| is_heading(self.document, p)));
        }
        self.heading.1
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
    let text = document.text.as_str().as_bytes();
    let is_semicolon = |t: &Token| t.is_mark() && text[t.span.start as usize] == b';';
    let title = document.tokens.get(from..last).unwrap_or_default();
    start..from + title.iter().position(is_semicolon).unwrap_or(title.len())
}

/// Tokens of the longest heading.
const LONGEST_HEADING: usize = 40;

/// A line that stands for itself: numbered or in capitals, without a full stop.
fn is_heading(document: &Document, paragraph: &Range<usize>) -> bool {
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

/// Where the words of the title stand first.
fn title(document: &Document) -> Option<Range<usize>> {
    let words = title_words(document);
    let (first, len) = (*words.first()?, words.len());
    let tokens = &document.tokens;
    let same = |a: usize, b: usize| tokens.get(a).is_some_and(|t| t.len() == tokens[b].len()) && document.folded(a) == document.folded(b);
    let all = |start: usize| words.iter().enumerate().all(|(i, word)| same(start + i, *word));
    let is_mark = |t: usize| !tokens[t].is_word() && !tokens[t].is_digits();
    let start = (0..tokens.len().min(TITLE_REACH)).find(|t| same(*t, first) && !is_mark(*t) && all(*t))?;
    Some(start..start + len)
}

/// The tokens of the title as the header says it: without decoration, and without marks at its end.
fn title_words(document: &Document) -> Vec<usize> {
    let lines = document.head.title.iter().cloned();
    let mut words: Vec<usize> = lines.flatten().filter(|t| !is_decoration(document.word(*t))).collect();
    while words.pop_if(|t| matches!(document.word(*t), "." | ";" | ":" | ",")).is_some() {}
    words
}
