//! Branches and loops.

use super::lower_body::{BodyLowering, Context};
use super::scope::name;
use crate::facts::{Arm, Node, NodeId};
use syn::{Expr, Pat};

impl BodyLowering<'_, '_> {
    /// `if`, `if let`, and chains of both.
    pub(super) fn if_(&mut self, expr: &syn::ExprIf, context: Context) -> NodeId {
        let mark = self.locals.mark();
        let matches = binds(&expr.cond);
        let cond = self.condition(&expr.cond);
        let then = self.block(&expr.then_branch, None, context);
        let then = self.terminate_in(then, context);
        self.locals.release(mark);
        let otherwise = expr.else_branch.as_ref().map(|(_, otherwise)| {
            let node = self.expr_in(otherwise, context);
            self.terminate_in(node, context)
        });
        let drops_before_else = matches && self.file.edition >= 2024;
        let last = otherwise.unwrap_or(then);
        self.push_to(Node::If { cond, then, otherwise, drops_before_else }, expr.if_token.span, last)
    }

    /// `let P = e` as a condition.
    pub(super) fn is(&mut self, expr: &syn::ExprLet) -> NodeId {
        let value = self.expr(&expr.expr);
        let pattern = self.pattern(&expr.pat, None);
        self.push_to(Node::Is { pattern, value }, expr.let_token.span, value)
    }

    /// `while`, `while let`.
    pub(super) fn while_(&mut self, expr: &syn::ExprWhile) -> NodeId {
        let mark = self.locals.mark();
        let condition = self.condition(&expr.cond);
        let body = self.block(&expr.body, None, Context::Plain);
        let body = self.terminate(body);
        self.locals.release(mark);
        let label = expr.label.as_ref().map(|label| name(&label.name.ident));
        self.push_to(Node::Loop { condition: Some(condition), step: None, body, label }, expr.while_token.span, body)
    }

    /// `loop`.
    pub(super) fn loop_(&mut self, expr: &syn::ExprLoop) -> NodeId {
        let body = self.block(&expr.body, None, Context::Plain);
        let body = self.terminate(body);
        let label = expr.label.as_ref().map(|label| name(&label.name.ident));
        self.push_to(Node::Loop { condition: None, step: None, body, label }, expr.loop_token.span, body)
    }

    /// `for`.
    pub(super) fn for_(&mut self, expr: &syn::ExprForLoop) -> NodeId {
        let over = self.expr(&expr.expr);
        let mark = self.locals.mark();
        let pattern = self.pattern(&expr.pat, None);
        let body = self.block(&expr.body, None, Context::Plain);
        let body = self.terminate(body);
        self.locals.release(mark);
        let label = expr.label.as_ref().map(|label| name(&label.name.ident));
        self.push_to(Node::For { pattern, over, body, label }, expr.for_token.span, body)
    }

    /// `match`.
    pub(super) fn match_(&mut self, expr: &syn::ExprMatch, context: Context) -> NodeId {
        let scrutinee = self.expr(&expr.expr);
        let mut arms = Vec::with_capacity(expr.arms.len());
        for arm in &expr.arms {
            let mark = self.locals.mark();
            let (pattern, guard) = self.arm_pattern(&arm.pat);
            let body = self.expr_in(&arm.body, context);
            let body = self.terminate_in(body, context);
            self.locals.release(mark);
            arms.push(Arm { pattern, guard, body, falls_through: false });
        }
        let arms = self.body.push_arms(&arms);
        let span = self.span(expr.match_token.span).to(self.span(expr.brace_token.span.close()));
        self.body.push(Node::Match { scrutinee: Some(scrutinee), arms, exhaustive: true }, span)
    }

    /// An arm's pattern and `if` guard; the pattern's locals are in sight afterwards.
    pub(super) fn arm_pattern(&mut self, pat: &Pat) -> (crate::facts::PatternId, Option<NodeId>) {
        match pat {
            Pat::Guard(guarded) => {
                let pattern = self.pattern(&guarded.pat, None);
                (pattern, Some(self.condition(&guarded.guard)))
            }
            _ => (self.pattern(pat, None), None),
        }
    }

    /// A condition that ends its temporaries, unless it binds: then they live on with the branch.
    fn condition(&mut self, cond: &Expr) -> NodeId {
        let node = self.expr(cond);
        if binds(cond) { node } else { self.terminate(node) }
    }
}

/// Whether a condition holds a `let`.
pub(super) fn binds(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Binary(binary) => matches!(binary.op, syn::BinOp::And(_)) && (binds(&binary.left) || binds(&binary.right)),
        Expr::Group(group) => binds(&group.expr),
        Expr::Paren(paren) => binds(&paren.expr),
        _ => false,
    }
}
