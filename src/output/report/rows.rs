//! What the page needs of each table's rows.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Document {
    pub doc_id: String,
    pub path: String,
    pub status: String,
    pub error_code: Option<String>,
    pub ocr: bool,
    pub format: String,
    pub kind: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub issuer: Option<String>,
    pub date: Option<String>,
    pub date_partial: Option<String>,
    pub draft: bool,
    pub period_first_day: Option<String>,
    pub period_last_day: Option<String>,
    pub period_grain: Option<String>,
    pub province: Option<String>,
    pub current_province: Option<String>,
    pub duplicate_of: Option<String>,
    pub in_totals: bool,
}

/// Where a mention stands.
#[derive(Debug, Deserialize)]
pub struct At {
    pub char_start: u32,
    pub char_end: u32,
    pub line: u32,
    pub section: String,
}

#[derive(Debug, Deserialize)]
pub struct Count {
    pub measure: String,
    pub value: i64,
    pub value_max: Option<i64>,
    pub value_of: Option<i64>,
    pub modifier: String,
    pub per: Option<String>,
    pub role: String,
    pub in_totals: bool,
}

#[derive(Debug, Deserialize)]
pub struct Citation {
    pub key: String,
    pub role: String,
}

#[derive(Debug, Deserialize)]
pub struct Finding {
    pub code: String,
    pub severity: String,
    pub message: String,
}

#[derive(Debug, Deserialize)]
pub struct Topic {
    pub topic: String,
    pub main: bool,
    pub hits: u32,
}

#[derive(Debug, Deserialize)]
pub struct Cited {
    pub key: String,
    pub kind: String,
    pub code: Option<String>,
    pub date: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub in_archive: bool,
    pub target_doc_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Source {
    pub path: String,
    pub status: String,
    pub code: Option<String>,
    pub message: Option<String>,
}
