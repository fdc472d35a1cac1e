//! Bytes to text.
//!
//! A byte-order mark decides; then strict UTF-8; then UTF-16 without a mark;
//! then the Vietnamese encodings of before Unicode, where one of them makes
//! clearly more syllables than the others. Anything else fails with a code that
//! says so: a guess would put wrong letters into a dashboard.

mod capitals;
mod guess;
mod mojibake;
mod table;
mod utf16;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::record::Failure;
use capitals::{has_toned_capitals, with_capitals};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// TCVN 5712:1993, also called ABC: fonts .VnTime, .VnArial …
    Tcvn3,
    /// VNI-Windows: fonts VNI-Times, VNI-Helve …
    Vni,
    /// RFC 1456.
    Viscii,
    Windows1258,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Encoding; 7] =
        [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Windows1258];

    fn is_unicode(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be)
    }

    /// As `source.encoding` says it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Tcvn3 => "tcvn3",
            Encoding::Vni => "vni",
            Encoding::Viscii => "viscii",
            Encoding::Windows1258 => "windows-1258",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Encoding {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Encoding::ALL.into_iter().find(|e| e.name().eq_ignore_ascii_case(name));
        let names = || Encoding::ALL.map(Encoding::name).join(", ");
        known.ok_or_else(|| format!("no encoding of this name; one of {}", names()))
    }
}

/// The text of a file, and how it was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// What offsets point into and `trichluc text` prints: where letters of an
    /// old font stood, the repaired ones. What they stood for cannot be read,
    /// so it is no quotation that a record could show.
    pub text: String,
    pub encoding: Encoding,
    pub legacy: Option<Legacy>,
}

/// Letters of before Unicode that were met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Legacy {
    pub encoding: Encoding,
    /// The file itself is Unicode: letters of an old font were repaired.
    pub is_repaired: bool,
    /// Bytes of the decoded text: the first stretch that was.
    pub first: Range<usize>,
}

impl Decoded {
    fn unicode(text: String, encoding: Encoding) -> Self {
        Decoded { text, encoding, legacy: None }
    }

    fn legacy(text: String, encoding: Encoding) -> Self {
        let is_of_font = encoding == Encoding::Tcvn3 && !has_toned_capitals(&text);
        let text = if is_of_font { with_capitals(&text) } else { text };
        let legacy = Legacy::of_file(&text, encoding);
        Decoded { text, encoding, legacy }
    }
}

impl Legacy {
    /// Of a file that is in this encoding as a whole.
    pub fn of_file(text: &str, encoding: Encoding) -> Option<Self> {
        first_word(text).map(|first| Legacy { encoding, is_repaired: false, first })
    }
}

/// Bytes of the first word with a letter beyond ASCII.
fn first_word(text: &str) -> Option<Range<usize>> {
    let at = text.find(|c: char| !c.is_ascii())?;
    let start = text[..at].rfind(|c: char| !c.is_alphabetic()).map_or(0, |i| i + 1);
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |i| at + i);
    Some(start..end)
}

/// The text of `bytes`, as in `encoding` or as they look, with letters of old fonts repaired.
///
/// Fails with code `binary` (control bytes that no text has) or
/// `unknown_encoding`.
pub(crate) fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded, Failure> {
    let decoded = unrepaired(bytes, encoding)?;
    if decoded.legacy.is_some() {
        return Ok(decoded);
    }
    let Decoded { text, encoding: own, .. } = decoded;
    let (text, legacy) = repaired(text, encoding);
    Ok(Decoded { text, encoding: own, legacy })
}

/// Unicode text with letters of old fonts repaired; with a name all of them, or none where it is one of Unicode.
pub(crate) fn repaired(text: String, encoding: Option<Encoding>) -> (String, Option<Legacy>) {
    let repaired = match encoding {
        None => mojibake::repair(&text),
        Some(encoding) if encoding.is_unicode() => None,
        Some(encoding) => mojibake::convert(&text, encoding),
    };
    repaired.map_or((text, None), |(text, legacy)| (text, Some(legacy)))
}

