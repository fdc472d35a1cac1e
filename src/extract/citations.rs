//! Other documents that this one names.
//!
//! A mention begins at a kind of document or at a number with its sign. What
//! belongs to it is read forward (number, date, issuer, subject) and backward
//! (provision); lists share what their head or their end says; at last each
//! mention is told what the document does with it.

mod anchor;
mod footnote;
mod issuer;
pub(crate) mod key;
mod law;
mod list;
pub(crate) mod own;
mod role;
mod seat;
mod tail;
mod title;

use std::ops::Range;

use crate::document::Document;
use crate::extract::places::Places;
use crate::grammar::date::WrittenDate;
use crate::mention::{Extractor, Mention, on_one_line};
use crate::record::{Citation, CitationRole, Provision};
use crate::rules::{RuleId, RuleSet};

/// Tokens of a sentence that are looked at before and behind a mention: a table without a full stop has thousands.
const MAX_SENTENCE: usize = 500;

/// Finds every document that a text names.
pub(crate) struct Citations<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Citations<'_> {
    type Value = Cited;

    fn extract(&self, document: &Document) -> Vec<Mention<Cited>> {
        let reader = Reader { document, rules: self.rules };
        let mut cited = reader.anchors();
        reader.drop_footnote_digits(&mut cited);
        reader.share(&mut cited);
        reader.assign_roles(&mut cited);
        cited.into_iter().map(|c| Mention { span: document.span(c.tokens.clone()), rule: c.rule, value: c }).collect()
    }
}

/// Gives every mention its key: a step of its own, since the places tell whose 12/KH-UBND is meant.
pub(crate) fn keyed(document: &Document, rules: &RuleSet, mentions: Vec<Mention<Cited>>, places: &Places) -> Vec<Mention<Citation>> {
    let reader = Reader { document, rules };
    let cited: Vec<Cited> = mentions.into_iter().map(|m| m.value).collect();
    let keys = reader.keys(&cited, places);
    cited.into_iter().zip(keys).map(|(c, key)| reader.mention(c, key)).collect()
}

/// What the steps of the extraction read.
#[derive(Clone, Copy)]
struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
}

/// A mention while it is put together; ranges are of tokens.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    rule: RuleId,
    /// From the kind or number to the end of number, date and issuer.
    tokens: Range<usize>,
    /// Slug of the kind.
    kind: String,
    /// The kind stands before the number, not only in its sign.
    has_kind: bool,
    code: Option<String>,
    number: Option<String>,
    symbol: Option<String>,
    year: Option<i32>,
    date: Option<WrittenDate>,
    issuer: Option<Range<usize>>,
    title: Option<Range<usize>>,
    provision: Option<Provision>,
    /// Where the provision before it begins, else where it begins itself.
    lead: usize,
    /// Nothing but commas and the like stands between it and the mention before.
    is_joined: bool,
    /// The issuer is that of its list's head.
    has_head: bool,
    role: CitationRole,
}

impl Cited {
    /// Where the subject that follows it ends.
    fn title_end(&self) -> usize {
        self.title.as_ref().map_or(self.tokens.end, |t| t.end.max(self.tokens.end))
    }
}

impl Reader<'_> {
    fn mention(&self, cited: Cited, key: String) -> Mention<Citation> {
        let value = Citation {
            kind: cited.kind,
            code: cited.code,
            number: cited.number,
            symbol: cited.symbol,
            year: cited.year,
            date: cited.date.as_ref().and_then(WrittenDate::iso),
            date_partial: cited.date.as_ref().and_then(WrittenDate::partial),
            issuer: cited.issuer.map(|r| self.words(r)),
            title: cited.title.map(|r| self.words(r)).filter(|t| !t.is_empty()),
            provision: cited.provision,
            role: cited.role,
            key,
        };
        Mention { span: self.document.span(cited.tokens), rule: cited.rule, value }
    }

    /// The sentence of a token, of a very long one only what stands near.
    fn sentence_of(&self, token: usize) -> Range<usize> {
        let sentence = self.document.layout.sentence_of(token);
        sentence.start.max(token.saturating_sub(MAX_SENTENCE))..sentence.end.min(token + MAX_SENTENCE)
    }

    /// The words of a stretch on one line, without the stars of bold print.
    fn words(&self, tokens: Range<usize>) -> String {
        let text = self.document.text.slice(self.document.span(tokens));
        if is_clean(text) {
            return text.to_owned();
        }
        on_one_line(text.split_whitespace().map(|w| w.trim_matches('*')), text.len())
    }
}

