//! Numbers as they are written: `1.250`, `19,5 triệu`, `2 tỷ 350 triệu`, `hai mươi mốt`, `hai triệu rưỡi`.
//!
//! A dot stands between thousands, a comma before decimals. English figures
//! (`1,234,567`) are met in tables.

use std::ops::Range;

use crate::document::Document;
use crate::grammar::money::currency;
use crate::lexicon::Family;
use crate::rules::counts::{CountRules, NumberRole};

/// Millionths: six decimals are more than any amount in đồng needs.
const ONE: i128 = 1_000_000;
const DECIMALS: usize = 6;
/// More digits than an amount has are a serial number.
pub(crate) const MAX_DIGITS: usize = 18;
/// Chunks of a number in words: "hai tỷ ba trăm triệu năm trăm nghìn đồng".
const MAX_CHUNKS: usize = 8;

/// A number, with the tokens that it takes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral {
    pub tokens: Range<usize>,
    millionths: i128,
    /// What the last scale word multiplies by; 1 where there is none.
    pub scale: i64,
    /// The token of that word.
    pub scale_token: Option<usize>,
    /// Written in figures, at least in part.
    pub in_figures: bool,
    /// Groups of thousands: `210.886.216` has two.
    pub groups: usize,
}

impl Numeral {
    /// The number of whole things; none for a fraction or where 64 bits do not hold it.
    pub fn whole(&self) -> Option<i64> {
        self.times(1)
    }

    pub fn times(&self, factor: i64) -> Option<i64> {
        let product = self.millionths.checked_mul(i128::from(factor))?;
        // Nearly always 64 bits are enough, and much faster.
        if let Ok(small) = i64::try_from(product) {
            return (small % ONE as i64 == 0).then_some(small / ONE as i64);
        }
        (product % ONE == 0).then(|| i64::try_from(product / ONE).ok()).flatten()
    }
}

/// The number that begins at a token.
pub(crate) fn numeral(document: &Document, rules: &CountRules, at: usize) -> Option<Numeral> {
    let reader = Reader { document, rules };
    let mut sum = Sum::default();
    let mut end = at;
    for _ in 0..MAX_CHUNKS {
        let Some(chunk) = reader.chunk(end).or_else(|| reader.nothing_of_scale(end).filter(|_| end > at)) else { break };
        let scale = reader.scale(chunk.end);
        if !sum.takes(&chunk, &scale) {
            break;
        }
        end = scale.end.max(chunk.end);
        sum.add(&chunk, &scale)?;
        if scale.factor == 1 {
            break;
        }
        if reader.role(end).is_some_and(|(role, _)| role == NumberRole::Half) {
            sum.millionths = sum.millionths.checked_add(i128::from(scale.factor) * ONE / 2)?;
            end += 1;
            break;
        }
    }
    (end > at).then(|| Numeral {
        tokens: at..end,
        millionths: sum.millionths,
        scale: sum.scale.unwrap_or(1),
        scale_token: sum.scale_token,
        in_figures: sum.in_figures,
        groups: sum.groups,
    })
}

/// A figure, or words for a number below a thousand.
struct Chunk {
    millionths: i128,
    end: usize,
    in_figures: bool,
    groups: usize,
    /// One word for a digit.
    lone_digit: bool,
}

/// The scale words after a chunk: nghìn, "nghìn tỷ".
struct Scale {
    factor: i64,
    end: usize,
}

#[derive(Default)]
struct Sum {
    millionths: i128,
    scale: Option<i64>,
    scale_token: Option<usize>,
    in_figures: bool,
    groups: usize,
}

impl Sum {
    /// Whether a chunk goes on with the number: "2 tỷ" + "350 triệu", but not "2 tỷ" + "15 vụ".
    fn takes(&self, chunk: &Chunk, scale: &Scale) -> bool {
        let Some(last) = self.scale else { return true };
        if chunk.in_figures || self.in_figures {
            return scale.factor > 1 && scale.factor < last;
        }
        scale.factor > 1 || !chunk.lone_digit
    }