/// The text of `bytes`, without its byte-order mark, with the letters that it has: what is to be taken apart before they are judged.
pub(crate) fn unrepaired(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded, Failure> {
    match encoding {
        Some(encoding) => decode_as(bytes, encoding),
        None => guessed(bytes),
    }
}

fn guessed(bytes: &[u8]) -> Result<Decoded, Failure> {
    if let Some(marked) = utf16_with_mark(bytes) {
        return marked;
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        let (text, is_little) = utf16::guess(bytes).ok_or_else(|| binary(at))?;
        return Ok(Decoded::unicode(text, if is_little { Encoding::Utf16Le } else { Encoding::Utf16Be }));
    }
    let marked = bytes.strip_prefix(MARK);
    match simdutf8::compat::from_utf8(marked.unwrap_or(bytes)) {
        Ok(text) => Ok(Decoded::unicode(text.to_owned(), Encoding::Utf8)),
        Err(error) => match guess::guess(bytes).filter(|_| marked.is_none()) {
            Some((encoding, text)) => Ok(Decoded::legacy(text, encoding)),
            None => Err(not_utf8(bytes, bytes.len() - marked.unwrap_or(bytes).len() + error.valid_up_to())),
        },
    }
}

/// The text of `bytes` in this encoding, whatever they look like; in one of before Unicode only where they are not Unicode.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Result<Decoded, Failure> {
    let text = match encoding {
        Encoding::Utf8 => utf8(bytes).map(str::to_owned),
        Encoding::Utf16Le => utf16::decode(bytes.strip_prefix(LITTLE).unwrap_or(bytes), u16::from_le_bytes),
        Encoding::Utf16Be => utf16::decode(bytes.strip_prefix(BIG).unwrap_or(bytes), u16::from_be_bytes),
        _ => return legacy(bytes, encoding),
    };
    text.map(|text| Decoded::unicode(text, encoding)).ok_or_else(|| not_this(encoding))
}

fn legacy(bytes: &[u8], encoding: Encoding) -> Result<Decoded, Failure> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return utf16_with_mark(bytes).unwrap_or_else(|| Err(binary(at)));
    }
    if let Some(text) = utf8(bytes) {
        return Ok(Decoded::unicode(text.to_owned(), Encoding::Utf8));
    }
    let table = table::table(encoding, false).expect("all but the Unicode encodings have a table");
    Ok(Decoded::legacy(table.decode(bytes), encoding))
}

const LITTLE: &[u8] = b"\xFF\xFE";
const BIG: &[u8] = b"\xFE\xFF";
const MARK: &[u8] = b"\xEF\xBB\xBF";

fn utf8(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes)).ok()
}

/// The text of a file that begins with the byte-order mark of UTF-16.
fn utf16_with_mark(bytes: &[u8]) -> Option<Result<Decoded, Failure>> {
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(LITTLE) {
        (utf16::decode(rest, u16::from_le_bytes), Encoding::Utf16Le)
    } else {
        (utf16::decode(bytes.strip_prefix(BIG)?, u16::from_be_bytes), Encoding::Utf16Be)
    };
    Some(text.map(|text| Decoded::unicode(text, encoding)).ok_or_else(|| not_this(encoding)))
}

fn binary(at: usize) -> Failure {
    Failure {
        code: "binary".into(),
        message: format!("a NUL byte at offset {at}: this is no text; give the file the ending of its real format"),
    }
}

fn not_this(encoding: Encoding) -> Failure {
    let message = format!("should be {encoding} but is cut, damaged or something else; copy the file again from its source");
    Failure { code: "unknown_encoding".into(), message }
}

fn not_utf8(bytes: &[u8], at: usize) -> Failure {
    let line = bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    let advice = match bytes.starts_with(MARK) {
        true => "though the file begins with the mark of it; copy it again from its source",
        false => "and no Vietnamese encoding makes clear text of the file; save it as UTF-8, or name its encoding with --encoding",
    };
    let message = format!("byte 0x{:02X} at offset {at} (line {line}) is not UTF-8, {advice}", bytes.get(at).copied().unwrap_or(0));
    Failure { code: "unknown_encoding".into(), message }
}

#[cfg(test)]
mod tests;
