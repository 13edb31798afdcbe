//! Expressions that are no control flow.

use super::lower_body::{BodyLowering, Context};
use super::lower_types::{path_segments, single};
use super::tree::{self, Arguments, Binary, BinaryOp, Block, Call, Expr, LiteralKind, MethodCall, QPath, Range, Struct, UnaryOp};
use crate::facts::{Closure, ClosureId, ClosureKind, CompareOp, List, Literal, LocalKind, Name, Node, NodeId, TypeExpr, TypeExprId};
use crate::source::Span;

/// Longer string literals are keys of no map that a rule asks about, and are not kept.
const MAX_TEXT: usize = 200;

impl BodyLowering<'_, '_> {
    /// An expression.
    pub(super) fn expr(&mut self, expr: &Expr) -> NodeId {
        self.expr_in(expr, Context::Plain)
    }

    /// An expression, perhaps the value of a `let`. Parentheses count to the span of what is inside.
    pub(super) fn expr_in(&mut self, expr: &Expr, context: Context) -> NodeId {
        match expr {
            Expr::Array(elements, span) | Expr::Tuple(elements, span) => {
                let elements = self.exprs(elements, context);
                self.body.push(Node::Tuple(elements), *span)
            }
            Expr::Assign(sides) => {
                let target = self.assigned(&sides.0);
                let value = self.expr(&sides.1);
                self.push_over(Node::Assign { target, value }, target, value)
            }
            Expr::Async { moves, block, at } => {
                self.in_closure(ClosureKind::AsyncBlock, *moves, at.to(block.span), |this, _| this.block(block, None, Context::Plain))
            }
            Expr::Await(operand, at) => {
                let operand = self.expr(operand);
                self.push_from(Node::Await(operand), operand, *at)
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Block { block, label } => self.block(block, *label, context),
            Expr::Break { label, value, at } => {
                let value = value.as_ref().map(|value| self.expr(value));
                let end = value.map_or(*at, |value| self.body.span(value));
                self.body.push(Node::Break { label: *label, value }, at.to(end))
            }
            Expr::Call(call) => self.call(call),
            Expr::Cast { cast, at } => {
                let operand = self.expr_in(&cast.0, context);
                let ty = self.file.lower_type(&cast.1);
                self.push_from(Node::Convert { ty, operand }, operand, *at)
            }
            Expr::Closure(closure) => self.closure(closure),
            Expr::Apart(block) => self.apart(block),
            Expr::Continue(label, at) => self.body.push(Node::Continue(*label), *at),
            Expr::Field { base, member } => {
                let base = self.expr(base);
                self.push_from(Node::Field { base, name: member.name }, base, member.span)
            }
            Expr::For(inner) => self.for_(inner),
            Expr::If(inner) => self.if_(inner, context),
            Expr::Index(index, close) => self.index(&index.0, &index.1, *close),
            Expr::Infer(at) => self.opaque(&[], *at),
            Expr::Let { binding, at } => self.is(&binding.0, &binding.1, *at),
            Expr::Literal(literal) => self.literal(literal),
            Expr::Loop(inner) => self.loop_(inner),
            Expr::Macro(mac) => self.macro_call(mac),
            Expr::Match(inner) => self.match_(inner, context),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Paren(inner, span) => {
                let node = self.expr_in(inner, context);
                self.body.spans[node.index()] = *span;
                node
            }
            Expr::Path(path) => self.path_expr(path),
            Expr::Range(range) => self.range(range),
            Expr::Reference { operand, mutable, raw, at } => {
                let operand = self.expr_in(operand, if *raw { Context::Plain } else { context });
                self.push_to(Node::AddressOf { operand, mutable: *mutable }, *at, operand)
            }
            Expr::Repeat(repeat, span) => {
                let (element, len) = (self.expr(&repeat.0), self.expr(&repeat.1));
                self.opaque(&[element, len], *span)
            }
            Expr::Return(value, at) => {
                let value = value.as_ref().map(|value| self.expr(value));
                let values = self.body.push_list(value.as_slice());
                let end = value.map_or(*at, |value| self.body.span(value));
                self.body.push(Node::Return(values), at.to(end))
            }
            Expr::Struct(inner) => self.struct_expr(inner, context),
            Expr::Try(operand, at) => {
                let operand = self.expr(operand);
                self.push_from(Node::Try(operand), operand, *at)
            }
            Expr::Unary { op, operand, at } => self.unary(*op, operand, *at),
            Expr::Unsafe(block, at) => {
                let block = self.block(block, None, context);
                self.push_to(Node::Unsafe(block), *at, block)
            }
            Expr::Yield(value, at) => {
                let value = value.as_ref().map(|value| self.expr(value));
                self.opaque(value.as_slice(), *at)
            }
            Expr::Unknown(span) => self.mentioned(*span),
        }
    }

    /// Operands in order.
    pub(super) fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, context: Context) -> List {
        let nodes: Vec<NodeId> = exprs.into_iter().map(|expr| self.expr_in(expr, context)).collect();
        self.body.push_list(&nodes)
    }

