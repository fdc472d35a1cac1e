//! How the cases of each suite are asked: the document around a bare input, and what the answer means.

use std::collections::BTreeSet;

use serde_json::Value;
use trichluc::Record;
use trichluc::record::{CitationRole, Modifier, PlaceLevel};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Case;
use crate::question::{Question, Verdict, equal, holds};

/// The question of a case; none where a record has no field for the answer.
pub fn question(suite: &str, case: &Case) -> Option<Question> {
    match suite {
        "duckling_vi_money" | "vi_fines_money" => money(case),
        "duckling_vi_number" | "vnd_amount_parse" | "vnd_words_to_number" => number(case),
        "duckling_vi_ordinal" => None,
        "duckling_vi_time" | "vi_dates" => time(case),
        "unicode_normalization_vi" => normalized(case, &case.expected["NFC"]),
        "vi_compose_nfc" => normalized(case, &case.expected),
        "vi_addresses" => address(case),
        "vi_article_refs" => provision(case),
        "vi_doc_relations" => relation(case),
        "vi_doc_symbols" => symbols(case),
        "vi_document_headers" => header(case),
        "vi_legacy_encodings" => legacy(case),
        "vi_provinces_63_to_34" => successor(case),
        "vi_tone_placement" => tone(case),
        "vn_toolkit_text" if case.function.as_deref() == Some("fold") => folded(case),
        "vn_toolkit_text" => normalized(case, &case.expected),
        _ => panic!("{suite}: nothing here asks the cases of this suite"),
    }
}

/// An amount: the first of the record, with its upper end or its bound.
fn money(case: &Case) -> Option<Question> {
    let is_sentence = ["phạt", "giá trị", "tổng cộng"].iter().any(|word| lower(&case.input).starts_with(word));
    // Where no currency is written, only a fine is sure to be money.
    let document = if is_sentence { format!("{}.", case.input) } else { format!("Phạt {}.", case.input) };
    let expected = case.expected.clone();
    let (document, factor) = in_whole_dong(document, &expected["value"]);
    Question::record(document, move |record| {
        let Some(count) = record.counts.first().map(|c| &c.value) else { return Err("no amount".into()) };
        let lower = ["value", "from", "min"].iter().find_map(|key| expected[key].as_f64()).expect("an amount");
        let upper = ["to", "max"].iter().find_map(|key| expected[key].as_f64());
        equal((count.value as f64, count.max.map(|max| max as f64)), (lower * factor, upper))?;
        let is_bound = matches!(count.modifier, Modifier::LessThan | Modifier::AtMost);
        holds(is_bound == (expected["kind"] == "under"), count)?;
        holds(expected["fine"] != true || count.measure == "fines", count)
    })
}

/// A whole-string number or amount, in words or in figures.
fn number(case: &Case) -> Option<Question> {
    let expected = case.expected.get("value").unwrap_or(&case.expected).clone();
    let has_currency =
        ["₫", "đ", "VND", "đồng"].iter().any(|mark| case.input.contains(mark)) && case.function.as_deref() != Some("words->integer");
    let amount = if has_currency { case.input.clone() } else { format!("{} đồng", case.input) };
    let (document, factor) = in_whole_dong(format!("Hỗ trợ {amount}."), &expected);
    Question::record(document, move |record| {
        let value = record.counts.first().map(|c| c.value.value as f64);
        equal(value, expected.as_f64().map(|number| number * factor))
    })
}

/// There is no part of a đồng: a decimal fraction is one of a million.
fn in_whole_dong(document: String, value: &Value) -> (String, f64) {
    if value.as_f64().is_none_or(|number| number.fract() == 0.0) {
        return (document, 1.0);
    }
    (format!("{} triệu đồng.", document.trim_end_matches('.').trim_end_matches(" đồng")), 1e6)
}

/// A day is that of a cited document; a month or a quarter is a report's period.
fn time(case: &Case) -> Option<Question> {
    let day = match &case.expected {
        Value::String(day) => Some(day.clone()),
        expected => expected["value"].as_str().map(|time| time[..10].to_owned()),
    };
    match case.expected["grain"].as_str() {
        Some(grain @ ("month" | "quarter")) => period(case, day.expect("a day"), grain.to_owned()),
        _ => cited_day(case, day),
    }
}

