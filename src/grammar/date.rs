//! Dates as they are written: "ngày 22/10/2010", "ngày    tháng 9 năm 2024", "tháng 5/2024", "20-02-2023", "2023-02-20".

use std::ops::Range;

use jiff::civil;

use crate::document::Document;
use crate::lexicon::Family;
use crate::rules::RuleSet;
use crate::rules::dates::DateWord;

/// A date with what is printed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenDate {
    pub tokens: Range<usize>,
    pub day: Option<u32>,
    pub month: Option<u32>,
    pub year: Option<u32>,
}

impl WrittenDate {
    /// The ISO day; none where a part is blank or the day does not exist.
    pub fn iso(&self) -> Option<String> {
        self.whole().map(Day::iso)
    }

    /// Day, month and year, where all are printed and there is such a day.
    pub fn whole(&self) -> Option<Day> {
        let day = Day { year: self.year?, month: self.month?, day: self.day? };
        self.is_possible().then_some(day)
    }

    /// Day, month and year are printed, and there is such a day.
    pub fn is_day(&self) -> bool {
        self.whole().is_some()
    }

    /// As much as is printed: `2023-03-05`, `2023-03`, `2023`.
    pub fn partial(&self) -> Option<String> {
        let year = self.year.filter(|_| self.is_possible())?;
        let mut text = String::with_capacity(ISO.len());
        push_number(&mut text, year, 1000);
        if let Some(month) = self.month {
            text.push('-');
            push_number(&mut text, month, 10);
        }
        if let (Some(_), Some(day)) = (self.month, self.day) {
            text.push('-');
            push_number(&mut text, day, 10);
        }
        Some(text)
    }

    /// False for 31/02, for a thirteenth month, for the year 20210.
    pub fn is_possible(&self) -> bool {
        let year = self.year.unwrap_or(2000);
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        // 29 February is possible where the year is not said.
        (FIRST_YEAR..=LAST_YEAR).contains(&year) && is_day(year, month, day)
    }

    /// The day or month is left blank, as in a draft.
    pub fn is_blank(&self) -> bool {
        self.day.is_none() || self.month.is_none()
    }
}

/// A day that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

impl Day {
    pub fn iso(self) -> String {
        let mut text = String::with_capacity(ISO.len());
        self.push_iso(&mut text);
        text
    }

    pub fn push_iso(self, text: &mut String) {
        push_number(text, self.year, 1000);
        text.push('-');
        push_number(text, self.month, 10);
        text.push('-');
        push_number(text, self.day, 10);
    }
}

const ISO: &str = "2000-01-01";
const FIRST_YEAR: u32 = 1900;
const LAST_YEAR: u32 = 2100;
/// "ngày 3/9/45" is of 1945, "ngày 3/9/44" of 2044: no document that is read is older than the state.
const FIRST_SHORT_YEAR: u32 = 45;

/// Adds a number with the digits that its greatest place asks for.
fn push_number(text: &mut String, number: u32, greatest: u32) {
    let mut place = greatest;
    while place > 0 {
        text.extend(char::from_digit(number / place % 10, 10));
        place /= 10;
    }
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    matches!(parts, (Ok(y), Ok(m), Ok(d)) if civil::Date::new(y, m, d).is_ok())
}

/// The date that begins at a token, with the word for day or month before it, or as three numbers.
pub(crate) fn date_at(document: &Document, rules: &RuleSet, token: usize) -> Option<WrittenDate> {
    let reader = Reader { document, rules };
    if document.tokens.get(token)?.is_digits() {
        return reader.numeric(token).filter(|d| d.year.is_some() && d.day.is_some());
    }
    if reader.is_word(DateWord::Day, token) {
        return reader.numeric(token + 1).map(|d| reader.with_short_year(d)).or_else(|| reader.in_words(token + 1));
    }
    if reader.is_word(DateWord::Month, token) { reader.month(token + 1, None) } else { None }
}

struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
}

