//! `cargo bench`: megabytes of input a second on one core, of each step and of the whole.
//!
//! The input is made from `corpus/`, always the same: paragraphs of one
//! document shuffled, every figure changed. Times are of one thread; on a
//! shared machine only shares within one run compare.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use trichluc::{Pipeline, RuleSet};

/// Bytes of input.
const SIZE: usize = 100_000_000;
/// Bytes of one generated document, about.
const DOCUMENT: usize = 10_000;
/// Documents whose steps are timed one by one.
const PROFILED: usize = 1000;

fn main() {
    // `cargo test --benches` calls with --test: the smallest run that shows that it works.
    let is_test = std::env::args().any(|a| a == "--test");
    let size = if is_test { 200_000 } else { SIZE };
    let corpus = texts();
    // A changed corpus makes other documents: they get a folder of their own.
    let version = corpus.iter().map(String::len).sum::<usize>();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("speed-{size}-{version}"));
    let files = generate(&corpus, &folder, size);
    println!("{files} documents, {:.1} MB\n", size as f64 / 1e6);
    steps(&folder);
    whole(&folder, size);
}

fn steps(folder: &Path) {
    let started = Instant::now();
    let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
    println!("start-up with the built-in rules: {:.1} ms\n", started.elapsed().as_secs_f64() * 1e3);
    let documents: Vec<Vec<u8>> = (0..PROFILED).map_while(|i| std::fs::read(path(folder, i)).ok()).collect();
    let bytes: usize = documents.iter().map(Vec::len).sum();
    let mut sums: BTreeMap<usize, (&str, Duration)> = BTreeMap::new();
    let mut json = Duration::ZERO;
    for document in &documents {
        let (record, times) = pipeline.profile("x.txt", document);
        for (i, (step, time)) in times.into_iter().enumerate() {
            sums.entry(i).or_insert((step, Duration::ZERO)).1 += time;
        }
        let started = Instant::now();
        std::hint::black_box(serde_json::to_vec(&record).expect("a record is JSON"));
        json += started.elapsed();
    }
    sums.insert(usize::MAX, ("json", json));
    let all: Duration = sums.values().map(|(_, t)| *t).sum();
    println!("{:<12}{:>10}{:>9}", "step", "MB/s", "share");
    for (step, time) in sums.into_values().chain([("all", all)]) {
        println!("{step:<12}{:>10.0}{:>8.1}%", bytes as f64 / 1e6 / time.as_secs_f64(), 100.0 * time.as_secs_f64() / all.as_secs_f64());
    }
}

fn whole(folder: &Path, size: usize) {
    println!();
    let out = folder.with_extension("out");
    for (what, extra) in [("records", vec!["--no-tables"]), ("records, tables, summary", vec![])] {
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

fn path(folder: &Path, i: usize) -> PathBuf {
    folder.join(format!("{:03}", i / 100)).join(format!("{i:06}.txt"))
}

/// Writes the documents where they are not there yet; returns how many.
fn generate(corpus: &[String], folder: &Path, size: usize) -> usize {
    let files = size / DOCUMENT;
    if path(folder, files - 1).exists() {
        return files;
    }
    let mut random = Random(0x5EED);
    for i in 0..files {
        let path = path(folder, i);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, document(corpus, &mut random)).expect("writable");
    }
    files
}

fn texts() -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir("corpus").expect("the corpus").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).filter(|t| t.len() > 500).collect()
}

/// The head of a document, then paragraphs of it and of others until it is long enough.
fn document(corpus: &[String], random: &mut Random) -> String {
    let own = &corpus[random.below(corpus.len())];
    let mut text: String = own.lines().take(12).flat_map(|l| [l, "\n"]).collect();
    while text.len() < DOCUMENT {
        let source = if random.below(4) > 0 { own } else { &corpus[random.below(corpus.len())] };
        let lines: Vec<&str> = source.lines().skip(12).collect();
        for line in lines.iter().skip(random.below(lines.len())).take(6) {
            text.extend(line.chars().map(|c| if c.is_ascii_digit() && c != '0' { random.digit() } else { c }));
            text.push('\n');
        }
    }
    text
}

/// A small generator with a fixed seed: the same documents everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn digit(&mut self) -> char {
        char::from(b'1' + self.below(9) as u8)
    }
}
