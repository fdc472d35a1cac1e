//! Whether a word is a Vietnamese syllable: onset, rime and tone, no list of words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// What stands in `syllable.txt`.
struct Grammar {
    onsets: HashMap<&'static str, Before>,
    front: Vec<char>,
    rimes: HashMap<&'static str, Rime>,
    /// Onsets and rimes in the letters of ASCII.
    plain: (HashSet<String>, HashSet<String>),
    /// Whole syllables that no onset and rime make up.
    also: Vec<&'static str>,
    /// A letter without its tone, and the tone.
    letters: HashMap<char, (char, Option<Tone>)>,
}

/// What vowels an onset stands before.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Any,
    Front,
    NotFront,
}

/// Where a rime takes its tone, in letters, old and new style.
#[derive(Clone, Copy)]
struct Rime {
    tone_at: [usize; 2],
    is_stopped: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Tone {
    /// Sắc, nặng: also of stopped syllables.
    Short,
    Long,
}

/// Sắc, nặng, huyền, hỏi, ngã.
const TONES: [(char, Tone); 5] =
    [('\u{301}', Tone::Short), ('\u{323}', Tone::Short), ('\u{300}', Tone::Long), ('\u{309}', Tone::Long), ('\u{303}', Tone::Long)];

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(include_str!("syllable.txt")));

/// Longest syllable: nghiêng.
const LETTERS: usize = 7;

/// Whether `word` is written as a Vietnamese syllable is, in any letter case.
pub(super) fn is_syllable(word: &str) -> bool {
    GRAMMAR.is_syllable(word)
}

/// The same where hats, horns and tones may be wrong or missing: `hién`, `Chinh`.
pub(super) fn is_like_syllable(word: &str) -> bool {
    let word = plain(&word.to_lowercase());
    let (onsets, rimes) = &GRAMMAR.plain;
    (0..=3).filter_map(|i| word.split_at_checked(i)).any(|(onset, rime)| onsets.contains(onset) && rimes.contains(rime))
}

/// A word in the letters of ASCII.
fn plain(word: &str) -> String {
    word.nfd().map(|c| if c == 'đ' { 'd' } else { c }).filter(char::is_ascii).collect()
}

impl Grammar {
    fn read(text: &'static str) -> Self {
        let all = |key: &str| {
            let of_key = |line: &'static str| line.split_once(": ").filter(|(k, _)| *k == key).map(|(_, v)| v);
            text.lines().filter_map(of_key).flat_map(str::split_whitespace).collect::<Vec<_>>()
        };
        let (front_only, never_front) = (all("only-before-front"), all("never-before-front"));
        let before = |onset: &&str| match onset {
            o if front_only.contains(o) => Before::Front,
            o if never_front.contains(o) => Before::NotFront,
            _ => Before::Any,
        };
        let stopped = all("stopped");
        let rime = |r: &str| Rime { tone_at: tone_at(r), is_stopped: stopped.iter().any(|s| r.ends_with(s)) };
        Grammar {
            onsets: all("onset").into_iter().map(|o| (o, before(&o))).chain([("", Before::Any)]).collect(),
            front: all("front").iter().filter_map(|f| f.chars().next()).collect(),
            rimes: all("rime").into_iter().map(|r| (r, rime(r))).collect(),
            plain: (all("onset").into_iter().chain([""]).map(plain).collect(), all("rime").into_iter().map(plain).collect()),
            also: all("also"),
            letters: all("rime").into_iter().flat_map(str::chars).filter(|c| is_vowel(*c)).flat_map(with_tones).collect(),
        }
    }

    fn is_syllable(&self, word: &str) -> bool {
        let mut bare = String::with_capacity(2 * LETTERS);
        let mut tone = None;
        for (at, c) in word.chars().flat_map(char::to_lowercase).enumerate() {
            let (letter, own) = self.letters.get(&c).copied().unwrap_or((c, None));
            if at >= LETTERS || own.is_some() && tone.is_some() {
                return false;
            }
            tone = tone.or(own.map(|t| (at, t)));
            bare.push(letter);
        }
        self.also.contains(&bare.as_str()) && tone.is_none_or(|(at, _)| at == 1)
            || (0..=3).filter_map(|i| bare.split_at_checked(i)).any(|(onset, rime)| self.makes(onset, rime, tone))
            // đ has two bytes.
            || bare.strip_prefix('đ').is_some_and(|rime| self.makes("đ", rime, tone))
    }

    fn makes(&self, onset: &str, rime: &str, tone: Option<(usize, Tone)>) -> bool {
        let (Some(before), Some(known)) = (self.onsets.get(onset), self.rimes.get(rime)) else { return false };
        let is_front = rime.starts_with(|c| self.front.contains(&c));
        if *before != Before::Any && is_front != (*before == Before::Front) {
            return false;
        }
        let length = onset.chars().count();
        match tone {
            None => !known.is_stopped,
            Some((at, tone)) => known.tone_at.map(|t| t + length).contains(&at) && (tone == Tone::Short || !known.is_stopped),
        }
    }
}

fn is_vowel(c: char) -> bool {
    !c.is_ascii() || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A vowel alone and with each tone, and what they are without it.
fn with_tones(vowel: char) -> impl Iterator<Item = (char, (char, Option<Tone>))> {
    let toned = TONES.iter().filter_map(move |(mark, tone)| [vowel, *mark].into_iter().nfc().next().map(|c| (c, (vowel, Some(*tone)))));
    toned.chain([(vowel, (vowel, None))])
}

/// The letters of a rime that may bear its tone: the last with a hat, breve or
/// horn; of three vowels and before a consonant the second; of an open pair the
/// first, in the new style of `oa oe uy` the second.
fn tone_at(rime: &str) -> [usize; 2] {
    let letters: Vec<char> = rime.chars().collect();
    if let Some(at) = letters.iter().rposition(|c| !c.is_ascii()) {
        return [at; 2];
    }
    let vowels = letters.iter().take_while(|c| is_vowel(**c)).count();
    match (vowels, letters.len() > vowels, letters.as_slice()) {
        (1, ..) => [0; 2],
        (2, false, ['o', 'a' | 'e'] | ['u', 'y']) => [0, 1],
        (2, false, _) => [0; 2],
        _ => [1; 2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn onset_rime_and_tone_make_a_syllable() {
        for word in
            "Ủy uỷ ban nhân dân tỉnh NGHIÊNG quyết định quý khuỷu thuở giếng gì gìn giữ hòa hoà được yêu Ở ý Đắk đường quốc".split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn other_words_and_wrong_readings_are_none() {
        for word in "UBND with été marché Nghò ñònh kạ ngiêm ghan hòà bac các̀ tòan bản¹ “an nghiêngg x".split(' ') {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn a_word_without_its_hats_and_tones_is_like_a_syllable() {
        for word in "hién Chinh viec dugc Truong QUYET ngay nghiep duong".split(' ') {
            assert_eq!(is_like_syllable(word), word != "dugc", "{word}");
        }
        for word in "and school été's with Noël".split(' ') {
            assert!(!is_like_syllable(word), "{word}");
        }
    }
}
