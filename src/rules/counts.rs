//! Measures, units, number words and the cues around a count.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Builder, Cues, Example, Examples, Files, Phrase, Proof, Question, RuleId};
use crate::lexicon::{Case, Family, Hit};
use crate::record::{Modifier, Per};

/// `[[measure]]`: what is counted, under which id, in which units.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureRule {
    pub id: Spanned<String>,
    pub name: BTreeMap<String, String>,
    /// Amounts of money.
    #[serde(default)]
    pub in_dong: bool,
    #[serde(default)]
    pub units: Vec<Phrase>,
    /// What phrases cannot say: regular expressions on the text in lower case.
    #[serde(default)]
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

/// Things whose measure the words around tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SharedThing {
    /// An organisation, shop, household: inspected or violating, by what was done to it; else not counted.
    Body,
    /// `cá nhân`: a body, or a person who is commended.
    Individual,
    /// `điểm`: inspected where the inspection stands right before it.
    Place,
    /// `lần`, with a rate: how often something is broadcast, inspected, held.
    Times,
    /// `lượt`: an inspection or a broadcast, right behind its verb.
    Turn,
    /// `ca`: a person, where illness is spoken of.
    Patient,
    /// `trường hợp`: a violator, or a person.
    Instance,
    /// `buổi`: an event, or a broadcast.
    Session,
    /// `cuộc`, `đợt`: an inspection, or an event.
    Round,
}

/// `[[shared_thing]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedThingRule {
    pub kind: Spanned<SharedThing>,
    pub units: Vec<Phrase>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

/// `[[not_counted]]`: longer phrases that begin like a unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotCounted {
    pub phrases: Vec<Phrase>,
}

/// `[[currency]]`: words for đồng, and how many one of them is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CurrencyRule {
    pub factor: i64,
    pub phrases: Vec<Phrase>,
}

/// What part a number word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberRole {
    /// hai, ba: anywhere.
    Digit,
    /// năm: never after ten, where it is the year (`hai mươi năm`).
    FirstDigit,
    /// mốt, tư, lăm: only after ten or `linh`.
    LastDigit,
    /// không: only before a hundred.
    Zero,
    /// mười
    Ten,
    /// mươi, chục
    Tens,
    Hundred,
    /// linh, lẻ
    Filler,
    /// rưỡi: half of the unit before it.
    Half,
    /// nghìn, vạn, triệu, tỷ
    Scale,
}

/// `[[number_word]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberWordRule {
    pub role: NumberRole,
    #[serde(default)]
    pub value: i64,
    pub words: Vec<String>,
}

/// `[[not_a_number]]`: phrases in which a number word is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotANumber {
    pub phrases: Vec<String>,
}

/// `[[modifier]]`: words before or after a figure that say how exact it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModifierRule {
    pub kind: Spanned<Modifier>,
    #[serde(default)]
    pub before: Vec<String>,
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

/// `[[rate]]`: a unit of time after a slash, or with `mỗi` before or after the figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateRule {
    pub per: Spanned<Per>,
    pub slash: Vec<String>,
    pub each: Vec<String>,
    #[serde(default)]
    pub finds: Vec<Spanned<Example>>,
    #[serde(default)]
    pub ignores: Vec<Spanned<Example>>,
}

