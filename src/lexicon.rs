//! Many phrases, one automaton, whole words, longest wins.
//!
//! A phrase is a row of syllables. Every syllable that any rule names gets a
//! code of a fixed number of bytes, the first of them at least 0x80 and the
//! others below, so that no match can begin inside a code. One aho-corasick
//! automaton runs over the codes of a document's tokens: whole words, white
//! space, line breaks, letter case and tone placement are settled before it
//! starts, and it reads two bytes a syllable.
//!
//! A comma in a phrase may be missing in the text; any other mark must stand.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, BuildError, MatchKind};

use crate::document::{Token, tokens};
use crate::rules::RuleId;
use crate::rules::spelling::Spelling;

/// A syllable, number or mark that some rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Syllable(pub u32);

impl Syllable {
    pub const UNKNOWN: Syllable = Syllable(0);
}

/// Every syllable that the rules name, in all its spellings.
///
/// A syllable of up to 16 bytes, as all Vietnamese ones are, is a number: it is
/// looked up in a table of our own without a byte being compared.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Open addressing; the length is a power of two, at most half of it taken.
    slots: Vec<(u128, Syllable)>,
    known: usize,
    long: HashMap<Box<[u8]>, Syllable, foldhash::fast::FixedState>,
}

impl Vocabulary {
    /// What a word in lower case is known as.
    pub fn get(&self, folded: &[u8]) -> Syllable {
        self.get_at(folded, 0..folded.len())
    }

    /// The same for the word at `at` of a text, which is read in one go.
    pub fn get_at(&self, text: &[u8], at: std::ops::Range<usize>) -> Syllable {
        if at.len() > SHORT {
            return self.long.get(&text[at]).copied().unwrap_or(Syllable::UNKNOWN);
        }
        if self.slots.is_empty() {
            return Syllable::UNKNOWN;
        }
        self.slots[self.slot(number(text, at))].1
    }

    fn insert(&mut self, folded: &[u8], id: Syllable) {
        if folded.len() > SHORT {
            self.long.insert(folded.into(), id);
            return;
        }
        if 2 * (self.known + 1) > self.slots.len() {
            self.grow();
        }
        let key = number(folded, 0..folded.len());
        let slot = self.slot(key);
        self.known += usize::from(self.slots[slot].1 == Syllable::UNKNOWN);
        self.slots[slot] = (key, id);
    }

    fn grow(&mut self) {
        let doubled = vec![(0, Syllable::UNKNOWN); (2 * self.slots.len()).max(1 << 10)];
        let old = std::mem::replace(&mut self.slots, doubled);
        for (key, id) in old.into_iter().filter(|(_, id)| *id != Syllable::UNKNOWN) {
            let slot = self.slot(key);
            self.slots[slot] = (key, id);
        }
    }

    /// Where a key lies, or the free slot where it would.
    fn slot(&self, key: u128) -> usize {
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mask = self.slots.len() - 1;
        let mut at = (mixed >> 32) as usize & mask;
        while self.slots[at].1 != Syllable::UNKNOWN && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }
}

/// Bytes of a syllable that fits a number.
const SHORT: usize = 16;

/// The word at `at` as a number; no longer than `SHORT` bytes.
fn number(text: &[u8], at: std::ops::Range<usize>) -> u128 {
    let len = at.len();
    match text.get(at.start..at.start + SHORT).and_then(|b| <[u8; SHORT]>::try_from(b).ok()) {
        Some(bytes) if len > 0 => u128::from_le_bytes(bytes) & (u128::MAX >> (8 * (SHORT - len))),
        _ => {
            let mut bytes = [0; SHORT];
            bytes[..len].copy_from_slice(&text[at]);
            u128::from_le_bytes(bytes)
        }
    }
}

