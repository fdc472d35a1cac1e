//! The table `periods`: what stretches of time documents are about, each with a key and a name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trichluc::record::Grain;

/// A stretch of time that documents are about. Figures of different grains are never added: the half of a year holds its quarters.
///
/// Primary key `period`.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodRow {
    /// `2023-03`, `2023-Q1`, `2023-H1`, `2023-9M`, `2023`; the first and the last day of any other, with the grain of a broken one.
    pub period: String,
    /// How long it is.
    pub period_grain: Grain,
    /// First day, ISO.
    #[schemars(extend("format" = "date"))]
    pub first_day: String,
    /// Last day, ISO, inclusive.
    #[schemars(extend("format" = "date"))]
    pub last_day: String,
    /// How many days that are.
    pub days: i64,
    /// Calendar year of both days; null where they are of two.
    pub year_number: Option<i64>,
    /// Half of the year that both days are in, 1 or 2; else null.
    pub half_number: Option<i64>,
    /// Quarter that both days are in, 1 to 4; else null.
    pub quarter_number: Option<i64>,
    /// Month that both days are in, 1 to 12; else null.
    pub month_number: Option<i64>,
    /// In Vietnamese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// Which part of the calendar a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Month,
    Quarter,
    Half,
    NineMonths,
    Year,
    Days,
}

/// The key of a period.
pub fn key(grain: Grain, first_day: &str, last_day: &str) -> String {
    let days = days(first_day, last_day);
    let part = days.map_or(Part::Days, |(first, last)| part(grain, first, last));
    // Both days are ISO, or the part is a stretch of days.
    let year = first_day.get(..4).unwrap_or_default();
    let month: u8 = first_day.get(5..7).and_then(|m| m.parse().ok()).unwrap_or_default();
    match part {
        Part::Month => first_day[..7].to_owned(),
        Part::Quarter => format!("{year}-Q{}", month.div_ceil(3)),
        Part::Half => format!("{year}-H{}", month.div_ceil(6)),
        Part::NineMonths => format!("{year}-9M"),
        Part::Year => year.to_owned(),
        Part::Days if grain == Grain::Range => format!("{first_day}/{last_day}"),
        Part::Days => format!("{first_day}/{last_day}/{}", slug(grain)),
    }
}

fn slug(grain: Grain) -> String {
    let slug = serde_json::to_value(grain).expect("a slug");
    slug.as_str().expect("a text").to_owned()
}

fn days(first_day: &str, last_day: &str) -> Option<(Date, Date)> {
    Some((first_day.parse().ok()?, last_day.parse().ok()?))
}

fn part(grain: Grain, first: Date, last: Date) -> Part {
    let (part, months) = match grain {
        Grain::Month => (Part::Month, 1),
        Grain::Quarter => (Part::Quarter, 3),
        Grain::Half => (Part::Half, 6),
        Grain::NineMonths => (Part::NineMonths, 9),
        Grain::Year => (Part::Year, 12),
        Grain::Week | Grain::Range => return Part::Days,
    };
    let begins = first.day() == 1 && (first.month() - 1) % months == 0;
    let ends = last == last.last_of_month() && last.year() == first.year() && last.month() == first.month() + months - 1;
    if begins && ends { part } else { Part::Days }
}

/// The number of the stretch of so many months that a day is in.
fn number(day: Date, months: i8) -> i64 {
    i64::from((day.month() - 1) / months + 1)
}

impl PeriodRow {
    /// None where a day is none.
    pub fn new(grain: Grain, first_day: &str, last_day: &str) -> Option<Self> {
        let (first, last) = days(first_day, last_day)?;
        let in_year = (first.year() == last.year()).then_some(());
        let both = |months| in_year.and_then(|()| (number(first, months) == number(last, months)).then(|| number(first, months)));
        let name = NAMES.of(part(grain, first, last), first);
        Some(PeriodRow {
            period: key(grain, first_day, last_day),
            period_grain: grain,
            first_day: first_day.to_owned(),
            last_day: last_day.to_owned(),
            days: i64::from((last - first).get_days()) + 1,
            year_number: in_year.map(|()| first.year().into()),
            half_number: both(6),
            quarter_number: both(3),
            month_number: both(1),
            name: filled(&name.vi, first, last),
            name_en: filled(&name.en, first, last),
        })
    }
}

