//! The body that issued a document: how far its name goes.

use std::ops::Range;

use super::{Cited, Reader};
use crate::lexicon::Family;
use crate::rules::citations::CitationCue as Cue;

/// Words that the name of a body goes on for at most.
const MAX_NAME: usize = 30;
/// Bodies that issue one document together.
const MAX_BODIES: usize = 8;
/// Words of a body that no rule names.
const MAX_UNKNOWN: usize = 12;

impl Reader<'_> {
    /// The body after the word for "of".
    pub fn issuer_after(&self, at: usize) -> Option<Range<usize>> {
        let at = self.after(Cue::Of, at)?;
        let jointly = self.after(Cue::Jointly, at);
        let start = jointly.unwrap_or(at);
        let first = self.known_body(start).or_else(|| self.unknown_body(start))?;
        Some(first.start..if jointly.is_some() { self.joint_end(first.end) } else { self.known_bodies_end(first.end, &["-"]) })
    }

    /// A body that the rules name.
    pub fn known_body(&self, at: usize) -> Option<Range<usize>> {
        let hit = self.document.hits_at(Family::Issuer, at).next().filter(|_| self.is_capitalised(at))?;
        let issuer = self.rules.issuers.of(&hit);
        let mut end = hit.end as usize;
        // "Văn phòng UBND tỉnh", "Ban Tuyên giáo Tỉnh ủy": one body within another.
        if let Some(more) =
            self.document.hits_at(Family::Issuer, end).next().filter(|_| self.is_capitalised(end) && !self.changes_style(end))
        {
            end = more.end as usize;
        }
        end = if issuer.is_open { self.open_end(end) } else { self.place_end(end) };
        Some(at..self.term_end(end))
    }

    /// "… khóa XIII", "… (khóa X)": the term of an elected body.
    fn term_end(&self, end: usize) -> usize {
        let opened = usize::from(self.document.is_mark(end, "("));
        let Some(number) = self.after(Cue::Term, end + opened) else { return end };
        let Some(token) = self.document.tokens.get(number) else { return end };
        let is_roman = token.is_upper() && self.document.word(number).bytes().all(|b| b"IVXL".contains(&b));
        let is_closed = opened == 0 || self.document.is_mark(number + 1, ")");
        if (is_roman || token.is_digits()) && is_closed { number + 1 + opened } else { end }
    }

    /// "Bộ Tài chính - Bộ Tư pháp": behind further known bodies that one of the words or marks joins.
    pub fn known_bodies_end(&self, end: usize, joints: &[&str]) -> usize {
        let mut end = end;
        for _ in 0..MAX_BODIES {
            let is_joint = joints.contains(&self.document.word(end)) || joints.contains(&",") && self.has(Cue::And, end);
            let joins = is_joint && !(self.document.is_mark(end, "-") && self.document.tokens[end].starts_line());
            match self.known_body(end + 1).filter(|_| joins) {
                Some(body) => end = body.end,
                None => break,
            }
        }
        end
    }

    /// Capitalised words that no rule names, to the next word or mark that cannot belong to a name.
    fn unknown_body(&self, at: usize) -> Option<Range<usize>> {
        if !self.is_capitalised(at) || self.document.hits_at(Family::Kind, at).next().is_some() {
            return None;
        }
        let limit = self.document.tokens.len().min(at + MAX_UNKNOWN);
        let end = (at + 1..limit).find(|t| self.ends_name(*t) || !self.document.tokens[*t].is_word()).unwrap_or(limit);
        Some(at..end)
    }

    /// Further bodies that issued together with the first.
    fn joint_end(&self, end: usize) -> usize {
        let mut end = end;
        for _ in 0..MAX_BODIES {
            let next = match self.document.word(end) {
                "," | "-" | ";" => end + 1,
                _ => self.after(Cue::And, end).unwrap_or(end),
            };
            // Of joint bodies the first word may be left out: "liên Bộ: Công an, Tài chính".
            match self.known_body(next).or_else(|| self.unknown_body(next)).filter(|_| next > end) {
                Some(body) => end = body.end,
                None => break,
            }
        }
        end
    }

    /// "… tỉnh Lạng Sơn", "… xã A, huyện B".
    fn place_end(&self, end: usize) -> usize {
        let mut end = self.names_end(end);
        for _ in 0..3 {
            let next = if self.document.is_mark(end, ",") { end + 1 } else { end };
            let Some(unit) = self.after(Cue::Unit, next) else { break };
            end = self.names_end(unit);
        }
        end
    }

    /// Behind the capitalised words and numbers that follow.
    fn names_end(&self, end: usize) -> usize {
        let is_name = |t: &usize| {
            let token = &self.document.tokens[*t];
            let apart = self.changes_style(*t) || token.starts_line() && self.sentence_of(*t).start == *t;
            !apart && !self.has(Cue::Unit, *t) && (token.is_capitalised() && !self.ends_name(*t) || token.is_digits() && token.len() <= 3)
        };
        end + (end..self.document.tokens.len().min(end + MAX_UNKNOWN)).take_while(is_name).count()
    }

    /// A line in capitals begins after one in small letters: a heading, or the next cell.
    pub fn changes_style(&self, at: usize) -> bool {
        let Some(token) = self.document.tokens.get(at).filter(|t| t.starts_line()) else { return false };
        let before = at.checked_sub(1).map(|t| &self.document.tokens[t]);
        before.is_some_and(|b| b.is_word() && b.is_upper() != token.is_upper())
    }

    /// "Ban Chỉ đạo Phòng chống tội phạm, TNXH và xây dựng …": to a word that opens something else.
    fn open_end(&self, start: usize) -> usize {
        let limit = self.sentence_of(start).end.min(start + MAX_NAME);
        let mut end = start;
        while end < limit {
            if let Some(unit) = self.after(Cue::Unit, end) {
                return self.names_end(unit);
            }
            let token = &self.document.tokens[end];
            let joins = matches!(self.document.word(end), "," | "-" | "&") && self.goes_on(end + 1);
            let after_and = end > start && self.has(Cue::And, end - 1) && !self.has(Cue::About, end);
            if !(joins || token.is_digits() || token.is_word() && (after_and || !self.ends_name(end))) {
                break;
            }
            end += 1;
        }
        end
    }

    fn goes_on(&self, at: usize) -> bool {
        let Some(token) = self.document.tokens.get(at) else { return false };
        let is_other_body = token.is_capitalised() && self.document.hits_at(Family::Issuer, at).next().is_some();
        token.is_word() && !is_other_body && !self.ends_name(at)
    }

    /// The word opens a subject, a clause or another document.
    pub fn ends_name(&self, at: usize) -> bool {
        let cues = [Cue::About, Cue::TitleVerb, Cue::TitleEnd, Cue::Of, Cue::Issued, Cue::In];
        self.ends_law_name(at)
            || cues.iter().any(|c| self.has(*c, at))
            || self.document.hits_at(Family::Kind, at).next().is_some()
            || self.date(at).is_some()
    }

    /// The word is no part of a symbol: the CP of "NĐ-CP".
    fn stands_free(&self, at: usize) -> bool {
        at == 0 || self.document.tokens[at].is_spaced() || !matches!(self.document.word(at - 1), "-" | "/" | "&")
    }

    /// The last body named in a stretch, with its place.
    pub fn last_body(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        self.last_body_outside(tokens, &[])
    }

    /// The last body that is not the issuer of a document named there: "Tỉnh ủy đã cụ thể hóa Chỉ thị số 18-CT/TW của Bộ Chính trị; ban hành …".
    pub fn last_body_outside(&self, tokens: Range<usize>, cited: &[Cited]) -> Option<Range<usize>> {
        let is_issuer = |at: usize| cited.iter().rev().take_while(|c| c.tokens.end > tokens.start).any(|c| c.tokens.contains(&at));
        let hits = self.document.hits.within(Family::Issuer, tokens.clone());
        let free = |at: usize| self.is_capitalised(at) && self.stands_free(at) && !is_issuer(at);
        let hit = hits.filter(|h| free(h.start as usize)).last()?;
        let body = self.known_body(hit.start as usize)?;
        Some(body.start..body.end.min(tokens.end))
    }
}
