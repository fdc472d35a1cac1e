//! Pages: blocks as lines, rows of tables as lines with tabs.
//!
//! Read as browsers do: tags that nobody closed, attributes without quotes and
//! tables inside tables are the rule in exports of office programs.

mod entity;
mod tag;

use super::Limits;
use super::limits::over;
use super::page::{Page, superscript};
use crate::record::Failure;
use entity::push_resolved;
use tag::{Piece, Tag, pieces};

/// The text of a page.
pub(super) fn text(html: &str, limits: &Limits) -> Result<String, Failure> {
    let mut writer = Writer::default();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Tag(tag) => writer.tag(&tag),
        }
        // Every table in a table copies its lines once more.
        if writer.tables.len() > limits.depth / 4 {
            return Err(over("depth_limit", &format!("more than {} tables inside each other", limits.depth / 4)));
        }
        limits.text(writer.page.length)?;
    }
    Ok(writer.finish())
}

#[derive(Default)]
struct Writer {
    page: Page,
    /// Whether a row and a cell are open, of each open table.
    tables: Vec<Open>,
    has_paragraph: bool,
    /// White space was met since the last letter.
    is_spaced: bool,
    raised: usize,
    preformatted: usize,
    resolved: String,
}

#[derive(Default)]
struct Open {
    row: bool,
    cell: bool,
}

impl Writer {
    fn tag(&mut self, tag: &Tag) {
        match (tag.name.as_str(), tag.closes) {
            ("br", _) => self.line_break(),
            ("sup", false) => self.raised += 1,
            ("sup", true) => self.raised = self.raised.saturating_sub(1),
            ("table", false) => self.open_table(),
            ("table", true) => self.close_table(),
            ("tr", false) => self.open_row(),
            ("tr", true) => self.close_row(),
            ("td" | "th", false) => self.open_cell(tag),
            ("td" | "th", true) => self.close_cell(),
            ("pre", closes) => {
                self.close_paragraph();
                self.preformatted = if closes { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
            }
            (name, _) if is_block(name) => self.close_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let mut resolved = std::mem::take(&mut self.resolved);
        resolved.clear();
        push_resolved(text, &mut resolved);
        for c in resolved.chars() {
            self.character(c);
        }
        self.resolved = resolved;
    }

    /// Runs of white space are one space; a no-break space is a letter like others.
    fn character(&mut self, c: char) {
        if self.preformatted == 0 && c.is_ascii_whitespace() {
            self.is_spaced = self.has_paragraph;
            return;
        }
        self.open_paragraph();
        let space = std::mem::take(&mut self.is_spaced).then_some(' ');
        let c = if self.raised > 0 { superscript(c) } else { c };
        self.page.extend(space.into_iter().chain([c]));
    }

    fn line_break(&mut self) {
        self.open_paragraph();
        self.is_spaced = false;
        self.page.extend(['\n'].into_iter());
    }

    fn open_paragraph(&mut self) {
        if !std::mem::replace(&mut self.has_paragraph, true) {
            self.page.open_paragraph();
        }
    }

    fn close_paragraph(&mut self) {
        self.is_spaced = false;
        if std::mem::take(&mut self.has_paragraph) {
            self.page.close_paragraph();
        }
    }

    fn open_table(&mut self) {
        self.close_paragraph();
        // A table between cells stands in a cell of its own.
        if self.tables.last().is_some_and(|t| t.row && !t.cell) {
            self.page.open_flow();
            self.set(|t| t.cell = true);
        }
        self.page.open_table();
        self.tables.push(Open::default());
    }

    fn close_table(&mut self) {
        self.close_row();
        if self.tables.pop().is_some() {
            self.page.close_table();
        }
    }

    fn open_row(&mut self) {
        self.close_row();
        if !self.tables.is_empty() {
            self.page.open_row();
            self.set(|t| t.row = true);
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        if self.tables.last().is_some_and(|t| t.row) {
            self.page.close_row();
            self.set(|t| t.row = false);
        }
    }

    fn open_cell(&mut self, tag: &Tag) {
        self.close_cell();
        if self.tables.is_empty() {
            return;
        }
        if self.tables.last().is_some_and(|t| !t.row) {
            self.open_row();
        }
        self.page.open_flow();
        self.page.widen_cell(tag.attribute("colspan").and_then(|v| v.trim().parse().ok()).unwrap_or(1));
        self.set(|t| t.cell = true);
    }

    fn close_cell(&mut self) {
        self.close_paragraph();
        if self.tables.last().is_some_and(|t| t.cell) {
            self.page.close_cell();
            self.set(|t| t.cell = false);
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Open)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn finish(mut self) -> String {
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.close_paragraph();
        self.page.finish().iter().flat_map(|line| [line, "\n"]).collect()
    }
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
            | "body"
            | "center"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "form"
            | "figure"
            | "caption"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> String {
        text(html, &Limits::default()).expect("a page")
    }

    #[test]
    fn a_block_is_a_line_and_white_space_one_space() {
        let page = "<html><head><title>x</title><style>p{}</style></head><body><p>Số:\n  5/BC <b>a</b>\n<p>B&aacute;o c&#225;o<br>n&#x103;m<script>1<2</script></div>c";
        assert_eq!(of(page), "Số: 5/BC a\nBáo cáo\nnăm\nc\n");
        assert_eq!(of("<p>a</p>\n<p>&nbsp;</p>\n<p>b</p>"), "a\n\nb\n");
        assert_eq!(of("<pre>a  b\nc</pre>"), "a  b\nc\n");
    }

    #[test]
    fn rows_are_lines_with_tabs_also_where_nothing_is_closed() {
        assert_eq!(of("<table><tr><td>1<td>Công an<td>120<tr><td colspan=2>Tổng<td>120</table>x"), "1\tCông an\t120\nTổng\t\t120\nx\n");
        let head = "<table><tr><td><p>UBND TỈNH<p>SỞ Y TẾ</td><td><p>CỘNG HÒA</p><p>Độc lập</p></td></tr></table>";
        assert_eq!(of(head), "UBND TỈNH\tCỘNG HÒA\nSỞ Y TẾ\tĐộc lập\n");
    }

    #[test]
    fn a_table_in_a_cell_is_lines_of_that_cell() {
        assert_eq!(of("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>d"), "a\tb\tc\nd\n");
    }

    #[test]
    fn raised_digits_are_no_part_of_a_number() {
        assert_eq!(of("100 m<sup>2</sup>"), "100 m²\n");
    }

    #[test]
    fn damaged_pages_are_read_as_far_as_they_go() {
        assert_eq!(of("<td>a</tr></table></p>b"), "ab\n".replace("ab", "a\nb"));
        assert_eq!(of("<p>a < b &amp c<p title='>x"), "a < b & c\nx\n");
        assert_eq!(of("<!-- a"), "");
        assert_eq!(text(&"<table><tr><td>".repeat(999), &Limits::default()).expect_err("too deep").code, "depth_limit");
    }
}
