//! A record as a line of `records.jsonl`, without its end.

use trichluc::Record;

/// The writer of the program's own lines.
#[path = "../../src/output/json.rs"]
mod json;

pub fn of(record: &Record) -> String {
    let mut line = Vec::with_capacity(4096);
    json::push_line(&mut line, record).expect("a record is plain text and numbers, written to memory");
    line.pop();
    String::from_utf8(line).expect("JSON is UTF-8")
}
