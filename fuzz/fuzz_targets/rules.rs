//! A rule file by itself: rules, which a text is then read by, or faults with their place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trichluc::fuzzing::rule_file;
use trichluc::Pipeline;
use trichluc_fuzz::text;

/// Something for every extractor, in case the rules are good.
const TEXT: &str = "Số: 42/BC-STTTT\nYên Bái, ngày 12 tháng 7 năm 2023\n\nBÁO CÁO\nKết quả 6 tháng đầu năm 2023\n\n\
    Thực hiện Kế hoạch số 15/KH-UBND ngày 09/01/2023, đã đăng 120 tin, bài (85 tin, 35 bài), xử phạt 12,5 triệu đồng.\n";

fuzz_target!(|bytes: &[u8]| {
    if let Some(rules) = rule_file(&text(bytes)) {
        let record = Pipeline::new(rules).record("fuzz.txt", TEXT.as_bytes());
        assert!(record.error.is_none(), "{:?}", record.error);
    }
});
