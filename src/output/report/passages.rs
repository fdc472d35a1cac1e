//! `passages.jsonl`: the words around the mentions of each document; and as many of them as a page has room for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rows::At;

/// The file in a generation.
pub const FILE: &str = "passages.jsonl";

/// The words around the mentions of one document, so that a reader can judge them without the file.
///
/// Primary key `doc_id`. A document without mentions has no line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PassageRow<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// At most a sentence around each mention; what overlaps is one passage.
    pub passages: &'a [trichluc::record::Passage],
}

/// One passage, as far as a page needs it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Passage {
    pub char_start: u32,
    pub text: String,
}

/// The mentions of a document, and the words around them.
#[derive(Debug, Clone, Default)]
pub struct Around {
    pub passages: Vec<Passage>,
    /// Of every mention that is shown, its code points.
    mentions: Vec<(u32, u32)>,
}

/// A passage on the page: code points before it, its text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Shown(pub u32, pub String);

impl Around {
    pub fn add(&mut self, at: &At) {
        self.mentions.push((at.char_start, at.char_end));
    }

    /// The passages; `Some(letters)` keeps so many on either side of a mention.
    pub fn shown(&self, letters: Option<u32>) -> Vec<Shown> {
        let Some(letters) = letters else {
            return self.passages.iter().map(|p| Shown(p.char_start, p.text.clone())).collect();
        };
        let mut mentions = self.mentions.clone();
        mentions.sort_unstable();
        self.passages.iter().flat_map(|p| p.cut(&mentions, letters)).collect()
    }
}

impl Passage {
    /// The parts of it that are near a mention.
    fn cut(&self, mentions: &[(u32, u32)], letters: u32) -> Vec<Shown> {
        let text: Vec<char> = self.text.chars().collect();
        let end = self.char_start + text.len() as u32;
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for &(from, to) in mentions.iter().filter(|m| m.0 >= self.char_start && m.0 < end) {
            let part = (from.saturating_sub(letters).max(self.char_start), (to + letters).min(end));
            match parts.last_mut() {
                Some(last) if part.0 <= last.1 => last.1 = last.1.max(part.1),
                _ => parts.push(part),
            }
        }
        let slice = |(from, to): (u32, u32)| text[(from - self.char_start) as usize..(to - self.char_start) as usize].iter().collect();
        parts.into_iter().map(|part| Shown(part.0, slice(part))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> Around {
        let text = "Trong quý, Đội phạt 12 cơ sở và nhắc nhở 30 hộ kinh doanh trên địa bàn.";
        Around { passages: vec![Passage { char_start: 100, text: text.into() }], mentions: vec![(141, 146), (120, 128)] }
    }

    #[test]
    fn a_page_with_room_shows_whole_passages() {
        assert_eq!(around().shown(None).len(), 1);
    }

    #[test]
    fn a_page_without_room_shows_the_mentions_and_a_few_letters_around_them() {
        let shown = around().shown(Some(3));
        assert_eq!(shown, [Shown(117, "ạt 12 cơ sở và".into()), Shown(138, "hở 30 hộ ki".into())]);
    }

    #[test]
    fn parts_that_touch_are_one() {
        assert_eq!(around().shown(Some(8)).len(), 1);
    }
}