/// What a phrase near a figure tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CountCue {
    /// A sanction that money follows.
    Fine,
    /// The money of a sanction, as a noun: with other money before it ("nợ thuế và tiền phạt") the sum is no fine.
    FineNoun,
    /// Money for or from something else than a sanction.
    Worth,
    /// Where the money went, which does not tell what it was.
    Payment,
    /// Things are checked.
    Inspection,
    /// Things are found in violation, or sanctioned.
    Violation,
    /// What is found out, right behind it, is in violation.
    Discovery,
    /// Somebody is commended.
    Honour,
    /// Something is put on the air or in print.
    Broadcast,
    /// People are brought together.
    Gathering,
    /// A `trường hợp` that is a person.
    PersonCase,
    /// After persons: they take part.
    Attendance,
    /// Before a thing at which something is found.
    Where,
    /// Right before persons: they take part.
    Attendees,
    /// Opens a sentence that divides what the one before has told.
    Division,
    /// Between an event and the persons who take part.
    Audience,
    /// After a thing: what follows is no predicate of it.
    With,
    /// A thing's word that is a verb as well.
    Verb,
    /// Between a figure and the whole that it is of.
    Among,
    /// The figure after it is a difference.
    Difference,
    /// The figure after it is a number of something, not an amount.
    Label,
    /// What follows a document's kind when that is a name.
    Identity,
    /// Spreads what follows over many: "mỗi người một bài viết".
    Each,
    /// The figure is the size of a population.
    Population,
    /// The unit that a table's figures are in.
    TableUnit,
    /// An amount written out in words again.
    InWords,
    /// Joins units to one count.
    Join,
    /// Between a thing and its figure: "số vụ là 12".
    Is,
    /// Before a thing whose figure follows: "số cơ sở được kiểm tra: 57".
    NumberOf,
    From,
    To,
    /// A word for đồng that may stand before its figure.
    LeadingCurrency,
    /// Opens a range whose ends "và" joins.
    Between,
    /// Hides a shorter cue inside it.
    Neutral,
}

