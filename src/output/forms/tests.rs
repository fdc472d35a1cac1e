//! The other forms say what the lines of JSON say; the recipes in `load/` are those of the model.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use super::model::{Column, Kind, MODEL, Table};
use super::{Forms, write};

const ALL: Forms = Forms { jsonl: true, csv: true, excel: false, parquet: true, sqlite: true, arrays: true };

/// A generation whose rows say what is hard to write.
fn generation(forms: Forms) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("tables")).expect("writable");
    for table in MODEL.iter() {
        let lines: String = (0..5).map(|n| format!("{}\n", row(table, n))).collect();
        fs::write(table.path(folder.path(), "jsonl"), lines).expect("writable");
    }
    fs::write(folder.path().join("records.jsonl"), "{}\n").expect("writable");
    fs::write(folder.path().join("summary.json"), "{}\n").expect("writable");
    write(folder.path(), forms).expect("written");
    folder
}

const TEXTS: [&str; 5] = ["=SUM(A1)", "a \"quoted\"; b, c\r\nd\t\\n", "Đồng Tháp", "-5 °C", ""];

/// A row with a key of its own, null wherever that may be in every second row.
fn row(table: &Table, n: i64) -> Value {
    let value = |column: &Column| match column.kind {
        _ if column.is_nullable && n % 2 == 1 => Value::Null,
        Kind::Text if table.key.contains(&column.name.as_str()) => format!("k{n}").into(),
        Kind::Text => TEXTS[n as usize].into(),
        Kind::Date => format!("19{}0-02-28", 5 + n).into(),
        Kind::Integer => (n - 2).wrapping_mul(i64::MAX / 2).into(),
        Kind::Number => (n as f64 / 4.0).into(),
        Kind::Boolean => (n % 3 == 0).into(),
    };
    Value::Object(table.columns.iter().map(|c| (c.name.clone(), value(c))).collect())
}

fn rows(table: &Table) -> Vec<Value> {
    (0..5).map(|n| row(table, n)).collect()
}

#[test]
fn parquet_says_what_the_lines_say() {
    let folder = generation(ALL);
    for table in MODEL.iter() {
        let file = fs::File::open(table.path(folder.path(), "parquet")).expect("written");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        let read = reader.get_row_iter(None).expect("rows").map(|row| {
            let row = row.expect("a row");
            Value::Object(row.get_column_iter().map(|(name, field)| (name.clone(), plain(field))).collect())
        });
        assert_eq!(read.collect::<Vec<_>>(), rows(table), "{}", table.name);
    }
}

fn plain(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(value) => (*value).into(),
        Field::Long(value) => (*value).into(),
        Field::Double(value) => (*value).into(),
        Field::Str(value) => value.clone().into(),
        Field::Date(days) => (jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*days)).to_string().into(),
        other => panic!("a column of another type: {other:?}"),
    }
}

#[test]
fn sqlite_says_what_the_lines_say() {
    let folder = generation(ALL);
    let database = rusqlite::Connection::open(folder.path().join("tables/trichluc.sqlite")).expect("SQLite");
    for table in MODEL.iter() {
        let mut select = database.prepare(&format!("SELECT * FROM {} ORDER BY rowid", table.name)).expect("a table");
        let names: Vec<String> = select.column_names().map(str::to_owned).collect();
        let one = |row: &rusqlite::Row| -> rusqlite::Result<Value> {
            let value = |i: usize| stored(row.get_ref_unwrap(i), table.columns[i].kind);
            Ok(Value::Object(names.iter().cloned().enumerate().map(|(i, name)| (name, value(i))).collect()))
        };
        let read: Vec<Value> = select.query_map([], one).expect("rows").map(|row| row.expect("a row")).collect();
        assert_eq!(read, rows(table), "{}", table.name);
    }
}

fn stored(value: ValueRef, kind: Kind) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) if kind == Kind::Boolean => (value == 1).into(),
        ValueRef::Integer(value) => value.into(),
        ValueRef::Real(value) => value.into(),
        ValueRef::Text(text) => std::str::from_utf8(text).expect("UTF-8").into(),
        ValueRef::Blob(_) => panic!("no column is a blob"),
    }
}

