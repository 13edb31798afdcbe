//! Patterns.

use super::paths::Style;
use super::{Parsed, Parser, Refused};
use crate::facts::Name;
use crate::frontend::interned;
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Expr, Ident, Pat, PatKind, QPath, Range};

impl Parser<'_> {
    /// Reads a pattern, alternatives and all, that may begin with `|`.
    pub(in crate::frontend::rust) fn pattern(&mut self) -> Parsed<Pat> {
        let start = self.at;
        let leading = self.eat(Kind::Or);
        let first = self.single_pattern()?;
        let another = |this: &Self| this.is(Kind::Or) && !this.pair(Kind::Or, Kind::Or) && !this.pair(Kind::Or, Kind::Eq);
        if !leading && !another(self) {
            return Ok(first);
        }
        let mut cases = vec![first];
        while another(self) {
            self.skip(1);
            cases.push(self.single_pattern()?);
        }
        Ok(Pat { kind: PatKind::Or(cases), span: self.span_from(start) })
    }

    /// Reads a pattern without alternatives but inside brackets.
    pub(in crate::frontend::rust) fn single_pattern(&mut self) -> Parsed<Pat> {
        let start = self.at;
        let kind = self.pattern_kind()?;
        Ok(Pat { kind, span: self.span_from(start) })
    }

    fn pattern_kind(&mut self) -> Parsed<PatKind> {
        match self.kind() {
            Kind::Ident if self.continues_path() => self.path_pattern(),
            Kind::SelfValue if self.pair_at(1, Kind::Colon, Kind::Colon) => self.path_pattern(),
            Kind::Lt | Kind::SelfType | Kind::Super | Kind::Crate => self.path_pattern(),
            Kind::Colon if self.pair(Kind::Colon, Kind::Colon) => self.path_pattern(),
            Kind::Underscore => {
                self.skip(1);
                Ok(PatKind::Wild)
            }
            Kind::Box => {
                self.skip(1);
                self.single_pattern().map(|_| PatKind::Other)
            }
            Kind::Minus | Kind::Const => self.bounded_pattern(),
            _ if self.is_plain_literal() => self.bounded_pattern(),
            Kind::Ref | Kind::Mut | Kind::SelfValue | Kind::Ident => self.binding(),
            Kind::And => {
                self.skip(1);
                self.eat(Kind::Mut);
                Ok(PatKind::Reference(Box::new(self.single_pattern()?)))
            }
            Kind::OpenParen => self.tuple_pattern(),
            Kind::OpenBracket => Ok(PatKind::Slice(self.within(Kind::OpenBracket, |this| this.list(Self::slice_element))?.0)),
            Kind::Dot if self.pair(Kind::Dot, Kind::Dot) => self.open_range_pattern(),
            _ => Err(Refused),
        }
    }

    /// Reads an element of a slice: a range has both its ends there.
    fn slice_element(&mut self) -> Parsed<Pat> {
        let pat = self.pattern()?;
        match &pat.kind {
            PatKind::Range(range) if range.start.is_none() || range.end.is_none() => Err(Refused),
            _ => Ok(pat),
        }
    }

    /// Whether what follows a name shows that it is no binding.
    fn continues_path(&self) -> bool {
        match self.nth(1) {
            Kind::Bang | Kind::OpenBrace | Kind::OpenParen => true,
            Kind::Colon => self.pair_at(1, Kind::Colon, Kind::Colon),
            Kind::Dot => self.pair_at(1, Kind::Dot, Kind::Dot),
            _ => false,
        }
    }

    fn path_pattern(&mut self) -> Parsed<PatKind> {
        let path = self.qualified_path(Style::Expression)?;
        match self.kind() {
            Kind::Bang if !self.pair(Kind::Bang, Kind::Eq) => {
                self.skip(1);
                self.group()?;
                Ok(PatKind::Other)
            }
            Kind::OpenBrace => {
                let (fields, _) = self.within(Kind::OpenBrace, Self::field_patterns)?;
                Ok(PatKind::Struct(path, fields))
            }
            Kind::OpenParen => {
                let (elements, _) = self.within(Kind::OpenParen, |this| this.list(Self::pattern))?;
                Ok(PatKind::TupleStruct(path, elements))
            }
            Kind::Dot if self.pair(Kind::Dot, Kind::Dot) => self.range_pattern(Some(Expr::Path(Box::new(path)))),
            _ => Ok(PatKind::Path(path)),
        }
    }

    fn field_patterns(&mut self) -> Parsed<Vec<(Name, Pat)>> {
        let mut fields = Vec::new();
        while !self.is_at_close() {
            self.attributes()?;
            if self.eat_pair(Kind::Dot, Kind::Dot) {
                break;
            }
            fields.push(self.field_pattern()?);
            if !self.is_at_close() {
                self.expect(Kind::Comma)?;
            }
        }
        Ok(fields)
    }

    fn field_pattern(&mut self) -> Parsed<(Name, Pat)> {
        let start = self.at;
        let (by_ref, mutable) = (self.eat(Kind::Ref), self.eat(Kind::Mut));
        let ident = if by_ref || mutable { self.ident()? } else { self.member()? };
        let named = self.last_kind() == Kind::Ident;
        if !by_ref && !mutable && self.is(Kind::Colon) || !named {
            self.expect(Kind::Colon)?;
            return Ok((ident.name, self.pattern()?));
        }
        let kind = PatKind::Ident { ident, by_ref, mutable, sub: None };
        Ok((ident.name, Pat { kind, span: self.span_from(start) }))
    }

    /// Reads the name of a field, or the index of a tuple's.
    pub(super) fn member(&mut self) -> Parsed<Ident> {
        if self.is(Kind::Int) {
            let token = self.bump()?;
            let word = self.tokens.word(token);
            // An index has no suffix, and no zeros before it.
            let index: u32 = word.parse().map_err(|_| Refused)?;
            return Ok(Ident { name: interned::name(&index.to_string()), span: token.span });
        }
        self.ident()
    }

    fn binding(&mut self) -> Parsed<PatKind> {
        let (by_ref, mutable) = (self.eat(Kind::Ref), self.eat(Kind::Mut));
        let ident = if self.is(Kind::SelfValue) { self.any_ident()? } else { self.ident()? };
        let sub = if self.eat(Kind::At) { Some(Box::new(self.single_pattern()?)) } else { None };
        Ok(PatKind::Ident { ident, by_ref, mutable, sub })
    }

    fn tuple_pattern(&mut self) -> Parsed<PatKind> {
        let ((mut elements, ends_with_comma), _) =
            self.within(Kind::OpenParen, |this| Ok((this.list(Self::pattern)?, this.last_kind() == Kind::Comma)))?;
        match elements.pop() {
            Some(inner) if elements.is_empty() && !ends_with_comma && inner.kind != PatKind::Rest => Ok(PatKind::Paren(Box::new(inner))),
            last => {
                elements.extend(last);
                Ok(PatKind::Tuple(elements))
            }
        }
    }

    /// Reads a literal or a constant, or a range of them.
    fn bounded_pattern(&mut self) -> Parsed<PatKind> {
        let start = self.range_bound()?.ok_or(Refused)?;
        if self.pair(Kind::Dot, Kind::Dot) {
            return self.range_pattern(Some(start));
        }
        match start {
            Expr::Literal(literal) => Ok(PatKind::Literal(literal)),
            Expr::Apart(block) => Ok(PatKind::Const(block)),
            _ => Err(Refused),
        }
    }

    fn open_range_pattern(&mut self) -> Parsed<PatKind> {
        match self.range_pattern(None)? {
            PatKind::Range(range) if range.end.is_none() => Ok(PatKind::Rest),
            kind => Ok(kind),
        }
    }

    /// Reads the rest of a range: `...` is the old way to write `..=`.
    fn range_pattern(&mut self, start: Option<Expr>) -> Parsed<PatKind> {
        let limits = self.span();
        let old = self.triple(Kind::Dot, Kind::Dot, Kind::Dot);
        if old && start.is_none() {
            return Err(Refused);
        }
        let closed = old || self.triple(Kind::Dot, Kind::Dot, Kind::Eq);
        self.skip(if closed { 3 } else { 2 });
        let end = self.range_bound()?;
        if closed && end.is_none() {
            return Err(Refused);
        }
        Ok(PatKind::Range(Box::new(Range { start, end, closed, limits })))
    }

    /// What a range begins or ends with, if anything.
    fn range_bound(&mut self) -> Parsed<Option<Expr>> {
        if self.is_literal() {
            return self.literal().map(Expr::Literal).map(Some);
        }
        match self.kind() {
            Kind::Or | Kind::Eq | Kind::Comma | Kind::Semi | Kind::If => Ok(None),
            Kind::Colon if !self.pair(Kind::Colon, Kind::Colon) => Ok(None),
            Kind::Const => {
                self.skip(1);
                self.block().map(Expr::Apart).map(Some)
            }
            Kind::Ident | Kind::Colon | Kind::Lt | Kind::SelfValue | Kind::SelfType | Kind::Super | Kind::Crate => {
                let path: QPath = self.qualified_path(Style::Expression)?;
                Ok(Some(Expr::Path(Box::new(path))))
            }
            _ if self.is_at_close() => Ok(None),
            _ => Err(Refused),
        }
    }
}
