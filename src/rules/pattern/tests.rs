//! What a pattern finds, and how one that cannot be used is refused.

use super::*;
use crate::document::{Document, tokens};
use crate::lexicon::{Case, Vocabulary};
use crate::rules::{RuleId, RuleSet};
use crate::{Error, Pipeline};

fn patterns(all: &[&str]) -> Patterns {
    let entry = Entry { family: Family::Topic, rule: RuleId(0), value: 0, case: Case::Any };
    Patterns { all: all.iter().map(|p| (compiled(p).expect("a pattern"), entry)).collect() }
}

fn found<'t>(all: &[&str], folded: &'t str) -> Vec<&'t str> {
    let tokens = tokens(folded, folded, &Vocabulary::default());
    let mut hits = Hits::none(tokens.len());
    patterns(all).add(folded, &tokens, &mut hits);
    let words = |h: &Hit| &folded[tokens[h.start as usize].span.join(tokens[h.end as usize - 1].span).range()];
    hits.of(Family::Topic).iter().map(words).collect()
}

#[test]
fn a_match_begins_and_ends_with_a_word() {
    assert_eq!(found(&["c0[2-6]"], "c03, c061, ac02, c07, c06."), ["c03", "c06"]);
}

#[test]
fn a_match_hides_those_inside_it_and_equal_ones_are_one() {
    assert_eq!(found(&["án 0?6", "đề án 0?6", "đề án [0-9]+"], "đề án 06 và đề án 6"), ["đề án 06", "đề án 6"]);
}

#[test]
fn words_that_a_phrase_of_the_same_rule_has_met_are_one_mention() {
    let rules = with("[[topic]]\nid = \"x\"\nname = { vi = \"X\", en = \"X\" }\nphrases = [\"mưa đá\"]\npatterns = [\"mưa [a-zà-ỹđ]+\"]\n")
        .expect("a rule");
    let document = Document::new("Có mưa đá và mưa rào.".into(), &rules);
    let met = |words: &str| document.hits.of(Family::Topic).iter().filter(|h| document.text.slice(document.hit_span(h)) == words).count();
    assert_eq!((met("mưa đá"), met("mưa rào")), (1, 1));
}

#[test]
fn a_match_longer_than_a_phrase_may_be_is_none() {
    assert_eq!(found(&["a[^b]*b"], &format!("a {}b; a b", "c ".repeat(MAX_PHRASE))), ["a b"]);
}

/// A rule file on top of the built-in rules.
fn with(toml: &str) -> Result<RuleSet, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("x.toml"), toml).expect("written");
    RuleSet::load(&[folder.path()])
}

/// Line, column and reason of each refusal of these patterns, the first pattern in column 13 of line 4.
fn refused(patterns: &str) -> Vec<String> {
    let error =
        with(&format!("[[topic]]\nid = \"x\"\nname = {{ vi = \"X\", en = \"X\" }}\npatterns = [{patterns}]\n")).expect_err("refused");
    let after_file = |place: String| place.rsplit_once("x.toml:").map(|(_, at)| at.to_owned()).unwrap_or(place);
    error.rule_errors().iter().map(|e| format!("{} {}", after_file(e.place()), e.message())).collect()
}

/// Place and reason of the only refusal of a pattern.
fn why(pattern: &str) -> String {
    let all = refused(&format!("'{pattern}'"));
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap_or_default()
}

#[test]
fn slow_classes_are_refused_with_what_to_write() {
    assert_eq!(why(r"c0\d"), r"4:16 classes of Unicode are slow; write '[0-9]'");
    assert_eq!(why(r"số [\w]"), r"4:18 classes of Unicode are slow; write '[a-zà-ỹđ]'");
    assert_eq!(why(r"a\sb"), r"4:15 classes of Unicode are slow; write ' +', or '[ \n]+' where a line may end");
    assert_eq!(why(r"\pL+"), "4:14 classes of Unicode are slow; write the letters that you mean: '[a-zà-ỹđ]'");
}

#[test]
fn borders_of_words_are_refused() {
    assert!(why(r"\bc06").starts_with("4:14 borders of words are slow and not needed"));
    assert!(why(r"(?-u:c06\b)").starts_with("4:22 borders of words"));
}

