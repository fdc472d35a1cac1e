//! A table of plain text: columns as wide as what stands in them.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use crate::terminal::{cut, one_line};
use crate::words::say;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Rows of as many cells as there are heads. Cells are cleaned of what would steer a terminal.
pub struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
    /// Rows that are left out.
    more: usize,
}

impl Table {
    pub fn new<const N: usize>(heads: [String; N], aligns: [Align; N]) -> Self {
        Table { aligns: aligns.to_vec(), rows: vec![heads.to_vec()], more: 0 }
    }

    pub fn push<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.map(|cell| cut(&one_line(&cell))).to_vec());
    }

    /// Says at the end that so many rows are left out.
    pub fn more(&mut self, rows: usize) {
        self.more = rows;
    }
}

/// Columns on the screen: marks stand above letters.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_combining_mark(*c)).count()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let widest = |column: usize| self.rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.aligns.len()).map(widest).collect();
        for row in &self.rows {
            let cells = row.iter().zip(&widths).zip(&self.aligns).map(|((cell, wide), align)| {
                let space = " ".repeat(wide - width(cell));
                if *align == Align::Right { format!("{space}{cell}") } else { format!("{cell}{space}") }
            });
            writeln!(f, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        if self.rows.len() == 1 {
            writeln!(f, "  {}", say("show.none", &[]))?;
        }
        if self.more > 0 {
            writeln!(f, "  {}", say("show.more", &[("n", &self.more)]))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_and_nothing_steers_the_terminal() {
        let mut table = Table::new(["Tỉnh".to_owned(), "Số".to_owned()], [Align::Left, Align::Right]);
        table.push(["Lạng Sơn\u{1b}[31m".to_owned(), "7".to_owned()]);
        table.push(["Đa\u{306}\u{301}k\nLa\u{306}\u{301}k".to_owned(), "1.234".to_owned()]);
        let lines: Vec<String> = table.to_string().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], format!("  Tỉnh{}Số", " ".repeat(13)));
        assert_eq!(lines[1], "  Lạng Sơn[31m      7");
        assert_eq!(width(&lines[2]), width(&lines[1]));
    }
}
