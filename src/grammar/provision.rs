//! Điểm, khoản, Điều: a place in a law.
//!
//! The smaller part stands first and the law last: `điểm a khoản 2 Điều 9 Luật …`,
//! `các Điều 5, 6`, `từ Điều 5 đến Điều 8`; behind a law the order is turned:
//! `Luật …, Điều 9 khoản 2`.

use crate::document::Document;
use crate::lexicon::Family;
use crate::record::Provision;
use crate::rules::RuleSet;
use crate::rules::citations::ProvisionCue as Cue;

/// The provision that ends right before a token, and where it begins.
pub(crate) fn provision_before(document: &Document, rules: &RuleSet, token: usize) -> Option<(usize, Provision)> {
    let reader = Reader { document, rules };
    let mut start = token;
    while start > 0 && token - start < MAX_TOKENS {
        let Some(before) = reader.part_before(start) else { break };
        start = before;
    }
    let first = (start..token).find(|t| reader.part(*t).is_some())?;
    let found = reader.read(first, token).filter(|(_, end)| reader.is_joined(*end, token))?.0;
    Some((first, found))
}

/// The provision that begins at a token with Điều or khoản, and where it ends.
pub(crate) fn provision_at(document: &Document, rules: &RuleSet, token: usize) -> Option<(usize, Provision)> {
    let reader = Reader { document, rules };
    let at = if document.is_mark(token, ",") || document.is_mark(token, "(") { token + 1 } else { token };
    reader.part(at)?;
    let (provision, end) = reader.read(at, (at + MAX_TOKENS).min(document.tokens.len()))?;
    provision.article.is_some().then_some((end, provision))
}

/// Tokens of the longest row of articles that is read.
const MAX_TOKENS: usize = 90;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Article,
    Clause,
    Point,
    /// Mục, Chương: said, but no part of the record.
    Other,
}

impl Part {
    fn of(cue: Cue) -> Option<Self> {
        match cue {
            Cue::Article => Some(Part::Article),
            Cue::Clause => Some(Part::Clause),
            Cue::Point => Some(Part::Point),
            Cue::OtherPart => Some(Part::Other),
            Cue::Join | Cue::To => None,
        }
    }
}

struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
}

#[derive(Default)]
struct Parts {
    articles: Vec<String>,
    clauses: Vec<String>,
    points: Vec<String>,
}

impl Parts {
    fn of(&mut self, part: Part) -> Option<&mut Vec<String>> {
        match part {
            Part::Article => Some(&mut self.articles),
            Part::Clause => Some(&mut self.clauses),
            Part::Point => Some(&mut self.points),
            Part::Other => None,
        }
    }

    /// Of several articles only their numbers are told: whose clause it is would be open.
    fn provision(self) -> Option<Provision> {
        let several = self.articles.len() > 1;
        let join = |values: Vec<String>| (!values.is_empty()).then(|| values.join(", "));
        let provision = Provision {
            clause: join(self.clauses).filter(|_| !several),
            point: join(self.points).filter(|_| !several),
            article: join(self.articles),
        };
        (provision.article.is_some() || provision.clause.is_some()).then_some(provision)
    }
}

