//! Comments, which syn drops: directives, and the mark of generated code.

use crate::facts::{Directive, parse as parse_directive};
use crate::source::{Line, LineIndex, Span};
use ra_ap_rustc_lexer::TokenKind;

/// Lines in which the mark of generated code is looked for.
const HEADER_LINES: usize = 20;

/// The comments of a file, gathered token by token.
#[derive(Default)]
pub(super) struct Comments<'t> {
    found: Vec<Comment<'t>>,
    /// Comments of `found` from here on wait for the code that they speak of.
    pending: usize,
    /// Nothing but white space and comments stands on this line so far.
    code_on_line: bool,
    lines: usize,
    attribute: Attribute,
}

/// Attributes are passed over like comments.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Attribute {
    #[default]
    Outside,
    /// After `#` or `#!`.
    Opening,
    /// Inside so many brackets.
    Inside(usize),
}

struct Comment<'t> {
    text: &'t str,
    start: usize,
    own_line: bool,
    header: bool,
    /// First byte of the code that an own-line comment speaks of.
    target: Option<usize>,
}

impl<'t> Comments<'t> {
    /// Takes the next token; tokens come in order, white space included. `start` is its first byte.
    pub(super) fn token(&mut self, kind: TokenKind, text: &'t str, start: usize) {
        let comment = matches!(kind, TokenKind::LineComment { .. } | TokenKind::BlockComment { .. });
        if comment {
            let own_line = !self.code_on_line;
            self.found.push(Comment { text, start, own_line, header: self.lines < HEADER_LINES, target: None });
        }
        if comment || kind == TokenKind::Whitespace {
            let breaks = text.bytes().filter(|byte| *byte == b'\n').count();
            self.lines += breaks;
            self.code_on_line &= breaks == 0;
            return;
        }
        self.code_on_line = true;
        if !self.in_attribute(kind) && self.pending < self.found.len() {
            for waiting in &mut self.found[self.pending..] {
                waiting.target = Some(start);
            }
            self.pending = self.found.len();
        }
    }

    /// Whether the file says that a program wrote it.
    pub(super) fn generated(&self) -> bool {
        let mark = |text: &str| text.contains("@generated") || (text.contains("Code generated ") && text.contains("DO NOT EDIT"));
        self.found.iter().any(|comment| comment.header && mark(comment.text))
    }

    /// The comments that speak to the tool.
    pub(super) fn directives(&self, text: &str) -> Vec<Directive> {
        let mut index = None;
        let found = self.found.iter().filter_map(|comment| Some((comment, parse_directive(comment.text)?)));
        found
            .map(|(comment, kind)| {
                let index = index.get_or_insert_with(|| LineIndex::new(text));
                let span = Span::new(comment.start, comment.start + comment.text.len());
                let line = index.line(span.start);
                let code = comment.target.filter(|_| comment.own_line);
                let applies_to = code.map_or(line, |at| index.line(Span::new(at, at).start));
                let target = index.line_span(applies_to, text).unwrap_or(span);
                Directive { kind, span, line: Line(line), own_line: comment.own_line, applies_to: Line(applies_to), target }
            })
            .collect()
    }

    fn in_attribute(&mut self, kind: TokenKind) -> bool {
        self.attribute = match (self.attribute, kind) {
            (Attribute::Outside, TokenKind::Pound) => Attribute::Opening,
            (Attribute::Opening, TokenKind::Bang) => Attribute::Opening,
            (Attribute::Opening, TokenKind::OpenBracket) => Attribute::Inside(1),
            (Attribute::Inside(depth), TokenKind::OpenBracket) => Attribute::Inside(depth + 1),
            (Attribute::Inside(1), TokenKind::CloseBracket) => {
                self.attribute = Attribute::Outside;
                return true;
            }
            (Attribute::Inside(depth), TokenKind::CloseBracket) => Attribute::Inside(depth - 1),
            (Attribute::Inside(depth), _) => Attribute::Inside(depth),
            _ => Attribute::Outside,
        };
        self.attribute != Attribute::Outside
    }
}

#[cfg(test)]
mod tests {
    use crate::frontend::rust::lex::outline;

    #[test]
    fn a_comment_on_its_own_line_speaks_of_the_code_under_it() {
        let text = "// one\n\n#[x = \"]\"]\n/// two\n#![y[z]]\nfn f() { // three\n  a /* four */; /* five */ b\n}\n/* six */ c // seven";
        let comments = outline(text).comments;
        let shown: Vec<_> = comments
            .found
            .iter()
            .map(|comment| {
                (comment.text, comment.own_line, comment.target.map(|at| text[at..].split([' ', '\n']).next().unwrap_or_default()))
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("// one", true, Some("fn")),
                ("/// two", true, Some("fn")),
                ("// three", false, Some("a")),
                ("/* four */", false, Some(";")),
                ("/* five */", false, Some("b")),
                ("/* six */", true, Some("c")),
                ("// seven", false, None),
            ]
        );
    }

    #[test]
    fn a_string_after_a_hash_is_a_string() {
        let comments = outline("m!(#\"// a\", ##\"// b\"); // c").comments;
        assert_eq!(comments.found.iter().map(|comment| comment.text).collect::<Vec<_>>(), ["// c"]);
    }
}
