//! One figure with its counted thing: `05 vụ`, `từ 2 đến 5 triệu đồng`, `341/360 vụ`, `người nghiện: 1974`.

use std::ops::Range;

use super::thing::{self, Found};
use crate::document::Document;
use crate::grammar::money;
use crate::grammar::number::{MAX_DIGITS, Numeral, is_separated, numeral};
use crate::lexicon::Family;
use crate::mention::on_one_line;
use crate::rules::counts::{CountCue, CountRules, Side, Thing};

/// A figure, its number and its thing.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// From the first token of the number (or of the range) to the last.
    pub number: Range<usize>,
    pub value: i64,
    pub max: Option<i64>,
    pub of: Option<i64>,
    /// The first of "206/113 vụ", where the second is of an earlier time.
    pub now: Option<Now>,
    /// What is counted; none for money that no currency names.
    pub thing: Option<Found>,
    /// Whether the thing stands first: "người nghiện: 1974".
    pub thing_first: bool,
    /// Tokens of the unit as written.
    pub unit: Range<usize>,
    pub in_figures: bool,
    /// "từ" opens a range.
    pub is_range: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Now {
    pub tokens: Range<usize>,
    pub value: i64,
}

impl Figure {
    /// From the first token to the last, thing and number.
    pub fn tokens(&self) -> Range<usize> {
        let Some(thing) = &self.thing else { return self.number.clone() };
        self.number.start.min(thing.tokens.start)..self.number.end.max(thing.tokens.end)
    }

    pub fn unit(&self, document: &Document) -> Option<String> {
        if self.unit.is_empty() {
            return None;
        }
        let text = document.text.slice(document.span(self.unit.clone()));
        Some(on_one_line(text.split_whitespace(), text.len()))
    }

    pub fn is_money(&self) -> bool {
        self.thing.as_ref().is_none_or(|t| matches!(t.thing, Thing::Currency(_)))
    }
}

pub(crate) enum Reading {
    Figure(Figure),
    /// No count; the token to go on from.
    Nothing(usize),
}

/// An amount is no share of one that is so many times as large.
const LEAST_SHARE: i64 = 1000;
/// Words between a thing and the colon before its number: "số cơ sở được kiểm tra: 57".
const MAX_ATTRIBUTE: usize = 8;
/// Tokens between "tăng" and the brackets with both figures.
const COMPARISON_REACH: usize = 8;

/// Reads the figure that begins at a token.
pub(crate) fn read(document: &Document, rules: &CountRules, at: usize) -> Reading {
    let reader = Reader { document, rules };
    if let Some(end) = reader.pass_over(at) {
        return Reading::Nothing(end);
    }
    let Some(first) = numeral(document, rules, at) else { return Reading::Nothing(digits_end(document, at)) };
    let end = first.tokens.end;
    if document.is_mark(end, "/") && first.in_figures && is_digits(document, end + 1) {
        return reader.fraction(first);
    }
    let thing = thing::after(document, rules, end);
    reader
        .range(&first, thing.as_ref())
        .or_else(|| reader.among(&first))
        .or_else(|| reader.figure(&first, thing?))
        .or_else(|| reader.after_thing(&first))
        .map_or(Reading::Nothing(end), Reading::Figure)
}

fn is_digits(document: &Document, at: usize) -> bool {
    document.tokens.get(at).is_some_and(|t| t.is_digits())
}

/// One run of digits, with no other behind it that could belong to the same number.
fn is_plain_number(document: &Document, at: usize) -> bool {
    let is_short = document.tokens.get(at).is_some_and(|t| t.is_digits() && t.len() <= MAX_DIGITS);
    is_short && !is_digits(document, at + 1) && !is_separated(document, at + 1)
}

/// The end of a run such as `14.067.82` that is no number, so that its tail is not taken for one.
fn digits_end(document: &Document, at: usize) -> usize {
    let glued = |i: &usize| document.tokens.get(*i).is_some_and(|t| !t.is_spaced() && !t.is_word());
    let end = (at + 1..at + 16).take_while(glued).last().map_or(at + 1, |last| last + 1);
    if is_digits(document, at) { end } else { at + 1 }
}

struct Reader<'a> {
    document: &'a Document,
    rules: &'a CountRules,
}

