//! Where a count stands: sentence, paragraph, brackets, quotation marks.

use std::ops::Range;

use super::mark::{Mark, Marks};
use crate::document::Document;
use crate::mention::Mention;
use crate::record::Count;

/// Tokens before a count that a look back passes at most.
const REACH: usize = 300;

/// Where one count stands; ranges are of tokens.
#[derive(Debug)]
pub(super) struct Site {
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
    pub sentence: Range<usize>,
    /// What stands inside the innermost brackets around it.
    pub bracket: Option<Range<usize>>,
    pub quote: Option<Range<usize>>,
    /// Between single stars: Markdown's italics.
    pub italic: Option<Range<usize>>,
}

impl Site {
    /// What of its sentence, or of the brackets around it, stands before the count.
    pub fn before(&self) -> Range<usize> {
        let start = self.bracket.as_ref().map_or(self.sentence.start, |b| b.start);
        self.near(start)
    }

    /// What of its sentence stands before the count, brackets or not.
    pub fn sentence_before(&self) -> Range<usize> {
        self.near(self.sentence.start)
    }

    /// All that a question about what stands before the count may look at.
    pub fn reach(&self) -> Range<usize> {
        let start = self.bracket.as_ref().map_or(self.sentence.start, |b| b.start.min(self.sentence.start));
        self.near(start)
    }

    fn near(&self, start: usize) -> Range<usize> {
        let end = self.tokens.start;
        start.max(end.saturating_sub(REACH)).min(end)..end
    }
}

/// The sites of all counts, in order, and the marks of their paragraphs.
pub(super) fn sites(document: &Document, counts: &[Mention<Count>]) -> (Vec<Site>, Marks) {
    let mut sites: Vec<Site> = Vec::with_capacity(counts.len());
    let mut marks = Marks::default();
    let mut around = Vec::new();
    let mut marked = None;
    for count in counts {
        let start = document.token_at(count.span.start);
        // A mention has few tokens.
        let rest = document.tokens.get(start..).unwrap_or_default();
        let last = rest.iter().take_while(|t| t.span.end < count.span.end).count();
        let end = start + last + 1;
        let paragraph = document.layout.paragraphs.partition_point(|p| p.end <= start);
        if marked != Some(paragraph) {
            let tokens = document.layout.paragraphs.get(paragraph).cloned().unwrap_or(start..start);
            if marked < Some(paragraph) {
                marks.add(document, tokens.clone());
            }
            around = enclosures(document, marks.within(tokens));
            marked = Some(paragraph);
        }
        let around = |kind| innermost(&around, kind, start);
        sites.push(Site {
            tokens: start..end,
            paragraph,
            sentence: document.layout.sentence_of(start),
            bracket: around(Around::Bracket),
            quote: around(Around::Quote),
            italic: around(Around::Italic),
        });
    }
    (sites, marks)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Bracket,
    Quote,
    Italic,
}

/// How many enclosures a look backwards passes at most.
const DEEPEST: usize = 16;

fn innermost(around: &[(Around, Range<usize>)], kind: Around, token: usize) -> Option<Range<usize>> {
    let after = around.partition_point(|(_, r)| r.start <= token);
    let mut near = around[..after].iter().rev().take(DEEPEST);
    near.find(|(k, r)| *k == kind && r.contains(&token)).map(|(_, r)| r.clone())
}

/// Brackets, quotation marks and italics that open and close within a paragraph, by their start.
fn enclosures(document: &Document, marks: &[Mark]) -> Vec<(Around, Range<usize>)> {
    let mut all = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut quote, mut straight, mut star) = (None, None, None);
    for &Mark { token: i, mark } in marks {
        match mark {
            '(' | '[' => open.push(i + 1),
            ')' | ']' => all.extend(open.pop().map(|start| (Around::Bracket, start..i))),
            '“' => quote = Some(i + 1),
            '”' => all.extend(quote.take().map(|start| (Around::Quote, start..i))),
            '"' => toggle(&mut straight, i, Around::Quote, &mut all),
            '*' if is_single(document, i) => toggle(&mut star, i, Around::Italic, &mut all),
            _ => {}
        }
    }
    all.sort_by_key(|(_, r)| r.start);
    all
}

fn toggle(open: &mut Option<usize>, at: usize, kind: Around, all: &mut Vec<(Around, Range<usize>)>) {
    match open.take() {
        Some(start) => all.push((kind, start..at)),
        None => *open = Some(at + 1),
    }
}

fn is_single(document: &Document, star: usize) -> bool {
    let glued = |i: usize| document.is_mark(i, "*") && document.tokens.get(i).is_some_and(|t| !t.is_spaced());
    let before = star > 0 && document.is_mark(star - 1, "*") && !document.tokens[star].is_spaced();
    !glued(star + 1) && !before
}
