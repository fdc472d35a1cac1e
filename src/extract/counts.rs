//! Numbers of things, of people and of đồng.
//!
//! A figure is met at a digit or a number word; what stands right behind it
//! tells what is counted, the words before it how exact it is and whether it
//! is a count at all (a difference, a label and an age are none).

mod decide;
mod figure;
mod refuse;
pub(crate) mod role;
mod table;
mod thing;
mod wording;

use std::cell::OnceCell;
use std::ops::Range;

use crate::document::Document;
use crate::lexicon::Family;
use crate::mention::{Extractor, Mention};
use crate::record::{Count, CountRole};
use crate::rules::RuleSet;
use crate::rules::counts::{CountCue, CountRules};
use figure::Figure;
use table::Tables;
use wording::Wording;

/// Finds every number of counted things.
pub(crate) struct Counts<'r> {
    pub rules: &'r RuleSet,
}

impl Extractor for Counts<'_> {
    type Value = Count;

    fn extract(&self, document: &Document) -> Vec<Mention<Count>> {
        let mut walk = Walk::new(document, self.rules);
        let mut at = 0;
        while let Some(start) = walk.next_start(at) {
            at = walk.read(start).max(start + 1);
        }
        walk.counts
    }
}

/// How far around a figure its words are looked for, in tokens.
const REACH: usize = 60;

/// The figure before, for what a figure takes over from it.
#[derive(Debug, Clone)]
struct Prior {
    tokens: Range<usize>,
    /// None for a difference.
    measure: Option<usize>,
    per: Option<crate::record::Per>,
    /// "mỗi tháng" stands before it, for all of its list.
    spreads: bool,
}

