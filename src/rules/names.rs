//! What ids mean to people: names of measures, topics, kinds and provinces.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::source;
use crate::error::Error;
use crate::rules::RuleSet;

/// Names by id, in Vietnamese and English; of kinds and provinces, which have no English name, in Vietnamese alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Names {
    /// Of measures, in the order of their rules.
    pub measures: Vec<Named>,
    /// Of topics, in the order of their rules.
    pub topics: Vec<Named>,
    /// Of kinds of documents.
    pub kinds: BTreeMap<String, String>,
    /// Of the 63 provinces of before 1 July 2025.
    pub provinces: BTreeMap<String, String>,
    /// Of the 34 provinces since then.
    pub current_provinces: BTreeMap<String, String>,
}

/// An id and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// As in records.
    pub id: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl RuleSet {
    /// The names in the built-in rules and those of `folders` on top.
    ///
    /// # Errors
    /// A folder cannot be read, or a file of it is no TOML.
    pub fn names<P: AsRef<Path>>(folders: &[P]) -> Result<Names, Error> {
        let mut names = Names::default();
        for source in source::with_builtin(folders)?.iter().filter(|s| is_named(&s.text)) {
            let file: NamedFile = toml::from_str(&source.text)
                .map_err(|e| Error::file(Path::new(&source.name), format!("cannot be read: {e}"), "trichluc rules check says more"))?;
            names.add(file);
        }
        Ok(names)
    }
}

/// Only these tables have names; the long lists of districts and communes need not be parsed.
fn is_named(text: &str) -> bool {
    ["[[measure]]", "[[topic]]", "[[kind]]", "[[province]]", "[[current_province]]"].iter().any(|table| text.contains(table))
}

/// What is read of a rule file.
#[derive(Deserialize)]
struct NamedFile {
    #[serde(default)]
    measure: Vec<InTwo>,
    #[serde(default)]
    topic: Vec<InTwo>,
    #[serde(default)]
    kind: Vec<InOne>,
    #[serde(default)]
    province: Vec<InOne>,
    #[serde(default)]
    current_province: Vec<InOne>,
}

#[derive(Deserialize)]
struct InTwo {
    id: String,
    name: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct InOne {
    id: String,
    name: String,
}

impl Names {
    fn add(&mut self, file: NamedFile) {
        file.measure.into_iter().for_each(|m| put(&mut self.measures, m));
        file.topic.into_iter().for_each(|t| put(&mut self.topics, t));
        let lists =
            [(&mut self.kinds, file.kind), (&mut self.provinces, file.province), (&mut self.current_provinces, file.current_province)];
        for (known, list) in lists {
            known.extend(list.into_iter().map(|n| (n.id, n.name)));
        }
    }
}

/// A later file's name replaces that of an earlier one.
fn put(known: &mut Vec<Named>, InTwo { id, mut name }: InTwo) {
    let vi = name.remove("vi").unwrap_or_else(|| id.clone());
    let en = name.remove("en").unwrap_or_else(|| vi.clone());
    known.retain(|n| n.id != id);
    known.push(Named { id, vi, en });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_topic_kind_and_province_has_its_names() {
        let names = RuleSet::names::<&str>(&[]).expect("built-in rules");
        let of = |all: &[Named], id: &str| all.iter().find(|n| n.id == id).map(|n| (n.vi.clone(), n.en.clone()));
        assert_eq!(of(&names.measures, "articles"), Some(("Tin, bài".into(), "News pieces".into())));
        assert_eq!(of(&names.topics, "ma_tuy"), Some(("Phòng, chống ma túy".into(), "Drug control".into())));
        assert_eq!(names.kinds["bao_cao"], "Báo cáo");
        assert_eq!((names.provinces.len(), names.current_provinces.len()), (63, 34));
    }

    #[test]
    fn rules_of_ones_own_bring_their_names() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let rule = "[[topic]]\nid = \"cap_treo\"\nname = { vi = \"Cáp treo\", en = \"Cable cars\" }\nphrases = [\"cáp treo\"]\n";
        std::fs::write(folder.path().join("own.toml"), rule).expect("writable");
        let names = RuleSet::names(&[folder.path()]).expect("a rule file");
        assert_eq!(names.topics.last().map(|n| n.en.as_str()), Some("Cable cars"));
    }
}
