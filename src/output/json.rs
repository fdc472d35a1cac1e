//! JSON lines that every reader takes: no byte-order mark, no raw line separator.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Appends `value` as one line of JSON, ended by `\n`; U+0085, U+2028 and U+2029 are escaped, since some readers end a line there.
///
/// # Errors
/// Those of `value`'s own `Serialize`; writing to memory does not fail.
pub fn push_line<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let start = line.len();
    serde_json::to_writer(&mut *line, value)?;
    if SEPARATORS.iter().any(|s| memchr::memmem::find(&line[start..], s).is_some()) {
        // A text that holds one is rare: it is written again, letter by letter.
        line.truncate(start);
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut *line, OneLine)).map_err(io::Error::from)?;
    }
    line.push(b'\n');
    Ok(())
}

const SEPARATORS: [&[u8]; 3] = ["\u{85}".as_bytes(), "\u{2028}".as_bytes(), "\u{2029}".as_bytes()];

/// Compact JSON with those separators escaped.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
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
