//! Walking XML: elements by their local name, texts with entities resolved, depth bounded.

use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::failure;
use super::limits::over;
use crate::record::Failure;

/// What a walk comes by.
pub(super) enum Piece<'x> {
    Open(Element<'x>),
    Close(&'x str),
    Text(&'x str),
}

/// An element: its name without prefix, and its attributes.
pub(super) struct Element<'x> {
    start: &'x BytesStart<'x>,
}

impl Element<'_> {
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        // Looking for doubles takes the square of their number.
        let mut attributes: Attributes = self.start.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
        Some(found.value.into_owned())
    }
}

/// Hands on each piece of `xml` in its order; an empty element opens and closes.
///
/// Fails with `damaged` or `depth_limit`, or as `sink` does.
pub(super) fn walk(xml: &str, max_depth: usize, mut sink: impl FnMut(Piece) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|e| damaged(&e.to_string()))? {
            Event::Start(start) => {
                depth += 1;
                if depth > max_depth {
                    return Err(over("depth_limit", &format!("more than {max_depth} elements inside each other")));
                }
                sink(Piece::Open(Element { start: &start }))?;
            }
            Event::Empty(start) => {
                sink(Piece::Open(Element { start: &start }))?;
                sink(Piece::Close(start.local_name().into_inner()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                sink(Piece::Close(end.local_name().into_inner()))?;
            }
            Event::Text(text) => sink(Piece::Text(&text.into_inner()))?,
            Event::CData(text) => sink(Piece::Text(&text.into_inner()))?,
            Event::GeneralRef(reference) => {
                sink(Piece::Text(resolved(&reference).encode_utf8(&mut [0; 4])))?;
            }
            Event::Eof if depth > 0 => return Err(damaged("it ends before its last element does")),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The character that a reference means. Only the five of XML and numbers are
/// known: a document's own entities are never expanded, so no bomb is made of them.
fn resolved(reference: &BytesRef) -> char {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c;
    }
    match &*reference.xml10_content() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn damaged(why: &str) -> Failure {
    failure("damaged", &format!("a part of the file is no XML: {why}; open it in an office program and save it anew"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(xml: &str) -> Result<String, String> {
        let mut seen = String::new();
        let done = walk(xml, 3, |piece| {
            match piece {
                Piece::Open(element) => seen.push_str(&format!("<{} {:?}>", element.name(), element.attribute("val"))),
                Piece::Close(name) => seen.push_str(&format!("</{name}>")),
                Piece::Text(text) => seen.push_str(text),
            }
            Ok(())
        });
        done.map(|()| seen).map_err(|f| f.code)
    }

    #[test]
    fn prefixes_are_dropped_and_entities_resolved() {
        assert_eq!(walked("<w:a w:val='1'>x&amp;&#7889;<b/></w:a>"), Ok("<a Some(\"1\")>x&ố<b None></b></a>".into()));
    }

    #[test]
    fn what_is_cut_or_too_deep_fails() {
        assert_eq!(walked("<a><b>"), Err("damaged".into()));
        assert_eq!(walked("<a></b>"), Err("damaged".into()));
        assert!(walked("<a><a><a><a/></a></a></a>").is_ok());
        assert_eq!(walked("<a><a><a><a></a></a></a></a>"), Err("depth_limit".into()));
    }

    #[test]
    fn a_documents_own_entities_stay_unexpanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>]><a>&b;</a>";
        assert_eq!(walked(bomb), Ok("<a None>\u{fffd}</a>".into()));
    }
}
