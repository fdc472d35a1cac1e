//! Printed lines out of letters with places.
//!
//! Where a line ends only because the next word had no room left, both are
//! written as one: the page knows its margins, and its text alone does not.

use super::super::page::superscript;
use super::content::Fragment;

/// Heights of letters: that much may the letters of one line differ in level,
/// that wide is a gap between columns, that high one between paragraphs.
const LEVEL: f64 = 0.35;
const COLUMN: f64 = 1.6;
const SPACE: f64 = 0.12;
const BLANK: f64 = 2.2;
/// How much further right than the line before a paragraph begins.
const INDENT: f64 = 0.6;
/// Lines that end so near to each other end at the margin.
const AT_MARGIN: f64 = 0.3;
/// How much of a line may stay blank where its text goes on.
const RAGGED: f64 = 0.2;
/// Bytes of the number of an item.
const MAX_NUMBER: usize = 8;

/// What a raised digit is of the letters beside it: smaller, and higher by that much of them.
const RAISED_SIZE: f64 = 0.8;
const RAISED_BY: std::ops::Range<f64> = 0.12..0.75;

/// The margins of a page.
#[derive(Clone, Copy)]
struct Block {
    left: f64,
    right: f64,
}

impl Block {
    fn around(lines: &[Line]) -> Self {
        let near = lines.iter().map(|l| l.size).sum::<f64>() / lines.len().max(1) as f64 * AT_MARGIN;
        let lefts: Vec<f64> = lines.iter().map(Line::left).collect();
        let rights: Vec<f64> = lines.iter().map(Line::right).collect();
        let (least, most) = (lefts.iter().copied().fold(f64::INFINITY, f64::min), rights.iter().copied().fold(0.0, f64::max));
        Block { left: common(lefts, near).unwrap_or(least), right: common(rights, near).unwrap_or(most) }
    }
}

/// The place that most lines begin or end at, where many do: a letterhead may stand out of the margins.
fn common(mut places: Vec<f64>, near: f64) -> Option<f64> {
    places.sort_by(f64::total_cmp);
    let mut first = 0;
    let mut most = (0, 0.0);
    for last in 0..places.len() {
        while places[last] - places[first] > near {
            first += 1;
        }
        most = if last - first + 1 > most.0 { (last - first + 1, places[last]) } else { most };
    }
    (most.0 >= 3 && 4 * most.0 >= places.len()).then_some(most.1)
}

struct Line {
    base: f64,
    size: f64,
    fragments: Vec<Fragment>,
}

/// From left to right, once its fragments lie so.
impl Line {
    fn left(&self) -> f64 {
        self.fragments.first().map_or(0.0, |f| f.left)
    }

    fn right(&self) -> f64 {
        self.fragments.iter().map(|f| f.right).fold(0.0, f64::max)
    }

    /// As much room on its left as on its right.
    fn is_centred(&self, block: Block) -> bool {
        let (before, after) = (self.left() - block.left, block.right - self.right());
        before > INDENT * self.size && (before - after).abs() < self.size
    }

    fn is_one_column(&self) -> bool {
        self.fragments.windows(2).all(|pair| gap(&pair[0], &pair[1]) <= COLUMN)
    }

    /// Ends in a word or a comma: its sentence goes on somewhere.
    /// A printed kind of document, a heading: no sentence that goes on in small letters.
    fn is_in_capitals(&self) -> bool {
        let mut letters = self.fragments.iter().flat_map(|f| f.text.chars()).filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(char::is_uppercase)
    }

    fn ends_open(&self) -> bool {
        let last = self.fragments.last().and_then(|f| f.text.trim_end().chars().next_back());
        last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '/'))
    }

    fn first_word(&self) -> &str {
        self.fragments.first().and_then(|f| f.text.split_whitespace().next()).unwrap_or("")
    }

    /// Letters of one fragment are taken as of one width.
    fn first_word_width(&self) -> f64 {
        let Some(first) = self.fragments.first() else { return 0.0 };
        let letters = first.text.trim().chars().count().max(1);
        (first.right - first.left) * self.first_word().chars().count() as f64 / letters as f64
    }
}

/// White space between two fragments, in heights of letters.
fn gap(left: &Fragment, right: &Fragment) -> f64 {
    (right.left - left.right) / left.size.max(right.size)
}

/// Appends the lines of one page, from its head to its foot.
pub(super) fn page_text(fragments: Vec<Fragment>, out: &mut String) {
    let (marks, mut words): (Vec<Fragment>, Vec<Fragment>) = fragments.into_iter().partition(|f| is_mark(f.text.trim_end()));
    words.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines: Vec<Line> = Vec::new();
    words.into_iter().for_each(|word| place(word, &mut lines));
    marks.into_iter().for_each(|mark| place_mark(mark, &mut lines));
    lines.sort_by(|a, b| b.base.total_cmp(&a.base));
    lines.iter_mut().for_each(|l| l.fragments.sort_by(|a, b| a.left.total_cmp(&b.left)));
    let block = Block::around(&lines);
    let mut above: Option<&Line> = None;
    for line in &lines {
        if let Some(above) = above {
            push_end(above, line, block, out);
        }
        push_line(&line.fragments, out);
        above = Some(line);
    }
    if above.is_some() {
        out.push('\n');
    }
}

