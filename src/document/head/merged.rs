//! Parts of a head that a copy ran together on one line.

use std::ops::Range;

use super::{MAX_TITLE_LINE, Reader};
use crate::grammar::date::date_at;
use crate::lexicon::Family;
use crate::rules::dates::DateWord;
use crate::rules::header::HeaderCue;
use crate::rules::sections::SectionCue;

/// Words of the longest name of a place before the date.
const MAX_PLACE: usize = 4;
/// Words of the longest body at the end of a title.
const MAX_BODY: usize = 14;

impl Reader<'_> {
    /// Where in a cell another part of the head, or the body, begins.
    pub(super) fn part_within(&self, cell: &Range<usize>) -> Option<usize> {
        let parts = [self.recipients_within(cell), self.place_within(cell), self.body_below_capitals(cell)];
        parts.into_iter().flatten().filter(|at| *at > cell.start).min()
    }

    /// "Kính gửi:" behind subject or date.
    fn recipients_within(&self, cell: &Range<usize>) -> Option<usize> {
        let document = self.page.document;
        let mut cues = self.page.rules.sections.cues.all_within(document, SectionCue::Recipients, cell.start + 1..cell.end);
        let is_printed = |start: usize, end: usize| document.tokens[start].is_capitalised() && document.is_mark(end, ":");
        cues.find(|h| is_printed(h.start as usize, h.end as usize)).map(|h| h.start as usize)
    }

    /// "… Hà Nội, ngày 5 tháng 3 năm 2024" behind the subject, where the line then ends or goes on with another part.
    fn place_within(&self, cell: &Range<usize>) -> Option<usize> {
        if self.head.date.is_some() || self.head.number.is_none() {
            return None;
        }
        let page = self.page;
        let days = page.rules.dates.words.all_within(page.document, DateWord::Day, cell.start + 2..cell.end);
        days.filter_map(|h| self.place_before(cell, h.start as usize)).next()
    }

    fn place_before(&self, cell: &Range<usize>, day: usize) -> Option<usize> {
        let page = self.page;
        let comma = day.checked_sub(1).filter(|c| page.document.is_mark(*c, ","))?;
        let date = date_at(page.document, page.rules, day).filter(|d| d.is_day())?;
        let end = date.tokens.end;
        let ends_part = end >= cell.end || page.has_cue(SectionCue::Recipients, end) || page.is_upper(end..end + 1);
        let place = self.known_place(cell.start, comma).or_else(|| self.capitalised_before(cell.start, comma))?;
        let is_unit = place > cell.start && page.rules.header.cues.before(page.document, HeaderCue::Unit, place).is_some();
        (ends_part && !is_unit).then_some(place)
    }

    /// Where a name of the places' list that ends here begins.
    fn known_place(&self, from: usize, end: usize) -> Option<usize> {
        let hits = self.page.document.hits.within(Family::Place, from.max(end.saturating_sub(MAX_PLACE + 2))..end);
        let is_name = |start: &usize| self.page.document.tokens[*start].is_capitalised();
        hits.filter(|h| h.end as usize == end).map(|h| h.start as usize).filter(is_name).min()
    }

    fn capitalised_before(&self, from: usize, end: usize) -> Option<usize> {
        let tokens = &self.page.document.tokens;
        let is_name = |t: &usize| tokens[*t].is_word() && tokens[*t].is_capitalised() && !tokens[*t].is_upper();
        (from.max(end.saturating_sub(MAX_PLACE))..end).rev().take_while(is_name).last()
    }

    /// "… NGƯỜI CÓ ĐẤT THU HỒI Căn cứ Luật Đất đai": small letters begin behind a title in capitals.
    fn body_below_capitals(&self, cell: &Range<usize>) -> Option<usize> {
        let page = self.page;
        let mut cues = page.rules.sections.cues.all_within(page.document, SectionCue::Opening, cell.start + 2..cell.end);
        let is_small = |t: usize| page.document.tokens[t].is_capitalised() && !page.document.tokens[t].is_upper();
        let first = cues.next()?.start as usize;
        (is_small(first) && page.is_upper(first - 2..first - 1) && page.is_upper(first - 1..first)).then_some(first)
    }

    /// Takes the body that decides off the end of a title in capitals that stands on the line of its kind.
    pub(super) fn drop_authority(&mut self) {
        let page = self.page;
        let line_of = |t: usize| page.document.layout.line_of(t);
        let Some(kind) = self.head.kind.map(|h| h.start as usize) else { return };
        let Some(title) = self.head.title.last().cloned().filter(|t| line_of(t.start) == line_of(kind) && page.is_upper(t.clone())) else {
            return;
        };
        let opens_body = page.has_cue(SectionCue::Opening, title.end) && page.document.tokens[title.end].is_capitalised();
        let first = title.end.saturating_sub(MAX_BODY).max(title.start + 2);
        let body = (first..title.end).find(|t| opens_body && self.is_own_body(*t) && !self.ends_with_connector(&(title.start..*t)));
        if let (Some(body), Some(last)) = (body, self.head.title.last_mut()) {
            last.end = body;
        }
    }

    /// A position, or the first word of the letterhead's body.
    fn is_own_body(&self, token: usize) -> bool {
        let issuer = |t: usize| self.page.document.hits_at(Family::Issuer, t).next().map(|h| &self.page.rules.issuers.of(&h).id);
        let own = self.head.bodies.last().and_then(|b| issuer(b.first()?.start));
        let is_of_position = self.page.rules.header.cues.before(self.page.document, HeaderCue::Position, token).is_some();
        !is_of_position && (self.page.after_word(HeaderCue::Position, token).is_some() || own.is_some() && own == issuer(token))
    }

    /// Where the addressees end on a line that goes on with the body.
    pub(super) fn addressees_end(&self, rest: &Range<usize>) -> usize {
        if rest.len() <= MAX_TITLE_LINE {
            return rest.end;
        }
        let page = self.page;
        let is_printed = |t: &usize| page.document.tokens[*t].is_capitalised();
        let cues = page.rules.sections.cues.all_within(page.document, SectionCue::Opening, rest.start + 1..rest.end);
        let opening = cues.map(|h| h.start as usize).find(is_printed);
        let stop = (rest.start + 1..rest.end - 1).find(|t| page.document.is_mark(*t, ".") && is_printed(&(t + 1))).map(|t| t + 1);
        opening.into_iter().chain(stop).min().unwrap_or(rest.end)
    }
}
