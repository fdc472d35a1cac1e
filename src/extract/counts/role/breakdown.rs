//! Parts that the text itself divides a whole into: brackets, "trong đó", lists.

use std::ops::Range;

use super::outline::{PLAIN, ends_with_colon};
use super::page::Page;
use super::verdict::Verdicts;
use crate::lexicon::Hit;
use crate::record::CountRole;
use crate::rules::roles::RoleCue;

/// Tokens between a whole and the brackets with its parts, at most, where a comma stands between.
const BRACKET_NEAR: usize = 12;
/// Tokens of a sentence or a clause that count as its opening.
const OPENING: usize = 4;
/// Cues between a list's head and an item of it, at most.
const FARTHEST_ROSTER: usize = 400;
/// Counts of a list that are added up, at most.
const MOST_LISTED: usize = 500;
/// Tokens of a list's head, at most.
const ROSTER_HEAD: usize = 30;
/// Tokens between a count and "còn lại".
const REST: usize = 2;
/// Counts that a look back for a whole passes at most.
const LOOK_BACK: usize = 60;
/// Earlier parts that new ones are compared with, at most.
const MOST_LIKE: usize = 200;
/// Parts of parts of parts, at most.
const DEEPEST: usize = 60;

pub(super) fn mark(page: &Page, verdicts: &mut Verdicts) {
    divide_all(page, verdicts, in_brackets);
    divide_all(page, verdicts, after_cue);
    divide_all(page, verdicts, under_cue);
    divide_all(page, verdicts, after_colon);
    divide_all(page, verdicts, in_list);
    divide_all(page, verdicts, in_roster);
    for i in (0..page.len()).filter(|i| page.count(*i).per.is_none()) {
        if let Some(whole) = apart_from(page, verdicts, i).or_else(|| done_of(page, i)) {
            verdicts.piece(i, whole);
        }
    }
}

/// A count's whole, and what tells so: equal anchors make one axis.
struct Found {
    whole: usize,
    anchor: usize,
    complete: bool,
}

type Finder = fn(&Page, &Verdicts, usize) -> Option<Found>;

/// Looks for the whole of every open count in one way, and groups what stands together.
fn divide_all(page: &Page, verdicts: &mut Verdicts, find: Finder) {
    let mut group: Option<(Found, Vec<usize>)> = None;
    for i in 0..page.len() {
        if !verdicts.is_open(i) || page.count(i).per.is_some() {
            continue;
        }
        // What comes may be a part of a part: the sentence before has to be settled.
        if group.as_ref().is_some_and(|(_, parts)| parts.iter().all(|p| page.sites[*p].sentence != page.sites[i].sentence)) {
            close(page, verdicts, group.take());
        }
        let Some(found) = find(page, verdicts, i) else { continue };
        match &mut group {
            Some((last, parts)) if goes_with(page, last, parts[0], &found, i) => parts.push(i),
            Some(_) => {
                close(page, verdicts, group.take());
                // What was a part so far leads on to its whole.
                group = find(page, verdicts, i).map(|found| (found, vec![i]));
            }
            None => group = Some((found, vec![i])),
        }
    }
    close(page, verdicts, group);
}

/// Parts after one cue have one whole, although a nearer count could hold a small one.
fn goes_with(page: &Page, last: &Found, first: usize, found: &Found, i: usize) -> bool {
    last.anchor == found.anchor && (last.whole == found.whole || page.same_measure(first, i) && page.holds(last.whole, i))
}

/// Parts that are like those of an earlier axis of the same whole are parts of
/// these: "gồm 305 vụ hàng lậu; 68 vụ hàng giả. Trong đó, Công an bắt 120 vụ hàng lậu".
fn close(page: &Page, verdicts: &mut Verdicts, group: Option<(Found, Vec<usize>)>) {
    let Some((found, mut parts)) = group else { return };
    let earlier = verdicts.complete_axis(found.whole).map(|a| a.parts[..a.parts.len().min(MOST_LIKE)].to_vec());
    for like in earlier.unwrap_or_default() {
        if parts.is_empty() {
            break;
        }
        let (same, others) = parts.into_iter().partition(|p| page.are_alike(like, *p) && page.holds(like, *p));
        verdicts.divide(like, same, found.anchor, false);
        parts = others;
    }
    verdicts.divide(found.whole, parts, found.anchor, found.complete);
}

