//! What the members of a list share: kind, issuer, day of the same date.

use super::{Cited, Reader};
use crate::rules::citations::CitationCue as Cue;

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
        }
        for i in (1..cited.len()).rev() {
            let (before, this) = cited.split_at_mut(i);
            let (before, this) = (&mut before[i - 1], &this[0]);
            if this.is_joined && before.issuer.is_none() && before.number.is_some() && this.number.is_some() {
                before.issuer.clone_from(&this.issuer);
            }
            if this.is_joined && before.date.is_none() && self.is_shared_date(this) {
                before.date.clone_from(&this.date);
            }
        }
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
