//! Cues: phrases that tell an extractor what stands beside them.

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Example, Examples, Phrase, Proof, Question, RuleId};
use crate::document::Document;
use crate::lexicon::{Case, Family, Hit, may_be_one_word};

/// Phrases of one kind of cue, as a rule file says them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueRule<K> {
    /// What the phrases tell.
    pub kind: Spanned<K>,
    /// Tells rules of one kind apart; the kind itself where absent.
    pub id: Option<Spanned<String>>,
    pub phrases: Vec<Spanned<Phrase>>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

impl<K> CueRule<K> {
    fn examples(&self, source: usize, rule: RuleId, question: Option<Question>) -> Examples {
        let at = self.id.as_ref().map_or_else(|| self.kind.span(), Spanned::span);
        let proof = if question.is_some() { Proof::Cue } else { Proof::Row };
        Examples { source, at, rule, question, proof, finds: self.finds.clone(), ignores: self.ignores.clone() }
    }
}

/// The cues of one family, compiled.
#[derive(Debug)]
pub(crate) struct Cues<K> {
    family: Family,
    kinds: Vec<K>,
    /// Those of which a phrase may be one word in any case: such words are told, and no list has them.
    of_one_word: Vec<K>,
}

impl<K: Copy + PartialEq + std::fmt::Debug> Cues<K> {
    /// Compiles the cues of all files, each with the index of its source.
    ///
    /// `question` opens the rules' names (`counts` in `counts.baseline`). Where a record has an answer to
    /// it, every cue needs examples; where not (`dates`), they are words, and their file has examples.
    pub fn compile<'a>(rules: impl Iterator<Item = (usize, &'a CueRule<K>)>, question: &str, family: Family, builder: &mut Builder) -> Self
    where
        K: 'a,
    {
        let (mut kinds, mut of_one_word) = (Vec::new(), Vec::new());
        for (source, rule) in rules {
            let kind = *rule.kind.get_ref();
            let id = rule.id.as_ref().map_or_else(|| snake(kind), |id| id.get_ref().clone());
            let name = builder.rule(format!("{question}.{id}"));
            for phrase in &rule.phrases {
                let phrase = phrase.get_ref();
                builder.phrase(phrase.text(), family, name, kinds.len() as u32, phrase.case());
                if phrase.case() == Case::Any && may_be_one_word(phrase.text()) && !of_one_word.contains(&kind) {
                    of_one_word.push(kind);
                }
            }
            builder.examples(rule.examples(source, name, Question::named(question)));
            kinds.push(kind);
        }
        Cues { family, kinds, of_one_word }
    }

    pub fn kind(&self, hit: &Hit) -> K {
        self.kinds[hit.value as usize]
    }

    /// The longest cue of a kind that begins at a token.
    #[inline]
    pub fn at(&self, document: &Document, kind: K, token: usize) -> Option<Hit> {
        document.hits.at(self.family, token).find(|h| self.kind(h) == kind)
    }

    /// The longest cue of a kind that ends right before a token.
    pub fn before(&self, document: &Document, kind: K, token: usize) -> Option<Hit> {
        document.hits.ending(self.family, token).find(|h| self.kind(h) == kind)
    }

    /// The first cue of a kind that lies within a range of tokens.
    pub fn within(&self, document: &Document, kind: K, tokens: std::ops::Range<usize>) -> Option<Hit> {
        if self.of_one_word.contains(&kind) {
            return document.hits.within(self.family, tokens).find(|h| self.kind(h) == kind);
        }
        document.hits.longer_within(self.family, tokens).find(|h| self.kind(h) == kind)
    }

    /// All cues of a kind that lie within a range of tokens, in order.
    pub fn all_within<'s, 'd>(
        &'s self,
        document: &'d Document,
        kind: K,
        tokens: std::ops::Range<usize>,
    ) -> impl Iterator<Item = Hit> + use<'s, 'd, K> {
        let (all, longer) = if self.of_one_word.contains(&kind) { (tokens, 0..0) } else { (0..0, tokens) };
        let found = document.hits.within(self.family, all).chain(document.hits.longer_within(self.family, longer));
        found.filter(move |h| self.kind(h) == kind)
    }
}

/// `LaterStage` as `later_stage`.
fn snake(kind: impl std::fmt::Debug) -> String {
    let mut out = String::new();
    for c in format!("{kind:?}").chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
