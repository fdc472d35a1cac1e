//! Lines out of paragraphs, tables and text boxes inside each other.

/// Word allows 63 columns.
const MAX_COLUMNS: usize = 64;

/// What is open on the page, the innermost last.
#[derive(Default)]
pub(super) struct Page {
    /// Lines of the body, of each cell and of each text box that is open.
    flows: Vec<Vec<String>>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Notes of the table that is open, to stand behind it.
    notes: Vec<String>,
    /// Bytes of text till now.
    pub length: usize,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    /// Text boxes and notes that hang on it.
    after: Vec<String>,
}

#[derive(Default)]
struct Table {
    lines: Vec<String>,
    /// Lines of each cell of the row that is open.
    row: Vec<Vec<String>>,
    /// Columns of the cell that is open.
    columns: usize,
}

impl Page {
    pub fn extend(&mut self, text: impl Iterator<Item = char>) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let before = paragraph.text.len();
            paragraph.text.extend(text);
            self.length += paragraph.text.len() - before;
        }
    }

    pub fn open_paragraph(&mut self) {
        self.paragraphs.push(Paragraph::default());
    }

    pub fn close_paragraph(&mut self) {
        let Some(Paragraph { text, mut after }) = self.paragraphs.pop() else { return };
        let flow = self.flow();
        flow.extend(text.split('\n').map(|line| line.trim_end().to_owned()));
        flow.append(&mut after);
    }

    /// A note stands behind its paragraph, in a table behind that.
    pub fn note(&mut self, mut lines: Vec<String>) {
        if !self.tables.is_empty() {
            self.notes.append(&mut lines);
        } else if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.after.append(&mut lines);
        }
    }

    pub fn open_flow(&mut self) {
        self.flow();
        self.flows.push(Vec::new());
    }

    /// The lines of a text box hang on the paragraph that it is anchored in.
    pub fn close_box(&mut self) {
        let mut lines = without_blank_ends(self.close_flow());
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.after.append(&mut lines),
            None => self.flow().append(&mut lines),
        }
    }

    pub fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    pub fn open_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row.clear();
        }
    }

    pub fn widen_cell(&mut self, columns: usize) {
        if let Some(table) = self.tables.last_mut() {
            table.columns = columns.min(MAX_COLUMNS);
        }
    }

    pub fn close_cell(&mut self) {
        let lines = without_blank_ends(self.close_flow());
        let Some(table) = self.tables.last_mut() else { return };
        table.row.push(lines);
        for _ in 1..std::mem::take(&mut table.columns) {
            table.row.push(Vec::new());
        }
    }

    pub fn close_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let row = std::mem::take(&mut table.row);
            table.lines.append(&mut side_by_side(row));
        }
    }

    pub fn close_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        let mut notes = if self.tables.is_empty() { std::mem::take(&mut self.notes) } else { Vec::new() };
        let flow = self.flow();
        flow.append(&mut table.lines);
        flow.append(&mut notes);
    }

    /// All lines, also of what was left open.
    pub fn finish(mut self) -> Vec<String> {
        while !self.paragraphs.is_empty() {
            self.close_paragraph();
        }
        self.flows.concat()
    }

    fn close_flow(&mut self) -> Vec<String> {
        // The body stays.
        if self.flows.len() > 1 { self.flows.pop().unwrap_or_default() } else { Vec::new() }
    }

    fn flow(&mut self) -> &mut Vec<String> {
        if self.flows.is_empty() {
            self.flows.push(Vec::new());
        }
        self.flows.last_mut().expect("one was pushed")
    }
}

/// The lines of the cells of one row: what stands side by side on the page
/// stands on one line, with tabs between.
fn side_by_side(cells: Vec<Vec<String>>) -> Vec<String> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    if cells.len() > MAX_COLUMNS {
        return vec![cells.concat().join("\t")];
    }
    let line = |i: usize| {
        let parts: Vec<&str> = cells.iter().map(|cell| cell.get(i).map_or("", String::as_str)).collect();
        parts.join("\t").trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

fn without_blank_ends(mut lines: Vec<String>) -> Vec<String> {
    let is_blank = |line: &String| line.trim().is_empty();
    lines.truncate(lines.iter().rposition(|l| !is_blank(l)).map_or(0, |last| last + 1));
    lines.drain(..lines.iter().position(|l| !is_blank(l)).unwrap_or(0));
    lines
}

/// `m2` with a raised 2 is `m²`: the digit belongs to no number before it.
pub(super) fn superscript(c: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map_or(c, |digit| RAISED[digit as usize])
}
