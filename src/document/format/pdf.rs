//! PDF with a text layer: printed lines from the places of the letters.
//!
//! What stands on one height is one line, wide gaps are tabs, raised digits
//! are superscripts, a page begins with a form feed.

mod content;
mod font;
mod lines;
mod pieces;

use lopdf::{Document, Error, LoadOptions, Object, ObjectId};

use super::limits::over;
use super::{Limits, NO_TEXT_LAYER, failure};
use crate::record::Failure;
use content::{Matrix, Pen};
use lines::page_text;

/// The text of a .pdf.
pub(super) fn text(bytes: &[u8], limits: &Limits) -> Result<String, Failure> {
    let document = load(bytes, limits)?;
    let pages: Vec<ObjectId> = document.page_iter().take(limits.entries).collect();
    if pages.is_empty() {
        return Err(damaged("it has no pages"));
    }
    let most = usize::try_from(limits.unpacked_bytes).unwrap_or(usize::MAX);
    let mut pen = Pen::new(&document, most, steps(bytes));
    let mut out = String::new();
    for (number, page) in pages.into_iter().enumerate() {
        pen.page(page, rotation(&document, page));
        if pen.is_over() {
            return Err(over("unpacked_limit", "its pages unpack to more, or draw more, than is allowed"));
        }
        if number > 0 {
            out.push('\u{c}');
        }
        page_text(pen.take(), &mut out);
    }
    if out.trim().is_empty() && pen.has_images {
        return Err(failure(NO_TEXT_LAYER, "pages of images without text, a scan; `--ocr COMMAND` recognizes it"));
    }
    Ok(out)
}

/// How many steps of drawing a file may have: a page of dense text has ten
/// thousand, and they pack to more bytes than there are of them.
fn steps(bytes: &[u8]) -> usize {
    const USUAL: usize = 4_000_000;
    bytes.len().saturating_mul(4).max(USUAL)
}

fn load(bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    let most = usize::try_from(limits.unpacked_bytes / 2).ok();
    let options = LoadOptions { max_decompressed_size: most, ..LoadOptions::default() };
    let locked = || failure("encrypted", "the document is behind a password; save it without one");
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => Err(locked()),
        Ok(document) => Ok(document),
        Err(Error::Decryption(_) | Error::InvalidPassword) => Err(locked()),
        Err(error) => Err(damaged(&error.to_string())),
    }
}

fn damaged(why: &str) -> Failure {
    failure("damaged", &format!("the document is damaged: {why}; copy the file again from its source"))
}

/// How the page is turned before it is shown; said by itself or by a node above it.
fn rotation(document: &Document, page: ObjectId) -> Matrix {
    const MAX_ABOVE: usize = 32;
    let mut node = document.get_dictionary(page).ok();
    for _ in 0..MAX_ABOVE {
        let Some(here) = node else { break };
        if let Ok(degrees) = here.get_deref(b"Rotate", document).and_then(Object::as_i64) {
            return Matrix::turned(degrees);
        }
        node = here.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    Matrix::turned(0)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// A document of pages that draw this, in a font of letters half as wide as high.
    fn document(pages: &[&str]) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let widths: Vec<Object> = vec![500.into(); 256];
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
            "FirstChar" => 0, "Widths" => widths,
        });
        let image = document.add_object(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Image" }, vec![0]));
        let resources =
            document.add_object(dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => dictionary! { "I" => image } });
        let mut kids: Vec<Object> = Vec::new();
        for drawn in pages {
            let content = document.add_object(Stream::new(dictionary! {}, drawn.as_bytes().to_vec()));
            let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources };
            kids.push(document.add_object(page).into());
        }
        let count = i64::try_from(kids.len()).expect("few");
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("in memory");
        bytes
    }

    fn of(pages: &[&str]) -> Result<String, String> {
        text(&document(pages), &Limits::default()).map_err(|f| f.code)
    }

    #[test]
    fn letters_on_one_level_are_a_line_and_pages_begin_with_a_form_feed() {
        let first = "BT /F 10 Tf 50 700 Td (So: 5) Tj 40 0 Td (/BC) Tj 200 0 Td (CONG) Tj 0 -12 Td (HOA) Tj ET";
        assert_eq!(
            of(&[first, "BT /F 10 Tf 1 0 0 1 50 700 Tm [(B) 20 (ao) -300 (cao) (. ) 600 (a)] TJ ET"]),
            Ok("So: 5 /BC\tCONG\nHOA\n\u{c}Bao cao. a\n".into())
        );
    }

    #[test]
    fn raised_digits_are_the_mark_of_a_note() {
        let page = "BT /F 10 Tf 50 700 Td (2020) Tj /F 6 Tf 4 Ts (1) Tj /F 10 Tf 0 Ts ( cua) Tj ET";
        assert_eq!(of(&[page]), Ok("2020¹ cua\n".into()));
    }

    #[test]
    fn a_scan_and_an_empty_page_are_told_apart() {
        assert_eq!(of(&["/I Do"]), Err("no_text_layer".into()));
        assert_eq!(of(&[""]), Ok(String::new()));
    }

    #[test]
    fn what_is_cut_is_damaged() {
        let bytes = document(&["BT ET"]);
        assert_eq!(text(&bytes[..40], &Limits::default()).expect_err("cut").code, "damaged");
    }

    #[test]
    fn a_page_that_unpacks_to_too_much_is_refused() {
        let limits = Limits { unpacked_bytes: 4000, ..Limits::default() };
        assert_eq!(text(&document(&[&"q Q ".repeat(2000)]), &limits).expect_err("long").code, "unpacked_limit");
    }
}
