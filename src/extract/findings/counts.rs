//! Parts that do not add up to their whole.

use crate::document::Document;
use crate::extract::counts::role::Axis;
use crate::mention::Mention;
use crate::record::{Count, Finding, FindingCode, Modifier};
use crate::rules::RuleSet;

/// A list that says it is complete lacks at most one in so many; one that lacks more only named the largest.
const FEW: i64 = 10;

/// Exact parts along one line of division that add up to more than the whole,
/// or, where the text says that they are all, to something else.
pub(crate) fn breakdowns(document: &Document, rules: &RuleSet, counts: &[Mention<Count>], axes: &[Axis]) -> Vec<Mention<Finding>> {
    let mut found: Vec<Mention<Finding>> = axes.iter().filter_map(|axis| breakdown(document, rules, counts, axis)).collect();
    found.sort_by_key(|f| f.span);
    found.dedup_by_key(|f| f.span);
    found
}

fn breakdown(_document: &Document, rules: &RuleSet, counts: &[Mention<Count>], axis: &Axis) -> Option<Mention<Finding>> {
    let whole = counts.get(axis.whole)?;
    let parts: Vec<&Count> = axis.parts.iter().filter_map(|p| counts.get(*p)).map(|m| &m.value).collect();
    let same = parts.iter().all(|p| p.measure == whole.value.measure && is_exact(p));
    if !is_exact(&whole.value) || !same || parts.len() < 2 {
        return None;
    }
    let sum = parts.iter().try_fold(0i64, |sum, p| sum.checked_add(p.value))?;
    let missing = whole.value.value - sum;
    let is_wrong = missing < 0 || axis.complete && missing > 0 && missing <= (whole.value.value / FEW).max(1);
    is_wrong.then(|| {
        let values: Vec<String> = parts.iter().map(|p| p.value.to_string()).collect();
        let message = format!("{} stated, parts give {} = {sum}", whole.value.value, values.join(" + "));
        super::finding(rules, FindingCode::BreakdownMismatch, whole.span, message)
    })
}

fn is_exact(count: &Count) -> bool {
    count.modifier == Modifier::Exact && count.max.is_none() && count.per.is_none()
}
