//! Words of documents on a terminal.

/// A document's words, safe to print: without the control characters that
/// would move the cursor, colour the screen or turn the direction of writing.
/// What followed them stays as plain letters, so that a document can hide nothing.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(shown).collect()
}

/// On one line, white space as single spaces.
pub fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A long text's beginning.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Letters of a text in a table.
const MOST: usize = 90;

fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{c}' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_terminal_is_left_out() {
        assert_eq!(printable("số \u{1b}[31m12\u{1b}]0;x\u{7}\u{9b}2J\u{8}, \u{202e}ba\r\n"), "số [31m12]0;x2J, ba\n");
    }

    #[test]
    fn one_line_has_single_spaces() {
        assert_eq!(one_line(" số\r\n\t 12\u{c}"), "số 12");
    }
}
