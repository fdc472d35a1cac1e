//! What a run writes: records, tables, summary, run.json.

pub mod generation;
pub mod json;
pub mod records;
pub mod run_info;
pub mod schema;
pub mod tables;
