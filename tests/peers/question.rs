//! What a case asks of the program, and what is right.

use std::fmt::Debug;

use trichluc::Record;

/// Right, or what was said instead.
pub type Verdict = Result<(), String>;

pub enum Question {
    /// What the record of a document says.
    Record { document: String, check: Box<dyn Fn(&Record) -> Verdict> },
    /// How a line is normalized.
    Normalized { line: String, wanted: String },
    /// Whether a rule's phrase is found in a text.
    Phrase { phrase: String, text: String, found: bool },
    /// How the bytes of a file are read.
    Decoded { bytes: Vec<u8>, wanted: String },
}

impl Question {
    pub fn record(document: impl Into<String>, check: impl Fn(&Record) -> Verdict + 'static) -> Option<Self> {
        Some(Question::Record { document: document.into(), check: Box::new(check) })
    }
}

pub fn equal<T: PartialEq + Debug>(got: T, wanted: T) -> Verdict {
    if got == wanted { Ok(()) } else { Err(format!("{got:?}, not {wanted:?}")) }
}

/// Whether something holds of what was said.
pub fn holds(fact: bool, said: &impl Debug) -> Verdict {
    if fact { Ok(()) } else { Err(format!("{said:?}")) }
}
