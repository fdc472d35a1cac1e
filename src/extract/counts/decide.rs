//! Which measure a figure belongs to, where its unit alone does not tell.

use std::ops::Range;

use super::figure::Figure;
use super::wording::Wording;
use super::{REACH, Walk};
use crate::lexicon::{Family, Hit};
use crate::record::Count;
use crate::rules::counts::{CountCue, SharedThing, Thing};

/// Tokens after a thing in which its own predicate may stand: "một hộ ở xã X bị xử phạt".
const PREDICATE_REACH: usize = 8;
/// Tokens after "12 cuộc" in which its kind may stand: "12 cuộc, kiểm tra …".
const BEHIND_REACH: usize = 4;
/// Tokens between an amount and the cue of bare money right before it.
const BARE_REACH: usize = 4;
/// Tokens between an amount of đồng and one in a list after it that names no currency.
const LISTED_REACH: usize = 24;
/// Tokens from a count of persons to a `trường hợp` among them.
const AMONG_REACH: usize = 40;
/// Words of a unit that is one person: "cá nhân".
const INDIVIDUAL: usize = 2;
/// Tokens between an inspection and the places where it is held.
const PLACE_REACH: usize = 5;

/// The measure of a figure; none where it is no count.
pub(crate) fn measure(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let Some(thing) = &figure.thing else { return bare_money(walk, figure, wording) };
    match thing.thing {
        Thing::Currency(_) => Some(money(walk, figure, wording)),
        Thing::Measure(measure) if measure == walk.rules.known.persons => Some(persons(walk, figure, wording)),
        Thing::Measure(measure) if measure == walk.rules.known.cases => Some(cases(walk, figure, wording)),
        Thing::Measure(measure) => Some(measure),
        Thing::Shared(SharedThing::Body) => body(walk, figure, wording),
        Thing::Shared(SharedThing::Individual) => individual(walk, figure, wording),
        Thing::Shared(SharedThing::Place) => place(walk, wording),
        Thing::Shared(SharedThing::Times) => wording.per.and_then(|_| times(walk, lead(walk, wording))),
        Thing::Shared(SharedThing::Turn) => turn(walk, wording).or_else(|| turn_before(walk, figure, wording)),
        Thing::Shared(SharedThing::Patient) => is_person(walk, figure, wording).then_some(walk.rules.known.persons),
        Thing::Shared(SharedThing::Instance) => instance(walk, figure, wording),
        Thing::Shared(SharedThing::Session) => Some(session(walk, figure, wording)),
        Thing::Shared(SharedThing::Round) => round(walk, figure, wording),
        Thing::NotCounted => None,
    }
}

/// The last cue of some kinds in the sentence before a token.
fn last_cue(walk: &Walk, before: Range<usize>, kinds: &[CountCue]) -> Option<Hit> {
    let from = before.end.saturating_sub(REACH).max(before.start);
    walk.document.hits.within(Family::Count, from..before.end).filter(|h| kinds.contains(&walk.rules.cues.kind(h))).last()
}

fn last_kind(walk: &Walk, before: Range<usize>, kinds: &[CountCue]) -> Option<CountCue> {
    last_cue(walk, before, kinds).map(|hit| walk.rules.cues.kind(&hit))
}

fn first_cue(walk: &Walk, tokens: Range<usize>, kinds: &[CountCue]) -> Option<usize> {
    let mut hits = walk.document.hits.within(Family::Count, tokens);
    hits.find(|h| kinds.contains(&walk.rules.cues.kind(h))).map(|hit| hit.start as usize)
}

/// The sentence up to the figure.
fn lead(walk: &Walk, wording: &Wording) -> Range<usize> {
    walk.sentence(wording.start).start.min(wording.start)..wording.start
}

/// What follows the thing in its own clause, up to the next figure.
fn predicate(walk: &Walk, figure: &Figure) -> Range<usize> {
    let start = figure.tokens().end;
    let sentence = walk.sentence(start.saturating_sub(1));
    let until = sentence.end.min(start + PREDICATE_REACH);
    let stops =
        |i: &usize| walk.document.tokens[*i].is_digits() || matches!(walk.document.word(*i), "," | ";" | "." | "(" | ")" | ":" | "|" | "”");
    start..(start..until).find(stops).unwrap_or(until.max(start))
}

