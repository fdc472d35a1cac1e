//! The ids that records use, with what people call them: for tables and legends.

use toml::value::Datetime;

use super::places::{CurrentProvinceRule, ProvinceRule};
use super::{Files, places, topics};

/// Every kind, measure, topic and province that the rules know, in the order of the rule files.
#[derive(Debug, Clone, PartialEq)]
pub struct Glossary {
    /// Kinds of documents.
    pub kinds: Vec<KindName>,
    /// What is counted.
    pub measures: Vec<MeasureName>,
    /// What documents are about.
    pub topics: Vec<TopicName>,
    /// The 63 provinces of before 1 July 2025.
    pub provinces: Vec<ProvinceName>,
    /// The 34 provinces since then.
    pub current_provinces: Vec<CurrentProvinceName>,
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq)]
pub struct KindName {
    /// Slug: `bao_cao`.
    pub id: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English, where the rule says it.
    pub en: Option<String>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureName {
    /// `articles`, `fines` …
    pub id: String,
    /// In Vietnamese.
    pub vi: Option<String>,
    /// In English.
    pub en: Option<String>,
    /// Amounts of đồng, not things.
    pub in_dong: bool,
}

/// A topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicName {
    /// Slug: `ma_tuy`.
    pub id: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// One of the 63 provinces of before 1 July 2025.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvinceName {
    /// Slug: `yen_bai`.
    pub id: String,
    /// In Vietnamese, without the word for the unit.
    pub vi: String,
    /// In English, where the rule says it.
    pub en: Option<String>,
    /// The statistics office's code, as text.
    pub gso: String,
    /// ISO 3166-2.
    pub iso: String,
    /// A city under the central government.
    pub is_city: bool,
    /// Last day of the name, ISO; none where a province of today bears it, or its place in Huế.
    pub name_until: Option<String>,
    /// Last day with this territory, ISO; none where it is that of today.
    pub until: Option<String>,
    /// The one of the 34 that it is or became part of.
    pub current: String,
    /// Degrees north of its centre, WGS 84.
    pub latitude: f64,
    /// Degrees east of its centre, WGS 84.
    pub longitude: f64,
}

/// One of the 34 provinces since 1 July 2025.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentProvinceName {
    /// Slug: `lao_cai`.
    pub id: String,
    /// In Vietnamese, without the word for the unit.
    pub vi: String,
    /// In English, where the rule says it.
    pub en: Option<String>,
    /// The statistics office's code since then, as text: that of one constituent, not always of the name kept.
    pub gso: String,
    /// ISO 3166-2 of the only one of the 63 that it consists of; the standard has none for those that were merged.
    pub iso: Option<String>,
    /// A city under the central government.
    pub is_city: bool,
    /// First day as a city, ISO, where it became one later.
    pub city_since: Option<String>,
    /// First day, ISO.
    pub since: String,
    /// Where its administration sits.
    pub seat: String,
    /// Those of the 63 that it was formed from.
    pub formed_from: Vec<String>,
    /// Degrees north of its centre, WGS 84.
    pub latitude: f64,
    /// Degrees east of its centre, WGS 84.
    pub longitude: f64,
}

impl Glossary {
    pub(super) fn compile(files: &Files) -> Self {
        let old = places::latest(files.each(|f| &f.province), |r| r.id.get_ref());
        let now = places::latest(files.each(|f| &f.current_province), |r| r.id.get_ref());
        let current = |rule: &ProvinceRule| now.iter().find(|(_, n)| n.id.get_ref() == rule.merged_into.get_ref()).map(|(_, n)| *n);
        Glossary {
            kinds: kinds(files),
            measures: measures(files),
            topics: topics::latest(files).into_iter().map(|(_, t)| topic(t)).collect(),
            provinces: old.iter().map(|(_, rule)| province(rule, current(rule))).collect(),
            current_provinces: now.iter().map(|(_, rule)| current_province(rule, &old)).collect(),
        }
    }
}

fn kinds(files: &Files) -> Vec<KindName> {
    let rules = places::latest(files.each(|f| &f.kind), |r| r.id.get_ref());
    let one = |rule: &super::kinds::KindRule| KindName { id: rule.id.get_ref().clone(), vi: rule.name.clone(), en: rule.english.clone() };
    rules.into_iter().map(|(_, rule)| one(rule)).collect()
}

