//! Sheets: a row is a line, a tab between its cells, a blank line between sheets.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};

use super::limits::over;
use super::package::Package;
use super::{Limits, failure};
use crate::record::Failure;

/// Blank cells before a cell that stay; a sheet may have 16,384 columns.
const MAX_GAP: u32 = 64;

/// The text of a .xlsx: its visible sheets in their order.
pub(super) fn text(bytes: &[u8], limits: &Limits) -> Result<String, Failure> {
    check(&mut Package::open(bytes, limits)?)?;
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let visible = book.sheets_metadata().iter().filter(|s| s.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|s| s.name.clone()).collect();
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.push('\n');
        }
        match sheet(&mut book, &name, limits, &mut out) {
            // A sheet of charts has no cells.
            Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => {}
            done => done.map_err(damaged)?,
        }
        if out.len() as u64 > limits.unpacked_bytes {
            return Err(over("unpacked_limit", "its sheets make more text than is allowed"));
        }
    }
    Ok(out)
}

/// The library unpacks without bounds, and makes room for as many strings as
/// the list of them claims: only what is known to be small gets there.
fn check(package: &mut Package) -> Result<(), Failure> {
    for name in package.names() {
        let Some(bytes) = package.part(&name)? else { continue };
        if name.to_lowercase().ends_with(STRINGS) && claims_more_than(&bytes) {
            return Err(failure(
                "damaged",
                "the list of strings claims to be longer than it is; open the file in an office program and save it anew",
            ));
        }
    }
    Ok(())
}

const STRINGS: &str = "sharedstrings.xml";

/// Every string takes at least a byte of the list.
fn claims_more_than(list: &[u8]) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    let claims = memchr::memmem::find_iter(list, CLAIM).map(|at| &list[at + CLAIM.len()..]);
    let digits = |claim: &[u8]| -> String {
        let is_before = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'');
        let number = claim.iter().skip_while(is_before).take_while(|b| b.is_ascii_digit());
        number.map(|b| char::from(*b)).collect()
    };
    claims.map(digits).filter(|d| !d.is_empty()).any(|d| d.parse::<usize>().is_ok_and(|n| n > list.len()) || d.len() > 18)
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: &Limits, out: &mut String) -> Result<(), XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut last: Option<(u32, u32)> = None;
    while let Some(cell) = cells.next_cell()? {
        let words = words(cell.get_value());
        let (row, column) = cell.get_position();
        if words.is_empty() || out.len() as u64 > limits.unpacked_bytes {
            continue;
        }
        let is_new_row = last.is_none_or(|(r, _)| r != row);
        if let Some((last_row, _)) = last.filter(|_| is_new_row) {
            out.push_str(if row > last_row.saturating_add(1) { "\n\n" } else { "\n" });
        }
        let before = if is_new_row { 0 } else { last.map_or(0, |(_, c)| c) };
        (0..column.saturating_sub(before).min(MAX_GAP)).for_each(|_| out.push('\t'));
        out.push_str(&words);
        last = Some((row, column));
    }
    if last.is_some() {
        out.push('\n');
    }
    Ok(())
}

/// A cell as it would be printed in Vietnam: a comma before decimals, the day first.
fn words(value: &DataRef) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) => one_line(text),
        DataRef::SharedString(text) => one_line(text),
        DataRef::DateTime(time) => day(time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => one_line(text),
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1250`, `12,5`: a point would part thousands.
fn decimal(number: f64) -> String {
    let digits = format!("{number:.6}");
    digits.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}

fn day(time: &ExcelDateTime) -> String {
    if !time.is_datetime() {
        return decimal(time.as_f64());
    }
    let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
    if time.as_f64() < 1.0 { format!("{hour:02}:{minute:02}") } else { format!("{day:02}/{month:02}/{year}") }
}

fn damaged(error: XlsxError) -> Failure {
    match error {
        XlsxError::Password => failure("encrypted", "the workbook is behind a password; save it without one"),
        error => failure("damaged", &format!("the workbook is damaged: {error}; open it in an office program and save it anew")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::packed;
    use super::*;

    /// A workbook with one visible and one hidden sheet.
    fn book(rows: &str) -> Vec<u8> {
        let workbook = "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
            xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>\
            <sheet name='Phụ lục' sheetId='1' r:id='rId1'/><sheet name='x' sheetId='2' state='hidden' r:id='rId2'/></sheets></workbook>";
        let root = "<Relationships><Relationship Id='rId1' Target='xl/workbook.xml' \
            Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>";
        let relation = |n: u8| {
            format!(
                "<Relationship Id='rId{n}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' \
                 Target='worksheets/sheet{n}.xml'/>"
            )
        };
        let relations = format!(
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{}{}</Relationships>",
            relation(1),
            relation(2)
        );
        let styles = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        packed(&[
            ("_rels/.rels", root),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/styles.xml", styles),
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/worksheets/sheet2.xml", &sheet),
        ])
    }

    #[test]
    fn rows_are_lines_with_tabs_and_a_comma_before_decimals() {
        let rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>Số vụ\n2024</t></is></c><c r='C1'><v>1250</v></c></row>\
            <row r='2'><c r='B2'><v>12.5</v></c><c r='C2' s='1'><v>45356</v></c></row>\
            <row r='5'><c r='A5'><v>7</v></c></row>";
        assert_eq!(text(&book(rows), &Limits::default()), Ok("Số vụ 2024\t\t1250\n\t12,5\t05/03/2024\n\n7\n".into()));
    }

    #[test]
    fn a_cell_far_out_makes_no_desert_of_tabs() {
        let rows = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>";
        assert_eq!(text(&book(rows), &Limits::default()), Ok(format!("{}1\n", "\t".repeat(64))));
    }

    #[test]
    fn a_damaged_workbook_says_so() {
        let bytes = packed(&[("xl/workbook.xml", "<workbook><sheets>")]);
        assert_eq!(text(&bytes, &Limits::default()).expect_err("cut").code, "damaged");
    }
}
