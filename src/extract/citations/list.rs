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
            let is_alike = before.kind == this.kind && before.number.is_some() && this.number.is_some();
            if this.is_joined && before.issuer.is_none() && is_alike {
                before.issuer.clone_from(&this.issuer);
            }
            if this.is_joined && before.date.is_none() && self.is_shared_date(this) {
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
        let follows = self.follows(before, this) && before.symbol.is_some() && before.kind == this.kind;
        this.issuer = match before.has_head && follows {
            true => before.issuer.clone(),
            false => self.head_body(this),
        };
        this.has_head = this.issuer.is_some();
    }

    /// The body right before the colon or the "tại" that leads to a mention.
    fn head_body(&self, this: &Cited) -> Option<Range<usize>> {
        let last = this.lead.checked_sub(1)?;
        if self.document.is_mark(last, ":") {
            return self.last_body(last.saturating_sub(MAX_HEAD)..last).filter(|b| b.end == last);
        }
        self.speaker(this)
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
}
