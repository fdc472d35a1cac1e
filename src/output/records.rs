//! Reading `records.jsonl` again.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

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
