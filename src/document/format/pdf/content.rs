//! What a page draws: letters with their places.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId};

use super::font::Font;
use super::pieces::pieces;

/// Letters drawn one behind the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Fragment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// Height of the base line above the page's foot.
    pub base: f64,
    /// Height of the letters.
    pub size: f64,
}

/// Forms inside forms.
const MAX_FORMS: usize = 12;
/// Stretches of letters on one page; one full of small tables has some thousand.
const MAX_FRAGMENTS: usize = 300_000;
/// Gaps in letter heights: of a word, and where a new fragment begins.
const SPACE: f64 = 0.18;
const APART: f64 = 1.0;

/// Draws pages of a document and remembers where each letter fell.
pub(super) struct Pen<'d> {
    document: &'d Document,
    /// Bytes that may still be unpacked.
    left: Option<usize>,
    /// Steps of drawing that may still be taken.
    steps: usize,
    fonts: HashMap<ObjectId, Rc<Font<'d>>>,
    fragments: Vec<Fragment>,
    open: Option<Fragment>,
    state: State<'d>,
    saved: Vec<State<'d>>,
    text: Matrix,
    line: Matrix,
    pub has_images: bool,
}

#[derive(Clone)]
struct State<'d> {
    page: Matrix,
    font: Option<Rc<Font<'d>>>,
    size: f64,
    letter_gap: f64,
    word_gap: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl Default for State<'_> {
    fn default() -> Self {
        State { page: Matrix::turned(0), font: None, size: 1.0, letter_gap: 0.0, word_gap: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

impl<'d> Pen<'d> {
    /// Unpacks and draws no more than so much.
    pub fn new(document: &'d Document, most: usize, steps: usize) -> Self {
        let (fragments, saved) = Default::default();
        let (text, line) = (Matrix::turned(0), Matrix::turned(0));
        let state = State::default();
        let fonts = HashMap::new();
        Pen { document, left: Some(most), steps, fonts, fragments, open: None, state, saved, text, line, has_images: false }
    }

    pub fn page(&mut self, page: ObjectId, turned: Matrix) {
        self.state = State { page: turned, ..State::default() };
        self.saved.clear();
        let resources: Vec<&Dictionary> = self.page_resources(page);
        let content = self.document.get_page_content_with_limit(page, self.left.unwrap_or(0));
        if let Some(content) = self.spend(content) {
            self.draw(&content, &resources, 0);
        }
        self.flush();
    }

    /// More was unpacked or drawn than is allowed.
    pub fn is_over(&self) -> bool {
        self.left.is_none()
    }

    pub fn take(&mut self) -> Vec<Fragment> {
        std::mem::take(&mut self.fragments)
    }

    fn page_resources(&self, page: ObjectId) -> Vec<&'d Dictionary> {
        let Ok((own, inherited)) = self.document.get_page_resources(page) else { return Vec::new() };
        let inherited = inherited.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(inherited).collect()
    }

    /// Content that is damaged draws nothing; content over the limit ends it all.
    fn spend(&mut self, content: lopdf::Result<Vec<u8>>) -> Option<Vec<u8>> {
        if let Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) = content {
            self.left = None;
        }
        let content = content.ok()?;
        self.left = self.left.and_then(|left| left.checked_sub(content.len()));
        self.left.map(|_| content)
    }

    fn draw(&mut self, content: &[u8], resources: &[&'d Dictionary], depth: usize) {
        for piece in pieces(content) {
            let Ok(piece) = Content::decode(piece) else { continue };
            for operation in &piece.operations {
                if !self.takes_step() {
                    return;
                }
                self.step(operation, resources, depth);
            }
        }
    }

    /// Every operation and every letter is a step; too many end it all.
    fn takes_step(&mut self) -> bool {
        match self.steps.checked_sub(1).filter(|_| self.fragments.len() < MAX_FRAGMENTS) {
            Some(left) => self.steps = left,
            None => self.left = None,
        }
        self.left.is_some()
    }

    fn step(&mut self, operation: &Operation, resources: &[&'d Dictionary], depth: usize) {
        let given = &operation.operands;
        let number = |i: usize| given.get(i).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
        match operation.operator.as_str() {
            "q" if self.saved.len() < 512 => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.page = Matrix::read(given).times(&self.state.page),
            "BT" => self.place(Matrix::turned(0)),
            "Tf" => self.set_font(given, number(1), resources),
            "Tc" => self.state.letter_gap = number(0),
            "Tw" => self.state.word_gap = number(0),
            "Tz" => self.state.scale = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Td" => self.move_by(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.move_by(number(0), number(1));
            }
            "Tm" => self.place(Matrix::read(given)),
            "T*" => self.move_by(0.0, -self.state.leading),
            "Tj" => self.show(given.first()),
            "'" => self.next_line(given.first()),
            "\"" => {
                (self.state.word_gap, self.state.letter_gap) = (number(0), number(1));
                self.next_line(given.get(2));
            }
            "TJ" => self.show_all(given.first()),
            "Do" => self.object(given.first(), resources, depth),
            "BI" => self.has_images = true,
            _ => {}
        }
    }

    fn place(&mut self, at: Matrix) {
        (self.text, self.line) = (at, at);
    }

    fn move_by(&mut self, x: f64, y: f64) {
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).times(&self.line);
        self.place(moved);
    }

    fn next_line(&mut self, text: Option<&Object>) {
        self.move_by(0.0, -self.state.leading);
        self.show(text);
    }

    fn show_all(&mut self, parts: Option<&Object>) {
        for part in parts.and_then(|p| p.as_array().ok()).into_iter().flatten() {
            match part.as_float() {
                Ok(back) => self.advance(-f64::from(back) / 1000.0 * self.state.size * self.state.scale),
                Err(_) => self.show(Some(part)),
            }
        }
    }

    fn show(&mut self, text: Option<&Object>) {
        let Some(Ok(codes)) = text.map(Object::as_str) else { return };
        let Some(font) = self.state.font.clone() else { return };
        for code in codes.chunks(font.code_bytes()) {
            if !self.takes_step() {
                return;
            }
            let glyph = font.glyph(code);
            let state = &self.state;
            let word_gap = if code == b" " { state.word_gap } else { 0.0 };
            let width = (glyph.width * state.size + state.letter_gap + word_gap) * state.scale;
            self.letter(&glyph.text, width);
            self.advance(width);
        }
    }

    fn advance(&mut self, by: f64) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, by, 0.0]).times(&self.text);
    }

    /// Puts a letter to the fragment that is open, or opens one where it stands apart from that.
    fn letter(&mut self, text: &str, width: f64) {
        let on_page = self.text.times(&self.state.page);
        let (left, base) = on_page.at(0.0, self.state.rise);
        let (right, _) = on_page.at(width, self.state.rise);
        let size = self.state.size.abs() * on_page.height();
        if text.trim().is_empty() {
            return self.space();
        }
        if !(left.is_finite() && right.is_finite() && base.is_finite() && size > 0.0) {
            return;
        }
        if let Some(open) = &mut self.open {
            let gap = (left - open.right) / open.size;
            let is_level = (base - open.base).abs() < 0.02 * open.size && (size - open.size).abs() < 0.05 * open.size;
            if is_level && (-0.4..APART).contains(&gap) {
                if gap > SPACE && !open.text.ends_with(' ') {
                    open.text.push(' ');
                }
                open.text.push_str(text);
                open.right = right.max(open.right);
                return;
            }
        }
        self.flush();
        self.open = Some(Fragment { text: text.to_owned(), left, right: right.max(left), base, size });
    }

    /// A blank that is drawn parts words however narrow it is; how wide it is, the next letter tells.
    fn space(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.text.ends_with(' ')) {
            open.text.push(' ');
        }
    }

    fn flush(&mut self) {
        self.fragments.extend(self.open.take());
    }

    fn set_font(&mut self, given: &[Object], size: f64, resources: &[&'d Dictionary]) {
        self.state.size = size;
        let Some(Ok(name)) = given.first().map(Object::as_name) else { return };
        let fonts = |r: &&'d Dictionary| r.get_deref(b"Font", self.document).and_then(Object::as_dict).ok();
        let Some(object) = resources.iter().filter_map(fonts).find_map(|fonts| fonts.get(name).ok()) else { return };
        let known = object.as_reference().ok();
        if let Some(font) = known.and_then(|id| self.fonts.get(&id)) {
            self.state.font = Some(font.clone());
            return;
        }
        let Ok((_, Object::Dictionary(dictionary))) = self.document.dereference(object) else { return };
        let font = Rc::new(Font::new(dictionary, self.document, self.left.unwrap_or(0)));
        self.fonts.extend(known.map(|id| (id, font.clone())));
        self.state.font = Some(font);
    }

    /// A drawing of its own on the page: an image, or a form with text.
    fn object(&mut self, name: Option<&Object>, resources: &[&'d Dictionary], depth: usize) {
        let Some(Ok(name)) = name.map(Object::as_name) else { return };
        let document = self.document;
        let objects = |r: &&'d Dictionary| r.get_deref(b"XObject", document).and_then(Object::as_dict).ok();
        let drawn = resources.iter().filter_map(objects).find_map(|o| o.get_deref(name, document).and_then(Object::as_stream).ok());
        let Some(stream) = drawn else { return };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.has_images = true,
            Ok(b"Form") if depth < MAX_FORMS => {
                let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
                let all: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied().take(8)).collect();
                let content = stream.get_plain_content_with_limit(self.left.unwrap_or(0));
                let Some(content) = self.spend(content) else { return };
                let outside = self.state.clone();
                if let Ok(matrix) = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array) {
                    self.state.page = Matrix::read(matrix).times(&self.state.page);
                }
                self.draw(&content, &all, depth + 1);
                self.state = outside;
            }
            _ => {}
        }
    }
}

/// A place and a turn: `a b c d e f` of the format.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    pub fn turned(degrees: i64) -> Self {
        match degrees.rem_euclid(360) {
            90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            _ => Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    fn read(given: &[Object]) -> Self {
        let mut all = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        for (to, from) in all.iter_mut().zip(given) {
            *to = from.as_float().map_or(*to, f64::from);
        }
        Matrix(all)
    }

    /// First this, then the other.
    fn times(&self, other: &Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Matrix([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How much it stretches upwards.
    fn height(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}
