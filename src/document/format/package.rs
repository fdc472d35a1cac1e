//! Packages: zip files whose members are the parts of one document, or files of their own.

use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::over;
use super::xml::{Piece, walk};
use super::{Format, Limits, failure};
use crate::document::unrepaired;
use crate::record::Failure;

/// Which document a zip file is, by its members; a damaged one by the names that are left in it.
pub(super) fn format(bytes: &[u8]) -> Format {
    let archive = has_few_entries(bytes, &Limits::default()).then(|| ZipArchive::new(Cursor::new(bytes)));
    let holds = |part: &str| match &archive {
        Some(Ok(archive)) => archive.index_for_name(part).is_some(),
        _ => memchr::memmem::find(bytes, part.as_bytes()).is_some(),
    };
    PARTS.iter().find(|(part, _)| holds(part)).map_or(Format::Zip, |(_, format)| *format)
}

const PARTS: [(&str, Format); 2] = [("word/document.xml", Format::Docx), ("xl/workbook.xml", Format::Xlsx)];

/// Which document the members of a package make; `None` for files of their own.
pub(crate) fn document_parts<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<Format> {
    PARTS.iter().find(|(part, _)| archive.index_for_name(part).is_some()).map(|(_, format)| *format)
}

/// The parts of a document, unpacked one by one within its limits.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked, and the limit that they belong to.
    left: u64,
    limit: &'static str,
    depth: usize,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Failure> {
        if !has_few_entries(bytes, limits) {
            return Err(over("entries_limit", &format!("a package of more than {} members", limits.entries)));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        let (left, limit) = limits.unpacked(bytes.len() as u64);
        Ok(Package { archive, left, limit, depth: limits.depth })
    }

    /// Names of all parts, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().flatten().map(Cow::into_owned).collect();
        names.sort_unstable();
        names
    }

    /// The bytes of a part; `None` where there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        // What a part claims of its length is not believed.
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
        self.spend(bytes.len() as u64)?;
        Ok(Some(bytes))
    }

    fn spend(&mut self, unpacked: u64) -> Result<(), Failure> {
        let left = self.left.checked_sub(unpacked);
        self.left = left.ok_or_else(|| over(self.limit, "unpacks to more than its size allows"))?;
        Ok(())
    }

    /// Walks through a part that is XML; whether there is one.
    pub fn walk(&mut self, name: &str, sink: impl FnMut(Piece) -> Result<(), Failure>) -> Result<bool, Failure> {
        let Some(bytes) = self.part(name)? else { return Ok(false) };
        // Nearly all are UTF-8, and large ones need not lie in memory twice.
        let text = String::from_utf8(bytes).or_else(|e| unrepaired(e.as_bytes(), None).map(|d| d.text))?;
        walk(text.trim_start_matches('\u{feff}'), self.depth, sink)?;
        Ok(true)
    }
}

/// The list of a package's members is read as a whole: a list of millions would fill the memory.
fn has_few_entries(bytes: &[u8], limits: &Limits) -> bool {
    memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(limits.entries + 1).count() <= limits.entries
}

pub(crate) fn damaged(error: &dyn std::error::Error) -> Failure {
    failure("damaged", &format!("the package is damaged: {error}; copy the file again from its source"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;

    /// A package of these parts.
    pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
            zip.write_all(content.as_bytes()).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }

    fn part(bytes: &[u8], limits: &Limits) -> Result<usize, String> {
        let part = Package::open(bytes, limits).and_then(|mut p| p.part("a"));
        part.map(|p| p.map_or(0, |bytes| bytes.len())).map_err(|f| f.code)
    }

    #[test]
    fn a_package_is_told_by_its_members_also_when_it_is_cut() {
        let bytes = packed(&[("word/document.xml", "<a/>"), ("b", &"b".repeat(999))]);
        assert_eq!(format(&bytes), Format::Docx);
        assert_eq!(format(&bytes[..bytes.len() / 2]), Format::Docx);
        assert_eq!(format(&packed(&[("xl/workbook.xml", "")])), Format::Xlsx);
        assert_eq!(format(&packed(&[("a.txt", "")])), Format::Zip);
    }

    #[test]
    fn a_part_over_a_limit_is_not_unpacked() {
        let bytes = packed(&[("a", &"a".repeat(9 << 20))]);
        assert_eq!(part(&bytes, &Limits::default()), Err("ratio_limit".into()));
        assert_eq!(part(&bytes, &Limits { ratio: 2000, ..Limits::default() }), Ok(9 << 20));
        assert_eq!(part(&bytes, &Limits { unpacked_bytes: 1000, ..Limits::default() }), Err("unpacked_limit".into()));
        assert_eq!(part(&bytes, &Limits { entries: 0, ..Limits::default() }), Err("entries_limit".into()));
    }

    #[test]
    fn a_cut_package_is_damaged() {
        let bytes = packed(&[("a", "a")]);
        assert_eq!(part(&bytes[..bytes.len() - 30], &Limits::default()), Err("damaged".into()));
    }
}
