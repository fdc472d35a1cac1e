//! Where rule files come from: carried in the program, or read from a folder.

use std::path::Path;

use crate::error::Error;

/// The text of a rule file, and its name for messages.
#[derive(Debug, Clone)]
pub(crate) struct RuleSource {
    pub name: String,
    /// 0 for the built-in files, then the folders in order.
    pub folder: usize,
    pub text: String,
}

/// The files of `rules/`, in the program itself.
macro_rules! builtin {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../", $name)))),*]
    };
}

/// One file a line, so that changes meet without a conflict.
#[rustfmt::skip]
const BUILTIN: &[(&str, &str)] = builtin![
    "rules/spelling.toml",
    "rules/stamp.toml",
    "rules/dates.toml",
    "rules/kinds.toml",
    "rules/issuers.toml",
    "rules/sections.toml",
    "rules/header.toml",
    "rules/period.toml",
    "rules/citations.toml",
    "rules/counts.toml",
    "rules/roles.toml",
    "rules/topics.toml",
    "rules/provinces.toml",
    "rules/districts.toml",
    "rules/communes.toml",
    "rules/places.toml",
    "rules/coverage.toml",
];

pub(crate) fn builtin() -> Vec<RuleSource> {
    BUILTIN.iter().map(|(name, text)| RuleSource { name: (*name).to_owned(), folder: 0, text: (*text).to_owned() }).collect()
}

/// The built-in files, then those of `folders`.
pub(crate) fn with_builtin<P: AsRef<Path>>(folders: &[P]) -> Result<Vec<RuleSource>, Error> {
    let mut sources = builtin();
    for (index, folder) in folders.iter().enumerate() {
        sources.extend(read(folder.as_ref(), index + 1)?);
    }
    Ok(sources)
}

/// The `.toml` files of a folder, by name.
fn read(folder: &Path, index: usize) -> Result<Vec<RuleSource>, Error> {
    let unreadable = |e: std::io::Error| Error::file(folder, format!("cannot be read: {e}"), "name a folder of .toml rule files");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect::<std::io::Result<Vec<_>>>())
        .map_err(unreadable)?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    paths.iter().map(|p| read_one(p, index)).collect()
}

fn read_one(path: &Path, folder: usize) -> Result<RuleSource, Error> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::file(path, format!("cannot be read: {e}"), "rule files are UTF-8 text"))?;
    Ok(RuleSource { name: path.display().to_string(), folder, text })
}

/// Hex digits over all files: names do not matter, texts and their order do.
pub(crate) fn hash(sources: &[RuleSource]) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        hasher.update(&(source.text.len() as u64).to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
