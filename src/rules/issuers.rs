//! Issuing bodies.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::{Builder, Files};
use crate::lexicon::{Case, Family, Hit};

/// Where in the state, the Party or society a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Central,
    Ministry,
    Province,
    Department,
    District,
    Commune,
    Party,
    Mass,
    Agency,
}

/// `[[issuer]]`: a body, or the head word of a class of bodies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssuerRule {
    id: Spanned<String>,
    name: String,
    phrases: Vec<String>,
    level: Level,
    #[serde(default)]
    symbols: Vec<String>,
    /// A unit and a place follow to complete it: "UBND tỉnh X".
    #[serde(default)]
    tail: bool,
    /// Capitalised words follow: "Ban Chỉ đạo …".
    #[serde(default)]
    open: bool,
    /// Every province has one, though its level does not say so: "Tỉnh ủy".
    #[serde(default)]
    local: bool,
    #[serde(default)]
    since: Option<Datetime>,
    #[serde(default)]
    until: Option<Datetime>,
}

/// An issuing body.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    pub id: String,
    pub name: String,
    level: Level,
    /// As they stand in symbols: `UBND`.
    pub symbols: Vec<String>,
    pub has_tail: bool,
    pub is_open: bool,
    is_local: bool,
}

/// How many bodies of one name there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// One in the country.
    National,
    /// One in every province, district or commune.
    Local,
    /// Only a place beside the name tells: "Cục Thuế", "Ban Chỉ đạo".
    Either,
}

impl Issuer {
    pub fn reach(&self) -> Reach {
        match self.level {
            Level::Central | Level::Ministry => Reach::National,
            Level::Province | Level::Department | Level::District | Level::Commune => Reach::Local,
            Level::Party | Level::Mass | Level::Agency if self.is_local => Reach::Local,
            Level::Party | Level::Mass | Level::Agency => Reach::Either,
        }
    }
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct IssuerRules {
    issuers: Vec<Issuer>,
    by_symbol: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
}

impl IssuerRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let mut rules = IssuerRules { issuers: Vec::new(), by_symbol: HashMap::default() };
        files.each(|f| &f.issuer).for_each(|(source, rule)| rules.add(source, rule, builder));
        for (index, issuer) in rules.issuers.iter().enumerate() {
            for symbol in &issuer.symbols {
                let bodies = rules.by_symbol.entry(symbol.clone()).or_default();
                if bodies.last() != Some(&index) {
                    bodies.push(index);
                }
            }
        }
        rules
    }

    fn add(&mut self, source: usize, rule: &IssuerRule, builder: &mut Builder) {
        let id = rule.id.get_ref();
        if rule.since.zip(rule.until).is_some_and(|(since, until)| since > until) {
            builder.fault(source, rule.id.span(), "since lies after until; change one of the two days");
        }
        let index = self.issuers.iter().position(|i| i.id == *id).unwrap_or(self.issuers.len());
        let issuer = Issuer {
            id: id.clone(),
            name: rule.name.clone(),
            level: rule.level,
            symbols: rule.symbols.clone(),
            has_tail: rule.tail,
            is_open: rule.open,
            is_local: rule.local,
        };
        match self.issuers.get_mut(index) {
            Some(old) => *old = issuer,
            None => self.issuers.push(issuer),
        }
        let name = builder.rule(format!("issuers.{id}"));
        builder.row(source, rule.id.span(), name);
        builder.title(name, &rule.name);
        for phrase in &rule.phrases {
            builder.phrase(phrase, Family::Issuer, name, index as u32, Case::Any);
        }
    }

    /// The body that a phrase names.
    pub fn of(&self, hit: &Hit) -> &Issuer {
        &self.issuers[hit.value as usize]
    }

    /// The bodies whose letters stand in a symbol: `STTTT`.
    pub fn by_symbol(&self, symbol: &str) -> impl Iterator<Item = &Issuer> + use<'_> {
        self.by_symbol.get(symbol).into_iter().flatten().map(|i| &self.issuers[*i])
    }

    /// The reach of all bodies whose letters these are; none where the letters are unknown.
    pub fn reach_of_symbol(&self, symbol: &str) -> Option<Reach> {
        let mut all = self.by_symbol(symbol).map(Issuer::reach);
        let first = all.next()?;
        Some(all.fold(first, |sum, next| match (sum, next) {
            _ if sum == next => sum,
            (Reach::National, _) | (_, Reach::National) => Reach::National,
            _ => Reach::Either,
        }))
    }
}
