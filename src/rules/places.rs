//! Provinces, districts, communes, and what tells a place from a name.
//!
//! Three systems stand side by side: the 63 provinces of before 1 July 2025
//! with their districts, the 34 provinces since then, and the communes of
//! these. A record keys on the 63, whose ids are stable across time.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;
use unicode_normalization::UnicodeNormalization;

use super::{Builder, Cues, Files, RuleId};
use crate::lexicon::{Case, Family, Hit};

/// `[[province]]`: one of the 63.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProvinceRule {
    pub id: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub english: Option<String>,
    pub gso: String,
    pub iso: String,
    pub city: bool,
    #[serde(default)]
    pub until: Option<Datetime>,
    pub merged_into: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    /// The name is a common word too, so that capitals alone prove nothing where all letters are capitals.
    #[serde(default)]
    plain_word: bool,
    pub latitude: f64,
    pub longitude: f64,
}

/// `[[current_province]]`: one of the 34.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CurrentProvinceRule {
    pub id: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub english: Option<String>,
    pub gso: String,
    pub city: bool,
    pub since: Datetime,
    #[serde(default)]
    pub city_since: Option<Datetime>,
    pub seat: String,
    pub formed_from: Vec<String>,
    pub latitude: f64,
    pub longitude: f64,
}

/// `[[district]]`: a unit of the level that was abolished on 1 July 2025.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DistrictRule {
    id: Spanned<String>,
    name: String,
    r#type: Spanned<String>,
    gso: String,
    province: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default, rename = "until")]
    _until: Option<Datetime>,
}

/// `[[district_type]]`: huyện, quận, thị xã, thành phố, and the words before a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DistrictTypeRule {
    id: String,
    name: String,
    phrases: Vec<String>,
}

/// `[[commune_list]]`: the communes of one of the 34 provinces, each with type, name and code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommuneList {
    province: Spanned<String>,
    units: Vec<(String, String, String)>,
}

/// What words around a name say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceCue {
    /// Before a name: a place, or its body.
    UnitBefore,
    /// Before a name: a province, not a town.
    ProvinceBefore,
    /// Before a name: merely where.
    Locative,
    /// Before a name: a person's.
    PersonBefore,
    /// Up to two syllables before a name: a person's.
    Surname,
    /// Before a name: a street's, a ward's, a river's.
    MinorBefore,
    /// Ends like another cue and is none.
    Harmless,
    /// After a name: something else.
    NotAfter,
    /// Around a name: no place.
    Fixed,
    /// Between the names of a list.
    Joins,
}

#[derive(Debug)]
pub(crate) struct Province {
    pub id: String,
    pub name: String,
    pub gso: String,
    /// Index of the one of the 34 that it belongs to now.
    pub current: usize,
    pub is_plain_word: bool,
}

#[derive(Debug)]
pub(crate) struct CurrentProvince {
    pub id: String,
    pub gso: String,
    /// Index of the only one of the 63 that it was formed from.
    pub only_part: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct District {
    pub id: String,
    pub name: String,
    pub gso: String,
    /// Index of its type.
    pub kind: usize,
    pub province: usize,
}

#[derive(Debug)]
pub(crate) struct Commune {
    pub id: String,
    pub name: String,
    pub gso: String,
    /// Tokens of its type: `đặc khu` has two.
    pub type_tokens: usize,
    /// Index of its province among the 34.
    pub current: usize,
}

/// What a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Unit {
    Province(usize),
    District(usize),
    Commune(usize),
}

/// The rules, compiled.
#[derive(Debug)]
pub(crate) struct PlaceRules {
    pub provinces: Vec<Province>,
    pub current: Vec<CurrentProvince>,
    pub districts: Vec<District>,
    pub communes: Vec<Commune>,
    pub cues: Cues<PlaceCue>,
    units: Vec<Unit>,
}

impl PlaceRules {
    pub fn compile(files: &Files, builder: &mut Builder) -> Self {
        let cues = Cues::compile(files.each(|f| &f.place_cue), "places", Family::PlaceCue, builder);
        let mut rules =
            PlaceRules { provinces: Vec::new(), current: Vec::new(), districts: Vec::new(), communes: Vec::new(), cues, units: Vec::new() };
        rules.add_provinces(files, builder);
        rules.add_districts(files, builder);
        rules.add_communes(files, builder);
        rules
    }

    /// The province or district that a phrase may mean.
    pub fn unit(&self, hit: &Hit) -> Unit {
        self.units[hit.value as usize]
    }

    pub fn commune(&self, hit: &Hit) -> &Commune {
        &self.communes[hit.value as usize]
    }

    fn add_provinces(&mut self, files: &Files, builder: &mut Builder) {
        let rules = latest(files.iter().flat_map(|(i, f)| f.province.iter().map(move |r| (i, r))), |r| r.id.get_ref());
        let now = latest(files.iter().flat_map(|(i, f)| f.current_province.iter().map(move |r| (i, r))), |r| r.id.get_ref());
        for (source, rule) in rules {
            let current = index_of(&now, &rule.merged_into, |r| r.id.get_ref(), source, builder);
            let name = builder.rule(format!("places.{}", rule.id.get_ref()));
            builder.row(source, rule.id.span(), name);
            builder.title(name, &rule.name);
            self.units.push(Unit::Province(self.provinces.len()));
            self.add_names(&rule.name, &rule.aliases, name, builder);
            self.provinces.push(Province {
                id: rule.id.get_ref().clone(),
                name: rule.name.clone(),
                gso: rule.gso.clone(),
                current,
                is_plain_word: rule.plain_word,
            });
        }
        for (_, rule) in now {
            let parts: Vec<usize> =
                self.provinces.iter().enumerate().filter(|(_, p)| rule.formed_from.contains(&p.id)).map(|p| p.0).collect();
            let only_part = parts.first().copied().filter(|_| parts.len() == 1);
            self.current.push(CurrentProvince { id: rule.id.get_ref().clone(), gso: rule.gso.clone(), only_part });
        }
    }

