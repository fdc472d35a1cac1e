//! Where a mention begins: at a kind of document, or at a number with its sign.

use std::ops::Range;

use super::{Cited, Reader};
use crate::document::Token;
use crate::grammar::date::date_at;
use crate::grammar::provision::{provision_at, provision_before};
use crate::grammar::symbol::{Symbol, blank_symbol_at, number_at, plain_number, symbol_at};
use crate::lexicon::{Family, Hit};
use crate::record::{CitationRole, Provision};
use crate::rules::citations::{CitationCue as Cue, LETTER, LawCue, UNKNOWN_KIND};
use crate::rules::kinds::Kind;

/// A number after its kind, with what its sign says.
pub(super) struct Numbered {
    pub end: usize,
    pub code: Option<String>,
    pub number: Option<String>,
    pub symbol: Option<String>,
    pub year: Option<i32>,
}

/// Words between a kind and the word for number: "văn bản chỉ đạo số".
const MAX_WORDS_BETWEEN: usize = 3;
const MAX_MARKS: usize = 8;
/// Tokens between a provision's own text ("Quy chế …") and the document that it came with.
const MAX_TO_ATTACHED: usize = 50;

impl Reader<'_> {
    pub fn has(&self, cue: Cue, token: usize) -> bool {
        self.rules.citations.cues.at(self.document, cue, token).is_some()
    }

    /// Where a cue that begins at a token ends.
    pub fn after(&self, cue: Cue, token: usize) -> Option<usize> {
        self.rules.citations.cues.at(self.document, cue, token).map(|h| h.end as usize)
    }

    /// Whether a cue begins somewhere in a stretch.
    pub fn begins_in(&self, cue: Cue, tokens: Range<usize>) -> bool {
        let mut hits = self.document.hits.beginning_in(Family::Citation, tokens);
        hits.any(|h| self.rules.citations.cues.kind(&h) == cue)
    }

    pub fn is_capitalised(&self, token: usize) -> bool {
        self.document.tokens.get(token).is_some_and(|t| t.is_capitalised())
    }

    /// All mentions, in the order of the text.
    pub fn anchors(&self) -> Vec<Cited> {
        let mut all: Vec<Cited> = Vec::new();
        let mut numbers = self.document.layout.numbers.as_slice();
        let mut at = 0;
        for hit in self.document.hits.of(Family::Kind) {
            let start = hit.start as usize;
            if start >= at {
                at = self.without_kinds(&mut numbers, at..start, &mut all);
            }
            // Of several kinds of one name the first.
            if start == at {
                at = self.at_kind(hit).map_or(start + 1, |found| self.push_list(found, &mut all));
            }
        }
        self.without_kinds(&mut numbers, at..self.document.tokens.len(), &mut all);
        all
    }

    /// Adds the mentions without a written kind that begin in a stretch; where the last ends, or the stretch.
    /// What is left of `numbers` stands behind it.
    fn without_kinds(&self, numbers: &mut &[u32], tokens: Range<usize>, all: &mut Vec<Cited>) -> usize {
        let mut at = tokens.start;
        while let Some((&number, behind)) = numbers.split_first().filter(|(n, _)| (**n as usize) < tokens.end) {
            *numbers = behind;
            let number = number as usize;
            let found = if number >= at { self.at_number(number) } else { None };
            at = found.map_or(at, |found| self.push_list(found, all));
        }
        at.max(tokens.end)
    }

    /// Adds a mention and those that its list goes on with; where the last ends.
    fn push_list(&self, first: Cited, all: &mut Vec<Cited>) -> usize {
        let mut end = first.tokens.end;
        all.push(first);
        while let Some(more) = all.last().and_then(|c| self.next_in_list(c)) {
            end = more.tokens.end;
            all.push(more);
        }
        end
    }

    /// A mention that begins with its kind.
    fn at_kind(&self, hit: &Hit) -> Option<Cited> {
        let kind = self.rules.kinds.of(hit);
        let start = hit.start as usize;
        if self.rules.citations.kinds.is_never_cited(&kind.id)
            || self.rules.citations.cues.before(self.document, Cue::NoCitationBefore, start).is_some()
        {
            return None;
        }
        let cited = self.numbered(hit, kind).or_else(|| self.unnumbered(hit, kind))?;
        Some(self.with_provision(cited))
    }

    /// Kind and number, also with the name of a law, a few words or the issuer between.
    fn numbered(&self, hit: &Hit, kind: &Kind) -> Option<Cited> {
        let after = hit.end as usize;
        if let Some(number) = self.number_after(hit, kind, after) {
            return Some(self.with_number(hit, kind, number));
        }
        if kind.is_law {
            return self.numbered_law(hit, kind);
        }
        let number_at = self.number_behind_words(after)?;
        let number = self.worded_symbol(number_at)?;
        let mut cited = self.with_number(hit, kind, number);
        if cited.issuer.is_none() {
            cited.issuer = self.issuer_after(after).filter(|r| r.end <= number_at);
        }
        Some(cited)
    }

    fn numbered_law(&self, hit: &Hit, kind: &Kind) -> Option<Cited> {
        let name = self.law_name(hit)?;
        let issuer = self.issuer_after(name.end);
        let at = issuer.as_ref().map_or(name.end, |r| r.end);
        let at = if self.document.is_mark(at, ",") { at + 1 } else { at };
        let number = self.number_after(hit, kind, at).filter(|n| n.code.as_ref().is_some_and(|c| c.contains('/')))?;
        let mut cited = self.with_number(hit, kind, number);
        cited.issuer = cited.issuer.or(issuer);
        cited.title = Some(name);
        Some(cited)
    }

    fn with_number(&self, hit: &Hit, kind: &Kind, number: Numbered) -> Cited {
        let mut cited = self.bare(hit, kind, number.end);
        cited.code = number.code;
        cited.number = number.number;
        cited.symbol = number.symbol;
        cited.year = number.year;
        self.name_kind(&mut cited);
        self.read_year(&mut cited);
        let end = cited.tokens.end;
        self.read_tail(&mut cited, end);
        cited
    }

    /// "văn bản số 326/CV-SYT": the sign tells the kind that the word leaves open.
    fn name_kind(&self, cited: &mut Cited) {
        let group = cited.symbol.as_deref().and_then(|s| s.split(['-', '/']).next()).filter(|_| cited.kind == UNKNOWN_KIND);
        if let Some(kind) = group.and_then(|g| self.rules.kinds.by_abbreviation(g)) {
            cited.kind.clone_from(&kind.id);
        }
    }

    /// "Công văn 45/SYT-NVY năm 2024": the year stands for the date.
    fn read_year(&self, cited: &mut Cited) {
        let is_word = self.rules.dates.words.at(self.document, crate::rules::dates::DateWord::Year, cited.tokens.end).is_some();
        let is_numbered = || cited.symbol.is_some() || self.number_word_before(cited.tokens.end - 1).is_some();
        let year = self.year_after(cited.tokens.end).filter(|_| is_word && cited.year.is_none() && is_numbered());
        if let Some((year, end)) = year {
            cited.year = Some(year);
            cited.tokens.end = end;
        }
    }

    /// A law by its name, or a kind with a title in quotes or a full date.
    fn unnumbered(&self, hit: &Hit, kind: &Kind) -> Option<Cited> {
        let is_capitalised = self.is_capitalised(hit.start as usize);
        if kind.is_law {
            let is_named = is_capitalised || self.law_name(hit).is_some();
            return if is_named { self.named_law(hit, kind) } else { None };
        }
        if !is_capitalised {
            return None;
        }
        let after = hit.end as usize;
        if self.rules.citations.kinds.has_quoted_title(&kind.id)
            && let Some((title, end)) = self.quoted_title(after)
        {
            let mut cited = self.bare(hit, kind, end);
            cited.title = Some(title);
            return Some(cited);
        }
        let mut cited = self.bare(hit, kind, after);
        let at = self.read_date_and_issuer(&mut cited, after);
        let is_full = cited.date.as_ref().is_some_and(|d| d.is_day());
        if !is_full || self.stands_alone(hit) || self.is_abbreviation(hit) {
            return None;
        }
        self.read_subject(&mut cited, at);
        Some(cited)
    }

    fn named_law(&self, hit: &Hit, kind: &Kind) -> Option<Cited> {
        let name = self.law_name(hit);
        let end = name.as_ref().map_or(hit.end as usize, |n| n.end);
        let mut cited = self.bare(hit, kind, end);
        let year = self.year_after(end);
        cited.year = year.map(|(y, _)| y);
        let end = year.map_or(end, |(_, end)| end);
        cited.tokens.end = end;
        self.read_tail(&mut cited, self.law_cue(LawCue::Renewed, end).unwrap_or(end));
        if let Some(date) = self.adoption(end).filter(|_| cited.date.is_none()) {
            cited.tokens.end = date.tokens.end;
            cited.date = Some(date);
            cited.issuer = cited.issuer.take().or_else(|| self.last_body(end..cited.tokens.end));
            cited.role = CitationRole::Issued;
        }
        let is_named = name.as_ref().is_some_and(|n| !n.is_empty());
        cited.title = name.filter(|n| !n.is_empty());
        (is_named || cited.year.is_some() || self.is_abbreviation(hit)).then_some(cited)
    }

    /// "năm 2016", or the year alone.
    fn year_after(&self, at: usize) -> Option<(i32, usize)> {
        let word = self.rules.dates.words.at(self.document, crate::rules::dates::DateWord::Year, at);
        let at = word.map_or(at, |h| h.end as usize);
        let token = self.document.tokens.get(at).filter(|t| t.is_digits() && t.len() == 4)?;
        let year = self.document.text.slice(token.span).parse().ok().filter(|y| (1945..=2100).contains(y))?;
        let goes_on = matches!(self.document.word(at + 1), "/" | "-") && self.document.tokens.get(at + 1).is_some_and(|t| !t.is_spaced());
        (!goes_on).then_some((year, at + 1))
    }

    /// The kind is all that its line says: the head of this document.
    fn stands_alone(&self, hit: &Hit) -> bool {
        let line = self.document.layout.line_of(hit.start as usize);
        let tokens = self.document.layout.lines.get(line).map_or(0..0, |l| l.tokens.clone());
        tokens.start == hit.start as usize && tokens.end <= hit.end as usize
    }

    /// Written in capitals for short: QĐ, BLHS.
    fn is_abbreviation(&self, hit: &Hit) -> bool {
        let word = self.document.word(hit.start as usize);
        let is_one_word = hit.end == hit.start + 1 && self.document.tokens[hit.start as usize].is_upper();
        let has_vowel = word.chars().any(|c| "AEIOUYaeiouy".contains(c) || !c.is_ascii() && !matches!(c, 'Đ' | 'đ'));
        is_one_word && (self.rules.kinds.by_abbreviation(word).is_some() || !has_vowel)
    }

    fn bare(&self, hit: &Hit, kind: &Kind, end: usize) -> Cited {
        Cited {
            rule: hit.rule,
            tokens: hit.start as usize..end,
            kind: kind.id.clone(),
            has_kind: true,
            code: None,
            number: None,
            symbol: None,
            year: None,
            date: None,
            issuer: None,
            title: None,
            provision: None,
            lead: hit.start as usize,
            is_joined: false,
            has_head: false,
            role: CitationRole::Mentioned,
        }
    }

    fn with_provision(&self, mut cited: Cited) -> Cited {
        if let Some((lead, provision)) = provision_before(self.document, self.rules, cited.tokens.start) {
            cited.lead = lead;
            cited.provision = Some(provision);
        } else if let Some((lead, provision)) = self.provision_of_attached(&cited) {
            cited.lead = lead;
            cited.provision = Some(provision);
        } else if let Some((_, provision)) = provision_at(self.document, self.rules, cited.tokens.end) {
            cited.provision = Some(provision);
        }
        cited
    }

    /// "Điều 5 Quy chế … ban hành kèm theo Quyết định số …": the provision of what the document put in force.
    fn provision_of_attached(&self, cited: &Cited) -> Option<(usize, Provision)> {
        let cue = self.rules.citations.cues.before(self.document, Cue::AttachedTo, cited.tokens.start)?.start as usize;
        let from = self.sentence_of(cue).start.max(cue.saturating_sub(MAX_TO_ATTACHED));
        let texts = self.document.hits.within(Family::Kind, from..cue).filter(|h| self.is_capitalised(h.start as usize));
        texts.filter_map(|h| provision_before(self.document, self.rules, h.start as usize)).last()
    }

    fn skip_marks(&self, at: usize, marks: &str) -> usize {
        let tokens = self.document.tokens.get(at..).unwrap_or_default();
        let is_skipped = |t: &&Token| t.is_mark() && marks.contains(self.document.text.slice(t.span));
        at + tokens.iter().take(MAX_MARKS).take_while(is_skipped).count()
    }

    /// The number that stands after a kind or a law's name, with or without the word for it.
    fn number_after(&self, hit: &Hit, kind: &Kind, at: usize) -> Option<Numbered> {
        let at = self.skip_marks(at, "*_|");
        let opened = if self.document.is_mark(at, "(") { at + 1 } else { at };
        if self.has(Cue::Number, opened) {
            return if self.is_own_number(opened) { None } else { self.worded_number(hit, opened) };
        }
        if !self.document.tokens.get(at)?.is_digits() {
            return None;
        }
        if let Some(symbol) = symbol_at(self.document, self.rules, at) {
            return Some(symbol.into());
        }
        let (tokens, text) = number_at(self.document, self.rules, at)?;
        let is_name = self.rules.citations.kinds.has_bare_number(&kind.id)
            && self.is_capitalised(hit.start as usize)
            && !self.is_abbreviation(hit)
            && self.document.tokens[at].is_spaced()
            && (2..=4).contains(&text.len())
            && !(text.len() == 4 && (text.starts_with("19") || text.starts_with("20")));
        (is_name && !self.counts_something(tokens.end)).then(|| Numbered::bare(tokens.end, text))
    }

    /// What follows the word for number.
    fn worded_number(&self, hit: &Hit, at: usize) -> Option<Numbered> {
        if let Some(number) = self.worded_symbol(at) {
            return Some(number);
        }
        let at = self.skip_marks(self.after(Cue::Number, at)?, "*_|:");
        let (tokens, text) = number_at(self.document, self.rules, at)?;
        if self.counts_something(tokens.end) {
            return None;
        }
        let next = if self.document.is_mark(tokens.end, ",") { tokens.end + 1 } else { tokens.end };
        let named = self.is_capitalised(hit.start as usize) || self.has(Cue::Of, next) || self.date(next).is_some();
        named.then(|| Numbered::bare(tokens.end, text))
    }

    /// The number with its sign, or the sign of a blank number, after the word for it.
    fn worded_symbol(&self, at: usize) -> Option<Numbered> {
        let at = self.skip_marks(self.after(Cue::Number, at)?, "*_|:");
        if let Some(symbol) = symbol_at(self.document, self.rules, at) {
            return Some(symbol.into());
        }
        let blank = blank_symbol_at(self.document, self.rules, at)?;
        Some(Numbered { end: blank.tokens.end, code: None, number: None, symbol: Some(blank.symbol), year: blank.year })
    }

    /// The word for number behind the kind's issuer or a few words.
    fn number_behind_words(&self, at: usize) -> Option<usize> {
        if let Some(issuer) = self.issuer_after(at) {
            let next = self.skip_marks(issuer.end, ",");
            return Some(next).filter(|t| self.has(Cue::Number, *t));
        }
        let is_plain = |t: usize| {
            let token = self.document.tokens.get(t);
            token.is_some_and(|t| t.is_word() && !t.is_capitalised()) && self.document.hits_at(Family::Kind, t).next().is_none()
        };
        for token in at..=at + MAX_WORDS_BETWEEN {
            if self.has(Cue::Number, token) {
                return Some(token);
            }
            if !is_plain(token) {
                return None;
            }
        }
        None
    }

    /// "Số: 12/…" at the head of a line: a document's own number.
    fn is_own_number(&self, number: usize) -> bool {
        let token = &self.document.tokens[number];
        let opens = token.starts_line() || number > 0 && self.document.is_mark(number - 1, "|");
        let after = self.after(Cue::Number, number).unwrap_or(number + 1);
        token.is_capitalised() && (self.document.is_mark(after, ":") || opens && token.starts_line())
    }

    /// What follows a bare number makes it a count, a date, a range or a share.
    fn counts_something(&self, next: usize) -> bool {
        if let Some(after) = self.after(Cue::CountedThing, next) {
            // "Đề án 06 năm 2025", "Đề án 06 tỉnh Lâm Đồng", "Đề án 06 quý III" are no counts.
            return if self.year_after(next).is_some() { self.document.is_mark(next + 2, "-") } else { !self.is_capitalised(after) };
        }
        let glued = self.document.tokens.get(next).is_some_and(|t| !t.is_spaced());
        let more = self.document.tokens.get(next + 1).is_some_and(|t| t.is_digits());
        match self.document.word(next) {
            "%" => true,
            "/" | "-" => more || glued,
            "." | "," => glued && more && !self.document.tokens[next + 1].is_spaced(),
            _ => false,
        }
    }

    /// A mention without a written kind.
    fn at_number(&self, token: usize) -> Option<Cited> {
        let symbol = symbol_at(self.document, self.rules, token)?;
        let word = self.number_word_before(token);
        if self.is_of_form(token)
            || self.is_year_of_blank(token)
            || word.is_some_and(|w| self.is_own_number(w))
            || !symbol.is_sure && word.is_none()
        {
            return None;
        }
        let is_date_of_code = date_at(self.document, self.rules, token).is_some_and(|d| d.tokens.end > symbol.tokens.start + 3);
        if is_date_of_code {
            return None;
        }
        Some(self.with_provision(self.without_kind(word.unwrap_or(token), symbol.into())))
    }

    /// "Số: /2026/TT-BGDĐT": the number is blank, and what looks like it is the year.
    fn is_year_of_blank(&self, token: usize) -> bool {
        token > 0 && self.document.is_mark(token - 1, "/") && self.document.tokens[token].len() == 4
    }

    /// "Mẫu số 01/BTH-QBH", "B01/BCTC": the number of a form.
    fn is_of_form(&self, token: usize) -> bool {
        let glued = token > 0 && !self.document.tokens[token].is_spaced() && self.document.tokens[token - 1].is_word();
        let start = self.number_word_before(token).unwrap_or(token);
        let start = if start > 0 && self.document.is_mark(start - 1, ":") { start - 1 } else { start };
        let is_form = |t: usize| self.rules.citations.cues.before(self.document, Cue::NoNumberBefore, t).is_some();
        glued && start == token || is_form(start) || is_form(token)
    }

    /// Where the word for number before a token begins.
    fn number_word_before(&self, token: usize) -> Option<usize> {
        let back = (token.saturating_sub(4)..token).rev().take_while(|t| matches!(self.document.word(*t), "*" | ":" | "|")).count();
        self.rules.citations.cues.before(self.document, Cue::Number, token - back).map(|h| h.start as usize)
    }

    fn without_kind(&self, start: usize, number: Numbered) -> Cited {
        let kind = number.symbol.as_deref().and_then(|s| self.rules.kind_of_symbol(s, number.code.as_deref().unwrap_or_default()));
        let mut cited = Cited {
            rule: self.rules.citations.by_symbol,
            tokens: start..number.end,
            kind: kind.unwrap_or(UNKNOWN_KIND).to_owned(),
            has_kind: false,
            code: number.code,
            number: number.number,
            symbol: number.symbol,
            year: number.year,
            date: None,
            issuer: None,
            title: None,
            provision: None,
            lead: start,
            is_joined: false,
            has_head: false,
            role: CitationRole::Mentioned,
        };
        self.read_tail(&mut cited, number.end);
        cited
    }

    /// A further number of a list that shares the kind before it: "số 57/STTTT và số 121/STTTT".
    fn next_in_list(&self, before: &Cited) -> Option<Cited> {
        if before.number.is_none() {
            return self.next_year(before);
        }
        let joint = self.skip_joints(before.tokens.end);
        if joint == before.tokens.end {
            return None;
        }
        let word = self.after(Cue::Number, joint);
        let at = self.skip_marks(word.unwrap_or(joint), "*_:");
        let number = match symbol_at(self.document, self.rules, at) {
            Some(symbol) if symbol.is_sure || word.is_some() => symbol.into(),
            _ if word.is_some() || before.symbol.is_none() && before.date.is_none() => {
                let (tokens, text) = number_at(self.document, self.rules, at)?;
                let is_counted = self.counts_something(tokens.end) || self.date(at).is_some() || text.len() < 2 && word.is_none();
                (before.symbol.is_none() && !is_counted && before.has_kind && word.is_some()).then(|| Numbered::bare(tokens.end, text))?
            }
            _ => return None,
        };
        let mut cited = self.without_kind(joint, number);
        cited.is_joined = true;
        self.share_kind(before, &mut cited);
        Some(self.with_provision(cited))
    }

    /// A further year of the same law: "Luật Đất đai năm 2003, 2013 và 2024".
    fn next_year(&self, before: &Cited) -> Option<Cited> {
        before.year.filter(|_| before.date.is_none() && before.title.is_some())?;
        let joint = self.skip_joints(before.tokens.end);
        let (year, end) = self.year_after(joint).filter(|_| joint > before.tokens.end)?;
        let is_counted = self.counts_something(end) && self.year_after(end).is_none();
        (!is_counted).then(|| Cited {
            tokens: joint..end,
            lead: joint,
            year: Some(year),
            is_joined: true,
            provision: None,
            issuer: None,
            ..before.clone()
        })
    }

    /// Behind the commas and words that join the items of a list.
    pub fn skip_joints(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + 3 {
            match self.document.word(end) {
                "," | ";" | "&" => end += 1,
                _ => match self.after(Cue::And, end) {
                    Some(after) => end = after,
                    None => break,
                },
            }
        }
        end
    }

    /// Gives a further number of a list the kind of the one before, unless its sign tells another.
    pub fn share_kind(&self, before: &Cited, cited: &mut Cited) {
        let own = cited.symbol.as_deref().and_then(|s| self.rules.kind_of_symbol(s, cited.code.as_deref().unwrap_or_default()));
        let own = own.filter(|k| *k != UNKNOWN_KIND && *k != LETTER);
        if own.is_none_or(|k| self.rules.citations.kinds.go_together(&before.kind, k)) {
            cited.kind.clone_from(&before.kind);
            cited.has_kind = before.has_kind;
        }
    }
}

impl Numbered {
    fn bare(end: usize, text: String) -> Self {
        Numbered { end, number: Some(plain_number(&text)), code: Some(text), symbol: None, year: None }
    }
}

impl From<Symbol> for Numbered {
    fn from(symbol: Symbol) -> Self {
        Numbered {
            end: symbol.tokens.end,
            code: Some(symbol.code),
            number: Some(symbol.number),
            symbol: Some(symbol.symbol),
            year: symbol.year,
        }
    }
}