fn cited_day(case: &Case, day: Option<String>) -> Option<Question> {
    let document = match &case.input {
        input if input.starts_with(|c: char| c.is_ascii_digit()) => format!("Quyết định số 5/QĐ-UBND ngày {input} của tỉnh."),
        input if input.starts_with("Thông tư") => input.clone(),
        input if input.starts_with("thứ") || input.starts_with("ch") => format!("{input}, UBND tỉnh ban hành Quyết định số 5/QĐ-UBND."),
        input => format!("Quyết định số 5/QĐ-UBND {}.", lower(input)),
    };
    Question::record(document, move |record| equal(record.citations.first().and_then(|c| c.value.date.clone()), day.clone()))
}

/// The suite's own today is 2 February 2017.
fn period(case: &Case, first_day: String, grain: String) -> Option<Question> {
    let document = format!("SỞ TƯ PHÁP\nSố: 5/BC-STP\nHà Nội, ngày 02 tháng 02 năm 2017\n\nBÁO CÁO\nKết quả công tác {}\n", case.input);
    Question::record(document, move |record| {
        let period = record.period.as_ref();
        let said = period.map(|p| (p.first_day.clone(), lower(&format!("{:?}", p.grain))));
        equal(said, Some((first_day.clone(), grain.clone())))
    })
}

fn normalized(case: &Case, wanted: &Value) -> Option<Question> {
    Some(Question::Normalized { line: case.input.clone(), wanted: text(wanted) })
}

/// The province of an address.
fn address(case: &Case) -> Option<Question> {
    let wanted: Vec<String> = case.expected["province"].as_str().map(|name| slug(without_unit(name))).into_iter().collect();
    Question::record(case.input.clone(), move |record| equal(provinces(record).map(|p| p.0).collect(), wanted.clone()))
}

/// What a province became part of on 1 July 2025.
fn successor(case: &Case) -> Option<Question> {
    let name = |key: &str| slug(without_unit(case.expected[key].as_str().expect("a name")));
    let wanted = vec![(name("old_province"), Some(name("new_province_2025")))];
    Question::record(case.input.clone(), move |record| equal(provinces(record).collect(), wanted.clone()))
}

fn provinces(record: &Record) -> impl Iterator<Item = (String, Option<String>)> {
    let places = record.places.iter().filter(|p| p.level == PlaceLevel::Province);
    places.map(|p| (p.id.clone(), p.current_province.clone()))
}

/// Điều, khoản, điểm of a decree.
fn provision(case: &Case) -> Option<Question> {
    let decree = "Nghị định số 15/2020/NĐ-CP";
    let document = match case.input.split_once(" thì") {
        Some((provision, rest)) => format!("{provision} {decree} thì{rest}."),
        None => format!("{} {decree}.", case.input),
    };
    let wanted: Vec<[String; 3]> =
        array(&case.expected["articles"]).map(|a| ["article", "clause", "point"].map(|key| text(&a[key]))).collect();
    Question::record(document, move |record| {
        let provisions = record.citations.iter().filter_map(|c| c.value.provision.clone());
        let said = provisions.map(|p| [p.article, p.clause, p.point].map(Option::unwrap_or_default)).collect();
        equal(said, wanted.clone())
    })
}

/// What the document does to another: `amended` is all that changes it.
fn relation(case: &Case) -> Option<Question> {
    let relations: Vec<Value> = array(&case.expected["relations"]).cloned().collect();
    Question::record(case.input.clone(), move |record| {
        let amended: Vec<String> =
            record.citations.iter().filter(|c| c.value.role == CitationRole::Amended).filter_map(|c| c.value.code.clone()).collect();
        let changes = relations.iter().filter(|r| r[0] != "implements").map(|r| text(&r[1]));
        equal(amended, changes.collect())?;
        let codes = codes(record);
        holds(relations.iter().all(|r| codes.contains(&text(&r[1]))), &codes)
    })
}

/// Số, ký hiệu in a sentence, in capitals as the suite has them, each once.
fn symbols(case: &Case) -> Option<Question> {
    let expected = case.expected.clone();
    Question::record(case.input.clone(), move |record| {
        let upper: Vec<String> = codes(record).iter().map(|code| code.to_uppercase()).collect();
        equal(upper, array(&expected["symbols"]).map(|symbol| text(symbol).to_uppercase()).collect())?;
        let dates: Vec<&str> = record.citations.iter().filter_map(|c| c.value.date.as_deref()).collect();
        holds(array(&expected["dates"]).all(|day| dates.contains(&text(day).as_str())), &dates)?;
        let kinds: Vec<&str> = record.citations.iter().map(|c| c.value.kind.as_str()).collect();
        holds(array(&expected["types"]).all(|kind| kinds.contains(&slug(&text(kind)).as_str())), &kinds)?;
        let named: Vec<String> = provinces(record).map(|p| p.0).collect();
        holds(array(&expected["provinces"]).all(|name| named.contains(&slug(&text(name)))), &named)
    })
}

