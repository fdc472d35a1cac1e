//! More than one machine: the filter that engines call, shards and their merge.
#![allow(missing_docs, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;

mod filter;
mod shards;
