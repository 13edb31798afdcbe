//! Blocks, statements, expressions.

use super::{Converter, name};
use crate::facts::Name;
use crate::frontend::rust::tree::{
    Arm, Binary, BinaryOp, Block, Call, Closure, Expr, For, Ident, If, Let, Literal, LiteralKind, Loop, Match, MethodCall, Range, Stmt,
    Struct, UnaryOp,
};
use syn::{BinOp, Lit, UnOp};

impl Converter<'_> {
    /// `{ … }`.
    pub(super) fn block(self, block: &syn::Block) -> Block {
        Block { statements: self.statements(&block.stmts), span: self.span(block.brace_token.span.join()) }
    }

    /// Statements; those that are only a `;` are left out.
    pub(super) fn statements(self, statements: &[syn::Stmt]) -> Vec<Stmt> {
        statements.iter().filter_map(|statement| self.statement(statement)).collect()
    }

    /// An expression. What only holds one is made here; all else has a function of its own, which keeps deep trees
    /// within the stack.
    pub(super) fn expr(self, expr: &syn::Expr) -> Expr {
        match expr {
            syn::Expr::Array(array) => Expr::Array(self.exprs(&array.elems), self.span(array.bracket_token.span.join())),
            syn::Expr::Assign(assign) => Expr::Assign(self.pair(&assign.left, &assign.right)),
            syn::Expr::Async(block) => {
                Expr::Async { moves: block.capture.is_some(), block: self.block(&block.block), at: self.span(block.async_token.span) }
            }
            syn::Expr::Await(inner) => Expr::Await(self.boxed(&inner.base), self.span(inner.await_token.span)),
            syn::Expr::Binary(binary) => self.binary(binary),
            syn::Expr::Block(block) => Expr::Block { block: self.block(&block.block), label: label(block.label.as_ref()) },
            syn::Expr::Break(inner) => Expr::Break {
                label: inner.label.as_ref().map(|label| name(&label.ident)),
                value: inner.expr.as_ref().map(|value| self.boxed(value)),
                at: self.span(inner.break_token.span),
            },
            syn::Expr::Call(call) => self.call(call),
            syn::Expr::Cast(cast) => {
                Expr::Cast { cast: Box::new((self.expr(&cast.expr), self.ty(&cast.ty))), at: self.span(cast.as_token.span) }
            }
            syn::Expr::Closure(closure) => self.closure(closure),
            syn::Expr::Const(block) => Expr::Apart(self.block(&block.block)),
            syn::Expr::Continue(inner) => {
                Expr::Continue(inner.label.as_ref().map(|label| name(&label.ident)), self.span(inner.continue_token.span))
            }
            syn::Expr::Field(field) => Expr::Field { base: self.boxed(&field.base), member: self.member(&field.member) },
            syn::Expr::ForLoop(inner) => self.for_(inner),
            syn::Expr::Group(group) => self.expr(&group.expr),
            syn::Expr::If(inner) => self.if_(inner),
            syn::Expr::Index(index) => Expr::Index(self.pair(&index.expr, &index.index), self.span(index.bracket_token.span.close())),
            syn::Expr::Infer(infer) => Expr::Infer(self.span(infer.underscore_token.span)),
            syn::Expr::Let(inner) => {
                Expr::Let { binding: Box::new((self.pat(&inner.pat), self.expr(&inner.expr))), at: self.span(inner.let_token.span) }
            }
            syn::Expr::Lit(lit) => Expr::Literal(self.literal(&lit.lit)),
            syn::Expr::Loop(inner) => self.loop_(None, &inner.body, inner.label.as_ref(), inner.loop_token.span),
            syn::Expr::Macro(inner) => Expr::Macro(Box::new(self.mac(&inner.mac))),
            syn::Expr::Match(inner) => self.match_(inner),
            syn::Expr::MethodCall(call) => self.method_call(call),
            syn::Expr::Paren(paren) => Expr::Paren(self.boxed(&paren.expr), self.span(paren.paren_token.span.join())),
            syn::Expr::Path(path) => Expr::Path(Box::new(self.qpath(path.qself.as_ref(), &path.path))),
            syn::Expr::Range(range) => Expr::Range(Box::new(self.range(range))),
            syn::Expr::RawAddr(inner) => Expr::Reference {
                operand: self.boxed(&inner.expr),
                mutable: matches!(inner.mutability, syn::PointerMutability::Mut(_)),
                raw: true,
                at: self.span(inner.and_token.span),
            },
            syn::Expr::Reference(inner) => Expr::Reference {
                operand: self.boxed(&inner.expr),
                mutable: inner.mutability.is_some(),
                raw: false,
                at: self.span(inner.and_token.span),
            },
            syn::Expr::Repeat(repeat) => Expr::Repeat(self.pair(&repeat.expr, &repeat.len), self.span(repeat.bracket_token.span.join())),
            syn::Expr::Return(inner) => {
                Expr::Return(inner.expr.as_ref().map(|value| self.boxed(value)), self.span(inner.return_token.span))
            }
            syn::Expr::Struct(inner) => self.struct_(inner),
            syn::Expr::Try(inner) => Expr::Try(self.boxed(&inner.expr), self.span(inner.question_token.span)),
            syn::Expr::TryBlock(block) => Expr::Apart(self.block(&block.block)),
            syn::Expr::Tuple(tuple) => Expr::Tuple(self.exprs(&tuple.elems), self.span(tuple.paren_token.span.join())),
            syn::Expr::Unary(unary) => self.unary(unary),
            syn::Expr::Unsafe(inner) => Expr::Unsafe(self.block(&inner.block), self.span(inner.unsafe_token.span)),
            syn::Expr::While(inner) => self.loop_(Some(&inner.cond), &inner.body, inner.label.as_ref(), inner.while_token.span),
            syn::Expr::Yield(inner) => Expr::Yield(inner.expr.as_ref().map(|value| self.boxed(value)), self.span(inner.yield_token.span)),
            _ => Expr::Unknown(self.whole(expr)),
        }
    }

    /// A literal.
    pub(super) fn literal(self, lit: &Lit) -> Literal {
        let kind = match lit {
            Lit::Str(text) => LiteralKind::Text(text.value().into()),
            Lit::Int(int) => LiteralKind::Int(int.base10_parse().ok()),
            Lit::Bool(value) => LiteralKind::Bool(value.value),
            _ => LiteralKind::Other,
        };
        Literal { kind, span: self.span(lit.span()) }
    }

    /// `a..b`.
    pub(super) fn range(self, range: &syn::ExprRange) -> Range {
        let (closed, limits) = match &range.limits {
            syn::RangeLimits::HalfOpen(token) => (false, token.spans[0]),
            syn::RangeLimits::Closed(token) => (true, token.spans[0]),
        };
        let bound = |bound: &Option<Box<syn::Expr>>| bound.as_ref().map(|bound| self.expr(bound));
        Range { start: bound(&range.start), end: bound(&range.end), closed, limits: self.span(limits) }
    }

    /// The name of a field; a tuple field's is its index.
    pub(super) fn member(self, member: &syn::Member) -> Ident {
        match member {
            syn::Member::Named(ident) => self.ident(ident),
            syn::Member::Unnamed(index) => Ident { name: Name::from(&index.index.to_string()), span: self.span(index.span) },
        }
    }

    fn statement(self, statement: &syn::Stmt) -> Option<Stmt> {
        Some(match statement {
            syn::Stmt::Local(local) => Stmt::Let(Box::new(self.let_(local))),
            syn::Stmt::Item(item) => Stmt::Item(Box::new(self.item(item))),
            syn::Stmt::Expr(syn::Expr::Verbatim(tokens), Some(_)) if tokens.is_empty() => return None,
            syn::Stmt::Expr(expr, semi) => Stmt::Expr { expr: self.expr(expr), semi: semi.is_some(), conditional: is_conditional(expr) },
            syn::Stmt::Macro(statement) => Stmt::Macro { mac: Box::new(self.mac(&statement.mac)), semi: statement.semi_token.is_some() },
        })
    }

    fn let_(self, local: &syn::Local) -> Let {
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(typed) => (&*typed.pat, Some(self.ty(&typed.ty))),
            pat => (pat, None),
        };
        let diverging = local.init.as_ref().and_then(|init| init.diverge.as_ref());
        let otherwise = diverging.and_then(|(_, otherwise)| match &**otherwise {
            syn::Expr::Block(otherwise) => Some(self.block(&otherwise.block)),
            // The parser makes nothing else.
            _ => None,
        });
        Let {
            pat: self.pat(pat),
            ty,
            value: local.init.as_ref().map(|init| self.expr(&init.expr)),
            otherwise,
            span: self.span(local.let_token.span).to(self.span(local.semi_token.span)),
        }
    }

    fn boxed(self, expr: &syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    fn pair(self, first: &syn::Expr, second: &syn::Expr) -> Box<(Expr, Expr)> {
        Box::new((self.expr(first), self.expr(second)))
    }

    fn exprs<'e>(self, exprs: impl IntoIterator<Item = &'e syn::Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn binary(self, binary: &syn::ExprBinary) -> Expr {
        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
        Expr::Binary(Box::new(Binary { op: binary_op(&binary.op), left, right }))
    }

    fn unary(self, unary: &syn::ExprUnary) -> Expr {
        let (op, at) = match unary.op {
            UnOp::Deref(token) => (UnaryOp::Deref, token.span),
            UnOp::Not(token) => (UnaryOp::Not, token.span),
            UnOp::Neg(token) => (UnaryOp::Negative, token.span),
            _ => return Expr::Unknown(self.whole(unary)),
        };
        Expr::Unary { op, operand: self.boxed(&unary.expr), at: self.span(at) }
    }

    fn call(self, call: &syn::ExprCall) -> Expr {
        Expr::Call(Box::new(Call {
            callee: self.expr(&call.func),
            args: self.exprs(&call.args),
            close: self.span(call.paren_token.span.close()),
        }))
    }

    fn method_call(self, call: &syn::ExprMethodCall) -> Expr {
        Expr::MethodCall(Box::new(MethodCall {
            receiver: self.expr(&call.receiver),
            method: self.ident(&call.method),
            turbofish: call.turbofish.as_ref().map(|turbofish| self.angle(turbofish)),
            args: self.exprs(&call.args),
            close: self.span(call.paren_token.span.close()),
        }))
    }

    fn closure(self, closure: &syn::ExprClosure) -> Expr {
        let words = [
            closure.constness.map(|token| token.span),
            closure.asyncness.map(|token| token.span),
            closure.capture.map(|token| token.span),
            Some(closure.inputs_begin.span),
        ];
        Expr::Closure(Box::new(Closure {
            is_async: closure.asyncness.is_some(),
            moves: closure.capture.is_some(),
            params: closure.inputs.iter().map(|input| self.pat(input)).collect(),
            output: self.output(&closure.output),
            body: self.expr(&closure.body),
            start: self.hull(words).unwrap_or_default(),
        }))
    }

    fn struct_(self, expr: &syn::ExprStruct) -> Expr {
        Expr::Struct(Box::new(Struct {
            path: self.qpath(expr.qself.as_ref(), &expr.path),
            fields: expr.fields.iter().map(|field| (self.member(&field.member), self.expr(&field.expr))).collect(),
            rest: expr.rest.as_ref().map(|rest| self.expr(rest)),
            close: self.span(expr.brace_token.span.close()),
        }))
    }

    fn if_(self, expr: &syn::ExprIf) -> Expr {
        Expr::If(Box::new(If {
            condition: self.expr(&expr.cond),
            then: self.block(&expr.then_branch),
            otherwise: expr.else_branch.as_ref().map(|(_, otherwise)| self.expr(otherwise)),
            at: self.span(expr.if_token.span),
        }))
    }

    fn match_(self, expr: &syn::ExprMatch) -> Expr {
        let arms = expr.arms.iter().map(|arm| {
            let (pat, guard) = match &arm.pat {
                syn::Pat::Guard(guarded) => (&*guarded.pat, Some(self.expr(&guarded.guard))),
                pat => (pat, None),
            };
            Arm { pat: self.pat(pat), guard, body: self.expr(&arm.body) }
        });
        let span = self.span(expr.match_token.span).to(self.span(expr.brace_token.span.close()));
        Expr::Match(Box::new(Match { scrutinee: self.expr(&expr.expr), arms: arms.collect(), span }))
    }

    fn loop_(self, condition: Option<&syn::Expr>, body: &syn::Block, by: Option<&syn::Label>, at: proc_macro2::Span) -> Expr {
        let condition = condition.map(|condition| self.expr(condition));
        Expr::Loop(Box::new(Loop { condition, body: self.block(body), label: label(by), at: self.span(at) }))
    }

    fn for_(self, expr: &syn::ExprForLoop) -> Expr {
        Expr::For(Box::new(For {
            pat: self.pat(&expr.pat),
            over: self.expr(&expr.expr),
            body: self.block(&expr.body),
            label: label(expr.label.as_ref()),
            at: self.span(expr.for_token.span),
        }))
    }
}

