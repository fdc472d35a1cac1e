//! A table as one JSON array, for tools that take no lines.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Sink;
use super::cells::Cell;

/// A table as one array of objects.
pub struct Array {
    file: BufWriter<File>,
    is_empty: bool,
}

impl Array {
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Array { file: BufWriter::with_capacity(1 << 17, File::create(path)?), is_empty: true })
    }
}

impl Sink for Array {
    fn row(&mut self, line: &str, _cells: &[Cell]) -> io::Result<()> {
        self.file.write_all(if self.is_empty { b"[\n" } else { b",\n" })?;
        self.is_empty = false;
        self.file.write_all(line.as_bytes())
    }

    fn close(mut self: Box<Self>) -> io::Result<()> {
        self.file.write_all(if self.is_empty { b"[]\n" } else { b"\n]\n" })?;
        self.file.flush()
    }
}
