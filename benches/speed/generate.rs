//! Documents for the benchmark, made from `corpus/` and a grammar of ordinary prose; the same at every run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How full of mentions the documents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// As the real documents at hand on average: decisions, decrees and letters that count little, and reports.
    Archive,
    /// As real reports that were chosen for their counts.
    Reports,
    /// Nothing but paragraphs of the corpus, shuffled and with every figure changed: several
    /// times the mentions of real documents, and sums that fail.
    Dense,
}

impl Density {
    pub const ALL: [Density; 3] = [Density::Archive, Density::Reports, Density::Dense];

    pub fn name(self) -> &'static str {
        match self {
            Density::Archive => "archive",
            Density::Reports => "reports",
            Density::Dense => "dense",
        }
    }

    /// What it is made after: mentions in 10 KB of real documents.
    pub fn model(self) -> &'static str {
        match self {
            Density::Archive => {
                "91 real documents of all kinds: 7.7 citations, 2.5 counts, 5.3 topics, 1.5 places, 0.3 findings, 0.6 bytes of JSON a byte"
            }
            Density::Reports => {
                "35 real reports and letters: 8.5 citations, 11.9 counts, 11.2 topics, 3.4 places, 1.5 findings, 1.3 bytes of JSON a byte"
            }
            Density::Dense => "nothing real",
        }
    }

    /// Bytes of prose for each byte of the corpus; none in dense documents.
    fn prose(self) -> Option<usize> {
        match self {
            Density::Archive => Some(20),
            Density::Reports => Some(4),
            Density::Dense => None,
        }
    }
}

/// Bytes of a dense document, about.
const DENSE_DOCUMENT: usize = 10_000;

/// Makes documents.
pub struct Generator {
    corpus: Vec<String>,
    prose: Grammar,
}

impl Generator {
    /// From the repository's files.
    pub fn load() -> Self {
        let mut paths: Vec<PathBuf> = std::fs::read_dir("corpus").expect("the corpus").map(|e| e.expect("an entry").path()).collect();
        paths.sort();
        let texts = paths.iter().filter_map(|p| std::fs::read_to_string(p).ok());
        Generator { corpus: texts.filter(|t| t.len() > 500).collect(), prose: Grammar::new(include_str!("../prose.txt")) }
    }

    /// Writes `size` bytes of documents, or a little more, into `folder`; returns their paths and size.
    pub fn write(&self, density: Density, folder: &Path, size: usize) -> (Vec<PathBuf>, usize) {
        let _ = std::fs::remove_dir_all(folder);
        let (mut written, mut paths) = (0, Vec::new());
        for text in self.documents(density) {
            let path = folder.join(format!("{:03}", paths.len() / 100)).join(format!("{:06}.txt", paths.len()));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            std::fs::write(&path, &text).expect("writable");
            written += text.len();
            paths.push(path);
            if written >= size {
                break;
            }
        }
        (paths, written)
    }

    /// Documents without end, always the same.
    pub fn documents(&self, density: Density) -> impl Iterator<Item = String> {
        let mut random = Random(0x5EED);
        std::iter::repeat_with(move || self.document(density, &mut random))
    }

    fn document(&self, density: Density, random: &mut Random) -> String {
        let own = &self.corpus[random.below(self.corpus.len())];
        match density.prose() {
            Some(share) => self.with_prose(own, share, random),
            None => self.shuffled(own, random),
        }
    }

    /// The document with prose after its paragraphs; its head, lists and closing stay together.
    fn with_prose(&self, own: &str, share: usize, random: &mut Random) -> String {
        let body = own.lines().filter(|l| ends_a_paragraph(l)).count().max(1);
        let each = own.len() * share / body;
        let year = year_before(own);
        let mut text = String::with_capacity(own.len() * (share + 2));
        for line in own.lines() {
            renumbered(line, random, &mut text);
            text.push('\n');
            let end = text.len() + if ends_a_paragraph(line) { each } else { 0 };
            while text.len() < end {
                self.prose.expand("paragraph", &year, random, &mut text);
                text.push('\n');
            }
        }
        text
    }

    /// The head of a document, then lines of it and of others until it is long enough.
    fn shuffled(&self, own: &str, random: &mut Random) -> String {
        let mut text: String = own.lines().take(12).flat_map(|l| [l, "\n"]).collect();
        while text.len() < DENSE_DOCUMENT {
            let source = if random.below(4) > 0 { own } else { &self.corpus[random.below(self.corpus.len())] };
            let lines: Vec<&str> = source.lines().skip(12).collect();
            for line in lines.iter().skip(random.below(lines.len())).take(6) {
                text.extend(line.chars().map(|c| if c.is_ascii_digit() && c != '0' { random.digit() } else { c }));
                text.push('\n');
            }
        }
        text
    }
}

/// A paragraph of the body, after which another can stand.
fn ends_a_paragraph(line: &str) -> bool {
    line.len() > 150 && line.ends_with('.')
}

/// The year before that of a document, which its head says first: what the prose speaks of has happened.
fn year_before(document: &str) -> String {
    let years = document.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4 && (d.starts_with("19") || d.starts_with("20")));
    let year = years.map(|y| y.parse::<u32>().expect("four digits")).next().unwrap_or(2020);
    (year - 1).to_string()
}

/// Copies a line with other numbers of documents: digits before a stroke and a capital.
fn renumbered(line: &str, random: &mut Random, text: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let (digits, after) = from.split_at(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()));
        text.push_str(before);
        let is_number = !before.ends_with('/') && after.strip_prefix('/').is_some_and(|s| s.starts_with(char::is_uppercase));
        text.extend(digits.chars().map(|d| if is_number && d != '0' { random.digit() } else { d }));
        rest = after;
    }
    text.push_str(rest);
}

/// Choices by name; a choice may name others in `{}`.
struct Grammar(HashMap<&'static str, Vec<&'static str>>);

impl Grammar {
    fn new(text: &'static str) -> Self {
        let (mut rules, mut name) = (HashMap::<_, Vec<_>>::new(), "");
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            match line.strip_prefix('@') {
                Some(next) => name = next,
                None => rules.entry(name).or_default().push(line),
            }
        }
        Grammar(rules)
    }

    /// Appends one of the choices, with a capital where a sentence begins.
    fn expand(&self, name: &str, year: &str, random: &mut Random, text: &mut String) {
        if name == "year" {
            return text.push_str(year);
        }
        let start = text.len();
        let choices = &self.0[name];
        let mut rest = choices[random.below(choices.len())];
        while let Some((before, (inner, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
            text.push_str(before);
            self.expand(inner, year, random, text);
            rest = after;
        }
        text.push_str(rest);
        if name == "sentence" {
            let first = text[start..].chars().next().expect("no choice is empty");
            let capital: String = first.to_uppercase().collect();
            text.replace_range(start..start + first.len_utf8(), &capital);
        }
    }
}

/// A small generator with a fixed seed.
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
