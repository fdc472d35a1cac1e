//! CSV as RFC 4180 has it, or as Excel opens it where a comma stands before decimals.
//!
//! Written here and not by a crate, since null (nothing) and an empty text (`""`) must
//! stay apart, which PostgreSQL and DuckDB read, and since cells are guarded.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Sink;
use super::cells::Cell;
use super::model::Table;

/// A table as CSV.
pub struct Csv {
    file: BufWriter<File>,
    line: Vec<u8>,
    is_for_excel: bool,
}

/// What a spreadsheet takes as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Csv {
    pub fn create(path: &Path, table: &Table, is_for_excel: bool) -> io::Result<Self> {
        let mut csv = Csv { file: BufWriter::with_capacity(1 << 17, File::create(path)?), line: Vec::new(), is_for_excel };
        if is_for_excel {
            csv.file.write_all("\u{feff}".as_bytes())?;
        }
        let header: Vec<Cell> = table.columns.iter().map(|c| Cell::Text(c.name.as_str().into())).collect();
        csv.write(&header)?;
        Ok(csv)
    }

    fn write(&mut self, cells: &[Cell]) -> io::Result<()> {
        let mark = if self.is_for_excel { b';' } else { b',' };
        self.line.clear();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.line.push(mark);
            }
            self.cell(cell, mark)?;
        }
        self.line.extend(b"\r\n");
        self.file.write_all(&self.line)
    }

    fn cell(&mut self, cell: &Cell, mark: u8) -> io::Result<()> {
        match cell {
            Cell::Null => Ok(()),
            Cell::Boolean(value) => write!(self.line, "{value}"),
            Cell::Integer(value) => write!(self.line, "{value}"),
            Cell::Number(value) if self.is_for_excel => write!(self.line, "{}", value.to_string().replace('.', ",")),
            Cell::Number(value) => write!(self.line, "{value}"),
            Cell::Text(text) => {
                self.text(text, mark);
                Ok(())
            }
        }
    }

    /// A text that a spreadsheet would take as a formula gets an apostrophe before it.
    fn text(&mut self, text: &str, mark: u8) {
        let guard = if text.starts_with(FORMULA) { "'" } else { "" };
        let needs_quotes = |b: u8| b == mark || matches!(b, b'"' | b'\r' | b'\n');
        if !text.is_empty() && !text.bytes().any(needs_quotes) {
            self.line.extend(guard.as_bytes());
            self.line.extend(text.as_bytes());
            return;
        }
        self.line.push(b'"');
        self.line.extend(guard.as_bytes());
        self.line.extend(text.replace('"', "\"\"").as_bytes());
        self.line.push(b'"');
    }
}

impl Sink for Csv {
    fn row(&mut self, _line: &str, cells: &[Cell]) -> io::Result<()> {
        self.write(cells)
    }

    fn close(mut self: Box<Self>) -> io::Result<()> {
        self.file.flush()
    }
}