    fn add(&mut self, chunk: &Chunk, scale: &Scale) -> Option<()> {
        if self.scale.is_none() && scale.factor == 1 {
            *self = Sum { millionths: chunk.millionths, in_figures: chunk.in_figures, groups: chunk.groups, ..Sum::default() };
            return Some(());
        }
        let factor = i128::from(scale.factor);
        let grows = self.scale.is_some_and(|last| scale.factor >= last);
        // "hai nghìn ba trăm tỷ": the scale multiplies all before it.
        self.millionths = match grows {
            true => self.millionths.checked_add(chunk.millionths)?.checked_mul(factor)?,
            false => chunk.millionths.checked_mul(factor)?.checked_add(self.millionths)?,
        };
        self.in_figures |= chunk.in_figures;
        self.groups = chunk.groups;
        if scale.factor > 1 {
            self.scale = Some(scale.factor);
            self.scale_token = Some(scale.end - 1);
        }
        Some(())
    }
}

struct Reader<'a> {
    document: &'a Document,
    rules: &'a CountRules,
}

impl Reader<'_> {
    fn role(&self, token: usize) -> Option<(NumberRole, i64)> {
        let hit = self.document.hits_at(Family::Number, token).next()?;
        self.rules.number_word(&hit)
    }

    fn digit(&self, token: usize) -> Option<i64> {
        self.role(token).filter(|(role, _)| matches!(role, NumberRole::Digit | NumberRole::FirstDigit)).map(|(_, value)| value)
    }

    /// The digit after ten: "mười lăm", "hai mươi mốt"; "hai mươi năm" is twenty years.
    fn last_digit(&self, token: usize) -> Option<i64> {
        self.role(token).filter(|(role, _)| matches!(role, NumberRole::Digit | NumberRole::LastDigit)).map(|(_, value)| value)
    }

    fn is(&self, token: usize, role: NumberRole) -> bool {
        self.role(token).is_some_and(|(r, _)| r == role)
    }

    fn chunk(&self, at: usize) -> Option<Chunk> {
        if self.document.tokens.get(at)?.is_digits() {
            return self.figure(at);
        }
        let (value, end) = self.hundreds(at)?;
        Some(Chunk { millionths: i128::from(value) * ONE, end, in_figures: false, groups: 0, lone_digit: end == at + 1 && value < 10 })
    }

    /// "không nghìn" inside a number: "một triệu không nghìn không trăm linh tám".
    fn nothing_of_scale(&self, at: usize) -> Option<Chunk> {
        let is_none = self.is(at, NumberRole::Zero) && self.is(at + 1, NumberRole::Scale);
        is_none.then_some(Chunk { millionths: 0, end: at + 1, in_figures: false, groups: 0, lone_digit: false })
    }

    /// Words for a number below a thousand.
    fn hundreds(&self, at: usize) -> Option<(i64, usize)> {
        let zero = self.is(at, NumberRole::Zero) && self.is(at + 1, NumberRole::Hundred);
        if self.is(at, NumberRole::Ten) {
            return Some(self.after_ten(10, at + 1));
        }
        let digit = if zero { 0 } else { self.digit(at)? };
        if self.is(at + 1, NumberRole::Tens) {
            return Some(self.after_ten(digit * 10, at + 2));
        }
        if !self.is(at + 1, NumberRole::Hundred) {
            return Some((digit, at + 1));
        }
        let (rest, end) = self.after_hundred(at + 2);
        Some((digit * 100 + rest, end))
    }

    fn after_ten(&self, tens: i64, at: usize) -> (i64, usize) {
        self.last_digit(at).map_or((tens, at), |digit| (tens + digit, at + 1))
    }

    fn after_hundred(&self, at: usize) -> (i64, usize) {
        match self.role(at) {
            Some((NumberRole::Half, _)) => (50, at + 1),
            Some((NumberRole::Ten, _)) => self.after_ten(10, at + 1),
            Some((NumberRole::Filler, _)) => {
                let digit = self.digit(at + 1).or_else(|| self.last_digit(at + 1));
                digit.map_or((0, at), |digit| (digit, at + 2))
            }
            Some((NumberRole::Digit | NumberRole::FirstDigit, digit)) if self.is(at + 1, NumberRole::Tens) => {
                self.after_ten(digit * 10, at + 2)
            }
            // "một trăm hai" is said for a hundred and twenty.
            Some((NumberRole::Digit, digit)) => (digit * 10, at + 1),
            _ => (0, at),
        }
    }

    fn scale(&self, at: usize) -> Scale {
        let mut scale = Scale { factor: 1, end: at };
        while let Some((NumberRole::Scale | NumberRole::Hundred, value)) = self.role(scale.end) {
            let Some(factor) = scale.factor.checked_mul(value) else { break };
            scale = Scale { factor, end: scale.end + 1 };
        }
        scale
    }

    /// `1.250`, `19,5`, `1.234,5`, `1,234,567`, `1 234 567`.
    fn figure(&self, at: usize) -> Option<Chunk> {
        let groups = Groups::read(self.document, self.rules, at)?;
        let scaled = self.role(groups.end()).is_some_and(|(role, _)| matches!(role, NumberRole::Scale | NumberRole::Hundred));
        groups.chunk(scaled)
    }
}

