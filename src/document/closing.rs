//! The closing of a document: Nơi nhận on the left, quyền hạn, chức vụ and name on the right.
//!
//! The two stand one after the other in either order, or merged on the same
//! lines, so every cell is told by its own words.

use std::ops::Range;

use super::Token;
use super::cell::Page;
use crate::lexicon::{Family, Hit};
use crate::rules::header::HeaderCue;
use crate::rules::sections::SectionCue;

/// Lines of the longest closing.
const MAX_LINES: usize = 90;
/// Lines between Nơi nhận and the signature beside or around it.
const NEAR: usize = 40;
/// Cells without a meaning between a position and its name.
const MAX_STRAY: usize = 3;
/// Tokens of a position, of an entry that has no mark of its own.
const SHORT: usize = 16;

/// Where the parts of a closing stand, in tokens.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    pub distribution: Vec<Range<usize>>,
    pub signature: Vec<Range<usize>>,
    /// "KT. GIÁM ĐỐC", a cell each line.
    pub authority: Vec<Range<usize>>,
    pub position: Vec<Range<usize>>,
    pub name: Option<Range<usize>>,
}

impl Closing {
    /// The closing in what follows token `from`.
    pub fn read(page: Page, from: usize) -> Self {
        let mut cells = LineCells::new(page);
        let Some(line) = first_line(page, from, &mut cells) else { return Closing::default() };
        let closing = Closing::default();
        let mut reader =
            Reader { page, closing, cells, line, is_filed: false, stray: 0, position_line: None, name_line: None, signs_jointly: false };
        reader.run();
        reader.closing
    }
}

/// Where the closing begins: at Nơi nhận, or at a signature before it or alone.
fn first_line(page: Page, from: usize, cells: &mut LineCells) -> Option<usize> {
    let layout = &page.document.layout;
    let cues = &page.rules.sections.cues;
    let all = from..page.document.tokens.len();
    let line_of = |hit: Hit| layout.line_of(hit.start as usize);
    let list = cues.all_within(page.document, SectionCue::Distribution, all.clone()).find(|h| opens_list(page, h, cells)).map(line_of);
    let near = list.map_or(all, |l| tokens_near(page, l, from));
    // "KT." with an office in capitals after it.
    let mut orders = cues.all_within(page.document, SectionCue::Authority, near.clone());
    let order = orders.find(|h| is_order(page, h.start as usize) && cells.begin_at(h.start as usize)).map(line_of);
    let office = first_office(page, near, list.is_some(), cells);
    [list, order, office].into_iter().flatten().min()
}

/// The tokens of the lines near a line.
fn tokens_near(page: Page, line: usize, from: usize) -> Range<usize> {
    let lines = &page.document.layout.lines;
    let last = lines.len().min(line + NEAR + 1) - 1;
    lines[line.saturating_sub(NEAR)].tokens.start.max(from)..lines[last].tokens.end
}

/// The line of the first office that signs: beside Nơi nhận any does, else one with a name at it.
fn first_office(page: Page, tokens: Range<usize>, has_list: bool, cells: &mut LineCells) -> Option<usize> {
    let mut nameless = None;
    for token in tokens.clone().filter(|t| page.document.tokens[*t].is_upper()) {
        let position = page.rules.header.cues.at(page.document, HeaderCue::Position, token);
        let Some(office) = position.filter(|p| p.end as usize <= tokens.end) else { continue };
        let line = page.document.layout.line_of(token);
        if nameless == Some(line) || !is_office(page, &office, cells) {
            continue;
        }
        if has_list || has_name_below(page, line) {
            return Some(line);
        }
        nameless = Some(line);
    }
    None
}

/// "Nơi nhận:", at the begin of a cell or with its colon.
fn opens_list(page: Page, hit: &Hit, cells: &mut LineCells) -> bool {
    let token = &page.document.tokens[hit.start as usize];
    token.is_capitalised() && (page.document.is_mark(hit.end as usize, ":") || cells.begin_at(hit.start as usize))
}

/// The cells of the line last asked for: many cues may stand on one line.
struct LineCells<'d> {
    page: Page<'d>,
    line: Option<usize>,
    cells: Vec<Range<usize>>,
}

