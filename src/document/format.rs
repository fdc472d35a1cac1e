//! What kind of file it is.

/// Slug of the format by the ending of a name: `md`, else `txt`.
pub(crate) fn format(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ending.eq_ignore_ascii_case("md") { "md" } else { "txt" }
}
