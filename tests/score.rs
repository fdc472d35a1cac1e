//! `trichluc score` against the reference script: the same figures, table and misses.
//!
//! Runs where the annotated documents and the script lie beside the project
//! (a folder `shared` in one of the folders above it) and python3 is there;
//! says so where it does not.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Map, Value, json};

#[test]
fn figures_tables_and_misses_equal_those_of_the_reference_script() {
    let Some(shared) = shared() else {
        println!("left out: shared/gold, shared/tools/score.py or python3 is not here");
        return;
    };
    for set in ["dev", "sentences"] {
        let gold = shared.join("gold").join(set).join("gold");
        // From annotations as they are to records that are mostly wrong.
        for (seed, wrong_in_1000) in [(1, 0), (2, 15), (3, 60), (4, 250)] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            std::fs::write(folder.path().join("records.jsonl"), records(&gold, seed, wrong_in_1000)).expect("writable");
            compare(&shared, &gold, folder.path());
        }
    }
}

#[test]
fn figures_of_real_records_equal_those_of_the_reference_script() {
    let Some(shared) = shared() else {
        println!("left out: shared/gold, shared/tools/score.py or python3 is not here");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = shared.join("gold/dev/texts");
    let run = trichluc().arg("run").arg(&texts).args(["--no-tables", "--out"]).arg(folder.path()).output().expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    std::fs::copy(folder.path().join("latest/records.jsonl"), folder.path().join("records.jsonl")).expect("records");
    compare(&shared, &shared.join("gold/dev/gold"), folder.path());
}

/// The nearest folder `shared` above the project with all that is needed.
fn shared() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|a| a.join("shared"));
    let has_python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    above.filter(|_| has_python).find(|s| s.join("gold/dev/gold").is_dir() && s.join("tools/score.py").is_file())
}

fn trichluc() -> Command {
    Command::new(env!("CARGO_BIN_EXE_trichluc"))
}

fn compare(shared: &Path, gold: &Path, folder: &Path) {
    let records = folder.join("records.jsonl");
    let run = |mut command: Command, name: &str| {
        let json = folder.join(name);
        let out = command.arg(gold).arg(&records).args(["--misses", "--json"]).arg(&json).output().expect("it runs");
        let text = stdout(&out);
        (serde_json::from_str::<Value>(&std::fs::read_to_string(json).expect("figures")).expect("JSON"), text)
    };
    let mut script = Command::new("python3");
    script.arg(shared.join("tools/score.py"));
    let (expected, expected_text) = run(script, "expected.json");
    let mut ours = trichluc();
    ours.arg("score");
    let (mut figures, text) = run(ours, "figures.json");
    figures.as_object_mut().expect("an object").remove("rules").expect("a table of the rules");
    assert_eq!(figures, expected);
    let (text, expected_text) = (split(&text), split(&expected_text));
    assert_eq!(text.0, expected_text.0, "misses");
    assert_eq!(text.1, expected_text.1, "table");
}

fn stdout(out: &Output) -> String {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout.clone()).expect("UTF-8")
}

/// The misses (what, document, text) and the tables up to that of the rules.
fn split(text: &str) -> (Vec<[String; 3]>, Vec<&str>) {
    let (misses, table): (Vec<&str>, Vec<&str>) = text.lines().partition(|l| l.contains('\t'));
    let field = |f: &str| f.split_whitespace().collect::<Vec<_>>().join(" ").replace("None", "");
    let first = |l: &str| {
        let mut fields = l.split('\t').map(field);
        [(); 3].map(|()| fields.next().expect("three fields"))
    };
    (misses.into_iter().map(first).collect(), table.into_iter().take_while(|l| !l.starts_with("rule ")).collect())
}

