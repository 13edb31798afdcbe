//! Type parameters, bounds, and `where`.

use super::paths::Style;
use super::{Parsed, Parser, Refused};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Arguments, Generics, Path, QPath, Segment, TypeKind};

impl Parser<'_> {
    /// Reads `<'a, T: Bound, const N: usize>`, or nothing.
    pub(super) fn generics(&mut self) -> Parsed<Generics> {
        let mut generics = Generics::default();
        if !self.eat(Kind::Lt) {
            return Ok(generics);
        }
        while !self.is(Kind::Gt) {
            self.attributes()?;
            match self.kind() {
                Kind::Lifetime => self.lifetime_parameter()?,
                Kind::Ident => {
                    let name = self.ident()?.name;
                    let mut traits = Vec::new();
                    if self.eat(Kind::Colon) {
                        self.bounds_until(&mut traits, |kind| matches!(kind, Kind::Comma | Kind::Gt | Kind::Eq))?;
                    }
                    if self.eat(Kind::Eq) {
                        self.ty()?;
                    }
                    generics.params.push((name, traits));
                }
                Kind::Const => {
                    self.skip(1);
                    self.ident()?;
                    self.expect(Kind::Colon)?;
                    self.ty()?;
                    if self.eat(Kind::Eq) {
                        self.constant_argument()?;
                    }
                }
                _ => return Err(Refused),
            }
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.expect(Kind::Gt)?;
        Ok(generics)
    }

    fn lifetime_parameter(&mut self) -> Parsed<()> {
        self.expect(Kind::Lifetime)?;
        if self.eat(Kind::Colon) {
            while self.eat(Kind::Lifetime) && self.eat(Kind::Plus) {}
        }
        Ok(())
    }

    /// Reads `for<'a>`.
    pub(super) fn bound_lifetimes(&mut self) -> Parsed<()> {
        self.expect(Kind::For)?;
        self.expect(Kind::Lt)?;
        while !self.is(Kind::Gt) {
            self.attributes()?;
            self.lifetime_parameter()?;
            if !self.is(Kind::Gt) {
                self.expect(Kind::Comma)?;
            }
        }
        self.expect(Kind::Gt).map(drop)
    }

    /// Reads `A + B` up to what ends it.
    pub(super) fn bounds_until(&mut self, traits: &mut Vec<Path>, ends: impl Fn(Kind) -> bool) -> Parsed<()> {
        let begins_path = |this: &Self| this.pair(Kind::Colon, Kind::Colon);
        while !self.is_at_close() && (begins_path(self) || !ends(self.kind())) {
            self.bound(traits)?;
            if !self.eat(Kind::Plus) {
                break;
            }
        }
        Ok(())
    }

    /// Reads one bound; adds the trait that it names. Those of `[const] Trait` are not kept.
    pub(super) fn bound(&mut self, traits: &mut Vec<Path>) -> Parsed<()> {
        if self.eat(Kind::Lifetime) {
            return Ok(());
        }
        if self.eat(Kind::Use) {
            self.expect(Kind::Lt)?;
            while !self.is(Kind::Gt) {
                match self.bump()?.kind {
                    Kind::Lifetime | Kind::Ident | Kind::SelfType => {}
                    _ => return Err(Refused),
                }
                if !self.is(Kind::Gt) {
                    self.expect(Kind::Comma)?;
                }
            }
            return self.expect(Kind::Gt).map(drop);
        }
        let found = if self.is(Kind::OpenParen) { self.within(Kind::OpenParen, Self::trait_bound)?.0 } else { self.trait_bound()? };
        traits.push(found);
        Ok(())
    }

    fn trait_bound(&mut self) -> Parsed<Path> {
        if self.is(Kind::For) {
            self.bound_lifetimes()?;
        } else {
            self.eat(Kind::Question);
        }
        let mut path = self.path(Style::Type)?;
        let Some(last) = path.segments.last_mut() else { return Err(Refused) };
        if last.arguments == Arguments::None {
            if self.pair(Kind::Colon, Kind::Colon) && self.nth(2) == Kind::OpenParen {
                self.skip(2);
            }
            if self.is(Kind::OpenParen) {
                last.arguments = Arguments::Parenthesized(Box::new(self.parenthesized_arguments()?));
            }
        }
        Ok(path)
    }

    /// Reads `where …`, or nothing.
    pub(super) fn where_clause(&mut self, generics: &mut Generics) -> Parsed<()> {
        if !self.eat(Kind::Where) {
            return Ok(());
        }
        if self.opens_parameters(0) {
            return Err(Refused);
        }
        let ends = |this: &Self| {
            this.is_at_close()
                || matches!(this.kind(), Kind::OpenBrace | Kind::Comma | Kind::Semi | Kind::Eq)
                || this.is(Kind::Colon) && !this.pair(Kind::Colon, Kind::Colon)
        };
        while !ends(self) {
            self.predicate(generics)?;
            if !self.eat(Kind::Comma) {
                break;
            }
        }
        Ok(())
    }

    fn predicate(&mut self, generics: &mut Generics) -> Parsed<()> {
        self.attributes()?;
        if self.is(Kind::Lifetime) && self.nth(1) == Kind::Colon {
            return self.lifetime_parameter();
        }
        if self.is(Kind::For) {
            self.bound_lifetimes()?;
        }
        let in_parentheses = self.is(Kind::OpenParen);
        let bounded = self.ty()?;
        self.expect(Kind::Colon)?;
        let mut traits = Vec::new();
        self.bounds_until(&mut traits, |kind| matches!(kind, Kind::OpenBrace | Kind::Comma | Kind::Semi | Kind::Colon | Kind::Eq))?;
        if let TypeKind::Path(QPath { path: Path { leading: None, segments }, .. }) = &bounded.kind
            && let [Segment { ident, arguments: Arguments::None }] = &segments[..]
            && !in_parentheses
        {
            generics.predicates.push((ident.name, traits));
        }
        Ok(())
    }

    /// Whether `<` after a keyword opens parameters, not a path (`impl <T as Trait>::Type`).
    pub(super) fn opens_parameters(&self, count: usize) -> bool {
        if self.nth(count) != Kind::Lt {
            return false;
        }
        match self.nth(count + 1) {
            Kind::Gt | Kind::Pound | Kind::Const | Kind::OuterDoc => true,
            Kind::Lifetime | Kind::Ident => match self.nth(count + 2) {
                Kind::Colon => !self.pair_at(count + 2, Kind::Colon, Kind::Colon),
                Kind::Comma | Kind::Gt | Kind::Eq => true,
                _ => false,
            },
            _ => false,
        }
    }
}
