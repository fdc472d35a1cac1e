//! Runs the examples of all rules through the pipeline.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;

use super::Faults;
use super::answer::{Answer, answers, plain};
use crate::pipeline::Pipeline;
use crate::rules::{Example, Examples, Noted, Proof, Question};

/// Notes every example that does not hold, and every rule without one; returns how many were run.
pub(super) fn check(pipeline: &Pipeline, noted: &Noted, faults: &mut Faults) -> usize {
    for rule in &noted.examples {
        let run = Run { pipeline, rule, name: pipeline.rules().name(rule.rule) };
        if rule.proof != Proof::Row {
            run.missing(faults);
        }
        run.each(&rule.finds, Run::find_fault, faults);
        run.each(&rule.ignores, Run::ignore_fault, faults);
    }
    noted.examples.iter().map(|e| e.finds.len() + e.ignores.len()).sum()
}

/// One rule whose examples are run.
struct Run<'a> {
    pipeline: &'a Pipeline,
    rule: &'a Examples,
    name: &'a str,
}

/// An example's text without its marks, and the marked words as code points.
struct Marked {
    text: String,
    spans: Vec<Range<u32>>,
}

impl Run<'_> {
    fn missing(&self, faults: &mut Faults) {
        let lists = [
            (&self.rule.finds, "finds", "a sentence with the words found in ⟦…⟧"),
            (&self.rule.ignores, "ignores", "a sentence that it must leave alone"),
        ];
        for (_, list, what) in lists.iter().filter(|(examples, ..)| examples.is_empty()) {
            let message = format!("rule {:?} has no example in {list:?}; add {what}", self.name);
            faults.error(self.rule.source, self.rule.at.clone(), message);
        }
    }

    fn each(&self, examples: &[Spanned<Example>], fault: fn(&Self, &Example, Question, &Marked) -> Option<String>, faults: &mut Faults) {
        for example in examples {
            if let Err(message) = self.run(example.get_ref(), fault) {
                faults.error(self.rule.source, example.span(), format!("rule {:?}: {message}", self.name));
            }
        }
    }

    fn run(&self, example: &Example, fault: fn(&Self, &Example, Question, &Marked) -> Option<String>) -> Result<(), String> {
        let marked = marked(example.text())?;
        let question = example.question().or(self.rule.question);
        let question = question.ok_or("no part of a record shows it by itself; say which with question = \"citations\"")?;
        fault(self, example, question, &marked).map_or(Ok(()), Err)
    }

    fn answers(&self, question: Question, text: &str) -> Vec<Answer> {
        let record = self.pipeline.record("example.txt", text.as_bytes());
        answers(question, &record, text, self.pipeline.rules())
    }

    /// Why an example of `finds` does not hold.
    fn find_fault(&self, example: &Example, question: Question, marked: &Marked) -> Option<String> {
        let found = self.answers(question, &marked.text);
        if marked.spans.is_empty() {
            if example.fields().next().is_none() {
                return Some("the example marks nothing; put ⟦ and ⟧ around the words that are found".to_owned());
            }
            return self.fit_fault(example, found.iter().collect(), &found);
        }
        let mut at_marks = Vec::new();
        for span in &marked.spans {
            let words = slice(&marked.text, span);
            let before = at_marks.len();
            at_marks.extend(found.iter().filter(|a| stands_at(a, question, span, &words)));
            if at_marks.len() == before {
                return Some(format!("nothing is found at “{words}”; {}", list(&found)));
            }
        }
        self.fit_fault(example, at_marks, &found)
    }

    /// Why none of `here` is what the example says; `found` is everything there was.
    fn fit_fault(&self, example: &Example, here: Vec<&Answer>, found: &[Answer]) -> Option<String> {
        let Some(nearest) = here.iter().min_by_key(|a| differences(example, a).len()) else { return Some(list(found)) };
        let wrong = differences(example, nearest);
        if !wrong.is_empty() {
            return Some(wrong.join(", "));
        }
        let is_fitting = |a: &&&Answer| differences(example, a).is_empty();
        if self.rule.proof != Proof::Mention || here.iter().filter(is_fitting).any(|a| self.is_own(a)) {
            return None;
        }
        let other = nearest.text("rule").unwrap_or_default();
        Some(format!("it is found by the rule {other:?}, not by this one: {}", nearest.described()))
    }

    /// Why an example of `ignores` does not hold.
    fn ignore_fault(&self, example: &Example, question: Question, marked: &Marked) -> Option<String> {
        let found = self.answers(question, &marked.text);
        let touches =
            |a: &Answer| marked.spans.is_empty() || a.span.as_ref().is_none_or(|s| marked.spans.iter().any(|m| overlap(s, m) > 0));
        let unknown = |a: &Answer| example.fields().find(|(key, _)| !a.fields.contains_key(*key)).map(|(key, _)| no_field(key));
        if let Some(fault) = found.iter().find_map(unknown) {
            return Some(fault);
        }
        let wrong = found.iter().find(|a| touches(a) && self.is_of_rule(example, question, a))?;
        Some(format!("found {} in a text that it must ignore", wrong.described()))
    }

    /// Whether an answer is what the rule must not give here.
    fn is_of_rule(&self, example: &Example, question: Question, answer: &Answer) -> bool {
        if self.rule.proof == Proof::Mention && !self.is_own(answer) {
            return false;
        }
        if example.fields().next().is_some() || self.rule.proof == Proof::Mention {
            return differences(example, answer).is_empty();
        }
        let tells = |find: &Spanned<Example>| find.get_ref().fields().any(|(key, value)| is_telling(question, key, value));
        let told: Vec<_> = self.rule.finds.iter().filter(|f| tells(f)).collect();
        told.is_empty() || told.iter().any(|find| has_telling_fields(find.get_ref(), question, answer))
    }

    /// It bears the rule's name, or the rule's id as a value: measure, topic, kind.
    fn is_own(&self, answer: &Answer) -> bool {
        let id = self.name.split_once('.').map_or(self.name, |(_, id)| id);
        answer.text("rule") == Some(self.name) || ["measure", "topic", "kind", "code", "id"].iter().any(|key| answer.text(key) == Some(id))
    }
}