struct Walk<'a> {
    document: &'a Document,
    all: &'a RuleSet,
    rules: &'a CountRules,
    counts: Vec<Mention<Count>>,
    prior: Option<Prior>,
    /// The amount of đồng before: where it ends, and its measure.
    money: Option<(usize, usize)>,
    /// Next of the number words' hits.
    word: usize,
    /// Few figures ask for their column.
    tables: OnceCell<Tables<'a>>,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document, rules: &'a RuleSet) -> Self {
        Walk { document, all: rules, rules: &rules.counts, counts: Vec::new(), prior: None, money: None, word: 0, tables: OnceCell::new() }
    }

    /// The first token from `at` on where a number may begin.
    fn next_start(&mut self, at: usize) -> Option<usize> {
        let words = self.document.hits.of(Family::Number);
        self.word += words[self.word..].iter().take_while(|h| (h.start as usize) < at).count();
        let word = words.get(self.word).map_or(usize::MAX, |h| h.start as usize);
        let tokens = &self.document.tokens;
        let until = word.min(tokens.len());
        let digits = tokens.get(at..until).and_then(|t| t.iter().position(|t| t.is_digits()));
        digits.map(|i| at + i).or((word < tokens.len()).then_some(word))
    }

    /// Reads the figure at a token; returns where to go on.
    fn read(&mut self, start: usize) -> usize {
        let figure = match figure::read(self.document, self.rules, start) {
            figure::Reading::Figure(figure) => figure,
            figure::Reading::Nothing(end) => return end,
        };
        let end = figure.number.end;
        let wording = Wording::around(self.document, self.rules, &figure);
        if let Some(difference) = refuse::refused(self, &figure, &wording) {
            if difference {
                self.prior = Some(Prior { tokens: figure.tokens(), measure: None, per: None, spreads: false });
            }
            return end;
        }
        let Some(measure) = decide::measure(self, &figure, &wording) else { return end };
        self.push(&figure, &wording, measure);
        figure.number.end.max(figure.tokens().end)
    }

    fn push(&mut self, figure: &Figure, wording: &Wording, measure: usize) {
        let per = wording.per.or_else(|| self.inherited_rate(figure, wording));
        if let Some(now) = &figure.now {
            // "(206/113 vụ)": this year's and last year's.
            self.push_one(now.tokens.clone(), now.value, figure, wording, measure, per);
        }
        let start = match (&figure.now, &figure.thing) {
            (Some(_), _) => figure.number.start,
            (None, None) => self.fine_verb(wording.start),
            _ => wording.start,
        };
        self.push_one(start..wording.end, figure.value, figure, wording, measure, per);
        let tokens = figure.tokens();
        if measure == self.rules.known.fines || measure == self.rules.known.money {
            self.money = Some((tokens.end.max(wording.end), measure));
        }
        let inherits = wording.per.is_none() && self.prior.as_ref().is_some_and(|p| p.spreads);
        let spreads = per.is_some() && (inherits || wording.end <= tokens.end);
        self.prior = Some(Prior { tokens, measure: Some(measure), per, spreads });
    }

    fn push_one(
        &mut self,
        tokens: Range<usize>,
        value: i64,
        figure: &Figure,
        wording: &Wording,
        measure: usize,
        per: Option<crate::record::Per>,
    ) {
        let count = Count {
            measure: self.rules.measure_id(measure).to_owned(),
            value,
            max: figure.max,
            of: figure.of,
            unit: figure.unit(self.document),
            modifier: wording.modifier,
            per,
            role: CountRole::Total,
            purpose: None,
            part_of: None,
        };
        let span = self.document.span(tokens);
        self.counts.push(Mention { span, rule: self.rules.measure_rule(measure), value: count });
    }

    /// "Mỗi năm mở 10 lớp cho 400 cán bộ", "mỗi tháng 02 chuyên mục, 05 phóng sự": the second figure is of the same stretch.
    fn inherited_rate(&self, figure: &Figure, wording: &Wording) -> Option<crate::record::Per> {
        let prior = self.prior.as_ref()?;
        let gap = prior.tokens.end..wording.start;
        let listed = prior.spreads && gap.len() == 1 && self.document.is_mark(gap.start, ",");
        let linked = listed || gap.len() <= 2 && decide::is_audience(self, figure, wording);
        linked.then_some(prior.per).flatten()
    }

    /// Where the verb right before begins: "phạt" in "phạt 210.886.216".
    fn fine_verb(&self, start: usize) -> usize {
        self.rules.cues.before(self.document, CountCue::Fine, start).map_or(start, |hit| hit.start as usize)
    }

    fn tables(&self) -> &Tables<'a> {
        self.tables.get_or_init(|| Tables::new(self.document))
    }

    fn sentence(&self, token: usize) -> Range<usize> {
        self.document.layout.sentence_of(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Count> {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new(text.into(), &rules);
        let mut walk = Walk::new(&document, &rules);
        let mut at = 0;
        while let Some(start) = walk.next_start(at) {
            at = walk.read(start).max(start + 1);
        }
        walk.counts.into_iter().map(|m| m.value).collect()
    }

    fn told(text: &str) -> Vec<(String, i64)> {
        read(text).into_iter().map(|c| (c.measure, c.value)).collect()
    }

    fn is(text: &str, expected: &[(&str, i64)]) {
        let expected: Vec<_> = expected.iter().map(|(m, v)| ((*m).to_owned(), *v)).collect();
        assert_eq!(told(text), expected, "{text}");
    }

    #[test]
    fn units_of_one_measure_are_one_count_and_of_two_are_two() {
        is("đăng gần 90 tin, bài, phóng sự", &[("articles", 90)]);
        is("bắt 31 vụ/45 đối tượng", &[("cases", 31), ("persons", 45)]);
        is("bắt 01 vụ/01 đối tượng", &[("cases", 1), ("persons", 1)]);
    }

    #[test]
    fn the_nearest_word_tells_a_fine_from_other_money() {
        is(
            "Phạt 07 cơ sở 85 triệu đồng, thu hồi 1,2 tỷ đồng, hàng trị giá 300 triệu đồng, kinh phí kiểm tra 20 triệu đồng",
            &[("violators", 7), ("fines", 85_000_000), ("money", 1_200_000_000), ("money", 300_000_000), ("money", 20_000_000)],
        );
        is("nợ thuế và tiền phạt 38 tỷ đồng", &[("money", 38_000_000_000)]);
    }

    #[test]
    fn a_part_of_a_fine_is_a_fine() {
        is("Tổng tiền phạt là 300 triệu đồng, trong đó lĩnh vực in 40 triệu đồng", &[("fines", 300_000_000), ("fines", 40_000_000)]);
    }

    #[test]
    fn a_difference_and_what_shares_it_are_no_counts() {
        is("Xảy ra 12 vụ, tăng 05 vụ, 03 đối tượng", &[("cases", 12)]);
        is("số vụ tăng lên 30 vụ", &[("cases", 30)]);
    }

    #[test]
    fn figures_in_brackets_behind_a_difference_are_now_and_before() {
        is("tăng 93 vụ (206/113 vụ)", &[("cases", 206), ("cases", 113)]);
        is("giảm 12% (88/100 vụ)", &[("cases", 88), ("cases", 100)]);
        assert_eq!(read("khám phá 88/100 vụ")[0].of, Some(100));
    }

    #[test]
    fn numbers_of_provisions_documents_and_days_count_nothing() {
        for text in ["các Điều 5, 6 Nghị định này", "ngày 15/6 đối tượng", "năm 2024 người dân", "BCĐ 138 tổ chức 0", "1/1/1/1 vụ"]
        {
            is(text, &[]);
        }
    }

    #[test]
    fn an_amount_in_words_again_is_not_counted_twice() {
        is("là 25.000.000 đồng (hai mươi lăm triệu đồng)", &[("money", 25_000_000)]);
        is("phạt 5.000.000 (năm triệu) đồng", &[("fines", 5_000_000)]);
    }

    #[test]
    fn the_nearer_of_two_modifiers_counts_and_one_may_follow() {
        assert_eq!(read("khoảng trên 20 đối tượng")[0].modifier, crate::record::Modifier::MoreThan);
        assert_eq!(read("từ 05 cuộc họp trở lên")[0].modifier, crate::record::Modifier::AtLeast);
    }

    #[test]
    fn a_rate_stands_after_a_slash_or_with_each() {
        for text in ["4 chuyên mục/ tháng", "mỗi tháng phát 4 chuyên mục", "4 chuyên mục mỗi tháng"] {
            assert_eq!(read(text)[0].per, Some(crate::record::Per::Month), "{text}");
        }
    }

    #[test]
    fn long_chains_of_marks_and_digits_are_read_in_linear_time() {
        for unit in ["1,", "1/", "1.", "5 ", "từ 5 đến ", "gần "] {
            read(&format!("{}1 vụ", unit.repeat(20_000)));
        }
    }
}
