//! Character recognition by a command of the user, for files without text.

use std::io::Write;
use std::process::Command;

use super::program::{Bounds, output};
use super::{Limits, Reading, failure};
use crate::document::encoding::decode;
use crate::record::Failure;

/// A command that prints the text of a scanned file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ocr {
    /// Program and arguments; `{input}` in them stands for the file.
    words: Vec<String>,
}

const INPUT: &str = "{input}";
/// What recognition makes of the stroke of a number between digits.
const FRACTION_SLASH: char = '\u{2044}';

impl std::str::FromStr for Ocr {
    type Err = String;

    /// Words parted by white space; no shell reads them, so a file's name can't do harm.
    fn from_str(command: &str) -> Result<Self, String> {
        if !command.contains(INPUT) {
            return Err(format!("the command must say where the file goes: `my-ocr.sh {INPUT}`"));
        }
        Ok(Ocr { words: command.split_whitespace().map(str::to_owned).collect() })
    }
}

impl Ocr {
    /// What the command prints for a file of these bytes.
    pub(super) fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Reading, Failure> {
        let cannot = |e: std::io::Error| failure("ocr_failed", &format!("no temporary file could be written: {e}"));
        let mut file = tempfile::Builder::new().prefix("trichluc-").suffix(".pdf").tempfile().map_err(cannot)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(cannot)?;
        let path = file.path().to_string_lossy();
        let mut words = self.words.iter().map(|word| word.replace(INPUT, &path));
        let mut command = Command::new(words.next().unwrap_or_default());
        let bounds = Bounds { seconds: limits.ocr_seconds, bytes: limits.unpacked_bytes };
        let printed = output(command.args(words), Vec::new(), bounds)?;
        if !printed.is_good {
            return Err(failure("ocr_failed", "the character recognition ended with an error; run its command by hand on the file"));
        }
        let reading = Reading::from(decode(&printed.bytes, None)?);
        Ok(Reading { text: reading.text.replace(FRACTION_SLASH, "/"), ocr: true, ..reading })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn read(command: &str) -> Result<String, String> {
        let ocr: Ocr = command.parse()?;
        ocr.read("Số: 5⁄2019".as_bytes(), &Limits::default()).map(|r| r.text).map_err(|f| f.code)
    }

    #[test]
    fn the_file_goes_where_the_command_says() {
        assert_eq!(read("cat {input}"), Ok("Số: 5/2019".into()));
        assert!(read("cat").expect_err("no place").contains("{input}"));
    }

    #[test]
    fn a_recognition_that_breaks_down_is_a_failure() {
        assert_eq!(read("false {input}"), Err("ocr_failed".into()));
        assert_eq!(read("/no/such/program {input}"), Err("unreadable".into()));
    }
}