/// The digit runs of one figure and what separates them.
struct Groups<'a> {
    document: &'a Document,
    /// Token of the first run.
    start: usize,
    /// How many runs there are.
    count: usize,
    /// Marks stand between the runs, not blanks.
    marked: bool,
}

impl<'a> Groups<'a> {
    fn read(document: &'a Document, rules: &CountRules, at: usize) -> Option<Self> {
        let separated = (0..MAX_DIGITS).take_while(|n| is_separated(document, at + 1 + 2 * n)).count();
        let mut groups = Groups { document, start: at, count: 1 + separated, marked: true };
        if separated == 0 {
            groups.join_spaced(rules);
        }
        let digits: usize = (0..groups.count).map(|n| groups.len(n)).sum();
        (digits <= MAX_DIGITS).then_some(groups)
    }

    /// Token of a run.
    fn token(&self, run: usize) -> usize {
        self.start + if self.marked { 2 * run } else { run }
    }

    fn end(&self) -> usize {
        self.token(self.count - 1) + 1
    }

    fn run(&self, run: usize) -> &'a str {
        self.document.word(self.token(run))
    }

    fn len(&self, run: usize) -> usize {
        self.document.tokens[self.token(run)].len()
    }

    /// The mark before every run but the first; what stands between thousands where blanks do.
    fn marks(&self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        let text = self.document.text.as_str().as_bytes();
        (1..self.count).map(move |run| if self.marked { text[self.document.tokens[self.token(run) - 1].span.start as usize] } else { b'.' })
    }

    /// `1 234 567`: at least two groups of three on one line, or one before its currency.
    fn join_spaced(&mut self, rules: &CountRules) {
        let is_group = |i: usize| self.document.tokens.get(i).is_some_and(|t| t.is_digits() && t.len() == 3 && !t.starts_line());
        let count = (1..=6).take_while(|n| is_group(self.start + n)).count();
        let is_amount = || count == 1 && currency(self.document, rules, self.start + 2).is_some();
        if self.len(0) <= 3 && (count >= 2 || is_amount()) {
            (self.count, self.marked) = (1 + count, false);
        }
    }

    /// The number; `scaled` where a word such as triệu follows.
    fn chunk(self, scaled: bool) -> Option<Chunk> {
        let decimals = self.decimals(scaled)?;
        let whole = self.count - usize::from(decimals);
        let thousands = whole.saturating_sub(1);
        if thousands > 0 && (self.len(0) > 3 || (1..whole).any(|run| self.len(run) != 3)) {
            return None;
        }
        // At most eighteen digits: no overflow.
        let number = (0..whole).flat_map(|run| self.run(run).bytes()).fold(0u64, |n, b| n * 10 + u64::from(b - b'0'));
        let mut millionths = i128::from(number) * ONE;
        if decimals {
            millionths = millionths.checked_add(fraction(self.run(whole))?)?;
        }
        Some(Chunk { millionths, end: self.end(), in_figures: true, groups: thousands, lone_digit: false })
    }

    /// Whether the last run is decimals; none where the marks make no number.
    fn decimals(&self, scaled: bool) -> Option<bool> {
        let mut before = self.marks();
        let Some(last) = before.next_back() else { return Some(false) };
        let all = |mark: u8| before.clone().all(|m| m == mark);
        let groups_of_three = (1..self.count).all(|run| self.len(run) == 3);
        match (last, self.count) {
            (b',', 2) => Some(scaled || !groups_of_three || self.len(0) > 3),
            (b',', _) if all(b'.') => Some(true),
            (b'.', 2) if !groups_of_three => scaled.then_some(true),
            _ if all(last) => Some(false),
            (b'.', _) if all(b',') => Some(true),
            _ => None,
        }
    }
}

fn fraction(digits: &str) -> Option<i128> {
    let digits = digits.trim_end_matches('0');
    if digits.len() > DECIMALS {
        return None;
    }
    let number = digits.bytes().fold(0, |n, b| n * 10 + i128::from(b - b'0'));
    Some((digits.len()..DECIMALS).fold(number, |n, _| n * 10))
}

