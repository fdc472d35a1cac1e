//! Bytes of whatever format to text.
#![no_main]

use libfuzzer_sys::{fuzz_target, Corpus};
use trichluc_fuzz::{assert_refused_in_time, is_for_another_program, READER};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if is_for_another_program(bytes) {
        return Corpus::Reject;
    }
    if let Err(failure) = READER.text(bytes) {
        assert_refused_in_time(&failure);
    }
    Corpus::Keep
});