impl<'d> LineCells<'d> {
    fn new(page: Page<'d>) -> Self {
        LineCells { page, line: None, cells: Vec::new() }
    }

    /// The cell that begins at a token, marks before it left out.
    fn at(&mut self, token: usize) -> Option<Range<usize>> {
        let line = Some(self.page.document.layout.line_of(token));
        if self.line != line {
            (self.line, self.cells) = (line, line.map_or_else(Vec::new, |l| self.page.cells(l)));
        }
        let at = self.cells.binary_search_by_key(&token, |c| c.start).ok()?;
        Some(self.cells[at].clone())
    }

    /// The token is the first of its line or cell, or only marks stand before it.
    fn begin_at(&mut self, token: usize) -> bool {
        self.at(token).is_some()
    }
}

fn is_order(page: Page, token: usize) -> bool {
    let Some(end) = page.after_cue(SectionCue::Authority, token) else { return false };
    let next = end + usize::from(page.document.is_mark(end, "."));
    page.document.tokens.get(next).is_some_and(|t| t.is_upper() && t.len() > 1)
}

/// A position in capitals that fills its cell, or stands in it before a name.
fn is_office(page: Page, hit: &Hit, cells: &mut LineCells) -> bool {
    let (start, end) = (hit.start as usize, hit.end as usize);
    if !page.is_upper(start..end) {
        return false;
    }
    let Some(cell) = cells.at(start).filter(|c| c.len() <= SHORT + 6) else { return false };
    let upper = upper_end(page, &cell);
    upper == cell.end || name_behind(page, upper..cell.end).is_some()
}

fn has_name_below(page: Page, line: usize) -> bool {
    let lines = page.document.layout.lines.len().min(line + MAX_STRAY + 2);
    let below = || (line + 1..lines).flat_map(|l| page.cells(l));
    let beside = page.cells(line).into_iter().any(|c| name_behind(page, upper_end(page, &c)..c.end).is_some());
    beside || below().any(|c| name_in(page, c).is_some())
}

/// Token after the capitals that a cell begins with.
fn upper_end(page: Page, cell: &Range<usize>) -> usize {
    let is_upper = |t: &usize| {
        let token = &page.document.tokens[*t];
        // A single capital is a name's where small letters follow: "Y Bhok Niê".
        let begins_name = token.len() == 1 && page.document.tokens.get(*t + 1).is_some_and(|n| n.is_word() && !n.is_upper());
        !token.is_word() || token.is_upper() && !begins_name
    };
    let is_part = |t: &usize| page.document.tokens[*t].is_word() || matches!(page.document.word(*t), "." | ")" | "]");
    cell.clone().take_while(is_upper).filter(is_part).last().map_or(cell.start, |t| t + 1)
}

/// The name behind a position: "CHỦ TỊCH (Đã ký) Nguyễn Văn An".
fn name_behind(page: Page, rest: Range<usize>) -> Option<Range<usize>> {
    let document = page.document;
    let skip = |from: usize| from + (from..rest.end).take_while(|t| matches!(document.word(*t), "(" | "[" | "*" | "_" | ")" | "]")).count();
    let start = skip(rest.start);
    let start = page.after_cue(SectionCue::Signed, start).map_or(rest.start, skip);
    name_in(page, start.min(rest.end)..rest.end)
}

/// The name that a cell is, without rank and degree.
fn name_in(page: Page, cell: Range<usize>) -> Option<Range<usize>> {
    let document = page.document;
    let cell = page.trim(cell);
    let mut start = cell.start;
    while let Some(end) = page.after_word(HeaderCue::Rank, start) {
        start = end + usize::from(matches!(document.word(end), "." | "," | ":"));
    }
    while matches!(document.word(start), "." | "," | ":") {
        start += 1;
    }
    let end = cell.end - usize::from(cell.end > start && matches!(document.word(cell.end - 1), "." | ","));
    let tokens = document.tokens.get(start..end)?;
    // Names of the Central Highlands hold an apostrophe: "H'Linh Niê".
    let is_inner_mark = |i: usize| matches!(document.word(start + i), "'" | "’") && i > 0 && !tokens[i].is_spaced();
    let letters = |(i, t): (usize, &Token)| t.is_word() && (t.is_capitalised() || i > 0 && is_inner_mark(i - 1)) || is_inner_mark(i);
    let is_name = (2..=6).contains(&tokens.len()) && tokens.iter().enumerate().all(letters);
    let is_all_upper = tokens.iter().all(|t| t.is_upper());
    let is_person = || page.after_word(HeaderCue::Surname, start).is_some() && page.after_word(HeaderCue::Position, start).is_none();
    let is_other = || {
        page.names_agency(start) && page.after_word(HeaderCue::Surname, start).is_none() || page.has_cue(SectionCue::Distribution, start)
    };
    (is_name && !is_other() && (!is_all_upper || is_person())).then_some(start..end)
}

