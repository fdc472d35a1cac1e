//! Figures: how they are added up, rounded and printed.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use serde::{Serialize, Serializer};

/// How many were annotated, found, and both.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub right: u64,
    pub gold: u64,
    pub found: u64,
}

/// How many of those looked at were right.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub right: u64,
    pub n: u64,
}

/// A tally as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TallyRow {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub gold: u64,
    pub found: u64,
    pub right: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShareRow {
    pub share: f64,
    pub right: u64,
    pub n: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RuleRow {
    pub precision: f64,
    pub found: u64,
    pub right: u64,
}

impl Tally {
    /// Nothing annotated and nothing found is perfect; found where nothing is annotated is not.
    pub fn row(self) -> TallyRow {
        let Tally { right, gold, found } = self;
        let precision = ratio(right, found).unwrap_or(if gold == 0 { 1.0 } else { 0.0 });
        let recall = ratio(right, gold).unwrap_or(1.0);
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        TallyRow { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1), gold, found, right }
    }
}

impl Share {
    pub fn row(self) -> ShareRow {
        ShareRow { share: rounded(ratio(self.right, self.n).unwrap_or(0.0)), right: self.right, n: self.n }
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// To four places, ties to the even digit.
fn rounded(x: f64) -> f64 {
    format!("{x:.4}").parse().expect("a printed number is a number")
}

/// Values by name, in the order in which the names came up.
#[derive(Debug, Clone)]
pub struct Named<T> {
    all: Vec<(String, T)>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { all: Vec::new() }
    }
}

impl<T: Default + Copy> Named<T> {
    pub fn at(&mut self, name: &str) -> &mut T {
        let known = self.all.iter().position(|(n, _)| n == name);
        let index = known.unwrap_or_else(|| {
            self.all.push((name.to_owned(), T::default()));
            self.all.len() - 1
        });
        &mut self.all[index].1
    }

    pub fn get(&self, name: &str) -> Option<T> {
        self.all.iter().find(|(n, _)| n == name).map(|(_, value)| *value)
    }

    fn rows<R>(&self, row: impl Fn(T) -> R) -> impl Iterator<Item = (&str, R)> {
        self.all.iter().map(move |(name, value)| (name.as_str(), row(*value)))
    }
}

/// Something annotated and not found, found and not annotated, or found with another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// `citations.missed`, `counts.role`: the figure that it counts against.
    pub kind: String,
    pub document: String,
    pub text: String,
    pub expected: String,
    pub found: String,
}

/// All figures of all documents.
#[derive(Debug, Default)]
pub struct Score {
    pub documents: u64,
    pub tallies: Named<Tally>,
    pub shares: Named<Share>,
    pub rules: BTreeMap<String, Share>,
    pub misses: Vec<Miss>,
}

impl Score {
    /// F1 or share of a figure; none where nothing was there to be judged.
    pub fn figure(&self, name: &str) -> Option<f64> {
        let tally = self.tallies.get(name).map(|t| t.row().f1);
        tally.or_else(|| self.shares.get(name).map(|s| s.row().share))
    }

    /// The rules, those with the most wrong mentions first.
    fn worst_rules(&self) -> Vec<(&str, RuleRow)> {
        let row = |s: &Share| RuleRow { precision: s.row().share, found: s.n, right: s.right };
        let mut rows: Vec<_> = self.rules.iter().map(|(name, s)| (name.as_str(), row(s))).collect();
        rows.sort_by_key(|(_, r)| std::cmp::Reverse(r.found - r.right));
        rows
    }
}

/// The figures for programs: `documents`, `f1`, `share`, `rules`.
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Figures<A: Serialize, B: Serialize, C: Serialize> {
            documents: u64,
            f1: A,
            share: B,
            rules: C,
        }
        Figures {
            documents: self.documents,
            f1: Rows(self.tallies.rows(Tally::row).collect()),
            share: Rows(self.shares.rows(Share::row).collect()),
            rules: Rows(self.worst_rules()),
        }
        .serialize(serializer)
    }
}

