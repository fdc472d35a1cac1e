//! What a pattern must not say, and what to write instead.

use std::ops::Range;

use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassAscii, ClassAsciiKind, ClassPerl, ClassPerlKind, ClassSetItem, Flag, Flags, GroupKind, Literal,
    Span, Visitor, parse::Parser, visit,
};
use regex_syntax::hir::{Hir, translate::Translator};
use unicode_normalization::char::is_combining_mark;

use crate::document::Text;

/// What is wrong at a place of a pattern, in bytes.
#[derive(Debug)]
pub(super) struct Refusal {
    pub at: Range<usize>,
    pub why: String,
}

/// Everything that is wrong with a pattern.
pub(super) fn check(pattern: &str) -> Result<(), Vec<Refusal>> {
    let ast = Parser::new().parse(pattern).map_err(|e| vec![unreadable(*e.span(), e.kind())])?;
    let Ok(refusals) = visit(&ast, Reader::default());
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let hir = Translator::new().translate(pattern, &ast).map_err(|e| vec![unreadable(*e.span(), e.kind())])?;
    useless(&hir).map_or(Ok(()), |why| Err(vec![Refusal { at: 0..pattern.len(), why: why.to_owned() }]))
}

fn unreadable(span: Span, kind: &dyn std::fmt::Display) -> Refusal {
    Refusal { at: range(span), why: format!("the pattern cannot be read: {kind}") }
}

fn range(span: Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

fn useless(hir: &Hir) -> Option<&'static str> {
    match hir.properties().minimum_len() {
        None => Some("the pattern can never match"),
        Some(0) => Some("the pattern matches where nothing stands; let it ask for at least one character"),
        Some(_) => None,
    }
}

/// Reads a pattern and notes what it must not say.
#[derive(Default)]
struct Reader {
    refusals: Vec<Refusal>,
}

impl Visitor for Reader {
    type Output = Vec<Refusal>;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<Self::Output, Self::Err> {
        Ok(self.refusals)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        match ast {
            Ast::Assertion(assertion) => self.assertion(assertion),
            Ast::ClassPerl(class) => self.class(class),
            Ast::ClassUnicode(class) => self.note(class.span, SLOW_LETTERS),
            Ast::Literal(literal) => self.literal(literal, literal.span),
            Ast::Flags(set) => self.flags(&set.flags),
            Ast::Group(group) => {
                if let GroupKind::NonCapturing(flags) = &group.kind {
                    self.flags(flags);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ClassSetItem::Perl(class) => self.class(class),
            ClassSetItem::Unicode(class) => self.note(class.span, SLOW_LETTERS),
            ClassSetItem::Literal(literal) => self.literal(literal, literal.span),
            ClassSetItem::Range(range) if is_met(range.start.c) => self.literal(&range.end, range.span),
            ClassSetItem::Range(range) => self.literal(&range.start, range.span),
            ClassSetItem::Ascii(ClassAscii { span, kind: ClassAsciiKind::Upper, .. }) => self.note(*span, LOWER_CASE),
            _ => {}
        }
        Ok(())
    }
}

const SLOW_LETTERS: &str = "classes of Unicode are slow; write the letters that you mean: '[a-zà-ỹđ]'";
const LOWER_CASE: &str = "patterns are matched in lower case, a capital letter is never met; write it small";

impl Reader {
    fn note(&mut self, span: Span, why: impl Into<String>) {
        self.refusals.push(Refusal { at: range(span), why: why.into() });
    }

    fn assertion(&mut self, assertion: &Assertion) {
        use AssertionKind::{EndLine, EndText, StartLine, StartText};
        if !matches!(assertion.kind, StartLine | EndLine | StartText | EndText) {
            self.note(assertion.span, "borders of words are slow and not needed: a match begins and ends with a word; drop it");
        }
    }

    fn class(&mut self, class: &ClassPerl) {
        let instead = match (&class.kind, class.negated) {
            (ClassPerlKind::Digit, false) => "'[0-9]'",
            (ClassPerlKind::Digit, true) => "'[^0-9]'",
            (ClassPerlKind::Word, false) => "'[a-zà-ỹđ]'",
            (ClassPerlKind::Word, true) => "'[^a-zà-ỹđ]'",
            (ClassPerlKind::Space, false) => r"' +', or '[ \n]+' where a line may end",
            (ClassPerlKind::Space, true) => r"'[^ \n]'",
        };
        self.note(class.span, format!("classes of Unicode are slow; write {instead}"));
    }

    fn literal(&mut self, literal: &Literal, span: Span) {
        if is_met(literal.c) {
            return;
        }
        let c = literal.c.to_string();
        if is_combining_mark(literal.c) {
            return self.note(span, "marks stand on their letter in a text, once normalized; write letter and marks as one character");
        }
        match Text::new(c.clone()).as_str() {
            same if same == c => self.note(span, LOWER_CASE),
            "" => self.note(span, "this character is left out of a text, once normalized; drop it"),
            other => self.note(span, format!("{c:?} is never met: in a text, once normalized, it is {other:?}; write it so")),
        }
    }

    fn flags(&mut self, flags: &Flags) {
        if flags.flag_state(Flag::CaseInsensitive) == Some(true) {
            self.note(flags.span, "letter case is slow to ignore, and patterns are matched in lower case already; drop the i");
        }
    }
}

/// Whether a normalized text in lower case may hold it.
fn is_met(c: char) -> bool {
    !is_combining_mark(c) && Text::new(c.to_string()).folded() == c.encode_utf8(&mut [0; 4])
}