/// Where one space parts an entry from the signature: "- Như trên; PHÓ GIÁM ĐỐC".
fn cut_at_signature(page: Page, cell: Range<usize>) -> Vec<Range<usize>> {
    let document = page.document;
    let inner = cell.start + 1..cell.end;
    let ends_entry = |t: usize| matches!(document.word(t - 1), ";" | ":" | "." | "," | ")");
    let order = page.rules.sections.cues.all_within(document, SectionCue::Authority, inner.clone());
    let order = order.map(|h| h.start as usize).find(|t| ends_entry(*t) && is_order(page, *t));
    let office = page.rules.header.cues.all_within(document, HeaderCue::Position, inner);
    let office = office.filter(|h| page.is_upper(h.start as usize..h.end as usize) && ends_entry(h.start as usize));
    let office = office.map(|h| h.start as usize).find(|_| page.is_item(&cell) || page.has_cue(SectionCue::Distribution, cell.start));
    let office = office.map(|at| first_of_joined(page, &cell, at));
    match order.into_iter().chain(office).min() {
        Some(at) => vec![page.trim(cell.start..at), at..cell.end],
        None => vec![cell],
    }
}

/// Of "BỘ TRƯỞNG, CHỦ NHIỆM" the first office.
fn first_of_joined(page: Page, cell: &Range<usize>, office: usize) -> usize {
    let comma = office.checked_sub(1).filter(|c| page.document.is_mark(*c, ","));
    let before = comma.and_then(|c| page.rules.header.cues.before(page.document, HeaderCue::Position, c));
    let before = before.map(|h| h.start as usize..h.end as usize).filter(|h| h.start > cell.start && page.is_upper(h.clone()));
    before.map_or(office, |h| h.start)
}

/// A heading in capitals behind the name begins what follows the signature: "… Nguyễn Văn An CHƯƠNG TRÌNH HÀNH ĐỘNG …".
fn cut_behind_name(page: Page, cell: Range<usize>) -> Vec<Range<usize>> {
    let tokens = &page.document.tokens;
    let headings = page.document.hits.within(Family::Kind, cell.clone());
    let is_small = |t: usize| tokens[t].is_word() && tokens[t].is_capitalised() && !tokens[t].is_upper();
    let is_heading = |t: &usize| *t > cell.start + 1 && tokens[*t].is_upper() && is_small(*t - 1) && is_small(*t - 2);
    match headings.map(|h| h.start as usize).find(is_heading) {
        Some(at) if upper_end(page, &cell) > cell.start => vec![cell.start..at, at..cell.end],
        _ => vec![cell],
    }
}

/// "* VP CP": an entry whose mark the cell has lost, as stars around words are decoration.
fn is_starred(page: Page, cell: &Range<usize>) -> bool {
    let Some(star) = cell.start.checked_sub(1).filter(|star| page.document.is_mark(*star, "*")) else { return false };
    page.document.tokens[star].is_spaced() && page.document.tokens[cell.start].is_spaced()
}

fn one_line(cell: Range<usize>) -> Vec<Range<usize>> {
    Vec::from([cell])
}

struct Reader<'d> {
    page: Page<'d>,
    closing: Closing,
    cells: LineCells<'d>,
    line: usize,
    /// The entry "Lưu", which is the last, was met and is complete.
    is_filed: bool,
    stray: usize,
    position_line: Option<usize>,
    name_line: Option<usize>,
    /// Two authorities stand side by side.
    signs_jointly: bool,
}

