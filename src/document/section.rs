//! The parts of a document: header, recipients, body, footnotes, attachments, distribution, signature.

use std::ops::Range;

use super::Document;
use super::cell::Page;
use super::closing::Closing;
use super::footnote::footnotes;
use super::head::Head;
use crate::mention::Span;
use crate::record::Section;
use crate::rules::sections::SectionCue;

/// A stretch of one part. Stretches follow each other without a gap and cover the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SectionSpan {
    pub section: Section,
    pub span: Span,
}

/// A part, in tokens.
type Part = (Range<usize>, Section);

/// The parts of a text, in order, covering it whole.
pub(crate) fn sections(page: Page, head: &Head, closing: &Closing) -> Vec<SectionSpan> {
    let body = head.recipients.as_ref().map_or(head.end, |r| r.end);
    let mut parts: Vec<Part> = Vec::new();
    parts.push((0..head.end, Section::Header));
    parts.extend(head.recipients.iter().map(|r| (r.clone(), Section::Recipients)));
    parts.extend(attachments(page, body).into_iter().map(|r| (r, Section::Attachments)));
    parts.extend(closing.distribution.iter().map(|r| (r.clone(), Section::Distribution)));
    parts.extend(closing.signature.iter().map(|r| (r.clone(), Section::Signature)));
    parts.extend(running_heads(page, body).into_iter().map(|r| (r, Section::Header)));
    parts.extend(footnotes(page.document, body).into_iter().map(|r| (r, Section::Footnote)));
    parts.retain(|(tokens, _)| !tokens.is_empty());
    parts.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
    spans(page.document, &parts)
}

/// The head that a gazette prints on every page.
fn running_heads(page: Page, from: usize) -> Vec<Range<usize>> {
    let document = page.document;
    let all = from..document.tokens.len();
    let heads = page.rules.sections.cues.all_within(document, SectionCue::RunningHead, all);
    let heads = heads.filter(|h| document.tokens[h.start as usize].starts_line());
    heads.map(|h| document.layout.lines[document.layout.line_of(h.start as usize)].tokens.clone()).collect()
}

/// A list after "Gửi kèm:" at the begin of a line, with the items below it; a line "(Gửi kèm …)".
fn attachments(page: Page, from: usize) -> Vec<Range<usize>> {
    let document = page.document;
    let all = from..document.tokens.len();
    let cues = page.rules.sections.cues.all_within(document, SectionCue::Attachments, all);
    let mut lists: Vec<Range<usize>> = Vec::new();
    for hit in cues.filter(|h| document.tokens[h.start as usize].is_capitalised()) {
        let start = hit.start as usize;
        let list = bracketed(document, start).or_else(|| listed(page, start, hit.end as usize));
        lists.extend(list.filter(|l| lists.last().is_none_or(|last| last.end <= l.start)));
    }
    lists
}

/// "(Gửi kèm chương trình hội nghị)" as a line of its own.
fn bracketed(document: &Document, start: usize) -> Option<Range<usize>> {
    let open = start.checked_sub(1).filter(|o| document.is_mark(*o, "(") && document.tokens[*o].starts_line())?;
    let line = document.layout.lines[document.layout.line_of(open)].tokens.clone();
    let last = (line.end.saturating_sub(2)..line.end).any(|t| document.is_mark(t, ")"));
    last.then_some(line)
}

fn listed(page: Page, start: usize, cue_end: usize) -> Option<Range<usize>> {
    let document = page.document;
    let line = document.layout.line_of(start);
    let tokens = &document.layout.lines[line].tokens;
    let starts_line = (tokens.start..start).rev().all(|t| page.is_decoration(t));
    let has_colon = || (cue_end..tokens.end).any(|t| document.is_mark(t, ":"));
    (starts_line && has_colon()).then(|| start..list_end(page, line))
}

/// Token after the last item of the list that a line opens.
fn list_end(page: Page, line: usize) -> usize {
    let document = page.document;
    let mut end = document.layout.paragraph_of(document.layout.lines[line].tokens.start).end;
    while document.tokens.get(end).is_some() {
        let paragraph = document.layout.paragraph_of(end);
        if !document.is_mark(paragraph.start, "-") && !document.is_mark(paragraph.start, "+") {
            break;
        }
        end = paragraph.end;
    }
    end
}

/// Parts as spans, with body between them; a part within another cuts it in two.
fn spans(document: &Document, parts: &[Part]) -> Vec<SectionSpan> {
    let mut marks: Vec<(usize, Section)> = vec![(0, Section::Body)];
    let mut open: Vec<Part> = Vec::new();
    for (tokens, section) in parts {
        close(&mut open, &mut marks, tokens.start);
        mark(&mut marks, tokens.start, *section);
        open.push((tokens.clone(), *section));
    }
    close(&mut open, &mut marks, usize::MAX);
    drop_marks_alone(document, &mut marks);
    let text_end = document.text.as_str().len() as u32;
    let byte = |token: usize| if token == 0 { 0 } else { document.tokens.get(token).map_or(text_end, |t| t.span.start) };
    let mut spans: Vec<SectionSpan> = Vec::new();
    for (i, (token, section)) in marks.iter().enumerate() {
        let span = Span::new(byte(*token), marks.get(i + 1).map_or(text_end, |m| byte(m.0)));
        match spans.last_mut() {
            Some(last) if last.section == *section => last.span.end = span.end,
            _ => spans.push(SectionSpan { section: *section, span }),
        }
    }
    spans.retain(|s| s.span.start < s.span.end || text_end == 0);
    spans
}

/// `**` or `|` between two parts is no body: it stays with the part before.
fn drop_marks_alone(document: &Document, marks: &mut Vec<(usize, Section)>) {
    let ends: Vec<usize> = marks.iter().skip(1).map(|m| m.0).chain([document.tokens.len()]).collect();
    let mut ends = ends.into_iter();
    let mut first = true;
    marks.retain(|(start, section)| {
        let end = ends.next().unwrap_or(*start).min(document.tokens.len());
        let says_something = *section != Section::Body
            || std::mem::take(&mut first)
            || document.tokens[*start..end].iter().any(|t| t.is_word() || t.is_digits());
        first = false;
        says_something
    });
}

fn close(open: &mut Vec<Part>, marks: &mut Vec<(usize, Section)>, until: usize) {
    while let Some((tokens, _)) = open.last().filter(|(t, _)| t.end <= until) {
        let end = tokens.end;
        open.pop();
        let section = open.last().filter(|(t, _)| t.end > end).map_or(Section::Body, |(_, s)| *s);
        mark(marks, end, section);
    }
}

/// A later mark at the same token takes the place of the one before.
fn mark(marks: &mut Vec<(usize, Section)>, token: usize, section: Section) {
    match marks.last_mut() {
        Some(last) if last.0 >= token => last.1 = section,
        _ => marks.push((token, section)),
    }
}
