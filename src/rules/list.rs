//! Every rule with its phrases, for a reader: `trichluc rules list`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::example::Proof;
use super::{Compiled, Noted, RuleId, RuleSet, RuleSource, source};
use crate::error::Error;

/// A rule as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// What it helps to answer: `counts`, `kinds`.
    pub question: String,
    /// Its id there: `inspections`.
    pub id: String,
    /// Its name for a reader; empty where it has none.
    pub name: String,
    /// Its phrases as the rule file writes them.
    pub phrases: Vec<String>,
    /// Its patterns.
    pub patterns: Vec<String>,
    /// How many examples it has.
    pub examples: usize,
    /// The file it stands in.
    pub file: String,
    /// 1-based line of its id there.
    pub line: usize,
}

impl RuleSet {
    /// Every rule of the built-in files and those of `folders`, in the order of the files.
    ///
    /// # Errors
    /// The same as of [`RuleSet::load`].
    pub fn list<P: AsRef<Path>>(folders: &[P]) -> Result<Vec<RuleRow>, Error> {
        let sources = source::with_builtin(folders)?;
        let Compiled { rules, noted } = Compiled::new(&sources)?;
        Ok(rows(&rules, noted, &sources))
    }
}

fn rows(rules: &RuleSet, noted: Noted, sources: &[RuleSource]) -> Vec<RuleRow> {
    let mut phrases: BTreeMap<RuleId, Vec<String>> = BTreeMap::new();
    for phrase in noted.phrases {
        phrases.entry(phrase.entry.rule).or_default().push(phrase.text);
    }
    let mut patterns: BTreeMap<RuleId, Vec<String>> = BTreeMap::new();
    for pattern in noted.patterns {
        patterns.entry(pattern.entry.rule).or_default().push(pattern.text.into_inner());
    }
    let mut listed: Vec<_> = noted.examples.into_iter().filter(|e| e.proof != Proof::File).collect();
    listed.sort_by_key(|e| (e.source, e.at.start));
    let row = |rule: super::Examples| {
        let (question, id) = rules.name(rule.rule).split_once('.').unwrap_or_default();
        RuleRow {
            question: question.to_owned(),
            id: id.to_owned(),
            name: noted.titles.get(&rule.rule).cloned().unwrap_or_default(),
            phrases: phrases.remove(&rule.rule).unwrap_or_default(),
            patterns: patterns.remove(&rule.rule).unwrap_or_default(),
            examples: rule.finds.len() + rule.ignores.len(),
            file: sources[rule.source].name.clone(),
            line: sources[rule.source].text[..rule.at.start].matches('\n').count() + 1,
        }
    };
    listed.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_a_rule_its_phrases_and_its_place() {
        let rows = RuleSet::list::<&str>(&[]).expect("built-in rules");
        let plan = rows.iter().find(|r| r.question == "kinds" && r.id == "ke_hoach").expect("a kind");
        assert_eq!((plan.name.as_str(), plan.file.as_str()), ("Kế hoạch", "rules/kinds.toml"));
        assert!(plan.phrases.contains(&"Kế hoạch".to_owned()) && plan.line > 1);
    }
}
