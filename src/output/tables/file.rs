//! One table's file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::output::state::Slice;

/// A table that is being written; its errors name the file.
pub struct TableFile {
    path: PathBuf,
    file: BufWriter<File>,
    written: u64,
}

const BUFFER: usize = 1 << 17;
/// Enough lines to share out among threads.
const BLOCK: u64 = 1 << 20;

impl TableFile {
    pub fn create(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(format!("{name}.jsonl"));
        let file = named(&path, File::create(&path))?;
        Ok(TableFile { path, file: BufWriter::with_capacity(BUFFER, file), written: 0 })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the lines stand in the file.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<Slice> {
        named(&self.path, self.file.write_all(lines))?;
        let slice = Slice(self.written, lines.len() as u64);
        self.written += slice.1;
        Ok(slice)
    }

    /// Brings everything to the file, which others may then read.
    pub fn close(&mut self) -> io::Result<()> {
        named(&self.path, self.file.flush())
    }
}

/// Hands on a table that was closed, in blocks of whole lines.
pub fn each_block(path: &Path, mut take: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(BUFFER, named(path, File::open(path))?);
    let mut block = Vec::new();
    loop {
        named(path, reader.by_ref().take(BLOCK).read_to_end(&mut block))?;
        named(path, reader.read_until(b'\n', &mut block))?;
        if block.is_empty() {
            return Ok(());
        }
        take(simdutf8::basic::from_utf8(&block).map_err(io::Error::other)?)?;
        block.clear();
    }
}

fn named<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))
}
