//! Rows of the tables about what was found: citations, counts, topics, places, findings. The type is the schema.
//!
//! Where each mention stands is written out in every row: serde's flattening would buffer each of them.

use schemars::JsonSchema;
use serde::Serialize;
use trichluc::record::{
    Citation, CitationRole, Count, CountRole, Finding, FindingCode, Grain, Located, Modifier, Per, Period, Place, PlaceLevel, PlaceRole,
    Provision, Purpose, Record, Section, Severity, Topic,
};

use super::row::SubjectProvince;

/// One mention of another document.
///
/// Primary key `doc_id`, `ordinal`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CitationRow<'a> {
    /// The citing document.
    pub doc_id: &'a str,
    /// Index in `citations` of its record, from 0.
    pub ordinal: u32,
    /// Equal for all mentions of one document, in this document and in others.
    pub key: &'a str,
    /// The kind that is written, else the one that the symbol says, else `van_ban`.
    pub kind: &'a str,
    /// Số, ký hiệu in normal form; null for a law cited by name.
    pub code: Option<&'a str>,
    /// The number alone, without leading zeros.
    pub number: Option<&'a str>,
    /// The sign after number and year: `NĐ-CP`.
    pub symbol: Option<&'a str>,
    /// From the code (`15/2020/NĐ-CP`) or the words (`năm 2021`).
    pub year: Option<i32>,
    /// The cited document's own date: full ISO day or null.
    #[schemars(extend("format" = "date"))]
    pub date: Option<&'a str>,
    /// `2023-03`, `2023`; equal to `date` where that is full.
    pub date_partial: Option<&'a str>,
    /// The issuing body as written.
    pub issuer: Option<&'a str>,
    /// Quoted title, name of the law, or the subject that follows.
    pub title: Option<&'a str>,
    /// Điều of it.
    pub article: Option<&'a str>,
    /// Khoản of it.
    pub clause: Option<&'a str>,
    /// Điểm of it.
    pub point: Option<&'a str>,
    /// What the citing document does with it.
    pub role: CitationRole,
    /// The words as they stand there, line breaks kept.
    pub text: &'a str,
    /// Unicode code points before the first, a byte-order mark not counted.
    pub char_start: u32,
    /// Unicode code points before the end.
    pub char_end: u32,
    /// 1-based line of `char_start`.
    pub line: u32,
    /// Part of the document.
    pub section: Section,
    /// Id of the rule that found it.
    pub rule: &'a str,
}

impl<'a> CitationRow<'a> {
    pub fn new(doc_id: &'a str, ordinal: u32, mention: &'a Located<Citation>) -> Self {
        let Located { at, value: citation } = mention;
        let provision = |part: fn(&Provision) -> Option<&str>| citation.provision.as_ref().and_then(part);
        CitationRow {
            doc_id,
            ordinal,
            key: &citation.key,
            kind: &citation.kind,
            code: citation.code.as_deref(),
            number: citation.number.as_deref(),
            symbol: citation.symbol.as_deref(),
            year: citation.year,
            date: citation.date.as_deref(),
            date_partial: citation.date_partial.as_deref(),
            issuer: citation.issuer.as_deref(),
            title: citation.title.as_deref(),
            article: provision(|p| p.article.as_deref()),
            clause: provision(|p| p.clause.as_deref()),
            point: provision(|p| p.point.as_deref()),
            role: citation.role,
            text: &at.text,
            char_start: at.char_start,
            char_end: at.char_end,
            line: at.line,
            section: at.section,
            rule: &at.rule,
        }
    }
}

