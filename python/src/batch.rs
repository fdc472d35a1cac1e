//! Arrow in, Arrow out: a row for each row, in order.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType};
use rayon::prelude::*;
use trichluc::record::Failure;
use trichluc::{Pipeline, Record};

use crate::{line, schema};

/// Documents whose columns are made at once.
const DOCUMENTS: usize = 64;

/// Why there is no batch.
pub enum Fault {
    /// What is given is no batch of documents.
    Schema(String),
    Arrow(ArrowError),
}

impl From<ArrowError> for Fault {
    fn from(error: ArrowError) -> Self {
        Fault::Arrow(error)
    }
}

/// The columns of a batch that documents are read from.
struct Documents {
    path: ArrayRef,
    content: ArrayRef,
}

/// The records of a batch of documents, on all threads of the current pool.
pub fn records(pipeline: &Pipeline, batch: &RecordBatch, json: bool) -> Result<RecordBatch, Fault> {
    let documents = Documents::of(batch)?;
    let starts: Vec<usize> = (0..batch.num_rows()).step_by(DOCUMENTS).collect();
    let chunk = |start: usize| {
        let rows = start..(start + DOCUMENTS).min(batch.num_rows());
        columns(&rows.map(|row| documents.record(pipeline, row)).collect::<Vec<_>>(), json)
    };
    let parts: Vec<RecordBatch> = match starts[..] {
        [start] => vec![chunk(start)?],
        _ => starts.into_par_iter().with_max_len(1).map(chunk).collect::<Result<_, _>>()?,
    };
    match <[RecordBatch; 1]>::try_from(parts) {
        Ok([only]) => Ok(only),
        Err(parts) => Ok(arrow_select::concat::concat_batches(&schema::of(json), &parts)?),
    }
}

impl Documents {
    fn of(batch: &RecordBatch) -> Result<Self, Fault> {
        let column = |name: &str, is_text_only: bool| {
            let column = batch.column_by_name(name).ok_or_else(|| {
                Fault::Schema(format!("no column {name:?}; a batch of documents has path (string) and content (binary or string)"))
            })?;
            let (is_text, is_binary) = (is_text(column.data_type()), is_binary(column.data_type()));
            if is_text || is_binary && !is_text_only {
                return Ok(column.clone());
            }
            let wanted = if is_text_only { "string" } else { "binary or string" };
            Err(Fault::Schema(format!("the column {name:?} is {}, no {wanted}", column.data_type())))
        };
        Ok(Documents { path: column("path", true)?, content: column("content", false)? })
    }

    fn record(&self, pipeline: &Pipeline, row: usize) -> Record {
        let path = value(&self.path, row).map(String::from_utf8_lossy).unwrap_or_default();
        let bytes = value(&self.content, row);
        let fault = match (path.is_empty(), bytes) {
            (false, Some(bytes)) => return pipeline.record(&path, bytes),
            (true, _) => "no path",
            (false, None) => "no content",
        };
        let failure = Failure { code: "bad_input".to_owned(), message: format!("{fault}; a row has a path and content") };
        pipeline.unread(&path, bytes.map_or(0, |b| b.len() as u64), failure)
    }
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// The bytes of a row of a column of text or bytes.
fn value(column: &ArrayRef, row: usize) -> Option<&[u8]> {
    let value = match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).as_bytes(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).as_bytes(),
        DataType::Utf8View => column.as_string_view().value(row).as_bytes(),
        DataType::Binary => column.as_binary::<i32>().value(row),
        DataType::LargeBinary => column.as_binary::<i64>().value(row),
        DataType::BinaryView => column.as_binary_view().value(row),
        other => unreachable!("{other} was refused"),
    };
    (!column.is_null(row)).then_some(value)
}

fn columns(records: &[Record], json: bool) -> Result<RecordBatch, Fault> {
    let mut decoder = ReaderBuilder::new(schema::of(false)).with_batch_size(records.len().max(1)).build_decoder()?;
    decoder.serialize(records)?;
    let batch = decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema::of(false)));
    if !json {
        return Ok(batch);
    }
    let lines: ArrayRef = Arc::new(StringArray::from_iter_values(records.iter().map(line::of)));
    let columns = batch.columns().iter().cloned().chain([lines]).collect();
    Ok(RecordBatch::try_new(schema::of(true), columns)?)
}