impl Reader<'_> {
    fn has(&self, cue: Cue, token: usize) -> bool {
        self.rules.citations.provisions.at(self.document, cue, token).is_some()
    }

    fn part(&self, token: usize) -> Option<Part> {
        let hits = self.document.hits_at(Family::Provision, token);
        hits.filter_map(|h| Part::of(self.rules.citations.provisions.kind(&h))).min()
    }

    /// Where the word or value before a token begins, if it may be part of a provision.
    fn part_before(&self, token: usize) -> Option<usize> {
        let before = token.checked_sub(1)?;
        let is_named = || self.part(before).is_some() || self.has(Cue::Join, before);
        (self.document.is_mark(before, ",") || self.is_value(before) || is_named()).then_some(before)
    }

    /// `9`, `70a` (two tokens), `đ`, `IV`.
    fn is_value(&self, token: usize) -> bool {
        let Some(t) = self.document.tokens.get(token) else { return false };
        t.is_digits() && t.len() <= 3 || t.is_word() && (self.is_letter(token) || t.is_upper() && self.is_roman(token))
    }

    fn is_letter(&self, token: usize) -> bool {
        self.document.tokens[token].len() <= 4 && self.document.word(token).chars().count() == 1
    }

    fn is_roman(&self, token: usize) -> bool {
        self.document.word(token).bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
    }

    /// Nothing but a word like "của" stands between the provision and its law; a value of two tokens may reach into the law's name.
    fn is_joined(&self, end: usize, token: usize) -> bool {
        token.checked_sub(end).is_some_and(|between| between <= 2)
            && (end..token).all(|t| self.has(Cue::Join, t) || self.document.is_mark(t, ","))
    }

    /// The parts from a token on, and where they end.
    fn read(&self, start: usize, limit: usize) -> Option<(Provision, usize)> {
        let mut parts = Parts::default();
        let mut current = None;
        let mut range = false;
        let mut end = start;
        let mut at = start;
        while at < limit {
            if let Some(part) = self.part(at) {
                current = Some(part);
            } else if let Some((value, after)) = current.and_then(|_| self.value(at)) {
                if let Some(values) = current.and_then(|p| parts.of(p)) {
                    add(values, value, range);
                }
                (at, end, range) = (after, after, false);
                continue;
            } else if self.has(Cue::To, at) {
                range = true;
            } else if !self.document.is_mark(at, ",") && !self.has(Cue::Join, at) {
                break;
            }
            at += 1;
        }
        Some((parts.provision()?, end))
    }

    fn value(&self, token: usize) -> Option<(String, usize)> {
        if !self.is_value(token) {
            return None;
        }
        let letter = self.document.tokens.get(token + 1).is_some_and(|t| t.is_word() && !t.is_spaced() && t.len() <= 2);
        let glued = letter && self.document.tokens[token].is_digits();
        let end = if glued { token + 2 } else { token + 1 };
        Some(((token..end).map(|t| self.document.word(t)).collect(), end))
    }
}

/// Adds a value once; one that ends a range joins the value before it.
fn add(values: &mut Vec<String>, value: String, range: bool) {
    if let Some(first) = values.last_mut().filter(|_| range) {
        *first = format!("{first}-{value}");
    } else if !values.contains(&value) {
        values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(text: &str) -> [String; 3] {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(format!("{text} Luật"), &rules);
        let end = document.tokens.len() - 1;
        let found = provision_before(&document, &rules, end).map(|(_, p)| p).unwrap_or_default();
        [found.article, found.clause, found.point].map(Option::unwrap_or_default)
    }

    #[test]
    fn the_smaller_part_stands_first() {
        assert_eq!(before("theo điểm a khoản 2 Điều 9"), ["9", "2", "a"]);
        assert_eq!(before("tại khoản 3, Điều 70a của"), ["70a", "3", ""]);
        assert_eq!(before("các điểm a, b và đ khoản 1 Điều 5"), ["5", "1", "a, b, đ"]);
    }

    #[test]
    fn of_several_articles_only_the_numbers_are_told() {
        assert_eq!(before("các Điều 5, 6"), ["5, 6", "", ""]);
        assert_eq!(before("tại Điều 9, Điều 10, Điều 13 Mục 3 và Mục 4"), ["9, 10, 13", "", ""]);
        assert_eq!(before("Điều 3, khoản 2 Điều 4 và tại các khoản 1, 3 Điều 10"), ["3, 4, 10", "", ""]);
        assert_eq!(before("từ Điều 5 đến Điều 8"), ["5-8", "", ""]);
    }

    #[test]
    fn a_value_that_reaches_into_what_follows_belongs_to_no_provision() {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new("điểm a khoản 2u Điều 9".into(), &rules);
        let letter = (0..document.tokens.len()).find(|t| document.word(*t) == "u").expect("a token of its own");
        assert_eq!(provision_before(&document, &rules, letter), None);
    }

    #[test]
    fn numbers_without_the_word_are_none() {
        assert_eq!(before("gồm 5, 6 và 7"), ["", "", ""]);
    }

    #[test]
    fn behind_a_law_the_order_is_turned() {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(", Điều 9 khoản 2 điểm a".into(), &rules);
        let found = provision_at(&document, &rules, 0).expect("a provision").1;
        assert_eq!((found.article.as_deref(), found.clause.as_deref(), found.point.as_deref()), (Some("9"), Some("2"), Some("a")));
    }
}
