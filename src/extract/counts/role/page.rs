//! What stays the same while roles are given.

use std::ops::Range;

use super::mark::Marks;
use super::opening::leads;
use super::outline::Outline;
use super::site::{Site, sites};
use crate::document::Document;
use crate::lexicon::{Family, Hit};
use crate::mention::Mention;
use crate::record::{Count, Header, Modifier, Period};
use crate::rules::RuleSet;
use crate::rules::roles::{Figures, RoleCue, RoleRules};

/// Equal words that make two counted things the same.
const ALIKE: usize = 3;
/// Words of a counted thing's name that are looked at.
const LONGEST_THING: usize = 12;

/// A document's counts and where they stand.
pub(super) struct Page<'a> {
    pub document: &'a Document,
    pub rules: &'a RoleRules,
    pub counts: &'a [Mention<Count>],
    pub sites: Vec<Site>,
    pub outline: Outline,
    pub figures: Figures,
    /// It has no printed kind: a press piece or an excerpt.
    pub is_press: bool,
    pub period: Option<Stretch>,
    /// Of the document's date.
    pub year: Option<i32>,
    /// Stretches that open with the sign of a paper.
    signed: Vec<Range<usize>>,
    /// Index of the first count in a lead at the end of the text; all after it are there.
    leads: usize,
    marks: Marks,
    /// For every count, the kinds of the cues before it in its sentence and its brackets.
    heard: Vec<Kinds>,
    /// Numbers of the counts' measures.
    measures: Vec<usize>,
    /// Which of the cues open a list of those who were fined.
    rosters: Vec<usize>,
    pub has_examples: bool,
}

/// A bit for every kind of cue.
type Kinds = u64;
const _: () = assert!((RoleCue::Recovered as u32) < Kinds::BITS, "the last kind has a bit");

fn bits(kinds: impl IntoIterator<Item = RoleCue>) -> Kinds {
    kinds.into_iter().fold(0, |all, kind| all | 1 << kind as u32)
}

/// The period, as far as roles need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub first_year: i32,
    /// Year, month and day.
    pub first_day: (i32, u32, u32),
    /// Year and month.
    pub last_month: (i32, u32),
    pub last_year: i32,
    /// It begins with a year.
    pub from_new_year: bool,
}

impl Stretch {
    fn new(period: &Period) -> Option<Self> {
        let year = |day: &str| day.get(..4)?.parse().ok();
        let number = |day: &str, at: std::ops::Range<usize>| day.get(at)?.parse().ok();
        let (first, last) = (&period.first_day, &period.last_day);
        Some(Stretch {
            first_year: year(first)?,
            first_day: (year(first)?, number(first, 5..7)?, number(first, 8..10)?),
            last_month: (year(last)?, number(last, 5..7)?),
            last_year: year(last)?,
            from_new_year: period.first_day.get(4..) == Some("-01-01"),
        })
    }
}

impl<'a> Page<'a> {
    pub fn new(document: &'a Document, rules: &'a RuleSet, header: &Header, period: Option<&Period>, counts: &'a [Mention<Count>]) -> Self {
        let rules = &rules.roles;
        let (sites, marks) = sites(document, counts);
        let period = period.and_then(Stretch::new);
        let has_articles = header.kind.is_none() && has_articles(document, rules);
        let figures = if has_articles { Figures::Plan } else { rules.figures(header.kind.as_deref()) };
        let outline = Outline::new(document, rules, &sites, figures, period);
        let signed = leads(document, &sites);
        let heard = sites.iter().map(|s| bits(rules.cues_within(document, s.reach()).map(|(kind, _)| kind))).collect();
        let mut page = Page {
            document,
            rules,
            counts,
            sites,
            outline,
            figures,
            is_press: header.kind.is_none(),
            period,
            year: header.date.as_ref().and_then(|date| date.get(..4)?.parse().ok()),
            signed,
            leads: 0,
            marks,
            heard,
            measures: measures(counts),
            rosters: cues_of(document, rules, RoleCue::Roster).collect(),
            has_examples: cues_of(document, rules, RoleCue::Example).next().is_some(),
        };
        page.leads = page.len() - (0..page.len()).rev().take_while(|i| page.is_signed(*i)).count();
        page
    }

