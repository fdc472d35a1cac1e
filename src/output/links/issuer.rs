//! Whether two ways to write an issuing body can mean the same.

use crate::output::fold::folded;

/// Words of a name that are looked at: longer ones are no names.
const WORDS: usize = 40;

/// Whether one name is a shorter way to write the other: words left out, or
/// written as their first letters (`UBND tỉnh`, `Ủy ban nhân dân tỉnh Lạng Sơn`).
pub fn fit(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    is_short_for(&one, &other) || is_short_for(&other, &one)
}

struct Word {
    folded: String,
    /// All capitals: it may be the first letters of several words.
    capitals: bool,
}

fn words(name: &str) -> Vec<Word> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(WORDS);
    parts.map(|w| Word { folded: folded(w), capitals: w.chars().nth(1).is_some() && w.chars().all(char::is_uppercase) }).collect()
}

/// Whether every word of `short` stands in `long`, in that order.
fn is_short_for(short: &[Word], long: &[Word]) -> bool {
    // fits[i][j]: the words of `short` from the i-th on stand in those of `long` from the j-th on.
    let mut fits = vec![vec![false; long.len() + 1]; short.len() + 1];
    fits[short.len()].fill(true);
    for i in (0..short.len()).rev() {
        for j in (0..long.len()).rev() {
            let here = (short[i].folded == long[j].folded && fits[i + 1][j + 1])
                || spelled_out(&short[i], &long[j..]).iter().any(|n| fits[i + 1][j + n])
                || spelled_out(&long[j], &short[i..]).iter().any(|n| fits[i + n][j + 1]);
            fits[i][j] = here || fits[i][j + 1];
        }
    }
    fits[0][0]
}

/// How many of `words` the letters of an abbreviation stand for, from the first on; one word between two letters may be left out.
fn spelled_out(short: &Word, words: &[Word]) -> Vec<usize> {
    let mut ends = if short.capitals { vec![0] } else { Vec::new() };
    for letter in short.folded.chars() {
        let begins = |n: &usize| words.get(*n).is_some_and(|w| w.folded.starts_with(letter));
        ends = ends.into_iter().flat_map(|end| end..=end + usize::from(end > 0)).filter(begins).map(|n| n + 1).collect();
        ends.dedup();
        if ends.is_empty() {
            break;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_the_same_in_short_and_in_full() {
        assert!(fit("UBND tỉnh", "Ủy ban nhân dân tỉnh Lạng Sơn"));
        assert!(fit("UỶ BAN NHÂN DÂN TỈNH LẠNG SƠN", "UBND tỉnh Lạng Sơn"));
        assert!(fit("Sở TT&TT", "Sở Thông tin và Truyền thông"));
        assert!(fit("Bộ GDĐT", "Bộ Giáo dục và Đào tạo"));
        assert!(fit("Thủ tướng", "Thủ tướng Chính phủ"));
    }

    #[test]
    fn two_offices_are_not_the_same() {
        assert!(!fit("Sở Nội vụ", "Sở Tài nguyên và Môi trường"));
        assert!(!fit("UBND tỉnh Bắc Giang", "Ủy ban nhân dân tỉnh Lạng Sơn"));
        assert!(!fit("Sở Y tế", "Sở Tư pháp"));
    }

    #[test]
    fn a_hostile_name_takes_no_time() {
        let name = "A".repeat(10_000);
        let words = "a ".repeat(10_000);
        assert!(!fit(&name, &words));
    }
}
