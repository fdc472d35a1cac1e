//! What follows the number: routing note, date, issuer, subject.

use super::{Cited, Reader};
use crate::grammar::date::{WrittenDate, date_at};
use crate::rules::citations::CitationCue as Cue;
use crate::rules::dates::DateWord;

/// Tokens of the longest routing note: "(PV01, PC02)".
const MAX_NOTE: usize = 8;

impl Reader<'_> {
    /// Reads date, issuer and subject behind a token, and moves the end of the mention.
    pub fn read_tail(&self, cited: &mut Cited, end: usize) {
        let at = self.read_date_and_issuer(cited, end);
        self.read_subject(cited, at);
    }

    /// Reads date and issuer in either order, and moves the end of the mention; where the subject may begin.
    pub fn read_date_and_issuer(&self, cited: &mut Cited, end: usize) -> usize {
        let mut at = self.skip_note(self.skip_footnote(end));
        for _ in 0..3 {
            let next = if self.document.is_mark(at, ",") { at + 1 } else { at };
            if let Some(date) = self.date(next).filter(|_| cited.date.is_none()) {
                at = date.tokens.end;
                cited.date = Some(date);
            } else if let Some(mut issuer) =
                self.issuer_behind(next, at).filter(|i| cited.issuer.is_none() && !self.issues_another(cited, i))
            {
                if self.rules.citations.kinds.is_joint(&cited.kind) {
                    issuer.end = self.known_bodies_end(issuer.end, &["-", ","]);
                }
                at = issuer.end;
                cited.issuer = Some(issuer);
            } else {
                break;
            }
            cited.tokens.end = at;
        }
        at
    }

    /// Reads the subject, also behind the short name of the issuer: "… của Tổng công ty Khí (PV GAS) về việc …".
    pub fn read_subject(&self, cited: &mut Cited, at: usize) {
        cited.title = self.subject(self.skip_note(self.skip_footnote(at)));
    }

    /// "Công văn … áp dụng Luật Doanh nghiệp do Bộ Tài chính ban hành": no body but the legislature issues a law.
    fn issues_another(&self, cited: &Cited, issuer: &std::ops::Range<usize>) -> bool {
        cited.number.is_none() && self.rules.kinds.by_id(&cited.kind).is_some_and(|k| k.is_law) && self.has(Cue::Issued, issuer.end)
    }

    fn issuer_behind(&self, next: usize, at: usize) -> Option<std::ops::Range<usize>> {
        self.issuer_after(next).or_else(|| if next == at && !self.changes_style(at) { self.known_body(at) } else { None })
    }

    /// The date of a document, with the words that lead to it.
    pub fn date(&self, at: usize) -> Option<WrittenDate> {
        let at = if self.document.is_mark(at, "(") { at + 1 } else { at };
        let at = self.after(Cue::Dated, at).unwrap_or(at);
        // "cùng ngày 05/6/2020": the date begins with the last word of the cue.
        let at = self.after(Cue::SameDate, at).map_or(at, |end| end - 1);
        let is_day = self.rules.dates.words.at(self.document, DateWord::Day, at).is_some();
        let is_number = self.document.tokens.get(at).is_some_and(|t| t.is_digits());
        if is_day || is_number { date_at(self.document, self.rules, at) } else { None }
    }

    /// Behind a footnote's mark: "875/BCĐ-CAT1", "…-CAT¹", "…-CAT[1]".
    fn skip_footnote(&self, at: usize) -> usize {
        let Some(token) = self.document.tokens.get(at).filter(|t| !t.is_spaced()) else { return at };
        let closes = self.document.is_mark(at + 2, "]") && self.document.tokens[at + 1].is_digits();
        match self.document.word(at) {
            "[" if closes => at + 3,
            "¹" | "²" | "³" => at + 1,
            _ if token.is_digits() && token.len() <= 2 => at + 1,
            _ => at,
        }
    }

    /// Behind "(PV01)", which says who keeps the letter.
    fn skip_note(&self, at: usize) -> usize {
        if !self.document.is_mark(at, "(") {
            return at;
        }
        let is_note = |t: usize| {
            let token = &self.document.tokens[t];
            token.is_upper() || token.is_digits() || matches!(self.document.word(t), "," | "-" | ";")
        };
        let last = self.document.tokens.len().min(at + MAX_NOTE);
        match (at + 1..last).find(|t| !is_note(*t)) {
            Some(close) if close > at + 1 && self.document.is_mark(close, ")") && self.document.tokens[at + 1].is_upper() => close + 1,
            _ => at,
        }
    }
}
