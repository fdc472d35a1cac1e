//! How right records are: figures against hand-made annotations.
//!
//! Micro-averaged over all documents: precision, recall and F1 where mentions
//! are found or missed, shares where a field of a found one is right or wrong;
//! and the precision of each rule, which says where to look first.

mod facts;
mod figures;
mod floors;
mod fold;
mod mentions;
pub mod pair;
mod truth;

pub use figures::{Miss, Score};
pub use floors::Floors;
pub use truth::{Gold, Judged, golds, judged};

use figures::Sheet;

/// Figures of the records, by the file name of their document, against all annotations; a document without a record misses everything.
pub fn score(golds: &[Gold], records: &std::collections::HashMap<String, Judged>) -> Score {
    let nothing = Judged::default();
    let mut score = Score::default();
    for gold in golds {
        let record = records.get(&format!("{}.txt", gold.name)).unwrap_or(&nothing);
        let mut sheet = Sheet::new(&mut score, &gold.name);
        sheet.read(record.is_ok());
        mentions::citations(&mut sheet, &gold.truth.citations, &record.citations);
        mentions::counts(&mut sheet, &gold.truth.counts, &record.counts);
        facts::header(&mut sheet, &gold.truth.header, &record.header);
        facts::period(&mut sheet, gold.truth.period.as_ref(), record.period.as_ref());
        facts::sets(&mut sheet, &gold.truth, record);
    }
    score
}

#[cfg(test)]
mod tests;
