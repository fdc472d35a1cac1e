//! Word documents: paragraphs as lines, rows of tables as lines with tabs.
//!
//! What is printed is read: tracked deletions, field codes and hidden text are
//! left out. A note stands behind its paragraph, opened by its mark.

use std::collections::{BTreeMap, HashSet};

use super::Limits;
use super::package::Package;
use super::page::{Page, superscript};
use super::xml::{Element, Piece};
use crate::record::Failure;

/// The text of a .docx.
pub(super) fn text(bytes: &[u8], limits: &Limits) -> Result<String, Failure> {
    let mut package = Package::open(bytes, limits)?;
    let notes = Notes { foot: notes(&mut package, "footnote", limits)?, end: notes(&mut package, "endnote", limits)? };
    let mut body = Writer::new(notes);
    package.walk("word/document.xml", |piece| {
        body.take(piece);
        limits.text(body.page.length)
    })?;
    let mut lines = margins(&mut package, "word/header", limits)?;
    lines.append(&mut body.page.finish());
    lines.append(&mut margins(&mut package, "word/footer", limits)?);
    Ok(lines.iter().flat_map(|line| [line, "\n"]).collect())
}

/// The texts of all notes of a sort, by their ids.
fn notes(package: &mut Package, sort: &str, limits: &Limits) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let mut all = BTreeMap::new();
    let mut open: Option<(String, Writer)> = None;
    package.walk(&format!("word/{sort}s.xml"), |piece| {
        match &piece {
            Piece::Open(element) if element.name() == sort => {
                open = element.attribute("id").map(|id| (id, Writer::new(Notes::default())));
            }
            Piece::Close(name) if *name == sort => {
                all.extend(open.take().map(|(id, note)| (id, note.page.finish())));
            }
            _ => {
                if let Some((_, note)) = &mut open {
                    note.take(piece);
                }
            }
        }
        limits.text(open.as_ref().map_or(0, |(_, note)| note.page.length))
    })?;
    Ok(all)
}

/// The lines of all headers or all footers, each once. Page numbers are none.
fn margins(package: &mut Package, prefix: &str, limits: &Limits) -> Result<Vec<String>, Failure> {
    let (mut lines, mut seen) = (Vec::new(), HashSet::new());
    for name in package.names().iter().filter(|n| n.starts_with(prefix) && n.ends_with(".xml")) {
        let mut margin = Writer { leaves_out_fields: true, ..Writer::new(Notes::default()) };
        package.walk(name, |piece| {
            margin.take(piece);
            limits.text(margin.page.length)
        })?;
        for line in margin.page.finish() {
            if line.contains(char::is_alphabetic) && seen.insert(line.clone()) {
                lines.push(line);
            }
        }
    }
    Ok(lines)
}

#[derive(Default)]
struct Notes {
    foot: BTreeMap<String, Vec<String>>,
    end: BTreeMap<String, Vec<String>>,
}

/// Turns the elements of one part into lines.
struct Writer {
    page: Page,
    notes: Notes,
    /// How many notes were met.
    marks: u32,
    /// Elements open since one whose content is no text of the page.
    skipped: usize,
    in_text: bool,
    is_raised: bool,
    is_hidden: bool,
    /// Fields open, and of which the result has begun.
    fields: usize,
    leaves_out_fields: bool,
}

