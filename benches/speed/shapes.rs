//! Sets of other shapes than usual folders: what `benches/ratios.py` runs whole commands over.

use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use crate::generate::{Density, Generator};

/// Files of a folder.
const FOLDER: usize = 1000;
/// Of so many files one is decomposed: 30 in 100.
const DECOMPOSED: [usize; 3] = [0, 3, 6];

/// Writes a set into a folder, which is emptied first.
pub fn write(shape: &str, folder: &Path, amount: usize) {
    let _ = std::fs::remove_dir_all(folder);
    let generator = Generator::load();
    let of = |density| generator.documents(density);
    match shape {
        "decomposed" => files(folder, of(Density::Reports).enumerate().map(|(i, text)| decomposed(i, text)).take(amount)),
        "tiny" => files(folder, of(Density::Reports).flat_map(paragraphs).take(amount)),
        "single" => files(folder, std::iter::once(single(of(Density::Reports), amount * 1_000_000))),
        name => {
            let density = Density::ALL.into_iter().find(|d| d.name() == name).expect("SHAPE is a density, decomposed, tiny or single");
            files(folder, of(density).take(amount));
        }
    }
}

fn files(folder: &Path, texts: impl Iterator<Item = String>) {
    for (i, text) in texts.enumerate() {
        let path = folder.join(format!("{:03}", i / FOLDER)).join(format!("{i:06}.txt"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }
}

fn decomposed(i: usize, text: String) -> String {
    if DECOMPOSED.contains(&(i % 10)) { text.nfd().collect() } else { text }
}

fn paragraphs(text: String) -> Vec<String> {
    text.lines().filter(|l| l.len() > 80).map(str::to_owned).collect()
}

fn single(texts: impl Iterator<Item = String>, size: usize) -> String {
    let mut all = String::with_capacity(size + 100_000);
    for text in texts {
        if all.len() >= size {
            break;
        }
        all.push_str(&text);
        all.push('\n');
    }
    all
}
