//! The words of a date.

use serde::Deserialize;

use super::{Builder, CueRule, Cues, Files};
use crate::lexicon::{Case, Family};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateWord {
    Day,
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
        let words: Vec<(usize, &CueRule<DateWord>)> = files.iter().flat_map(|(i, f)| f.date_word.iter().map(move |c| (i, c))).collect();
        for (source, name) in files.iter().flat_map(|(i, f)| f.month_name.iter().map(move |m| (i, m))) {
            add_month(source, name, builder);
        }
        DateRules { words: Cues::compile(words.iter().map(|(_, c)| *c), "dates", Family::Date, builder) }
    }
}

fn add_month(source: usize, name: &MonthName, builder: &mut Builder) {
    let month = *name.month.get_ref();
    if !(1..=12).contains(&month) {
        builder.fault(source, name.month.span(), "a month is a number from 1 to 12");
    }
    let rule = builder.rule(format!("dates.month_{month}"));
    for phrase in &name.phrases {
        builder.phrase(phrase, Family::MonthName, rule, u32::from(month), Case::Any);
    }
}
