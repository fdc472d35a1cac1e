//! `trichluc compare`: what changed between two runs.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Outcome, RUN_FAILED};
use crate::compare::{Change, Totals, changes};
use crate::output::records::Records;
use crate::terminal::{cut, one_line};

/// What two runs say differently: mentions gained, lost, and changed field by field.
///
/// Exit code 0 when nothing differs, 1 when something does.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc compare old/records.jsonl new/records.jsonl
  trichluc compare out/runs/20250601T020000000Z out          an older run and the latest
  trichluc compare old new --only counts                     only what begins with counts

A line is: path:line, what, old → new, and the words of the mention.")]
pub struct Arguments {
    /// records.jsonl, or the folder of a run
    old: PathBuf,
    /// records.jsonl, or the folder of a run
    new: PathBuf,
    /// Only differences whose name begins so: citations, counts.role, header …
    #[arg(long, value_name = "WHAT")]
    only: Option<String>,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let (mut old, mut new) = (Records::open(&arguments.old)?, Records::open(&arguments.new)?);
    let only = arguments.only.as_deref().unwrap_or_default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut totals = Totals::default();
    let paths: BTreeSet<String> = old.paths().chain(new.paths()).map(str::to_owned).collect();
    for path in paths {
        let mut found = Vec::new();
        if !old.is_same(&new, &path) {
            found = changes(old.get(&path)?.as_ref(), new.get(&path)?.as_ref());
            found.retain(|c| c.name().starts_with(only));
        }
        write_table(&mut out, &path, &found)?;
        totals.add(&found);
    }
    write!(out, "{totals}")?;
    out.flush()?;
    Ok(if totals.differing > 0 { ExitCode::from(RUN_FAILED) } else { ExitCode::SUCCESS })
}

fn write_table(out: &mut impl Write, path: &str, changes: &[Change]) -> std::io::Result<()> {
    let place = |c: &Change| c.line.map_or_else(|| one_line(path), |line| format!("{}:{line}", one_line(path)));
    let places: Vec<String> = changes.iter().map(place).collect();
    let width = |all: &mut dyn Iterator<Item = usize>| all.max().unwrap_or(0);
    let wide_place = width(&mut places.iter().map(|p| p.chars().count()));
    let wide_name = width(&mut changes.iter().map(|c| c.name().chars().count()));
    for (change, place) in changes.iter().zip(&places) {
        let [old, new] = [&change.old, &change.new].map(|v| if v.is_empty() { "-".to_owned() } else { cut(&one_line(v)) });
        write!(out, "{place:<wide_place$}  {:<wide_name$}  {old} → {new}", change.name())?;
        if !change.text.is_empty() {
            write!(out, "   “{}”", cut(&one_line(&change.text)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
