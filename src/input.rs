//! Files to read: on the disk, or inside an archive there.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use crate::archive::{Member, Shelf};
use crate::document::{Limits, failure};
use crate::record::Failure;

/// A file to read, and what its record calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// `source.path` of the record: relative to the input root, with `/`.
    pub name: String,
    /// Where it is, or the archive that it is in.
    pub path: PathBuf,
    /// Which file of the archive.
    pub member: Option<Member>,
}

impl Input {
    /// Size in bytes, as far as the disk or the archive tells.
    pub(crate) fn bytes(&self) -> u64 {
        match &self.member {
            Some(member) => member.bytes,
            None => std::fs::metadata(&self.path).map_or(0, |m| m.len()),
        }
    }
}

/// Reads files one behind the other; an archive stays open for its next file.
#[derive(Default)]
pub struct Files {
    limits: Limits,
    shelf: Shelf,
}

impl Files {
    /// Reads files within limits.
    pub fn new(limits: Limits) -> Self {
        Files { limits, shelf: Shelf::default() }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why there are none: `unreadable`, `input_limit`, and of an archive what it is refused for.
    pub fn bytes(&mut self, input: &Input) -> Result<Vec<u8>, Failure> {
        match &input.member {
            Some(Member { refused: Some(failure), .. }) => Err(failure.clone()),
            Some(member) => self.shelf.read(&input.path, &member.at, &self.limits),
            None => self.file(input),
        }
    }

    fn file(&self, input: &Input) -> Result<Vec<u8>, Failure> {
        let unreadable =
            |e: std::io::Error| failure("unreadable", &format!("{e}; check that the file is still there and that this user may read it"));
        let file = File::open(&input.path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        self.limits.input(length)?;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // A file may grow while it is read.
        file.take(self.limits.input_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        self.limits.input(bytes.len() as u64)?;
        Ok(bytes)
    }
}
