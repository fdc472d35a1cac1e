//! One document's way: bytes to record; files to records in order.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::coverage::{Unclaimed, unclaimed};
use crate::document::{Decoded, Document, Encoding, Legacy, decode, decode_as, format, is_stamp_only};
use crate::extract::citations::own::without_own;
use crate::extract::citations::{Citations, keyed};
use crate::extract::counts::{Counts, role};
use crate::extract::findings::{self, Found, findings};
use crate::extract::header::header;
use crate::extract::period::period;
use crate::extract::places::places;
use crate::extract::topics::topics;
use crate::mention::{Extractor, Mention, Span};
use crate::record::{Failure, Header, Located, Record, SCHEMA_VERSION, Source, Status};
use crate::rules::RuleSet;

/// Turns documents into records with a set of rules.
///
/// It has no state but its rules: one pipeline serves any number of threads.
pub struct Pipeline {
    rules: RuleSet,
    /// What every file is read as; else each as it looks.
    encoding: Option<Encoding>,
}

/// A file to read, and what its record calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What `source.path` says: relative to the input root, with `/`.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// Files and bytes that are read before the first of them is handed on: enough
/// to keep every thread busy, and what bounds the memory of a run.
const BATCH_FILES: usize = 256;
const BATCH_BYTES: u64 = 8 << 20;

impl Pipeline {
    /// A pipeline for a set of rules.
    pub fn new(rules: RuleSet) -> Self {
        Pipeline { rules, encoding: None }
    }

    /// The same, with every file read as in this encoding; in `None` each as it looks.
    #[must_use]
    pub fn with_encoding(self, encoding: Option<Encoding>) -> Self {
        Pipeline { encoding, ..self }
    }

    /// The rules that it works by.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The record of one document, from the bytes of its file. `name` is what `source.path` says.
    ///
    /// Always a record: one that cannot be read has status `failed` and its `error` says why.
    pub fn record(&self, name: &str, bytes: &[u8]) -> Record {
        self.timed(source(name, bytes), bytes, &mut |_| {})
    }

    /// The record of one document, and how long each step towards it took.
    pub fn profile(&self, name: &str, bytes: &[u8]) -> (Record, Vec<(&'static str, Duration)>) {
        let mut times = Vec::new();
        let mut last = Instant::now();
        let source = source(name, bytes);
        times.push(("hash", last.elapsed()));
        last = Instant::now();
        let record = self.timed(source, bytes, &mut |step| {
            times.push((step, last.elapsed()));
            last = Instant::now();
        });
        (record, times)
    }

    /// The decoded text of a document: what the offsets of its record point into.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn text(&self, bytes: &[u8]) -> Result<String, Failure> {
        self.decode(bytes).map(|d| d.text)
    }