/// A name in both languages, with places for figures.
#[derive(Debug, Deserialize)]
struct Name {
    vi: String,
    en: String,
}

#[derive(Debug, Deserialize)]
struct Names(BTreeMap<String, Name>);

static NAMES: LazyLock<Names> = LazyLock::new(|| toml::from_str(include_str!("periods.toml")).expect("names of periods"));

impl Names {
    fn of(&self, part: Part, first: Date) -> &Name {
        let name = match part {
            Part::Month => "month",
            Part::Quarter => "quarter",
            Part::Half if first.month() == 1 => "first_half",
            Part::Half => "second_half",
            Part::NineMonths => "nine_months",
            Part::Year => "year",
            Part::Days => "days",
        };
        &self.0[name]
    }
}

fn filled(name: &str, first: Date, last: Date) -> String {
    let quarter = number(first, 3);
    let vietnamese = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let roman = ["I", "II", "III", "IV"][quarter as usize - 1];
    name.replace("{year}", &format!("{:04}", first.year()))
        .replace("{month}", &format!("{:02}", first.month()))
        .replace("{quarter}", &quarter.to_string())
        .replace("{roman}", roman)
        .replace("{first}", &first.to_string())
        .replace("{last}", &last.to_string())
        .replace("{first_vi}", &vietnamese(first))
        .replace("{last_vi}", &vietnamese(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(grain: Grain, first: &str, last: &str) -> (String, String, String) {
        let row = PeriodRow::new(grain, first, last).expect("two days");
        (row.period, row.name, row.name_en)
    }

    fn is(grain: Grain, first: &str, last: &str, key: &str, vi: &str, en: &str) {
        assert_eq!(names(grain, first, last), (key.to_owned(), vi.to_owned(), en.to_owned()));
    }

    #[test]
    fn a_period_is_called_as_people_call_it() {
        is(Grain::Month, "2024-02-01", "2024-02-29", "2024-02", "Tháng 02/2024", "2024-02");
        is(Grain::Quarter, "2023-10-01", "2023-12-31", "2023-Q4", "Quý IV/2023", "Q4 2023");
        is(Grain::Half, "2023-01-01", "2023-06-30", "2023-H1", "6 tháng đầu năm 2023", "First half of 2023");
        is(Grain::Half, "2023-07-01", "2023-12-31", "2023-H2", "6 tháng cuối năm 2023", "Second half of 2023");
        is(Grain::NineMonths, "2023-01-01", "2023-09-30", "2023-9M", "9 tháng đầu năm 2023", "First nine months of 2023");
        is(Grain::Year, "2023-01-01", "2023-12-31", "2023", "Năm 2023", "2023");
    }

    #[test]
    fn one_that_is_not_of_the_calendar_is_called_by_its_days() {
        let vi = "Từ 15/12/2022 đến 14/12/2023";
        is(Grain::Year, "2022-12-15", "2023-12-14", "2022-12-15/2023-12-14/year", vi, "2022-12-15 to 2023-12-14");
        is(Grain::Range, "2022-12-15", "2023-12-14", "2022-12-15/2023-12-14", vi, "2022-12-15 to 2023-12-14");
        assert_eq!(key(Grain::Month, "2023-02-01", "2023-03-31"), "2023-02-01/2023-03-31/month");
        assert_eq!(key(Grain::Week, "2023-03-06", "2023-03-12"), "2023-03-06/2023-03-12/week");
    }

    #[test]
    fn parts_of_the_calendar_are_those_that_hold_the_whole_period() {
        let row = PeriodRow::new(Grain::Half, "2023-01-01", "2023-06-30").expect("two days");
        assert_eq!(
            (row.days, row.year_number, row.half_number, row.quarter_number, row.month_number),
            (181, Some(2023), Some(1), None, None)
        );
        let row = PeriodRow::new(Grain::Range, "2021-01-01", "2025-12-31").expect("two days");
        assert_eq!((row.days, row.year_number, row.half_number), (1826, None, None));
    }
}
