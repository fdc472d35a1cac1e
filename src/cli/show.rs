//! `trichluc show`: the figures of a run as tables on the terminal.

mod figures;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use self::figures::{Cited, Figures, Key, Sum};
use self::table::{Align, Table};
use super::Outcome;
use super::report::generation;
use crate::output::names::NamesOf;
use crate::words::{say, word};

/// Prints totals by province and by period, the most cited documents and the findings.
///
/// Totals add only what a document itself reports, of one length of period, without drafts and copies.
#[derive(Args)]
#[command(after_help = "\
Examples:
  trichluc show out
  trichluc show out --province lang_son --measure articles
  trichluc show out --grain quarter --top 50 | less")]
pub struct Arguments {
    /// Folder of the results, or of one run
    out: PathBuf,
    /// Only documents that concern this province: an id of the 63 or the 34 (lang_son)
    #[arg(long, value_name = "ID")]
    province: Option<String>,
    /// Only this measure: articles, fines, cases …
    #[arg(long, value_name = "ID")]
    measure: Option<String>,
    /// Only periods of this length: week, month, quarter, half, nine_months, year, range
    #[arg(long, value_name = "LENGTH")]
    grain: Option<String>,
    /// Rows of each table
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
}

pub fn execute(arguments: &Arguments) -> Outcome {
    let folder = generation(&arguments.out)?;
    let names = NamesOf::read(&folder)?;
    let wanted = figures::Wanted {
        province: arguments.province.as_deref(),
        measure: arguments.measure.as_deref(),
        grain: arguments.grain.as_deref(),
    };
    names.check(wanted.province, wanted.measure)?;
    let figures = Figures::read(&folder, &wanted)?;
    let top = arguments.top;
    show("show.by_province", totals(&figures.by_province, &names, top, true));
    show("show.by_period", totals(&figures.by_period, &names, top, false));
    show("show.cited", cited(&figures, &names, top));
    show("show.findings", findings(&figures));
    Ok(ExitCode::SUCCESS)
}

fn show(title: &str, table: Table) {
    println!("{}\n{table}", word(title));
}

/// Rows of totals: whose or of when, measure, length of period, sum, on what it rests.
fn totals(sums: &BTreeMap<Key, Sum>, names: &NamesOf, top: usize, is_by_province: bool) -> Table {
    let first = if is_by_province { "show.province" } else { "show.period" };
    let heads = [first, "show.measure", "show.grain", "show.total", "show.counts", "show.documents"];
    let mut table = Table::new(heads.map(word), [Align::Left, Align::Left, Align::Left, Align::Right, Align::Right, Align::Right]);
    // Provinces by their ids, periods from the newest.
    let mut rows: Vec<(&Key, &Sum)> = sums.iter().collect();
    if !is_by_province {
        rows.reverse();
    }
    for (key, sum) in rows.into_iter().take(top) {
        let first = if is_by_province { names.province(&key.first) } else { period(&key.first) };
        let grain = word(&format!("grain.{}", key.grain));
        table.push([first, names.measure(&key.measure), grain, grouped(sum.value), grouped(sum.mentions), grouped(sum.documents)]);
    }
    table.more(sums.len().saturating_sub(top));
    table
}

/// '2023-04-01/2023-06-30' as people write days; a period that is none in words.
fn period(days: &str) -> String {
    let day = |iso: &str| iso.split('-').rev().collect::<Vec<_>>().join("/");
    match days.split_once('/') {
        Some((first, last)) => format!("{} – {}", day(first), day(last)),
        None => word("grain."),
    }
}

fn cited(figures: &Figures, names: &NamesOf, top: usize) -> Table {
    let heads = ["show.document", "show.mentions", "show.documents", "show.in_archive"];
    let mut table = Table::new(heads.map(word), [Align::Left, Align::Right, Align::Right, Align::Left]);
    for Cited { kind, name, mentions, documents, in_archive } in figures.cited.iter().take(top) {
        let held = word(if *in_archive { "show.yes" } else { "show.no" });
        table.push([format!("{} {name}", names.kind(kind)), grouped(*mentions), grouped(*documents), held]);
    }
    table.more(figures.cited.len().saturating_sub(top));
    table
}

fn findings(figures: &Figures) -> Table {
    let mut table = Table::new(["show.finding", "show.number", "show.documents"].map(word), [Align::Left, Align::Right, Align::Right]);
    for (code, (number, documents)) in &figures.findings {
        table.push([word(&format!("finding.{code}")), grouped(*number), grouped(*documents)]);
    }
    table
}

/// Thousands as the reader's language groups them.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mark = say("show.thousands", &[]);
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).expect("digits")).collect();
    format!("{}{}", if number < 0 { "-" } else { "" }, groups.join(&mark))
}