/// A dot or comma, glued on, with a digit run glued on.
pub(crate) fn is_separated(document: &Document, at: usize) -> bool {
    let is_glued = |i: usize| document.tokens.get(i).is_some_and(|t| !t.is_spaced());
    let is_mark = is_glued(at) && (document.is_mark(at, ".") || document.is_mark(at, ","));
    is_mark && is_glued(at + 1) && document.tokens[at + 1].is_digits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    fn read(text: &str) -> Option<i64> {
        let rules = RuleSet::builtin().expect("the built-in rules load");
        let document = Document::new(text.into(), &rules);
        numeral(&document, &rules.counts, 0)?.whole()
    }

    #[test]
    fn a_dot_stands_between_thousands_and_a_comma_before_decimals() {
        assert_eq!(read("1.250 vụ"), Some(1250));
        assert_eq!(read("12.345.678 đồng"), Some(12_345_678));
        assert_eq!(read("2468 người"), Some(2468));
        assert_eq!(read("05 vụ"), Some(5));
        assert_eq!(read("19,5 triệu"), Some(19_500_000));
        assert_eq!(read("53,143 tỷ"), Some(53_143_000_000));
        assert_eq!(read("1.934,5 triệu"), Some(1_934_500_000));
        assert_eq!(read("2,5 kg"), None);
    }

    #[test]
    fn tables_hold_figures_in_english_style() {
        assert_eq!(read("1,234,567 đồng"), Some(1_234_567));
        assert_eq!(read("100,000 đồng"), Some(100_000));
        assert_eq!(read("2.5 triệu"), Some(2_500_000));
        assert_eq!(read("1 234 567 đồng"), Some(1_234_567));
        assert_eq!(read("15 000 đồng"), Some(15_000));
        assert_eq!(read("15 000 vụ"), Some(15));
    }

    #[test]
    fn a_date_or_a_heading_is_no_number() {
        assert_eq!(read("15.7 vụ"), None);
        assert_eq!(read("1.2.3 vụ"), None);
        assert_eq!(read("99999999999999999999999999 vụ"), None);
        assert_eq!(read("999999999999999999 tỷ"), None);
    }

    #[test]
    fn words_are_read_with_their_after_ten_forms() {
        assert_eq!(read("hai mươi mốt vụ"), Some(21));
        assert_eq!(read("mười lăm vụ"), Some(15));
        assert_eq!(read("ba mươi tư vụ"), Some(34));
        assert_eq!(read("sáu mươi nhăm vụ"), Some(65));
        assert_eq!(read("một trăm linh năm vụ"), Some(105));
        assert_eq!(read("ba chục vụ"), Some(30));
        assert_eq!(read("hai mươi mốt nghìn không trăm mười một"), Some(21_011));
        assert_eq!(read("năm ngàn"), Some(5000));
        assert_eq!(read("một triệu không nghìn không trăm linh tám"), Some(1_000_008));
        assert_eq!(read("ba vạn"), Some(30_000));
    }

    #[test]
    fn twenty_and_year_are_twenty_years() {
        assert_eq!(read("hai mươi năm tù"), Some(20));
    }

    #[test]
    fn scales_add_up_and_multiply() {
        assert_eq!(read("2 tỷ 350 triệu"), Some(2_350_000_000));
        assert_eq!(read("374 triệu 600 nghìn"), Some(374_600_000));
        assert_eq!(read("1,2 nghìn tỷ"), Some(1_200_000_000_000));
        assert_eq!(read("hai nghìn ba trăm tỷ"), Some(2_300_000_000_000));
        assert_eq!(read("mười sáu tỷ không trăm năm mươi triệu"), Some(16_050_000_000));
        assert_eq!(read("2 tỷ 15 vụ"), Some(2_000_000_000));
    }

    #[test]
    fn a_half_is_half_of_the_scale_before_it() {
        assert_eq!(read("hai triệu rưỡi"), Some(2_500_000));
        assert_eq!(read("3 tỷ rưỡi"), Some(3_500_000_000));
        assert_eq!(read("một trăm rưỡi"), Some(150));
    }

    #[test]
    fn vague_words_are_no_number() {
        for text in ["một số vụ", "hàng trăm vụ", "trăm vụ", "nghìn tỷ", "không vụ nào"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
