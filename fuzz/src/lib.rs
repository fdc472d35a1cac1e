//! What the targets have in common.

use std::borrow::Cow;
use std::sync::LazyLock;

use trichluc::record::Failure;
use trichluc::{Limits, Pipeline, RuleSet};

/// The built-in rules.
pub static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().expect("built-in rules"));

/// A text from any bytes.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The built-in rules, with limits under which the fuzzer stays quick.
pub static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")).with_limits(LIMITS));

/// Readers of files, which need no rules.
pub static READER: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(trichluc::fuzzing::rule_file("").expect("no rules are good rules")).with_limits(LIMITS));

const LIMITS: Limits = Limits {
    input_bytes: 1 << 20,
    unpacked_bytes: 8 << 20,
    ratio: 200,
    text_bytes: 1 << 20,
    depth: 256,
    entries: 1000,
    seconds: 10,
    ocr_seconds: 1,
    archive_bytes: 64 << 20,
    archive_depth: 3,
};

/// A file may be refused, but no reader hangs on it; one that panics ends the process before it gets here.
pub fn assert_refused_in_time(failure: &Failure) {
    assert_ne!(failure.code, "time_limit", "{}", failure.message);
    assert_ne!(failure.code, "reader_panic", "{}", failure.message);
}

/// Bytes that another program reads, `antiword`: it is not ours, and starting it takes longer than all that is.
pub fn is_for_another_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0")
}
