//! Text to what the rules are matched on, and back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trichluc_fuzz::text;

fuzz_target!(|bytes: &[u8]| trichluc::fuzzing::normalize(&text(bytes)));
