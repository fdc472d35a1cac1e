//! Whether a text is nothing but a signature stamp: what a scan gives where no characters were recognized.

use super::Document;
use crate::rules::RuleSet;
use crate::rules::stamp::StampLabel;

/// More lines than this are no stamp.
const MAX_LINES: usize = 24;

/// True where every line is a label of a stamp or goes on with the line before it.
pub(crate) fn is_stamp_only(document: &Document, rules: &RuleSet) -> bool {
    let lines = &document.layout.lines;
    if lines.len() > MAX_LINES {
        return false;
    }
    let whole = 0..document.tokens.len();
    let labels = &rules.stamp.labels;
    let has = |label| labels.within(document, label, whole.clone()).is_some();
    has(StampLabel::Signer) && has(StampLabel::Time) && follows_labels(document, rules)
}

fn follows_labels(document: &Document, rules: &RuleSet) -> bool {
    let all = [StampLabel::Signer, StampLabel::Time, StampLabel::Other];
    let begins = |token| all.iter().any(|l| rules.stamp.labels.at(document, *l, token).is_some());
    let mut labelled = false;
    document.layout.lines.iter().all(|line| {
        let is_label = begins(line.tokens.start);
        let goes_on = labelled && !is_label;
        labelled = is_label;
        is_label || goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_stamp(text: &str) -> bool {
        let rules = RuleSet::builtin().expect("built-in rules");
        is_stamp_only(&Document::new(text.into(), &rules), &rules)
    }

    #[test]
    fn labels_alone_are_a_stamp() {
        assert!(is_stamp("Người ký: Văn phòng Ủy ban\nEmail: vp@tinh.gov.vn\nCơ quan: Tỉnh Y\nThời gian ký: 28.04.2026 15:49:15 +07:00\n"));
    }

    #[test]
    fn a_stamp_on_a_document_is_a_document() {
        assert!(!is_stamp("Người ký: Văn phòng\nThời gian ký: 28.04.2026\nKẾ HOẠCH\nTuyên truyền năm 2026\nThực hiện Kế hoạch số 5\n"));
    }
}
