//! The document's own number and sign: `Số: 180 /BC -STTTT`.

use std::ops::Range;

use super::Document;

/// Marks of a dotted line where the number goes.
const MAX_BLANK: usize = 40;
/// Tokens of the longest sign.
const MAX_SIGN: usize = 24;

/// A number and sign as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PrintedCode {
    pub tokens: Range<usize>,
    /// With leading zeros and letter suffix: `05a`.
    pub number: Option<String>,
    pub year: Option<String>,
    /// `BC-STTTT`.
    pub symbol: Option<String>,
    /// Something stands in the number's place that cannot be read.
    pub illegible: bool,
}

impl PrintedCode {
    /// `180/BC-STTTT`; the mark before the sign is the Party's `-` where that is printed.
    pub fn code(&self, joiner: &str) -> Option<String> {
        let number = self.number.as_deref()?;
        let year = self.year.as_ref().map(|y| format!("/{y}")).unwrap_or_default();
        let symbol = self.symbol.as_ref().map(|s| format!("{joiner}{s}")).unwrap_or_default();
        Some(format!("{number}{year}{symbol}"))
    }
}

/// Reads what follows the word for "number"; always something, if only a blank.
pub(crate) fn code_at(document: &Document, token: usize) -> (PrintedCode, &'static str) {
    let start = token;
    let mut at = token;
    if matches!(document.word(at), ":" | "." | ";") {
        at += 1;
    }
    let mut code = PrintedCode::default();
    at = skip_blank(document, at);
    if is_digits(document, at, 6) {
        let mut number = document.word(at).to_owned();
        at += 1;
        if is_letter_suffix(document, at) {
            number.push_str(document.word(at));
            at += 1;
        }
        code.number = Some(number);
    } else if document.is_mark(at, "?") || document.is_mark(at, "#") {
        code.illegible = true;
        at += 1;
    }
    let after_digits = skip_dots(document, at);
    if after_digits > at && code.number.is_some() && document.is_mark(after_digits, "/") {
        code.illegible = true;
        code.number = None;
        at = after_digits;
    }
    if code.number.is_some() && document.is_mark(at, "/") && is_year(document, at + 1) && document.is_mark(at + 2, "/") {
        code.year = Some(document.word(at + 1).to_owned());
        at += 2;
    }
    let mut joiner = "/";
    if let Some((symbol, end)) = symbol_after(document, at) {
        joiner = if document.is_mark(at, "-") { "-" } else { "/" };
        code.symbol = Some(symbol);
        at = end;
    }
    code.tokens = start..at;
    (code, joiner)
}

/// The sign after the mark at a token: `/BC-STTTT`, `-BC/TU`.
pub(crate) fn symbol_after(document: &Document, mark: usize) -> Option<(String, usize)> {
    if !matches!(document.word(mark), "/" | "-") {
        return None;
    }
    let mut at = mark + 1;
    if !is_group(document, at) {
        return None;
    }
    let mut symbol = String::new();
    let end = at + MAX_SIGN;
    while at < end {
        symbol.push_str(document.word(at));
        at += 1;
        if is_glued(document, at) && (is_digits(document, at, 6) || is_group(document, at)) {
            continue;
        }
        if !is_joiner(document, at) || !is_next_group(document, at) {
            break;
        }
        symbol.push_str(document.word(at));
        at += 1;
    }
    Some((symbol, at))
}

fn is_joiner(document: &Document, at: usize) -> bool {
    matches!(document.word(at), "-" | "/" | "&" | "." | ",")
}

/// A group goes on after the joiner at a token, with blanks on one side at most unless it is in capitals.
fn is_next_group(document: &Document, joiner: usize) -> bool {
    let group = is_group(document, joiner + 1) || is_digits(document, joiner + 1, 4) && is_glued(document, joiner + 1);
    let glued = is_glued(document, joiner) || is_glued(document, joiner + 1);
    let strict = matches!(document.word(joiner), "." | ",");
    let capitals = document.tokens.get(joiner + 1).is_some_and(|t| t.is_upper() && t.len() > 1);
    let line_goes_on = !document.tokens.get(joiner).is_some_and(|t| t.starts_line());
    if strict {
        return group && is_glued(document, joiner) && is_glued(document, joiner + 1) && capitals;
    }
    group && line_goes_on && (glued || capitals)
}

fn is_group(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_word() && t.is_capitalised())
}

fn is_glued(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| !t.is_spaced())
}

fn is_digits(document: &Document, at: usize, most: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_digits() && t.len() <= most)
}

fn is_year(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_digits() && t.len() == 4)
}

/// `1249a`.
fn is_letter_suffix(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_word() && t.len() <= 2 && !t.is_spaced())
        && document.word(at).chars().count() == 1
        && matches!(document.word(at + 1), "/" | "-")
}

fn skip_blank(document: &Document, at: usize) -> usize {
    let is_blank = |t: &usize| matches!(document.word(*t), "." | "…" | "_" | "*");
    (at..at + MAX_BLANK).take_while(is_blank).last().map_or(at, |t| t + 1)
}

fn skip_dots(document: &Document, at: usize) -> usize {
    let is_blank = |t: &usize| matches!(document.word(*t), "." | "…" | "_" | "?");
    (at..at + MAX_BLANK).take_while(is_blank).last().map_or(at, |t| t + 1)
}
