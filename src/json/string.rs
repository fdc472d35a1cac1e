//! Texts and keys, with what must be escaped.

use std::io::Write;

/// Writes the name of a field or a variant, a word of the program: nothing in it is to be escaped.
#[inline(always)]
pub fn push_word(out: &mut Vec<u8>, word: &'static str) {
    debug_assert!(plain_bytes(word.as_bytes()) == word.len(), "{word}");
    out.push(b'"');
    out.extend_from_slice(word.as_bytes());
    out.push(b'"');
}

/// Writes the name of a member.
#[inline(always)]
pub fn push_key(out: &mut Vec<u8>, key: &'static str) {
    push_word(out, key);
    out.push(b':');
}

/// Writes a text between quotation marks.
pub fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, odd) = rest.split_at(plain_bytes(rest));
        out.extend_from_slice(plain);
        if odd.is_empty() {
            break;
        }
        rest = &odd[push_odd(out, odd)..];
    }
    out.push(b'"');
}

/// Bytes looked at together: what fits one wide instruction.
const BLOCK: usize = 16;

/// How many bytes from the first on need no second look.
#[inline]
fn plain_bytes(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let is_plain = |block: &&[u8; BLOCK]| !block.iter().fold(false, |odd, &b| odd | is_odd(b));
    let plain = blocks.iter().take_while(is_plain).count() * BLOCK;
    plain + bytes[plain..].iter().take_while(|&&b| !ODD[usize::from(b)]).count()
}

/// Whether the byte is to be escaped, or may begin a line separator.
const fn is_odd(b: u8) -> bool {
    (b < b' ') | (b == b'"') | (b == b'\\') | (b == NEXT_LINE[0]) | (b == SEPARATOR[0])
}

/// The answers of [`is_odd`].
static ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut b = 0;
    while b < odd.len() {
        odd[b] = is_odd(b as u8);
        b += 1;
    }
    odd
};

const NEXT_LINE: &[u8] = "\u{85}".as_bytes();
/// Of lines; that of paragraphs differs in the last byte.
const SEPARATOR: &[u8] = "\u{2028}".as_bytes();

/// Writes what begins with an odd byte; returns how many bytes of the text that was.
fn push_odd(out: &mut Vec<u8>, text: &[u8]) -> usize {
    let escape: &[u8] = match *text {
        [b'"', ..] => b"\\\"",
        [b'\\', ..] => b"\\\\",
        [b'\n', ..] => b"\\n",
        [b'\r', ..] => b"\\r",
        [b'\t', ..] => b"\\t",
        [0x08, ..] => b"\\b",
        [0x0C, ..] => b"\\f",
        [control @ ..b' ', ..] => {
            write!(out, "\\u{control:04x}").expect("writing to memory does not fail");
            return 1;
        }
        [0xC2, 0x85, ..] => return push_separator(out, b"\\u0085", NEXT_LINE),
        [0xE2, 0x80, 0xA8, ..] => return push_separator(out, b"\\u2028", SEPARATOR),
        [0xE2, 0x80, 0xA9, ..] => return push_separator(out, b"\\u2029", SEPARATOR),
        _ => &text[..1],
    };
    out.extend_from_slice(escape);
    1
}

fn push_separator(out: &mut Vec<u8>, escape: &[u8], separator: &[u8]) -> usize {
    out.extend_from_slice(escape);
    separator.len()
}
