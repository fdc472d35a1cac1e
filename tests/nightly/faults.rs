//! Whatever ends a run: the generation before is whole, and the next run gives what one over everything gives.
//!
//! A short form by default; `TRICHLUC_FAULTS=200` for the long one (200 kills, 50 full disks, 50 times other rights).
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::night::{Night, as_nobody, can_lose_rights, results};

const PROGRAM: &str = env!("CARGO_BIN_EXE_trichluc");
/// Copies of the corpus in the archive: a run over it takes long enough to be hit.
const TIMES: usize = 4;

/// How many faults of the most frequent kind; a quarter as many of the others.
fn faults() -> usize {
    std::env::var("TRICHLUC_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(6)
}

/// The same row of numbers at every run of the tests.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn spawn(night: &Night) -> Child {
    let mut command = Command::new(PROGRAM);
    command.arg("run").arg(night.input()).arg("--out").arg(night.out()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// Writes new text into some files, so that there is something to do.
fn change(night: &Night, random: &mut Random, round: usize) {
    let mut files: Vec<PathBuf> = fs::read_dir(night.input()).expect("readable").map(|e| e.expect("readable").path()).collect();
    files.sort();
    for _ in 0..files.len() / 2 {
        let file = &files[random.below(files.len() as u64) as usize];
        let text = fs::read_to_string(file).unwrap_or_default();
        fs::write(file, format!("{text}\nNgày {round}, bắt {} vụ.\n", random.below(90) + 1)).expect("writable");
    }
}

/// The old generation, or a new one that is whole: nothing in between.
fn assert_whole(night: &Night, before: &BTreeMap<String, Vec<u8>>, what: &str) {
    let now = results(&night.out());
    assert_eq!(before.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>(), "{what}: files of the generation");
    let is_old = *before == now;
    let lines = |name: &str| now[name].iter().filter(|b| **b == b'\n').count();
    assert!(is_old || lines("records.jsonl") == lines("tables/documents.jsonl"), "{what}: half a generation");
}

#[test]
fn a_run_that_is_killed_at_any_moment_does_no_harm() {
    let (night, mut random) = (Night::of(TIMES), Random(7));
    let started = Instant::now();
    night.run(&[]);
    let usual = started.elapsed();
    let mut hit = 0;
    for round in 0..faults() {
        change(&night, &mut random, round);
        let before = results(&night.out());
        let mut child = spawn(&night);
        std::thread::sleep(usual.mul_f64(random.below(1000) as f64 / 1500.0));
        hit += usize::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("it may be killed");
        child.wait().expect("a child");
        assert_whole(&night, &before, "killed");
        night.run_and_compare(&[]);
    }
    assert!(hit * 2 > faults(), "only {hit} of {} runs were under way when they were killed", faults());
}

#[test]
fn a_full_disk_ends_a_run_with_a_reason() {
    let (night, mut random) = (Night::of(TIMES), Random(11));
    night.run(&[]);
    let most = fs::metadata(night.out().join("latest/records.jsonl")).expect("readable").len() / 1024;
    for round in 0..faults().div_ceil(4) {
        change(&night, &mut random, round);
        let before = results(&night.out());
        // No file may grow longer: what a full disk says, the system says here.
        let blocks = random.below(most);
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run \"$1\" --out \"$2\"");
        let done = Command::new("bash").arg("-c").arg(limited).arg(PROGRAM).arg(night.input()).arg(night.out()).output().expect("bash");
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains("the run before stays the latest") || said.contains("File too large"), "{said}");
        assert_whole(&night, &before, "disk full");
        let left = fs::read_dir(night.out().join("runs"))
            .expect("readable")
            .filter(|e| e.as_ref().expect("readable").file_name().to_string_lossy().ends_with(".partial"));
        assert_eq!(left.count(), 0, "what was begun is removed");
        night.run_and_compare(&[]);
    }
}

#[test]
fn rights_that_are_lost_while_a_run_works_give_failed_records() {
    if !can_lose_rights() {
        return;
    }
    let (night, mut random) = (Night::of(TIMES), Random(13));
    let top = night.input().parent().expect("a folder").to_owned();
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("root may");
    open(&top, 0o777);
    as_nobody(&night.input(), &night.out());
    for round in 0..faults().div_ceil(4) {
        change(&night, &mut random, round);
        let before = results(&night.out());
        let files: Vec<PathBuf> = fs::read_dir(night.input()).expect("readable").map(|e| e.expect("readable").path()).collect();
        let input = (night.input(), night.out());
        let run = std::thread::spawn(move || as_nobody(&input.0, &input.1));
        let chosen: Vec<&PathBuf> = (0..5).map(|_| &files[random.below(files.len() as u64) as usize]).collect();
        std::thread::sleep(Duration::from_millis(random.below(600)));
        chosen.iter().for_each(|file| open(file, 0o000));
        let done = run.join().expect("no panic");
        assert!(matches!(done.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&done.stderr));
        assert_whole(&night, &before, "rights lost");
        as_nobody(&night.input(), &night.out());
        let whole = tempfile::tempdir_in(&top).expect("a temporary folder");
        open(whole.path(), 0o777);
        as_nobody(&night.input(), &whole.path().join("out"));
        assert!(results(&night.out()) == results(&whole.path().join("out")), "the next run gives what one over everything gives");
        chosen.iter().for_each(|file| open(file, 0o644));
    }
}

#[test]
fn one_of_many_that_start_together_works_and_the_others_say_so() {
    let night = Night::of(TIMES);
    let children: Vec<Child> = (0..24).map(|_| spawn(&night)).collect();
    let codes: Vec<Option<i32>> = children.into_iter().map(|mut c| c.wait().expect("a child").code()).collect();
    assert_eq!(codes.iter().filter(|c| **c == Some(0)).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|c| **c == Some(75)).count(), 23, "{codes:?}");
    night.run_and_compare(&[]);
}

#[test]
fn a_run_that_is_asked_to_stop_does_so_within_a_second() {
    let night = Night::of(TIMES);
    let mut child = spawn(&night);
    let is_under_way = || fs::read_dir(night.out().join("runs")).is_ok_and(|mut runs| runs.next().is_some());
    (0..1000).find(|_| {
        is_under_way() || {
            std::thread::sleep(Duration::from_millis(5));
            false
        }
    });
    let asked = Instant::now();
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    let code = child.wait().expect("a child").code();
    assert!(asked.elapsed() < Duration::from_millis(1500), "{:?}", asked.elapsed());
    assert_eq!(code, Some(130));
    assert!(!night.out().join("latest").exists());
    night.run_and_compare(&[]);
}
