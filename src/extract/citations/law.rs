//! The name of a law: where it ends.
//!
//! Names stand without quotes in the middle of a sentence. Those that the rules
//! list are taken as they are; of the others a name goes on to a mark, a number
//! or a word that no name has.

use std::ops::Range;

use super::Reader;
use crate::grammar::date::{WrittenDate, date_at};
use crate::lexicon::{Family, Hit};
use crate::rules::citations::{CitationCue as Cue, LawCue};

/// Words of the longest name of one law.
const MAX_NAME: usize = 16;
/// Tokens from the legislature to "thông qua", and from there to the day.
const MAX_TO_PASSED: usize = 14;
const MAX_TO_DAY: usize = 10;
/// Laws that one amending law may name.
const MAX_LAWS: usize = 16;
/// Amending laws that one name may hold in each other: a law on a law on a law.
const MAX_DEPTH: usize = 2;

impl Reader<'_> {
    /// The name after the kind; empty for a constitution that needs none.
    pub fn law_name(&self, hit: &Hit) -> Option<Range<usize>> {
        self.law_name_within(hit, MAX_DEPTH)
    }

    fn law_name_within(&self, hit: &Hit, depth: usize) -> Option<Range<usize>> {
        let at = hit.end as usize;
        if let Some(end) = self.amending_name_end(at, depth) {
            return Some(at..end);
        }
        if let Some(end) = self.listed_name_end(hit) {
            return Some(at..end);
        }
        if !self.is_capitalised(at) || !self.is_capitalised(hit.start as usize) || self.ends_law_name(at) {
            return None;
        }
        let end = self.name_end(at);
        (end > at).then_some(at..end)
    }

    /// A name that a rule lists; kind or name may be in small letters: "luật Đất đai", "Luật đất đai".
    fn listed_name_end(&self, hit: &Hit) -> Option<usize> {
        let at = hit.end as usize;
        let is_one_capitalised = self.is_capitalised(at) || self.is_capitalised(hit.start as usize);
        self.law_cue(LawCue::Name, at).filter(|_| is_one_capitalised)
    }

    /// "sửa đổi, bổ sung một số điều của Luật A, Luật B và Luật C"
    fn amending_name_end(&self, at: usize, depth: usize) -> Option<usize> {
        let mut end = self.law_cue(LawCue::Amending, at)?;
        let depth = depth.checked_sub(1)?;
        for _ in 0..MAX_LAWS {
            let next = self.skip_joints(end);
            let Some(law) = self.law_at(next) else { break };
            end = match self.law_name_within(&law, depth) {
                Some(name) => name.end,
                None => break,
            };
        }
        Some(end)
    }

    /// The day of "… đã được Quốc hội khóa XII, kỳ họp thứ 2 thông qua ngày 21/11/2007" behind a name.
    pub fn adoption(&self, at: usize) -> Option<WrittenDate> {
        let from = self.law_cue(LawCue::Adopted, at)?;
        let sentence = self.sentence_of(at);
        let passed = (from..sentence.end.min(from + MAX_TO_PASSED)).find_map(|t| self.law_cue(LawCue::Passed, t))?;
        let until = sentence.end.min(passed + MAX_TO_DAY);
        let clear = (passed..until).take_while(|t| !matches!(self.document.word(*t), ";" | "("));
        clear.into_iter().find_map(|t| date_at(self.document, self.rules, t)).filter(WrittenDate::is_day)
    }

    /// Where a cue that begins at a token ends.
    pub fn law_cue(&self, cue: LawCue, at: usize) -> Option<usize> {
        self.rules.citations.laws.at(self.document, cue, at).map(|h| h.end as usize)
    }

    /// The word cannot belong to the name of a law.
    pub fn ends_law_name(&self, at: usize) -> bool {
        self.law_cue(LawCue::End, at).is_some()
    }

    fn law_at(&self, at: usize) -> Option<Hit> {
        self.document.hits_at(Family::Kind, at).find(|h| self.rules.kinds.of(h).is_law)
    }

    /// Where a name that no rule lists ends.
    fn name_end(&self, start: usize) -> usize {
        let limit = self.sentence_of(start).end.min(start + MAX_NAME);
        let mut end = start;
        while end < limit && self.is_of_name(end, start) {
            end += 1;
        }
        // A joint at the end leads to something else.
        while end > start && (self.has(Cue::And, end - 1) || self.document.is_mark(end - 1, ",")) {
            end -= 1;
        }
        end
    }

    fn is_of_name(&self, at: usize, start: usize) -> bool {
        let token = &self.document.tokens[at];
        let next_is_small = self.document.tokens.get(at + 1).is_some_and(|t| t.is_word() && !t.is_capitalised());
        if self.document.is_mark(at, ",") {
            return next_is_small && !self.ends_law_name(at + 1) && !self.has(Cue::TitleEnd, at + 1);
        }
        if self.has(Cue::And, at) {
            let next = at + 1;
            return token.is_word() && self.document.hits_at(Family::Kind, next).next().is_none() && !self.ends_law_name(next);
        }
        token.is_word()
            && !self.ends_law_name(at)
            && !self.has(Cue::Number, at)
            && (at == start || self.document.hits_at(Family::Kind, at).next().is_none())
    }
}
