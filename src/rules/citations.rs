//! What stands around a cited document.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::issuers::Reach;
use super::kinds::Kind;
use super::{Builder, Cues, Files, RuleId, RuleSet};
use crate::lexicon::Family;
use crate::record::Citation;

/// What a phrase beside a citation tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CitationCue {
    /// The word for 'number' between kind and number.
    Number,
    /// The body that issued it follows.
    Of,
    /// Several bodies that issued it together follow.
    Jointly,
    /// A unit of the state, part of a body's name.
    Unit,
    /// The number of an elected body's term follows, part of its name.
    Term,
    /// Of these units, those of the whole country.
    NationalUnit,
    /// Stands between a body and the document in which it speaks.
    In,
    /// Between a body and the document that it presents.
    Speaks,
    /// The date follows.
    Dated,
    /// All documents of the list have the date that follows.
    SameDate,
    /// The subject follows, and is not said with this word.
    About,
    /// The subject follows and begins with this word.
    TitleVerb,
    /// Begins what cannot belong to a subject any more.
    TitleEnd,
    /// Before a kind: the words are a name of something else.
    NoCitationBefore,
    /// Before a number: it names a form or a standard.
    NoNumberBefore,
    /// After a bare number: it counts something.
    CountedThing,
    /// Joins the documents of a list.
    And,
    /// Opens a sentence: the documents named next are what this one rests on.
    Basis,
    /// The same wherever it stands.
    BasisAnywhere,
    /// The same where it opens a sentence whose clause is still to come; alone it is an order to others.
    BasisOfClause,
    /// Opens the subject line of a letter.
    SubjectLine,
    /// Somebody issued the documents named next.
    Issued,
    /// The document named next comes with this one.
    Attached,
    /// Something comes with the document named next.
    AttachedTo,
    /// What is done to the document named next.
    Amended,
    /// What was done to the document before, by the one named next.
    AmendedBy,
    AmendedAsFollows,
    /// What happens to the document before.
    Ended,
    /// This document speaks of itself.
    This,
    /// The documents of which the sentence before spoke follow.
    Details,
    /// The document named next is only referred to.
    ByTheWay,
}

/// What a phrase in the name of a place in a law tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProvisionCue {
    /// Điều.
    Article,
    /// Khoản.
    Clause,
    /// Điểm.
    Point,
    /// Mục, Chương.
    OtherPart,
    /// Joins parts of a provision, or a provision and its law.
    Join,
    /// Between the first and the last of a range.
    To,
}

/// What a phrase after the kind of a law tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LawCue {
    /// The name of a law.
    Name,
    /// A law about other laws: their names belong to its own.
    Amending,
    /// What cannot go on a name.
    End,
    /// "đã được Quốc hội" after a name; the date of "thông qua" follows.
    Adopted,
    Passed,
    /// "(sửa đổi)" after a name.
    Renewed,
}

/// `[citation_symbols]`: which bodies carry a number in a symbol.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitationSymbols {
    /// Digits after these letters belong to them: QH15.
    numbered: Vec<String>,
    /// Bodies of the Party, whose sign follows a dash.
    party: Vec<String>,
    /// Digits after these letters are a footnote's: CP1.
    unnumbered: Vec<String>,
}

/// `[laws_in_short]`: `BLHS = "Hình sự"`.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct LawsInShort(BTreeMap<String, String>);

impl LawsInShort {
    /// The name of the law that is written with these letters alone.
    pub fn name(&self, letters: &str) -> Option<&str> {
        self.0.get(letters).map(String::as_str)
    }
}

/// `[citation_kinds]`: which kinds are cited how.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitationKinds {
    /// Known by a number alone: 'Đề án 06'.
    bare_number: Vec<String>,
    /// Never cited by number, date or title.
    never: Vec<String>,
    /// Named by a title in quotes alone.
    quoted_title: Vec<String>,
    /// Issued by several bodies: those behind commas are issuers too.
    joint: Vec<String>,
    /// Written kind and kind of the symbol that go together all the same.
    same: Vec<(String, String)>,
}

impl CitationKinds {
    pub fn has_bare_number(&self, kind: &str) -> bool {
        self.bare_number.iter().any(|k| k == kind)
    }

    pub fn is_never_cited(&self, kind: &str) -> bool {
        self.never.iter().any(|k| k == kind)
    }

    pub fn has_quoted_title(&self, kind: &str) -> bool {
        self.quoted_title.iter().any(|k| k == kind)
    }

    pub fn is_joint(&self, kind: &str) -> bool {
        self.joint.iter().any(|k| k == kind)
    }

    /// Whether a document that is called `written` may bear a symbol of `symbol`.
    pub fn go_together(&self, written: &str, symbol: &str) -> bool {
        written == symbol || self.same.iter().any(|(w, s)| w == written && (s == symbol || s == "*"))
    }
}

impl CitationSymbols {
    pub fn is_numbered(&self, letters: &str) -> bool {
        self.numbered.iter().any(|l| l == letters)
    }

    pub fn is_unnumbered(&self, letters: &str) -> bool {
        self.unnumbered.iter().any(|l| l == letters)
    }

    pub fn is_party(&self, letters: &str) -> bool {
        self.party.iter().any(|l| l == letters)
    }

