//! Archives walked as folders.
//!
//! A `.zip` in an archive of documents is a folder that somebody packed. Its
//! files are listed once, and each is read from where it lies: nothing is
//! written to the disk. What a member claims of its size is added up before
//! anything is unpacked, and nothing unpacks to more than it claims.

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::document::{Limits, damaged_package, document_parts, failure, is_word, over};
use crate::input::open_file;
use crate::record::Failure;

/// A file inside an archive, or one of the archive's own that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Behind the archive's own name: `inner/letter.docx`, `old.zip!letter.docx`.
    pub name: String,
    /// Which member of the archive, then which of the archive that this is …
    pub at: Vec<usize>,
    /// Size that the archive tells.
    pub bytes: u64,
    /// A symbolic link, which is not followed.
    pub is_link: bool,
    /// An archive inside that is over a limit, or damaged.
    pub refused: Option<Failure>,
}

/// Whether the file is walked as a folder: it is called `.zip`, and is no document.
pub fn is_archive(path: &Path) -> bool {
    has_archive_ending(&path.to_string_lossy()) && !is_document(path)
}

/// Whether the file is a document in spite of its name: a PDF, or a package or old file of Word or Excel.
pub fn is_document(path: &Path) -> bool {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
    match head(path) {
        Some(head) if head.starts_with(b"%PDF-") => true,
        Some(head) if head.starts_with(COMPOUND) => is_word_file(path).unwrap_or(false),
        Some(head) if head.starts_with(b"PK\x03\x04") => {
            let file = open_file(path).ok().map(|(file, _)| BufReader::new(file));
            file.and_then(|f| ZipArchive::new(f).ok()).is_some_and(|mut a| document_parts(&mut a).is_some())
        }
        _ => false,
    }
}

/// What an old file of an office program holds, its directory tells, which may lie anywhere in it.
fn is_word_file(path: &Path) -> std::io::Result<bool> {
    let ((file, metadata), most) = (open_file(path)?, Limits::default().input_bytes);
    let mut bytes = Vec::new();
    Ok(metadata.len() <= most && file.take(most).read_to_end(&mut bytes).is_ok() && is_word(&bytes))
}

fn head(path: &Path) -> Option<[u8; 8]> {
    let mut head = [0; 8];
    open_file(path).ok()?.0.read_exact(&mut head).ok()?;
    Some(head)
}

/// The files of an archive, those of archives inside it among them, by name.
///
/// # Errors
/// Of the archive itself: `unreadable`, `damaged`, or the limit that it is over.
pub fn members(path: &Path, limits: &Limits) -> Result<Vec<Member>, Failure> {
    let mut archive = open_archive(path, limits)?;
    let mut left = limits.archive_bytes;
    let mut all = Vec::new();
    list(&mut archive, &Place::default(), limits, &mut left, &mut all)?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// Where an archive lies in others.
#[derive(Default)]
struct Place {
    prefix: String,
    at: Vec<usize>,
}

type Archive = ZipArchive<Box<dyn Source>>;

/// Where an archive's bytes come from.
trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

fn list(archive: &mut Archive, place: &Place, limits: &Limits, left: &mut u64, all: &mut Vec<Member>) -> Result<(), Failure> {
    spend(archive, left)?;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), std::borrow::Cow::into_owned);
        let name = format!("{}{}", place.prefix, name.replace('\\', "/"));
        let at: Vec<usize> = place.at.iter().copied().chain([index]).collect();
        let mut member = Member { name, at, bytes: entry.size(), is_link: entry.is_symlink(), refused: None };
        if has_archive_ending(&member.name) && !member.is_link {
            match list_inner(archive, &member, limits, left, all) {
                Ok(Inner::Listed) => continue,
                Ok(Inner::Document) => {}
                Err(failure) => member.refused = Some(failure),
            }
        }
        all.push(member);
    }
    Ok(())
}

/// What a member called `.zip` turned out to be.
enum Inner {
    Listed,
    Document,
}

