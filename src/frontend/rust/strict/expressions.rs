//! Operands: what stands between operators.

use super::operators::Precedence;
use super::paths::Style;
use super::{Parsed, Parser, Refused};
use crate::facts::Name;
use crate::frontend::interned;
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{
    Arguments, Arm, Call, Closure, Expr, For, Ident, If, Loop, Macro, Match, MethodCall, Pat, PatKind, Path, QPath, Segment,
    Struct as StructExpr, UnaryOp,
};
use crate::source::Span;

/// Whether `name {` begins a struct's literal: not before the block of an `if`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Struct {
    Allowed,
    Not,
}

impl Parser<'_> {
    /// Reads an expression.
    pub(in crate::frontend::rust) fn expression(&mut self) -> Parsed<Expr> {
        self.expression_with(Struct::Allowed)
    }

    /// Reads one that stands before a block.
    pub(super) fn expression_before_block(&mut self) -> Parsed<Expr> {
        self.expression_with(Struct::Not)
    }

    fn expression_with(&mut self, allowed: Struct) -> Parsed<Expr> {
        let left = self.operand(allowed)?;
        self.operators(left, allowed, Precedence::Least)
    }

    /// Reads an expression that is a statement or the body of an arm: one that ends with a block ends there.
    pub(in crate::frontend::rust) fn expression_at_start(&mut self) -> Parsed<Expr> {
        self.attributes()?;
        let begins_with_block = match self.kind() {
            Kind::If | Kind::While | Kind::Loop | Kind::Match | Kind::Unsafe | Kind::OpenBrace | Kind::Lifetime => true,
            Kind::For => !self.opens_parameters(1),
            Kind::Try | Kind::Const => self.nth(1) == Kind::OpenBrace,
            _ => false,
        };
        let mut expr = if begins_with_block { self.atom(Struct::Allowed)? } else { self.operand(Struct::Allowed)? };
        if ends_with_block(&expr) {
            let goes_on = self.is(Kind::Question) || self.is(Kind::Dot) && !self.pair(Kind::Dot, Kind::Dot);
            if !goes_on {
                return Ok(expr);
            }
            expr = self.trailers(expr)?;
        }
        self.operators(expr, Struct::Allowed, Precedence::Least)
    }

    /// Reads an operand with its prefixes.
    pub(super) fn operand(&mut self, allowed: Struct) -> Parsed<Expr> {
        self.attributes()?;
        let at = self.span();
        let op = match self.kind() {
            Kind::And => return self.reference(allowed),
            Kind::Star => UnaryOp::Deref,
            Kind::Bang => UnaryOp::Not,
            Kind::Minus => UnaryOp::Negative,
            _ => {
                let atom = self.atom(allowed)?;
                return self.trailers(atom);
            }
        };
        self.skip(1);
        Ok(Expr::Unary { op, operand: Box::new(self.operand(allowed)?), at })
    }

    fn reference(&mut self, allowed: Struct) -> Parsed<Expr> {
        let at = self.expect(Kind::And)?;
        let raw = self.is_word("raw") && matches!(self.nth(1), Kind::Mut | Kind::Const);
        self.skip(usize::from(raw));
        let mutable = self.eat(Kind::Mut);
        if raw && !mutable {
            self.expect(Kind::Const)?;
        }
        Ok(Expr::Reference { operand: Box::new(self.operand(allowed)?), mutable, raw, at })
    }

    /// Reads calls, fields, indices and `?` after an operand.
    fn trailers(&mut self, mut expr: Expr) -> Parsed<Expr> {
        loop {
            let is_range = matches!(expr, Expr::Range(_));
            match self.kind() {
                Kind::OpenParen => {
                    let (args, span) = self.within(Kind::OpenParen, |this| this.list(Self::expression))?;
                    expr = Expr::Call(Box::new(Call { callee: expr, args, close: last_byte(span) }));
                }
                Kind::Dot if !self.pair(Kind::Dot, Kind::Dot) && !is_range => {
                    self.skip(1);
                    expr = self.after_dot(expr)?;
                }
                Kind::OpenBracket => {
                    let (index, span) = self.within(Kind::OpenBracket, Self::expression)?;
                    expr = Expr::Index(Box::new((expr, index)), last_byte(span));
                }
                Kind::Question if !is_range => {
                    let at = self.expect(Kind::Question)?;
                    expr = Expr::Try(Box::new(expr), at);
                }
                _ => return Ok(expr),
            }
        }
    }

    fn after_dot(&mut self, base: Expr) -> Parsed<Expr> {
        match self.kind() {
            Kind::Float => self.indices(base),
            Kind::Await => {
                let at = self.expect(Kind::Await)?;
                Ok(Expr::Await(Box::new(base), at))
            }
            _ => {
                let member = self.member()?;
                let named = self.last_kind() == Kind::Ident;
                let turbofish = if named && self.pair(Kind::Colon, Kind::Colon) { Some(self.angle()?) } else { None };
                if named && (turbofish.is_some() || self.is(Kind::OpenParen)) {
                    let (args, span) = self.within(Kind::OpenParen, |this| this.list(Self::expression))?;
                    let call = MethodCall { receiver: base, method: member, turbofish, args, close: last_byte(span) };
                    return Ok(Expr::MethodCall(Box::new(call)));
                }
                Ok(Expr::Field { base: Box::new(base), member })
            }
        }
    }

    /// Reads `0.1` after a dot: two indices, which look like a number. In `a.0. b` the second dot is the number's, too.
    fn indices(&mut self, base: Expr) -> Parsed<Expr> {
        let token = self.bump()?;
        let word = self.tokens.word(token);
        let indices = word.strip_suffix('.');
        let mut start = token.span.start as usize;
        let mut expr = base;
        for part in indices.unwrap_or(word).split('.') {
            let index: u32 = part.parse().map_err(|_| Refused)?;
            let member = Ident { name: interned::name(&index.to_string()), span: Span::new(start, start + part.len()) };
            start += part.len() + 1;
            expr = Expr::Field { base: Box::new(expr), member };
        }
        if indices.is_some() { self.after_dot(expr) } else { Ok(expr) }
    }

    /// Reads what is whole by itself.
    fn atom(&mut self, allowed: Struct) -> Parsed<Expr> {
        match self.kind() {
            _ if self.is_plain_literal() => self.literal().map(Expr::Literal),
            Kind::Async if self.is_async_block() => {
                let at = self.expect(Kind::Async)?;
                let moves = self.eat(Kind::Move);
                Ok(Expr::Async { moves, block: self.block()?, at })
            }
            Kind::Try if self.nth(1) == Kind::OpenBrace => {
                self.skip(1);
                self.block().map(Expr::Apart)
            }
            Kind::Const if self.nth(1) == Kind::OpenBrace => {
                self.skip(1);
                self.block().map(Expr::Apart)
            }
            Kind::Or | Kind::Move | Kind::Const | Kind::Async => self.closure(allowed),
            Kind::For if self.opens_parameters(1) => self.closure(allowed),
            Kind::Ident | Kind::Lt | Kind::SelfValue | Kind::SelfType | Kind::Super | Kind::Crate => self.path_expression(allowed),
            Kind::Colon if self.pair(Kind::Colon, Kind::Colon) => self.path_expression(allowed),
            Kind::OpenParen => self.tuple(),
            Kind::Break => self.break_(allowed),
            Kind::Continue => {
                let at = self.expect(Kind::Continue)?;
                Ok(Expr::Continue(self.optional_label()?, at))
            }
            Kind::Return => {
                let at = self.expect(Kind::Return)?;
                Ok(Expr::Return(self.optional_value(Struct::Allowed)?, at))
            }
            Kind::Yield => {
                let at = self.expect(Kind::Yield)?;
                Ok(Expr::Yield(self.optional_value(Struct::Allowed)?, at))
            }
            Kind::OpenBracket => self.array(),
            Kind::Let => self.let_condition(allowed),
            Kind::If => self.if_().map(|branch| Expr::If(Box::new(branch))),
            Kind::While | Kind::For | Kind::Loop => self.looped(None),
            Kind::Match => self.match_(),
            Kind::Unsafe => {
                let at = self.expect(Kind::Unsafe)?;
                Ok(Expr::Unsafe(self.block()?, at))
            }
            Kind::OpenBrace => Ok(Expr::Block { block: self.block()?, label: None }),
            Kind::Try if self.nth(1) == Kind::Bang || self.pair_at(1, Kind::Colon, Kind::Colon) => self.path_expression(allowed),
            Kind::Dot if self.pair(Kind::Dot, Kind::Dot) => self.range(None, allowed),
            Kind::Underscore => self.expect(Kind::Underscore).map(Expr::Infer),
            Kind::Lifetime => {
                let label = self.label()?;
                self.expect(Kind::Colon)?;
                self.looped(Some(label))
            }
            _ => Err(Refused),
        }
    }

    fn is_async_block(&self) -> bool {
        self.nth(1) == Kind::OpenBrace || self.nth(1) == Kind::Move && self.nth(2) == Kind::OpenBrace
    }

    fn path_expression(&mut self, allowed: Struct) -> Parsed<Expr> {
        if self.is_word("builtin") && self.nth(1) == Kind::Pound {
            return Err(Refused);
        }
        let path = self.qualified_path(Style::Expression)?;
        if self.is(Kind::Bang) && !self.pair(Kind::Bang, Kind::Eq) && path.qself.is_none() && is_plain(&path.path) {
            return self.macro_after(path.path).map(|mac| Expr::Macro(Box::new(mac)));
        }
        if allowed == Struct::Allowed && self.is(Kind::OpenBrace) {
            return self.struct_literal(path);
        }
        Ok(Expr::Path(Box::new(path)))
    }

    /// Reads the rest of a macro's call after its path.
    pub(super) fn macro_after(&mut self, path: Path) -> Parsed<Macro> {
        let bang = self.expect(Kind::Bang)?;
        let delimited = self.group()?;
        Ok(Macro { path, bang, delimited })
    }

    fn struct_literal(&mut self, path: QPath) -> Parsed<Expr> {
        let ((fields, rest), span) = self.within(Kind::OpenBrace, |this| {
            let mut fields = Vec::new();
            while !this.is_at_close() {
                if this.eat_pair(Kind::Dot, Kind::Dot) {
                    let rest = if this.is_at_close() { None } else { Some(this.expression()?) };
                    return Ok((fields, rest));
                }
                fields.push(this.field_value()?);
                if !this.is_at_close() {
                    this.expect(Kind::Comma)?;
                }
            }
            Ok((fields, None))
        })?;
        Ok(Expr::Struct(Box::new(StructExpr { path, fields, rest, close: last_byte(span) })))
    }

    fn field_value(&mut self) -> Parsed<(Ident, Expr)> {
        self.attributes()?;
        let member = self.member()?;
        let named = self.last_kind() == Kind::Ident;
        if self.is(Kind::Colon) || !named {
            self.expect(Kind::Colon)?;
            return Ok((member, self.expression()?));
        }
        let segments = vec![Segment { ident: member, arguments: Arguments::None }];
        let path = QPath { qself: None, path: Path { leading: None, segments } };
        Ok((member, Expr::Path(Box::new(path))))
    }

    fn tuple(&mut self) -> Parsed<Expr> {
        let ((mut elements, ends_with_comma), span) =
            self.within(Kind::OpenParen, |this| Ok((this.list(Self::expression)?, this.last_kind() == Kind::Comma)))?;
        match elements.pop() {
            Some(inner) if elements.is_empty() && !ends_with_comma => Ok(Expr::Paren(Box::new(inner), span)),
            last => {
                elements.extend(last);
                Ok(Expr::Tuple(elements, span))
            }
        }
    }

    fn array(&mut self) -> Parsed<Expr> {
        let ((mut elements, length), span) = self.within(Kind::OpenBracket, |this| {
            let mut elements = Vec::new();
            while !this.is_at_close() {
                elements.push(this.expression()?);
                if elements.len() == 1 && this.eat(Kind::Semi) {
                    return Ok((elements, Some(this.expression()?)));
                }
                if !this.is_at_close() {
                    this.expect(Kind::Comma)?;
                }
            }
            Ok((elements, None))
        })?;
        match (length, elements.pop()) {
            (Some(length), Some(element)) => Ok(Expr::Repeat(Box::new((element, length)), span)),
            (_, last) => {
                elements.extend(last);
                Ok(Expr::Array(elements, span))
            }
        }
    }

    fn break_(&mut self, allowed: Struct) -> Parsed<Expr> {
        let at = self.expect(Kind::Break)?;
        if self.is(Kind::Lifetime) && self.nth(1) == Kind::Colon && !self.pair_at(1, Kind::Colon, Kind::Colon) {
            return Err(Refused);
        }
        let label = self.optional_label()?;
        Ok(Expr::Break { label, value: self.optional_value(allowed)?, at })
    }

    /// Reads the value of a `return` or `break`, if it has one.
    fn optional_value(&mut self, allowed: Struct) -> Parsed<Option<Box<Expr>>> {
        let begins = match self.kind() {
            Kind::OpenBrace => allowed == Struct::Allowed,
            Kind::OpenParen | Kind::OpenBracket | Kind::Lifetime | Kind::Pound | Kind::OuterDoc => true,
            Kind::Bang | Kind::Star | Kind::Or | Kind::And => !self.pair(self.kind(), Kind::Eq),
            Kind::Minus => !self.pair(Kind::Minus, Kind::Eq) && !self.pair(Kind::Minus, Kind::Gt),
            Kind::Dot => self.pair(Kind::Dot, Kind::Dot),
            Kind::Lt => !self.pair(Kind::Lt, Kind::Eq) && !self.triple(Kind::Lt, Kind::Lt, Kind::Eq),
            Kind::Colon => self.pair(Kind::Colon, Kind::Colon),
            Kind::As => false,
            _ => self.kind().is_word() || self.is_plain_literal(),
        };
        if begins { Ok(Some(Box::new(self.expression()?))) } else { Ok(None) }
    }

    fn optional_label(&mut self) -> Parsed<Option<Name>> {
        if self.is(Kind::Lifetime) { self.label().map(Some) } else { Ok(None) }
    }

    /// Reads a label, whose name is without its quote.
    fn label(&mut self) -> Parsed<Name> {
        let token = self.bump()?;
        let word = self.tokens.word(token).trim_start_matches('\'');
        Ok(interned::name(word.strip_prefix("r#").unwrap_or(word)))
    }

    fn closure(&mut self, allowed: Struct) -> Parsed<Expr> {
        if self.is(Kind::For) {
            self.bound_lifetimes()?;
        }
        let start = self.at;
        self.eat(Kind::Const);
        let is_async = self.eat(Kind::Async);
        let moves = self.eat(Kind::Move);
        self.expect(Kind::Or)?;
        let start = self.span_from(start);
        let mut params = Vec::new();
        while !self.is(Kind::Or) {
            params.push(self.closure_parameter()?);
            if !self.is(Kind::Or) {
                self.expect(Kind::Comma)?;
            }
        }
        self.expect(Kind::Or)?;
        let output = self.output()?;
        let body = match output {
            Some(_) => Expr::Block { block: self.block()?, label: None },
            None => self.expression_with(allowed)?,
        };
        Ok(Expr::Closure(Box::new(Closure { is_async, moves, params, output, body, start })))
    }

    fn closure_parameter(&mut self) -> Parsed<Pat> {
        let start = self.at;
        self.attributes()?;
        let pat = self.single_pattern()?;
        if self.eat(Kind::Colon) {
            let ty = self.ty()?;
            return Ok(Pat { kind: PatKind::Type(Box::new(pat), Box::new(ty)), span: self.span_from(start) });
        }
        let span = if pat.kind == PatKind::Wild { pat.span } else { self.span_from(start) };
        Ok(Pat { span, ..pat })
    }

    fn let_condition(&mut self, allowed: Struct) -> Parsed<Expr> {
        let at = self.expect(Kind::Let)?;
        let pat = self.pattern()?;
        self.expect(Kind::Eq)?;
        let left = self.operand(allowed)?;
        let value = self.operators(left, allowed, Precedence::Compare)?;
        Ok(Expr::Let { binding: Box::new((pat, value)), at })
    }

    /// Reads an `if` with all its `else if`, of which there may be many.
    fn if_(&mut self) -> Parsed<If> {
        let mut branches = Vec::new();
        let mut otherwise = None;
        loop {
            let at = self.expect(Kind::If)?;
            let condition = self.expression_before_block()?;
            branches.push(If { condition, then: self.block()?, otherwise: None, at });
            if !self.eat(Kind::Else) {
                break;
            }
            if !self.is(Kind::If) {
                otherwise = Some(Expr::Block { block: self.block()?, label: None });
                break;
            }
        }
        let mut last = branches.pop().ok_or(Refused)?;
        last.otherwise = otherwise;
        while let Some(mut branch) = branches.pop() {
            branch.otherwise = Some(Expr::If(Box::new(last)));
            last = branch;
        }
        Ok(last)
    }

    /// Reads a loop, or a block with a label.
    fn looped(&mut self, label: Option<Name>) -> Parsed<Expr> {
        let at = self.span();
        match self.kind() {
            Kind::While => {
                self.skip(1);
                let condition = Some(self.expression_before_block()?);
                Ok(Expr::Loop(Box::new(Loop { condition, body: self.block()?, label, at })))
            }
            Kind::Loop => {
                self.skip(1);
                Ok(Expr::Loop(Box::new(Loop { condition: None, body: self.block()?, label, at })))
            }
            Kind::For => {
                self.skip(1);
                let pat = self.pattern()?;
                self.expect(Kind::In)?;
                let over = self.expression_before_block()?;
                Ok(Expr::For(Box::new(For { pat, over, body: self.block()?, label, at })))
            }
            Kind::OpenBrace => Ok(Expr::Block { block: self.block()?, label }),
            _ => Err(Refused),
        }
    }

    fn match_(&mut self) -> Parsed<Expr> {
        let at = self.expect(Kind::Match)?;
        let scrutinee = self.expression_before_block()?;
        let (arms, span) = self.within(Kind::OpenBrace, |this| {
            let mut arms = Vec::new();
            while !this.is_at_close() {
                arms.push(this.arm()?);
            }
            Ok(arms)
        })?;
        Ok(Expr::Match(Box::new(Match { scrutinee, arms, span: at.to(span) })))
    }

    fn arm(&mut self) -> Parsed<Arm> {
        self.attributes()?;
        let pat = self.pattern()?;
        let guard = if self.eat(Kind::If) { Some(self.expression()?) } else { None };
        self.expect_pair(Kind::Eq, Kind::Gt)?;
        let body = self.expression_at_start()?;
        if !self.eat(Kind::Comma) && !self.is_at_close() && !ends_with_block(&body) {
            return Err(Refused);
        }
        Ok(Arm { pat, guard, body })
    }
}

/// Whether an expression is a block, or ends with one that belongs to its keyword: it is a statement without a `;`.
pub(super) fn ends_with_block(expr: &Expr) -> bool {
    matches!(expr, Expr::If(_) | Expr::For(_) | Expr::Loop(_) | Expr::Match(_) | Expr::Unsafe(..) | Expr::Apart(_) | Expr::Block { .. })
}

/// Whether no segment of a path has arguments.
fn is_plain(path: &Path) -> bool {
    path.segments.iter().all(|segment| segment.arguments == Arguments::None)
}

/// The bracket that closes.
fn last_byte(span: Span) -> Span {
    Span { start: span.end.saturating_sub(1), end: span.end }
}