impl Reader<'_> {
    /// Most digits are a date's, a symbol's or an item's, most number words an article or a year's: nothing around
    /// them is counted, and they need not be read as a number to tell. The token to go on from, where that is so.
    fn pass_over(&self, at: usize) -> Option<usize> {
        let end = at + 1;
        if !is_digits(self.document, at) {
            return (!self.may_go_on(end) && !self.is_opened(at)).then_some(end);
        }
        if !is_plain_number(self.document, at) {
            return None;
        }
        if !(self.document.is_mark(end, "/") && is_digits(self.document, end + 1)) {
            return (!self.may_go_on(end) && !self.may_follow_thing(at) && !self.is_opened(at)).then_some(end);
        }
        let after = end + 2;
        if !is_plain_number(self.document, end + 1) {
            return None;
        }
        if self.document.is_mark(after, "/") && is_digits(self.document, after + 1) {
            return Some(self.chain_end(after));
        }
        (!self.may_go_on(after)).then_some(after)
    }

    /// Whether a thing, a scale, a second end, or one of these behind brackets may begin here.
    fn may_go_on(&self, at: usize) -> bool {
        let hits = &self.document.hits;
        let is_counted = hits.at(Family::Unit, at).next().is_some_and(|h| self.rules.thing(&h) != Thing::NotCounted);
        let is_link = || hits.at(Family::Count, at).any(|h| matches!(self.rules.cues.kind(&h), CountCue::To | CountCue::Among));
        let is_opening = || self.document.is_mark(at, "(") || self.document.is_mark(at, "[");
        let is_range = || self.document.is_mark(at, "-") && is_digits(self.document, at + 1);
        is_counted || hits.at(Family::Number, at).next().is_some() || is_link() || is_opening() || is_range()
    }

    /// Whether "giữa" or a currency stands before the number.
    fn is_opened(&self, at: usize) -> bool {
        let cue = self.document.hits.ending_at(Family::Count, at).map(|h| self.rules.cues.kind(&h));
        matches!(cue, Some(CountCue::Between | CountCue::LeadingCurrency))
    }

    /// Whether a thing stands before its number.
    fn may_follow_thing(&self, at: usize) -> bool {
        let may_end = !self.document.tokens[at].starts_line() && self.ends_here(at + 1);
        may_end && self.thing_before(at).is_some()
    }

    fn plain(&self, number: &Numeral) -> Option<Figure> {
        let thing = thing::after(self.document, self.rules, number.tokens.end)?;
        self.figure(number, thing)
    }

    fn figure(&self, number: &Numeral, thing: Found) -> Option<Figure> {
        let value = match thing.thing {
            Thing::Currency(factor) => number.times(factor)?,
            _ => number.whole()?,
        };
        let unit = unit(number, &thing);
        Some(Figure {
            number: number.tokens.clone(),
            value,
            max: None,
            of: None,
            now: None,
            thing: Some(thing),
            thing_first: false,
            unit,
            in_figures: number.in_figures,
            is_range: false,
        })
    }

    /// "341/360 vụ" is done of all, "(206/113 vụ)" now and before; "1/1/1/1" is nothing.
    fn fraction(&self, first: Numeral) -> Reading {
        let end = first.tokens.end;
        let Some(second) = numeral(self.document, self.rules, end + 1) else { return Reading::Nothing(end + 2) };
        let after = second.tokens.end;
        if self.document.is_mark(after, "/") && is_digits(self.document, after + 1) {
            return Reading::Nothing(self.chain_end(after));
        }
        let figure = self.plain(&second).and_then(|figure| match figure.is_money() {
            true => self.share_of_money(&first, &second, figure),
            false => self.with_whole(&first, figure),
        });
        figure.map_or(Reading::Nothing(after), Reading::Figure)
    }

    /// The end of a chain of slashes: a date, a tax number.
    fn chain_end(&self, from: usize) -> usize {
        let mut at = from;
        while self.document.is_mark(at, "/") && is_digits(self.document, at + 1) {
            at += 2;
        }
        at
    }

    /// "452/610 tỷ đồng", but "1/2 tỷ đồng" is a half.
    fn share_of_money(&self, first: &Numeral, second: &Numeral, mut figure: Figure) -> Option<Figure> {
        let is_one_digit = |n: &Numeral| n.tokens.len() <= 2 && self.document.tokens[n.tokens.start].len() == 1;
        if is_one_digit(first) && is_one_digit(second) {
            return None;
        }
        let shared = money::currency(self.document, self.rules, figure.thing.as_ref()?.tokens.start)?;
        let (value, of) = money::share(first, second, shared).filter(|(part, whole)| part.saturating_mul(LEAST_SHARE) >= *whole)?;
        figure.value = value;
        figure.of = Some(of);
        figure.number.start = first.tokens.start;
        Some(figure)
    }

    fn with_whole(&self, first: &Numeral, mut figure: Figure) -> Option<Figure> {
        if figure.is_money() {
            return None;
        }
        let value = first.whole()?;
        let start = first.tokens.start;
        if value <= figure.value && !self.compares(start) {
            figure.of = Some(figure.value);
            figure.value = value;
            figure.number.start = start;
        } else {
            figure.now = Some(Now { tokens: first.tokens.clone(), value });
        }
        Some(figure)
    }

    /// Whether brackets behind a difference open here: "giảm 12% (88/100 vụ)".
    fn compares(&self, start: usize) -> bool {
        let Some(open) = start.checked_sub(1).filter(|i| self.document.is_mark(*i, "(")) else { return false };
        self.rules.cues.within(self.document, CountCue::Difference, open.saturating_sub(COMPARISON_REACH)..open).is_some()
    }

    /// "từ 2 đến 5 triệu đồng", "3 - 5 vụ", "từ 5 triệu đồng đến 10 triệu đồng".
    fn range(&self, first: &Numeral, own: Option<&Found>) -> Option<Figure> {
        let own_end = own.map_or(first.tokens.end, |t| t.tokens.end);
        let upper = self.range_mark(own_end).or_else(|| self.between(first, own_end))?;
        let second = numeral(self.document, self.rules, upper)?;
        let thing = thing::after(self.document, self.rules, second.tokens.end)?;
        if own.is_some_and(|o| !o.thing.is_like(thing.thing)) || self.document.is_mark(second.tokens.end, "/") {
            return None;
        }
        let (low, high) = self.ends(first, own, &second, &thing)?;
        let mut figure = self.figure(&second, thing)?;
        figure.number.start = first.tokens.start;
        figure.value = low;
        figure.max = Some(high);
        figure.is_range = true;
        Some(figure)
    }

    fn ends(&self, first: &Numeral, own: Option<&Found>, second: &Numeral, thing: &Found) -> Option<(i64, i64)> {
        if let Thing::Currency(_) = thing.thing {
            let own = own.and_then(|o| money::currency(self.document, self.rules, o.tokens.start));
            let shared = money::currency(self.document, self.rules, thing.tokens.start)?;
            return money::range(first, own, second, shared);
        }
        let (low, high) = (first.whole()?, second.whole()?);
        (low < high).then_some((low, high))
    }

    /// The token after "đến" or a dash that may stand between two ends.
    fn range_mark(&self, at: usize) -> Option<usize> {
        if let Some(to) = self.rules.cues.at(self.document, CountCue::To, at) {
            return Some(self.after_modifier(to.end as usize));
        }
        let token = self.document.tokens.get(at)?;
        (self.document.is_mark(at, "-") && !token.starts_line() && is_digits(self.document, at + 1)).then_some(at + 1)
    }

    /// "giữa 1 và 2 triệu đồng": the token after "và".
    fn between(&self, first: &Numeral, own_end: usize) -> Option<usize> {
        let and = self.rules.cues.at(self.document, CountCue::Join, own_end)?;
        self.rules.cues.before(self.document, CountCue::Between, first.tokens.start).map(|_| and.end as usize)
    }

    /// "đến dưới 500.000 đồng": the upper end may have a modifier.
    fn after_modifier(&self, at: usize) -> usize {
        let mut hits = self.document.hits_at(Family::Modifier, at);
        hits.find(|hit| self.rules.modifier(hit).1 == Side::Before).map_or(at, |hit| hit.end as usize)
    }

    /// "2 trong số 5 đối tượng"
    fn among(&self, first: &Numeral) -> Option<Figure> {
        let among = self.rules.cues.at(self.document, CountCue::Among, first.tokens.end)?;
        let second = numeral(self.document, self.rules, among.end as usize)?;
        let figure = self.with_whole(first, self.plain(&second)?)?;
        figure.of.is_some().then_some(figure)
    }

    /// "người nghiện: 1974", "số người nghiện là 1974", "phạt 210.886.216".
    fn after_thing(&self, number: &Numeral) -> Option<Figure> {
        let starts_line = self.document.tokens.get(number.tokens.start).is_some_and(|t| t.starts_line());
        if !number.in_figures || starts_line {
            return None;
        }
        let first = if self.ends_here(number.tokens.end) { self.thing_first(number) } else { None };
        first.or_else(|| self.behind_currency(number)).or_else(|| self.bare_money(number))
    }

    /// Whether nothing follows that the number before it could count.
    fn ends_here(&self, end: usize) -> bool {
        let Some(next) = self.document.tokens.get(end) else { return true };
        next.starts_line()
            || (!next.is_word() && !next.is_digits() && !matches!(self.document.word(end), "/" | "%" | "-" | "+" | ":" | "x"))
    }

    fn thing_first(&self, number: &Numeral) -> Option<Figure> {
        let start = number.tokens.start;
        let before = self.before_link(start);
        let thing = self.thing_before(start)?;
        // Without a colon "đối tượng 3" is a class, "cơ sở 2" and "Đoàn kiểm tra 814" a name; "người nghiện 1974" is a count.
        let named = Thing::Measure(self.rules.known.inspections);
        let counted = matches!(thing.thing, Thing::Measure(_)) && thing.thing != named;
        let counted = counted && thing.tokens.len() > 1 && number.whole()? >= 10;
        if before == start && !counted {
            return None;
        }
        let mut figure = self.figure(number, thing)?;
        figure.thing_first = true;
        Some(figure)
    }

    /// The thing that stands before its number.
    fn thing_before(&self, start: usize) -> Option<Found> {
        let before = self.before_link(start);
        let direct = thing::before(self.document, self.rules, before);
        direct.or_else(|| if before < start { self.thing_with_attribute(before) } else { None })
    }

    /// "cơ sở" of "số cơ sở được kiểm tra".
    fn thing_with_attribute(&self, end: usize) -> Option<Found> {
        let is_joined = |t: &usize| self.document.tokens[*t].is_word() && !self.document.tokens[*t].starts_line();
        let words = (end.saturating_sub(MAX_ATTRIBUTE)..end).rev().take_while(is_joined);
        let mut starts = words.filter(|t| self.rules.cues.before(self.document, CountCue::NumberOf, *t).is_some());
        let thing = thing::after(self.document, self.rules, starts.next()?)?;
        (!matches!(thing.thing, Thing::Currency(_)) && thing.tokens.end <= end).then_some(thing)
    }

    /// The token after the thing in "người nghiện: 1974" or "số người nghiện là 1974".
    fn before_link(&self, start: usize) -> usize {
        if start > 0 && self.document.is_mark(start - 1, ":") {
            return start - 1;
        }
        self.rules.cues.before(self.document, CountCue::Is, start).map_or(start, |hit| hit.start as usize)
    }

    /// "VND 1.500.000"; in "5.000 VND 12" the currency is that of the figure before it.
    fn behind_currency(&self, number: &Numeral) -> Option<Figure> {
        let cue = self.rules.cues.before(self.document, CountCue::LeadingCurrency, number.tokens.start)?;
        let tokens = cue.start as usize..cue.end as usize;
        let before = tokens.start.wrapping_sub(1);
        if is_digits(self.document, before) || self.document.hits.ending_at(Family::Number, tokens.start).is_some() {
            return None;
        }
        let mut figure = self.figure(number, Found { thing: Thing::Currency(1), tokens })?;
        figure.thing_first = true;
        Some(figure)
    }

    /// Money that no currency names, told by its thousands or its scale.
    fn bare_money(&self, number: &Numeral) -> Option<Figure> {
        let value = number.whole()?;
        if number.groups < 2 && number.scale < 1_000_000 {
            return None;
        }
        Some(Figure {
            number: number.tokens.clone(),
            value,
            max: None,
            of: None,
            now: None,
            thing: None,
            thing_first: false,
            unit: number.scale_token.map_or(0..0, |token| token..number.tokens.end),
            in_figures: true,
            is_range: false,
        })
    }
}

/// "triệu đồng", "tin, bài": the scale belongs to a unit of money.
fn unit(number: &Numeral, thing: &Found) -> Range<usize> {
    match (thing.thing, number.scale_token) {
        (Thing::Currency(_), Some(scale)) if scale < thing.tokens.end => scale..thing.tokens.end,
        _ => thing.tokens.clone(),
    }
}
