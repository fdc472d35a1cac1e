mod oracles;
mod round_trips;

use super::*;
use crate::document::format::Reading;

impl Decoded {
    fn encoding_name(&self) -> String {
        Reading::from(Decoded { text: String::new(), encoding: self.encoding, legacy: self.legacy.clone() })
            .encoding_name()
            .expect("a name")
    }
}

fn text(bytes: &[u8]) -> Result<String, String> {
    decode(bytes, None).map(|d| d.text).map_err(|f| f.code)
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert_eq!(text("\u{feff}Số".as_bytes()), Ok("Số".into()));
    let utf16: Vec<u8> = "\u{feff}Số 𝄞".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&utf16, None).map(|d| (d.text, d.encoding)), Ok(("Số 𝄞".into(), Encoding::Utf16Le)));
    let utf16: Vec<u8> = "\u{feff}Số".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(text(&utf16), Ok("Số".into()));
}

#[test]
fn a_table_of_blanks_is_told_without_a_byte_order_mark() {
    let table = format!("|TT{0}|Tên đơn vị{0}|\n|1{0}|{0}|", " ".repeat(60));
    let bytes: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&bytes), Ok(table));
}

#[test]
fn a_nul_byte_makes_a_file_binary() {
    assert_eq!(text(b"S\0"), Err("binary".into()));
    assert_eq!(text(b"\xEF\xBB\xBFS\0"), Err("binary".into()));
    assert_eq!(text(&[0, 1, 2, 3].repeat(100)), Err("binary".into()));
}

#[test]
fn what_is_in_no_known_encoding_fails_and_says_where() {
    let failure = decode(b"k\nB\xB8o c\xB8o", None).expect_err("one word is no evidence");
    assert_eq!(failure.code, "unknown_encoding");
    assert!(failure.message.contains("0xB8 at offset 3 (line 2)"), "{}", failure.message);
    assert_eq!(text(b"\xFF\xFEa"), Err("unknown_encoding".into()));
    let failure = decode(b"\xEF\xBB\xBFa\xFF", None).expect_err("not UTF-8");
    assert!(failure.message.contains("0xFF at offset 4") && failure.message.contains("mark"), "{}", failure.message);
}

fn repaired(text: &str) -> (String, String) {
    let decoded = decode(text.as_bytes(), None).expect("UTF-8");
    (decoded.encoding_name(), decoded.text)
}

#[test]
fn letters_of_old_fonts_are_repaired() {
    let tcvn3 = |text: &str| ("utf-8+tcvn3".to_owned(), text.to_owned());
    assert_eq!(repaired("NghÞ ®Þnh"), tcvn3("Nghị định"));
    assert_eq!(repaired("Nghò ñònh"), ("utf-8+vni".into(), "Nghị định".into()));
    assert_eq!(repaired("Ng\u{AD}êi nhËn (ký vµ ghi râ hä tªn)"), tcvn3("Người nhận (ký và ghi rõ họ tên)"));
    assert_eq!(repaired("Sè: 15/Q§-UBND\nQuyÕt ®Þnh 500 m² · tõ ngµy"), tcvn3("Số: 15/QĐ-UBND\nQuyết định 500 m² · từ ngày"));
}

#[test]
fn signs_before_capitals_are_no_letters() {
    assert_eq!(repaired("£U £M ©M 0\n").1, "£U £M ©M 0\n");
    assert_eq!(text(b"\xA7\xAB0\xB7\xA9U \xA7\xB9"), Err("unknown_encoding".into()));
}

#[test]
fn cells_of_a_table_are_repaired_together() {
    let cells = "C¸c\n kú\n tr\u{AD}íc\n chuyÓn\n sang\n Thu\n håi\n cßn\n ph¶i\n nép\n trong\n kú";
    assert_eq!(repaired(cells).1, "Các\n kỳ\n trước\n chuyển\n sang\n Thu\n hồi\n còn\n phải\n nộp\n trong\n kỳ");
}

#[test]
fn capitals_of_capital_fonts_are_capitals() {
    let text = repaired("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM\nUû BAN NH¢N D¢N TØNH\nUû ban nh©n d©n ë TP. ®· quyÕt ®Þnh").1;
    assert_eq!(repaired("BẢNG\nPH¢N LO¹I Hå S¥").1, "BẢNG\nPHÂN LOẠI HỒ SƠ");
    assert_eq!(text, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nUỶ BAN NHÂN DÂN TỈNH\nUỷ ban nhân dân ở TP. đã quyết định");
}

#[test]
fn only_the_stretches_of_an_old_font_are_repaired() {
    let text =
        "Căn cứ Luật số 15, NghÞ ®Þnh cña ChÝnh phñ, về café\nBản này dài 5 m² · 30°C\tSè thuÕ ph¶i nép\nPhần này rõ ràng: thế thì sè sẽ";
    let wanted =
        "Căn cứ Luật số 15, Nghị định của Chính phủ, về café\nBản này dài 5 m² · 30°C\tSố thuế phải nộp\nPhần này rõ ràng: thế thì sè sẽ";
    assert_eq!(repaired(text), ("utf-8+tcvn3".into(), wanted.into()));
}

#[test]
fn a_name_forces_an_encoding() {
    let as_name = |bytes: &[u8], name: &str| decode(bytes, Some(name.parse().expect("a name"))).map(|d| d.text).map_err(|f| f.code);
    assert_eq!(as_name(b"B\xB8o c\xB8o", "TCVN3"), Ok("Báo cáo".into()));
    assert_eq!(as_name("B¸o c¸o".as_bytes(), "tcvn3"), Ok("Báo cáo".into()));
    assert_eq!(as_name("NghÞ ®Þnh".as_bytes(), "utf-8"), Ok("NghÞ ®Þnh".into()));
    assert_eq!(as_name(b"a\xB8", "utf-8"), Err("unknown_encoding".into()));
    assert_eq!(as_name(b"a\0b\xB8", "tcvn3"), Err("binary".into()));
    assert_eq!(as_name(b"a\0b\0", "utf-16le"), Ok("ab".into()));
    assert!("latin-9".parse::<Encoding>().is_err());
}
