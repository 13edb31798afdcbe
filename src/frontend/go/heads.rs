//! The heads of a text's declarations, found by its tokens alone: most of what packages outside the project say is bodies,
//! of which nothing is asked.

use super::token::{Token, TokenKind, tokens};
use std::ops::Range;

/// The parts of a text that say what a package offers: its clause, imports and types, and the heads of
/// functions and methods whose names are wanted, each with the line break that ends it. As in
/// [`super::token::Tokens::pieces`], a declaration starts where its keyword stands at the start of a line.
pub(super) fn heads(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open: Option<Declaration<'_>> = None;
    for token in tokens(text).filter(|token| token.kind != TokenKind::Comment) {
        let start = token.range.start;
        let at_line_start = start == 0 || text.as_bytes()[start - 1] == b'\n';
        if let Some(keyword) = keyword(text, &token).filter(|_| at_line_start) {
            open.into_iter().for_each(|declaration| declaration.end(text, start, &is_wanted, &mut parts));
            open = Some(Declaration::new(keyword, start));
        } else if let Some(declaration) = &mut open {
            declaration.add(text, &token);
        }
    }
    open.into_iter().for_each(|declaration| declaration.end(text, text.len(), &is_wanted, &mut parts));
    parts
}

/// The word that the token is, if it opens a declaration.
fn keyword<'t>(text: &'t str, token: &Token) -> Option<&'t str> {
    let word = Some(&text[token.range.clone()]).filter(|_| token.kind == TokenKind::Word);
    word.filter(|word| matches!(*word, "func" | "type" | "var" | "const" | "import" | "package"))
}

/// A declaration while its tokens come by.
struct Declaration<'t> {
    keyword: &'t str,
    start: usize,
    /// Of a function: its name, once it was there.
    name: Option<&'t str>,
    /// How many groups are open.
    depth: usize,
    /// The last token is `struct` or `interface`: a brace after it is a type's.
    of_type: bool,
    body: Body,
}

/// Where the body of a function is.
#[derive(Clone, Copy)]
enum Body {
    /// Not seen yet.
    None,
    /// It starts behind the brace at the first byte; the second: the last closing brace since.
    Open(usize, Option<usize>),
    /// Its braces.
    Closed(usize, usize),
}

impl<'t> Declaration<'t> {
    fn new(keyword: &'t str, start: usize) -> Declaration<'t> {
        Declaration { keyword, start, name: None, depth: 0, of_type: false, body: Body::None }
    }

    fn add(&mut self, text: &'t str, token: &Token) {
        if self.keyword != "func" || matches!(self.body, Body::Closed(..)) {
            return;
        }
        let at = token.range.start;
        match token.kind {
            TokenKind::Word if matches!(self.body, Body::None) => {
                let word = &text[token.range.clone()];
                // A receiver stands in parentheses before the name.
                if self.depth == 0 && self.name.is_none() {
                    self.name = Some(word);
                }
                self.of_type = matches!(word, "struct" | "interface");
                return;
            }
            TokenKind::Mark(b'{') if self.depth == 0 && !self.of_type && matches!(self.body, Body::None) => {
                self.body = Body::Open(at, None);
                self.depth = 1;
            }
            TokenKind::Mark(b'(' | b'[' | b'{') => self.depth += 1,
            TokenKind::Mark(mark @ (b')' | b']' | b'}')) => {
                self.depth = self.depth.saturating_sub(1);
                if let Body::Open(start, last) = &mut self.body {
                    if mark == b'}' {
                        *last = Some(at);
                    }
                    if self.depth == 0 {
                        self.body = Body::Closed(*start, at);
                    }
                }
            }
            _ => {}
        }
        self.of_type = false;
    }

    /// The next declaration starts at `end`, or the text ends there.
    fn end(self, text: &str, end: usize, is_wanted: &impl Fn(&str) -> bool, parts: &mut Vec<Range<usize>>) {
        let (start, body_end) = match (self.keyword, self.body) {
            ("package" | "import" | "type", _) => return parts.push(self.start..end),
            ("func", _) if !self.name.is_some_and(is_wanted) => return,
            ("func", Body::None) => return parts.push(self.start..end),
            ("func", Body::Open(start, last)) => (start, last.unwrap_or(end)),
            ("func", Body::Closed(start, last)) => (start, last),
            _ => return,
        };
        parts.push(self.start..start);
        let line_end = text[body_end..end].find('\n').map(|at| body_end + at);
        parts.extend(line_end.map(|at| at..at + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        heads(text, |name| name != "out").into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn bodies_and_what_is_not_wanted_are_left_out() {
        let text = "// c\npackage p\nimport \"x\"\nvar v = f()\ntype T struct { a int }\nfunc (t *T) In() int { return 1 } // d\n\
            func out() {}\nfunc asm(a int) bool\nconst c = 1\n";
        let heads = "package p\nimport \"x\"\ntype T struct { a int }\nfunc (t *T) In() int \nfunc asm(a int) bool\n";
        assert_eq!(shown(text), heads);
    }

    #[test]
    fn braces_of_types_are_no_bodies() {
        let text = "func F[P interface{ M() }](g struct{ a int }) (struct{ b []int }, interface{}) {\n\tvar s = \"}\" // }\n\tif s == `{` {\n\t}\n}\n";
        assert_eq!(shown(text), "func F[P interface{ M() }](g struct{ a int }) (struct{ b []int }, interface{}) \n");
    }

    #[test]
    fn a_broken_body_ends_with_its_last_brace() {
        assert_eq!(shown("func f() {\n\tif x {\n}\nfunc g() int {\n z("), "func f() \nfunc g() int ");
    }
}
