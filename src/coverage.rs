//! What the rules do not see: how an analyst finds the next rule to write.
//!
//! Numbers with a thing that no measure claims, names of places and bodies that
//! no gazetteer knows, and words before a document's number that are no kind.

use crate::document::{Document, Token};
use crate::extract::citations::Citations;
use crate::extract::counts::Counts;
use crate::grammar::number::numeral;
use crate::lexicon::{Family, Hit};
use crate::mention::{Extractor, Span};
use crate::rules::RuleSet;
use crate::rules::citations::CitationCue;
use crate::rules::counts::CountCue;
use crate::rules::coverage::{CoverageCue, CoverageCues};
use crate::rules::dates::DateWord;

/// Words that look like something a rule should know, and none does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unclaimed {
    /// What they look like.
    pub kind: UnclaimedKind,
    /// The words, in a form that is equal wherever they stand: `hồ sơ`, `xã Tân Thanh`, `Giấy phép`.
    pub text: String,
    /// Where, from 1.
    pub line: u32,
}

/// What unclaimed words look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnclaimedKind {
    /// A counted thing: it stands right after a number, and no measure has it.
    Thing,
    /// A place: it stands after the word for a unit, and no gazetteer has it.
    Place,
    /// A body: it stands after a word that opens the names of bodies, and no row has it.
    Body,
    /// A kind of document: a document's number follows, and no kind has this name.
    Kind,
}

/// Words of a thing: `hồ sơ`.
const THING_WORDS: usize = 2;
/// Words of a name behind the word that opens it.
const NAME_WORDS: usize = 4;
/// Words before a number in which a kind is looked for.
const KIND_WORDS: usize = 4;
/// Tokens around a word in which a known body may hold it.
const BODY_REACH: usize = 12;

/// Everything unclaimed in a document, in the order of the text.
pub(crate) fn unclaimed(document: &Document, rules: &RuleSet) -> Vec<Unclaimed> {
    let search = Search { document, rules, cues: rules.coverage.cues(document), claimed: claimed(document, rules) };
    let mut found = search.things();
    found.extend(search.names(CoverageCue::PlaceBefore, UnclaimedKind::Place));
    found.extend(search.names(CoverageCue::BodyBefore, UnclaimedKind::Body));
    found.extend(search.kinds());
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, unclaimed)| unclaimed).collect()
}

/// Spans of counts and citations, in order, none touching another.
fn claimed(document: &Document, rules: &RuleSet) -> Vec<Span> {
    let counts = Counts { rules }.extract(document);
    let citations = Citations { rules }.extract(document);
    let mut all: Vec<Span> = counts.iter().map(|c| c.span).chain(citations.iter().map(|c| c.span)).collect();
    all.sort_unstable();
    all.dedup_by(|next, last| {
        let overlaps = last.overlaps(*next);
        if overlaps {
            *last = last.join(*next);
        }
        overlaps
    });
    all
}

struct Search<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
    cues: CoverageCues<'d>,
    claimed: Vec<Span>,
}

/// Something unclaimed, and the token where it begins.
type Found = (usize, Unclaimed);

