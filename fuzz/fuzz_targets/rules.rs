//! A user's rule file on top of the built-in ones: rules, or faults with their place.
//!
//! Slower than the other targets by far: all built-in rules are compiled with each.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trichluc::{Pipeline, RuleSet};

/// Something for every extractor, in case the rules are good.
const TEXT: &str = "Số: 42/BC-STTTT\nYên Bái, ngày 12 tháng 7 năm 2023\n\nBÁO CÁO\nKết quả 6 tháng đầu năm 2023\n\n\
    Thực hiện Kế hoạch số 15/KH-UBND ngày 09/01/2023, đã đăng 120 tin, bài (85 tin, 35 bài), xử phạt 12,5 triệu đồng.\n";

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("own.toml"), bytes).expect("writable");
    match RuleSet::load(&[folder.path()]) {
        Ok(rules) => drop(Pipeline::new(rules).record("fuzz.txt", TEXT.as_bytes())),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
