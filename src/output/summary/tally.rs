//! Adds documents up, one after the other, in any number.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use trichluc::record::{FindingCode, Grain, Severity, Status};

use super::{
    Documents, FindingCount, KindRow, LeftOut, LeftOutCount, Province, ProvinceCount, ProvinceTotal, Sum, Summary, TopicCount, TopicTotal,
    Total,
};
use crate::output::run_info::Unread;
use crate::output::tables::cited::CitedRow;
use crate::output::tables::digest::{Counted, Digest, Period};
use crate::output::tables::period::PeriodRow;
use crate::walk::Skipped;

/// The figures so far.
#[derive(Default)]
pub struct Tally {
    documents: Documents,
    totals: BTreeMap<Key, Adding>,
    by_province: BTreeMap<(Province, Key), Adding>,
    by_topic: BTreeMap<(Option<String>, Key), Adding>,
    left_out: BTreeMap<(LeftOut, String), u64>,
    kinds: BTreeMap<Option<String>, KindNumbers>,
    topics: BTreeMap<String, Numbers>,
    provinces: BTreeMap<Province, Numbers>,
    findings: BTreeMap<(FindingCode, Severity), (u64, u64)>,
    /// Of all documents, copies and drafts among them.
    periods: BTreeSet<(String, String, Grain)>,
    failed: Vec<Unread>,
}

/// What may be added up: one measure over one period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    measure: String,
    period: Period,
}