    fn extend(&mut self, other: &CitationSymbols) {
        self.party.extend_from_slice(&other.party);
        self.numbered.extend_from_slice(&other.numbered);
        self.unnumbered.extend_from_slice(&other.unnumbered);
    }
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct CitationRules {
    pub cues: Cues<CitationCue>,
    pub provisions: Cues<ProvisionCue>,
    pub laws: Cues<LawCue>,
    pub symbols: CitationSymbols,
    pub kinds: CitationKinds,
    pub laws_in_short: LawsInShort,
    /// The rule behind a mention that no written kind opens.
    pub by_symbol: RuleId,
}

impl CitationRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let cues = Cues::compile(files.each(|f| &f.citation_cue), "citations", Family::Citation, builder);
        let provisions = Cues::compile(files.each(|f| &f.provision_cue), "provisions", Family::Provision, builder);
        let laws = Cues::compile(files.each(|f| &f.law_cue), "laws", Family::LawName, builder);
        let mut symbols = CitationSymbols::default();
        files.iter().filter_map(|(_, f)| f.citation_symbols.as_ref()).for_each(|s| symbols.extend(s));
        let mut kinds = CitationKinds::default();
        for table in files.iter().filter_map(|(_, f)| f.citation_kinds.as_ref()) {
            kinds.bare_number.extend_from_slice(&table.bare_number);
            kinds.never.extend_from_slice(&table.never);
            kinds.quoted_title.extend_from_slice(&table.quoted_title);
            kinds.joint.extend_from_slice(&table.joint);
            kinds.same.extend_from_slice(&table.same);
        }
        let mut laws_in_short = LawsInShort::default();
        files.iter().for_each(|(_, f)| laws_in_short.0.extend(f.laws_in_short.0.clone()));
        CitationRules { cues, provisions, laws, symbols, kinds, laws_in_short, by_symbol: builder.rule("citations.symbol") }
    }
}

/// The kind of a number whose sign tells none.
pub(crate) const UNKNOWN_KIND: &str = "van_ban";
/// The kind of a sign that begins with an office.
pub(crate) const LETTER: &str = "cong_van";
/// Before this year offices put their own letters on decisions and circulars too.
const FIRST_YEAR_OF_KINDS: i32 = 2005;

impl RuleSet {
    /// The kind that a sign says: `KH-UBND` → `ke_hoach`, `STTTT-TTBCXB` → `cong_van`.
    pub fn kind_of_symbol(&self, symbol: &str, code: &str) -> Option<&str> {
        let letters: String = symbol.chars().filter(|c| !c.is_ascii_digit()).collect();
        let group = first_group(&letters);
        let kind =
            self.kinds.by_segment(&letters).or_else(|| self.kind_of_group(group, code, symbol)).or_else(|| self.kinds.by_segment(group));
        kind.map(|k| k.id.as_str()).or_else(|| self.issuers.by_symbol(group).next().map(|_| LETTER))
    }

    fn kind_of_group(&self, group: &str, code: &str, symbol: &str) -> Option<&Kind> {
        let of_party = code.strip_suffix(symbol).is_some_and(|number| number.ends_with('-'));
        if of_party { self.kinds.by_party_abbreviation(group) } else { self.kinds.by_abbreviation(group) }
    }

    /// The body in a sign: `UBND` of `KH-UBND` and of `UBND-NC`, `CP` of `NĐ-CP` and of `CP`.
    pub(crate) fn body_of_sign<'s>(&self, symbol: &'s str, code: &str) -> Option<&'s str> {
        let mut groups = symbol.split(['-', '/']);
        let first = groups.next()?;
        let is_kind = first.len() < symbol.len() && self.kind_of_group(first, code, symbol).is_some();
        if is_kind { groups.next() } else { Some(first) }
    }

    /// How many bodies bear the letters of a sign: `KH-UBND` is a plan of any province.
    pub(crate) fn reach_of_sign(&self, symbol: &str, code: &str) -> Option<Reach> {
        let groups: Vec<&str> = symbol.split(['-', '/']).collect();
        let is_kind = groups.len() > 1 && self.kind_of_group(groups[0], code, symbol).is_some();
        let (body, offices) = groups[usize::from(is_kind)..].split_first()?;
        let reach = self.issuers.reach_of_symbol(body)?;
        // Where a body's letters leave it open, those of its office may tell: BCĐ-CAT, but not TCT-TTr.
        let office = offices.first().filter(|o| reach == Reach::Either && self.kinds.by_abbreviation(o).is_none());
        office.and_then(|o| self.issuers.reach_of_symbol(o)).or(Some(reach))
    }

    /// The kind that the symbol of a cited document tells for sure.
    pub fn kind_told_by(&self, cited: &Citation) -> Option<&str> {
        let (symbol, code) = (cited.symbol.as_deref()?, cited.code.as_deref()?);
        let year = cited.year.or_else(|| cited.date_partial.as_ref().and_then(|d| d.get(..4)?.parse().ok()));
        let has_year_group = code.split('/').nth(1).is_some_and(|group| group.len() == 4 && group.parse::<u16>().is_ok());
        if year.is_some_and(|y| y < FIRST_YEAR_OF_KINDS) && !has_year_group {
            return None;
        }
        let letters: String = symbol.chars().filter(|c| !c.is_ascii_digit()).collect();
        let group = first_group(&letters);
        let is_office = || self.issuers.by_symbol(group).next().is_some();
        match self.kind_of_group(group, code, symbol) {
            // TTr, BC, CT are offices as well: a letter may begin with them.
            Some(kind) => (cited.kind != LETTER || !is_office()).then_some(&kind.id),
            None => (symbol.contains('-') && is_office()).then_some(LETTER),
        }
    }
}

fn first_group(letters: &str) -> &str {
    letters.split(['-', '/', '&', '.', ',']).next().unwrap_or(letters)
}
