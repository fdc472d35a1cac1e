//! Whether a figure may be added up: role, whole and purpose of every count.
//!
//! A later step of the pipeline: the kind of the document decides what a bare
//! figure is, the period what has begun before it. Each step below decides
//! some counts and leaves the rest to the next; who is left is a total.

mod breakdown;
mod detail;
mod earlier;
mod opening;
mod outline;
mod page;
mod purpose;
mod site;
mod stage;
mod story;
mod sum;
mod target;
mod verdict;

use crate::document::Document;
use crate::mention::Mention;
use crate::record::{Count, CountRole, Header, Period};
use crate::rules::RuleSet;
use page::Page;
pub(crate) use verdict::Axis;
use verdict::Verdicts;

/// Gives every count (in the order of the text) its role, its whole and, where
/// it is money, its purpose. What it returns says which parts stand together.
pub(crate) fn assign(
    document: &Document,
    rules: &RuleSet,
    header: &Header,
    period: Option<&Period>,
    counts: &mut [Mention<Count>],
) -> Vec<Axis> {
    if counts.is_empty() {
        return Vec::new();
    }
    let page = Page::new(document, rules, header, period, counts);
    let mut verdicts = Verdicts::new(counts.len());
    opening::mark(&page, &mut verdicts);
    story::mark(&page, &mut verdicts);
    earlier::mark(&page, &mut verdicts);
    breakdown::mark(&page, &mut verdicts);
    target::mark(&page, &mut verdicts);
    detail::mark(&page, &mut verdicts);
    stage::mark(&page, &mut verdicts);
    sum::mark(&page, &mut verdicts);
    opening::mark_closing(&page, &mut verdicts);
    let purposes = purpose::purposes(&page);
    write(counts, &verdicts, &purposes);
    verdicts.axes
}

fn write(counts: &mut [Mention<Count>], verdicts: &Verdicts, purposes: &[Option<crate::record::Purpose>]) {
    for (i, count) in counts.iter_mut().enumerate() {
        count.value.role = verdicts.role(i).unwrap_or(CountRole::Total);
        count.value.part_of = verdicts.whole(i).map(|w| w as u32);
        count.value.purpose = purposes[i];
    }
}
