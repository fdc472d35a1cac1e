//! Tables of records made by hand, read back.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use trichluc::record::{
    Citation, CitationRole, Count, CountRole, Failure, Finding, FindingCode, Grain, Header, Located, Location, Modifier, Per, Period,
    Place, PlaceLevel, PlaceRole, Section, Severity, Source, Status, Topic,
};
use trichluc::{Record, RuleSet};

use super::{Tables, rows};
use crate::output::schema::schema;
use crate::output::summary::Summary;
use crate::walk::Skipped;

const TABLES: [&str; 15] = [
    "documents",
    "citations",
    "counts",
    "topics",
    "places",
    "findings",
    "links",
    "cited",
    "sources",
    "kinds",
    "measures",
    "topic_names",
    "provinces",
    "current_provinces",
    "periods",
];

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().expect("the built-in rules"));

/// What a run wrote.
struct Written {
    folder: tempfile::TempDir,
    summary: Summary,
}

impl Written {
    fn of(records: &[Record]) -> Self {
        Self::with_skipped(records, Vec::new())
    }

    fn with_skipped(records: &[Record], skipped: Vec<Skipped>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut tables = Tables::create(folder.path(), skipped, None).expect("writable");
        for record in records {
            tables.add(&record.source.path, rows(record)).expect("writable");
        }
        let summary = tables.finish(RULES.glossary()).expect("writable");
        Written { folder, summary }
    }

    fn table(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join(format!("tables/{name}.jsonl"))).expect("a table");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    fn column(&self, table: &str, column: &str) -> Vec<Value> {
        self.table(table).iter().map(|row| row[column].clone()).collect()
    }

    /// (citing document, cited document, basis)
    fn links(&self) -> Vec<(String, String, String)> {
        let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
        self.table("links").iter().map(|row| (text(row, "doc_id"), text(row, "target_doc_id"), text(row, "basis"))).collect()
    }

    /// (measure, grain, sum)
    fn totals(&self) -> Vec<(&str, Option<Grain>, i64)> {
        self.summary.totals.iter().map(|t| (t.measure.as_str(), t.grain, t.sum.value)).collect()
    }
}

fn document(path: &str) -> Record {
    let source = Source {
        path: path.into(),
        format: "txt".into(),
        ocr: false,
        encoding: Some("utf-8".into()),
        bytes: 10,
        hash: Some(format!("hash of {path}")),
    };
    Record {
        schema: 1,
        id: format!("id-{path}"),
        source,
        status: Status::Ok,
        error: None,
        header: Header { kind: Some("bao_cao".into()), ..Header::default() },
        period: None,
        citations: Vec::new(),
        counts: Vec::new(),
        topics: Vec::new(),
        places: Vec::new(),
        findings: Vec::new(),
        passages: Vec::new(),
    }
}

/// A document with an identity: `(path, code, issuer, date)`.
fn letter(path: &str, code: &str, issuer: &str, date: &str) -> Record {
    let mut record = document(path);
    let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    record.header = Header { code: text(code), issuer: text(issuer), date: text(date), date_partial: text(date), ..record.header };
    record
}

fn at<T>(value: T) -> Located<T> {
    let text = "05 \"tin\\bài\"\u{2028}\n".to_owned();
    Located { at: Location { text, char_start: 3, char_end: 20, line: 2, section: Section::Body, rule: "a_rule".into() }, value }
}

fn count(measure: &str, value: i64) -> Count {
    Count {
        measure: measure.into(),
        value,
        max: None,
        of: None,
        unit: Some("tin, bài".into()),
        modifier: Modifier::Exact,
        per: None,
        role: CountRole::Total,
        purpose: None,
        part_of: None,
    }
}

/// A report of a period that counts `value` articles.
fn report(path: &str, grain: Option<Grain>, value: i64) -> Record {
    let period = |grain| Period { first_day: "2023-01-01".into(), last_day: "2023-03-31".into(), grain, text: "quý I".into() };
    Record { period: grain.map(period), counts: vec![at(count("articles", value))], ..document(path) }
}

