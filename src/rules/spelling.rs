//! The spellings that one syllable is met in.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Tone placement and whole-syllable variants, from `rules/spelling.toml`.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// Ends of a syllable: old style, new style.
    tones: Vec<(String, String)>,
    sets: Vec<Vec<String>>,
}

/// `[tone_placement]` of a rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TonePlacement {
    pairs: Vec<(String, String)>,
}

/// `[same_syllable]` of a rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SameSyllable {
    sets: Vec<Vec<String>>,
}

impl Spelling {
    pub fn add(&mut self, tones: Option<&TonePlacement>, same: Option<&SameSyllable>) {
        self.tones.extend(tones.into_iter().flat_map(|t| t.pairs.iter().cloned()));
        self.sets.extend(same.into_iter().flat_map(|s| s.sets.iter().cloned()));
    }

    /// Every way to write a syllable in lower case, itself among them.
    pub fn variants(&self, syllable: &str) -> Vec<String> {
        let mut all = vec![syllable.to_owned()];
        for set in self.sets.iter().filter(|s| s.iter().any(|w| w == syllable)) {
            all.extend(set.iter().filter(|w| *w != syllable).cloned());
        }
        for i in 0..all.len() {
            all.extend(self.other_placement(&all[i]));
        }
        all.extend(lost_tone(syllable));
        all
    }

    fn other_placement(&self, syllable: &str) -> Option<String> {
        let (stem, new) = self.tones.iter().find_map(|(old, new)| {
            let by_old = syllable.strip_suffix(old.as_str()).map(|stem| (stem, new));
            by_old.or_else(|| syllable.strip_suffix(new.as_str()).map(|stem| (stem, old)))
        })?;
        (!stem.ends_with('q')).then(|| format!("{stem}{new}"))
    }

    #[cfg(test)]
    pub fn builtin() -> Self {
        let mut spelling = Spelling::default();
        let file: super::RuleFile = toml::from_str(include_str!("../../rules/spelling.toml")).expect("built-in rules");
        spelling.add(file.tone_placement.as_ref(), file.same_syllable.as_ref());
        spelling
    }
}

/// "quyêt" for "quyết": a slip of character recognition that is no word of its own, as
/// every syllable that ends in c, ch, p or t bears the sắc or the nặng.
fn lost_tone(syllable: &str) -> Option<String> {
    if !syllable.ends_with(['c', 'p', 't']) && !syllable.ends_with("ch") {
        return None;
    }
    let marks: Vec<char> = syllable.nfd().collect();
    let is_marked_vowel = marks.iter().any(|c| VOWEL_MARKS.contains(c));
    let toneless: String = marks.into_iter().filter(|c| !TONES.contains(c)).nfc().collect();
    (is_marked_vowel && toneless != syllable).then_some(toneless)
}

/// Sắc and nặng.
const TONES: [char; 2] = ['\u{301}', '\u{323}'];
/// Those of â ê ô, ă, ơ ư: without one of them the rest may be a foreign word.
const VOWEL_MARKS: [char; 3] = ['\u{302}', '\u{306}', '\u{31b}'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_may_be_lost_where_no_other_word_comes_of_it() {
        let spelling = Spelling::builtin();
        assert_eq!(spelling.variants("quyết"), ["quyết", "quyêt"]);
        assert_eq!(spelling.variants("việc"), ["việc", "viêc"]);
        assert_eq!(spelling.variants("cát"), ["cát"]);
        assert_eq!(spelling.variants("tế"), ["tế"]);
    }

    #[test]
    fn tone_placement_varies_at_the_end_of_open_syllables_only() {
        let spelling = Spelling::builtin();
        assert_eq!(spelling.variants("hòa"), ["hòa", "hoà"]);
        assert_eq!(spelling.variants("thuý"), ["thuý", "thúy"]);
        assert_eq!(spelling.variants("hoàn"), ["hoàn"]);
        assert_eq!(spelling.variants("quý"), ["quý", "quí"]);
    }
}
