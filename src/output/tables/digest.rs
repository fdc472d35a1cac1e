//! What a run keeps of one document beside its rows, until they are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trichluc::Record;
use trichluc::record::{Count, CountRole, FindingCode, Grain, PlaceLevel, PlaceRole, Severity, Status};

use super::row::SubjectProvince;
use crate::output::fold::folded;
use crate::output::run_info::Unread;
use crate::output::summary::{LeftOut, Province};

/// What copies, links and the summary need to know of one document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Digest {
    pub id: String,
    pub status: Status,
    pub failure: Option<Unread>,
    /// Of the bytes of the file.
    pub content: Option<Mark>,
    /// Of number and sign, issuing body and full date.
    pub identity: Option<Mark>,
    /// Of number and sign.
    pub code: Option<Mark>,
    pub kind: Option<String>,
    pub date: Option<String>,
    pub date_partial: Option<String>,
    pub issuer: Option<String>,
    pub province: Province,
    pub draft: bool,
    pub period: Period,
    /// By measure and reason to be left out.
    pub counts: Vec<Counted>,
    pub topics: Vec<Named<String>>,
    pub provinces: Vec<Named<Province>>,
    pub findings: Vec<(FindingCode, Severity, u64)>,
    pub citation_rows: u64,
}

/// 64 bits of BLAKE3: that any two of a million texts share one happens once in forty million runs.
pub type Mark = u64;

/// The mark of a text.
pub fn mark(text: &str) -> Mark {
    let hash = blake3::hash(text.as_bytes());
    let first = hash.as_bytes().first_chunk().expect("a hash has 32 bytes");
    u64::from_le_bytes(*first)
}

/// What figures may be added over.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    pub grain: Option<Grain>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
}

/// Counts of one measure and with one reason to be left out, or none.
#[derive(Debug, Serialize, Deserialize)]
pub struct Counted {
    pub measure: String,
    pub left_out: Option<LeftOut>,
    /// Wide enough for 2^64 numbers of 64 bits.
    pub value: i128,
    pub value_max: i128,
    pub mentions: u64,
}

/// A topic or province that a document is about or names.
#[derive(Debug, Serialize, Deserialize)]
pub struct Named<T> {
    pub what: T,
    pub main: bool,
    pub hits: u64,
}

impl Digest {
    pub fn of(record: &Record, province: SubjectProvince) -> Self {
        let (header, is_ok) = (&record.header, record.status == Status::Ok);
        Digest {
            id: record.id.clone(),
            status: record.status,
            failure: failure(record),
            content: record.source.hash.as_deref().filter(|_| is_ok).map(mark),
            identity: identity(record),
            code: header.code.as_deref().map(|c| mark(&folded(c))),
            kind: header.kind.clone(),
            date: header.date.clone(),
            date_partial: header.date_partial.clone(),
            issuer: header.issuer.clone(),
            province: province.into(),
            draft: header.draft,
            period: period(record),
            counts: counts(record),
            topics: topics(record),
            provinces: provinces(record),
            findings: findings(record),
            citation_rows: record.citations.len() as u64,
        }
    }
}

/// Why a count is left out, whatever its document is.
pub fn left_out(count: &Count) -> Option<LeftOut> {
    match count.role {
        CountRole::Total if count.per.is_some() => Some(LeftOut::Rate),
        CountRole::Total => None,
        CountRole::Part => Some(LeftOut::Part),
        CountRole::Example => Some(LeftOut::Example),
        CountRole::Quoted => Some(LeftOut::Quoted),
        CountRole::Repeat => Some(LeftOut::Repeat),
        CountRole::Target => Some(LeftOut::Target),
        CountRole::Baseline => Some(LeftOut::Baseline),
        CountRole::Cumulative => Some(LeftOut::Cumulative),
    }
}

fn failure(record: &Record) -> Option<Unread> {
    let error = record.error.as_ref()?;
    Some(Unread { path: record.source.path.clone(), code: error.code.clone(), message: error.message.clone() })
}

/// Drafts have none: the final document is no copy of its draft.
fn identity(record: &Record) -> Option<Mark> {
    let header = &record.header;
    let (code, issuer, date) = (header.code.as_deref()?, header.issuer.as_deref()?, header.date.as_deref()?);
    (!header.draft && record.status == Status::Ok).then(|| mark(&format!("{}\n{}\n{date}", folded(code), folded(issuer))))
}

fn period(record: &Record) -> Period {
    let period = record.period.as_ref();
    Period { grain: period.map(|p| p.grain), first_day: period.map(|p| p.first_day.clone()), last_day: period.map(|p| p.last_day.clone()) }
}

fn counts(record: &Record) -> Vec<Counted> {
    let mut sums: BTreeMap<_, (i128, i128, u64)> = BTreeMap::new();
    for count in record.counts.iter().map(|c| &c.value) {
        let (value, value_max, mentions) = sums.entry((&count.measure, left_out(count))).or_default();
        *value += i128::from(count.value);
        *value_max += i128::from(count.max.unwrap_or(count.value));
        *mentions += 1;
    }
    let one = |((measure, left_out), (value, value_max, mentions)): ((&String, _), _)| Counted {
        measure: measure.clone(),
        left_out,
        value,
        value_max,
        mentions,
    };
    sums.into_iter().map(one).collect()
}

fn topics(record: &Record) -> Vec<Named<String>> {
    let topics = record.topics.iter().map(|t| &t.value);
    topics.map(|t| Named { what: t.topic.clone(), main: t.main, hits: u64::from(t.hits) }).collect()
}

fn provinces(record: &Record) -> Vec<Named<Province>> {
    let provinces = record.places.iter().filter(|p| p.level == PlaceLevel::Province);
    let one = |p: &trichluc::record::Place| Named {
        what: Province {
            province: Some(p.id.clone()),
            province_gso: p.gso.clone(),
            current_province: p.current_province.clone(),
            current_province_gso: p.current_province_gso.clone(),
        },
        main: p.role == PlaceRole::Subject,
        hits: u64::from(p.hits),
    };
    provinces.map(one).collect()
}

fn findings(record: &Record) -> Vec<(FindingCode, Severity, u64)> {
    let mut numbers: BTreeMap<_, u64> = BTreeMap::new();
    for finding in record.findings.iter().map(|f| &f.value) {
        *numbers.entry((finding.code, finding.severity)).or_default() += 1;
    }
    numbers.into_iter().map(|((code, severity), n)| (code, severity, n)).collect()
}

impl From<SubjectProvince<'_>> for Province {
    fn from(province: SubjectProvince) -> Self {
        let owned = |part: Option<&str>| part.map(str::to_owned);
        Province {
            province: owned(province.id),
            province_gso: owned(province.gso),
            current_province: owned(province.current),
            current_province_gso: owned(province.current_gso),
        }
    }
}
