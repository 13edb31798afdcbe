//! Reads Rust from its tokens right into the tree of [`super::tree`], without trees of tokens between: a parser by hand for
//! all that people write.
//!
//! Recursive descent as syn does it, operators by precedence climbing. Where it comes upon anything that it does not know
//! (what is broken, and syntax that is not stable), it refuses, and syn reads the file instead. What it reads, it reads as
//! syn does: tests hold that the trees are the same.

mod attributes;
mod expressions;
mod generics;
mod items;
mod literals;
mod members;
mod operators;
mod paths;
mod patterns;
mod statements;
#[cfg(test)]
mod tests;
mod types;

use super::token::{Kind, Token, Tokens, closing};
use super::tree::{Attribute, Ident, Item};
use crate::source::Span;
use std::ops::Range;

/// What was to be read is not there, or not known.
#[derive(Debug)]
pub(super) struct Refused;

/// What was read.
pub(super) type Parsed<T> = Result<T, Refused>;

/// Reads tokens from one on.
pub(super) struct Parser<'p> {
    tokens: &'p Tokens<'p>,
    list: &'p [Token],
    /// The next one.
    at: usize,
    /// Past the last one.
    end: usize,
}

impl<'p> Parser<'p> {
    /// A parser of a whole file; refused where these are no tokens of Rust.
    pub(super) fn of_file(tokens: &'p Tokens<'p>) -> Parsed<Parser<'p>> {
        if tokens.are_whole() { Ok(Parser::of(tokens, 0..tokens.all().len())) } else { Err(Refused) }
    }

    /// A parser of those tokens of a file, all of whose brackets match, that stand inside a pair of brackets.
    pub(super) fn of(tokens: &'p Tokens<'p>, range: Range<usize>) -> Parser<'p> {
        Parser { tokens, list: tokens.all(), at: range.start, end: range.end }
    }

    /// The inner attributes of a file, which stand before its items.
    pub(super) fn file_attributes(&mut self) -> Parsed<Vec<Attribute>> {
        let mut attributes = Vec::new();
        self.inner_attributes(&mut attributes)?;
        Ok(attributes)
    }

    /// The next item of a file; `None` at its end.
    pub(super) fn next_item(&mut self) -> Parsed<Option<Item>> {
        if self.is_at_end() { Ok(None) } else { self.item().map(Some) }
    }

    /// Whether all was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    /// Where it stands, to go back to.
    pub(super) fn mark(&self) -> usize {
        self.at
    }

    /// Goes back to where it stood.
    pub(super) fn go_back(&mut self, mark: usize) {
        self.at = mark;
    }

    /// The bytes from the token at `mark` to the last that was read; none, before the next, where none was.
    pub(super) fn bytes_from(&self, mark: usize) -> Span {
        if self.at > mark { self.span_from(mark) } else { Span { end: self.span().start, ..self.span() } }
    }

    /// Goes to the end.
    pub(super) fn skip_all(&mut self) {
        self.at = self.end;
    }

    /// Whether nothing is left before the bracket that closes.
    pub(super) fn is_at_close(&self) -> bool {
        self.is_at_end() || matches!(self.kind(), Kind::CloseParen | Kind::CloseBrace | Kind::CloseBracket)
    }

    /// What comes next.
    pub(super) fn kind(&self) -> Kind {
        self.nth(0)
    }

    /// What comes after so many tokens.
    pub(super) fn nth(&self, count: usize) -> Kind {
        self.list.get(self.at + count).map_or(Kind::End, |token| token.kind)
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Whether two characters come next that make one operator.
    pub(super) fn pair(&self, first: Kind, second: Kind) -> bool {
        self.pair_at(0, first, second)
    }

    /// The same after so many tokens.
    pub(super) fn pair_at(&self, count: usize, first: Kind, second: Kind) -> bool {
        let at = self.at + count;
        self.list.get(at).is_some_and(|token| token.kind == first && token.joint) && self.nth(count + 1) == second
    }

    /// Whether three characters come next that make one operator.
    fn triple(&self, first: Kind, second: Kind, third: Kind) -> bool {
        self.pair(first, second) && self.pair_at(1, second, third)
    }

    /// Where the next token stands.
    fn span(&self) -> Span {
        self.list.get(self.at).map_or_else(Span::default, |token| token.span)
    }

    /// What was read last.
    fn last(&self) -> Option<Token> {
        self.list.get(self.at.checked_sub(1)?).copied()
    }

    fn last_kind(&self) -> Kind {
        self.last().map_or(Kind::End, |token| token.kind)
    }

    fn last_span(&self) -> Span {
        self.last().map_or_else(Span::default, |token| token.span)
    }

    /// From the token at `start` to the last that was read.
    fn span_from(&self, start: usize) -> Span {
        self.list.get(start).map_or_else(Span::default, |token| token.span).to(self.last_span())
    }

    /// The word that comes after so many tokens.
    fn word_at(&self, count: usize) -> &'p str {
        self.list.get(self.at + count).map_or("", |token| self.tokens.word(*token))
    }

    /// Whether this identifier comes next, which is no keyword everywhere.
    fn is_word(&self, word: &str) -> bool {
        self.is(Kind::Ident) && self.word_at(0) == word
    }

    /// Takes the next token.
    pub(super) fn bump(&mut self) -> Parsed<Token> {
        if self.is_at_end() {
            return Err(Refused);
        }
        let token = *self.list.get(self.at).ok_or(Refused)?;
        self.at += 1;
        Ok(token)
    }

    /// Takes so many tokens, which were seen to be there.
    pub(super) fn skip(&mut self, count: usize) {
        self.at += count;
    }

    /// Takes the next token where it is this one.
    pub(super) fn eat(&mut self, kind: Kind) -> bool {
        let found = self.is(kind) && !self.is_at_end();
        self.at += usize::from(found);
        found
    }

    /// Takes a token that must come next: where it stands.
    pub(super) fn expect(&mut self, kind: Kind) -> Parsed<Span> {
        let span = self.span();
        if self.eat(kind) { Ok(span) } else { Err(Refused) }
    }

    /// Takes an operator of two characters where it comes next.
    fn eat_pair(&mut self, first: Kind, second: Kind) -> bool {
        let found = self.pair(first, second);
        self.at += 2 * usize::from(found);
        found
    }

    /// Takes one that must come next: where its first character stands.
    pub(super) fn expect_pair(&mut self, first: Kind, second: Kind) -> Parsed<Span> {
        let span = self.span();
        if self.eat_pair(first, second) { Ok(span) } else { Err(Refused) }
    }

    /// Reads what stands in brackets that must come next, all of it: with where these stand.
    pub(super) fn within<T>(&mut self, open: Kind, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<(T, Span)> {
        let start = self.expect(open)?;
        let close = closing(open).ok_or(Refused)?;
        let read = read(self)?;
        let end = self.expect(close)?;
        Ok((read, start.to(end)))
    }

    /// Passes over a token, or what stands in brackets.
    pub(super) fn tree(&mut self) -> Parsed<()> {
        if closing(self.kind()).is_some() {
            self.group()?;
        } else {
            self.bump()?;
        }
        Ok(())
    }

    /// Passes over what stands in the brackets that must come next: where all stands, brackets included.
    fn group(&mut self) -> Parsed<Span> {
        let token = self.bump()?;
        self.at = token.after_group().ok_or(Refused)?;
        Ok(token.span.to(self.last_span()))
    }

    /// Reads elements between commas up to the bracket that closes.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut elements = Vec::new();
        while !self.is_at_close() {
            elements.push(read(self)?);
            if self.is_at_close() {
                break;
            }
            self.expect(Kind::Comma)?;
        }
        Ok(elements)
    }

    /// Reads an identifier.
    pub(super) fn ident(&mut self) -> Parsed<Ident> {
        if self.is(Kind::Ident) { self.any_ident() } else { Err(Refused) }
    }

    /// Reads the next token as a name, whatever word it is.
    fn any_ident(&mut self) -> Parsed<Ident> {
        let token = self.bump()?;
        Ok(Ident { name: self.tokens.name(token), span: token.span })
    }
}
