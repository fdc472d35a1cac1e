//! Điều, khoản, điểm.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trichluc_fuzz::{text, RULES};

fuzz_target!(|bytes: &[u8]| trichluc::fuzzing::provisions(&RULES, &text(bytes)));