/// Which question a phrase helps to answer; phrases of different families never hide each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Family {
    Stamp,
    Date,
    MonthName,
    Kind,
    Issuer,
    Section,
    Header,
    Period,
    PeriodNumber,
    Citation,
    Provision,
    LawName,
    Unit,
    Number,
    Modifier,
    Rate,
    Count,
    Topic,
    TopicCue,
    Place,
    PlaceCue,
    DistrictCue,
    Commune,
    Role,
    Purpose,
    Coverage,
}

impl Family {
    pub const COUNT: usize = Family::Coverage as usize + 1;
}

/// What letter case a phrase asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// Any.
    Any,
    /// Every syllable begins with a capital: a name.
    Name,
    /// As the rule writes it: an abbreviation.
    Exact,
}

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub family: Family,
    pub rule: RuleId,
    /// Index into the family's own compiled rules.
    pub value: u32,
    pub case: Case,
}

/// A phrase met in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// First token.
    pub start: u32,
    /// Token after the last.
    pub end: u32,
    pub rule: RuleId,
    pub value: u32,
}

/// The phrases met, by family, sorted by where they begin, the longer first.
///
/// Extractors ask of nearly every token whether some phrase begins or ends
/// there, and nearly always none does: one bit a family and token says so.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    families: [Vec<Hit>; Family::COUNT],
    /// For every token, the families of which a hit begins there.
    beginning: Vec<FamilySet>,
    /// For every token and the end, the families of which a hit ends right before it.
    ending: Vec<FamilySet>,
    /// For every block of tokens, how many hits of each family begin before it.
    before_block: Vec<[u32; Family::COUNT]>,
}

/// A bit for every family.
type FamilySet = u32;
const _: () = assert!(Family::COUNT <= FamilySet::BITS as usize);

impl Family {
    fn bit(self) -> FamilySet {
        1 << self as u32
    }
}

/// Tokens of a block: few enough to search in, many enough to make few blocks.
const BLOCK: usize = 64;

impl Hits {
    /// Notes where hits begin and end, once all of them are there.
    pub fn index(&mut self, tokens: usize) {
        self.beginning = vec![0; tokens + 1];
        self.ending = vec![0; tokens + 1];
        self.before_block = vec![[0; Family::COUNT]; tokens / BLOCK + 2];
        for (family, hits) in self.families.iter().enumerate() {
            for hit in hits {
                self.beginning[hit.start as usize] |= 1 << family;
                self.ending[hit.end as usize] |= 1 << family;
                self.before_block[hit.start as usize / BLOCK + 1][family] += 1;
            }
        }
        for block in 1..self.before_block.len() {
            let before = self.before_block[block - 1];
            self.before_block[block].iter_mut().zip(before).for_each(|(own, before)| *own += before);
        }
    }

    pub fn of(&self, family: Family) -> &[Hit] {
        &self.families[family as usize]
    }

