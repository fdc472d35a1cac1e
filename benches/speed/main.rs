//! `cargo bench`: megabytes of input a second on one core, of each step and of the whole.
//!
//! Three sets of generated documents, always the same: `archive` and `reports`,
//! as full of mentions as real documents are on average and as real reports
//! are, and `dense`, several times as full, for who wants the worst.
//! `cargo bench --bench speed -- reports` measures one of them. Times are of one
//! thread; on a shared machine only shares within one run compare.
//!
//! `cargo bench --bench speed -- --write SHAPE FOLDER AMOUNT` only writes a set:
//! a density or `decomposed` (AMOUNT files), `tiny` (AMOUNT files of one
//! paragraph), `single` (one text of AMOUNT megabytes). `benches/ratios.py` uses it.

mod generate;
mod shapes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use generate::{Density, Generator};
use trichluc::{Pipeline, Record, RuleSet};

/// Bytes of input of a set.
const SIZE: usize = 100_000_000;
/// Documents whose steps are timed one by one.
const PROFILED: usize = 1000;

fn main() {
    // `cargo bench` calls with --bench; all else is a test, the smallest run that shows that it works.
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|a| a == "--write") {
        let [shape, folder, amount] = &arguments[at + 1..][..3] else { unreachable!("three arguments were taken") };
        return shapes::write(shape, Path::new(folder), amount.parse().expect("AMOUNT is a number"));
    }
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let size = if has("--bench") && !has("--test") { SIZE } else { 200_000 };
    let started = Instant::now();
    let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
    println!("start-up with the built-in rules: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let generator = Generator::load();
    let is_asked = |d: &Density| has(d.name()) || !Density::ALL.iter().any(|d| has(d.name()));
    for density in Density::ALL.into_iter().filter(is_asked) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("speed-{}-{size}", density.name()));
        let (files, size) = generator.write(density, &folder, size);
        println!("\n{}: {} documents, {:.1} MB", density.name(), files.len(), size as f64 / 1e6);
        println!("made after {}", density.model());
        let profile = Profile::of(&pipeline, &files);
        profile.print_density();
        profile.print_steps(density != Density::Dense);
        whole(&folder, size);
    }
}

/// What was found in some documents of a set, and how long each step took.
#[derive(Default)]
struct Profile {
    bytes: usize,
    json_bytes: usize,
    citations: usize,
    counts: usize,
    topics: usize,
    places: usize,
    findings: usize,
    /// In the order of the steps.
    steps: BTreeMap<usize, (&'static str, Duration)>,
}

impl Profile {
    fn of(pipeline: &Pipeline, files: &[PathBuf]) -> Self {
        let mut profile = Profile::default();
        for file in files.iter().take(PROFILED) {
            let document = std::fs::read(file).expect("readable");
            let (record, mut times) = pipeline.profile("x.txt", &document);
            let started = Instant::now();
            let line = serde_json::to_vec(std::hint::black_box(&record)).expect("a record is JSON");
            times.push(("json", started.elapsed()));
            profile.add(document.len(), &record, line.len(), times);
        }
        profile
    }

    fn add(&mut self, bytes: usize, record: &Record, json_bytes: usize, times: Vec<(&'static str, Duration)>) {
        self.bytes += bytes;
        self.json_bytes += json_bytes;
        self.citations += record.citations.len();
        self.counts += record.counts.len();
        self.topics += record.topics.len();
        self.places += record.places.len();
        self.findings += record.findings.len();
        for (i, (step, time)) in times.into_iter().enumerate() {
            self.steps.entry(i).or_insert((step, Duration::ZERO)).1 += time;
        }
    }

    fn print_density(&self) {
        let found = [
            ("citations", self.citations),
            ("counts", self.counts),
            ("topics", self.topics),
            ("places", self.places),
            ("findings", self.findings),
        ];
        let density = found.map(|(what, n)| format!("{:.1} {what}", n as f64 * 1e4 / self.bytes as f64));
        println!("here, in 10 KB: {}; {:.1} bytes of JSON a byte\n", density.join(", "), self.json_bytes as f64 / self.bytes as f64);
    }

    fn print_steps(&self, each: bool) {
        let all: Duration = self.steps.values().map(|(_, t)| *t).sum();
        let steps = self.steps.values().copied().filter(|_| each);
        println!("{:<12}{:>10}{:>9}", "step", "MB/s", "share");
        for (step, time) in steps.chain([("all", all)]) {
            let share = 100.0 * time.as_secs_f64() / all.as_secs_f64();
            println!("{step:<12}{:>10.0}{share:>8.1}%", self.bytes as f64 / 1e6 / time.as_secs_f64());
        }
    }
}

fn whole(folder: &Path, size: usize) {
    println!();
    let out = folder.with_extension("out");
    for (what, extra) in [("records", vec!["--no-tables"]), ("records, tables, summary", vec!["--tables", "jsonl"])] {
        let _ = std::fs::remove_dir_all(&out);
        let started = Instant::now();
        let done = Command::new(env!("CARGO_BIN_EXE_trichluc"))
            .args(["run", "--threads", "1", "--out"])
            .arg(&out)
            .args(&extra)
            .arg(folder)
            .output()
            .expect("the program starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        println!("whole command, one thread, {what}: {:.1} MB/s", size as f64 / 1e6 / started.elapsed().as_secs_f64());
    }
    let _ = std::fs::remove_dir_all(&out);
}
