//! Texts of two bytes a letter.

/// The text of UTF-16; nothing where it is cut, damaged or holds a NUL.
pub(super) fn decode(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: String = char::decode_utf16(pairs.iter().map(|b| unit(*b))).collect::<Result<_, _>>().ok()?;
    (rest.is_empty() && !text.contains('\0')).then_some(text)
}

/// The text of bytes that hold NULs and no byte-order mark, where they are UTF-16 all the same.
///
/// What is written in Latin letters has them in a few pages of Unicode, and
/// half of them and more (blanks, digits, letters without tone) give a NUL on
/// the same side and none on the other; pictures and programs do neither.
pub(super) fn guess(bytes: &[u8]) -> Option<(String, bool)> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let share = |side: usize, is_such: fn(u8) -> bool| pairs.iter().filter(|p| is_such(p[side])).count();
    let (big, little) = (share(0, is_nul), share(1, is_nul));
    let is_little = little > big;
    let letters = share(usize::from(is_little), is_page_of_letters);
    let is_one_sided = little.min(big) * 20 <= pairs.len() && little.max(big) * 5 >= pairs.len() * 2;
    if pairs.len() < SHORTEST || !is_one_sided || letters * 100 < pairs.len() * 95 {
        return None;
    }
    let unit = if is_little { u16::from_le_bytes } else { u16::from_be_bytes };
    let text = decode(bytes, unit).filter(|t| !t.chars().any(is_odd_control))?;
    Some((text, is_little))
}

fn is_nul(byte: u8) -> bool {
    byte == 0
}

/// Letters of the shortest text that is told without a byte-order mark.
const SHORTEST: usize = 8;

/// First bytes of Latin letters, tones, Vietnamese letters and punctuation marks.
fn is_page_of_letters(high: u8) -> bool {
    matches!(high, 0x00 | 0x01 | 0x03 | 0x1E | 0x20)
}

fn is_odd_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
}
