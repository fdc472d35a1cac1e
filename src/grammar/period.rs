//! Stretches of time as they are written: "quý I/2019", "6 tháng đầu năm", "từ ngày 15/12/2022 đến ngày 14/3/2023".

use std::ops::Range;

use jiff::civil::Date;

use super::date::{WrittenDate, date_at};
use crate::document::Document;
use crate::lexicon::{Family, Hit};
use crate::record::Grain;
use crate::rules::RuleSet;
use crate::rules::dates::DateWord;
use crate::rules::period::PeriodCue;

/// A stretch of time; both days belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenPeriod {
    pub tokens: Range<usize>,
    pub first: Date,
    pub last: Date,
    pub grain: Grain,
}

/// Tokens behind a law's name in which its year may stand.
const LAW_NAME: usize = 12;

/// Quarters of the longest list.
const MAX_QUARTERS: usize = 8;

/// The periods in some tokens, in order. A year that is not written is that of
/// a later period of the same tokens, else `year`.
pub(crate) fn periods(document: &Document, rules: &RuleSet, tokens: Range<usize>, year: Option<i16>) -> Vec<WrittenPeriod> {
    let reader = Reader { document, rules, end: tokens.end };
    let mut found: Vec<(Range<usize>, Shape, Option<i16>)> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match reader.read(at) {
            Read::Period(shape, year, end) => {
                found.push((at..end, shape, year));
                at = end.max(at + 1);
            }
            Read::Skip(end) => at = end.max(at + 1),
        }
    }
    let mut year = year;
    let mut periods = Vec::new();
    for (tokens, shape, own) in found.into_iter().rev() {
        year = own.or(year);
        if let Some((first, last, grain)) = year_of(&shape, year) {
            periods.push(WrittenPeriod { tokens, first, last, grain });
        }
    }
    periods.reverse();
    periods
}

fn year_of(shape: &Shape, year: Option<i16>) -> Option<(Date, Date, Grain)> {
    match *shape {
        Shape::Days(first, last, grain) => (first <= last).then_some((first, last, grain)),
        Shape::Months(first, last, grain) => {
            let year = year?;
            Some((day(year, first, 1)?, day(year, last, 1)?.last_of_month(), grain))
        }
        Shape::Week(number) => {
            let first = jiff::civil::ISOWeekDate::new(year?, number, jiff::civil::Weekday::Monday).ok()?.date();
            Some((first, first.checked_add(jiff::Span::new().days(6)).ok()?, Grain::Week))
        }
        Shape::DaysOfYear(from, to, grain) => {
            let last = day(year?, to.1, to.0)?;
            let before = (from.1, from.0) > (to.1, to.0);
            let first = day(year? - i16::from(before), from.1, from.0)?;
            Some((first, last, grain))
        }
    }
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// A stretch with or without its year.
#[derive(Debug)]
enum Shape {
    Days(Date, Date, Grain),
    Months(i8, i8, Grain),
    Week(i8),
    /// (day, month) to (day, month).
    DaysOfYear((i8, i8), (i8, i8), Grain),
}

enum Read {
    Period(Shape, Option<i16>, usize),
    /// Nothing up to this token.
    Skip(usize),
}

struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
    end: usize,
}

