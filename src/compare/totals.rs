//! How many of what changed.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use super::{Change, Kind};

/// Differences of all documents, by part of the record and by field.
#[derive(Debug, Default)]
pub struct Totals {
    pub documents: u64,
    pub differing: u64,
    parts: BTreeMap<String, Sum>,
    fields: BTreeMap<String, u64>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    gained: u64,
    lost: u64,
    changed: u64,
}

impl Totals {
    /// Takes up a document.
    pub fn add(&mut self, changes: &[Change]) {
        self.documents += 1;
        self.differing += u64::from(!changes.is_empty());
        for change in changes {
            let sum = self.parts.entry(change.part.clone()).or_default();
            match &change.kind {
                Kind::Gained => sum.gained += 1,
                Kind::Lost => sum.lost += 1,
                Kind::Changed(_) => {
                    sum.changed += 1;
                    *self.fields.entry(change.name()).or_default() += 1;
                }
            }
        }
    }
}

impl Change {
    /// `counts gained`, `counts.role`, `header.signer.name`.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Gained => format!("{} gained", self.part),
            Kind::Lost => format!("{} lost", self.part),
            Kind::Changed(field) if field.is_empty() => self.part.clone(),
            Kind::Changed(field) => format!("{}.{field}", self.part),
        }
    }
}

impl Display for Totals {
    fn fmt(&self, f: &mut Formatter) -> Result {
        writeln!(f, "{} of {} documents differ", self.differing, self.documents)?;
        if self.differing == 0 {
            return Ok(());
        }
        writeln!(f, "{:<26}{:>8}{:>8}{:>8}", "", "gained", "lost", "changed")?;
        for (name, sum) in &self.parts {
            writeln!(f, "{name:<26}{:>8}{:>8}{:>8}", sum.gained, sum.lost, sum.changed)?;
        }
        for (name, changed) in &self.fields {
            writeln!(f, "  {name:<24}{:>8}{:>8}{changed:>8}", "", "")?;
        }
        Ok(())
    }
}
