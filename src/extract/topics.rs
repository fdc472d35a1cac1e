//! What a document is about.
//!
//! The title says it; where there is none, or where the body speaks mostly of
//! something else, the weight of the words does. What stands in lists of
//! addressees or in the name of a body is no mention.

mod zones;

use crate::document::Document;
use crate::lexicon::Family;
use crate::mention::{Mention, Span};
use crate::record::{Header, Topic};
use crate::rules::RuleSet;
use zones::{Zone, Zones};

/// Weight that the words of a topic need together to name it: one plain word, or two vague ones.
const NAMED: f64 = 1.0;
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
    weight: f64,
}

/// The topics of a document, the heaviest first, each at its first mention.
///
/// `header` and the spans of `citations` weigh the mentions: the title says
/// what a document is about, the title of a cited one does not.
pub(crate) fn topics(document: &Document, rules: &RuleSet, header: &Header, citations: &[Span]) -> Vec<Mention<Topic>> {
    let mut tallies = tallies(document, rules, &Zones::new(document, rules, header, citations));
    tallies.retain(|t| t.said >= NAMED && t.weight > 0.0);
    tallies.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.first.cmp(&b.first)));
    let total: f64 = tallies.iter().map(|t| t.weight).sum();
    let main = main(&tallies, total);
    let mention = |t: &Tally| {
        let topic = &rules.topics.topics[t.topic];
        let score = (t.weight / total * 1000.0).round() / 1000.0;
        let value = Topic { topic: topic.id.clone(), main: main.contains(&t.topic), hits: t.hits, score };
        Mention { span: t.first, rule: topic.rule, value }
    };
    tallies.iter().map(mention).collect()
}

fn tallies(document: &Document, rules: &RuleSet, zones: &Zones) -> Vec<Tally> {
    let mut all: Vec<Option<Tally>> = vec![None; rules.topics.topics.len()];
    for hit in document.hits.of(Family::Topic) {
        let Some(zone) = zones.of(hit) else { continue };
        let (topic, says) = rules.topics.of(hit);
        let first = document.hit_span(hit);
        let tally = all[topic].get_or_insert(Tally { topic, first, hits: 0, said: 0.0, titled: 0.0, weight: 0.0 });
        tally.hits += 1;
        tally.said += says;
        tally.titled += if zone == Zone::Title { says } else { 0.0 };
        tally.weight += says * zone.weight();
    }
    all.into_iter().flatten().collect()
}

/// Weight in the title that makes a topic the document's.
const TITLE_SAYS: f64 = 1.0;
/// Share of the heaviest topic's weight that makes another one the document's, beside a title that says nothing.
const UNTITLED: f64 = 0.5;
/// Share of the heaviest titled topic's weight from which one that the title leaves out is the document's too.
const BESIDE_TITLE: f64 = 1.0;

/// The topics that the document is about; `tallies` the heaviest first.
fn main(tallies: &[Tally], total: f64) -> Vec<usize> {
    let titled = tallies.iter().filter(|t| t.titled >= TITLE_SAYS).map(|t| t.weight).reduce(f64::max);
    let bar = match (titled, tallies.first()) {
        (Some(weight), _) => weight * BESIDE_TITLE,
        (None, Some(heaviest)) => heaviest.weight * UNTITLED,
        (None, None) => return Vec::new(),
    };
    if std::env::var("DBG").is_ok() {
        eprintln!("BAR {bar:.1} {total:.1}");
        for t in tallies { eprintln!("T {} {} {:.1} {:.1} {:.1} {:.3}", t.topic, t.hits, t.said, t.titled, t.weight, t.weight / total); }
    }
    let is_main = |t: &&Tally| t.titled >= TITLE_SAYS || t.weight >= bar;
    tallies.iter().filter(is_main).take(MOST_MAIN).map(|t| t.topic).collect()
}
