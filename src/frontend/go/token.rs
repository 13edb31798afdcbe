//! Go's tokens, as far as they can be told without a grammar: enough to find comments in any text,
//! to cut a text that does not parse into its declarations, and to find the two forms of newer Go
//! that the grammar does not know.

use memchr::{memchr, memchr3};
use std::ops::Range;

/// A token's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `// …`, `/* … */`.
    Comment,
    /// An identifier or keyword.
    Word,
    /// A string, rune or number.
    Literal,
    /// Any other byte, by itself.
    Mark(u8),
}

/// A token and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

/// The tokens of a text; white space is left out.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokens_from(text, 0)
}

/// The tokens of a text from a byte on, at which none has begun before.
pub(super) fn tokens_from(text: &str, mut at: usize) -> impl Iterator<Item = Token> + '_ {
    let bytes = text.as_bytes();
    std::iter::from_fn(move || {
        at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let token = token_at(text, at);
        at = token.range.end;
        Some(token)
    })
}

/// The comments of a text.
pub(super) fn comments(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The next quote of a rune, if it is still to come.
    let mut quote = None;
    std::iter::from_fn(move || {
        loop {
            // A comment can begin within nothing but what begins with one of these.
            let from = |found: Option<usize>| found.map_or(bytes.len(), |found| at + found);
            let rune = quote.filter(|quote| *quote >= at).unwrap_or_else(|| from(memchr(b'\'', &bytes[at..])));
            quote = Some(rune);
            let other = from(memchr3(b'/', b'`', b'"', &bytes[at..]));
            at = other.min(rune);
            if at == bytes.len() {
                return None;
            }
            let token = token_at(text, at);
            at = token.range.end;
            if token.kind == TokenKind::Comment {
                return Some(token.range);
            }
        }
    })
}

/// The token that starts at a byte. What is not closed reaches to the end of its line, or of the text
/// for raw strings and block comments.
fn token_at(text: &str, start: usize) -> Token {
    let bytes = text.as_bytes();
    let (kind, end) = match bytes[start] {
        b'/' if bytes.get(start + 1) == Some(&b'/') => (TokenKind::Comment, line_end(bytes, start)),
        b'/' if bytes.get(start + 1) == Some(&b'*') => {
            (TokenKind::Comment, text[start + 2..].find("*/").map_or(bytes.len(), |end| start + 2 + end + 2))
        }
        b'`' => (TokenKind::Literal, text[start + 1..].find('`').map_or(bytes.len(), |end| start + 1 + end + 1)),
        quote @ (b'"' | b'\'') => (TokenKind::Literal, quoted_end(bytes, start, quote)),
        b'0'..=b'9' => (TokenKind::Literal, start + word_length(&bytes[start..])),
        first if is_word(first) => (TokenKind::Word, start + word_length(&bytes[start..])),
        mark => (TokenKind::Mark(mark), start + 1),
    };
    Token { kind, range: start..end }
}

/// A top-level declaration of a text, cut out by its tokens alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// From its keyword (the first piece: from the start of the text) to the next.
    pub(super) range: Range<usize>,
    /// The keyword that opens it: `func`, `type`, …; empty where the text opens with none.
    pub(super) keyword: Range<usize>,
    /// Of a function with a body: the bytes between the braces.
    pub(super) body: Option<Range<usize>>,
}

/// A method with type parameters of its own (Go 1.27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GenericMethod {
    /// The `func` keyword.
    pub(super) keyword: Range<usize>,
    /// The method's name.
    pub(super) name: Range<usize>,
    /// The brackets and what is in them.
    pub(super) brackets: Range<usize>,
    /// Up to the end of the parameters.
    pub(super) end: usize,
}

