//! Statements.

use super::scan::Token;
use super::{Done, Field, Kind, Parser};
use crate::frontend::go::tree::Mark;

/// What a simple statement turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Simple {
    /// An expression alone, not yet a statement.
    Expression,
    Statement,
    /// `k, v := range x`.
    Range,
    /// `v := x` or `x`, each before `.(type)`: the nodes are not yet part of one.
    TypeSwitch,
}

impl Parser<'_> {
    /// Statements in braces.
    pub(super) fn block(&mut self) -> Done {
        self.deeper(|parser| {
            parser.bracketed(|parser| {
                let (mark, start) = (parser.tree.mark(), parser.start());
                parser.expect(Token::LeftBrace)?;
                parser.statements()?;
                parser.expect(Token::RightBrace)?;
                parser.close(mark, Kind::Block, start);
                Some(())
            })
        })
    }

    /// The statements up to the end of a block or case; none is no node.
    fn statements(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        let ends = |token| matches!(token, Token::RightBrace | Token::Case | Token::Default);
        if ends(self.token()) {
            return Some(());
        }
        while !ends(self.token()) {
            self.deeper(Self::statement)?;
            let is_last = self.token() == Token::RightBrace || (self.is_after_colon() && ends(self.token()));
            if !is_last {
                self.terminator()?;
            }
        }
        self.close(mark, Kind::StatementList, start);
        Some(())
    }

    /// Whether the last token was that of a label that stands before nothing.
    fn is_after_colon(&self) -> bool {
        self.tokens[self.at - 1].0 == Token::Colon
    }

    fn statement(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        let kind = match self.token() {
            Token::Var | Token::Const | Token::Type => return self.declaration(),
            Token::LeftBrace => return self.block(),
            Token::If => return self.if_statement(),
            Token::For => return self.for_statement(),
            Token::Switch => return self.switch(),
            Token::Select => return self.select(),
            Token::Return => {
                self.advance();
                if !self.ends_line() && self.token() != Token::RightBrace {
                    self.expressions()?;
                }
                Kind::ReturnStatement
            }
            Token::Go | Token::Defer => {
                let kind = if self.token() == Token::Go { Kind::GoStatement } else { Kind::DeferStatement };
                self.advance();
                self.expression()?;
                kind
            }
            Token::Fallthrough => {
                self.advance();
                Kind::FallthroughStatement
            }
            Token::Break | Token::Continue => {
                let kind = if self.token() == Token::Break { Kind::BreakStatement } else { Kind::ContinueStatement };
                self.advance();
                if self.token() == Token::Name {
                    self.leaf(Kind::LabelName, Field::Other);
                }
                kind
            }
            Token::Goto => {
                self.advance();
                self.name(Kind::LabelName, Field::Other)?;
                Kind::GotoStatement
            }
            Token::Name if self.peek(1) == Token::Colon && !self.is_predeclared() => {
                self.leaf(Kind::LabelName, Field::Label);
                self.advance();
                if !matches!(self.token(), Token::RightBrace | Token::Case | Token::Default) {
                    self.deeper(Self::statement)?;
                }
                Kind::LabeledStatement
            }
            _ => return self.simple_statement(),
        };
        self.close(mark, kind, start);
        Some(())
    }

    /// A simple statement that is one for certain.
    fn simple_statement(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        match self.simple()? {
            Simple::Expression => self.close(mark, Kind::ExpressionStatement, start),
            Simple::Statement => {}
            Simple::Range | Simple::TypeSwitch => return None,
        }
        Some(())
    }

    /// A simple statement, or what stands in its place in the head of a `for` or `switch`.
    fn simple(&mut self) -> Option<Simple> {
        let (mark, start) = (self.tree.mark(), self.start());
        if self.token() == Token::Range {
            self.range(mark, start)?;
            return Some(Simple::Range);
        }
        self.expression()?;
        let kind = match self.token() {
            Token::Comma | Token::Define | Token::Assign | Token::AddAssign | Token::OtherAssign => return self.assignment(mark, start),
            Token::Increment | Token::Decrement => {
                let kind = if self.token() == Token::Increment { Kind::IncStatement } else { Kind::DecStatement };
                self.advance();
                kind
            }
            Token::Arrow => self.sent()?,
            Token::Period => return Some(Simple::TypeSwitch),
            _ => return Some(Simple::Expression),
        };
        self.close(mark, kind, start);
        Some(Simple::Statement)
    }

    /// The rest of a send of which the channel is read.
    fn sent(&mut self) -> Option<Kind> {
        self.part(Field::Channel);
        self.advance();
        self.expression()?;
        self.part(Field::Value);
        Some(Kind::SendStatement)
    }

    /// An assignment or short declaration of which the first expression is read.
    fn assignment(&mut self, mark: Mark, start: u32) -> Option<Simple> {
        self.more_expressions(mark, start)?;
        self.part(Field::Left);
        let token = self.token();
        if matches!(token, Token::Define | Token::Assign) && self.peek(1) == Token::Range {
            self.leaf(if token == Token::Define { Kind::Define } else { Kind::Assign }, Field::Other);
            self.range(mark, start)?;
            return Some(Simple::Range);
        }
        let kind = match token {
            Token::Define => {
                self.advance();
                Kind::ShortVarDeclaration
            }
            Token::Assign => {
                self.leaf(Kind::Assign, Field::Operator);
                Kind::AssignmentStatement
            }
            Token::AddAssign => {
                self.leaf(Kind::AddAssign, Field::Operator);
                Kind::AssignmentStatement
            }
            Token::OtherAssign => {
                self.advance();
                Kind::AssignmentStatement
            }
            _ => return None,
        };
        let (right, right_start) = (self.tree.mark(), self.start());
        self.expression()?;
        if self.token() == Token::Period {
            return (kind == Kind::ShortVarDeclaration).then_some(Simple::TypeSwitch);
        }
        self.more_expressions(right, right_start)?;
        self.part(Field::Right);
        self.close(mark, kind, start);
        Some(Simple::Statement)
    }

    /// `range x`, and what was read before it since the mark.
    fn range(&mut self, mark: Mark, start: u32) -> Done {
        self.expect(Token::Range)?;
        self.expression()?;
        self.part(Field::Right);
        self.close(mark, Kind::RangeClause, start);
        Some(())
    }

    /// Reads the head of a statement, where `{` after a name opens the body.
    fn header(&mut self, read: impl FnOnce(&mut Self) -> Done) -> Done {
        let around = std::mem::replace(&mut self.in_header, true);
        let done = read(self);
        self.in_header = around;
        done
    }

    fn if_statement(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        self.header(|parser| {
            let (first, first_start) = (parser.tree.mark(), parser.start());
            let mut found = parser.simple()?;
            if parser.token() == Token::Semicolon {
                parser.initializer(found, first, first_start)?;
                found = parser.simple()?;
            }
            parser.part(Field::Condition);
            (found == Simple::Expression).then_some(())
        })?;
        self.block()?;
        self.part(Field::Consequence);
        if self.take(Token::Else) {
            match self.token() {
                Token::If => self.deeper(Self::if_statement)?,
                _ => self.block()?,
            }
            self.part(Field::Alternative);
        }
        self.close(mark, Kind::IfStatement, start);
        Some(())
    }

    /// What was read before a `;` in a head, and the `;`.
    fn initializer(&mut self, found: Simple, mark: Mark, start: u32) -> Done {
        match found {
            Simple::Expression => self.close(mark, Kind::ExpressionStatement, start),
            Simple::Statement => {}
            Simple::Range | Simple::TypeSwitch => return None,
        }
        self.part(Field::Initializer);
        self.expect(Token::Semicolon)
    }

    fn for_statement(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        self.header(|parser| {
            let (first, first_start) = (parser.tree.mark(), parser.start());
            match parser.token() {
                Token::LeftBrace => return Some(()),
                Token::Semicolon => parser.advance(),
                _ => {
                    let found = parser.simple()?;
                    if parser.token() != Token::Semicolon {
                        return matches!(found, Simple::Expression | Simple::Range).then_some(());
                    }
                    parser.initializer(found, first, first_start)?;
                }
            }
            if parser.token() != Token::Semicolon {
                parser.expression()?;
                parser.part(Field::Condition);
            }
            parser.expect(Token::Semicolon)?;
            if parser.token() != Token::LeftBrace {
                parser.simple_statement()?;
                parser.part(Field::Update);
            }
            parser.close(first, Kind::ForClause, first_start);
            Some(())
        })?;
        self.block()?;
        self.part(Field::Body);
        self.close(mark, Kind::ForStatement, start);
        Some(())
    }

    fn switch(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        let mut kind = Kind::ExpressionSwitchStatement;
        self.header(|parser| {
            let (mut first, first_start) = (parser.tree.mark(), parser.start());
            if parser.token() == Token::LeftBrace {
                return Some(());
            }
            let mut found = parser.simple()?;
            if parser.token() == Token::Semicolon {
                parser.initializer(found, first, first_start)?;
                if parser.token() == Token::LeftBrace {
                    return Some(());
                }
                first = parser.tree.mark();
                found = parser.simple()?;
            }
            match found {
                Simple::Expression => parser.part(Field::Value),
                Simple::TypeSwitch => {
                    kind = Kind::TypeSwitchStatement;
                    parser.tree.at(first).field = Field::Alias;
                    parser.part(Field::Value);
                    for token in [Token::Period, Token::LeftParen, Token::Type, Token::RightParen] {
                        parser.expect(token)?;
                    }
                }
                Simple::Statement | Simple::Range => return None,
            }
            Some(())
        })?;
        let is_type_switch = kind == Kind::TypeSwitchStatement;
        self.cases(|parser| {
            if !is_type_switch {
                parser.expressions()?;
                parser.part(Field::Value);
                return Some(Kind::ExpressionCase);
            }
            loop {
                parser.ty()?;
                parser.part(Field::Type);
                if !parser.take(Token::Comma) {
                    return Some(Kind::TypeCase);
                }
            }
        })?;
        self.close(mark, kind, start);
        Some(())
    }

    /// The cases of a switch or select, in braces; `head` reads what stands between `case` and `:`.
    fn cases(&mut self, mut head: impl FnMut(&mut Self) -> Option<Kind>) -> Done {
        self.bracketed(|parser| {
            parser.expect(Token::LeftBrace)?;
            while parser.token() != Token::RightBrace {
                let (mark, start) = (parser.tree.mark(), parser.start());
                let kind = if parser.take(Token::Default) {
                    Kind::DefaultCase
                } else {
                    parser.expect(Token::Case)?;
                    head(parser)?
                };
                parser.expect(Token::Colon)?;
                parser.statements()?;
                parser.close(mark, kind, start);
            }
            parser.advance();
            Some(())
        })
    }

    fn select(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        self.cases(|parser| {
            parser.communication()?;
            parser.part(Field::Communication);
            Some(Kind::CommunicationCase)
        })?;
        self.close(mark, Kind::SelectStatement, start);
        Some(())
    }

    /// A send, or a receive with what takes its value.
    fn communication(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expression()?;
        let kind = match self.token() {
            Token::Arrow => self.sent()?,
            Token::Colon => {
                self.part(Field::Right);
                Kind::ReceiveStatement
            }
            _ => {
                self.more_expressions(mark, start)?;
                self.part(Field::Left);
                match self.token() {
                    Token::Define => self.leaf(Kind::Define, Field::Other),
                    Token::Assign => self.leaf(Kind::Assign, Field::Other),
                    _ => return None,
                }
                self.expression()?;
                self.part(Field::Right);
                Kind::ReceiveStatement
            }
        };
        self.close(mark, kind, start);
        Some(())
    }
}