/// What a unit phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    Measure(usize),
    Shared(SharedThing),
    Currency(i64),
    NotCounted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RateForm {
    Slash,
    Each,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

/// Measures that the program decides between.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    pub programs: usize,
    pub documents: usize,
    pub inspections: usize,
    pub inspected: usize,
    pub violators: usize,
    pub cases: usize,
    pub persons: usize,
    pub fines: usize,
    pub money: usize,
    pub events: usize,
    pub participants: usize,
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct CountRules {
    measures: Vec<(String, RuleId)>,
    things: Vec<Thing>,
    words: Vec<Option<(NumberRole, i64)>>,
    modifiers: Vec<(Modifier, Side)>,
    rates: Vec<(Per, RateForm)>,
    pub cues: Cues<CountCue>,
    pub known: Known,
}

impl CountRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let mut rules = CountRules {
            measures: Vec::new(),
            things: Vec::new(),
            words: Vec::new(),
            modifiers: Vec::new(),
            rates: Vec::new(),
            cues: Cues::compile(files.each(|f| &f.count_cue), "counts", Family::Count, builder),
            known: Known::default(),
        };
        rules.add_measures(files, builder);
        rules.add_other_things(files, builder);
        rules.add_numbers(files, builder);
        rules.add_modifiers(files, builder);
        rules.add_rates(files, builder);
        rules.known = rules.known();
        rules
    }

    pub fn measure_id(&self, measure: usize) -> &str {
        self.measures.get(measure).map_or("", |m| &m.0)
    }

    pub fn measure_rule(&self, measure: usize) -> RuleId {
        self.measures.get(measure).map_or(RuleId(0), |m| m.1)
    }

    pub fn thing(&self, hit: &Hit) -> Thing {
        self.things[hit.value as usize]
    }

    /// None where a longer phrase makes the word no number.
    pub fn number_word(&self, hit: &Hit) -> Option<(NumberRole, i64)> {
        self.words[hit.value as usize]
    }

    pub fn modifier(&self, hit: &Hit) -> (Modifier, Side) {
        self.modifiers[hit.value as usize]
    }

    pub fn rate(&self, hit: &Hit) -> (Per, RateForm) {
        self.rates[hit.value as usize]
    }

    fn add_measures(&mut self, files: &Files, builder: &mut Builder) {
        for (source, rule) in files.each(|f| &f.measure) {
            let id = rule.id.get_ref();
            // A rule of a later file with the same id replaces the name's owner, not the measure's place.
            let measure = self.measures.iter().position(|(m, _)| m == id).unwrap_or_else(|| {
                self.measures.push((id.clone(), builder.rule(format!("counts.{id}"))));
                self.measures.len() - 1
            });
            let name = self.measures[measure].1;
            builder.title(name, rule.name.get("vi").map_or(id, String::as_str));
            note(Place { source, at: rule.id.span(), rule: name }, Proof::Mention, &rule.finds, &rule.ignores, builder);
            builder.patterns(source, rule.pattern.iter().chain(&rule.patterns), Family::Unit, name, self.things.len() as u32);
            self.add_things(Thing::Measure(measure), name, &rule.units, builder);
        }
    }

    fn add_other_things(&mut self, files: &Files, builder: &mut Builder) {
        for (source, rule) in files.each(|f| &f.shared_thing) {
            let kind = *rule.kind.get_ref();
            let name = builder.rule(format!("counts.{kind:?}").to_lowercase());
            note(Place { source, at: rule.kind.span(), rule: name }, Proof::Cue, &rule.finds, &rule.ignores, builder);
            self.add_things(Thing::Shared(kind), name, &rule.units, builder);
        }
        for (_, rule) in files.each(|f| &f.currency) {
            let name = builder.rule("counts.currency");
            self.add_things(Thing::Currency(rule.factor), name, &rule.phrases, builder);
        }
        for (_, rule) in files.each(|f| &f.not_counted) {
            let name = builder.rule("counts.not_counted");
            self.add_things(Thing::NotCounted, name, &rule.phrases, builder);
        }
    }

    fn add_things(&mut self, thing: Thing, name: RuleId, phrases: &[Phrase], builder: &mut Builder) {
        for phrase in phrases {
            builder.phrase(phrase.text(), Family::Unit, name, self.things.len() as u32, phrase.case());
        }
        self.things.push(thing);
    }

    fn add_numbers(&mut self, files: &Files, builder: &mut Builder) {
        let name = builder.rule("counts.number");
        for (_, rule) in files.each(|f| &f.number_word) {
            self.add_words(Some((rule.role, rule.value)), name, &rule.words, builder);
        }
        for (_, rule) in files.each(|f| &f.not_a_number) {
            self.add_words(None, name, &rule.phrases, builder);
        }
    }

    fn add_words(&mut self, word: Option<(NumberRole, i64)>, name: RuleId, phrases: &[String], builder: &mut Builder) {
        for phrase in phrases {
            builder.phrase(phrase, Family::Number, name, self.words.len() as u32, Case::Any);
        }
        self.words.push(word);
    }

    fn add_modifiers(&mut self, files: &Files, builder: &mut Builder) {
        for (source, rule) in files.each(|f| &f.modifier) {
            let kind = *rule.kind.get_ref();
            let name = builder.rule(format!("counts.modifier_{kind:?}").to_lowercase());
            note(Place { source, at: rule.kind.span(), rule: name }, Proof::Cue, &rule.finds, &rule.ignores, builder);
            for (side, phrases) in [(Side::Before, &rule.before), (Side::After, &rule.after)] {
                for phrase in phrases {
                    builder.phrase(phrase, Family::Modifier, name, self.modifiers.len() as u32, Case::Any);
                }
                self.modifiers.push((kind, side));
            }
        }
    }

    fn add_rates(&mut self, files: &Files, builder: &mut Builder) {
        for (source, rule) in files.each(|f| &f.rate) {
            let per = *rule.per.get_ref();
            let name = builder.rule(format!("counts.rate_{per:?}").to_lowercase());
            note(Place { source, at: rule.per.span(), rule: name }, Proof::Cue, &rule.finds, &rule.ignores, builder);
            for (form, phrases) in [(RateForm::Slash, &rule.slash), (RateForm::Each, &rule.each)] {
                for phrase in phrases {
                    builder.phrase(phrase, Family::Rate, name, self.rates.len() as u32, Case::Any);
                }
                self.rates.push((per, form));
            }
        }
    }

    fn known(&self) -> Known {
        let of = |id: &str| self.measures.iter().position(|(m, _)| m == id).unwrap_or(usize::MAX);
        Known {
            programs: of("programs"),
            documents: of("documents"),
            inspections: of("inspections"),
            inspected: of("inspected"),
            violators: of("violators"),
            cases: of("cases"),
            persons: of("persons"),
            fines: of("fines"),
            money: of("money"),
            events: of("events"),
            participants: of("participants"),
        }
    }
}

/// A rule, and where it stands.
struct Place {
    source: usize,
    at: std::ops::Range<usize>,
    rule: RuleId,
}

fn note(place: Place, proof: Proof, finds: &[Spanned<Example>], ignores: &[Spanned<Example>], builder: &mut Builder) {
    let Place { source, at, rule } = place;
    let question = Some(Question::Counts);
    builder.examples(Examples { source, at, rule, question, proof, finds: finds.to_vec(), ignores: ignores.to_vec() });
}
