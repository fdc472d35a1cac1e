//! Rows of the tables that say what an id means: kinds, measures, topic names, provinces. The type is the schema.

use schemars::JsonSchema;
use serde::Serialize;
use trichluc::{CurrentProvinceName, Glossary, KindName, MeasureName, ProvinceName, TopicName};

/// A kind of document that the rules know.
///
/// Primary key `kind`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KindRow<'a> {
    /// Slug: `bao_cao`.
    pub kind: &'a str,
    /// In Vietnamese.
    pub name: &'a str,
    /// In English; null where the rule has none.
    pub name_en: Option<&'a str>,
}

/// A measure that the rules know.
///
/// Primary key `measure`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeasureRow<'a> {
    /// Id: `articles`, `fines` …
    pub measure: &'a str,
    /// In Vietnamese; null where the rule has none.
    pub name: Option<&'a str>,
    /// In English; null where the rule has none.
    pub name_en: Option<&'a str>,
    /// What its values are.
    pub unit: MeasureUnit,
}

/// What the values of a measure are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureUnit {
    /// Counted things or people.
    Things,
    /// Đồng.
    Vnd,
}

/// A topic that the rules know.
///
/// Primary key `topic`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TopicNameRow<'a> {
    /// Slug: `ma_tuy`.
    pub topic: &'a str,
    /// In Vietnamese.
    pub name: &'a str,
    /// In English.
    pub name_en: &'a str,
}

/// One of the 63 provinces of before 1 July 2025. Every `province` of the other tables is one of them, at any date: a document of today
/// that says Lào Cai has `lao_cai`, and `current_province` says what territory that is.
///
/// Primary key `province`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProvinceRow<'a> {
    /// Slug: `yen_bai`.
    pub province: &'a str,
    /// In Vietnamese, without the word for the unit.
    pub name: &'a str,
    /// In English; null where the rule has none.
    pub name_en: Option<&'a str>,
    /// The statistics office's code, as text.
    pub gso: &'a str,
    /// ISO 3166-2: `VN-06`.
    pub iso: &'a str,
    /// A city under the central government.
    pub city: bool,
    /// Last day with this territory, ISO; null where a province of today has the same.
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<&'a str>,
    /// Last day of the name, ISO; null where it goes on, in Huế without Thừa Thiên.
    #[schemars(extend("format" = "date"))]
    pub name_until: Option<&'a str>,
    /// The province of today, one of 34, that it is or became part of.
    pub current_province: &'a str,
    /// Degrees north of its centre, WGS 84.
    pub latitude: f64,
    /// Degrees east of its centre, WGS 84.
    pub longitude: f64,
}

/// One of the 34 provinces since 1 July 2025.
///
/// Primary key `current_province`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CurrentProvinceRow<'a> {
    /// Slug: `lao_cai`.
    pub current_province: &'a str,
    /// In Vietnamese, without the word for the unit.
    pub name: &'a str,
    /// In English; null where the rule has none.
    pub name_en: Option<&'a str>,
    /// The statistics office's code since then, as text: that of one constituent, not always of the name kept.
    pub gso: &'a str,
    /// ISO 3166-2 of one that no other was merged with; the standard has none for the others: null.
    pub iso: Option<&'a str>,
    /// A city under the central government.
    pub city: bool,
    /// First day as a city, ISO, where it became one later; else null.
    #[schemars(extend("format" = "date"))]
    pub city_since: Option<&'a str>,
    /// First day, ISO.
    #[schemars(extend("format" = "date"))]
    pub valid_from: &'a str,
    /// Where its administration sits.
    pub seat: &'a str,
    /// Those of the 63 that it was formed from, joined by `; `.
    pub formed_from: String,
    /// Degrees north of its centre, WGS 84.
    pub latitude: f64,
    /// Degrees east of its centre, WGS 84.
    pub longitude: f64,
}

/// The rows of all of them.
pub struct Dimensions<'a> {
    pub kinds: Vec<KindRow<'a>>,
    pub measures: Vec<MeasureRow<'a>>,
    pub topic_names: Vec<TopicNameRow<'a>>,
    pub provinces: Vec<ProvinceRow<'a>>,
    pub current_provinces: Vec<CurrentProvinceRow<'a>>,
}

impl<'a> Dimensions<'a> {
    pub fn of(glossary: &'a Glossary) -> Self {
        Dimensions {
            kinds: glossary.kinds.iter().map(kind).collect(),
            measures: glossary.measures.iter().map(measure).collect(),
            topic_names: glossary.topics.iter().map(topic).collect(),
            provinces: glossary.provinces.iter().map(province).collect(),
            current_provinces: glossary.current_provinces.iter().map(current_province).collect(),
        }
    }
}

fn kind(kind: &KindName) -> KindRow<'_> {
    KindRow { kind: &kind.id, name: &kind.vi, name_en: kind.en.as_deref() }
}

fn measure(measure: &MeasureName) -> MeasureRow<'_> {
    let unit = if measure.in_dong { MeasureUnit::Vnd } else { MeasureUnit::Things };
    MeasureRow { measure: &measure.id, name: measure.vi.as_deref(), name_en: measure.en.as_deref(), unit }
}

fn topic(topic: &TopicName) -> TopicNameRow<'_> {
    TopicNameRow { topic: &topic.id, name: &topic.vi, name_en: &topic.en }
}

fn province(province: &ProvinceName) -> ProvinceRow<'_> {
    ProvinceRow {
        province: &province.id,
        name: &province.vi,
        name_en: province.en.as_deref(),
        gso: &province.gso,
        iso: &province.iso,
        city: province.is_city,
        valid_until: province.until.as_deref(),
        name_until: province.name_until.as_deref(),
        current_province: &province.current,
        latitude: province.latitude,
        longitude: province.longitude,
    }
}

fn current_province(province: &CurrentProvinceName) -> CurrentProvinceRow<'_> {
    CurrentProvinceRow {
        current_province: &province.id,
        name: &province.vi,
        name_en: province.en.as_deref(),
        gso: &province.gso,
        iso: province.iso.as_deref(),
        city: province.is_city,
        city_since: province.city_since.as_deref(),
        valid_from: &province.since,
        seat: &province.seat,
        formed_from: province.formed_from.join("; "),
        latitude: province.latitude,
        longitude: province.longitude,
    }
}
