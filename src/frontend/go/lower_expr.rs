//! Expressions.

use super::kind::{Field, Kind};
use super::lower::{Lowering, MAX_DEPTH};
use super::scope::Binding;
use super::tree::{Kids, Syntax};
use crate::facts::{Closure, ClosureKind, CompareOp, Literal, Name, Node, NodeId, TypeExpr, TypeExprId};
use ustr::ustr;

/// Texts longer than this (bytes) are not kept: no rule asks for them, and names live for ever.
const LONGEST_TEXT: usize = 120;

impl Lowering<'_> {
    /// An expression. What stands in parentheses is lowered without them.
    pub(super) fn expr(&mut self, x: Syntax<'_>) -> NodeId {
        if x.is_lost() || !self.enter(x) {
            return self.opaque(&[], x);
        }
        let node = self.expression(x);
        self.exit();
        node
    }

    fn expression(&mut self, x: Syntax<'_>) -> NodeId {
        match x.kind {
            Kind::Identifier | Kind::TypeIdentifier | Kind::PackageIdentifier | Kind::FieldIdentifier => self.name_use(x),
            Kind::ParenthesizedExpression => self.only_operand(x),
            Kind::SelectorExpression => {
                let kids = x.kids();
                let (Some(base), Some(name)) = (kids.field(Field::Operand), kids.field(Field::Selected)) else { return self.recovered(x) };
                let (base, name) = (self.expr(base), self.name(name));
                self.push(Node::Field { base, name }, x)
            }
            Kind::CallExpression => self.call(x),
            Kind::IndexExpression => {
                let kids = x.kids();
                let (Some(base), Some(index)) = (kids.field(Field::Operand), kids.field(Field::Index)) else { return self.recovered(x) };
                let (base, index) = (self.expr(base), self.expr(index));
                self.push(Node::Index { base, index }, x)
            }
            Kind::SliceExpression => {
                let kids = x.kids();
                let Some(base) = kids.field(Field::Operand) else { return self.recovered(x) };
                let base_node = self.expr(base);
                let bounds = kids.named().filter(|kid| !kid.is(base));
                let bounds: Vec<NodeId> = bounds.map(|bound| self.expr(bound)).collect();
                let bounds = self.f.body.push_list(&bounds);
                self.push(Node::Slice { base: base_node, bounds }, x)
            }
            Kind::UnaryExpression => self.unary(x),
            Kind::BinaryExpression => self.binary(x),
            Kind::TypeAssertionExpression => {
                let kids = x.kids();
                let Some(operand) = kids.field(Field::Operand) else { return self.recovered(x) };
                let operand = self.expr(operand);
                let ty = kids.field(Field::Type).map(|ty| self.ty(ty));
                self.push(Node::TypeAssert { operand, ty }, x)
            }
            Kind::TypeConversionExpression => self.conversion(x),
            Kind::TypeInstantiationExpression => {
                let kids = x.kids();
                let types: Vec<Syntax<'_>> = kids.types().collect();
                let Some((base, arguments)) = types.split_first() else { return self.recovered(x) };
                let base = self.type_as_value(*base);
                let arguments = arguments.iter().map(|argument| self.ty(*argument)).collect();
                self.f.body.turbofish.push((base, arguments));
                base
            }
            Kind::CompositeLiteral => {
                let kids = x.kids();
                let ty = self.ty_or_unknown(kids.field(Field::Type));
                self.composite(ty, kids.field(Field::Body), x)
            }
            Kind::LiteralValue => {
                let unknown = self.unknown_type();
                self.composite(unknown, Some(x), x)
            }
            Kind::FuncLiteral => self.closure(x),
            Kind::IntLiteral => {
                let value = integer(self.text(x)).map_or(Literal::Other, Literal::Int);
                self.push(Node::Literal(value), x)
            }
            Kind::InterpretedString | Kind::RawString => {
                let value = string(self.text(x)).map_or(Literal::Other, Literal::Text);
                self.push(Node::Literal(value), x)
            }
            Kind::True | Kind::False | Kind::Nil | Kind::Iota => self.predeclared(x),
            Kind::FloatLiteral | Kind::ImaginaryLiteral | Kind::RuneLiteral => self.push(Node::Literal(Literal::Other), x),
            Kind::QualifiedType | Kind::GenericType | Kind::PointerType | Kind::ParenthesizedType | Kind::TypeElem => self.type_as_value(x),
            Kind::VariadicArgument => self.only_operand(x),
            _ => self.recovered(x),
        }
    }

    /// A name: a local, or a path of one segment.
    fn name_use(&mut self, x: Syntax<'_>) -> NodeId {
        let name = self.name(x);
        let span = self.span(x);
        match self.f.scopes.lookup(name) {
            Some(Binding::Local(local)) => self.push(Node::Local(local), x),
            Some(Binding::Type(known_as)) => self.f.body.push_path(Box::new([known_as]), span),
            None => self.f.body.push_path(Box::new([name]), span),
        }
    }

    /// `true`, `false`, `nil` and `iota`, which a function may well use as names.
    fn predeclared(&mut self, x: Syntax<'_>) -> NodeId {
        if self.f.scopes.lookup(self.name(x)).is_some() {
            return self.name_use(x);
        }
        let literal = match x.kind {
            Kind::True => Literal::Bool(true),
            Kind::False => Literal::Bool(false),
            Kind::Nil => Literal::Nil,
            _ => self.f.iota.map_or(Literal::Other, Literal::Int),
        };
        self.push(Node::Literal(literal), x)
    }

    fn only_operand(&mut self, x: Syntax<'_>) -> NodeId {
        let operand = x.kids().types().next();
        match operand {
            Some(operand) => self.expr(operand),
            None => self.recovered(x),
        }
    }

    /// What a broken expression still says: its operands.
    fn recovered(&mut self, x: Syntax<'_>) -> NodeId {
        let operands = self.recovered_operands(x);
        self.opaque(&operands, x)
    }

    fn recovered_operands(&mut self, x: Syntax<'_>) -> Vec<NodeId> {
        let mut operands = Vec::new();
        for kid in x.kids().named() {
            match kid.kind {
                Kind::Error | Kind::ExpressionList | Kind::ArgumentList => {
                    if self.enter(kid) {
                        operands.extend(self.recovered_operands(kid));
                        self.exit();
                    }
                }
                _ => operands.push(self.expr(kid)),
            }
        }
        operands
    }

    fn unary(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        let (Some(operator), Some(operand)) = (kids.field(Field::Operator), kids.field(Field::Operand)) else { return self.recovered(x) };
        if operator.kind == Kind::Minus && operand.kind == Kind::IntLiteral {
            let value = integer(self.text(operand)).map_or(Literal::Other, |value| Literal::Int(-value));
            return self.push(Node::Literal(value), x);
        }
        let operand = self.expr(operand);
        match operator.kind {
            Kind::Not => self.push(Node::Not(operand), x),
            Kind::And => self.push(Node::AddressOf { operand, mutable: true }, x),
            Kind::Star => self.push(Node::Deref(operand), x),
            Kind::Arrow => self.push(Node::Receive(operand), x),
            _ => self.opaque(&[operand], x),
        }
    }

    /// A chain of operators that lean to the left is walked, not recursed into: sums of thousands of
    /// strings stand in generated code. Nodes nest no deeper for it than for brackets: what comes after is
    /// kept as operands side by side.
    fn binary(&mut self, x: Syntax<'_>) -> NodeId {
        let mut chain = Vec::new();
        let mut leftmost = x;
        while leftmost.kind == Kind::BinaryExpression {
            let kids = leftmost.kids();
            let (Some(left), Some(operator), Some(right)) =
                (kids.field(Field::Left), kids.field(Field::Operator), kids.field(Field::Right))
            else {
                break;
            };
            chain.push((leftmost, operator.kind, right));
            leftmost = left;
        }
        let mut left = if chain.is_empty() { return self.recovered(x) } else { self.expr(leftmost) };
        let mut operands = Vec::new();
        let room = MAX_DEPTH.saturating_sub(self.f.depth);
        let mut nested = 0;
        while let Some((whole, operator, right)) = chain.pop() {
            let right = self.expr(right);
            let is_flat = |operator| nested >= room || is_arithmetic(operator);
            let compare = |op| Node::Compare { left, right, op };
            let node = match operator {
                _ if is_flat(operator) => {
                    if operands.is_empty() {
                        operands.push(left);
                    }
                    operands.push(right);
                    let goes_on = chain.last().is_some_and(|(_, next, _)| is_flat(*next));
                    if !goes_on {
                        left = self.opaque(&operands, whole);
                        operands.clear();
                        nested += 1;
                    }
                    continue;
                }
                Kind::AndAnd | Kind::OrOr => Node::ShortCircuit { left, right, and: operator == Kind::AndAnd },
                Kind::Equal => compare(CompareOp::Equal),
                Kind::NotEqual => compare(CompareOp::NotEqual),
                _ => compare(CompareOp::Order),
            };
            left = self.push(node, whole);
            nested += 1;
        }
        left
    }

    fn call(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        let Some(function) = kids.field(Field::Function) else { return self.recovered(x) };
        let arguments = kids.field(Field::Arguments).map(|list| list.kids());
        let arguments: Vec<Syntax<'_>> = arguments.map_or(Vec::new(), |kids| kids.named().collect());
        if function.kind == Kind::Identifier {
            match self.text(function) {
                name @ ("make" | "new") if self.is_builtin(name) => return self.make_or_new(name == "make", &arguments, x),
                _ => {}
            }
        }
        if let (Kind::ParenthesizedExpression, [argument]) = (function.kind, arguments.as_slice())
            && let Some(ty) = self.pointer_type_in(function)
        {
            let operand = self.expr(*argument);
            return self.push(Node::Convert { ty, operand }, x);
        }
        let callee = self.expr(function);
        if let Some(list) = kids.field(Field::TypeArguments) {
            let types = self.type_arguments(list);
            self.f.body.turbofish.push((callee, types.into()));
        }
        let spread = arguments.iter().any(|argument| argument.kind == Kind::VariadicArgument);
        let args = self.arguments(&arguments);
        let args = self.f.body.push_list(&args);
        self.push(Node::Call { callee, args, spread }, x)
    }

    fn arguments(&mut self, arguments: &[Syntax<'_>]) -> Vec<NodeId> {
        let mut nodes = Vec::with_capacity(arguments.len());
        for argument in arguments {
            if argument.kind != Kind::Error {
                nodes.push(self.expr(*argument));
            } else {
                nodes.extend(self.recovered_operands(*argument));
            }
        }
        nodes
    }

    fn is_builtin(&self, name: &str) -> bool {
        let name = ustr(name);
        self.f.scopes.lookup(name).is_none() && !self.file.redeclared.contains(&name)
    }

    fn make_or_new(&mut self, is_make: bool, arguments: &[Syntax<'_>], x: Syntax<'_>) -> NodeId {
        let Some((first, rest)) = arguments.split_first() else { return self.opaque(&[], x) };
        let Some(ty) = self.as_type(*first) else {
            let operands = self.arguments(arguments);
            let operand = self.opaque(&operands, *first);
            return self.push(Node::AddressOf { operand, mutable: true }, x);
        };
        if is_make {
            let args = self.arguments(rest);
            let args = self.f.body.push_list(&args);
            self.push(Node::Make { ty, args }, x)
        } else {
            self.push(Node::New(ty), x)
        }
    }

    /// What can be a type as a type. A name may be one unless a local explains it.
    fn as_type(&mut self, x: Syntax<'_>) -> Option<TypeExprId> {
        if x.kind == Kind::Error || self.starts_with_local(x) {
            return None;
        }
        match x.kind {
            Kind::Identifier => Some(self.ty(x)),
            Kind::SelectorExpression => {
                let kids = x.kids();
                let (package, name) = (kids.field(Field::Operand)?, kids.field(Field::Selected)?);
                let path = Box::new([self.name(package), self.name(name)]);
                (package.kind == Kind::Identifier).then(|| self.push_type(TypeExpr::Path { path, args: Box::new([]) }))
            }
            Kind::IndexExpression => {
                let kids = x.kids();
                let base = kids.field(Field::Operand)?;
                let base = self.as_type(base)?;
                let argument = self.as_type(kids.field(Field::Index)?)?;
                let TypeExpr::Path { path, .. } = self.file.facts.type_exprs[base.index()].clone() else { return None };
                Some(self.push_type(TypeExpr::Path { path, args: Box::new([argument]) }))
            }
            Kind::UnaryExpression => {
                let kids = x.kids();
                let is_pointer = kids.field(Field::Operator).is_some_and(|operator| operator.kind == Kind::Star);
                let target = kids.field(Field::Operand).filter(|_| is_pointer)?;
                let target = self.nested_type(target)?;
                Some(self.push_type(TypeExpr::Pointer { target, mutable: true, raw: false }))
            }
            Kind::ParenthesizedExpression => {
                let inner = x.kids().types().next()?;
                self.nested_type(inner)
            }
            _ if is_type(x.kind) => Some(self.ty(x)),
            _ => None,
        }
    }

    fn nested_type(&mut self, x: Syntax<'_>) -> Option<TypeExprId> {
        if !self.enter(x) {
            return None;
        }
        let ty = self.as_type(x);
        self.exit();
        ty
    }

    /// The type in `(*T)(x)`, where `T` is no local.
    fn pointer_type_in(&mut self, parenthesized: Syntax<'_>) -> Option<TypeExprId> {
        let inner = parenthesized.kids().types().next()?;
        if inner.kind == Kind::UnaryExpression { self.as_type(inner) } else { None }
    }

    /// Whether the first name in an expression or type is that of a local.
    fn starts_with_local(&mut self, x: Syntax<'_>) -> bool {
        let mut at = x;
        loop {
            let next = match at.kind {
                Kind::Identifier | Kind::TypeIdentifier | Kind::PackageIdentifier => {
                    return matches!(self.f.scopes.lookup(self.name(at)), Some(Binding::Local(_)));
                }
                Kind::SelectorExpression | Kind::IndexExpression | Kind::UnaryExpression => at.kids().field(Field::Operand),
                Kind::CallExpression => at.kids().field(Field::Function),
                Kind::QualifiedType => at.kids().field(Field::Package),
                Kind::GenericType => at.kids().field(Field::Type),
                Kind::ParenthesizedExpression | Kind::ParenthesizedType | Kind::PointerType | Kind::TypeElem => at.kids().types().next(),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => return false,
            }
        }
    }

    /// `T(x)` where the grammar takes `T` for a type: `[]byte(x)` is a conversion, but `m[k](x)` and
    /// `(f)(x)` may as well be calls, and are lowered as calls.
    fn conversion(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        let (Some(ty), Some(operand)) = (kids.field(Field::Type), kids.field(Field::Operand)) else { return self.recovered(x) };
        let mut inner = ty;
        while inner.kind == Kind::ParenthesizedType {
            match inner.kids().types().next() {
                Some(next) => inner = next,
                None => break,
            }
        }
        let may_be_value = match inner.kind {
            Kind::TypeIdentifier | Kind::QualifiedType | Kind::GenericType => true,
            Kind::PointerType => self.starts_with_local(inner),
            _ => false,
        };
        if may_be_value {
            let callee = self.type_as_value(inner);
            let operand = self.expr(operand);
            let args = self.f.body.push_list(&[operand]);
            return self.push(Node::Call { callee, args, spread: false }, x);
        }
        let ty = self.ty(ty);
        let operand = self.expr(operand);
        self.push(Node::Convert { ty, operand }, x)
    }

    /// What the grammar takes for a type, as the value that it may be: `a[k]` is an index, unless
    /// its argument can only be a type.
    fn type_as_value(&mut self, x: Syntax<'_>) -> NodeId {
        if matches!(x.kind, Kind::TypeIdentifier | Kind::Identifier | Kind::PackageIdentifier) {
            return self.name_use(x);
        }
        let kids = x.kids();
        match x.kind {
            Kind::QualifiedType => match (kids.field(Field::Package), kids.field(Field::Name)) {
                (Some(package), Some(name)) => {
                    let (base, name) = (self.name_use(package), self.name(name));
                    self.push(Node::Field { base, name }, x)
                }
                _ => self.recovered(x),
            },
            Kind::GenericType => {
                let Some(base) = kids.field(Field::Type) else { return self.recovered(x) };
                let arguments = kids.field(Field::TypeArguments).map(|list| list.kids());
                let arguments: Vec<Syntax<'_>> = arguments.map_or(Vec::new(), |kids| kids.types().collect());
                let base_node = self.nested_value(base);
                match arguments.as_slice() {
                    [argument] if self.may_be_value(base, *argument) => {
                        let index = self.nested_value(*argument);
                        self.push(Node::Index { base: base_node, index }, x)
                    }
                    arguments => {
                        let types = arguments.iter().map(|argument| self.ty(*argument)).collect();
                        self.f.body.turbofish.push((base_node, types));
                        base_node
                    }
                }
            }
            Kind::PointerType => match kids.types().next() {
                Some(target) => {
                    let target = self.nested_value(target);
                    self.push(Node::Deref(target), x)
                }
                None => self.recovered(x),
            },
            Kind::ParenthesizedType | Kind::TypeElem => match kids.types().next() {
                Some(inner) => self.nested_value(inner),
                None => self.recovered(x),
            },
            _ => self.opaque(&[], x),
        }
    }

    fn nested_value(&mut self, x: Syntax<'_>) -> NodeId {
        if !self.enter(x) {
            return self.opaque(&[], x);
        }
        let node = self.type_as_value(x);
        self.exit();
        node
    }

    /// Whether `base[argument]` may be an index: the argument is a name, or a pointer that can only
    /// be followed (a local's).
    fn may_be_value(&mut self, base: Syntax<'_>, argument: Syntax<'_>) -> bool {
        let mut inner = argument;
        while matches!(inner.kind, Kind::TypeElem | Kind::ParenthesizedType) {
            let kids = inner.kids();
            let mut members = kids.named();
            match (members.next(), members.next()) {
                (Some(only), None) => inner = only,
                _ => return false,
            }
        }
        match inner.kind {
            Kind::TypeIdentifier | Kind::QualifiedType | Kind::GenericType => true,
            Kind::PointerType => self.starts_with_local(base) || self.starts_with_local(inner),
            _ => false,
        }
    }

    fn composite(&mut self, ty: TypeExprId, body: Option<Syntax<'_>>, x: Syntax<'_>) -> NodeId {
        let (key_type, element_type, is_keyed) = match self.file.facts.type_exprs[ty.index()] {
            TypeExpr::Map(key, value) => (Some(key), Some(value), true),
            TypeExpr::Slice(element) | TypeExpr::Array(element, _) => (None, Some(element), true),
            _ => (None, None, false),
        };
        let kids: Option<Kids<'_>> = body.map(|body| body.kids());
        let mut elements = Vec::new();
        for kid in kids.iter().flat_map(|kids| kids.named()) {
            match kid.kind {
                Kind::KeyedElement => {
                    let parts = kid.kids();
                    let (Some(key), Some(value)) = (parts.field(Field::Key), parts.field(Field::Value)) else { continue };
                    let name = if is_keyed { None } else { self.bare_name(key) };
                    let node = match name {
                        Some(name) => Node::NamedElement { name, value: self.element(value, element_type) },
                        None => Node::Pair { key: self.element(key, key_type), value: self.element(value, element_type) },
                    };
                    elements.push(self.push(node, kid));
                }
                Kind::Error => elements.extend(self.recovered_operands(kid)),
                _ => elements.push(self.element(kid, element_type)),
            }
        }
        let elements = self.f.body.push_list(&elements);
        self.push(Node::Composite { ty, elements }, x)
    }

    /// The name in a key that is nothing but an identifier.
    fn bare_name(&mut self, key: Syntax<'_>) -> Option<Name> {
        let inner = if key.kind == Kind::LiteralElement { key.kids().types().next()? } else { key };
        (inner.kind == Kind::Identifier).then(|| self.name(inner))
    }

    /// An element or key; where it leaves its type out, it has the one that the literal around it
    /// gives its elements.
    fn element(&mut self, x: Syntax<'_>, ty: Option<TypeExprId>) -> NodeId {
        let inner = if x.kind == Kind::LiteralElement { x.kids().types().next() } else { Some(x) };
        let Some(inner) = inner else { return self.recovered(x) };
        if inner.kind != Kind::LiteralValue {
            return self.expr(inner);
        }
        if !self.enter(inner) {
            return self.opaque(&[], inner);
        }
        let target = ty.and_then(|ty| match self.file.facts.type_exprs[ty.index()] {
            TypeExpr::Pointer { target, .. } => Some(target),
            _ => None,
        });
        let literal_type = target.or(ty).unwrap_or_else(|| self.unknown_type());
        let literal = self.composite(literal_type, Some(inner), inner);
        self.exit();
        match target {
            Some(_) => self.push(Node::AddressOf { operand: literal, mutable: true }, inner),
            None => literal,
        }
    }

    fn closure(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        let span = self.span(x);
        let parent = self.f.closure;
        // The body comes later: outer closures stand before inner ones.
        let id = self.f.body.push_closure(Closure {
            params: Vec::new(),
            results: Vec::new(),
            named_results: Vec::new(),
            body: NodeId::FIRST,
            parent,
            kind: ClosureKind::Function,
            moves: false,
            span,
        });
        self.f.closure = Some(id);
        self.f.scopes.enter();
        let signature = self.signature(kids.field(Field::Parameters), kids.field(Field::Result));
        let body = match kids.field(Field::Body) {
            Some(block) => self.open_block(block),
            None => self.opaque(&[], x),
        };
        self.f.scopes.leave();
        self.f.closure = parent;
        let closure = &mut self.f.body.closures[id.index()];
        closure.params = signature.params;
        closure.results = signature.results;
        closure.named_results = signature.named_results;
        closure.body = body;
        self.push(Node::Closure(id), x)
    }
}

fn is_arithmetic(operator: Kind) -> bool {
    !matches!(
        operator,
        Kind::AndAnd | Kind::OrOr | Kind::Equal | Kind::NotEqual | Kind::Less | Kind::LessEqual | Kind::Greater | Kind::GreaterEqual
    )
}

fn is_type(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TypeIdentifier
            | Kind::QualifiedType
            | Kind::GenericType
            | Kind::PointerType
            | Kind::ParenthesizedType
            | Kind::SliceType
            | Kind::ArrayType
            | Kind::MapType
            | Kind::ChannelType
            | Kind::FunctionType
            | Kind::StructType
            | Kind::InterfaceType
    )
}

