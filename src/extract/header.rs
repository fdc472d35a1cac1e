//! The document's own identity.
//!
//! Where the parts stand is known from [`Head`] and [`Closing`]; here they
//! become values.

mod issuer;

use std::ops::Range;

use crate::document::{Closing, Document, Head, Page};
use crate::record::{Header, Signer};
use crate::rules::RuleSet;
use crate::rules::header::HeaderCue;
use crate::rules::kinds::Kind;

/// Slug of a letter: the one kind that is not printed.
const LETTER: &str = "cong_van";

/// The header of a document; what it does not say is null.
pub(crate) fn header(document: &Document, rules: &RuleSet) -> Header {
    let page = Page { document, rules };
    let head = &document.head;
    let code = head.code.code(head.joiner);
    let is_known = head.end > 0 || head.recipients.is_some();
    Header {
        kind: kind(document, rules).map(|k| k.id.clone()),
        number: head.code.number.as_deref().map(without_zeros),
        symbol: head.code.symbol.clone(),
        code,
        title: title(page, head),
        issuer: if is_known { issuer::issuer(page) } else { None },
        place: head.place.clone().map(|p| page.text(p)),
        date: head.date.as_ref().and_then(|d| d.iso()),
        date_partial: head.date.as_ref().and_then(|d| d.partial()),
        recipients: head.addressees.iter().flat_map(|a| addressees(page, a.clone())).collect(),
        signer: signer(page, &document.closing),
        draft: head.is_draft || is_number_blank(head) || is_date_blank(head),
    }
}

/// The number's row is printed and nothing stands in it.
pub(crate) fn is_number_blank(head: &Head) -> bool {
    head.number.is_some() && head.code.number.is_none() && !head.code.illegible
}

/// The date's row is printed and day, month or year are left open.
pub(crate) fn is_date_blank(head: &Head) -> bool {
    head.date.as_ref().is_some_and(|d| d.is_blank() || d.year.is_none())
}

/// The printed kind, else a letter where the form is a letter's, else what the sign says.
fn kind<'r>(document: &Document, rules: &'r RuleSet) -> Option<&'r Kind> {
    let head = &document.head;
    if let Some(hit) = &head.kind {
        return Some(rules.kinds.of(hit));
    }
    let symbol = head.code.symbol.as_deref()?;
    let group = symbol.split(['-', '/']).next()?;
    let by_symbol = if head.joiner == "-" { rules.kinds.by_party_abbreviation(group) } else { rules.kinds.by_abbreviation(group) };
    if head.is_letter { by_symbol.filter(|k| k.id != LETTER).or_else(|| rules.kinds.by_id(LETTER)) } else { by_symbol }
}

fn without_zeros(number: &str) -> String {
    let trimmed = number.trim_start_matches('0');
    if trimmed.starts_with(|c: char| c.is_ascii_digit()) { trimmed.to_owned() } else { format!("0{trimmed}") }
}

fn title(page: Page, head: &Head) -> Option<String> {
    let mut lines = head.title.clone();
    if let Some(first) = lines.first_mut() {
        first.start = page.after_word(HeaderCue::TitleLead, first.start).unwrap_or(first.start).min(first.end);
    }
    let title = joined(page, &lines);
    let title = title.trim_end_matches(['.', ';', ':', ',', ' ']).to_owned();
    (!title.is_empty()).then_some(title)
}

/// Lines joined by single spaces.
fn joined(page: Page, lines: &[Range<usize>]) -> String {
    let lines: Vec<String> = lines.iter().map(|l| page.text(l.clone())).filter(|l| !l.is_empty()).collect();
    lines.join(" ")
}

/// The addressees on one line: several where semicolons part them.
fn addressees(page: Page, entry: Range<usize>) -> Vec<String> {
    let is_end = |t: &usize| page.document.is_mark(*t, ";");
    let mut all = Vec::new();
    let mut start = entry.start;
    for end in entry.clone().filter(is_end).chain([entry.end]) {
        let marks = (start..end).take_while(|t| matches!(page.document.word(*t), "-" | "+" | ":")).count();
        let text = page.text(start + marks..end);
        let text = text.trim_end_matches(['.', ',', ';', ' ']);
        if !text.is_empty() {
            all.push(text.to_owned());
        }
        start = end + 1;
    }
    all
}