    fn add_districts(&mut self, files: &Files, builder: &mut Builder) {
        let types: Vec<&DistrictTypeRule> = files.iter().flat_map(|(_, f)| &f.district_type).collect();
        for (kind, rule) in types.iter().enumerate() {
            let name = builder.rule(format!("places.district_{}", rule.id));
            for phrase in &rule.phrases {
                builder.phrase(phrase, Family::DistrictCue, name, kind as u32, case_of(phrase, Case::Any));
            }
        }
        for (source, rule) in latest(files.iter().flat_map(|(i, f)| f.district.iter().map(move |r| (i, r))), |r| r.id.get_ref()) {
            let Some(province) = self.provinces.iter().position(|p| p.id == *rule.province.get_ref()) else {
                unknown(builder, source, &rule.province);
                continue;
            };
            let Some(kind) = types.iter().position(|t| t.name == *rule.r#type.get_ref()) else {
                unknown(builder, source, &rule.r#type);
                continue;
            };
            let id = rule.id.get_ref().clone();
            let name = builder.rule(format!("places.{id}"));
            builder.row(source, rule.id.span(), name);
            builder.title(name, &rule.name);
            self.units.push(Unit::District(self.districts.len()));
            self.add_names(&rule.name, &rule.aliases, name, builder);
            self.districts.push(District { id, name: rule.name.clone(), gso: rule.gso.clone(), kind, province });
        }
    }

    /// Adds the names of the unit added last.
    fn add_names(&self, name: &str, aliases: &[String], rule: RuleId, builder: &mut Builder) {
        let value = self.units.len() as u32 - 1;
        for phrase in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
            // 'Quận 1' is 'quận 1' as often.
            let case = if phrase.ends_with(|c: char| c.is_ascii_digit()) { Case::Any } else { case_of(phrase, Case::Name) };
            builder.phrase(phrase, Family::Place, rule, value, case);
        }
    }

    fn add_communes(&mut self, files: &Files, builder: &mut Builder) {
        let lists = files.iter().flat_map(|(i, f)| f.commune_list.iter().map(move |l| (i, l)));
        for (source, list) in lists {
            let Some(current) = self.current.iter().position(|p| p.id == *list.province.get_ref()) else {
                unknown(builder, source, &list.province);
                continue;
            };
            let first = self.communes.len();
            for (kind, name, gso) in &list.units {
                let id = format!("{}/{}_{}", list.province.get_ref(), slug(kind), slug(name));
                // Ba Tơ and Ba Tô are one slug in one province.
                let is_taken = self.communes[first..].iter().any(|c| c.id == id);
                let id = if is_taken { format!("{id}_{gso}") } else { id };
                let rule = builder.rule(format!("places.{id}"));
                builder.row(source, list.province.span(), rule);
                builder.title(rule, name);
                builder.phrase(&format!("{kind} {name}"), Family::Commune, rule, self.communes.len() as u32, Case::Any);
                let type_tokens = kind.split(' ').count();
                self.communes.push(Commune { id, name: name.clone(), gso: gso.clone(), type_tokens, current });
            }
        }
    }
}

/// The rules in order of their first appearance; of those with one id, the last loaded.
pub(super) fn latest<'a, R>(rules: impl Iterator<Item = (usize, &'a R)>, id: impl Fn(&R) -> &String) -> Vec<(usize, &'a R)> {
    let mut all: Vec<(usize, &R)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (source, rule) in rules {
        let at = *places.entry(id(rule).clone()).or_insert(all.len());
        match all.get_mut(at) {
            Some(old) => *old = (source, rule),
            None => all.push((source, rule)),
        }
    }
    all
}

fn index_of<R>(rules: &[(usize, &R)], id: &Spanned<String>, of: impl Fn(&R) -> &String, source: usize, builder: &mut Builder) -> usize {
    rules.iter().position(|(_, r)| of(r) == id.get_ref()).unwrap_or_else(|| {
        unknown(builder, source, id);
        0
    })
}

fn unknown(builder: &mut Builder, source: usize, id: &Spanned<String>) {
    builder.fault(source, id.span(), format!("nothing has the id or name \"{}\"", id.get_ref()));
}

/// Phrases all in capitals are abbreviations, met as they are written; a name with a small letter behind its mark
/// (`Ea H'leo`) is met in any case.
fn case_of(phrase: &str, otherwise: Case) -> Case {
    let letters = phrase.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 2 && phrase.chars().all(|c| !c.is_lowercase()) {
        return Case::Exact;
    }
    let mut words = phrase.split(|c: char| !c.is_alphanumeric());
    if words.any(|w| w.starts_with(char::is_lowercase)) { Case::Any } else { otherwise }
}

/// `Đức Trọng` as `duc_trong`.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().nfd() {
        match c {
            'đ' => out.push('d'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c) => {}
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_no_accents_and_single_lines() {
        assert_eq!(slug("Xuân Hương - Đà Lạt"), "xuan_huong_da_lat");
        assert_eq!(slug("Ia H'Drai"), "ia_h_drai");
    }

    #[test]
    fn abbreviations_keep_their_letters() {
        assert_eq!(case_of("TPHCM", Case::Name), Case::Exact);
        assert_eq!(case_of("Tp.", Case::Any), Case::Any);
        assert_eq!(case_of("Huế", Case::Name), Case::Name);
        assert_eq!(case_of("Ea H'leo", Case::Name), Case::Any);
    }
}