/// The value of an integer literal; `None` where it does not fit.
pub(super) fn integer(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|character| *character != '_').collect::<String>().to_ascii_lowercase();
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'o', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, &digits[..]),
    };
    i64::from_str_radix(digits, radix).ok()
}

/// The text of a string literal; `None` where it is long, not closed, or not UTF-8.
fn string(literal: &str) -> Option<Name> {
    if literal.len() > LONGEST_TEXT {
        return None;
    }
    if let Some(raw) = literal.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        return Some(ustr(raw));
    }
    let quoted = literal.strip_prefix('"')?.strip_suffix('"')?;
    if !quoted.contains('\\') {
        return Some(ustr(quoted));
    }
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = unescape(&rest[at + 1..], &mut bytes)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok().map(|text| ustr(&text))
}

/// Appends what an escape stands for; gives the text after it.
fn unescape<'t>(escape: &'t str, bytes: &mut Vec<u8>) -> Option<&'t str> {
    let first = escape.chars().next()?;
    let (skipped, digits, radix) = match first {
        'x' => (1, 2, 16),
        'u' => (1, 4, 16),
        'U' => (1, 8, 16),
        '0'..='7' => (0, 3, 8),
        _ => {
            bytes.push(match first {
                'a' => 7,
                'b' => 8,
                'f' => 12,
                'n' => b'\n',
                'r' => b'\r',
                't' => b'\t',
                'v' => 11,
                '\\' | '"' | '\'' => u8::try_from(first).ok()?,
                _ => return None,
            });
            return escape.get(first.len_utf8()..);
        }
    };
    let value = u32::from_str_radix(escape.get(skipped..skipped + digits)?, radix).ok()?;
    if matches!(first, 'u' | 'U') {
        bytes.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut [0; 4]).as_bytes());
    } else {
        bytes.push(u8::try_from(value).ok()?);
    }
    escape.get(skipped + digits..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_all_bases() {
        let values = ["0", "1_000", "0x1F", "0b101", "0o17", "017", "9223372036854775808"].map(integer);
        assert_eq!(values, [Some(0), Some(1000), Some(31), Some(5), Some(15), Some(15), None]);
    }

    #[test]
    fn strings_lose_quotes_and_escapes() {
        let text = |literal| string(literal).map(|name| name.as_str());
        assert_eq!(text("\"a\\n\\x41\\u00e9\\101\\\"\""), Some("a\nAéA\""));
        assert_eq!(text("`a\\n`"), Some("a\\n"));
        assert_eq!(text("\"\\xff\""), None);
        assert_eq!(text("\"open"), None);
        assert_eq!(text(&format!("\"{}\"", "x".repeat(200))), None);
    }
}