/// Rows as a map that keeps its order.
struct Rows<'a, R>(Vec<(&'a str, R)>);

impl<R: Serialize> Serialize for Rows<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, row)| (name, row)))
    }
}

/// The figures for a reader: three tables.
impl Display for Score {
    fn fmt(&self, f: &mut Formatter) -> Result {
        writeln!(f, "{} documents", self.documents)?;
        writeln!(f, "{:<26}{:>8}{:>8}{:>8}{:>7}{:>7}{:>7}", "F1", "P", "R", "F1", "gold", "found", "right")?;
        for (name, r) in self.tallies.rows(Tally::row) {
            writeln!(f, "{name:<26}{:>8.3}{:>8.3}{:>8.3}{:>7}{:>7}{:>7}", r.precision, r.recall, r.f1, r.gold, r.found, r.right)?;
        }
        writeln!(f, "{:<26}{:>8}{:>7}{:>7}", "share right", "share", "right", "of")?;
        for (name, r) in self.shares.rows(Share::row) {
            writeln!(f, "{name:<26}{:>8?}{:>7}{:>7}", r.share, r.right, r.n)?;
        }
        writeln!(f, "{:<34}{:>8}{:>7}{:>7}{:>7}", "rule", "P", "found", "right", "wrong")?;
        for (name, r) in self.worst_rules() {
            writeln!(f, "{name:<34}{:>8.3}{:>7}{:>7}{:>7}", r.precision, r.found, r.right, r.found - r.right)?;
        }
        Ok(())
    }
}

/// One document's way into the figures.
pub struct Sheet<'a> {
    score: &'a mut Score,
    document: &'a str,
}

impl<'a> Sheet<'a> {
    pub fn new(score: &'a mut Score, document: &'a str) -> Self {
        score.documents += 1;
        Sheet { score, document }
    }

    pub fn read(&mut self, is_ok: bool) {
        self.share("documents.read", is_ok);
    }

    pub fn tally(&mut self, name: &str, right: usize, gold: usize, found: usize) {
        let tally = self.score.tallies.at(name);
        tally.right += right as u64;
        tally.gold += gold as u64;
        tally.found += found as u64;
    }

    pub fn share(&mut self, name: &str, is_right: bool) {
        let share = self.score.shares.at(name);
        share.right += u64::from(is_right);
        share.n += 1;
    }

    pub fn rule(&mut self, rule: Option<&str>, is_right: bool) {
        let share = self.score.rules.entry(rule.unwrap_or("-").to_owned()).or_default();
        share.right += u64::from(is_right);
        share.n += 1;
    }

    pub fn miss(&mut self, kind: impl Into<String>, text: &str, expected: impl Shown, found: impl Shown) {
        let miss = Miss {
            kind: kind.into(),
            document: self.document.to_owned(),
            text: text.to_owned(),
            expected: expected.shown(),
            found: found.shown(),
        };
        self.score.misses.push(miss);
    }
}

/// A value as a miss tells it; `-` for none.
pub trait Shown {
    fn shown(&self) -> String;
}

impl<T: Display> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map_or_else(|| "-".to_owned(), T::to_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_four_places_and_ties_go_to_the_even_digit() {
        assert_eq!(rounded(2.0 / 3.0), 0.6667);
        assert_eq!(rounded(1.0 / 32.0), 0.0312);
        assert_eq!(rounded(3.0 / 32.0), 0.0938);
    }

    #[test]
    fn nothing_annotated_and_nothing_found_is_perfect() {
        assert_eq!(Tally::default().row().f1, 1.0);
        assert_eq!(Tally { right: 0, gold: 0, found: 1 }.row().f1, 0.0);
        assert_eq!(Tally { right: 0, gold: 1, found: 0 }.row().precision, 0.0);
    }

    #[test]
    fn names_keep_the_order_in_which_they_came_up() {
        let mut named = Named::<Share>::default();
        named.at("b").n += 1;
        named.at("a").n += 1;
        named.at("b").n += 1;
        assert_eq!(named.rows(|s| s.n).collect::<Vec<_>>(), [("b", 2), ("a", 1)]);
    }
}
