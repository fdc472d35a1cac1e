//! One file a question.

pub(crate) mod citations;
pub(crate) mod counts;
pub(crate) mod findings;
pub(crate) mod header;
pub(crate) mod period;
pub(crate) mod places;
mod sweep;
pub(crate) mod topics;
