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

/// Parts of parts of parts, at most, where one of them holds others already.
const DEEPEST: usize = 60;

/// Role and whole of every count; the first decision stands.
#[derive(Debug)]
pub(super) struct Verdicts {
    roles: Vec<Option<CountRole>>,
    wholes: Vec<Option<usize>>,
    /// Told as a part by the text's own division, not as a later stage.
    divided: Vec<bool>,
    pub axes: Vec<Axis>,
    /// For every count, whether it was ever made a whole.
    is_whole: Vec<bool>,
    /// For every count, its first complete axis.
    complete: Vec<Option<usize>>,
    /// For every count that only repeats another, the one that it repeats.
    originals: Vec<Option<usize>>,
    /// For every axis, the token that tells of it.
    anchors: Vec<usize>,
}

/// Axes that are told at one time, at most: a list of cases, persons and fines has three.
const MOST_AXES_AT_ONCE: usize = 8;

impl Verdicts {
    pub fn new(counts: usize) -> Self {
        Verdicts {
            roles: vec![None; counts],
            wholes: vec![None; counts],
            divided: vec![false; counts],
            axes: Vec::new(),
            is_whole: vec![false; counts],
            complete: vec![None; counts],
            originals: vec![None; counts],
            anchors: Vec::new(),
        }
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

    /// Open, a total, a target or a running total, or one of these said again: other counts may be parts of it.
    pub fn may_be_whole(&self, count: usize) -> bool {
        let count = self.originals[count].unwrap_or(count);
        !matches!(self.roles[count], Some(CountRole::Quoted | CountRole::Example | CountRole::Repeat | CountRole::Baseline))
    }

    pub fn decide(&mut self, count: usize, role: CountRole) {
        self.roles[count].get_or_insert(role);
    }

    /// The same figure as one before, said again.
    pub fn repeat(&mut self, count: usize, original: usize) {
        if self.is_open(count) {
            self.roles[count] = Some(CountRole::Repeat);
            self.originals[count] = Some(original);
        }
    }

    /// Some count is a part of it.
    pub fn is_divided_up(&self, count: usize) -> bool {
        self.is_whole[count]
    }

    /// What a count repeats.
    pub fn original(&self, count: usize) -> Option<usize> {
        self.originals[count]
    }

    /// Makes a count a later stage, or a single piece, of a whole.
    pub fn piece(&mut self, count: usize, whole: usize) {
        if self.is_open(count) && !self.is_above(count, whole) {
            self.roles[count] = Some(CountRole::Part);
            self.put_under(count, whole);
        }
    }

    /// The first axis of a whole that the text says to be complete.
    pub fn complete_axis(&self, whole: usize) -> Option<&Axis> {
        self.complete[whole].map(|axis| &self.axes[axis])
    }

    fn put_under(&mut self, part: usize, whole: usize) {
        self.wholes[part] = Some(whole);
        self.is_whole[whole] = true;
    }

    /// Makes counts the parts of a whole along one line of division; `anchor`
    /// is the token that tells so, and one anchor goes on with its axis.
    pub fn divide(&mut self, whole: usize, parts: Vec<usize>, anchor: usize, complete: bool) {
        let parts: Vec<usize> = parts.into_iter().filter(|p| self.is_open(*p) && !self.is_above(*p, whole)).collect();
        for &part in &parts {
            self.piece(part, whole);
            self.divided[part] = true;
        }
        let last = self.axes.iter_mut().zip(&self.anchors).rev().take(MOST_AXES_AT_ONCE);
        match last.into_iter().find(|(axis, at)| axis.whole == whole && **at == anchor) {
            Some((axis, _)) => axis.parts.extend(parts),
            None if parts.is_empty() => {}
            None => {
                if complete {
                    self.complete[whole].get_or_insert(self.axes.len());
                }
                self.axes.push(Axis { whole, parts, complete });
                self.anchors.push(anchor);
            }
        }
    }

    /// Parts that were told one by one stand along one line.
    pub fn note_axis(&mut self, whole: usize, parts: Vec<usize>) {
        self.axes.push(Axis { whole, parts, complete: false });
        self.anchors.push(usize::MAX);
    }

    /// Moves a count under another whole.
    pub fn move_under(&mut self, part: usize, whole: usize) {
        if !self.is_above(part, whole) {
            self.put_under(part, whole);
        }
    }

    /// `part` holds `whole`, or is it; or the chain of parts of parts is too long to tell.
    fn is_above(&self, part: usize, whole: usize) -> bool {
        // Nearly all hold nothing.
        if !self.is_whole[part] {
            return part == whole;
        }
        let mut at = whole;
        for _ in 0..DEEPEST {
            if at == part {
                return true;
            }
            match self.wholes[at] {
                Some(above) => at = above,
                None => return false,
            }
        }
        true
    }
}