fn marked(example: &str) -> Result<Marked, &'static str> {
    let mut marked = Marked { text: String::new(), spans: Vec::new() };
    let (mut at, mut open) = (0, None);
    for c in example.chars() {
        match (c, open) {
            ('⟦', None) => open = Some(at),
            ('⟧', Some(start)) => {
                marked.spans.push(start..at);
                open = None;
            }
            ('⟦' | '⟧', _) => return Err("the marks ⟦ and ⟧ do not pair"),
            _ => {
                marked.text.push(c);
                at += 1;
            }
        }
    }
    if open.is_some() { Err("the marks ⟦ and ⟧ do not pair") } else { Ok(marked) }
}

fn slice(text: &str, span: &Range<u32>) -> String {
    text.chars().skip(span.start as usize).take(span.len()).collect()
}

/// Whether an answer is about the marked words.
fn stands_at(answer: &Answer, question: Question, marked: &Range<u32>, words: &str) -> bool {
    let Some(span) = &answer.span else { return answer.says(words) };
    match question {
        Question::Sections => span.start <= marked.start && marked.end <= span.end,
        // Where the counted thing ends is left open.
        Question::Counts => span.start == marked.start && overlap(span, marked) > 0,
        _ => span.start == marked.start && overlap(span, marked) * 10 >= span.len().max(marked.len()) * 7,
    }
}

fn overlap(a: &Range<u32>, b: &Range<u32>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize
}

/// What an answer says otherwise than the example does.
fn differences(example: &Example, answer: &Answer) -> Vec<String> {
    example.fields().filter_map(|(key, expected)| difference(key, expected, answer.fields.get(key))).collect()
}

fn difference(key: &str, expected: &toml::Value, found: Option<&Value>) -> Option<String> {
    let Some(found) = found else { return Some(no_field(key)) };
    if equals(expected, found) {
        return None;
    }
    let expected = expected.as_str().map_or_else(|| expected.to_string(), str::to_owned);
    let expected = if expected.is_empty() { "null".to_owned() } else { expected };
    Some(format!("found {key} {}, expected {expected}", plain(found)))
}

fn no_field(key: &str) -> String {
    format!("there is no field {key:?} in what is found")
}

/// An empty string expects null; a table, the keys that it has.
fn equals(expected: &toml::Value, found: &Value) -> bool {
    match (expected, found) {
        (toml::Value::String(s), Value::Null) => s.is_empty(),
        (toml::Value::String(s), Value::String(f)) => s == f,
        (toml::Value::Datetime(day), Value::String(f)) => day.to_string() == *f,
        (toml::Value::Boolean(b), Value::Bool(f)) => b == f,
        (toml::Value::Integer(n), Value::Number(f)) => f.as_i64() == Some(*n),
        (toml::Value::Float(n), Value::Number(f)) => f.as_f64() == Some(*n),
        (toml::Value::Array(all), Value::Array(f)) => all.len() == f.len() && all.iter().zip(f).all(|(e, f)| equals(e, f)),
        (toml::Value::Table(keys), Value::Object(f)) => keys.iter().all(|(k, e)| f.get(k).is_some_and(|f| equals(e, f))),
        _ => false,
    }
}

/// Fields with few values: what a cue changes, where a number or a name is one of this text alone.
fn is_telling(question: Question, key: &str, value: &toml::Value) -> bool {
    const KEYS: [&str; 10] = ["role", "modifier", "per", "purpose", "kind", "measure", "topic", "level", "grain", "section"];
    value.is_bool() || KEYS.contains(&key) || (question == Question::Findings && key == "code")
}

fn has_telling_fields(find: &Example, question: Question, answer: &Answer) -> bool {
    let mut telling = find.fields().filter(|(key, value)| is_telling(question, key, value));
    telling.all(|(key, value)| answer.fields.get(key).is_some_and(|found| equals(value, found)))
}

fn list(found: &[Answer]) -> String {
    const SHOWN: usize = 4;
    if found.is_empty() {
        return "nothing is found in this text".to_owned();
    }
    let shown: Vec<_> = found.iter().take(SHOWN).map(Answer::described).collect();
    let more = if found.len() > SHOWN { " …" } else { "" };
    format!("found {}{more}", shown.join("; "))
}