/// A text whose tokens are at hand, comments left out.
pub(super) struct Tokens<'t> {
    text: &'t str,
    list: Vec<Token>,
    /// For each token that opens a group, the token after the group; `None` where it is not closed.
    after: Vec<Option<usize>>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Tokens<'t> {
        let list: Vec<Token> = tokens(text).filter(|token| token.kind != TokenKind::Comment).collect();
        let mut after = vec![None; list.len()];
        let mut open = Vec::new();
        for (index, token) in list.iter().enumerate() {
            match token.kind {
                TokenKind::Mark(b'(' | b'[' | b'{') => open.push(index),
                TokenKind::Mark(b')' | b']' | b'}') => {
                    if let Some(start) = open.pop() {
                        after[start] = Some(index + 1);
                    }
                }
                _ => {}
            }
        }
        Tokens { text, list, after }
    }

    /// Cuts the text where a declaration's keyword stands at the start of a line, which is where
    /// Go's own formatting puts each of them and nothing else.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let opens = |index: usize| {
            let token = &self.list[index];
            let at_line_start = token.range.start == 0 || self.text.as_bytes()[token.range.start - 1] == b'\n';
            at_line_start && matches!(self.word(index), "func" | "type" | "var" | "const" | "import" | "package")
        };
        let starts: Vec<usize> = (0..self.list.len()).filter(|index| opens(*index)).collect();
        let mut pieces = Vec::with_capacity(starts.len());
        for (order, first) in starts.iter().enumerate() {
            let next = starts.get(order + 1).copied().unwrap_or(self.list.len());
            let start = if order == 0 { 0 } else { self.list[*first].range.start };
            let end = self.list.get(next).map_or(self.text.len(), |token| token.range.start);
            let body = if self.word(*first) == "func" { self.body(*first, next, end) } else { None };
            pieces.push(Piece { range: start..end, keyword: self.list[*first].range.clone(), body });
        }
        pieces
    }

    /// The methods with type parameters of their own: `func (r T) Name[P any](`.
    pub(super) fn generic_methods(&self) -> Vec<GenericMethod> {
        let method = |index: usize| {
            let name = (self.word(index) == "func" && self.mark(index + 1) == Some(b'(')).then(|| self.after_group(index + 1))??;
            let brackets = self.is_name(name).then_some(name + 1).filter(|open| self.mark(*open) == Some(b'['))?;
            let params = self.after_group(brackets).filter(|open| self.mark(*open) == Some(b'('))?;
            let after = self.after_group(params)?;
            Some(GenericMethod {
                keyword: self.list[index].range.clone(),
                name: self.list[name].range.clone(),
                brackets: self.list[brackets].range.start..self.list[params - 1].range.end,
                end: self.list[after - 1].range.end,
            })
        };
        (0..self.list.len()).filter_map(method).collect()
    }

    /// The word `new` of each `new(x)` whose argument is certainly no type (Go 1.26).
    pub(super) fn news_of_values(&self) -> Vec<Range<usize>> {
        let of_value = |index: &usize| {
            self.word(*index) == "new"
                && self.mark(index + 1) == Some(b'(')
                && (*index == 0 || self.mark(index - 1) != Some(b'.'))
                && self.after_group(index + 1).is_some_and(|after| !self.is_type(index + 2, after - 1))
        };
        (0..self.list.len()).filter(of_value).map(|index| self.list[index].range.clone()).collect()
    }

    fn word(&self, index: usize) -> &'t str {
        match self.list.get(index) {
            Some(token) if token.kind == TokenKind::Word => &self.text[token.range.clone()],
            _ => "",
        }
    }

    fn is_name(&self, index: usize) -> bool {
        !matches!(self.word(index), "" | "func" | "map" | "chan" | "struct" | "interface")
    }

    fn mark(&self, index: usize) -> Option<u8> {
        match self.list.get(index)?.kind {
            TokenKind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// The token after the group that opens at `open`; `None` where it is not closed.
    fn after_group(&self, open: usize) -> Option<usize> {
        self.after.get(open).copied().flatten()
    }

    /// Whether the tokens from `at` up to `end` can be a type.
    fn is_type(&self, mut at: usize, end: usize) -> bool {
        loop {
            if at >= end {
                return true;
            }
            at = match (self.word(at), self.mark(at)) {
                ("func" | "struct" | "interface", _) => return true,
                ("chan", _) | (_, Some(b'*' | b'<')) => at + 1,
                ("map", _) => at + 1,
                (_, Some(b'[')) => match self.after_group(at) {
                    Some(after) if after < end => after,
                    _ => return false,
                },
                (_, Some(b'-')) if self.mark(at.wrapping_sub(1)) == Some(b'<') => at + 1,
                _ if self.is_name(at) => {
                    let qualified = self.mark(at + 1) == Some(b'.') && self.is_name(at + 2);
                    let after = if qualified { at + 3 } else { at + 1 };
                    let after = if self.mark(after) == Some(b'[') { self.after_group(after).unwrap_or(after) } else { after };
                    return after >= end;
                }
                _ => return false,
            };
        }
    }

    /// The bytes between the braces of the function whose `func` is the token `first`; the piece
    /// ends before the token `next`, at the byte `end`.
    fn body(&self, first: usize, next: usize, end: usize) -> Option<Range<usize>> {
        let mut at = first + 1;
        while at < next {
            match self.mark(at) {
                Some(b'{') if matches!(self.word(at - 1), "struct" | "interface") => at = self.after_group(at)?,
                Some(b'{') => break,
                Some(b'(' | b'[') => at = self.after_group(at)?,
                _ => at += 1,
            }
        }
        if at >= next {
            return None;
        }
        let start = self.list[at].range.end;
        let closed = self.after_group(at).filter(|after| *after <= next).map(|after| self.list[after - 1].range.start);
        let last_brace = || (at + 1..next).rev().find(|index| self.mark(*index) == Some(b'}')).map(|index| self.list[index].range.start);
        let unclosed = || (at + 1..next).all(|index| self.mark(index) != Some(b'}'));
        Some(start..closed.or_else(|| if unclosed() { None } else { last_brace() }).unwrap_or(end))
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn word_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !is_word(*byte)).unwrap_or(bytes.len())
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_strings_runes_and_operators() {
        let text = "a := \"// no\" + `/* no\n*/` // yes 1\nb := '\"' / 2 /* yes\n2 */ + '\\'' // yes 3";
        let found: Vec<_> = comments(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["// yes 1", "/* yes\n2 */", "// yes 3"]);
    }

    #[test]
    fn what_is_not_closed_ends_with_its_line_or_the_text() {
        let text = "x := \"open\n// one\n'\n// two\n`raw // no";
        let found: Vec<_> = comments(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["// one", "// two"]);
        assert_eq!(comments("/* open").count(), 1);
    }

    #[test]
    fn a_text_is_cut_at_keywords_that_start_a_line() {
        let text = "// c\npackage p\n\nfunc f(g func(struct{ a int }) int) struct{} {\n\tfunc() {}()\n}\n\ntype T int\n";
        let pieces = Tokens::new(text).pieces();
        let shown: Vec<_> = pieces.iter().map(|piece| (&text[piece.keyword.clone()], piece.body.clone().map(|body| &text[body]))).collect();
        assert_eq!(shown, [("package", None), ("func", Some("\n\tfunc() {}()\n")), ("type", None)]);
        assert_eq!(pieces[0].range.start, 0);
    }

    #[test]
    fn a_broken_body_reaches_to_its_last_brace_or_the_end() {
        let text = "func f() {\n\tif x {\n\ty()\n}\nfunc g() {\n z(";
        let pieces = Tokens::new(text).pieces();
        let bodies: Vec<_> = pieces.iter().map(|piece| piece.body.clone().map(|body| &text[body])).collect();
        assert_eq!(bodies, [Some("\n\tif x {\n\ty()\n"), Some("\n z(")]);
    }

    #[test]
    fn methods_with_type_parameters_are_found() {
        let text = "func (r *T[A]) M[P any, Q ~[]P](x P) {}\nfunc (r T) N() Set[int] {}\nvar f func(int) Set[int]\nfunc F[P any](x P) {}";
        let found: Vec<_> = Tokens::new(text).generic_methods();
        assert_eq!(found.len(), 1);
        assert_eq!((&text[found[0].name.clone()], &text[found[0].brackets.clone()]), ("M", "[P any, Q ~[]P]"));
    }

    #[test]
    fn new_of_a_value_is_told_from_new_of_a_type() {
        for value in ["5", "f(x)", "x.y.z", "x + 1", "\"s\"", "T{}", "[]int{1}", "map[string]int{}", "!x", "&x", "(x)", "m[k].f", "-1"] {
            assert_eq!(Tokens::new(&format!("a := new({value})")).news_of_values().len(), 1, "{value}");
        }
        for ty in
            ["T", "p.T", "T[int]", "[]int", "*T", "map[string][]p.T", "[4]int", "chan int", "<-chan int", "struct{ a int }", "func()", ""]
        {
            assert_eq!(Tokens::new(&format!("a := new({ty})")).news_of_values().len(), 0, "{ty}");
        }
        assert_eq!(Tokens::new("a.new(5)").news_of_values().len(), 0);
    }
}
