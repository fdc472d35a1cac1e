//! Whether a figure may be added up: role, whole and purpose of every count.

use crate::document::Document;
use crate::mention::Mention;
use crate::record::Count;
use crate::rules::RuleSet;

/// Gives every count (in the order of the text) its role, its whole and, where it is money, its purpose.
pub(crate) fn assign(_document: &Document, _rules: &RuleSet, _counts: &mut [Mention<Count>]) {}
