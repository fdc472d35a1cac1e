//! One document's way: bytes to record; files to records in order.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::coverage::{Unclaimed, unclaimed};
use crate::document::{Document, Encoding, Format, Legacy, Limits, NO_TEXT_LAYER, Ocr, Readers, Reading, is_stamp_only};
use crate::extract::citations::own::without_own;
use crate::extract::citations::{Citations, keyed};
use crate::extract::counts::{Counts, role};
use crate::extract::findings::{self, Found, findings};
use crate::extract::header::header;
use crate::extract::period::period;
use crate::extract::places::places;
use crate::extract::topics::topics;
use crate::input::{Files, Input};
use crate::lexicon::Hits;
use crate::mention::{Extractor, Mention, Span};
use crate::passages::passages;
use crate::record::{Failure, Header, Located, Record, SCHEMA_VERSION, Source, Status};
use crate::rules::RuleSet;

/// Turns documents into records with a set of rules.
///
/// It has no state but its rules and how it reads files: one pipeline serves any number of threads.
pub struct Pipeline {
    rules: RuleSet,
    readers: Readers,
    with_passages: bool,
}

/// Files and bytes that are read before the first of them is handed on: enough
/// to keep every thread busy, and what bounds the memory of a run.
const BATCH_FILES: usize = 256;
const BATCH_BYTES: u64 = 8 << 20;

impl Pipeline {
    /// A pipeline for a set of rules.
    pub fn new(rules: RuleSet) -> Self {
        Pipeline { rules, readers: Readers::default(), with_passages: false }
    }

