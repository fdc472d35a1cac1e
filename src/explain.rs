//! A record told beside its text: each mention under the line where it begins, with what made it so.

mod facts;
mod marked;

pub use facts::facts;
pub use marked::{Piece, pieces};

use serde::Serialize;
use trichluc::Record;
use trichluc::record::{Citation, Count, Finding, Located, Location, Modifier, Place, Topic};

/// One mention, ready to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub start: usize,
    pub end: usize,
    /// Where it begins, from 1.
    pub line: usize,
    pub subject: Subject,
    /// What was found: `cases 7 “vụ”`.
    pub value: String,
    /// What it is to the document: `total`, `basis`, `subject`, `main`.
    pub role: String,
    pub rule: String,
    /// The fields that matter, and the section.
    pub why: Vec<String>,
}

/// What a mention is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Citation,
    Count,
    Topic,
    Place,
    Finding,
}

impl Subject {
    pub fn name(self) -> &'static str {
        match self {
            Subject::Citation => "citation",
            Subject::Count => "count",
            Subject::Topic => "topic",
            Subject::Place => "place",
            Subject::Finding => "finding",
        }
    }
}

/// The mentions of a record in the order of the text.
pub fn notes(record: &Record) -> Vec<Note> {
    let citations = record.citations.iter().map(citation);
    let counts = record.counts.iter().map(|c| count(c, &record.counts));
    let places = record.places.iter().flat_map(|p| p.mentions.iter().map(|at| place(p, at)));
    let mut all: Vec<Note> = citations.chain(counts).chain(record.topics.iter().map(topic)).chain(places).collect();
    all.extend(record.findings.iter().map(finding));
    all.sort_by_key(|n| (n.start, n.subject, n.end));
    all
}

fn note(at: &Location, subject: Subject, value: String, role: String, mut why: Vec<String>) -> Note {
    why.push(format!("in {}", word(at.section)));
    Note {
        start: at.char_start as usize,
        end: at.char_end as usize,
        line: at.line as usize,
        subject,
        value,
        role,
        rule: at.rule.to_string(),
        why,
    }
}

fn citation(found: &Located<Citation>) -> Note {
    let c = &found.value;
    let value = [Some(c.kind.clone()), c.code.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut why = Vec::new();
    let mut tell = |name: &str, value: Option<String>| why.extend(value.map(|v| format!("{name} {v}")));
    tell("year", c.year.map(|y| y.to_string()));
    tell("date", c.date.clone().or_else(|| c.date_partial.clone()));
    tell("issuer", c.issuer.as_deref().map(quoted));
    tell("title", c.title.as_deref().map(quoted));
    if let Some(p) = &c.provision {
        tell("article", p.article.clone());
        tell("clause", p.clause.clone());
        tell("point", p.point.clone());
    }
    tell("key", Some(c.key.clone()));
    note(&found.at, Subject::Citation, value, word(c.role), why)
}

fn count(found: &Located<Count>, all: &[Located<Count>]) -> Note {
    let c = &found.value;
    let unit = c.unit.as_deref().map(quoted);
    let value = [Some(c.measure.clone()), Some(grouped(c.value)), unit].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut why = Vec::new();
    let mut tell = |name: &str, value: Option<String>| why.extend(value.map(|v| format!("{name} {v}")));
    tell("up to", c.max.map(grouped));
    tell("of", c.of.map(grouped));
    tell("modifier", (c.modifier != Modifier::Exact).then(|| word(c.modifier)));
    tell("per", c.per.map(word));
    tell("for", c.purpose.map(word));
    let whole = c.part_of.and_then(|i| all.get(i as usize));
    tell("part of", whole.map(|w| format!("{} (line {})", quoted(&w.at.text), w.at.line)));
    note(&found.at, Subject::Count, value, word(c.role), why)
}

fn topic(found: &Located<Topic>) -> Note {
    let t = &found.value;
    let parts = [("title", t.parts.title), ("headings", t.parts.headings), ("body", t.parts.body), ("asides", t.parts.asides)];
    let said = parts.iter().filter(|(_, weight)| *weight > 0.0).map(|(place, weight)| format!("{place} {weight}"));
    let score = format!("score {:.3}: {}", t.score, said.collect::<Vec<_>>().join(" + "));
    let why = vec![score, format!("hits {}", t.hits), "first mention".to_owned()];
    note(&found.at, Subject::Topic, t.topic.clone(), if t.main { "main" } else { "mentioned" }.to_owned(), why)
}

fn place(place: &Place, at: &Location) -> Note {
    let mut why = vec![word(place.level)];
    let now = place.current_province.as_ref().filter(|now| Some(*now) != place.province.as_ref());
    why.extend(now.map(|now| format!("now {now}")));
    note(at, Subject::Place, place.id.clone(), word(place.role), why)
}

fn finding(found: &Located<Finding>) -> Note {
    let f = &found.value;
    note(&found.at, Subject::Finding, word(f.code), word(f.severity), vec![f.message.clone()])
}

/// The word that the record has for a value.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// `1 234 567`: no mark that could be read as a decimal one.
fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|g| String::from_utf8_lossy(g).into_owned());
    let head = (first > 0).then(|| digits[..first].to_owned());
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", head.into_iter().chain(groups).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use trichluc::{Pipeline, RuleSet};

    #[test]
    fn large_numbers_are_grouped_by_spaces() {
        assert_eq!([0, 7, 1250, 1_234_567, -19_500_000].map(grouped), ["0", "7", "1 250", "1 234 567", "-19 500 000"]);
    }

    #[test]
    fn notes_follow_the_text_and_tell_rule_and_section() {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("the rules as released"));
        let text = "Căn cứ Nghị định số 15/2020/NĐ-CP ngày 03/02/2020 của Chính phủ, xử lý 07 vụ.\n";
        let all = notes(&pipeline.record("a.txt", text.as_bytes()));
        assert!(all.windows(2).all(|w| w[0].start <= w[1].start));
        let cited = all.iter().find(|n| n.subject == Subject::Citation).expect("a citation");
        assert_eq!((cited.value.as_str(), cited.line), ("nghi_dinh 15/2020/NĐ-CP", 1));
        assert!(!cited.rule.is_empty() && cited.why.contains(&"date 2020-02-03".to_owned()), "{cited:?}");
    }
}