impl Reader<'_> {
    fn is_word(&self, word: DateWord, token: usize) -> bool {
        self.rules.dates.words.at(self.document, word, token).is_some()
    }

    /// `22/10/2010`, `22-10-2010`, `22.10.2010`, `22/10` (year open), with or without blanks.
    fn numeric(&self, token: usize) -> Option<WrittenDate> {
        let mark = self.separator(token + 1)?;
        let Some(day) = self.number(token, 2) else { return self.year_first(token) };
        let month = self.number(token + 2, 2)?;
        let mut date = WrittenDate { tokens: token..token + 3, day: Some(day), month: Some(month), year: None };
        let goes_on = self.separator(token + 3) == Some(mark) || self.is_word(DateWord::Year, token + 3);
        if let Some(year) = self.year(token + 4).filter(|_| goes_on) {
            date.year = Some(year);
            date.tokens.end = token + 5;
        }
        (date.year.is_some() || mark != ".").then_some(date)
    }

    /// `2010-10-22`
    fn year_first(&self, token: usize) -> Option<WrittenDate> {
        let is_part = |at: usize| self.document.tokens.get(at).is_some_and(|t| t.is_digits() && t.len() == 2 && !t.is_spaced());
        let is_joined = |at: usize| self.document.is_mark(at, "-") && !self.document.tokens[at].is_spaced();
        let year = self.year(token).filter(|y| (FIRST_YEAR..=LAST_YEAR).contains(y))?;
        if ![token + 1, token + 3].into_iter().all(is_joined) || ![token + 2, token + 4].into_iter().all(is_part) {
            return None;
        }
        Some(WrittenDate { tokens: token..token + 5, day: self.number(token + 4, 2), month: self.number(token + 2, 2), year: Some(year) })
    }

    /// "ngày 3/9/91": two digits of a year, behind the word for day alone.
    fn with_short_year(&self, mut date: WrittenDate) -> WrittenDate {
        let mark = date.tokens.end;
        let is_glued = |at: usize| self.document.tokens.get(at).is_some_and(|t| !t.is_spaced());
        let goes_on =
            self.separator(mark) == self.separator(mark - 2) && is_glued(mark) && is_glued(mark + 1) && self.separator(mark + 2).is_none();
        let is_short = self.document.tokens.get(mark + 1).is_some_and(|t| t.len() == 2);
        if date.year.is_none()
            && goes_on
            && is_short
            && let Some(short) = self.number(mark + 1, 2)
        {
            date.year = Some(if short < FIRST_SHORT_YEAR { 2000 + short } else { 1900 + short });
            date.tokens.end = mark + 2;
        }
        date
    }

    /// What follows "ngày" in words: `22 tháng 10 năm 2010`, with blanks for any part.
    fn in_words(&self, token: usize) -> Option<WrittenDate> {
        let numbered = token + usize::from(self.is_word(DateWord::Early, token));
        let day = self.number(numbered, 2);
        let at = if day.is_some() { numbered + 1 } else { self.skip_blank(token) };
        let at = if self.document.is_mark(at, ",") { at + 1 } else { at };
        if !self.is_word(DateWord::Month, at) {
            return None;
        }
        let mut date = self.month(at + 1, day)?;
        date.tokens.start = token.saturating_sub(1);
        Some(date)
    }

    /// What follows "tháng": `10 năm 2010`, `10/2010`, `tư năm 2018`, a blank before "năm 2024".
    fn month(&self, token: usize, day: Option<u32>) -> Option<WrittenDate> {
        let (month, at) = self.month_number(token);
        let at = if self.document.is_mark(at, ",") { at + 1 } else { at };
        let year_at = if self.is_word(DateWord::Year, at) { Some(at + 1) } else { month.and_then(|_| self.separator(at)).map(|_| at + 1) };
        let year = year_at.and_then(|at| self.year(at));
        let end = match (year, year_at) {
            (Some(_), Some(at)) => at + 1,
            // Only "tháng 9", or "tháng … năm …" with nothing in it: a blank date still.
            _ if month.is_some() => token + 1,
            (None, Some(at)) => at,
            _ => return None,
        };
        Some(WrittenDate { tokens: token.saturating_sub(1)..end.max(token + 1), day, month, year })
    }

    fn month_number(&self, token: usize) -> (Option<u32>, usize) {
        if let Some(month) = self.number(token, 2) {
            return (Some(month), token + 1);
        }
        match self.document.hits.at(Family::MonthName, token).next() {
            // "tháng năm 2018" is a blank month, "tháng năm năm 2018" is May.
            Some(hit) if !(self.is_word(DateWord::Year, token) && self.year(token + 1).is_some()) => (Some(hit.value), hit.end as usize),
            _ => (None, self.skip_blank(token)),
        }
    }

    /// Dots, dashes and underlines that stand for something to be filled in.
    fn skip_blank(&self, token: usize) -> usize {
        let is_blank = |t: &usize| matches!(self.document.word(*t), "." | "…" | "_" | "-" | "/");
        (token..token + MAX_BLANK).take_while(is_blank).last().map_or(token, |t| t + 1)
    }

    fn number(&self, token: usize, most_digits: usize) -> Option<u32> {
        let digits = self.document.tokens.get(token).filter(|t| t.is_digits() && t.len() <= most_digits)?;
        self.document.text.slice(digits.span).parse().ok()
    }

    /// Four digits, or a slip of three or five that is then no possible year.
    fn year(&self, token: usize) -> Option<u32> {
        let digits = self.document.tokens.get(token).filter(|t| t.is_digits() && (4..=5).contains(&t.len()))?;
        self.document.text.slice(digits.span).parse().ok()
    }

    fn separator(&self, token: usize) -> Option<&str> {
        Some(self.document.word(token)).filter(|w| matches!(*w, "/" | "-" | "."))
    }
}