const SANCTION: [CountCue; 3] = [CountCue::Fine, CountCue::FineNoun, CountCue::Worth];

/// Fine or other money: the nearest word of either since the amount before tells.
fn money(walk: &Walk, figure: &Figure, wording: &Wording) -> usize {
    let known = &walk.rules.known;
    // "phạt tiền đến 500.000 đồng": the verb reaches into the words that say how exact the figure is.
    let lead = lead(walk, wording).start..figure.number.start.max(wording.start);
    let before = walk.money.filter(|(end, _)| *end > lead.start && *end <= wording.start);
    let since = before.map_or(lead.start, |(end, _)| end)..lead.end;
    if walk.rules.cues.at(walk.document, CountCue::FineNoun, figure.tokens().end).is_some() {
        return known.fines;
    }
    let column = walk.tables().head_of_cell(figure.number.start).and_then(|head| last_cue(walk, head, &SANCTION));
    match column.or_else(|| last_cue(walk, since.clone(), &SANCTION)) {
        Some(cue) => sanction(walk, since, &cue),
        None if last_cue(walk, since, &[CountCue::Payment]).is_some() => paid(walk, before.is_some(), lead.start),
        None => before.map_or_else(|| unsaid(walk, figure, lead), |(_, measure)| measure),
    }
}

fn sanction(walk: &Walk, since: Range<usize>, cue: &Hit) -> usize {
    let known = &walk.rules.known;
    match walk.rules.cues.kind(cue) {
        CountCue::FineNoun if is_mixed(walk, since.start..cue.start as usize) => known.money,
        CountCue::Worth => known.money,
        _ => known.fines,
    }
}

/// "Xử phạt 12 cơ sở, 90 triệu đồng. Đã nộp ngân sách 75 triệu đồng": in a sentence of its own, a fine where fines were told
/// last in the paragraph.
fn paid(walk: &Walk, told: bool, sentence: usize) -> usize {
    let known = &walk.rules.known;
    let paragraph = walk.document.layout.paragraph_of(sentence);
    let last = walk.money.filter(|(end, _)| !told && *end > paragraph.start);
    last.map_or(known.money, |(_, measure)| measure)
}

/// A fine where the introduction speaks of fines and the figure stands beside those who were fined, or where the same amount was one.
fn unsaid(walk: &Walk, figure: &Figure, lead: Range<usize>) -> usize {
    let known = &walk.rules.known;
    let beside = walk.prior.as_ref().filter(|p| p.tokens.start >= lead.start).and_then(|p| p.measure);
    let of_fined = beside.is_some_and(|m| m == known.violators || m == known.cases);
    // "Số cơ sở bị phạt | Số tiền": in a table, the head of the column before says so.
    let head = || walk.prior.as_ref().filter(|_| of_fined).and_then(|p| walk.tables().head_of_cell(p.tokens.start));
    let said = last_kind(walk, introduction(walk, lead.start), &SANCTION).or_else(|| last_kind(walk, head()?, &SANCTION));
    let is_fine = said == Some(CountCue::FineNoun) || said == Some(CountCue::Fine) && of_fined;
    if is_fine || was_fine(walk, figure) { known.fines } else { known.money }
}

/// So many digits that two amounts rarely share them.
const TELLING_DIGITS: i64 = 1000;

fn was_fine(walk: &Walk, figure: &Figure) -> bool {
    let mut digits = figure.value.max(1);
    while digits % 10 == 0 {
        digits /= 10;
    }
    let mut before = walk.counts.iter().rev().take(TOLD_REACH).map(|mention| &mention.value).filter(|c| c.value == figure.value);
    let fines = walk.rules.measure_id(walk.rules.known.fines);
    digits >= TELLING_DIGITS && before.next().is_some_and(|c| c.measure == fines)
}

