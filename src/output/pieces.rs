//! A file made of pieces, one document's behind the other: new ones, and ones of the last generation's file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Linux needs two to three times the time to write the same in larger blocks: it then looks for pages that lie together.
pub const BUFFER: usize = 1 << 15;

/// Where a piece stands in a file: the first byte, how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice(pub u64, pub u64);

impl Slice {
    pub fn end(self) -> u64 {
        self.0.saturating_add(self.1)
    }
}

/// A file that is being written; its errors name it.
pub struct Pieces {
    path: PathBuf,
    file: BufWriter<File>,
    written: u64,
    last: Option<File>,
    /// What of the last generation's file comes next: neighbours are copied at once, by the system, when something else follows.
    pending: Range<u64>,
}

impl Pieces {
    /// Makes `folder/name`. `last` is the folder of the last generation's file of that name, if pieces of it will be copied.
    pub fn create(folder: &Path, name: &str, last: Option<&Path>) -> io::Result<Self> {
        let path = folder.join(name);
        let file = named(&path, File::create(&path))?;
        let open = |folder: &Path| named(&folder.join(name), File::open(folder.join(name)));
        let last = last.map(open).transpose()?;
        Ok(Pieces { path, file: BufWriter::with_capacity(BUFFER, file), written: 0, last, pending: 0..0 })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a new piece. Where it stands in the file.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<Slice> {
        if !piece.is_empty() {
            self.copy_pending()?;
            named(&self.path, self.file.write_all(piece))?;
        }
        Ok(self.grow(piece.len() as u64))
    }

    /// Takes over a piece of the last generation's file. Where it stands in this one.
    pub fn copy(&mut self, piece: Slice) -> io::Result<Slice> {
        if self.pending.end != piece.0 {
            self.copy_pending()?;
            self.pending = piece.0..piece.0;
        }
        self.pending.end = piece.end();
        Ok(self.grow(piece.1))
    }

    /// Brings everything to the file, which others may then read.
    pub fn close(&mut self) -> io::Result<()> {
        self.copy_pending()?;
        named(&self.path, self.file.flush())
    }

    fn grow(&mut self, bytes: u64) -> Slice {
        let slice = Slice(self.written, bytes);
        self.written += bytes;
        slice
    }

    fn copy_pending(&mut self) -> io::Result<()> {
        let range = std::mem::take(&mut self.pending);
        if range.is_empty() {
            return Ok(());
        }
        let last = self.last.as_mut().expect("pieces are copied only where there is a generation to copy from");
        let copied = last.seek(SeekFrom::Start(range.start)).and_then(|_| {
            self.file.flush()?;
            io::copy(&mut last.take(range.end - range.start), self.file.get_mut())
        });
        match named(&self.path, copied)? {
            all if all == range.end - range.start => Ok(()),
            _ => named(&self.path, Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the last generation's file is shorter than it was"))),
        }
    }
}

/// A file read by slices, mostly one behind the other.
pub struct Slices {
    file: BufReader<File>,
    at: u64,
    slice: Vec<u8>,
}

impl Slices {
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Slices { file: BufReader::with_capacity(BUFFER, named(path, File::open(path))?), at: 0, slice: Vec::new() })
    }

    /// Its bytes, in a buffer that the next slice takes over.
    pub fn read(&mut self, Slice(start, length): Slice) -> io::Result<&mut Vec<u8>> {
        match i64::try_from(start.wrapping_sub(self.at)) {
            Ok(forward) if start >= self.at => self.file.seek_relative(forward)?,
            _ => {
                self.file.seek(SeekFrom::Start(start))?;
            }
        }
        self.slice.resize(usize::try_from(length).map_err(io::Error::other)?, 0);
        self.file.read_exact(&mut self.slice)?;
        self.at = start + length;
        Ok(&mut self.slice)
    }
}

fn named<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_and_old_pieces_stand_in_the_order_in_which_they_came() {
        let (old, new) = (tempfile::tempdir().expect("a temporary folder"), tempfile::tempdir().expect("a temporary folder"));
        std::fs::write(old.path().join("f"), "aabbccdd").expect("writable");
        let mut pieces = Pieces::create(new.path(), "f", Some(old.path())).expect("writable");
        let slices = [
            pieces.copy(Slice(0, 2)),
            pieces.copy(Slice(2, 2)),
            pieces.write(b""),
            pieces.copy(Slice(4, 2)),
            pieces.write(b"new"),
            pieces.copy(Slice(2, 0)),
            pieces.copy(Slice(6, 2)),
            pieces.copy(Slice(0, 2)),
        ];
        pieces.close().expect("writable");
        assert_eq!(std::fs::read_to_string(new.path().join("f")).expect("readable"), "aabbccnewddaa");
        let starts: Vec<u64> = slices.into_iter().map(|s| s.expect("writable").0).collect();
        assert_eq!(starts, [0, 2, 4, 4, 6, 9, 9, 11]);
    }

    #[test]
    fn an_old_file_that_lost_its_end_is_an_error() {
        let (old, new) = (tempfile::tempdir().expect("a temporary folder"), tempfile::tempdir().expect("a temporary folder"));
        std::fs::write(old.path().join("f"), "aab").expect("writable");
        let mut pieces = Pieces::create(new.path(), "f", Some(old.path())).expect("writable");
        pieces.copy(Slice(0, 4)).expect("nothing is copied yet");
        assert_eq!(pieces.close().expect_err("too short").kind(), io::ErrorKind::UnexpectedEof);
    }
}
