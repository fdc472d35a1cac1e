//! The addressees of a letter or report.

use std::ops::Range;

use super::{MAX_LINES, MAX_TITLE_LINE, Reader, SHORT};

impl Reader<'_> {
    /// The addressees after "Kính gửi": the rest of the line, or a list below.
    pub(super) fn recipients(&mut self, start: usize, cue: usize) {
        let document = self.page.document;
        let lines = &document.layout.lines;
        let colon = cue + usize::from(document.is_mark(cue, ":"));
        self.head.end = self.head.end.max(start);
        let rest = self.page.trim(colon..lines[self.line].tokens.end.max(colon));
        let mut end = self.addressees_end(&rest).max(colon);
        let is_list = rest.is_empty();
        let is_run_on = end < rest.end;
        self.add_addressee(rest.start..end.max(rest.start));
        if is_run_on {
            self.head.recipients = Some(start..end);
            return;
        }
        for line in lines.iter().skip(self.line + 1).take(MAX_LINES) {
            let cell = self.page.trim(line.tokens.clone());
            if cell.is_empty() {
                continue;
            }
            if self.page.is_item(&cell) && !document.tokens[cell.start].is_digits() {
                self.add_addressee(cell.clone());
            } else if self.is_more_of_addressee(&cell) {
                self.extend_addressee(cell.clone());
            } else if is_list && self.is_next_addressee(&cell) {
                self.add_addressee(cell.clone());
            } else {
                break;
            }
            end = line.tokens.end;
        }
        self.head.recipients = Some(start..end);
    }

    fn add_addressee(&mut self, cell: Range<usize>) {
        let is_mark = |t: &usize| matches!(self.page.document.word(*t), "-" | "+" | "•" | "●" | "*" | ":");
        let marks = cell.clone().take_while(is_mark).count();
        if marks < cell.len() {
            self.head.addressees.push(cell.start + marks..cell.end);
        }
    }

    fn is_more_of_addressee(&self, cell: &Range<usize>) -> bool {
        let document = self.page.document;
        let first = &document.tokens[cell.start];
        let Some(before) = self.head.addressees.last() else { return cell.len() <= SHORT };
        let last = document.word(before.end - 1);
        if matches!(last, "." | ";") || cell.len() > MAX_TITLE_LINE {
            return false;
        }
        let lower = self.page.is_lower(cell.start) || document.is_mark(cell.start, "(");
        lower || last == "," && !first.follows_blank_line() || !first.follows_blank_line() && self.ends_with_connector(before)
    }

    /// In a list without marks, where the entry before ends with a semicolon.
    fn is_next_addressee(&self, cell: &Range<usize>) -> bool {
        let ended = self.head.addressees.last().is_some_and(|a| self.page.document.is_mark(a.end - 1, ";"));
        ended && cell.len() <= 2 * SHORT
    }

    fn extend_addressee(&mut self, cell: Range<usize>) {
        match self.head.addressees.last_mut() {
            Some(last) => last.end = cell.end,
            None => self.head.addressees.push(cell),
        }
    }
}
