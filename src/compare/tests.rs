use serde_json::{Value, json};

use super::{Change, changes};

fn record(citations: Value, counts: Value) -> Value {
    json!({"source": {"path": "a.txt", "hash": "1"}, "header": {"title": "A", "signer": {"name": null}}, "citations": citations, "counts": counts})
}

fn shown(old: &Value, new: &Value) -> Vec<String> {
    let one = |c: &Change| format!("{} {}: {} → {}", c.line.unwrap_or(0), c.name(), c.old, c.new);
    changes(Some(old), Some(new)).iter().map(one).collect()
}

fn count(start: u64, line: u64, measure: &str, value: u64) -> Value {
    json!({"text": "x", "char_start": start, "char_end": start + 5, "line": line, "measure": measure, "value": value, "role": "total", "part_of": null})
}

#[test]
fn equal_records_have_no_changes() {
    let one = record(json!([]), json!([count(0, 1, "cases", 7)]));
    assert_eq!(changes(Some(&one), Some(&one)), []);
}

#[test]
fn mentions_are_gained_lost_and_changed_in_the_order_of_the_text() {
    let old = record(json!([]), json!([count(0, 1, "cases", 7), count(50, 5, "cases", 9)]));
    let new = record(json!([]), json!([count(20, 2, "fines", 5), count(50, 5, "money", 9)]));
    assert_eq!(
        shown(&old, &new),
        ["1 counts lost: cases 7 total → ", "2 counts gained:  → fines 5 total", "5 counts.measure: cases → money"]
    );
}

#[test]
fn of_two_mentions_in_one_place_each_finds_its_own_kind() {
    let old = record(json!([]), json!([count(0, 1, "cases", 7), count(0, 1, "persons", 8)]));
    let new = record(json!([]), json!([count(0, 1, "persons", 9), count(0, 1, "cases", 7)]));
    assert_eq!(shown(&old, &new), ["1 counts.value: 8 → 9"]);
}

#[test]
fn a_part_keeps_its_whole_when_indices_move() {
    let part = |whole: u64| {
        let mut part = count(60, 6, "cases", 3);
        part["part_of"] = json!(whole);
        part
    };
    let old = record(json!([]), json!([count(50, 5, "cases", 9), part(0)]));
    let new = record(json!([]), json!([count(0, 1, "cases", 7), count(50, 5, "cases", 9), part(1)]));
    assert_eq!(shown(&old, &new), ["1 counts gained:  → cases 7 total"]);
}

#[test]
fn fields_inside_fields_are_named_by_their_way() {
    let mut new = record(json!([]), json!([]));
    new["header"]["signer"]["name"] = json!("B");
    assert_eq!(shown(&record(json!([]), json!([])), &new), ["0 header.signer.name:  → B"]);
}

#[test]
fn another_text_is_compared_by_words_not_by_offsets() {
    let mut new = record(json!([]), json!([count(900, 40, "cases", 7)]));
    new["source"]["hash"] = json!("2");
    assert_eq!(shown(&record(json!([]), json!([count(0, 1, "cases", 7)])), &new), ["0 source.hash: 1 → 2"]);
}

#[test]
fn a_topic_first_named_elsewhere_is_the_same_topic() {
    let topic = |start: u64, hits: u64| json!({"source": {"hash": "1"}, "topics": [{"topic": "ma_tuy", "hits": hits, "char_start": start, "char_end": start + 5, "line": 3}]});
    assert_eq!(shown(&topic(0, 2), &topic(70, 1)), ["3 topics.hits: 2 → 1"]);
}

#[test]
fn a_document_that_only_one_run_has_is_one_change() {
    let one = record(json!([]), json!([count(0, 1, "cases", 7)]));
    let gained = changes(None, Some(&one));
    assert_eq!((gained.len(), gained[0].name(), gained[0].new.as_str()), (1, "documents gained".into(), "0 citations, 1 counts"));
}
