//! One key for all mentions of one document, however they are spelt.

use super::{Cited, Reader};

impl Reader<'_> {
    /// `15/2020/nd-cp`; a document of the Party with its date, one of a province with the province, a law by name and year.
    pub fn key(&self, cited: &Cited) -> String {
        let code = cited.code.as_deref().map(fold);
        match (code, &cited.symbol) {
            (Some(code), Some(symbol)) => self.key_of_symbol(cited, &code, symbol),
            (Some(code), None) => format!("{}:{}", cited.kind, plain(&code)),
            (None, _) => self.key_of_name(cited),
        }
    }

    fn key_of_symbol(&self, cited: &Cited, code: &str, symbol: &str) -> String {
        let mut key = plain(code);
        let date = cited.date.as_ref().and_then(|d| d.iso());
        let is_of_party = code.split_once('-').is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
        if cited.year.is_none() && !is_of_party {
            // Numbers begin again each year.
            if let Some(year) = date.as_ref().and_then(|d| d.get(..4)) {
                key.push_str(&format!("@{year}"));
            }
        } else if is_of_party {
            // Numbers begin again each term of five years.
            if let Some(date) = &date {
                key.push_str(&format!("@{date}"));
            }
        }
        if let Some(province) = self.province(cited, symbol) {
            key.push_str(&format!("@{province}"));
        }
        key
    }

    /// The place in the issuer's name, of bodies that every province has.
    fn province(&self, cited: &Cited, _symbol: &str) -> Option<String> {
        let issuer = cited.issuer.clone()?;
        let unit = (issuer.start..issuer.end).rev().find(|t| self.has(crate::rules::citations::CitationCue::Unit, *t))?;
        let end = self.after(crate::rules::citations::CitationCue::Unit, unit)?;
        let name = self.words(end..issuer.end.max(end));
        (end < issuer.end).then(|| fold(&name))
    }

    fn key_of_name(&self, cited: &Cited) -> String {
        let title = cited.title.clone().map(|t| fold(&self.words(t))).unwrap_or_default();
        let when = match (cited.year, cited.date.as_ref().and_then(|d| d.iso())) {
            (Some(year), _) => year.to_string(),
            (None, Some(date)) => date.get(..4).unwrap_or_default().to_owned(),
            (None, None) => String::new(),
        };
        format!("{}:{title}:{when}", cited.kind)
    }
}

/// Without leading zeros.
fn plain(code: &str) -> String {
    let code = code.trim_start_matches('0');
    code.to_owned()
}

/// Lower case without accents, letters and digits joined by `_`, the marks of a symbol kept.
fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(text.len());
    for c in text.to_lowercase().nfd() {
        match c {
            'đ' => out.push('d'),
            c if c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '&') => out.push(c),
            c if c.is_whitespace() && !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    out.trim_matches('_').to_owned()
}
