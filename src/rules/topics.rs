//! Topics: the words of each sector, and how much each word says.

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Cues, Example, Examples, Files, Phrase, Proof, Question, RuleId};
use crate::lexicon::{Case, Family, Hit};

/// `[[topic]]`: what a document may be about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicRule {
    pub id: Spanned<String>,
    pub name: TopicName,
    /// Name the topic by themselves.
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    phrases: Vec<Phrase>,
    /// Count only together with others.
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
    /// What phrases cannot say: regular expressions on the text in lower case.
    #[serde(default)]
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

/// The name of a topic for people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicName {
    pub vi: String,
    pub en: String,
}

const STRONG: f64 = 2.0;
const WEAK: f64 = 0.5;

/// Why a topic's words are no mention of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TopicCue {
    /// They are part of a body's name.
    Body,
    /// Capitalised words behind it complete a body's name.
    BodyHead,
    /// Stands between the words of such a name.
    Joins,
    /// They are part of a phrase that means another thing.
    Harmless,
}

#[derive(Debug)]
pub(crate) struct Topic {
    pub id: String,
    pub rule: RuleId,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct TopicRules {
    pub topics: Vec<Topic>,
    pub cues: Cues<TopicCue>,
    /// Index of the topic and weight of each phrase.
    phrases: Vec<(usize, f64)>,
}

impl TopicRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let cues = Cues::compile(files.each(|f| &f.topic_cue), "topics", Family::TopicCue, builder);
        let mut rules = TopicRules { topics: Vec::new(), cues, phrases: Vec::new() };
        for (source, rule) in latest(files) {
            rules.add(source, rule, builder);
        }
        rules
    }

    fn add(&mut self, source: usize, rule: &TopicRule, builder: &mut Builder) {
        let id = rule.id.get_ref().clone();
        let name = builder.rule(format!("topics.{id}"));
        builder.title(name, &rule.name.vi);
        builder.examples(Examples {
            source,
            at: rule.id.span(),
            rule: name,
            question: Some(Question::Topics),
            proof: Proof::Mention,
            finds: rule.finds.clone(),
            ignores: rule.ignores.clone(),
        });
        let mut add = |text: &str, weight: f64, case: Case| {
            builder.phrase(text, Family::Topic, name, self.phrases.len() as u32, case);
            self.phrases.push((self.topics.len(), weight));
        };
        rule.strong.iter().for_each(|p| add(p, STRONG, Case::Any));
        rule.phrases.iter().for_each(|p| add(p.text(), p.weight(), p.case()));
        rule.weak.iter().for_each(|p| add(p, WEAK, Case::Any));
        rule.abbreviations.iter().for_each(|p| add(p, STRONG, Case::Exact));
        // A match says as much as a phrase.
        builder.patterns(source, rule.pattern.iter().chain(&rule.patterns), Family::Topic, name, self.phrases.len() as u32);
        self.phrases.push((self.topics.len(), 1.0));
        self.topics.push(Topic { id, rule: name });
    }

    /// The topic that a phrase names, and how much it says.
    pub fn of(&self, hit: &Hit) -> (usize, f64) {
        self.phrases[hit.value as usize]
    }
}

/// The topics in order of their first appearance; of those with one id, the last loaded.
pub(super) fn latest(files: &Files) -> Vec<(usize, &TopicRule)> {
    let mut all: Vec<(usize, &TopicRule)> = Vec::new();
    for (source, rule) in files.each(|f| &f.topic) {
        match all.iter_mut().find(|(_, r)| r.id.get_ref() == rule.id.get_ref()) {
            Some(old) => *old = (source, rule),
            None => all.push((source, rule)),
        }
    }
    all
}