/// "nợ thuế và tiền phạt": a sum of a fine and something else.
fn is_mixed(walk: &Walk, before: Range<usize>) -> bool {
    let joined = walk.rules.cues.before(walk.document, CountCue::Join, before.end).is_some();
    joined && last_kind(walk, before, &SANCTION) == Some(CountCue::Worth)
}

/// "phạt 210.886.216 vì": a fine, with its verb near; any other amount only where nothing follows to be counted.
fn bare_money(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let followed = walk.document.tokens.get(figure.number.end).is_some_and(|t| t.is_word() && !t.starts_line());
    let cue = last_cue(walk, lead(walk, wording), &SANCTION).filter(|cue| cue.end as usize + BARE_REACH >= wording.start);
    let Some(cue) = cue else {
        return (!followed && is_listed_money(walk, figure, wording)).then(|| money(walk, figure, wording));
    };
    match walk.rules.cues.kind(&cue) {
        CountCue::Worth => (!followed).then_some(walk.rules.known.money),
        _ => (!followed || figure.unit.is_empty()).then_some(walk.rules.known.fines),
    }
}

/// "Thu 311 tỷ đồng, trong đó: thuế nhà đất 4,1 tỷ; phí 18,7 tỷ": an amount shortly before names the currency.
fn is_listed_money(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    !figure.unit.is_empty() && walk.money.is_some_and(|(end, _)| end <= wording.start && wording.start - end <= LISTED_REACH)
}

/// Persons, or participants of the event before: "02 lớp tập huấn cho 150 cán bộ".
fn persons(walk: &Walk, figure: &Figure, wording: &Wording) -> usize {
    let known = &walk.rules.known;
    let attends = walk.rules.cues.at(walk.document, CountCue::Attendance, figure.tokens().end).is_some()
        // "05/07 thành viên Ban Chỉ đạo dự họp"
        || figure.of.is_some() && first_cue(walk, predicate(walk, figure), &[CountCue::Attendance]).is_some();
    if attends || is_right_before(walk, wording, CountCue::Attendees) || is_audience(walk, figure, wording) {
        known.participants
    } else if is_inspected_too(walk, wording) {
        known.inspected
    } else {
        known.persons
    }
}

/// "kiểm tra 08 tổ chức đảng và 15 đảng viên"
fn is_inspected_too(walk: &Walk, wording: &Wording) -> bool {
    let prior = walk.prior.as_ref().filter(|p| p.measure == Some(walk.rules.known.inspected));
    let join = || walk.rules.cues.before(walk.document, CountCue::Join, wording.start);
    prior.is_some_and(|prior| join().is_some_and(|join| join.start as usize == prior.tokens.end))
}

/// "Kiểm tra: 463 vụ": a bare `vụ` right behind an inspection is that inspection.
fn cases(walk: &Walk, figure: &Figure, wording: &Wording) -> usize {
    let known = &walk.rules.known;
    let colon = usize::from(wording.start > 0 && walk.document.is_mark(wording.start - 1, ":"));
    let is_bare = figure.unit.len() == 1 && !figure.thing_first && first_cue(walk, predicate(walk, figure), &OFFENCE).is_none();
    let inspected = || walk.rules.cues.before(walk.document, CountCue::Inspection, wording.start - colon).is_some();
    if is_bare && inspected() { known.inspections } else { known.cases }
}

/// Tokens between an event and its audience.
const AUDIENCE_REACH: usize = 16;

pub(crate) fn is_audience(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    let Some(prior) = walk.prior.as_ref().filter(|p| p.measure == Some(walk.rules.known.events)) else { return false };
    let near = wording.start.saturating_sub(prior.tokens.end) <= AUDIENCE_REACH;
    // "03 buổi tiêm cho 400 người": whoever is treated takes no part.
    let treated = walk.rules.cues.at(walk.document, CountCue::PersonCase, prior.tokens.end).is_some();
    let stops = |i: usize| matches!(walk.document.word(i), ";" | "." | ":" | "(" | "|");
    // "02 lớp (90 học viên)", "12 buổi/640 người"
    let beside = wording.start.checked_sub(1).filter(|mark| matches!(walk.document.word(*mark), "(" | "/"));
    let near = near && !(prior.tokens.end..beside.unwrap_or(wording.start)).any(stops);
    let said = || walk.rules.cues.before(walk.document, CountCue::Audience, wording.start).is_some();
    near && !treated && !figure.thing_first && (beside.is_some() || said())
}

