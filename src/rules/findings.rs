//! The rules behind findings: one for each code.

use super::{Builder, RuleId};
use crate::record::FindingCode;

/// The ids of the findings' rules: `findings.missing_number`.
#[derive(Debug)]
pub(crate) struct FindingRules {
    ids: Vec<(FindingCode, RuleId)>,
}

const CODES: [FindingCode; 12] = [
    FindingCode::MissingNumber,
    FindingCode::IncompleteDate,
    FindingCode::KindSymbolMismatch,
    FindingCode::BreakdownMismatch,
    FindingCode::PeriodMismatch,
    FindingCode::ReferenceFromFuture,
    FindingCode::ImpossibleDate,
    FindingCode::DateConflict,
    FindingCode::MixedUnicode,
    FindingCode::LegacyEncoding,
    FindingCode::OcrSuspect,
    FindingCode::NoText,
];

impl FindingRules {
    pub fn compile(builder: &mut Builder) -> Self {
        FindingRules { ids: CODES.iter().map(|c| (*c, builder.rule(format!("findings.{}", slug(*c))))).collect() }
    }

    pub fn id(&self, code: FindingCode) -> RuleId {
        let found = self.ids.iter().find(|(c, _)| *c == code);
        found.expect("every code is in CODES").1
    }
}

fn slug(code: FindingCode) -> String {
    serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).expect("a code is a string")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_the_name_of_its_code() {
        let mut builder = Builder::default();
        let rules = FindingRules::compile(&mut builder);
        assert_eq!(*builder.names[rules.id(FindingCode::NoText).0 as usize], *"findings.no_text");
    }
}