fn citation(code: Option<&str>, date: Option<&str>, issuer: Option<&str>) -> Located<Citation> {
    let text = |t: Option<&str>| t.map(str::to_owned);
    at(Citation {
        kind: "ke_hoach".into(),
        code: text(code),
        number: None,
        symbol: None,
        year: None,
        date: text(date.filter(|d| d.len() == 10)),
        date_partial: text(date),
        issuer: text(issuer),
        title: None,
        provision: None,
        role: CitationRole::Basis,
        key: format!("{code:?} {date:?}"),
    })
}

/// A document with one citation; what is empty is not said.
fn citing(path: &str, code: &str, date: &str, issuer: &str) -> Record {
    let said = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    let mention = citation(said(code).as_deref(), said(date).as_deref(), said(issuer).as_deref());
    Record { citations: vec![mention], ..document(path) }
}

fn subject(id: &str, current: &str) -> Place {
    Place {
        id: id.into(),
        level: PlaceLevel::Province,
        name: id.into(),
        gso: Some("01".into()),
        province: Some(id.into()),
        province_gso: Some("01".into()),
        current_province: Some(current.into()),
        current_province_gso: Some("01".into()),
        role: PlaceRole::Subject,
        hits: 3,
        mentions: vec![at(()).at],
    }
}

fn topic(id: &str, main: bool) -> Located<Topic> {
    at(Topic { topic: id.into(), main, hits: 2, score: 1.0, parts: Default::default() })
}

#[test]
fn copies_are_counted_once() {
    let quarter = Some(Grain::Quarter);
    let same_bytes = |path: &str| {
        let mut copy = report(path, quarter, 10);
        copy.source.hash = Some("same".into());
        copy
    };
    let same_identity = |path: &str, code: &str, issuer: &str| {
        let original = letter(path, code, issuer, "2023-04-05");
        Record { header: original.header, ..report(path, quarter, 100) }
    };
    let written = Written::of(&[
        same_bytes("a.txt"),
        same_bytes("b.txt"),
        same_identity("c.txt", "05/BC-UBND", "UBND tỉnh Lạng Sơn"),
        same_identity("d.txt", "5/BC-UBND", "UBND TỈNH LẠNG SƠN"),
    ]);
    assert_eq!(written.totals(), [("articles", quarter, 110)]);
    assert_eq!(written.column("documents", "duplicate_of"), [json!(null), json!("id-a.txt"), json!(null), json!("id-c.txt")]);
    assert_eq!(written.column("documents", "duplicate_reason"), [json!(null), json!("content"), json!(null), json!("identity")]);
    assert_eq!(written.column("documents", "in_totals"), [true, false, true, false].map(Value::from));
    assert_eq!(written.column("counts", "in_totals"), [true, false, true, false].map(Value::from));
    assert_eq!(written.summary.documents[0].copies, 2);
}

#[test]
fn the_final_document_is_no_copy_of_its_draft() {
    let mut draft = letter("a.txt", "05/BC-UBND", "UBND tỉnh", "2023-04-05");
    draft.header.draft = true;
    let last = letter("b.txt", "05/BC-UBND", "UBND tỉnh", "2023-04-05");
    assert_eq!(Written::of(&[draft, last]).column("documents", "in_totals"), [false, true].map(Value::from));
}

#[test]
fn drafts_are_left_out() {
    let mut draft = report("a.txt", Some(Grain::Year), 7);
    draft.header.draft = true;
    let written = Written::of(&[draft, report("b.txt", Some(Grain::Year), 3)]);
    assert_eq!(written.totals(), [("articles", Some(Grain::Year), 3)]);
    assert_eq!(written.column("counts", "in_totals"), [false, true].map(Value::from));
    assert_eq!(
        serde_json::to_value(&written.summary.left_out).expect("JSON"),
        json!([{"reason": "draft", "measure": "articles", "mentions": 1}])
    );
}

#[test]
fn a_rate_is_not_added() {
    let mut record = report("a.txt", Some(Grain::Year), 12);
    record.counts.push(at(Count { per: Some(Per::Week), ..count("articles", 2) }));
    record.counts.push(at(Count { role: CountRole::Part, ..count("articles", 5) }));
    let written = Written::of(&[record]);
    assert_eq!(written.totals(), [("articles", Some(Grain::Year), 12)]);
    let left_out =
        json!([{"reason": "part", "measure": "articles", "mentions": 1}, {"reason": "rate", "measure": "articles", "mentions": 1}]);
    assert_eq!(serde_json::to_value(&written.summary.left_out).expect("JSON"), left_out);
}

