//! Expressions.

use super::scan::Token;
use super::{Done, Field, Kind, Parser};
use crate::frontend::go::tree::{Mark, Node};

impl Parser<'_> {
    /// An expression.
    pub(super) fn expression(&mut self) -> Done {
        self.expression_or_type()?;
        self.value()
    }

    /// Expressions with commas between them, as one list.
    pub(super) fn expressions(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.expression()?;
        self.more_expressions(mark, start)
    }

    /// The rest of a list of which the first expression is read.
    pub(super) fn more_expressions(&mut self, mark: Mark, start: u32) -> Done {
        while self.take(Token::Comma) {
            self.expression()?;
        }
        self.close(mark, Kind::ExpressionList, start);
        Some(())
    }

    /// An expression, or what can only be a type, as in `([]byte)(x)`.
    fn expression_or_type(&mut self) -> Done {
        self.deeper(|parser| parser.operators(1))
    }

    /// What was read last has to be a value.
    fn value(&mut self) -> Done {
        let kind = self.tree.last().kind;
        (!is_type(kind)).then_some(())
    }

    /// Operands with operators between them that bind at least as tightly as `least`.
    fn operators(&mut self, least: u32) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.unary()?;
        loop {
            let (binds, kind) = operator(self.token());
            if binds < least {
                return Some(());
            }
            self.value()?;
            self.part(Field::Left);
            self.leaf(kind, Field::Operator);
            self.operators(binds + 1)?;
            self.value()?;
            self.part(Field::Right);
            self.close(mark, Kind::BinaryExpression, start);
        }
    }

    fn unary(&mut self) -> Done {
        let kind = match self.token() {
            Token::Arrow if self.peek(1) == Token::Chan => return self.ty(),
            Token::Plus => Kind::Plus,
            Token::Minus => Kind::Minus,
            Token::Not => Kind::Not,
            Token::Caret => Kind::Caret,
            Token::Star => Kind::Star,
            Token::And => Kind::And,
            Token::Arrow => Kind::Arrow,
            _ => return self.primary(),
        };
        let (mark, start) = (self.tree.mark(), self.start());
        self.leaf(kind, Field::Operator);
        if kind == Kind::Star && self.token() == Token::LeftParen {
            let (inner, inner_start) = (self.tree.mark(), self.start());
            self.operand()?;
            if self.token() == Token::LeftParen && self.tree.last().kind == Kind::ParenthesizedType {
                return self.starred_conversion(mark, start);
            }
            self.selected(inner, inner_start)?;
        } else {
            self.deeper(Self::unary)?;
        }
        if self.value().is_none() {
            if kind != Kind::Star {
                return None;
            }
            self.close(mark, Kind::PointerType, start);
            return Some(());
        }
        if kind == Kind::Star && self.starts_with_conversion() {
            return None;
        }
        self.part(Field::Operand);
        self.close(mark, Kind::UnaryExpression, start);
        Some(())
    }

    /// `*(*[]T)(x)`, of which `*` and the type are read: the grammar takes both for the type. What is selected or called
    /// then, it may read in several ways.
    fn starred_conversion(&mut self, mark: Mark, start: u32) -> Done {
        self.close(mark, Kind::PointerType, start);
        self.part(Field::Type);
        self.bracketed(Self::converted)?;
        self.close(mark, Kind::TypeConversionExpression, start);
        (!matches!(self.token(), Token::Period | Token::LeftBracket | Token::LeftParen | Token::LeftBrace)).then_some(())
    }

    /// Whether what was read last starts with a conversion to what can only be a type, or with `T[A](x)`: the grammar
    /// takes a `*` before it for part of the type.
    fn starts_with_conversion(&mut self) -> bool {
        let mut node = *self.tree.last();
        loop {
            let kids = self.tree.kids(node);
            let Some(first) = kids.first() else { return false };
            let is_converted = match node.kind {
                Kind::TypeConversionExpression => true,
                Kind::CallExpression => first.kind == Kind::IndexExpression || kids.iter().any(|kid| kid.kind == Kind::TypeArguments),
                Kind::SelectorExpression | Kind::IndexExpression | Kind::SliceExpression | Kind::TypeAssertionExpression => false,
                _ => return false,
            };
            if is_converted {
                return true;
            }
            node = *first;
        }
    }

    /// An operand and what is selected, called or taken from it.
    fn primary(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.operand()?;
        self.selected(mark, start)
    }

    /// What is selected, called or taken from the operand that is read.
    fn selected(&mut self, mark: Mark, start: u32) -> Done {
        loop {
            let last = self.tree.last().kind;
            let kind = match self.token() {
                Token::Period if self.is_type_switch() => return Some(()),
                Token::Period => {
                    self.value()?;
                    self.part(Field::Operand);
                    self.advance();
                    if self.take(Token::LeftParen) {
                        self.ty()?;
                        self.part(Field::Type);
                        self.expect(Token::RightParen)?;
                        Kind::TypeAssertionExpression
                    } else {
                        self.name(Kind::FieldIdentifier, Field::Selected)?;
                        Kind::SelectorExpression
                    }
                }
                Token::LeftBracket if self.may_be_type(last) && self.opens_type_arguments() => {
                    if self.after_group(0) == Some(Token::LeftBrace) {
                        self.literal_type();
                        self.part(Field::Type);
                        self.bracketed(Self::type_arguments)?;
                        Kind::GenericType
                    } else {
                        self.part(Field::Function);
                        self.bracketed(Self::type_arguments)?;
                        self.argument_list(false)?;
                        Kind::CallExpression
                    }
                }
                Token::LeftBracket => {
                    self.value()?;
                    self.part(Field::Operand);
                    let kind = self.bracketed(Self::index)?;
                    if kind == Kind::IndexExpression && self.is_in_doubt() {
                        return None;
                    }
                    kind
                }
                Token::LeftParen if is_type(last) => {
                    if matches!(last, Kind::FunctionType | Kind::ImplicitLengthArrayType) {
                        return None;
                    }
                    self.part(Field::Type);
                    self.bracketed(Self::converted)?;
                    Kind::TypeConversionExpression
                }
                Token::LeftParen => {
                    self.call()?;
                    Kind::CallExpression
                }
                Token::LeftBrace if self.opens_literal(last) => {
                    self.literal_type();
                    self.part(Field::Type);
                    self.bracketed(Self::literal_value)?;
                    self.part(Field::Body);
                    Kind::CompositeLiteral
                }
                _ => return Some(()),
            };
            self.close(mark, kind, start);
        }
    }

    /// Whether `.(type)` comes next.
    pub(super) fn is_type_switch(&self) -> bool {
        [self.peek(0), self.peek(1), self.peek(2)] == [Token::Period, Token::LeftParen, Token::Type]
    }

    fn operand(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        match self.token() {
            Token::Name => {
                let kind = match self.text() {
                    "nil" => Kind::Nil,
                    "true" => Kind::True,
                    "false" => Kind::False,
                    "iota" => Kind::Iota,
                    _ => Kind::Identifier,
                };
                self.leaf(kind, Field::Other);
            }
            Token::Int => self.leaf(Kind::IntLiteral, Field::Other),
            Token::Float => self.leaf(Kind::FloatLiteral, Field::Other),
            Token::Imaginary => self.leaf(Kind::ImaginaryLiteral, Field::Other),
            Token::Rune => self.leaf(Kind::RuneLiteral, Field::Other),
            Token::String => self.leaf(Kind::InterpretedString, Field::Other),
            Token::RawString => self.leaf(Kind::RawString, Field::Other),
            Token::LeftParen => {
                self.advance();
                self.bracketed(Self::expression_or_type)?;
                let kind = if self.value().is_some() { Kind::ParenthesizedExpression } else { Kind::ParenthesizedType };
                self.expect(Token::RightParen)?;
                self.close(mark, kind, start);
            }
            Token::LeftBracket if self.peek(1) == Token::Ellipsis => {
                self.at += 2;
                self.expect(Token::RightBracket)?;
                self.ty()?;
                self.part(Field::Element);
                self.close(mark, Kind::ImplicitLengthArrayType, start);
            }
            Token::Func => {
                self.advance();
                self.signature()?;
                let kind = if self.token() == Token::LeftBrace {
                    self.block()?;
                    self.part(Field::Body);
                    Kind::FuncLiteral
                } else {
                    Kind::FunctionType
                };
                self.close(mark, kind, start);
            }
            Token::LeftBracket | Token::Map | Token::Chan | Token::Struct | Token::Interface => self.ty()?,
            _ => return None,
        }
        Some(())
    }

    /// Whether what was read last, of this kind, may be the name of a type.
    fn may_be_type(&mut self, last: Kind) -> bool {
        last == Kind::Identifier || (last == Kind::SelectorExpression && self.tree.last_kids()[0].kind == Kind::Identifier)
    }

    /// Whether the brackets that come next, after a name, hold the arguments of a generic type or function for
    /// certain: they are those of a literal's type, or hold several, or what can only be a type, before a call.
    fn opens_type_arguments(&self) -> bool {
        use Token::{Chan, Func, Interface, LeftBracket, Map, Struct};
        match self.after_group(0) {
            Some(Token::LeftBrace) => !self.in_header,
            Some(Token::LeftParen) => matches!(self.peek(1), LeftBracket | Map | Chan | Func | Struct | Interface) || self.has_comma(),
            _ => false,
        }
    }

    /// Whether a comma stands in the group that comes next, outside of groups in it.
    fn has_comma(&self) -> bool {
        let mut depth = 0;
        for (token, _) in &self.tokens[self.at..] {
            match token {
                Token::LeftParen | Token::LeftBracket | Token::LeftBrace => depth += 1,
                Token::RightParen | Token::RightBracket | Token::RightBrace => depth -= 1,
                Token::Comma if depth == 1 => return true,
                _ => {}
            }
            if depth <= 0 {
                break;
            }
        }
        false
    }

    /// Whether the grammar may take what was read last, an index of what was read before it, for the arguments of a
    /// generic type or function.
    fn is_in_doubt(&mut self) -> bool {
        let (base, index) = self.tree.last_two();
        let of_type = self.weight_of_type(base).zip(self.weight_of_type(index));
        if of_type.is_some_and(|(base_type, index_type)| base_type + index_type > 1 + self.weight(base) + self.weight(index)) {
            return true;
        }
        // In a call the grammar decides in most cases for a function under an index, as lowering does in all.
        self.token() == Token::LeftParen && !matches!(index.kind, Kind::Identifier) && self.weight_of_type(index).is_some()
    }

    /// What the grammar prefers: the sum of its weights over a value that may be a type as well.
    fn weight(&self, node: Node) -> i32 {
        let kids = self.tree.kids(node);
        match (node.kind, kids) {
            (Kind::IndexExpression, [base, index]) => 1 + self.weight(*base) + self.weight(*index),
            (Kind::UnaryExpression, [_, inner]) | (Kind::ParenthesizedExpression, [inner]) => self.weight(*inner),
            _ => 0,
        }
    }

    /// The same, were it a type; `None` where it can be none.
    fn weight_of_type(&self, node: Node) -> Option<i32> {
        match (node.kind, self.tree.kids(node)) {
            (Kind::Identifier | Kind::Nil | Kind::True | Kind::False | Kind::Iota, _) => Some(-1),
            (Kind::SelectorExpression, [package, _]) => (package.kind == Kind::Identifier).then_some(0),
            (Kind::IndexExpression, [base, argument]) => {
                // The arguments follow a name: a chain of indices is not followed.
                let is_name = matches!(base.kind, Kind::Identifier | Kind::SelectorExpression) && self.weight_of_type(*base).is_some();
                if is_name { Some(3 + self.weight_of_type(*argument)?) } else { None }
            }
            (Kind::UnaryExpression, [operator, inner]) if operator.kind == Kind::Star => self.weight_of_type(*inner),
            (Kind::ParenthesizedExpression, [inner]) => self.weight_of_type(*inner),
            _ => None,
        }
    }

    /// `[i]` or `[i:j]`; what can only be a type in brackets is left to the grammar.
    fn index(&mut self) -> Option<Kind> {
        self.advance();
        if self.token() != Token::Colon {
            self.expression()?;
            self.part(Field::Index);
            if self.take(Token::RightBracket) {
                return Some(Kind::IndexExpression);
            }
            self.part(Field::Other);
        }
        self.expect(Token::Colon)?;
        if self.token() != Token::RightBracket {
            self.expression()?;
            if self.take(Token::Colon) {
                self.expression()?;
            }
        }
        self.expect(Token::RightBracket)?;
        Some(Kind::SliceExpression)
    }

    /// What is converted, in parentheses.
    fn converted(&mut self) -> Done {
        self.advance();
        self.expression()?;
        self.part(Field::Operand);
        self.take(Token::Comma);
        self.expect(Token::RightParen)
    }

    /// The arguments of a call of what was read last.
    fn call(&mut self) -> Done {
        let kind = self.tree.last().kind;
        if kind == Kind::ParenthesizedExpression && self.holds_indexed_pointer() {
            return None;
        }
        let takes_type = self.takes_type();
        self.part(Field::Function);
        self.argument_list(takes_type)
    }

    /// Whether what was read last is `make` or `new`.
    fn takes_type(&mut self) -> bool {
        let Node { kind, span, .. } = *self.tree.last();
        kind == Kind::Identifier && matches!(&self.text[span.start as usize..span.end as usize], "make" | "new")
    }

    /// Whether what was read last is `(*T[A])`, which is called like a type.
    fn holds_indexed_pointer(&mut self) -> bool {
        let inner = self.tree.last_kids()[0];
        inner.kind == Kind::UnaryExpression && self.tree.kids(inner).last().is_some_and(|operand| operand.kind == Kind::IndexExpression)
    }

    /// Whether what was read last can be nothing but a type where one may stand: it, or what it points to, is a plain
    /// name or of a form that only types have.
    fn is_plain_type(&mut self) -> bool {
        let mut node = *self.tree.last();
        while let (Kind::UnaryExpression, [operator, inner]) = (node.kind, self.tree.kids(node)) {
            if operator.kind != Kind::Star {
                return false;
            }
            node = *inner;
        }
        let is_member = |kids: &[Node]| kids.first().is_some_and(|package| package.kind == Kind::Identifier);
        match node.kind {
            Kind::Identifier => true,
            Kind::SelectorExpression => is_member(self.tree.kids(node)),
            kind => is_type(kind),
        }
    }

    /// Arguments in parentheses; with `takes_type` the first may be a type.
    fn argument_list(&mut self, takes_type: bool) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.bracketed(|parser| parser.arguments(takes_type))?;
        self.close(mark, Kind::ArgumentList, start);
        self.part(Field::Arguments);
        Some(())
    }

    fn arguments(&mut self, takes_type: bool) -> Done {
        self.advance();
        let mut is_first = true;
        while self.token() != Token::RightParen {
            let (mark, start) = (self.tree.mark(), self.start());
            self.expression_or_type()?;
            let stands_well = if takes_type && is_first { self.is_plain_type() } else { self.value().is_some() };
            if !stands_well {
                return None;
            }
            if self.take(Token::Ellipsis) {
                self.close(mark, Kind::VariadicArgument, start);
            }
            is_first = false;
            if !self.take(Token::Comma) {
                break;
            }
        }
        self.expect(Token::RightParen)
    }

    /// Whether `{` after what was read last, of this kind, opens the elements of a literal.
    fn opens_literal(&mut self, last: Kind) -> bool {
        use Kind::{ArrayType, GenericType, ImplicitLengthArrayType, MapType, SliceType, StructType};
        matches!(last, SliceType | ArrayType | ImplicitLengthArrayType | MapType | StructType | GenericType)
            || (!self.in_header && self.may_be_type(last) && !self.takes_type())
    }

    /// What was read last as a value is the type of a literal.
    fn literal_type(&mut self) {
        match self.tree.last().kind {
            Kind::Identifier => self.tree.last().kind = Kind::TypeIdentifier,
            Kind::SelectorExpression => {
                self.tree.last().kind = Kind::QualifiedType;
                for (kid, (kind, field)) in
                    self.tree.last_kids().iter_mut().zip([(Kind::PackageIdentifier, Field::Package), (Kind::TypeIdentifier, Field::Name)])
                {
                    (kid.kind, kid.field) = (kind, field);
                }
            }
            _ => {}
        }
    }

    /// The elements of a literal, in braces.
    fn literal_value(&mut self) -> Done {
        let (mark, start) = (self.tree.mark(), self.start());
        self.advance();
        while self.token() != Token::RightBrace {
            let (element, element_start) = (self.tree.mark(), self.start());
            self.element()?;
            if self.take(Token::Colon) {
                self.part(Field::Key);
                self.element()?;
                self.part(Field::Value);
                self.close(element, Kind::KeyedElement, element_start);
            }
            if !self.take(Token::Comma) {
                break;
            }
        }
        self.expect(Token::RightBrace)?;
        self.close(mark, Kind::LiteralValue, start);
        Some(())
    }

    fn element(&mut self) -> Done {
        if self.token() == Token::LeftBrace { self.deeper(Self::literal_value) } else { self.expression() }
    }
}

