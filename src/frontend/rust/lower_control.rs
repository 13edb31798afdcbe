//! Branches and loops.

use super::lower_body::{BodyLowering, Context};
use super::tree::{BinaryOp, Expr, For, If, Loop, Match, Pat};
use crate::facts::{Arm, Node, NodeId};
use crate::source::Span;

impl BodyLowering<'_, '_> {
    /// `if`, `if let`, and chains of both.
    pub(super) fn if_(&mut self, expr: &If, context: Context) -> NodeId {
        let mark = self.locals.mark();
        let matches = binds(&expr.condition);
        let cond = self.condition(&expr.condition);
        let then = self.block(&expr.then, None, context);
        let then = self.terminate_in(then, context);
        self.locals.release(mark);
        let otherwise = expr.otherwise.as_ref().map(|otherwise| {
            let node = self.expr_in(otherwise, context);
            self.terminate_in(node, context)
        });
        let drops_before_else = matches && self.file.edition >= 2024;
        let last = otherwise.unwrap_or(then);
        self.push_to(Node::If { cond, then, otherwise, drops_before_else }, expr.at, last)
    }

    /// `let P = e` as a condition.
    pub(super) fn is(&mut self, pat: &Pat, value: &Expr, at: Span) -> NodeId {
        let value = self.expr(value);
        let pattern = self.pattern(pat, None);
        self.push_to(Node::Is { pattern, value }, at, value)
    }

    /// `loop`, `while`, `while let`.
    pub(super) fn loop_(&mut self, expr: &Loop) -> NodeId {
        let mark = self.locals.mark();
        let condition = expr.condition.as_ref().map(|condition| self.condition(condition));
        let body = self.block(&expr.body, None, Context::Plain);
        let body = self.terminate(body);
        self.locals.release(mark);
        self.push_to(Node::Loop { condition, step: None, body, label: expr.label }, expr.at, body)
    }

    /// `for`.
    pub(super) fn for_(&mut self, expr: &For) -> NodeId {
        let over = self.expr(&expr.over);
        let mark = self.locals.mark();
        let pattern = self.pattern(&expr.pat, None);
        let body = self.block(&expr.body, None, Context::Plain);
        let body = self.terminate(body);
        self.locals.release(mark);
        self.push_to(Node::For { pattern, over, body, label: expr.label }, expr.at, body)
    }

    /// `match`.
    pub(super) fn match_(&mut self, expr: &Match, context: Context) -> NodeId {
        let scrutinee = self.expr(&expr.scrutinee);
        let mut arms = Vec::with_capacity(expr.arms.len());
        for arm in &expr.arms {
            let mark = self.locals.mark();
            let pattern = self.pattern(&arm.pat, None);
            let guard = arm.guard.as_ref().map(|guard| self.condition(guard));
            let body = self.expr_in(&arm.body, context);
            let body = self.terminate_in(body, context);
            self.locals.release(mark);
            arms.push(Arm { pattern, guard, body, falls_through: false });
        }
        let arms = self.body.push_arms(&arms);
        self.body.push(Node::Match { scrutinee: Some(scrutinee), arms, exhaustive: true }, expr.span)
    }

    /// A condition that ends its temporaries, unless it binds: then they live on with the branch.
    pub(super) fn condition(&mut self, cond: &Expr) -> NodeId {
        let node = self.expr(cond);
        if binds(cond) { node } else { self.terminate(node) }
    }
}

/// Whether a condition holds a `let`.
fn binds(cond: &Expr) -> bool {
    match cond {
        Expr::Let { .. } => true,
        Expr::Binary(binary) => binary.op == BinaryOp::And && (binds(&binary.left) || binds(&binary.right)),
        Expr::Paren(inner, _) => binds(inner),
        _ => false,
    }
}
