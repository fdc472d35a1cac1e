//! The results that are put together: whether they belong together, and their lines in the order of the paths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::passages::Passages;
use crate::output::generation::latest;
use crate::output::records;
use crate::output::run_info::{RunInfo, Totals};
use crate::output::shard::Shard;
use crate::output::state::{Settings, settings};
use crate::words::say;

/// Lines that are worked on at once, as in a run.
const BATCH_LINES: usize = 256;
const BATCH_BYTES: usize = 8 << 20;
const BUFFER: usize = 1 << 18;

/// All results, each read as far as its next line.
pub struct Parts {
    parts: Vec<Part>,
    next: BinaryHeap<Reverse<Line>>,
    last: Option<(String, usize)>,
}

/// The results of one machine.
struct Part {
    name: String,
    records: Box<dyn BufRead + Send + Sync>,
    /// What the run says of itself; a file of records says nothing.
    info: Option<RunInfo>,
    settings: Option<Settings>,
    passages: Passages,
    read: u64,
}

/// A record's line, sorted by its path.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    path: String,
    pub part: usize,
    number: u64,
    pub bytes: Vec<u8>,
}

impl Parts {
    /// Opens results and makes sure that they belong together.
    ///
    /// # Errors
    /// They do not, or one cannot be read.
    pub fn open(named: &[PathBuf]) -> Result<Self, String> {
        let parts = named.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>, _>>()?;
        agree(&parts)?;
        complete(&parts)?;
        let mut all = Parts { parts, next: BinaryHeap::new(), last: None };
        (0..named.len()).try_for_each(|part| all.read(part))?;
        Ok(all)
    }

    /// Whether the rules that name the ids are those that found them.
    ///
    /// # Errors
    /// They are others.
    pub fn have_rules(&self, hash: &str) -> Result<(), String> {
        let other = |p: &&Part| p.settings.as_ref().is_some_and(|s| s.rules_hash != hash);
        let Some(part) = self.parts.iter().find(other) else { return Ok(()) };
        Err(say("merge.other_rules", &[("part", &part.name)]))
    }

    /// What the runs together did.
    pub fn info(&self) -> RunInfo {
        let mut all = RunInfo { version: env!("CARGO_PKG_VERSION").to_owned(), ..RunInfo::default() };
        for info in self.parts.iter().filter_map(|p| p.info.as_ref()) {
            all.rules_hash.clone_from(&info.rules_hash);
            all.read += info.read;
            all.gone += info.gone;
            all.skipped.extend(info.skipped.iter().cloned());
            let new = info.inputs.iter().filter(|i| !all.inputs.contains(i)).cloned().collect::<Vec<_>>();
            all.inputs.extend(new);
        }
        all.skipped.sort_by(|a, b| (&a.path, &a.code).cmp(&(&b.path, &b.code)));
        RunInfo { totals: Totals { skipped: all.skipped.len() as u64, ..Totals::default() }, ..all }
    }

    /// The next lines in the order of their paths; none at the end.
    ///
    /// # Errors
    /// A document stands in two parts, or one of them is damaged.
    pub fn batch(&mut self) -> Result<Vec<Line>, String> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH_LINES && bytes < BATCH_BYTES {
            let Some(Reverse(line)) = self.next.pop() else { break };
            self.follows(&line)?;
            self.last = Some((line.path.clone(), line.part));
            self.read(line.part)?;
            bytes += line.bytes.len();
            batch.push(line);
        }
        Ok(batch)
    }

    /// Whether every part gave as many records as its run wrote.
    ///
    /// # Errors
    /// It did not.
    pub fn are_whole(&self) -> Result<(), String> {
        let is_short = |p: &&Part| p.info.as_ref().is_some_and(|i| i.totals.records != p.read);
        let Some(part) = self.parts.iter().find(is_short) else { return Ok(()) };
        let wanted = part.info.as_ref().map_or(0, |i| i.totals.records);
        Err(say("merge.not_whole", &[("part", &part.name), ("records", &part.read), ("wanted", &wanted)]))
    }

    /// Whether any part kept the words around mentions.
    pub fn have_passages(&self) -> bool {
        self.parts.iter().any(|p| p.passages.are_kept())
    }

    /// The line of the words around the mentions of a part's next document; empty where it has none.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn passages(&mut self, part: usize, id: &str) -> io::Result<Vec<u8>> {
        self.parts[part].passages.of(id)
    }

    /// Records that no run tells of: all of them are new.
    pub fn read_without_run(&self) -> u64 {
        self.parts.iter().filter(|p| p.info.is_none()).map(|p| p.read).sum()
    }

    /// A fault in a line, with its place.
    pub fn fault(&self, line: &Line, what: &str) -> String {
        fault(&self.parts[line.part].name, line.number, what)
    }

    fn read(&mut self, part: usize) -> Result<(), String> {
        self.next.extend(self.parts[part].next(part)?.map(Reverse));
        Ok(())
    }

    fn follows(&self, line: &Line) -> Result<(), String> {
        let Some((last, part)) = self.last.as_ref().filter(|(last, _)| *last >= line.path) else { return Ok(()) };
        if *last == line.path && *part != line.part {
            let (one, other) = (&self.parts[*part].name, &self.parts[line.part].name);
            return Err(say("merge.overlap", &[("path", last), ("one", one), ("other", other)]));
        }
        Err(self.fault(line, &say("merge.unsorted", &[("path", &line.path), ("last", last)])))
    }
}

