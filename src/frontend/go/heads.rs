//! The heads of a text's declarations, found by its tokens alone: most of what packages outside the project say is bodies,
//! of which nothing is asked.

use super::token::{Token, TokenKind, tokens_from};
use memchr::memchr3;
use std::ops::Range;

/// What a head declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declares<'t> {
    /// The file's package or its imports, or several types in parentheses.
    Several,
    Type(&'t str),
    Function(&'t str),
    /// A method of the type of this name.
    MethodOf(&'t str),
}

/// The head of a declaration.
pub(super) struct Head<'t> {
    pub(super) declares: Declares<'t>,
    /// Its bytes: of a function all but the body.
    pub(super) range: Range<usize>,
}

/// The heads that say what a package offers: its clause, imports and types, and of functions and methods those
/// whose names are wanted. As in [`super::token::Tokens::pieces`], a declaration starts where its keyword stands at the
/// start of a line.
pub(super) fn heads(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<Head<'_>> {
    let mut heads = Vec::new();
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
        heads.extend(declaration.end(next.map_or(text.len(), |(_, start)| start)));
    }
    heads
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
    /// Of a type or function: its name, once it was there.
    name: Option<&'t str>,
    /// Of a method: the last word of its receiver so far, but for type parameters.
    owner: Option<&'t str>,
    /// Nothing that it declares is wanted.
    is_unwanted: bool,
    /// How many groups are open.
    depth: usize,
    /// One of them is in brackets.
    in_brackets: bool,
    /// The last token is `struct` or `interface`: a brace after it is a type's.
    of_type: bool,
    /// Where a function's body starts.
    body: Option<usize>,
    /// It is one of several in parentheses.
    is_group: bool,
}

impl<'t> Declaration<'t> {
    fn new(keyword: &'t str, start: usize) -> Declaration<'t> {
        Declaration {
            keyword,
            start,
            name: None,
            owner: None,
            is_unwanted: false,
            depth: 0,
            in_brackets: false,
            of_type: false,
            body: None,
            is_group: false,
        }
    }

    /// Whether it matters which tokens follow: of a type the first, of a function that may be wanted those up to its body.
    fn looks_on(&self) -> bool {
        match self.keyword {
            "type" => self.name.is_none() && !self.is_group,
            "func" => self.body.is_none() && !self.is_unwanted,
            _ => false,
        }
    }

    fn add(&mut self, text: &'t str, token: &Token, is_wanted: &impl Fn(&str) -> bool) {
        let at = token.range.start;
        match token.kind {
            TokenKind::Word => {
                let word = &text[token.range.clone()];
                match (self.name, self.depth) {
                    (None, 0) => {
                        self.name = Some(word);
                        self.is_unwanted = self.keyword == "func" && !is_wanted(word);
                    }
                    // A receiver stands in parentheses before the name.
                    (None, _) if !self.in_brackets => self.owner = Some(word),
                    _ => {}
                }
                self.of_type = matches!(word, "struct" | "interface");
                return;
            }
            TokenKind::Mark(b'{') if self.depth == 0 && !self.of_type => self.body = Some(at),
            TokenKind::Mark(mark @ (b'(' | b'[' | b'{')) => {
                self.is_group |= self.keyword == "type" && self.name.is_none();
                self.in_brackets |= mark == b'[';
                self.depth += 1;
            }
            TokenKind::Mark(b')' | b']' | b'}') => {
                self.depth = self.depth.saturating_sub(1);
                self.in_brackets &= self.depth > 0;
            }
            _ => {}
        }
        self.of_type = false;
    }

    /// The next declaration starts at `end`, or the text ends there.
    fn end(self, end: usize) -> Option<Head<'t>> {
        let declares = match (self.keyword, self.name, self.owner) {
            ("package" | "import", ..) | ("type", None, _) => Declares::Several,
            ("type", Some(name), _) => Declares::Type(name),
            ("func", Some(_), Some(owner)) if !self.is_unwanted => Declares::MethodOf(owner),
            ("func", Some(name), None) if !self.is_unwanted => Declares::Function(name),
            _ => return None,
        };
        Some(Head { declares, range: self.start..self.body.unwrap_or(end) })
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

    fn shown(text: &str) -> Vec<(Declares<'_>, &str)> {
        heads(text, |name| name != "out").into_iter().map(|head| (head.declares, &text[head.range])).collect()
    }

    #[test]
    fn bodies_and_what_is_not_wanted_are_left_out() {
        let text = "// c\npackage p\nimport \"x\"\nvar v = f()\ntype T struct { a int }\nfunc (t *T) In() int { return 1 } // d\n\
            func out() {}\nfunc asm(a int) bool\nconst c = 1\ntype (\n\tA int\n)\n";
        let heads = [
            (Declares::Several, "package p\n"),
            (Declares::Several, "import \"x\"\n"),
            (Declares::Type("T"), "type T struct { a int }\n"),
            (Declares::MethodOf("T"), "func (t *T) In() int "),
            (Declares::Function("asm"), "func asm(a int) bool\n"),
            (Declares::Several, "type (\n\tA int\n)\n"),
        ];
        assert_eq!(shown(text), heads);
    }

    #[test]
    fn a_method_is_of_the_type_of_its_receiver() {
        let owners = |text| shown(text).into_iter().map(|(declares, _)| declares).collect::<Vec<_>>();
        let text = "func (T) a() {}\nfunc (t T) b() {}\nfunc (t *T[K, V]) c() {}\nfunc (t (*T)) d() {}\nfunc (_ T /* U */) e() {}\n";
        assert_eq!(owners(text), [Declares::MethodOf("T"); 5]);
    }

    #[test]
    fn braces_of_types_are_no_bodies() {
        let text = "func F[P interface{ M() }](g struct{ a int }) (struct{ b []int }, interface{}) {\n\tvar s = \"}\" // }\n\tif s == `{` {\n\t}\n}\n";
        let head = "func F[P interface{ M() }](g struct{ a int }) (struct{ b []int }, interface{}) ";
        assert_eq!(shown(text), [(Declares::Function("F"), head)]);
    }

    #[test]
    fn a_broken_body_ends_with_the_next_declaration() {
        let heads = [(Declares::Function("f"), "func f() "), (Declares::Function("g"), "func g() int ")];
        assert_eq!(shown("func f() {\n\tif x {\n}\nfunc g() int {\n z("), heads);
    }
}
