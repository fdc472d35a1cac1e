//! One document's way: bytes to record.

use crate::document::Document;
use crate::extract::citations::Citations;
use crate::extract::citations::own::without_own;
use crate::extract::counts::Counts;
use crate::extract::findings::{Found, findings};
use crate::extract::header::header;
use crate::extract::period::period;
use crate::extract::places::places;
use crate::extract::topics::topics;
use crate::mention::{Extractor, Mention, Span};
use crate::record::{Record, SCHEMA_VERSION, Source, Status};
use crate::rules::RuleSet;

/// Turns documents into records with a set of rules.
pub struct Pipeline {
    rules: RuleSet,
}

impl Pipeline {
    /// A pipeline for a set of rules.
    pub fn new(rules: RuleSet) -> Self {
        Pipeline { rules }
    }

    /// The record of one document, from the bytes of its file. `path` is what `source.path` says.
    pub fn record(&self, path: &str, bytes: &[u8]) -> Record {
        let source = Source {
            path: path.to_owned(),
            format: "txt".into(),
            encoding: Some("utf-8".into()),
            bytes: bytes.len() as u64,
            hash: Some(blake3::hash(bytes).to_hex().to_string()),
        };
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let document = Document::new(text.to_owned(), &self.rules);
        self.read(&document, source)
    }

    /// THE list of extractors, and the steps that need several of them.
    fn read(&self, document: &Document, source: Source) -> Record {
        let rules = &self.rules;
        let header = header(document, rules);
        let period = period(document, rules, &header);
        let citations = without_own(document, Citations { rules }.extract(document), &header);
        let counts = Counts { rules }.extract(document);
        let cited: Vec<Span> = citations.iter().map(|c| c.span).collect();
        let topics = topics(document, rules, &header, &cited);
        let places = places(document, rules, &header);
        let found = Found { header: &header, period: period.as_ref(), citations: &citations, counts: &counts };
        let findings = findings(document, rules, &found);
        Record {
            schema: SCHEMA_VERSION,
            id: blake3::hash(source.path.as_bytes()).to_hex()[..16].to_owned(),
            source,
            status: Status::Ok,
            error: None,
            header,
            period,
            citations: located(document, rules, citations),
            counts: located(document, rules, counts),
            topics: located(document, rules, topics),
            places,
            findings: located(document, rules, findings),
        }
    }
}

fn located<T>(document: &Document, rules: &RuleSet, mentions: Vec<Mention<T>>) -> Vec<crate::record::Located<T>> {
    mentions.into_iter().map(|m| document.located(m, rules)).collect()
}