/// One number of counted things, with the period and province of its document.
///
/// `SUM(value) WHERE in_totals GROUP BY measure, period_grain` counts nothing
/// twice. Primary key `doc_id`, `ordinal`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountRow<'a> {
    /// The document that says it.
    pub doc_id: &'a str,
    /// Index in `counts` of its record, from 0; `part_of` points to it.
    pub ordinal: u32,
    /// Id of the measure: `articles`, `fines`, `cases` …
    pub measure: &'a str,
    /// Things, or đồng.
    pub value: i64,
    /// Upper end of a range, things or đồng; else null.
    pub value_max: Option<i64>,
    /// The whole in a done-of-all figure (341/360 vụ), else null.
    pub value_of: Option<i64>,
    /// The counted thing as written; null where it stands nowhere near.
    pub unit: Option<&'a str>,
    /// How exact the figure claims to be.
    pub modifier: Modifier,
    /// The unit of time of a rate, else null.
    pub per: Option<Per>,
    /// Whether it may be added up: only `total` may.
    pub role: CountRole,
    /// Of money, what for, else null.
    pub purpose: Option<Purpose>,
    /// `ordinal` of the whole that this is a part of, else null.
    pub part_of: Option<u32>,
    /// The words as they stand there, line breaks kept.
    pub text: &'a str,
    /// Unicode code points before the first, a byte-order mark not counted.
    pub char_start: u32,
    /// Unicode code points before the end.
    pub char_end: u32,
    /// 1-based line of `char_start`.
    pub line: u32,
    /// Part of the document.
    pub section: Section,
    /// Id of the rule that found it.
    pub rule: &'a str,
    /// The stretch of time that the document is about: a row of the table periods.
    pub period: Option<&'a str>,
    /// How long the document's period is; figures of different grains are never added.
    pub period_grain: Option<Grain>,
    /// First day of the document's period, ISO.
    #[schemars(extend("format" = "date"))]
    pub period_first_day: Option<&'a str>,
    /// Last day of it, ISO, inclusive.
    #[schemars(extend("format" = "date"))]
    pub period_last_day: Option<&'a str>,
    /// The first province that the document concerns, among 63.
    pub province: Option<&'a str>,
    /// The province of today, one of 34, that this one is or has become part of.
    pub current_province: Option<&'a str>,
    /// It is added up: role `total`, no rate, and its document is in the totals. The last key, since only the run knows it.
    pub in_totals: bool,
}

/// The document of a count.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub record: &'a Record,
    pub province: SubjectProvince<'a>,
    /// Of its period.
    pub period_key: Option<&'a str>,
}

impl<'a> CountRow<'a> {
    pub fn new(ordinal: u32, mention: &'a Located<Count>, about: &About<'a>, in_totals: bool) -> Self {
        let Located { at, value: count } = mention;
        let About { record, province, period_key } = *about;
        let period = record.period.as_ref();
        let day = |of: fn(&Period) -> &str| period.map(of);
        CountRow {
            doc_id: &record.id,
            ordinal,
            measure: &count.measure,
            value: count.value,
            value_max: count.max,
            value_of: count.of,
            unit: count.unit.as_deref(),
            modifier: count.modifier,
            per: count.per,
            role: count.role,
            purpose: count.purpose,
            part_of: count.part_of,
            text: &at.text,
            char_start: at.char_start,
            char_end: at.char_end,
            line: at.line,
            section: at.section,
            rule: &at.rule,
            period: period_key,
            period_grain: period.map(|p| p.grain),
            period_first_day: day(|p| &p.first_day),
            period_last_day: day(|p| &p.last_day),
            province: province.id,
            current_province: province.current,
            in_totals,
        }
    }
}

/// One topic of one document, with its first mention.
///
/// Primary key `doc_id`, `ordinal`; a topic stands once a document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TopicRow<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// Index in `topics` of its record, from 0: the heaviest first.
    pub ordinal: u32,
    /// Id of the topic.
    pub topic: &'a str,
    /// The document is about it; else it is named in passing.
    pub main: bool,
    /// Mentions.
    pub hits: u32,
    /// Weight of the mentions by section, in the share of all topics' weight, 0 to 1.
    pub score: f64,
    /// The words as they stand there, line breaks kept.
    pub text: &'a str,
    /// Unicode code points before the first, a byte-order mark not counted.
    pub char_start: u32,
    /// Unicode code points before the end.
    pub char_end: u32,
    /// 1-based line of `char_start`.
    pub line: u32,
    /// Part of the document.
    pub section: Section,
    /// Id of the rule that found it.
    pub rule: &'a str,
}

