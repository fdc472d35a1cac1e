//! The places found, as rows of the record.

use std::collections::BTreeMap;

use super::Found;
use crate::document::Document;
use crate::record::{Place, PlaceLevel, PlaceRole};
use crate::rules::RuleSet;
use crate::rules::places::{PlaceRules, Unit};

/// One row a place, in the order of the first mention; the subject has one even where only its district is named.
pub(super) fn rows(document: &Document, rules: &RuleSet, found: &[Found], subject: Option<usize>) -> Vec<Place> {
    let mut rows: Vec<Place> = Vec::new();
    let mut index: BTreeMap<Unit, usize> = BTreeMap::new();
    for mention in found {
        let at = *index.entry(mention.unit).or_insert_with(|| {
            rows.push(row(&rules.places, mention.unit, subject));
            rows.len() - 1
        });
        let place = &mut rows[at];
        place.hits += 1;
        place.mentions.push(document.locate(document.span(mention.start..mention.end), rules.name(mention.rule)));
    }
    if let Some(province) = subject.map(Unit::Province).filter(|p| !index.contains_key(p)) {
        rows.insert(0, row(&rules.places, province, subject));
    }
    rows
}

fn row(rules: &PlaceRules, unit: Unit, subject: Option<usize>) -> Place {
    match unit {
        Unit::Province(i) => {
            let province = &rules.provinces[i];
            let role = if subject == Some(i) { PlaceRole::Subject } else { PlaceRole::Mentioned };
            Place { role, ..place(rules, PlaceLevel::Province, (&province.id, &province.name, &province.gso), Some(i), province.current) }
        }
        Unit::District(i) => {
            let district = &rules.districts[i];
            let current = rules.provinces[district.province].current;
            place(rules, PlaceLevel::District, (&district.id, &district.name, &district.gso), Some(district.province), current)
        }
        Unit::Commune(i) => {
            let commune = &rules.communes[i];
            let province = rules.current[commune.current].only_part;
            place(rules, PlaceLevel::Commune, (&commune.id, &commune.name, &commune.gso), province, commune.current)
        }
    }
}

fn place(rules: &PlaceRules, level: PlaceLevel, (id, name, gso): (&str, &str, &str), province: Option<usize>, current: usize) -> Place {
    let province = province.map(|i| &rules.provinces[i]);
    let current = &rules.current[current];
    Place {
        id: id.to_owned(),
        level,
        name: name.to_owned(),
        gso: Some(gso.to_owned()),
        province: province.map(|p| p.id.clone()),
        province_gso: province.map(|p| p.gso.clone()),
        current_province: Some(current.id.clone()),
        current_province_gso: Some(current.gso.clone()),
        role: PlaceRole::Mentioned,
        hits: 0,
        mentions: Vec::new(),
    }
}