/// A fine is a sanction of whom it hits, too.
const OFFENCE: [CountCue; 3] = [CountCue::Violation, CountCue::Fine, CountCue::FineNoun];
const OFTEN: [CountCue; 3] = [CountCue::Broadcast, CountCue::Gathering, CountCue::Inspection];
const DEED: [CountCue; 4] = [CountCue::Inspection, CountCue::Violation, CountCue::Fine, CountCue::FineNoun];
const DEED_OR_HONOUR: [CountCue; 5] = [DEED[0], DEED[1], DEED[2], DEED[3], CountCue::Honour];

/// Violating by its own predicate, else by what was last done in the sentence.
fn body(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let known = &walk.rules.known;
    if let Some(deed) = attribute(figure).and_then(|words| last_kind(walk, words, &DEED)) {
        return Some(if deed == CountCue::Inspection { known.inspected } else { known.violators });
    }
    let predicate = predicate(walk, figure);
    let own = first_cue(walk, predicate.clone(), &OFFENCE);
    let with = first_cue(walk, predicate, &[CountCue::With]).unwrap_or(usize::MAX);
    if own.is_some_and(|own| own < with) || is_right_before(walk, wording, CountCue::Discovery) {
        return Some(known.violators);
    }
    let lead = lead(walk, wording);
    if last_kind(walk, lead.clone(), &DEED_OR_HONOUR) == Some(CountCue::Honour) {
        return None;
    }
    let deed = last_kind(walk, lead.clone(), &DEED).or_else(|| last_kind(walk, introduction(walk, lead.start), &DEED));
    match deed.or_else(|| last_kind(walk, walk.tables().column_head(wording.start)?, &DEED)) {
        Some(CountCue::Inspection) => Some(known.inspected),
        Some(_) => Some(known.violators),
        None if own.is_some() || is_place_of_violation(walk, figure, wording) => Some(known.violators),
        None => told_before(walk, figure),
    }
}

/// "được kiểm tra" of "số cơ sở được kiểm tra: 57".
fn attribute(figure: &Figure) -> Option<Range<usize>> {
    let thing = figure.thing.as_ref().filter(|_| figure.thing_first)?;
    Some(thing.tokens.end..figure.number.start.max(thing.tokens.end))
}

/// Tokens between a thing and what was found there.
const FOUND_REACH: usize = 24;

/// "tại 05 nhà thuốc, đoàn phát hiện …"
fn is_place_of_violation(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    let start = figure.tokens().end;
    let end = walk.sentence(start.saturating_sub(1)).end.min(start + FOUND_REACH).max(start);
    let until = (start..end).find(|i| matches!(walk.document.word(*i), ";" | "|")).unwrap_or(end);
    let found = [CountCue::Violation, CountCue::Discovery];
    is_right_before(walk, wording, CountCue::Where) && first_cue(walk, start..until, &found).is_some()
}

fn is_right_before(walk: &Walk, wording: &Wording, kind: CountCue) -> bool {
    walk.rules.cues.before(walk.document, kind, wording.start).is_some()
}

/// Counts back to which a figure may be told again.
const TOLD_REACH: usize = 20;

/// "28 cơ sở nêu trên": the measure that the same figure of the same thing had before.
fn told_before(walk: &Walk, figure: &Figure) -> Option<usize> {
    let unit = figure.unit(walk.document);
    let known = [walk.rules.known.inspected, walk.rules.known.violators];
    let same = |measure: &usize, count: &Count| count.measure == walk.rules.measure_id(*measure);
    let before = walk.counts.iter().rev().take(TOLD_REACH).map(|mention| &mention.value);
    let mut alike = before.filter(|count| count.value == figure.value && count.unit == unit);
    alike.find_map(|count| known.into_iter().find(|measure| same(measure, count)))
}