impl Search<'_> {
    fn found(&self, kind: UnclaimedKind, at: usize, text: String) -> Found {
        let line = self.document.text.source_span(self.document.tokens[at].span).line;
        (at, Unclaimed { kind, text, line })
    }

    fn things(&self) -> Vec<Found> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.document.tokens.len() {
            let start = at;
            at += 1;
            if !self.document.tokens[start].is_digits() {
                continue;
            }
            let Some(number) = numeral(self.document, &self.rules.counts, start) else { continue };
            at = number.tokens.end.max(at);
            if !self.is_claimed(start..start + 1) && self.is_amount(start) {
                all.extend(self.thing(at).map(|text| self.found(UnclaimedKind::Thing, start, text)));
            }
        }
        all
    }

    /// A count or a citation holds all of these tokens.
    fn is_claimed(&self, tokens: std::ops::Range<usize>) -> bool {
        let span = self.document.span(tokens);
        let next = self.claimed.partition_point(|c| c.end <= span.start);
        self.claimed.get(next).is_some_and(|c| c.contains(span))
    }

    /// The number stands alone, and is neither that of something nor part of a date.
    fn is_amount(&self, start: usize) -> bool {
        let first = &self.document.tokens[start];
        let is_free = first.is_spaced() || start == 0 || matches!(self.document.word(start - 1), "(" | "“" | "\"");
        let dates = [DateWord::Day, DateWord::Month, DateWord::Year];
        let is_date = dates.iter().any(|word| self.rules.dates.words.before(self.document, *word, start).is_some());
        is_free && !is_date && self.rules.counts.cues.before(self.document, CountCue::Label, start).is_none()
    }

    /// The thing that begins at a token, if no rule has a word for it.
    fn thing(&self, at: usize) -> Option<String> {
        let is_known = self.document.hits_at(Family::Unit, at).next().is_some() || self.cues.begins(CoverageCue::NoThing, at);
        if is_known || !self.is_plain_word(at) {
            return None;
        }
        let words = (at..at + THING_WORDS).take_while(|i| self.is_plain_word(*i));
        Some(words.map(|i| self.document.folded(i)).collect::<Vec<_>>().join(" "))
    }

    /// In lower case, spaced, of more than one letter, and no word of the sentence.
    fn is_plain_word(&self, at: usize) -> bool {
        let is_plain = |t: &Token| t.is_word() && t.is_spaced() && !t.is_capitalised() && t.len() > 1;
        self.document.tokens.get(at).is_some_and(is_plain) && !self.cues.begins(CoverageCue::FunctionWord, at)
    }

    fn names(&self, cue: CoverageCue, kind: UnclaimedKind) -> Vec<Found> {
        let is_place = cue == CoverageCue::PlaceBefore;
        let known = |hit: &&Hit| if is_place { self.is_known_place(hit) } else { self.is_known_body(hit) };
        let unknown = self.cues.all(cue).filter(|hit| !known(hit));
        unknown.filter_map(|hit| self.name(hit, is_place).map(|text| self.found(kind, hit.start as usize, text))).collect()
    }

    fn is_known_place(&self, hit: &Hit) -> bool {
        let name = self.document.hits_at(Family::Place, hit.end as usize).next();
        let whole = self.document.hits_at(Family::Commune, hit.start as usize).find(|h| h.end > hit.end);
        name.is_some() || whole.is_some() || self.is_known_body(hit)
    }

    fn is_known_body(&self, hit: &Hit) -> bool {
        let start = hit.start as usize;
        let around = start.saturating_sub(BODY_REACH)..start + 2 * BODY_REACH;
        self.document.hits.within(Family::Issuer, around).any(|h| h.start <= hit.start && h.end > hit.end)
    }

    /// The capitalised words behind a cue; of a body also those between and after them.
    fn name(&self, hit: &Hit, is_place: bool) -> Option<String> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let opens_body = is_place || self.document.tokens[start].is_capitalised();
        let is_name = |at: usize| {
            let is_name = |t: &Token| t.is_word() && t.is_spaced() && !t.starts_line() && t.is_capitalised() && !t.is_upper();
            self.document.tokens.get(at).is_some_and(is_name)
        };
        // 'UBND tỉnh Chủ tịch': one capital with small letters behind it opens something else.
        let opens_other = is_place && !is_name(end + 1) && self.is_plain_word(end + 1);
        if !opens_body || !is_name(end) || opens_other {
            return None;
        }
        let last = (end..end + NAME_WORDS).take_while(|i| is_name(*i) || !is_place && self.is_plain_word(*i)).last()?;
        let cue = (start..end).map(|i| if is_place { self.document.folded(i) } else { self.document.word(i) });
        Some(cue.chain((end..=last).map(|i| self.document.word(i))).collect::<Vec<_>>().join(" "))
    }

    fn kinds(&self) -> Vec<Found> {
        let numbers = self.rules.citations.cues.all_within(self.document, CitationCue::Number, 0..self.document.tokens.len());
        numbers.filter_map(|h| self.kind(h.start as usize, h.end as usize)).collect()
    }

    /// The words before `number`, the word for it, if they are no kind that a rule knows.
    fn kind(&self, number: usize, after: usize) -> Option<Found> {
        let has_digits = self.document.tokens.get(after).is_some_and(|t| t.is_digits());
        if !has_digits || self.document.tokens[number].starts_line() || self.cues.ends(CoverageCue::NoKind, after) {
            return None;
        }
        let words = (number.saturating_sub(KIND_WORDS)..number).rev().take_while(|i| self.document.tokens[*i].is_word());
        let words: Vec<usize> = words.collect();
        let first = words.iter().copied().find(|i| self.document.tokens[*i].is_capitalised());
        // Without a capital only a code tells that a document is meant.
        let start = first.or_else(|| self.is_code(after).then(|| words.get(THING_WORDS - 1).copied()).flatten())?;
        let is_known = self.document.hits.within(Family::Kind, start..number).next().is_some();
        // 'Luật Trẻ em số 102/2016/QH13': the name of a law.
        if is_known || self.is_claimed(start..after) {
            return None;
        }
        let text = (start..number).map(|i| self.document.word(i)).collect::<Vec<_>>().join(" ");
        Some(self.found(UnclaimedKind::Kind, start, text))
    }

    /// `123/XX`, `12-XX`.
    fn is_code(&self, digits: usize) -> bool {
        let glued = self.document.tokens.get(digits + 1).is_some_and(|t| !t.is_spaced());
        glued && matches!(self.document.word(digits + 1), "/" | "-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;

    fn found(text: &str) -> Vec<(UnclaimedKind, String)> {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("the rules as released"));
        let all = pipeline.unclaimed(text.as_bytes()).expect("text");
        all.into_iter().map(|u| (u.kind, u.text)).collect()
    }

    #[test]
    fn a_number_with_a_thing_that_no_measure_has_is_unclaimed() {
        assert_eq!(
            found("Tiếp nhận 1.250 hồ sơ, (03 gốc cây) và 07 vụ."),
            [(UnclaimedKind::Thing, "hồ sơ".into()), (UnclaimedKind::Thing, "gốc cây".into())]
        );
    }

    #[test]
    fn dates_labels_measures_of_weight_and_codes_are_no_unclaimed_things() {
        assert_eq!(found("Ngày 12 tháng 3 năm 2023 theo Điều 5 của Nghị định số 15/2020/NĐ-CP thu 12 kg, PC02 bắt giữ 03."), []);
    }

    #[test]
    fn names_that_no_gazetteer_has_are_unclaimed() {
        assert_eq!(found("Tại xã Đồng Xoan của huyện Lục Ngạn, tỉnh Bắc Giang."), [(UnclaimedKind::Place, "xã Đồng Xoan".into())]);
        assert_eq!(found("Sở Du hành Vũ trụ đã họp với Sở Y tế."), [(UnclaimedKind::Body, "Sở Du hành Vũ trụ".into())]);
    }

    #[test]
    fn a_kind_before_a_number_that_no_rule_knows_is_unclaimed() {
        assert_eq!(found("Theo Sớ tâu số 12/ST-ABC và Kế hoạch số 15/KH-UBND, tổng số 12 hộ."), [(UnclaimedKind::Kind, "Sớ tâu".into())]);
    }
}
