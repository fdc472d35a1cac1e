//! Vietnamese administrative documents to records that a dashboard can trust.

#![forbid(unsafe_code)]

mod coverage;
mod document;
mod error;
mod extract;
mod grammar;
mod lexicon;
mod mention;
mod pipeline;
pub mod record;
mod rules;

pub use coverage::{Unclaimed, UnclaimedKind};
pub use error::{Error, RuleError};
pub use pipeline::{Input, Pipeline};
pub use record::Record;
pub use rules::{RuleCheck, RuleRow, RuleSet};
