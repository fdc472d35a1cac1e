//! `run.json`: what a run did.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trichluc::Record;
use trichluc::record::Status;

use super::shard::Shard;
use super::state::Settings;
use crate::walk::Skipped;

/// What a run did, with what, and what it could not read.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RunInfo {
    /// Name of the run's folder.
    pub id: String,
    /// Version of the program.
    pub version: String,
    /// Changes when any rule does.
    pub rules_hash: String,
    /// RFC 3339, UTC.
    pub started: String,
    /// RFC 3339, UTC.
    pub finished: String,
    /// Wall time.
    pub seconds: f64,
    /// Threads that read documents.
    pub threads: usize,
    /// Documents that were read in this run; the others are as in the one before.
    pub read: u64,
    /// Documents of the run before that are gone.
    pub gone: u64,
    /// Folders and files as they were named.
    pub inputs: Vec<String>,
    /// Which share of the inputs: `0/4`; null where it is all of them.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub shard: Option<Shard>,
    /// How many of each.
    pub totals: Totals,
    /// Files with a record of status `failed`.
    pub failed: Vec<Unread>,
    /// Files without text: records of status `empty`.
    pub empty: Vec<String>,
    /// What is no document.
    pub skipped: Vec<Skipped>,
}

/// How many of each.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Records written.
    pub records: u64,
    /// Read.
    pub ok: u64,
    /// Without text.
    pub empty: u64,
    /// Not readable.
    pub failed: u64,
    /// No documents.
    pub skipped: u64,
    /// Bytes of all files with a record.
    pub bytes: u64,
    /// Cited documents, every mention.
    pub citations: u64,
    /// Counts, every mention.
    pub counts: u64,
    /// Findings.
    pub findings: u64,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// As in its record.
    pub path: String,
    /// A slug, for counting.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
}

/// What one record adds to the run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tally {
    pub path: String,
    pub status: Status,
    failure: Option<Unread>,
    bytes: u64,
    citations: u64,
    counts: u64,
    findings: u64,
}

impl Tally {
    pub fn of(record: &Record) -> Self {
        let path = record.source.path.clone();
        let failure = record.error.as_ref().map(|e| Unread { path: path.clone(), code: e.code.clone(), message: e.message.clone() });
        Tally {
            path,
            status: record.status,
            failure,
            bytes: record.source.bytes,
            citations: record.citations.len() as u64,
            counts: record.counts.len() as u64,
            findings: record.findings.len() as u64,
        }
    }
}

impl RunInfo {
    /// A run that has read nothing yet.
    pub fn begin(id: String, settings: &Settings, skipped: &[Skipped]) -> Self {
        let totals = Totals { skipped: skipped.len() as u64, ..Totals::default() };
        let (version, rules_hash) = (settings.version.clone(), settings.rules_hash.clone());
        RunInfo { id, version, rules_hash, totals, skipped: skipped.to_vec(), ..RunInfo::default() }
    }

    /// Takes up one record.
    pub fn add(&mut self, tally: Tally) {
        let totals = &mut self.totals;
        totals.records += 1;
        totals.bytes += tally.bytes;
        totals.citations += tally.citations;
        totals.counts += tally.counts;
        totals.findings += tally.findings;
        match tally.status {
            Status::Ok => totals.ok += 1,
            Status::Empty => {
                totals.empty += 1;
                self.empty.push(tally.path);
            }
            Status::Failed => totals.failed += 1,
        }
        self.failed.extend(tally.failure);
    }

    /// A file failed, or a folder could not be read: documents may be missing.
    pub fn has_unread(&self) -> bool {
        self.totals.failed > 0 || self.skipped.iter().any(Skipped::may_hide_documents)
    }

    /// How many files failed, by code.
    pub fn failed_by_code(&self) -> BTreeMap<&str, usize> {
        by_code(self.failed.iter().map(|f| f.code.as_str()))
    }

    /// How many were passed over, by code.
    pub fn skipped_by_code(&self) -> BTreeMap<&str, usize> {
        by_code(self.skipped.iter().map(|f| f.code.as_str()))
    }
}

fn by_code<'a>(codes: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut all = BTreeMap::new();
    codes.for_each(|c| *all.entry(c).or_default() += 1);
    all
}
