//! The files of a generation, as far as a page needs them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::columns::{Core, Places};
use super::passages::{Around, Passage};
use super::rows::{At, Citation, Cited, Count, Document, Finding, Source, Topic};

/// The figures of the newest documents and the words around their mentions, document by document in the order of their paths.
pub fn read(folder: &Path, most: usize) -> io::Result<(Core, Vec<Around>)> {
    let tables = Tables(folder);
    let (all_documents, documents) = newest(&tables, most)?;
    let index: HashMap<&str, usize> = documents.iter().enumerate().map(|(i, d)| (d.doc_id.as_str(), i)).collect();
    let mut core = Core { all_documents, ..Core::default() };
    documents.iter().for_each(|d| core.documents.push(d, &mut core.strings));
    let mut around = vec![Around::default(); documents.len()];
    mentions(&tables, &index, &mut core, &mut around)?;
    tables.each("sources", |line| {
        // Most files were read, and are no row here.
        if memchr::memmem::find(line, br#""status":"ok""#).is_none() {
            core.files.push(&parse::<Source>(line)?, &mut core.strings);
        }
        Ok(())
    })?;
    let read = lines(&folder.join(super::passages::FILE), |line| {
        if let Some(&document) = doc_id(line).and_then(|id| index.get(id)) {
            around[document].passages = parse::<Line>(line)?.passages;
        }
        Ok(())
    });
    match read {
        // A run without a report keeps none.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok((core, around)),
        read => read.map(|()| (core, around)),
    }
}

/// A line of the passages.
#[derive(Deserialize)]
struct Line {
    passages: Vec<Passage>,
}

/// How many documents there are, and the newest, in the order of their paths.
fn newest(tables: &Tables, most: usize) -> io::Result<(usize, Vec<Document>)> {
    let mut all = Vec::new();
    tables.each("documents", |line| {
        all.push(parse::<Document>(line)?);
        // A large archive need not stand in memory as a whole.
        if all.len() == 4 * most {
            keep_newest(&mut all, most);
        }
        Ok(())
    })?;
    keep_newest(&mut all, most);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((tables.lines("documents")?, all))
}

fn keep_newest(documents: &mut Vec<Document>, most: usize) {
    if documents.len() > most {
        documents.sort_by(|a, b| (Reverse(a.day()), &a.path).cmp(&(Reverse(b.day()), &b.path)));
        documents.truncate(most);
    }
}

impl Document {
    /// What it is new by.
    fn day(&self) -> Option<&String> {
        self.date_partial.as_ref().or(self.period_last_day.as_ref())
    }
}

fn mentions(tables: &Tables, index: &HashMap<&str, usize>, core: &mut Core, around: &mut [Around]) -> io::Result<()> {
    let Core { strings, counts, citations, findings, topics, cited, .. } = core;
    tables.each_of("counts", index, |document, at, line| {
        counts.at.push(document, at, strings);
        counts.push(&parse::<Count>(line)?, strings);
        around[document].add(at);
        Ok(())
    })?;
    tables.each_of("findings", index, |document, at, line| {
        findings.at.push(document, at, strings);
        findings.push(&parse::<Finding>(line)?, strings);
        around[document].add(at);
        Ok(())
    })?;
    tables.each_of("topics", index, |document, at, line| {
        let row: Topic = parse(line)?;
        if row.main {
            topics.at.push(document, at, strings);
            topics.push(&row, strings);
            around[document].add(at);
        }
        Ok(())
    })?;
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    tables.each_of("citations", index, |document, at, line| {
        let row: Citation = parse(line)?;
        citations.at.push(document, at, strings);
        keys.entry(row.key).or_default().push(citations.role.len());
        citations.role.push(strings.put(&row.role));
        around[document].add(at);
        Ok(())
    })?;
    citations.cited = vec![-1; citations.role.len()];
    tables.each("cited", |line| {
        let row: Cited = parse(line)?;
        let Some(mentions) = keys.get(&row.key) else { return Ok(()) };
        let number = cited.kind.len() as i64;
        mentions.iter().for_each(|&m| citations.cited[m] = number);
        cited.push(&row, row.target_doc_id.as_deref().and_then(|id| index.get(id)).copied(), strings);
        Ok(())
    })?;
    let documents = index.len();
    [&mut counts.at, &mut citations.at, &mut findings.at, &mut topics.at].into_iter().for_each(|at: &mut Places| at.end(documents));
    Ok(())
}

/// The tables of a generation.
struct Tables<'a>(&'a Path);

impl Tables<'_> {
    fn each(&self, table: &str, take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        lines(&self.0.join("tables").join(format!("{table}.jsonl")), take)
    }

    /// The rows of the documents that are shown.
    fn each_of(
        &self,
        table: &str,
        shown: &HashMap<&str, usize>,
        mut take: impl FnMut(usize, &At, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.each(table, |line| match doc_id(line).and_then(|id| shown.get(id)) {
            Some(&document) => take(document, &parse(line)?, line),
            None => Ok(()),
        })
    }

    fn lines(&self, table: &str) -> io::Result<usize> {
        let mut number = 0;
        self.each(table, |_| {
            number += 1;
            Ok(())
        })?;
        Ok(number)
    }
}

const KEY: &[u8] = br#"{"doc_id":""#;

/// The first key of a row, without a parser: most rows of a large archive are not shown.
fn doc_id(line: &[u8]) -> Option<&str> {
    let rest = line.strip_prefix(KEY)?;
    let end = memchr::memchr(b'"', rest)?;
    std::str::from_utf8(&rest[..end]).ok()
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> io::Result<T> {
    serde_json::from_slice(line).map_err(io::Error::from)
}

/// Hands on the lines of a file; an error names it.
fn lines(path: &Path, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
    let mut reader = BufReader::with_capacity(1 << 18, File::open(path).map_err(named)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(named)? > 0 {
        take(&line).map_err(named)?;
        line.clear();
    }
    Ok(())
}
