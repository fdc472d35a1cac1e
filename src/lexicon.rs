//! Many phrases, one pass, whole words, longest wins.
//!
//! A phrase is a row of syllables. Every syllable that any rule names has a
//! number, and every token of a document knows the number of its word: whole
//! words, white space, line breaks, letter case and tone placement are settled
//! before the search starts, which walks a tree of all rows from each token.
//! (An aho-corasick automaton over the same numbers finds the same, slower: it
//! is what the tests compare with.)
//!
//! A comma in a phrase may be missing in the text; any other mark must stand.
//!
//! What single words mean is not looked up in the tree: most phrases met in a
//! text are such words, and `told.rs` says what they tell.

mod hits;
mod told;
mod trie;
mod vocabulary;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use hits::Collector;
pub(crate) use hits::{At, Hit, Hits};
use told::Told;
use trie::Trie;
pub(crate) use vocabulary::{Vocabulary, Word};

use crate::document::{Token, tokens};
use crate::rules::RuleId;
use crate::rules::spelling::Spelling;

/// A syllable, number or mark that some rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Syllable(pub u32);

impl Syllable {
    pub const UNKNOWN: Syllable = Syllable(0);
    /// The last that there is room for in a token.
    pub const MAX: Syllable = Syllable(u32::MAX >> 8);
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

/// Tokens of the longest phrase that a rule may have.
pub(crate) const MAX_PHRASE: usize = 32;

/// Rows of syllables that a phrase may stand for; the built-in rules need 126.
pub(crate) const MAX_WAYS: usize = 1000;

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

    /// Phrases that may be read in more ways than there is room for: they are left out.
    pub fn unbounded(&self) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(|p| ways(&p.text) > MAX_WAYS)
    }

    pub fn into_phrases(self) -> Vec<Phrase> {
        self.phrases
    }

    pub fn build(&self, spelling: &Spelling) -> Lexicon {
        let mut compiler = Compiler { spelling, vocabulary: Vocabulary::default(), next: 1, patterns: HashMap::default() };
        for phrase in self.phrases.iter().filter(|p| ways(&p.text) <= MAX_WAYS) {
            alternatives(&phrase.text).iter().for_each(|text| compiler.add(text, phrase.entry));
        }
        compiler.finish()
    }
}

/// Whether one of the readings of a phrase is a single word, number or mark.
pub(crate) fn may_be_one_word(phrase: &str) -> bool {
    let folded = phrase.to_lowercase().replace(',', " ");
    let is_one = |text: &String| tokens(text, text, &Vocabulary::default()).len() <= 1;
    ways(phrase) > MAX_WAYS || alternatives(&folded).iter().any(is_one)
}

/// How many rows of syllables a phrase stands for: groups multiply, and a comma, which may be left out, doubles.
fn ways(phrase: &str) -> usize {
    let plain = |text: &str| 1_usize.checked_shl(text.matches(',').count() as u32).unwrap_or(usize::MAX);
    let (mut all, mut groups, mut rest) = (1_usize, 0, phrase);
    while let Some((head, inside, tail)) = group(rest) {
        let readings = inside.split('|').map(plain).fold(0, usize::saturating_add);
        all = all.saturating_mul(plain(head)).saturating_mul(readings);
        (groups, rest) = (groups + 1, tail);
    }
    all.saturating_mul(plain(rest)).max(groups)
}

/// The first `{a|b}` of a phrase: what stands before it, in it and behind it.
fn group(phrase: &str) -> Option<(&str, &str, &str)> {
    let (head, behind) = phrase.split_once('{')?;
    let (inside, tail) = behind.split_once('}')?;
    Some((head, inside, tail))
}

/// All readings of a phrase with `{a|b}` groups.
pub(crate) fn alternatives(phrase: &str) -> Vec<String> {
    let Some((head, inside, tail)) = group(phrase) else { return vec![phrase.to_owned()] };
    let tails = alternatives(tail);
    inside.split('|').flat_map(|a| tails.iter().map(move |t| format!("{head}{a}{t}"))).collect()
}

type Row = Vec<Syllable>;
/// What a row stands for, each with its text.
type Entries = Vec<(Entry, String)>;

