//! Rows of the table citations, read again when all documents are known.

use std::borrow::Cow;
use std::io;

use crate::output::fold::folded;
use crate::output::tables::digest::{Mark, mark};

/// A row of the table citations, as far as links and the summary need it.
#[derive(Debug, Default)]
pub struct Citation<'a> {
    pub doc_id: Cow<'a, str>,
    pub ordinal: u32,
    pub key: Cow<'a, str>,
    pub kind: Cow<'a, str>,
    pub code: Option<Cow<'a, str>>,
    pub date: Option<Cow<'a, str>>,
    pub date_partial: Option<Cow<'a, str>>,
    pub year: Option<i32>,
    pub issuer: Option<Cow<'a, str>>,
    pub title: Option<Cow<'a, str>>,
    pub key_mark: Mark,
    pub code_mark: Option<Mark>,
}

/// The last member that is needed: what follows is half of the row.
const LAST: &str = "title";

impl<'a> Citation<'a> {
    /// What a row says, with the marks that it is looked up by.
    ///
    /// # Errors
    /// The line is no row of the table.
    pub fn read(row: &'a str) -> io::Result<Self> {
        let mut citation = Citation::default();
        let mut members = Members { rest: row };
        loop {
            let (name, value) = members.next().ok_or(io::ErrorKind::InvalidData)?;
            citation.take(name, value)?;
            if name == LAST {
                break;
            }
        }
        citation.key_mark = mark(&citation.key);
        citation.code_mark = citation.code.as_deref().map(|code| mark(&folded(code)));
        Ok(citation)
    }

    fn take(&mut self, name: &str, value: &'a str) -> io::Result<()> {
        match name {
            "doc_id" => self.doc_id = text(value)?.unwrap_or_default(),
            "ordinal" => self.ordinal = serde_json::from_str(value)?,
            "key" => self.key = text(value)?.unwrap_or_default(),
            "kind" => self.kind = text(value)?.unwrap_or_default(),
            "code" => self.code = text(value)?,
            "date" => self.date = text(value)?,
            "date_partial" => self.date_partial = text(value)?,
            "year" => self.year = serde_json::from_str(value)?,
            "issuer" => self.issuer = text(value)?,
            LAST => self.title = text(value)?,
            _ => {}
        }
        Ok(())
    }
}

/// A text or null; copied only where it holds escapes.
fn text(value: &str) -> io::Result<Option<Cow<'_, str>>> {
    match value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        Some(plain) if memchr::memchr(b'\\', plain.as_bytes()).is_none() => Ok(Some(Cow::Borrowed(plain))),
        _ => Ok(serde_json::from_str(value)?),
    }
}

/// Names and values of a flat object on one line without spaces, as this program writes its rows.
struct Members<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let named = self.rest.strip_prefix(['{', ','])?.strip_prefix('"')?;
        let (name, after) = named.split_at_checked(memchr::memchr(b'"', named.as_bytes())?)?;
        let (value, rest) = after.strip_prefix("\":").and_then(|v| v.split_at_checked(value_end(v.as_bytes())?))?;
        self.rest = rest;
        Some((name, value))
    }
}

/// Where a text, a number or a word ends.
fn value_end(value: &[u8]) -> Option<usize> {
    if value.first() != Some(&b'"') {
        return memchr::memchr2(b',', b'}', value);
    }
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', value.get(at..)?)?;
        if value[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"doc_id":"0a","ordinal":3,"key":"k","kind":"luat","code":null,"number":"1","year":2020,"date":null,"date_partial":"2020-02","issuer":"A, {B} \\","title":"\"C\":\n,\"title\":","article":null}"#;

    #[test]
    fn a_row_says_what_was_written() {
        let row = Citation::read(ROW).expect("a row");
        assert_eq!((&*row.doc_id, row.ordinal, &*row.key, &*row.kind, row.year), ("0a", 3, "k", "luat", Some(2020)));
        assert_eq!((row.code, row.date, row.date_partial.as_deref()), (None, None, Some("2020-02")));
        assert_eq!((row.issuer.as_deref(), row.title.as_deref()), (Some("A, {B} \\"), Some("\"C\":\n,\"title\":")));
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for cut in 0..ROW.find(",\"article\"").expect("a member") {
            assert!(Citation::read(&ROW[..cut]).is_err(), "{cut}");
        }
    }
}