#[test]
fn reports_of_different_grains_are_not_added() {
    let (quarter, half) = (Some(Grain::Quarter), Some(Grain::Half));
    let written = Written::of(&[report("a", quarter, 1), report("b", half, 2), report("c", None, 4), report("d", quarter, 8)]);
    assert_eq!(written.totals(), [("articles", None, 4), ("articles", quarter, 9), ("articles", half, 2)]);
}

#[test]
fn a_citation_links_only_to_the_document_with_its_date() {
    let written = Written::of(&[
        letter("2022", "156/KH-UBND", "UBND tỉnh", "2022-08-10"),
        letter("2023", "156/KH-UBND", "UBND tỉnh", "2023-08-10"),
        citing("a", "156/KH-UBND", "2023-08-10", ""),
        citing("b", "0156/kh-ubnd", "2022-08-10", ""),
        citing("c", "156/KH-UBND", "2021-08-10", ""),
        citing("d", "156/KH-UBND", "", ""),
        citing("e", "156/KH-UBND", "2022", ""),
    ]);
    let link = |from: &str, to: &str, basis: &str| (format!("id-{from}"), format!("id-{to}"), basis.to_owned());
    assert_eq!(written.links(), [link("a", "2023", "code_date"), link("b", "2022", "code_date"), link("e", "2022", "code")]);
}

#[test]
fn an_undated_citation_links_to_the_one_document_that_it_can_mean() {
    let mut early = citing("early", "156/KH-UBND", "", "");
    early.header.date = Some("2020-01-01".into());
    let written = Written::of(&[
        letter("plan", "156/KH-UBND", "Ủy ban nhân dân tỉnh Lạng Sơn", "2023-08-10"),
        letter("number", "715", "Sở Y tế", "2023-08-10"),
        citing("a", "156/KH-UBND", "", "UBND tỉnh"),
        citing("b", "156/KH-UBND", "", "UBND huyện Cao Lộc"),
        citing("c", "715", "", "Sở Y tế"),
        early,
    ]);
    assert_eq!(written.links(), [("id-a".into(), "id-plan".into(), "code".into())]);
}

#[test]
fn another_province_is_meant_only_when_it_is_named() {
    let of = |record: Record, province: &str, current: &str| Record { places: vec![subject(province, current)], ..record };
    let written = Written::of(&[
        of(letter("plan", "156/KH-UBND", "UBND tỉnh", "2023-08-10"), "bac_giang", "bac_ninh"),
        of(citing("a", "156/KH-UBND", "2023-08-10", "UBND tỉnh"), "lang_son", "lang_son"),
        of(citing("b", "156/KH-UBND", "2023-08-10", "UBND tỉnh Bắc Giang"), "lang_son", "lang_son"),
        of(citing("c", "156/KH-UBND", "2023-08-10", "UBND tỉnh"), "bac_ninh", "bac_ninh"),
    ]);
    assert_eq!(written.links().into_iter().map(|l| l.0).collect::<Vec<_>>(), ["id-b", "id-c"]);
}

#[test]
fn links_go_to_the_first_copy_and_never_to_the_document_itself() {
    let plan = |path: &str| {
        let own = letter(path, "156/KH-UBND", "UBND tỉnh", "2023-08-10");
        Record { header: own.header, ..citing(path, "156/KH-UBND", "2023-08-10", "") }
    };
    let written = Written::of(&[plan("a"), plan("b"), citing("c", "156/KH-UBND", "2023-08-10", "")]);
    assert_eq!(written.links(), [("id-c".into(), "id-a".into(), "code_date".into())]);
    let cited = &written.summary.cited[0];
    assert_eq!(
        (cited.mentions, cited.documents, cited.target_doc_id.as_deref()),
        (2, 2, Some("id-a")),
        "the copy's citation is the same citation"
    );
}