/// Sentences in a row that divide one before them, at most.
const MOST_DIVISIONS: usize = 4;
/// Items of a list between its head and a figure, at most.
const MOST_ITEMS: usize = 16;
/// Tokens of a sentence among which it says that it divides.
const DIVISION_REACH: usize = 3;

/// What the sentence at `start` goes on from: the one before that ends with a colon, the one that it divides, or the head
/// of its list.
fn introduction(walk: &Walk, start: usize) -> Range<usize> {
    let Some(last) = start.checked_sub(1) else { return 0..0 };
    if walk.document.is_mark(last, ":") {
        return walk.sentence(last);
    }
    divided(walk, start).or_else(|| list_head(walk, start)).unwrap_or(0..0)
}

/// "Theo lĩnh vực: …", "Trong đó, …": the sentence of the paragraph that this one divides, as others before may do.
fn divided(walk: &Walk, start: usize) -> Option<Range<usize>> {
    let paragraph = walk.document.layout.paragraph_of(start);
    let mut at = start;
    for _ in 0..MOST_DIVISIONS {
        if first_cue(walk, at..at + DIVISION_REACH, &[CountCue::Division]).is_none() || at <= paragraph.start {
            break;
        }
        at = walk.sentence(at - 1).start;
    }
    (at < start).then(|| walk.sentence(at))
}

/// "Kết quả xử phạt:" above items that one mark opens.
fn list_head(walk: &Walk, start: usize) -> Option<Range<usize>> {
    let document = walk.document;
    let item = |p: &Range<usize>| matches!(document.word(p.start), "-" | "+" | "*" | "•").then(|| document.word(p.start));
    let layout = &document.layout;
    let own = layout.paragraphs.partition_point(|p| p.end <= start);
    let mark = item(layout.paragraphs.get(own)?)?;
    let above = layout.paragraphs[..own].iter().rev().take(MOST_ITEMS).find(|p| item(p) != Some(mark))?;
    let last = above.end.checked_sub(1).filter(|i| document.is_mark(*i, ":"))?;
    Some(walk.sentence(last))
}

/// A violator where a violation is near, a person among persons.
fn instance(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let persons = walk.rules.known.persons;
    let lead = lead(walk, wording);
    let silent = last_cue(walk, lead.clone(), &DEED).is_none() && divided(walk, lead.start).is_some();
    // "… 116 trường hợp nhập cảnh trái phép. Trong đó, 01 trường hợp …"
    if silent && walk.prior.as_ref().is_some_and(|p| p.measure == Some(persons)) {
        return Some(persons);
    }
    // "giám sát ca bệnh, khống chế số mắc mới không quá 200 trường hợp"
    let nearest = last_kind(walk, lead, &[CountCue::Inspection, CountCue::Violation, CountCue::Fine, CountCue::PersonCase]);
    match body(walk, figure, wording) {
        Some(measure) if measure == walk.rules.known.inspected && nearest == Some(CountCue::PersonCase) => Some(persons),
        other => other.or_else(|| is_person(walk, figure, wording).then_some(persons)),
    }
}

/// Among persons, or where illness, a border, a count of persons is spoken of.
fn is_person(walk: &Walk, figure: &Figure, wording: &Wording) -> bool {
    let persons = Some(walk.rules.known.persons);
    let near = |end: usize| wording.start.saturating_sub(end) <= AMONG_REACH;
    let among = walk.prior.as_ref().is_some_and(|p| p.measure == persons && near(p.tokens.end));
    let around = lead(walk, wording).start..predicate(walk, figure).end;
    among || last_cue(walk, around, &[CountCue::PersonCase]).is_some()
}

