//! The words around mentions, for a reader who has not the document at hand.

use crate::document::{Document, Text};
use crate::record::{Location, Passage, PlaceRole, Record};

/// Letters that are kept on either side of a mention, within its sentence.
const AROUND: u32 = 160;
/// Letters of a mention: a finding may be about a whole page.
const LONGEST: u32 = 480;

/// The sentences of all mentions, cut where they are long; what touches is one passage.
pub(crate) fn passages(document: &Document, record: &Record) -> Vec<Passage> {
    let sentences = sentences(document);
    let mut mentions: Vec<(u32, u32)> = mentions(record).map(|at| (at.char_start, at.char_end.min(at.char_start + LONGEST))).collect();
    mentions.sort_unstable();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (start, end) in mentions {
        let stretch = around(&sentences, start, end);
        match stretches.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => stretches.push(stretch),
        }
    }
    stretches.into_iter().map(|s| passage(&document.text, s)).collect()
}

/// Every mention that a list may show: of topics and provinces the first, where the document is about them.
fn mentions(record: &Record) -> impl Iterator<Item = &Location> {
    let topics = record.topics.iter().filter(|t| t.value.main).map(|t| &t.at);
    let places = record.places.iter().filter(|p| p.role == PlaceRole::Subject).filter_map(|p| p.mentions.first());
    let (citations, counts) = (record.citations.iter().map(|c| &c.at), record.counts.iter().map(|c| &c.at));
    citations.chain(counts).chain(record.findings.iter().map(|f| &f.at)).chain(topics).chain(places)
}

/// Some code points of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    start: u32,
    end: u32,
}

fn sentences(document: &Document) -> Vec<Stretch> {
    let all = document.layout.sentences_in(0..document.tokens.len());
    let spans = all.map(|tokens| document.text.source_span(document.span(tokens)));
    spans.map(|at| Stretch { start: at.char_start, end: at.char_end }).collect()
}

/// The part of a mention's sentence that is kept.
fn around(sentences: &[Stretch], start: u32, end: u32) -> Stretch {
    let after = sentences.partition_point(|s| s.start <= start);
    let sentence = after.checked_sub(1).map_or(Stretch { start, end }, |i| sentences[i]);
    Stretch { start: sentence.start.max(start.saturating_sub(AROUND)), end: end.max(sentence.end.min(end + AROUND)) }
}

fn passage(text: &Text, stretch: Stretch) -> Passage {
    let at = text.source_chars(stretch.start..stretch.end);
    Passage { char_start: at.char_start, line: at.line, text: text.source()[at.bytes.range()].to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::record::{Passage, Record};
    use crate::{Pipeline, RuleSet};

    fn record(text: &str) -> Record {
        Pipeline::new(RuleSet::builtin().expect("built-in rules")).with_passages(true).record("a.txt", text.as_bytes())
    }

    fn holding<'r>(record: &'r Record, mention: &crate::record::Location) -> &'r Passage {
        let holds = |p: &&Passage| {
            let end = p.char_start + p.text.chars().count() as u32;
            p.char_start <= mention.char_start && mention.char_end <= end
        };
        record.passages.iter().find(holds).expect("every mention has a passage")
    }

    #[test]
    fn a_passage_is_the_sentence_of_its_mentions_at_their_offsets() {
        let text = "Trời mưa. Báo tỉnh đăng 12 tin, bài và 03 phóng sự.\nĐội tuần tra phạt 5 triệu đồng.";
        let record = record(text);
        let articles = &record.counts[0].at;
        let passage = holding(&record, articles);
        assert_eq!(passage.text, "Báo tỉnh đăng 12 tin, bài và 03 phóng sự.");
        assert_eq!((passage.char_start, passage.line), (10, 1));
        let fine = &record.counts.last().expect("the fine").at;
        assert_eq!((holding(&record, fine).line, holding(&record, fine).text.as_str()), (2, "Đội tuần tra phạt 5 triệu đồng."));
    }

    #[test]
    fn a_sentence_without_end_is_cut_on_both_sides() {
        let long = format!("{} đăng 12 tin, bài {}", "một hai ".repeat(300), "ba bốn ".repeat(300));
        let passages = record(&long).passages;
        assert_eq!(passages.len(), 1);
        assert!(passages[0].text.chars().count() <= 2 * 160 + 20 && passages[0].text.contains("12 tin, bài"), "{passages:?}");
    }

    #[test]
    fn nobody_who_did_not_ask_pays_for_passages() {
        let pipeline = Pipeline::new(RuleSet::builtin().expect("built-in rules"));
        assert_eq!(pipeline.record("a.txt", "Báo tỉnh đăng 12 tin, bài.".as_bytes()).passages, []);
    }
}
