//! Types and signatures.

use super::scan::Token;
use super::{Done, Field, Kind, Parser};

/// How many parameters of one type are read: of more the grammar takes some for types.
const MAX_NAMES: usize = 8;

impl Parser<'_> {
    /// A type.
    pub(super) fn ty(&mut self) -> Done {
        self.deeper(Self::type_inside)
    }

    fn type_inside(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        let kind = match self.token() {
            Token::Name => return self.named_type(),
            Token::Star => {
                self.advance();
                self.ty()?;
                Kind::PointerType
            }
            Token::LeftParen => {
                self.advance();
                self.ty()?;
                self.expect(Token::RightParen)?;
                Kind::ParenthesizedType
            }
            Token::LeftBracket if self.peek(1) == Token::RightBracket => {
                self.at += 2;
                self.ty()?;
                self.part(Field::Element);
                Kind::SliceType
            }
            Token::LeftBracket => {
                self.advance();
                self.bracketed(Self::expression)?;
                self.part(Field::Length);
                self.expect(Token::RightBracket)?;
                self.ty()?;
                self.part(Field::Element);
                Kind::ArrayType
            }
            Token::Map => {
                self.advance();
                self.expect(Token::LeftBracket)?;
                self.ty()?;
                self.part(Field::Key);
                self.expect(Token::RightBracket)?;
                self.ty()?;
                self.part(Field::Value);
                Kind::MapType
            }
            Token::Chan | Token::Arrow => {
                if self.take(Token::Arrow) {
                    self.expect(Token::Chan)?;
                } else {
                    self.advance();
                    self.take(Token::Arrow);
                }
                self.ty()?;
                self.part(Field::Value);
                Kind::ChannelType
            }
            Token::Func => {
                self.advance();
                self.signature()?;
                Kind::FunctionType
            }
            Token::Struct => {
                self.advance();
                self.bracketed(Self::fields)?;
                Kind::StructType
            }
            Token::Interface => {
                self.advance();
                self.interface_elements()?;
                Kind::InterfaceType
            }
            _ => return None,
        };
        self.close(mark, kind, start);
        Some(())
    }

    /// Whether a type that is no more than a name, or more than that, starts here, outside of parentheses.
    fn starts_type(token: Token) -> bool {
        use Token::{Arrow, Chan, Func, Interface, LeftBracket, Map, Name, Star, Struct};
        matches!(token, Name | Star | LeftBracket | Map | Chan | Arrow | Func | Struct | Interface)
    }

    /// `T`, `p.T`, `T[A]`, `p.T[A]`.
    pub(super) fn named_type(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        if self.peek(1) == Token::Period {
            self.name(Kind::PackageIdentifier, Field::Package)?;
            self.advance();
            self.name(Kind::TypeIdentifier, Field::Name)?;
            self.close(mark, Kind::QualifiedType, start);
        } else {
            self.name(Kind::TypeIdentifier, Field::Other)?;
        }
        if self.token() == Token::LeftBracket {
            self.part(Field::Type);
            self.type_arguments()?;
            self.close(mark, Kind::GenericType, start);
        }
        Some(())
    }

    /// `[A, B]` after the name of a generic type or function.
    pub(super) fn type_arguments(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expect(Token::LeftBracket)?;
        loop {
            self.type_element(Kind::TypeElem)?;
            if !self.take(Token::Comma) || self.token() == Token::RightBracket {
                break;
            }
        }
        self.expect(Token::RightBracket)?;
        self.close(mark, Kind::TypeArguments, start);
        self.part(Field::TypeArguments);
        Some(())
    }

    /// Types and `~` of types, with `|` between them.
    fn type_element(&mut self, kind: Kind) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        loop {
            let (member, member_start) = (self.tree.mark(), self.start());
            let is_negated = self.take(Token::Tilde);
            self.ty()?;
            if is_negated {
                self.close(member, Kind::NegatedType, member_start);
            }
            if !self.take(Token::Pipe) {
                break;
            }
        }
        self.close(mark, kind, start);
        Some(())
    }

    /// `[P any, Q C]` after the name of a function or type.
    pub(super) fn type_parameters(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expect(Token::LeftBracket)?;
        loop {
            let (one, one_start) = (self.tree.mark(), self.start());
            if self.is_predeclared() {
                return None;
            }
            self.names(Kind::Identifier)?;
            self.type_element(Kind::TypeConstraint)?;
            self.part(Field::Type);
            self.close(one, Kind::TypeParameterDeclaration, one_start);
            if !self.take(Token::Comma) || self.token() == Token::RightBracket {
                break;
            }
        }
        self.expect(Token::RightBracket)?;
        self.close(mark, Kind::TypeParameterList, start);
        self.part(Field::TypeParameters);
        Some(())
    }

    /// Names with commas between them.
    pub(super) fn names(&mut self, kind: Kind) -> Done {
        loop {
            self.name(kind, Field::Name)?;
            if !self.take(Token::Comma) {
                return Some(());
            }
        }
    }

    /// Parameters and results.
    pub(super) fn signature(&mut self) -> Done {
        self.parameters(Field::Parameters)?;
        if self.token() == Token::LeftParen {
            self.parameters(Field::Result)?;
        } else if Self::starts_type(self.token()) {
            self.ty()?;
            self.part(Field::Result);
        }
        Some(())
    }

    /// A list of parameters or results, or a receiver.
    pub(super) fn parameters(&mut self, part: Field) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expect(Token::LeftParen)?;
        while self.token() != Token::RightParen {
            self.deeper(Self::parameter)?;
            if !self.take(Token::Comma) {
                break;
            }
        }
        self.expect(Token::RightParen)?;
        self.close(mark, Kind::ParameterList, start);
        self.part(part);
        Some(())
    }

    fn parameter(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        let named = self.named_parameters();
        if named > MAX_NAMES {
            return None;
        }
        if (named <= 1 && self.peek(named) == Token::Ellipsis) && (named == 0 || self.token() == Token::Name) {
            if named == 1 {
                self.name(Kind::Identifier, Field::Name)?;
            }
            self.advance();
            self.ty()?;
            self.part(Field::Type);
            self.close(mark, Kind::VariadicParameter, start);
            return Some(());
        }
        for _ in 0..named {
            self.name(Kind::Identifier, Field::Name)?;
            self.take(Token::Comma);
        }
        self.ty()?;
        self.part(Field::Type);
        self.close(mark, Kind::ParameterDeclaration, start);
        Some(())
    }

    /// How many names stand before the type of the parameters that come next: `a, b T` has two, `T` none.
    fn named_parameters(&self) -> usize {
        if self.token() != Token::Name {
            return 0;
        }
        let mut last = 0;
        while self.peek(last + 1) == Token::Comma && self.peek(last + 2) == Token::Name {
            last += 2;
        }
        let names = last / 2 + 1;
        match self.peek(last + 1) {
            // `a []T` and `a [n]T`, but not `T[A]`.
            Token::LeftBracket => {
                let is_type = self.peek(last + 2) != Token::RightBracket
                    && matches!(self.after_group(last + 1), Some(Token::Comma | Token::RightParen));
                if is_type { 0 } else { names }
            }
            Token::LeftParen | Token::Ellipsis => names,
            next if Self::starts_type(next) => names,
            _ => 0,
        }
    }

    fn fields(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expect(Token::LeftBrace)?;
        while self.token() != Token::RightBrace {
            self.deeper(Self::field)?;
            if self.token() != Token::RightBrace {
                self.terminator()?;
            }
        }
        self.advance();
        self.close(mark, Kind::FieldDeclarationList, start);
        Some(())
    }

    fn field(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        if self.token() == Token::Star {
            self.leaf(Kind::Star, Field::Other);
            self.named_type()?;
        } else if self.is_embedded() {
            self.named_type()?;
        } else {
            self.names(Kind::FieldIdentifier)?;
            self.ty()?;
        }
        self.part(Field::Type);
        match self.token() {
            Token::String => self.leaf(Kind::InterpretedString, Field::Tag),
            Token::RawString => self.leaf(Kind::RawString, Field::Tag),
            _ => {}
        }
        self.close(mark, Kind::FieldDeclaration, start);
        Some(())
    }

    /// Whether the name of a field that comes next is that of its type.
    fn is_embedded(&self) -> bool {
        let ends = |token| {
            matches!(token, Token::NewLine | Token::Semicolon | Token::RightBrace | Token::String | Token::RawString | Token::Period)
        };
        match self.peek(1) {
            Token::LeftBracket => self.peek(2) != Token::RightBracket && self.after_group(1).is_some_and(ends),
            next => ends(next),
        }
    }

    fn interface_elements(&mut self) -> Done {
        self.expect(Token::LeftBrace)?;
        while self.token() != Token::RightBrace {
            self.deeper(Self::interface_element)?;
            if self.token() != Token::RightBrace {
                self.terminator()?;
            }
        }
        self.advance();
        Some(())
    }

    fn interface_element(&mut self) -> Done {
        if (self.token(), self.peek(1)) != (Token::Name, Token::LeftParen) {
            return self.type_element(Kind::TypeElem);
        }
        let (mark, start) = (self.tree.mark(), self.start());
        self.name(Kind::FieldIdentifier, Field::Name)?;
        self.signature()?;
        self.close(mark, Kind::MethodElem, start);
        Some(())
    }
}
