//! JSON lines that every reader takes: no byte-order mark, no raw line separator.

// Said, since the wheel includes this file by its path.
#[path = "json/plain.rs"]
mod plain;

use std::io::{self, Write};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Serialize;
use serde_json::ser::Formatter;

use self::plain::Plain;

/// Appends `value` as one line of JSON, ended by `\n`; U+0085, U+2028 and U+2029 are escaped, since some readers end a line there.
///
/// # Errors
/// Those of `value`'s own `Serialize`; writing to memory does not fail.
pub fn push_line<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let start = line.len();
    if value.serialize(Plain(line)).is_err() {
        line.truncate(start);
        push(line, value)?;
    }
    line.push(b'\n');
    Ok(())
}

/// As serde_json writes it, with line separators escaped.
fn push<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(line, OneLine))
}

const SEPARATORS: [&str; 3] = ["\u{85}", "\u{2028}", "\u{2029}"];
const ESCAPES: [&[u8]; 3] = [b"\\u0085", b"\\u2028", b"\\u2029"];

static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(SEPARATORS).expect("three short patterns"));

/// Compact JSON with those separators escaped.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for found in SEARCH.find_iter(fragment) {
            writer.write_all(&fragment.as_bytes()[written..found.start()])?;
            writer.write_all(ESCAPES[found.pattern()])?;
            written = found.end();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Serialize)]
    struct Row {
        text: String,
        list: Vec<Option<i64>>,
        share: f64,
        #[serde(flatten)]
        more: More,
        either: Either,
    }

    #[derive(Debug, Serialize)]
    struct More {
        is: bool,
        map: BTreeMap<u8, String>,
    }

    #[derive(Debug, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Either {
        Alone,
        With(char),
    }

    #[test]
    fn line_separators_are_escaped_and_read_back_the_same() {
        let text = "a\u{2028}“b”\u{85}c\u{2029}\n\u{a0}";
        let mut line = Vec::new();
        push_line(&mut line, text).expect("a string");
        assert!(!line[..line.len() - 1].contains(&b'\n'));
        let line = String::from_utf8(line).expect("UTF-8");
        assert!(!line.contains(['\u{2028}', '\u{2029}', '\u{85}']) && line.contains("“b”"), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
    }

    proptest! {
        #[test]
        fn a_line_is_what_serde_json_writes(
            text in "([ -~\\pL“”–]|\\PC|[\\x00-\\x1f\u{85}\u{2028}]){0,40}",
            list in prop::collection::vec(prop::option::of(any::<i64>()), 0..4),
            (share, is, with) in (any::<f64>(), any::<bool>(), prop::option::of(any::<char>())),
            map in prop::collection::btree_map(any::<u8>(), "\\PC{0,9}", 0..2),
        ) {
            let row = Row { text, list, share, more: More { is, map }, either: with.map_or(Either::Alone, Either::With) };
            let (mut line, mut expected) = (b"before".to_vec(), b"before".to_vec());
            push_line(&mut line, &row).expect("a row");
            push(&mut expected, &row).expect("a row");
            expected.push(b'\n');
            prop_assert_eq!(String::from_utf8_lossy(&line), String::from_utf8_lossy(&expected));
        }
    }
}
