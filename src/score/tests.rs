use std::collections::HashMap;

use serde_json::json;

use super::figures::Score;
use super::{Floors, Gold, Judged, score};

/// The score of one document, from its annotations and its record.
fn scored(gold: serde_json::Value, record: serde_json::Value) -> Score {
    let gold = Gold { name: "a".into(), truth: serde_json::from_value(gold).expect("annotations") };
    let record: Judged = serde_json::from_value(record).expect("a record");
    score(&[gold], &HashMap::from([("a.txt".to_owned(), record)]))
}

/// Annotated, found, right.
fn tally(score: &Score, name: &str) -> (u64, u64, u64) {
    let tally = score.tallies.get(name).expect(name);
    (tally.gold, tally.found, tally.right)
}

/// Right, of how many.
fn share(score: &Score, name: &str) -> (u64, u64) {
    let share = score.shares.get(name).expect(name);
    (share.right, share.n)
}

fn kinds(score: &Score) -> Vec<&str> {
    score.misses.iter().map(|m| m.kind.as_str()).collect()
}

#[test]
fn a_document_without_a_record_misses_all() {
    let gold = Gold { name: "a".into(), truth: serde_json::from_value(json!({"findings": ["date_conflict"]})).expect("annotations") };
    let score = score(&[gold], &HashMap::new());
    assert_eq!((share(&score, "documents.read"), tally(&score, "findings")), ((0, 1), (1, 0, 0)));
}

#[test]
fn a_citation_is_found_by_place_and_code_and_exact_with_kind_and_date() {
    let gold = json!({"citations": [
        {"char_start": 0, "char_end": 20, "kind": "ke_hoach", "code": "156/KH-UBND", "date_partial": "2023"},
        {"char_start": 30, "char_end": 50, "kind": "luat", "code": null},
        {"char_start": 60, "char_end": 80, "kind": "nghi_dinh", "code": "15/2020/NĐ-CP"}]});
    let record = json!({"status": "ok", "citations": [
        {"char_start": 1, "char_end": 20, "kind": "ke_hoach", "code": "156/kh–UBND", "date_partial": null, "rule": "citations.list"},
        {"char_start": 30, "char_end": 50, "kind": "luat", "rule": "citations.law"},
        {"char_start": 60, "char_end": 80, "kind": "nghi_dinh", "code": "16/2020/NĐ-CP", "rule": "citations.list"}]});
    let score = scored(gold, record);
    assert_eq!((tally(&score, "citations.found"), tally(&score, "citations.exact")), ((3, 3, 2), (3, 3, 1)));
    assert_eq!((share(&score, "citations.date_partial"), share(&score, "citations.kind")), ((1, 2), (2, 2)));
    assert_eq!(kinds(&score), ["citations.date_partial", "citations.missed", "citations.extra"]);
    let rules: Vec<_> = score.rules.iter().map(|(name, s)| (name.as_str(), s.right, s.n)).collect();
    assert_eq!(rules, [("citations.law", 1, 1), ("citations.list", 1, 2)]);
}

#[test]
fn issuer_title_and_provision_are_judged_where_they_are_annotated() {
    let gold = json!({"citations": [{"char_end": 9, "kind": "luat", "issuer": "UBND tỉnh", "title": "An ninh mạng", "provision": {"article": "5, 6", "clause": null}}]});
    let right = json!({"citations": [{"char_end": 9, "kind": "luat", "issuer": "UBND tỉnh Lạng Sơn", "title": "an ninh mạng", "provision": {"article": "5,6"}}]});
    let wrong = json!({"citations": [{"char_end": 9, "kind": "luat", "issuer": null, "title": "an ninh", "provision": {"article": "5"}}]});
    for (record, is_right) in [(right, 1), (wrong, 0)] {
        let score = scored(gold.clone(), record);
        for name in ["citations.issuer", "citations.title", "citations.provision"] {
            assert_eq!(share(&score, name), (is_right, 1), "{name}");
        }
    }
}

#[test]
fn a_count_is_found_by_place_measure_and_value() {
    let gold = json!({"counts": [{"char_end": 5, "measure": "cases", "value": 7}, {"char_start": 9, "char_end": 15, "measure": "fines", "value": 5}]});
    let record = json!({"counts": [
        {"char_end": 5, "measure": "cases", "value": 7, "role": "total", "modifier": "exact"},
        {"char_start": 9, "char_end": 15, "measure": "money", "value": 5},
        {"char_start": 9, "char_end": 15, "measure": "hectares", "value": 5}]});
    let score = scored(gold, record);
    assert_eq!(
        (tally(&score, "counts.cases"), tally(&score, "counts.fines"), tally(&score, "counts.money")),
        ((1, 1, 1), (1, 0, 0), (0, 1, 0))
    );
    assert_eq!((tally(&score, "counts.all"), tally(&score, "counts.core")), ((2, 2, 1), (2, 1, 1)));
    assert_eq!((share(&score, "counts.role"), share(&score, "counts.modifier")), ((1, 1), (1, 1)));
}

