//! Cases from the public test suites of other tools, through the public commands.
//!
//! Each case becomes a question to `trichluc extract` or `trichluc text`; what
//! the suite means by its answer is compared with the record. Cases that ask
//! for something a record does not say are listed in `left-out.tsv`, each with
//! its reason: at most 12 in 100, none that would pass. Of the others at least
//! 97 in 100 pass. `cargo test --test peers -- --nocapture` prints the table.

#[path = "../common/mod.rs"]
mod common;
mod program;
mod question;
mod suites;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use program::answers;
use question::{Question, Verdict};

/// A fact of another tool's tests: what it reads, and what it then says.
#[derive(Debug, Deserialize)]
struct Case {
    input: String,
    expected: Value,
    /// Of text suites: the function that is tested.
    #[serde(rename = "fn")]
    function: Option<String>,
    /// Of tone placement: `equal-key`, else how the expected answer places tones.
    style: Option<String>,
    encoding: Option<String>,
}

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

/// What became of the cases of one suite.
#[derive(Default)]
struct Tally {
    cases: usize,
    left_out: usize,
    passed: usize,
    failed: Vec<String>,
}

#[test]
fn the_cases_of_other_tools_pass() {
    let Some(folder) = common::shared("peer-tests") else { return };
    let suites = read(&folder);
    let mut left_out = left_out();
    let mut tallies = BTreeMap::new();
    let mut stale = Vec::new();
    for (name, cases, verdicts) in verdicts(suites) {
        let tally: &mut Tally = tallies.entry(name.clone()).or_default();
        for (at, (case, verdict)) in cases.iter().zip(verdicts).enumerate() {
            let listed = left_out.remove(&(name.clone(), at, shown(&case.input)));
            tally.cases += 1;
            match verdict {
                Ok(()) if listed => stale.push(format!("{name} {at}: passes now")),
                Ok(()) => tally.passed += 1,
                Err(_) if listed => tally.left_out += 1,
                Err(got) => tally.failed.push(format!("{name} {at}: {:?}\n    expected {}\n    got {got}", case.input, case.expected)),
            }
        }
    }
    stale.extend(left_out.iter().map(|(name, at, input)| format!("{name} {at}: there is no such case {input:?}")));
    let table = table(&tallies);
    println!("{table}");
    assert!(stale.is_empty(), "entries of left-out.tsv to take away:\n{}", stale.join("\n"));
    assert!(enough(&tallies), "at most 12 in 100 left out, at least 97 in 100 of the others passed:\n{table}");
}

/// Every suite by its name, with its cases.
fn read(folder: &Path) -> Vec<(String, Vec<Case>)> {
    let files = common::texts(folder).into_iter().filter_map(|(name, bytes)| Some((name.strip_suffix(".json")?.to_owned(), bytes)));
    files.map(|(name, bytes)| (name, serde_json::from_slice::<Cases>(&bytes).expect("cases").cases)).collect()
}

/// The verdict on every case, in order.
fn verdicts(suites: Vec<(String, Vec<Case>)>) -> Vec<(String, Vec<Case>, Vec<Verdict>)> {
    let questions = suites.iter().flat_map(|(name, cases)| cases.iter().map(|case| suites::question(name, case)));
    let mut answers = answers(questions.collect::<Vec<Option<Question>>>()).into_iter();
    suites
        .into_iter()
        .map(|(name, cases)| {
            let verdicts = answers.by_ref().take(cases.len()).collect();
            (name, cases, verdicts)
        })
        .collect()
}

/// Suite, number from 0 and input of each case that is left out; every one has its reason.
fn left_out() -> BTreeSet<(String, usize, String)> {
    let list = std::fs::read_to_string(common::root().join("tests/peers/left-out.tsv")).expect("the list");
    let mut listed = BTreeSet::new();
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [suite, at, input, reason] = fields[..] else { panic!("four fields: {line}") };
        assert!(reason.split(' ').count() > 3, "a reason: {line}");
        listed.insert((suite.to_owned(), at.parse().expect("a number"), input.to_owned()));
    }
    listed
}

fn shown(input: &str) -> String {
    input.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn enough(tallies: &BTreeMap<String, Tally>) -> bool {
    let sum = |count: fn(&Tally) -> usize| tallies.values().map(count).sum::<usize>();
    let (cases, left_out, passed) = (sum(|t| t.cases), sum(|t| t.left_out), sum(|t| t.passed));
    cases > 0 && left_out * 100 <= cases * 12 && passed * 100 >= (cases - left_out) * 97
}

fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let mut table = format!("{:28}{:>7}{:>10}{:>8}{:>8}\n", "suite", "cases", "left out", "passed", "failed");
    let mut sum = Tally::default();
    let mut row = |name: &str, t: &Tally| {
        writeln!(table, "{name:28}{:>7}{:>10}{:>8}{:>8}", t.cases, t.left_out, t.passed, t.cases - t.left_out - t.passed).expect("a string")
    };
    for (name, tally) in tallies {
        row(name, tally);
        sum.cases += tally.cases;
        sum.left_out += tally.left_out;
        sum.passed += tally.passed;
    }
    row("all", &sum);
    for failed in tallies.values().flat_map(|t| &t.failed) {
        writeln!(table, "{failed}").expect("a string");
    }
    table
}