    /// The hits that begin at a token, the longest first.
    #[inline]
    pub fn at(&self, family: Family, token: usize) -> std::slice::Iter<'_, Hit> {
        if self.beginning.get(token).is_none_or(|set| set & family.bit() == 0) {
            return [].iter();
        }
        let from = self.from(family, token);
        let count = from.iter().take_while(|h| h.start as usize == token).count();
        from[..count].iter()
    }

    /// The hits that lie wholly within `range` of tokens.
    pub fn within(&self, family: Family, range: std::ops::Range<usize>) -> impl Iterator<Item = &Hit> {
        let from = self.from(family, range.start);
        from.iter().take_while(move |h| (h.start as usize) < range.end).filter(move |h| h.end as usize <= range.end)
    }

    /// The hits that end with the token before `token`, the longest first.
    #[inline]
    pub fn ending(&self, family: Family, token: usize) -> impl Iterator<Item = &Hit> {
        let from = match self.ending.get(token) {
            Some(set) if set & family.bit() != 0 => self.from(family, token.saturating_sub(MAX_PHRASE)),
            _ => &[],
        };
        from.iter().take_while(move |h| (h.start as usize) < token).filter(move |h| h.end as usize == token)
    }

    /// Adds hits of a family to those that are there; of all of them the longest win.
    pub fn add(&mut self, family: Family, more: impl Iterator<Item = Hit>) {
        let hits = &mut self.families[family as usize];
        hits.extend(more);
        keep_longest(hits);
    }

    /// The longest hit that ends with the token before `token`.
    pub fn ending_at(&self, family: Family, token: usize) -> Option<&Hit> {
        self.ending(family, token).next()
    }

    /// The hits that begin at a token or behind it.
    pub fn from(&self, family: Family, token: usize) -> &[Hit] {
        let all = self.of(family);
        &all[self.count_before(family, token)..]
    }

    /// The hits that begin in a range of tokens.
    pub fn beginning_in(&self, family: Family, tokens: std::ops::Range<usize>) -> &[Hit] {
        let first = self.count_before(family, tokens.start);
        let last = if tokens.end > tokens.start { self.count_before(family, tokens.end) } else { first };
        &self.of(family)[first..last]
    }

    /// How many hits begin before a token.
    fn count_before(&self, family: Family, token: usize) -> usize {
        let all = self.of(family);
        let block = token / BLOCK;
        let Some(next) = self.before_block.get(block + 1) else { return all.len() };
        let first = self.before_block[block][family as usize] as usize;
        first + all[first..next[family as usize] as usize].partition_point(|h| (h.start as usize) < token)
    }
}

/// Tokens of the longest phrase that a rule may have.
pub(crate) const MAX_PHRASE: usize = 32;

/// A phrase as the rules give it, before compilation.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// As the rule writes it.
    pub text: String,
    pub entry: Entry,
}

/// Collects the phrases of all rules.
#[derive(Debug, Default)]
pub(crate) struct LexiconBuilder {
    phrases: Vec<Phrase>,
}

impl LexiconBuilder {
    /// Adds a phrase in the rules' form: `cuộc {thanh tra|kiểm tra}`, `phòng, chống ma túy`.
    pub fn add(&mut self, phrase: &str, entry: Entry) {
        self.phrases.push(Phrase { text: phrase.to_owned(), entry });
    }

    pub fn into_phrases(self) -> Vec<Phrase> {
        self.phrases
    }

    pub fn build(&self, spelling: &Spelling) -> Result<Lexicon, BuildError> {
        let mut compiler = Compiler { spelling, vocabulary: Vocabulary::default(), next: 1, patterns: BTreeMap::new() };
        for phrase in &self.phrases {
            alternatives(&phrase.text).iter().for_each(|text| compiler.add(text, phrase.entry));
        }
        compiler.finish()
    }
}

/// All readings of a phrase with `{a|b}` groups.
pub(crate) fn alternatives(phrase: &str) -> Vec<String> {
    let Some(open) = phrase.find('{') else { return vec![phrase.to_owned()] };
    let Some(close) = phrase[open..].find('}').map(|i| open + i) else { return vec![phrase.to_owned()] };
    let (head, tail) = (&phrase[..open], &phrase[close + 1..]);
    let tails = alternatives(tail);
    let heads = phrase[open + 1..close].split('|');
    heads.flat_map(|a| tails.iter().map(move |t| format!("{head}{a}{t}"))).collect()
}

struct Compiler<'a> {
    spelling: &'a Spelling,
    vocabulary: Vocabulary,
    next: u32,
    /// Rows of syllables, and what each stands for with its text.
    patterns: BTreeMap<Vec<Syllable>, Vec<(Entry, String)>>,
}

