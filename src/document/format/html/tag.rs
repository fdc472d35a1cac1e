//! A page cut into texts and tags.

use memchr::{memchr, memmem};

pub(super) enum Piece<'h> {
    /// Between two tags, entities unresolved.
    Text(&'h str),
    Tag(Tag<'h>),
}

pub(super) struct Tag<'h> {
    /// In small letters.
    pub name: String,
    pub closes: bool,
    attributes: &'h str,
}

impl Tag<'_> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let lower = self.attributes.to_ascii_lowercase();
        let at = lower.find(name)? + name.len();
        let value = self.attributes[at..].trim_start().strip_prefix('=')?.trim_start();
        match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_ascii_whitespace()).next(),
        }
    }
}

/// Texts and tags in their order; comments, scripts and styles left out.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let text = &rest[..text_end(rest)];
            if !text.is_empty() {
                rest = &rest[text.len()..];
                return Some(Piece::Text(text));
            }
            if rest.is_empty() {
                return None;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = after(comment, "-->");
                continue;
            }
            let (tag, behind) = tag(rest);
            rest = if !tag.closes && is_no_text(&tag.name) { behind_closing(behind, &tag.name) } else { behind };
            return Some(Piece::Tag(tag));
        }
    })
}

/// Bytes up to the next tag or comment; a `<` before a blank or a digit is a letter like others.
fn text_end(html: &str) -> usize {
    let mut from = 0;
    while let Some(at) = memchr(b'<', &html.as_bytes()[from..]) {
        let next = html.as_bytes().get(from + at + 1);
        if next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?')) {
            return from + at;
        }
        from += at + 1;
    }
    html.len()
}

fn after<'h>(html: &'h str, mark: &str) -> &'h str {
    memmem::find(html.as_bytes(), mark.as_bytes()).map_or("", |at| &html[at + mark.len()..])
}

/// The tag that `html` begins with, and what stands behind it.
fn tag(html: &str) -> (Tag<'_>, &str) {
    let end = quoted_end(html).or_else(|| memchr(b'>', html.as_bytes())).unwrap_or(html.len());
    let inside = &html[1..end];
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name_end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
    let tag = Tag { name: inside[..name_end].to_ascii_lowercase(), closes, attributes: &inside[name_end..] };
    (tag, html.get(end + 1..).unwrap_or(""))
}

/// No tag is longer; images inside attributes are no reason to look through the page for each.
const MAX_TAG: usize = 1 << 16;

/// Where the tag ends, a `>` in quotes passed over; `None` where a quote is never closed.
fn quoted_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Elements whose content is not printed.
fn is_no_text(name: &str) -> bool {
    matches!(name, "script" | "style" | "title" | "xml" | "template" | "noscript" | "svg" | "iframe" | "object")
}

/// Behind the closing tag of an element; at the end where nothing closes it.
fn behind_closing<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = memmem::find(rest.as_bytes(), b"</") {
        rest = &rest[at + 2..];
        if rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return after(rest, ">");
        }
    }
    ""
}
