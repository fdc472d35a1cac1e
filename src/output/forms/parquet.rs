//! A table as Parquet: zstd, dictionaries for texts that recur, days as days, đồng as 64-bit integers.
//!
//! The schema is that of the row types; nothing is inferred. Rows are collected until
//! they fill a row group, so memory is bounded whatever the table's size.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::Sink;
use super::cells::Cell;
use super::model::{Column, Kind, Table};

/// A table as Parquet.
pub struct Parquet {
    file: SerializedFileWriter<File>,
    columns: Vec<Values>,
    rows: usize,
    /// About the bytes that the collected rows take.
    bytes: usize,
}

/// A row group ends with the first of these.
const MOST_ROWS: usize = 1 << 16;
const MOST_BYTES: usize = 8 << 20;

/// The values of one column so far; of an optional one also which rows have any.
struct Values {
    values: Typed,
    /// 1 where there is a value, 0 where there is none.
    levels: Option<Vec<i16>>,
}

enum Typed {
    /// All texts, one behind the other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    Date(Vec<i32>),
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
}

impl Parquet {
    pub fn create(path: &Path, table: &Table) -> io::Result<Self> {
        let file = SerializedFileWriter::new(File::create(path)?, Arc::new(schema(table)), Arc::new(properties(table)))?;
        Ok(Parquet { file, columns: table.columns.iter().map(Values::new).collect(), rows: 0, bytes: 0 })
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group()?;
        for values in &mut self.columns {
            let mut column = group.next_column()?.expect("a column for each of the table");
            values.write(&mut column)?;
            column.close()?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Sink for Parquet {
    fn row(&mut self, line: &str, cells: &[Cell]) -> io::Result<()> {
        self.columns.iter_mut().zip(cells).try_for_each(|(values, cell)| values.push(cell))?;
        self.rows += 1;
        self.bytes += line.len();
        if self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES { self.write_group() } else { Ok(()) }
    }

    fn close(mut self: Box<Self>) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.close()?;
        Ok(())
    }
}

fn schema(table: &Table) -> Type {
    let fields = table.columns.iter().map(|c| Arc::new(field(c))).collect();
    Type::group_type_builder(table.name).with_fields(fields).build().expect("a group of plain columns")
}

fn field(column: &Column) -> Type {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
    };
    let repetition = if column.is_nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let field = Type::primitive_type_builder(&column.name, physical).with_repetition(repetition).with_logical_type(logical);
    field.build().expect("the logical types fit")
}

fn properties(table: &Table) -> WriterProperties {
    let level = ZstdLevel::try_new(1).expect("a level of zstd");
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    for column in &table.columns {
        let path = ColumnPath::from(column.name.as_str());
        if column.is_repetitive {
            properties = properties.set_column_dictionary_enabled(path, true);
        } else if column.kind == Kind::Text {
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
        }
    }
    properties.build()
}

impl Values {
    fn new(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text => Typed::Text(Vec::new(), Vec::new()),
            Kind::Date => Typed::Date(Vec::new()),
            Kind::Integer => Typed::Integer(Vec::new()),
            Kind::Number => Typed::Number(Vec::new()),
            Kind::Boolean => Typed::Boolean(Vec::new()),
        };
        Values { values, levels: column.is_nullable.then(Vec::new) }
    }

    fn push(&mut self, cell: &Cell) -> io::Result<()> {
        let is_value = !matches!(cell, Cell::Null);
        if let Some(levels) = &mut self.levels {
            levels.push(i16::from(is_value));
            if !is_value {
                return Ok(());
            }
        }
        match (&mut self.values, cell) {
            (Typed::Text(texts, ends), Cell::Text(text)) => {
                texts.extend(text.as_bytes());
                ends.push(texts.len());
            }
            (Typed::Date(days), Cell::Text(text)) => days.push(day(text)?),
            (Typed::Integer(values), Cell::Integer(value)) => values.push(*value),
            (Typed::Number(values), Cell::Number(value)) => values.push(*value),
            (Typed::Number(values), Cell::Integer(value)) => values.push(*value as f64),
            (Typed::Boolean(values), Cell::Boolean(value)) => values.push(*value),
            _ => return Err(io::Error::other(format!("a column of another type holds {cell:?}"))),
        }
        Ok(())
    }

    /// Hands the values on, and forgets them.
    fn write(&mut self, column: &mut SerializedColumnWriter) -> io::Result<()> {
        let levels = self.levels.as_deref();
        match &mut self.values {
            Typed::Text(texts, ends) => {
                let values = slices(std::mem::take(texts), ends);
                column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
                ends.clear();
            }
            Typed::Date(values) => {
                column.typed::<Int32Type>().write_batch(values, levels, None)?;
                values.clear();
            }
            Typed::Integer(values) => {
                column.typed::<Int64Type>().write_batch(values, levels, None)?;
                values.clear();
            }
            Typed::Number(values) => {
                column.typed::<DoubleType>().write_batch(values, levels, None)?;
                values.clear();
            }
            Typed::Boolean(values) => {
                column.typed::<BoolType>().write_batch(values, levels, None)?;
                values.clear();
            }
        }
        self.levels.iter_mut().for_each(Vec::clear);
        Ok(())
    }
}

/// Days since 1970.
fn day(text: &str) -> io::Result<i32> {
    const FIRST: Date = date(1970, 1, 1);
    let day: Date = text.parse().map_err(|e| io::Error::other(format!("{text} is no day: {e}")))?;
    Ok((day - FIRST).get_days())
}

/// The texts, each a part of one piece of memory.
fn slices(texts: Vec<u8>, ends: &[usize]) -> Vec<ByteArray> {
    let whole = ByteArray::from(texts);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| whole.slice(start, end - start)).collect()
}
