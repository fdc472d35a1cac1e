//! What went wrong, where, and what to do.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use crate::rules::RuleSource;

/// What went wrong, where, and what to do about it.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Rules(Vec<RuleError>),
    File { path: String, message: String, remedy: String },
}

impl Error {
    pub(crate) fn rules(faults: Vec<RuleError>) -> Self {
        Error { kind: Kind::Rules(faults) }
    }

    pub(crate) fn file(path: &Path, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Error { kind: Kind::File { path: path.display().to_string(), message: message.into(), remedy: remedy.into() } }
    }

    /// The faults of rule files; the error itself where it is another.
    pub(crate) fn into_rule_errors(self) -> Result<Vec<RuleError>, Error> {
        match self.kind {
            Kind::Rules(faults) => Ok(faults),
            kind => Err(Error { kind }),
        }
    }

    /// The faults of rule files, each with file, line and column; empty for other errors.
    pub fn rule_errors(&self) -> &[RuleError] {
        match &self.kind {
            Kind::Rules(faults) => faults,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Rules(faults) => {
                for (i, fault) in faults.iter().enumerate() {
                    if i > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "{fault}")?;
                }
                Ok(())
            }
            Kind::File { path, message, remedy } => write!(f, "{path}: {message}; {remedy}"),
        }
    }
}

impl std::error::Error for Error {}

/// One fault of a rule file: the place, the line and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    file: String,
    line: usize,
    column: usize,
    /// The line of the file, and how many of its characters are marked.
    source_line: String,
    width: usize,
    message: String,
}

impl RuleError {
    pub(crate) fn new(source: &RuleSource, span: Range<usize>, message: String) -> Self {
        let start = floor(&source.text, span.start);
        let line_start = source.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = source.text[start..].find('\n').map_or(source.text.len(), |i| start + i);
        let end = floor(&source.text, span.end).clamp(start, line_end);
        RuleError {
            file: source.name.clone(),
            line: source.text[..start].matches('\n').count() + 1,
            column: source.text[line_start..start].chars().count() + 1,
            source_line: source.text[line_start..line_end].to_owned(),
            width: source.text[start..end].chars().count().max(1),
            message,
        }
    }

    /// Where it is: `rules/counts.toml:14:3`, line and column counted from 1.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// What is wrong, and what to do.
    pub fn message(&self) -> &str {
        &self.message
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RuleError { line, column, source_line, width, message, .. } = self;
        writeln!(f, "{}: {message}", self.place())?;
        let gutter = " ".repeat(line.to_string().len());
        let (shown, before) = excerpt(source_line, column - 1);
        writeln!(f, "{line} | {shown}")?;
        let marked = (*width).min(shown.chars().count().saturating_sub(before).max(1));
        write!(f, "{gutter} | {}{}", " ".repeat(before), "^".repeat(marked))
    }
}

/// A long line around what is marked, and how many characters stand before that.
fn excerpt(line: &str, at: usize) -> (String, usize) {
    const SHOWN: usize = 120;
    const BEFORE: usize = 40;
    let length = line.chars().count();
    if length <= SHOWN {
        return (line.to_owned(), at);
    }
    let from = at.saturating_sub(BEFORE).min(length - SHOWN);
    let middle: String = line.chars().skip(from).take(SHOWN).collect();
    let (head, tail) = (if from > 0 { "…" } else { "" }, if from + SHOWN < length { "…" } else { "" });
    (format!("{head}{middle}{tail}"), at - from + head.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, span: Range<usize>) -> String {
        let source = RuleSource { name: "x.toml".into(), folder: 0, text: format!("# rules\n{line}") };
        RuleError::new(&source, span.start + 8..span.end + 8, "no".into()).to_string()
    }

    #[test]
    fn a_fault_is_shown_with_its_line_and_a_caret() {
        assert_eq!(shown("kind = 7", 7..8), "x.toml:2:8: no\n2 | kind = 7\n  |        ^");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_fault_is_shown() {
        let line = format!("{}X{}", "a".repeat(300), "b".repeat(300));
        let shown = shown(&line, 300..301);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[1].starts_with("2 | …aaa") && lines[1].ends_with("bbb…") && lines[1].chars().count() < 130);
        assert_eq!(lines[1].chars().position(|c| c == 'X'), lines[2].chars().position(|c| c == '^'));
    }
}