impl Compiler<'_> {
    fn add(&mut self, text: &str, entry: Entry) {
        let folded = text.to_lowercase();
        let words: Vec<Token> = tokens(&folded, &folded, &Vocabulary::default());
        let mut rows: Vec<Vec<Syllable>> = vec![Vec::new()];
        for word in words {
            let word = &folded[word.span.range()];
            let syllable = self.syllable(word);
            // A comma doubles the rows: with it and without.
            if word == "," {
                let without = rows.clone();
                rows.iter_mut().for_each(|r| r.push(syllable));
                rows.extend(without);
            } else {
                rows.iter_mut().for_each(|r| r.push(syllable));
            }
        }
        for row in rows.into_iter().filter(|r| !r.is_empty() && r.len() <= MAX_PHRASE) {
            let meanings = self.patterns.entry(row).or_default();
            if !meanings.iter().any(|(e, t)| *e == entry && (entry.case != Case::Exact || t == text)) {
                meanings.push((entry, text.to_owned()));
            }
        }
    }

    fn syllable(&mut self, folded: &str) -> Syllable {
        let known = self.vocabulary.get(folded.as_bytes());
        if known != Syllable::UNKNOWN {
            return known;
        }
        let id = Syllable(self.next);
        self.next += 1;
        for spelling in self.spelling.variants(folded) {
            self.vocabulary.insert(spelling.as_bytes(), id);
        }
        id
    }

    fn finish(self) -> Result<Lexicon, BuildError> {
        let width = if self.next <= 1 << 14 { 2 } else { 3 };
        let mut rows = Vec::with_capacity(self.patterns.len());
        let mut meanings = Vec::with_capacity(self.patterns.len());
        for (row, mut meaning) in self.patterns {
            meaning.sort_by_key(|(entry, _)| (entry.family, entry.value));
            let mut code = Vec::with_capacity(row.len() * width);
            row.iter().for_each(|s| push_code(&mut code, *s, width));
            rows.push(code);
            meanings.push(meaning.into_iter().map(|(entry, text)| Meaning { entry, exact: exact(entry, &text) }).collect());
        }
        let automaton = AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(&rows)?;
        Ok(Lexicon { vocabulary: self.vocabulary, automaton, meanings, width })
    }
}

fn exact(entry: Entry, text: &str) -> Option<Box<str>> {
    (entry.case == Case::Exact).then(|| text.split_whitespace().collect::<String>().into())
}

#[derive(Debug)]
struct Meaning {
    entry: Entry,
    /// The letters asked for, white space left out.
    exact: Option<Box<str>>,
}

/// All phrases of all rules, compiled.
#[derive(Debug)]
pub(crate) struct Lexicon {
    vocabulary: Vocabulary,
    automaton: AhoCorasick,
    meanings: Vec<Vec<Meaning>>,
    /// Bytes of a syllable's code.
    width: usize,
}

impl Lexicon {
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// All phrases that stand in `tokens` of `text`.
    pub fn scan(&self, text: &str, tokens: &[Token]) -> Hits {
        let mut codes = Vec::with_capacity(tokens.len() * self.width);
        tokens.iter().for_each(|t| push_code(&mut codes, t.syllable, self.width));
        let mut hits = Hits::default();
        for found in self.automaton.find_overlapping_iter(&codes) {
            let (start, end) = (found.start() / self.width, found.end() / self.width);
            for meaning in &self.meanings[found.pattern().as_usize()] {
                if has_case(meaning, text, &tokens[start..end]) {
                    let Entry { family, rule, value, .. } = meaning.entry;
                    push_longest(&mut hits.families[family as usize], Hit { start: start as u32, end: end as u32, rule, value });
                }
            }
        }
        hits
    }
}

fn push_code(codes: &mut Vec<u8>, Syllable(id): Syllable, width: usize) {
    for place in (1..width).rev() {
        let high = if place == width - 1 { 0x80 } else { 0 };
        codes.push(high | (id >> (7 * place)) as u8 & 0x7F);
    }
    codes.push(id as u8 & 0x7F);
}

