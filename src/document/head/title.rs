//! Where a title ends.

use std::ops::Range;

use super::{MAX_TITLE_LINE, Reader, SHORT};
use crate::document::Page;
use crate::rules::dates::DateWord;
use crate::rules::header::HeaderCue;
use crate::rules::period::PeriodCue;
use crate::rules::sections::SectionCue;

impl Reader<'_> {
    /// The line belongs to the title that is being read.
    pub(super) fn title_goes_on(&self, cell: &Range<usize>) -> bool {
        let page = self.page;
        let document = page.document;
        let opens = page.has_cue(SectionCue::Opening, cell.start) && document.tokens[cell.start].is_capitalised();
        let Some(before) = self.head.title.last() else { return !(opens && cell.len() > MAX_TITLE_LINE) };
        let last_word = document.word(before.end - 1);
        let is_open = last_word == "," || self.ends_with_connector(before);
        if page.is_item(cell) && !is_open || self.is_bracketed_note(cell) {
            return false;
        }
        if page.is_lower(cell.start) {
            return true;
        }
        let title_is_upper = self.head.title.iter().all(|t| page.is_upper(t.clone()));
        let names_body = page.names_agency(cell.start) || page.after_word(HeaderCue::Position, cell.start).is_some();
        if page.is_upper(cell.clone()) && (!title_is_upper || names_body && !is_open) {
            return false;
        }
        let follows_blank = document.tokens[cell.start].follows_blank_line() || self.line > self.last_line + 1;
        let begins_body = opens && (!is_open || follows_blank);
        if matches!(last_word, "." | ":") || document.is_mark(cell.end - 1, ":") || begins_body || cell.len() > MAX_TITLE_LINE {
            return false;
        }
        if follows_blank {
            return is_open || self.is_time_line(cell);
        }
        is_open || !self.is_speakers_body(cell, names_body)
    }

    /// "(Ban hành kèm theo …)", "(Người trình bày: …)": a line in brackets that tells of the document.
    pub(super) fn is_bracketed_note(&self, cell: &Range<usize>) -> bool {
        let document = self.page.document;
        let is_annex = self.page.has_cue(SectionCue::Annex, cell.start + 1);
        let names_somebody = || document.is_mark(cell.end - 1, ")") && cell.clone().any(|t| document.is_mark(t, ":"));
        document.is_mark(cell.start, "(") && (is_annex || names_somebody())
    }

    pub(super) fn ends_with_connector(&self, line: &Range<usize>) -> bool {
        let cues = &self.page.rules.header.cues;
        cues.before(self.page.document, HeaderCue::Connector, line.end).is_some()
    }

    /// A line of its own for the time: "6 tháng đầu năm 2024", "(từ ngày … đến ngày …)".
    fn is_time_line(&self, cell: &Range<usize>) -> bool {
        let document = self.page.document;
        let bracketed = document.is_mark(cell.start, "(") && !self.page.has_cue(SectionCue::Annex, cell.start + 1);
        let first = cell.start + usize::from(bracketed);
        cell.len() <= 2 * SHORT && cell.contains(&first) && (document.tokens[first].is_digits() || self.begins_time(first))
    }

    fn begins_time(&self, token: usize) -> bool {
        let words = [PeriodCue::Quarter, PeriodCue::Half, PeriodCue::Stage, PeriodCue::From, PeriodCue::Week];
        let dates = [DateWord::Month, DateWord::Year];
        let Page { document, rules } = self.page;
        let is_period = words.iter().any(|w| rules.period.cues.at(document, *w, token).is_some());
        is_period || dates.iter().any(|w| rules.dates.words.at(document, *w, token).is_some())
    }

    /// Under the title of a speech stands who speaks.
    fn is_speakers_body(&self, cell: &Range<usize>, names_body: bool) -> bool {
        let next = self.page.document.layout.lines.get(self.line + 1);
        names_body && self.head.bodies.is_empty() && cell.len() <= SHORT && next.is_none_or(|l| l.follows_blank)
    }
}
