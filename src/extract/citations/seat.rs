//! Whose 12/KH-UBND it is: the place of the body that issued a document.
//!
//! Every province has an 'UBND tỉnh' and a 'Sở Y tế', every district its
//! 'UBND huyện'. Where a mention does not name the place, the body is the one
//! that the document belongs to. Bodies of the whole country have none.

use std::ops::Range;

use super::key::fold;
use super::{Cited, Reader};
use crate::extract::places::Places;
use crate::lexicon::Family;
use crate::rules::citations::CitationCue as Cue;
use crate::rules::issuers::Reach;
use crate::rules::places::{PlaceCue, Unit};

/// Tokens in the name of a commune: what is longer in a letterhead is the country's.
const LONGEST_NAME: usize = 4;

/// The place of a body: `lang_son`, `bac_giang/luc_ngan`.
#[derive(Debug, Default)]
pub(super) struct Seat {
    /// The body is written out, with its place or as the document's own.
    pub said: Option<String>,
    /// Only the letters of its sign speak for the document's own province.
    pub assumed: Option<String>,
}

/// Where the document itself belongs.
pub(super) struct Home<'p> {
    places: &'p Places,
    province: Option<String>,
    /// The unit of its letterhead: the word for it, and its place.
    unit: Option<(String, String)>,
}

