//! The head of a document: letterhead, number, place and date, kind, title, addressees.
//!
//! Read cell by cell from the top. Each cell says by its first words what it
//! is; what says nothing belongs to what is being read: the letterhead, then
//! the title. The first cell that can be neither is the body.

mod addressees;
mod merged;
mod plain;
mod title;
mod torn;

use std::ops::Range;

use super::cell::Page;
use super::code::{PrintedCode, code_at};
use crate::grammar::date::{WrittenDate, date_at};
use crate::lexicon::{Family, Hit};
use crate::rules::citations::UNKNOWN_KIND;
use crate::rules::dates::DateWord;
use crate::rules::header::HeaderCue;
use crate::rules::sections::SectionCue;

/// Lines of the longest head.
const MAX_LINES: usize = 90;
/// Tokens that a line of a letterhead or of stray print has at most.
const SHORT: usize = 16;
/// Stray lines above a head or within it.
const MAX_STRAY: usize = 8;
/// Parts of a head that a copy can have run together on one line; a line of more is no head.
const MAX_PARTS: usize = 64;
/// Tokens that a title's further line has at most; a longer one is the first paragraph.
const MAX_TITLE_LINE: usize = 48;

/// Where the parts of a head stand, in tokens.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// Token after the last; 0 where there is no head.
    pub end: usize,
    /// The row of the number, its word included.
    pub number: Option<Range<usize>>,
    pub code: PrintedCode,
    /// What stands between number and sign: `/`, or the Party's `-`.
    pub joiner: &'static str,
    pub place: Option<Range<usize>>,
    pub date: Option<WrittenDate>,
    pub kind: Option<Hit>,
    /// The title is a letter's: `V/v …`.
    pub is_letter: bool,
    /// Lines of the title.
    pub title: Vec<Range<usize>>,
    /// Issuing bodies, each as its lines; the superior one first.
    pub bodies: Vec<Vec<Range<usize>>>,
    pub is_draft: bool,
    /// Kính gửi and what follows it.
    pub recipients: Option<Range<usize>>,
    /// Each addressee.
    pub addressees: Vec<Range<usize>>,
}

impl Head {
    fn none() -> Self {
        Head { joiner: "/", ..Head::default() }
    }