impl<'a> TopicRow<'a> {
    pub fn new(doc_id: &'a str, ordinal: u32, mention: &'a Located<Topic>) -> Self {
        let Located { at, value: Topic { topic, main, hits, score, parts: _ } } = mention;
        TopicRow {
            doc_id,
            ordinal,
            topic,
            main: *main,
            hits: *hits,
            score: *score,
            text: &at.text,
            char_start: at.char_start,
            char_end: at.char_end,
            line: at.line,
            section: at.section,
            rule: &at.rule,
        }
    }
}

/// One place of one document.
///
/// Primary key `doc_id`, `ordinal`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlaceRow<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// Index in `places` of its record, from 0.
    pub ordinal: u32,
    /// Slug; of a district with its province: `bac_giang/luc_ngan`.
    pub place: &'a str,
    /// Level of the unit.
    pub level: PlaceLevel,
    /// Name without the word for the unit.
    pub name: &'a str,
    /// The statistics office's code, as text; null where it has none.
    pub gso: Option<&'a str>,
    /// Its province among the 63 of before 1 July 2025; null where that is not to be told.
    pub province: Option<&'a str>,
    /// Code of that province, as text.
    pub province_gso: Option<&'a str>,
    /// Its province among the 34 of since then.
    pub current_province: Option<&'a str>,
    /// Code of that province, as text.
    pub current_province_gso: Option<&'a str>,
    /// Whether the document concerns it.
    pub role: PlaceRole,
    /// Mentions; 0 for the province of a district that is named alone.
    pub hits: u32,
    /// 1-based line of the first mention; null where there is none.
    pub line: Option<u32>,
    /// Part of the document that the first mention stands in.
    pub section: Option<Section>,
}

impl<'a> PlaceRow<'a> {
    pub fn new(doc_id: &'a str, ordinal: u32, place: &'a Place) -> Self {
        let first = place.mentions.first();
        PlaceRow {
            doc_id,
            ordinal,
            place: &place.id,
            level: place.level,
            name: &place.name,
            gso: place.gso.as_deref(),
            province: place.province.as_deref(),
            province_gso: place.province_gso.as_deref(),
            current_province: place.current_province.as_deref(),
            current_province_gso: place.current_province_gso.as_deref(),
            role: place.role,
            hits: place.hits,
            line: first.map(|m| m.line),
            section: first.map(|m| m.section),
        }
    }
}

/// One thing that a careful clerk would notice.
///
/// Primary key `doc_id`, `ordinal`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingRow<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// Index in `findings` of its record, from 0.
    pub ordinal: u32,
    /// What is wrong.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// What was seen, with the figures.
    pub message: &'a str,
    /// The words as they stand there, line breaks kept.
    pub text: &'a str,
    /// Unicode code points before the first, a byte-order mark not counted.
    pub char_start: u32,
    /// Unicode code points before the end.
    pub char_end: u32,
    /// 1-based line of `char_start`.
    pub line: u32,
    /// Part of the document.
    pub section: Section,
    /// Id of the rule that found it.
    pub rule: &'a str,
}

impl<'a> FindingRow<'a> {
    pub fn new(doc_id: &'a str, ordinal: u32, mention: &'a Located<Finding>) -> Self {
        let Located { at, value: Finding { code, severity, message } } = mention;
        FindingRow {
            doc_id,
            ordinal,
            code: *code,
            severity: *severity,
            message,
            text: &at.text,
            char_start: at.char_start,
            char_end: at.char_end,
            line: at.line,
            section: at.section,
            rule: &at.rule,
        }
    }
}
