//! Types.

use super::paths::Style;
use super::{Parsed, Parser, Refused};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Expr, Literal, LiteralKind, Path, QPath, Signature, Type, TypeKind};

/// Whether a type may go on with `+ Trait`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    Allowed,
    Not,
}

impl Parser<'_> {
    /// Reads a type.
    pub(in crate::frontend::rust) fn ty(&mut self) -> Parsed<Type> {
        self.type_with(Plus::Allowed)
    }

    /// Reads `-> T`, or nothing.
    pub(super) fn output(&mut self) -> Parsed<Option<Type>> {
        if self.eat_pair(Kind::Minus, Kind::Gt) { self.ty().map(Some) } else { Ok(None) }
    }

    /// The same where a `+` does not belong to the type.
    pub(super) fn output_without_plus(&mut self) -> Parsed<Option<Type>> {
        if self.eat_pair(Kind::Minus, Kind::Gt) { self.type_with(Plus::Not).map(Some) } else { Ok(None) }
    }

    /// Reads a type; whether a `+` after it belongs to it, is told.
    pub(super) fn type_with(&mut self, plus: Plus) -> Parsed<Type> {
        let start = self.at;
        let kind = self.type_kind(plus)?;
        Ok(Type { kind, span: self.span_from(start) })
    }

    fn type_kind(&mut self, plus: Plus) -> Parsed<TypeKind> {
        match self.kind() {
            Kind::For => {
                self.bound_lifetimes()?;
                match self.kind() {
                    Kind::Fn | Kind::Unsafe | Kind::Extern => self.function_pointer(),
                    Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate => {
                        let path = self.path(Style::Type)?;
                        self.bounds_after(path, plus).map(TypeKind::Bounds)
                    }
                    _ => Err(Refused),
                }
            }
            Kind::OpenParen => self.parenthesized(plus),
            Kind::Fn | Kind::Extern => self.function_pointer(),
            Kind::Unsafe if self.nth(1) != Kind::Lt => self.function_pointer(),
            Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate | Kind::Lt | Kind::Colon => self.path_type(plus),
            Kind::Dyn if self.nth(1) != Kind::Star => {
                self.skip(1);
                self.bounds(plus).map(TypeKind::Bounds)
            }
            Kind::Impl => {
                self.skip(1);
                self.bounds(plus).map(TypeKind::Bounds)
            }
            Kind::OpenBracket => self.within(Kind::OpenBracket, Self::slice_or_array).map(|(kind, _)| kind),
            Kind::Star => {
                self.skip(1);
                let mutable = match self.bump()?.kind {
                    Kind::Mut => true,
                    Kind::Const => false,
                    _ => return Err(Refused),
                };
                Ok(TypeKind::Pointer { mutable, target: Box::new(self.type_with(Plus::Not)?) })
            }
            Kind::And => {
                self.skip(1);
                self.eat(Kind::Lifetime);
                let mutable = self.eat(Kind::Mut);
                Ok(TypeKind::Reference { mutable, target: Box::new(self.type_with(Plus::Not)?) })
            }
            Kind::Bang if !self.pair(Kind::Bang, Kind::Eq) => {
                self.skip(1);
                Ok(TypeKind::Other)
            }
            Kind::Underscore => {
                self.skip(1);
                Ok(TypeKind::Other)
            }
            _ => Err(Refused),
        }
    }

    fn path_type(&mut self, plus: Plus) -> Parsed<TypeKind> {
        if self.is_word("builtin") && self.nth(1) == Kind::Pound {
            return Err(Refused);
        }
        let path = self.qualified_path(Style::Type)?;
        if path.qself.is_some() {
            return Ok(TypeKind::Path(path));
        }
        if self.is(Kind::Bang) && !self.pair(Kind::Bang, Kind::Eq) {
            self.skip(1);
            self.group()?;
            return Ok(TypeKind::Other);
        }
        if plus == Plus::Allowed && self.is(Kind::Plus) {
            return self.bounds_after(path.path, plus).map(TypeKind::Bounds);
        }
        Ok(TypeKind::Path(path))
    }

    /// Reads `A + 'b + C`: the traits among them.
    fn bounds(&mut self, plus: Plus) -> Parsed<Vec<Path>> {
        let mut traits = Vec::new();
        self.bound(&mut traits)?;
        self.more_bounds(&mut traits, plus)?;
        if traits.is_empty() { Err(Refused) } else { Ok(traits) }
    }

    /// Reads `+ Trait` after the first trait.
    fn bounds_after(&mut self, first: Path, plus: Plus) -> Parsed<Vec<Path>> {
        let mut traits = vec![first];
        self.more_bounds(&mut traits, plus)?;
        Ok(traits)
    }

    fn more_bounds(&mut self, traits: &mut Vec<Path>, plus: Plus) -> Parsed<()> {
        while plus == Plus::Allowed && self.eat(Kind::Plus) {
            let goes_on = self.kind().is_word()
                || matches!(self.kind(), Kind::Question | Kind::Lifetime | Kind::OpenParen)
                || self.pair(Kind::Colon, Kind::Colon);
            if !goes_on {
                break;
            }
            self.bound(traits)?;
        }
        Ok(())
    }

    fn parenthesized(&mut self, plus: Plus) -> Parsed<TypeKind> {
        let ((mut types, ends_with_comma), _) = self.within(Kind::OpenParen, |this| match this.kind() {
            Kind::Lifetime | Kind::Question => Err(Refused),
            _ => Ok((this.list(Self::ty)?, this.last_kind() == Kind::Comma)),
        })?;
        let inner = match types.pop() {
            Some(inner) if types.is_empty() && !ends_with_comma => inner,
            last => {
                types.extend(last);
                return Ok(TypeKind::Tuple(types));
            }
        };
        if plus == Plus::Allowed && self.is(Kind::Plus) {
            return match inner.kind {
                TypeKind::Path(QPath { qself: None, path }) => self.bounds_after(path, plus).map(TypeKind::Bounds),
                _ => Err(Refused),
            };
        }
        Ok(inner.kind)
    }

    fn slice_or_array(&mut self) -> Parsed<TypeKind> {
        let element = Box::new(self.ty()?);
        if !self.eat(Kind::Semi) {
            return Ok(TypeKind::Slice(element));
        }
        let length = match self.expression()? {
            Expr::Literal(Literal { kind: LiteralKind::Int(length), .. }) => length.and_then(|length| u64::try_from(length).ok()),
            _ => None,
        };
        Ok(TypeKind::Array(element, length))
    }

    /// Reads `unsafe extern "C" fn(a: A, B, ...) -> C`.
    fn function_pointer(&mut self) -> Parsed<TypeKind> {
        self.eat(Kind::Unsafe);
        if self.eat(Kind::Extern) {
            self.eat(Kind::Str);
        }
        self.expect(Kind::Fn)?;
        let (inputs, _) = self.within(Kind::OpenParen, |this| {
            let mut inputs = Vec::new();
            while !this.is_at_close() {
                this.attributes()?;
                let named = matches!(this.kind(), Kind::Ident | Kind::Underscore)
                    && this.nth(1) == Kind::Colon
                    && !this.pair_at(1, Kind::Colon, Kind::Colon);
                this.skip(2 * usize::from(named));
                if this.triple(Kind::Dot, Kind::Dot, Kind::Dot) {
                    this.skip(3);
                    break;
                }
                inputs.push(this.ty()?);
                if !this.is_at_close() {
                    this.expect(Kind::Comma)?;
                }
            }
            Ok(inputs)
        })?;
        let output = self.output_without_plus()?;
        Ok(TypeKind::Function(Box::new(Signature { inputs, output })))
    }
}
