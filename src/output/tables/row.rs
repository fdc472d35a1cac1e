//! Rows of the tables about files: documents, links, sources. The type is the schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trichluc::record::{Grain, PlaceLevel, PlaceRole, Record, Status};

use crate::output::links::Target;
use crate::walk::Skipped;

/// One file that was read or could not be; what the document says of itself.
///
/// Primary key `doc_id`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentRow<'a> {
    /// 16 hex digits of the BLAKE3 hash of `path`.
    pub doc_id: &'a str,
    /// Relative to the input root, with `/`.
    pub path: &'a str,
    /// Whether the text could be read.
    pub status: Status,
    /// Why it could not, as a slug; else null.
    pub error_code: Option<&'a str>,
    /// By the content: `txt`, `md`, `docx`, `html`, `xlsx`, `pdf`, `doc` …
    pub format: &'a str,
    /// Of the text: `utf-8`, `utf-16le`, `utf-16be`; null when it was not to be told or the format has no choice.
    pub encoding: Option<&'a str>,
    /// The text was recognized on images: letters may be wrong.
    pub ocr: bool,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes in hex; null when they could not be read.
    pub hash: Option<&'a str>,
    /// Slug of the kind of document (`bao_cao`).
    pub kind: Option<&'a str>,
    /// Số, ký hiệu: `180/BC-STTTT`; null when the number is blank.
    pub code: Option<&'a str>,
    /// The number alone, without leading zeros.
    pub number: Option<&'a str>,
    /// The sign after the number: `BC-STTTT`.
    pub symbol: Option<&'a str>,
    /// Trích yếu.
    pub title: Option<&'a str>,
    /// The issuing body as printed.
    pub issuer: Option<&'a str>,
    /// From the place-and-date line.
    pub place: Option<&'a str>,
    /// Full ISO day or null.
    #[schemars(extend("format" = "date"))]
    pub date: Option<&'a str>,
    /// `2023-03` where the day is blank; equal to `date` where that is full.
    pub date_partial: Option<&'a str>,
    /// Kính gửi, joined by `; `; null when there is none.
    pub recipients: Option<String>,
    /// Họ và tên.
    pub signer_name: Option<&'a str>,
    /// Chức vụ.
    pub signer_position: Option<&'a str>,
    /// Quyền hạn: the line directly above the position.
    pub signer_authority: Option<&'a str>,
    /// The number or the date is blank, or DỰ THẢO is printed.
    pub draft: bool,
    /// The stretch of time that it is about: a row of the table periods.
    pub period: Option<&'a str>,
    /// First day of it, ISO.
    #[schemars(extend("format" = "date"))]
    pub period_first_day: Option<&'a str>,
    /// Last day of it, ISO, inclusive.
    #[schemars(extend("format" = "date"))]
    pub period_last_day: Option<&'a str>,
    /// How long that is; figures of different grains are never added.
    pub period_grain: Option<Grain>,
    /// The words that say so.
    pub period_text: Option<&'a str>,
    /// The first province that it concerns, among the 63 of before 1 July 2025 by its name.
    pub province: Option<&'a str>,
    /// The statistics office's code of that province, as text.
    pub province_gso: Option<&'a str>,
    /// The province of today, one of 34, that this one is or has become part of.
    pub current_province: Option<&'a str>,
    /// Code of that province, as text.
    pub current_province_gso: Option<&'a str>,
    /// Rows of this document in the table citations.
    pub citation_rows: u64,
    /// Rows of this document in the table counts.
    pub count_rows: u64,
    /// Rows of this document in the table findings.
    pub finding_rows: u64,
    /// Whether its figures are added up.
    #[serde(flatten)]
    pub standing: Standing<'a>,
}

/// Whether a document's figures are added up. The last keys of its row, since only the run knows them.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Standing<'a> {
    /// `doc_id` of the first copy in path order, when this is another.
    pub duplicate_of: Option<&'a str>,
    /// By what it is a copy.
    pub duplicate_reason: Option<CopyReason>,
    /// Its figures are added up: it was read, and is no draft and no copy of another.
    pub in_totals: bool,
}

/// By what a document is a copy of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CopyReason {
    /// The files are equal, byte for byte.
    Content,
    /// Number and sign, issuing body and full date are equal.
    Identity,
}

/// The first province that a document concerns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubjectProvince<'a> {
    pub id: Option<&'a str>,
    pub gso: Option<&'a str>,
    pub current: Option<&'a str>,
    pub current_gso: Option<&'a str>,
}

impl<'a> SubjectProvince<'a> {
    pub fn of(record: &'a Record) -> Self {
        let subjects = || record.places.iter().filter(|p| p.role == PlaceRole::Subject);
        let Some(place) = subjects().find(|p| p.level == PlaceLevel::Province).or_else(|| subjects().find(|p| p.province.is_some())) else {
            return SubjectProvince::default();
        };
        let is_province = place.level == PlaceLevel::Province;
        SubjectProvince {
            id: if is_province { Some(&place.id) } else { place.province.as_deref() },
            gso: if is_province { place.gso.as_deref() } else { place.province_gso.as_deref() },
            current: place.current_province.as_deref(),
            current_gso: place.current_province_gso.as_deref(),
        }
    }
}