#[test]
fn a_cited_document_stands_once_with_who_cited_it_first_and_last_and_a_day_that_differs() {
    let on = |path: &str, date: &str, said: &str| {
        let mut record = citing(path, "15/2020/NĐ-CP", said, "Chính phủ");
        record.header.date = Some(date.into());
        record.citations[0].value.key = "15/2020/nd-cp".into();
        record
    };
    let written = Written::of(&[
        on("a", "2022-05-01", "2020-02-03"),
        on("b", "2021-03-01", "2020-02-13"),
        on("c", "2023-01-01", "2020-02-03"),
        citing("d", "99/KH-UBND", "2020-01-01", "UBND tỉnh"),
    ]);
    let rows = written.table("cited");
    let decree = &rows[0];
    let says = |key: &str| decree[key].as_str().expect("a text").to_owned();
    assert_eq!((rows.len(), &decree["documents"], &decree["mentions"], &decree["in_archive"]), (2, &3.into(), &3.into(), &false.into()));
    assert_eq!((says("first_doc_id"), says("first_date")), ("id-b".into(), "2021-03-01".into()));
    assert_eq!((says("last_doc_id"), says("last_date")), ("id-c".into(), "2023-01-01".into()));
    assert_eq!((says("date"), says("other_date")), ("2020-02-03".into(), "2020-02-13".into()));
    assert_eq!(says("other_date_doc_id"), "id-b");
    assert!(rows[1]["other_date"].is_null() && rows[1]["first_date"].is_null());
}

#[test]
fn a_document_with_two_main_topics_stands_in_both() {
    let mut record = report("a", Some(Grain::Year), 5);
    record.topics = vec![topic("ma_tuy", true), topic("an_toan_giao_thong", true), topic("y_te", false)];
    let written = Written::of(&[record, report("b", Some(Grain::Year), 1)]);
    let by_topic = written.summary.totals_by_topic.iter().map(|t| (t.topic.as_deref(), t.total.sum.value)).collect::<Vec<_>>();
    assert_eq!(by_topic, [(None, 1), (Some("an_toan_giao_thong"), 5), (Some("ma_tuy"), 5)]);
}

#[test]
fn sums_never_overflow() {
    let mut record = report("a", None, i64::MAX);
    record.counts.push(at(Count { max: Some(i64::MAX), ..count("articles", i64::MAX) }));
    record.counts.push(at(count("fines", i64::MIN)));
    let written = Written::of(&[record, report("b", None, i64::MAX)]);
    assert_eq!(written.totals(), [("articles", None, i64::MAX), ("fines", None, i64::MIN)]);
}

#[test]
fn sources_hold_every_file_in_the_order_of_their_paths() {
    let mut failed = document("b.txt");
    failed.status = Status::Failed;
    failed.error = Some(Failure { code: "binary".into(), message: "no text".into() });
    let skipped = |path: &str| Skipped { path: path.into(), code: "unknown_format".into(), message: "no reader".into() };
    let written = Written::with_skipped(&[document("a.txt"), failed, document("d.txt")], vec![skipped("z"), skipped("c"), skipped("a")]);
    assert_eq!(written.column("sources", "path"), ["a", "a.txt", "b.txt", "c", "d.txt", "z"].map(Value::from));
    assert_eq!(written.column("sources", "status"), ["skipped", "ok", "failed", "skipped", "ok", "skipped"].map(Value::from));
    let all = &written.summary.documents[0];
    assert_eq!((all.files, all.ok, all.failed, all.skipped), (6, 2, 1, 3));
    assert_eq!((written.summary.failed.len(), written.summary.skipped.len()), (1, 3));
}

/// A little archive with something of everything.
fn archive() -> Vec<Record> {
    let grains = [None, Some(Grain::Quarter), Some(Grain::Year)];
    let roles = [CountRole::Total, CountRole::Part, CountRole::Total, CountRole::Target, CountRole::Total];
    let one = |n: usize| {
        let path = format!("{n:03}.txt");
        let own = letter(&path, &format!("{}/BC-UBND", n % 20), "UBND tỉnh", "2023-04-05");
        let mut record = Record { header: own.header, ..report(&path, grains[n % 3], n as i64) };
        record.header.draft = n.is_multiple_of(7);
        record.counts.extend((0..n % 5).map(|i| at(Count { role: roles[i], max: Some(90), ..count("fines", i as i64) })));
        record.citations = vec![citation(Some(&format!("{}/BC-UBND", n % 11)), Some("2023-04-05"), None)];
        record.topics = vec![topic("ma_tuy", n.is_multiple_of(2)), topic("y_te", n.is_multiple_of(3))];
        record.places = (!n.is_multiple_of(4)).then(|| subject(["a", "b", "c", "d"][n % 4], "a")).into_iter().collect();
        record.findings = vec![at(Finding { code: FindingCode::MixedUnicode, severity: Severity::Info, message: "seen".into() })];
        record
    };
    (0..60).map(one).collect()
}

