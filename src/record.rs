//! The record: what one document becomes. The type is the schema.

mod located;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the record's form; raised when a field changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// What one document says of itself, cites, counts, is about, and where a careful clerk would stop.
///
/// One JSON object, a line of `records.jsonl`. Every key is always there:
/// `null` or `[]` where there is nothing. It depends on the document and the
/// rules alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// [`SCHEMA_VERSION`].
    pub schema: u32,
    /// 16 hex digits of the BLAKE3 hash of `source.path`: stable when the content changes.
    pub id: String,
    /// The file that it was read from.
    pub source: Source,
    /// Whether the text could be read.
    pub status: Status,
    /// Why it could not, else null.
    pub error: Option<Failure>,
    /// The document's own identity.
    pub header: Header,
    /// The stretch of time that the report or plan is about.
    pub period: Option<Period>,
    /// Other documents that this one names, in the order of the text.
    pub citations: Vec<Located<Citation>>,
    /// Numbers that a dashboard adds up, in the order of the text.
    pub counts: Vec<Located<Count>>,
    /// What it is about, the heaviest first.
    pub topics: Vec<Located<Topic>>,
    /// Provinces, districts and communes named.
    pub places: Vec<Place>,
    /// What a careful clerk would notice.
    pub findings: Vec<Located<Finding>>,
    /// The words around the mentions, where [`Pipeline::with_passages`](crate::Pipeline::with_passages) asked for them; not in the JSON.
    #[serde(skip)]
    #[schemars(skip)]
    pub passages: Vec<Passage>,
}

/// A stretch of the text around mentions: at most their sentence, for a reader who has not the document at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// Unicode code points of the text before it, as in the mentions.
    pub char_start: u32,
    /// 1-based line of `char_start`.
    pub line: u32,
    /// The words as they stand there, line breaks kept.
    pub text: String,
}

/// The file that a record was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Relative to the input root, with `/`; of a file in an archive `archive.zip!inner/name.docx`.
    pub path: String,
    /// By the content: `txt`, `md`, `docx`, `html`, `xlsx`, `pdf`, `doc`; of a file that could not be read also `rtf`, `ole`, `zip`.
    pub format: String,
    /// `utf-8`, `utf-16le`, `utf-16be`, `tcvn3`, `vni`, `viscii`, `windows-1258`; `utf-8+tcvn3`, `utf-8+vni` … where letters for
    /// an old font were repaired, of a format that has no choice `tcvn3`, `vni` alone; null when it was not to be told or the
    /// format has no choice.
    pub encoding: Option<String>,
    /// The text was recognized on images by the command of `--ocr`: letters may be wrong.
    pub ocr: bool,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes in hex; null when they could not be read.
    pub hash: Option<String>,
}

/// Whether a document could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read.
    Ok,
    /// No text, as a scan with only a signature stamp.
    Empty,
    /// Not readable: see `error`.
    Failed,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// A slug, for counting: `unknown_encoding`, `binary`, `unreadable`, `no_reader`, `damaged`, `encrypted`, `no_text_layer`, `ocr_failed`, `no_word_tool`,
    /// `reader_panic`, `bad_input` (what should be a path and content is not), and of a file over a limit its name: `input_limit`, `unpacked_limit`, `ratio_limit`, `text_limit`, `depth_limit`, `entries_limit`,
    /// `archive_limit`, `time_limit`.
    pub code: String,
    /// What happened and what to do, for a reader.
    pub message: String,
}

/// A value with the place where it was found and the rule that found it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct Located<T> {
    /// Where.
    #[serde(flatten)]
    pub at: Location,
    /// What.
    #[serde(flatten)]
    pub value: T,
}

/// Where something stands in the decoded source text, before any normalization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The words as they stand there, line breaks kept.
    pub text: String,
    /// Unicode code points before the first in what `trichluc text` prints: the decoded file without its byte-order mark, letters of
    /// old fonts repaired.
    pub char_start: u32,
    /// Unicode code points before the end: `source[char_start:char_end] == text` in Python.
    pub char_end: u32,
    /// 1-based line of `char_start`; only `\n` ends a line.
    pub line: u32,
    /// Part of the document.
    pub section: Section,
    /// Id of the rule that found it.
    pub rule: Arc<str>,
}

