//! A line of text cut where mentions begin and end.

use super::{Note, Subject};

/// A stretch of a line, or a mark between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A mention begins here.
    Opens,
    /// Words, and what the innermost mention around them is of.
    Words(&'a str, Option<Subject>),
    /// A mention ends here.
    Closes,
}

/// The pieces of `line`, which begins `first` code points into the text.
pub fn pieces<'a>(line: &'a str, first: usize, notes: &[Note]) -> Vec<Piece<'a>> {
    let last = first + line.chars().count();
    let mut here: Vec<&Note> = notes.iter().filter(|n| n.start < last && n.end > first && n.start < n.end).collect();
    // Two mentions of one span are marked once.
    here.sort_by_key(|n| (n.start, std::cmp::Reverse(n.end)));
    here.dedup_by_key(|n| (n.start, n.end));
    let mut cuts: Vec<usize> =
        here.iter().flat_map(|n| [n.start, n.end]).chain([first, last]).filter(|c| (first..=last).contains(c)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut all = Vec::new();
    let mut rest = line;
    for (i, &cut) in cuts.iter().enumerate() {
        all.extend(here.iter().filter(|n| n.end == cut).map(|_| Piece::Closes));
        all.extend(here.iter().filter(|n| n.start == cut).map(|_| Piece::Opens));
        let Some(next) = cuts.get(i + 1) else { break };
        let (words, after) = rest.split_at(rest.char_indices().nth(next - cut).map_or(rest.len(), |(byte, _)| byte));
        all.push(Piece::Words(words, innermost(&here, cut)));
        rest = after;
    }
    all
}

fn innermost(notes: &[&Note], at: usize) -> Option<Subject> {
    let around = notes.iter().filter(|n| n.start <= at && at < n.end);
    around.min_by_key(|n| n.end - n.start).map(|n| n.subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(start: usize, end: usize, subject: Subject) -> Note {
        Note { start, end, line: 1, subject, value: String::new(), role: String::new(), rule: String::new(), why: Vec::new() }
    }

    fn marked(line: &str, first: usize, notes: &[Note]) -> String {
        let shown = pieces(line, first, notes).into_iter().map(|p| match p {
            Piece::Opens => "⟦",
            Piece::Words(words, _) => words,
            Piece::Closes => "⟧",
        });
        shown.collect()
    }

    #[test]
    fn mentions_are_marked_by_letters_not_bytes() {
        assert_eq!(marked("xử lý 07 vụ án", 100, &[note(106, 111, Subject::Count)]), "xử lý ⟦07 vụ⟧ án");
    }

    #[test]
    fn a_mention_inside_another_has_its_own_mark_and_colour() {
        let notes = [note(0, 9, Subject::Citation), note(4, 9, Subject::Place), note(4, 9, Subject::Finding)];
        assert_eq!(marked("UBND tỉnh A", 0, &notes), "⟦UBND⟦ tỉnh⟧⟧ A");
        let inner = pieces("UBND tỉnh A", 0, &notes).into_iter().filter_map(|p| if let Piece::Words(_, s) = p { Some(s) } else { None });
        assert_eq!(inner.collect::<Vec<_>>(), [Some(Subject::Citation), Some(Subject::Place), None]);
    }

    #[test]
    fn a_mention_over_two_lines_opens_on_one_and_closes_on_the_other() {
        let notes = [note(3, 8, Subject::Citation)];
        assert_eq!((marked("số 12", 0, &notes), marked("/QĐ", 6, &notes)), ("số ⟦12".into(), "/Q⟧Đ".into()));
    }
}
