//! Where to look for what no rule knows yet.

use serde::Deserialize;

use super::{Builder, Files, RuleId, spelling::Spelling};
use crate::document::{Document, tokens};
use crate::lexicon::{Case, Entry, Family, Hit, Hits, Lexicon, LexiconBuilder};

/// What a phrase tells about the words beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CoverageCue {
    /// The name of a place follows.
    PlaceBefore,
    /// The name of a body follows.
    BodyBefore,
    /// After a number: measured, not counted.
    NoThing,
    /// Belongs to the sentence, not to a name or a thing.
    FunctionWord,
    /// A number follows, but not that of a document.
    NoKind,
}

/// `[[coverage_cue]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageCueRule {
    kind: CoverageCue,
    phrases: Vec<String>,
}

/// The rules, compiled to a lexicon of their own: records do not wait for them.
#[derive(Debug)]
pub(crate) struct CoverageRules {
    kinds: Vec<CoverageCue>,
    lexicon: Lexicon,
}

impl CoverageRules {
    pub fn compile(files: &Files, spelling: &Spelling, rules: &mut Builder) -> Self {
        let mut builder = LexiconBuilder::default();
        let mut kinds = Vec::new();
        for rule in files.iter().flat_map(|(_, f)| &f.coverage_cue) {
            for phrase in &rule.phrases {
                let entry = Entry { family: Family::Coverage, rule: RuleId(0), value: kinds.len() as u32, case: Case::Any };
                builder.add(phrase, entry);
            }
            kinds.push(rule.kind);
        }
        rules.unbounded(&builder);
        CoverageRules { kinds, lexicon: builder.build(spelling) }
    }

    /// The cues of a document, at the indices of its own tokens.
    pub fn cues(&self, document: &Document) -> CoverageCues<'_> {
        let text = &document.text;
        // Another vocabulary, the same tokens.
        let tokens = tokens(text.as_str(), text.folded(), self.lexicon.vocabulary());
        CoverageCues { kinds: &self.kinds, hits: self.lexicon.scan(text.as_str(), &tokens) }
    }
}

/// The cues met in a document.
pub(crate) struct CoverageCues<'r> {
    kinds: &'r [CoverageCue],
    hits: Hits,
}

impl CoverageCues<'_> {
    pub fn all(&self, kind: CoverageCue) -> impl Iterator<Item = &Hit> {
        self.hits.of(Family::Coverage).iter().filter(move |h| self.kinds[h.value as usize] == kind)
    }

    pub fn begins(&self, kind: CoverageCue, token: usize) -> bool {
        self.hits.at(Family::Coverage, token).any(|h| self.kinds[h.value as usize] == kind)
    }

    /// A cue of this kind ends with the token before `token`.
    pub fn ends(&self, kind: CoverageCue, token: usize) -> bool {
        self.hits.ending_at(Family::Coverage, token).is_some_and(|h| self.kinds[h.value as usize] == kind)
    }
}
