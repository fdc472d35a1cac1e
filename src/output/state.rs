//! `state.jsonl` of a generation: what each file was when it was read, and where its record and rows stand.
//!
//! The next run copies what still holds and reads only the rest. The file is of
//! this program alone; where it is missing, damaged or of other settings the
//! next run reads everything again.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use trichluc::Input;

use super::run_info::Tally;
use super::tables::digest::Digest;
use crate::walk::Skipped;

pub const FILE: &str = "state.jsonl";
/// Changes with the form of the file.
const FORM: u32 = 2;
/// A file that changed so shortly before the run began may change again within the same tick of its clock.
const RACY_NANOSECONDS: i64 = 2_000_000_000;

/// What the results depend on beside the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    form: u32,
    version: String,
    pub rules_hash: String,
    /// Limits, forced encoding, recognition of scans.
    pub reading: String,
    pub with_tables: bool,
    /// The words around mentions are kept, for the report.
    pub with_passages: bool,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    pub settings: Settings,
    /// Nanoseconds since 1970.
    pub started: i64,
    pub documents: u64,
    pub skipped: Vec<Skipped>,
}

/// What the disk says of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: i64,
}

/// Where lines stand in a file: the first byte, how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice(pub u64, pub u64);

/// One document of a generation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    pub stamp: Option<Stamp>,
    /// BLAKE3 of the bytes in hex; none where they could not be read.
    pub hash: Option<String>,
    pub tally: Tally,
    pub record: Slice,
    /// Of the words around its mentions; none where nobody asked for them.
    pub passages: Option<Slice>,
    /// None where there are no tables, or where the rows say that the document is a copy, which it need not be the next time.
    pub rows: Option<KeptRows>,
}

/// One document's rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptRows {
    pub slices: Vec<Slice>,
    pub standing: String,
    pub digest: Digest,
}

impl Settings {
    pub fn new(rules_hash: &str, reading: String, with_tables: bool, with_passages: bool) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Settings { form: FORM, version, rules_hash: rules_hash.to_owned(), reading, with_tables, with_passages }
    }
}

impl Stamp {
    /// None where the disk does not tell, or lets nobody read the file: a right that is lost leaves no other trace.
    pub fn of(input: &Input) -> Option<Self> {
        let metadata = File::open(&input.path).ok()?.metadata().ok()?;
        let modified = metadata.modified().ok()?;
        let nanoseconds = match modified.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok()?,
            Err(before) => -i64::try_from(before.duration().as_nanos()).ok()?,
        };
        Some(Stamp { bytes: metadata.len(), modified: nanoseconds })
    }

    /// A change after this run began cannot have left the stamp as it is.
    pub fn is_settled(self, started: i64) -> bool {
        self.modified < started.saturating_sub(RACY_NANOSECONDS)
    }
}

/// The documents of the last generation, in the order of their paths.
#[derive(Debug)]
pub struct Last {
    pub head: Head,
    pub kept: Vec<Kept>,
}

impl Last {
    /// None where there is no generation, or none that is whole and of the same settings.
    pub fn read(folder: &Path, settings: &Settings) -> Option<Self> {
        let mut lines = BufReader::with_capacity(1 << 18, File::open(folder.join(FILE)).ok()?).lines();
        let head: Head = serde_json::from_str(&lines.next()?.ok()?).ok()?;
        if head.settings != *settings {
            return None;
        }
        let kept: Vec<Kept> = lines.map(|line| serde_json::from_str(&line.ok()?).ok()).collect::<Option<_>>()?;
        let end = kept.last().map_or(0, |k| k.record.0 + k.record.1);
        let is_whole = kept.len() as u64 == head.documents && std::fs::metadata(folder.join("records.jsonl")).ok()?.len() == end;
        is_whole.then_some(Last { head, kept })
    }
}

/// A file read by slices, mostly one behind the other.
pub struct Slices {
    file: BufReader<File>,
    at: u64,
}

impl Slices {
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Slices { file: BufReader::with_capacity(1 << 16, File::open(path)?), at: 0 })
    }

    pub fn read(&mut self, Slice(start, length): Slice) -> io::Result<Vec<u8>> {
        match i64::try_from(start.wrapping_sub(self.at)) {
            Ok(forward) if start >= self.at => self.file.seek_relative(forward)?,
            _ => {
                self.file.seek(SeekFrom::Start(start))?;
            }
        }
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact(&mut bytes)?;
        self.at = start + length;
        Ok(bytes)
    }
}
