//! `trichluc.Pipeline`.

use std::path::PathBuf;

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use rayon::ThreadPool;
use trichluc::RuleSet;

use crate::batch::{Fault, records};
use crate::records::Records;
use crate::{error, line};

/// Documents to records.
///
/// `rules` is a folder of rule files on top of the built-in ones, or several; `threads` is how many work on `records` and `batch`, by
/// default as many as the machine has cores. A pipeline has no state but that: one serves any number of Python threads.
#[pyclass(frozen, module = "trichluc")]
pub struct Pipeline {
    pub pipeline: trichluc::Pipeline,
    pub pool: ThreadPool,
}

/// One folder, or several.
#[derive(FromPyObject)]
pub enum Folders {
    One(PathBuf),
    Several(Vec<PathBuf>),
}

/// The bytes of a file, or a text.
#[derive(FromPyObject)]
pub enum Data {
    Bytes(PyBackedBytes),
    Text(PyBackedStr),
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        match self {
            Data::Bytes(bytes) => bytes,
            Data::Text(text) => text.as_bytes(),
        }
    }
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (rules = None, *, threads = None))]
    fn new(py: Python, rules: Option<Folders>, threads: Option<usize>) -> PyResult<Self> {
        let folders = match rules {
            None => Vec::new(),
            Some(Folders::One(folder)) => vec![folder],
            Some(Folders::Several(folders)) => folders,
        };
        let code = |e: &trichluc::Error| if e.rule_errors().is_empty() { "unreadable" } else { "bad_rules" };
        let rules = py.detach(|| RuleSet::load(&folders)).map_err(|e| error(py, code(&e), e.to_string()))?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        let pool = pool.map_err(|e| error(py, "no_threads", e.to_string()))?;
        Ok(Pipeline { pipeline: trichluc::Pipeline::new(rules), pool })
    }

    /// The record of one document, from the bytes of its file or its text, as `trichluc run` writes it.
    ///
    /// One that cannot be read has status `failed`, and `error` says why.
    fn record<'py>(&self, py: Python<'py>, path: &str, data: Data) -> PyResult<Bound<'py, PyAny>> {
        let line = py.detach(|| line::of(&self.pipeline.record(path, data.as_ref())));
        py.import("json")?.call_method1("loads", (line,))
    }

    /// The records of an iterable of (path, data), in order, each as soon as some are ready.
    fn records(slf: Bound<'_, Self>, documents: &Bound<'_, PyAny>) -> PyResult<Records> {
        Records::new(slf.unbind(), documents)
    }

    /// The records of an Arrow batch of documents: a row for each row, in order, with the columns of `trichluc.schema()`.
    ///
    /// `documents` has `path` (string) and `content` (binary or string), from any library with the Arrow PyCapsule interface. With `json`
    /// there is a last column with the line that `trichluc run` writes. What cannot be read is a row of status `failed`.
    #[pyo3(signature = (documents, *, json = false))]
    fn batch(&self, py: Python, documents: PyArrowType<RecordBatch>, json: bool) -> PyResult<PyArrowType<RecordBatch>> {
        let done = py.detach(|| self.pool.install(|| records(&self.pipeline, &documents.0, json)));
        done.map(PyArrowType).map_err(|fault| match fault {
            Fault::Schema(message) => error(py, "bad_schema", message),
            Fault::Arrow(fault) => error(py, "arrow", format!("{fault}; give fewer documents at once")),
        })
    }

    /// Changes when any rule does.
    #[getter]
    fn rules_hash(&self) -> &str {
        self.pipeline.rules().hash()
    }
}
