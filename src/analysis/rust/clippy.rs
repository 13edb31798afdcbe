//! What Clippy reports by default about guards: that is left to it. Its lints see types; what they go
//! by is told here from the guard's own life. In doubt the guard is told. One form is told by neither: a
//! guard that is still in its `Result` where it is alive over an `.await`.

use super::state::{Guard, Holder};
use super::text::render;
use super::trace::Trace;
use super::types::Types;
use crate::analysis::ty::Ty;
use crate::facts::{Body, ClippyLint, Name, Node, NodeId, TypeModelKind};
use crate::source::Span;

/// Whether `await_holding_lock` knows the guard that a call takes, of the lock of that type.
pub(super) fn watches(types: &Types<'_>, body: &Body, lock: &Ty, call: NodeId) -> bool {
    knows(types, body, lock, call, ClippyLint::AwaitHoldingLock)
}

/// Whether `await_holding_lock` reports the guard where it is alive over an `.await`: it is a value of its own
/// there, neither one of many nor in a struct.
pub(super) fn reports_await(types: &Types<'_>, trace: &Trace, guard: &Guard, holder: Holder) -> bool {
    let alone = match holder {
        Holder::Value | Holder::Temporary(_) => true,
        Holder::Local(local) => {
            // The type of a local that is a guard is what its lock protects, unless one is written.
            let ty = &trace.local_types[local.index()];
            let inside = if types.kind(ty) == TypeModelKind::Guard { types.inner(ty) } else { Some(*ty) };
            inside == types.inner(&guard.ty)
        }
    };
    guard.watched && alone && !guard.many
}

/// Whether `if_let_mutex` reports that the guard is alive where `again` takes it anew: a condition `if let`
/// with an `else` takes it, before the edition 2024, and a branch takes it by the same words.
pub(super) fn reports_branch(types: &Types<'_>, trace: &Trace, body: &Body, guard: &Guard, again: NodeId) -> bool {
    let words = |call| receiver(body, call).map(|(receiver, _)| render(body, receiver));
    let direct = || trace.accesses.iter().any(|access| access.node == guard.node && access.direct);
    knows(types, body, &guard.ty, guard.node, ClippyLint::IfLetMutex)
        && in_condition(body, guard.node, again)
        && words(guard.node) == words(again)
        && direct()
}

/// Whether the lint knows the guard that a call takes.
fn knows(types: &Types<'_>, body: &Body, lock: &Ty, call: NodeId, lint: ClippyLint) -> bool {
    let Some(methods) = types.model(lock).and_then(|model| model.clippy.get(&lint)) else { return false };
    receiver(body, call).is_some_and(|(_, name)| methods.iter().any(|method| name.as_str() == method))
}

/// The receiver and the name of a method call.
fn receiver(body: &Body, call: NodeId) -> Option<(NodeId, Name)> {
    let Node::Call { callee, .. } = body.node(call) else { return None };
    let Node::Field { base, name } = body.node(callee) else { return None };
    Some((base, name))
}

/// Whether `taken` stands in a condition `if let` with an `else`, whose temporaries live through both branches,
/// and `again` in one of these; function literals are not looked into.
fn in_condition(body: &Body, taken: NodeId, again: NodeId) -> bool {
    let (taken, again) = (body.span(taken), body.span(again));
    let literal = |within: Span, of: Span| {
        body.closures.iter().map(|closure| body.span(closure.body)).any(|literal| within.contains(literal) && literal.contains(of))
    };
    let holds = |part: NodeId, what: Span| body.span(part).contains(what) && !literal(body.span(part), what);
    body.nodes.iter().any(|node| match *node {
        Node::If { cond, then, otherwise: Some(otherwise), drops_before_else: false } => {
            matches!(body.node(cond), Node::Is { .. }) && holds(cond, taken) && (holds(then, again) || holds(otherwise, again))
        }
        _ => false,
    })
}