/// One line with single spaces and no stars, as nearly all are.
fn is_clean(text: &str) -> bool {
    let mut last = b' ';
    text.bytes().all(|byte| {
        let is_clean = byte > b' ' && byte != b'*' || byte == b' ' && last != b' ';
        last = byte;
        is_clean
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::places::places;
    use crate::record::Header;

    fn cited(text: &str) -> Vec<Citation> {
        let rules = RuleSet::builtin().expect("built-in rules");
        let document = Document::new(text.into(), &rules);
        let cited = Citations { rules: &rules }.extract(&document);
        let places = places(&document, &rules, &Header::default());
        keyed(&document, &rules, cited, &places).into_iter().map(|m| m.value).collect()
    }

    fn codes(text: &str) -> Vec<String> {
        cited(text).into_iter().map(|c| c.code.unwrap_or_default()).collect()
    }

    #[test]
    fn the_numbers_of_a_list_share_kind_and_issuer() {
        let all = cited("các Công văn số 57/SYT-NVY, số 121/SYT-NVY ngày 03/4/2020 của Sở Y tế");
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|c| c.kind == "cong_van" && c.issuer.as_deref() == Some("Sở Y tế")));
    }

    #[test]
    fn a_law_is_known_by_its_name() {
        let all = cited("theo khoản 2 Điều 9 Luật Phòng, chống ma túy năm 2021 quy định");
        assert_eq!((all[0].title.as_deref(), all[0].year), (Some("Phòng, chống ma túy"), Some(2021)));
        assert_eq!(all[0].provision.as_ref().and_then(|p| p.article.as_deref()), Some("9"));
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        let text = "Ban Chỉ đạo 138 tỉnh họp ngày 5/6/2020 về tỷ lệ 1/500; xe 51L-379.24; Mẫu số 01/BTH-QBH; Kế hoạch này; Kế hoạch 5 năm";
        assert_eq!(codes(text), Vec::<String>::new());
    }

    #[test]
    fn the_body_and_the_day_may_stand_before() {
        let one = &cited("Ngày 10/9/2024, UBND tỉnh ban hành Kế hoạch số 265 về chuyển đổi số.")[0];
        assert_eq!(one.date.as_deref(), Some("2024-09-10"));
        assert_eq!((one.issuer.as_deref(), one.role), (Some("UBND tỉnh"), CitationRole::Issued));
    }

    #[test]
    fn a_document_in_anothers_subject_is_only_mentioned() {
        let all = cited("Thực hiện Kế hoạch số 12/KH-SYT về triển khai Chỉ thị số 09/CT-UBND, Trạm Y tế báo cáo.");
        assert_eq!([all[0].role, all[1].role], [CitationRole::Basis, CitationRole::Mentioned]);
    }

    #[test]
    fn one_document_has_one_key_however_it_is_spelt() {
        let all = cited(
            "Quyết định số 07/QĐ-UBND ngày 03/4/2020 của UBND tỉnh Lạng Sơn; theo Quyết định 7 /QĐ- UBND và QUYẾT ĐỊNH SỐ 07/QĐ-UBND",
        );
        assert!(all.iter().all(|c| c.key == "7/qd-ubnd@2020@lang_son"), "{:?}", all.iter().map(|c| &c.key).collect::<Vec<_>>());
    }
}