impl Writer {
    fn new(notes: Notes) -> Self {
        Writer {
            page: Page::default(),
            notes,
            marks: 0,
            skipped: 0,
            in_text: false,
            is_raised: false,
            is_hidden: false,
            fields: 0,
            leaves_out_fields: false,
        }
    }

    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Open(_) if self.skipped > 0 => self.skipped += 1,
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Open(element) if is_left_out(element.name()) => self.skipped = 1,
            Piece::Open(element) => self.open(&element),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.in_text && self.skipped == 0 => self.text(text),
            Piece::Text(_) => {}
        }
    }

    fn open(&mut self, element: &Element) {
        match element.name() {
            "p" => self.page.open_paragraph(),
            "r" => (self.is_raised, self.is_hidden) = (false, false),
            "vertAlign" => self.is_raised |= element.attribute("val").as_deref() == Some("superscript"),
            "position" => self.is_raised |= half_points(element) >= RAISED_FROM,
            "vanish" => self.is_hidden = is_on(element),
            "t" => self.in_text = true,
            "tab" | "ptab" => self.text("\t"),
            "br" | "cr" => self.text("\n"),
            "noBreakHyphen" => self.text("-"),
            "fldChar" => self.field(element),
            "fldSimple" if self.leaves_out_fields => self.skipped = 1,
            "tbl" => self.page.open_table(),
            "tr" => self.page.open_row(),
            "tc" | "txbxContent" => self.page.open_flow(),
            "gridSpan" => self.page.widen_cell(element.attribute("val").and_then(|v| v.parse().ok()).unwrap_or(1)),
            "footnoteReference" => self.note(element, |notes| &mut notes.foot),
            "endnoteReference" => self.note(element, |notes| &mut notes.end),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" => self.page.close_paragraph(),
            "txbxContent" => self.page.close_box(),
            "tc" => self.page.close_cell(),
            "tr" => self.page.close_row(),
            "tbl" => self.page.close_table(),
            _ => {}
        }
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields += 1,
            Some("end") => self.fields = self.fields.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_hidden || self.leaves_out_fields && self.fields > 0 {
            return;
        }
        let is_raised = self.is_raised;
        // A line end inside a text is white space of the file's own layout.
        let printed = |c| match c {
            '\n' | '\r' => ' ',
            _ if is_raised => superscript(c),
            _ => c,
        };
        if self.in_text {
            self.page.extend(text.chars().map(printed));
        } else {
            self.page.extend(text.chars());
        }
    }

    fn note(&mut self, element: &Element, sort: fn(&mut Notes) -> &mut BTreeMap<String, Vec<String>>) {
        let Some(id) = element.attribute("id") else { return };
        let Some(note) = sort(&mut self.notes).remove(&id) else { return };
        self.marks += 1;
        let mark: String = self.marks.to_string().chars().map(superscript).collect();
        self.page.extend(mark.chars());
        let words = note.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let lines = words.enumerate().map(|(i, line)| if i == 0 { format!("{mark} {line}") } else { line.to_owned() });
        self.page.note(lines.collect());
    }
}

/// Elements that hold no text of the page: settings, tracked deletions, codes
/// of fields, the second copy of a drawing.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "pPr"
            | "sectPr"
            | "tblPr"
            | "trPr"
            | "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "Fallback"
            | "rt"
            | "rPrChange"
    )
}

/// Letters set that much higher, in halves of a point, stand above their line.
const RAISED_FROM: i32 = 4;

fn half_points(element: &Element) -> i32 {
    element.attribute("val").and_then(|v| v.parse().ok()).unwrap_or(0)
}

