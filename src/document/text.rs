//! The text of a document: as decoded, as matched, and the way back.
//!
//! Matching wants one spelling for one letter, a dashboard wants the words as
//! they stand in the file. So the decoded source is kept, a normalized copy is
//! made only where the source needs it, and every changed stretch remembers
//! where it came from. Normalization is NFC with the marks of a letter put in
//! order first; never NFKC, which would turn the footnote mark `¹` into a `1`.
//! No tone is moved and no word is re-spelled.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::mention::Span;

/// A stretch of the normalized text that differs from its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    /// Bytes of the normalized text.
    to: Span,
    /// Bytes of the source.
    from: Span,
}

/// A place in the decoded source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SourceSpan {
    /// Bytes of the source.
    pub bytes: Span,
    /// Unicode code points of the source.
    pub char_start: u32,
    pub char_end: u32,
    /// 1-based line of `char_start`; only `\n` ends a line.
    pub line: u32,
}

/// How many code points and line ends stand before a byte of the source.
#[derive(Debug, Clone, Copy, Default)]
struct Checkpoint {
    chars: u32,
    lines: u32,
}

const CHECKPOINT_BYTES: usize = 512;

/// Decoded source, normalized text and lower-cased text with the same offsets.
#[derive(Debug)]
pub(crate) struct Text {
    source: String,
    /// `None` where the source was clean and serves as normalized text.
    normalized: Option<String>,
    folded: String,
    edits: Vec<Edit>,
    checkpoints: Vec<Checkpoint>,
    /// The first decomposed letter or look-alike met.
    mixed: Option<Span>,
}

impl Text {
    pub fn new(source: String) -> Self {
        let mut normalizer = Normalizer::default();
        let normalized = normalizer.run(&source);
        let folded = fold(normalized.as_deref().unwrap_or(&source));
        let checkpoints = checkpoints(source.as_bytes());
        Text { folded, normalized, edits: normalizer.edits, mixed: normalizer.mixed, checkpoints, source }
    }

    /// The decoded source: what offsets of a record point into.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The normalized text: what is matched.
    pub fn as_str(&self) -> &str {
        self.normalized.as_deref().unwrap_or(&self.source)
    }