/// "21 tổ chức, cá nhân (14 tổ chức, 07 cá nhân)".
fn in_brackets(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    let site = &page.sites[i];
    let bracket = site.bracket.clone()?;
    let is_near = |j: &usize| {
        let between = page.sites[*j].tokens.end..bracket.start.saturating_sub(1);
        let close = between.len() <= BRACKET_NEAR || !page.has_mark(between.clone(), ',');
        close && !page.has_mark(between, ';')
    };
    let mut before = candidates(page, verdicts, i, site.sentence.start..bracket.start.saturating_sub(1));
    let whole = before.find(is_near)?;
    let divides = page.last_cue(site.before(), &[RoleCue::Among]).is_some();
    Some(Found { whole: climb(page, verdicts, whole), anchor: bracket.start, complete: !divides })
}

/// "…, trong đó …", "…, gồm …", "Cụ thể: …".
fn after_cue(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    let site = &page.sites[i];
    let before = site.before();
    let (kind, cue) =
        page.cues_back(i, before.clone(), [RoleCue::Among, RoleCue::Happening, RoleCue::Consists, RoleCue::Besides]).next()?;
    let opens = cue.start as usize <= before.start + OPENING && site.bracket.is_none();
    if kind == RoleCue::Besides || !governs(page, &cue, opens, i) {
        return None;
    }
    let anchor = cue.start as usize;
    let same_sentence = site.sentence.start..anchor;
    let inside = candidates(page, verdicts, i, same_sentence.clone()).find(|j| kind != RoleCue::Consists || is_next_to(page, *j, anchor));
    let paragraph = page.document.layout.paragraphs[site.paragraph].start..anchor;
    let whole = match inside {
        Some(whole) => Some(whole),
        None if opens => candidates(page, verdicts, i, paragraph).next().or_else(|| in_paragraph_before(page, verdicts, i)),
        None => None,
    }?;
    let whole = if opens && (kind == RoleCue::Happening || page.has_cue(anchor..before.end, RoleCue::Found)) {
        done_of(page, whole).unwrap_or(whole)
    } else {
        whole
    };
    Some(Found { whole: climb(page, verdicts, whole), anchor, complete: kind == RoleCue::Consists })
}

/// "… Trong đó:" ends a paragraph, and the next one tells the parts.
fn under_cue(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    let site = &page.sites[i];
    let paragraphs = &page.document.layout.paragraphs;
    let opens = site.sentence.start == paragraphs[site.paragraph].start && site.bracket.is_none();
    let above = site.paragraph.checked_sub(1).filter(|_| opens).map(|p| paragraphs[p].clone())?;
    if !ends_with_colon(page.document, &above) {
        return None;
    }
    let end = above.end.saturating_sub(OPENING).max(above.start)..above.end;
    let (kind, _) = page.last_cue(end, &[RoleCue::Among, RoleCue::Consists])?;
    let whole = candidates(page, verdicts, i, above.clone()).next()?;
    // The items after the first find the same list by its head.
    Some(Found { whole: climb(page, verdicts, whole), anchor: above.start, complete: kind == RoleCue::Consists })
}

/// The cue still speaks at the count: in mid-sentence, and without a colon, a
/// new action after a semicolon ends it.
fn governs(page: &Page, cue: &Hit, opens: bool, i: usize) -> bool {
    let end = cue.end as usize;
    let has_colon = (end - 1..end + 3).any(|t| page.document.is_mark(t, ":"));
    if has_colon || opens && !page.is_money(i) {
        return true;
    }
    let start = page.sites[i].tokens.start;
    let Some(clause) = page.behind_last(end..start, ';').map(|behind| behind..start) else { return true };
    let acts = |k: RoleCue| k == RoleCue::Act || !opens && super::stage::rank(k).is_some();
    !page.cues(clause).any(|(k, _)| acts(k))
}

/// No semicolon between a whole and the cue, but right before the cue.
fn is_next_to(page: &Page, whole: usize, cue: usize) -> bool {
    !page.has_mark(page.sites[whole].tokens.end..cue.saturating_sub(1), ';')
}

/// The paragraph before, where it has counts; else the lead.
fn in_paragraph_before(page: &Page, verdicts: &Verdicts, i: usize) -> Option<usize> {
    let paragraph = page.sites[i].paragraph;
    let first = page.in_paragraph(paragraph).start;
    let level = page.outline.block(paragraph).level;
    // "- Chia theo nội dung: …" after "- Chia theo ấn phẩm:" and its "+ …": items of the other division are passed by.
    let is_deeper = |p: usize| level > PLAIN && page.outline.block(p).level > level;
    let mut above = (0..first).rev().take(LOOK_BACK).map(|j| page.sites[j].paragraph);
    let before = above.find(|p| !is_deeper(*p));
    let section = |p: usize| page.outline.block(p).section;
    let near = before.filter(|p| section(*p) == section(paragraph));
    let tokens = near.map(|p| page.document.layout.paragraphs[p].clone());
    let in_near = tokens.and_then(|t| candidates(page, verdicts, i, t).next());
    let holds = |j: &usize| page.same_measure(*j, i) && may_hold(page, verdicts, *j, i);
    in_near.or_else(|| page.lead_before(i).take(MOST_LISTED).find(holds))
}

