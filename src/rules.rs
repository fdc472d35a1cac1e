//! Rules: what TOML says, compiled once.
//!
//! Everything Vietnamese is in rule files. The built-in ones lie in `rules/`
//! and go through the same loader as a user's.

mod check;
pub(crate) mod citations;
pub(crate) mod counts;
pub(crate) mod coverage;
mod cue;
pub(crate) mod dates;
mod example;
mod file;
mod findings;
mod glossary;
pub(crate) mod header;
pub(crate) mod issuers;
pub(crate) mod kinds;
mod list;
mod pattern;
pub(crate) mod period;
pub(crate) mod places;
pub(crate) mod roles;
pub(crate) mod sections;
mod source;
pub(crate) mod spelling;
pub(crate) mod stamp;
pub(crate) mod topics;

pub use check::RuleCheck;
pub(crate) use cue::{CueRule, Cues};
pub(crate) use example::{Example, Examples, Proof, Question};
pub(crate) use file::{Phrase, RuleFile};
pub use glossary::{CurrentProvinceName, Glossary, KindName, MeasureName, ProvinceName, TopicName};
pub use list::RuleRow;
pub(crate) use source::RuleSource;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, RuleError};
use crate::lexicon::{self, Case, Entry, Family, Lexicon, LexiconBuilder, MAX_WAYS};
use pattern::{Pattern, Patterns};
use spelling::Spelling;
use toml::Spanned;

/// Which rule found something; its name is in [`RuleSet::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RuleId(pub u32);

/// All rules, compiled: every phrase in one automaton.
#[derive(Debug)]
pub struct RuleSet {
    pub(crate) lexicon: Lexicon,
    pub(crate) patterns: Patterns,
    pub(crate) stamp: stamp::StampRules,
    pub(crate) findings: findings::FindingRules,
    pub(crate) dates: dates::DateRules,
    pub(crate) kinds: kinds::KindRules,
    pub(crate) issuers: issuers::IssuerRules,
    pub(crate) sections: sections::SectionRules,
    pub(crate) header: header::HeaderRules,
    pub(crate) period: period::PeriodRules,
    pub(crate) citations: citations::CitationRules,
    pub(crate) counts: counts::CountRules,
    pub(crate) roles: roles::RoleRules,
    pub(crate) topics: topics::TopicRules,
    pub(crate) places: places::PlaceRules,
    pub(crate) coverage: coverage::CoverageRules,
    names: Vec<Arc<str>>,
    glossary: Glossary,
    hash: String,
}

impl RuleSet {
    /// The rules that the program carries.
    ///
    /// # Errors
    /// None for the rules as released; a test loads them.
    pub fn builtin() -> Result<Self, Error> {
        Self::from_sources(&source::builtin())
    }

    /// The built-in rules with those of `folders` on top: a rule with an id
    /// that is there already replaces it, any other is added.
    ///
    /// # Errors
    /// Every fault of every file at once, each with file, line and column.
    pub fn load<P: AsRef<Path>>(folders: &[P]) -> Result<Self, Error> {
        Self::from_sources(&source::with_builtin(folders)?)
    }

    /// Hex digits that change when any rule does.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The ids that records use, with their names for people.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    pub(crate) fn name(&self, rule: RuleId) -> &Arc<str> {
        &self.names[rule.0 as usize]
    }

    pub(crate) fn from_sources(sources: &[RuleSource]) -> Result<Self, Error> {
        Compiled::new(sources).map(|c| c.rules)
    }
}

/// The rules, and what was noted of them on the way for those who check or list them.
pub(crate) struct Compiled {
    pub rules: RuleSet,
    pub noted: Noted,
}

/// What the files say of their rules and extraction does not need.
pub(crate) struct Noted {
    pub examples: Vec<Examples>,
    pub phrases: Vec<lexicon::Phrase>,
    pub patterns: Vec<Pattern>,
    /// Names for a reader.
    pub titles: BTreeMap<RuleId, String>,
}

impl Compiled {
    pub fn new(sources: &[RuleSource]) -> Result<Self, Error> {
        let mut builder = Builder::default();
        let files = Files::parse(sources, &mut builder);
        let mut spelling = Spelling::default();
        files.iter().for_each(|(_, f)| spelling.add(f.tone_placement.as_ref(), f.same_syllable.as_ref()));
        // One line for each question's rules.
        example::compile(&files, &mut builder);
        let findings = findings::FindingRules::compile(&mut builder);
        let stamp = stamp::StampRules::compile(&files, &mut builder);
        let dates = dates::DateRules::compile(&files, &mut builder);
        let kinds = kinds::KindRules::compile(&files, &mut builder);
        let issuers = issuers::IssuerRules::compile(&files, &mut builder);
        let sections = sections::SectionRules::compile(&files, &mut builder);
        let header = header::HeaderRules::compile(&files, &mut builder);
        let period = period::PeriodRules::compile(&files, &mut builder);
        let citations = citations::CitationRules::compile(&files, &mut builder);
        let counts = counts::CountRules::compile(&files, &mut builder);
        let roles = roles::RoleRules::compile(&files, &mut builder);
        let topics = topics::TopicRules::compile(&files, &mut builder);
        let places = places::PlaceRules::compile(&files, &mut builder);
        let coverage = coverage::CoverageRules::compile(&files, &spelling, &mut builder);
        let glossary = Glossary::compile(&files);
        let (lexicon, patterns, names, noted) = builder.finish(sources, &spelling)?;
        let rules = RuleSet {
            lexicon,
            patterns,
            stamp,
            findings,
            dates,
            kinds,
            issuers,
            sections,
            header,
            period,
            citations,
            counts,
            roles,
            topics,
            places,
            coverage,
            names,
            glossary,
            hash: source::hash(sources),
        };
        Ok(Compiled { rules, noted })
    }
}

