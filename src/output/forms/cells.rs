//! What a line of a table says, column by column.

use std::borrow::Cow;
use std::fmt;
use std::io;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::model::{Column, Table};

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
}

/// Reads rows whose keys are the columns of a table, in their order.
pub struct Cells<'t, 'a> {
    table: &'t Table,
    row: Vec<Cell<'a>>,
}

impl<'t, 'a> Cells<'t, 'a> {
    pub fn new(table: &'t Table) -> Self {
        Cells { table, row: Vec::with_capacity(table.columns.len()) }
    }

    /// The next row.
    pub fn read(&mut self, line: &'a str) -> io::Result<&[Cell<'a>]> {
        self.row.clear();
        let mut reader = serde_json::Deserializer::from_str(line);
        Row { columns: &self.table.columns, row: &mut self.row }.deserialize(&mut reader)?;
        Ok(&self.row)
    }
}

struct Row<'r, 'a> {
    columns: &'r [Column],
    row: &'r mut Vec<Cell<'a>>,
}

impl<'de> DeserializeSeed<'de> for Row<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a row with every column of the table in its order")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        for column in self.columns {
            if map.next_key::<&str>()? != Some(&column.name) {
                return Err(A::Error::missing_field("of the table's columns"));
            }
            self.row.push(map.next_value()?);
        }
        Ok(())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Cell<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text, a number, true, false or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cell::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cell::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Cell::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        i64::try_from(value).map(Cell::Integer).map_err(E::custom)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Cell::Number(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Owned(value.to_owned())))
    }
}