impl Part {
    fn open(named: &Path) -> Result<Self, String> {
        let name = named.display().to_string();
        if named.as_os_str() == "-" {
            return Ok(Part::new("standard input".to_owned(), BufReader::with_capacity(BUFFER, io::stdin())));
        }
        if named.is_dir() {
            return Part::of_run(name, &latest(named).unwrap_or_else(|| named.to_owned()));
        }
        let file = File::open(named).map_err(|e| format!("{name}: {e}"))?;
        Ok(Part::new(name, BufReader::with_capacity(BUFFER, file)))
    }

    fn of_run(name: String, folder: &Path) -> Result<Self, String> {
        let fault = |file: &str, e: &dyn Display| say("merge.no_run", &[("file", &folder.join(file).display()), ("error", e)]);
        let text = std::fs::read(folder.join("run.json")).map_err(|e| fault("run.json", &e))?;
        let info: RunInfo = serde_json::from_slice(&text).map_err(|e| fault("run.json", &e))?;
        let file = File::open(folder.join(records::FILE)).map_err(|e| fault(records::FILE, &e))?;
        let part = Part::new(name, BufReader::with_capacity(BUFFER, file));
        Ok(Part { info: Some(info), settings: settings(folder), passages: Passages::of_run(folder)?, ..part })
    }

    fn new(name: String, records: impl BufRead + Send + Sync + 'static) -> Self {
        Part { name, records: Box::new(records), info: None, settings: None, passages: Passages::default(), read: 0 }
    }

    fn next(&mut self, part: usize) -> Result<Option<Line>, String> {
        let mut bytes = Vec::new();
        self.records.read_until(b'\n', &mut bytes).map_err(|e| format!("{}: {e}", self.name))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.read += 1;
        let Named { source } = serde_json::from_slice(&bytes).map_err(|e| fault(&self.name, self.read, &e.to_string()))?;
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        Ok(Some(Line { path: source.path, part, number: self.read, bytes }))
    }
}

fn fault(part: &str, line: u64, what: &str) -> String {
    say("merge.fault", &[("part", &part), ("line", &line), ("what", &what)])
}

/// What tells a line's document.
#[derive(Deserialize)]
struct Named {
    source: Source,
}

#[derive(Deserialize)]
struct Source {
    path: String,
}

/// All were read by the same program, with the same rules and options.
fn agree(parts: &[Part]) -> Result<(), String> {
    let own = env!("CARGO_PKG_VERSION");
    let runs = || parts.iter().filter_map(|p| Some((&p.name, p.info.as_ref()?)));
    if let Some((name, info)) = runs().find(|(_, info)| info.version != own) {
        return Err(say("merge.other_version", &[("part", name), ("version", &info.version), ("own", &own)]));
    }
    if let Some((first, wanted)) = runs().next()
        && let Some((name, _)) = runs().find(|(_, info)| info.rules_hash != wanted.rules_hash)
    {
        return Err(say("merge.different_rules", &[("one", first), ("other", name)]));
    }
    let readings = || parts.iter().filter_map(|p| Some((&p.name, &p.settings.as_ref()?.reading)));
    let Some((first, wanted)) = readings().next() else { return Ok(()) };
    match readings().find(|(_, reading)| *reading != wanted) {
        Some((name, _)) => Err(say("merge.different_options", &[("one", first), ("other", name)])),
        None => Ok(()),
    }
}

/// All shards are there, or none is one.
fn complete(parts: &[Part]) -> Result<(), String> {
    let shards: Vec<(Option<Shard>, &str)> = parts.iter().map(|p| (p.info.as_ref().and_then(|i| i.shard), p.name.as_str())).collect();
    let Some((wanted, first)) = shards.iter().find_map(|(s, name)| Some((s.as_ref()?, *name))) else { return Ok(()) };
    let mut seen = vec![None; wanted.of as usize];
    for (shard, name) in &shards {
        let Some(shard) = shard else {
            return Err(say("merge.no_shard", &[("one", &first), ("shard", wanted), ("other", name)]));
        };
        if shard.of != wanted.of {
            let values: [(&str, &dyn Display); 4] = [("one", &first), ("shard", wanted), ("other", name), ("other_shard", shard)];
            return Err(say("merge.other_shards", &values));
        }
        if let Some(other) = seen[shard.index as usize].replace(*name) {
            return Err(say("merge.same_shard", &[("one", &other), ("other", name), ("shard", shard)]));
        }
    }
    let missing: Vec<String> = (0..).zip(&seen).filter(|(_, s)| s.is_none()).map(|(i, _)| format!("{i}/{}", wanted.of)).collect();
    if missing.is_empty() { Ok(()) } else { Err(say("merge.missing", &[("shards", &wanted.of), ("missing", &missing.join(", "))])) }
}