impl Reader<'_> {
    fn read(&self, at: usize) -> Read {
        if !self.may_begin(at) {
            return Read::Skip(at + 1);
        }
        let found = self
            .quarter(at)
            .or_else(|| self.months_of_year(at))
            .or_else(|| self.half(at))
            .or_else(|| self.stage(at))
            .or_else(|| self.week(at))
            .or_else(|| self.days(at));
        if let Some((shape, year, end)) = found.filter(|f| f.2 <= self.end) {
            return Read::Period(shape, year, end);
        }
        if let Some(end) = self.no_period(at) {
            return Read::Skip(end);
        }
        // A whole date holds "tháng … năm …" without being a period.
        let may_be_date = self.is_date_word(DateWord::Day, at) || self.document.tokens[at].is_digits();
        if let Some(date) = may_be_date.then(|| date_at(self.document, self.rules, at)).flatten() {
            return Read::Skip(date.tokens.end);
        }
        match self.month(at).or_else(|| self.year(at)).filter(|f| f.2 <= self.end) {
            Some((shape, year, end)) => Read::Period(shape, year, end),
            None => Read::Skip(at + 1),
        }
    }

    /// Every period, and all that only looks like one, begins with a number, a bracket or a word that the rules name.
    fn may_begin(&self, at: usize) -> bool {
        let families = [Family::Period, Family::Date, Family::PeriodNumber];
        let is_named = || families.iter().any(|f| self.document.hits.at(*f, at).next().is_some());
        self.document.tokens[at].is_digits() || is_named() || self.document.is_mark(at, "(")
    }

    fn cue(&self, cue: PeriodCue, at: usize) -> Option<usize> {
        self.rules.period.cues.at(self.document, cue, at).map(|h| h.end as usize)
    }

    fn is_date_word(&self, word: DateWord, at: usize) -> bool {
        self.rules.dates.words.at(self.document, word, at).is_some()
    }

    /// "đến năm 2030", "cùng kỳ năm 2018", "nhiệm kỳ 2021 - 2026", with the years behind.
    fn no_period(&self, at: usize) -> Option<usize> {
        let open = || self.cue(PeriodCue::To, at).or_else(|| self.cue(PeriodCue::From, at));
        let mut end = self.cue(PeriodCue::NoPeriod, at).or_else(open)?;
        if let Some(date) = date_at(self.document, self.rules, end) {
            return Some(date.tokens.end);
        }
        end = self.cue(PeriodCue::Quarter, end).unwrap_or(end);
        if self.is_date_word(DateWord::Year, end) || self.is_date_word(DateWord::Month, end) {
            end += 1;
        }
        while self.plain_year(end).is_some() || self.is_dash(end) && self.plain_year(end + 1).is_some() || self.small_number(end).is_some()
        {
            end += 1;
        }
        Some(end)
    }

    /// "quý I năm 2019", "quý 3/2024", "quý tư".
    fn quarter(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        let cue = self.cue(PeriodCue::Quarter, at)?;
        let (number, mut end) = self.number(cue).filter(|n| (1..=4).contains(&n.0))?;
        // "quý I, II năm 2024": the first, with the year of the last.
        let mut year_end = end;
        for _ in 1..MAX_QUARTERS {
            let Some((_, next)) = self.more_quarters(year_end) else { break };
            year_end = next;
        }
        let year = self.year_after(year_end);
        if let Some((_, after)) = year {
            end = after;
        }
        Some((Shape::Months(3 * number - 2, 3 * number, Grain::Quarter), year.map(|y| y.0), end))
    }

    fn more_quarters(&self, at: usize) -> Option<(i8, usize)> {
        if !self.document.is_mark(at, ",") {
            return None;
        }
        let at = self.cue(PeriodCue::Quarter, at + 1).unwrap_or(at + 1);
        self.number(at).filter(|n| (1..=4).contains(&n.0))
    }

    /// "6 tháng đầu năm 2024", "9 tháng năm 2024", "3 tháng cuối năm".
    fn months_of_year(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        let (count, month) = self.number(at).filter(|n| (2..=12).contains(&n.0))?;
        if !self.is_date_word(DateWord::Month, month) || at.checked_sub(1).is_some_and(|b| self.is_part_of_number(b)) {
            return None;
        }
        let after = month + 1;
        if let Some(end) = self.cue(PeriodCue::FromStart, after) {
            return Some(self.with_year(Shape::Months(1, count, grain_of(count)), end));
        }
        if let Some(end) = self.cue(PeriodCue::FromEnd, after) {
            let grain = if count == 9 { Grain::Range } else { grain_of(count) };
            return Some(self.with_year(Shape::Months(13 - count, 12, grain), end));
        }
        let (year, end) = self.year_after(after)?;
        Some((Shape::Months(1, count, grain_of(count)), Some(year), end))
    }

    fn is_part_of_number(&self, before: usize) -> bool {
        self.is_date_word(DateWord::Day, before)
            || matches!(self.document.word(before), "/" | "-" | "." | ",") && !self.document.tokens[before + 1].is_spaced()
    }

    fn half(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        let after = self.cue(PeriodCue::Half, at)?;
        if let Some(end) = self.cue(PeriodCue::FromStart, after) {
            return Some(self.with_year(Shape::Months(1, 6, Grain::Half), end));
        }
        let end = self.cue(PeriodCue::FromEnd, after)?;
        Some(self.with_year(Shape::Months(7, 12, Grain::Half), end))
    }

    fn with_year(&self, shape: Shape, end: usize) -> (Shape, Option<i16>, usize) {
        // "đầu năm" has taken the word for year already.
        let year = self.plain_year(end).map(|y| (y, end + 1)).or_else(|| self.year_after(end));
        (shape, year.map(|y| y.0), year.map_or(end, |y| y.1))
    }

    /// "giai đoạn 2021 - 2025", "năm 2021 - 2023", "từ năm 2021 đến năm 2023", "(2014 - 2024)".
    fn stage(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        if self.document.is_mark(at, "(") {
            let (first, last, end) = self.two_years(at + 1).filter(|y| self.document.is_mark(y.2, ")"))?;
            return Some((Shape::Days(day(first, 1, 1)?, day(last, 12, 31)?, Grain::Range), Some(first), end));
        }
        let from = self.cue(PeriodCue::Stage, at).or_else(|| self.cue(PeriodCue::From, at).filter(|_| self.is_span_of_years(at)));
        let mut first = from.or_else(|| self.is_date_word(DateWord::Year, at).then_some(at + 1))?;
        if self.is_date_word(DateWord::Year, first) {
            first += 1;
        }
        let (first_year, last_year, end) = self.two_years(first)?;
        Some((Shape::Days(day(first_year, 1, 1)?, day(last_year, 12, 31)?, Grain::Range), Some(first_year), end))
    }

    fn is_span_of_years(&self, at: usize) -> bool {
        self.cue(PeriodCue::From, at).is_some_and(|a| self.two_years(a + usize::from(self.is_date_word(DateWord::Year, a))).is_some())
    }

    fn two_years(&self, at: usize) -> Option<(i16, i16, usize)> {
        let first = self.plain_year(at)?;
        let mut next = if self.is_dash(at + 1) { at + 2 } else { self.cue(PeriodCue::To, at + 1)? };
        if self.is_date_word(DateWord::Year, next) {
            next += 1;
        }
        let last = self.plain_year(next).filter(|l| *l > first)?;
        Some((first, last, next + 1))
    }

    fn week(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        let after = self.cue(PeriodCue::Week, at)?;
        if let Some((from, to, end)) = self.two_days(after) {
            return Some((shape_of_days(&from, &to, Grain::Week)?, to.year.and_then(|y| i16::try_from(y).ok()), end));
        }
        let (number, end) = self.number(after).or_else(|| self.two_digits(after)).filter(|n| (1..=53).contains(&n.0))?;
        // "tuần 2 tháng 3" is no week of the year.
        let year = self.year_after(end);
        let is_of_month = self.is_date_word(DateWord::Month, end) || self.document.is_mark(end, "/");
        (year.is_some() || !is_of_month).then(|| (Shape::Week(number), year.map(|y| y.0), year.map_or(end, |y| y.1)))
    }

    /// "từ ngày 15/12/2022 đến ngày 14/3/2023", "từ 15/7 đến 14/8", "tháng 10/2010 đến tháng 9/2015".
    fn days(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        let (from, to, end) = self.two_days(at)?;
        Some((shape_of_days(&from, &to, Grain::Range)?, to.year.and_then(|y| i16::try_from(y).ok()), end))
    }

    fn two_days(&self, at: usize) -> Option<(WrittenDate, WrittenDate, usize)> {
        let after = self.cue(PeriodCue::From, at)?;
        let from = self.day_or_month(after)?;
        let mut next = from.tokens.end;
        next += usize::from(self.document.is_mark(next, ","));
        let to_at = self.cue(PeriodCue::To, next).or_else(|| self.is_dash(next).then_some(next + 1))?;
        let to = self.day_or_month(to_at)?;
        let end = to.tokens.end;
        Some((from, to, end))
    }

    /// A date, a day with its month alone, a day alone, a month.
    fn day_or_month(&self, at: usize) -> Option<WrittenDate> {
        if let Some(date) = date_at(self.document, self.rules, at) {
            return Some(date);
        }
        let first = at + usize::from(self.is_date_word(DateWord::Day, at));
        let (day, end) = self.two_digits(first)?;
        let date =
            |month: Option<i8>, end| WrittenDate { tokens: at..end, day: Some(day as u32), month: month.map(|m| m as u32), year: None };
        let is_joined = matches!(self.document.word(end), "/" | "-" | ".");
        if let Some((month, end)) = self.two_digits(end + 1).filter(|_| is_joined) {
            return Some(date(Some(month), end));
        }
        (first > at).then(|| date(None, end))
    }

    /// "tháng 5/2024", "tháng 10 năm 2025".
    fn month(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        if !self.is_date_word(DateWord::Month, at) || at.checked_sub(1).is_some_and(|b| self.document.tokens[b].is_digits()) {
            return None;
        }
        let date = date_at(self.document, self.rules, at)?;
        let month = i8::try_from(date.month?).ok().filter(|m| (1..=12).contains(m))?;
        let year = date.year.and_then(|y| i16::try_from(y).ok());
        Some((Shape::Months(month, month, Grain::Month), year, date.tokens.end))
    }

    /// "năm 2023", not the year of a law.
    fn year(&self, at: usize) -> Option<(Shape, Option<i16>, usize)> {
        if !self.is_date_word(DateWord::Year, at) || self.is_year_of_law(at) {
            return None;
        }
        let year = self.plain_year(at + 1)?;
        Some((Shape::Months(1, 12, Grain::Year), Some(year), at + 2))
    }

    fn is_year_of_law(&self, at: usize) -> bool {
        let before = at.saturating_sub(LAW_NAME)..at;
        // "pháp luật" is no law, and the name of one has a capital.
        let is_word_of_law = |t: usize| t > 0 && self.cue(PeriodCue::NoLaw, t - 1).is_some();
        let has_name = |t: usize| self.document.tokens[t].is_capitalised() && !is_word_of_law(t);
        let is_law = |h: &Hit| self.rules.kinds.of(h).is_law && has_name(h.start as usize);
        let law = self.document.hits.within(Family::Kind, before).filter(is_law).last();
        law.is_some_and(|h| !(h.end as usize..at).any(|t| matches!(self.document.word(t), "." | ";" | "-")))
    }

    /// "năm 2019", "/2019", ", năm 2019", "- 2019"; the token after it.
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let at = at + usize::from(self.document.is_mark(at, ",") && self.is_date_word(DateWord::Year, at + 1));
        let at = if self.is_date_word(DateWord::Year, at) || matches!(self.document.word(at), "/" | "-" | ".") { at + 1 } else { at };
        self.plain_year(at).map(|y| (y, at + 1))
    }

    fn plain_year(&self, at: usize) -> Option<i16> {
        let token = self.document.tokens.get(at).filter(|t| t.is_digits() && t.len() == 4)?;
        self.document.text.slice(token.span).parse().ok().filter(|y| (1900..=2100).contains(y))
    }

    fn is_dash(&self, at: usize) -> bool {
        self.document.is_mark(at, "-")
    }

    fn number(&self, at: usize) -> Option<(i8, usize)> {
        self.two_digits(at).or_else(|| {
            let hit = self.document.hits_at(Family::PeriodNumber, at).next()?;
            Some((i8::try_from(hit.value).ok()?, hit.end as usize))
        })
    }

    fn small_number(&self, at: usize) -> Option<i8> {
        self.two_digits(at).map(|n| n.0)
    }

    fn two_digits(&self, at: usize) -> Option<(i8, usize)> {
        let token = self.document.tokens.get(at).filter(|t| t.is_digits() && t.len() <= 2)?;
        Some((self.document.text.slice(token.span).parse().ok()?, at + 1))
    }
}