/// "Khen thưởng 05 tập thể, 12 cá nhân": persons; else a body like any other.
fn individual(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let is_alone = figure.unit.len() <= INDIVIDUAL;
    let lead = lead(walk, wording);
    let deed = last_kind(walk, lead.clone(), &DEED_OR_HONOUR);
    let deed = deed.or_else(|| last_kind(walk, introduction(walk, lead.start), &DEED_OR_HONOUR));
    if is_alone && deed == Some(CountCue::Honour) {
        return Some(walk.rules.known.persons);
    }
    body(walk, figure, wording)
}

/// "tuần tra 240 lượt"; "tuyên truyền 240 lượt" may count listeners.
fn turn(walk: &Walk, wording: &Wording) -> Option<usize> {
    let verb = [CountCue::Broadcast, CountCue::Inspection];
    let cue = verb.iter().find_map(|kind| walk.rules.cues.before(walk.document, *kind, wording.start))?;
    times(walk, cue.start as usize..wording.start)
}

/// Counts back to which a bare turn may go on.
const TURNS_BACK: usize = 4;

/// "2.316 lượt kiểm tra tại 2.104 cơ sở (năm 2013: 2.188 lượt)": what the turns of the same sentence were.
fn turn_before(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let start = walk.document.tokens.get(lead(walk, wording).start)?.span.start;
    let unit = figure.unit(walk.document)?;
    let mut before = walk.counts.iter().rev().take(TURNS_BACK).take_while(|c| c.span.start >= start).map(|c| &c.value);
    let longer = |c: &&Count| c.unit.as_deref().and_then(|u| u.strip_prefix(unit.as_str())).is_some_and(|rest| rest.starts_with(' '));
    let measure = &before.find(longer)?.measure;
    let known = &walk.rules.known;
    [known.inspections, known.participants, known.programs].into_iter().find(|m| walk.rules.measure_id(*m) == measure)
}

/// "kiểm tra tại 05 huyện, thị", "nhắc nhở 02 điểm"
fn place(walk: &Walk, wording: &Wording) -> Option<usize> {
    let lead = lead(walk, wording);
    if [CountCue::Discovery, CountCue::Violation, CountCue::Fine].iter().any(|k| is_right_before(walk, wording, *k)) {
        return Some(walk.rules.known.violators);
    }
    let near = wording.start.saturating_sub(PLACE_REACH).max(lead.start)..wording.start;
    (last_kind(walk, near, &DEED)? == CountCue::Inspection).then_some(walk.rules.known.inspected)
}

/// "giao ban 02 lần/tháng": what is done so often tells.
fn times(walk: &Walk, before: Range<usize>) -> Option<usize> {
    let known = &walk.rules.known;
    match last_kind(walk, before, &OFTEN)? {
        CountCue::Broadcast => Some(known.programs),
        CountCue::Gathering => Some(known.events),
        _ => Some(known.inspections),
    }
}

/// "02 buổi kiểm tra"; a broadcast where a station's verb is the nearest one; else an event.
fn session(walk: &Walk, figure: &Figure, wording: &Wording) -> usize {
    if walk.rules.cues.at(walk.document, CountCue::Inspection, figure.tokens().end).is_some() {
        return walk.rules.known.inspections;
    }
    match last_kind(walk, lead(walk, wording), &[CountCue::Broadcast, CountCue::Gathering]) {
        Some(CountCue::Broadcast) => walk.rules.known.programs,
        _ => walk.rules.known.events,
    }
}

/// An inspection or an event, by the word behind it, else by the nearest before; else nothing.
fn round(walk: &Walk, figure: &Figure, wording: &Wording) -> Option<usize> {
    let known = &walk.rules.known;
    let kinds = [CountCue::Inspection, CountCue::Gathering];
    let after = figure.tokens().end;
    let mut hits = walk.document.hits.within(Family::Count, after..after + BEHIND_REACH).map(|hit| walk.rules.cues.kind(&hit));
    let own = hits.find(|kind| kinds.contains(kind));
    match own.or_else(|| last_kind(walk, lead(walk, wording), &kinds))? {
        CountCue::Inspection => Some(known.inspections),
        _ => Some(known.events),
    }
}