    /// The normalized text in lower case; every letter keeps its byte length, so offsets are shared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.as_str()[span.range()]
    }

    /// Where the first decomposed letter or look-alike (`Ð` for `Đ`) was met.
    pub fn first_mixed(&self) -> Option<Span> {
        self.mixed
    }

    /// Where a span of the normalized text stands in the source.
    pub fn source_span(&self, at: Span) -> SourceSpan {
        let start = self.source_byte(at.start, Side::Start);
        let end = self.source_byte(at.end, Side::End).max(start);
        let (char_start, line) = self.count_before(start);
        let (char_end, _) = self.count_before(end);
        SourceSpan { bytes: Span::new(start, end), char_start, char_end, line: line + 1 }
    }

    /// Where a byte of the source stands in the normalized text; of a changed stretch the start.
    pub fn normalized_byte(&self, source: u32) -> u32 {
        let after = self.edits.partition_point(|e| e.from.start <= source);
        let Some(edit) = after.checked_sub(1).map(|i| &self.edits[i]) else { return source };
        if source < edit.from.end { edit.to.start } else { edit.to.end + (source - edit.from.end) }
    }

    fn source_byte(&self, at: u32, side: Side) -> u32 {
        // The last edit that begins at or before `at`; an empty one (a removed
        // character) at `at` lies outside a span on either side of it.
        let after = match side {
            Side::Start => self.edits.partition_point(|e| e.to.start <= at),
            Side::End => self.edits.partition_point(|e| e.to.start < at),
        };
        let Some(edit) = after.checked_sub(1).map(|i| &self.edits[i]) else { return at };
        if at < edit.to.end {
            return match side {
                Side::Start => edit.from.start,
                Side::End => edit.from.end,
            };
        }
        edit.from.end + (at - edit.to.end)
    }

    /// Where some code points of the source stand in it.
    pub fn source_chars(&self, chars: std::ops::Range<u32>) -> SourceSpan {
        let bytes = Span::new(self.byte_of_char(chars.start), self.byte_of_char(chars.end));
        SourceSpan { bytes, char_start: chars.start, char_end: chars.end, line: self.count_before(bytes.start).1 + 1 }
    }

    fn byte_of_char(&self, char: u32) -> u32 {
        let block = self.checkpoints.partition_point(|c| c.chars <= char).saturating_sub(1);
        let first = (block * CHECKPOINT_BYTES..).find(|b| self.source.is_char_boundary(*b)).expect("the end is a boundary");
        let before = self.checkpoints[block].chars + count(&self.source.as_bytes()[block * CHECKPOINT_BYTES..first]).chars;
        let rest = &self.source[first..];
        let more = rest.char_indices().nth((char - before) as usize).map_or(rest.len(), |(i, _)| i);
        (first + more) as u32
    }

    fn count_before(&self, byte: u32) -> (u32, u32) {
        let byte = byte as usize;
        let block = byte / CHECKPOINT_BYTES;
        let base = self.checkpoints[block];
        let rest = count(&self.source.as_bytes()[block * CHECKPOINT_BYTES..byte]);
        (base.chars + rest.chars, base.lines + rest.lines)
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

fn checkpoints(source: &[u8]) -> Vec<Checkpoint> {
    let mut all = Vec::with_capacity(source.len() / CHECKPOINT_BYTES + 1);
    let mut sum = Checkpoint::default();
    all.push(sum);
    for block in source.chunks_exact(CHECKPOINT_BYTES) {
        let here = count(block);
        sum = Checkpoint { chars: sum.chars + here.chars, lines: sum.lines + here.lines };
        all.push(sum);
    }
    all
}

fn count(bytes: &[u8]) -> Checkpoint {
    let mut sum = Checkpoint::default();
    // Sums of at most 255 in single bytes are what the compiler makes wide instructions of.
    for block in bytes.chunks(255) {
        let (mut chars, mut lines) = (0u8, 0u8);
        for &b in block {
            chars += u8::from(b & 0xC0 != 0x80);
            lines += u8::from(b == b'\n');
        }
        sum.chars += u32::from(chars);
        sum.lines += u32::from(lines);
    }
    sum
}

/// Builds the normalized text, or nothing where the source is clean.
#[derive(Default)]
struct Normalizer {
    out: String,
    edits: Vec<Edit>,
    mixed: Option<Span>,
    /// The source up to here is in `out`.
    copied: usize,
    /// Where letters are composed, one after the other.
    composer: Composer,
}

impl Normalizer {
    fn run(&mut self, source: &str) -> Option<String> {
        let mut at = 0;
        while let Some(found) = next_suspect(source.as_bytes(), at) {
            at = self.repair(source, found);
        }
        if self.edits.is_empty() {
            return None;
        }
        self.copy(source, source.len());
        Some(std::mem::take(&mut self.out))
    }

    /// Handles the suspicious character at `at`; returns where to go on.
    fn repair(&mut self, source: &str, at: usize) -> usize {
        let Some(c) = source[at..].chars().next() else { return source.len() };
        let end = at + c.len_utf8();
        match replacement(c) {
            Replace::With(s) => {
                let to = self.edit(source, at..end, s);
                if matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'ɖ') {
                    self.mixed.get_or_insert(to);
                }
                end
            }
            Replace::Compose => self.compose(source, at, c),
            Replace::Keep => end,
        }
    }

    /// Composes the letter that a combining mark at `at` belongs to.
    fn compose(&mut self, source: &str, at: usize, c: char) -> usize {
        let start = if is_mark(c) { base_before(source, at).max(self.copied) } else { at };
        let end = at + source[at..].find(|c: char| !is_mark(c) && !is_nfc_odd(c)).unwrap_or(source.len() - at);
        let end = end.max(at + c.len_utf8());
        let mut composer = std::mem::take(&mut self.composer);
        let composed = composer.compose(&source[start..end]);
        if composed != &source[start..end] {
            let to = self.edit(source, start..end, composed);
            self.mixed.get_or_insert(to);
        }
        self.composer = composer;
        end
    }

    /// Puts `to` in the place of `from`; returns where it now stands.
    fn edit(&mut self, source: &str, from: std::ops::Range<usize>, to: &str) -> Span {
        self.copy(source, from.start);
        let start = self.out.len() as u32;
        self.out.push_str(to);
        let to = Span::new(start, self.out.len() as u32);
        self.edits.push(Edit { to, from: Span::new(from.start as u32, from.end as u32) });
        self.copied = from.end;
        to
    }

    fn copy(&mut self, source: &str, until: usize) {
        if self.out.capacity() == 0 {
            self.out.reserve(source.len());
        }
        self.out.push_str(&source[self.copied..until]);
        self.copied = until;
    }
}

