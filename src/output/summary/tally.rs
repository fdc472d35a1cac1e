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
    totals: Sums,
    by_province: BTreeMap<Province, Sums>,
    by_topic: BTreeMap<String, Sums>,
    /// Of documents without a main topic.
    without_topic: Sums,
    left_out: BTreeMap<LeftOut, BTreeMap<String, u64>>,
    kinds: BTreeMap<Option<String>, KindNumbers>,
    topics: BTreeMap<String, Numbers>,
    provinces: BTreeMap<Province, Numbers>,
    findings: BTreeMap<(FindingCode, Severity), (u64, u64)>,
    /// Of all documents, copies and drafts among them.
    periods: BTreeSet<Period>,
    failed: Vec<Unread>,
}

/// What may be added up: one measure over one period. By measure and period.
#[derive(Default)]
struct Sums(BTreeMap<String, BTreeMap<Period, Adding>>);

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
        let mut periods: Vec<(&str, &str, Grain)> = self.periods.iter().filter_map(days).collect();
        periods.sort_unstable();
        periods.into_iter().filter_map(|(first, last, grain)| PeriodRow::new(grain, first, last)).collect()
    }

    /// The figures of all documents.
    pub fn summary(self, cited: Vec<CitedRow>, links: u64, skipped: Vec<Skipped>) -> Summary {
        let seen = skipped.len() as u64;
        let documents = Documents { links, skipped: seen, files: self.documents.files + seen, ..self.documents };
        Summary {
            documents: vec![documents],
            totals: self.totals.rows().collect(),
            totals_by_province: by_province(self.by_province),
            totals_by_topic: by_topic(self.without_topic, self.by_topic),
            kinds: kinds(self.kinds),
            topics: topics(self.topics),
            provinces: provinces(self.provinces),
            findings: findings(self.findings),
            cited,
            left_out: left_out(self.left_out),
            failed: self.failed,
            skipped,
        }
    }

    fn period(&mut self, period: &Period) {
        if !self.periods.contains(period) {
            self.periods.insert(period.clone());
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
                Some(reason) => *of(self.left_out.entry(reason).or_default(), &counted.measure) += counted.mentions,
                None => self.total(document, counted),
            }
        }
    }

    fn total(&mut self, document: &Digest, counted: &Counted) {
        let period = &document.period;
        self.totals.add(period, counted);
        of(&mut self.by_province, &document.province).add(period, counted);
        let mut main = document.topics.iter().filter(|t| t.main).peekable();
        if main.peek().is_none() {
            self.without_topic.add(period, counted);
        }
        main.for_each(|topic| of(&mut self.by_topic, &topic.what).add(period, counted));
    }

    fn kind(&mut self, document: &Digest, is_copy: bool) {
        let kind = of(&mut self.kinds, &document.kind);
        kind.documents += 1;
        kind.drafts += u64::from(document.draft);
        kind.copies += u64::from(is_copy);
    }

    fn topics(&mut self, document: &Digest) {
        for topic in &document.topics {
            of(&mut self.topics, &topic.what).add(topic.main, topic.hits);
        }
    }

    fn provinces(&mut self, document: &Digest) {
        for province in &document.provinces {
            of(&mut self.provinces, &province.what).add(province.main, province.hits);
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

/// What a map says of a key, which is copied only where the map does not know it: nearly always it does.
fn of<'m, K: Ord + Clone, V: Default>(map: &'m mut BTreeMap<K, V>, key: &K) -> &'m mut V {
    if !map.contains_key(key) {
        map.insert(key.clone(), V::default());
    }
    map.get_mut(key).expect("it is there now")
}

/// First and last day and grain, where a document says its period.
fn days(period: &Period) -> Option<(&str, &str, Grain)> {
    Some((period.first_day.as_deref()?, period.last_day.as_deref()?, period.grain?))
}

impl Sums {
    fn add(&mut self, period: &Period, counted: &Counted) {
        of(of(&mut self.0, &counted.measure), period).add(counted);
    }

    fn rows(self) -> impl Iterator<Item = Total> {
        let of_measure = |(measure, periods): (String, BTreeMap<Period, Adding>)| {
            periods.into_iter().map(move |(period, adding)| total(measure.clone(), period, adding))
        };
        self.0.into_iter().flat_map(of_measure)
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

fn total(measure: String, period: Period, adding: Adding) -> Total {
    let Period { grain, first_day, last_day } = period;
    let narrow = |wide: i128| wide.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    let Adding { value, value_max, documents, mentions } = adding;
    let sum = Sum { value: narrow(value), value_max: narrow(value_max), documents, mentions };
    Total { measure, grain, first_day, last_day, sum }
}

fn by_province(all: BTreeMap<Province, Sums>) -> Vec<ProvinceTotal> {
    let rows = |(province, sums): (Province, Sums)| sums.rows().map(move |total| ProvinceTotal { province: province.clone(), total });
    all.into_iter().flat_map(rows).collect()
}

fn by_topic(without: Sums, all: BTreeMap<String, Sums>) -> Vec<TopicTotal> {
    let all = std::iter::once((None, without)).chain(all.into_iter().map(|(topic, sums)| (Some(topic), sums)));
    all.flat_map(|(topic, sums)| sums.rows().map(move |total| TopicTotal { topic: topic.clone(), total })).collect()
}

fn left_out(all: BTreeMap<LeftOut, BTreeMap<String, u64>>) -> Vec<LeftOutCount> {
    let rows = |(reason, measures): (LeftOut, BTreeMap<String, u64>)| {
        measures.into_iter().map(move |(measure, mentions)| LeftOutCount { reason, measure, mentions })
    };
    all.into_iter().flat_map(rows).collect()
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
