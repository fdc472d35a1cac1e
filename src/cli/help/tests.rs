use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;

use super::*;

/// Every command that `help.toml` should know, with what clap adds, by its name there.
fn tree() -> BTreeMap<String, Command> {
    fn collect(command: &Command, path: &str, all: &mut BTreeMap<String, Command>) {
        // Copies below `help` have fewer texts than the commands themselves.
        let is_copy = path.contains(" help ");
        if !is_copy {
            all.entry(key(path)).or_insert_with(|| command.clone());
        }
        command.get_subcommands().for_each(|below| collect(below, &format!("{path} {}", below.get_name()), all));
    }
    let mut command = Cli::command();
    command.build();
    let mut all = BTreeMap::new();
    collect(&command, "trichluc", &mut all);
    all
}

fn values_with_texts(argument: &Arg) -> BTreeSet<String> {
    shown_values(argument).iter().filter(|v| v.get_help().is_some()).map(|v| v.get_name().to_owned()).collect()
}

#[test]
fn every_command_option_and_value_has_a_vietnamese_text() {
    for (name, command) in tree() {
        let texts = HELP.commands.get(&name).unwrap_or_else(|| panic!("help.toml has no [commands.\"{name}\"]"));
        assert!(!texts.about.is_empty(), "{name}: about");
        assert_eq!(texts.long.is_some(), command.get_long_about().is_some(), "{name}: long");
        assert_eq!(texts.after.is_some(), command.get_after_help().is_some(), "{name}: after");
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            assert!(text(argument, texts).is_some(), "help.toml has no text for {id} of {name}");
            let values: BTreeSet<String> = HELP.values.get(id).map(|v| v.keys().cloned().collect()).unwrap_or_default();
            assert_eq!(values, values_with_texts(argument), "values of {id} of {name}");
            if let Some(heading) = argument.get_help_heading() {
                assert!(HELP.own_headings.contains_key(heading), "{heading}");
            }
        }
    }
}

#[test]
fn every_vietnamese_text_belongs_to_something() {
    let tree = tree();
    for (name, texts) in &HELP.commands {
        let command = tree.get(name).unwrap_or_else(|| panic!("there is no command {name}"));
        let ids: BTreeSet<&str> = command.get_arguments().map(|a| a.get_id().as_str()).collect();
        let stale: Vec<&String> = texts.arguments.keys().filter(|id| !ids.contains(id.as_str())).collect();
        assert!(stale.is_empty(), "{name} has no {stale:?}");
    }
    let all: Vec<&Arg> = tree.values().flat_map(Command::get_arguments).collect();
    let ids: BTreeSet<&str> = all.iter().map(|a| a.get_id().as_str()).collect();
    for id in HELP.values.keys().chain(HELP.reasons.keys()) {
        assert!(ids.contains(id.as_str()), "no command has {id}");
    }
    let headings: BTreeSet<&str> = all.iter().filter_map(|a| a.get_help_heading()).collect();
    assert!(HELP.own_headings.keys().all(|h| headings.contains(h.as_str())), "{headings:?}");
}

/// One Vietnamese text for two English ones would be wrong for one of them.
#[test]
fn a_text_for_several_commands_is_one_in_english_too() {
    for id in HELP.everywhere.keys().filter(|id| *id != "help") {
        let said: Vec<String> = tree()
            .iter()
            .filter(|(name, _)| !HELP.commands[*name].arguments.contains_key(id))
            .flat_map(|(_, c)| c.get_arguments().filter(|a| a.get_id() == id.as_str()).cloned().collect::<Vec<_>>())
            .map(|a| a.get_help().map(ToString::to_string).unwrap_or_default())
            .collect();
        assert!(!said.is_empty(), "no command takes the text of {id}");
        assert!(said.iter().all(|text| *text == said[0]), "{id}: {said:?}");
    }
}

#[test]
fn names_values_and_numbers_are_the_same_in_both_languages() {
    let codes = |text: &str| -> BTreeSet<String> {
        let word = |c: char| c.is_ascii_alphanumeric() || "-_./{}".contains(c);
        let kept = |w: &&str| w.contains('_') || w.starts_with("--") || w.starts_with("my-") || w.contains(".json") || w.contains(".toml");
        text.split(|c| !word(c)).map(|w| w.trim_end_matches('.')).filter(kept).map(str::to_owned).collect()
    };
    let both = |name: &str, english: Option<String>, vietnamese: &str| {
        assert_eq!(codes(&english.unwrap_or_default()), codes(vietnamese), "{name}");
    };
    for (name, command) in tree() {
        let texts = &HELP.commands[&name];
        both(&name, command.get_after_help().map(ToString::to_string), texts.after.as_deref().unwrap_or_default());
        both(&name, command.get_long_about().map(ToString::to_string), texts.long.as_deref().unwrap_or_default());
        for argument in command.get_arguments().filter(|a| a.get_id() != "help") {
            let vietnamese = text(argument, texts).unwrap_or_default();
            both(&format!("{name} {}", argument.get_id()), argument.get_help().map(ToString::to_string), vietnamese);
        }
    }
}

#[test]
fn the_last_language_before_the_end_of_options_counts() {
    let asked = |line: &str| asked(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
    assert_eq!(asked("run in --out out"), None);
    assert_eq!(asked("run --lang vi in"), Some(Language::Vi));
    assert_eq!(asked("run --lang=vi in --lang en"), Some(Language::En));
    assert_eq!(asked("run --lang"), None);
    assert_eq!(asked("run --lang fr"), None);
    assert_eq!(asked("run --language vi"), None);
    assert_eq!(asked("text -- --lang vi"), None);
}

#[test]
fn a_language_behind_help_is_no_name_of_a_command() {
    let parsed = |line: &str| parsed(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).join(OsStr::new(" "));
    assert_eq!(parsed("trichluc help run --lang vi"), "trichluc help run");
    assert_eq!(parsed("trichluc --lang=en help --lang vi rules check"), "trichluc help rules check");
    assert_eq!(parsed("trichluc help run --lang fr"), "trichluc help run --lang fr");
    assert_eq!(parsed("trichluc run help --lang vi"), "trichluc run help --lang vi");
}