    /// A node that begins with `first` and ends with a token.
    pub(super) fn push_from(&mut self, node: Node, first: NodeId, end: Span) -> NodeId {
        let span = self.body.span(first).to(end);
        self.body.push(node, span)
    }

    /// A node that begins with a token and ends with `last`.
    pub(super) fn push_to(&mut self, node: Node, start: Span, last: NodeId) -> NodeId {
        let span = start.to(self.body.span(last));
        self.body.push(node, span)
    }

    /// A value of which nothing is kept.
    pub(super) fn opaque(&mut self, operands: &[NodeId], span: Span) -> NodeId {
        let operands = self.body.push_list(operands);
        self.body.push(Node::Opaque(operands), span)
    }

    /// A literal.
    pub(super) fn literal(&mut self, literal: &tree::Literal) -> NodeId {
        let lowered = match &literal.kind {
            LiteralKind::Text(text) if text.len() <= MAX_TEXT => Literal::Text(Name::from(text)),
            LiteralKind::Int(value) => value.and_then(|value| i64::try_from(value).ok()).map_or(Literal::Other, Literal::Int),
            LiteralKind::Bool(value) => Literal::Bool(*value),
            LiteralKind::Text(_) | LiteralKind::Other => Literal::Other,
        };
        self.body.push(Node::Literal(lowered), literal.span)
    }

    /// A local or a path.
    pub(super) fn path_expr(&mut self, expr: &QPath) -> NodeId {
        let (qself, path) = (expr.qself.as_deref(), &expr.path);
        let first = path.segments.first();
        let last = path.segments.last();
        let (Some(first), Some(last)) = (first, last) else { return self.opaque(&[], Span::default()) };
        let start = match qself {
            Some(qself) => qself.open,
            None => path.leading.unwrap_or(first.ident.span),
        };
        let end = match &last.arguments {
            Arguments::Angle(angle) => angle.close,
            _ => last.ident.span,
        };
        let span = start.to(end);
        if qself.is_none()
            && let Some(name) = single(path)
            && let Some(local) = self.locals.find(name)
        {
            return self.body.push(Node::Local(local), span);
        }
        let segments = path_segments(qself, path)
            .unwrap_or_else(|| std::iter::once(Name::from("_")).chain(path.segments.iter().map(|segment| segment.ident.name)).collect());
        let node = self.body.push_path(segments, span);
        if let Some(arguments) = self.turbofish(expr) {
            self.body.turbofish.push((node, arguments));
        }
        node
    }

    /// `const { … }`: nothing of it lives on.
    pub(super) fn apart(&mut self, block: &Block) -> NodeId {
        self.block(block, None, Context::Plain)
    }

    /// `a..b` is the struct that it stands for, with those of `start` and `end` that are written.
    pub(super) fn range(&mut self, range: &Range) -> NodeId {
        let type_name = match (&range.start, &range.end, range.closed) {
            (Some(_), Some(_), false) => "Range",
            (Some(_), Some(_), true) => "RangeInclusive",
            (Some(_), None, _) => "RangeFrom",
            (None, Some(_), false) => "RangeTo",
            (None, Some(_), true) => "RangeToInclusive",
            (None, None, _) => "RangeFull",
        };
        let ty = self.file.push_type_path(&["", "std", "ops", type_name]);
        let mut span = range.limits;
        let mut elements = Vec::new();
        for (name, bound) in [("start", &range.start), ("end", &range.end)] {
            let Some(bound) = bound else { continue };
            let value = self.expr(bound);
            let at = self.body.span(value);
            span = span.to(at);
            elements.push(self.body.push(Node::NamedElement { name: Name::from(name), value }, at));
        }
        let elements = self.body.push_list(&elements);
        self.body.push(Node::Composite { ty, elements }, span)
    }

