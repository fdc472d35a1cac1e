//! What has been decided so far.

use crate::record::CountRole;

/// Parts of one whole that were told along one line of division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Axis {
    /// Index of the whole among the counts.
    pub whole: usize,
    /// Indices of its parts, in order.
    pub parts: Vec<usize>,
    /// The text says that these are all.
    pub complete: bool,
}

/// Role and whole of every count; the first decision stands.
#[derive(Debug)]
pub(super) struct Verdicts {
    roles: Vec<Option<CountRole>>,
    wholes: Vec<Option<usize>>,
    /// Told as a part by the text's own division, not as a later stage.
    divided: Vec<bool>,
    pub axes: Vec<Axis>,
}

impl Verdicts {
    pub fn new(counts: usize) -> Self {
        Verdicts { roles: vec![None; counts], wholes: vec![None; counts], divided: vec![false; counts], axes: Vec::new() }
    }

    pub fn role(&self, count: usize) -> Option<CountRole> {
        self.roles[count]
    }

    pub fn whole(&self, count: usize) -> Option<usize> {
        self.wholes[count]
    }

    pub fn is_open(&self, count: usize) -> bool {
        self.roles[count].is_none()
    }

    pub fn is_divided(&self, count: usize) -> bool {
        self.divided[count]
    }

    /// Open, a total, a target or a running total: other counts may be parts of it.
    pub fn may_be_whole(&self, count: usize) -> bool {
        !matches!(self.roles[count], Some(CountRole::Quoted | CountRole::Example | CountRole::Repeat | CountRole::Baseline))
    }

    pub fn decide(&mut self, count: usize, role: CountRole) {
        self.roles[count].get_or_insert(role);
    }

    /// Makes a count a later stage, or a single piece, of a whole.
    pub fn piece(&mut self, count: usize, whole: usize) {
        if self.is_open(count) && !self.is_above(count, whole) {
            self.roles[count] = Some(CountRole::Part);
            self.wholes[count] = Some(whole);
        }
    }

    /// Makes counts the parts of a whole along one line of division.
    pub fn divide(&mut self, whole: usize, parts: Vec<usize>, complete: bool) {
        let parts: Vec<usize> = parts.into_iter().filter(|p| self.is_open(*p) && !self.is_above(*p, whole)).collect();
        for &part in &parts {
            self.piece(part, whole);
            self.divided[part] = true;
        }
        if !parts.is_empty() {
            self.axes.push(Axis { whole, parts, complete });
        }
    }

    /// The whole that nothing contains, from a count upwards.
    pub fn root(&self, count: usize) -> usize {
        let mut at = count;
        while let Some(whole) = self.wholes[at] {
            at = whole;
        }
        at
    }

    fn is_above(&self, part: usize, whole: usize) -> bool {
        self.root(whole) == part
    }
}
