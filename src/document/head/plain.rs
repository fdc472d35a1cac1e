//! Heads of collections that print neither letterhead nor number:
//! "Nghị quyết về việc …", the issuing body below or above, then the bases.

use std::ops::Range;

use super::{Head, MAX_TITLE_LINE, SHORT};
use crate::document::Page;
use crate::lexicon::Family;
use crate::rules::citations::UNKNOWN_KIND;
use crate::rules::header::HeaderCue;
use crate::rules::sections::SectionCue;

/// Lines of such a head at most.
const MAX_LINES: usize = 10;
/// Lines between the bases and the formula that enacts.
const MAX_TO_FORMULA: usize = 60;

/// The head, where the first lines are a kind with its subject and a body, and a basis follows.
pub(super) fn read(page: Page) -> Option<Head> {
    let lines = (0..page.document.layout.lines.len()).filter_map(|l| only_cell(page, l)).take(MAX_LINES);
    let lines: Vec<Range<usize>> = lines.collect();
    let opening = lines.iter().position(|cell| opens_body(page, cell)).filter(|i| *i > 0)?;
    let mut head = Head::none();
    for (i, line) in lines[..opening].iter().enumerate() {
        read_line(page, &mut head, line, i)?;
    }
    head.end = lines[opening - 1].end;
    if head.bodies.is_empty() {
        let body = enacting_body(page, head.end)?;
        head.bodies.push(vec![body]);
    }
    head.kind.is_some().then_some(head)
}

fn only_cell(page: Page, line: usize) -> Option<Range<usize>> {
    let cell = page.trim(page.document.layout.lines.get(line)?.tokens.clone());
    (!cell.is_empty()).then_some(cell)
}

fn opens_body(page: Page, cell: &Range<usize>) -> bool {
    page.has_cue(SectionCue::Opening, cell.start) && page.document.tokens[cell.start].is_capitalised() && cell.len() > 4
}

/// Takes a line as kind, subject or body; `None` where it can be no line of such a head.
fn read_line(page: Page, head: &mut Head, cell: &Range<usize>, index: usize) -> Option<()> {
    let ends_sentence = matches!(page.document.word(cell.end - 1), "." | ";" | ":" | ",");
    if ends_sentence || cell.len() > MAX_TITLE_LINE || page.is_item(cell) {
        return None;
    }
    if head.bodies.is_empty() && is_body(page, cell) {
        head.bodies.push(vec![cell.clone()]);
        return Some(());
    }
    if head.kind.is_none() {
        return (index <= 1).then(|| read_kind(page, head, cell)).flatten();
    }
    // Behind the body: "Khóa VII, kỳ họp thứ 13".
    if head.bodies.is_empty() {
        head.title.push(cell.clone());
    }
    (head.bodies.is_empty() || cell.len() <= SHORT).then_some(())
}

fn read_kind(page: Page, head: &mut Head, cell: &Range<usize>) -> Option<()> {
    let hit = page.document.hits_at(Family::Kind, cell.start).next().filter(|h| page.rules.kinds.of(h).id != UNKNOWN_KIND)?;
    let end = cell.end.min(cell.start + page.rules.kinds.of(&hit).words);
    let start = page.after_cue(SectionCue::Subject, end).unwrap_or(end);
    head.kind = Some(hit);
    head.title.extend(Some(start..cell.end).filter(|t| !t.is_empty()));
    Some(())
}

fn is_body(page: Page, cell: &Range<usize>) -> bool {
    let is_named = page.names_agency(cell.start) || page.after_word(HeaderCue::Position, cell.start).is_some();
    is_named && cell.len() <= SHORT && page.document.tokens[cell.start].is_capitalised()
}

/// The body before the formula: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … QUYẾT ĐỊNH:"
fn enacting_body(page: Page, from: usize) -> Option<Range<usize>> {
    let first = page.document.layout.line_of(from);
    let mut before: Option<Range<usize>> = None;
    for cell in (first..first + MAX_TO_FORMULA).filter_map(|l| only_cell(page, l)) {
        if let Some(start) = formula(page, &cell) {
            let body = if start > cell.start { Some(cell.start..start) } else { before };
            return body.filter(|b| is_body(page, b));
        }
        before = Some(cell);
    }
    None
}

/// Where the formula at the end of a line begins.
fn formula(page: Page, cell: &Range<usize>) -> Option<usize> {
    let end = cell.end.checked_sub(1).filter(|e| page.document.is_mark(*e, ":"))?;
    let cue = page.rules.sections.cues.before(page.document, SectionCue::Enacts, end)?;
    Some(cue.start as usize).filter(|s| *s >= cell.start)
}
