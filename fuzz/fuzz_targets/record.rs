//! The whole way from a text to its record: sections, every grammar, every extractor, offsets.
#![no_main]

use libfuzzer_sys::{fuzz_target, Corpus};
use trichluc::record::{Location, Status};
use trichluc::Record;
use trichluc_fuzz::{assert_refused_in_time, is_for_another_program, PIPELINE};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if is_for_another_program(bytes) {
        return Corpus::Reject;
    }
    let record = PIPELINE.record("fuzz.txt", bytes);
    match &record.error {
        Some(failure) => assert_refused_in_time(failure),
        None => assert_located(&PIPELINE.text(bytes).expect("a record without an error has a text"), &record),
    }
    assert_eq!(record.error.is_some(), record.status == Status::Failed);
    Corpus::Keep
});

/// `source[char_start:char_end] == text` of every mention.
fn assert_located(source: &str, record: &Record) {
    let chars: Vec<char> = source.chars().collect();
    for at in locations(record) {
        let span = chars.get(at.char_start as usize..at.char_end as usize);
        assert_eq!(span.map(|s| s.iter().collect::<String>()).as_ref(), Some(&at.text));
    }
}

fn locations(record: &Record) -> impl Iterator<Item = &Location> {
    let citations = record.citations.iter().map(|m| &m.at);
    let counts = record.counts.iter().map(|m| &m.at);
    let topics = record.topics.iter().map(|m| &m.at);
    let findings = record.findings.iter().map(|m| &m.at);
    let places = record.places.iter().flat_map(|p| &p.mentions);
    citations.chain(counts).chain(topics).chain(findings).chain(places)
}