/// "Tổng kinh phí 150 triệu đồng: Hội chi 90 triệu đồng; Mặt trận chi 60 triệu đồng".
fn after_colon(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    let site = &page.sites[i];
    let has_colon = |j: &usize| {
        let end = page.sites[*j].tokens.end;
        (end..end + 2).any(|t| page.document.is_mark(t, ":"))
    };
    let whole = candidates(page, verdicts, i, site.sentence.start..site.tokens.start).find(has_colon)?;
    let rest = (whole + 1..page.len()).take(MOST_LISTED).take_while(|j| page.sites[*j].sentence == site.sentence);
    let parts = rest.filter(|j| page.same_measure(whole, *j));
    let sum = parts.fold(0i64, |sum, j| sum.saturating_add(page.count(j).value));
    let fits = sum <= page.count(whole).value;
    fits.then(|| Found { whole, anchor: page.sites[whole].tokens.end, complete: true })
}

/// The first figure of each measure in a list item, under a head with a figure.
fn in_list(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    let site = &page.sites[i];
    let paragraphs = &page.document.layout.paragraphs;
    let head = page.outline.block(site.paragraph).head?;
    let tokens = paragraphs[counted_head(page, head)?].clone();
    if site.bracket.is_some() || !opens_list(page, &paragraphs[head]) {
        return None;
    }
    let is_first = !page.in_paragraph(site.paragraph).any(|j| j < i && page.same_measure(i, j) && page.sites[j].bracket.is_none());
    let whole = candidates(page, verdicts, i, tokens.clone()).next().filter(|_| is_first)?;
    Some(Found { whole: climb_within(page, verdicts, whole, &tokens), anchor: tokens.start, complete: false })
}

/// The head of a list; of one that only names a division, "- Chia theo ấn phẩm:", the head above.
fn counted_head(page: &Page, head: usize) -> Option<usize> {
    let tokens = page.document.layout.paragraphs[head].clone();
    let divides = |t: Range<usize>| page.cues(t).any(|(k, _)| matches!(k, RoleCue::Among | RoleCue::Consists));
    let only_divides = page.in_paragraph(head).is_empty() && ends_with_colon(page.document, &tokens) && divides(tokens);
    if only_divides { page.outline.block(head).head } else { Some(head) }
}

fn opens_list(page: &Page, head: &Range<usize>) -> bool {
    let end = head.end.saturating_sub(OPENING).max(head.start)..head.end;
    ends_with_colon(page.document, head) || page.cues(end).any(|(k, _)| matches!(k, RoleCue::Among | RoleCue::Consists))
}

/// "Danh sách các cơ sở bị phạt: Công ty A bị phạt 35 triệu đồng …", one a
/// paragraph: parts of the last amount before the list.
fn in_roster(page: &Page, verdicts: &Verdicts, i: usize) -> Option<Found> {
    if !page.is_money(i) {
        return None;
    }
    let start = page.sites[i].tokens.start;
    let roster = page.rosters_before(start, FARTHEST_ROSTER).find(|h| opens_roster(page, h))?.start as usize;
    let section = |t: usize| page.outline.block(page.document.layout.paragraphs.partition_point(|p| p.end <= t)).section;
    let mut above = page.read_before(i).filter(|j| page.sites[*j].tokens.end <= roster);
    let whole = above.find(|j| page.same_measure(*j, i) && verdicts.is_open(*j)).filter(|j| may_hold(page, verdicts, *j, i))?;
    let fits = roster_sum(page, roster, whole) <= page.count(whole).value;
    (fits && section(roster) == section(start)).then_some(Found { whole, anchor: roster, complete: false })
}

/// A colon opens the list, at the end of the sentence or before its first item.
fn opens_roster(page: &Page, roster: &Hit) -> bool {
    let sentence = page.document.layout.sentence_of(roster.start as usize);
    let head = roster.end as usize..sentence.end.min(roster.end as usize + ROSTER_HEAD);
    head.into_iter().any(|token| page.document.is_mark(token, ":"))
}

fn roster_sum(page: &Page, roster: usize, whole: usize) -> i64 {
    let first = page.sites.partition_point(|s| s.tokens.start < roster);
    let listed = (first..page.len()).take(MOST_LISTED).filter(|j| page.same_measure(*j, whole) && !page.is_signed(*j));
    listed.fold(0, |sum: i64, j| sum.saturating_add(page.count(j).value))
}

