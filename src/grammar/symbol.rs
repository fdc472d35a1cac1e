//! Số, ký hiệu: the number and the letters that name a document.
//!
//! `15/2020/NĐ-CP` (number, year, kind, body), `156/KH-UBND`, `57/STTTT-TTBCXB`
//! (a letter: body and unit), `102-QĐ/TW` (the Party), `53/HĐBT`, `45-LCT/HĐNN8`
//! (older eras), `1249a/QĐ-BTC`, `66.17/2026/NQ-CP`. Printers and typists add
//! blanks and line breaks beside the marks; footnote digits stick to the end.

use std::ops::Range;

use crate::document::Document;
use crate::rules::RuleSet;

/// A number with its sign, as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Symbol {
    pub tokens: Range<usize>,
    /// In normal form: no blanks, leading zeros as written: `07/KH-BCĐ`.
    pub code: String,
    /// Without leading zeros, with letter suffix and dot: `1249a`, `66.17`.
    pub number: String,
    pub year: Option<i32>,
    /// After number and year: `NĐ-CP`.
    pub symbol: String,
    /// A sign that only a document has; else (`36-CP`) it needs a kind or the word for number before it.
    pub is_sure: bool,
}

/// A sign whose number was left blank: `/KH-UBND`, `…/QĐ-UBND`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlankSymbol {
    /// From the dots or the first mark to the end.
    pub tokens: Range<usize>,
    pub year: Option<i32>,
    pub symbol: String,
}

/// The number and sign that begin at a token of digits.
pub(crate) fn symbol_at(document: &Document, rules: &RuleSet, token: usize) -> Option<Symbol> {
    let reader = Reader { document, rules };
    if !reader.has_mark(token) || reader.is_inside_number(token) {
        return None;
    }
    let number = reader.number(token)?;
    let year = reader.year(number.end);
    let at = year.as_ref().map_or(number.end, |y| y.end);
    let sign = reader.sign(at, year.is_some())?;
    let digits = reader.glued(number);
    let (slash, year_text) = year.as_ref().map_or(("", ""), |y| ("/", document.word(y.end - 1)));
    Some(Symbol {
        tokens: token..sign.end,
        code: [digits, slash, year_text, sign.mark, &sign.text].concat(),
        number: plain_number(digits),
        year: year.map(|y| y.value),
        is_sure: sign.is_sure,
        symbol: sign.text,
    })
}

/// The sign after a blank number, where the blank or the mark `/` begins at a token.
pub(crate) fn blank_symbol_at(document: &Document, rules: &RuleSet, token: usize) -> Option<BlankSymbol> {
    let reader = Reader { document, rules };
    let at = (token..token + MAX_BLANK).find(|t| !matches!(document.word(*t), "." | "…" | "_" | "*"))?;
    let year = reader.year(at);
    let at = year.as_ref().map_or(at, |y| y.end);
    if !(document.is_mark(at, "/") || document.is_mark(at, "-") && at > token) {
        return None;
    }
    let sign = reader.sign(at, false).filter(|s| s.is_sure)?;
    Some(BlankSymbol { tokens: token..sign.end, year: year.map(|y| y.value), symbol: sign.text })
}

/// A number without leading zeros; `0` stays.
pub(crate) fn plain_number(digits: &str) -> String {
    let plain = digits.trim_start_matches('0');
    if plain.starts_with(|c: char| c.is_ascii_digit()) { plain.to_owned() } else { format!("0{plain}") }
}

/// The bare number at a token, with its letter or dotted part: `715`, `1249a`, `66.17`.
pub(crate) fn number_at(document: &Document, rules: &RuleSet, token: usize) -> Option<(Range<usize>, String)> {
    let reader = Reader { document, rules };
    let range = reader.number(token)?;
    let text = reader.glued(range.clone()).to_owned();
    Some((range, text))
}

const MAX_BLANK: usize = 40;
/// Groups that a sign may have: `TTLT-BTTTT-BTC-BKHĐT-BCA-VKSNDTC-TANDTC`.
const MAX_GROUPS: usize = 12;
const MAX_NUMBER_DIGITS: usize = 6;
/// Tokens from a number to a mark of its sign: `66.17/…`, `84a QĐ/…`.
const MAX_TO_MARK: usize = 4;
/// Bytes that nearly all signs need no more than.
const USUAL_SIGN: usize = 32;

struct Year {
    value: i32,
    end: usize,
}

struct Sign {
    mark: &'static str,
    text: String,
    end: usize,
    is_sure: bool,
}

struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
}

impl Reader<'_> {
    fn is_glued(&self, token: usize) -> bool {
        self.document.tokens.get(token).is_some_and(|t| !t.is_spaced())
    }

    fn is_digits(&self, token: usize) -> bool {
        self.document.tokens.get(token).is_some_and(|t| t.is_digits())
    }

    /// `2021` in `01:2021/BXD`, `379` in `51L-379`: a later part of something else.
    fn is_inside_number(&self, token: usize) -> bool {
        if token < 2 || !self.is_glued(token) {
            return false;
        }
        let follows_mark = matches!(self.document.word(token - 1), "." | "," | ":" | "/" | "-");
        let part = &self.document.tokens[token - 2];
        follows_mark && self.is_glued(token - 1) && (part.is_digits() || self.document.word(token - 1) == "-" && part.is_upper())
    }

    /// Digits, `1249a`, `66.17`.
    fn number(&self, token: usize) -> Option<Range<usize>> {
        let first = self.document.tokens.get(token).filter(|t| t.is_digits() && t.len() <= MAX_NUMBER_DIGITS)?;
        let next = token + 1;
        if !self.is_glued(next) {
            return Some(token..next);
        }
        if self.document.is_mark(next, ".") && self.is_glued(next + 1) && self.is_digits(next + 1) && first.len() <= 4 {
            let dotted = self.document.word(next + 3).len() == 4 && self.document.is_mark(next + 2, "/");
            return dotted.then_some(token..next + 2);
        }
        let letter = &self.document.tokens[next];
        if self.is_sign_of_old(next) {
            return Some(token..next);
        }
        let is_suffix = letter.is_word() && self.document.word(next).chars().count() == 1;
        let ends = !self.is_glued(next + 1) || self.document.tokens.get(next + 1).is_some_and(|t| !t.is_word() && !t.is_digits());
        match letter.is_word() {
            true if is_suffix && ends => Some(token..next + 1),
            true => None,
            false => Some(token..next),
        }
    }

    /// `497CV/UB`: an office of the years before 2000 put its letters right behind the number.
    fn is_sign_of_old(&self, at: usize) -> bool {
        let letters = self.document.tokens.get(at).filter(|t| t.is_upper() && !t.is_spaced());
        letters.is_some_and(|_| self.document.word(at).chars().count() > 1) && self.document.is_mark(at + 1, "/") && self.is_glued(at + 1)
    }

    /// `/2020` before a further mark, blanks allowed.
    fn year(&self, at: usize) -> Option<Year> {
        if !self.document.is_mark(at, "/") || self.document.word(at + 1).len() != 4 || !self.is_digits(at + 1) {
            return None;
        }
        let value = self.document.word(at + 1).parse().ok().filter(|y| (1945..=2100).contains(y))?;
        let goes_on = self.document.is_mark(at + 2, "/") || self.document.is_mark(at + 2, "-");
        goes_on.then_some(Year { value, end: at + 2 })
    }

    /// A mark and the groups of letters after it.
    fn sign(&self, at: usize, has_year: bool) -> Option<Sign> {
        let (mark, first) = self.mark(at)?;
        let mut groups = Groups { text: String::with_capacity(USUAL_SIGN), count: 0, has_slash: false };
        let mut end = self.group(first, has_year, &mut groups.text)?;
        groups.note("");
        for _ in 1..MAX_GROUPS {
            let Some((joint, next)) = self.joint(end, groups.count == 1) else { break };
            let before = groups.text.len();
            groups.text.push_str(joint);
            let Some(after) = self.group(next, has_year, &mut groups.text) else {
                groups.text.truncate(before);
                break;
            };
            groups.note(joint);
            end = after;
        }
        let is_sure = self.is_sure(mark, at, first, &groups, has_year)?;
        Some(Sign { mark, text: groups.text, end, is_sure })
    }

    /// A mark of a sign stands close behind a number; nearly all numbers in a text have none.
    fn has_mark(&self, number: usize) -> bool {
        let text = self.document.text.as_str().as_bytes();
        let next = self.document.tokens.get(number + 1..).unwrap_or_default();
        next.iter().take(MAX_TO_MARK).any(|t| t.is_mark() && matches!(text[t.span.start as usize], b'/' | b'-'))
    }

    /// The mark between number and sign: `/`, `-`, or nothing but a blank: the Party's lost dash
    /// (`84 QĐ/TWĐTN`), or the way of the years before 2000 (`119 TC/TCT`, `497CV/UB`).
    fn mark(&self, at: usize) -> Option<(&'static str, usize)> {
        match self.document.word(at) {
            "/" => Some(("/", at + 1)),
            "-" => Some(("-", at + 1)),
            word if self.document.is_mark(at + 1, "/") && self.rules.kinds.by_abbreviation(word).is_some() => {
                let of_party = self.rules.citations.symbols.is_party(self.document.word(at + 2));
                Some((if of_party { "-" } else { "" }, at))
            }
            _ if self.is_sign_of_old(at) => Some(("", at)),
            _ => None,
        }
    }

    /// The mark between two groups, and where the next begins.
    fn joint(&self, end: usize, is_first: bool) -> Option<(&'static str, usize)> {
        let mark = match self.document.word(end) {
            "-" => "-",
            "/" => "/",
            "&" => "&",
            "." if self.is_glued(end) && self.is_glued(end + 1) => ".",
            "," if self.is_glued(end) && self.is_glued(end + 1) => ",",
            _ => return None,
        };
        let spaced_before = !self.is_glued(end);
        let spaced_after = !self.is_glued(end + 1);
        let starts_item = mark == "-" && self.document.tokens[end].starts_line() && spaced_after;
        if starts_item || spaced_before && spaced_after && !is_first {
            return None;
        }
        Some((mark, end + 1))
    }

    /// One group of letters, with digits inside or behind: `QH15`, `PC04`, `TBCĐKH506`.
    fn group(&self, at: usize, any_case: bool, text: &mut String) -> Option<usize> {
        if !self.is_abbreviation(at, any_case) {
            return None;
        }
        text.push_str(self.document.word(at));
        let mut end = at + 1;
        while self.is_glued(end) && self.document.tokens[end].is_digits() != self.document.tokens[end - 1].is_digits() {
            let token = &self.document.tokens[end];
            let belongs = if token.is_digits() { self.has_digits(end) } else { token.is_upper() };
            if !belongs || !token.is_digits() && !token.is_word() {
                break;
            }
            text.push_str(self.document.word(end));
            end += 1;
        }
        Some(end)
    }

    /// Capitals (`UBND`), with small letters among them (`TTr`, `ĐHQGHn`), or without a vowel (`Ttr`).
    fn is_abbreviation(&self, at: usize, any_case: bool) -> bool {
        let Some(token) = self.document.tokens.get(at).filter(|t| t.is_word()) else { return false };
        let word = self.document.word(at);
        if !token.is_capitalised() {
            return any_case && word.chars().count() <= 8 && self.is_abbreviation_in_small_letters(at);
        }
        token.is_upper() || word.chars().filter(|c| c.is_uppercase()).count() >= 2 || !word.chars().any(is_vowel)
    }

    /// `tt-nhnn` after a year.
    fn is_abbreviation_in_small_letters(&self, at: usize) -> bool {
        self.rules.kinds.by_abbreviation(&self.document.word(at).to_uppercase()).is_some()
            || self.document.is_mark(at.saturating_sub(1), "-") && self.is_glued(at)
    }

    /// Whether digits glued to letters belong to the group, or are a footnote's: QH15, PC04, but CP1.
    fn has_digits(&self, digits: usize) -> bool {
        let letters = self.document.word(digits - 1);
        let goes_on = self.is_glued(digits + 1) && (self.document.tokens[digits + 1].is_upper() || self.document.is_mark(digits + 1, "-"));
        let symbols = &self.rules.citations.symbols;
        if goes_on || symbols.is_numbered(letters) {
            return true;
        }
        let is_long = letters.chars().count() > 2;
        !symbols.is_unnumbered(letters) && (self.document.tokens[digits].len() > 1 || !is_long)
    }

    /// Digits and suffix without blanks between.
    fn glued(&self, tokens: Range<usize>) -> &str {
        self.document.text.slice(self.document.span(tokens))
    }

    /// Whether the sign says 'document' by itself; none where it is no sign at all.
    fn is_sure(&self, mark: &str, at: usize, first: usize, groups: &Groups, has_year: bool) -> Option<bool> {
        let letters = groups.text.chars().filter(|c| c.is_alphabetic()).count();
        let spaced = !self.is_glued(at) && !self.is_glued(first);
        let of_party = groups.has_slash;
        if has_year {
            return Some(letters >= 2);
        }
        if mark.is_empty() {
            return (of_party && letters >= 3).then_some(false);
        }
        if mark == "-" {
            // '2024 - TĂNG', '12-BÁO': a dash needs the slash of the Party, or the word for number before it.
            return (of_party || !spaced).then_some(of_party && letters >= 3);
        }
        let is_code = groups.count >= 2 || self.rules.kinds.by_segment(&groups.text).is_some();
        Some(is_code && letters >= 3 && !(spaced && !of_party && groups.count < 2))
    }
}

