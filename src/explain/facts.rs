//! Header and period: what a document has one of.

use trichluc::Record;

/// Name and value of each fact that was found.
pub fn facts(record: &Record) -> Vec<(&'static str, String)> {
    let h = &record.header;
    let recipients = (!h.recipients.is_empty()).then(|| h.recipients.join(" | "));
    let fields = [
        ("kind", h.kind.clone()),
        ("code", h.code.clone().or_else(|| h.symbol.as_ref().map(|s| format!("/{s} (no number)")))),
        ("title", h.title.clone()),
        ("issuer", h.issuer.clone()),
        ("place", h.place.clone()),
        ("date", h.date.clone().or_else(|| h.date_partial.clone())),
        ("recipients", recipients),
        ("signer", h.signer.name.clone()),
        ("position", h.signer.position.clone()),
        ("authority", h.signer.authority.clone()),
        ("draft", h.draft.then(|| "number or date is blank, or the document says so".to_owned())),
    ];
    let mut all: Vec<_> = fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    all.extend(
        record.period.as_ref().map(|p| ("period", format!("{} to {}, {} “{}”", p.first_day, p.last_day, super::word(p.grain), p.text))),
    );
    all
}