fn list_inner(archive: &mut Archive, member: &Member, limits: &Limits, left: &mut u64, all: &mut Vec<Member>) -> Result<Inner, Failure> {
    if member.at.len() > limits.archive_depth {
        return Err(over("archive_limit", &format!("archives inside {} others", limits.archive_depth)));
    }
    let index = member.at.last().copied().unwrap_or(0);
    let mut inner = open_member(archive, index, limits)?;
    if document_parts(&mut inner).is_some() {
        return Ok(Inner::Document);
    }
    let place = Place { prefix: format!("{}!", member.name), at: member.at.clone() };
    list(&mut inner, &place, limits, left, all).map(|()| Inner::Listed)
}

/// Whether a name is that of an archive.
pub fn has_archive_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}

/// All that the members claim to unpack to is taken from what is left.
fn spend(archive: &Archive, left: &mut u64) -> Result<(), Failure> {
    let sizes = (0..archive.len()).filter_map(|i| archive.by_index_data(i).ok().map(|e| e.size()));
    let total = sizes.fold(0u64, u64::saturating_add);
    *left = left.checked_sub(total).ok_or_else(|| over("archive_limit", "unpacks to more than archives may"))?;
    Ok(())
}

fn open_archive(path: &Path, limits: &Limits) -> Result<Archive, Failure> {
    let unreadable =
        |e: std::io::Error| failure("unreadable", &format!("{e}; check that the file is still there and that this user may read it"));
    let (file, metadata) = open_file(path).map_err(unreadable)?;
    open(Box::new(BufReader::new(file)), metadata.len(), limits)
}

fn open_member(archive: &mut Archive, index: usize, limits: &Limits) -> Result<Archive, Failure> {
    let bytes = unpacked(archive, index, limits.unpacked_bytes, "unpacked_limit")?;
    let length = bytes.len() as u64;
    open(Box::new(Cursor::new(bytes)), length, limits)
}

fn open(mut source: Box<dyn Source>, length: u64, limits: &Limits) -> Result<Archive, Failure> {
    let unreadable = |e: std::io::Error| failure("unreadable", &format!("{e}; copy the file again from its source"));
    if !has_few_members(&mut source, limits.entries).map_err(unreadable)? {
        return Err(over("entries_limit", &format!("an archive of more than {} members", limits.entries)));
    }
    let archive = ZipArchive::new(source).map_err(|e| damaged_package(&e))?;
    let mut allowed = limits.by_ratio(length);
    spend(&archive, &mut allowed).map_err(|_| over("ratio_limit", &format!("unpacks to more than {} times its size", limits.ratio)))?;
    Ok(archive)
}

/// The list of members is read as a whole: a list of millions would fill the memory.
fn has_few_members(source: &mut Box<dyn Source>, most: usize) -> std::io::Result<bool> {
    const MARK: &[u8] = b"PK\x01\x02";
    let (mut block, mut kept, mut found) = (vec![0; 1 << 16], 0, 0);
    source.seek(SeekFrom::Start(0))?;
    loop {
        let read = source.read(&mut block[kept..])?;
        if read == 0 {
            break;
        }
        let end = kept + read;
        found += memchr::memmem::find_iter(&block[..end], MARK).count();
        if found > most {
            return Ok(false);
        }
        // A mark may begin in this block and end in the next.
        kept = end.min(MARK.len() - 1);
        block.copy_within(end - kept..end, 0);
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(true)
}

/// The bytes of a member, no more than it claims to have.
fn unpacked(archive: &mut Archive, index: usize, most: u64, limit: &str) -> Result<Vec<u8>, Failure> {
    let locked = |e: ZipError| match e {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            failure("encrypted", "the archive is behind a password; unpack it first")
        }
        e => damaged_package(&e),
    };
    let member = archive.by_index(index).map_err(locked)?;
    let claimed = member.size();
    if claimed > most {
        return Err(over(limit, &format!("{claimed} bytes unpacked, over the limit of {most}")));
    }
    let mut bytes = Vec::new();
    member.take(claimed + 1).read_to_end(&mut bytes).map_err(|e| damaged_package(&e))?;
    if bytes.len() as u64 != claimed {
        return Err(failure("damaged", "a file of the archive is longer or shorter than the archive says; copy it again from its source"));
    }
    Ok(bytes)
}

/// The archives that were read last: files of one archive come one behind the other.
#[derive(Default)]
pub(crate) struct Shelf {
    path: PathBuf,
    /// The archive, and those inside it on the way to the last member, each with its index.
    open: Vec<(usize, Archive)>,
}

