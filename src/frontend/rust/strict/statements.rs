//! Blocks and statements.

use super::expressions::ends_with_block;
use super::{Parsed, Parser, Refused};
use crate::frontend::interned;
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Attribute, Block, Expr, Let, Macro, Stmt};

impl Parser<'_> {
    /// Reads `{ … }`. One that begins with attributes of its own is refused.
    pub(super) fn block(&mut self) -> Parsed<Block> {
        let (statements, span) = self.within(Kind::OpenBrace, Self::statements)?;
        Ok(Block { statements, span })
    }

    /// Reads statements up to the bracket that closes.
    pub(in crate::frontend::rust) fn statements(&mut self) -> Parsed<Vec<Stmt>> {
        let mut statements = Vec::new();
        loop {
            while self.eat(Kind::Semi) {}
            if self.is_at_close() {
                return Ok(statements);
            }
            let statement = self.statement()?;
            let needs_semi = match &statement {
                Stmt::Expr { expr, semi: false, .. } => match expr {
                    Expr::Macro(mac) => !self.has_braces(mac),
                    _ => !ends_with_block(expr),
                },
                Stmt::Macro { mac, semi: false } => !self.has_braces(mac),
                _ => false,
            };
            statements.push(statement);
            if needs_semi && !self.is_at_close() {
                return Err(Refused);
            }
        }
    }

    fn has_braces(&self, mac: &Macro) -> bool {
        self.tokens.text().as_bytes().get(mac.delimited.start as usize) == Some(&b'{')
    }

    fn statement(&mut self) -> Parsed<Stmt> {
        let attributes = self.attributes()?;
        if let Some(length) = self.macro_path() {
            match self.nth(length + 1) {
                Kind::Ident | Kind::Try => return self.rest_of_item(attributes).map(|item| Stmt::Item(Box::new(item))),
                Kind::OpenBrace if !self.goes_on_after_group(length + 1) => {
                    let path = self.plain_path()?;
                    let mac = self.macro_after(path)?;
                    return Ok(Stmt::Macro { mac: Box::new(mac), semi: self.eat(Kind::Semi) });
                }
                _ => {}
            }
        }
        if self.is(Kind::Let) {
            return self.let_().map(|binding| Stmt::Let(Box::new(binding)));
        }
        if self.begins_item() {
            return self.rest_of_item(attributes).map(|item| Stmt::Item(Box::new(item)));
        }
        self.expression_statement(&attributes)
    }

    /// The length in tokens of a path that comes next, with a `!` after it.
    fn macro_path(&self) -> Option<usize> {
        let mut length = if self.pair(Kind::Colon, Kind::Colon) { 2 } else { 0 };
        loop {
            if !matches!(self.nth(length), Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate) {
                return None;
            }
            length += 1;
            if !self.pair_at(length, Kind::Colon, Kind::Colon) {
                return (self.nth(length) == Kind::Bang).then_some(length);
            }
            length += 2;
        }
    }

    /// Whether an expression goes on after the brackets that open so many tokens ahead.
    fn goes_on_after_group(&self, count: usize) -> bool {
        let Some(after) = self.list.get(self.at + count).and_then(|open| open.after_group()) else { return false };
        let after = after.saturating_sub(self.at);
        self.nth(after) == Kind::Question || self.nth(after) == Kind::Dot && !self.pair_at(after, Kind::Dot, Kind::Dot)
    }

    /// Whether what comes next begins an item, not an expression.
    fn begins_item(&self) -> bool {
        let (second, third) = (self.nth(1), self.nth(2));
        match self.kind() {
            Kind::Pub
            | Kind::Extern
            | Kind::Use
            | Kind::Fn
            | Kind::Mod
            | Kind::Type
            | Kind::Struct
            | Kind::Enum
            | Kind::Trait
            | Kind::Impl
            | Kind::Macro => true,
            Kind::Crate => !self.pair_at(1, Kind::Colon, Kind::Colon),
            Kind::Static => matches!(second, Kind::Mut | Kind::Ident),
            Kind::Const => match second {
                Kind::OpenBrace | Kind::Static | Kind::Move | Kind::Or => false,
                Kind::Async => matches!(third, Kind::Unsafe | Kind::Extern | Kind::Fn),
                _ => true,
            },
            Kind::Unsafe => second != Kind::OpenBrace,
            Kind::Async => matches!(second, Kind::Unsafe | Kind::Extern | Kind::Fn),
            Kind::Ident => match self.word_at(0) {
                "union" => second == Kind::Ident,
                "auto" => second == Kind::Trait,
                "default" => matches!(second, Kind::Unsafe | Kind::Impl),
                _ => false,
            },
            _ => false,
        }
    }

    fn let_(&mut self) -> Parsed<Let> {
        let start = self.expect(Kind::Let)?;
        let pat = self.single_pattern()?;
        let ty = if self.eat(Kind::Colon) { Some(self.ty()?) } else { None };
        let (mut value, mut otherwise) = (None, None);
        if self.eat(Kind::Eq) {
            value = Some(self.expression()?);
            // `let a = if b { c } else { d };` has no other branch.
            if self.last_kind() != Kind::CloseBrace && self.eat(Kind::Else) {
                otherwise = Some(self.block()?);
            }
        }
        let end = self.expect(Kind::Semi)?;
        Ok(Let { pat, ty, value, otherwise, span: start.to(end) })
    }

    fn expression_statement(&mut self, attributes: &[Attribute]) -> Parsed<Stmt> {
        let expr = self.expression_at_start()?;
        let semi = self.eat(Kind::Semi);
        match expr {
            Expr::Macro(mac) if semi || self.has_braces(&mac) => Ok(Stmt::Macro { mac, semi }),
            _ => {
                let conditional =
                    may_be_conditional(&expr) && attributes.iter().any(|attribute| *attribute.path == [interned::name("cfg")]);
                Ok(Stmt::Expr { expr, semi, conditional })
            }
        }
    }
}

/// Whether an expression of this kind is told to be one of several variants.
fn may_be_conditional(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Block { .. }
            | Expr::Call(_)
            | Expr::For(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Macro(_)
            | Expr::Match(_)
            | Expr::MethodCall(_)
            | Expr::Return(..)
            | Expr::Unsafe(..)
    )
}