/// How tightly an operator binds its operands, and its kind; 0: it is none.
fn operator(token: Token) -> (u32, Kind) {
    match token {
        Token::OrOr => (1, Kind::OrOr),
        Token::AndAnd => (2, Kind::AndAnd),
        Token::Equal => (3, Kind::Equal),
        Token::NotEqual => (3, Kind::NotEqual),
        Token::Less => (3, Kind::Less),
        Token::LessEqual => (3, Kind::LessEqual),
        Token::Greater => (3, Kind::Greater),
        Token::GreaterEqual => (3, Kind::GreaterEqual),
        Token::Plus => (4, Kind::Plus),
        Token::Minus => (4, Kind::Minus),
        Token::Pipe => (4, Kind::Pipe),
        Token::Caret => (4, Kind::Caret),
        Token::Star => (5, Kind::Star),
        Token::Slash => (5, Kind::Slash),
        Token::Percent => (5, Kind::Percent),
        Token::ShiftLeft => (5, Kind::ShiftLeft),
        Token::ShiftRight => (5, Kind::ShiftRight),
        Token::And => (5, Kind::And),
        Token::AndNot => (5, Kind::AndNot),
        _ => (0, Kind::Other),
    }
}

/// Whether the node can be nothing but a type.
fn is_type(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::SliceType
            | Kind::ArrayType
            | Kind::ImplicitLengthArrayType
            | Kind::MapType
            | Kind::ChannelType
            | Kind::FunctionType
            | Kind::StructType
            | Kind::InterfaceType
            | Kind::PointerType
            | Kind::ParenthesizedType
    )
}
