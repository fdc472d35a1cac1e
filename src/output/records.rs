//! Reading `records.jsonl` again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub const FILE: &str = "records.jsonl";

/// `records.jsonl` of what was named: the file itself, a run's folder, or the
/// folder of runs, where it is the latest run's.
fn records_file(named: &Path) -> PathBuf {
    let latest = named.join("latest").join("records.jsonl");
    match (named.is_dir(), latest.is_file()) {
        (true, true) => latest,
        (true, false) => named.join("records.jsonl"),
        (false, _) => named.to_owned(),
    }
}

/// Hands on each record of a file or run's folder, in order.
///
/// # Errors
/// A file that cannot be read and a line that is no record, by its number.
pub fn each_line<T: DeserializeOwned>(named: &Path, mut sink: impl FnMut(T)) -> Result<(), String> {
    let path = records_file(named);
    let at = |line: usize, e: String| format!("{}:{line}: {e}; expected records.jsonl or the folder of a run", path.display());
    let file = File::open(&path).map_err(|e| format!("{}: {e}; expected records.jsonl or the folder of a run", path.display()))?;
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|e| at(index + 1, e.to_string()))?;
        if !line.trim().is_empty() {
            sink(serde_json::from_str(&line).map_err(|e| at(index + 1, e.to_string()))?);
        }
    }
    Ok(())
}

/// A file of records, to be read in any order: only where each stands is kept.
pub struct Records {
    path: PathBuf,
    file: File,
    lines: BTreeMap<String, Line>,
}

/// Where a record stands, and a digest of its bytes.
struct Line {
    start: u64,
    bytes: usize,
    digest: blake3::Hash,
}

impl Records {
    /// Looks through `records.jsonl` or that of a run's folder.
    ///
    /// # Errors
    /// A file that cannot be read and a line that is no record, by its number.
    pub fn open(named: &Path) -> Result<Self, String> {
        let path = records_file(named);
        let failed = |e: std::io::Error| format!("{}: {e}; expected records.jsonl or the folder of a run", path.display());
        let file = File::open(&path).map_err(failed)?;
        let mut reader = BufReader::new(&file);
        let (mut lines, mut start, mut number, mut line) = (BTreeMap::new(), 0, 0, Vec::new());
        loop {
            line.clear();
            let bytes = reader.read_until(b'\n', &mut line).map_err(failed)?;
            if bytes == 0 {
                break;
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                let Named { source } = serde_json::from_slice(&line).map_err(|e| format!("{}:{number}: {e}", path.display()))?;
                lines.insert(source.path, Line { start, bytes, digest: blake3::hash(line.trim_ascii_end()) });
            }
            start += bytes as u64;
        }
        Ok(Records { path, file, lines })
    }

    /// The paths of all documents, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Whether both have this document, with the same bytes.
    pub fn is_same(&self, other: &Records, path: &str) -> bool {
        let digest = |records: &Records| records.lines.get(path).map(|l| l.digest);
        digest(self).is_some_and(|mine| Some(mine) == digest(other))
    }

    /// The record of a document, if there is one.
    ///
    /// # Errors
    /// The file changed since it was opened.
    pub fn get(&mut self, path: &str) -> Result<Option<serde_json::Value>, String> {
        let Some(line) = self.lines.get(path) else { return Ok(None) };
        let mut bytes = vec![0; line.bytes];
        let read = self.file.seek(SeekFrom::Start(line.start)).and_then(|_| self.file.read_exact(&mut bytes));
        read.map_err(|e| format!("{}: {e}", self.path.display()))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|e| format!("{}: {e}", self.path.display()))
    }
}

/// What tells a line's document.
#[derive(Deserialize)]
struct Named {
    source: Source,
}

#[derive(Deserialize)]
struct Source {
    path: String,
}
