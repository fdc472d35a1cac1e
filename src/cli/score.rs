//! `trichluc score`: how right records are.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::{Outcome, RUN_FAILED};
use crate::score::{Floors, Miss, golds, judged, score};
use crate::terminal::one_line;

/// Figures of records against hand-made annotations, and the precision of each rule.
///
/// Annotations are files NAME.gold.json for documents NAME.txt; records are joined by file name.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc score tests/gold out                      the latest run in out
  trichluc score tests/gold out --misses counts      what went wrong with counts, one line each
  trichluc score tests/gold out --floors floors.toml exit 1 when a figure fell

floors.toml:
  [floors]
  \"citations.found\" = 0.97
  \"counts.role\" = 0.92

A miss is five fields, parted by tabs: what, document, text, annotated, found.")]
pub struct Arguments {
    /// Folder of NAME.gold.json
    gold: PathBuf,
    /// records.jsonl, or the folder of a run
    records: PathBuf,
    /// Print every miss, or those whose name begins with KIND: citations.missed, counts.role, header …
    #[arg(long, value_name = "KIND", num_args = 0..=1, default_missing_value = "")]
    misses: Option<String>,
    /// Only documents whose name holds NAME
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Write the figures to a file
    #[arg(long, value_name = "OUT")]
    json: Option<PathBuf>,
    /// Fail when a figure is below its floor
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let floors = arguments.floors.as_deref().map(Floors::read).transpose()?;
    let score = score(&golds(&arguments.gold, arguments.only.as_deref())?, &judged(&arguments.records)?);
    let mut out = std::io::stdout().lock();
    if let Some(kind) = &arguments.misses {
        score.misses.iter().filter(|m| m.kind.starts_with(kind)).try_for_each(|m| writeln!(out, "{}", line(m)))?;
    }
    write!(out, "{score}")?;
    if let Some(path) = &arguments.json {
        std::fs::write(path, json(&score)?).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let fallen = floors.map_or_else(Vec::new, |f| f.fallen(&score));
    fallen.iter().for_each(|f| eprintln!("trichluc: {f}"));
    Ok(if fallen.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(RUN_FAILED) })
}

fn line(miss: &Miss) -> String {
    [&miss.kind, &miss.document, &miss.text, &miss.expected, &miss.found].map(|field| one_line(field)).join("\t")
}

fn json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::new();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b" ");
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, layout))?;
    out.push(b'\n');
    Ok(out)
}