/// The base letter that a mark at `at` stands on.
fn base_before(source: &str, at: usize) -> usize {
    let base = source[..at].chars().next_back();
    base.filter(|b| b.is_alphabetic() || is_mark(*b)).map_or(at, |b| at - b.len_utf8())
}

/// Room in which one letter after the other is composed.
#[derive(Default)]
struct Composer {
    parts: Vec<char>,
    composed: String,
}

impl Composer {
    /// NFC of a letter with its marks, hats, breves and horns before tones: NFC
    /// alone leaves `e` + sắc + mũ as `é` + mũ.
    fn compose(&mut self, cluster: &str) -> &str {
        self.parts.clear();
        self.parts.extend(cluster.nfd());
        for letter in self.parts.chunk_by_mut(|_, next| is_mark(*next)) {
            letter[1..].sort_by_key(|c| !is_shape_mark(*c));
        }
        self.composed.clear();
        self.composed.extend(self.parts.iter().copied().nfc());
        &self.composed
    }
}

/// Marks that make another letter (â, ă, ơ), not another tone.
fn is_shape_mark(c: char) -> bool {
    matches!(c, '\u{302}' | '\u{306}' | '\u{31B}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Characters outside the combining block that NFC would change.
fn is_nfc_odd(c: char) -> bool {
    c > '\u{36F}' && is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
}

enum Replace {
    With(&'static str),
    Compose,
    Keep,
}

/// What stands for a character in the normalized text.
fn replacement(c: char) -> Replace {
    match c {
        // Look-alikes of Đ, from other alphabets' keyboards and old conversions.
        'Ð' | 'Ɖ' => Replace::With("Đ"),
        'ð' | 'ɖ' => Replace::With("đ"),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Replace::With(" "),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Replace::With(""),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Replace::With("-"),
        '\u{2028}' | '\u{2029}' | '\u{85}' => Replace::With(" "),
        c if is_mark(c) || is_nfc_odd(c) => Replace::Compose,
        _ => Replace::Keep,
    }
}

/// The next character that may need work: nothing that clean Vietnamese text holds.
///
/// Every byte is judged with the two behind it and without a branch, so that
/// the compiler judges many at once; only a block with a suspect is searched.
fn next_suspect(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    while start + BLOCK + 2 <= bytes.len() {
        let block = &bytes[start..start + BLOCK + 2];
        let is_clean = !(0..BLOCK).fold(false, |any, i| any | is_suspect(block[i], block[i + 1], block[i + 2]));
        if !is_clean {
            return first_suspect(bytes, start);
        }
        start += BLOCK;
    }
    first_suspect(bytes, start)
}

const BLOCK: usize = 64;

fn first_suspect(bytes: &[u8], from: usize) -> Option<usize> {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    (from..bytes.len()).find(|i| is_suspect(at(*i), at(i + 1), at(i + 2)))
}

/// Whether the character that begins with these bytes is anything but a clean
/// letter, an ASCII character, a quotation mark, a bullet or an ellipsis.
/// Continuation bytes are none: they were judged with their first.
#[inline]
fn is_suspect(first: u8, second: u8, third: u8) -> bool {
    let look_alike = (first == 0xC3) & ((second == 0x90) | (second == 0xB0)) | (first == 0xC6) & (second == 0x89);
    let beyond_vietnamese = (first == 0xE1) & (second != 0xBA) & (second != 0xBB);
    // U+2018 to U+201F, U+2022, U+2026, among the odd spaces and dashes of U+2000 to U+203F.
    let usual = (second == 0x80) & ((third & 0xF8 == 0x98) | (third == 0xA2) | (third == 0xA6));
    let punctuation = (first == 0xE2) & !usual;
    let other = (first >= 0xC0) & !matches!(first, 0xC3..=0xC6 | 0xE1 | 0xE2);
    look_alike | beyond_vietnamese | punctuation | other
}

/// Lower case letter by letter, each keeping its byte length, so that offsets
/// are shared: all 146 Vietnamese letters do. Other letters stay as they are.
fn fold(text: &str) -> String {
    let (mut folded, mut piece, mut rest) = (String::with_capacity(text.len()), Vec::with_capacity(FOLDED_AT_ONCE), text);
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.floor_char_boundary(FOLDED_AT_ONCE));
        fold_piece(now.as_bytes(), &mut piece);
        // Every letter became another of the same length.
        folded.push_str(simdutf8::basic::from_utf8(&piece).unwrap_or(now));
        rest = later;
    }
    folded
}

/// Bytes that stay in the first cache while they are lowered, checked and copied.
const FOLDED_AT_ONCE: usize = 1 << 13;

fn fold_piece(bytes: &[u8], folded: &mut Vec<u8>) {
    folded.clear();
    folded.extend_from_slice(bytes);
    let mut before = [0; 2];
    for (own, byte) in folded.iter_mut().zip(bytes).take(2) {
        *own = lower(before[0], before[1], *byte);
        before = [before[1], *byte];
    }
    // No branch, and slices side by side: the compiler lowers many bytes at once.
    let behind = folded.iter_mut().skip(2).zip(bytes).zip(bytes.iter().skip(1));
    for ((own, second_before), before) in behind {
        *own = lower(*second_before, *before, *own);
    }
}

/// The last byte of a letter in lower case, seen with the two before it.
#[inline]
fn lower(second_before: u8, before: u8, byte: u8) -> u8 {
    let ascii = byte.is_ascii_uppercase();
    // U+00C0 to U+00DE without the multiplication sign.
    let latin = (before == 0xC3) & (byte <= 0x9E) & (byte != 0x97);
    // Ă U+0102, Đ U+0110, Ĩ U+0128; Ũ U+0168; Ơ U+01A0, Ư U+01AF.
    let breve = (before == 0xC4) & ((byte == 0x82) | (byte == 0x90) | (byte == 0xA8));
    let other = (before == 0xC5) & (byte == 0xA8) | (before == 0xC6) & ((byte == 0xA0) | (byte == 0xAF));
    // U+1EA0 to U+1EFF: capitals are even.
    let marked = (second_before == 0xE1) & ((before == 0xBA) & (byte >= 0xA0) | (before == 0xBB));
    let byte = byte + 0x20 * u8::from(ascii | latin) + u8::from(breve | other);
    byte | u8::from(marked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Text {
        /// The words of a span as they stand in the source.
        fn quote(&self, at: Span) -> &str {
            &self.source[self.source_span(at).bytes.range()]
        }
    }

    const LETTERS: &str = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";

    #[test]
    fn clean_text_is_left_untouched() {
        let text = Text::new("Kế hoạch số 156/KH-UBND “về” …".into());
        assert!(text.normalized.is_none() && text.first_mixed().is_none());
    }

    #[test]
    fn letters_at_the_edge_of_what_is_folded_at_once_are_whole() {
        for shift in 0..3 {
            let text = "x".repeat(shift) + &"Ộ".repeat(FOLDED_AT_ONCE);
            assert_eq!(fold(&text), "x".repeat(shift) + &"ộ".repeat(FOLDED_AT_ONCE));
        }
    }

    #[test]
    fn every_vietnamese_letter_folds_to_its_lower_case_and_keeps_its_length() {
        assert_eq!(fold(&LETTERS.to_uppercase()), LETTERS);
        assert_eq!(fold(LETTERS), LETTERS);
    }

    #[test]
    fn decomposed_letters_are_composed_whatever_the_order_of_their_marks() {
        for source in ["ế", "e\u{301}\u{302}", "e\u{302}\u{301}", "é\u{302}", "ê\u{301}", "e\u{302}\u{341}"] {
            assert_eq!(Text::new(source.into()).as_str(), "ế", "{source:?}");
        }
        assert_eq!(Text::new(LETTERS.nfd().collect()).as_str(), LETTERS);
    }

    #[test]
    fn look_alikes_become_the_vietnamese_letter() {
        let text = Text::new("15/2020/NÐ-CP".into());
        assert_eq!(text.as_str(), "15/2020/NĐ-CP");
        assert_eq!(text.quote(Span::new(8, text.as_str().len() as u32)), "NÐ-CP");
    }

    #[test]
    fn footnote_marks_and_units_are_not_compatibility_folded() {
        let text = Text::new("văn bản¹ 5 m² …".into());
        assert_eq!(text.as_str(), "văn bản¹ 5 m² …");
    }

    #[test]
    fn odd_spaces_dashes_and_invisible_characters_do_not_hinder_matching() {
        let text = Text::new("số\u{A0}12–CT\u{200B}/TW, ph\u{AD}òng".into());
        assert_eq!(text.as_str(), "số 12-CT/TW, phòng");
    }

    #[test]
    fn a_removed_character_at_the_border_is_outside_the_span() {
        let text = Text::new("a\u{200B}bc\u{200B}d".into());
        assert_eq!(text.as_str(), "abcd");
        let span = text.source_span(Span::new(1, 3));
        assert_eq!((span.char_start, span.char_end), (2, 4));
        assert_eq!(text.quote(Span::new(1, 3)), "bc");
    }

    #[test]
    fn lines_are_counted_by_line_feeds_alone() {
        let text = Text::new("một\r\nhai\u{c}\u{2028}ba\nbốn".into());
        let at = text.as_str().find("bốn").expect("it is there") as u32;
        assert_eq!(text.source_span(Span::new(at, at + 1)).line, 3);
    }

    #[test]
    fn a_place_of_the_source_is_found_in_the_normalized_text() {
        let text = Text::new("a\u{AD}b\u{A0}e\u{301}d".into());
        assert_eq!(text.as_str(), "ab éd");
        let at = |source: &str| text.normalized_byte(text.source().find(source).expect("it is there") as u32);
        assert_eq!([at("a"), at("b"), at("\u{A0}"), at("e"), at("d")], [0, 1, 2, 3, 5]);
    }

    proptest! {
        #[test]
        fn any_span_leads_back_to_whole_characters_of_its_source(source in "[a-zàéêđÐ\u{300}-\u{323}\u{200b}\u{a0} \n]{0,700}", a in 0usize..2000, b in 0usize..2000) {
            let text = Text::new(source.clone());
            let floor = |i: usize| (0..=i.min(text.as_str().len())).rev().find(|i| text.as_str().is_char_boundary(*i)).unwrap_or(0);
            let (a, b) = (floor(a.min(b)), floor(a.max(b)));
            let at = text.source_span(Span::new(a as u32, b as u32));
            let quoted: String = source.chars().skip(at.char_start as usize).take((at.char_end - at.char_start) as usize).collect();
            prop_assert_eq!(quoted, text.quote(Span::new(a as u32, b as u32)));
            prop_assert_eq!(text.source_chars(at.char_start..at.char_end), at);
        }

        #[test]
        fn normalization_is_stable_and_equals_nfc_where_only_tones_follow_shapes(source in "[aeouyăâêôơưđ ]{0,40}") {
            let decomposed: String = source.nfd().collect();
            let text = Text::new(decomposed);
            prop_assert_eq!(text.as_str(), source.nfc().collect::<String>());
        }
    }
}
