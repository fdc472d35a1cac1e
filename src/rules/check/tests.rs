//! Each kind of fault, with its place.

use super::*;

/// Faults of one more rule file on top of a few built-in ones, as place and message.
fn faults(toml: &str, pick: fn(RuleCheck) -> Vec<RuleError>) -> Vec<String> {
    let few = ["rules/spelling.toml", "rules/stamp.toml", "rules/dates.toml", "rules/kinds.toml", "rules/issuers.toml"];
    let mut sources = source::builtin();
    sources.retain(|s| few.contains(&s.name.as_str()));
    sources.push(RuleSource { name: "my/x.toml".into(), folder: 1, text: toml.into() });
    let found = pick(check(&sources).expect("readable"));
    let shown = found.iter().map(|e| format!("{}: {}", e.place(), e.message()));
    shown.filter_map(|e| e.strip_prefix("my/x.toml:").map(str::to_owned)).collect()
}

fn errors(toml: &str) -> Vec<String> {
    faults(toml, |c| c.errors)
}

fn warnings(toml: &str) -> Vec<String> {
    faults(toml, |c| c.warnings)
}

/// A stamp without a document is the simplest thing that a record tells.
const STAMP: &str = "question = \"findings\"\nignores = [\"Kế hoạch\"]\n";

fn finds(example: &str) -> Vec<String> {
    errors(&format!("[[example]]\n{STAMP}finds = [{example}]"))
}

#[test]
fn the_built_in_rules_pass_their_own_check() {
    let checked = RuleSet::check::<&str>(&[]).expect("built-in files");
    let all: Vec<_> = checked.errors.iter().chain(&checked.warnings).map(ToString::to_string).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    assert!(checked.rules > 100 && checked.examples > 100);
}

#[test]
fn a_rule_without_examples_is_told_where_it_stands_and_what_to_add() {
    let found = errors("[[kind]]\nid = \"so_tay\"\nname = \"Sổ tay\"\nabbreviations = []");
    assert_eq!(
        found,
        [
            "2:6: rule \"kinds.so_tay\" has no example in \"finds\"; add a sentence with the words found in ⟦…⟧",
            "2:6: rule \"kinds.so_tay\" has no example in \"ignores\"; add a sentence that it must leave alone",
        ]
    );
}

#[test]
fn rows_of_a_file_need_examples_for_the_file_alone() {
    let row = "[[month_name]]\nmonth = 1\nphrases = [\"giêng hai\"]\n";
    assert_eq!(
        errors(row),
        ["2:9: the rows of this file have no examples; add one [[example]] with question, finds and ignores for all of them"]
    );
    assert_eq!(errors(&format!("{row}[[example]]\n{STAMP}finds = [\"⟦Ký bởi: A; ngày ký: 02/3⟧\"]")), [""; 0]);
}

