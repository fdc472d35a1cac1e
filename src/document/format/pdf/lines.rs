//! Printed lines out of letters with places.

use super::super::page::superscript;
use super::content::Fragment;

/// Heights of letters: that much may the letters of one line differ in level,
/// that wide is a gap between columns, that high one between paragraphs.
const LEVEL: f64 = 0.35;
const COLUMN: f64 = 1.6;
const SPACE: f64 = 0.12;
const BLANK: f64 = 2.2;

/// What a raised digit is of the letters beside it: smaller, and higher by that much of them.
const RAISED_SIZE: f64 = 0.8;
const RAISED_BY: std::ops::Range<f64> = 0.12..0.75;

struct Line {
    base: f64,
    size: f64,
    fragments: Vec<Fragment>,
}

/// Appends the lines of one page, from its head to its foot.
pub(super) fn page_text(fragments: Vec<Fragment>, out: &mut String) {
    let (marks, mut words): (Vec<Fragment>, Vec<Fragment>) = fragments.into_iter().partition(|f| is_mark(f.text.trim_end()));
    words.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines: Vec<Line> = Vec::new();
    words.into_iter().for_each(|word| place(word, &mut lines));
    marks.into_iter().for_each(|mark| place_mark(mark, &mut lines));
    lines.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut above: Option<f64> = None;
    for line in lines {
        if above.is_some_and(|above| above - line.base > BLANK * line.size) {
            out.push('\n');
        }
        above = Some(line.base);
        push_line(line.fragments, out);
    }
}

/// Words come from the head of the page down: only the last lines can be theirs.
fn place(word: Fragment, lines: &mut Vec<Line>) {
    let near = lines.iter_mut().rev().take(2);
    let on = |line: &&mut Line| (line.base - word.base).abs() <= LEVEL * line.size.min(word.size);
    match near.into_iter().find(on) {
        Some(line) => {
            // The largest letters of a line tell its level.
            if word.size > line.size {
                (line.base, line.size) = (word.base, word.size);
            }
            line.fragments.push(word);
        }
        None => lines.push(Line { base: word.base, size: word.size, fragments: vec![word] }),
    }
}

/// Digits alone are the mark of a note where they are raised, else a word of their line.
fn place_mark(mut mark: Fragment, lines: &mut Vec<Line>) {
    // Lines lie from the head down; near are those around the level of the mark.
    let at = lines.partition_point(|line| line.base > mark.base);
    let near = at.saturating_sub(3)..lines.len().min(at + 3);
    let raises = |line: &Line| {
        let reach = line.size;
        let beside = |f: &Fragment| mark.left > f.left - reach && mark.left < f.right + reach && mark.size < RAISED_SIZE * f.size;
        RAISED_BY.contains(&((mark.base - line.base) / line.size)) && line.fragments.iter().any(beside)
    };
    if let Some(line) = lines[near.clone()].iter_mut().find(|l| raises(l)) {
        mark.text = mark.text.chars().map(superscript).collect();
        line.fragments.push(mark);
        return;
    }
    let is_level = |line: &Line| (line.base - mark.base).abs() <= LEVEL * line.size.min(mark.size);
    match lines[near].iter_mut().find(|l| is_level(l)) {
        Some(line) => line.fragments.push(mark),
        None => lines.insert(at, Line { base: mark.base, size: mark.size, fragments: vec![mark] }),
    }
}

fn is_mark(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

fn push_line(mut fragments: Vec<Fragment>, out: &mut String) {
    fragments.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut before: Option<&Fragment> = None;
    for fragment in &fragments {
        if let Some(before) = before {
            let gap = (fragment.left - before.right) / before.size.max(fragment.size);
            match gap {
                _ if gap > COLUMN => out.push('\t'),
                _ if gap > SPACE || before.text.ends_with(' ') => out.push(' '),
                _ => {}
            }
        }
        out.push_str(fragment.text.trim());
        before = Some(fragment);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, left: f64, base: f64, size: f64) -> Fragment {
        Fragment { text: text.into(), left, right: left + text.chars().count() as f64 * size / 2.0, base, size }
    }

    fn text(fragments: &[Fragment]) -> String {
        let mut out = String::new();
        page_text(fragments.to_vec(), &mut out);
        out
    }

    #[test]
    fn columns_on_one_level_are_one_line_with_a_tab() {
        let head = [at("UBND TỈNH", 50.0, 700.0, 12.0), at("BÁO CÁO", 200.0, 600.0, 14.0), at("CỘNG HÒA", 300.0, 700.5, 13.0)];
        assert_eq!(text(&head), "UBND TỈNH\tCỘNG HÒA\n\nBÁO CÁO\n");
    }

    #[test]
    fn a_raised_digit_is_no_part_of_a_number() {
        let line = [at("03/02/2020", 50.0, 700.0, 14.0), at("1", 120.0, 705.0, 9.0), at("của", 130.0, 700.0, 14.0)];
        assert_eq!(text(&line), "03/02/2020¹ của\n");
    }

    #[test]
    fn a_number_in_its_line_stays_one() {
        assert_eq!(text(&[at("Điều", 50.0, 700.0, 14.0), at("5", 82.0, 700.0, 14.0), at("7", 50.0, 680.0, 14.0)]), "Điều 5\n7\n");
    }
}
