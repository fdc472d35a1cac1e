//! Fonts: which letters a code means, and how wide it is.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Document, Encoding, Object};

/// A letter as it is printed.
#[derive(Debug, Clone, Default)]
pub(super) struct Glyph {
    pub text: String,
    /// In heights of the letters.
    pub width: f64,
}

/// Letters of one code: `ffi` is one shape.
const MAX_LETTERS: usize = 8;

/// The codes of one font.
pub(super) struct Font<'d> {
    /// Codes of two bytes.
    is_composite: bool,
    widths: Widths,
    /// What the font says of its meaning goes before what it says of its shapes.
    encodings: Vec<Encoding<'d>>,
    /// Letters of the codes that were met: few of the 65,536 are.
    letters: RefCell<HashMap<u16, String>>,
}

impl<'d> Font<'d> {
    /// `most`: bytes that its tables may unpack to.
    pub fn new(font: &'d Dictionary, document: &'d Document, most: usize) -> Self {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        let widths = if is_composite { composite_widths(font, document) } else { simple_widths(font, document) };
        let drawn = font.get_font_encoding_with_limit(document, most).ok();
        let encodings = meant(font, document, most).into_iter().chain(drawn).collect();
        Font { is_composite, widths, encodings, letters: RefCell::default() }
    }

    pub fn code_bytes(&self) -> usize {
        if self.is_composite { 2 } else { 1 }
    }

    pub fn glyph(&self, bytes: &[u8]) -> Glyph {
        let code = bytes.iter().fold(0u16, |n, b| n << 8 | u16::from(*b));
        let width = self.widths.of(code);
        let mut letters = self.letters.borrow_mut();
        let text = letters.entry(code).or_insert_with(|| self.letter(bytes)).clone();
        Glyph { text, width }
    }

    /// The letters of a code; none where nobody says.
    fn letter(&self, bytes: &[u8]) -> String {
        let known = |text: &String| !text.is_empty() && !text.contains(['\u{fffd}', '\0']);
        let text = self.encodings.iter().filter_map(|e| e.bytes_to_string(bytes).ok()).find(known).unwrap_or_default();
        text.chars().take(MAX_LETTERS).collect()
    }
}

/// What `ToUnicode` says, whatever the font says beside it.
fn meant(font: &Dictionary, document: &Document, most: usize) -> Option<Encoding<'static>> {
    let mut meaning = Dictionary::new();
    meaning.set("Type", "Font");
    meaning.set("ToUnicode", font.get(b"ToUnicode").ok()?.clone());
    match meaning.get_font_encoding_with_limit(document, most).ok()? {
        Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}

/// Widths of the 256 codes, and of those that it does not tell.
fn simple_widths(font: &Dictionary, document: &Document) -> Widths {
    const USUAL: f64 = 0.5;
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let given = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let unit = type3_unit(font, document);
    let width = |code: u16| {
        let at = usize::try_from(i64::from(code).checked_sub(first)?).ok()?;
        let width = document.dereference(given?.get(at)?).ok()?.1.as_float().ok()?;
        Some((code, f64::from(width) * unit))
    };
    let mut widths = Widths::new(USUAL);
    (0..256).filter_map(width).for_each(|(code, width)| widths.add(code, code, width));
    widths
}

/// Drawn fonts have a unit of their own; all others a thousandth.
fn type3_unit(font: &Dictionary, document: &Document) -> f64 {
    let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
    matrix.and_then(|m| m.first()).and_then(|a| a.as_float().ok()).map_or(0.001, |a| f64::from(a).abs())
}

/// `[ 3 [500 250] 10 20 600 ]`: codes from 3 on, and codes 10 to 20 of one width.
fn composite_widths(font: &Dictionary, document: &Document) -> Widths {
    let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|a| a.first());
    let Some(Ok((_, Object::Dictionary(below)))) = below.map(|b| document.dereference(b)) else { return Widths::new(1.0) };
    let usual = below.get_deref(b"DW", document).and_then(Object::as_float).map_or(1.0, |w| f64::from(w) / 1000.0);
    let mut widths = Widths::new(usual);
    let Ok(given) = below.get_deref(b"W", document).and_then(Object::as_array) else { return widths };
    let mut rest = given.iter().filter_map(|o| document.dereference(o).ok().map(|(_, o)| o));
    let code = |o: &Object| o.as_float().map_or(0, |f| f as u16);
    while let (Some(first), Some(next)) = (rest.next(), rest.next()) {
        let first = code(first);
        if let Ok(list) = next.as_array() {
            let given = list.iter().map(|w| w.as_float().map_or(0.0, f64::from) / 1000.0);
            (first..=u16::MAX).zip(given).for_each(|(code, width)| widths.add(code, code, width));
        } else if let Some(width) = rest.next().and_then(|w| w.as_float().ok()) {
            widths.add(first, code(next), f64::from(width) / 1000.0);
        }
    }
    widths
}

/// Widths of stretches of codes, by the first: a font may tell those of all
/// 65,536 in a line.
struct Widths {
    stretches: BTreeMap<u16, (u16, f64)>,
    usual: f64,
}

impl Widths {
    fn new(usual: f64) -> Self {
        Widths { stretches: BTreeMap::new(), usual }
    }

    fn add(&mut self, first: u16, last: u16, width: f64) {
        self.stretches.insert(first, (last, width));
    }

    fn of(&self, code: u16) -> f64 {
        let before = self.stretches.range(..=code).next_back();
        before.filter(|(_, (last, _))| code <= *last).map_or(self.usual, |(_, (_, width))| *width)
    }
}