impl Reader<'_> {
    fn run(&mut self) {
        let lines = self.page.document.layout.lines.len();
        let first = self.line;
        for line in first..lines.min(first + MAX_LINES) {
            self.line = line;
            let cells = self.page.cells(line).into_iter().flat_map(|c| cut_at_signature(self.page, c));
            let cells = cells.flat_map(|c| cut_behind_name(self.page, c));
            for (i, cell) in cells.collect::<Vec<_>>().into_iter().enumerate() {
                // What stands before the first cue on its line is body.
                let is_before = line == first && self.closing.distribution.is_empty() && self.closing.signature.is_empty();
                if !self.read_cell(cell, i) && !is_before {
                    return;
                }
            }
        }
    }

    /// False where the closing is over.
    fn read_cell(&mut self, cell: Range<usize>, column: usize) -> bool {
        let page = self.page;
        if let Some(list) = self.list_within(&cell) {
            self.entry(list);
            return true;
        }
        if is_order(page, cell.start) {
            self.authority(cell);
            return true;
        }
        if page.after_word(HeaderCue::Position, cell.start).is_some_and(|e| page.is_upper(cell.start..e)) {
            self.position(cell);
            return true;
        }
        self.read_rest(cell, column)
    }

    /// From "Nơi nhận" to the end of its cell, where a merged copy has text before it.
    fn list_within(&mut self, cell: &Range<usize>) -> Option<Range<usize>> {
        let page = self.page;
        let mut cues = page.rules.sections.cues.all_within(page.document, SectionCue::Distribution, cell.clone());
        let hit = cues.find(|h| opens_list(page, h, &mut self.cells))?;
        Some(hit.start as usize..cell.end)
    }

    fn read_rest(&mut self, cell: Range<usize>, column: usize) -> bool {
        let page = self.page;
        let inner = cell.start + usize::from(matches!(page.document.word(cell.start), "(" | "["));
        let has_list = !self.closing.distribution.is_empty();
        if page.has_cue(SectionCue::Signed, inner) && (has_list || self.position_line.is_some()) {
            self.closing.signature.push(cell);
            return true;
        }
        if has_list && (page.is_item(&cell) || is_starred(page, &cell) || page.has_cue(SectionCue::Filed, cell.start)) {
            self.entry(cell);
            return true;
        }
        if page.document.tokens[cell.clone()].iter().all(|t| t.is_digits()) {
            return true;
        }
        let is_title = page.is_upper(cell.clone());
        if page.has_cue(SectionCue::Annex, inner) && (is_title || !self.is_entry_open()) {
            return false;
        }
        if self.name(&cell) {
            return true;
        }
        if has_list && column == 0 && self.is_entry_open() && cell.len() <= 2 * SHORT {
            self.entry(cell);
            return true;
        }
        self.more_of_position(cell, column)
    }

    fn entry(&mut self, cell: Range<usize>) {
        let filed = self.page.rules.sections.cues.within(self.page.document, SectionCue::Filed, cell.clone());
        self.is_filed |= filed.is_some();
        self.closing.distribution.push(cell);
    }

    /// The last entry has no end mark yet, or more are to come.
    fn is_entry_open(&self) -> bool {
        let Some(last) = self.closing.distribution.last() else { return false };
        let ended = matches!(self.page.document.word(last.end - 1), "." | "…");
        !(ended || self.is_filed && self.page.document.word(last.end - 1) != ",")
    }

    fn authority(&mut self, cell: Range<usize>) {
        let page = self.page;
        self.closing.signature.push(cell.clone());
        // Of two bodies that sign side by side the first is the document's.
        let is_beside = self.position_line == Some(self.line) && !self.closing.authority.is_empty();
        self.signs_jointly |= is_beside;
        if self.closing.name.is_some() || is_beside {
            return;
        }
        let upper = upper_end(page, &cell);
        // Of several on one line the last stands above the position: "TM. … KT. CHỦ TỊCH".
        let orders = page.rules.sections.cues.all_within(page.document, SectionCue::Authority, cell.start..upper);
        let start = orders.map(|h| h.start as usize).filter(|t| is_order(page, *t)).last().unwrap_or(cell.start);
        let cue = page.after_cue(SectionCue::Authority, start).unwrap_or(start);
        let cue = cue + usize::from(page.document.is_mark(cue, "."));
        let own = page.after_word(HeaderCue::Position, cue).unwrap_or(cue);
        let office = page.rules.header.cues.within(page.document, HeaderCue::Position, own..upper).map(|h| h.start as usize);
        self.closing.authority = one_line(start..office.unwrap_or(upper));
        self.closing.position = Vec::new();
        self.position_line = Some(self.line);
        if let Some(office) = office {
            self.closing.position = one_line(office..upper);
        }
        self.name_after(upper, cell.end);
    }

    fn position(&mut self, cell: Range<usize>) {
        self.closing.signature.push(cell.clone());
        if self.closing.name.is_some() {
            return;
        }
        let upper = upper_end(self.page, &cell);
        if self.ends_authority(&cell, upper) {
            return self.name_after(upper, cell.end);
        }
        // Side by side stand several signers; the last is the highest.
        let is_beside = self.position_line == Some(self.line) && !self.closing.position.is_empty();
        if is_beside && !self.closing.authority.is_empty() {
            return;
        }
        if self.closing.position.is_empty() || is_beside {
            self.closing.position = one_line(cell.start..upper);
            self.position_line = Some(self.line);
        } else if upper == cell.end && self.position_line.is_some_and(|l| l + 1 == self.line) {
            self.closing.position.push(cell.clone());
        }
        self.name_after(upper, cell.end);
    }

    /// The office on whose behalf, below a bare "TL."; a second on its line is the signer's own.
    fn ends_authority(&mut self, cell: &Range<usize>, upper: usize) -> bool {
        let page = self.page;
        let [order] = self.closing.authority.as_slice() else { return false };
        let end = page.after_cue(SectionCue::Authority, order.start).unwrap_or(order.end);
        if !self.closing.position.is_empty() || end + usize::from(page.document.is_mark(end, ".")) < order.end {
            return false;
        }
        let first = page.after_word(HeaderCue::Position, cell.start).unwrap_or(upper);
        let own = page.rules.header.cues.within(page.document, HeaderCue::Position, first..upper).map(|h| h.start as usize);
        self.closing.authority.push(cell.start..own.unwrap_or(upper));
        self.closing.position.extend(own.map(|o| o..upper));
        self.position_line = Some(self.line);
        true
    }

    fn name_after(&mut self, start: usize, end: usize) {
        if let Some(name) = name_behind(self.page, start..end.max(start)) {
            self.closing.name = Some(name);
            self.name_line = Some(self.line);
        }
    }

    /// A name below its position; of several on one line the last.
    fn name(&mut self, cell: &Range<usize>) -> bool {
        let is_beside = self.name_line == Some(self.line);
        let is_open = self.position_line.is_some_and(|l| l <= self.line) && (self.closing.name.is_none() || is_beside);
        let Some(name) = name_in(self.page, cell.clone()).filter(|_| is_open) else { return false };
        self.closing.signature.push(cell.clone());
        if is_beside && !self.closing.authority.is_empty() {
            return true;
        }
        self.closing.name = Some(name);
        self.name_line = Some(self.line);
        true
    }

    /// A second line of authority or position in capitals; stray print before the name.
    fn more_of_position(&mut self, cell: Range<usize>, column: usize) -> bool {
        if self.position_line.is_none() || self.closing.name.is_some() {
            return false;
        }
        let is_next = self.position_line.is_some_and(|l| self.line <= l + 1);
        if self.page.is_upper(cell.clone())
            && cell.len() <= SHORT
            && is_next
            && self.page.document.hits_at(Family::Kind, cell.start).next().is_none()
        {
            self.closing.signature.push(cell.clone());
            self.position_line = Some(self.line);
            // Under "KT. BỘ TRƯỞNG" of each of two ministries stands which; the second column is the other's.
            if self.signs_jointly && (column > 0 || self.page.names_agency(cell.start)) {
                return true;
            }
            let part = if self.closing.position.is_empty() { &mut self.closing.authority } else { &mut self.closing.position };
            part.push(cell);
            return true;
        }
        self.stray += 1;
        self.stray <= MAX_STRAY && cell.len() <= SHORT
    }
}
