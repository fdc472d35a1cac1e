//! The parts of a Word document to text.
//!
//! The input is the parts, a NUL byte between them: packed here, so that the
//! fuzzer changes XML and not checksums. The package itself is what `decode` changes.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use trichluc_fuzz::{assert_refused_in_time, READER};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [&str; 5] = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header1.xml", "word/footer1.xml"];

fuzz_target!(|bytes: &[u8]| {
    if let Err(failure) = READER.text(&packed(bytes)) {
        assert_refused_in_time(&failure);
    }
});

fn packed(parts: &[u8]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(parts.split(|b| *b == 0)) {
        package.start_file(*name, options).expect("a name");
        package.write_all(part).expect("in memory");
    }
    package.finish().expect("in memory").into_inner()
}
