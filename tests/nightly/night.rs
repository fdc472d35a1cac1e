//! A folder of documents and one of runs, for the tests of the nightly run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// A folder of documents, and one of runs.
pub struct Night {
    root: tempfile::TempDir,
}

impl Night {
    pub fn new() -> Self {
        Night::of(1)
    }

    /// Without documents.
    pub fn empty() -> Self {
        Night::of(0)
    }

    /// So many times the corpus.
    pub fn of(times: usize) -> Self {
        let night = Night { root: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(night.input()).expect("writable");
        for (i, path) in (0..times).flat_map(|i| corpus().into_iter().map(move |p| (i, p))) {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let name = if i == 0 { name } else { format!("{i:02}-{name}") };
            // Of several, each is a document of its own.
            let text = fs::read_to_string(&path).expect("UTF-8") + &"\n".repeat(i);
            fs::write(night.input().join(name), text).expect("writable");
        }
        night.age();
        night
    }

    pub fn input(&self) -> PathBuf {
        self.root.path().join("archive")
    }

    pub fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    /// Makes every file old enough for its time to tell that it did not change.
    pub fn age(&self) {
        for (i, entry) in fs::read_dir(self.input()).expect("readable").enumerate() {
            let path = entry.expect("readable").path();
            let old = SystemTime::now() - Duration::from_secs(86_400 + i as u64);
            fs::File::options().write(true).open(path).and_then(|f| f.set_modified(old)).expect("writable");
        }
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.input().join(name), text).expect("writable");
    }

    pub fn run(&self, options: &[&str]) -> Output {
        run(&self.input(), &self.out(), options)
    }

    /// Runs, and asserts that a run over everything writes the same.
    pub fn run_and_compare(&self, options: &[&str]) -> String {
        let done = self.run(options);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(matches!(done.status.code(), Some(0 | 3)), "{said}");
        let whole = tempfile::tempdir().expect("a temporary folder");
        let options: Vec<&str> = options.iter().copied().filter(|o| *o != "--retry-failed").collect();
        run(&self.input(), whole.path(), &options);
        let (own, other) = (results(&self.out()), results(whole.path()));
        assert_eq!(own.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &own {
            assert!(*bytes == other[name], "{name} differs from that of a run over everything");
        }
        said
    }
}

pub fn corpus() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir("corpus").expect("the corpus").map(|e| e.expect("readable").path()).collect();
    all.sort();
    all.truncate(25);
    all
}

pub fn run(input: &Path, out: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
    command.arg("run").arg(input).arg("--out").arg(out).args(options).output().expect("the program starts")
}

/// What a dashboard reads: everything but run.json and the state, which tell of the run itself.
pub fn results(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let latest = out.join("latest");
    let files = walkdir::WalkDir::new(latest.join("")).follow_root_links(true);
    let files = files.into_iter().map(|e| e.expect("readable")).filter(|e| e.file_type().is_file());
    let named =
        files.map(|e| (e.path().strip_prefix(&latest).expect("below").display().to_string(), fs::read(e.path()).expect("readable")));
    named.filter(|(name, _)| name != "run.json" && !name.starts_with("state")).collect()
}

/// Runs as somebody without rights, where the tests run as the one with all.
#[cfg(unix)]
pub fn as_nobody(input: &Path, out: &Path) -> Output {
    nobody().arg("run").arg(input).arg("--out").arg(out).output().expect("setpriv")
}

#[cfg(unix)]
fn nobody() -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(env!("CARGO_BIN_EXE_trichluc"));
    command
}

/// Whether `as_nobody` works here; says so where not.
#[cfg(unix)]
pub fn can_lose_rights() -> bool {
    let is_root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    let can = is_root && nobody().arg("--version").output().is_ok_and(|o| o.status.success());
    if !can {
        eprintln!("left out: lost rights, these tests do not run as root with setpriv, or nobody else may start the program here");
    }
    can
}
