//! `trichluc coverage`: what the rules do not see.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use trichluc::{Files, UnclaimedKind};

use super::{Outcome, Reading};
use crate::terminal::{cut, one_line};
use crate::walk::{Inputs, walk};

/// What the rules do not see, most frequent first, each with a line where it stands: the next rules to write.
///
/// Things after a number that no measure counts, places and bodies that no list has, words before a document's number that are no kind.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc coverage archive
  trichluc coverage archive --only kind --limit 0      all of one sort
  trichluc coverage archive --rules my-rules           what is left after your own rules

A line is: how often, in how many documents, the words, and path:line: text of the first.
The words that open names and that are passed over are in rules/coverage.toml.")]
pub struct Arguments {
    /// Folders or single files
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Only one sort
    #[arg(long, value_name = "SORT", value_parser = clap::builder::PossibleValuesParser::new(SORTS.map(|s| s.1)))]
    only: Option<String>,
    /// So many of each sort; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    reading: Reading,
}

/// The sorts, their names, and what they are.
const SORTS: [(UnclaimedKind, &str, &str); 4] = [
    (UnclaimedKind::Thing, "thing", "things after a number that no measure counts"),
    (UnclaimedKind::Place, "place", "places that no gazetteer has"),
    (UnclaimedKind::Body, "body", "bodies that no list has"),
    (UnclaimedKind::Kind, "kind", "words before a document's number that are no kind"),
];

/// How often words were met, and where first.
#[derive(Default)]
struct Seen {
    times: u64,
    documents: u64,
    last_document: usize,
    example: String,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let pipeline = arguments.reading.pipeline()?;
    let whole_names = arguments.inputs.len() > 1;
    let found = walk(&Inputs { roots: arguments.inputs.clone(), whole_names, limits: pipeline.limits(), ..Inputs::default() });
    let mut all: BTreeMap<(UnclaimedKind, String), Seen> = BTreeMap::new();
    let mut files = Files::new(pipeline.limits());
    for (document, file) in found.files.iter().enumerate() {
        // A file that cannot be read has nothing to look at; `run` says why.
        let Ok(bytes) = files.bytes(file) else { continue };
        let (Ok(text), Ok(unclaimed)) = (pipeline.text(&bytes), pipeline.unclaimed(&bytes)) else { continue };
        let lines: Vec<&str> = text.split('\n').collect();
        for one in unclaimed {
            let seen = all.entry((one.kind, one.text)).or_default();
            if seen.times == 0 {
                let line = lines.get(one.line as usize - 1).copied().unwrap_or_default();
                seen.example = format!("{}:{}: {}", one_line(&file.name), one.line, cut(&one_line(line)));
            }
            seen.documents += u64::from(seen.times == 0 || seen.last_document != document);
            seen.times += 1;
            seen.last_document = document;
        }
    }
    print(arguments, &all)?;
    Ok(ExitCode::SUCCESS)
}

fn print(arguments: &Arguments, all: &BTreeMap<(UnclaimedKind, String), Seen>) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let is_asked = |name: &str| arguments.only.as_deref().is_none_or(|only| only == name);
    for (kind, _, title) in SORTS.into_iter().filter(|s| is_asked(s.1)) {
        let mut rows: Vec<(&str, &Seen)> =
            all.iter().filter(|((k, _), _)| *k == kind).map(|((_, text), seen)| (text.as_str(), seen)).collect();
        rows.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.times));
        let limit = if arguments.limit == 0 { rows.len() } else { arguments.limit };
        writeln!(out, "{title}: {}", rows.len())?;
        for (text, seen) in rows.into_iter().take(limit) {
            writeln!(out, "{:>6} {:>6}  {:<32}  {}", seen.times, seen.documents, one_line(text), seen.example)?;
        }
    }
    out.flush()
}
