//! What tells whether a figure may be added up.

use serde::Deserialize;

use super::{Builder, Cues, Files};
use crate::document::Document;
use crate::lexicon::{Family, Hit};
use crate::record::Purpose;

/// What a phrase says about the counts near it; `rules/roles.toml` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleCue {
    Earlier,
    /// Names a month, in a heading.
    Month,
    /// Names a quarter, before its year.
    Quarter,
    /// A sum behind its parts.
    Altogether,
    /// What was told before is among the figure that follows.
    Raises,
    /// Alone in the head of a column: what is to be done.
    PlanColumn,
    /// Alone, or with its year, in the head of a column: what was done.
    DoneColumn,
    Compared,
    RisenFrom,
    Now,
    Year,
    Running,
    Since,
    UntilNow,
    Example,
    /// Looks like another cue and is none.
    Plain,
    Continues,
    Moment,
    Piece,
    Speech,
    Goal,
    Done,
    /// A time that has passed.
    Elapsed,
    GoalHeading,
    ReportHeading,
    Directive,
    /// Điều 5.
    Article,
    /// An answer or a report follows, no order.
    Replies,
    Among,
    /// Some of all that happened, whatever of it was solved.
    Happening,
    Consists,
    Apart,
    /// Who suffered is not who is sanctioned later.
    Victim,
    /// What remains of a whole, behind its figure.
    Rest,
    Besides,
    Act,
    Found,
    Solved,
    Handled,
    /// What those who are sanctioned lose besides: a licence, the right to go on.
    Withdrawn,
    Pending,
    Prosecuted,
    Transferred,
    Charged,
    Tried,
    Again,
    /// A list of those who were fined, one by one.
    Roster,
    Claimed,
    /// What was lost in the cases.
    Lost,
    Recovered,
}

/// What the figures of a kind of document are, where nothing else tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Figures {
    /// Set by a rule, always.
    Norm,
    /// To be reached, unless the sentence says that they were.
    Plan,
    /// A report first, in headed sections, then what is asked for.
    Proposal,
    /// Reported up to the order, then tasks.
    Directive,
    /// Reported.
    #[default]
    Report,
}

/// `[[role_default]]` of a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleDefault {
    figures: Figures,
    /// Slugs of kinds of documents.
    kinds: Vec<String>,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct RoleRules {
    pub cues: Cues<RoleCue>,
    pub purposes: Cues<Purpose>,
    defaults: Vec<(String, Figures)>,
}

impl RoleRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let defaults = files.iter().flat_map(|(_, f)| &f.role_default);
        RoleRules {
            cues: Cues::compile(files.each(|f| &f.role_cue), "roles", Family::Role, builder),
            purposes: Cues::compile(files.each(|f| &f.purpose_cue), "purposes", Family::Purpose, builder),
            defaults: defaults.flat_map(|d| d.kinds.iter().map(|k| (k.clone(), d.figures))).collect(),
        }
    }

    /// Cues within a range of tokens, in order.
    pub fn cues_within(&self, document: &Document, tokens: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = (RoleCue, Hit)> {
        let beginning = document.hits.beginning_in(Family::Role, tokens.clone());
        beginning.filter(move |h| h.end as usize <= tokens.end).map(|h| (self.cues.kind(&h), h))
    }

    /// What the figures of a kind of document are; later files win.
    pub fn figures(&self, kind: Option<&str>) -> Figures {
        let of_kind = self.defaults.iter().rev().find(|(k, _)| Some(k.as_str()) == kind);
        of_kind.map_or(Figures::Report, |(_, figures)| *figures)
    }
}
