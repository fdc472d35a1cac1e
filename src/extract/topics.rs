//! What a document is about.
//!
//! The title says it; where there is none, or where the body speaks mostly of
//! something else, the weight of the words does. What stands in lists of
//! addressees or in the name of a body is no mention.

mod zones;

use crate::document::Document;
use crate::lexicon::Family;
use crate::mention::{Mention, Span};
use crate::record::{Header, Topic, TopicParts};
use crate::rules::RuleSet;
use zones::{Zone, Zones};

/// Weight that the words of a topic need together to name it: one of its own words, or two that others use too.
const NAMED: f64 = 1.5;
/// Most topics that a document is about.
const MOST_MAIN: usize = 6;

/// The words of one topic in a document.
#[derive(Debug, Clone, Copy)]
struct Tally {
    topic: usize,
    first: Span,
    hits: u32,
    /// Weight of its words, wherever they stand.
    said: f64,
    /// The same, of those in the title.
    titled: f64,
    /// The same, each weighed by where it stands.
    parts: TopicParts,
}

impl Tally {
    fn weight(&self) -> f64 {
        let TopicParts { title, headings, body, asides } = self.parts;
        title + headings + body + asides
    }

    fn part(&mut self, zone: Zone) -> &mut f64 {
        match zone {
            Zone::Title => &mut self.parts.title,
            Zone::Heading => &mut self.parts.headings,
            Zone::Body => &mut self.parts.body,
            Zone::Aside => &mut self.parts.asides,
        }
    }
}

/// The topics of a document, the heaviest first, each at its first mention.
///
/// `header` and the spans of `citations` weigh the mentions: the title says
/// what a document is about, the title of a cited one does not.
pub(crate) fn topics(document: &Document, rules: &RuleSet, header: &Header, citations: &[Span]) -> Vec<Mention<Topic>> {
    let mut tallies = tallies(document, rules, Zones::new(document, rules, header, citations));
    tallies.retain(|t| t.said >= NAMED && t.weight() > 0.0);
    tallies.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.first.cmp(&b.first)));
    let total: f64 = tallies.iter().map(|t| t.weight()).sum();
    let main = main(&tallies);
    let mention = |t: &Tally| {
        let topic = &rules.topics.topics[t.topic];
        let score = (t.weight() / total * 1000.0).round() / 1000.0;
        let value = Topic { topic: topic.id.clone(), main: main.contains(&t.topic), hits: t.hits, score, parts: t.parts };
        Mention { span: t.first, rule: topic.rule, value }
    };
    tallies.iter().map(mention).collect()
}

fn tallies(document: &Document, rules: &RuleSet, mut zones: Zones) -> Vec<Tally> {
    let mut all: Vec<Option<Tally>> = vec![None; rules.topics.topics.len()];
    for hit in document.hits.of(Family::Topic) {
        let Some(zone) = zones.of(hit) else { continue };
        let (topic, says) = rules.topics.of(hit);
        let none = || Tally { topic, first: document.hit_span(hit), hits: 0, said: 0.0, titled: 0.0, parts: TopicParts::default() };
        let tally = all[topic].get_or_insert_with(none);
        tally.hits += 1;
        tally.said += says;
        tally.titled += if zone == Zone::Title { says } else { 0.0 };
        *tally.part(zone) += says * zone.weight();
    }
    all.into_iter().flatten().collect()
}

/// Weight in the title that makes a topic the document's.
const NAMED_BY_TITLE: f64 = 2.0;
/// Weight in the title that makes it so where the topic is among the heavy ones.
const HINTED: f64 = 1.0;
/// Share of the heaviest topic's weight that makes it heavy.
const HINTED_BY_TITLE: f64 = 0.4;
/// The same, where the title says nothing.
const UNTITLED: f64 = 0.4;
/// Share of the weight of the heaviest topic in the title from which one that the title leaves out is the document's too.
const BESIDE_TITLE: f64 = 0.8;

/// The topics that the document is about; `tallies` the heaviest first.
fn main(tallies: &[Tally]) -> Vec<usize> {
    let Some(heaviest) = tallies.first().map(|t| t.weight()) else { return Vec::new() };
    let is_titled = |t: &Tally| t.titled >= NAMED_BY_TITLE || t.titled >= HINTED && t.weight() >= heaviest * HINTED_BY_TITLE;
    let titled = tallies.iter().find(|t| is_titled(t)).map(|t| t.weight() * BESIDE_TITLE);
    let bar = titled.unwrap_or(heaviest * UNTITLED);
    tallies.iter().filter(|t| is_titled(t) || t.weight() >= bar).take(MOST_MAIN).map(|t| t.topic).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::{Pipeline, RuleSet};

    static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

    fn topics(text: &str) -> Vec<(String, bool)> {
        let record = PIPELINE.record("a.txt", text.as_bytes());
        record.topics.into_iter().map(|t| (t.value.topic, t.value.main)).collect()
    }

    #[test]
    fn a_bodys_name_is_no_topic() {
        assert_eq!(topics("Tham dự có: Sở Y tế; Chi cục Quản lý thị trường; Trung tâm Văn hóa, Thể thao và Du lịch."), []);
    }

    #[test]
    fn a_longer_phrase_hides_the_one_inside_it() {
        assert_eq!(topics("cải thiện môi trường kinh doanh"), [("moi_truong_kinh_doanh".into(), true)]);
    }

    #[test]
    fn the_headline_says_what_a_text_is_about() {
        let text = "Xã vùng cao ra quân phòng cháy, chữa cháy\n\nSáng nay, 200 người tham gia, trong đó có thầy cô \
                    của chương trình đào tạo giáo viên.\n";
        assert_eq!(topics(text), [("phong_chay".into(), true), ("giao_duc".into(), false)]);
    }
}
