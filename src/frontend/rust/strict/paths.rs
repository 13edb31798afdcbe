//! Paths and what stands in their angle brackets.

use super::{Parsed, Parser, Refused};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Angle, Arguments, Path, QPath, QSelf, Segment, Signature, Type, TypeKind};

/// How arguments of a path are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `a::<T>`, as `a < b` compares.
    Expression,
    /// `A<T>`.
    Type,
}

impl Parser<'_> {
    /// Reads a path that may begin with `<T as Trait>`.
    pub(super) fn qualified_path(&mut self, style: Style) -> Parsed<QPath> {
        if !self.is(Kind::Lt) {
            return Ok(QPath { qself: None, path: self.path(style)? });
        }
        let open = self.expect(Kind::Lt)?;
        let ty = self.ty()?;
        let mut path = if self.eat(Kind::As) { self.path(Style::Type)? } else { Path::default() };
        self.expect(Kind::Gt)?;
        let colons = self.expect_pair(Kind::Colon, Kind::Colon)?;
        let position = path.segments.len();
        if position == 0 {
            path.leading = Some(colons);
        }
        path.segments.push(self.segment(style)?);
        while self.eat_pair(Kind::Colon, Kind::Colon) {
            path.segments.push(self.segment(style)?);
        }
        Ok(QPath { qself: Some(Box::new(QSelf { ty, position, open })), path })
    }

    /// Reads a path.
    pub(super) fn path(&mut self, style: Style) -> Parsed<Path> {
        let start = self.span();
        let leading = self.eat_pair(Kind::Colon, Kind::Colon).then_some(start);
        let mut segments = vec![self.segment(style)?];
        while self.pair(Kind::Colon, Kind::Colon) && self.nth(2) != Kind::OpenParen {
            self.skip(2);
            segments.push(self.segment(style)?);
        }
        Ok(Path { leading, segments })
    }

    /// Reads a path without arguments, as of a macro.
    pub(super) fn plain_path(&mut self) -> Parsed<Path> {
        let start = self.span();
        let leading = self.eat_pair(Kind::Colon, Kind::Colon).then_some(start);
        let mut segments = Vec::new();
        loop {
            if !matches!(self.kind(), Kind::Ident | Kind::Super | Kind::SelfValue | Kind::SelfType | Kind::Crate) {
                return Err(Refused);
            }
            segments.push(Segment { ident: self.any_ident()?, arguments: Arguments::None });
            if !self.eat_pair(Kind::Colon, Kind::Colon) {
                return Ok(Path { leading, segments });
            }
        }
    }

    fn segment(&mut self, style: Style) -> Parsed<Segment> {
        let ident = match self.kind() {
            Kind::Super | Kind::SelfValue | Kind::Crate | Kind::Try => {
                return Ok(Segment { ident: self.any_ident()?, arguments: Arguments::None });
            }
            Kind::SelfType => self.any_ident()?,
            _ => self.ident()?,
        };
        let bare =
            style == Style::Type && self.is(Kind::Lt) && !self.pair(Kind::Lt, Kind::Eq) && !self.triple(Kind::Lt, Kind::Lt, Kind::Eq);
        let turbofish = self.pair(Kind::Colon, Kind::Colon) && self.nth(2) == Kind::Lt;
        let arguments = if bare || turbofish { Arguments::Angle(self.angle()?) } else { Arguments::None };
        Ok(Segment { ident, arguments })
    }

    /// Reads `<A, B>`, `::<A, B>`.
    pub(super) fn angle(&mut self) -> Parsed<Angle> {
        self.eat_pair(Kind::Colon, Kind::Colon);
        self.expect(Kind::Lt)?;
        let mut types = Vec::new();
        while !self.is(Kind::Gt) {
            types.extend(self.angle_argument()?);
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        let close = self.expect(Kind::Gt)?;
        Ok(Angle { types, close })
    }

    /// Reads one of them; gives it where it is a type.
    fn angle_argument(&mut self) -> Parsed<Option<Type>> {
        if self.is(Kind::Lifetime) && self.nth(1) != Kind::Plus {
            self.skip(1);
            return Ok(None);
        }
        if self.is_constant_argument() {
            self.constant_argument()?;
            return Ok(None);
        }
        let ty = self.ty()?;
        if !is_name(&ty) {
            return Ok(Some(ty));
        }
        if self.eat(Kind::Eq) {
            if self.is_constant_argument() {
                self.constant_argument()?
            } else {
                drop(self.ty()?)
            }
            return Ok(None);
        }
        if self.is(Kind::Colon) {
            self.skip(1);
            while !matches!(self.kind(), Kind::Comma | Kind::Gt) {
                self.bound(&mut Vec::new())?;
                if !self.eat(Kind::Plus) {
                    break;
                }
            }
            return Ok(None);
        }
        Ok(Some(ty))
    }

    fn is_constant_argument(&self) -> bool {
        self.is_literal() || self.is(Kind::OpenBrace)
    }

    /// Reads a constant that stands for a parameter, of which nothing is kept.
    pub(super) fn constant_argument(&mut self) -> Parsed<()> {
        if self.is(Kind::OpenBrace) {
            self.block()?;
        } else if self.is(Kind::Ident) {
            self.skip(1);
        } else {
            self.literal()?;
        }
        Ok(())
    }

    /// Reads `(A, B) -> C` after the name of a trait.
    pub(super) fn parenthesized_arguments(&mut self) -> Parsed<Signature> {
        let (inputs, _) = self.within(Kind::OpenParen, |this| this.list(Self::ty))?;
        let output = self.output_without_plus()?;
        Ok(Signature { inputs, output })
    }
}

/// Whether a type is one name, perhaps with arguments in angle brackets.
fn is_name(ty: &Type) -> bool {
    match &ty.kind {
        TypeKind::Path(QPath { qself: None, path: Path { leading: None, segments } }) => {
            matches!(&segments[..], [Segment { arguments: Arguments::None | Arguments::Angle(_), .. }])
        }
        _ => false,
    }
}
