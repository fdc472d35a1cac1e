//! One HTML file of the parts in `report/page/`, with the data as JSON inside it.

use std::io::{self, Write};
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::columns::Core;
use super::passages::{Around, Shown};
use crate::output::names;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = concat!(include_str!("page/style.css"), include_str!("page/charts.css"), include_str!("page/print.css"));
/// One script: each file answers one question, the last one begins.
const SCRIPT: &str = concat!(
    include_str!("page/fold.js"),
    include_str!("page/data.js"),
    include_str!("page/words.js"),
    include_str!("page/dom.js"),
    include_str!("page/filters.js"),
    include_str!("page/figures.js"),
    include_str!("page/mentions.js"),
    include_str!("page/charts.js"),
    include_str!("page/map.js"),
    include_str!("page/panels.js"),
    include_str!("page/table.js"),
    include_str!("page/main.js"),
);
const WORDS: &str = include_str!("page/words.json");
const LAYOUTS: &str = include_str!("page/layouts.json");

/// Documents whose passages are unpacked together, when a reader opens the first of them.
const DOCUMENTS_A_CHUNK: usize = 200;
/// Letters around a mention, from all that there are to a few.
const LETTERS: [Option<u32>; 5] = [None, Some(90), Some(50), Some(25), Some(0)];

/// What the page knows before anything is unpacked.
#[derive(Serialize)]
struct Head {
    version: &'static str,
    documents_a_chunk: usize,
    names: serde_json::Value,
}

/// The page, with as many words around the mentions as `most` bytes hold.
pub fn page(folder: &Path, core: &Core, around: &[Around], most: usize) -> io::Result<String> {
    let names: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join(names::FILE))?)?;
    let head = safe_json(&Head { version: env!("CARGO_PKG_VERSION"), documents_a_chunk: DOCUMENTS_A_CHUNK, names })?;
    let core = packed(core)?;
    let fixed = PAGE.len() + STYLE.len() + SCRIPT.len() + WORDS.len() + LAYOUTS.len() + head.len() + core.len();
    let chunks = fitting(around, most.saturating_sub(fixed))?;
    let blocks: String = chunks.iter().enumerate().map(|(i, c)| block(&format!("passages-{i}"), c)).collect();
    let data = [("head", &*head), ("words", &safe(WORDS)), ("layouts", &safe(LAYOUTS)), ("core", &*core)];
    let data: String = data.iter().map(|(id, json)| block(id, json)).collect();
    Ok(filled(&[("POLICY", &policy()), ("STYLE", STYLE), ("DATA", &data), ("SCRIPT", SCRIPT), ("PASSAGES", &blocks)]))
}

/// Puts each part in the place of its name: `{{STYLE}}`. What a part holds is no place of another.
fn filled(parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    let mut rest = PAGE;
    for (name, part) in parts {
        let (before, after) = rest.split_once(&format!("{{{{{name}}}}}")).expect("the page has a place for every part, in this order");
        page.push_str(before);
        page.push_str(part);
        rest = after;
    }
    page + rest
}

/// Nothing is loaded, and only our own script and style count.
fn policy() -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        BASE64_STANDARD.encode(Sha256::digest(SCRIPT)),
        BASE64_STANDARD.encode(Sha256::digest(STYLE))
    )
}

fn block(id: &str, json: &str) -> String {
    format!("<script type=\"application/json\" id=\"{id}\">{json}</script>\n")
}

fn safe_json<T: Serialize>(value: &T) -> io::Result<String> {
    Ok(safe(&serde_json::to_string(value)?))
}

/// JSON in which no `<` ends or opens an element, and no line ends but where ours do.
fn safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A value as a JSON string: deflated, in Base64.
fn packed<T: Serialize>(value: &T) -> io::Result<String> {
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::new(6));
    deflated.write_all(&serde_json::to_vec(value)?)?;
    Ok(format!("\"{}\"", BASE64_STANDARD.encode(deflated.finish()?)))
}

/// The passages in chunks, cut until they fit.
fn fitting(around: &[Around], most: usize) -> io::Result<Vec<String>> {
    let mut chunks = Vec::new();
    for letters in LETTERS {
        let pack = |documents: &[Around]| packed(&documents.iter().map(|d| d.shown(letters)).collect::<Vec<Vec<Shown>>>());
        chunks = around.par_chunks(DOCUMENTS_A_CHUNK).map(pack).collect::<io::Result<Vec<String>>>()?;
        if chunks.iter().map(String::len).sum::<usize>() <= most {
            break;
        }
    }
    Ok(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_hashes_of_our_own_script_and_style() {
        let policy = policy();
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn no_part_of_the_page_ends_its_own_element() {
        assert!(!SCRIPT.contains("</script") && !STYLE.contains("</style"));
        assert!(!safe("</script><!--\u{2028}").contains(['<', '\u{2028}']));
    }

    #[test]
    fn words_around_mentions_give_way_until_they_fit() {
        let text: String = (0..2000).map(|i| char::from(b'a' + (i * i % 23) as u8)).collect();
        let mut around = Around::default();
        around.passages = vec![super::super::passages::Passage { char_start: 0, text }];
        around.add(&super::super::rows::At { char_start: 900, char_end: 910, line: 1, section: "body".into() });
        let size = |most| fitting(&[around.clone()], most).expect("JSON").concat().len();
        let whole = size(usize::MAX);
        assert!(size(whole) == whole && size(whole - 1) < whole && size(0) < 60, "{whole}");
    }
}