#[test]
fn a_part_is_right_where_the_value_of_its_whole_is() {
    let part = |whole: i64| json!({"counts": [{"char_end": 5, "measure": "cases", "value": 20}, {"char_start": 6, "char_end": 9, "measure": "cases", "value": 7, "role": "part", "part_of": whole}]});
    assert_eq!(share(&scored(part(0), part(0)), "counts.part_of"), (1, 1));
    assert_eq!(share(&scored(part(0), part(1)), "counts.part_of"), (0, 1));
}

#[test]
fn totals_add_up_what_a_dashboard_would() {
    let gold = json!({"counts": [{"char_end": 5, "measure": "cases", "value": 20}, {"measure": "cases", "value": 7, "role": "part"}, {"measure": "articles", "value": 2, "per": "week"}]});
    let record = json!({"counts": [{"char_end": 5, "measure": "cases", "value": 13}, {"measure": "cases", "value": 7, "role": "total"}, {"measure": "events", "value": 2}]});
    let score = scored(gold, record);
    assert_eq!((share(&score, "totals"), share(&score, "totals.core")), ((1, 2), (1, 1)));
}

#[test]
fn header_fields_are_judged_each_by_its_own_measure() {
    let gold = json!({"header": {"kind": "bao_cao", "code": "180/BC-STTTT", "title": "Kết quả công tác thông tin", "issuer": "Sở Y tế", "recipients": ["UBND tỉnh;"], "draft": true}});
    let record = json!({"header": {"kind": "bao_cao", "code": "180 / BC–STTTT", "title": "KẾT QUẢ CÔNG TÁC THÔNG T", "issuer": "SỞ Y TẾ TỈNH HÀ NAM", "recipients": ["UBND tỉnh"], "place": "Hà Nam"}});
    let score = scored(gold, record);
    for name in ["kind", "code", "title", "issuer", "recipients"] {
        assert_eq!(tally(&score, &format!("header.{name}")), (1, 1, 1), "{name}");
    }
    assert_eq!((tally(&score, "header"), tally(&score, "header.place"), share(&score, "header.draft")), ((5, 6, 5), (0, 1, 0), (0, 1)));
}

#[test]
fn a_title_that_lacks_more_than_a_fifth_is_wrong() {
    let gold = json!({"header": {"title": "0123456789"}});
    assert_eq!(tally(&scored(gold.clone(), json!({"header": {"title": "01234567"}})), "header.title"), (1, 1, 1));
    assert_eq!(tally(&scored(gold, json!({"header": {"title": "0123456"}})), "header.title"), (1, 1, 0));
}

#[test]
fn a_period_is_right_with_both_days_and_grain() {
    let gold = json!({"period": {"first_day": "2019-01-01", "last_day": "2019-03-31", "grain": "quarter", "text": "Quý I"}});
    assert_eq!(tally(&scored(gold.clone(), gold.clone()), "period"), (1, 1, 1));
    let score = scored(gold, json!({"period": {"first_day": "2019-01-01", "last_day": "2019-03-31", "grain": "range"}}));
    assert_eq!((tally(&score, "period"), score.misses[0].found.as_str()), ((1, 1, 0), "2019-01-01..2019-03-31 range"));
}

#[test]
fn topics_places_and_findings_are_sets() {
    let gold = json!({"topics": {"main": ["ma_tuy"], "mentioned": ["atgt"]}, "places": {"provinces": ["24"], "districts": ["217"], "subject": ["24"]}, "findings": ["date_conflict"]});
    let record = json!({
        "topics": [{"topic": "ma_tuy", "main": true}, {"topic": "pccc", "main": false}],
        "places": [
            {"level": "province", "gso": "24", "province_gso": "24", "role": "subject", "mentions": [{"rule": "places.province"}]},
            {"level": "district", "gso": "218", "province_gso": "24", "role": "mentioned", "mentions": []},
            {"level": "commune", "gso": "12345", "province_gso": "01", "mentions": []}],
        "findings": [{"code": "date_conflict"}, {"code": "mixed_unicode"}]});
    let score = scored(gold, record);
    let all = ["topics.main", "topics.all", "places.province", "places.district", "places.subject", "findings"];
    assert_eq!(all.map(|name| tally(&score, name)), [(1, 1, 1), (2, 2, 1), (1, 1, 1), (1, 1, 0), (1, 1, 1), (1, 1, 1)]);
    assert_eq!(kinds(&score), ["topics.all.missed", "topics.all.extra", "places.district.missed", "places.district.extra"]);
    assert_eq!(score.rules.get("places.province").map(|s| (s.right, s.n)), Some((1, 1)));
}

#[test]
fn a_floor_names_the_figure_that_fell_or_was_not_measured() {
    let score = scored(json!({"findings": ["date_conflict"]}), json!({"status": "ok"}));
    let floors: Floors = toml::from_str("[floors]\nfindings = 0.5\nperiod = 1.0\n\"citations.role\" = 0.9").expect("floors");
    assert_eq!(floors.fallen(&score), ["citations.role was not measured, its floor is 0.9", "findings is 0, its floor is 0.5"]);
}
