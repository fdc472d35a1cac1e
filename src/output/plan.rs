//! What a run has to do: which files are new, which changed, which the last generation still holds.

use std::cmp::Ordering;

use rayon::prelude::*;
use serde::Serialize;
use trichluc::record::Status;
use trichluc::{Files, Input, Limits};

use super::state::{Kept, Last, Stamp};

/// What becomes of one file, in the order of the paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Read it: the next of the files to read.
    Read,
    /// Copy what the last generation says, the document of this index.
    Keep(usize),
}

/// All of it.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// Files to read, in order.
    pub reads: Vec<Input>,
    /// Of all files, in order: what the disk said before they were read.
    pub stamps: Vec<Option<Stamp>>,
    pub outlook: Outlook,
}

/// The plan as `--dry-run` shows it.
#[derive(Debug, Default, Serialize)]
pub struct Outlook {
    pub new: Vec<String>,
    pub changed: Vec<String>,
    /// Failed in the last generation and not changed since: left as they are without --retry-failed.
    pub failed_before: Vec<String>,
    pub gone: Vec<String>,
    pub unchanged: u64,
}

/// Why a file is read.
enum Finding {
    New,
    Changed,
    Retried,
    Same(usize),
}

impl Plan {
    /// Compares what was found with the last generation. `retry_failed` reads again what could not be read.
    pub fn new(files: Vec<Input>, last: Option<&Last>, retry_failed: bool, limits: Limits) -> Self {
        let kept = last.map_or(&[][..], |l| &l.kept);
        let matched = matches(&files, kept);
        // A new file is read, which tells whether it may be.
        let stamp = |(file, found): (&Input, &Option<usize>)| if found.is_some() { Stamp::of_readable(file) } else { Stamp::of(file) };
        let stamps: Vec<Option<Stamp>> = files.par_iter().zip(&matched).map(stamp).collect();
        let started = last.map_or(0, |l| l.head.started);
        let look = |(i, found): (usize, &Option<usize>)| match found {
            None => Finding::New,
            Some(k) => look(&files[i], stamps[i], *k, &kept[*k], started, retry_failed, limits),
        };
        let findings: Vec<Finding> = matched.par_iter().enumerate().map(look).collect();
        let reads = findings.iter().filter(|f| !matches!(f, Finding::Same(_))).count();
        let mut plan = Plan { stamps, steps: Vec::with_capacity(files.len()), reads: Vec::with_capacity(reads), ..Plan::default() };
        plan.outlook.gone = gone(kept, &matched);
        for (file, finding) in files.into_iter().zip(findings) {
            plan.add(file, finding, kept);
        }
        plan
    }

    /// Nothing is to be read, and nothing is gone.
    pub fn changes_nothing(&self) -> bool {
        self.reads.is_empty() && self.outlook.gone.is_empty()
    }

    fn add(&mut self, file: Input, finding: Finding, kept: &[Kept]) {
        let outlook = &mut self.outlook;
        match finding {
            Finding::Same(k) => {
                outlook.unchanged += 1;
                if kept[k].tally.status == Status::Failed {
                    outlook.failed_before.push(file.name);
                }
                return self.steps.push(Step::Keep(k));
            }
            Finding::New => outlook.new.push(file.name.clone()),
            Finding::Changed => outlook.changed.push(file.name.clone()),
            Finding::Retried => outlook.failed_before.push(file.name.clone()),
        }
        self.steps.push(Step::Read);
        self.reads.push(file);
    }
}

/// For every file the kept document of the same path; both are sorted.
fn matches(files: &[Input], kept: &[Kept]) -> Vec<Option<usize>> {
    let mut at = 0;
    let find = |file: &Input| {
        while let Some(document) = kept.get(at) {
            match document.tally.path.as_str().cmp(&file.name) {
                Ordering::Less => at += 1,
                Ordering::Equal => return Some(at),
                Ordering::Greater => return None,
            }
        }
        None
    };
    files.iter().map(find).collect()
}

fn gone(kept: &[Kept], matched: &[Option<usize>]) -> Vec<String> {
    let mut still = matched.iter().flatten().peekable();
    let is_gone = |(k, _): &(usize, &Kept)| still.next_if(|s| **s == *k).is_none();
    kept.iter().enumerate().filter(is_gone).map(|(_, d)| d.tally.path.clone()).collect()
}

/// Whether a file is what it was. One whose stamp tells nothing for sure is read and its content compared.
fn look(file: &Input, stamp: Option<Stamp>, k: usize, kept: &Kept, started: i64, retry_failed: bool, limits: Limits) -> Finding {
    if kept.tally.status == Status::Failed && (retry_failed || kept.hash.is_none()) {
        return Finding::Retried;
    }
    let same_stamp = stamp.is_some() && stamp == kept.stamp;
    if same_stamp && stamp.is_some_and(|s| s.is_settled(started)) {
        return Finding::Same(k);
    }
    // To read one file of an archive its whole list is read: the pipeline keeps the archive open and reads them all.
    if file.member.is_some() {
        return Finding::Changed;
    }
    let now = Files::new(limits).bytes(file).ok().map(|bytes| *blake3::hash(&bytes).as_bytes());
    if now.is_some() && now == kept.hash { Finding::Same(k) } else { Finding::Changed }
}