#[test]
fn an_array_is_the_rows() {
    let folder = generation(ALL);
    for table in MODEL.iter() {
        let read: Value = serde_json::from_slice(&fs::read(table.path(folder.path(), "json")).expect("written")).expect("one array");
        assert_eq!(read, Value::Array(rows(table)), "{}", table.name);
    }
}

#[test]
fn csv_keeps_what_is_hard_and_guards_formulas() {
    let folder = generation(ALL);
    let text = fs::read_to_string(folder.path().join("tables/topic_names.csv")).expect("written");
    let lines = [
        "topic,name,name_en",
        "k0,'=SUM(A1),'=SUM(A1)",
        "k1,\"a \"\"quoted\"\"; b, c\r\nd\t\\n\",\"a \"\"quoted\"\"; b, c\r\nd\t\\n\"",
        "k2,Đồng Tháp,Đồng Tháp",
        "k3,'-5 °C,'-5 °C",
        "k4,\"\",\"\"",
        "",
    ];
    assert_eq!(text, lines.join("\r\n"));
    let kinds = fs::read_to_string(folder.path().join("tables/kinds.csv")).expect("written");
    assert!(kinds.contains("k3,'-5 °C,\r\n"), "null is nothing: {kinds}");
}

#[test]
fn csv_for_excel_has_a_mark_semicolons_and_decimal_commas() {
    let folder = generation(Forms { excel: true, ..ALL });
    let text = fs::read_to_string(folder.path().join("tables/provinces.csv")).expect("written");
    assert!(text.starts_with("\u{feff}province;name;"));
    assert!(text.contains(";0,25") || text.contains(";0,5"), "{text}");
    let package: Value = serde_json::from_slice(&fs::read(folder.path().join("datapackage.json")).expect("written")).expect("JSON");
    let csv = package["resources"].as_array().expect("a list").iter().find(|r| r["name"] == "provinces-csv").expect("listed");
    assert_eq!(csv["dialect"], json!({ "delimiter": ";" }));
}

#[test]
fn forms_that_nobody_asked_for_are_not_there() {
    let folder = generation(Forms { parquet: true, ..Forms::default() });
    let endings: BTreeMap<String, usize> =
        fs::read_dir(folder.path().join("tables")).expect("a folder").fold(BTreeMap::new(), |mut endings, entry| {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            *endings.entry(name.rsplit('.').next().expect("an ending").to_owned()).or_default() += 1;
            endings
        });
    assert_eq!(endings, BTreeMap::from([("parquet".to_owned(), MODEL.len())]));
}

#[test]
fn every_file_is_described_with_its_size() {
    let folder = generation(ALL);
    let package: Value = serde_json::from_slice(&fs::read(folder.path().join("datapackage.json")).expect("written")).expect("JSON");
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!(resources.len(), 4 * MODEL.len() + 3);
    for resource in resources {
        let path = folder.path().join(resource["path"].as_str().expect("a path"));
        assert_eq!(resource["bytes"], fs::metadata(&path).expect("there").len(), "{}", path.display());
    }
}

/// Every letter that Vietnamese has, with every tone, composed and decomposed.
#[test]
fn a_search_finds_words_with_marks_and_without() {
    use unicode_normalization::UnicodeNormalization;
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("tables")).expect("writable");
    let letters = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ";
    let words: Vec<String> = letters
        .chars()
        .flat_map(|c| ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"].map(|t| format!("x{c}{t}z").nfc().collect()))
        .collect();
    for table in MODEL.iter() {
        let lines = if table.name == "documents" { documents(table, &words) } else { String::new() };
        fs::write(table.path(folder.path(), "jsonl"), lines).expect("writable");
    }
    super::sqlite::write(folder.path()).expect("written");
    let database = rusqlite::Connection::open(folder.path().join("tables/trichluc.sqlite")).expect("SQLite");
    let finds = |asked: &str, n: usize| -> bool {
        let found = database
            .query_row("SELECT COUNT(*) FROM search WHERE search MATCH ? AND doc_id = ?", (asked, format!("k{n}")), |r| r.get::<_, i64>(0));
        found.expect("a search") == 1
    };
    for (n, word) in words.iter().enumerate() {
        let bare = crate::output::fold::plain(word);
        assert!(bare.is_ascii() && finds(&bare, n), "{bare} finds {word}");
        assert!(finds(word, n) && finds(&word.to_lowercase(), n), "{word} finds itself");
    }
}

