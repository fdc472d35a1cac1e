//! Kinds of documents, and what a symbol says of them.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Example, Examples, Files, Proof, Question};
use crate::lexicon::{Case, Family, Hit};

/// `[[kind]]`: a kind of document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindRule {
    pub id: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub english: Option<String>,
    abbreviations: Vec<String>,
    #[serde(default)]
    party_abbreviations: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    law: bool,
    #[serde(default)]
    finds: Vec<Spanned<Example>>,
    #[serde(default)]
    ignores: Vec<Spanned<Example>>,
}

/// `[[kind_symbol]]`: a part of a symbol that tells the kind without being its abbreviation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindSymbol {
    segment: String,
    kind: Spanned<String>,
}

/// A kind of document.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    /// Slug: `bao_cao`.
    pub id: String,
    /// Words of its name: Báo cáo 2, where an alias may be longer.
    pub words: usize,
    /// Cited by its proper name: Hiến pháp, Bộ luật, Luật, Pháp lệnh.
    pub is_law: bool,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct KindRules {
    kinds: Vec<Kind>,
    /// First group of a symbol (`KH` in KH-UBND) to the kind; the same of the Party's symbols (`102-QĐ/TW`).
    by_abbreviation: BTreeMap<String, usize>,
    by_party_abbreviation: BTreeMap<String, usize>,
    by_segment: BTreeMap<String, usize>,
}

impl KindRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let mut rules = KindRules {
            kinds: Vec::new(),
            by_abbreviation: BTreeMap::new(),
            by_party_abbreviation: BTreeMap::new(),
            by_segment: BTreeMap::new(),
        };
        files.each(|f| &f.kind).for_each(|(source, rule)| rules.add(source, rule, builder));
        files.each(|f| &f.kind_symbol).for_each(|(source, rule)| rules.add_segment(source, rule, builder));
        rules
    }

    fn add(&mut self, source: usize, rule: &KindRule, builder: &mut Builder) {
        let id = rule.id.get_ref();
        let index = self.kinds.iter().position(|k| k.id == *id).unwrap_or(self.kinds.len());
        let kind = Kind { id: id.clone(), words: rule.name.split_whitespace().count(), is_law: rule.law };
        match self.kinds.get_mut(index) {
            Some(old) => *old = kind,
            None => self.kinds.push(kind),
        }
        let name = builder.rule(format!("kinds.{id}"));
        builder.title(name, &rule.name);
        builder.examples(Examples {
            source,
            at: rule.id.span(),
            rule: name,
            question: Some(Question::Citations),
            proof: Proof::Mention,
            finds: rule.finds.clone(),
            ignores: rule.ignores.clone(),
        });
        builder.phrase(&rule.name, Family::Kind, name, index as u32, Case::Any);
        for alias in &rule.aliases {
            let case = if alias.chars().all(|c| !c.is_lowercase()) { Case::Exact } else { Case::Any };
            builder.phrase(alias, Family::Kind, name, index as u32, case);
        }
        for abbreviation in &rule.abbreviations {
            self.by_abbreviation.entry(abbreviation.clone()).or_insert(index);
        }
        for abbreviation in &rule.party_abbreviations {
            self.by_party_abbreviation.entry(abbreviation.clone()).or_insert(index);
        }
    }

    fn add_segment(&mut self, source: usize, rule: &KindSymbol, builder: &mut Builder) {
        match self.kinds.iter().position(|k| k.id == *rule.kind.get_ref()) {
            Some(index) => {
                self.by_segment.insert(rule.segment.clone(), index);
            }
            None => {
                builder.fault(source, rule.kind.span(), format!("there is no kind {:?}; use the id of a [[kind]]", rule.kind.get_ref()))
            }
        }
    }

    /// The kind that a phrase names.
    pub fn of(&self, hit: &Hit) -> &Kind {
        &self.kinds[hit.value as usize]
    }

    pub fn by_id(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == id)
    }

    /// The kind that a group of a symbol is the abbreviation of: `KH` → `ke_hoach`.
    pub fn by_abbreviation(&self, group: &str) -> Option<&Kind> {
        self.by_abbreviation.get(group).map(|i| &self.kinds[*i])
    }

    /// The same in the Party's symbols where they differ: `TT` is Thông tri there.
    pub fn by_party_abbreviation(&self, group: &str) -> Option<&Kind> {
        self.by_party_abbreviation.get(group).map(|i| &self.kinds[*i]).or_else(|| self.by_abbreviation(group))
    }

    /// The kind that an issuing body's letters tell: `QH` → `luat`.
    pub fn by_segment(&self, segment: &str) -> Option<&Kind> {
        self.by_segment.get(segment).map(|i| &self.kinds[*i])
    }
}
