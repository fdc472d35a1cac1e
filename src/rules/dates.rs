//! The words of a date.

use serde::Deserialize;

use super::{Builder, Cues, Files};
use crate::lexicon::{Case, Family};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateWord {
    Day,
    /// thứ hai, chủ nhật: before the day.
    Weekday,
    /// mồng, mùng: before the first ten days of a month.
    Early,
    Month,
    Year,
}

/// `[[month_name]]`: a month in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MonthName {
    month: toml::Spanned<u8>,
    phrases: Vec<String>,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct DateRules {
    pub words: Cues<DateWord>,
}

impl DateRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        files.each(|f| &f.month_name).for_each(|(source, name)| add_month(source, name, builder));
        DateRules { words: Cues::compile(files.each(|f| &f.date_word), "dates", Family::Date, builder) }
    }
}

fn add_month(source: usize, name: &MonthName, builder: &mut Builder) {
    let month = *name.month.get_ref();
    if !(1..=12).contains(&month) {
        builder.fault(source, name.month.span(), "a month is a number from 1 to 12");
    }
    let rule = builder.rule(format!("dates.month_{month}"));
    builder.row(source, name.month.span(), rule);
    for phrase in &name.phrases {
        builder.phrase(phrase, Family::MonthName, rule, u32::from(month), Case::Any);
    }
}
