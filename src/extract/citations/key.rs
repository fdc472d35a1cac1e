//! One key for all mentions of one document, however they are spelt.
//!
//! A number with its sign is the base of the key. What tells two documents of
//! one number apart is added where a mention says it: the year, since numbers
//! begin again with each; the day for the Party, whose numbers run through a
//! term of five years; the place of the body, since every province has its
//! 12/KH-UBND. A mention that says less takes it from its neighbours, and the
//! place at last from the document that it stands in.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use unicode_normalization::char::decompose_canonical;

use super::seat::Seat;
use super::{Cited, Reader};
use crate::extract::places::Places;
use crate::grammar::date::{Day, WrittenDate};

/// A key before it is put together.
#[derive(Debug, Clone, Default)]
struct Key {
    base: String,
    when: Option<When>,
    /// Place of the body.
    place: Option<String>,
    /// The full date: with another, it is another document.
    day: Option<Day>,
}

#[derive(Debug, Clone, Copy)]
enum When {
    Year(i64),
    Day(Day),
}

/// Of one base, the last mentions met that say when and where.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    when: Option<usize>,
    place: Option<usize>,
}

impl Reader<'_> {
    /// The keys of all mentions, in their order.
    pub fn keys(&self, cited: &[Cited], places: &Places) -> Vec<String> {
        if cited.is_empty() {
            return Vec::new();
        }
        let home = self.home(places);
        let mut seats: Vec<Seat> = cited.iter().map(|c| self.seat(c, &home)).collect();
        let mut keys: Vec<Key> = cited.iter().map(|c| self.key(c)).collect();
        for (key, seat) in keys.iter_mut().zip(&mut seats) {
            key.place = seat.said.take();
        }
        self.take_codes(cited, &mut keys);
        complete(&mut keys);
        let whole = keys.into_iter().zip(seats).map(|(key, seat)| Key { place: key.place.or(seat.assumed), ..key });
        whole.map(Key::text).collect()
    }

    fn key(&self, cited: &Cited) -> Key {
        let (base, when) = match cited.code.as_deref().map(fold) {
            Some(code) => self.base_of_code(cited, without_zeros(code)),
            None => self.base_of_name(cited),
        };
        Key { base, when, place: None, day: self.day(cited) }
    }

    fn base_of_code(&self, cited: &Cited, code: String) -> (String, Option<When>) {
        if cited.symbol.is_none() {
            return (format!("{}:{code}", cited.kind), self.year(cited));
        }
        let when = match () {
            () if cited.year.is_some() => None,
            () if is_of_party(&code) => self.day(cited).map(When::Day),
            () => self.year(cited),
        };
        (code, when)
    }

    /// A law by its name, others by title, or by kind and day alone.
    fn base_of_name(&self, cited: &Cited) -> (String, Option<When>) {
        let name = match (&cited.title, &cited.symbol) {
            (_, Some(symbol)) => fold(symbol),
            (Some(title), None) => fold(&self.words(title.clone())),
            (None, None) => self.short_name(cited).map(fold).unwrap_or_default(),
        };
        let year = || cited.year.map(|y| When::Year(y.into())).or_else(|| self.year(cited));
        let when = if name.is_empty() { self.day(cited).map(When::Day).or_else(year) } else { year() };
        (format!("{}:{name}", cited.kind), when)
    }

    /// "Hình sự" of BLHS.
    fn short_name(&self, cited: &Cited) -> Option<&str> {
        self.rules.citations.laws_in_short.name(self.document.word(cited.tokens.start))
    }

    fn day(&self, cited: &Cited) -> Option<Day> {
        cited.date.as_ref().and_then(WrittenDate::whole)
    }

    fn year(&self, cited: &Cited) -> Option<When> {
        self.day(cited).map(|day| When::Year(day.year.into()))
    }

    /// A law by its name alone takes the number that this document gives it elsewhere.
    fn take_codes(&self, cited: &[Cited], keys: &mut [Key]) {
        let mut codes: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (cited, key) in cited.iter().zip(&*keys).filter(|(c, _)| c.code.is_some() && c.year.is_some()) {
            let Some(title) = cited.title.as_ref().filter(|_| self.is_law(cited)) else { continue };
            let code = codes.entry(format!("{}:{}", cited.kind, fold(&self.words(title.clone())))).or_insert(Some(key.base.clone()));
            // Two laws of one name: neither is meant for sure.
            if code.as_ref() != Some(&key.base) {
                *code = None;
            }
        }
        for key in keys.iter_mut().filter(|k| k.when.is_none()) {
            if let Some(Some(code)) = codes.get(&key.base) {
                key.base.clone_from(code);
            }
        }
    }

    fn is_law(&self, cited: &Cited) -> bool {
        self.rules.kinds.by_id(&cited.kind).is_some_and(|k| k.is_law)
    }
}