impl Member {
    /// An archive of which not even the list of its files can be read.
    pub fn refused(failure: Failure) -> Self {
        Member { name: String::new(), at: Vec::new(), bytes: 0, is_link: false, refused: Some(failure) }
    }
}

impl Shelf {
    /// The bytes of a member of an archive.
    pub fn read(&mut self, path: &Path, at: &[usize], limits: &Limits) -> Result<Vec<u8>, Failure> {
        let (last, above) = at.split_last().ok_or_else(|| failure("unreadable", "no file of the archive"))?;
        if self.path != path || self.open.is_empty() {
            self.open.clear();
            self.open.push((0, open_archive(path, limits)?));
            self.path = path.to_owned();
        }
        let known = self.open[1..].iter().zip(above).take_while(|((index, _), wanted)| index == *wanted).count();
        self.open.truncate(known + 1);
        for index in &above[known..] {
            let (_, outer) = self.open.last_mut().expect("the archive itself is open");
            let inner = open_member(outer, *index, limits)?;
            self.open.push((*index, inner));
        }
        let (_, archive) = self.open.last_mut().expect("the archive itself is open");
        unpacked(archive, *last, limits.input_bytes, "input_limit")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
            zip.write_all(content).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }

    fn on_disk(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::Builder::new().suffix(".zip").tempfile().expect("a temporary folder");
        file.write_all(bytes).expect("writable");
        file
    }

    fn names(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Option<String>)>, String> {
        let all = members(on_disk(bytes).path(), limits).map_err(|f| f.code)?;
        Ok(all.into_iter().map(|m| (m.name, m.refused.map(|f| f.code))).collect())
    }

    #[test]
    fn files_of_an_archive_are_listed_by_name_and_read_back() {
        let inner = packed(&[("c.txt", b"c")]);
        let file = on_disk(&packed(&[("b/x.txt", b"x"), ("old.ZIP", &inner), ("a.txt", b"a")]));
        let all = members(file.path(), &Limits::default()).expect("an archive");
        let mut shelf = Shelf::default();
        let read: Vec<(&str, Vec<u8>)> =
            all.iter().map(|m| (m.name.as_str(), shelf.read(file.path(), &m.at, &Limits::default()).expect("a member"))).collect();
        assert_eq!(read, [("a.txt", b"a".to_vec()), ("b/x.txt", b"x".to_vec()), ("old.ZIP!c.txt", b"c".to_vec())]);
    }

    #[test]
    fn an_archive_over_a_limit_is_refused_by_its_name() {
        let bytes = packed(&[("a", &[b'a'; 6 << 20]), ("b", b"b")]);
        let with = |limits| names(&bytes, &limits).expect_err("over a limit");
        assert_eq!(with(Limits::default()), "ratio_limit");
        assert_eq!(with(Limits { ratio: 9999, archive_bytes: 9, ..Limits::default() }), "archive_limit");
        assert_eq!(with(Limits { ratio: 9999, entries: 1, ..Limits::default() }), "entries_limit");
        assert_eq!(names(b"PK\x03\x04", &Limits::default()), Err("damaged".into()));
    }

    #[test]
    fn an_archive_inside_that_cannot_be_read_is_a_member() {
        let mut bytes = packed(&[("c.txt", b"c")]);
        for _ in 0..4 {
            bytes = packed(&[("i.zip", &bytes)]);
        }
        let deep = names(&bytes, &Limits::default()).expect("an archive");
        assert_eq!(deep, [("i.zip!i.zip!i.zip!i.zip".into(), Some("archive_limit".into()))]);
        assert_eq!(names(&packed(&[("i.zip", b"PK")]), &Limits::default()), Ok(vec![("i.zip".into(), Some("damaged".into()))]));
    }

    #[test]
    fn a_document_is_no_archive() {
        let document = on_disk(&packed(&[("word/document.xml", b"<a/>")]));
        assert!(is_document(document.path()) && !is_archive(document.path()));
        let archive = on_disk(&packed(&[("a.txt", b"a")]));
        assert!(is_archive(archive.path()) && !is_document(archive.path()));
    }
}
