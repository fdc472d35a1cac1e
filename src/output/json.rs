//! JSON lines that every reader takes: no byte-order mark, no raw line separator.

use std::io::{self, Write};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Serialize;
use serde_json::ser::Formatter;

/// Appends `value` as one line of JSON, ended by `\n`; U+0085, U+2028 and U+2029 are escaped, since some readers end a line there.
///
/// # Errors
/// Those of `value`'s own `Serialize`; writing to memory does not fail.
pub fn push_line<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let start = line.len();
    serde_json::to_writer(&mut *line, value)?;
    if SEARCH.is_match(&line[start..]) {
        // A text that holds one is rare: it is written again, letter by letter.
        line.truncate(start);
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut *line, OneLine)).map_err(io::Error::from)?;
    }
    line.push(b'\n');
    Ok(())
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
    use super::*;

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
}