    /// The normalized text of a document: what the rules are matched on.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn normalized(&self, bytes: &[u8]) -> Result<String, Failure> {
        self.decode(bytes).map(|d| Document::new(d.text, &self.rules).text.as_str().to_owned())
    }

    /// What looks like something that a rule should know, and none does.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn unclaimed(&self, bytes: &[u8]) -> Result<Vec<Unclaimed>, Failure> {
        self.decode(bytes).map(|d| unclaimed(&Document::new(d.text, &self.rules), &self.rules))
    }

    /// Reads files on all threads of the current rayon pool and hands what
    /// `map` makes of each record (on its thread) to `sink` in the order of `inputs`.
    ///
    /// # Errors
    /// The first error of `sink`, at once. A file that cannot be read is a
    /// record with status `failed`, no error.
    pub fn run<T: Send, E>(
        &self,
        inputs: &[Input],
        map: impl Fn(Record) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = inputs;
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(batch_len(rest));
            let done: Vec<T> = batch.par_iter().with_max_len(1).map(|input| map(self.file(input))).collect();
            done.into_iter().try_for_each(&mut sink)?;
            rest = after;
        }
        Ok(())
    }

    fn file(&self, input: &Input) -> Record {
        match std::fs::read(&input.path) {
            Ok(bytes) => self.record(&input.name, &bytes),
            Err(error) => {
                let source =
                    Source { path: input.name.clone(), format: format(&input.name).to_owned(), encoding: None, bytes: 0, hash: None };
                let message = format!("{error}; check that the file is still there and that this user may read it");
                unread(source, Status::Failed, Some(Failure { code: "unreadable".into(), message }))
            }
        }
    }

    fn decode(&self, bytes: &[u8]) -> Result<Decoded, Failure> {
        self.encoding.map_or_else(|| decode(bytes), |encoding| decode_as(bytes, encoding))
    }

    /// The record, with `done` told the name of each step after it.
    fn timed(&self, source: Source, bytes: &[u8], done: &mut impl FnMut(&'static str)) -> Record {
        let decoded = match self.decode(bytes) {
            Ok(decoded) => decoded,
            Err(failure) => return unread(source, Status::Failed, Some(failure)),
        };
        done("decode");
        let source = Source { encoding: Some(decoded.encoding_name()), ..source };
        let document = Document::timed(decoded.text, &self.rules, done);
        if document.tokens.is_empty() || is_stamp_only(&document, &self.rules) {
            let findings = located(&document, &self.rules, vec![findings::no_text(&document, &self.rules)]);
            return Record { findings, ..unread(source, Status::Empty, None) };
        }
        self.extract(&document, source, decoded.legacy.as_ref(), done)
    }

    /// THE list of extractors, and the steps that need several of them.
    fn extract(&self, document: &Document, source: Source, legacy: Option<&Legacy>, done: &mut impl FnMut(&'static str)) -> Record {
        let rules = &self.rules;
        let header = header(document, rules);
        done("header");
        let period = period(document, rules, &header);
        done("period");
        let cited = Citations { rules }.extract(document);
        done("citations");
        let mut counts = Counts { rules }.extract(document);
        done("counts");
        let axes = role::assign(document, rules, &header, period.as_ref(), &mut counts);
        done("roles");
        let places = places(document, rules, &header);
        done("places");
        let citations = without_own(document, rules, keyed(document, rules, cited, &places), &header);
        done("keys");
        let cited: Vec<Span> = citations.iter().map(|c| c.span).collect();
        let topics = topics(document, rules, &header, &cited);
        done("topics");
        let found = Found { header: &header, period: period.as_ref(), citations: &citations, counts: &counts, axes: &axes, legacy };
        let findings = findings(document, rules, &found);
        done("findings");
        let record = Record {
            header,
            period,
            citations: located(document, rules, citations),
            counts: located(document, rules, counts),
            topics: located(document, rules, topics),
            places: places.rows(document, rules),
            findings: located(document, rules, findings),
            ..unread(source, Status::Ok, None)
        };
        done("locate");
        record
    }
}

fn source(name: &str, bytes: &[u8]) -> Source {
    Source {
        path: name.to_owned(),
        format: format(name).to_owned(),
        encoding: None,
        bytes: bytes.len() as u64,
        hash: Some(blake3::hash(bytes).to_hex().to_string()),
    }
}

/// How many of the first inputs are read at once; at least one.
fn batch_len(inputs: &[Input]) -> usize {
    let mut bytes = 0;
    let fits = |input: &&Input| {
        bytes += std::fs::metadata(&input.path).map_or(0, |m| m.len());
        bytes <= BATCH_BYTES
    };
    inputs.iter().take(BATCH_FILES).take_while(fits).count().max(1)
}

/// A record in which nothing is found.
fn unread(source: Source, status: Status, error: Option<Failure>) -> Record {
    Record {
        schema: SCHEMA_VERSION,
        id: blake3::hash(source.path.as_bytes()).to_hex()[..16].to_owned(),
        source,
        status,
        error,
        header: Header::default(),
        period: None,
        citations: Vec::new(),
        counts: Vec::new(),
        topics: Vec::new(),
        places: Vec::new(),
        findings: Vec::new(),
    }
}

fn located<T>(document: &Document, rules: &RuleSet, mentions: Vec<Mention<T>>) -> Vec<Located<T>> {
    mentions.into_iter().map(|m| document.located(m, rules)).collect()
}
