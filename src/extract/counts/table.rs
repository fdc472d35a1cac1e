//! Columns of a table whose cells tabs or bars divide, one row a line.

use std::ops::Range;

use crate::document::Document;

/// Rows that a look back for a table's head passes at most.
const LONGEST_TABLE: usize = 60;
/// Tokens of a head that are looked at.
const LONGEST_HEAD: usize = 200;

/// The cell above a token in the first row of its table; none in that row itself.
pub(crate) fn column_head(document: &Document, token: usize) -> Option<Range<usize>> {
    let lines = &document.layout.lines;
    let line = lines.partition_point(|l| l.tokens.end <= token);
    if line >= lines.len() || !is_row(document, line) {
        return None;
    }
    let head = (0..line).rev().take(LONGEST_TABLE).take_while(|l| is_row(document, *l)).last()?;
    let head = lines[head].tokens.start..lines[head].tokens.end.min(lines[head].tokens.start + LONGEST_HEAD);
    let column = separators(document, lines[line].tokens.start, token);
    let mut cells = head.clone().filter(|t| separators(document, head.start, *t) == column && !document.is_mark(*t, "|"));
    let start = cells.next()?;
    Some(start..cells.next_back().map_or(start, |last| last) + 1)
}

fn is_row(document: &Document, line: usize) -> bool {
    let tokens = document.layout.lines[line].tokens.clone();
    !tokens.is_empty() && document.text.slice(document.span(tokens)).contains(['\t', '|'])
}

/// Tabs or bars from the first token of a row up to another.
fn separators(document: &Document, row: usize, token: usize) -> usize {
    let own = document.word(token).len();
    let text = document.text.slice(document.span(row..token.max(row) + 1));
    text[..text.len().saturating_sub(own)].matches(['\t', '|']).count()
}
