//! What the members of a list share: kind, issuer, day of the same date.

use std::ops::Range;

use super::{Cited, Reader};
use crate::rules::citations::CitationCue as Cue;

/// Tokens of a list's head in which its body is looked for.
const MAX_HEAD: usize = 14;

impl Reader<'_> {
    /// Joins the members of lists, and gives each what its neighbours say for all.
    pub fn share(&self, cited: &mut [Cited]) {
        if let Some(first) = cited.first_mut().filter(|c| c.issuer.is_none()) {
            first.issuer = self.head_body(first);
            first.has_head = first.issuer.is_some();
        }
        for i in 1..cited.len() {
            let (before, rest) = cited.split_at_mut(i);
            let (before, this) = (&before[i - 1], &mut rest[0]);
            this.is_joined |= self.is_joined(before, this);
            if !this.has_kind && before.has_kind && self.follows(before, this) {
                self.share_kind(before, this);
            }
            self.share_head(before, this);
        }
        for i in (1..cited.len()).rev() {
            let (before, this) = cited.split_at_mut(i);
            let (before, this) = (&mut before[i - 1], &this[0]);
            if !this.is_joined {
                continue;
            }
            let are_numbered = before.number.is_some() && this.number.is_some();
            if before.issuer.is_none() && are_numbered && self.is_of_same_body(before, this) {
                before.issuer.clone_from(&this.issuer);
            }
            if before.date.is_none() && self.is_shared_date(this) {
                before.date.clone_from(&this.date);
            }
        }
    }

    /// The body in the head of a list serves all of it: "các Nghị định của Chính phủ: số 72/2013/NĐ-CP …; số 27/2018/NĐ-CP …",
    /// "… của Bộ Chính trị tại Kết luận số 96-KL/TW …; Kết luận số 132-KL/TW".
    fn share_head(&self, before: &Cited, this: &mut Cited) {
        if this.issuer.is_some() {
            return;
        }
        let follows =
            before.symbol.is_some() && before.kind == this.kind && (self.follows(before, this) || self.is_next_item(before, this));
        this.issuer = match before.has_head && follows {
            true => before.issuer.clone(),
            false => self.head_body(this),
        };
        this.has_head = this.issuer.is_some();
    }

    /// The body right before the colon or the "tại" that leads to a mention, or to the list that it is the first item of.
    fn head_body(&self, this: &Cited) -> Option<Range<usize>> {
        let item = if self.opens_item(this) { self.document.layout.paragraph_of(this.lead).start } else { this.lead };
        let colon = [this.lead, item].into_iter().filter_map(|t| t.checked_sub(1)).find(|t| self.document.is_mark(*t, ":"));
        match colon {
            Some(colon) => self.body_before(colon),
            None => self.speaker(this),
        }
    }

    /// The body that ends right before a colon: a known one, or any behind the word for "of".
    fn body_before(&self, colon: usize) -> Option<Range<usize>> {
        let head = colon.saturating_sub(MAX_HEAD)..colon;
        let known = self.last_body(head.clone()).filter(|b| b.end == colon);
        let of = || self.rules.citations.cues.all_within(self.document, Cue::Of, head).last();
        known.or_else(|| of().and_then(|h| self.issuer_after(h.start as usize)).filter(|b| b.end == colon))
    }

    /// It opens the list item right behind that of the one before.
    fn is_next_item(&self, before: &Cited, this: &Cited) -> bool {
        let item = self.document.layout.paragraph_of(this.lead).start;
        let last = item.checked_sub(1).map(|t| self.document.layout.paragraph_of(t));
        self.opens_item(this) && last.is_some_and(|l| l.contains(&before.tokens.start))
    }

    /// Only commas, "và" and a provision stand between.
    fn is_joined(&self, before: &Cited, this: &Cited) -> bool {
        let end = before.tokens.end;
        let joint = self.skip_joints(end);
        joint > end
            && (joint == this.lead
                || self.document.hits_at(crate::lexicon::Family::Kind, joint).next().is_some() && joint == this.tokens.start)
    }

    /// It stands behind a comma or "và" that closes the subject of the one before.
    fn follows(&self, before: &Cited, this: &Cited) -> bool {
        let Some(last) = this.tokens.start.checked_sub(1) else { return false };
        let joins = matches!(self.document.word(last), "," | ";") || self.has(Cue::And, last);
        joins && self.document.layout.paragraph_of(before.tokens.start).contains(&last)
    }

    /// "cùng ngày 5/6/2020"
    fn is_shared_date(&self, cited: &Cited) -> bool {
        let cues = &self.rules.citations.cues;
        // A date in figures begins behind the word for day, one in words with it.
        let follows = |t: usize| cues.before(self.document, Cue::SameDate, t).is_some();
        cited.date.as_ref().is_some_and(|d| follows(d.tokens.start) || follows(d.tokens.start + 1))
    }

    /// The letters of the body in the sign of a number.
    fn body<'c>(&self, cited: &'c Cited) -> Option<&'c str> {
        self.rules.body_of_sign(cited.symbol.as_deref()?, cited.code.as_deref().unwrap_or_default())
    }

    /// The signs of both name one body: 06/NQ-CP and 49/NĐ-CP, 10-NQ/TW and 14-KL/TW; without a sign, the kind is one.
    fn is_of_same_body(&self, a: &Cited, b: &Cited) -> bool {
        match (self.body(a), self.body(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a.kind == b.kind,
        }
    }
}
