//! `names.json` of a generation: what its ids mean to people.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trichluc::Glossary;

use crate::words::{Language, language, say};

pub const FILE: &str = "names.json";

/// Names by id, for whoever shows records to people: in Vietnamese and English, of provinces in Vietnamese alone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Names {
    /// Of measures, in the order of their rules.
    pub measures: Vec<Named>,
    /// Of topics, in the order of their rules.
    pub topics: Vec<Named>,
    /// Of kinds of documents, in the order of their rules.
    pub kinds: Vec<Named>,
    /// Of the 63 provinces of before 1 July 2025.
    pub provinces: BTreeMap<String, String>,
    /// Of the 34 provinces since then.
    pub current_provinces: BTreeMap<String, String>,
}

/// An id and what people call it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// As in records.
    pub id: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English; in Vietnamese where the rules say no other.
    pub en: String,
}

impl Names {
    /// Those that a set of rules says.
    pub fn of(glossary: &Glossary) -> Self {
        let Glossary { kinds, measures, topics, provinces, current_provinces } = glossary;
        Names {
            measures: measures.iter().map(|m| Named::of(&m.id, m.vi.as_deref(), m.en.as_deref())).collect(),
            topics: topics.iter().map(|t| Named::of(&t.id, Some(&t.vi), Some(&t.en))).collect(),
            kinds: kinds.iter().map(|k| Named::of(&k.id, Some(&k.vi), k.en.as_deref())).collect(),
            provinces: provinces.iter().map(|p| (p.id.clone(), p.vi.clone())).collect(),
            current_provinces: current_provinces.iter().map(|p| (p.id.clone(), p.vi.clone())).collect(),
        }
    }
}

impl Named {
    fn of(id: &str, vi: Option<&str>, en: Option<&str>) -> Self {
        let vi = vi.unwrap_or(id);
        Named { id: id.to_owned(), vi: vi.to_owned(), en: en.unwrap_or(vi).to_owned() }
    }
}

/// The names of a generation, in the reader's language.
pub struct NamesOf(Names);

impl NamesOf {
    /// Reads them.
    ///
    /// # Errors
    /// The run wrote none: it is of an older program, or wrote records only.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let file = folder.join(FILE);
        let failed = |e: String| say("no_names", &[("file", &file.display()), ("error", &e)]);
        let text = fs::read(&file).map_err(|e| failed(e.to_string()))?;
        serde_json::from_slice(&text).map(NamesOf).map_err(|e| failed(e.to_string()))
    }

    pub fn measure(&self, id: &str) -> String {
        in_language(&self.0.measures, id)
    }

    /// Of the 63, else of the 34; of none a dash.
    pub fn province(&self, id: &str) -> String {
        let named = self.0.provinces.get(id).or_else(|| self.0.current_provinces.get(id));
        named.cloned().unwrap_or_else(|| if id.is_empty() { "–".to_owned() } else { id.to_owned() })
    }

    pub fn kind(&self, id: &str) -> String {
        in_language(&self.0.kinds, id)
    }

    /// Whether there are such a province and such a measure.
    ///
    /// # Errors
    /// There is none; the message names those that there are.
    pub fn check(&self, province: Option<&str>, measure: Option<&str>) -> Result<(), String> {
        let known = |id: &str| self.0.provinces.contains_key(id) || self.0.current_provinces.contains_key(id);
        if let Some(id) = province.filter(|id| !known(id)) {
            let all: Vec<&str> = self.0.provinces.keys().map(String::as_str).collect();
            return Err(say("no_province", &[("id", &format!("{id:?}")), ("all", &all.join(", "))]));
        }
        if let Some(id) = measure.filter(|id| self.0.measures.iter().all(|m| m.id != *id)) {
            let all: Vec<&str> = self.0.measures.iter().map(|m| m.id.as_str()).collect();
            return Err(say("no_measure", &[("id", &format!("{id:?}")), ("all", &all.join(", "))]));
        }
        Ok(())
    }
}

fn in_language(names: &[Named], id: &str) -> String {
    let named = names.iter().find(|n| n.id == id);
    named.map_or_else(|| id.to_owned(), |n| if language() == Language::Vi { n.vi.clone() } else { n.en.clone() })
}
