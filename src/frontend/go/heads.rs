//! The heads of a text's declarations, found by its tokens alone: most of what packages outside the project say is bodies,
//! of which nothing is asked.

use super::token::{Token, TokenKind, tokens_from};
use memchr::memchr3;
use std::ops::Range;

/// The parts of a text that say what a package offers: its clause, imports and types, and the heads of
/// functions and methods whose names are wanted, each with the line break that ends it. As in
/// [`super::token::Tokens::pieces`], a declaration starts where its keyword stands at the start of a line.
pub(super) fn heads(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut next = declaration_from(text, 0);
    while let Some((keyword, start)) = next {
        let mut declaration = Declaration::new(keyword, start);
        let mut end = start + keyword.len();
        next = None;
        for token in tokens_from(text, end).filter(|token| token.kind != TokenKind::Comment) {
            next = keyword_at(text, token.range.start);
            if next.is_some() || !declaration.looks_on() {
                break;
            }
            end = token.range.end;
            declaration.add(text, &token, &is_wanted);
        }
        next = next.or_else(|| declaration_from(text, end));
        declaration.end(text, next.map_or(text.len(), |(_, start)| start), &mut parts);
    }
    parts
}

/// The first declaration whose keyword starts at this byte or behind it, a place where no token has begun before: its
/// keyword, and where that starts.
///
/// What can hold a line break is a raw string or a comment. So a line without the first bytes of these, be they in a string, is
/// passed over as a whole, and any other is read token by token.
fn declaration_from(text: &str, from: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let mut line = from;
    loop {
        let found = keyword_at(text, line);
        if found.is_some() {
            return found;
        }
        let at = line + memchr3(b'\n', b'`', b'/', &bytes[line..])?;
        line = match bytes[at] {
            b'\n' => at + 1,
            _ => end_of_line(text, line)?,
        };
    }
}

/// Where the next line starts that no token reaches into; `None` where there is none.
fn end_of_line(text: &str, from: usize) -> Option<usize> {
    let mut before = from;
    for token in tokens_from(text, from) {
        if let Some(end) = text[before..token.range.start].find('\n') {
            return Some(before + end + 1);
        }
        before = token.range.end;
    }
    text[before..].find('\n').map(|end| before + end + 1)
}

/// The word that opens a declaration at this byte, if it starts a line there, with the byte.
fn keyword_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let may_be = bytes.get(at).is_some_and(|first| b"ftvcip".contains(first)) && (at == 0 || bytes[at - 1] == b'\n');
    let word = may_be.then(|| tokens_from(text, at).next()).flatten().map(|token| &text[token.range])?;
    matches!(word, "func" | "type" | "var" | "const" | "import" | "package").then_some((word, at))
}

/// A declaration while its tokens come by.
struct Declaration<'t> {
    keyword: &'t str,
    start: usize,
    /// Of a function, once its name was there: whether that is wanted.
    is_wanted: Option<bool>,
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
        Declaration { keyword, start, is_wanted: None, depth: 0, of_type: false, body: Body::None }
    }

    /// Whether it matters which tokens follow: of a function that may be wanted, up to the end of its body.
    fn looks_on(&self) -> bool {
        self.keyword == "func" && !matches!(self.body, Body::Closed(..)) && self.is_wanted != Some(false)
    }

    fn add(&mut self, text: &'t str, token: &Token, is_wanted: &impl Fn(&str) -> bool) {
        let at = token.range.start;
        match token.kind {
            TokenKind::Word if matches!(self.body, Body::None) => {
                let word = &text[token.range.clone()];
                // A receiver stands in parentheses before the name.
                if self.depth == 0 && self.is_wanted.is_none() {
                    self.is_wanted = Some(is_wanted(word));
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
    fn end(self, text: &str, end: usize, parts: &mut Vec<Range<usize>>) {
        let (start, body_end) = match (self.keyword, self.body) {
            ("package" | "import" | "type", _) => return parts.push(self.start..end),
            ("func", _) if self.is_wanted != Some(true) => return,
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
    use super::super::token::tokens;
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    proptest! {
        #[test]
        fn no_declaration_is_missed_and_none_found_inside_of_a_token(
            parts in prop::collection::vec(select(&[
                "func", "type", "var ", "const", "funcs", "f", "\n", "\n", "\r\n", " ", "`", "\"", "'", "\\", "/", "//", "/*", "*/", "{", "}", "(", "ß", "1",
            ][..]), 0..40),
        ) {
            let text = parts.concat();
            let is_line_start = |start: &usize| *start == 0 || text.as_bytes()[start - 1] == b'\n';
            let opens = |token: &Token| matches!(&text[token.range.clone()], "func" | "type" | "var" | "const");
            let expected: Vec<usize> = tokens(&text).filter(opens).map(|token| token.range.start).filter(is_line_start).collect();
            let all = std::iter::successors(declaration_from(&text, 0), |(word, start)| declaration_from(&text, start + word.len()));
            prop_assert_eq!(all.map(|(_, start)| start).collect::<Vec<_>>(), expected);
        }
    }

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