/// What parts two lines: a line end, a blank line too, or a space where the first ran full.
fn push_end(above: &Line, line: &Line, block: Block, out: &mut String) {
    if above.base - line.base > BLANK * line.size {
        out.push_str("\n\n");
    } else if !wraps(above, line, block) {
        out.push('\n');
    } else if !ends_inside_code(out) {
        out.push(' ');
    }
}

/// Whether the text of a line goes on in the next: its first word had no room
/// left, or little was left and the sentence is not over.
fn wraps(above: &Line, line: &Line, block: Block) -> bool {
    let is_paragraph = above.is_one_column() && line.is_one_column() && (above.size - line.size).abs() < 0.1 * line.size;
    let is_indented = line.left() > above.left() + INDENT * line.size;
    let is_title = above.is_centred(block) != line.is_centred(block);
    if !is_paragraph || is_indented || is_title || opens_item(line.first_word()) {
        return false;
    }
    let room = block.right - above.right();
    let is_open = above.ends_open();
    let goes_on = is_open && line.first_word().starts_with(char::is_lowercase) && !above.is_in_capitals();
    room < line.first_word_width() + SPACE * line.size || goes_on || is_open && room < RAGGED * (block.right - above.left())
}

/// `QĐ-` and `15/` at the end of a line go on without a space.
fn ends_inside_code(line: &str) -> bool {
    let mut back = line.chars().rev();
    matches!(back.next(), Some('-' | '/')) && back.next().is_some_and(char::is_alphanumeric)
}

/// `-`, `+`, `•`, `1.`, `1.2.`, `a)`, `IV.`, `¹`: an item of a list, no word of a sentence.
fn opens_item(word: &str) -> bool {
    let mut letters = word.chars();
    match letters.next() {
        Some('-' | '–' | '+' | '*' | '•' | '¹' | '²' | '³' | '⁴'..='⁹') => true,
        Some(first) if first.is_ascii_alphanumeric() || first == 'đ' => {
            let is_number = word.len() <= MAX_NUMBER && word.ends_with(['.', ')', '/']);
            let is_short = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '/' | 'I' | 'V' | 'X');
            is_number && (word.chars().count() == 2 || word.chars().all(is_short))
        }
        _ => false,
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

fn push_line(fragments: &[Fragment], out: &mut String) {
    let mut before: Option<&Fragment> = None;
    for fragment in fragments {
        if let Some(before) = before {
            match gap(before, fragment) {
                wide if wide > COLUMN => out.push('\t'),
                wide if wide > SPACE || before.text.ends_with(' ') => out.push(' '),
                _ => {}
            }
        }
        out.push_str(fragment.text.trim());
        before = Some(fragment);
    }
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
        assert_eq!(text(&[at("Điều", 50.0, 700.0, 14.0), at("5", 82.0, 700.0, 14.0)]), "Điều 5\n");
        assert_eq!(text(&[at("Điều 5.", 50.0, 700.0, 14.0), at("7", 50.0, 660.0, 14.0)]), "Điều 5.\n\n7\n");
    }

    #[test]
    fn a_line_that_ran_full_goes_on_in_the_next() {
        let lines = |next: &str, left: f64| {
            text(&[at("Theo Quyết định số 15/QĐ-", 50.0, 700.0, 10.0), at(next, left, 684.0, 10.0), at("Hết.", 50.0, 668.0, 10.0)])
        };
        assert_eq!(lines("UBND ngày 5/3", 50.0), "Theo Quyết định số 15/QĐ-UBND ngày 5/3\nHết.\n");
        assert_eq!(lines("- Sở Y tế;", 50.0), "Theo Quyết định số 15/QĐ-\n- Sở Y tế;\nHết.\n");
        assert_eq!(lines("2. Sở Y tế", 60.0), "Theo Quyết định số 15/QĐ-\n2. Sở Y tế\nHết.\n");
    }

    #[test]
    fn a_kind_in_capitals_is_no_part_of_its_title() {
        let long = "I. Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng quán triệt sâu sắc các nội dung sau đây.";
        let page = [
            at("CHƯƠNG TRÌNH HÀNH ĐỘNG", 90.0, 700.0, 10.0),
            at("thực hiện Nghị quyết số 5", 60.0, 684.0, 10.0),
            at(long, 50.0, 650.0, 10.0),
            at(long, 50.0, 620.0, 10.0),
        ];
        assert!(text(&page).starts_with("CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết số 5\n"), "{}", text(&page));
    }

    #[test]
    fn a_title_is_no_part_of_what_follows() {
        let page = [
            at("kết quả kiểm tra thuế", 60.0, 700.0, 10.0),
            at("Thực hiện Kế hoạch số 5,", 50.0, 684.0, 10.0),
            at("cục thuế báo cáo:", 50.0, 668.0, 10.0),
        ];
        assert_eq!(text(&page), "kết quả kiểm tra thuế\nThực hiện Kế hoạch số 5, cục thuế báo cáo:\n");
    }
}
