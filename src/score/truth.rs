//! What annotations and records say, read leniently: keys may be missing, null or unknown.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::pair::Stretch;
use crate::output::records::each_line;

/// A document's annotations.
pub struct Gold {
    /// Of the file `NAME.txt` that they belong to.
    pub name: String,
    pub truth: Truth,
}

/// `NAME.gold.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Truth {
    #[serde(deserialize_with = "or_default")]
    pub header: Header,
    pub period: Option<Period>,
    #[serde(deserialize_with = "or_default")]
    pub citations: Vec<Citation>,
    #[serde(deserialize_with = "or_default")]
    pub counts: Vec<Count>,
    #[serde(deserialize_with = "or_default")]
    pub topics: TopicIds,
    #[serde(deserialize_with = "or_default")]
    pub places: PlaceCodes,
    #[serde(deserialize_with = "or_default")]
    pub findings: Vec<String>,
}

/// Ids of topics.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TopicIds {
    pub main: Vec<String>,
    pub mentioned: Vec<String>,
}

/// The statistics office's codes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceCodes {
    pub provinces: Vec<String>,
    pub districts: Vec<String>,
    pub subject: Vec<String>,
}

/// What is judged of a record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Judged {
    #[serde(deserialize_with = "or_default")]
    source: Source,
    status: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub header: Header,
    pub period: Option<Period>,
    #[serde(deserialize_with = "or_default")]
    pub citations: Vec<Citation>,
    #[serde(deserialize_with = "or_default")]
    pub counts: Vec<Count>,
    #[serde(deserialize_with = "or_default")]
    pub topics: Vec<Topic>,
    #[serde(deserialize_with = "or_default")]
    pub places: Vec<Place>,
    #[serde(deserialize_with = "or_default")]
    pub findings: Vec<Finding>,
}

impl Judged {
    pub fn is_ok(&self) -> bool {
        self.status.as_deref() == Some("ok")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Source {
    #[serde(deserialize_with = "or_default")]
    path: String,
}

/// The document's own identity.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Header {
    pub kind: Option<String>,
    pub code: Option<String>,
    pub number: Option<String>,
    pub symbol: Option<String>,
    pub title: Option<String>,
    pub issuer: Option<String>,
    pub place: Option<String>,
    pub date_partial: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub signer: Signer,
    #[serde(deserialize_with = "or_default")]
    pub recipients: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub draft: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Signer {
    pub name: Option<String>,
    pub position: Option<String>,
    pub authority: Option<String>,
}

/// Two of them are the same where both days and the grain are.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Period {
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub grain: Option<String>,
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let [first, last, grain] = [&self.first_day, &self.last_day, &self.grain].map(|x| x.as_deref().unwrap_or("-"));
        write!(f, "{first}..{last} {grain}")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Citation {
    pub text: Option<String>,
    char_start: i64,
    char_end: i64,
    pub rule: Option<String>,
    pub kind: Option<String>,
    pub code: Option<String>,
    pub number: Option<String>,
    pub symbol: Option<String>,
    pub year: Option<i64>,
    pub date_partial: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub provision: Option<Provision>,
    pub role: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Provision {
    pub article: Option<String>,
    pub clause: Option<String>,
    pub point: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Count {
    pub text: Option<String>,
    char_start: i64,
    char_end: i64,
    pub rule: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub measure: String,
    pub value: i64,
    pub max: Option<i64>,
    pub of: Option<i64>,
    pub modifier: Option<String>,
    pub per: Option<String>,
    pub role: Option<String>,
    pub part_of: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Topic {
    #[serde(deserialize_with = "or_default")]
    pub topic: String,
    #[serde(deserialize_with = "or_default")]
    pub main: bool,
    pub rule: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    pub level: Option<String>,
    pub gso: Option<String>,
    pub province_gso: Option<String>,
    pub role: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub mentions: Vec<PlaceMention>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceMention {
    pub rule: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Finding {
    #[serde(deserialize_with = "or_default")]
    pub code: String,
    pub rule: Option<String>,
}

impl Stretch for Citation {
    fn start(&self) -> i64 {
        self.char_start
    }
    fn end(&self) -> i64 {
        self.char_end
    }
}

impl Stretch for Count {
    fn start(&self) -> i64 {
        self.char_start
    }
    fn end(&self) -> i64 {
        self.char_end
    }
}

/// `null` as if the key were missing.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// The annotations of a folder, by name; only those whose name holds `only`.
///
/// # Errors
/// A folder without annotations, and a file that is none, by its name.
pub fn golds(folder: &Path, only: Option<&str>) -> Result<Vec<Gold>, String> {
    let unreadable = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = file.strip_suffix(".gold.json") else { continue };
        if only.is_none_or(|part| name.contains(part)) {
            let name = name.to_owned();
            all.push(Gold { name, truth: truth(&path)? });
        }
    }
    if all.is_empty() {
        return Err(format!(
            "{}: no NAME.gold.json here that is asked for; annotations lie beside each other in one folder",
            folder.display()
        ));
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn truth(path: &Path) -> Result<Truth, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The records of a file or a run's folder, by the file name of `source.path`; of two, the later.
///
/// # Errors
/// A file that cannot be read and a line that is no record, by its number.
pub fn judged(records: &Path) -> Result<HashMap<String, Judged>, String> {
    let mut all = HashMap::new();
    each_line(records, |record: Judged| {
        let name = record.source.path.rsplit('/').next().unwrap_or_default().to_owned();
        all.insert(name, record);
    })?;
    Ok(all)
}
