//! Vietnamese administrative documents to records that a dashboard can trust.
//!
//! ```
//! use trichluc::{Pipeline, RuleSet, record::CountRole};
//!
//! let pipeline = Pipeline::new(RuleSet::builtin()?);
//! let text = "Thực hiện Kế hoạch số 15/KH-UBND ngày 09/01/2023 của UBND tỉnh, \
//!             các cơ quan báo chí đã đăng 120 tin, bài (85 tin, 35 bài).";
//! let record = pipeline.record("bao-cao.txt", text.as_bytes());
//!
//! let cited = &record.citations[0];
//! assert_eq!(cited.value.code.as_deref(), Some("15/KH-UBND"));
//! assert_eq!(cited.value.date.as_deref(), Some("2023-01-09"));
//! let total: i64 = record.counts.iter().filter(|c| c.value.role == CountRole::Total).map(|c| c.value.value).sum();
//! assert_eq!(total, 120);
//! assert!(text.chars().skip(cited.at.char_start as usize).collect::<String>().starts_with(&cited.at.text));
//! # Ok::<(), trichluc::Error>(())
//! ```
//!
//! A [`Record`] holds the document's own header and period, the documents that
//! it cites, its counts (things in whole numbers, money in đồng), topics,
//! places and findings; every mention with its place in the source in Unicode
//! code points. The rules ([`RuleSet`]) are TOML files; nothing Vietnamese is in
//! the code. The library takes bytes, prints nothing and has no globals.

#![forbid(unsafe_code)]

pub mod archive;
mod coverage;
mod document;
mod error;
mod extract;
mod grammar;
mod input;
mod lexicon;
mod mention;
mod passages;
mod pipeline;
pub mod record;
mod rules;

#[cfg(fuzzing)]
extern crate self as trichluc;
#[cfg(fuzzing)]
pub mod fuzzing;
// The binary's: the state of a generation is read by them.
#[cfg(fuzzing)]
#[allow(dead_code)]
mod output;
#[cfg(fuzzing)]
#[allow(dead_code)]
mod terminal;
#[cfg(fuzzing)]
#[allow(dead_code)]
mod walk;
#[cfg(fuzzing)]
#[allow(dead_code)]
mod words;

pub use coverage::{Unclaimed, UnclaimedKind};
pub use document::{Encoding, Limits, Ocr};
pub use error::{Error, RuleError};
pub use input::{Files, Input, open_file};
pub use pipeline::Pipeline;
pub use record::Record;
pub use rules::{CurrentProvinceName, Glossary, KindName, MeasureName, ProvinceName, RuleCheck, RuleRow, RuleSet, TopicName};