impl Reader<'_> {
    /// Where this document belongs: by its letterhead, and the province that it concerns.
    pub fn home<'p>(&self, places: &'p Places) -> Home<'p> {
        let province = places.subject.map(|p| self.rules.places.provinces[p].id.clone());
        let mut home = Home { places, province, unit: None };
        let bodies = self.document.head.bodies.iter().rev();
        let tokens = bodies.filter_map(|lines| Some(lines.first()?.start..lines.last()?.end));
        home.unit = tokens.into_iter().find_map(|body| {
            let unit = self.unit(body.clone())?;
            Some((self.document.folded(unit).to_owned(), self.named(body, Some(unit), &home)?))
        });
        home
    }

    /// Where the body sits that issued a document.
    pub fn seat(&self, cited: &Cited, home: &Home) -> Seat {
        let sign = self.reach_of_sign(cited);
        if sign == Some(Reach::National) {
            return Seat::default();
        }
        let assumed = || home.province.clone().filter(|_| sign == Some(Reach::Local));
        let Some(body) = cited.issuer.clone() else { return Seat { said: None, assumed: assumed() } };
        let reach = self.reach(body.clone());
        if reach == Some(Reach::National) {
            return Seat::default();
        }
        let unit = self.unit(body.clone());
        let named = self.named(body, unit, home);
        if named.is_none() && reach != Some(Reach::Local) && unit.is_none() {
            return Seat { said: None, assumed: assumed() };
        }
        Seat { said: named.or_else(|| self.own(unit, home)), assumed: None }
    }

    fn reach_of_sign(&self, cited: &Cited) -> Option<Reach> {
        self.rules.reach_of_sign(cited.symbol.as_deref()?, cited.code.as_deref().unwrap_or_default())
    }

    /// How many bodies bear the name; none for a name that no rule has.
    fn reach(&self, body: Range<usize>) -> Option<Reach> {
        let first = self.document.hits.within(Family::Issuer, body).next()?;
        Some(self.rules.issuers.of(&first).reach())
    }

    /// The word for the unit that the body belongs to; not the "xã" of "Lao động - Thương binh và Xã hội".
    fn unit(&self, body: Range<usize>) -> Option<usize> {
        let mut units = body.clone().filter(|t| !self.has(Cue::NationalUnit, *t)).filter_map(|t| Some((t, self.after(Cue::Unit, t)?)));
        units.find(|(t, end)| !self.is_common_word(*end, body.end) && !self.is_within_name(*t, *end, &body)).map(|(t, _)| t)
    }

    /// A word in small letters follows.
    fn is_common_word(&self, at: usize, end: usize) -> bool {
        at < end && self.document.tokens[at].is_word() && !self.is_capitalised(at)
    }

    fn is_within_name(&self, start: usize, end: usize, body: &Range<usize>) -> bool {
        self.document.hits.within(Family::Issuer, body.clone()).any(|h| (h.start as usize) <= start && end < h.end as usize)
    }

    /// The place that is named with a body.
    fn named(&self, body: Range<usize>, unit: Option<usize>, home: &Home) -> Option<String> {
        let Some(unit) = unit else { return home.places.within(body).find_map(|u| self.place_id(u)) };
        let name = self.unit_name(body.clone(), unit);
        if name.is_empty() {
            return None;
        }
        if let Some(known) = home.places.within(name.clone()).find_map(|u| self.place_id(u)) {
            return Some(known);
        }
        // A commune, or a unit of old times.
        let is_province = self.rules.places.cues.at(self.document, PlaceCue::ProvinceBefore, unit).is_some();
        let behind = || home.places.within(name.end..body.end).find_map(|u| self.province_id(u)).map(str::to_owned);
        let province = if is_province { None } else { behind().or_else(|| home.province.clone()) };
        if name.len() > LONGEST_NAME {
            return None;
        }
        let name = fold(&self.words(name));
        Some(province.map_or_else(|| name.clone(), |province| format!("{province}/{name}")))
    }

    /// "Lục Ngạn" of "UBND huyện Lục Ngạn, tỉnh Bắc Giang"; empty for "Huyện ủy".
    fn unit_name(&self, body: Range<usize>, unit: usize) -> Range<usize> {
        let start = self.after(Cue::Unit, unit).unwrap_or(unit + 1);
        let heads = self.document.hits.within(Family::Issuer, body.clone()).map(|h| h.start as usize..h.end as usize);
        let start = heads.filter(|h| h.contains(&unit)).map(|h| h.end).fold(start, usize::max).min(body.end);
        let is_name = |t: &usize| !self.document.is_mark(*t, ",") && !self.has(Cue::Unit, *t) && !self.has(Cue::Term, *t);
        start..start + (start..body.end).take_while(is_name).count()
    }

    /// The place of a body that is written without one: that of the same unit in the letterhead, else the province.
    fn own(&self, unit: Option<usize>, home: &Home) -> Option<String> {
        let word = unit.map(|u| self.document.folded(u));
        let same = home.unit.as_ref().filter(|(own, _)| word == Some(own)).map(|(_, place)| place.clone());
        same.or_else(|| home.province.clone())
    }

    /// Communes are left to their names: only dated documents tell them from others.
    fn place_id(&self, unit: Unit) -> Option<String> {
        match unit {
            Unit::Province(p) => Some(self.rules.places.provinces[p].id.clone()),
            Unit::District(d) => Some(self.rules.places.districts[d].id.clone()),
            Unit::Commune(_) => None,
        }
    }

    fn province_id(&self, unit: Unit) -> Option<&str> {
        let rules = &self.rules.places;
        match unit {
            Unit::Province(p) => Some(&rules.provinces[p].id),
            Unit::District(d) => Some(&rules.provinces[rules.districts[d].province].id),
            Unit::Commune(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::{Pipeline, RuleSet};

    static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(RuleSet::builtin().expect("built-in rules")));

    /// The keys of all documents that a text cites.
    fn keys(text: &str) -> Vec<String> {
        PIPELINE.record("a.txt", text.as_bytes()).citations.into_iter().map(|c| c.value.key).collect()
    }

    /// A report with a letterhead of two lines, cut to what is asked here.
    fn letter(superior: &str, body: &str, place: &str, year: u32, cites: &str) -> String {
        format!(
            "{superior}\n{body}\n\nSố: 45/BC-VP\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n\
             {place}, ngày 12 tháng 9 năm {year}\n\nBÁO CÁO\nKết quả công tác tuyên truyền\n\nThực hiện {cites}, đơn vị báo cáo như sau.\n"
        )
    }

    fn of_lang_son(cites: &str) -> String {
        keys(&letter("UBND TỈNH LẠNG SƠN", "SỞ Y TẾ", "Lạng Sơn", 2024, cites)).join(" ")
    }

    fn of_gia_lai(cites: &str) -> String {
        keys(&letter("UBND TỈNH GIA LAI", "SỞ NỘI VỤ", "Gia Lai", 2024, cites)).join(" ")
    }

    fn of_the_ministry(cites: &str) -> String {
        keys(&letter("BỘ Y TẾ", "CỤC PHÒNG BỆNH", "Hà Nội", 2024, cites)).join(" ")
    }

    fn of_luc_ngan(cites: &str) -> String {
        keys(&letter("TỈNH BẮC GIANG", "UBND HUYỆN LỤC NGẠN", "Lục Ngạn", 2024, cites)).join(" ")
    }

    const PLAN: &str = "Kế hoạch số 12/KH-UBND ngày 05/3/2024";

    #[test]
    fn a_body_of_the_province_is_that_of_the_documents_own_province() {
        let own = of_lang_son(&format!("{PLAN} của UBND tỉnh"));
        assert_eq!(own, "12/kh-ubnd@2024@lang_son");
        assert_eq!(own, of_lang_son(&format!("{PLAN} của Ủy ban nhân dân tỉnh Lạng Sơn")));
        assert_eq!(own, of_gia_lai(&format!("{PLAN} của UBND tỉnh Lạng Sơn")));
        assert_eq!(own, of_the_ministry(&format!("{PLAN} của UBND tỉnh Lạng Sơn")));
        assert_ne!(own, of_gia_lai(&format!("{PLAN} của UBND tỉnh")));
    }

    #[test]
    fn the_sign_alone_tells_a_body_of_the_province() {
        assert_eq!(of_lang_son(PLAN), "12/kh-ubnd@2024@lang_son");
        assert_eq!(of_lang_son("Công văn số 57/STTTT-TTBCXB ngày 05/3/2024"), "57/stttt-ttbcxb@2024@lang_son");
        assert_eq!(of_gia_lai("Chỉ thị số 45-CT/TU ngày 05/3/2024"), "45-ct/tu@2024-03-05@gia_lai");
        assert_eq!(of_gia_lai("Nghị quyết số 07/2024/NQ-HĐND"), "7/2024/nq-hdnd@gia_lai");
    }

    #[test]
    fn departments_the_police_and_the_party_have_a_province() {
        for (code, body, key) in [
            ("Công văn số 9/SYT-NVY ngày 05/3/2024", "Sở Y tế", "9/syt-nvy@2024"),
            ("Kế hoạch số 88/KH-CAT-PV01 ngày 05/3/2024", "Công an tỉnh", "88/kh-cat-pv01@2024"),
            ("Chỉ thị số 45-CT/TU ngày 05/3/2024", "Ban Thường vụ Tỉnh ủy", "45-ct/tu@2024-03-05"),
            ("Báo cáo số 6/BC-SLĐTBXH ngày 05/3/2024", "Sở Lao động - Thương binh và Xã hội", "6/bc-sldtbxh@2024"),
            ("Báo cáo số 27-BC/UBKTTU ngày 05/3/2024", "Ủy ban Kiểm tra Tỉnh ủy", "27-bc/ubkttu@2024-03-05"),
        ] {
            assert_eq!(of_gia_lai(&format!("{code} của {body}")), format!("{key}@gia_lai"));
            assert_eq!(of_lang_son(&format!("{code} của {body} Gia Lai")), format!("{key}@gia_lai"));
        }
    }

    #[test]
    fn bodies_of_the_whole_country_have_none() {
        for (cites, key) in [
            ("Nghị định số 15/2020/NĐ-CP ngày 03/02/2020 của Chính phủ", "15/2020/nd-cp"),
            ("Công văn số 88/BYT-DP ngày 05/3/2024 của Bộ Y tế", "88/byt-dp@2024"),
            ("Chỉ thị số 45-CT/TW ngày 05/3/2024 của Ban Bí thư Trung ương Đảng", "45-ct/tw@2024-03-05"),
            ("Công văn số 1524/TCT-CS ngày 05/3/2024 của Tổng cục Thuế", "1524/tct-cs@2024"),
            ("Công văn số 3391/TCT-TTr ngày 05/3/2024", "3391/tct-ttr@2024"),
            ("Nghị quyết số 42/NQ-CP ngày 09/4/2020 của HĐND tỉnh", "42/nq-cp@2020"),
        ] {
            assert_eq!(of_lang_son(cites), key);
        }
    }

    #[test]
    fn a_ministry_that_names_no_province_leaves_it_open() {
        assert_eq!(of_the_ministry(PLAN), "12/kh-ubnd@2024");
    }

    #[test]
    fn a_district_is_told_with_its_province() {
        let own = of_luc_ngan(&format!("{PLAN} của UBND huyện"));
        assert_eq!(own, "12/kh-ubnd@2024@bac_giang/luc_ngan");
        assert_eq!(own, of_lang_son(&format!("{PLAN} của UBND huyện Lục Ngạn, tỉnh Bắc Giang")));
        assert_eq!(of_luc_ngan(&format!("{PLAN} của UBND tỉnh")), "12/kh-ubnd@2024@bac_giang");
    }

    #[test]
    fn a_commune_is_told_with_its_province() {
        let own = of_lang_son(&format!("{PLAN} của UBND xã Tân Thanh"));
        assert_eq!(own, "12/kh-ubnd@2024@lang_son/tan_thanh");
        assert_eq!(own, of_gia_lai(&format!("{PLAN} của UBND xã Tân Thanh, huyện Văn Lãng, tỉnh Lạng Sơn")));
    }

    #[test]
    fn after_the_merger_the_id_is_still_that_of_the_old_name() {
        let text = letter("UBND TỈNH LÂM ĐỒNG", "SỞ Y TẾ", "Lâm Đồng", 2025, &format!("{PLAN} của UBND tỉnh"));
        assert_eq!(keys(&text), ["12/kh-ubnd@2024@lam_dong"]);
        let of_old = letter("UBND TỈNH LÂM ĐỒNG", "SỞ Y TẾ", "Lâm Đồng", 2025, &format!("{PLAN} của UBND tỉnh Đắk Nông"));
        assert_eq!(keys(&of_old), ["12/kh-ubnd@2024@dak_nong"]);
    }

    #[test]
    fn what_a_neighbour_names_goes_before_the_documents_own_province() {
        let both = of_lang_son(&format!("{PLAN} của UBND tỉnh Gia Lai và theo Kế hoạch số 12/KH-UBND"));
        assert_eq!(both, "12/kh-ubnd@2024@gia_lai 12/kh-ubnd@2024@gia_lai");
        let two = of_lang_son(&format!("{PLAN} của UBND tỉnh Gia Lai và Kế hoạch số 12/KH-UBND ngày 09/4/2024"));
        assert_eq!(two, "12/kh-ubnd@2024@gia_lai 12/kh-ubnd@2024@lang_son");
    }

    #[test]
    fn a_document_without_number_and_title_is_told_by_its_day() {
        let two = of_lang_son("Quyết định ngày 05/3/2024 của UBND tỉnh; Quyết định ngày 06/3/2024 của UBND tỉnh");
        assert_eq!(two, "quyet_dinh:@2024-03-05@lang_son quyet_dinh:@2024-03-06@lang_son");
    }
}
