//! What the tests share: the program, the corpus, a run's folder.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use unicode_normalization::UnicodeNormalization;

/// The program under test.
pub fn trichluc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trichluc")).args(arguments).current_dir(root()).output().expect("the program starts")
}

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Name and bytes of every document of the corpus, by name.
pub fn corpus() -> Vec<(String, Vec<u8>)> {
    texts(&root().join("corpus"))
}

/// Name and bytes of every file of a folder, by name.
pub fn texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.is_file());
    paths.sort();
    let name = |p: &PathBuf| p.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|p| (name(p), std::fs::read(p).expect("readable"))).collect()
}

/// What lies in a folder `shared` above the checkout on some machines; `None`, said aloud, where it does not.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().ancestors().map(|above| above.join("shared").join(folder)).find(|path| path.exists());
    if path.is_none() {
        println!("left out: there is no ../shared/{folder}");
    }
    path
}

/// The same text with every letter decomposed.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// The same text with every third word decomposed.
pub fn mixed(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).enumerate();
    words.map(|(i, w)| if i % 3 == 0 { decomposed(w) } else { w.to_owned() }).collect()
}
