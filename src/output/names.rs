//! `names.json` of a generation: what its ids mean to people.

use std::fs;
use std::path::Path;

use trichluc::Names;

use crate::words::{Language, language, say};

pub const FILE: &str = "names.json";

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
        let named = self.0.measures.iter().find(|m| m.id == id);
        named.map_or_else(|| id.to_owned(), |m| if language() == Language::Vi { m.vi.clone() } else { m.en.clone() })
    }

    /// Of the 63, else of the 34; of none a dash.
    pub fn province(&self, id: &str) -> String {
        let named = self.0.provinces.get(id).or_else(|| self.0.current_provinces.get(id));
        named.cloned().unwrap_or_else(|| if id.is_empty() { "–".to_owned() } else { id.to_owned() })
    }

    pub fn kind(&self, id: &str) -> String {
        self.0.kinds.get(id).cloned().unwrap_or_else(|| id.to_owned())
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
