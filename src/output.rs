//! What a run writes: records, tables, summary, run.json.

mod day;
mod fold;
pub mod forms;
pub mod generation;
pub mod json;
mod links;
pub mod lock;
pub mod metrics;
pub mod names;
pub mod pieces;
pub mod plan;
pub mod records;
pub mod report;
pub mod run_info;
pub mod schema;
pub mod shard;
pub mod state;
pub mod summary;
pub mod tables;