fn measures(files: &Files) -> Vec<MeasureName> {
    let rules = places::latest(files.each(|f| &f.measure), |r| r.id.get_ref());
    let one = |rule: &super::counts::MeasureRule| MeasureName {
        id: rule.id.get_ref().clone(),
        vi: rule.name.get("vi").cloned(),
        en: rule.name.get("en").cloned(),
        in_dong: rule.in_dong,
    };
    rules.into_iter().map(|(_, rule)| one(rule)).collect()
}

fn topic(rule: &topics::TopicRule) -> TopicName {
    TopicName { id: rule.id.get_ref().clone(), vi: rule.name.vi.clone(), en: rule.name.en.clone() }
}

fn province(rule: &ProvinceRule, current: Option<&CurrentProvinceRule>) -> ProvinceName {
    let merged = current.filter(|c| c.formed_from.len() > 1);
    ProvinceName {
        id: rule.id.get_ref().clone(),
        vi: rule.name.clone(),
        en: rule.english.clone(),
        gso: rule.gso.clone(),
        iso: rule.iso.clone(),
        is_city: rule.city,
        name_until: rule.until.as_ref().map(Datetime::to_string),
        until: merged.and_then(|c| day_before(&c.since)),
        current: rule.merged_into.get_ref().clone(),
        latitude: rule.latitude,
        longitude: rule.longitude,
    }
}

fn current_province(rule: &CurrentProvinceRule, old: &[(usize, &ProvinceRule)]) -> CurrentProvinceName {
    let only = match &rule.formed_from[..] {
        [only] => old.iter().find(|(_, o)| o.id.get_ref() == only),
        _ => None,
    };
    CurrentProvinceName {
        id: rule.id.get_ref().clone(),
        vi: rule.name.clone(),
        en: rule.english.clone(),
        gso: rule.gso.clone(),
        iso: only.map(|(_, o)| o.iso.clone()),
        is_city: rule.city,
        city_since: rule.city_since.as_ref().map(Datetime::to_string),
        since: rule.since.to_string(),
        seat: rule.seat.clone(),
        formed_from: rule.formed_from.clone(),
        latitude: rule.latitude,
        longitude: rule.longitude,
    }
}

fn day_before(day: &Datetime) -> Option<String> {
    let day: jiff::civil::Date = day.to_string().parse().ok()?;
    day.yesterday().ok().map(|d| d.to_string())
}

#[cfg(test)]
mod tests {
    use crate::RuleSet;

    #[test]
    fn every_id_has_a_name_in_both_languages() {
        let rules = RuleSet::builtin().expect("the built-in rules");
        let glossary = rules.glossary();
        assert!(glossary.kinds.iter().all(|k| k.en.is_some()) && glossary.measures.iter().all(|m| m.vi.is_some() && m.en.is_some()));
        assert!(glossary.provinces.iter().all(|p| p.en.is_some()) && glossary.current_provinces.iter().all(|p| p.en.is_some()));
        let in_dong: Vec<&str> = glossary.measures.iter().filter(|m| m.in_dong).map(|m| m.id.as_str()).collect();
        assert_eq!((in_dong, glossary.measures.len()), (vec!["fines", "money"], 12));
    }

    #[test]
    fn each_of_the_63_provinces_is_part_of_one_of_the_34() {
        let rules = RuleSet::builtin().expect("the built-in rules");
        let glossary = rules.glossary();
        let (old, now) = (&glossary.provinces, &glossary.current_provinces);
        assert_eq!((old.len(), now.len()), (63, 34));
        assert!(old.iter().all(|p| now.iter().any(|n| n.id == p.current && n.formed_from.contains(&p.id))));
        assert!(old.iter().all(|p| p.until.is_some() == now.iter().any(|n| n.id == p.current && n.iso.is_none())), "merged, or as before");
        let until = |id: &str| old.iter().find(|p| p.id == id).map(|p| (p.until.as_deref(), p.name_until.as_deref()));
        assert_eq!(until("lao_cai"), Some((Some("2025-06-30"), None)), "the name goes on, the territory does not");
        assert_eq!(until("ha_giang"), Some((Some("2025-06-30"), Some("2025-06-30"))));
        assert_eq!(until("lang_son"), Some((None, None)));
    }

    #[test]
    fn every_province_lies_in_viet_nam() {
        let rules = RuleSet::builtin().expect("the built-in rules");
        let glossary = rules.glossary();
        let old = glossary.provinces.iter().map(|p| (p.latitude, p.longitude));
        let now = glossary.current_provinces.iter().map(|p| (p.latitude, p.longitude));
        assert!(old.chain(now).all(|(north, east)| (8.0..24.0).contains(&north) && (102.0..110.0).contains(&east)));
    }
}