fn grain_of(months: i8) -> Grain {
    match months {
        3 => Grain::Quarter,
        6 => Grain::Half,
        9 => Grain::NineMonths,
        12 => Grain::Year,
        _ => Grain::Range,
    }
}

/// Two written days, with what the first leaves to the second.
fn shape_of_days(from: &WrittenDate, to: &WrittenDate, grain: Grain) -> Option<Shape> {
    let month_of = |d: &WrittenDate| d.month.and_then(|m| i8::try_from(m).ok());
    let to_month = month_of(to)?;
    let from_month = month_of(from).unwrap_or(to_month);
    let number = |n: Option<u32>| n.and_then(|n| i8::try_from(n).ok());
    let year = |d: &WrittenDate| d.year.and_then(|y| i16::try_from(y).ok());
    let Some(to_year) = year(to) else {
        return Some(Shape::DaysOfYear((number(from.day)?, from_month), (number(to.day)?, to_month), grain));
    };
    let to_day = number(to.day);
    let from_year = year(from).unwrap_or_else(|| {
        let is_later = (from_month, number(from.day).unwrap_or(1)) > (to_month, to_day.unwrap_or(31));
        to_year - i16::from(is_later)
    });
    let first = day(from_year, from_month, number(from.day).unwrap_or(1))?;
    let last = to_day.map_or_else(|| day(to_year, to_month, 1).map(Date::last_of_month), |d| day(to_year, to_month, d))?;
    Some(Shape::Days(first, last, grain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(String, String, Grain)> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        let found = periods(&document, &rules, 0..document.tokens.len(), Some(2024)).into_iter().next()?;
        Some((found.first.to_string(), found.last.to_string(), found.grain))
    }

    fn is(text: &str, days: &str, grain: Grain) {
        let (from, to) = days.split_once(' ').expect("two days");
        assert_eq!(first(text), Some((from.into(), to.into(), grain)), "{text}");
    }

    #[test]
    fn parts_of_a_year_are_read_in_digits_words_and_roman_numbers() {
        is("công tác quý I/2019", "2019-01-01 2019-03-31", Grain::Quarter);
        is("công tác quý tư năm 2019", "2019-10-01 2019-12-31", Grain::Quarter);
        is("sơ kết sáu tháng đầu năm 2023", "2023-01-01 2023-06-30", Grain::Half);
        is("công tác 9 tháng năm 2023", "2023-01-01 2023-09-30", Grain::NineMonths);
        is("công tác tháng 02 năm 2024", "2024-02-01 2024-02-29", Grain::Month);
        is("tuần 23 năm 2024", "2024-06-03 2024-06-09", Grain::Week);
    }

    #[test]
    fn a_year_that_is_not_written_comes_from_behind_else_from_the_document() {
        is("6 tháng đầu năm; nhiệm vụ 6 tháng cuối năm 2022", "2022-01-01 2022-06-30", Grain::Half);
        is("quý II", "2024-04-01 2024-06-30", Grain::Quarter);
        is("từ 15/12 đến 14/3", "2023-12-15 2024-03-14", Grain::Range);
    }

    #[test]
    fn a_deadline_a_term_and_a_date_are_no_period() {
        for text in [
            "đến năm 2030",
            "nhiệm kỳ 2021 - 2026",
            "ngày 05 tháng 01 năm 2024",
            "cùng kỳ năm 2019",
            "Luật Đất đai năm 2013",
            "từ đầu năm 2020 đến nay",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
