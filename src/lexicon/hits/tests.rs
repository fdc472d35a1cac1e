use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::document::{Token, tokens};
use crate::lexicon::{Case, LexiconBuilder};
use crate::rules::spelling::Spelling;

/// Some of which words are told, and one whose hits are all kept.
const FAMILIES: [Family; 3] = [Family::Count, Family::Header, Family::Kind];

/// Words of a phrase or a text, each perhaps with a capital.
fn words(most: usize) -> impl Strategy<Value = Vec<String>> {
    vec(prop::sample::select(vec!["a", "b", "c", "A", "B"]).prop_map(str::to_owned), 1..most)
}

#[derive(Debug, Clone)]
struct Asked {
    family: Family,
    words: Vec<String>,
    case: Case,
}

fn asked() -> impl Strategy<Value = Asked> {
    let case = prop::sample::select(vec![Case::Any, Case::Any, Case::Any, Case::Name, Case::Exact]);
    (prop::sample::select(FAMILIES.to_vec()), words(4), case).prop_map(|(family, words, case)| Asked { family, words, case })
}

fn scanned(phrases: &[Asked], text: &str) -> Hits {
    let mut builder = LexiconBuilder::default();
    for (value, phrase) in phrases.iter().enumerate() {
        let entry = Entry { family: phrase.family, rule: RuleId(0), value: value as u32, case: phrase.case };
        builder.add(&phrase.words.join(" "), entry);
    }
    let lexicon = builder.build(&Spelling::builtin());
    let tokens: Vec<Token> = tokens(text, &text.to_lowercase(), lexicon.vocabulary());
    lexicon.scan(text, &tokens)
}

impl Asked {
    fn is_met(&self, place: &[String]) -> bool {
        let same = self.words.join(" ").to_lowercase() == place.join(" ").to_lowercase();
        same && match self.case {
            Case::Any => true,
            Case::Name => place.iter().all(|w| w.starts_with(char::is_uppercase)),
            Case::Exact => self.words == place,
        }
    }
}

/// By trying every phrase everywhere: those that lie inside no longer one of their family.
fn sought(phrases: &[Asked], text: &[String], family: Family) -> Vec<Hit> {
    let mut all = Vec::new();
    for (value, phrase) in phrases.iter().enumerate().filter(|(_, p)| p.family == family) {
        for start in 0..text.len() {
            let end = start + phrase.words.len();
            if text.get(start..end).is_some_and(|place| phrase.is_met(place)) {
                all.push(Hit { start: start as u32, end: end as u32, rule: RuleId(0), value: value as u32 });
            }
        }
    }
    let holds = |a: &Hit, b: &Hit| a.start <= b.start && b.end <= a.end && (a.start, a.end) != (b.start, b.end);
    let mut kept: Vec<Hit> = all.iter().copied().filter(|h| !all.iter().any(|other| holds(other, h))).collect();
    kept.sort_unstable_by_key(|h| (h.start, h.value));
    kept
}

proptest! {
    #[test]
    fn every_question_has_the_answer_that_trying_every_phrase_gives(
        phrases in vec(asked(), 0..12),
        // Longer than a block, often.
        text in words(300),
        (from, len) in (0usize..300, 0usize..40),
    ) {
        let hits = scanned(&phrases, &text.join(" "));
        for family in FAMILIES {
            let all = sought(&phrases, &text, family);
            let expected = |holds: &dyn Fn(&Hit) -> bool| all.iter().copied().filter(|h| holds(h)).collect::<Vec<_>>();
            prop_assert_eq!(hits.beginning_in(family, 0..text.len()).collect::<Vec<_>>(), expected(&|_| true));
            let range = from..from + len;
            let inside = |h: &Hit| range.contains(&(h.start as usize)) && h.end as usize <= range.end;
            prop_assert_eq!(hits.within(family, range.clone()).collect::<Vec<_>>(), expected(&inside));
            for token in 0..=text.len() {
                prop_assert_eq!(hits.at(family, token).collect::<Vec<_>>(), expected(&|h| h.start as usize == token));
                prop_assert_eq!(hits.ending(family, token).collect::<Vec<_>>(), expected(&|h| h.end as usize == token));
            }
            let several = |h: &Hit| h.end > h.start + 1;
            let longer: Vec<Hit> = hits.longer_within(family, 0..text.len()).filter(several).collect();
            prop_assert_eq!(longer, expected(&several));
        }
    }

    #[test]
    fn hits_that_are_added_hide_what_lies_inside_them(
        phrases in vec(asked(), 0..12),
        text in words(300),
        (from, len) in (0usize..300, 1usize..6),
    ) {
        let mut hits = scanned(&phrases, &text.join(" "));
        let start = from % text.len();
        let end = (start + len).min(text.len());
        let new = Hit { start: start as u32, end: end as u32, rule: RuleId(1), value: 99 };
        hits.add(Family::Count, std::iter::once(new));
        let mut expected = sought(&phrases, &text, Family::Count);
        let holds = |a: &Hit, b: &Hit| a.start <= b.start && b.end <= a.end && (a.start, a.end) != (b.start, b.end);
        let is_hidden = expected.iter().any(|h| holds(h, &new));
        expected.retain(|h| !holds(&new, h));
        expected.extend((!is_hidden).then_some(new));
        expected.sort_unstable_by_key(|h| (h.start, h.value));
        prop_assert_eq!(hits.beginning_in(Family::Count, 0..text.len()).collect::<Vec<_>>(), expected.clone());
        for token in 0..=text.len() {
            let ends = expected.iter().copied().filter(|h| h.end as usize == token);
            prop_assert_eq!(hits.ending(Family::Count, token).collect::<Vec<_>>(), ends.collect::<Vec<_>>());
        }
    }
}
