//! Records of an iterable, made some at a time.

use std::collections::VecDeque;

use pyo3::prelude::*;
use pyo3::types::PyIterator;
use rayon::prelude::*;

use crate::line;
use crate::pipeline::{Data, Pipeline};

/// Documents that are taken from the iterable at once.
const DOCUMENTS: usize = 256;
const BYTES: usize = 8 << 20;

/// What `Pipeline.records` gives.
#[pyclass(module = "trichluc")]
pub struct Records {
    pipeline: Py<Pipeline>,
    documents: Py<PyIterator>,
    ready: VecDeque<String>,
    /// What the iterable raised behind the documents that it gave.
    raised: Option<PyErr>,
}

impl Records {
    pub fn new(pipeline: Py<Pipeline>, documents: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Records { pipeline, documents: documents.try_iter()?.unbind(), ready: VecDeque::new(), raised: None })
    }

    fn fill(&mut self, py: Python) {
        let (mut taken, mut bytes): (Vec<(String, Data)>, usize) = (Vec::new(), 0);
        let mut documents = self.documents.bind(py).clone();
        while taken.len() < DOCUMENTS && bytes < BYTES {
            match documents.next().map(|d| d.and_then(|d| d.extract::<(String, Data)>().map_err(Into::into))) {
                None => break,
                Some(Ok(document)) => {
                    bytes += document.1.as_ref().len();
                    taken.push(document);
                }
                Some(Err(raised)) => {
                    self.raised = Some(raised);
                    break;
                }
            }
        }
        let Pipeline { pipeline, pool } = self.pipeline.get();
        let one = |(path, data): &(String, Data)| line::of(&pipeline.record(path, data.as_ref()));
        self.ready = py.detach(|| pool.install(|| taken.par_iter().with_max_len(1).map(one).collect::<Vec<_>>())).into();
    }
}

#[pymethods]
impl Records {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if self.ready.is_empty() && self.raised.is_none() {
            self.fill(py);
        }
        match (self.ready.pop_front(), self.raised.take()) {
            (Some(line), raised) => {
                self.raised = raised;
                py.import("json")?.call_method1("loads", (line,)).map(Some)
            }
            (None, Some(raised)) => Err(raised),
            (None, None) => Ok(None),
        }
    }
}