fn has_case(meaning: &Meaning, text: &str, tokens: &[Token]) -> bool {
    match (&meaning.exact, meaning.entry.case) {
        (Some(exact), _) => equals_letters(exact, text, tokens),
        // What follows an apostrophe is the same word: M'gar.
        (None, Case::Name) => tokens.iter().enumerate().all(|(i, t)| !t.is_word() || t.is_capitalised() || (i > 0 && !t.is_spaced())),
        (None, _) => true,
    }
}

fn equals_letters(exact: &str, text: &str, tokens: &[Token]) -> bool {
    let mut rest = exact;
    tokens.iter().all(|t| match rest.strip_prefix(&text[t.span.range()]) {
        Some(after) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Sorts, and drops hits that lie inside a longer one; equal spans stay.
fn keep_longest(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|h| (h.start, std::cmp::Reverse(h.end), h.value));
    let mut longest: Option<(u32, u32)> = None;
    hits.retain(|h| {
        let inside = longest.is_some_and(|(start, end)| h.end <= end && (h.start, h.end) != (start, end));
        if !inside {
            longest = Some((h.start, h.end));
        }
        !inside
    });
}

/// Adds a hit where none lies inside another; equal spans stay beside each other.
///
/// The automaton tells matches by their ends, of one end the longest first: a
/// new hit can only hold the last ones, or lie inside the very last.
fn push_longest(hits: &mut Vec<Hit>, new: Hit) {
    let is_same = |h: &Hit| (h.start, h.end) == (new.start, new.end);
    while hits.last().is_some_and(|h| h.start >= new.start && !is_same(h)) {
        hits.pop();
    }
    if hits.last().is_none_or(|h| h.end < new.end || is_same(h)) {
        hits.push(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Text;

    fn find(phrases: &[(&str, Case)], text: &str) -> Vec<(u32, String)> {
        let mut builder = LexiconBuilder::default();
        for (value, (phrase, case)) in phrases.iter().enumerate() {
            builder.add(phrase, Entry { family: Family::Topic, rule: RuleId(0), value: value as u32, case: *case });
        }
        let spelling = Spelling::builtin();
        let lexicon = builder.build(&spelling).expect("few phrases");
        let text = Text::new(text.into());
        let tokens = tokens(text.as_str(), text.folded(), lexicon.vocabulary());
        let hits = lexicon.scan(text.as_str(), &tokens);
        let quote = |h: &Hit| {
            let span = tokens[h.start as usize].span.join(tokens[h.end as usize - 1].span);
            (h.value, text.slice(span).to_owned())
        };
        hits.of(Family::Topic).iter().map(quote).collect()
    }

    #[test]
    fn a_phrase_is_met_in_any_case_across_lines_and_with_either_tone_placement() {
        let found = find(&[("phòng, chống ma túy", Case::Any)], "Phòng ,CHỐNG\n\n ma tuý; phòng chống  ma túy");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_phrase_is_met_in_whole_words_only() {
        assert_eq!(find(&[("ma", Case::Any), ("túy", Case::Any)], "mai tú yma"), []);
    }

    #[test]
    fn the_longest_phrase_hides_those_inside_it() {
        let found = find(&[("tội phạm", Case::Any), ("tội phạm mạng", Case::Any)], "tội phạm mạng và tội phạm");
        assert_eq!(found, [(1, "tội phạm mạng".into()), (0, "tội phạm".into())]);
    }

    #[test]
    fn names_need_capitals_and_abbreviations_their_own_letters() {
        let phrases = [("Hòa Bình", Case::Name), ("PCMT", Case::Exact)];
        let found = find(&phrases, "hòa bình ở Hoà Bình, HÒA BÌNH; pcmt, PCMT");
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [0, 0, 1]);
    }

    #[test]
    fn groups_give_every_reading() {
        assert_eq!(alternatives("{đợt|} {thanh|kiểm} tra"), ["đợt thanh tra", "đợt kiểm tra", " thanh tra", " kiểm tra"]);
    }
}
