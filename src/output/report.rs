//! `report.html`: the figures of a generation on one page that opens with a double click.
//!
//! Made from the tables, passages and names of the generation alone, so that
//! equal generations have equal pages. The page itself is in `report/page/`:
//! only JSON is written into it.

mod columns;
mod page;
mod passages;
mod read;
mod rows;

use std::fs;
use std::io;
use std::path::Path;

pub use self::passages::{FILE as PASSAGES, PassageRow};

use self::page::page;
use self::read::read;

/// The file in a generation.
const FILE: &str = "report.html";

/// Documents that a page shows: the newest.
const MOST_DOCUMENTS: usize = 5000;
/// Bytes of a page; the words around mentions are cut until it has no more.
const MOST_BYTES: usize = 6_000_000;

/// Writes the page of a generation into it.
///
/// # Errors
/// A file of the generation is missing, or the page cannot be written.
pub fn write(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(FILE), report(folder)?)
}

/// The page of a generation.
///
/// # Errors
/// A file of the generation is missing or is none of ours.
pub fn report(folder: &Path) -> io::Result<String> {
    let (core, passages) = read(folder, MOST_DOCUMENTS)?;
    page(folder, &core, &passages, MOST_BYTES)
}