/// The parsed rule files, each with the index of its source.
pub(crate) struct Files {
    files: Vec<(usize, RuleFile)>,
}

impl Files {
    fn parse(sources: &[RuleSource], builder: &mut Builder) -> Self {
        let mut files = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            match toml::from_str::<RuleFile>(&source.text) {
                Ok(file) => files.push((index, file)),
                Err(error) => builder.fault(index, error.span().unwrap_or(0..0), error.message()),
            }
        }
        Files { files }
    }

    /// The files in order of loading: later ones replace rules of earlier ones.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &RuleFile)> {
        self.files.iter().map(|(i, f)| (*i, f))
    }

    /// The entries of one table of all files, each with the index of its source.
    pub fn each<'a, T: 'a>(&'a self, table: impl Fn(&'a RuleFile) -> &'a [T]) -> impl Iterator<Item = (usize, &'a T)> {
        self.iter().flat_map(move |(source, file)| table(file).iter().map(move |entry| (source, entry)))
    }
}

/// What a [`Builder`] has made: lexicon, patterns, names of rules, and what was noted of them.
type Finished = (Lexicon, Patterns, Vec<Arc<str>>, Noted);

/// Takes up names, phrases and faults while the rules are compiled.
#[derive(Default)]
pub(crate) struct Builder {
    lexicon: LexiconBuilder,
    patterns: Vec<Pattern>,
    names: Vec<Arc<str>>,
    titles: BTreeMap<RuleId, String>,
    examples: Vec<Examples>,
    faults: Vec<(usize, std::ops::Range<usize>, String)>,
    /// Phrases without a place yet.
    unbounded: Vec<String>,
}

impl Builder {
    /// A rule's id, by its full name: `topics.ma_tuy`.
    pub fn rule(&mut self, name: impl Into<Arc<str>>) -> RuleId {
        self.names.push(name.into());
        RuleId(self.names.len() as u32 - 1)
    }

    /// Adds a phrase that stands for `value` of a family.
    pub fn phrase(&mut self, phrase: &str, family: Family, rule: RuleId, value: u32, case: Case) {
        self.lexicon.add(phrase, Entry { family, rule, value, case });
    }

    /// Adds the patterns of a rule, each a phrase of any words that it matches.
    pub fn patterns<'a>(
        &mut self,
        source: usize,
        all: impl Iterator<Item = &'a Spanned<String>>,
        family: Family,
        rule: RuleId,
        value: u32,
    ) {
        let entry = Entry { family, rule, value, case: Case::Any };
        self.patterns.extend(all.map(|text| Pattern { source, text: text.clone(), entry }));
    }

    /// Notes the examples of a rule that decides something.
    pub fn examples(&mut self, examples: Examples) {
        self.examples.push(examples);
    }

    /// Notes a row of data: a name, a word. Its file has an `[[example]]` for all of them.
    pub fn row(&mut self, source: usize, at: std::ops::Range<usize>, rule: RuleId) {
        self.examples(Examples { source, at, rule, question: None, proof: Proof::Row, finds: Vec::new(), ignores: Vec::new() });
    }

    /// Notes a rule's name for a reader.
    pub fn title(&mut self, rule: RuleId, title: &str) {
        self.titles.insert(rule, title.to_owned());
    }

    /// Notes what is wrong at a place of a file, and what to do.
    pub fn fault(&mut self, source: usize, span: std::ops::Range<usize>, message: impl Into<String>) {
        self.faults.push((source, span, message.into()));
    }

    /// Notes the phrases that a lexicon leaves out, since they may be read in too many ways.
    pub fn unbounded(&mut self, lexicon: &LexiconBuilder) {
        self.unbounded.extend(lexicon.unbounded().map(|p| p.text.clone()));
    }

    fn place_unbounded(&mut self, sources: &[RuleSource]) {
        let place = |text: &str| sources.iter().enumerate().rev().find_map(|(i, s)| Some((i, s.text.find(text)?))).unwrap_or_default();
        for text in std::mem::take(&mut self.unbounded) {
            let (source, at) = place(&text);
            let message = format!("{text:?} may be read in more than {MAX_WAYS} ways; make several phrases of it");
            self.fault(source, at..at + text.len(), message);
        }
    }

    fn finish(mut self, sources: &[RuleSource], spelling: &Spelling) -> Result<Finished, Error> {
        let patterns = Patterns::compile(&self.patterns, sources, &mut |source, at, why| self.faults.push((source, at, why)));
        let lexicon = std::mem::take(&mut self.lexicon);
        self.unbounded(&lexicon);
        self.place_unbounded(sources);
        self.faults.sort_by_key(|(source, span, _)| (*source, span.start));
        if !self.faults.is_empty() {
            let located = |(source, span, message)| RuleError::new(&sources[source], span, message);
            return Err(Error::rules(self.faults.into_iter().map(located).collect()));
        }
        let (lexicon, phrases) = (lexicon.build(spelling), lexicon.into_phrases());
        let noted = Noted { examples: self.examples, phrases, patterns: self.patterns, titles: self.titles };
        Ok((lexicon, patterns, self.names, noted))
    }
}
