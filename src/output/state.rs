//! What the next run needs to know of a generation: what each file was when it was read, where its record and rows stand,
//! and what copies, links and the summary need of it.
//!
//! The next run copies what still holds and reads only the rest. The files are of
//! this program alone; where they are missing, damaged or of other settings the
//! next run reads everything again. A hash over all of it tells of damage.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use trichluc::{Input, open_file};

use super::forms::Forms;
use super::pieces::{BUFFER, Slice};
use super::records;
use super::report;
use super::run_info::Tally;
use super::shard::Shard;
use super::tables::digest::Digest;
use super::tables::row::CopyReason;
use super::tables::{self, TABLES};
use crate::walk::Skipped;

/// In the folder of a generation.
pub const FOLDER: &str = "state";
/// An entry for each row of the table citations.
pub const CITATIONS: &str = "citations";
/// All else: the head, then the documents in the order of their paths, then the hash.
const DOCUMENTS: &str = "documents";
/// Changes with the form of the files.
const FORM: u32 = 4;
/// Bytes that hold the settings.
const HEAD: u64 = 1 << 16;
/// A file that changed so shortly before the run began may change again within the same tick of its clock.
const RACY_NANOSECONDS: i64 = 2_000_000_000;

/// What the results depend on beside the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    form: u32,
    pub version: String,
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
    /// Of the tables: those in lines of JSON are what the next run can copy.
    pub forms: Forms,
    /// Nanoseconds since 1970.
    pub started: i64,
    pub documents: u64,
    pub skipped: Vec<Skipped>,
    pub shard: Option<Shard>,
}

/// What the disk says of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: i64,
}

/// BLAKE3 of the bytes of a file.
pub type Hash = [u8; blake3::OUT_LEN];

/// One document of a generation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    pub stamp: Option<Stamp>,
    /// None where the bytes could not be read.
    pub hash: Option<Hash>,
    pub tally: Tally,
    pub record: Slice,
    /// The words around its mentions; none where nobody asked for them.
    pub passages: Option<Slice>,
    /// None where there are no tables in lines of JSON.
    pub rows: Option<KeptRows>,
}

/// One document's rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptRows {
    pub slices: [Slice; TABLES],
    /// Where its entries stand among those of all citations.
    pub entries: Slice,
    /// The rows say so.
    pub copy_of: Option<CopyOf>,
    pub digest: Digest,
}

/// The document that one is a copy of.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    pub id: String,
    pub reason: CopyReason,
}

impl Settings {
    pub fn new(rules_hash: &str, reading: String, with_tables: bool, with_passages: bool) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Settings { form: FORM, version, rules_hash: rules_hash.to_owned(), reading, with_tables, with_passages }
    }
}

impl Stamp {
    /// None where the disk does not tell.
    pub fn of(input: &Input) -> Option<Self> {
        Stamp::new(&fs::metadata(&input.path).ok()?)
    }

    /// None also where nobody may read the file: a right that is lost leaves no other trace.
    pub fn of_readable(input: &Input) -> Option<Self> {
        Stamp::new(&open_file(&input.path).ok()?.1)
    }

    fn new(metadata: &Metadata) -> Option<Self> {
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
        let last = Last::parse(&fs::read(folder.join(FOLDER).join(DOCUMENTS)).ok()?)?;
        (last.head.settings == *settings && last.is_whole(folder)).then_some(last)
    }

    /// What a file says, if its hash says that it is as it was written.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (bytes, hash) = bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(bytes) != *hash {
            return None;
        }
        let (head, mut rest): (Head, _) = postcard::take_from_bytes(bytes).ok()?;
        let mut kept = Vec::new();
        while !rest.is_empty() {
            let document;
            (document, rest) = postcard::take_from_bytes(rest).ok()?;
            kept.push(document);
        }
        (kept.len() as u64 == head.documents).then_some(Last { head, kept })
    }

    /// The other files reach as far as they did.
    fn is_whole(&self, folder: &Path) -> bool {
        let Some(document) = self.kept.last() else { return true };
        let reaches = |file: &Path, slice: Slice| fs::metadata(folder.join(file)).is_ok_and(|m| m.len() >= slice.end());
        let rows = document.rows.iter();
        let mut tables = rows.clone().flat_map(|r| tables::files().zip(r.slices));
        let mut entries = rows.map(|r| r.entries);
        reaches(Path::new(records::FILE), document.record)
            && document.passages.is_none_or(|slice| reaches(Path::new(report::PASSAGES), slice))
            && tables.all(|(file, slice)| reaches(&file, slice))
            && entries.all(|slice| reaches(&Path::new(FOLDER).join(CITATIONS), slice))
    }
}

/// What a generation was made with, if it says: the first of all that its state says.
pub fn settings(folder: &Path) -> Option<Settings> {
    let mut head = Vec::new();
    File::open(folder.join(FOLDER).join(DOCUMENTS)).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    postcard::take_from_bytes(&head).ok().map(|(settings, _)| settings)
}

/// The state of a generation while it is written.
pub struct StateFile {
    file: BufWriter<Summed>,
    line: Vec<u8>,
}

impl StateFile {
    /// Begins it in the folder of a generation.
    ///
    /// # Errors
    /// A file cannot be made there.
    pub fn create(folder: &Path, head: &Head) -> io::Result<Self> {
        fs::create_dir_all(folder.join(FOLDER))?;
        let file = Summed { file: File::create(folder.join(FOLDER).join(DOCUMENTS))?, hasher: blake3::Hasher::new() };
        let mut state = StateFile { file: BufWriter::with_capacity(BUFFER, file), line: Vec::new() };
        state.push(head)?;
        Ok(state)
    }

    /// Adds the next document in the order of the paths.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&mut self, document: &Kept) -> io::Result<()> {
        self.push(document)
    }

    /// # Errors
    /// The file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        let Summed { file, hasher } = self.file.get_mut();
        file.write_all(hasher.finalize().as_bytes())
    }

    fn push<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        self.line.clear();
        self.line = postcard::to_extend(value, std::mem::take(&mut self.line)).map_err(io::Error::other)?;
        self.file.write_all(&self.line)
    }
}

/// A file, and the hash of all that was written to it.
struct Summed {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let settings = Settings::new("rules", "reading".into(), false, false);
        let head = Head { settings, forms: Forms::default(), started: -7, documents: 2, skipped: Vec::new(), shard: None };
        let mut state = StateFile::create(folder.path(), &head).expect("writable");
        for path in ["a.txt", "b.txt"] {
            let said = r#"{"path":"PATH","status":"ok","failure":null,"bytes":4,"citations":0,"counts":0,"findings":0}"#;
            let tally: Tally = serde_json::from_str(&said.replace("PATH", path)).expect("what one record adds");
            state
                .add(&Kept { stamp: None, hash: Some([7; 32]), tally, record: Slice(3, 4), passages: None, rows: None })
                .expect("writable");
        }
        state.finish().expect("writable");
        fs::read(folder.path().join(FOLDER).join(DOCUMENTS)).expect("readable")
    }

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let last = Last::parse(&written()).expect("a state");
        assert_eq!((last.head.started, last.head.documents), (-7, 2));
        assert_eq!(last.kept.iter().map(|k| &*k.tally.path).collect::<Vec<_>>(), ["a.txt", "b.txt"]);
        assert_eq!((last.kept[1].hash, last.kept[1].record), (Some([7; 32]), Slice(3, 4)));
    }

    #[test]
    fn a_state_with_any_byte_changed_or_lost_is_none() {
        let whole = written();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(Last::parse(&changed).is_none() && Last::parse(&whole[..at]).is_none(), "{at}");
        }
    }
}
