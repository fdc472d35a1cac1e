//! The tables in other forms: CSV, Parquet, SQLite, JSON arrays; and `datapackage.json`, which describes them all.
//!
//! All of them are made from the finished tables of the same generation, block by
//! block: what the lines of JSON say is what every form says, in a run over everything
//! as in one that copies what did not change.

mod array;
mod block;
mod cells;
mod csv;
pub mod model;
mod package;
mod parquet;
mod sqlite;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::block::each_block;
use self::cells::{Cell, Cells};
use self::model::{MODEL, Table};

/// Which forms the tables of a run have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forms {
    pub jsonl: bool,
    pub csv: bool,
    /// The CSV is for Excel.
    pub excel: bool,
    pub parquet: bool,
    pub sqlite: bool,
    /// One JSON array a table.
    pub arrays: bool,
}

impl Forms {
    /// There are tables, and so a summary.
    pub fn any(self) -> bool {
        self.jsonl || self.csv || self.parquet || self.sqlite || self.arrays
    }
}

/// A form of one table that is being written.
trait Sink: Send {
    /// Takes the next row: the line, and what it says in the order of the columns.
    fn row(&mut self, line: &str, cells: &[Cell]) -> io::Result<()>;

    /// Brings everything to the file.
    fn close(self: Box<Self>) -> io::Result<()>;
}

/// What is known of a file that was written.
#[derive(Debug)]
struct Written {
    /// The table that it holds, if it is one.
    table: Option<&'static str>,
    /// Below the folder of the generation.
    path: String,
    bytes: u64,
    /// SHA-256, in hex.
    hash: Option<String>,
}

/// Makes the other forms of the tables in `folder/tables`, and `folder/datapackage.json`.
///
/// # Errors
/// A file cannot be read or written, or a row is not what its table says.
pub fn write(folder: &Path, forms: Forms) -> io::Result<()> {
    let database = || if forms.sqlite { sqlite::write(folder).map(Some) } else { Ok(None) };
    let tables = || MODEL.par_iter().with_max_len(1).map(|table| write_table(folder, table, forms)).collect::<io::Result<Vec<_>>>();
    let (database, tables) = rayon::join(database, tables);
    let mut files: BTreeMap<usize, Vec<Written>> = tables?.into_iter().enumerate().collect();
    files.entry(MODEL.len()).or_default().extend(database?);
    package::write(folder, files.into_values().flatten(), forms.excel)?;
    if !forms.jsonl {
        MODEL.iter().try_for_each(|table| fs::remove_file(table.path(folder, "jsonl")))?;
    }
    Ok(())
}

/// Reads one table once and writes every form of it.
fn write_table(folder: &Path, table: &'static Table, forms: Forms) -> io::Result<Vec<Written>> {
    let lines = table.path(folder, "jsonl");
    let mut sinks: Vec<(&str, Box<dyn Sink>)> = Vec::new();
    if forms.csv {
        sinks.push(("csv", Box::new(csv::Csv::create(&table.path(folder, "csv"), table, forms.excel)?)));
    }
    if forms.parquet {
        sinks.push(("parquet", Box::new(parquet::Parquet::create(&table.path(folder, "parquet"), table)?)));
    }
    if forms.arrays {
        sinks.push(("json", Box::new(array::Array::create(&table.path(folder, "json"))?)));
    }
    if sinks.is_empty() {
        let only = forms.jsonl.then(|| hashed(folder, Some(table.name), table.file("jsonl")));
        return Ok(only.transpose()?.into_iter().collect());
    }
    let mut hash = Sha256::new();
    let mut bytes = 0;
    each_block(&lines, |block| {
        hash.update(block);
        bytes += block.len() as u64;
        hand_on(table, block, &mut sinks)
    })?;
    let mut written = Vec::new();
    if forms.jsonl {
        written.push(Written { table: Some(table.name), path: table.file("jsonl"), bytes, hash: Some(hex(&hash.finalize())) });
    }
    for (ending, sink) in sinks {
        sink.close().map_err(|e| named(&table.path(folder, ending), e))?;
        written.push(hashed(folder, Some(table.name), table.file(ending))?);
    }
    Ok(written)
}

fn hand_on(table: &Table, block: &str, sinks: &mut [(&str, Box<dyn Sink>)]) -> io::Result<()> {
    let mut cells = Cells::new(table);
    for line in block.lines() {
        let row = cells.read(line)?;
        sinks.iter_mut().try_for_each(|(_, sink)| sink.row(line, row))?;
    }
    Ok(())
}

/// A file that was written, read again.
fn hashed(folder: &Path, table: Option<&'static str>, path: String) -> io::Result<Written> {
    let whole: PathBuf = folder.join(&path);
    let (bytes, hash) = hash(&whole).map_err(|e| named(&whole, e))?;
    Ok(Written { table, path, bytes, hash: Some(hash) })
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = BufReader::with_capacity(1 << 17, File::open(path)?);
    let (mut bytes, mut hash) = (0, Sha256::new());
    loop {
        let block = file.fill_buf()?;
        if block.is_empty() {
            return Ok((bytes, hex(&hash.finalize())));
        }
        hash.update(block);
        let read = block.len();
        bytes += read as u64;
        file.consume(read);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
