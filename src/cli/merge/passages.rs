//! The words around mentions that a run kept, document by document.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use crate::output::report;

/// `passages.jsonl` of a run, as far as its next line; nothing where it kept none.
#[derive(Default)]
pub struct Passages {
    file: Option<BufReader<File>>,
    next: Option<(String, Vec<u8>)>,
}

/// What tells a line's document.
#[derive(Deserialize)]
struct Named {
    doc_id: String,
}

impl Passages {
    /// Those of a run's folder.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn of_run(folder: &Path) -> Result<Self, String> {
        let path = folder.join(report::PASSAGES);
        let file = match File::open(&path) {
            Ok(file) => Some(BufReader::new(file)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(format!("{}: {e}", path.display())),
        };
        Ok(Passages { file, next: None })
    }

    pub fn are_kept(&self) -> bool {
        self.file.is_some()
    }

    /// The line of a document; empty where it has none. Lines are in the order of the documents.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of(&mut self, id: &str) -> io::Result<Vec<u8>> {
        if self.next.is_none() {
            self.next = self.read()?;
        }
        match self.next.take_if(|(doc_id, _)| doc_id == id) {
            Some((_, line)) => Ok(line),
            None => Ok(Vec::new()),
        }
    }

    fn read(&mut self) -> io::Result<Option<(String, Vec<u8>)>> {
        let Some(file) = &mut self.file else { return Ok(None) };
        let mut line = Vec::new();
        if file.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let Named { doc_id } = serde_json::from_slice(&line)?;
        Ok(Some((doc_id, line)))
    }
}
