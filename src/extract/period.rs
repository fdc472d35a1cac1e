//! The stretch of time that a document is about.

use std::ops::Range;

use crate::document::{Document, Page};
use crate::grammar::period::{WrittenPeriod, periods};
use crate::lexicon::Family;
use crate::record::{Grain, Header, Period, Section};
use crate::rules::RuleSet;
use crate::rules::period::PeriodCue;

/// Tokens that the first paragraph of a press piece has at least: captions are shorter.
const MIN_LEAD: usize = 30;
/// Tokens of a programme's name before its years.
const MAX_PROGRAMME: usize = 20;
/// Paragraphs among which the opening sentence is looked for.
const MAX_BEFORE_LEAD: usize = 12;

/// The period of a document, from its title, else from its opening sentence.
pub(crate) fn period(document: &Document, rules: &RuleSet, header: &Header) -> Option<Period> {
    let found = reported(document, rules, header)?;
    Some(Period {
        first_day: found.first.to_string(),
        last_day: found.last.to_string(),
        grain: found.grain,
        text: Page { document, rules }.text(found.tokens),
    })
}

/// The same with the place where it is written.
pub(crate) fn reported(document: &Document, rules: &RuleSet, header: &Header) -> Option<WrittenPeriod> {
    let year = year_of(header);
    let first = |tokens| periods(document, rules, tokens, year).into_iter().next();
    let of_title = title(document).and_then(first);
    let is_press = header.kind.is_none();
    let lead = || opening(document, rules, header).map(|o| periods(document, rules, o, year)).unwrap_or_default();
    of_title.or_else(|| lead().into_iter().find(|p| !is_press || !is_stage_of_another(document, p)))
}

/// "Chương trình cải cách hành chính giai đoạn 2011 - 2020": the stretch is a programme's, which the press piece only names.
fn is_stage_of_another(document: &Document, period: &WrittenPeriod) -> bool {
    let start = period.tokens.start;
    let from = document.layout.sentence_of(start).start.max(start.saturating_sub(MAX_PROGRAMME));
    let from = (from..start).rev().find(|t| matches!(document.word(*t), "," | ";" | ":")).unwrap_or(from);
    period.grain == Grain::Range
        && document.hits.within(Family::Kind, from..start).any(|h| document.tokens[h.start as usize].is_capitalised())
}

/// The year of the document's own date.
pub(crate) fn year_of(header: &Header) -> Option<i16> {
    header.date_partial.as_ref()?.get(..4)?.parse().ok()
}

/// The tokens of the title; of a text without a head its headline.
fn title(document: &Document) -> Option<Range<usize>> {
    let title = &document.head.title;
    match (title.first(), title.last()) {
        (Some(first), Some(last)) => Some(first.start..last.end),
        _ => headline(document),
    }
}

/// The first paragraph of a text without a head, where it is no sentence and no item.
fn headline(document: &Document) -> Option<Range<usize>> {
    let first = document.layout.paragraphs.first().filter(|_| document.head.end == 0 && document.layout.paragraphs.len() > 1)?;
    let is_marked = !document.tokens.get(first.start)?.is_word() && !document.tokens[first.start].is_digits();
    let ends = matches!(document.word(first.end - 1), "." | ";" | ":" | "," | "/");
    (!is_marked && !ends).then(|| first.clone())
}

/// The opening sentence, in kinds of documents that report or plan in it.
pub(crate) fn opening(document: &Document, rules: &RuleSet, header: &Header) -> Option<Range<usize>> {
    match &header.kind {
        Some(kind) if rules.period.asks_opening(kind) => first_sentence(document, rules, 1),
        None if document.head.end == 0 => headline(document).and_then(|_| first_sentence(document, rules, MIN_LEAD)),
        _ => None,
    }
}

/// The first sentence of the first paragraph of the body with that many tokens; greetings are none.
fn first_sentence(document: &Document, rules: &RuleSet, least: usize) -> Option<Range<usize>> {
    let body = document.section(Section::Body).next()?;
    let start = document.token_at(body.start);
    let start = if document.head.end == 0 { document.layout.paragraph_of(start).end } else { start };
    let layout = &document.layout;
    let first = layout.paragraphs.partition_point(|p| p.start < start);
    let is_lead = |p: &&Range<usize>| p.len() >= least && rules.period.cues.at(document, PeriodCue::Greeting, p.start).is_none();
    let lead = layout.paragraphs[first..].iter().take(MAX_BEFORE_LEAD).find(is_lead)?;
    Some(layout.sentence_of(lead.start))
}