impl Key {
    fn text(self) -> String {
        let mut text = self.base;
        match self.when {
            // Never fails on a string.
            Some(When::Year(year)) => drop(write!(text, "@{year}")),
            Some(When::Day(day)) => {
                text.push('@');
                day.push_iso(&mut text);
            }
            None => {}
        }
        if let Some(place) = self.place {
            text.push('@');
            text.push_str(&place);
        }
        text
    }
}

/// Gives each key what the nearest mention of the same base before it says, else the next behind it.
fn complete(keys: &mut [Key]) {
    let bases = numbered_bases(keys);
    let forward = 0..keys.len();
    complete_in_order(keys, &bases, forward.clone());
    complete_in_order(keys, &bases, forward.rev());
}

/// A number for the base of every key, the same for equal ones.
fn numbered_bases(keys: &[Key]) -> Vec<usize> {
    let mut numbers: HashMap<&str, usize, foldhash::fast::FixedState> = HashMap::default();
    let mut number = |key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    };
    keys.iter().map(|k| number(k.base.as_str())).collect()
}

fn complete_in_order(keys: &mut [Key], bases: &[usize], order: impl Iterator<Item = usize>) {
    let mut known = vec![Known::default(); keys.len()];
    for i in order {
        let (key, known) = (&keys[i], &mut known[bases[i]]);
        // With another day it is of another document.
        if let Some(said) = takes(i, key.place.is_some(), &mut known.place, |said| may_agree(&key.day, &keys[said].day)) {
            keys[i].place = keys[said].place.clone();
        }
        let key = &keys[i];
        if let Some(said) = takes(i, key.when.is_some(), &mut known.when, |said| may_agree(&key.place, &keys[said].place)) {
            keys[i].when = keys[said].when;
        }
    }
}

/// The mention from which another takes what it does not say; one that says it is known from now on.
fn takes(this: usize, says: bool, known: &mut Option<usize>, fits: impl Fn(usize) -> bool) -> Option<usize> {
    if says {
        *known = Some(this);
    }
    known.filter(|said| !says && fits(*said))
}

fn may_agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// The place in a key; what else follows an `@` is a year or a day.
pub(crate) fn place_of(key: &str) -> Option<&str> {
    key.rsplit_once('@').map(|(_, last)| last).filter(|last| !last.starts_with(|c: char| c.is_ascii_digit()))
}

/// `102-qd/tw`: the number ends at a dash.
fn is_of_party(code: &str) -> bool {
    code.split_once('-').is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()))
}

/// Lower case without accents, words joined by `_`, the marks of a symbol kept.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'đ' | 'Đ' => out.push('d'),
            c if c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '&') => out.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() && !out.ends_with('_') => out.push('_'),
            c if c.is_ascii() => {}
            c => decompose_canonical(c, |part| out.extend(Some(part.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric))),
        }
    }
    if out.starts_with('_') || out.ends_with('_') { out.trim_matches('_').to_owned() } else { out }
}

fn without_zeros(mut code: String) -> String {
    let zeros = code.len() - code.trim_start_matches('0').len();
    code.drain(..zeros);
    code
}
