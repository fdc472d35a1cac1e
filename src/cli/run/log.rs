//! What a run says of itself while it works: for people, or a JSON object a line for machines.
//!
//! Names and messages come from hostile files. As JSON they are escaped, as
//! text they are one line without control characters: no file can forge a line.

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::output::run_info::{RunInfo, Totals};
use crate::terminal::{one_line, printable};

/// How lines on standard error look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// A line of the log.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// RFC 3339, UTC.
    time: String,
    level: Level,
    /// A slug.
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<&'a Totals>,
}

impl Format {
    /// Something that concerns the run.
    pub fn say(self, level: Level, code: &str, message: &str) {
        self.write(&Line { time: now(), level, code, path: None, message, totals: None });
    }

    /// Something that concerns a file; people find it in run.json.
    pub fn file(self, code: &str, path: &str, message: &str) {
        if self == Format::Json {
            self.write(&Line { time: now(), level: Level::Warn, code, path: Some(path), message, totals: None });
        }
    }

    /// The run is done.
    pub fn done(self, info: &RunInfo, message: &str) {
        for failed in &info.failed {
            self.file(&failed.code, &failed.path, &failed.message);
        }
        for skipped in &info.skipped {
            self.file(&skipped.code, &skipped.path, &skipped.message);
        }
        match self {
            Format::Text => eprintln!("{message}"),
            Format::Json => {
                let message = one_line(message);
                self.write(&Line {
                    time: now(),
                    level: Level::Info,
                    code: "done",
                    path: None,
                    message: &message,
                    totals: Some(&info.totals),
                });
            }
        }
    }

    fn write(self, line: &Line) {
        match self {
            Format::Text => eprintln!("{}", one_line(line.message)),
            // JSON leaves some signs as they are that move a terminal's cursor or turn the writing round.
            Format::Json => eprintln!("{}", printable(&serde_json::to_string(line).expect("a line is plain text and numbers"))),
        }
    }
}

fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
