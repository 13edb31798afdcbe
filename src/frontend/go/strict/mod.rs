//! A parser of plainly well-formed Go, by recursive descent.
//!
//! It reads ten times as fast as the grammar that reads any text, and gives the tree that the grammar
//! gives, as far as lowering asks for it. Where a text is not plainly Go, or could be read in two ways without
//! knowing what its names mean, it gives up, and the text is the grammar's: so each form that is read here is read
//! for certain, and all that is broken or rare has one parser only. A test holds both against one another over all
//! Go files of the cases.

mod declarations;
mod expressions;
mod scan;
mod statements;
mod types;

#[cfg(test)]
mod tests;

use super::kind::{Field, Kind};
use super::tree::{Builder, Mark, Tree};
use crate::source::Span;
use scan::Token;

/// How deep a text may be nested; the grammar's parser does not recurse.
const MAX_DEPTH: u32 = 250;

/// The tree of a text; `None` where it is not plainly Go.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let tokens = scan::scan(text.as_bytes())?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, tree: Builder::for_length(text.len()), in_header: false, depth: 0 };
    parser.file()?;
    Some(parser.tree.finish())
}

/// What is done, or `None` where the text is not plainly Go.
type Done = Option<()>;

struct Parser<'s> {
    text: &'s str,
    tokens: &'s [(Token, Span)],
    at: usize,
    tree: Builder,
    /// In the head of an `if`, `for` or `switch`, where `{` after a name opens the body.
    in_header: bool,
    depth: u32,
}

impl<'s> Parser<'s> {
    /// The next token.
    fn token(&self) -> Token {
        self.tokens[self.at].0
    }

    /// The token after `ahead` others; past the end of the text, the end.
    fn peek(&self, ahead: usize) -> Token {
        self.tokens.get(self.at + ahead).map_or(Token::End, |(token, _)| *token)
    }

    /// Where the next token starts.
    fn start(&self) -> u32 {
        self.tokens[self.at].1.start
    }

    /// From a byte to the end of the last token.
    fn since(&self, start: u32) -> Span {
        Span { start, end: self.tokens[self.at.saturating_sub(1)].1.end }
    }

    /// The text of the next token.
    fn text(&self) -> &'s str {
        let span = self.tokens[self.at].1;
        &self.text[span.start as usize..span.end as usize]
    }

    /// Whether the next token is a name that the grammar takes for a keyword in some places.
    fn is_predeclared(&self) -> bool {
        matches!(self.text(), "nil" | "true" | "false" | "iota" | "make" | "new")
    }

    /// Goes past the next token. The end of the text stays the next for ever.
    fn advance(&mut self) {
        if self.token() != Token::End {
            self.at += 1;
        }
    }

    /// Goes past the next token where it is this one.
    fn take(&mut self, token: Token) -> bool {
        let is_next = self.token() == token;
        if is_next {
            self.advance();
        }
        is_next
    }

    /// Goes past the next token, which has to be this one.
    fn expect(&mut self, token: Token) -> Done {
        self.take(token).then_some(())
    }

    /// Adds the next token as a node.
    fn leaf(&mut self, kind: Kind, field: Field) {
        let span = self.tokens[self.at].1;
        self.tree.leaf(kind, span);
        self.tree.last().field = field;
        self.advance();
    }

    /// Adds the next token, which has to be a name.
    fn name(&mut self, kind: Kind, field: Field) -> Done {
        if self.token() != Token::Name {
            return None;
        }
        self.leaf(kind, field);
        Some(())
    }

    /// Says which part the last node is of its parent.
    fn part(&mut self, field: Field) {
        self.tree.last().field = field;
    }

    /// Makes all nodes since the mark children of one, which reaches from a byte to here.
    fn close(&mut self, mark: Mark, kind: Kind, start: u32) {
        let span = self.since(start);
        self.tree.close(mark, kind, span);
    }

    /// Goes past the end of a statement or declaration.
    fn terminator(&mut self) -> Done {
        (self.take(Token::NewLine) || self.take(Token::Semicolon)).then_some(())
    }

    fn ends_line(&self) -> bool {
        matches!(self.token(), Token::NewLine | Token::Semicolon)
    }

    /// Reads what is nested one level deeper.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Done) -> Done {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }

    /// Reads what stands in brackets or a body of its own, where `{` after a name opens a literal.
    fn bracketed<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let around = std::mem::replace(&mut self.in_header, false);
        let done = read(self);
        self.in_header = around;
        done
    }

    /// The token after the group whose opening bracket comes after `ahead` tokens.
    fn after_group(&self, ahead: usize) -> Option<Token> {
        let mut depth = 0_u32;
        for (index, (token, _)) in self.tokens.iter().enumerate().skip(self.at + ahead) {
            match token {
                Token::LeftParen | Token::LeftBracket | Token::LeftBrace => depth += 1,
                Token::RightParen | Token::RightBracket | Token::RightBrace => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return self.tokens.get(index + 1).map(|(token, _)| *token);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
