//! Attributes and visibility.

use super::{Parsed, Parser, Refused};
use crate::frontend::interned;
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Attribute, Visibility};
use crate::source::Span;

impl Parser<'_> {
    /// Reads `#[…]` and documentation, of which nothing is kept, as long as it comes.
    pub(in crate::frontend::rust) fn attributes(&mut self) -> Parsed<Vec<Attribute>> {
        let mut attributes = Vec::new();
        loop {
            if self.is(Kind::Pound) {
                if self.nth(1) != Kind::OpenBracket {
                    return Err(Refused);
                }
                self.skip(1);
                self.attribute(&mut attributes)?;
            } else if !self.eat(Kind::OuterDoc) {
                return Ok(attributes);
            }
        }
    }

    /// Reads `#![…]` and documentation as long as it comes.
    pub(super) fn inner_attributes(&mut self, attributes: &mut Vec<Attribute>) -> Parsed<()> {
        loop {
            if self.is(Kind::Pound) && self.nth(1) == Kind::Bang && self.nth(2) == Kind::OpenBracket {
                self.skip(2);
                self.attribute(attributes)?;
            } else if !self.eat(Kind::InnerDoc) {
                return Ok(());
            }
        }
    }

    /// Reads what stands in the brackets of an attribute, and these.
    fn attribute(&mut self, attributes: &mut Vec<Attribute>) -> Parsed<()> {
        let (attribute, _) = self.within(Kind::OpenBracket, |this| {
            let mut path = Vec::new();
            this.eat_pair(Kind::Colon, Kind::Colon);
            loop {
                if !this.kind().is_word() {
                    return Err(Refused);
                }
                path.push(this.any_ident()?.name);
                if !this.eat_pair(Kind::Colon, Kind::Colon) {
                    break;
                }
            }
            let mut list = None;
            if matches!(this.kind(), Kind::OpenParen | Kind::OpenBracket | Kind::OpenBrace) {
                let span = this.group()?;
                list = Some(Span { start: span.start + 1, end: span.end - 1 });
            } else if this.eat(Kind::Eq) {
                this.expression()?;
            }
            Ok(Attribute { path: path.into(), list })
        })?;
        if *attribute.path != [interned::name("doc")] {
            attributes.push(attribute);
        }
        Ok(())
    }

    /// Reads `pub`, `pub(crate)`, `pub(in path)`, or nothing.
    pub(in crate::frontend::rust) fn visibility(&mut self) -> Parsed<Visibility> {
        let at = self.span();
        if !self.eat(Kind::Pub) {
            return Ok(Visibility::default());
        }
        // `pub (A, B)` is a field of a tuple.
        let restricted = self.is(Kind::OpenParen)
            && match self.nth(1) {
                Kind::Crate | Kind::SelfValue | Kind::Super => self.nth(2) == Kind::CloseParen,
                Kind::In => true,
                _ => false,
            };
        if restricted {
            self.group()?;
        }
        Ok(Visibility { public: !restricted, at: Some(at) })
    }
}
