//! Floors: figures that may only rise.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::Score;

/// `[floors]` of a TOML file: a figure's name and the least that it may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    floors: BTreeMap<String, f64>,
}

impl Floors {
    /// # Errors
    /// A file that cannot be read, or says something else.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// A line for each figure that fell below its floor; one that was not measured fell, too.
    pub fn fallen(&self, score: &Score) -> Vec<String> {
        let fallen = self.floors.iter().filter_map(|(name, floor)| match score.figure(name) {
            Some(figure) if figure >= *floor => None,
            Some(figure) => Some(format!("{name} is {figure}, its floor is {floor}")),
            None => Some(format!("{name} was not measured, its floor is {floor}")),
        });
        fallen.collect()
    }
}
