//! The public commands, asked about many cases at a time.

use std::collections::BTreeMap;
use std::path::Path;

use trichluc::Record;

use crate::common::trichluc;
use crate::question::{Question, Verdict, equal, holds};

/// The verdict on each question; a case without one asks for what no record says.
pub fn answers(questions: Vec<Option<Question>>) -> Vec<Verdict> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut records = records(folder.path(), &questions).into_iter();
    let mut lines = normalized(folder.path(), &questions).into_iter();
    let answer = |question: Option<Question>| match question {
        None => Err("nothing: a record does not say this".into()),
        Some(Question::Record { check, .. }) => check(&records.next().expect("a record")),
        Some(Question::Normalized { wanted, .. }) => equal(lines.next().expect("a line"), wanted),
        Some(Question::Phrase { phrase, found, .. }) => {
            let topics: Vec<String> = records.next().expect("a record").topics.into_iter().map(|t| t.value.topic).collect();
            holds(topics.contains(&topic(&phrase)) == found, &topics)
        }
        Some(Question::Decoded { bytes, wanted }) => decoded(folder.path(), &bytes).and_then(|text| equal(text, wanted)),
    };
    questions.into_iter().map(answer).collect()
}

/// `trichluc extract` of every document; the phrases are topics of the user's own rules.
fn records(folder: &Path, questions: &[Option<Question>]) -> Vec<Record> {
    let rules = folder.join("rules");
    std::fs::create_dir(&rules).expect("a folder");
    std::fs::write(rules.join("peers.toml"), phrases(questions)).expect("writable");
    let mut arguments = vec!["extract".to_owned(), "--rules".into(), rules.display().to_string()];
    for question in questions.iter().flatten() {
        let (Question::Record { document: text, .. } | Question::Phrase { text, .. }) = question else { continue };
        let path = folder.join(format!("{}.txt", arguments.len()));
        std::fs::write(&path, text).expect("writable");
        arguments.push(path.display().to_string());
    }
    let records: Vec<Record> = run(&arguments).lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
    assert_eq!(records.len(), arguments.len() - 3, "one record a document");
    records
}

/// One topic for each phrase that is asked for.
fn phrases(questions: &[Option<Question>]) -> String {
    let mut topics = BTreeMap::new();
    for question in questions.iter().flatten() {
        if let Question::Phrase { phrase, .. } = question {
            let rule = format!(
                "[[topic]]\nid = {:?}\nname = {{ vi = {phrase:?}, en = {phrase:?} }}\nstrong = [{phrase:?}]\nfinds = [\"⟦{phrase}⟧\"]\nignores = [\"x\"]\n",
                topic(phrase)
            );
            topics.insert(phrase, rule);
        }
    }
    topics.into_values().collect()
}

/// The id of the topic of a phrase.
fn topic(phrase: &str) -> String {
    let letters = phrase.bytes().map(|b| format!("{b:02x}"));
    format!("peer_{}", letters.collect::<String>())
}

/// `trichluc text --normalized` of all lines as one document.
fn normalized(folder: &Path, questions: &[Option<Question>]) -> Vec<String> {
    let lines: Vec<&str> = questions
        .iter()
        .flatten()
        .filter_map(|question| if let Question::Normalized { line, .. } = question { Some(line.as_str()) } else { None })
        .collect();
    let path = folder.join("lines.txt");
    std::fs::write(&path, lines.join("\n")).expect("writable");
    let text = run(&["text".into(), "--normalized".into(), path.display().to_string()]);
    let normalized: Vec<String> = text.split('\n').map(str::to_owned).collect();
    assert_eq!(normalized.len(), lines.len(), "one line a case");
    normalized
}

/// `trichluc text` of one file.
fn decoded(folder: &Path, bytes: &[u8]) -> Result<String, String> {
    let path = folder.join("bytes.txt");
    std::fs::write(&path, bytes).expect("writable");
    let out = trichluc(&["text", &path.display().to_string()]);
    if out.status.success() { Ok(String::from_utf8(out.stdout).expect("UTF-8")) } else { Err(String::from_utf8_lossy(&out.stderr).into()) }
}

fn run(arguments: &[String]) -> String {
    let out = trichluc(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}
