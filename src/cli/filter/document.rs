//! One line to its record, whatever stands in the line.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use trichluc::record::Failure;
use trichluc::{Pipeline, Record};

use super::lines::Line;
use crate::terminal::{cut, one_line};

/// The record of the document in a line; a failed one where there is none.
pub fn record(pipeline: &Pipeline, line: Line) -> Record {
    let mut members = Members::default();
    let read = members.read(&line.bytes);
    let (number, length, is_cut) = (line.number, line.length, line.is_cut());
    drop(line);
    // Lines without a path are documents of their own, each.
    let name = members.path.clone().filter(|p| !p.is_empty()).unwrap_or_else(|| format!("-:{number}"));
    let content = if is_cut { Err(too_long(length)) } else { read.and_then(|()| members.content()).map_err(|e| bad_input(&e)) };
    match content {
        Ok(bytes) => pipeline.record(&name, &bytes),
        Err(failure) => pipeline.unread(&name, length, failure),
    }
}

fn bad_input(what: &str) -> Failure {
    let message = format!("{}; a line is an object with `path` and either `content` or `content_base64`", cut(&one_line(what)));
    Failure { code: "bad_input".to_owned(), message }
}

fn too_long(length: u64) -> Failure {
    let message = format!(
        "a line of {length} bytes, over three times the limit of a file; a document that is meant to be so large needs a higher limit"
    );
    Failure { code: "input_limit".to_owned(), message }
}

/// What a line says, as far as it can be read.
#[derive(Default)]
struct Members {
    path: Option<String>,
    text: Option<String>,
    base64: Option<String>,
}

impl Members {
    /// Whatever comes before a fault stays read: a line that is cut short still has its path.
    fn read(&mut self, line: &[u8]) -> Result<(), String> {
        let mut json = serde_json::Deserializer::from_slice(line);
        self.deserialize(&mut json).and_then(|()| json.end()).map_err(|e| e.to_string())
    }

    fn content(self) -> Result<Vec<u8>, String> {
        if self.path.is_none_or(|p| p.is_empty()) {
            return Err("no `path`".to_owned());
        }
        match (self.text, self.base64) {
            (Some(text), None) => Ok(text.into_bytes()),
            (None, Some(text)) => decoded(text).map_err(|e| format!("`content_base64`: {e}")),
            (None, None) => Err("no content".to_owned()),
            (Some(_), Some(_)) => Err("both `content` and `content_base64`".to_owned()),
        }
    }
}

/// Some engines break the letters into lines, some leave the padding out.
fn decoded(mut text: String) -> Result<Vec<u8>, base64::DecodeError> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    text.retain(|c| !c.is_ascii_whitespace());
    GeneralPurpose::new(&STANDARD, LENIENT).decode(text)
}

impl<'de> DeserializeSeed<'de> for &mut Members {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Members {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let member = match &*key {
                "path" => &mut self.path,
                "content" => &mut self.text,
                "content_base64" => &mut self.base64,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            // Engines write members that have no value.
            let value: Option<String> = map.next_value()?;
            if value.is_some() && member.is_some() {
                return Err(A::Error::custom(format_args!("`{key}` stands there twice")));
            }
            *member = value.or(member.take());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<(String, Vec<u8>), String> {
        let mut members = Members::default();
        members.read(line.as_bytes())?;
        let path = members.path.clone().unwrap_or_default();
        Ok((path, members.content()?))
    }

    #[test]
    fn a_line_has_a_path_and_one_content() {
        assert_eq!(read(r#" {"path":"a","content":"\u1ebft\n"} "#), Ok(("a".into(), "ết\n".into())));
        assert_eq!(read(r#"{"length":[1],"content_base64":"YQBi","path":"a","content":null}"#), Ok(("a".into(), b"a\0b".to_vec())));
        assert_eq!(read(r#"{"path":"a","content_base64":"YQ\r\nA"}"#), Ok(("a".into(), b"a\0".to_vec())));
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        let says = |line: &str, reason: &str| {
            let said = read(line).expect_err(line);
            assert!(said.contains(reason), "{line}: {said}");
        };
        says("", "EOF");
        says("[]", "expected an object");
        says("{} {}", "trailing characters");
        says(r#"{"content":"x"}"#, "no `path`");
        says(r#"{"path":"","content":"x"}"#, "no `path`");
        says(r#"{"path":"a"}"#, "no content");
        says(r#"{"path":7,"content":"x"}"#, "invalid type: integer");
        says(r#"{"path":"a","content":"x","content_base64":"eA=="}"#, "both");
        says(r#"{"path":"a","path":"b","content":"x"}"#, "twice");
        says(r#"{"path":"a","content":"\ud800"}"#, "hex escape");
        says(r#"{"path":"a","content_base64":"é"}"#, "content_base64");
    }

    #[test]
    fn a_line_that_is_cut_short_still_has_its_path() {
        let mut members = Members::default();
        assert!(members.read(br#"{"path":"a/b.txt","content":"half"#).is_err());
        assert_eq!(members.path.as_deref(), Some("a/b.txt"));
    }
}