fn label(label: Option<&syn::Label>) -> Option<Name> {
    label.map(|label| name(&label.name.ident))
}

fn binary_op(op: &BinOp) -> BinaryOp {
    match op {
        BinOp::And(_) => BinaryOp::And,
        BinOp::Or(_) => BinaryOp::Or,
        BinOp::Eq(_) => BinaryOp::Equal,
        BinOp::Ne(_) => BinaryOp::NotEqual,
        BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => BinaryOp::Order,
        BinOp::Add(_)
        | BinOp::Sub(_)
        | BinOp::Mul(_)
        | BinOp::Div(_)
        | BinOp::Rem(_)
        | BinOp::BitXor(_)
        | BinOp::BitAnd(_)
        | BinOp::BitOr(_)
        | BinOp::Shl(_)
        | BinOp::Shr(_) => BinaryOp::Arithmetic,
        _ => BinaryOp::Update,
    }
}

/// Carries `#[cfg(…)]`, as far as it is asked of this kind of expression.
fn is_conditional(expr: &syn::Expr) -> bool {
    let attrs = match expr {
        syn::Expr::Block(expr) => &expr.attrs,
        syn::Expr::Call(expr) => &expr.attrs,
        syn::Expr::ForLoop(expr) => &expr.attrs,
        syn::Expr::If(expr) => &expr.attrs,
        syn::Expr::Loop(expr) => &expr.attrs,
        syn::Expr::Macro(expr) => &expr.attrs,
        syn::Expr::Match(expr) => &expr.attrs,
        syn::Expr::MethodCall(expr) => &expr.attrs,
        syn::Expr::Return(expr) => &expr.attrs,
        syn::Expr::Unsafe(expr) => &expr.attrs,
        syn::Expr::While(expr) => &expr.attrs,
        _ => return false,
    };
    attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}
