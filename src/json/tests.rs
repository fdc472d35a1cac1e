use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn line<T: Serialize + ?Sized>(value: &T) -> String {
    let mut line = Vec::new();
    push_line(&mut line, value).expect("JSON");
    assert_eq!(line.pop(), Some(b'\n'));
    String::from_utf8(line).expect("UTF-8")
}

#[derive(Serialize)]
enum Variant {
    Unit,
    Newtype(u8),
    Tuple(i64, Option<bool>),
    Struct { a: (), b: char },
}

#[derive(Serialize)]
struct Flat<'a> {
    first: [f64; 4],
    #[serde(flatten)]
    rest: BTreeMap<&'a str, Vec<Variant>>,
}

#[test]
fn line_separators_are_escaped_and_read_back_the_same() {
    let text = "a\u{2028}“b”\u{85}c\u{2029}\n\u{a0}";
    let line = line(text);
    assert!(!line.contains(['\n', '\u{2028}', '\u{2029}', '\u{85}']) && line.contains("“b”"), "{line}");
    assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
}

#[test]
fn values_of_every_form_are_those_of_serde_json() {
    let all = || vec![Variant::Unit, Variant::Newtype(7), Variant::Tuple(-3, Some(true)), Variant::Struct { a: (), b: '"' }];
    let value = Flat { first: [1.0, 0.1, f64::NAN, 1e300], rest: BTreeMap::from([("a\"b", all()), ("none", vec![])]) };
    assert_eq!(line(&value), serde_json::to_string(&value).expect("JSON"));
    assert_eq!(line(&(1u64 << 63, "x", i128::MIN)), serde_json::to_string(&(1u64 << 63, "x", i128::MIN)).expect("JSON"));
}

#[test]
fn a_key_must_be_a_text() {
    assert!(push_line(&mut Vec::new(), &BTreeMap::from([(vec![1], 2)])).is_err());
}

proptest! {
    #[test]
    fn texts_without_separators_are_those_of_serde_json(text in "[\\x00-\\x84\\u{86}-\\u{2027}“”…Đệ\"\\\\]{0,70}") {
        prop_assert_eq!(line(&text), serde_json::to_string(&text).expect("JSON"));
    }
}
