//! Text to what the rules are matched on.
#![no_main]

use libfuzzer_sys::{fuzz_target, Corpus};
use trichluc_fuzz::{assert_refused_in_time, is_for_another_program, PIPELINE};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if is_for_another_program(bytes) {
        return Corpus::Reject;
    }
    if let Err(failure) = PIPELINE.normalized(bytes) {
        assert_refused_in_time(&failure);
    }
    Corpus::Keep
});