fn signer(page: Page, closing: &Closing) -> Signer {
    let text = |lines: &[Range<usize>]| Some(joined(page, lines)).filter(|t| !t.is_empty());
    Signer { name: closing.name.clone().map(|n| page.text(n)), position: text(&closing.position), authority: text(&closing.authority) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Header {
        let rules = RuleSet::builtin().expect("built-in rules");
        header(&Document::new(text.into(), &rules), &rules)
    }

    #[test]
    fn a_report_says_who_where_when_and_what() {
        let header = read(
            "UBND TỈNH HÀ GIANG\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
             Số: 05 /BC -SNV\nHà Giang, ngày 9 tháng 1 năm 2023\n\nBÁO CÁO\nKết quả công tác\nvăn thư năm 2022\n\nCăn cứ Luật Lưu trữ,",
        );
        assert_eq!(header.kind.as_deref(), Some("bao_cao"));
        assert_eq!(header.code.as_deref(), Some("05/BC-SNV"));
        assert_eq!(header.number.as_deref(), Some("5"));
        assert_eq!(header.title.as_deref(), Some("Kết quả công tác văn thư năm 2022"));
        assert_eq!(header.issuer.as_deref(), Some("SỞ NỘI VỤ"));
        assert_eq!((header.place.as_deref(), header.date.as_deref()), (Some("Hà Giang"), Some("2023-01-09")));
    }

    #[test]
    fn a_number_torn_from_its_sign_is_joined() {
        let header = read("UBND XÃ TÂN LẬP\nSố: 453\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n/TB-UBND\nTân Lập, ngày 2 tháng 5 năm 2026\n");
        assert_eq!(header.code.as_deref(), Some("453/TB-UBND"));
    }

    #[test]
    fn a_narrow_column_tears_sign_and_date() {
        let motto =
            "BỘ Y TẾ -                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n   BỘ TÀI CHÍNH                Độc lập - Tự do - Hạnh phúc\n";
        for rows in [
            "Số: 09/1999/TTLT-BYT-          Hà Nội, ngày 12 tháng 5\nBTC                                  năm 1999\n",
            "Số: 09/1999/TTLT-BYT-\tHà Nội, ngày 12\nBTC\ttháng 5 năm 1999\n",
        ] {
            let header = read(&format!("{motto}{rows}\nTHÔNG TƯ LIÊN TỊCH\nHướng dẫn thu viện phí\n\nCăn cứ Luật Khám bệnh,"));
            assert_eq!(header.code.as_deref(), Some("09/1999/TTLT-BYT-BTC"));
            assert_eq!((header.place.as_deref(), header.date.as_deref()), (Some("Hà Nội"), Some("1999-05-12")));
            assert_eq!(header.title.as_deref(), Some("Hướng dẫn thu viện phí"));
        }
    }

    #[test]
    fn of_two_ministries_that_sign_the_first_is_the_documents() {
        let header = read(
            "THÔNG TƯ LIÊN TỊCH\nVề viện phí\n\nĐiều 1. Thu viện phí./.\n\nKT. BỘ TRƯỞNG          KT. BỘ TRƯỞNG\nBỘ Y TẾ          BỘ TÀI CHÍNH\n\
             THỨ TRƯỞNG          THỨ TRƯỞNG\n\n\nNguyễn Văn An          Lê Thị Bình\n",
        );
        assert_eq!(header.signer.authority.as_deref(), Some("KT. BỘ TRƯỞNG"));
        assert_eq!((header.signer.position.as_deref(), header.signer.name.as_deref()), (Some("THỨ TRƯỞNG"), Some("Nguyễn Văn An")));
    }

    #[test]
    fn blanks_make_a_draft_and_a_letter_is_told_by_its_form() {
        let header = read(
            "SỞ Y TẾ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:      /SYT-NVY\tHuế, ngày     tháng 3 năm 2024\nV/v cấp giấy phép\n\nKính gửi: Phòng Y tế.\n",
        );
        assert!(header.draft && header.code.is_none());
        assert_eq!(header.kind.as_deref(), Some("cong_van"));
        assert_eq!(header.symbol.as_deref(), Some("SYT-NVY"));
        assert_eq!(header.date_partial.as_deref(), Some("2024-03"));
        assert_eq!(header.recipients, ["Phòng Y tế"]);
    }

    #[test]
    fn the_signature_is_found_beside_the_list_of_receivers() {
        let header = read(
            "QUYẾT ĐỊNH\nVề việc khen thưởng\n\nĐiều 1. Khen thưởng./.\nNơi nhận:          TM. ỦY BAN NHÂN DÂN\n- Như trên;          KT. CHỦ TỊCH\n\
             - Lưu: VT.          PHÓ CHỦ TỊCH\n\n\n                    TS. Y Blin Niê\n",
        );
        assert_eq!(header.signer.authority.as_deref(), Some("KT. CHỦ TỊCH"));
        assert_eq!(header.signer.position.as_deref(), Some("PHÓ CHỦ TỊCH"));
        assert_eq!(header.signer.name.as_deref(), Some("Y Blin Niê"));
    }

    #[test]
    fn a_citation_in_running_text_is_no_header() {
        assert_eq!(read("Kế hoạch số 5/KH-UBND ngày 3/2/2024 của UBND tỉnh đã nêu rõ việc này."), Header::default());
        assert_eq!(read("Hà Nội, ngày 5 tháng 3 năm 2024, cơ quan công an bắt giữ hai đối tượng."), Header::default());
    }
}