    /// Runs `body` inside a new closure.
    pub(super) fn in_closure(
        &mut self,
        kind: ClosureKind,
        moves: bool,
        span: Span,
        body: impl FnOnce(&mut Self, ClosureId) -> NodeId,
    ) -> NodeId {
        let parent = self.closure;
        let id = self.body.push_closure(Closure {
            params: Vec::new(),
            results: Vec::new(),
            named_results: Vec::new(),
            body: NodeId::FIRST,
            parent,
            kind,
            moves,
            span,
        });
        self.closure = Some(id);
        let mark = self.locals.mark();
        let value = body(self, id);
        self.locals.release(mark);
        self.closure = parent;
        let closure = &mut self.body.closures[id.index()];
        closure.body = value;
        self.body.push(Node::Closure(id), span)
    }

    fn closure(&mut self, closure: &tree::Closure) -> NodeId {
        let kind = if closure.is_async { ClosureKind::AsyncFunction } else { ClosureKind::Function };
        let node = self.in_closure(kind, closure.moves, closure.start, |this, id| {
            let mut prologue = Vec::new();
            let params = closure.params.iter().map(|input| this.param(input, None, LocalKind::Param, &mut prologue)).collect();
            let results = this.file.results(closure.output.as_ref());
            let value = this.expr(&closure.body);
            let literal = &mut this.body.closures[id.index()];
            literal.params = params;
            literal.results = results;
            this.after(prologue, value)
        });
        if let Node::Closure(id) = self.body.node(node) {
            let span = closure.start.to(self.body.span(self.body.closure(id).body));
            self.body.closures[id.index()].span = span;
            self.body.spans[node.index()] = span;
        }
        node
    }

    fn call(&mut self, call: &Call) -> NodeId {
        let callee = self.expr(&call.callee);
        let args = self.exprs(&call.args, Context::Plain);
        self.push_from(Node::Call { callee, args, spread: false }, callee, call.close)
    }

    fn method_call(&mut self, call: &MethodCall) -> NodeId {
        let base = self.expr(&call.receiver);
        let callee = self.push_from(Node::Field { base, name: call.method.name }, base, call.method.span);
        if let Some(turbofish) = &call.turbofish {
            let arguments = self.file.angle_arguments(turbofish);
            self.body.turbofish.push((callee, arguments));
        }
        let args = self.exprs(&call.args, Context::Plain);
        self.push_from(Node::Call { callee, args, spread: false }, base, call.close)
    }

    fn index(&mut self, base: &Expr, index: &Expr, close: Span) -> NodeId {
        let base = self.expr(base);
        let mut inner = index;
        while let Expr::Paren(expr, _) = inner {
            inner = expr;
        }
        if let Expr::Range(range) = inner {
            let bounds = self.exprs(range.start.iter().chain(range.end.iter()), Context::Plain);
            return self.push_from(Node::Slice { base, bounds }, base, close);
        }
        let index = self.expr(index);
        self.push_from(Node::Index { base, index }, base, close)
    }

