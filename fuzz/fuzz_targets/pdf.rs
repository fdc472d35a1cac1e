//! PDF to text.
#![no_main]

use libfuzzer_sys::{fuzz_target, Corpus};
use trichluc_fuzz::{assert_refused_in_time, READER};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if !bytes.starts_with(b"%PDF-") {
        return Corpus::Reject;
    }
    if let Err(failure) = READER.text(bytes) {
        assert_refused_in_time(&failure);
    }
    Corpus::Keep
});