    pub fn len(&self) -> usize {
        self.counts.len()
    }

    pub fn count(&self, i: usize) -> &Count {
        &self.counts[i].value
    }

    /// Equal for counts of one measure.
    pub fn measure(&self, i: usize) -> usize {
        self.measures[i]
    }

    pub fn same_measure(&self, i: usize, j: usize) -> bool {
        self.measures[i] == self.measures[j]
    }

    /// Lists of those who were fined that begin before a token, the nearest first, not more than some cues away.
    pub fn rosters_before(&self, token: usize, most_cues: usize) -> impl Iterator<Item = &'a Hit> {
        let all = self.document.hits.of(Family::Role);
        let before = if self.rosters.is_empty() { 0 } else { self.document.hits.kept_in(Family::Role, 0..token).len() };
        let last = self.rosters.partition_point(|r| *r < before);
        let near = self.rosters[..last].iter().rev().take_while(move |r| before - **r <= most_cues);
        near.map(move |r| &all[*r])
    }

    pub fn same_figure(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.count(i), self.count(j));
        a.value == b.value && self.same_measure(i, j) && a.max == b.max && a.per == b.per
    }

    pub fn is_money(&self, i: usize) -> bool {
        matches!(self.count(i).measure.as_str(), "money" | "fines")
    }

    pub fn is_exact(&self, i: usize) -> bool {
        let count = self.count(i);
        count.modifier == Modifier::Exact && count.max.is_none()
    }

    /// Cues within a range of tokens, in order.
    pub fn cues(&self, tokens: Range<usize>) -> impl DoubleEndedIterator<Item = (RoleCue, Hit)> {
        self.rules.cues_within(self.document, tokens)
    }

    /// The last cue of one of these kinds within a range of tokens.
    pub fn last_cue(&self, tokens: Range<usize>, kinds: &[RoleCue]) -> Option<(RoleCue, Hit)> {
        self.cues(tokens).rev().find(|(k, _)| kinds.contains(k))
    }

    pub fn has_cue(&self, tokens: Range<usize>, kind: RoleCue) -> bool {
        self.cues(tokens).any(|(k, _)| k == kind)
    }

    /// Cues within a few tokens, of which most begin none.
    pub fn cues_near(&self, tokens: Range<usize>) -> impl Iterator<Item = (RoleCue, Hit)> {
        let hits = tokens.clone().flat_map(|token| self.document.hits.at(Family::Role, token));
        hits.filter(move |h| h.end as usize <= tokens.end).map(|h| (self.rules.cues.kind(&h), h))
    }

    /// Whether a cue of one of these kinds may stand before a count, in its sentence or its brackets: mostly none does.
    pub fn hears(&self, i: usize, kinds: &[RoleCue]) -> bool {
        self.heard[i] & bits(kinds.iter().copied()) != 0
    }

    /// The last cue of a kind that ends right before a token.
    pub fn cue_ends_at(&self, token: usize, kind: RoleCue) -> Option<Hit> {
        self.document.hits.ending(Family::Role, token).find(|h| self.rules.cues.kind(h) == kind)
    }

    /// Whether a mark stands between tokens of a paragraph with counts.
    pub fn has_mark(&self, tokens: Range<usize>, mark: char) -> bool {
        self.marks.within(tokens).iter().any(|m| m.mark == mark)
    }

    /// The token behind the last mark of a kind.
    pub fn behind_last(&self, tokens: Range<usize>, mark: char) -> Option<usize> {
        self.marks.within(tokens).iter().rev().find(|m| m.mark == mark).map(|m| m.token + 1)
    }

    /// The same thing was counted: its name and at least two words after it are equal, or all up to the next mark.
    pub fn are_alike(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.thing(i), self.thing(j));
        let equal = a.clone().zip(b.clone()).take_while(|(x, y)| self.document.folded(*x) == self.document.folded(*y)).count();
        let shorter = a.count().min(b.count());
        equal >= ALIKE || shorter >= 3 && equal == shorter
    }

    /// Both counts have the same first two words: "công chức", but not "viên chức".
    pub fn same_name(&self, i: usize, j: usize) -> bool {
        let word = |(x, y): (usize, usize)| self.document.folded(x) == self.document.folded(y);
        self.thing(i).zip(self.thing(j)).take(2).all(word)
    }

    /// The words of a counted thing, from its name to the next mark.
    fn thing(&self, i: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let tokens = &self.document.tokens;
        let start = self.sites[i].tokens.start;
        let name = (start..start + 8).find(|t| tokens.get(*t).is_some_and(|t| t.is_word())).unwrap_or(start);
        (name..name + LONGEST_THING).take_while(|t| tokens.get(*t).is_some_and(|t| t.is_word()))
    }

    /// A figure that is no rate and not smaller than the other.
    pub fn holds(&self, whole: usize, part: usize) -> bool {
        self.count(whole).per.is_none() && self.count(whole).value >= self.count(part).value
    }

    /// It stands in a paragraph that opens with the sign of a paper.
    pub fn is_signed(&self, i: usize) -> bool {
        let start = self.sites[i].tokens.start;
        let after = self.signed.partition_point(|s| s.start <= start);
        after > 0 && self.signed[after - 1].contains(&start)
    }

    /// Brackets that hold `cue` close before the count.
    pub fn is_closed_off(&self, cue: &Hit, count: usize) -> bool {
        let mut depth = 0;
        self.marks.within(cue.end as usize..self.sites[count].tokens.start).iter().any(|m| {
            depth += i32::from(m.mark == '(') - i32::from(m.mark == ')');
            depth < 0
        })
    }

    /// Cues of some kinds that speak to a count, within its reach, the last first.
    pub fn cues_back<const N: usize>(&self, i: usize, tokens: Range<usize>, kinds: [RoleCue; N]) -> impl Iterator<Item = (RoleCue, Hit)> {
        let cues = self.hears(i, &kinds).then(|| self.cues(tokens).rev());
        cues.into_iter().flatten().filter(move |(k, h)| kinds.contains(k) && !self.is_closed_off(h, i))
    }

    /// It stands in a press piece's lead, wherever the page has put that.
    pub fn is_lead(&self, i: usize) -> bool {
        i >= self.leads
    }

    /// Indices of the counts as they are to be read: a lead at the end of the text comes first.
    pub fn reading_order(&self) -> impl Iterator<Item = usize> + use<> {
        (self.leads..self.counts.len()).chain(0..self.leads)
    }

    /// Counts read before one, the nearest first.
    pub fn read_before(&self, i: usize) -> impl Iterator<Item = usize> + use<> {
        let body = if self.is_lead(i) { 0..0 } else { 0..i };
        body.rev().chain(self.lead_before(i))
    }

    /// Counts of the lead read before one, the nearest first.
    pub fn lead_before(&self, i: usize) -> impl Iterator<Item = usize> + use<> {
        let end = if self.is_lead(i) { i } else { self.counts.len() };
        (self.leads..end).rev()
    }

    /// Counts that stand in a paragraph.
    pub fn in_paragraph(&self, paragraph: usize) -> Range<usize> {
        let first = self.sites.partition_point(|s| s.paragraph < paragraph);
        let last = self.sites.partition_point(|s| s.paragraph <= paragraph);
        first..last
    }
}

/// Equal numbers for equal measures.
fn measures(counts: &[Mention<Count>]) -> Vec<usize> {
    let mut names: Vec<&str> = Vec::new();
    let mut number = |name| {
        names.iter().position(|n| *n == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        })
    };
    counts.iter().map(|c| number(c.value.measure.as_str())).collect()
}

/// Which of the cues are of a kind.
fn cues_of(document: &Document, rules: &RoleRules, kind: RoleCue) -> impl Iterator<Item = usize> {
    let cues = document.hits.of(Family::Role).iter().enumerate();
    cues.filter(move |(_, h)| rules.cues.kind(h) == kind).map(|(i, _)| i)
}

/// A line opens with "Điều 5": the text is a rule's, whatever its head.
fn has_articles(document: &Document, rules: &RoleRules) -> bool {
    document.layout.lines.iter().any(|line| {
        let start = line.tokens.start;
        let is_numbered = document.tokens.get(start + 1).is_some_and(|t| t.is_digits()) && document.is_mark(start + 2, ".");
        is_numbered && rules.cues.at(document, RoleCue::Article, start).is_some()
    })
}
