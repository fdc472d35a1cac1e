use aho_corasick::AhoCorasick;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// What an aho-corasick automaton finds: where, how long, which row.
fn reference(rows: &[Vec<Syllable>], text: &[Syllable]) -> Vec<(usize, usize, usize)> {
    // Four bytes a syllable; a match that begins inside one is none.
    let bytes = |row: &[Syllable]| row.iter().flat_map(|s| s.0.to_be_bytes()).collect::<Vec<u8>>();
    let automaton = AhoCorasick::new(rows.iter().map(|r| bytes(r))).expect("few rows");
    let text = bytes(text);
    let found = automaton.find_overlapping_iter(&text).filter(|m| m.start() % 4 == 0);
    let mut found: Vec<_> = found.map(|m| (m.start() / 4, m.len() / 4, m.pattern().as_usize())).collect();
    found.sort_unstable();
    found
}

fn walked(rows: &[Vec<Syllable>], text: &[Syllable]) -> Vec<(usize, usize, usize)> {
    let trie = Trie::new(rows.iter().enumerate().map(|(i, row)| (row.as_slice(), i..i + 1)));
    let mut found = Vec::new();
    for start in 0..text.len().saturating_sub(1) {
        if let Some(node) = trie.pair(text[start], text[start + 1]) {
            trie.rows(node, 2, &text[start..], &|s| *s, &mut |len, meanings| found.push((start, len, meanings.start)));
        }
    }
    found.sort_unstable();
    found
}

fn syllables(most: u32) -> impl Strategy<Value = Syllable> {
    (1..=most).prop_map(Syllable)
}

proptest! {
    #[test]
    fn it_finds_what_an_aho_corasick_automaton_finds(
        rows in prop::collection::btree_set(vec(syllables(300), 2..6), 0..60),
        text in vec(syllables(300), 0..80),
        dense in vec(syllables(4), 0..80),
        short in prop::collection::btree_set(vec(syllables(4), 2..6), 0..60),
    ) {
        let rows: Vec<_> = rows.into_iter().chain(short).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        for text in [text, dense] {
            prop_assert_eq!(walked(&rows, &text), reference(&rows, &text));
        }
    }
}

#[test]
fn an_unknown_word_ends_every_row() {
    let rows = [vec![Syllable(1), Syllable(2)], vec![Syllable(1), Syllable(2), Syllable(3)]];
    let text = [1, 2, 0, 3, 1, 0, 2, 3].map(Syllable);
    assert_eq!(walked(&rows, &text), [(0, 2, 0)]);
}
