//! Provinces, districts and communes.
//!
//! Three steps: every name that may mean a place is judged by the words around
//! it; the names that mean provinces tell which one the document concerns; and
//! that province decides what the districts and communes are, whose names
//! repeat across the country.

mod communes;
mod names;
mod resolve;
mod rows;
mod subject;

use std::ops::Range;

use crate::document::Document;
use crate::record::{Header, Place};
use crate::rules::RuleSet;
use crate::rules::places::Unit;

/// A name that means a place, with what it means.
#[derive(Debug, Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    unit: Unit,
    rule: crate::rules::RuleId,
    /// How strongly it speaks for the document's own province.
    weight: u32,
}

/// Which units stood below the provinces when a document was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Era {
    /// Before 1 July 2025.
    Districts,
    /// Since then (Nghị quyết 202/2025/QH15).
    Communes,
    /// The document has no date.
    Unknown,
}

impl Era {
    const REFORM: &str = "2025-07";

    fn of(header: &Header) -> Self {
        match header.date.as_deref().or(header.date_partial.as_deref()) {
            // The year of the reform alone says nothing.
            Some(date) if !Self::REFORM.starts_with(date) => {
                if date >= Self::REFORM {
                    Era::Communes
                } else {
                    Era::Districts
                }
            }
            _ => Era::Unknown,
        }
    }
}

/// The places that a document names, and the province that it concerns.
#[derive(Debug)]
pub(crate) struct Places {
    /// In the order of the text.
    found: Vec<Found>,
    /// Index of the province.
    pub subject: Option<usize>,
}

/// The places that a document concerns or names.
pub(crate) fn places(document: &Document, rules: &RuleSet, header: &Header) -> Places {
    let era = Era::of(header);
    let names = names::names(document, rules);
    let mut found = resolve::provinces(document, rules, &names);
    let first = subject::subject(document, rules, header, &found);
    let known = resolve::Known { subject: first, place: header.place.as_deref(), era };
    found.extend(resolve::districts(document, rules, &names, &found, &known));
    found.sort_by_key(|f| (f.start, f.end, f.unit));
    let subject = first.or_else(|| subject::subject(document, rules, header, &found));
    let found = communes::with_communes(document, rules, found, subject, era);
    Places { found, subject }
}

impl Places {
    /// As the record says them, in the order of their first mention.
    pub fn rows(&self, document: &Document, rules: &RuleSet) -> Vec<Place> {
        rows::rows(document, rules, &self.found, self.subject)
    }

    /// What the names within a range of tokens mean, the first first.
    pub fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = Unit> {
        let from = self.found.partition_point(|f| f.start < tokens.start);
        self.found[from..].iter().take_while(move |f| f.start < tokens.end).filter(move |f| f.end <= tokens.end).map(|f| f.unit)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::record::{Place, PlaceRole};
    use crate::{Pipeline, RuleSet};

    static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

    fn places(text: &str) -> Vec<Place> {
        PIPELINE.record("a.txt", text.as_bytes()).places
    }

    fn ids(text: &str) -> Vec<String> {
        places(text).into_iter().map(|p| p.id).collect()
    }

    #[test]
    fn a_persons_a_streets_and_a_plain_words_name_is_no_place() {
        assert_eq!(ids("Ông Nguyễn Thái Bình, chị Trương Thị Hà Giang ở số 12 đường Hà Nội, phường Hòa Bình"), [""; 0]);
        assert_eq!(ids("BẢO VỆ HÒA BÌNH; Hòa bình; tư tưởng Hồ Chí Minh; châu Á - Thái Bình Dương"), [""; 0]);
        assert_eq!(ids("tỉnh Hà Nam (Trung Quốc)"), [""; 0]);
    }

    #[test]
    fn a_body_that_has_its_places_name_is_a_mention() {
        assert_eq!(ids("Báo Lạng Sơn và Đại học Thái Nguyên"), ["lang_son", "thai_nguyen"]);
    }

    #[test]
    fn a_town_of_a_provinces_name_is_both_behind_its_word_only() {
        assert_eq!(ids("một hộ ở TP Bắc Giang"), ["bac_giang", "bac_giang/bac_giang"]);
        assert_eq!(ids("tỉnh Bắc Giang"), ["bac_giang"]);
        assert_eq!(ids("các tỉnh, thành phố Bắc Giang, Lạng Sơn"), ["bac_giang", "lang_son"]);
    }

    #[test]
    fn a_district_lies_in_the_province_behind_it() {
        assert_eq!(ids("huyện Châu Thành, tỉnh Tiền Giang; huyện Châu Thành, Bến Tre")[0], "tien_giang/chau_thanh");
        assert_eq!(ids("huyện Châu Thành"), [""; 0]);
    }

    #[test]
    fn a_district_of_another_province_names_no_province() {
        assert_eq!(ids("UBND huyện Quảng Ninh, tỉnh Quảng Bình"), ["quang_binh/quang_ninh", "quang_binh"]);
    }

    #[test]
    fn a_commune_stands_behind_its_type_and_under_its_province() {
        let ids = ids("Bưu điện phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng; chợ xã Lạc Dương");
        assert_eq!(ids, ["lam_dong/phuong_xuan_huong_da_lat", "lam_dong"]);
    }

    #[test]
    fn the_province_of_a_district_named_alone_is_the_subject_with_no_hit() {
        let all = places("Đài huyện Mộc Châu phát 09 tin");
        assert_eq!((all[0].id.as_str(), all[0].role, all[0].hits), ("son_la", PlaceRole::Subject, 0));
    }

    #[test]
    fn a_province_keeps_its_old_id_and_says_what_it_is_part_of_now() {
        let all = places("UBND tỉnh Đắk Nông");
        assert_eq!((all[0].gso.as_deref(), all[0].current_province.as_deref()), (Some("67"), Some("lam_dong")));
    }
}