#[derive(Debug, Clone, Copy, Default)]
struct Adding {
    value: i128,
    value_max: i128,
    documents: u64,
    mentions: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct KindNumbers {
    documents: u64,
    drafts: u64,
    copies: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Numbers {
    main: u64,
    documents: u64,
    hits: u64,
}

impl Tally {
    /// Takes up a document.
    pub fn add(&mut self, document: &Digest, is_copy: bool) {
        self.files(document, is_copy);
        self.findings(document);
        self.period(&document.period);
        if document.status == Status::Ok {
            self.kind(document, is_copy);
            self.counts(document, is_copy);
        }
        if !is_copy {
            self.topics(document);
            self.provinces(document);
        }
    }

    /// The rows of the table periods, by first day.
    pub fn periods(&self) -> Vec<PeriodRow> {
        self.periods.iter().filter_map(|(first, last, grain)| PeriodRow::new(*grain, first, last)).collect()
    }

    /// The figures of all documents.
    pub fn summary(self, cited: Vec<CitedRow>, links: u64, skipped: Vec<Skipped>) -> Summary {
        let seen = skipped.len() as u64;
        let documents = Documents { links, skipped: seen, files: self.documents.files + seen, ..self.documents };
        Summary {
            documents: vec![documents],
            totals: self.totals.into_iter().map(total).collect(),
            totals_by_province: self
                .by_province
                .into_iter()
                .map(|((province, key), a)| ProvinceTotal { province, total: total((key, a)) })
                .collect(),
            totals_by_topic: self.by_topic.into_iter().map(|((topic, key), a)| TopicTotal { topic, total: total((key, a)) }).collect(),
            kinds: kinds(self.kinds),
            topics: topics(self.topics),
            provinces: provinces(self.provinces),
            findings: findings(self.findings),
            cited,
            left_out: self.left_out.into_iter().map(|((reason, measure), mentions)| LeftOutCount { reason, measure, mentions }).collect(),
            failed: self.failed,
            skipped,
        }
    }

    fn period(&mut self, period: &Period) {
        if let Period { grain: Some(grain), first_day: Some(first), last_day: Some(last) } = period {
            self.periods.insert((first.clone(), last.clone(), *grain));
        }
    }

    fn files(&mut self, document: &Digest, is_copy: bool) {
        let all = &mut self.documents;
        let is_ok = document.status == Status::Ok;
        all.files += 1;
        match document.status {
            Status::Ok => all.ok += 1,
            Status::Empty => all.empty += 1,
            Status::Failed => all.failed += 1,
        }
        all.copies += u64::from(is_ok && is_copy);
        all.drafts += u64::from(is_ok && document.draft);
        all.in_totals += u64::from(is_ok && !document.draft && !is_copy);
        all.citations += document.citation_rows;
        all.counts += document.counts.iter().map(|c| c.mentions).sum::<u64>();
        self.failed.extend(document.failure.clone());
    }

    fn counts(&mut self, document: &Digest, is_copy: bool) {
        for counted in &document.counts {
            let of_document = if is_copy { Some(LeftOut::Copy) } else { document.draft.then_some(LeftOut::Draft) };
            match of_document.or(counted.left_out) {
                Some(reason) => *self.left_out.entry((reason, counted.measure.clone())).or_default() += counted.mentions,
                None => self.total(document, counted),
            }
        }
    }

    fn total(&mut self, document: &Digest, counted: &Counted) {
        let key = Key { measure: counted.measure.clone(), period: document.period.clone() };
        self.by_province.entry((document.province.clone(), key.clone())).or_default().add(counted);
        let mut main = document.topics.iter().filter(|t| t.main).map(|t| Some(t.what.clone())).peekable();
        let none = main.peek().is_none().then_some(None);
        for topic in main.chain(none) {
            self.by_topic.entry((topic, key.clone())).or_default().add(counted);
        }
        self.totals.entry(key).or_default().add(counted);
    }

    fn kind(&mut self, document: &Digest, is_copy: bool) {
        let kind = self.kinds.entry(document.kind.clone()).or_default();
        kind.documents += 1;
        kind.drafts += u64::from(document.draft);
        kind.copies += u64::from(is_copy);
    }

    fn topics(&mut self, document: &Digest) {
        for topic in &document.topics {
            self.topics.entry(topic.what.clone()).or_default().add(topic.main, topic.hits);
        }
    }

    fn provinces(&mut self, document: &Digest) {
        for province in &document.provinces {
            self.provinces.entry(province.what.clone()).or_default().add(province.main, province.hits);
        }
    }

    fn findings(&mut self, document: &Digest) {
        for &(code, severity, number) in &document.findings {
            let (findings, documents) = self.findings.entry((code, severity)).or_default();
            *findings += number;
            *documents += 1;
            self.documents.findings += number;
        }
    }
}

impl Adding {
    fn add(&mut self, counted: &Counted) {
        self.value = self.value.saturating_add(counted.value);
        self.value_max = self.value_max.saturating_add(counted.value_max);
        self.documents += 1;
        self.mentions += counted.mentions;
    }
}

impl Numbers {
    fn add(&mut self, main: bool, hits: u64) {
        self.main += u64::from(main);
        self.documents += 1;
        self.hits += hits;
    }
}

fn total((key, adding): (Key, Adding)) -> Total {
    let Period { grain, first_day, last_day } = key.period;
    let narrow = |wide: i128| wide.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    let Adding { value, value_max, documents, mentions } = adding;
    let sum = Sum { value: narrow(value), value_max: narrow(value_max), documents, mentions };
    Total { measure: key.measure, grain, first_day, last_day, sum }
}

fn kinds(all: BTreeMap<Option<String>, KindNumbers>) -> Vec<KindRow> {
    let row = |(kind, KindNumbers { documents, drafts, copies })| KindRow { kind, documents, drafts, copies };
    let mut rows: Vec<KindRow> = all.into_iter().map(row).collect();
    rows.sort_by_key(|r| Reverse(r.documents));
    rows
}

fn topics(all: BTreeMap<String, Numbers>) -> Vec<TopicCount> {
    let row = |(topic, n): (_, Numbers)| TopicCount { topic, main_documents: n.main, documents: n.documents, hits: n.hits };
    let mut rows: Vec<TopicCount> = all.into_iter().map(row).collect();
    rows.sort_by_key(|r| Reverse((r.main_documents, r.documents)));
    rows
}

fn provinces(all: BTreeMap<Province, Numbers>) -> Vec<ProvinceCount> {
    let row = |(province, n): (_, Numbers)| ProvinceCount { province, subject_documents: n.main, documents: n.documents, hits: n.hits };
    let mut rows: Vec<ProvinceCount> = all.into_iter().map(row).collect();
    rows.sort_by_key(|r| Reverse((r.subject_documents, r.documents)));
    rows
}

fn findings(all: BTreeMap<(FindingCode, Severity), (u64, u64)>) -> Vec<FindingCount> {
    let row = |((code, severity), (findings, documents))| FindingCount { code, severity, findings, documents };
    let mut rows: Vec<FindingCount> = all.into_iter().map(row).collect();
    rows.sort_by_key(|r| Reverse(r.findings));
    rows
}