/// Records that say what the annotations do, with mistakes of every sort strewn in.
fn records(gold: &Path, seed: u64, wrong_in_1000: u64) -> String {
    let mut chance = Chance { state: seed, wrong_in_1000 };
    let mut paths: Vec<_> = std::fs::read_dir(gold).expect("readable").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut lines = String::new();
    for path in paths.iter().filter(|p| p.to_string_lossy().ends_with(".gold.json")) {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON");
        let name = path.file_name().expect("a name").to_string_lossy().replace(".gold.json", ".txt");
        let mut record = record(&name, truth);
        if !chance.is_wrong() {
            chance.disturb("", &mut record);
            record["source"]["path"] = json!(format!("a/{name}"));
            lines.push_str(&format!("{record}\n"));
        }
    }
    lines
}

fn record(name: &str, truth: Value) -> Value {
    let topics = |key: &str, main: bool| -> Vec<Value> {
        truth["topics"][key].as_array().into_iter().flatten().map(|t| json!({"topic": t, "main": main})).collect()
    };
    let is_subject = |code: &Value| truth["places"]["subject"].as_array().is_some_and(|s| s.contains(code));
    let province = |code: &Value| json!({"level": "province", "gso": code, "province_gso": code, "role": if is_subject(code) { "subject" } else { "mentioned" }, "mentions": [{"rule": "places.province"}]});
    let district = |code: &Value| json!({"level": "district", "gso": code, "province_gso": truth["places"]["provinces"][0], "role": "mentioned", "mentions": []});
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let places: Vec<Value> =
        list(&truth["places"]["provinces"]).iter().map(province).chain(list(&truth["places"]["districts"]).iter().map(district)).collect();
    let findings: Vec<Value> = list(&truth["findings"]).iter().map(|f| json!({"code": f})).collect();
    let topics = [topics("main", true), topics("mentioned", false)].concat();
    json!({
        "source": {"path": name}, "status": "ok", "header": truth["header"], "period": truth["period"],
        "citations": truth["citations"], "counts": truth["counts"],
        "topics": topics, "places": places, "findings": findings,
    })
}

/// Mistakes by a fixed row of numbers: the same ones each time.
struct Chance {
    state: u64,
    wrong_in_1000: u64,
}

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % n
    }

    fn is_wrong(&mut self) -> bool {
        self.below(1000) < self.wrong_in_1000
    }

    fn disturb(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::Object(fields) => self.fields(fields),
            Value::Array(items) => self.items(items),
            _ if !self.is_wrong() => {}
            Value::String(text) => match self.below(if is_optional(key) { 5 } else { 4 }) {
                0 => *text = text.to_uppercase(),
                1 => *text = text.chars().take(text.chars().count() * 9 / 10).collect(),
                2 => text.push_str(" tỉnh"),
                3 => *text = text.replace('/', " /").replace('-', "–").replace('Đ', "Ð"),
                _ => *value = Value::Null,
            },
            Value::Number(number) => {
                let shift = [1, -1, 4, -9][self.below(4) as usize];
                *value = json!((number.as_i64().unwrap_or(0) + shift).max(0));
            }
            Value::Bool(flag) => *flag = !*flag,
            Value::Null => {}
        }
    }

    fn fields(&mut self, fields: &mut Map<String, Value>) {
        fields.iter_mut().for_each(|(key, value)| self.disturb(key, value));
        // A span keeps at least one letter.
        if let Some(start) = fields.get("char_start").and_then(Value::as_i64) {
            let end = fields["char_end"].as_i64().unwrap_or(0).max(start + 1);
            fields["char_end"] = json!(end);
        }
    }

    /// Some are lost, some are there twice, some moved to the end.
    fn items(&mut self, items: &mut Vec<Value>) {
        items.iter_mut().for_each(|item| self.disturb("", item));
        items.retain(|_| !self.is_wrong());
        for i in 0..items.len() {
            if self.is_wrong() {
                let again = items[i].clone();
                items.push(again);
            }
            if self.is_wrong() {
                let moved = items.remove(i);
                items.push(moved);
            }
        }
    }
}

/// Keys whose value the script takes as null.
fn is_optional(key: &str) -> bool {
    [
        "kind",
        "number",
        "symbol",
        "title",
        "issuer",
        "place",
        "date_partial",
        "role",
        "modifier",
        "per",
        "name",
        "position",
        "authority",
        "article",
        "clause",
    ]
    .contains(&key)
}
