//! The words around a figure that say how exact it is and for what stretch of time.

use super::figure::Figure;
use crate::document::Document;
use crate::lexicon::Family;
use crate::record::{Modifier, Per};
use crate::rules::counts::{CountCue, CountRules, RateForm, Side};

/// Modifier, rate, and how far the mention reaches with them.
#[derive(Debug, Clone)]
pub(crate) struct Wording {
    pub start: usize,
    pub end: usize,
    pub modifier: Modifier,
    pub per: Option<Per>,
}

/// Words of a thing's attributes before "/tuần": "02 buổi truyền thông/quý".
const MAX_ATTRIBUTE: usize = 4;
/// Words of a thing's attributes before "mỗi tháng" at the end of the clause.
const MAX_TO_EACH: usize = 8;
/// Tokens between "mỗi tháng" and its figure.
const EACH_REACH: usize = 14;
/// Tokens between a figure that "từ" opens and its "trở lên".
const OR_MORE_REACH: usize = 6;
const MAX_SLASHES: usize = 4;

impl Wording {
    pub fn around(document: &Document, rules: &CountRules, figure: &Figure) -> Self {
        let reader = Reader { document, rules };
        let tokens = figure.tokens();
        let (mut start, before) = reader.modifiers_before(tokens.start);
        let from = rules.cues.before(document, CountCue::From, start);
        if let Some(from) = from {
            start = from.start as usize;
        }
        let (slash_end, slash) = reader.slash_rate(tokens.end);
        let (each_end, each) = reader.each_after(slash_end);
        let (end, after) = reader.modifier_after(each_end, from.is_some());
        if from.is_some() && after.is_none() && !figure.is_range {
            start = from.map_or(start, |from| from.end as usize);
        }
        Wording {
            start,
            end,
            modifier: before.or(after).unwrap_or(Modifier::Exact),
            per: slash.or(each).or_else(|| reader.each_before(start)),
        }
    }
}

struct Reader<'a> {
    document: &'a Document,
    rules: &'a CountRules,
}

impl Reader<'_> {
    /// Where the modifiers before a token begin, and the one next to it.
    fn modifiers_before(&self, token: usize) -> (usize, Option<Modifier>) {
        let (mut start, mut modifier) = (token, None);
        while let Some(hit) = self.document.hits.ending_at(Family::Modifier, start) {
            let (kind, side) = self.rules.modifier(&hit);
            if side == Side::After {
                break;
            }
            start = hit.start as usize;
            modifier = modifier.or(Some(kind));
        }
        (start, modifier)
    }

    fn modifier_after(&self, end: usize, opened: bool) -> (usize, Option<Modifier>) {
        let reach = if opened { OR_MORE_REACH } else { 0 };
        let mut near = self.document.hits.beginning_in(Family::Modifier, end..end + reach + 1);
        let found = near.find(|h| self.rules.modifier(h).1 == Side::After);
        let found = found.filter(|h| !(end..h.start as usize).any(|i| self.ends_clause(i)));
        found.map_or((end, None), |h| (h.end as usize, Some(self.rules.modifier(&h).0)))
    }

    /// "/tuần", "/01 bậc trình độ/1 kỳ thi": the first unit of time after a slash.
    fn slash_rate(&self, end: usize) -> (usize, Option<Per>) {
        let mut at = end;
        for _ in 0..MAX_SLASHES {
            let words = (at..at + MAX_ATTRIBUTE).take_while(|i| self.document.tokens.get(*i).is_some_and(|t| !self.is_mark(t))).count();
            let slash = at + words;
            if !self.document.is_mark(slash, "/") {
                break;
            }
            if let Some((end, per)) = self.rate_at(slash + 1, RateForm::Slash) {
                return (end, Some(per));
            }
            at = slash + 1;
        }
        (end, None)
    }

    fn is_mark(&self, token: &crate::document::Token) -> bool {
        !token.is_word() && !token.is_digits()
    }

    /// "hai chuyên trang mỗi tuần"
    fn each_after(&self, end: usize) -> (usize, Option<Per>) {
        if let Some((end, per)) = self.rate_at(end, RateForm::Each) {
            return (end, Some(per));
        }
        (end, self.each_at_clause_end(end))
    }

    /// "01 đợt tổng vệ sinh môi trường mỗi tháng;"
    fn each_at_clause_end(&self, end: usize) -> Option<Per> {
        let mut near = self.document.hits.beginning_in(Family::Rate, end..end + MAX_TO_EACH);
        let hit = near.find(|h| self.rules.rate(h).1 == RateForm::Each)?;
        let is_word = |i: usize| self.document.tokens.get(i).is_some_and(|t| t.is_word());
        let (words, closes) =
            ((end..hit.start as usize).all(is_word), self.document.tokens.get(hit.end as usize).is_none_or(|t| self.is_mark(t)));
        (words && closes).then(|| self.rules.rate(&hit).0)
    }

    fn rate_at(&self, token: usize, form: RateForm) -> Option<(usize, Per)> {
        let mut hits = self.document.hits_at(Family::Rate, token);
        let hit = hits.find(|h| self.rules.rate(h).1 == form)?;
        Some((hit.end as usize, self.rules.rate(&hit).0))
    }

    /// "mỗi tháng toàn ngành có khoảng 1.200 tin": in the clause, with no other figure between.
    fn each_before(&self, start: usize) -> Option<Per> {
        let sentence = self.document.layout.sentence_of(start.saturating_sub(1));
        let from = start.saturating_sub(EACH_REACH).max(sentence.start);
        let each = |h: &crate::lexicon::Hit| self.rules.rate(h).1 == RateForm::Each;
        let hit = self.document.hits.within(Family::Rate, from..start).filter(each).last()?;
        let between = hit.end as usize..start;
        let broken = between.clone().any(|i| self.ends_clause(i) || self.document.tokens[i].is_digits());
        (!broken).then(|| self.rules.rate(&hit).0)
    }

    fn ends_clause(&self, token: usize) -> bool {
        matches!(self.document.word(token), ";" | ":" | "." | "(" | ")" | "|")
    }
}
