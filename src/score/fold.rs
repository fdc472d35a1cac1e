//! Comparable forms of what people write.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Comparable form of free text: no accents, lower case, letters and digits only.
///
/// A mark leaves a gap behind (`Sở` gives `so`, `Thông` gives `tho ng`), so
/// words that differ in where their accents stand stay different.
pub fn fold(text: &str) -> String {
    let plain = text.nfd().map(|c| match c {
        'đ' | 'ð' => 'd',
        'Đ' | 'Ð' => 'D',
        c if c.is_alphanumeric() && !is_combining_mark(c) => c,
        _ => ' ',
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Comparable form of a number and symbol: `15/2020/nđ–cp` as `15/2020/NĐ-CP`.
pub fn code(text: &str) -> String {
    let solid = text.nfc().filter(|c| !is_space(*c)).map(|c| match c {
        'Ð' => 'Đ',
        '–' => '-',
        c => c,
    });
    solid.collect::<String>().to_uppercase()
}

/// White space, the separators of old data files included.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_is_compared_without_case_and_marks() {
        assert_eq!(fold("  SỞ  Y TẾ_(Hà Nội), Ðắk"), fold("sở y tế ha\u{300} nội đắk"));
        assert_eq!(fold("Thông tư"), "tho ng tu");
        assert_eq!(fold("…"), "");
    }

    #[test]
    fn codes_are_compared_without_spaces_and_with_any_dash() {
        assert_eq!(code("15 /2020/nÐ–cp"), code("15/2020/NĐ-CP"));
    }
}