fn is_on(element: &Element) -> bool {
    !matches!(element.attribute("val").as_deref(), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::packed;
    use super::*;

    /// The text of a document with that body.
    fn of(body: &str) -> String {
        with(body, &[])
    }

    fn with(body: &str, parts: &[(&str, &str)]) -> String {
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let parts: Vec<(&str, &str)> = [("word/document.xml", document.as_str())].into_iter().chain(parts.iter().copied()).collect();
        text(&packed(&parts), &Limits::default()).expect("a document")
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    fn cell(paragraphs: &[&str]) -> String {
        format!("<w:tc>{}</w:tc>", paragraphs.iter().map(|t| p(t)).collect::<String>())
    }

    #[test]
    fn a_paragraph_is_a_line_with_its_tabs_and_breaks() {
        assert_eq!(of(&(p("Số: 5") + "<w:p/>" + &p("a &amp; b"))), "Số: 5\n\na & b\n");
        assert_eq!(of("<w:p><w:r><w:t>a</w:t><w:tab/><w:t xml:space='preserve'> b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"), "a\t b\nc\n");
        assert_eq!(of("<w:p><w:r><w:t>15/QĐ</w:t><w:noBreakHyphen/><w:t>UB\nND</w:t></w:r></w:p>"), "15/QĐ-UB ND\n");
    }

    #[test]
    fn deletions_codes_of_fields_and_hidden_words_are_left_out() {
        let body = "<w:p><w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:del><w:r><w:delText>99</w:delText></w:r></w:del>\
            <w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE 3</w:instrText></w:r>\
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t> vụ</w:t></w:r></w:p>";
        assert_eq!(of(body), "120 vụ\n");
    }

    #[test]
    fn what_stands_side_by_side_in_a_table_stands_on_one_line() {
        let row = cell(&["UBND TỈNH", "SỞ Y TẾ", ""]) + &cell(&["CỘNG HÒA", "Độc lập"]);
        let wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>".to_owned() + &p("Tổng") + "</w:tc>" + &cell(&["9"]);
        let body = format!("<w:tbl><w:tr>{row}</w:tr><w:tr>{wide}</w:tr></w:tbl>");
        assert_eq!(of(&(body + &p("BÁO CÁO"))), "UBND TỈNH\tCỘNG HÒA\nSỞ Y TẾ\tĐộc lập\nTổng\t\t9\nBÁO CÁO\n");
    }

    #[test]
    fn a_table_in_a_cell_is_lines_of_that_cell() {
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&["a"]), cell(&["b"]));
        assert_eq!(of(&format!("<w:tbl><w:tr>{}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>", cell(&["1"]))), "1\ta\tb\n");
    }

    #[test]
    fn a_note_follows_its_paragraph_behind_its_mark() {
        let mark = |id: u32| format!("<w:r><w:footnoteReference w:id='{id}'/></w:r>");
        let notes = format!(
            "<w:footnotes><w:footnote w:id='0'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote></w:footnotes>",
            p("-"),
            p(" Công văn số 5.")
        );
        let body = format!("<w:p><w:r><w:t>văn bản</w:t></w:r>{}<w:r><w:t> này</w:t></w:r></w:p>{}", mark(2), p("Hết."));
        assert_eq!(with(&body, &[("word/footnotes.xml", &notes)]), "văn bản¹ này\n¹ Công văn số 5.\nHết.\n");
        let table = format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc>{}</w:tr></w:tbl>", mark(2), cell(&["9"]));
        assert_eq!(with(&table, &[("word/footnotes.xml", &notes)]), "¹\t9\n¹ Công văn số 5.\n");
    }

    #[test]
    fn raised_digits_are_no_part_of_a_number() {
        for raised in ["<w:vertAlign w:val='superscript'/>", "<w:position w:val='8'/>"] {
            let body = format!("<w:p><w:r><w:t>100 m</w:t></w:r><w:r><w:rPr>{raised}</w:rPr><w:t>2</w:t></w:r></w:p>");
            assert_eq!(of(&body), "100 m²\n");
        }
    }

    #[test]
    fn a_text_box_is_read_once_behind_its_paragraph() {
        let shape = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
        let body = format!(
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>b</w:t></w:r></w:p>",
            shape("MẬT"),
            shape("MẬT")
        );
        assert_eq!(of(&body), "ab\nMẬT\n");
    }

    #[test]
    fn headers_and_footers_stand_once_without_page_numbers() {
        let number =
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
        let header = format!("<w:hdr xmlns:w='w'>{}{number}</w:hdr>", p("DỰ THẢO"));
        let footer = format!("<w:ftr xmlns:w='w'>{}</w:ftr>", p("Lưu hành nội bộ"));
        let parts = [("word/header1.xml", header.as_str()), ("word/header2.xml", &header), ("word/footer1.xml", &footer)];
        assert_eq!(with(&p("a"), &parts), "DỰ THẢO\na\nLưu hành nội bộ\n");
    }

    #[test]
    fn a_document_without_its_body_is_damaged() {
        let bytes = packed(&[("word/document.xml", "<w:document><w:body>")]);
        assert_eq!(text(&bytes, &Limits::default()).expect_err("cut").code, "damaged");
    }
}
