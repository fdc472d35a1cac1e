//! What kind of file it is, told by its content, and the reader of each kind.
//!
//! An ending is a claim: offices rename `.html` to `.doc` and `.docx` to
//! `.doc`. So the first bytes and the members of a package decide; the name
//! tells only Markdown from plain text.

mod doc;
mod docx;
mod html;
mod limits;
mod ocr;
mod package;
mod page;
mod pdf;
mod program;
mod xlsx;
mod xml;

pub use limits::Limits;
pub(crate) use limits::over;
pub use ocr::Ocr;
pub(crate) use package::{damaged as damaged_package, document_parts};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use super::encoding::{Decoded, Encoding, Legacy, decode, repaired, unrepaired};
use crate::record::Failure;
use doc::WordTool;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Txt,
    Md,
    Html,
    Docx,
    Xlsx,
    Pdf,
    /// Word before 2007.
    Doc,
    Rtf,
    /// A compound file that is no Word document: an old sheet, a message.
    Ole,
    /// A Word or Excel document behind a password.
    Locked,
    /// An archive.
    Zip,
}

/// Code of a file whose pages are images.
pub(crate) const NO_TEXT_LAYER: &str = "no_text_layer";

/// What a reader makes of a file: the text that offsets point into.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub text: String,
    /// Of a text file how its letters were written; other formats have no choice.
    pub encoding: Option<Encoding>,
    /// Letters of before Unicode that were met.
    pub legacy: Option<Legacy>,
    /// The letters were recognized on images.
    pub ocr: bool,
}

impl From<Decoded> for Reading {
    fn from(decoded: Decoded) -> Self {
        Reading { text: decoded.text, encoding: Some(decoded.encoding), legacy: decoded.legacy, ocr: false }
    }
}

impl Format {
    /// The format of `bytes`; `name` is asked only where the content is plain text.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        match bytes {
            [b'P', b'K', 3, 4, ..] => package::format(bytes),
            [b'{', b'\\', b'r', b't', b'f', ..] => Format::Rtf,
            _ if bytes.starts_with(COMPOUND) => compound(bytes),
            _ if is_pdf(bytes) => Format::Pdf,
            _ if is_html(bytes) => Format::Html,
            _ => Format::by_ending(name),
        }
    }

    /// The format that a name claims.
    pub fn by_name(name: &str) -> Self {
        const ENDINGS: [(&str, Format); 7] = [
            ("html", Format::Html),
            ("htm", Format::Html),
            ("docx", Format::Docx),
            ("xlsx", Format::Xlsx),
            ("pdf", Format::Pdf),
            ("doc", Format::Doc),
            ("zip", Format::Zip),
        ];
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let known = ENDINGS.iter().find(|(e, _)| ending.eq_ignore_ascii_case(e));
        known.map_or_else(|| Format::by_ending(name), |(_, format)| *format)
    }

    /// Plain text or Markdown.
    fn by_ending(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending.eq_ignore_ascii_case("md") { Format::Md } else { Format::Txt }
    }

    pub fn slug(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Pdf => "pdf",
            Format::Doc => "doc",
            Format::Rtf => "rtf",
            Format::Ole | Format::Locked => "ole",
            Format::Zip => "zip",
        }
    }
}

/// The readers of all formats.
#[derive(Debug, Default)]
pub(crate) struct Readers {
    pub limits: Limits,
    pub ocr: Option<Ocr>,
    /// What every file is read as; else each as it looks.
    pub encoding: Option<Encoding>,
    word_tool: OnceLock<Option<WordTool>>,
}

impl Readers {
    /// The text of a file.
    ///
    /// Fails with a code of its own for each reason: `*_limit`, `damaged`,
    /// `encrypted`, `no_reader`, `reader_panic`, and those of [`decode`].
    pub fn read(&self, format: Format, bytes: &[u8]) -> Result<Reading, Failure> {
        self.limits.input(bytes.len() as u64)?;
        if matches!(format, Format::Txt | Format::Md) {
            return decode(bytes, self.encoding).map(Reading::from);
        }
        let reading = self.read_packed(format, bytes)?;
        self.limits.text(reading.text.len())?;
        Ok(reading.repaired(self.encoding))
    }

