//! The state of a generation with a right hash: nothing but its form is left to refuse it by.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let documents = trichluc::fuzzing::state(bytes);
    assert!(documents.is_none_or(|n| n <= bytes.len()));
});
