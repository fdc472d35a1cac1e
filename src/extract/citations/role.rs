//! What the document does with those that it names.

use std::ops::Range;

use super::{Cited, Reader};
use crate::grammar::date::date_at;
use crate::lexicon::{Family, Hit};
use crate::record::{CitationRole, Section};
use crate::rules::citations::{CitationCue as Cue, ProvisionCue};
use crate::rules::dates::DateWord;
use crate::rules::sections::SectionCue;

/// Tokens between a word for changing and what is changed.
const MAX_TO_AMENDED: usize = 30;
/// Tokens before a word for issuing in which the body stands.
const MAX_TO_ISSUER: usize = 120;
/// Tokens of the longest subject of a letter before a mention in it.
const MAX_SUBJECT_LINE: usize = 60;
/// Tokens between a footnote and its mark in the text.
const MAX_TO_FOOTNOTE: usize = 3000;
/// Items of a list that are looked back for its head.
const MAX_ITEMS: usize = 12;
/// Tokens between a cue and the document that it speaks of.
const MAX_TO_CITED: usize = 4;
/// Tokens of a title in capitals before the document that it carries out.
const MAX_TITLE_BEFORE: usize = 24;
/// Tokens before "tại" that may name who speaks in the document.
const MAX_TO_SPEAKER: usize = 30;
/// Tokens between a word for issuing and the word for what was issued.
const MAX_TO_ISSUED: usize = 6;

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
        if self.is_annex_note(this.lead) {
            return CitationRole::Mentioned;
        }
        if self.is_attached(this) {
            return CitationRole::Attached;
        }
        if let Some(last) = before.last().filter(|c| this.is_joined && c.number.is_some() == this.number.is_some()) {
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
            // A law that the text reports as passed is issued already, any other merely named.
            None => this.role,
        }
    }

    fn is_attached(&self, this: &Cited) -> bool {
        if self.section(this.tokens.start) == Section::Attachments {
            return true;
        }
        let heads = this.lead > 0 && self.document.is_mark(this.lead - 1, ":");
        let end = if heads { this.lead - 1 } else { this.lead };
        let Some(cue) = self.rules.citations.cues.before(self.document, Cue::Attached, end) else { return false };
        let opens = cue.start as usize;
        // "đề cương đính kèm Công văn …", "Phụ lục 4 kèm theo Thông tư …": these are attached, not the letter.
        let follows_mark = || !self.document.tokens[opens - 1].is_word() && !self.document.tokens[opens - 1].is_digits();
        heads || opens == 0 || self.is_capitalised(opens) || follows_mark() || self.has(Cue::And, opens - 1)
    }

    /// "(Kèm theo Thông tư số …)" as the line under the head of a form: where the form comes from.
    fn is_annex_note(&self, lead: usize) -> bool {
        let Some(cue) = self.rules.citations.cues.before(self.document, Cue::Attached, lead) else { return false };
        let start = cue.start as usize;
        let opens_line = start > 0 && self.document.is_mark(start - 1, "(") && self.document.tokens[start - 1].starts_line();
        let is_of_form = self.rules.sections.cues.at(self.document, SectionCue::Annex, start).is_some();
        opens_line && is_of_form
    }

    /// Whether this document changes or ends it.
    fn is_amended(&self, before: &[Cited], this: &Cited) -> bool {
        let sentence = self.sentence_of(this.lead);
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
        let through = [Cue::In, Cue::AttachedTo].iter().any(|c| self.rules.citations.cues.before(self.document, *c, this.lead).is_some());
        clear && (near || this.provision.is_some() || through)
    }

    /// The document itself changes it: the word opens a sentence or a heading, or speaks of an own draft.
    fn is_own_act(&self, cue: usize, sentence: Range<usize>) -> bool {
        let opens = (sentence.start..cue).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t));
        let before = if cue > 0 && self.has(Cue::About, cue - 1) { cue - 1 } else { self.about_before(cue) };
        let is_of_kind = self.document.hits.ending_at(Family::Kind, before).is_some();
        let in_title = || self.has(Cue::SubjectLine, sentence.start) || self.is_in_header(cue);
        opens || is_of_kind || in_title() || self.begins_in(Cue::This, sentence.start..cue)
    }

    fn about_before(&self, token: usize) -> usize {
        self.rules.citations.cues.before(self.document, Cue::About, token).map_or(token, |h| h.start as usize)
    }

    fn is_in_header(&self, token: usize) -> bool {
        self.section(token) == Section::Header
    }

    fn section(&self, token: usize) -> Section {
        self.document.tokens.get(token).map_or(Section::Body, |t| self.document.section_at(t.span.start))
    }

    /// "Điều 1.", "Khoản 2", an item's letter.
    fn is_heading(&self, token: usize) -> bool {
        self.is_part(token) || self.document.word(token).chars().count() == 1
    }

    fn is_part(&self, token: usize) -> bool {
        let provisions = &self.rules.citations.provisions;
        [ProvisionCue::Article, ProvisionCue::Clause].iter().any(|c| provisions.at(self.document, *c, token).is_some())
    }

    /// "Quyết định số … hết hiệu lực kể từ ngày Quyết định này …"
    fn is_ended(&self, this: &Cited, sentence: Range<usize>) -> bool {
        let end = this.title_end().min(sentence.end);
        let limit = sentence.end.min(end + 8);
        let cues = &self.rules.citations.cues;
        if cues.within(self.document, Cue::AmendedAsFollows, end..limit).is_some() {
            return true;
        }
        let ended = cues.within(self.document, Cue::Ended, end..limit).is_some();
        ended && self.begins_in(Cue::This, sentence)
    }

    /// The role of what stands in another document's subject or chain of amendments.
    fn role_within_subject(&self, before: &[Cited], this: &Cited) -> Option<CitationRole> {
        let last = before.last()?;
        let sentence = self.sentence_of(this.lead);
        let is_near = sentence.contains(&last.tokens.start);
        if is_near && self.rules.citations.cues.within(self.document, Cue::AmendedBy, last.tokens.end..this.lead).is_some() {
            let chain = before.iter().rev().take_while(|c| sentence.contains(&c.tokens.start));
            return Some(chain.map(|c| c.role).find(|r| *r == CitationRole::Basis).unwrap_or(last.role));
        }
        let is_within = before.iter().rev().take(8).any(|c| c.title.as_ref().is_some_and(|t| t.contains(&this.tokens.start)));
        // The subject ended before "và", or names both.
        let follows_and = this.lead > 0 && self.has(Cue::And, this.lead - 1);
        let is_behind = follows_and && last.title.as_ref().is_some_and(|t| t.end + 1 == this.lead);
        if !is_within && !is_behind {
            return None;
        }
        Some(if follows_and { last.role } else { CitationRole::Mentioned })
    }

    /// The cue that rules the place of a mention: in its sentence, before its list, or at its footnote's mark.
    fn mode(&self, before: &[Cited], this: &Cited) -> Option<Mode> {
        let sentence = self.sentence_of(this.lead);
        let own = self
            .subject_line(this)
            .or_else(|| self.title_in_capitals(this))
            .or_else(|| self.mode_within(sentence.start..this.lead, before, this));
        let own = own.or_else(|| self.mode_of_first(sentence.clone(), before, this));
        if own.is_some() {
            return own;
        }
        let details = self.begins_in(Cue::Details, sentence.start..this.lead);
        if !self.opens_item(this) && !details {
            return None;
        }
        if let Some(mark) = self.footnote_mark(sentence.start) {
            return self.mode_within(self.sentence_of(mark).start..mark, before, this);
        }
        self.mode_of_list(sentence.start, before, this, details)
    }

    /// What the head of a list says of its items: "… ban hành các văn bản sau:", "Gửi kèm:".
    fn mode_of_list(&self, start: usize, before: &[Cited], this: &Cited, details: bool) -> Option<Mode> {
        let mut start = start;
        for _ in 0..MAX_ITEMS {
            let last = self.sentence_of(start.checked_sub(1)?);
            let listed = before.iter().rev().take(MAX_ITEMS).find(|c| last.contains(&c.tokens.start) && self.opens_item(c));
            if let Some(listed) = listed {
                return Some(Mode { role: listed.role, at: listed.tokens.start, end: listed.tokens.end });
            }
            if details || self.document.is_mark(last.end - 1, ":") {
                return self.mode_within(last.clone(), before, this).or_else(|| self.mode_of_ended(last));
            }
            if self.document.tokens.get(last.start).is_none_or(|t| t.is_word() && !self.is_heading(last.start)) {
                return None;
            }
            start = last.start;
        }
        None
    }

    /// "Các văn bản sau đây hết hiệu lực:", "Bãi bỏ các văn bản sau:"
    fn mode_of_ended(&self, head: Range<usize>) -> Option<Mode> {
        let cues = &self.rules.citations.cues;
        let ended = cues.within(self.document, Cue::Ended, head.clone());
        let cue =
            ended.or_else(|| cues.within(self.document, Cue::Amended, head.clone()).filter(|h| self.is_own_act(h.start as usize, head)))?;
        Some(Mode { role: CitationRole::Amended, at: cue.start as usize, end: cue.end as usize })
    }

    /// The role of the document that opens the sentence serves those behind a semicolon.
    fn mode_of_first(&self, sentence: Range<usize>, before: &[Cited], this: &Cited) -> Option<Mode> {
        // "…; các Công văn số …"
        let lead = this.lead - usize::from(this.lead > 0 && self.has(Cue::And, this.lead - 1));
        let follows = lead > 0 && matches!(self.document.word(lead - 1), ";" | ",");
        let first = before.iter().rev().take(MAX_ITEMS).rfind(|c| sentence.contains(&c.lead));
        let first = first.filter(|c| follows && self.opens_item(c))?;
        Some(Mode { role: first.role, at: first.tokens.start, end: first.tokens.end })
    }

    /// "V/v triển khai Công văn …", also over printed lines.
    fn subject_line(&self, this: &Cited) -> Option<Mode> {
        let refers = this.lead > 0 && self.has(Cue::ByTheWay, this.lead - 1);
        if refers && this.number.is_none() && this.date.is_none() {
            return None;
        }
        let from = this.lead.saturating_sub(MAX_SUBJECT_LINE);
        let cues = &self.rules.citations.cues;
        let printed = |h: &Hit| self.is_capitalised(h.start as usize) && self.is_in_header(h.start as usize);
        // "Về việc triển khai thực hiện Luật …" as the title; one of a longer subject is only named in it.
        let carries_out = |h: &Hit| cues.before(self.document, Cue::Basis, this.lead).is_some_and(|b| b.start <= h.end + 2);
        let titles = || cues.all_within(self.document, Cue::About, from..this.lead).filter(printed).filter(carries_out);
        let of_title = || if self.is_in_header(this.lead) { titles().last() } else { None };
        let cue = cues.all_within(self.document, Cue::SubjectLine, from..this.lead).last().or_else(of_title)?;
        let (at, end) = (cue.start as usize, cue.end as usize);
        let clear = (end..this.lead).all(|t| !matches!(self.document.word(t), ":" | "." | ";"));
        clear.then_some(Mode { role: CitationRole::Basis, at, end })
    }

    /// "CHƯƠNG TRÌNH HÀNH ĐỘNG TRIỂN KHAI KẾ HOẠCH SỐ …": the title of the document or of its annex.
    fn title_in_capitals(&self, this: &Cited) -> Option<Mode> {
        let is_upper = |t: usize| self.document.tokens.get(t).is_some_and(|t| t.is_upper() && t.len() > 1);
        let cue = self.rules.citations.cues.before(self.document, Cue::Basis, this.lead)?;
        let (at, end) = (cue.start as usize, cue.end as usize);
        let is_title = [at, at + 1, this.tokens.start].into_iter().all(is_upper);
        let before = at.saturating_sub(MAX_TITLE_BEFORE)..at;
        let names_kind = || {
            self.document.hits.within(Family::Kind, before).any(|h| {
                self.document.tokens[h.start as usize].starts_line()
                    && (h.start as usize..at).all(|t| is_upper(t) || !self.document.tokens[t].is_word())
            })
        };
        (is_title && (self.is_in_header(at) || names_kind())).then_some(Mode { role: CitationRole::Basis, at, end })
    }

    /// Where in the text the footnote that begins at a token is marked: "…04 văn bản[1]", "…văn bản1".
    fn footnote_mark(&self, start: usize) -> Option<usize> {
        let number = (start..start + 3).find(|t| self.document.tokens.get(*t).is_some_and(|t| t.is_digits()))?;
        let (digits, bracketed) = (self.document.word(number), number > start && self.document.is_mark(number - 1, "["));
        let from = start.saturating_sub(MAX_TO_FOOTNOTE);
        (from..start).rev().find(|t| {
            let token = &self.document.tokens[*t];
            token.is_digits() && !token.is_spaced() && self.document.word(*t) == digits && *t > 0 && {
                let before = &self.document.tokens[*t - 1];
                if bracketed { self.document.is_mark(*t - 1, "[") && !before.starts_line() } else { before.is_word() }
            }
        })
    }

    pub fn opens_item(&self, cited: &Cited) -> bool {
        let sentence = self.sentence_of(cited.lead);
        let is_word = |t: &usize| self.document.tokens[*t].is_word() && !self.has(Cue::And, *t);
        (sentence.start..cited.lead).filter(is_word).nth(1).is_none()
    }

    /// The last cue of a stretch that does not belong to another document's subject.
    fn mode_within(&self, tokens: Range<usize>, before: &[Cited], this: &Cited) -> Option<Mode> {
        let is_free = |mode: &Mode| {
            let mut near = before.iter().rev().take(12);
            !near.any(|c| c.tokens.contains(&mode.at) || c.title.as_ref().is_some_and(|t| t.contains(&mode.at)))
        };
        let hits = self.document.hits.beginning_in(Family::Citation, tokens.clone()).rev();
        let whole = hits.filter(|h| h.end as usize <= tokens.end);
        whole.filter_map(|h| self.mode_of(&h, tokens.start, before, this)).find(is_free)
    }

    fn mode_of(&self, hit: &Hit, start: usize, before: &[Cited], this: &Cited) -> Option<Mode> {
        let (at, end) = (hit.start as usize, hit.end as usize);
        let opens = || self.opens_sentence(at, start);
        let leads = || before.iter().rev().take(12).chain([this]).any(|c| (end..=end + MAX_TO_CITED).contains(&c.lead));
        // "xử phạt theo Quyết định số … căn cứ điểm a …": what the other document rests on.
        let follows_document = || before.iter().rev().take(12).any(|c| c.tokens.end == at && c.title.is_none());
        let role = match self.rules.citations.cues.kind(hit) {
            Cue::Issued if self.names_document(end) => CitationRole::Issued,
            Cue::BasisAnywhere if leads() && !follows_document() => CitationRole::Basis,
            Cue::Basis if opens() => CitationRole::Basis,
            Cue::BasisOfClause if opens() && self.has_clause_of_body(end) => CitationRole::Basis,
            Cue::Attached if opens() => CitationRole::Attached,
            _ => return None,
        };
        Some(Mode { role, at, end })
    }

    /// A comma and a body follow in the sentence: "…, Sở Y tế đã …".
    fn has_clause_of_body(&self, from: usize) -> bool {
        let sentence = self.sentence_of(from);
        let mut bodies = self.document.hits.within(Family::Issuer, from..sentence.end);
        bodies.any(|h| self.is_capitalised(h.start as usize) && self.document.is_mark(h.start as usize - 1, ","))
    }

    /// A kind of document, or the word for any, stands close behind.
    fn names_document(&self, end: usize) -> bool {
        self.begins_in(Cue::Number, end..end + MAX_TO_ISSUED)
            || !self.document.hits.kept_in(Family::Kind, end..end + MAX_TO_ISSUED + 1).is_empty()
    }

    /// Nothing but an item's mark or number stands before it in the sentence.
    fn opens_sentence(&self, cue: usize, start: usize) -> bool {
        cue - start <= 6 && (start..cue).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t))
    }

    fn role_of_mode(&self, mode: Mode, before: &[Cited], this: &Cited) -> CitationRole {
        let fits = match mode.role {
            CitationRole::Basis => self.is_basis(mode, before, this),
            CitationRole::Issued => self.is_issued(mode, before, this),
            _ => true,
        };
        if fits { mode.role } else { CitationRole::Mentioned }
    }

    /// It follows the cue, or a document that does, in a list.
    fn is_basis(&self, mode: Mode, before: &[Cited], this: &Cited) -> bool {
        let from = before.last().map_or(mode.end, |c| c.title_end().max(mode.end)).min(this.lead);
        let is_first = before.last().is_none_or(|c| c.tokens.start < mode.end);
        if self.opens_clause(mode.end, before, this) {
            return false;
        }
        let Some(last) = this.lead.checked_sub(1).filter(|t| *t >= from) else { return true };
        let carries_out = (self.has(Cue::SubjectLine, mode.at) || self.is_in_header(mode.at))
            && self.rules.citations.cues.before(self.document, Cue::Basis, this.lead).is_some();
        if is_first && !carries_out && self.ends_with_verb(this.lead) && this.lead - from > MAX_TO_ISSUED {
            return false;
        }
        let speaks = self.has(Cue::In, last) && this.lead - from <= MAX_TO_SPEAKER;
        let refers = self.has(Cue::ByTheWay, last) && !speaks;
        !refers || is_first && self.has(Cue::BasisAnywhere, mode.at)
    }

    /// It stands right behind the cue, or in the list that the cue opens.
    fn is_issued(&self, mode: Mode, before: &[Cited], this: &Cited) -> bool {
        if this.number.is_none() && this.date.is_none() {
            return false;
        }
        let Some(last) = this.lead.checked_sub(1).filter(|t| *t >= mode.end) else { return true };
        if this.lead - mode.end <= 2 && !self.ends_with_verb(this.lead) && !self.has(Cue::ByTheWay, last) {
            return true;
        }
        let is_mark = !self.document.tokens[last].is_word() && !self.document.tokens[last].is_digits();
        let follows_and = self.has(Cue::And, last) && before.last().is_some_and(|c| c.role == CitationRole::Issued);
        let cues = &self.rules.citations.cues;
        let and = if self.has(Cue::And, last) { last } else { this.lead };
        let of_list = cues.before(self.document, Cue::Details, and).is_some();
        let is_item = self.opens_item(this);
        is_mark || follows_and || of_list || is_item
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
        if this.role != CitationRole::Issued {
            return;
        }
        let listed = before.iter().rev().take(MAX_ITEMS).find(|c| c.role == CitationRole::Issued);
        if let Some(mode) = self.mode(before, this) {
            let from = self.sentence_of(mode.at).start.max(mode.at.saturating_sub(MAX_TO_ISSUER));
            let body = || self.last_body_outside(from..mode.at, before);
            this.issuer = this.issuer.take().or_else(body).or_else(|| self.subject_body(from, mode.at));
            if this.date.is_none() && before.last().is_none_or(|c| c.tokens.start < mode.at) {
                this.date = self.date_before(mode.at);
            }
        }
        if this.issuer.is_none() && this.number.is_some() {
            this.issuer = listed.and_then(|c| c.issuer.clone());
        }
    }

    /// "Sở đã ban hành …": a body called by its first word at the head of the sentence.
    fn subject_body(&self, from: usize, cue: usize) -> Option<Range<usize>> {
        let first = (from..cue).find(|t| self.document.tokens[*t].is_word())?;
        let verb = if cue > first + 1 && self.has(Cue::TitleEnd, cue - 1) { cue - 1 } else { cue };
        let is_name = self.is_capitalised(first) && verb > first && verb - first <= 3;
        is_name.then_some(first..verb)
    }

    /// "… của Công an tỉnh tại Công văn số …", "Công an tỉnh trình bày Báo cáo số …"
    pub fn speaker(&self, this: &Cited) -> Option<Range<usize>> {
        let cues = &self.rules.citations.cues;
        // "Sở Nội vụ (Công văn số …)": the body stands right before the bracket.
        let is_bracketed = this.symbol.is_some() && this.lead > 0 && self.document.is_mark(this.lead - 1, "(");
        let lead = this.lead - usize::from(is_bracketed);
        let kinds: &[Cue] = if is_bracketed { &[Cue::In, Cue::Speaks, Cue::TitleVerb] } else { &[Cue::In, Cue::Speaks] };
        let cue = kinds.iter().find_map(|kind| cues.before(self.document, *kind, lead));
        let end = cue.map(|c| c.start as usize).or(is_bracketed.then_some(lead))?;
        let body = self.last_body(end.saturating_sub(MAX_TO_SPEAKER)..end)?;
        (body.end == end).then_some(body)
    }

    /// "Ngày 10/9/2024, UBND tỉnh ban hành …"
    fn date_before(&self, cue: usize) -> Option<crate::grammar::date::WrittenDate> {
        let sentence = self.sentence_of(cue);
        let first = (sentence.start..cue.min(sentence.start + 6)).find(|t| date_at(self.document, self.rules, *t).is_some())?;
        let date = date_at(self.document, self.rules, first)?;
        let weekday = self.rules.dates.words.at(self.document, DateWord::Weekday, sentence.start);
        let start = weekday.map_or(sentence.start, |hit| hit.end as usize);
        // "Ngoài ra, ngày 10/9/2024, UBND tỉnh ban hành …"
        let opens_clause = first > start && self.document.is_mark(first - 1, ",");
        let opens = opens_clause || (start..first).all(|t| !self.document.tokens[t].is_word() || self.is_heading(t));
        (opens && date.is_day()).then_some(date)
    }
}