    fn read_packed(&self, format: Format, bytes: &[u8]) -> Result<Reading, Failure> {
        match format {
            Format::Html => {
                let encoding = self.encoding;
                in_time(self.limits, bytes, move |b, l| html(b, encoding, l))
            }
            Format::Docx => in_time(self.limits, bytes, |b, l| docx::text(b, l).map(Reading::of)),
            Format::Xlsx => in_time(self.limits, bytes, |b, l| xlsx::text(b, l).map(Reading::of)),
            Format::Pdf => in_time(self.limits, bytes, |b, l| pdf::text(b, l).map(Reading::of)),
            Format::Doc => doc::text(self.word_tool.get_or_init(WordTool::find).as_ref(), bytes, &self.limits).map(Reading::of),
            Format::Locked => Err(failure("encrypted", "the document is behind a password; save it without one")),
            Format::Zip => Err(failure("no_reader", "an archive; `trichluc run` reads its files where its name ends in .zip")),
            Format::Txt | Format::Md | Format::Rtf | Format::Ole => {
                let message = format!("a file of format {}, which no reader knows; save it as .docx", format.slug());
                Err(failure("no_reader", &message))
            }
        }
    }

    /// The text that the user's command recognizes on the pages of a file.
    pub fn recognize(&self, ocr: &Ocr, bytes: &[u8]) -> Result<Reading, Failure> {
        ocr.read(bytes, &self.limits)
    }
}

impl Reading {
    /// Of a format that has no choice of encoding.
    fn of(text: String) -> Self {
        Reading { text, encoding: None, legacy: None, ocr: false }
    }

    /// With letters of old fonts repaired, which documents of Word are full of.
    fn repaired(self, encoding: Option<Encoding>) -> Self {
        if self.legacy.is_some() {
            return self;
        }
        let (text, legacy) = repaired(self.text, encoding);
        Reading { text, legacy, ..self }
    }

    /// As `source.encoding` says it: `utf-8+tcvn3` where letters of an old font were repaired.
    pub fn encoding_name(&self) -> Option<String> {
        let font = self.legacy.as_ref().filter(|l| l.is_repaired).map(|l| l.encoding);
        let names: Vec<&str> = self.encoding.into_iter().chain(font).map(Encoding::name).collect();
        (!names.is_empty()).then(|| names.join("+"))
    }
}

/// Letters are judged on the text of a page, not on its tags and entities.
fn html(bytes: &[u8], encoding: Option<Encoding>, limits: &Limits) -> Result<Reading, Failure> {
    let page = unrepaired(bytes, encoding)?;
    let text = html::text(&page.text, limits)?;
    let legacy = page.legacy.and_then(|l| Legacy::of_file(&text, l.encoding));
    Ok(Reading { text, encoding: Some(page.encoding), legacy, ocr: false })
}

/// A reader goes through files of libraries that nobody can interrupt: it works
/// on a thread of its own, which is left behind where it takes too long. The
/// thread has room for objects deep inside each other.
fn in_time(
    limits: Limits,
    bytes: &[u8],
    reader: impl FnOnce(&[u8], &Limits) -> Result<Reading, Failure> + Send + 'static,
) -> Result<Reading, Failure> {
    const STACK: usize = 64 << 20;
    let (tell, told) = mpsc::channel();
    let bytes = bytes.to_vec();
    let work = move || tell.send(guarded(|| reader(&bytes, &limits)));
    let started = thread::Builder::new().stack_size(STACK).spawn(work);
    started.map_err(|e| failure("unreadable", &format!("no thread could be started: {e}")))?;
    let late = |_| Err(over("time_limit", &format!("reading it took more than {} seconds", limits.seconds)));
    told.recv_timeout(Duration::from_secs(limits.seconds)).unwrap_or_else(late)
}

/// A library that panics on a hostile file costs that file, not the run.
fn guarded(reader: impl FnOnce() -> Result<Reading, Failure>) -> Result<Reading, Failure> {
    let panicked = |_| Err(failure("reader_panic", "the reader of this format broke down on the file; save it anew, and please report it"));
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(panicked)
}

pub(crate) fn failure(code: &str, message: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.to_owned() }
}

/// The mark of a PDF stands in its first kilobyte, not always at its head.
fn is_pdf(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"%PDF-";
    // Text that speaks of the mark does not begin with it or with bytes that no text has.
    bytes.starts_with(MARK) || (head(bytes).contains(&0) && memchr::memmem::find(head(bytes), MARK).is_some())
}

