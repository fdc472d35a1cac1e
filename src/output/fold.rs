//! Codes and names in a form in which two spellings of one are equal.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Without case, tone and vowel marks, and without leading zeros; a single space for whatever is neither letter nor digit.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in plain(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(without_zeros(word));
    }
    folded
}

/// Without case, tone and vowel marks; đ as d.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        // Codes are ASCII but for one letter.
        match c {
            'đ' | 'Đ' => plain.push('d'),
            c if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            c => decompose_canonical(c, |part| plain.extend(part.to_lowercase().filter(|c| !is_combining_mark(*c)))),
        }
    }
    plain
}

fn without_zeros(word: &str) -> &str {
    let rest = word.trim_start_matches('0');
    if rest.starts_with(|c: char| c.is_ascii_digit()) { rest } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        assert_eq!(folded("05/2020/NĐ-CP"), "5 2020 nd cp");
        assert_eq!(folded("5/2020/nđ-cp "), folded("005/2020/NĐ–CP"));
        assert_eq!((folded("102-QĐ/TW"), folded("10/KH"), folded("0/KH")), ("102 qd tw".into(), "10 kh".into(), "0 kh".into()));
        assert_eq!(folded("Ủy ban nhân dân"), folded("U\u{309}Y BAN NHA\u{302}N DÂN"));
        assert_ne!(folded("156/KH-UBND"), folded("1560/KH-UBND"));
    }
}
