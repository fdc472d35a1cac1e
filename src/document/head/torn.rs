//! Parts of a head that a narrow column broke in two.
//!
//! ```text
//! Số: 08/1998/TTLT-BGDĐT-          Hà Nội, ngày 21 tháng 9
//! BCA                              năm 1998
//! ```

use std::ops::Range;

use super::Reader;
use crate::document::code::{groups_at, is_year, symbol_after};
use crate::grammar::date::WrittenDate;
use crate::rules::dates::DateWord;

/// Tokens of the second line of a sign, of a date.
const SHORT: usize = 8;

impl Reader<'_> {
    /// Behind the dash that a number's cell ends with: the sign goes on in the next line.
    pub(super) fn torn_end(&mut self, end: usize, cell: &Range<usize>) -> usize {
        let document = self.page.document;
        let mark = match document.word(end) {
            "-" => "-",
            "/" => "/",
            _ => return end,
        };
        let is_torn = self.head.code.symbol.is_some() && end + 1 == cell.end;
        self.torn_sign = is_torn.then_some((self.line, mark));
        if is_torn { end + 1 } else { end }
    }

    /// The sign, or the rest of it, below a number; the token after it.
    pub(super) fn rest_of_sign(&mut self, cell: &Range<usize>) -> Option<usize> {
        let document = self.page.document;
        let (symbol, end) = match (&self.head.code.symbol, self.torn_sign) {
            (None, _) => {
                let after_year = self.rest_of_year(cell.start);
                symbol_after(document, after_year.unwrap_or(cell.start))?
            }
            (Some(first), Some((line, mark))) if line + 1 == self.line => {
                let (rest, end) = groups_at(document, cell.start).filter(|(_, end)| self.is_all_sign(cell, *end))?;
                (format!("{first}{mark}{rest}"), end)
            }
            _ => return None,
        };
        self.head.code.symbol = Some(symbol);
        self.torn_sign = None;
        self.taken = self.taken.max(end);
        Some(end)
    }

    /// "/2009/CT-UBND" below a number: takes the year; the token after it.
    fn rest_of_year(&mut self, start: usize) -> Option<usize> {
        let document = self.page.document;
        let is_year = document.is_mark(start, "/") && is_year(document, start + 1) && document.is_mark(start + 2, "/");
        if is_year && self.head.code.year.is_none() && self.head.code.number.is_some() {
            self.head.code.year = Some(document.word(start + 1).to_owned());
            return Some(start + 2);
        }
        None
    }

    fn is_all_sign(&self, cell: &Range<usize>, end: usize) -> bool {
        end == cell.end && cell.len() <= SHORT && self.page.is_upper(cell.clone())
    }

    /// A date that begins in a cell and ends in the last cell of the next line, and that cell.
    pub(super) fn torn_date(&self, day: usize, cell: &Range<usize>) -> Option<(WrittenDate, Range<usize>)> {
        let first = self.parts_of_date(day..cell.end)?;
        // Complete, or with blanks to be filled in.
        if first.len() == PARTS.len() || cell.end >= self.page.document.tokens.len() {
            return None;
        }
        let rest = self.page.cells(self.line + 1).pop().filter(|c| c.start > cell.end)?;
        let mut all = first;
        all.extend(self.parts_of_date(rest.clone())?);
        let [day_of_month, month, year] = all[..] else { return None };
        let date = WrittenDate { tokens: day..rest.end, day: Some(day_of_month), month: Some(month), year: Some(year) };
        date.is_day().then_some((date, rest))
    }

    /// The numbers of a stretch that holds nothing but parts of a date.
    fn parts_of_date(&self, tokens: Range<usize>) -> Option<Vec<u32>> {
        let document = self.page.document;
        let is_word = |t: usize| PARTS.iter().any(|w| self.page.rules.dates.words.at(document, *w, t).is_some());
        if tokens.len() > SHORT {
            return None;
        }
        let parts = tokens.filter(|t| !is_word(*t));
        parts.map(|t| document.word(t).parse().ok()).collect()
    }
}

/// The words of a date in their order.
const PARTS: [DateWord; 3] = [DateWord::Day, DateWord::Month, DateWord::Year];