impl<'a> DocumentRow<'a> {
    /// The row of a document that is no copy.
    pub fn new(record: &'a Record, province: SubjectProvince<'a>, period_key: Option<&'a str>) -> Self {
        let (source, header, period) = (&record.source, &record.header, record.period.as_ref());
        DocumentRow {
            doc_id: &record.id,
            path: &source.path,
            status: record.status,
            error_code: record.error.as_ref().map(|e| e.code.as_str()),
            format: &source.format,
            encoding: source.encoding.as_deref(),
            ocr: source.ocr,
            bytes: source.bytes,
            hash: source.hash.as_deref(),
            kind: header.kind.as_deref(),
            code: header.code.as_deref(),
            number: header.number.as_deref(),
            symbol: header.symbol.as_deref(),
            title: header.title.as_deref(),
            issuer: header.issuer.as_deref(),
            place: header.place.as_deref(),
            date: header.date.as_deref(),
            date_partial: header.date_partial.as_deref(),
            recipients: (!header.recipients.is_empty()).then(|| header.recipients.join("; ")),
            signer_name: header.signer.name.as_deref(),
            signer_position: header.signer.position.as_deref(),
            signer_authority: header.signer.authority.as_deref(),
            draft: header.draft,
            period: period_key,
            period_first_day: period.map(|p| p.first_day.as_str()),
            period_last_day: period.map(|p| p.last_day.as_str()),
            period_grain: period.map(|p| p.grain),
            period_text: period.map(|p| p.text.as_str()),
            province: province.id,
            province_gso: province.gso,
            current_province: province.current,
            current_province_gso: province.current_gso,
            citation_rows: record.citations.len() as u64,
            count_rows: record.counts.len() as u64,
            finding_rows: record.findings.len() as u64,
            standing: Standing::original(record),
        }
    }
}

impl<'a> Standing<'a> {
    /// Of a document that is no copy.
    pub fn original(record: &Record) -> Self {
        let in_totals = record.status == Status::Ok && !record.header.draft;
        Standing { duplicate_of: None, duplicate_reason: None, in_totals }
    }

    /// Of a copy.
    pub fn copy(of: &'a str, reason: CopyReason) -> Self {
        Standing { duplicate_of: Some(of), duplicate_reason: Some(reason), in_totals: false }
    }
}

/// Which document of this run a citation means. Only what is certain: a citation without a row may still mean one of them.
///
/// Primary key `doc_id`, `ordinal`: a row of the table citations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkRow<'a> {
    /// The citing document.
    pub doc_id: &'a str,
    /// Index of the citation in the record of the citing document.
    pub ordinal: u32,
    /// Of the citation.
    pub key: &'a str,
    /// The cited document; of copies, the first in path order.
    pub target_doc_id: &'a str,
    /// What the two have in common.
    pub basis: LinkBasis,
}

impl<'a> LinkRow<'a> {
    pub fn new(doc_id: &'a str, ordinal: u32, key: &'a str, target: Target<'a>) -> Self {
        LinkRow { doc_id, ordinal, key, target_doc_id: target.id, basis: target.basis }
    }
}

/// What a citation and the document that it means have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkBasis {
    /// Number and sign, and the full date.
    CodeDate,
    /// Number and sign; the citation has no full date, and no other document of this run bears them and fits its issuing body.
    Code,
}

/// Every file that was seen, and what became of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceRow<'a> {
    /// Relative to the input root, with `/`.
    pub path: &'a str,
    /// Null for a skipped file: it has no record.
    pub doc_id: Option<&'a str>,
    /// What became of it.
    pub status: SourceStatus,
    /// Why it was skipped or could not be read, as a slug; else null.
    pub code: Option<&'a str>,
    /// What happened and what to do; else null.
    pub message: Option<&'a str>,
    /// `txt`, `md`; null for a skipped file.
    pub format: Option<&'a str>,
    /// Of the text; null when it was not to be told.
    pub encoding: Option<&'a str>,
    /// Size of the file in bytes; null for a skipped file.
    pub bytes: Option<u64>,
    /// BLAKE3 of the bytes in hex; null when they were not read.
    pub hash: Option<&'a str>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// Read.
    Ok,
    /// Without text.
    Empty,
    /// Not readable.
    Failed,
    /// No document.
    Skipped,
}

impl<'a> SourceRow<'a> {
    pub fn read(record: &'a Record) -> Self {
        let status = match record.status {
            Status::Ok => SourceStatus::Ok,
            Status::Empty => SourceStatus::Empty,
            Status::Failed => SourceStatus::Failed,
        };
        SourceRow {
            path: &record.source.path,
            doc_id: Some(&record.id),
            status,
            code: record.error.as_ref().map(|e| e.code.as_str()),
            message: record.error.as_ref().map(|e| e.message.as_str()),
            format: Some(&record.source.format),
            encoding: record.source.encoding.as_deref(),
            bytes: Some(record.source.bytes),
            hash: record.source.hash.as_deref(),
        }
    }

    pub fn skipped(skipped: &'a Skipped) -> Self {
        SourceRow {
            path: &skipped.path,
            doc_id: None,
            status: SourceStatus::Skipped,
            code: Some(&skipped.code),
            message: Some(&skipped.message),
            format: None,
            encoding: None,
            bytes: None,
            hash: None,
        }
    }
}
