//! Operators between operands, by precedence climbing.

use super::expressions::Struct;
use super::types::Plus;
use super::{Parsed, Parser, Refused};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Binary, BinaryOp, Expr, Range};

/// How strongly an operator binds, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    /// What is no operator.
    Least,
    Assign,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
}

impl Parser<'_> {
    /// Reads operators and what follows them, as long as they bind no weaker than `base`, after a first operand.
    pub(super) fn operators(&mut self, mut left: Expr, allowed: Struct, base: Precedence) -> Parsed<Expr> {
        while !matches!(left, Expr::Range(_)) {
            if let Some((op, precedence, length)) = self.binary_operator() {
                if precedence < base {
                    break;
                }
                let chained = matches!(&left, Expr::Binary(binary) if is_comparison(binary.op));
                if precedence == Precedence::Compare && chained {
                    return Err(Refused);
                }
                self.skip(length);
                let right = self.right_operand(allowed, precedence)?;
                left = Expr::Binary(Box::new(Binary { op, left, right }));
            } else if Precedence::Assign >= base && self.is(Kind::Eq) && !self.pair(Kind::Eq, Kind::Gt) {
                self.skip(1);
                let right = self.right_operand(allowed, Precedence::Assign)?;
                left = Expr::Assign(Box::new((left, right)));
            } else if Precedence::Range >= base && self.pair(Kind::Dot, Kind::Dot) {
                left = self.range(Some(left), allowed)?;
            } else if Precedence::Cast >= base && self.is(Kind::As) {
                let at = self.expect(Kind::As)?;
                let ty = self.type_with(Plus::Not)?;
                left = Expr::Cast { cast: Box::new((left, ty)), at };
                let goes_on = matches!(self.kind(), Kind::Question | Kind::OpenBracket | Kind::OpenParen)
                    || self.is(Kind::Dot) && !self.pair(Kind::Dot, Kind::Dot);
                if goes_on {
                    return Err(Refused);
                }
            } else if self.pair(Kind::Lt, Kind::Minus) {
                return Err(Refused);
            } else {
                break;
            }
        }
        Ok(left)
    }

    fn right_operand(&mut self, allowed: Struct, precedence: Precedence) -> Parsed<Expr> {
        let mut right = self.operand(allowed)?;
        loop {
            let next = self.next_precedence();
            if next < precedence || next == precedence && precedence != Precedence::Assign {
                return Ok(right);
            }
            let before = self.at;
            right = self.operators(right, allowed, next)?;
            // A range has no operator after it.
            if self.at == before {
                return Ok(right);
            }
        }
    }

    fn next_precedence(&self) -> Precedence {
        if let Some((_, precedence, _)) = self.binary_operator() {
            precedence
        } else if self.is(Kind::Eq) && !self.pair(Kind::Eq, Kind::Gt) {
            Precedence::Assign
        } else if self.pair(Kind::Dot, Kind::Dot) {
            Precedence::Range
        } else if self.is(Kind::As) {
            Precedence::Cast
        } else {
            Precedence::Least
        }
    }

    /// The operator that comes next, how strongly it binds, and of how many tokens it is made.
    fn binary_operator(&self) -> Option<(BinaryOp, Precedence, usize)> {
        let first = self.kind();
        let second = if self.list.get(self.at)?.joint { self.nth(1) } else { Kind::End };
        let arithmetic = |precedence| Some((BinaryOp::Arithmetic, precedence, 1));
        let update = |length| Some((BinaryOp::Update, Precedence::Assign, length));
        match (first, second) {
            (Kind::Plus | Kind::Minus | Kind::Star | Kind::Slash | Kind::Percent | Kind::Caret | Kind::And | Kind::Or, Kind::Eq) => {
                update(2)
            }
            (Kind::Lt, Kind::Lt) if self.pair_at(1, Kind::Lt, Kind::Eq) => update(3),
            (Kind::Gt, Kind::Gt) if self.pair_at(1, Kind::Gt, Kind::Eq) => update(3),
            (Kind::And, Kind::And) => Some((BinaryOp::And, Precedence::And, 2)),
            (Kind::Or, Kind::Or) => Some((BinaryOp::Or, Precedence::Or, 2)),
            (Kind::Lt, Kind::Lt) | (Kind::Gt, Kind::Gt) => Some((BinaryOp::Arithmetic, Precedence::Shift, 2)),
            (Kind::Eq, Kind::Eq) => Some((BinaryOp::Equal, Precedence::Compare, 2)),
            (Kind::Bang, Kind::Eq) => Some((BinaryOp::NotEqual, Precedence::Compare, 2)),
            (Kind::Lt | Kind::Gt, Kind::Eq) => Some((BinaryOp::Order, Precedence::Compare, 2)),
            (Kind::Lt, Kind::Minus) | (Kind::Minus, Kind::Gt) => None,
            (Kind::Plus | Kind::Minus, _) => arithmetic(Precedence::Sum),
            (Kind::Star | Kind::Slash | Kind::Percent, _) => arithmetic(Precedence::Product),
            (Kind::Caret, _) => arithmetic(Precedence::BitXor),
            (Kind::And, _) => arithmetic(Precedence::BitAnd),
            (Kind::Or, _) => arithmetic(Precedence::BitOr),
            (Kind::Lt | Kind::Gt, _) => Some((BinaryOp::Order, Precedence::Compare, 1)),
            _ => None,
        }
    }

    /// Reads `..` or `..=` and what follows.
    pub(super) fn range(&mut self, start: Option<Expr>, allowed: Struct) -> Parsed<Expr> {
        let limits = self.span();
        if self.triple(Kind::Dot, Kind::Dot, Kind::Dot) {
            return Err(Refused);
        }
        let closed = self.triple(Kind::Dot, Kind::Dot, Kind::Eq);
        self.skip(if closed { 3 } else { 2 });
        let is_open = !closed && self.ends_range(allowed);
        let end = if is_open { None } else { Some(self.right_operand(allowed, Precedence::Range)?) };
        Ok(Expr::Range(Box::new(Range { start, end, closed, limits })))
    }

    fn ends_range(&self, allowed: Struct) -> bool {
        match self.kind() {
            Kind::Comma
            | Kind::Semi
            | Kind::Question
            | Kind::Eq
            | Kind::Plus
            | Kind::Slash
            | Kind::Percent
            | Kind::Caret
            | Kind::Gt
            | Kind::As => true,
            Kind::Dot => !self.pair(Kind::Dot, Kind::Dot),
            Kind::OpenBrace => allowed == Struct::Not,
            Kind::Lt => self.pair(Kind::Lt, Kind::Eq) || self.triple(Kind::Lt, Kind::Lt, Kind::Eq),
            Kind::Bang | Kind::Minus | Kind::Star | Kind::And | Kind::Or => self.pair(self.kind(), Kind::Eq),
            _ => self.is_at_close(),
        }
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Equal | BinaryOp::NotEqual | BinaryOp::Order)
}