    pub fn read(page: Page) -> Self {
        let mut reader = Reader::new(page);
        reader.run();
        let head = reader.finish();
        if head.end > 0 || head.recipients.is_some() { head } else { plain::read(page).unwrap_or(head) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Letterhead,
    /// Under a printed kind.
    Title,
    /// After "V/v", in this column.
    Subject(usize),
    /// The title is complete.
    After,
}

#[derive(PartialEq)]
enum Flow {
    On,
    /// Nothing more of this line.
    NextLine,
    End,
}

/// A cell, or what is left of it, that waits to be read.
struct Piece {
    cell: Range<usize>,
    column: usize,
    /// The head reaches at least up to here where it ends in this piece.
    reached: usize,
}

/// What the first words of a piece lead to.
enum Step {
    Done(Flow),
    /// It goes on with what stands from this token on, as in this column.
    Rest(usize, usize),
    /// A second part begins at this token, and where the head ends in that part it reaches at least up to the other.
    Cut(usize, usize),
}

impl From<Flow> for Step {
    fn from(flow: Flow) -> Self {
        Step::Done(flow)
    }
}

struct Reader<'d> {
    page: Page<'d>,
    head: Head,
    mode: Mode,
    has_motto: bool,
    stray: usize,
    /// Tokens before this one are taken.
    taken: usize,
    /// A line up to which nothing ends the head: the motto stands there.
    sure_until: usize,
    line: usize,
    /// The line whose number ends with a dash, and the dash: its sign goes on in the next.
    torn_sign: Option<(usize, &'static str)>,
    /// The rest of a date, in the second column of the next line.
    rest_of_date: Option<Range<usize>>,
    /// Line of the last cell of the letterhead, or of the title.
    last_line: usize,
}

impl Piece {
    /// What stands from a token on.
    fn from(&self, token: usize) -> Piece {
        Piece { cell: token..self.cell.end.max(token), ..*self }
    }

    /// The part from a token on and the part before it, which is the last, for it is read first.
    fn cut(&self, at: usize, reached: usize) -> [Piece; 2] {
        let second = Piece { reached: self.reached.max(reached), ..self.from(at) };
        [second, Piece { cell: self.cell.start..at, ..*self }]
    }
}

impl<'d> Reader<'d> {
    fn new(page: Page<'d>) -> Self {
        let layout = &page.document.layout;
        let last = layout.lines.len().min(MAX_LINES);
        let tokens = 0..last.checked_sub(1).map_or(0, |l| layout.lines[l].tokens.end);
        let is_printed = |h: &Hit| page.document.tokens[h.start as usize].is_upper();
        let motto = page.rules.sections.cues.all_within(page.document, SectionCue::Motto, tokens).find(is_printed);
        let sure_until = motto.map_or(0, |h| layout.line_of(h.start as usize));
        let head = Head::none();
        Reader {
            page,
            head,
            mode: Mode::Letterhead,
            has_motto: false,
            stray: 0,
            taken: 0,
            sure_until,
            line: 0,
            torn_sign: None,
            rest_of_date: None,
            last_line: 0,
        }
    }

    fn run(&mut self) {
        let lines = self.page.document.layout.lines.len().min(MAX_LINES);
        for line in 0..lines {
            self.line = line;
            match self.read_line() {
                Flow::End => return,
                Flow::On | Flow::NextLine => self.head.end = self.head.end.max(self.page.document.layout.lines[line].tokens.end),
            }
        }
    }

    fn read_line(&mut self) -> Flow {
        let cells = self.page.cells(self.line);
        if cells.is_empty() && !self.head.title.is_empty() && self.mode == Mode::Title {
            self.mode = Mode::After;
        }
        let mut parts_left = MAX_PARTS;
        for (column, cell) in cells.into_iter().enumerate() {
            let cell = cell.start.max(self.taken)..cell.end;
            if cell.is_empty() {
                continue;
            }
            let reached = if column > 0 { cell.start } else { 0 };
            let flow = self.read_cell(Piece { cell, column, reached }, &mut parts_left);
            if flow != Flow::On {
                return flow;
            }
        }
        Flow::On
    }

    /// Reads a cell piece by piece, for a copy may have run several parts of the head together in it.
    fn read_cell(&mut self, cell: Piece, parts_left: &mut usize) -> Flow {
        let mut waiting = vec![cell];
        while let Some(mut piece) = waiting.pop() {
            piece.cell = self.page.trim(piece.cell);
            if piece.cell.is_empty() {
                continue;
            }
            let Some(left) = parts_left.checked_sub(1) else { return Flow::End };
            *parts_left = left;
            match self.read_piece(piece.cell.clone(), piece.column) {
                Step::Done(Flow::On) => {}
                Step::Done(flow) => {
                    let reached = if flow == Flow::End { piece.reached } else { 0 };
                    self.head.end = self.head.end.max(reached);
                    return flow;
                }
                Step::Rest(from, column) => waiting.push(Piece { column, ..piece.from(from) }),
                Step::Cut(at, reached) => waiting.extend(piece.cut(at, reached)),
            }
        }
        Flow::On
    }

    fn finish(mut self) -> Head {
        self.drop_authority();
        let head = &self.head;
        let is_head = self.has_motto
            || head.number.is_some()
            || head.kind.is_some()
            || !head.addressees.is_empty()
            || (head.is_letter && head.date.is_some());
        if is_head { self.head } else { Head::none() }
    }

    /// What a piece is, by its first words.
    fn read_piece(&mut self, cell: Range<usize>, column: usize) -> Step {
        let (page, start) = (self.page, cell.start);
        if self.rest_of_date.as_ref() == Some(&cell) {
            return Flow::On.into();
        }
        if self.is_printers_line(start) {
            return Flow::NextLine.into();
        }
        if let Some(end) = page.after_cue(SectionCue::Motto, start) {
            self.has_motto = true;
            return Step::Rest(end, column + 1);
        }
        if let Some(inner) = self.number_within(&cell) {
            return Step::Cut(inner, 0);
        }
        if let Some(end) = self.number(&cell).or_else(|| self.date_line(&cell)) {
            return Step::Rest(end, column);
        }
        if let Some(inner) = self.part_within(&cell) {
            // The second may be body.
            return Step::Cut(inner, inner);
        }
        if let Some(cue) = page.after_cue(SectionCue::Recipients, start).filter(|_| page.document.tokens[start].is_capitalised()) {
            self.recipients(start, cue);
            return Flow::End.into();
        }
        self.read_words(cell, column)
    }

    /// The running head of a gazette, a line of a signature stamp.
    fn is_printers_line(&self, start: usize) -> bool {
        let document = self.page.document;
        let is_label = |h: Hit| document.is_mark(h.end as usize, ":");
        self.page.has_cue(SectionCue::RunningHead, start) || document.hits_at(Family::Stamp, start).any(is_label)
    }

    fn read_words(&mut self, cell: Range<usize>, column: usize) -> Step {
        let page = self.page;
        if let Some(end) = page.after_cue(SectionCue::Draft, cell.start).filter(|e| self.stands_alone(&cell, *e)) {
            self.head.is_draft = true;
            return Step::Rest(end, column);
        }
        if page.after_cue(SectionCue::Stamp, cell.start).is_some_and(|e| self.stands_alone(&cell, e)) {
            return Flow::On.into();
        }
        if let Some(end) = page.after_cue(SectionCue::Subject, cell.start).filter(|_| self.head.title.is_empty()) {
            return self.subject(end, cell, column).into();
        }
        if let Some(end) = self.kind_line(&cell) {
            return Step::Rest(end, column);
        }
        self.plain(cell, column).into()
    }

    /// A stamp or DỰ THẢO: in capitals, or all that the cell says.
    fn stands_alone(&self, cell: &Range<usize>, end: usize) -> bool {
        let rest = self.page.trim(end..cell.end);
        let is_numbered = rest.len() <= 2 && self.page.document.tokens[rest.clone()].iter().all(|t| t.is_digits() || t.len() == 1);
        self.mode != Mode::Title && (is_numbered || self.page.is_upper(cell.start..end))
    }

    /// "Số:" behind a letterhead that a copy put on the same line.
    fn number_within(&self, cell: &Range<usize>) -> Option<usize> {
        if self.mode != Mode::Letterhead || self.head.number.is_some() {
            return None;
        }
        let document = self.page.document;
        let mut cues = self.page.rules.sections.cues.all_within(document, SectionCue::Number, cell.start + 1..cell.end);
        let found = cues.find(|h| document.is_mark(h.end as usize, ":"))?.start as usize;
        self.page.is_upper(cell.start..found).then_some(found)
    }

    /// The document's own number, whole or torn; the token after it.
    fn number(&mut self, cell: &Range<usize>) -> Option<usize> {
        let document = self.page.document;
        if self.head.number.is_some() {
            return if self.mode == Mode::Letterhead { self.rest_of_sign(cell) } else { None };
        }
        let cue = self.page.after_cue(SectionCue::Number, cell.start)?;
        if self.mode == Mode::Title || self.mode == Mode::After {
            return None;
        }
        let (code, joiner) = code_at(document, cue);
        let end = code.tokens.end;
        if !self.is_number_row(&code, cue, cell) {
            return None;
        }
        self.head.number = Some(cell.start..end);
        self.head.code = code;
        self.head.joiner = joiner;
        let end = self.torn_end(end, cell);
        self.taken = self.taken.max(end);
        Some(end)
    }

    /// It is a row of its own, not the begin of a sentence: `Số 5 người`, `Số: 12/KH-UBND của …`.
    fn is_number_row(&self, code: &PrintedCode, cue: usize, cell: &Range<usize>) -> bool {
        let document = self.page.document;
        let has_colon = document.is_mark(cue, ":");
        let end = code.tokens.end;
        let goes_on = end < cell.end && (self.page.is_lower(end) || matches!(document.word(end), "," | ";" | "("));
        if goes_on && !(has_colon && code.symbol.is_some() && document.is_mark(end, "(")) {
            return false;
        }
        code.symbol.is_some()
            || has_colon && (end >= cell.end || self.page.has_cue(SectionCue::Subject, end) || self.page.has_cue(SectionCue::Motto, end))
    }

    /// "Lạng Sơn, ngày   tháng 3 năm 2023"; the token after it.
    fn date_line(&mut self, cell: &Range<usize>) -> Option<usize> {
        if self.head.date.is_some() || cell.start < self.taken {
            return None;
        }
        let document = self.page.document;
        let day = self.page.rules.dates.words.within(document, DateWord::Day, cell.start..cell.end.min(cell.start + SHORT))?.start as usize;
        let torn = self.torn_date(day, cell);
        let rest = torn.as_ref().map(|(_, rest)| rest.clone());
        let date = torn.map(|(date, _)| date).or_else(|| date_at(document, self.page.rules, day))?;
        let place = self.page.trim(cell.start..day);
        if !self.is_place(&place) || self.page.is_lower(date.tokens.end) && date.tokens.end < cell.end {
            return None;
        }
        if place.is_empty() && self.head.number.is_none() && !self.has_motto {
            return None;
        }
        let end = if rest.is_some() { cell.end } else { date.tokens.end };
        self.rest_of_date = rest;
        let name = place.start..place.end.saturating_sub(usize::from(document.is_mark(place.end.wrapping_sub(1), ","))).max(place.start);
        self.head.place = Some(name).filter(|n| document.tokens[n.clone()].iter().any(|t| t.is_word()));
        self.head.date = Some(date);
        self.taken = self.taken.max(end);
        Some(end)
    }

    /// Capitalised words with a comma behind them, or dots where the name goes.
    fn is_place(&self, place: &Range<usize>) -> bool {
        let document = self.page.document;
        let Some(comma) = place.end.checked_sub(1).filter(|e| *e >= place.start) else { return true };
        let ends_well = document.is_mark(comma, ",") || document.is_mark(comma, ".") || document.is_mark(comma, "…");
        // "Thành phố Hồ Chí Minh": the level may stand before the name.
        let named = self.page.after_word(HeaderCue::Unit, place.start).unwrap_or(place.start);
        let is_name = |i: usize| {
            let token = &document.tokens[i];
            i < named
                || token.is_capitalised()
                || matches!(document.word(i), "." | "-" | "…" | "_" | "'" | ",")
                || token.is_digits() && i > place.start
        };
        ends_well && place.len() <= 9 && place.clone().all(is_name)
    }

    /// "V/v …" opens the title of a letter; under a printed kind it only leads it.
    fn subject(&mut self, end: usize, cell: Range<usize>, column: usize) -> Flow {
        let is_lead = self.mode == Mode::Title;
        let is_sentence = self.mode == Mode::Letterhead
            && !self.has_motto
            && self.head.number.is_none()
            && self.line >= self.sure_until
            && self.line > MAX_STRAY;
        if is_sentence {
            return Flow::End;
        }
        let colon = usize::from(self.page.document.is_mark(end, ":"));
        if !is_lead {
            self.head.is_letter = true;
            self.mode = Mode::Subject(column);
        }
        let rest = self.page.trim(end + colon..cell.end.max(end + colon));
        self.add_title(rest);
        Flow::On
    }

    /// A kind in capitals on a line of its own, or before a title in capitals; the token after it.
    fn kind_line(&mut self, cell: &Range<usize>) -> Option<usize> {
        if self.head.kind.is_some() || self.mode != Mode::Letterhead {
            return None;
        }
        let hit = self.page.document.hits_at(Family::Kind, cell.start).next().filter(|h| self.page.rules.kinds.of(h).id != UNKNOWN_KIND)?;
        // A longer name of the kind may run on into the title below: BÁO CÁO / Sơ kết …
        let end = (hit.end as usize).min(cell.end);
        let rest = self.page.trim(end..cell.end);
        let is_printed = self.page.is_upper(cell.start..end) || self.has_motto || self.head.number.is_some();
        let is_alone = rest.is_empty() || self.page.after_word(HeaderCue::KindTail, rest.start) == Some(rest.end);
        if !is_printed || !(is_alone || self.page.is_upper(cell.clone())) {
            return None;
        }
        self.head.kind = Some(hit);
        self.mode = Mode::Title;
        self.last_line = self.line;
        let name_end = end.min(cell.start + self.page.rules.kinds.of(&hit).words);
        Some(if is_alone { cell.end } else { name_end })
    }

    /// "LIÊN TỊCH" or "CỦA ỦY BAN NHÂN DÂN TỈNH …" on a line of its own under the kind.
    fn is_kind_tail(&self, cell: &Range<usize>) -> bool {
        let page = self.page;
        let is_tail = |end: usize| {
            end == cell.end || cell.len() <= SHORT && (page.names_agency(end) || page.after_word(HeaderCue::Position, end).is_some())
        };
        self.head.title.is_empty() && page.is_upper(cell.clone()) && page.after_word(HeaderCue::KindTail, cell.start).is_some_and(is_tail)
    }

    /// A cell that does not say what it is.
    fn plain(&mut self, cell: Range<usize>, column: usize) -> Flow {
        // The closing of a document without a body to speak of.
        if self.mode != Mode::Letterhead
            && (self.page.has_cue(SectionCue::Authority, cell.start) || self.page.has_cue(SectionCue::Distribution, cell.start))
        {
            return Flow::End;
        }
        match self.mode {
            Mode::Letterhead => self.letterhead(cell),
            Mode::Title if self.is_kind_tail(&cell) => Flow::On,
            Mode::Title if self.title_goes_on(&cell) => {
                self.add_title(cell);
                Flow::On
            }
            Mode::Subject(own) if column != own => Flow::On,
            Mode::Subject(_) if self.title_goes_on(&cell) => {
                self.add_title(cell);
                Flow::On
            }
            Mode::Title | Mode::Subject(_) => {
                self.mode = Mode::After;
                self.after(cell)
            }
            Mode::After => self.after(cell),
        }
    }

    fn add_title(&mut self, cell: Range<usize>) {
        if !cell.is_empty() {
            self.head.title.push(cell);
        }
        self.last_line = self.line;
    }

    fn letterhead(&mut self, cell: Range<usize>) -> Flow {
        let page = self.page;
        let is_upper = page.is_upper(cell.clone());
        let is_body_name = page.names_agency(cell.start) || page.after_word(HeaderCue::Position, cell.start).is_some();
        if is_body_name && (is_upper || self.is_title_case_body(&cell)) {
            self.head.bodies.push(vec![cell]);
            self.last_line = self.line;
            return Flow::On;
        }
        let goes_on = is_upper && self.line <= self.last_line + 1 && self.head.number.is_none();
        if let Some(body) = self.head.bodies.last_mut().filter(|_| goes_on) {
            body.push(cell);
            self.last_line = self.line;
            return Flow::On;
        }
        if self.line < self.sure_until {
            return Flow::On;
        }
        self.stray += 1;
        let is_opening =
            page.has_cue(SectionCue::Opening, cell.start) && page.document.tokens[cell.start].is_capitalised() && cell.len() > 5;
        if cell.len() > SHORT || is_opening || self.stray > MAX_STRAY { Flow::End } else { Flow::On }
    }

    /// A letterhead in small letters, directly above motto or number.
    fn is_title_case_body(&self, cell: &Range<usize>) -> bool {
        let is_near = self.line + 3 >= self.sure_until && self.line <= self.sure_until && self.sure_until > 0;
        is_near && cell.len() <= SHORT && !matches!(self.page.document.word(cell.end - 1), "." | "," | ";" | ":")
    }

    /// Between title and body: the authority in capitals, the speaker's body.
    fn after(&mut self, cell: Range<usize>) -> Flow {
        let page = self.page;
        let is_title_below = page.is_upper(cell.clone()) && !page.is_item(&cell) && !self.is_heading(&cell);
        if is_title_below || self.is_bracketed_note(&cell) {
            return Flow::On;
        }
        if page.names_agency(cell.start)
            && cell.len() <= SHORT
            && self.head.bodies.is_empty()
            && !matches!(page.document.word(cell.end - 1), "." | ":")
        {
            self.head.bodies.push(vec![cell]);
            return Flow::On;
        }
        if self.line <= self.sure_until { Flow::On } else { Flow::End }
    }

    fn is_heading(&self, cell: &Range<usize>) -> bool {
        self.page.has_cue(SectionCue::Opening, cell.start)
            || self.page.document.hits_at(Family::Kind, cell.start).any(|h| h.end as usize >= cell.end - 1)
    }
}
