//! What rules promise: the examples of rule files, taken up while the rules are compiled.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Files, RuleId};

/// A text that a rule must find something in (the words marked ⟦…⟧), or must leave alone.
///
/// Keys beside `text` are fields of the mention found: `value = 7`, `role = "part"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "an example is a text, or a table { text = \"…\", … } whose other keys are fields of what is found")]
pub(crate) enum Example {
    Text(String),
    Full {
        text: String,
        /// Where another part of the record shows it than the one that the rule belongs to.
        question: Option<Question>,
        #[serde(flatten)]
        fields: toml::Table,
    },
}

impl Example {
    pub fn text(&self) -> &str {
        match self {
            Example::Text(text) | Example::Full { text, .. } => text,
        }
    }

    pub fn question(&self) -> Option<Question> {
        match self {
            Example::Text(_) => None,
            Example::Full { question, .. } => *question,
        }
    }

    /// The fields given, in the order of their names.
    pub fn fields(&self) -> impl Iterator<Item = (&String, &toml::Value)> {
        let fields = match self {
            Example::Text(_) => None,
            Example::Full { fields, .. } => Some(fields),
        };
        fields.into_iter().flatten()
    }
}

/// The part of a record that shows whether an example holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Question {
    Header,
    Period,
    /// The part of the document that the marked words stand in.
    Sections,
    Citations,
    Counts,
    Topics,
    Places,
    Findings,
}

impl Question {
    /// What opens the names of rules, and the part of a record that they work on.
    const ALL: [(&str, Question); 13] = [
        ("header", Question::Header),
        ("period", Question::Period),
        ("sections", Question::Sections),
        ("citations", Question::Citations),
        ("counts", Question::Counts),
        ("topics", Question::Topics),
        ("places", Question::Places),
        ("findings", Question::Findings),
        ("kinds", Question::Citations),
        ("provisions", Question::Citations),
        ("laws", Question::Citations),
        ("roles", Question::Counts),
        ("purposes", Question::Counts),
    ];

    pub fn named(name: &str) -> Option<Question> {
        Question::ALL.iter().find(|(n, _)| *n == name).map(|(_, question)| *question)
    }
}

/// What an example of a rule proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The mention is the rule's own: it bears its name, or its id as a value.
    Mention,
    /// The rule helps to find or to understand a mention.
    Cue,
    /// A row of data; the `[[example]]`s of its file speak for it.
    Row,
    /// An `[[example]]` itself.
    File,
}

/// A rule, where it stands, and its examples.
#[derive(Debug)]
pub(crate) struct Examples {
    pub source: usize,
    /// The rule's id in its file.
    pub at: Range<usize>,
    pub rule: RuleId,
    /// The part of the record that shows them; `None` for what no record shows by itself.
    pub question: Option<Question>,
    pub proof: Proof,
    pub finds: Vec<Spanned<Example>>,
    pub ignores: Vec<Spanned<Example>>,
}

/// `[[example]]`: examples for the rows of a file that need none of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileExample {
    question: Spanned<Question>,
    #[serde(default)]
    finds: Vec<Spanned<Example>>,
    #[serde(default)]
    ignores: Vec<Spanned<Example>>,
}

/// Takes up the `[[example]]`s of all files.
pub(crate) fn compile(files: &Files, builder: &mut Builder) {
    for (source, example) in files.each(|f| &f.example) {
        let rule = builder.rule("example");
        builder.examples(Examples {
            source,
            at: example.question.span(),
            rule,
            question: Some(*example.question.get_ref()),
            proof: Proof::File,
            finds: example.finds.clone(),
            ignores: example.ignores.clone(),
        });
    }
}
