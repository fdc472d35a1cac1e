//! Bytes to text.
//!
//! UTF-8 first and strictly, with or without a byte-order mark; UTF-16 with
//! one. Anything else fails with a code that says so: a guess would put wrong
//! letters into a dashboard.

use crate::record::Failure;

/// The text of a file, and how it was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    /// `utf-8`, `utf-16le`, `utf-16be`.
    pub encoding: &'static str,
}

/// The text of `bytes`, without its byte-order mark.
///
/// Fails with code `binary` (control bytes that no text has) or
/// `unknown_encoding`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, Failure> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, u16::from_le_bytes, "utf-16le");
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, u16::from_be_bytes, "utf-16be");
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(binary(at));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: "utf-8" }),
        Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, encoding: &'static str) -> Result<Decoded, Failure> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|b| unit(*b))).collect();
    match text {
        Ok(text) if rest.is_empty() && text.contains('\0') => Err(binary(2 * text.chars().take_while(|c| *c != '\0').count() + 2)),
        Ok(text) if rest.is_empty() => Ok(Decoded { text, encoding }),
        _ => Err(Failure {
            code: "unknown_encoding".into(),
            message: format!("begins with the mark of {encoding} but is cut or damaged; copy the file again from its source"),
        }),
    }
}

fn binary(at: usize) -> Failure {
    Failure {
        code: "binary".into(),
        message: format!("a NUL byte at offset {at}: this is no text; give the file the ending of its real format"),
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Failure {
    let line = bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    Failure {
        code: "unknown_encoding".into(),
        message: format!(
            "byte 0x{:02X} at offset {at} (line {line}) is not UTF-8; save the file as UTF-8",
            bytes.get(at).copied().unwrap_or(0)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, String> {
        decode(bytes).map(|d| d.text).map_err(|f| f.code)
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(text("\u{feff}Số".as_bytes()), Ok("Số".into()));
        let utf16: Vec<u8> = "\u{feff}Số 𝄞".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).map(|d| (d.text, d.encoding)), Ok(("Số 𝄞".into(), "utf-16le")));
        let utf16: Vec<u8> = "\u{feff}Số".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&utf16), Ok("Số".into()));
    }

    #[test]
    fn a_nul_byte_makes_a_file_binary() {
        assert_eq!(text(b"S\0"), Err("binary".into()));
    }

    #[test]
    fn what_is_not_utf_8_fails_and_says_where() {
        let failure = decode(b"k\nB\xB8o c\xB8o").expect_err("TCVN3");
        assert_eq!(failure.code, "unknown_encoding");
        assert!(failure.message.contains("0xB8 at offset 3 (line 2)"), "{}", failure.message);
        assert_eq!(text(b"\xFF\xFEa"), Err("unknown_encoding".into()));
    }
}
