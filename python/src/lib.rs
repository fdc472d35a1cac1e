//! trichluc for Python: documents to dicts, and Arrow batches to Arrow batches.

mod batch;
mod line;
mod pipeline;
mod records;
mod schema;

use pyo3::prelude::*;

pyo3::create_exception!(trichluc, Error, pyo3::exceptions::PyException, "What went wrong: `code` is a slug, the message says what to do.");

/// An exception with its code.
fn error(py: Python, code: &str, message: impl Into<String>) -> PyErr {
    let error = Error::new_err(message.into());
    match error.value(py).setattr("code", code) {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// The part of the package that is compiled.
#[pymodule(gil_used = false)]
mod _trichluc {
    #[pymodule_export]
    use super::Error;
    #[pymodule_export]
    use super::pipeline::Pipeline;
    #[pymodule_export]
    use super::records::Records;
    #[pymodule_export]
    use super::schema::schema;

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
