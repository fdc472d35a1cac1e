//! Usage errors in Vietnamese: the sentence, what would be right where clap has an idea of it, and the usage line.

use std::error::Error as _;
use std::fmt::Display;
use std::num::{IntErrorKind, ParseIntError};

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind};
use serde::Deserialize;

use super::{HELP, usage};
use crate::words::fill;

/// A field a text, so that the compiler finds one that is said nowhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Errors {
    error: String,
    tip: String,
    try_help: String,
    unknown_argument: String,
    twice: String,
    conflict: String,
    subcommand_conflict: String,
    others: String,
    no_equals: String,
    no_value: String,
    invalid_value: String,
    possible_values: String,
    unknown_command: String,
    missing: String,
    missing_command: String,
    commands: String,
    not_unicode: String,
    too_many: String,
    too_few: String,
    wrong_number: String,
    other: String,
    similar_command: String,
    similar_argument: String,
    similar_value: String,
    as_value: String,
    remove_dashes: String,
    exists_elsewhere: String,
    no_number: String,
    number_too_large: String,
}

/// How clap's errors are written where Vietnamese is spoken.
pub(super) struct InVietnamese;

type Wrong = Error<InVietnamese>;

impl ErrorFormatter for InVietnamese {
    fn format_error(error: &Wrong) -> StyledStr {
        let styles = Styles::styled();
        let (red, green) = (styles.get_error(), styles.get_valid());
        let mut said = format!("{red}{}{red:#} {}", HELP.errors.error, sentence(error));
        let tips = tips(error);
        if !tips.is_empty() {
            said.push('\n');
        }
        for tip in tips {
            said += &format!("\n  {green}{}{green:#} {tip}", HELP.errors.tip);
        }
        if let Some(ContextValue::StyledStr(line)) = error.get(ContextKind::Usage) {
            said += &format!("\n\n{}", usage(line));
        }
        let help = fill(&HELP.errors.try_help, &[("help", &literal("--help"))]);
        StyledStr::from(format!("{said}\n\n{help}\n"))
    }
}

fn sentence(error: &Wrong) -> String {
    let texts = &HELP.errors;
    match error.kind() {
        ErrorKind::UnknownArgument => filled(error, &texts.unknown_argument),
        ErrorKind::InvalidSubcommand => filled(error, &texts.unknown_command),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::NoEquals => filled(error, &texts.no_equals),
        ErrorKind::InvalidValue => invalid_value(error),
        ErrorKind::ValueValidation => format!("{}{}", filled(error, &texts.invalid_value), reason(error)),
        ErrorKind::MissingRequiredArgument => format!("{}{}", texts.missing, lines(&all(error, ContextKind::InvalidArg), good)),
        ErrorKind::MissingSubcommand => {
            let commands = listed(error, ContextKind::ValidSubcommand, &texts.commands);
            format!("{}{commands}", filled(error, &texts.missing_command))
        }
        ErrorKind::TooManyValues => filled(error, &texts.too_many),
        ErrorKind::TooFewValues => filled(error, &texts.too_few),
        ErrorKind::WrongNumberOfValues => filled(error, &texts.wrong_number),
        ErrorKind::InvalidUtf8 => texts.not_unicode.clone(),
        _ => texts.other.clone(),
    }
}

/// A text with what clap knows of the error.
fn filled(error: &Wrong, text: &str) -> String {
    let one = |kind| all(error, kind).join(", ");
    let wanted = one(ContextKind::MinValues) + &one(ContextKind::ExpectedNumValues);
    let values: [(&str, &dyn Display); 5] = [
        ("argument", &bad(&one(ContextKind::InvalidArg))),
        ("value", &bad(&one(ContextKind::InvalidValue))),
        ("command", &bad(&one(ContextKind::InvalidSubcommand))),
        ("wanted", &wanted),
        ("given", &one(ContextKind::ActualNumValues)),
    ];
    fill(text, &values)
}

fn conflict(error: &Wrong) -> String {
    let (texts, prior) = (&HELP.errors, all(error, ContextKind::PriorArg));
    let invalid = all(error, ContextKind::InvalidArg);
    if !invalid.is_empty() && invalid == prior {
        return filled(error, &texts.twice);
    }
    let first = if invalid.is_empty() {
        let command = bad(&all(error, ContextKind::InvalidSubcommand).join(" "));
        fill(&texts.subcommand_conflict, &[("argument", &command)])
    } else {
        filled(error, &texts.conflict)
    };
    match prior.as_slice() {
        [] => format!("{first} {}", texts.others),
        [one] => format!("{first} '{}'", bad(one)),
        several => format!("{first}:{}", lines(several, bad)),
    }
}

