//! Rows of the table citations, read again when all documents are known.

use std::borrow::Cow;
use std::io;

use serde::Deserialize;

use crate::output::fold::folded;
use crate::output::tables::digest::{Mark, mark};

/// A row of the table citations, as far as links and the summary need it.
#[derive(Debug, Deserialize)]
pub struct Citation<'a> {
    #[serde(borrow)]
    pub doc_id: Text<'a>,
    pub ordinal: u32,
    #[serde(borrow)]
    pub key: Text<'a>,
    #[serde(borrow)]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub code: Option<Text<'a>>,
    #[serde(borrow)]
    pub date: Option<Text<'a>>,
    #[serde(borrow)]
    pub date_partial: Option<Text<'a>>,
    pub year: Option<i32>,
    #[serde(borrow)]
    pub issuer: Option<Text<'a>>,
    #[serde(borrow)]
    pub title: Option<Text<'a>>,
    #[serde(skip)]
    pub key_mark: Mark,
    #[serde(skip)]
    pub code_mark: Option<Mark>,
}

impl<'a> Citation<'a> {
    /// What a row says, with the marks that it is looked up by.
    ///
    /// # Errors
    /// The line is no row of the table.
    pub fn read(row: &'a str) -> io::Result<Self> {
        let citation: Citation = serde_json::from_str(row)?;
        let code_mark = citation.code.as_deref().map(|code| mark(&folded(code)));
        Ok(Citation { key_mark: mark(&citation.key), code_mark, ..citation })
    }
}

/// A string of a row, copied only where it holds escapes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
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
        assert_eq!((row.code.as_deref(), row.date.as_deref(), row.date_partial.as_deref()), (None, None, Some("2020-02")));
        assert_eq!((row.issuer.as_deref(), row.title.as_deref()), (Some("A, {B} \\"), Some("\"C\":\n,\"title\":")));
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for cut in 0..ROW.find(",\"article\"").expect("a member") {
            assert!(Citation::read(&ROW[..cut]).is_err(), "{cut}");
        }
    }
}