    /// The same, with other limits for a file.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.readers.limits = limits;
        self
    }

    /// The same, with a command that recognizes the text of scans.
    #[must_use]
    pub fn with_ocr(mut self, ocr: Option<Ocr>) -> Self {
        self.readers.ocr = ocr;
        self
    }

    /// The same, with every file read as in this encoding; with `None` each as it looks.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Option<Encoding>) -> Self {
        self.readers.encoding = encoding;
        self
    }

    /// The same, with the words around every mention in [`Record::passages`].
    #[must_use]
    pub fn with_passages(mut self, wanted: bool) -> Self {
        self.with_passages = wanted;
        self
    }

    /// What one file may take.
    pub fn limits(&self) -> Limits {
        self.readers.limits
    }

    /// The rules that it works by.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The record of one document, from the bytes of its file. `name` is what `source.path` says.
    ///
    /// Always a record: one that cannot be read has status `failed` and its `error` says why.
    pub fn record(&self, name: &str, bytes: &[u8]) -> Record {
        if let Err(failure) = self.limits().input(bytes.len() as u64) {
            return self.unread(name, bytes.len() as u64, failure);
        }
        let format = Format::of(name, bytes);
        self.guarded(source(name, format, bytes), self.read(format, bytes))
    }

    /// The record of a document whose bytes nobody has, and why; `bytes` is its size as far as that is known.
    pub fn unread(&self, name: &str, bytes: u64, failure: Failure) -> Record {
        let format = Format::by_name(name).slug().to_owned();
        let source = Source { path: name.to_owned(), format, encoding: None, ocr: false, bytes, hash: None };
        unread(source, Status::Failed, Some(failure))
    }

    /// The record of one document, and how long each step towards it took.
    pub fn profile(&self, name: &str, bytes: &[u8]) -> (Record, Vec<(&'static str, Duration)>) {
        let mut times = Vec::new();
        let mut last = Instant::now();
        let format = Format::of(name, bytes);
        let source = source(name, format, bytes);
        times.push(("hash", last.elapsed()));
        last = Instant::now();
        let reading = self.read(format, bytes);
        times.push(("decode", last.elapsed()));
        last = Instant::now();
        let record = self.timed(source, reading, &mut |step| {
            times.push((step, last.elapsed()));
            last = Instant::now();
        });
        (record, times)
    }

    /// The text of a document: what the offsets of its record point into.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn text(&self, bytes: &[u8]) -> Result<String, Failure> {
        self.read(Format::of("", bytes), bytes).map(|r| r.text)
    }

    /// The normalized text of a document: what the rules are matched on.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn normalized(&self, bytes: &[u8]) -> Result<String, Failure> {
        self.text(bytes).map(|text| Document::new(text, &self.rules).text.as_str().to_owned())
    }

    /// What looks like something that a rule should know, and none does.
    ///
    /// # Errors
    /// Code and message of a record with status `failed`.
    pub fn unclaimed(&self, bytes: &[u8]) -> Result<Vec<Unclaimed>, Failure> {
        self.text(bytes).map(|text| unclaimed(&Document::new(text, &self.rules), &self.rules))
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
        // Each thread has files of its own open.
        let files: Vec<Mutex<Files>> = (0..=rayon::current_num_threads()).map(|_| Mutex::new(Files::new(self.limits()))).collect();
        let bytes = |input: &Input| {
            let own = &files[rayon::current_thread_index().map_or(0, |i| i + 1).min(files.len() - 1)];
            own.lock().unwrap_or_else(PoisonError::into_inner).bytes(input)
        };
        let mut rest = inputs;
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(batch_len(rest));
            let done: Vec<T> = batch.par_iter().with_max_len(1).map(|input| map(self.file(input, bytes(input)))).collect();
            done.into_iter().try_for_each(&mut sink)?;
            rest = after;
        }
        Ok(())
    }

    fn file(&self, input: &Input, bytes: Result<Vec<u8>, Failure>) -> Record {
        match bytes {
            Ok(bytes) => self.record_of(&input.name, bytes),
            Err(failure) => self.unread(&input.name, input.bytes(), failure),
        }
    }

    /// As `record`, and the bytes are gone before the text is worked on: of a large file neither need wait for the other.
    fn record_of(&self, name: &str, bytes: Vec<u8>) -> Record {
        let format = Format::of(name, &bytes);
        let (source, reading) = (source(name, format, &bytes), self.read(format, &bytes));
        drop(bytes);
        self.guarded(source, reading)
    }

    /// A fault of our own in one document is that document's: the run goes on.
    fn guarded(&self, source: Source, reading: Result<Reading, Failure>) -> Record {
        let kept = source.clone();
        let record = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.timed(source, reading, &mut |_| {})));
        record.unwrap_or_else(|_| {
            let message = "a fault of this program, not of the file; please report it, with the file if that may be shown";
            unread(kept, Status::Failed, Some(crate::document::failure("internal_error", message)))
        })
    }

    fn read(&self, format: Format, bytes: &[u8]) -> Result<Reading, Failure> {
        let reading = self.readers.read(format, bytes);
        match &self.readers.ocr {
            Some(ocr) if format == Format::Pdf && self.has_no_words(&reading) => self.readers.recognize(ocr, bytes),
            _ => reading,
        }
    }

    /// A scan, with no letters but those of a stamp at most.
    fn has_no_words(&self, reading: &Result<Reading, Failure>) -> bool {
        match reading {
            Ok(reading) => self.is_without_text(&Document::new(reading.text.clone(), &self.rules)),
            Err(failure) => failure.code == NO_TEXT_LAYER,
        }
    }

    fn is_without_text(&self, document: &Document) -> bool {
        document.tokens.is_empty() || is_stamp_only(document, &self.rules)
    }

    /// The record, with `done` told the name of each step after it.
    fn timed(&self, source: Source, reading: Result<Reading, Failure>, done: &mut impl FnMut(&'static str)) -> Record {
        let reading = match reading {
            Ok(reading) => reading,
            Err(failure) => return unread(source, Status::Failed, Some(failure)),
        };
        let source = Source { encoding: reading.encoding_name(), ocr: reading.ocr, ..source };
        let Reading { text, legacy, .. } = reading;
        let document = Document::timed(text, &self.rules, done);
        if self.is_without_text(&document) {
            let findings = located(&document, &self.rules, vec![findings::no_text(&document, &self.rules)]);
            return Record { findings, ..unread(source, Status::Empty, None) };
        }
        self.extract(document, source, legacy.as_ref(), done)
    }

    /// THE list of extractors, and the steps that need several of them.
    fn extract(&self, mut read: Document, source: Source, legacy: Option<&Legacy>, done: &mut impl FnMut(&'static str)) -> Record {
        let (rules, document) = (&self.rules, &read);
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
        // All is asked: of a large text the hits take as much room as what they led to.
        read.hits = Hits::default();
        let document = &read;
        let mut record = Record {
            header,
            period,
            citations: located(document, rules, citations),
            counts: located(document, rules, counts),
            topics: located(document, rules, topics),
            places: places.rows(document, rules),
            findings: located(document, rules, findings),
            ..unread(source, Status::Ok, None)
        };
        if self.with_passages {
            record.passages = passages(document, &record);
        }
        done("locate");
        record
    }
}

fn source(name: &str, format: Format, bytes: &[u8]) -> Source {
    Source {
        path: name.to_owned(),
        format: format.slug().to_owned(),
        encoding: None,
        ocr: false,
        bytes: bytes.len() as u64,
        hash: Some(blake3::hash(bytes).to_hex().to_string()),
    }
}

/// How many of the first inputs are read at once; at least one.
fn batch_len(inputs: &[Input]) -> usize {
    let mut bytes = 0;
    let fits = |input: &&Input| {
        bytes += input.bytes();
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
        passages: Vec::new(),
    }
}

fn located<T>(document: &Document, rules: &RuleSet, mentions: Vec<Mention<T>>) -> Vec<Located<T>> {
    mentions.into_iter().map(|m| document.located(m, rules)).collect()
}
