//! A footnote's digit behind a sign that may end with a digit: 10/UBND-VX1.
//!
//! Of short groups of letters the digit belongs to the sign. Where the document
//! has a note of that number, and the note begins with the document of the sign
//! without the digit, the digit is the mark of the note.

use std::collections::HashSet;

use super::{Cited, Reader};

impl Reader<'_> {
    /// Takes the marks of footnotes off the signs that they are glued to.
    pub fn drop_footnote_digits(&self, cited: &mut [Cited]) {
        let marked: HashSet<String> = cited.iter().filter_map(|c| self.code_with_mark(c)).collect();
        if marked.is_empty() {
            return;
        }
        for cited in cited.iter_mut().filter(|c| c.code.as_ref().is_some_and(|code| marked.contains(&comparable(code)))) {
            for text in [&mut cited.code, &mut cited.symbol].into_iter().flatten() {
                text.pop();
            }
            // Nothing but the number was read.
            let last = cited.tokens.end - 1;
            if self.document.tokens[last].is_digits() && !self.document.tokens[last].is_spaced() && cited.date.is_none() {
                cited.tokens.end = last;
            }
        }
    }

    /// "1 Công văn số 5/ABC-VP …" at the head of a line: the code as it stands where the note is marked.
    fn code_with_mark(&self, note: &Cited) -> Option<String> {
        let number = note.lead.checked_sub(1)?;
        let token = self.document.tokens.get(number).filter(|t| t.is_digits() && t.len() == 1 && t.starts_line())?;
        let code = note.code.as_deref().filter(|_| note.symbol.is_some())?;
        Some(comparable(code) + self.document.text.slice(token.span))
    }
}

fn comparable(code: &str) -> String {
    code.trim_start_matches('0').to_uppercase()
}

#[cfg(test)]
mod tests {
    use crate::{Pipeline, RuleSet};

    fn codes(text: &str) -> Vec<String> {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
        pipeline.record("a.txt", text.as_bytes()).citations.into_iter().filter_map(|c| c.value.code).collect()
    }

    #[test]
    fn a_note_of_that_number_takes_the_digit() {
        let text = "Theo Công văn số 45/SNV-VP1 ngày 03/4/2020, Sở đã rà soát.";
        assert_eq!(codes(&format!("{text}\n\n1 Công văn số 45/SNV-VP ngày 03/4/2020 về biên chế.")), ["45/SNV-VP"; 2]);
        assert_eq!(codes(text), ["45/SNV-VP1"]);
    }
}