#[test]
fn an_example_that_holds_is_no_fault() {
    assert_eq!(finds(r#"{ text = "⟦Ký bởi: Sở Y tế; ngày ký: 02/3⟧", code = "no_text", severity = "warning" }"#), [""; 0]);
}

#[test]
fn a_field_that_differs_is_told_with_both_values() {
    assert_eq!(
        finds(r#"{ text = "⟦Ký bởi: Sở Y tế; ngày ký: 02/3⟧", code = "ocr_suspect" }"#),
        ["4:10: rule \"example\": found code no_text, expected ocr_suspect"]
    );
}

#[test]
fn a_field_that_no_record_has_is_told() {
    assert_eq!(
        finds(r#"{ text = "⟦Ký bởi: Sở Y tế; ngày ký: 02/3⟧", cod = "no_text" }"#),
        ["4:10: rule \"example\": there is no field \"cod\" in what is found"]
    );
}

#[test]
fn a_mention_elsewhere_or_nowhere_is_told() {
    let elsewhere = finds("\"Ký bởi: ⟦Sở Y tế⟧; ngày ký: 02/3\"");
    assert!(
        elsewhere[0]
            .starts_with("4:10: rule \"example\": nothing is found at “Sở Y tế”; found “Ký bởi: Sở Y tế; ngày ký: 02/3” (code no_text"),
        "{elsewhere:?}"
    );
    assert_eq!(finds("\"⟦Quả cam⟧ chín.\""), ["4:10: rule \"example\": nothing is found at “Quả cam”; nothing is found in this text"]);
}

#[test]
fn an_example_must_mark_its_words() {
    assert_eq!(
        finds("\"Ký bởi: Sở Y tế; ngày ký: 02/3\""),
        ["4:10: rule \"example\": the example marks nothing; put ⟦ and ⟧ around the words that are found"]
    );
    assert_eq!(finds("\"⟦Ký bởi\""), ["4:10: rule \"example\": the marks ⟦ and ⟧ do not pair"]);
}

#[test]
fn a_mention_in_a_text_to_ignore_is_told() {
    let found = errors(
        "[[example]]\nquestion = \"findings\"\nfinds = [\"⟦Ký bởi: A; ngày ký: 02/3⟧\"]\nignores = [\n  \"Ký bởi: B; ngày ký: 02/3\",\n]",
    );
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("5:3: rule \"example\": found “Ký bởi: B; ngày ký: 02/3” (code no_text"), "{found:?}");
    assert!(found[0].ends_with("in a text that it must ignore"));
}

#[test]
fn an_ignored_text_may_hold_a_mention_with_other_fields() {
    let ignores = |example: &str| {
        errors(&format!(
            "[[example]]\nquestion = \"findings\"\nfinds = [{{ text = \"⟦Ký bởi: A; ngày ký: 02/3⟧\", code = \"no_text\" }}]\nignores = [{example}]"
        ))
    };
    assert_eq!(ignores("{ text = \"Ký bởi: B; ngày ký: 02/3\", code = \"ocr_suspect\" }"), [""; 0]);
    assert_eq!(ignores("{ text = \"Ký bởi: B; ngày ký: 02/3\", code = \"no_text\" }").len(), 1);
    assert_eq!(ignores("\"Ký bởi: B; ngày ký: 02/3\"").len(), 1);
}

#[test]
fn an_id_belongs_to_one_rule_of_a_folder() {
    let issuer = "[[issuer]]\nid = \"so_mua\"\nname = \"Sở Mưa\"\nphrases = [\"Sở Mưa\"]\nlevel = \"department\"\n";
    let found = errors(&format!("{issuer}{issuer}[[example]]\n{STAMP}finds = [\"⟦Ký bởi: A; ngày ký: 02/3⟧\"]"));
    assert_eq!(
        found,
        ["7:6: there is a rule \"issuers.so_mua\" at my/x.toml:2:6 already; join the two, or give this one an id of its own"]
    );
}

#[test]
fn an_id_of_another_folder_is_replaced_without_a_fault() {
    let issuer = "[[issuer]]\nid = \"quoc_hoi\"\nname = \"Quốc hội\"\nphrases = [\"Quốc hội\"]\nlevel = \"central\"\n";
    assert_eq!(errors(&format!("{issuer}[[example]]\n{STAMP}finds = [\"⟦Ký bởi: A; ngày ký: 02/3⟧\"]")), [""; 0]);
}

fn phrase_faults(phrases: &str, pick: fn(RuleCheck) -> Vec<RuleError>) -> Vec<String> {
    let issuer = format!("[[issuer]]\nid = \"so_mua\"\nname = \"Sở Mưa\"\nphrases = [{phrases}]\nlevel = \"department\"\n");
    faults(&format!("{issuer}[[example]]\n{STAMP}finds = [\"⟦Ký bởi: A; ngày ký: 02/3⟧\"]"), pick)
}

#[test]
fn a_phrase_that_a_text_never_has_is_told() {
    let dead = |phrases: &str| phrase_faults(phrases, |c| c.errors);
    assert_eq!(
        dead("\"Sở Mưa – Gió\""),
        [
            "4:13: rule \"issuers.so_mua\": the phrase \"Sở Mưa – Gió\" is never met: in a text, once normalized, it is \"Sở Mưa - Gió\"; write it so"
        ]
    );
    assert_eq!(dead("\" \"").len(), 1);
    assert!(dead(&format!("\"{}\"", "mưa ".repeat(40)))[0].ends_with("it has 40 words and marks; at most 32 can be matched"));
    assert!(dead("\"Sở {Mưa|Gió\"")[0].contains("groups {a|b} do not pair"));
    assert_eq!(dead("\"Sở Mưa\""), [""; 0]);
}

#[test]
fn a_phrase_that_stands_twice_is_a_warning() {
    let twice = |phrases: &str| phrase_faults(phrases, |c| c.warnings);
    assert_eq!(twice("\"Sở Mưa\", \"sở mưa\""), ["4:23: rule \"issuers.so_mua\" has the phrase \"sở mưa\" twice; drop one"]);
    assert_eq!(twice("\"Quốc hội\""), ["4:13: the phrase \"Quốc hội\" is one of \"issuers.so_mua\" and of \"issuers.quoc_hoi\"; drop one"]);
    assert_eq!(warnings(""), [""; 0]);
}

#[test]
fn keys_and_ids_that_do_not_exist_are_told_with_their_place() {
    assert!(errors("[[kind]]\nid = \"a\"\nnme = \"A\"")[0].starts_with("3:1: unknown field `nme`"));
    assert_eq!(errors("[[kind_symbol]]\nsegment = \"X\"\nkind = \"khong_co\"").len(), 1);
}

#[test]
fn a_phrase_that_may_be_read_in_too_many_ways_is_told_before_it_fills_the_memory() {
    let phrase = format!("a{}", ", b".repeat(60));
    let found = errors(&format!("[[example]]\n{STAMP}finds = [\"x\"]\n\n[[coverage_cue]]\nkind = \"no_thing\"\nphrases = [\"{phrase}\"]"));
    assert_eq!(found, [format!("8:13: {phrase:?} may be read in more than 1000 ways; make several phrases of it")]);
}