/// Marks of a dotted line before a date's next part.
const MAX_BLANK: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<(String, Option<String>)> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        let mut at = 0;
        let mut all = Vec::new();
        while at < document.tokens.len() {
            match date_at(&document, &rules, at) {
                Some(date) => {
                    at = date.tokens.end.max(at + 1);
                    all.push((document.text.slice(document.span(date.tokens.clone())).to_owned(), date.partial()));
                }
                None => at += 1,
            }
        }
        all
    }

    fn one(text: &str) -> Option<String> {
        let found = dates(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1.clone()
    }

    #[test]
    fn every_written_form_of_a_full_date_is_read() {
        for text in [
            "ngày 05/3/2019",
            "ngày 5 tháng 3 năm 2019",
            "05-3-2019",
            "5.3.2019",
            "ngày 05 / 3 / 2019",
            "ngày 05\ntháng 3\nnăm 2019",
            "ngày 05 tháng ba năm 2019",
            "ngày mùng 5 tháng 3 năm 2019",
            "2019-03-05",
            "ngày 5/3/19",
        ] {
            assert_eq!(one(text).as_deref(), Some("2019-03-05"), "{text}");
        }
    }

    #[test]
    fn a_blank_day_leaves_the_month() {
        for text in
            ["ngày    tháng 9 năm 2024", "ngày … tháng 9 năm 2024", "ngày ...... tháng 9 năm 2024", "tháng 9/2024", "tháng chín năm 2024"]
        {
            assert_eq!(one(text).as_deref(), Some("2024-09"), "{text}");
        }
        assert_eq!(one("ngày     tháng     năm 2024").as_deref(), Some("2024"));
    }

    #[test]
    fn a_day_that_does_not_exist_is_a_date_all_the_same() {
        for text in ["ngày 31/02/2020", "08/6/20210", "ngày 12 tháng 13 năm 2020"] {
            assert_eq!(one(text), None, "{text}");
        }
    }

    #[test]
    fn the_fifth_month_is_told_from_the_word_for_year() {
        assert_eq!(one("tháng năm năm 2018").as_deref(), Some("2018-05"));
        assert_eq!(one("ngày    tháng năm 2018").as_deref(), Some("2018"));
    }

    #[test]
    fn a_code_or_a_decimal_is_no_date() {
        for text in ["số 15/2020/NĐ-CP", "tỷ lệ 1/500", "1.250 vụ", "ngày làm việc", "2021-2025", "0203-12-15", "5/3/19"] {
            assert_eq!(dates(text), [], "{text}");
        }
    }
}