#[test]
fn every_row_has_every_key() {
    let skipped = vec![Skipped { path: "x".into(), code: "symlink".into(), message: "a link".into() }];
    let written = Written::with_skipped(&archive(), skipped);
    for name in TABLES {
        let validator = validator(name);
        let rows = written.table(name);
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert!(validator.is_valid(&row), "{name}: {row}");
        }
    }
    let summary = serde_json::to_value(&written.summary).expect("JSON");
    let errors = validator("summary").iter_errors(&summary).map(|e| e.to_string()).collect::<Vec<_>>();
    assert_eq!(errors, Vec::<String>::new());
}

fn validator(name: &str) -> jsonschema::Validator {
    let schema = serde_json::from_str(&schema(name).expect("a known name")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

#[test]
fn totals_are_those_of_the_tables() {
    let written = Written::of(&archive());
    let rows = written.table("counts");
    let added = || rows.iter().filter(|row| row["in_totals"] == true);
    let mut sums: BTreeMap<String, (i64, i64, u64)> = BTreeMap::new();
    for row in added() {
        let key = [&row["measure"], &row["period_grain"], &row["period_first_day"], &row["period_last_day"], &row["province"]];
        let sum = sums.entry(json!(key).to_string()).or_default();
        let value = row["value"].as_i64().expect("an integer");
        *sum = (sum.0 + value, sum.1 + row["value_max"].as_i64().unwrap_or(value), sum.2 + 1);
    }
    let by_province = written.summary.totals_by_province.iter().map(|t| {
        let (total, sum) = (&t.total, &t.total.sum);
        let key = json!([total.measure, total.grain, total.first_day, total.last_day, t.province.province]);
        (key.to_string(), (sum.value, sum.value_max, sum.mentions))
    });
    assert_eq!(by_province.collect::<BTreeMap<_, _>>(), sums);

    let whole: i64 = written.summary.totals.iter().map(|t| t.sum.value).sum();
    assert_eq!(whole, sums.values().map(|s| s.0).sum::<i64>());
    let all = &written.summary.documents[0];
    let mentions: u64 = written.summary.totals.iter().map(|t| t.sum.mentions).sum();
    let left_out: u64 = written.summary.left_out.iter().map(|l| l.mentions).sum();
    assert_eq!((all.counts, mentions), (rows.len() as u64, added().count() as u64));
    assert_eq!(mentions + left_out, all.counts, "every count is in the totals or has its reason");
}

#[test]
fn a_count_is_added_only_when_its_document_is() {
    let written = Written::of(&archive());
    let documents: BTreeMap<String, bool> =
        written.table("documents").iter().map(|d| (d["doc_id"].to_string(), d["in_totals"] == true)).collect();
    assert!(written.table("counts").iter().filter(|c| c["in_totals"] == true).all(|c| documents[&c["doc_id"].to_string()]));
    let all = &written.summary.documents[0];
    assert_eq!(documents.values().filter(|&&d| d).count() as u64, all.in_totals);
    assert!(all.copies > 0 && all.drafts > 0 && all.links > 0, "{all:?}");
}

#[test]
fn names_are_keywords_in_no_database() {
    let keywords: Vec<&str> =
        include_str!("keywords.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect();
    let columns = |schema: &Value| schema["properties"].as_object().into_iter().flatten().map(|p| p.0.clone()).collect::<Vec<_>>();
    for name in TABLES.into_iter().chain(["summary"]) {
        let schema: Value = serde_json::from_str(&schema(name).expect("a known name")).expect("JSON");
        let parts = schema["$defs"].as_object().into_iter().flatten().map(|p| p.1).chain([&schema]);
        for word in parts.flat_map(columns).chain([name.to_owned()]) {
            assert!(!keywords.contains(&word.to_uppercase().as_str()), "{name}: {word}");
        }
    }
}
