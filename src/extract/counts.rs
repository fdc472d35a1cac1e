//! Numbers of things, of people and of đồng.
//!
//! A figure is met at a digit or a number word; what stands right behind it
//! tells what is counted, the words before it how exact it is and whether it
//! is a count at all (a difference, a label and an age are none).

mod decide;
mod figure;
mod refuse;
pub(crate) mod role;
mod thing;
mod wording;

use std::ops::Range;

use crate::document::Document;
use crate::lexicon::Family;
use crate::mention::{Extractor, Mention};
use crate::record::{Count, CountRole};
use crate::rules::RuleSet;
use crate::rules::counts::{CountCue, CountRules};
use figure::Figure;
use wording::Wording;

/// Finds every number of counted things.
pub(crate) struct Counts<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Counts<'_> {
    type Value = Count;

    fn extract(&self, document: &Document) -> Vec<Mention<Count>> {
        let mut walk = Walk::new(document, self.rules);
        let mut at = 0;
        while let Some(start) = walk.next_start(at) {
            at = walk.read(start).max(start + 1);
        }
        walk.counts
    }
}

/// How far around a figure its words are looked for, in tokens.
const REACH: usize = 60;

/// The figure before, for what a figure takes over from it.
#[derive(Debug, Clone)]
struct Prior {
    tokens: Range<usize>,
    /// None for a difference.
    measure: Option<usize>,
    per: Option<crate::record::Per>,
}

struct Walk<'a> {
    document: &'a Document,
    all: &'a RuleSet,
    rules: &'a CountRules,
    counts: Vec<Mention<Count>>,
    prior: Option<Prior>,
    /// The amount of đồng before: where it ends, and its measure.
    money: Option<(usize, usize)>,
    /// Next of the number words' hits.
    word: usize,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document, rules: &'a RuleSet) -> Self {
        Walk { document, all: rules, rules: &rules.counts, counts: Vec::new(), prior: None, money: None, word: 0 }
    }

    /// The first token from `at` on where a number may begin.
    fn next_start(&mut self, at: usize) -> Option<usize> {
        let words = self.document.hits.of(Family::Number);
        self.word += words[self.word..].iter().take_while(|h| (h.start as usize) < at).count();
        let word = words.get(self.word).map_or(usize::MAX, |h| h.start as usize);
        let tokens = &self.document.tokens;
        let until = word.min(tokens.len());
        let digits = (at..until).find(|i| tokens[*i].is_digits());
        digits.or((word < tokens.len()).then_some(word))
    }

    /// Reads the figure at a token; returns where to go on.
    fn read(&mut self, start: usize) -> usize {
        let figure = match figure::read(self.document, self.rules, start) {
            figure::Reading::Figure(figure) => figure,
            figure::Reading::Nothing(end) => return end,
        };
        let end = figure.number.end;
        let wording = Wording::around(self.document, self.rules, &figure);
        if let Some(difference) = refuse::refused(self, &figure, &wording) {
            if difference {
                self.prior = Some(Prior { tokens: figure.tokens(), measure: None, per: None });
            }
            return end;
        }
        let Some(measure) = decide::measure(self, &figure, &wording) else { return end };
        self.push(&figure, &wording, measure);
        figure.number.end.max(figure.tokens().end)
    }

    fn push(&mut self, figure: &Figure, wording: &Wording, measure: usize) {
        let per = wording.per.or_else(|| self.inherited_rate(figure, wording));
        if let Some(now) = &figure.now {
            // "(206/113 vụ)": this year's and last year's.
            self.push_one(now.tokens.clone(), now.value, figure, wording, measure, per);
        }
        let start = match (&figure.now, &figure.thing) {
            (Some(_), _) => figure.number.start,
            (None, None) => self.fine_verb(wording.start),
            _ => wording.start,
        };
        self.push_one(start..wording.end, figure.value, figure, wording, measure, per);
        let tokens = figure.tokens();
        if measure == self.rules.known.fines || measure == self.rules.known.money {
            self.money = Some((tokens.end.max(wording.end), measure));
        }
        self.prior = Some(Prior { tokens, measure: Some(measure), per });
    }

    fn push_one(
        &mut self,
        tokens: Range<usize>,
        value: i64,
        figure: &Figure,
        wording: &Wording,
        measure: usize,
        per: Option<crate::record::Per>,
    ) {
        let count = Count {
            measure: self.rules.measure_id(measure).to_owned(),
            value,
            max: figure.max,
            of: figure.of,
            unit: figure.unit(self.document),
            modifier: wording.modifier,
            per,
            role: CountRole::Total,
            purpose: None,
            part_of: None,
        };
        let span = self.document.span(tokens);
        self.counts.push(Mention { span, rule: self.rules.measure_rule(measure), value: count });
    }

    /// "Mỗi năm mở 10 lớp cho 400 cán bộ": the second figure is of the same year.
    fn inherited_rate(&self, figure: &Figure, wording: &Wording) -> Option<crate::record::Per> {
        let prior = self.prior.as_ref()?;
        let gap = prior.tokens.end..wording.start;
        let linked = gap.len() <= 2 && decide::is_audience(self, figure, wording);
        linked.then_some(prior.per).flatten()
    }

    /// Where the verb right before begins: "phạt" in "phạt 210.886.216".
    fn fine_verb(&self, start: usize) -> usize {
        self.rules.cues.before(self.document, CountCue::Fine, start).map_or(start, |hit| hit.start as usize)
    }

    fn sentence(&self, token: usize) -> Range<usize> {
        self.document.layout.sentence_of(token)
    }
}