    fn struct_expr(&mut self, expr: &Struct, context: Context) -> NodeId {
        let ty = self.file.path_type(&expr.path);
        let ty: TypeExprId = self.file.push_type(ty);
        let mut elements = Vec::with_capacity(expr.fields.len());
        for (member, value) in &expr.fields {
            let value = self.expr_in(value, context);
            elements.push(self.push_to(Node::NamedElement { name: member.name, value }, member.span, value));
        }
        if let Some(rest) = &expr.rest {
            let value = self.expr(rest);
            let span = self.body.span(value);
            elements.push(self.body.push(Node::Spread(value), span));
        }
        let elements = self.body.push_list(&elements);
        let start = match (&expr.path.qself, expr.path.path.segments.first()) {
            (Some(qself), _) => qself.open,
            (None, Some(first)) => first.ident.span,
            (None, None) => expr.close,
        };
        self.body.push(Node::Composite { ty, elements }, start.to(expr.close))
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr, at: Span) -> NodeId {
        let operand = self.expr(operand);
        let node = match (op, self.body.node(operand)) {
            (UnaryOp::Deref, _) => Node::Deref(operand),
            (UnaryOp::Not, _) => Node::Not(operand),
            (UnaryOp::Negative, Node::Literal(Literal::Int(value))) => Node::Literal(Literal::Int(value.wrapping_neg())),
            (UnaryOp::Negative, _) => Node::Opaque(self.body.push_list(&[operand])),
        };
        self.push_to(node, at, operand)
    }

    fn binary(&mut self, binary: &Binary) -> NodeId {
        let compare = |op| move |left, right| Node::Compare { left, right, op };
        match binary.op {
            BinaryOp::And => self.short_circuit(binary, true),
            BinaryOp::Or => self.short_circuit(binary, false),
            BinaryOp::Equal => self.two(binary, compare(CompareOp::Equal)),
            BinaryOp::NotEqual => self.two(binary, compare(CompareOp::NotEqual)),
            BinaryOp::Order => self.two(binary, compare(CompareOp::Order)),
            BinaryOp::Arithmetic => {
                let mut operands = Vec::new();
                self.operands(binary, &mut operands);
                let list = self.body.push_list(&operands);
                let span = operands.iter().map(|operand| self.body.span(*operand)).reduce(Span::to).unwrap_or_default();
                self.body.push(Node::Opaque(list), span)
            }
            BinaryOp::Update => self.two(binary, |target, value| Node::Update { target, value }),
        }
    }

    fn two(&mut self, binary: &Binary, node: impl FnOnce(NodeId, NodeId) -> Node) -> NodeId {
        let left = self.expr(&binary.left);
        let right = self.expr(&binary.right);
        self.push_over(node(left, right), left, right)
    }

    fn push_over(&mut self, node: Node, first: NodeId, last: NodeId) -> NodeId {
        let span = self.body.span(first).to(self.body.span(last));
        self.body.push(node, span)
    }

    /// Each operand ends its temporaries, but for `let` conditions, which live on with their branch.
    fn short_circuit(&mut self, binary: &Binary, and: bool) -> NodeId {
        let left = self.condition(&binary.left);
        let right = self.condition(&binary.right);
        self.push_over(Node::ShortCircuit { left, right, and }, left, right)
    }

    /// `a + b * c + d` as one list of operands.
    fn operands(&mut self, binary: &Binary, out: &mut Vec<NodeId>) {
        match &binary.left {
            Expr::Binary(left) if left.op == BinaryOp::Arithmetic => self.operands(left, out),
            left => out.push(self.expr(left)),
        }
        out.push(self.expr(&binary.right));
    }

    /// What `=` assigns to: a place, or places inside of tuples and structs.
    fn assigned(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::Tuple(elements, span) | Expr::Array(elements, span) => {
                let places: Vec<NodeId> = elements.iter().map(|element| self.assigned(element)).collect();
                let places = self.body.push_list(&places);
                self.body.push(Node::Tuple(places), *span)
            }
            _ => self.expr(expr),
        }
    }

    /// Type arguments of the last segment of a path that has some.
    fn turbofish(&mut self, expr: &QPath) -> Option<Box<[TypeExprId]>> {
        let written = expr.path.segments.iter().rev().find_map(|segment| match &segment.arguments {
            Arguments::Angle(angle) => Some(angle),
            _ => None,
        });
        match (written, &expr.qself) {
            (Some(angle), _) => Some(self.file.angle_arguments(angle)),
            (None, Some(qself)) => {
                let ty = self.file.lower_type(&qself.ty);
                match &self.file.facts.type_exprs[ty.index()] {
                    TypeExpr::Path { args, .. } if !args.is_empty() => Some(args.clone()),
                    _ => None,
                }
            }
            (None, None) => None,
        }
    }
}
