//! `trichluc explain`: a document with what was found in it, and why.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::Args;

use super::{Outcome, RUN_FAILED, Reading, read};
use crate::explain::{Note, Piece, Subject, facts, notes, pieces};
use crate::terminal::{one_line, printable};
use crate::words::say;

/// Prints a document with its mentions marked, and under each line what they are and why.
///
/// Mentions are coloured on a terminal, and stand in ⟦…⟧ elsewhere or when NO_COLOR is set.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc explain report.txt
  trichluc explain report.txt --line 14
  NO_COLOR=1 trichluc explain report.txt | less
  trichluc explain report.txt --rules my-rules     with your own rules on top

Under a line: what it is of, value, role, rule, and the fields that made it so.")]
pub struct Arguments {
    /// File, file of an archive (archive.zip!name), or - for standard input
    file: PathBuf,
    /// This line alone, from 1, with every mention that touches it
    #[arg(long, value_name = "N")]
    line: Option<usize>,
    #[command(flatten)]
    reading: Reading,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let pipeline = arguments.reading.pipeline()?;
    let (name, bytes) = read(&arguments.file, pipeline.limits())?;
    let text = match pipeline.text(&bytes) {
        Ok(text) => text,
        Err(failure) => {
            eprintln!("trichluc: {}: {} ({})", one_line(&name), one_line(&failure.message), failure.code);
            return Ok(ExitCode::from(RUN_FAILED));
        }
    };
    let record = pipeline.record(&name, &bytes);
    let is_coloured = anstream::AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
    let mut page = Page { out: BufWriter::new(anstream::stdout().lock()), is_coloured, notes: notes(&record) };
    match arguments.line {
        Some(line) => page.line(&text, line)?,
        None => {
            facts(&record).iter().try_for_each(|(name, value)| page.fact(name, value))?;
            page.all(&text)?;
        }
    }
    page.out.flush()?;
    Ok(ExitCode::SUCCESS)
}

struct Page<W: Write> {
    out: W,
    is_coloured: bool,
    notes: Vec<Note>,
}

impl<W: Write> Page<W> {
    fn fact(&mut self, name: &str, value: &str) -> std::io::Result<()> {
        let bold = self.style(Style::new().bold());
        writeln!(self.out, "{bold}{name:<11}{bold:#} {}", one_line(value))
    }

    fn all(&mut self, text: &str) -> std::io::Result<()> {
        for (number, first, words) in lines(text) {
            self.words(number, first, words)?;
            let begins = self.notes.iter().filter(|n| n.line == number).cloned().collect::<Vec<_>>();
            begins.iter().try_for_each(|n| self.note(n))?;
        }
        Ok(())
    }

    fn line(&mut self, text: &str, line: usize) -> Result<(), Box<dyn std::error::Error>> {
        let Some((number, first, words)) = lines(text).find(|(number, ..)| *number == line) else {
            return Err(say("explain.no_line", &[("line", &line), ("lines", &lines(text).count())]).into());
        };
        self.words(number, first, words)?;
        let last = first + words.chars().count();
        let touches = |n: &&Note| n.line == line || n.start < last && n.end > first;
        let notes: Vec<Note> = self.notes.iter().filter(touches).cloned().collect();
        notes.iter().try_for_each(|n| self.note(n))?;
        Ok(())
    }

    fn words(&mut self, number: usize, first: usize, words: &str) -> std::io::Result<()> {
        let dim = self.style(Style::new().dimmed());
        write!(self.out, "{dim}{number:>5}{dim:#}  ")?;
        for piece in pieces(words, first, &self.notes) {
            match piece {
                Piece::Opens if !self.is_coloured => write!(self.out, "⟦")?,
                Piece::Closes if !self.is_coloured => write!(self.out, "⟧")?,
                Piece::Words(words, subject) => {
                    let style = self.style(subject.map_or(Style::new(), colour));
                    write!(self.out, "{style}{}{style:#}", printable(words))?;
                }
                _ => {}
            }
        }
        writeln!(self.out)
    }

    fn note(&mut self, note: &Note) -> std::io::Result<()> {
        let style = self.style(colour(note.subject));
        let why = note.why.iter().map(|w| one_line(w)).collect::<Vec<_>>().join(", ");
        let [value, role, rule] = [&note.value, &note.role, &note.rule].map(|v| one_line(v));
        writeln!(self.out, "         {style}{:<9}{style:#} {value}  {role}  {rule}  ({why})", note.subject.name())
    }

    fn style(&self, style: Style) -> Style {
        if self.is_coloured { style } else { Style::new() }
    }
}

/// Number from 1, code points before it, and words of each line.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut before = 0;
    text.split_terminator('\n').enumerate().map(move |(index, words)| {
        let first = before;
        before += words.chars().count() + 1;
        (index + 1, first, words)
    })
}

fn colour(subject: Subject) -> Style {
    let colour = match subject {
        Subject::Citation => AnsiColor::Blue,
        Subject::Count => AnsiColor::Green,
        Subject::Topic => AnsiColor::Magenta,
        Subject::Place => AnsiColor::Cyan,
        Subject::Finding => AnsiColor::Red,
    };
    Style::new().fg_color(Some(colour.into())).underline()
}
