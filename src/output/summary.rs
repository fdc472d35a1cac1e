//! `summary.json`: what a dashboard draws without computing anything.

mod tally;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trichluc::record::{FindingCode, Grain, Severity};

pub use tally::Tally;

use crate::output::run_info::Unread;
use crate::output::tables::cited::CitedRow;
use crate::walk::Skipped;

/// Figures of a whole run: one object of flat arrays, each sorted, each row with every key.
///
/// Totals add only counts of role `total` that are no rates, from documents
/// that were read and are no drafts and no copies; never figures of different
/// grains. Copies are left out of everything but `documents`, `kinds`,
/// `left_out` and `findings`. Sums that exceed 64 bits stay at the largest
/// 64-bit number.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// One row: how many there are of everything.
    pub documents: Vec<Documents>,
    /// Sums by measure and period.
    pub totals: Vec<Total>,
    /// The same by the first province that a document concerns: they add up to `totals`.
    pub totals_by_province: Vec<ProvinceTotal>,
    /// The same by main topic. A document with two main topics stands in both, so these add up to more than `totals`.
    pub totals_by_topic: Vec<TopicTotal>,
    /// Kinds of documents, the most frequent first.
    pub kinds: Vec<KindRow>,
    /// Topics, the most frequent first.
    pub topics: Vec<TopicCount>,
    /// Provinces, those that most documents concern first.
    pub provinces: Vec<ProvinceCount>,
    /// Findings by code, the most frequent first.
    pub findings: Vec<FindingCount>,
    /// The documents that are cited most, at most 1,000; all of them stand in the table cited.
    pub cited: Vec<CitedRow>,
    /// Counts that the totals leave out, by reason and measure. With the mentions of `totals` they are all counts.
    pub left_out: Vec<LeftOutCount>,
    /// Files that could not be read.
    pub failed: Vec<Unread>,
    /// What is no document.
    pub skipped: Vec<Skipped>,
}

/// How many there are of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Documents {
    /// Every file that was seen: read, without text, failed, skipped.
    pub files: u64,
    /// Read.
    pub ok: u64,
    /// Without text.
    pub empty: u64,
    /// Not readable.
    pub failed: u64,
    /// No documents.
    pub skipped: u64,
    /// Copies of another document, among those that were read.
    pub copies: u64,
    /// Drafts, among those that were read.
    pub drafts: u64,
    /// Read, no draft, no copy: the documents that the totals rest on.
    pub in_totals: u64,
    /// Rows of the table citations.
    pub citations: u64,
    /// Rows of the table links.
    pub links: u64,
    /// Rows of the table counts.
    pub counts: u64,
    /// Rows of the table findings.
    pub findings: u64,
}

/// The sum of one measure over documents of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Total {
    /// Id of the measure.
    pub measure: String,
    /// Length of the documents' period; null for documents without one, which are added up by themselves.
    pub grain: Option<Grain>,
    /// First day of the period, ISO.
    pub first_day: Option<String>,
    /// Last day of the period, ISO, inclusive.
    pub last_day: Option<String>,
    /// The sum, in things or đồng.
    #[serde(flatten)]
    pub sum: Sum,
}

/// A sum and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sum {
    /// Things, or đồng.
    pub value: i64,
    /// The sum with the upper ends of ranges.
    pub value_max: i64,
    /// Documents that say something of it.
    pub documents: u64,
    /// Counts that were added.
    pub mentions: u64,
}

/// A total of the documents that concern one province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvinceTotal {
    /// Where.
    #[serde(flatten)]
    pub province: Province,
    /// What.
    #[serde(flatten)]
    pub total: Total,
}

/// A total of the documents with one main topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TopicTotal {
    /// Id of the topic; null for documents without a main topic.
    pub topic: Option<String>,
    /// What.
    #[serde(flatten)]
    pub total: Total,
}

/// A province by its name among the 63 of before 1 July 2025, and the one of today.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Province {
    /// Slug; null for documents that concern no province.
    pub province: Option<String>,
    /// The statistics office's code, as text.
    pub province_gso: Option<String>,
    /// The province of today, one of 34, that this one is or has become part of.
    pub current_province: Option<String>,
    /// Code of that province, as text.
    pub current_province_gso: Option<String>,
}

/// How many documents are of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KindRow {
    /// Slug of the kind; null where it cannot be told.
    pub kind: Option<String>,
    /// Documents that were read, drafts and copies among them.
    pub documents: u64,
    /// Drafts among them.
    pub drafts: u64,
    /// Copies among them.
    pub copies: u64,
}

/// How many documents are about one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TopicCount {
    /// Id of the topic.
    pub topic: String,
    /// Documents that are about it, copies left out.
    pub main_documents: u64,
    /// Documents that name it, copies left out.
    pub documents: u64,
    /// Mentions in them.
    pub hits: u64,
}

/// How many documents concern one province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvinceCount {
    /// Where.
    #[serde(flatten)]
    pub province: Province,
    /// Documents that concern it, copies left out.
    pub subject_documents: u64,
    /// Documents that concern or name it, copies left out.
    pub documents: u64,
    /// Mentions of its name in them.
    pub hits: u64,
}

/// How often something was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingCount {
    /// What is wrong.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// Rows of the table findings.
    pub findings: u64,
    /// Documents with one.
    pub documents: u64,
}

/// Counts that the totals leave out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOutCount {
    /// Why: the first reason that holds.
    pub reason: LeftOut,
    /// Id of the measure.
    pub measure: String,
    /// Counts.
    pub mentions: u64,
}

/// Why a count is not added up; the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// The document is a copy of another.
    Copy,
    /// The document is a draft.
    Draft,
    /// A subset of another count, or a later stage of what was counted.
    Part,
    /// A single illustrative case.
    Example,
    /// In a quoted or listed headline.
    Quoted,
    /// The same figure of the same thing said again.
    Repeat,
    /// What a plan, a rule or a request sets.
    Target,
    /// A figure of an earlier period, for comparison.
    Baseline,
    /// A running total that began before the period.
    Cumulative,
    /// A figure a day, a week, a session …
    Rate,
}
