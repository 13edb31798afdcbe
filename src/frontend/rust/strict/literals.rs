//! Literals.

use super::{Parsed, Parser, Refused};
use crate::frontend::rust::literal::{integer, text};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Literal, LiteralKind};

impl Parser<'_> {
    /// Whether a literal comes next, or one after a `-`.
    pub(super) fn is_literal(&self) -> bool {
        is_plain(self.kind()) || self.is(Kind::Minus) && matches!(self.nth(1), Kind::Int | Kind::Float)
    }

    /// Whether a literal comes next.
    pub(super) fn is_plain_literal(&self) -> bool {
        is_plain(self.kind())
    }

    /// Reads a literal; a number may have a `-`.
    pub(super) fn literal(&mut self) -> Parsed<Literal> {
        let start = self.at;
        let negative = self.eat(Kind::Minus);
        let token = self.bump()?;
        let word = self.tokens.word(token);
        let kind = match token.kind {
            Kind::True | Kind::False if !negative => LiteralKind::Bool(token.kind == Kind::True),
            Kind::Str if !negative => LiteralKind::Text(text(word).ok_or(Refused)?.into()),
            Kind::OtherLiteral if !negative => LiteralKind::Other,
            Kind::Int => LiteralKind::Int(integer(word).map(|value| if negative { -value } else { value })),
            Kind::Float => LiteralKind::Other,
            _ => return Err(Refused),
        };
        Ok(Literal { kind, span: self.span_from(start) })
    }
}

fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Str | Kind::Int | Kind::Float | Kind::OtherLiteral | Kind::True | Kind::False)
}
