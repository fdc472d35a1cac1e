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
///
/// With it comes what stands between number and sign: `/`, or the Party's `-`.
pub(crate) fn code_at(document: &Document, token: usize) -> (PrintedCode, &'static str) {
    let colon = usize::from(matches!(document.word(token), ":" | "." | ";"));
    let (mut code, mut at) = number_at(document, skip(document, token + colon, is_blank));
    let is_year = is_year(document, at + 1) && document.is_mark(at, "/") && document.is_mark(at + 2, "/");
    // "/2026/TT-BGDĐT": the year stands in a draft before the number does.
    if is_year {
        code.year = Some(document.word(at + 1).to_owned());
        at += 2;
    }
    let joiner = if document.is_mark(at, "-") { "-" } else { "/" };
    if let Some((symbol, end)) = symbol_after(document, at) {
        code.symbol = Some(symbol);
        at = end;
    } else if code.number.is_none() && document.is_mark(at, "/") {
        // The form of a number: "…/…".
        at = skip(document, at + 1, is_blank);
    }
    code.tokens = token..at;
    (code, joiner)
}

/// The number with its letter, and the token after it; what cannot be read is noted.
fn number_at(document: &Document, token: usize) -> (PrintedCode, usize) {
    let mut code = PrintedCode::default();
    if !is_digits(document, token, 6) {
        code.illegible = matches!(document.word(token), "?" | "#");
        let end = token + usize::from(code.illegible);
        return (code, end);
    }
    if is_dotted(document, token + 1) {
        code.number = Some(format!("{}.{}", document.word(token), document.word(token + 2)));
        return (code, token + 3);
    }
    let suffix = if is_letter_suffix(document, token + 1) { document.word(token + 1) } else { "" };
    let end = token + 1 + usize::from(!suffix.is_empty());
    // "1..../BC": a part of the number is lost.
    let dots = skip(document, end, |w| is_blank(w) || w == "?");
    if dots > end && document.is_mark(dots, "/") {
        code.illegible = true;
        return (code, dots);
    }
    code.number = Some(format!("{}{suffix}", document.word(token)));
    (code, end)
}

/// The sign after the mark at a token: `/BC-STTTT`, `-BC/TU`.
pub(crate) fn symbol_after(document: &Document, mark: usize) -> Option<(String, usize)> {
    if matches!(document.word(mark), "/" | "-") { groups_at(document, mark + 1) } else { None }
}

/// The groups of a sign from a token on: `BC-STTTT`.
pub(crate) fn groups_at(document: &Document, token: usize) -> Option<(String, usize)> {
    let mut at = token;
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
    if is_of_next_column(document, joiner + 1) {
        return false;
    }
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

/// What follows the joiner stands in another column, or begins a line that is no sign's.
fn is_of_next_column(document: &Document, at: usize) -> bool {
    let token = document.tokens.get(at);
    document.follows_wide_gap(at) || token.is_some_and(|t| t.starts_line() && !(t.is_upper() && t.len() > 1) && !t.is_digits())
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

pub(crate) fn is_year(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_digits() && t.len() == 4)
}

/// `66.17`.
fn is_dotted(document: &Document, dot: usize) -> bool {
    let is_tight = is_glued(document, dot) && is_glued(document, dot + 1);
    document.is_mark(dot, ".") && is_tight && is_digits(document, dot + 1, 4) && matches!(document.word(dot + 2), "/" | "-")
}

/// `1249a`.
fn is_letter_suffix(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_word() && t.len() <= 2 && !t.is_spaced())
        && document.word(at).chars().count() == 1
        && matches!(document.word(at + 1), "/" | "-")
}

fn is_blank(word: &str) -> bool {
    matches!(word, "." | "…" | "_" | "*")
}

/// The token after the marks that stand here.
fn skip(document: &Document, at: usize, is_mark: impl Fn(&str) -> bool) -> usize {
    (at..at + MAX_BLANK).take_while(|t| is_mark(document.word(*t))).last().map_or(at, |t| t + 1)
}