/// "Riêng huyện Kỳ Sơn có 412 người", "mức cao nhất là 35 triệu đồng".
fn apart_from(page: &Page, verdicts: &Verdicts, i: usize) -> Option<usize> {
    let before = page.sites[i].sentence_before();
    if let Some(whole) = rest_of(page, verdicts, i) {
        return Some(whole);
    }
    let kinds = [RoleCue::Apart, RoleCue::Besides];
    let (kind, cue) = if page.hears(i, &kinds) { page.last_cue(before.clone(), &kinds)? } else { return None };
    let between = cue.end as usize..before.end;
    if kind == RoleCue::Besides || page.has_mark(between, ';') {
        return None;
    }
    let paragraph = page.sites[i].paragraph;
    let reach = |j: &usize| page.outline.block(page.sites[*j].paragraph).section == page.outline.block(paragraph).section;
    let holds = |j: &usize| {
        let before_cue = page.sites[*j].tokens.end <= cue.start as usize;
        before_cue && page.same_measure(*j, i) && may_hold(page, verdicts, *j, i)
    };
    let near: Vec<usize> = page.read_before(i).take(LOOK_BACK).take_while(reach).filter(holds).collect();
    let runs = near.first().is_some_and(|j| verdicts.role(*j) == Some(CountRole::Cumulative));
    if runs && super::earlier::is_own_stretch(page, i, page.sites[i].sentence_before()) {
        return None;
    }
    let named = near.iter().find(|j| page.sites[**j].paragraph == paragraph && page.same_name(**j, i));
    named.or(near.first()).map(|whole| climb(page, verdicts, *whole))
}

/// "17 đối tượng … 2 người còn lại": of the nearest like figure that can hold it.
fn rest_of(page: &Page, verdicts: &Verdicts, i: usize) -> Option<usize> {
    let end = page.sites[i].tokens.end;
    if !page.cues_near(end.saturating_sub(REST)..end + REST).any(|(k, h)| k == RoleCue::Rest && h.end as usize >= end) {
        return None;
    }
    let paragraph = page.sites[i].paragraph;
    let near = |j: &usize| page.sites[*j].paragraph + 1 >= paragraph;
    let mut before = page.read_before(i).take(LOOK_BACK).take_while(near);
    before.find(|j| page.same_measure(*j, i) && may_hold(page, verdicts, *j, i)).map(|whole| climb(page, verdicts, whole))
}

/// "118/139 vụ việc" where 139 were counted before.
fn done_of(page: &Page, i: usize) -> Option<usize> {
    let of = page.count(i).of?;
    let section = |j: usize| page.outline.block(page.sites[j].paragraph).section;
    page.read_before(i).take(LOOK_BACK).find(|j| page.count(*j).value == of && page.same_measure(*j, i) && section(*j) == section(i))
}

/// Counts within a range of tokens that may hold `i`, the nearest first: those
/// of its measure, then amounts of money where fines and money cross.
fn candidates<'p>(page: &'p Page, verdicts: &'p Verdicts, i: usize, tokens: Range<usize>) -> impl Iterator<Item = usize> + 'p {
    let first = page.sites.partition_point(|s| s.tokens.start < tokens.start);
    let last = page.sites.partition_point(|s| s.tokens.end <= tokens.end).max(first);
    let near = first.max(last.saturating_sub(LOOK_BACK))..last;
    let bracket = page.sites[i].bracket.clone();
    let open = move |j: &usize| page.sites[*j].bracket.is_none() || page.sites[*j].bracket == bracket || verdicts.is_divided(*j);
    let same = near.clone().rev().filter(move |j| page.same_measure(*j, i));
    let crossing = near.rev().filter(move |j| page.count(*j).measure == "money" && page.count(i).measure == "fines");
    same.chain(crossing).filter(move |j| *j < i && may_hold(page, verdicts, *j, i)).filter(open)
}

fn may_hold(page: &Page, verdicts: &Verdicts, whole: usize, part: usize) -> bool {
    whole != part && verdicts.may_be_whole(whole) && page.holds(whole, part)
}

/// From a part of a division to what is divided, from a figure said again to where it was told.
fn climb(page: &Page, verdicts: &Verdicts, count: usize) -> usize {
    climb_within(page, verdicts, verdicts.original(count).unwrap_or(count), &(0..usize::MAX))
}

/// The same, not farther than some tokens: an item "a) 612 tin, bài" is itself the whole of the list below it.
fn climb_within(page: &Page, verdicts: &Verdicts, count: usize, tokens: &Range<usize>) -> usize {
    let mut top = count;
    for _ in 0..DEEPEST {
        let whole = verdicts.whole(top).filter(|whole| verdicts.is_divided(top) && page.same_measure(*whole, top));
        let whole = whole.filter(|whole| tokens.contains(&page.sites[*whole].tokens.start));
        let Some(whole) = whole else { break };
        top = whole;
    }
    top
}
