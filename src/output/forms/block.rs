//! A table that was written, in blocks of whole lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::named;

const BUFFER: usize = 1 << 17;
/// Enough lines for the time between two readings not to matter.
const BLOCK: u64 = 1 << 20;

/// Hands on the table, block by block.
///
/// # Errors
/// The file cannot be read, or what takes the blocks fails.
pub fn each_block(path: &Path, mut take: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut read = || -> io::Result<()> {
        let mut reader = BufReader::with_capacity(BUFFER, File::open(path)?);
        let mut block = Vec::new();
        loop {
            reader.by_ref().take(BLOCK).read_to_end(&mut block)?;
            reader.read_until(b'\n', &mut block)?;
            if block.is_empty() {
                return Ok(());
            }
            take(simdutf8::basic::from_utf8(&block).map_err(io::Error::other)?)?;
            block.clear();
        }
    };
    read().map_err(|e| named(path, e))
}