/// A row for each title.
fn documents(table: &Table, titles: &[String]) -> String {
    use unicode_normalization::UnicodeNormalization;
    let one = |(n, title): (usize, &String)| {
        let mut row = row(table, 0);
        row["doc_id"] = format!("k{n}").into();
        row["title"] = if n % 2 == 0 { title.clone() } else { title.nfd().collect() }.into();
        format!("{row}\n")
    };
    titles.iter().enumerate().map(one).collect()
}

// --- the recipes ------------------------------------------------------------

/// `TRICHLUC_BLESS=1 cargo test recipes` renews them.
#[test]
fn recipes_that_are_checked_in_are_those_of_the_model() {
    for (name, text) in [("postgres.sql", postgres()), ("duckdb.sql", duckdb()), ("duckdb-jsonl.sql", duckdb_of_lines())] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("load").join(name);
        if std::env::var_os("TRICHLUC_BLESS").is_some() {
            fs::write(&path, &text).expect("writable");
        }
        assert!(is(&path, &text), "{} is stale: TRICHLUC_BLESS=1 cargo test recipes", path.display());
    }
}

fn is(path: &Path, text: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|kept| kept == text)
}

fn postgres() -> String {
    let head = "\
-- Loads the tables of a generation into PostgreSQL, schema trichluc, all or nothing:
--   cd out/latest && psql -d archive -f …/load/postgres.sql
-- The quote and delimiter of COPY are characters that JSON never holds, so every backslash stays as it is.
\\set ON_ERROR_STOP on
BEGIN;
SET client_encoding = 'UTF8';
DROP SCHEMA IF EXISTS trichluc CASCADE;
CREATE SCHEMA trichluc;
SET search_path = trichluc;
CREATE TEMP TABLE read_lines (line jsonb);
";
    let one = |table: &Table| {
        let name = table.name;
        format!(
            "\n{}\\copy read_lines FROM 'tables/{name}.jsonl' WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')\n\
             INSERT INTO {name} SELECT r.* FROM read_lines, jsonb_populate_record(NULL::{name}, line) AS r;\nTRUNCATE read_lines;\n",
            definition(table)
        )
    };
    let tables: String = MODEL.iter().map(one).collect();
    format!("{head}{tables}\n\\ir views.sql\nCOMMIT;\n")
}

fn definition(table: &Table) -> String {
    let column = |c: &Column| format!("{} {}{}", c.name, sql_type(c.kind), if c.is_nullable { "" } else { " NOT NULL" });
    let mut parts: Vec<String> = table.columns.iter().map(column).collect();
    parts.push(format!("PRIMARY KEY ({})", table.key.join(", ")));
    let reference =
        |r: &super::model::Reference| format!("FOREIGN KEY ({}) REFERENCES {} ({})", r.columns.join(", "), r.table, r.to.join(", "));
    parts.extend(table.references.iter().map(reference));
    format!("CREATE TABLE {} (\n  {}\n);\n", table.name, parts.join(",\n  "))
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Date => "date",
        Kind::Integer => "bigint",
        Kind::Number => "double precision",
        Kind::Boolean => "boolean",
    }
}

fn duckdb() -> String {
    let head = "\
-- Loads the tables of a generation into DuckDB; then the views:
--   cd out/latest && duckdb archive.duckdb -f …/load/duckdb.sql -f …/load/views.sql
";
    let one = |table: &Table| format!("CREATE TABLE {0} AS FROM read_parquet('tables/{0}.parquet');\n", table.name);
    format!("{head}{}", MODEL.iter().map(one).collect::<String>())
}

fn duckdb_of_lines() -> String {
    let head = "\
-- The same as duckdb.sql from the lines of JSON. Every column has its type here: what DuckDB samples of a file it may
-- get wrong, and drops what it did not see.
";
    let one = |table: &Table| {
        let columns: Vec<String> = table.columns.iter().map(|c| format!("{}: '{}'", c.name, sql_type(c.kind))).collect();
        let (name, columns) = (table.name, columns.join(", "));
        format!("CREATE TABLE {name} AS FROM read_json('tables/{name}.jsonl', format = 'newline_delimited', columns = {{{columns}}});\n")
    };
    format!("{head}{}", MODEL.iter().map(one).collect::<String>())
}
