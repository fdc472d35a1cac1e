//! Amounts of đồng: `19,5 triệu đồng`, `30.000.000đ`, `2 trđ`, `500k đồng`, `15 tỷ`.

use crate::document::Document;
use crate::grammar::number::Numeral;
use crate::lexicon::Family;
use crate::rules::counts::{CountRules, Thing};

/// A word for đồng after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Currency {
    /// Đồng in one of it: a thousand for `nghđ`.
    pub factor: i64,
    /// Token after its last.
    pub end: usize,
}

/// The word for đồng that begins at a token.
pub(crate) fn currency(document: &Document, rules: &CountRules, at: usize) -> Option<Currency> {
    let hit = document.hits_at(Family::Unit, at).next()?;
    match rules.thing(&hit) {
        Thing::Currency(factor) => Some(Currency { factor, end: hit.end as usize }),
        _ => None,
    }
}

/// Both ends of a range in đồng, where the lower may leave the scale to the upper: "từ 2 đến 5 triệu đồng".
pub(crate) fn range(lower: &Numeral, own: Option<Currency>, upper: &Numeral, shared: Currency) -> Option<(i64, i64)> {
    ends(lower, own, upper, shared).filter(|(low, high)| low < high)
}

/// An amount and the whole that it is of, which share the scale: "452/610 tỷ đồng".
pub(crate) fn share(part: &Numeral, whole: &Numeral, shared: Currency) -> Option<(i64, i64)> {
    ends(part, None, whole, shared).filter(|(part, whole)| part <= whole)
}

fn ends(lower: &Numeral, own: Option<Currency>, upper: &Numeral, shared: Currency) -> Option<(i64, i64)> {
    let high = upper.times(shared.factor)?;
    let plain = lower.times(own.map_or(1, |c| c.factor))?;
    let borrowed = (lower.scale == 1 && own.is_none()).then(|| lower.times(upper.scale.checked_mul(shared.factor)?)).flatten();
    Some((borrowed.filter(|low| *low <= high).unwrap_or(plain), high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::number::numeral;
    use crate::rules::RuleSet;

    fn amount(text: &str) -> Option<i64> {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new(text.into(), &rules);
        let number = numeral(&document, &rules.counts, 0)?;
        number.times(currency(&document, &rules.counts, number.tokens.end)?.factor)
    }

    #[test]
    fn currency_may_be_a_word_or_an_abbreviation() {
        for text in [
            "1.500.000 đồng",
            "1.500.000đ",
            "1.500.000 VNĐ",
            "1,5 triệu đồng",
            "1,5 trđ",
            "1,5 tr.đ",
            "1,5tr đồng",
            "1.500 nghìn đồng",
            "1500K đồng",
        ] {
            assert_eq!(amount(text), Some(1_500_000), "{text}");
        }
        assert_eq!(amount("mười đồng"), Some(10));
        assert_eq!(amount("2,5 tỷ đ"), Some(2_500_000_000));
    }

    #[test]
    fn a_comrade_is_no_money() {
        assert_eq!(amount("03 đồng chí"), None);
    }
}
