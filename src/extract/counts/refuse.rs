//! What looks like a count and is none: labels, differences, populations, amounts in words again.

use super::Walk;
use super::figure::Figure;
use super::wording::Wording;
use crate::grammar::money::currency;
use crate::grammar::number::numeral;
use crate::record::Modifier;
use crate::rules::counts::{CountCue, Thing};
use crate::rules::dates::DateWord;

/// Numbers of a list that share a label: "các Điều 5, 6 và 7".
const MAX_LABELLED: usize = 8;
/// Words between "dân số" and its figure.
const POPULATION_REACH: usize = 6;
/// Tokens of an amount in words: "(mười sáu tỷ năm trăm bốn mươi ba triệu … đồng)".
const IN_WORDS_REACH: usize = 24;
/// Words between "mỗi" and its "một".
const SPREAD_REACH: usize = 16;

/// Some where the figure is no count; true where it is a difference, which the next figure may share.
pub(crate) fn refused(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<bool> {
    if is_difference(walk, figure, wording) {
        return Some(true);
    }
    let refused = is_glued(walk, figure)
        || is_label(walk, figure)
        || is_denominator(walk, figure)
        || is_population(walk, wording.start)
        || is_numbered_line(walk, figure)
        || is_in_words(walk, figure)
        || is_spread(walk, figure, wording)
        || is_table_unit(walk, figure)
        || is_verb(walk, figure)
        || is_name(walk, figure);
    refused.then_some(false)
}

/// "PC02", "COVID-19", "14C-067": part of a name or a code.
fn is_glued(walk: &Walk, figure: &Figure) -> bool {
    let start = figure.now.as_ref().map_or(figure.number.start, |now| now.tokens.start);
    let document = walk.document;
    let Some(before) = start.checked_sub(1).and_then(|i| document.tokens.get(i)) else { return false };
    if document.tokens[start].is_spaced() {
        // The last group of a telephone number.
        return start >= 2 && before.is_digits() && document.tokens[start - 2].is_digits();
    }
    let after_digits = start >= 2 && document.tokens[start - 2].is_digits();
    let glue = match document.word(start - 1) {
        "-" | "+" | "=" => !before.is_spaced() && start >= 2,
        "." | "," => !before.is_spaced() && after_digits,
        _ => false,
    };
    glue || before.is_word() || before.is_digits()
}

/// "Điều 5 người …", "khoản 1, 2 Nghị định", "năm 2020 người …".
fn is_label(walk: &Walk, figure: &Figure) -> bool {
    // "xã Thuận Quý 1.382.000 đồng": no label has such a number.
    let is_grouped_amount = figure.is_money() && figure.number.len() > 1;
    if figure.thing_first || is_grouped_amount {
        return false;
    }
    let mut start = figure.now.as_ref().map_or(figure.number.start, |now| now.tokens.start);
    for _ in 0..MAX_LABELLED {
        if has_label(walk, start) {
            return true;
        }
        let Some(before) = listed_before(walk, start) else { return false };
        start = before;
    }
    false
}

fn has_label(walk: &Walk, start: usize) -> bool {
    let document = walk.document;
    let year = walk.all.dates.words.before(document, DateWord::Year, start);
    if year.is_some() && document.tokens[start].is_digits() && document.tokens[start].len() == 4 {
        return true;
    }
    let Some(label) = walk.rules.cues.before(document, CountCue::Label, start) else { return false };
    // "6 tháng 25 vụ": a stretch of time, not a label.
    let counted = (label.start as usize).checked_sub(1).is_some_and(|i| document.tokens[i].is_digits());
    let time =
        [DateWord::Day, DateWord::Month, DateWord::Year].iter().any(|kind| walk.all.dates.words.before(document, *kind, start).is_some());
    !(counted && time)
}

/// The bare number before a comma or "và": the label may stand before it.
fn listed_before(walk: &Walk, start: usize) -> Option<usize> {
    let document = walk.document;
    let join = walk.rules.cues.before(document, CountCue::Join, start).map(|hit| hit.start as usize);
    let mark = join.or_else(|| (start > 0 && document.is_mark(start - 1, ",")).then(|| start - 1))?;
    let mut number = mark.checked_sub(1)?;
    // "các Điều 12a, 12b"
    let letter = &document.tokens[number];
    if number > 0 && letter.is_word() && !letter.is_spaced() && document.word(number).chars().count() == 1 {
        number -= 1;
    }
    document.tokens[number].is_digits().then_some(number)
}

/// "tăng 05 vụ", and "18 đối tượng" in "tăng 16 vụ, 18 đối tượng".
fn is_difference(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    if figure.thing_first || matches!(wording.modifier, Modifier::AtLeast | Modifier::AtMost) {
        return false;
    }
    let starts = [wording.start, figure.number.start];
    let direct = starts.iter().any(|s| walk.rules.cues.before(walk.document, CountCue::Difference, *s).is_some());
    direct || follows_difference(walk, wording.start)
}

fn follows_difference(walk: &Walk, start: usize) -> bool {
    let Some(prior) = walk.prior.as_ref().filter(|p| p.measure.is_none()) else { return false };
    let gap = prior.tokens.end..start;
    let comma = |i: usize| walk.document.is_mark(i, ",");
    gap.len() == 1 && (comma(gap.start) || walk.rules.cues.at(walk.document, CountCue::Join, gap.start).is_some())
}

/// "15 phút/1 chuyên mục", "14 tiêu chí/1 xã"; but "01 vụ/01 đối tượng" is two counts.
fn is_denominator(walk: &Walk, figure: &Figure) -> bool {
    let start = figure.number.start;
    if figure.value != 1 || start == 0 || !walk.document.is_mark(start - 1, "/") {
        return false;
    }
    let cases = Some(walk.rules.known.cases);
    !walk.prior.as_ref().is_some_and(|p| p.tokens.end == start - 1 && p.measure == cases)
}

fn is_population(walk: &Walk, start: usize) -> bool {
    let from = start.saturating_sub(POPULATION_REACH);
    let sentence = walk.sentence(start);
    walk.rules.cues.within(walk.document, CountCue::Population, from.max(sentence.start)..start).is_some()
}

/// "3 Hội nghị tổng kết" at the start of a paragraph is a line's number, "84" alone on its line a page's.
fn is_numbered_line(walk: &Walk, figure: &Figure) -> bool {
    let document = walk.document;
    let Some(thing) = figure.thing.as_ref().filter(|_| figure.in_figures && !figure.thing_first) else { return false };
    let start = figure.number.start;
    let first = &document.tokens[thing.tokens.start];
    let paragraph = document.layout.paragraph_of(start);
    let alone = document.tokens[start].starts_line() && first.starts_line();
    alone || (first.is_capitalised() && paragraph.start == start) || !paragraph.contains(&thing.tokens.start)
}

/// "(Mười sáu tỷ … đồng)" behind the figures, "Bằng chữ: …".
fn is_in_words(walk: &Walk, figure: &Figure) -> bool {
    if figure.in_figures || !figure.is_money() {
        return false;
    }
    let start = figure.number.start;
    let from = start.saturating_sub(IN_WORDS_REACH);
    let document = walk.document;
    let open = (from..start).rev().find(|i| matches!(document.word(*i), "(" | ")")).filter(|i| document.is_mark(*i, "("));
    let repeats = open.is_some_and(|open| walk.money.is_some_and(|(end, _)| open.saturating_sub(end) <= 2));
    repeats || walk.rules.cues.within(document, CountCue::InWords, from..start).is_some()
}

/// "Đơn vị tính: 1.000 đồng" above a table.
fn is_table_unit(walk: &Walk, figure: &Figure) -> bool {
    let start = figure.number.start;
    figure.is_money() && walk.rules.cues.within(walk.document, CountCue::TableUnit, start.saturating_sub(4)..start).is_some()
}

/// "mỗi người chia sẻ một bài viết": one for each is no figure.
fn is_spread(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    if figure.in_figures || figure.value != 1 || wording.modifier != Modifier::Exact {
        return false;
    }
    let sentence = walk.sentence(wording.start);
    let from = wording.start.saturating_sub(SPREAD_REACH).max(sentence.start);
    walk.rules.cues.within(walk.document, CountCue::Each, from..wording.start).is_some()
}

/// "138 tổ chức 05 hội nghị": the thing is a verb.
fn is_verb(walk: &Walk, figure: &Figure) -> bool {
    let Some(thing) = figure.thing.as_ref().filter(|_| !figure.thing_first) else { return false };
    let verb = walk.rules.cues.before(walk.document, CountCue::Verb, thing.tokens.end);
    let alone = verb.is_some_and(|verb| verb.start as usize == thing.tokens.start);
    alone && walk.document.tokens.get(thing.tokens.end).is_some_and(|t| t.is_digits()) && !is_amount(walk, thing.tokens.end)
}

/// "xử phạt 02 tổ chức 12,5 triệu đồng": nobody holds an amount, so the word before it is no verb.
fn is_amount(walk: &Walk, at: usize) -> bool {
    let number = numeral(walk.document, walk.rules, at);
    number.is_some_and(|n| currency(walk.document, walk.rules, n.tokens.end).is_some())
}

/// "Điều 4 Quyết định số 15", "khoản 2 Nghị định này", "30 Nghị định 15/2020": a document's name.
fn is_name(walk: &Walk, figure: &Figure) -> bool {
    let Some(thing) = figure.thing.as_ref().filter(|t| t.thing == Thing::Measure(walk.rules.known.documents)) else { return false };
    let end = thing.tokens.end;
    // Digits glued on are a footnote's mark: "05 công văn1".
    let numbered = walk.document.tokens.get(end).is_some_and(|t| t.is_digits() && t.is_spaced() && !t.starts_line());
    figure.thing_first || numbered || walk.rules.cues.at(walk.document, CountCue::Identity, end).is_some()
}
