//! What the document does with those that it names.

use std::ops::Range;

use super::{Cited, Reader};
use crate::grammar::date::date_at;
use crate::lexicon::{Family, Hit};
use crate::record::{CitationRole, Section};
use crate::rules::citations::CitationCue as Cue;

/// Tokens between a word for changing and what is changed.
const MAX_TO_AMENDED: usize = 30;
/// Tokens before a word for issuing in which the body stands.
const MAX_TO_ISSUER: usize = 40;

/// What opens the documents named next.
#[derive(Clone, Copy)]
struct Mode {
    role: CitationRole,
    /// The token where the cue begins.
    at: usize,
    end: usize,
}

impl Reader<'_> {
    pub fn assign_roles(&self, cited: &mut [Cited]) {
        for i in 0..cited.len() {
            let (before, rest) = cited.split_at_mut(i);
            let this = &mut rest[0];
            this.role = self.role(before, this);
            self.take_issuer_before(before, this);
        }
    }

    fn role(&self, before: &[Cited], this: &Cited) -> CitationRole {
        if self.is_attached(this) {
            return CitationRole::Attached;
        }
        if let Some(last) = before.last().filter(|_| this.is_joined) {
            return last.role;
        }
        if self.is_amended(before, this) {
            return CitationRole::Amended;
        }
        if let Some(role) = self.role_within_subject(before, this) {
            return role;
        }
        match self.mode(before, this) {
            Some(mode) => self.role_of_mode(mode, before, this),
            None => CitationRole::Mentioned,
        }
    }

    fn is_attached(&self, this: &Cited) -> bool {
        let start = self.document.tokens[this.tokens.start].span.start;
        if self.document.section_at(start) == Section::Attachments {
            return true;
        }
        let Some(cue) = self.rules.citations.cues.before(self.document, Cue::Attached, this.lead) else { return false };
        let opens = cue.start as usize;
        // "đề cương đính kèm Công văn …": the outline is attached, not the letter.
        opens == 0 || self.is_capitalised(opens) || !self.document.tokens[opens - 1].is_word() || self.has(Cue::And, opens - 1)
    }

    /// Whether this document changes or ends it.
    fn is_amended(&self, before: &[Cited], this: &Cited) -> bool {
        let sentence = self.document.layout.sentence_of(this.lead);
        let earliest = before.last().map_or(0, |c| c.tokens.end).max(this.lead.saturating_sub(MAX_TO_AMENDED)).max(sentence.start);
        let Some(cue) = self.rules.citations.cues.all_within(self.document, Cue::Amended, earliest..this.lead).last() else {
            return self.is_ended(this, sentence);
        };
        let (start, end) = (cue.start as usize, cue.end as usize);
        let is_of_before = before.last().is_some_and(|c| c.title.as_ref().is_some_and(|t| t.start + 1 >= start && t.start <= start));
        !is_of_before && self.leads_to(end, this) && self.is_own_act(start, sentence)
    }

    /// Only the parts of a provision, or few words, stand between a word and a mention.
    fn leads_to(&self, end: usize, this: &Cited) -> bool {
        let clear = (end..this.lead).all(|t| !matches!(self.document.word(t), ";" | "." | ":"));
        let near = this.lead.saturating_sub(end) <= 6;
        clear && (near || this.provision.is_some() || this.lead > 0 && self.has(Cue::In, this.lead - 1))
    }

    /// The document itself changes it: the word opens a sentence or a heading, or speaks of an own draft.
    fn is_own_act(&self, cue: usize, sentence: Range<usize>) -> bool {
        let opens = (sentence.start..cue).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t));
        let before = if cue > 0 && self.has(Cue::About, cue - 1) { cue - 1 } else { self.about_before(cue) };
        let is_of_kind = self.document.hits.ending_at(Family::Kind, before).is_some();
        let is_of_this = (sentence.start..cue).any(|t| self.has(Cue::This, t));
        let in_title = self.has(Cue::SubjectLine, sentence.start) || self.is_in_header(cue);
        opens || is_of_kind || is_of_this || in_title
    }

    fn about_before(&self, token: usize) -> usize {
        self.rules.citations.cues.before(self.document, Cue::About, token).map_or(token, |h| h.start as usize)
    }

    fn is_in_header(&self, token: usize) -> bool {
        self.document.section_at(self.document.tokens[token].span.start) == Section::Header
    }

    /// "Điều 1.", "Khoản 2", an item's letter.
    fn is_heading(&self, token: usize) -> bool {
        self.has(Cue::Article, token) || self.has(Cue::Clause, token) || self.document.word(token).chars().count() == 1
    }

    /// "Quyết định số … hết hiệu lực kể từ ngày Quyết định này …"
    fn is_ended(&self, this: &Cited, sentence: Range<usize>) -> bool {
        let end = this.title_end().min(sentence.end);
        let limit = sentence.end.min(end + 8);
        let ended = self.rules.citations.cues.within(self.document, Cue::Ended, end..limit).is_some();
        ended && (sentence.start..sentence.end).any(|t| self.has(Cue::This, t))
    }

    /// The role of what stands in another document's subject or chain of amendments.
    fn role_within_subject(&self, before: &[Cited], this: &Cited) -> Option<CitationRole> {
        let last = before.last()?;
        let sentence = self.document.layout.sentence_of(this.lead);
        let is_near = sentence.contains(&last.tokens.start);
        if is_near && self.rules.citations.cues.within(self.document, Cue::AmendedBy, last.tokens.end..this.lead).is_some() {
            return Some(last.role);
        }
        let is_within = before.iter().rev().take(8).any(|c| c.title.as_ref().is_some_and(|t| t.contains(&this.tokens.start)));
        if !is_within {
            return None;
        }
        let follows_and = this.lead > 0 && self.has(Cue::And, this.lead - 1);
        Some(if follows_and { last.role } else { CitationRole::Mentioned })
    }

    /// The cue that rules the place of a mention: in its sentence, or before its list.
    fn mode(&self, before: &[Cited], this: &Cited) -> Option<Mode> {
        let sentence = self.document.layout.sentence_of(this.lead);
        if let Some(mode) = self.mode_within(sentence.start..this.lead, before) {
            return Some(mode);
        }
        let words = (sentence.start..this.lead).filter(|t| self.document.tokens[*t].is_word()).count();
        let is_item = words <= 1;
        let details = (sentence.start..this.lead).any(|t| self.has(Cue::Details, t));
        if !is_item && !details {
            return None;
        }
        let last = self.document.layout.sentence_of(sentence.start.checked_sub(1)?);
        let listed = before.last().filter(|c| last.contains(&c.tokens.start) && self.opens_item(c)).copied_mode();
        let heads = self.document.is_mark(last.end - 1, ":") || details;
        listed.or_else(|| if heads { self.mode_within(last, before) } else { None })
    }

    fn opens_item(&self, cited: &Cited) -> bool {
        let sentence = self.document.layout.sentence_of(cited.lead);
        (sentence.start..cited.lead).filter(|t| self.document.tokens[*t].is_word()).count() <= 1
    }

    /// The last cue of a stretch that does not belong to another document's subject.
    fn mode_within(&self, tokens: Range<usize>, before: &[Cited]) -> Option<Mode> {
        let cues = &self.rules.citations.cues;
        let is_free = |h: &Hit| {
            let at = h.start as usize;
            let near = before.iter().rev().take(12);
            !near.clone().any(|c| c.tokens.contains(&at) || c.title.as_ref().is_some_and(|t| t.contains(&at)))
        };
        let hits = self.document.hits.within(Family::Citation, tokens.clone()).filter(|h| is_free(h));
        let mode = |h: &Hit| {
            let role = match cues.kind(h) {
                Cue::Issued => CitationRole::Issued,
                Cue::BasisAnywhere | Cue::SubjectLine => CitationRole::Basis,
                Cue::Basis if self.opens_sentence(h.start as usize, tokens.start) => CitationRole::Basis,
                _ => return None,
            };
            Some(Mode { role, at: h.start as usize, end: h.end as usize })
        };
        hits.filter_map(mode).last()
    }

    /// Nothing but an item's mark or number stands before it in the sentence.
    fn opens_sentence(&self, cue: usize, start: usize) -> bool {
        cue - start <= 6 && (start..cue).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t))
    }

    fn role_of_mode(&self, mode: Mode, before: &[Cited], this: &Cited) -> CitationRole {
        let from = before.last().map_or(mode.end, |c| c.title_end().max(mode.end)).min(this.lead);
        let last_word = this.lead.checked_sub(1).filter(|t| *t >= from);
        let is_object = last_word.is_some_and(|t| self.ends_with_verb(t + 1));
        let by_the_way = last_word.is_some_and(|t| self.has(Cue::ByTheWay, t));
        let is_first = before.last().is_none_or(|c| c.tokens.start < mode.end);
        match mode.role {
            CitationRole::Basis if self.opens_clause(mode.end, before, this) => CitationRole::Mentioned,
            CitationRole::Basis if by_the_way && !is_first => CitationRole::Mentioned,
            CitationRole::Issued if is_object || by_the_way => CitationRole::Mentioned,
            role => role,
        }
    }

    /// A verb stands right before a token: "Kế hoạch thực hiện Đề án …".
    fn ends_with_verb(&self, token: usize) -> bool {
        let cues = &self.rules.citations.cues;
        cues.before(self.document, Cue::TitleVerb, token).is_some_and(|h| cues.at(self.document, Cue::Issued, h.start as usize).is_none())
            || cues.before(self.document, Cue::About, token).is_some()
    }

    /// A comma and a body opened a clause of its own between the cue and the mention.
    fn opens_clause(&self, from: usize, before: &[Cited], this: &Cited) -> bool {
        let is_inside = |t: usize| {
            before.iter().rev().take(12).any(|c| c.tokens.contains(&t) || c.title.as_ref().is_some_and(|s| s.start <= t && t < s.end))
        };
        (from..this.lead).any(|t| {
            let body = self.document.is_mark(t, ",") && self.is_capitalised(t + 1);
            body && !is_inside(t) && t + 1 < this.lead && self.document.hits_at(Family::Issuer, t + 1).next().is_some()
        })
    }

    /// The body that speaks in the document, or issued it, where it stands before it; the date before it too.
    fn take_issuer_before(&self, before: &[Cited], this: &mut Cited) {
        if this.issuer.is_none() {
            this.issuer = self.speaker(this);
        }
        if this.role != CitationRole::Issued {
            return;
        }
        let listed = before.last().filter(|c| c.role == CitationRole::Issued);
        if let Some(mode) = self.mode(before, this) {
            let from = self.document.layout.sentence_of(mode.at).start.max(mode.at.saturating_sub(MAX_TO_ISSUER));
            this.issuer = this.issuer.take().or_else(|| self.last_body(from..mode.at));
            if this.date.is_none() && before.last().is_none_or(|c| c.tokens.start < mode.at) {
                this.date = self.date_before(mode.at);
            }
        }
        if this.issuer.is_none() && this.number.is_some() {
            this.issuer = listed.and_then(|c| c.issuer.clone());
        }
    }

    /// "… của Công an tỉnh tại Công văn số …"
    fn speaker(&self, this: &Cited) -> Option<Range<usize>> {
        let cue = self.rules.citations.cues.before(self.document, Cue::In, this.lead)?;
        let end = cue.start as usize;
        let body = self.last_body(end.saturating_sub(14)..end)?;
        (body.end == end).then_some(body)
    }

    /// "Ngày 10/9/2024, UBND tỉnh ban hành …"
    fn date_before(&self, cue: usize) -> Option<crate::grammar::date::WrittenDate> {
        let sentence = self.document.layout.sentence_of(cue);
        let first = (sentence.start..cue.min(sentence.start + 6)).find(|t| date_at(self.document, self.rules, *t).is_some())?;
        let date = date_at(self.document, self.rules, first)?;
        let opens = (sentence.start..first).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t));
        (opens && date.iso().is_some()).then_some(date)
    }
}

/// The role that a member of a list hands on to the next.
trait CopiedMode {
    fn copied_mode(self) -> Option<Mode>;
}

impl CopiedMode for Option<&Cited> {
    fn copied_mode(self) -> Option<Mode> {
        self.map(|c| Mode { role: c.role, at: c.tokens.start, end: c.tokens.end })
    }
}
