//! Headlines of others, and single cases told as examples.

use std::ops::Range;

use super::outline::{ends_with_colon, year_at};
use super::page::Page;
use super::verdict::Verdicts;
use crate::lexicon::Hit;
use crate::record::CountRole;
use crate::rules::roles::{Figures, RoleCue};

/// Words that a headline has beside its count, at least.
const FEWEST_WORDS: usize = 3;
/// Tokens between an example's cue and the word for news pieces.
const PIECE_NEAR: usize = 8;
/// Counts that a look back for news pieces passes at most.
const LOOK_BACK: usize = 200;
/// Tokens before a quotation that are looked at, at most.
const INTRODUCTION: usize = 1000;
/// Tokens between an example's cue and the list of headlines.
const LIST_NEAR: usize = 24;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    if page.figures == Figures::Norm {
        return;
    }
    for i in 0..page.len() {
        if is_quoted(page, i) {
            verdicts.decide(i, CountRole::Quoted);
        }
    }
    if !page.has_examples {
        return;
    }
    let mut teller = Teller { page, tale: None, held: None };
    for paragraph in 0..page.outline.blocks.len() {
        teller.paragraph(paragraph, verdicts);
    }
}

/// In quotation marks with other words, and not what somebody says; or in
/// italics where news pieces are named.
fn is_quoted(page: &Page, i: usize) -> bool {
    let site = &page.sites[i];
    if is_link(page, site.paragraph) {
        return true;
    }
    let is_title = |quote: &Range<usize>| quote.len() >= site.tokens.len() + FEWEST_WORDS;
    if let Some(quote) = site.quote.as_ref().filter(|q| is_title(q)) {
        return !is_provision(page, quote) && !is_speech(page, &site.sentence, quote);
    }
    let Some(italic) = site.italic.as_ref().filter(|q| is_title(q)) else { return false };
    let mut before = page.in_paragraph(site.paragraph).start.max(i.saturating_sub(LOOK_BACK))..i;
    let paragraph = page.document.layout.paragraphs[site.paragraph].start;
    before.any(|j| page.count(j).measure == "articles") || page.has_cue(introduction(paragraph, italic), RoleCue::Piece)
}

/// What stands before a quotation, from `start` on.
fn introduction(start: usize, quote: &Range<usize>) -> Range<usize> {
    start.max(quote.start.saturating_sub(INTRODUCTION))..quote.start
}

/// ">> Bắt 03 đối tượng trộm xe": the headline of another piece.
fn is_link(page: &Page, paragraph: usize) -> bool {
    let start = page.document.layout.paragraphs[paragraph].start;
    page.document.is_mark(start, "»") || page.document.is_mark(start, ">") && page.document.is_mark(start + 1, ">")
}

/// New wording of a rule: “5. Hộ kinh doanh …”.
fn is_provision(page: &Page, quote: &Range<usize>) -> bool {
    let first = &page.document.tokens[quote.start];
    let is_numbered = (first.is_digits() || page.document.word(quote.start).chars().count() == 1)
        && matches!(page.document.word(quote.start + 1), "." | ")");
    is_numbered || page.figures == Figures::Plan && is_new_wording(page, quote)
}

/// In a decision, a paragraph of its own below "… sửa đổi như sau:".
fn is_new_wording(page: &Page, quote: &Range<usize>) -> bool {
    let Some(mark) = quote.start.checked_sub(1) else { return false };
    let paragraphs = &page.document.layout.paragraphs;
    let own = paragraphs.partition_point(|p| p.end <= mark);
    let opens = paragraphs.get(own).is_some_and(|p| p.start == mark);
    opens && own.checked_sub(1).is_some_and(|above| ends_with_colon(page.document, &paragraphs[above]))
}

fn is_speech(page: &Page, sentence: &Range<usize>, quote: &Range<usize>) -> bool {
    let after = quote.end..(quote.end + LIST_NEAR).min(page.document.tokens.len());
    page.has_cue(introduction(sentence.start, quote), RoleCue::Speech) || page.has_cue(after, RoleCue::Speech)
}

/// Walks through the document and keeps in mind what is being told.
struct Teller<'p, 'a> {
    page: &'p Page<'a>,
    tale: Option<CountRole>,
    /// A heading's or list head's tale, for all paragraphs below its level.
    held: Option<(CountRole, u8)>,
}