/// Every code that is cited, in order, each once.
fn codes(record: &Record) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let codes = record.citations.iter().filter_map(|c| c.value.code.clone());
    codes.filter(|code| seen.insert(code.clone())).collect()
}

/// The head of a document, as much of it as the suite names.
fn header(case: &Case) -> Option<Question> {
    let expected = case.expected.clone();
    // A line alone is one of a letterhead.
    let document =
        if case.input.contains('\n') { case.input.clone() } else { format!("SỞ TƯ PHÁP\nSố: 12/STP-VP\n{}\n", case.input) };
    Question::record(document, move |record| {
        let header = &record.header;
        said(expected.get("symbol"), &header.code, text)?;
        said(expected.get("symbol_number"), &header.number, text)?;
        said(expected.get("type"), &header.kind, |kind| slug(&text(kind)))?;
        said(expected.get("date"), &header.date, text)?;
        said(expected.get("signer"), &header.signer.name, text)?;
        said(expected.get("issuer"), &header.issuer.as_deref().map(full_name), |issuer| full_name(&text(issuer)))?;
        said(expected.get("title"), &header.title.as_deref().map(lower), |title| lower(&text(title)))?;
        let title = header.title.clone().unwrap_or_default();
        holds(title.contains(&text(&expected["title_contains"])), &title)?;
        let symbol = header.symbol.clone().unwrap_or_default();
        let is_suffix = |suffix: &str| !symbol.is_empty() && suffix.ends_with(&symbol);
        holds(expected["symbol_suffix"].as_str().is_none_or(is_suffix), &symbol)?;
        let others = array(&expected["other_symbols"]).map(text).collect();
        if expected["other_symbols"].is_array() { equal(codes(record), others) } else { Ok(()) }
    })
}

/// Whether a field says what the suite does; a suite that does not name it asks nothing, an explicit null asks for none.
fn said(expected: Option<&Value>, got: &Option<String>, meaning: impl Fn(&Value) -> String) -> Verdict {
    let Some(expected) = expected else { return Ok(()) };
    equal(got.clone(), Some(expected).filter(|e| !e.is_null()).map(meaning))
}

/// An issuer in full and in lower case.
fn full_name(issuer: &str) -> String {
    lower(issuer).replace("ubnd", "ủy ban nhân dân").replace("tp ", "thành phố ")
}

/// Bytes as the suite shows them: letters of Latin-1.
fn legacy(case: &Case) -> Option<Question> {
    let latin1: Option<Vec<u8>> = case.input.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    // Whether Unicode is told apart: it stays as it is.
    let wanted = case.expected.as_str().unwrap_or(&case.input).to_owned();
    let bytes = latin1.filter(|_| case.encoding.as_deref() != Some("detect")).unwrap_or_else(|| case.input.clone().into_bytes());
    Some(Question::Decoded { bytes, wanted })
}

/// The text is never re-spelled, so that a rule in one spelling finds the other is what counts.
fn tone(case: &Case) -> Option<Question> {
    if case.style.as_deref() == Some("equal-key") {
        let (phrase, text) = case.input.split_once('|').expect("two words");
        return Some(Question::Phrase { phrase: phrase.into(), text: text.into(), found: case.expected == true });
    }
    Some(Question::Phrase { phrase: text(&case.expected), text: case.input.clone(), found: true })
}

/// Accents, case and marks fold away in the key of a document that is cited by its title.
fn folded(case: &Case) -> Option<Question> {
    let wanted = text(&case.expected);
    Question::record(format!("Thực hiện Đề án “{}” của tỉnh.", case.input), move |record| {
        let key = record.citations.first().map(|c| c.value.key.replace("de_an:", ""));
        equal(key.map(|k| slug(&k).replace('_', " ")), Some(wanted.clone()))
    })
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn without_unit(name: &str) -> &str {
    ["Tỉnh ", "Thành phố "].iter().find_map(|unit| name.strip_prefix(unit)).unwrap_or(name)
}

/// The id of a name: `thua_thien_hue`.
fn slug(name: &str) -> String {
    let plain: String = lower(name).nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_")
}
