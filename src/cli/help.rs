//! Help in Vietnamese: the texts of `help.toml` laid over the commands, whose own are English.

mod errors;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Range;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory, FromArgMatches, ValueEnum};
use serde::Deserialize;

use self::errors::{Errors, InVietnamese};
use super::Cli;
use crate::words::Language;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Help {
    headings: Headings,
    own_headings: BTreeMap<String, String>,
    errors: Errors,
    reasons: BTreeMap<String, String>,
    everywhere: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
    commands: BTreeMap<String, Texts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headings {
    usage: String,
    options_tag: String,
    command_tag: String,
    commands: String,
    arguments: String,
    options: String,
    values: String,
    value_list: String,
    default: String,
}

/// Of a command.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    about: String,
    long: Option<String>,
    after: Option<String>,
    #[serde(default)]
    arguments: BTreeMap<String, String>,
}

static HELP: LazyLock<Help> = LazyLock::new(|| toml::from_str(include_str!("help.toml")).expect("the texts are TOML, a test reads them"));

/// The language that `--lang` asks for, before anything is parsed: what cannot be parsed is to be answered in it.
///
/// The last one counts, as it does for the parser; one that is no language is left for the parser to refuse.
pub fn asked(arguments: &[OsString]) -> Option<Language> {
    languages(arguments).last().map(|(_, language)| *language)
}

/// What is parsed. Behind `help` clap takes everything for the name of a command, so the language is left out there.
pub fn parsed(arguments: &[OsString]) -> Vec<OsString> {
    let is_language = |at: usize| languages(arguments).iter().any(|(place, _)| place.contains(&at));
    let others: Vec<OsString> = (0..arguments.len()).filter(|at| !is_language(*at)).map(|at| arguments[at].clone()).collect();
    if others.get(1).is_some_and(|first| first == "help") { others } else { arguments.to_vec() }
}

/// Every `--lang` that names a language, and where it stands.
fn languages(arguments: &[OsString]) -> Vec<(Range<usize>, Language)> {
    let options: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).take_while(|a| a != "--").collect();
    let language = |at: usize| match options[at].strip_prefix("--lang")? {
        "" => Some((at..at + 2, known(options.get(at + 1)?)?)),
        value => Some((at..at + 1, known(value.strip_prefix('=')?)?)),
    };
    (0..options.len()).filter_map(language).collect()
}

fn known(name: &str) -> Option<Language> {
    Language::from_str(name, false).ok()
}

/// The command line, with help and errors in Vietnamese.
pub fn parse(arguments: &[OsString]) -> Cli {
    let matches = in_vietnamese(Cli::command()).try_get_matches_from(arguments);
    let read = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    read.unwrap_or_else(|error| error.apply::<InVietnamese>().exit())
}

fn in_vietnamese(mut command: Command) -> Command {
    // What clap adds by itself, --help and the command help, is there only then.
    command.build();
    translated(command, "trichluc")
}

fn translated(command: Command, path: &str) -> Command {
    // A test makes sure that there are texts for all.
    let Some(texts) = HELP.commands.get(key(path).as_str()) else { return command };
    let mut command = command
        .mut_args(|argument| translated_argument(argument, texts))
        .subcommand_help_heading(HELP.headings.commands.as_str())
        .subcommand_value_name(HELP.headings.command_tag.as_str())
        .about(texts.about.as_str());
    if let Some(long) = &texts.long {
        command = command.long_about(long.as_str());
    }
    if let Some(after) = &texts.after {
        command = command.after_help(after.as_str());
    }
    let usage = usage(&command.render_usage());
    command.help_template(format!("{{before-help}}{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}")).mut_subcommands(
        |below| {
            let path = format!("{path} {}", below.get_name());
            translated(below, &path)
        },
    )
}

/// Under which name `help.toml` knows a command: without the program's, and without a `help` before it, since
/// clap keeps a copy of every command below `help`.
fn key(path: &str) -> String {
    let names: Vec<&str> = path.split(' ').skip(1).collect();
    let Some(last) = names.last() else { return path.to_owned() };
    if *last == "help" {
        return "help".to_owned();
    }
    names.into_iter().filter(|name| *name != "help").collect::<Vec<_>>().join(" ")
}

fn text<'a>(argument: &Arg, texts: &'a Texts) -> Option<&'a str> {
    let id = argument.get_id().as_str();
    texts.arguments.get(id).or_else(|| HELP.everywhere.get(id)).map(String::as_str)
}

fn translated_argument(argument: Arg, texts: &Texts) -> Arg {
    let Some(text) = text(&argument, texts) else { return argument };
    let (short, long) = (short(&argument, text), long(&argument, text));
    let takes_value = argument.get_action().takes_values();
    let argument = match argument.get_index() {
        // Under a heading of ours clap would sort them by name.
        Some(index) => argument.display_order(index),
        None => argument,
    };
    let heading = heading(&argument);
    // Clap would name defaults and values in English.
    argument.help(short).long_help(long).help_heading(heading).hide_default_value(takes_value).hide_possible_values(takes_value)
}

fn heading(argument: &Arg) -> &'static str {
    let own = argument.get_help_heading().and_then(|heading| HELP.own_headings.get(heading));
    let common = if argument.is_positional() { &HELP.headings.arguments } else { &HELP.headings.options };
    own.unwrap_or(common)
}

/// For `-h`: all on one line.
fn short(argument: &Arg, text: &str) -> String {
    [Some(text.to_owned()), default(argument), value_list(argument)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// For `--help`: values that have texts one a line.
fn long(argument: &Arg, text: &str) -> String {
    let table = value_table(argument);
    let list = if table.is_none() { value_list(argument) } else { None };
    let notes: Vec<String> = [default(argument), list].into_iter().flatten().collect();
    let notes = (!notes.is_empty()).then(|| notes.join("\n"));
    [Some(text.to_owned()), table, notes].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn default(argument: &Arg) -> Option<String> {
    let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let is_shown = argument.get_action().takes_values() && !values.is_empty();
    is_shown.then(|| format!("[{}: {}]", HELP.headings.default, values.join(" ")))
}

fn value_list(argument: &Arg) -> Option<String> {
    let values = shown_values(argument);
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    (!names.is_empty()).then(|| format!("[{}: {}]", HELP.headings.value_list, names.join(", ")))
}

fn value_table(argument: &Arg) -> Option<String> {
    let texts = HELP.values.get(argument.get_id().as_str())?;
    let values = shown_values(argument);
    let longest = values.iter().map(|value| value.get_name().len()).max()?;
    let line = |value: &PossibleValue| {
        let name = value.get_name();
        let text = texts.get(name).map_or("", String::as_str);
        format!("\n- {name}:{:pad$}{text}", "", pad = longest - name.len() + 1)
    };
    Some(format!("{}:{}", HELP.headings.values, values.iter().map(line).collect::<String>()))
}

fn shown_values(argument: &Arg) -> Vec<PossibleValue> {
    let mut values = if argument.get_action().takes_values() { argument.get_possible_values() } else { Vec::new() };
    values.retain(|value| !value.is_hide_set());
    values
}

/// A usage line of clap's, as it is coloured.
fn usage(styled: &StyledStr) -> String {
    let heading = format!("{}:", HELP.headings.usage);
    styled.ansi().to_string().replacen("Usage:", &heading, 1).replacen("[OPTIONS]", &HELP.headings.options_tag, 1)
}

#[cfg(test)]
mod tests;
