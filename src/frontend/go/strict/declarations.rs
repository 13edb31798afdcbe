//! Files and declarations.

use super::scan::Token;
use super::{Done, Field, Kind, Parser};

impl Parser<'_> {
    /// A whole text: its declarations.
    pub(super) fn file(&mut self) -> Done {
        let mark = self.tree.mark();
        while self.token() != Token::End {
            match self.token() {
                Token::Package => {
                    let (mark, start) = (self.tree.mark(), self.start());
                    self.advance();
                    self.name(Kind::PackageIdentifier, Field::Other)?;
                    self.close(mark, Kind::PackageClause, start);
                }
                Token::Import => self.imports()?,
                Token::Func => self.function()?,
                Token::Type | Token::Var | Token::Const => self.declaration()?,
                _ => return None,
            }
            // The last may end with the text.
            if self.token() != Token::End {
                self.terminator()?;
            }
        }
        self.close(mark, Kind::SourceFile, 0);
        Some(())
    }

    fn imports(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        if self.token() == Token::LeftParen {
            let (list, list_start) = (self.tree.mark(), self.start());
            self.group(Self::import)?;
            self.close(list, Kind::ImportSpecList, list_start);
        } else {
            self.import()?;
        }
        self.close(mark, Kind::ImportDeclaration, start);
        Some(())
    }

    fn import(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        match self.token() {
            Token::Period => self.leaf(Kind::Dot, Field::Name),
            Token::Name => self.leaf(Kind::PackageIdentifier, Field::Name),
            _ => {}
        }
        match self.token() {
            Token::String => self.leaf(Kind::InterpretedString, Field::Path),
            Token::RawString => self.leaf(Kind::RawString, Field::Path),
            _ => return None,
        }
        self.close(mark, Kind::ImportSpec, start);
        Some(())
    }

    /// `( … )` with one on each line, each ended.
    fn group(&mut self, mut one: impl FnMut(&mut Self) -> Done) -> Done {
        self.expect(Token::LeftParen)?;
        while self.token() != Token::RightParen {
            one(self)?;
            self.terminator()?;
        }
        self.advance();
        Some(())
    }

    fn function(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        let kind = if self.token() == Token::LeftParen {
            self.parameters(Field::Receiver)?;
            self.name(Kind::FieldIdentifier, Field::Name)?;
            Kind::MethodDeclaration
        } else {
            self.name(Kind::Identifier, Field::Name)?;
            if self.token() == Token::LeftBracket {
                self.type_parameters()?;
            }
            Kind::FunctionDeclaration
        };
        self.signature()?;
        if self.token() == Token::LeftBrace {
            self.block()?;
            self.part(Field::Body);
        }
        self.close(mark, kind, start);
        Some(())
    }

    /// A declaration of types, variables or constants.
    pub(super) fn declaration(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        let (one, kind): (fn(&mut Self) -> Done, Kind) = match self.token() {
            Token::Type => (Self::type_spec, Kind::TypeDeclaration),
            Token::Var => (Self::var_spec, Kind::VarDeclaration),
            _ => (Self::const_spec, Kind::ConstDeclaration),
        };
        self.advance();
        if self.token() == Token::LeftParen {
            let (list, list_start) = (self.tree.mark(), self.start());
            self.group(one)?;
            if kind == Kind::VarDeclaration {
                self.close(list, Kind::VarSpecList, list_start);
            }
        } else {
            one(self)?;
        }
        self.close(mark, kind, start);
        Some(())
    }

    fn type_spec(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.name(Kind::TypeIdentifier, Field::Name)?;
        if self.token() == Token::LeftBracket && self.peek(1) == Token::Name && self.peek(2) != Token::RightBracket {
            // `type T [n * m]int` looks the same up to its end as a list of parameters.
            if !matches!(self.peek(2), Token::Name | Token::Comma | Token::Interface | Token::Tilde | Token::LeftBracket | Token::Map) {
                return None;
            }
            self.type_parameters()?;
        }
        let kind = if self.take(Token::Assign) { Kind::TypeAlias } else { Kind::TypeSpec };
        self.ty()?;
        self.part(Field::Type);
        self.close(mark, kind, start);
        Some(())
    }

    fn var_spec(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.names(Kind::Identifier)?;
        if self.token() != Token::Assign {
            self.ty()?;
            self.part(Field::Type);
        }
        if self.take(Token::Assign) {
            self.expressions()?;
            self.part(Field::Value);
        }
        self.close(mark, Kind::VarSpec, start);
        Some(())
    }

    fn const_spec(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.names(Kind::Identifier)?;
        if !self.ends_line() {
            if self.token() != Token::Assign {
                self.ty()?;
                self.part(Field::Type);
            }
            self.expect(Token::Assign)?;
            self.expressions()?;
            self.part(Field::Value);
        }
        self.close(mark, Kind::ConstSpec, start);
        Some(())
    }
}