struct Groups {
    text: String,
    count: usize,
    has_slash: bool,
}

impl Groups {
    fn note(&mut self, joint: &str) {
        self.count += 1;
        self.has_slash |= joint == "/";
    }
}

fn is_vowel(c: char) -> bool {
    !matches!(c.to_ascii_lowercase(), 'b'..='d' | 'f'..='h' | 'j'..='n' | 'p'..='t' | 'v' | 'w' | 'x' | 'z') && c != 'đ' && c != 'Đ'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(text: &str) -> Vec<Symbol> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        let mut at = 0;
        let mut all = Vec::new();
        while at < document.tokens.len() {
            match symbol_at(&document, &rules, at) {
                Some(symbol) => {
                    at = symbol.tokens.end;
                    all.push(symbol);
                }
                None => at += 1,
            }
        }
        all
    }

    fn code(text: &str) -> String {
        symbols(text).into_iter().map(|s| s.code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_era_has_its_form() {
        for text in [
            "15/2020/NĐ-CP",
            "156/KH-UBND",
            "57/STTTT-TTBCXB",
            "102-QĐ/TW",
            "291/QĐ-MTTQ-BTT",
            "23/2005/TTLT-BLĐTBXH-BTC",
            "45-LCT/HĐNN8",
            "53/HĐBT",
            "53/NĐ-HĐBT",
            "16/2003/L-CTN",
            "03/VBHN-VPQH",
            "38/2019/QH14",
            "17/2022/UBTVQH15",
            "1249a/QĐ-BTC",
            "66.17/2026/NQ-CP",
            "120/SNV-CCHC&PC",
            "89/TTr-SNV",
            "21/CT-TTg",
            "600/KH-TBCĐKH506",
            "863/QĐ-UB/TC",
            "13/KH-CAT-PC04",
        ] {
            assert_eq!(code(&format!("theo {text} về việc")), text);
        }
    }

    #[test]
    fn blanks_and_line_breaks_beside_the_marks_are_no_part() {
        assert_eq!(code("45 /TTr -SNV ngày"), "45/TTr-SNV");
        assert_eq!(code("39 / 2016 / TT - NHNN về"), "39/2016/TT-NHNN");
        assert_eq!(code("23/2005/TTLT-\nBLĐTBXH-BTC"), "23/2005/TTLT-BLĐTBXH-BTC");
        assert_eq!(code("367 - QĐ/TWĐTN-VP"), "367-QĐ/TWĐTN-VP");
        assert_eq!(code("84 QĐ/TWĐTN"), "84-QĐ/TWĐTN");
        assert_eq!(code("12/KH-UBND\n- UBND xã"), "12/KH-UBND");
    }

    #[test]
    fn a_footnote_digit_is_no_part_but_a_legislature_is() {
        assert_eq!(code("875/BCĐ-CAT1 ngày"), "875/BCĐ-CAT");
        assert_eq!(code("15/2020/NĐ-CP2"), "15/2020/NĐ-CP");
        assert_eq!(code("818/NQ-UBTVQH14"), "818/NQ-UBTVQH14");
        assert_eq!(code("10/UBND-VX1"), "10/UBND-VX1");
    }

    #[test]
    fn number_and_year_are_told_apart() {
        let symbol = &symbols("số 07/2021/QĐ-UBND")[0];
        assert_eq!((symbol.number.as_str(), symbol.year, symbol.symbol.as_str()), ("7", Some(2021), "QĐ-UBND"));
    }

    #[test]
    fn dates_ratios_plates_and_standards_are_none() {
        for text in ["22/10/2010", "tỷ lệ 1/500", "51L-379.24", "QCVN 01:2021/BXD", "2024 - Tăng", "1.250 vụ", "30/7", "5 - 10 người"]
        {
            assert_eq!(code(text), "", "{text}");
        }
    }

    #[test]
    fn a_blank_number_leaves_the_sign() {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new("số …/QĐ-UBND".into(), &rules);
        let blank = blank_symbol_at(&document, &rules, 1).expect("a sign");
        assert_eq!(blank.symbol, "QĐ-UBND");
    }
}