impl Teller<'_, '_> {
    fn paragraph(&mut self, paragraph: usize, verdicts: &mut Verdicts) {
        let page = self.page;
        let block = page.outline.block(paragraph);
        if self.held.is_some_and(|(_, level)| block.level <= level) {
            self.held = None;
        }
        if let Some((role, _)) = self.held {
            page.in_paragraph(paragraph).for_each(|i| verdicts.decide(i, role));
            return;
        }
        let tokens = page.document.layout.paragraphs[paragraph].clone();
        if block.is_heading && !page.has_cue(tokens.clone(), RoleCue::Example) || self.tale == Some(CountRole::Quoted) {
            self.tale = None;
        }
        for sentence in page.document.layout.sentences_in(tokens.clone()) {
            self.sentence(sentence.clone(), sentence.start == tokens.start, verdicts);
        }
        let opens_list = block.is_heading || ends_with_colon(page.document, &tokens);
        self.held = self.tale.filter(|_| opens_list && page.in_paragraph(paragraph).is_empty()).map(|role| (role, block.level));
    }

    fn sentence(&mut self, sentence: Range<usize>, is_first: bool, verdicts: &mut Verdicts) {
        let page = self.page;
        let counts = self.counts_in(&sentence);
        let goes_on = match self.tale {
            Some(CountRole::Quoted) => !is_first,
            Some(_) => self.continues(&sentence, is_first, counts.clone()),
            None => false,
        };
        if let Some(role) = self.tale.filter(|_| goes_on) {
            counts.for_each(|i| verdicts.decide(i, role));
            return;
        }
        self.tale = None;
        let Some((_, hit)) = page.cues(sentence.clone()).find(|(k, _)| *k == RoleCue::Example) else { return };
        let cue = hit.start as usize..hit.end as usize;
        let role = if self.lists_headlines(&sentence, &cue) { CountRole::Quoted } else { CountRole::Example };
        for i in counts.filter(|i| page.sites[*i].tokens.start >= cue.end && !page.is_closed_off(&hit, *i)) {
            verdicts.decide(i, role);
        }
        let in_brackets = page.document.is_mark(cue.start.saturating_sub(1), "(");
        self.tale = Some(role).filter(|_| !in_brackets);
    }

    fn counts_in(&self, sentence: &Range<usize>) -> Range<usize> {
        let sites = &self.page.sites;
        sites.partition_point(|s| s.tokens.start < sentence.start)..sites.partition_point(|s| s.tokens.start < sentence.end)
    }

    /// "Các tin, bài tiêu biểu: …"
    fn lists_headlines(&self, sentence: &Range<usize>, cue: &Range<usize>) -> bool {
        let page = self.page;
        let near = cue.start.saturating_sub(PIECE_NEAR).max(sentence.start)..(cue.end + PIECE_NEAR).min(sentence.end);
        let is_counted =
            |at: usize| page.sites.get(page.sites.partition_point(|s| s.tokens.end <= at)).is_some_and(|s| s.tokens.contains(&at));
        let named = page.cues(near).any(|(k, h)| k == RoleCue::Piece && !is_counted(h.start as usize));
        let after = cue.end..(cue.end + LIST_NEAR).min(sentence.end);
        named && after.into_iter().any(|i| matches!(page.document.word(i), ":" | "“" | "\"" | "*"))
    }

    /// The sentence still tells the story: it begins with a day or goes on
    /// with the same case, or has nothing but a few persons of one case.
    fn continues(&self, sentence: &Range<usize>, is_first: bool, mut counts: Range<usize>) -> bool {
        let page = self.page;
        let start = sentence.start..(sentence.start + 6).min(sentence.end);
        if self.sums_up(sentence) {
            return false;
        }
        if self.opens_with_moment(start.clone()) {
            return true;
        }
        let opening = page.cues(start.clone()).next().filter(|(_, h)| h.start as usize <= start.start + 1);
        if !is_first && opening.is_some_and(|(k, _)| k == RoleCue::Continues) {
            return true;
        }
        let is_single = |i: usize| page.count(i).measure == "cases" && page.count(i).value == 1;
        let names_one_case = !is_first || counts.clone().any(is_single);
        !counts.is_empty() && names_one_case && counts.all(|i| self.is_small(i))
    }

    /// "Thiệt hại trong năm ước 2 tỷ đồng": of all the time that is reported on, not of one case.
    fn sums_up(&self, sentence: &Range<usize>) -> bool {
        let is_whole = |h: &Hit| h.end - h.start > 1 && year_at(self.page.document, h.end as usize).is_none();
        self.page.cues(sentence.clone()).any(|(k, h)| k == RoleCue::Year && is_whole(&h))
    }

    fn opens_with_moment(&self, start: Range<usize>) -> bool {
        let page = self.page;
        let moment = page.cues(start.clone()).find(|(k, h)| *k == RoleCue::Moment && h.start as usize <= start.start + 2);
        moment.is_some_and(|(_, h)| page.document.tokens.get(h.end as usize).is_some_and(|t| t.is_digits()))
    }

    fn is_small(&self, i: usize) -> bool {
        let count = self.page.count(i);
        match count.measure.as_str() {
            "cases" => count.value <= 1,
            "persons" | "violators" => count.value <= 30,
            "articles" => count.value <= 10,
            "money" | "fines" => true,
            _ => false,
        }
    }
}