/// Part of a document, after Nghị định 30/2020/NĐ-CP, Điều 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Quốc hiệu, cơ quan, số, địa danh và ngày, tên loại, trích yếu.
    Header,
    /// Kính gửi.
    Recipients,
    /// Nội dung.
    Body,
    /// A note at the foot of a page, also where it stands in mid-page.
    Footnote,
    /// Gửi kèm.
    Attachments,
    /// Nơi nhận.
    Distribution,
    /// Quyền hạn, chức vụ, họ tên.
    Signature,
}

/// The document's own identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// Slug of the kind (`bao_cao`); a letter without a printed kind is `cong_van`.
    pub kind: Option<String>,
    /// Số, ký hiệu in normal form: `180/BC-STTTT`; null when the number is blank.
    pub code: Option<String>,
    /// The number alone, without leading zeros.
    pub number: Option<String>,
    /// The sign after the number: `BC-STTTT`.
    pub symbol: Option<String>,
    /// Trích yếu, joined by single spaces.
    pub title: Option<String>,
    /// The issuing body as printed or named in the text.
    pub issuer: Option<String>,
    /// From the place-and-date line.
    pub place: Option<String>,
    /// Full ISO day or null.
    pub date: Option<String>,
    /// `2023-03` where the day is blank; equal to `date` where that is full.
    pub date_partial: Option<String>,
    /// Kính gửi.
    pub recipients: Vec<String>,
    /// Who signed.
    pub signer: Signer,
    /// The number or the date is blank, or DỰ THẢO is printed.
    pub draft: bool,
}

/// Who signed: `Ngô Đình Tiến`, `PHÓ GIÁM ĐỐC`, `KT. GIÁM ĐỐC`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Họ và tên.
    pub name: Option<String>,
    /// Chức vụ.
    pub position: Option<String>,
    /// Quyền hạn: the line directly above the position.
    pub authority: Option<String>,
}

/// The stretch of time that a document is about; both days inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// ISO day.
    pub first_day: String,
    /// ISO day, inclusive.
    pub last_day: String,
    /// How long it is; totals of different grains are never added.
    pub grain: Grain,
    /// The words that say so.
    pub text: String,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Grain {
    Week,
    Month,
    Quarter,
    Half,
    NineMonths,
    Year,
    Range,
}

/// A document that this one names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The kind that is written, else the one that the symbol says, else `van_ban`.
    pub kind: String,
    /// Số, ký hiệu in normal form: no spaces, real `Đ`; null for a law cited by name.
    pub code: Option<String>,
    /// With letter suffix and dot, without leading zeros: `1249a`, `66.17`.
    pub number: Option<String>,
    /// The sign after number and year: `NĐ-CP`.
    pub symbol: Option<String>,
    /// From the code (`15/2020/NĐ-CP`) or the words (`năm 2021`).
    pub year: Option<i32>,
    /// The cited document's own date: full ISO day or null.
    pub date: Option<String>,
    /// `2023-03`, `2023`; equal to `date` where that is full.
    pub date_partial: Option<String>,
    /// As written, also where the head of a list says it.
    pub issuer: Option<String>,
    /// Quoted title, name of the law, or the subject that follows.
    pub title: Option<String>,
    /// Điều, khoản, điểm of it.
    pub provision: Option<Provision>,
    /// What this document does with it.
    pub role: CitationRole,
    /// Equal for all mentions of one document, in this record and in others.
    pub key: String,
}

/// A place in a law: `điểm a khoản 2 Điều 9`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provision {
    /// Điều.
    pub article: Option<String>,
    /// Khoản.
    pub clause: Option<String>,
    /// Điểm.
    pub point: Option<String>,
}

/// What a document does with one that it cites. The first that fits, in the
/// order attached, amended, basis, issued, mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CitationRole {
    /// Căn cứ, Thực hiện, Theo, Triển khai at the head of a sentence.
    Basis,
    /// Reported as issued.
    Issued,
    /// Gửi kèm, đính kèm.
    Attached,
    /// Sửa đổi, thay thế, bãi bỏ.
    Amended,
    /// Named in passing.
    Mentioned,
}

/// A number of counted things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// Id of the measure: `articles`, `fines`, `cases` …
    pub measure: String,
    /// Things, or đồng.
    pub value: i64,
    /// Upper end of a range, else null.
    pub max: Option<i64>,
    /// The whole in a done-of-all figure (341/360 vụ), else null.
    pub of: Option<i64>,
    /// The counted thing as written; null where it stands nowhere near.
    pub unit: Option<String>,
    /// How exact the figure claims to be.
    pub modifier: Modifier,
    /// The unit of time of a rate, else null.
    pub per: Option<Per>,
    /// Whether it may be added up: only `total` may.
    pub role: CountRole,
    /// Of money, what for, else null.
    pub purpose: Option<Purpose>,
    /// Index into `counts` of the whole that this is a part of, else null.
    pub part_of: Option<u32>,
}

