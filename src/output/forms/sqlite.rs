//! All tables in one SQLite file: keys, indices, views, and full-text search.

use std::io;
use std::path::Path;

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Transaction, params_from_iter};

use super::block::each_block;
use super::cells::{Cell, Cells};
use super::model::{Column, Kind, MODEL, Table};
use super::{Written, hashed, named};
use crate::output::fold::plain;

const FILE: &str = "tables/trichluc.sqlite";

/// The views, in words that other databases take as well.
pub const VIEWS: &str = include_str!("../../../load/views.sql");

/// What the usual questions look for, beside keys.
const INDICES: [(&str, &str); 12] = [
    ("documents", "date"),
    ("documents", "code"),
    ("documents", "province, period"),
    ("citations", "key"),
    ("counts", "measure, period_grain, period_first_day"),
    ("counts", "province, measure"),
    ("topics", "topic, main"),
    ("places", "place"),
    ("places", "province"),
    ("findings", "code"),
    ("links", "target_doc_id"),
    ("cited", "mentions"),
];

/// Texts to search: titles and mentions. Words that have a đ stand again in `folded` with a d for it: SQLite takes the marks off every other
/// letter by itself, in what is asked for as well, so 'dong thap' and 'Đồng Tháp' both find Đồng Tháp.
const SEARCH: &str = "CREATE VIRTUAL TABLE search USING fts5(\
    words, folded, doc_id UNINDEXED, found_in UNINDEXED, ordinal UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')";

/// Where they stand.
const SEARCHED: [(&str, &str); 6] =
    [("documents", "title"), ("citations", "text"), ("counts", "text"), ("topics", "text"), ("places", "name"), ("findings", "text")];

/// Writes the file from the tables in `folder`.
///
/// # Errors
/// A table cannot be read, or the file not be written.
pub fn write(folder: &Path) -> io::Result<Written> {
    let path = folder.join(FILE);
    fill(folder, &path).map_err(|e| named(&path, e))?;
    hashed(folder, None, FILE.to_owned())
}

fn fill(folder: &Path, path: &Path) -> io::Result<()> {
    let mut database = Connection::open(path).map_err(io::Error::other)?;
    // Nobody reads the file before the run is whole, and one that fails is thrown away.
    let settings = "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;";
    database.execute_batch(settings).map_err(io::Error::other)?;
    let transaction = database.transaction().map_err(io::Error::other)?;
    transaction.execute_batch(SEARCH).map_err(io::Error::other)?;
    MODEL.iter().try_for_each(|table| write_table(&transaction, folder, table))?;
    let indices = INDICES.iter().enumerate().map(|(i, (table, columns))| format!("CREATE INDEX {table}_{i} ON {table} ({columns});"));
    transaction.execute_batch(&indices.collect::<String>()).map_err(io::Error::other)?;
    transaction.execute_batch(VIEWS).map_err(io::Error::other)?;
    transaction.execute_batch("INSERT INTO search (search) VALUES ('optimize'); ANALYZE;").map_err(io::Error::other)?;
    transaction.commit().map_err(io::Error::other)?;
    database.close().map_err(|(_, e)| io::Error::other(e))
}

fn write_table(transaction: &Transaction, folder: &Path, table: &Table) -> io::Result<()> {
    transaction.execute_batch(&definition(table)).map_err(io::Error::other)?;
    let places = vec!["?"; table.columns.len()].join(", ");
    let mut insert = transaction.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name)).map_err(io::Error::other)?;
    let searched = SEARCHED.iter().find(|(name, _)| *name == table.name);
    let searched = searched.map(|(_, column)| table.position(column));
    let mut search = transaction
        .prepare("INSERT INTO search (words, folded, doc_id, found_in, ordinal) VALUES (?, ?, ?, ?, ?)")
        .map_err(io::Error::other)?;
    each_block(&table.path(folder, "jsonl"), |block| {
        let mut cells = Cells::new(table);
        for line in block.lines() {
            let row = cells.read(line)?;
            insert.execute(params_from_iter(row)).map_err(io::Error::other)?;
            let Some(Cell::Text(text)) = searched.map(|column| &row[column]) else { continue };
            let ordinal = if table.key.len() > 1 { row[1].clone() } else { Cell::Null };
            let found_in = Cell::Text(table.name.into());
            let entry = [Cell::Text(text.as_ref().into()), folded(text), row[0].clone(), found_in, ordinal];
            search.execute(params_from_iter(&entry)).map_err(io::Error::other)?;
        }
        Ok(())
    })
}

/// Without any mark, where a đ is in it.
fn folded(text: &str) -> Cell<'static> {
    if text.contains(['đ', 'Đ']) { Cell::Text(plain(text).into()) } else { Cell::Null }
}

fn definition(table: &Table) -> String {
    let mut parts: Vec<String> = table.columns.iter().map(column).collect();
    parts.push(format!("PRIMARY KEY ({})", table.key.join(", ")));
    for reference in &table.references {
        parts.push(format!("FOREIGN KEY ({}) REFERENCES {} ({})", reference.columns.join(", "), reference.table, reference.to.join(", ")));
    }
    format!("CREATE TABLE {} (\n  {}\n);", table.name, parts.join(",\n  "))
}

fn column(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text => "TEXT",
        Kind::Date => "DATE",
        Kind::Integer => "INTEGER",
        Kind::Number => "REAL",
        Kind::Boolean => "BOOLEAN",
    };
    format!("{} {kind}{}", column.name, if column.is_nullable { "" } else { " NOT NULL" })
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Boolean(value) => ToSqlOutput::Owned(Value::Integer((*value).into())),
            Cell::Integer(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Cell::Number(value) => ToSqlOutput::Owned(Value::Real(*value)),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}
