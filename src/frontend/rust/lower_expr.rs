//! Expressions that are no control flow.

use super::lower_body::{BodyLowering, Context};
use super::lower_pattern::member_name;
use super::lower_types::path_segments;
use super::scope::name;
use crate::facts::{Closure, ClosureId, ClosureKind, CompareOp, List, Literal, LocalKind, Name, Node, NodeId, TypeExpr, TypeExprId};
use crate::source::Span;
use syn::{BinOp, Expr, Lit, PathArguments, UnOp};

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
            Expr::Array(array) => {
                let elements = self.exprs(array.elems.iter(), context);
                self.push(Node::Tuple(elements), array.bracket_token.span.join())
            }
            Expr::Assign(assign) => {
                let target = self.assigned(&assign.left);
                let value = self.expr(&assign.right);
                self.push_over(Node::Assign { target, value }, target, value)
            }
            Expr::Async(block) => self.async_block(block),
            Expr::Await(inner) => {
                let operand = self.expr(&inner.base);
                self.push_from(Node::Await(operand), operand, inner.await_token.span)
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Block(block) => {
                let label = block.label.as_ref().map(|label| name(&label.name.ident));
                self.block(&block.block, label, context)
            }
            Expr::Break(inner) => {
                let value = inner.expr.as_ref().map(|value| self.expr(value));
                let label = inner.label.as_ref().map(|label| name(&label.ident));
                let span = self.span(inner.break_token.span);
                let end = value.map_or(span, |value| self.body.span(value));
                self.body.push(Node::Break { label, value }, span.to(end))
            }
            Expr::Call(call) => {
                let callee = self.expr(&call.func);
                let args = self.exprs(call.args.iter(), Context::Plain);
                self.push_from(Node::Call { callee, args, spread: false }, callee, call.paren_token.span.close())
            }
            Expr::Cast(cast) => {
                let operand = self.expr_in(&cast.expr, context);
                let ty = self.file.lower_type(&cast.ty);
                self.push_from(Node::Convert { ty, operand }, operand, cast.as_token.span)
            }
            Expr::Closure(closure) => self.closure(closure),
            Expr::Const(block) => self.const_block(block),
            Expr::Continue(inner) => {
                let label = inner.label.as_ref().map(|label| name(&label.ident));
                self.push(Node::Continue(label), inner.continue_token.span)
            }
            Expr::Field(field) => {
                let base = self.expr(&field.base);
                let end = match &field.member {
                    syn::Member::Named(ident) => ident.span(),
                    syn::Member::Unnamed(index) => index.span,
                };
                self.push_from(Node::Field { base, name: member_name(&field.member) }, base, end)
            }
            Expr::ForLoop(inner) => self.for_(inner),
            Expr::Group(group) => self.expr_in(&group.expr, context),
            Expr::If(inner) => self.if_(inner, context),
            Expr::Index(index) => self.index(index),
            Expr::Infer(infer) => self.opaque(&[], infer.underscore_token.span),
            Expr::Let(inner) => self.is(inner),
            Expr::Lit(lit) => self.literal(&lit.lit),
            Expr::Loop(inner) => self.loop_(inner),
            Expr::Macro(inner) => self.macro_call(&inner.mac),
            Expr::Match(inner) => self.match_(inner, context),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Paren(paren) => {
                let node = self.expr_in(&paren.expr, context);
                self.body.spans[node.index()] = self.span(paren.paren_token.span.join());
                node
            }
            Expr::Path(path) => self.path_expr(path),
            Expr::Range(range) => self.range(range),
            Expr::RawAddr(inner) => {
                let operand = self.expr(&inner.expr);
                let mutable = matches!(inner.mutability, syn::PointerMutability::Mut(_));
                self.push_to(Node::AddressOf { operand, mutable }, inner.and_token.span, operand)
            }
            Expr::Reference(inner) => {
                let operand = self.expr_in(&inner.expr, context);
                self.push_to(Node::AddressOf { operand, mutable: inner.mutability.is_some() }, inner.and_token.span, operand)
            }
            Expr::Repeat(repeat) => {
                let (element, len) = (self.expr(&repeat.expr), self.expr(&repeat.len));
                self.opaque(&[element, len], repeat.bracket_token.span.join())
            }
            Expr::Return(inner) => {
                let value = inner.expr.as_ref().map(|value| self.expr(value));
                let values = self.body.push_list(value.as_slice());
                let span = self.span(inner.return_token.span);
                let end = value.map_or(span, |value| self.body.span(value));
                self.body.push(Node::Return(values), span.to(end))
            }
            Expr::Struct(inner) => self.struct_expr(inner, context),
            Expr::Try(inner) => {
                let operand = self.expr(&inner.expr);
                self.push_from(Node::Try(operand), operand, inner.question_token.span)
            }
            Expr::TryBlock(inner) => self.block(&inner.block, None, Context::Plain),
            Expr::Tuple(tuple) => {
                let elements = self.exprs(tuple.elems.iter(), context);
                self.push(Node::Tuple(elements), tuple.paren_token.span.join())
            }
            Expr::Unary(unary) => self.unary(unary),
            Expr::Unsafe(inner) => {
                let block = self.block(&inner.block, None, context);
                self.push_to(Node::Unsafe(block), inner.unsafe_token.span, block)
            }
            Expr::Verbatim(tokens) => {
                let span = self.span(syn::spanned::Spanned::span(tokens));
                self.mentioned(tokens.clone(), span)
            }
            Expr::While(inner) => self.while_(inner),
            Expr::Yield(inner) => {
                let value = inner.expr.as_ref().map(|value| self.expr(value));
                self.opaque(value.as_slice(), inner.yield_token.span)
            }
            _ => {
                let span = self.span(syn::spanned::Spanned::span(expr));
                let operands = self.body.push_list(&[]);
                self.body.push(Node::Opaque(operands), span)
            }
        }
    }

    /// Operands in order.
    pub(super) fn exprs<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>, context: Context) -> List {
        let nodes: Vec<NodeId> = exprs.map(|expr| self.expr_in(expr, context)).collect();
        self.body.push_list(&nodes)
    }

    /// A node with one syn span.
    pub(super) fn push(&mut self, node: Node, span: proc_macro2::Span) -> NodeId {
        let span = self.span(span);
        self.body.push(node, span)
    }

    /// A node that begins with `first` and ends with a token.
    pub(super) fn push_from(&mut self, node: Node, first: NodeId, end: proc_macro2::Span) -> NodeId {
        let span = self.body.span(first).to(self.span(end));
        self.body.push(node, span)
    }

    /// A node that begins with a token and ends with `last`.
    pub(super) fn push_to(&mut self, node: Node, start: proc_macro2::Span, last: NodeId) -> NodeId {
        let span = self.span(start).to(self.body.span(last));
        self.body.push(node, span)
    }

    /// A value of which nothing is kept.
    pub(super) fn opaque(&mut self, operands: &[NodeId], span: proc_macro2::Span) -> NodeId {
        let operands = self.body.push_list(operands);
        self.push(Node::Opaque(operands), span)
    }

    /// A literal.
    pub(super) fn literal(&mut self, lit: &Lit) -> NodeId {
        let literal = match lit {
            Lit::Str(text) => {
                let value = text.value();
                if value.len() <= MAX_TEXT { Literal::Text(Name::from(&value)) } else { Literal::Other }
            }
            Lit::Int(int) => int.base10_parse().map_or(Literal::Other, Literal::Int),
            Lit::Bool(value) => Literal::Bool(value.value),
            _ => Literal::Other,
        };
        self.push(Node::Literal(literal), lit.span())
    }

    /// A local or a path.
    pub(super) fn path_expr(&mut self, expr: &syn::ExprPath) -> NodeId {
        let first = expr.path.segments.first();
        let last = expr.path.segments.last();
        let (Some(first), Some(last)) = (first, last) else { return self.opaque(&[], proc_macro2::Span::call_site()) };
        let start = match &expr.qself {
            Some(qself) => qself.lt_token.span,
            None => expr.path.leading_colon.map_or(first.ident.span(), |token| token.spans[0]),
        };
        let end = match &last.arguments {
            PathArguments::AngleBracketed(angle) => angle.gt_token.span,
            _ => last.ident.span(),
        };
        let span = self.span(start).to(self.span(end));
        if let Some(ident) = expr.path.get_ident()
            && expr.qself.is_none()
            && let Some(local) = self.locals.find(name(ident))
        {
            return self.body.push(Node::Local(local), span);
        }
        let segments = path_segments(expr.qself.as_ref(), &expr.path)
            .unwrap_or_else(|| std::iter::once(Name::from("_")).chain(expr.path.segments.iter().map(|s| name(&s.ident))).collect());
        let node = self.body.push_path(segments, span);
        if let Some(arguments) = self.turbofish(expr) {
            self.body.turbofish.push((node, arguments));
        }
        node
    }

    /// `const { … }`.
    pub(super) fn const_block(&mut self, block: &syn::ExprConst) -> NodeId {
        self.block(&block.block, None, Context::Plain)
    }

    /// `a..b` is the struct that it stands for, with those of `start` and `end` that are written.
    pub(super) fn range(&mut self, range: &syn::ExprRange) -> NodeId {
        let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
        let type_name = match (&range.start, &range.end, closed) {
            (Some(_), Some(_), false) => "Range",
            (Some(_), Some(_), true) => "RangeInclusive",
            (Some(_), None, _) => "RangeFrom",
            (None, Some(_), false) => "RangeTo",
            (None, Some(_), true) => "RangeToInclusive",
            (None, None, _) => "RangeFull",
        };
        let ty = self.file.push_type_path(&["", "std", "ops", type_name]);
        let limits = self.span(match &range.limits {
            syn::RangeLimits::HalfOpen(token) => token.spans[0],
            syn::RangeLimits::Closed(token) => token.spans[0],
        });
        let mut span = limits;
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

    fn async_block(&mut self, block: &syn::ExprAsync) -> NodeId {
        let span = self.span(block.async_token.span).to(self.span(block.block.brace_token.span.close()));
        self.in_closure(ClosureKind::AsyncBlock, block.capture.is_some(), span, |this, _| this.block(&block.block, None, Context::Plain))
    }

    fn closure(&mut self, closure: &syn::ExprClosure) -> NodeId {
        let kind = if closure.asyncness.is_some() { ClosureKind::AsyncFunction } else { ClosureKind::Function };
        let words = [
            closure.constness.map(|token| token.span),
            closure.asyncness.map(|token| token.span),
            closure.capture.map(|token| token.span),
            Some(closure.inputs_begin.span),
        ];
        let start = words.into_iter().flatten().map(|span| self.span(span)).reduce(Span::to).unwrap_or_default();
        let node = self.in_closure(kind, closure.capture.is_some(), start, |this, id| {
            let mut prologue = Vec::new();
            let params = closure.inputs.iter().map(|input| this.param(input, None, LocalKind::Param, &mut prologue)).collect();
            let results = this.file.results(&closure.output);
            let value = this.expr(&closure.body);
            let literal = &mut this.body.closures[id.index()];
            literal.params = params;
            literal.results = results;
            this.after(prologue, value)
        });
        if let Node::Closure(id) = self.body.node(node) {
            let span = start.to(self.body.span(self.body.closure(id).body));
            self.body.closures[id.index()].span = span;
            self.body.spans[node.index()] = span;
        }
        node
    }

    fn method_call(&mut self, call: &syn::ExprMethodCall) -> NodeId {
        let base = self.expr(&call.receiver);
        let callee = self.push_from(Node::Field { base, name: name(&call.method) }, base, call.method.span());
        if let Some(turbofish) = &call.turbofish {
            let arguments = self.file.angle_arguments(turbofish);
            self.body.turbofish.push((callee, arguments));
        }
        let args = self.exprs(call.args.iter(), Context::Plain);
        self.push_from(Node::Call { callee, args, spread: false }, base, call.paren_token.span.close())
    }

    fn index(&mut self, index: &syn::ExprIndex) -> NodeId {
        let base = self.expr(&index.expr);
        let end = index.bracket_token.span.close();
        let mut inner = &*index.index;
        while let Expr::Paren(paren) = inner {
            inner = &paren.expr;
        }
        if let Expr::Range(range) = inner {
            let bounds = self.exprs(range.start.iter().chain(range.end.iter()).map(|bound| &**bound), Context::Plain);
            return self.push_from(Node::Slice { base, bounds }, base, end);
        }
        let index = self.expr(&index.index);
        self.push_from(Node::Index { base, index }, base, end)
    }

    fn struct_expr(&mut self, expr: &syn::ExprStruct, context: Context) -> NodeId {
        let ty = self.file.path_type(expr.qself.as_ref(), &expr.path);
        let ty: TypeExprId = self.file.push_type(ty);
        let mut elements = Vec::with_capacity(expr.fields.len());
        for field in &expr.fields {
            let value = self.expr_in(&field.expr, context);
            let start = match &field.member {
                syn::Member::Named(ident) => ident.span(),
                syn::Member::Unnamed(index) => index.span,
            };
            elements.push(self.push_to(Node::NamedElement { name: member_name(&field.member), value }, start, value));
        }
        if let Some(rest) = &expr.rest {
            let value = self.expr(rest);
            let span = self.body.span(value);
            elements.push(self.body.push(Node::Spread(value), span));
        }
        let elements = self.body.push_list(&elements);
        let close = self.span(expr.brace_token.span.close());
        let start = match (&expr.qself, expr.path.segments.first()) {
            (Some(qself), _) => self.span(qself.lt_token.span),
            (None, Some(first)) => self.span(first.ident.span()),
            (None, None) => close,
        };
        self.body.push(Node::Composite { ty, elements }, start.to(close))
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> NodeId {
        let operand = self.expr(&unary.expr);
        let (node, start) = match unary.op {
            UnOp::Deref(token) => (Node::Deref(operand), token.span),
            UnOp::Not(token) => (Node::Not(operand), token.span),
            UnOp::Neg(token) => match self.body.node(operand) {
                Node::Literal(Literal::Int(value)) => (Node::Literal(Literal::Int(value.wrapping_neg())), token.span),
                _ => (Node::Opaque(self.body.push_list(&[operand])), token.span),
            },
            _ => (Node::Opaque(self.body.push_list(&[operand])), proc_macro2::Span::call_site()),
        };
        self.push_to(node, start, operand)
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> NodeId {
        let compare = |op| move |left, right| Node::Compare { left, right, op };
        match binary.op {
            BinOp::And(_) => self.short_circuit(binary, true),
            BinOp::Or(_) => self.short_circuit(binary, false),
            BinOp::Eq(_) => self.two(binary, compare(CompareOp::Equal)),
            BinOp::Ne(_) => self.two(binary, compare(CompareOp::NotEqual)),
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => self.two(binary, compare(CompareOp::Order)),
            op if is_arithmetic(&op) => {
                let mut operands = Vec::new();
                self.operands(binary, &mut operands);
                let list = self.body.push_list(&operands);
                let span = operands.iter().map(|operand| self.body.span(*operand)).reduce(Span::to).unwrap_or_default();
                self.body.push(Node::Opaque(list), span)
            }
            _ => self.two(binary, |target, value| Node::Update { target, value }),
        }
    }

    fn two(&mut self, binary: &syn::ExprBinary, node: impl FnOnce(NodeId, NodeId) -> Node) -> NodeId {
        let left = self.expr(&binary.left);
        let right = self.expr(&binary.right);
        self.push_over(node(left, right), left, right)
    }

    fn push_over(&mut self, node: Node, first: NodeId, last: NodeId) -> NodeId {
        let span = self.body.span(first).to(self.body.span(last));
        self.body.push(node, span)
    }

    /// Each operand ends its temporaries, but for `let` conditions, which live on with their branch.
    fn short_circuit(&mut self, binary: &syn::ExprBinary, and: bool) -> NodeId {
        let left = self.operand(&binary.left);
        let right = self.operand(&binary.right);
        self.push_over(Node::ShortCircuit { left, right, and }, left, right)
    }

    fn operand(&mut self, expr: &Expr) -> NodeId {
        let node = self.expr(expr);
        if super::lower_control::binds(expr) { node } else { self.terminate(node) }
    }

    /// `a + b * c + d` as one list of operands.
    fn operands(&mut self, binary: &syn::ExprBinary, out: &mut Vec<NodeId>) {
        match &*binary.left {
            Expr::Binary(left) if is_arithmetic(&left.op) => self.operands(left, out),
            left => out.push(self.expr(left)),
        }
        out.push(self.expr(&binary.right));
    }

    /// What `=` assigns to: a place, or places inside of tuples and structs.
    fn assigned(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::Tuple(tuple) => {
                let places: Vec<NodeId> = tuple.elems.iter().map(|element| self.assigned(element)).collect();
                let places = self.body.push_list(&places);
                self.push(Node::Tuple(places), tuple.paren_token.span.join())
            }
            Expr::Array(array) => {
                let places: Vec<NodeId> = array.elems.iter().map(|element| self.assigned(element)).collect();
                let places = self.body.push_list(&places);
                self.push(Node::Tuple(places), array.bracket_token.span.join())
            }
            _ => self.expr(expr),
        }
    }

    /// Type arguments of the last segment of a path that has some.
    fn turbofish(&mut self, expr: &syn::ExprPath) -> Option<Box<[TypeExprId]>> {
        let written = expr.path.segments.iter().rev().find_map(|segment| match &segment.arguments {
            PathArguments::AngleBracketed(angle) => Some(angle),
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

fn is_arithmetic(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_)
    )
}