#[test]
fn letter_case_is_refused() {
    assert!(why("(?i)c06").starts_with("4:16 letter case is slow to ignore"));
    assert!(why("(?i:c06)").starts_with("4:16 letter case is slow to ignore"));
    assert!(why("đề Án").starts_with("4:17 patterns are matched in lower case"));
    assert!(why("[A-Z]06").starts_with("4:15 patterns are matched in lower case"));
}

#[test]
fn characters_that_no_normalized_text_has_are_refused() {
    assert_eq!(why("a–b"), r#"4:15 "–" is never met: in a text, once normalized, it is "-"; write it so"#);
    assert!(why("e\u{301}").starts_with("4:15 marks stand on their letter"));
    assert!(why("a\u{200B}").starts_with("4:15 this character is left out"));
}

#[test]
fn a_pattern_must_ask_for_something() {
    assert!(why("(c06)?").starts_with("4:14 the pattern matches where nothing stands"));
    assert!(why("[a&&b]").ends_with("the pattern can never match"));
}

#[test]
fn what_cannot_be_read_is_shown_where_it_stands() {
    assert_eq!(why("đề án (06"), "4:20 the pattern cannot be read: unclosed group");
}

#[test]
fn a_pattern_too_big_is_refused() {
    assert!(why("((a{999}){999}){999}").ends_with("the pattern is too big once compiled; repeat less in it"));
}

#[test]
fn all_faults_of_all_patterns_are_told_at_once() {
    let all = refused(r#"'\d\w', 'a)', "\\s", "b""#);
    let places: Vec<_> = all.iter().filter_map(|f| f.split_once(' ')).map(|f| f.0).collect();
    assert_eq!(places, ["4:14", "4:16", "4:23", "4:29"], "{all:?}");
}

const RULES: &str = r#"
[[topic]]
id       = "c_units"
name     = { vi = "Đơn vị", en = "Units" }
strong   = ["đơn vị C"]
pattern  = 'c0[2-6]'
finds    = ["⟦C03⟧ phối hợp với C06"]
ignores  = ["C07 và C08"]

[[measure]]
id       = "devices"
name     = { vi = "Thiết bị", en = "Devices" }
patterns = ['máy [a-z]+-?[0-9]+']
finds    = [{ text = "trao tặng ⟦12 máy IC-7300⟧ cho xã", value = 12 }]
ignores  = ["trao tặng 12 máy khâu cho xã"]
"#;

#[test]
fn a_topic_and_a_measure_are_found_by_their_patterns() {
    let pipeline = Pipeline::new(with(RULES).expect("rules"));
    let record = pipeline.record("a.txt", "Đội C03 cùng C06 nhận 12 máy IC–7300 và 5 máy cày.".as_bytes());
    let topic = &record.topics[0];
    assert_eq!((topic.value.topic.as_str(), topic.value.hits, topic.at.text.as_str()), ("c_units", 2, "C03"));
    let count = &record.counts[0];
    assert_eq!((&*count.at.rule, count.at.text.as_str()), ("counts.devices", "12 máy IC–7300"));
}

#[test]
fn patterns_are_checked_by_their_examples_and_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("x.toml"), RULES).expect("written");
    let checked = RuleSet::check(&[folder.path()]).expect("readable");
    assert!(checked.errors.is_empty(), "{:?}", checked.errors);
    let rows = RuleSet::list(&[folder.path()]).expect("readable");
    let listed = |id: &str| rows.iter().find(|r| r.id == id).map(|r| r.patterns.join(" "));
    assert_eq!(listed("c_units").as_deref(), Some("c0[2-6]"));
    assert_eq!(listed("devices").as_deref(), Some("máy [a-z]+-?[0-9]+"));
}

#[test]
fn the_built_in_rules_do_without() {
    let rules = RuleSet::builtin().expect("built-in rules");
    assert!(rules.patterns.all.is_empty());
    assert!(!Document::new("Đề án 06".into(), &rules).hits.of(Family::Topic).is_empty());
}