/// Opens with a tag of a page, behind a byte-order mark, white space, an XML
/// declaration or comments.
fn is_html(bytes: &[u8]) -> bool {
    const TAGS: [&str; 12] = ["!doctype html", "html", "head", "body", "meta", "title", "table", "div", "p", "center", "font", "span"];
    // UTF-16: every other byte of a tag is NUL.
    let plain = |b: &u8| !matches!(b, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    if !matches!(bytes.iter().find(|b| plain(b) && !b.is_ascii_whitespace()), Some(b'<')) {
        return false;
    }
    let opening: Vec<u8> = head(bytes).iter().filter(|b| plain(b)).map(u8::to_ascii_lowercase).collect();
    let opening = String::from_utf8_lossy(&opening);
    let mut rest = opening.trim_start();
    while let Some((passed, mark)) = [("<?", "?>"), ("<!--", "-->")].iter().find(|(open, _)| rest.starts_with(open)) {
        let Some(end) = rest[passed.len()..].find(mark) else { return false };
        rest = rest[passed.len() + end + mark.len()..].trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    TAGS.iter().any(|t| tag.strip_prefix(t).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric())))
}

/// What a compound file holds stands in its directory, in UTF-16.
fn compound(bytes: &[u8]) -> Format {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    match () {
        () if holds("EncryptedPackage") => Format::Locked,
        () if holds("WordDocument") => Format::Doc,
        () => Format::Ole,
    }
}

/// A Word document of before 2007.
pub(crate) fn is_word(bytes: &[u8]) -> bool {
    compound(bytes) == Format::Doc
}

fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(1024)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> &'static str {
        Format::of("x.txt", bytes).slug()
    }

    #[test]
    fn the_content_tells_the_format_whatever_the_ending() {
        assert_eq!(Format::of("x.docx", b"S\xE1\xBB\x91"), Format::Txt);
        assert_eq!(of(b"%PDF-1.7\n"), "pdf");
        assert_eq!(of(b"\0\0%PDF-1.7\n"), "pdf");
        assert_eq!(of(b"{\\rtf1 a}"), "rtf");
        assert_eq!(Format::of("a.MD", b"# A"), Format::Md);
    }

    #[test]
    fn a_page_opens_with_a_tag() {
        for page in ["<html>", "\u{feff} \n<!DOCTYPE html>", "<?xml version='1.0'?><!-- a --><HTML lang=vi>", "<table border=1>"] {
            assert_eq!(of(page.as_bytes()), "html", "{page}");
        }
        let utf16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&utf16), "html");
        for text in ["< 5 vụ", "<pre-2010>", "Sở <html>", "<!-- a", ""] {
            assert_eq!(of(text.as_bytes()), "txt", "{text}");
        }
    }

    #[test]
    fn a_compound_file_is_told_by_its_directory() {
        let file = |name: &str| {
            let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(Format::of("a.doc", &file("WordDocument")), Format::Doc);
        assert_eq!(Format::of("a.doc", &file("Workbook")), Format::Ole);
        let locked = file("EncryptedPackage");
        let failure = Readers::default().read(Format::of("a.docx", &locked), &locked).expect_err("a password");
        assert_eq!(failure.code, "encrypted");
    }

    #[test]
    fn a_panic_inside_a_reader_is_a_failure() {
        let failure = guarded(|| panic!("a library")).expect_err("a panic");
        assert_eq!(failure.code, "reader_panic");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_by_its_name() {
        let readers = Readers { limits: Limits { input_bytes: 3, ..Limits::default() }, ..Readers::default() };
        assert_eq!(readers.read(Format::Txt, b"abcd").expect_err("too long").code, "input_limit");
        assert!(readers.read(Format::Txt, b"abc").is_ok());
    }

    #[test]
    fn a_reader_that_takes_too_long_is_left_behind() {
        let limits = Limits { seconds: 0, ..Limits::default() };
        let slow = |_: &[u8], _: &Limits| {
            thread::sleep(Duration::from_millis(300));
            Ok(Reading::of(String::new()))
        };
        assert_eq!(in_time(limits, b"", slow).expect_err("too slow").code, "time_limit");
    }
}