fn invalid_value(error: &Wrong) -> String {
    let is_empty = all(error, ContextKind::InvalidValue).iter().all(String::is_empty);
    let text = if is_empty { &HELP.errors.no_value } else { &HELP.errors.invalid_value };
    filled(error, text) + &listed(error, ContextKind::ValidValue, &HELP.errors.possible_values)
}

/// What the parser of a value has against it.
fn reason(error: &Wrong) -> String {
    let option = all(error, ContextKind::InvalidArg).concat();
    let id = option.trim_start_matches('-').split(' ').next().unwrap_or_default().replace('-', "_");
    let number = error.source().and_then(|source| source.downcast_ref::<ParseIntError>());
    let reason = match (HELP.reasons.get(&id), number.map(ParseIntError::kind)) {
        (Some(own), _) => own.clone(),
        (None, Some(IntErrorKind::PosOverflow)) => HELP.errors.number_too_large.clone(),
        (None, Some(_)) => HELP.errors.no_number.clone(),
        (None, None) => error.source().map(ToString::to_string).unwrap_or_default(),
    };
    if reason.is_empty() { reason } else { format!(": {reason}") }
}

/// What would be right.
fn tips(error: &Wrong) -> Vec<String> {
    let texts = &HELP.errors;
    let similar = [
        (ContextKind::SuggestedSubcommand, &texts.similar_command),
        (ContextKind::SuggestedArg, &texts.similar_argument),
        (ContextKind::SuggestedValue, &texts.similar_value),
    ];
    let names = |kind| all(error, kind).iter().map(|name| format!("'{}'", good(name))).collect::<Vec<_>>().join(", ");
    let similar = similar.into_iter().map(|(kind, text)| (names(kind), text)).filter(|(names, _)| !names.is_empty());
    let mut tips: Vec<String> = similar.map(|(names, text)| fill(text, &[("names", &names)])).collect();
    if let Some(ContextValue::StyledStrs(english)) = error.get(ContextKind::Suggested) {
        tips.extend(english.iter().map(|tip| tip_in_vietnamese(&tip.to_string())));
    }
    tips
}

/// Clap writes these tips as whole sentences; one that is not known stays as it is.
fn tip_in_vietnamese(english: &str) -> String {
    let between = |first, middle, last| english.strip_prefix(first)?.strip_suffix(last)?.split_once(middle);
    let said = |text, one, two| fill(text, &[("one", &good(one)), ("two", &good(two))]);
    if let Some((one, two)) = between("to pass '", "' as a value, use '", "'") {
        return said(&HELP.errors.as_value, one, two);
    }
    if let Some((one, two)) = between("subcommand '", "' exists; to use it, remove the '", "' before it") {
        return said(&HELP.errors.remove_dashes, one, two);
    }
    match english.strip_prefix('\'').and_then(|rest| rest.strip_suffix("' exists")) {
        Some(one) => said(&HELP.errors.exists_elsewhere, one, ""),
        None => english.to_owned(),
    }
}

fn listed(error: &Wrong, kind: ContextKind, text: &str) -> String {
    let values: Vec<String> = all(error, kind).iter().map(|value| good(value)).collect();
    if values.is_empty() { String::new() } else { format!("\n  {}", fill(text, &[("values", &values.join(", "))])) }
}

fn lines(values: &[String], style: fn(&str) -> String) -> String {
    values.iter().map(|value| format!("\n  {}", style(value))).collect()
}

fn all(error: &Wrong, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(value)) => vec![value.clone()],
        Some(ContextValue::Strings(values)) => values.clone(),
        Some(ContextValue::Number(value)) => vec![value.to_string()],
        _ => Vec::new(),
    }
}

fn bad(text: &str) -> String {
    let styles = Styles::styled();
    let style = styles.get_invalid();
    format!("{style}{text}{style:#}")
}

fn good(text: &str) -> String {
    let styles = Styles::styled();
    let style = styles.get_valid();
    format!("{style}{text}{style:#}")
}

fn literal(text: &str) -> String {
    let styles = Styles::styled();
    let style = styles.get_literal();
    format!("{style}{text}{style:#}")
}
