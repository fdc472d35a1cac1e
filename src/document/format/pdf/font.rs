//! Fonts: which letters a code means, and how wide it is.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// A letter as it is printed.
#[derive(Debug, Clone, Default)]
pub(super) struct Glyph {
    pub text: String,
    /// In heights of the letters.
    pub width: f64,
}

/// The codes of one font.
pub(super) struct Font {
    /// Codes of two bytes.
    is_composite: bool,
    /// Of a simple font all 256, else those that its widths or a page name.
    simple: Vec<Glyph>,
    widths: HashMap<u16, f64>,
    usual_width: f64,
    letters: Vec<String>,
}

impl Font {
    /// `most`: bytes that its tables may unpack to.
    pub fn new(font: &Dictionary, document: &Document, most: usize) -> Self {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        let letters = letters(font, document, most, is_composite);
        if is_composite {
            let (widths, usual_width) = composite_widths(font, document);
            return Font { is_composite, simple: Vec::new(), widths, usual_width, letters };
        }
        let widths = simple_widths(font, document);
        let simple = letters.into_iter().zip(widths).map(|(text, width)| Glyph { text, width }).collect();
        Font { is_composite, simple, widths: HashMap::new(), usual_width: 0.0, letters: Vec::new() }
    }

    pub fn code_bytes(&self) -> usize {
        if self.is_composite { 2 } else { 1 }
    }

    pub fn glyph(&self, code: &[u8]) -> Glyph {
        let code = code.iter().fold(0u16, |n, b| n << 8 | u16::from(*b));
        if !self.is_composite {
            return self.simple.get(usize::from(code)).cloned().unwrap_or_default();
        }
        let text = self.letters.get(usize::from(code)).cloned().unwrap_or_default();
        Glyph { text, width: self.widths.get(&code).copied().unwrap_or(self.usual_width) }
    }
}

/// The letters of every code; none where nobody says.
fn letters(font: &Dictionary, document: &Document, most: usize, is_composite: bool) -> Vec<String> {
    // What a font says of its meaning goes before what it says of its shapes.
    let mut meaning = font.clone();
    meaning.remove(b"Encoding");
    let meant = font.has(b"ToUnicode").then(|| meaning.get_font_encoding_with_limit(document, most).ok()).flatten();
    let meant = meant.filter(|m| matches!(m, Encoding::UnicodeMapEncoding(_)));
    let drawn = font.get_font_encoding_with_limit(document, most).ok();
    let codes = if is_composite { 0..=u16::MAX } else { 0..=255 };
    let letter = |code: u16| {
        let bytes = code.to_be_bytes();
        let bytes = if is_composite { &bytes[..] } else { &bytes[1..] };
        let of = |encoding: &Option<Encoding>| encoding.as_ref().and_then(|e| e.bytes_to_string(bytes).ok());
        let known = |text: &String| !text.is_empty() && !text.contains(['\u{fffd}', '\0']);
        of(&meant).filter(known).or_else(|| of(&drawn).filter(known)).unwrap_or_default()
    };
    codes.map(letter).collect()
}

/// Widths of all 256 codes.
fn simple_widths(font: &Dictionary, document: &Document) -> Vec<f64> {
    const USUAL: f64 = 0.5;
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let given = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let unit = type3_unit(font, document);
    let width = |code: i64| {
        let at = usize::try_from(code.checked_sub(first)?).ok()?;
        let width = document.dereference(given?.get(at)?).ok()?.1.as_float().ok()?;
        Some(f64::from(width) * unit)
    };
    (0..256).map(|code| width(code).unwrap_or(USUAL)).collect()
}

/// Drawn fonts have a unit of their own; all others a thousandth.
fn type3_unit(font: &Dictionary, document: &Document) -> f64 {
    let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
    matrix.and_then(|m| m.first()).and_then(|a| a.as_float().ok()).map_or(0.001, |a| f64::from(a).abs())
}

/// `[ 3 [500 250] 10 20 600 ]`: codes from 3 on, and codes 10 to 20 of one width.
fn composite_widths(font: &Dictionary, document: &Document) -> (HashMap<u16, f64>, f64) {
    let mut widths = HashMap::new();
    let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|a| a.first());
    let Some(Ok((_, Object::Dictionary(below)))) = below.map(|b| document.dereference(b)) else { return (widths, 1.0) };
    let usual = below.get_deref(b"DW", document).and_then(Object::as_float).map_or(1.0, |w| f64::from(w) / 1000.0);
    let Ok(given) = below.get_deref(b"W", document).and_then(Object::as_array) else { return (widths, usual) };
    let mut rest = given.iter().filter_map(|o| document.dereference(o).ok().map(|(_, o)| o));
    let code = |o: &Object| o.as_float().map_or(0, |f| f as u16);
    while let (Some(first), Some(next)) = (rest.next(), rest.next()) {
        let first = code(first);
        if let Ok(list) = next.as_array() {
            let given = list.iter().map(|w| w.as_float().map_or(0.0, f64::from) / 1000.0);
            widths.extend((first..=u16::MAX).zip(given));
        } else if let Some(width) = rest.next().and_then(|w| w.as_float().ok()) {
            widths.extend((first..=code(next)).map(|c| (c, f64::from(width) / 1000.0)));
        }
    }
    (widths, usual)
}
