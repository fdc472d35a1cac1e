//! What the program says to people, in Vietnamese or English: `words.json`.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{LazyLock, OnceLock};

use clap::ValueEnum;
use serde::Deserialize;

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

#[derive(Deserialize)]
struct Said {
    vi: String,
    en: String,
}

static WORDS: LazyLock<BTreeMap<String, Said>> =
    LazyLock::new(|| serde_json::from_str(include_str!("words.json")).expect("the catalogue is JSON, a test reads it"));

/// Chooses the language, once, before anything is said.
pub fn speak(chosen: Language) {
    // Whoever chose first keeps it: messages of one run are of one language.
    let _ = LANGUAGE.set(chosen);
}

/// The language of messages; English before one is chosen.
pub fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or(Language::En)
}

/// The language that the machine is set to.
pub fn locale() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    of_locale(set.or_else(system_locale).as_deref())
}

/// Windows has no such variables, and asks its own settings.
#[cfg(windows)]
fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(windows))]
fn system_locale() -> Option<String> {
    None
}

/// `vi`, `vi_VN.UTF-8`, `vi-VN`; any other is English.
fn of_locale(locale: Option<&str>) -> Language {
    let tongue = locale.unwrap_or_default().split(['_', '-', '.', '@']).next().unwrap_or_default();
    if tongue.eq_ignore_ascii_case("vi") { Language::Vi } else { Language::En }
}

/// A message without values. One that is not in the catalogue, a code of newer rules, is said as it is.
pub fn word(key: &str) -> String {
    say(key, &[])
}

/// A message, with `{name}` replaced by the value of that name.
pub fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    let Some(said) = WORDS.get(key) else { return key.rsplit('.').next().unwrap_or_default().replace('_', " ") };
    let template = if language() == Language::Vi { &said.vi } else { &said.en };
    fill(template, values)
}

/// One walk over the template: what a value holds is no name.
pub fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut said = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?))) {
        said.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => said.push_str(&value.to_string()),
            None => said.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_there_in_both_languages_with_the_same_values() {
        let names = |text: &str| {
            let mut names: Vec<String> = text.split('{').skip(1).map(|p| p.split('}').next().unwrap_or_default().to_owned()).collect();
            names.sort();
            names
        };
        for (key, said) in &*WORDS {
            assert_eq!(names(&said.vi), names(&said.en), "{key}");
            assert_eq!(said.vi.is_empty(), said.en.is_empty(), "{key}");
        }
    }

    #[test]
    fn the_locale_tells_the_language() {
        for (locale, language) in
            [("vi_VN.UTF-8", Language::Vi), ("vi", Language::Vi), ("vi-VN", Language::Vi), ("C", Language::En), ("vie", Language::En)]
        {
            assert_eq!(of_locale(Some(locale)), language, "{locale}");
        }
        assert_eq!(of_locale(None), Language::En);
    }

    #[test]
    fn a_value_is_put_in_as_it_is() {
        assert_eq!(fill("{n} of {path}", &[("n", &1), ("path", &"{n}")]), "1 of {n}");
    }
}