/// How exact a figure claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// No word of approximation.
    Exact,
    /// khoảng, gần, xấp xỉ.
    About,
    /// trên, hơn, quá.
    MoreThan,
    /// dưới, chưa đến.
    LessThan,
    /// ít nhất, tối thiểu, từ … trở lên.
    AtLeast,
    /// không quá, tối đa.
    AtMost,
}

/// The unit of time of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Per {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Session,
}

/// Whether a figure may be added up. A dashboard that adds `total` without a rate counts nothing twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountRole {
    /// A reported result in its own right.
    Total,
    /// A subset of another count, or a later stage of what was counted.
    Part,
    /// A single illustrative case.
    Example,
    /// In a quoted or listed headline: not a result of the reporter.
    Quoted,
    /// The same figure of the same thing said again.
    Repeat,
    /// What a plan, a rule or a request sets.
    Target,
    /// A figure of an earlier period, for comparison.
    Baseline,
    /// A running total that began before the period.
    Cumulative,
}

/// What money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Purpose {
    Budget,
    Damage,
    Goods,
    Support,
    Recovered,
    Fee,
    Tax,
    Revenue,
    Other,
}

/// What a document is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// Id of the topic.
    pub topic: String,
    /// The document is about it; else it is named in passing.
    pub main: bool,
    /// Mentions.
    pub hits: u32,
    /// Weight of the mentions by section, in the share of all topics' weight, 0 to 1.
    pub score: f64,
    /// What the score is made of; not in the JSON.
    #[serde(skip)]
    #[schemars(skip)]
    pub parts: TopicParts,
}

/// Weight of a topic's words by where they stand: in title, headings, body, and in footnotes or titles of other documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TopicParts {
    /// In the document's own title.
    pub title: f64,
    /// In headings of the body.
    pub headings: f64,
    /// In the body.
    pub body: f64,
    /// In footnotes and titles of cited documents.
    pub asides: f64,
}

/// A province, district or commune that the document concerns or names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Slug; of a district with its province: `bac_giang/luc_ngan`.
    pub id: String,
    /// Level of the unit.
    pub level: PlaceLevel,
    /// Name without the word for the unit.
    pub name: String,
    /// The statistics office's code, as text; null where it has none.
    pub gso: Option<String>,
    /// Its province among the 63 of before 1 July 2025; null where that is not to be told.
    pub province: Option<String>,
    /// Code of that province.
    pub province_gso: Option<String>,
    /// Its province among the 34 of since then (Nghị quyết 202/2025/QH15).
    pub current_province: Option<String>,
    /// Code of that province (Quyết định 19/2025/QĐ-TTg).
    pub current_province_gso: Option<String>,
    /// Whether the document concerns it.
    pub role: PlaceRole,
    /// Mentions; 0 for the province of a district that is named alone.
    pub hits: u32,
    /// Where.
    pub mentions: Vec<Location>,
}

/// Level of an administrative unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PlaceLevel {
    Province,
    District,
    Commune,
}

/// Whether a document concerns a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRole {
    /// It concerns it or comes from it.
    Subject,
    /// It names it.
    Mentioned,
}

/// What a careful clerk would notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// What was seen, with the figures.
    pub message: String,
}

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The document's own number is blank.
    MissingNumber,
    /// The document's own date is blank.
    IncompleteDate,
    /// Quyết định số 55/KH-UBND.
    KindSymbolMismatch,
    /// The parts do not add up to the whole.
    BreakdownMismatch,
    /// The title says one year, the closing another.
    PeriodMismatch,
    /// A cited document is dated after this one.
    ReferenceFromFuture,
    /// 31/02.
    ImpossibleDate,
    /// One document cited with two dates.
    DateConflict,
    /// Decomposed or look-alike letters were met.
    MixedUnicode,
    /// The file is in a Vietnamese encoding of before Unicode, or parts of it are for a font of one.
    LegacyEncoding,
    /// The text has the marks of bad character recognition.
    OcrSuspect,
    /// There is no text.
    NoText,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// To know.
    Info,
    /// To look after.
    Warning,
}