struct Compiler<'a> {
    spelling: &'a Spelling,
    vocabulary: Vocabulary,
    next: u32,
    /// Rows of syllables, and what each stands for with its text.
    patterns: HashMap<Row, Entries, foldhash::fast::FixedState>,
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
        for row in rows.into_iter().filter(|r| (1..=MAX_PHRASE).contains(&r.len()) && !r.contains(&Syllable::UNKNOWN)) {
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
        // More than any language has: phrases of what goes beyond are not met.
        if self.next > Syllable::MAX.0 {
            return Syllable::UNKNOWN;
        }
        let id = Syllable(self.next);
        self.next += 1;
        for spelling in self.spelling.variants(folded) {
            self.vocabulary.insert(spelling.as_bytes(), id);
        }
        id
    }

    fn finish(mut self) -> Lexicon {
        let mut rows = self.by_use();
        let (mut meanings, mut spelled) = (Vec::with_capacity(rows.len()), Vec::new());
        let mut noted = |entries: &Entries| {
            let from = meanings.len();
            meanings.extend(entries.iter().map(|(entry, text)| Meaning::new(*entry, text, &mut spelled)));
            from..meanings.len()
        };
        let mut told = Told::default();
        for (row, entries) in rows.iter_mut().filter(|(row, _)| row.len() == 1) {
            told.note(row[0], entries);
            told.keep(row[0], noted(entries));
        }
        let longer = rows.iter().filter(|(row, _)| row.len() > 1);
        let rows = Trie::new(longer.map(|(row, entries)| (row.as_slice(), noted(entries))));
        Lexicon { vocabulary: self.vocabulary, rows, told: Arc::new(told), meanings, spelled }
    }

    /// The rows in order, syllables numbered anew: those that are a row alone
    /// first, and of them and of the others those of most rows. They are also
    /// those of most texts, and lie together in memory then.
    fn by_use(&mut self) -> Vec<(Row, Entries)> {
        let mut uses: Vec<(usize, usize)> = (0..self.next as usize).map(|id| (0, id)).collect();
        self.patterns.keys().flatten().for_each(|s| uses[s.0 as usize].0 += 1);
        // The first number is that of no syllable.
        uses[1..].sort_unstable_by_key(|(uses, id)| {
            let is_alone = self.patterns.contains_key([Syllable(*id as u32)].as_slice());
            (!is_alone, Reverse(*uses), *id)
        });
        let mut number = vec![Syllable::UNKNOWN; uses.len()];
        uses.iter().zip(0..).for_each(|((_, id), new)| number[*id] = Syllable(new));
        self.vocabulary.renumber(|s| number[s.0 as usize]);
        let mut rows: Vec<_> = std::mem::take(&mut self.patterns).into_iter().collect();
        for (row, entries) in &mut rows {
            row.iter_mut().for_each(|s| *s = number[s.0 as usize]);
            entries.sort_by_key(|(entry, _)| (entry.family, entry.value));
        }
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        rows
    }
}

/// What a row stands for.
#[derive(Debug)]
struct Meaning {
    entry: Entry,
    /// Where `Lexicon::spelled` says with which letters; asked of `Case::Exact` alone.
    spelling: u32,
}

impl Meaning {
    fn new(entry: Entry, text: &str, spelled: &mut Vec<Box<str>>) -> Self {
        let spelling = spelled.len() as u32;
        if entry.case == Case::Exact {
            spelled.push(text.split_whitespace().collect::<String>().into());
        }
        Meaning { entry, spelling }
    }
}

/// All phrases of all rules, compiled.
#[derive(Debug)]
pub(crate) struct Lexicon {
    vocabulary: Vocabulary,
    rows: Trie,
    told: Arc<Told>,
    /// What the rows stand for, row after row.
    meanings: Vec<Meaning>,
    /// The letters of those that ask for exactly these, white space left out.
    spelled: Vec<Box<str>>,
}

impl Lexicon {
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// All phrases that stand in `tokens` of `text`.
    pub fn scan(&self, text: &str, tokens: &[Token]) -> Hits {
        let mut hits = Collector::new(tokens.len(), Arc::clone(&self.told));
        for (start, token) in tokens.iter().enumerate() {
            hits.begin(start);
            let next = tokens.get(start + 1).and_then(|next| self.rows.pair(token.syllable(), next.syllable()));
            if let Some(node) = next {
                let mut found = |len, meanings| self.push(meanings, text, tokens, start..start + len, &mut hits);
                self.rows.rows(node, 2, &tokens[start..], &|t: &Token| t.syllable(), &mut found);
            }
            let Some(single) = self.told.single(token.syllable()) else { continue };
            if single.kept.0 < single.kept.1 {
                self.push(single.kept.0 as usize..single.kept.1 as usize, text, tokens, start..start + 1, &mut hits);
            }
            hits.tell(start, token.syllable(), single.told);
        }
        hits.finish()
    }

    /// Adds a phrase of the text with each of its meanings that the text's letters allow.
    fn push(&self, meanings: Range<usize>, text: &str, tokens: &[Token], place: Range<usize>, hits: &mut Collector) {
        let meanings = &self.meanings[meanings];
        if meanings.iter().all(|m| m.entry.case == Case::Any) {
            return hits.push(place, meanings.iter().map(|m| m.entry));
        }
        let allowed = meanings.iter().filter(|m| self.has_case(m, text, tokens, place.clone()));
        hits.push(place.clone(), allowed.map(|m| m.entry));
    }

    #[inline]
    fn has_case(&self, meaning: &Meaning, text: &str, tokens: &[Token], place: Range<usize>) -> bool {
        match meaning.entry.case {
            Case::Any => true,
            Case::Name => is_name(&tokens[place]),
            Case::Exact => equals_letters(&self.spelled[meaning.spelling as usize], text, &tokens[place]),
        }
    }
}

/// What follows an apostrophe is the same word: M'gar.
fn is_name(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().all(|(i, t)| !t.is_word() || t.is_capitalised() || (i > 0 && !t.is_spaced()))
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
        let lexicon = builder.build(&spelling);
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
    fn a_phrase_has_as_many_ways_as_its_groups_and_commas_make() {
        let many = [",".repeat(100), "{a|b}".repeat(100), "{a}".repeat(2000), "{a|b} ".repeat(9) + ", c"];
        assert!(many.iter().all(|phrase| ways(phrase) > MAX_WAYS));
        for (phrase, expected) in [("a", 1), ("{a|b} c, d", 4), ("{a, b|c}{d|e|}", 9), ("{a", 1), ("a}, {b", 2)] {
            assert_eq!(ways(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn groups_give_every_reading() {
        assert_eq!(alternatives("{đợt|} {thanh|kiểm} tra"), ["đợt thanh tra", "đợt kiểm tra", " thanh tra", " kiểm tra"]);
    }
}
