//! Columns of a table whose cells tabs or bars divide, one row a line.

use std::ops::Range;

use crate::document::Document;

/// Rows that a look back for a table's head passes at most.
const LONGEST_TABLE: usize = 60;
/// Tokens of a head that are looked at.
const LONGEST_HEAD: usize = 200;

/// The tables of a document; most documents have none.
#[derive(Debug)]
pub(crate) struct Tables<'d> {
    document: &'d Document,
    /// Bytes where a tab or a bar stands, in order.
    dividers: Vec<u32>,
    rows: Vec<Row>,
}

/// A line with a divider in it.
#[derive(Debug)]
struct Row {
    /// Index among the lines.
    line: usize,
    /// Indices of its dividers.
    dividers: Range<usize>,
    /// Index of the first row of its table: no other line stands between the two.
    table: usize,
}

impl<'d> Tables<'d> {
    pub fn new(document: &'d Document) -> Self {
        let marks = memchr::memchr2_iter(b'\t', b'|', document.text.as_str().as_bytes());
        let dividers: Vec<u32> = marks.map(|at| at as u32).collect();
        Tables { document, rows: rows(document, &dividers), dividers }
    }

    /// The cell above a token in the first row of its table; none in that row itself.
    pub fn column_head(&self, token: usize) -> Option<Range<usize>> {
        if self.rows.is_empty() {
            return None;
        }
        let line = self.document.layout.line_of(token);
        let own = self.rows.binary_search_by_key(&line, |r| r.line).ok()?;
        let head = self.rows[own].table.max(own.saturating_sub(LONGEST_TABLE));
        let start = self.document.tokens.get(token)?.span.start;
        let column = self.dividers_of(own).partition_point(|d| *d < start);
        if head < own { self.cell(head, column) } else { None }
    }

    /// The head of the column, where a token opens its cell.
    pub fn head_of_cell(&self, token: usize) -> Option<Range<usize>> {
        let tokens = &self.document.tokens;
        let (before, own) = (tokens.get(token.checked_sub(1)?)?, tokens.get(token)?);
        let divider = self.dividers.partition_point(|d| *d < before.span.start);
        let opens = self.dividers.get(divider).is_some_and(|d| *d < own.span.start);
        if opens { self.column_head(token) } else { None }
    }

    /// The tokens of a row behind so many dividers.
    fn cell(&self, row: usize, column: usize) -> Option<Range<usize>> {
        let dividers = self.dividers_of(row);
        let line = &self.document.layout.lines[self.rows[row].line];
        let start = match column.checked_sub(1) {
            Some(before) => dividers.get(before)? + 1,
            None => line.span.start,
        };
        let end = dividers.get(column).copied().unwrap_or(line.span.end);
        let from = |byte: u32| self.document.tokens.partition_point(|t| t.span.start < byte);
        let cell = from(start)..from(end).min(line.tokens.start + LONGEST_HEAD);
        (!cell.is_empty()).then_some(cell)
    }

    fn dividers_of(&self, row: usize) -> &[u32] {
        &self.dividers[self.rows[row].dividers.clone()]
    }
}

fn rows(document: &Document, dividers: &[u32]) -> Vec<Row> {
    let lines = &document.layout.lines;
    let mut rows: Vec<Row> = Vec::new();
    for (i, &divider) in dividers.iter().enumerate() {
        if let Some(row) = rows.last_mut().filter(|r| divider < lines[r.line].span.end) {
            row.dividers.end = i + 1;
            continue;
        }
        let line = lines.partition_point(|l| l.span.end <= divider);
        // White space before the first or behind the last token of a line divides nothing; an empty first cell of a table does.
        if lines.get(line).is_some_and(|l| l.span.start <= divider) || opens_row(document, &rows, line, divider) {
            let table = rows.last().filter(|r| r.line + 1 == line).map_or(rows.len(), |r| r.table);
            rows.push(Row { line, dividers: i..i + 1, table });
        }
    }
    rows
}

/// White space before a line's first token, below a row of at least three cells.
fn opens_row(document: &Document, rows: &[Row], line: usize, divider: u32) -> bool {
    let Some(line_start) = document.layout.lines.get(line).map(|l| l.span.start) else { return false };
    let is_below = rows.last().is_some_and(|r| r.line + 1 == line && r.dividers.len() > 1);
    let indent = document.text.as_str().get(divider as usize..line_start as usize);
    is_below && indent.is_some_and(|indent| !indent.contains('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    /// What heads the column of the first token that is this word.
    fn head(text: &str, word: &str) -> Option<String> {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new(text.into(), &rules);
        let token = (0..document.tokens.len()).find(|t| document.word(*t) == word)?;
        let cell = Tables::new(&document).column_head(token)?;
        Some(document.text.slice(document.span(cell)).to_owned())
    }

    #[test]
    fn a_column_is_headed_by_the_cell_of_the_first_row() {
        let bars = "| Đơn vị | Lũy kế | Kỳ này |\n| A | 5 | 6 |\n| B | 7 | 8 |\n";
        assert_eq!(head(bars, "5").as_deref(), Some("Lũy kế"));
        assert_eq!(head(bars, "8").as_deref(), Some("Kỳ này"));
        assert_eq!(head("Đơn vị\tLũy kế\nA\t5\n", "5").as_deref(), Some("Lũy kế"));
        assert_eq!(head("TT\tSố vụ\tTiền phạt\n1\t5\t6\n\tCộng\t8\n", "8").as_deref(), Some("Tiền phạt"));
    }

    #[test]
    fn the_first_row_the_text_between_and_a_missing_cell_head_nothing() {
        assert_eq!(head("a | 5\nb | 6\n", "5"), None);
        assert_eq!(head("Lũy kế | Kỳ này\n\nXảy ra 5 vụ.\n\na | 6\n", "6"), None);
        assert_eq!(head("Lũy kế | Kỳ này\na | 5 | 6\n", "6"), None);
    }
}
