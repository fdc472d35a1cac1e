//! Words of documents on a terminal.

use std::io::{self, BufWriter, IsTerminal, Write};

/// A document's words, safe to print: without the control characters that
/// would move the cursor, colour the screen or turn the direction of writing.
/// What followed them stays as plain letters, so that a document can hide nothing.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(shown).collect()
}

/// What standard output is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text: what would steer a terminal is left out, as [`printable`] does.
    Text,
    /// JSON: it is escaped, so that a reader sees the same strings.
    Json,
}

/// Standard output: where it is a terminal, nothing of a document steers it; any other gets every byte.
pub fn stdout(form: Form) -> BufWriter<Screen<io::StdoutLock<'static>>> {
    let out = io::stdout().lock();
    let form = out.is_terminal().then_some(form);
    BufWriter::new(Screen { out, form, torn: Vec::new() })
}

/// Prints a value as JSON laid out for reading.
///
/// # Errors
/// Nobody takes it.
pub fn print_json<T: serde::Serialize>(value: &T) -> io::Result<()> {
    let mut out = stdout(Form::Json);
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A writer that may lead to a terminal.
pub struct Screen<W> {
    out: W,
    /// None where it leads to none.
    form: Option<Form>,
    /// The first bytes of a letter whose others come with the next write.
    torn: Vec<u8>,
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(form) = self.form else { return self.out.write(bytes) };
        self.torn.extend(bytes);
        let whole = match std::str::from_utf8(&self.torn) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.torn.len(),
        };
        let rest = self.torn.split_off(whole);
        let text = String::from_utf8_lossy(&self.torn);
        let safe = if form == Form::Json { escaped(&text) } else { printable(&text) };
        self.torn = rest;
        self.out.write_all(safe.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// JSON without what would steer a terminal: outside of strings there is none.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match shown(c) {
            Some(same) if same == c => safe.push(c),
            _ => safe.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    safe
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

    fn screen(form: Option<Form>, writes: &[&[u8]]) -> Vec<u8> {
        let mut screen = Screen { out: Vec::new(), form, torn: Vec::new() };
        writes.iter().for_each(|bytes| screen.write_all(bytes).expect("in memory"));
        screen.out
    }

    #[test]
    fn json_on_a_terminal_says_the_same_and_steers_nothing() {
        let said = "số \u{9b}2J\u{7f} \u{202e}ba\u{2066} \u{85}";
        let json = serde_json::to_string(said).expect("a string");
        let shown = String::from_utf8(screen(Some(Form::Json), &[json.as_bytes()])).expect("UTF-8");
        assert_eq!(shown, "\"số \\u009b2J\\u007f \\u202eba\\u2066 \\u0085\"");
        assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), said);
    }

    #[test]
    fn letters_that_two_writes_tear_are_whole_on_a_terminal() {
        let text = "Điều \u{9b}2J khoản".as_bytes();
        for at in 0..text.len() {
            let (one, two) = text.split_at(at);
            assert_eq!(screen(Some(Form::Text), &[one, two]), "Điều 2J khoản".as_bytes());
        }
    }

    #[test]
    fn what_leads_to_no_terminal_gets_every_byte() {
        let text = b"\x1b[31m \xff \xc2\x9b";
        assert_eq!(screen(None, &[text]), text);
    }

    #[test]
    fn one_line_has_single_spaces() {
        assert_eq!(one_line(" số\r\n\t 12\u{c}"), "số 12");
    }
}
