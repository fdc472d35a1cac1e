//! Which citation means which document of the run.

mod citation;
mod issuer;

use std::collections::HashMap;
use std::io;

pub use self::citation::{Citation, Entry, Row};
use crate::output::day::Day;
use crate::output::fold::folded;
use crate::output::tables::digest::{Digest, Mark};
use crate::output::tables::row::LinkBasis;

/// The documents of a run, in a hundred bytes each.
#[derive(Default)]
pub struct Archive {
    documents: Vec<Held>,
    names: Names,
    /// Documents that are no copies, by the mark of their code; sorted by [`Archive::index`].
    by_code: Vec<(Mark, u32)>,
}

struct Held {
    id: Box<str>,
    /// Itself, or the first of which it is a copy.
    original: u32,
    /// How many stand in it.
    citations: u32,
    /// As much of it as the document says.
    date: Day,
    issuer: Option<Name>,
    province: Option<Name>,
    current_province: Option<Name>,
}

/// A document that cites.
#[derive(Debug, Clone, Copy)]
pub struct Citing<'a> {
    pub index: u32,
    pub id: &'a str,
    /// As much of it as the document says.
    pub date: Day,
    pub is_copy: bool,
}

/// A document that a citation means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    pub id: &'a str,
    pub basis: LinkBasis,
}

impl Archive {
    /// Takes up the next document in path order.
    pub fn add(&mut self, document: &Digest, original: Option<u32>) {
        let index = self.len();
        if let (Some(code), None) = (document.code, original) {
            self.by_code.push((code, index));
        }
        self.documents.push(Held {
            id: document.id.as_str().into(),
            original: original.unwrap_or(index),
            citations: u32::try_from(document.citation_rows).expect("a text has less than 4 GB"),
            date: Day::parse(document.date.as_deref().or(document.date_partial.as_deref())),
            issuer: self.names.name(document.issuer.as_deref()),
            province: self.names.name(document.province.province.as_deref()),
            current_province: self.names.name(document.province.current_province.as_deref()),
        });
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.documents.len()).expect("fewer than 2^32 documents")
    }

    pub fn id(&self, index: u32) -> &str {
        &self.documents[index as usize].id
    }

    pub fn citing(&self, index: u32) -> Citing<'_> {
        let held = &self.documents[index as usize];
        Citing { index, id: &held.id, date: held.date, is_copy: held.original != index }
    }

    /// To be called once, when all documents are there: makes codes ready to be looked up.
    pub fn index(&mut self) {
        self.by_code.sort_unstable();
    }

    /// How many citations stand in a document.
    pub fn citations(&self, index: u32) -> u32 {
        self.documents[index as usize].citations
    }

    /// The document that a citation in the `citing`th one means, if that is certain.
    ///
    /// # Errors
    /// Its row cannot be read.
    pub fn target(&self, citing: u32, entry: &Entry, row: &mut Row) -> io::Result<Option<Target<'_>>> {
        let same_code = entry.code.map_or(&[][..], |code| self.with_code(code));
        Ok(if same_code.is_empty() { None } else { self.target_among(same_code, citing, entry.date, row.words()?) })
    }

    fn target_among(&self, same_code: &[(Mark, u32)], citing: u32, date: Day, citation: &Citation) -> Option<Target<'_>> {
        let date = if date.is_full() { date } else { Day::parse(citation.date_partial.as_deref()) };
        let citing = &self.documents[citing as usize];
        let near = same_code.iter().filter(|&&(_, i)| self.is_of_the_office(i, citing, citation.issuer.as_deref()));
        let (basis, target) = if date.is_full() {
            (LinkBasis::CodeDate, self.by_date(near.map(|n| n.1), date, citation)?)
        } else {
            (LinkBasis::Code, self.by_code_alone(near.map(|n| n.1), date, citation, citing)?)
        };
        (target != citing.original).then(|| Target { id: self.id(target), basis })
    }

    fn with_code(&self, code: Mark) -> &[(Mark, u32)] {
        let first = self.by_code.partition_point(|&(c, _)| c < code);
        let same = self.by_code[first..].partition_point(|&(c, _)| c == code);
        &self.by_code[first..first + same]
    }

    /// The one document of this date; of several, the one whose issuing body fits.
    fn by_date(&self, candidates: impl Iterator<Item = u32>, date: Day, citation: &Citation) -> Option<u32> {
        let same: Vec<u32> = candidates.filter(|&i| self.documents[i as usize].date == date).collect();
        only(same.iter().copied()).or_else(|| only(same.into_iter().filter(|&i| self.issuer_fits(i, citation) == Some(true))))
    }

    /// The one document with this code that what the citation says does not rule out. A bare number is no code: every office has one.
    fn by_code_alone(&self, candidates: impl Iterator<Item = u32>, date: Day, citation: &Citation, citing: &Held) -> Option<u32> {
        let has_symbol = citation.code.as_deref().is_some_and(|c| c.contains(['/', '-']));
        let year = Day::parse(citation.year.map(|y| format!("{y:04}")).as_deref());
        let possible = |&i: &u32| {
            let held = self.documents[i as usize].date;
            let is_later = held.is_full() && citing.date.is_full() && held > citing.date;
            held.agrees(date) && held.agrees(year) && !is_later && self.issuer_fits(i, citation) != Some(false)
        };
        has_symbol.then(|| only(candidates.filter(possible))).flatten()
    }

    /// Null where one of the two names no issuing body.
    fn issuer_fits(&self, target: u32, citation: &Citation) -> Option<bool> {
        let held = self.names.text(self.documents[target as usize].issuer?);
        Some(issuer::fit(held, citation.issuer.as_deref()?))
    }

    /// Offices of all provinces use the same codes: a document of another province must be named with it.
    fn is_of_the_office(&self, target: u32, citing: &Held, issuer: Option<&str>) -> bool {
        let target = &self.documents[target as usize];
        let (Some(there), Some(here)) = (target.province, citing.province) else { return true };
        let same_now = target.current_province.is_some() && target.current_province == citing.current_province;
        let names = |issuer: &str| format!(" {} ", folded(issuer)).contains(&format!(" {} ", self.names.text(there).replace('_', " ")));
        there == here || same_now || issuer.is_some_and(names)
    }
}

fn only(mut all: impl Iterator<Item = u32>) -> Option<u32> {
    let one = all.next()?;
    all.next().is_none().then_some(one)
}

/// Names that many documents share, each kept once.
#[derive(Default)]
struct Names {
    known: HashMap<Box<str>, Name>,
    texts: Vec<Box<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name(u32);

impl Names {
    fn name(&mut self, text: Option<&str>) -> Option<Name> {
        let text = text?;
        if let Some(&known) = self.known.get(text) {
            return Some(known);
        }
        let name = Name(u32::try_from(self.texts.len()).expect("fewer than 2^32 names"));
        self.texts.push(text.into());
        self.known.insert(text.into(), name);
        Some(name)
    }

    fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }
}
