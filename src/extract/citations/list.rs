//! What the members of a list share: kind, issuer, day of the same date.

use super::{Cited, Reader};
use crate::rules::citations::CitationCue as Cue;

/// Tokens of a list's head in which its body is looked for.
const MAX_HEAD: usize = 14;

impl Reader<'_> {
    /// Joins the members of lists, and gives each what its neighbours say for all.
    pub fn share(&self, cited: &mut [Cited]) {
        for i in 1..cited.len() {
            let (before, rest) = cited.split_at_mut(i);
            let (before, this) = (&before[i - 1], &mut rest[0]);
            this.is_joined |= self.is_joined(before, this);
            if !this.has_kind && self.follows_in_list(before, this) {
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

    /// "các Nghị định của Chính phủ: số 72/2013/NĐ-CP …; số 27/2018/NĐ-CP …": the head's issuer serves all.
    fn share_head(&self, before: &Cited, this: &mut Cited) {
        if this.issuer.is_some() || this.has_kind && this.tokens.start == this.lead && !self.is_listed(this) {
            return;
        }
        if this.lead > 0 && self.document.is_mark(this.lead - 1, ":") {
            let end = this.lead - 1;
            this.issuer = self.last_body(end.saturating_sub(MAX_HEAD)..end).filter(|b| b.end == end);
            this.has_head = this.issuer.is_some();
        } else if before.has_head && self.follows_in_list(before, this) && before.symbol.is_some() && before.kind == this.kind {
            this.issuer.clone_from(&before.issuer);
            this.has_head = true;
        }
    }

    fn is_listed(&self, cited: &Cited) -> bool {
        cited.lead > 0 && matches!(self.document.word(cited.lead - 1), ":" | ";" | ",")
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
    fn follows_in_list(&self, before: &Cited, this: &Cited) -> bool {
        let Some(last) = this.tokens.start.checked_sub(1) else { return false };
        let joins = matches!(self.document.word(last), "," | ";") || self.has(Cue::And, last);
        joins && before.has_kind && self.document.layout.paragraph_of(before.tokens.start).contains(&last)
    }

    /// "cùng ngày 5/6/2020"
    fn is_shared_date(&self, cited: &Cited) -> bool {
        cited.date.as_ref().is_some_and(|d| self.rules.citations.cues.before(self.document, Cue::SameDate, d.tokens.start + 1).is_some())
    }
}
