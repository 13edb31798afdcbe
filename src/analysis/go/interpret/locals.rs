//! What the text of a body says of its locals, before it is run.

use crate::facts::{Body, ClosureId, LocalId, NodeId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where each local is mentioned.
pub(super) fn local_uses(body: &Body) -> FxHashMap<LocalId, Vec<crate::source::Span>> {
    let mut uses: FxHashMap<LocalId, Vec<crate::source::Span>> = FxHashMap::default();
    for (node, span) in body.nodes.iter().zip(&body.spans) {
        if let crate::facts::Node::Local(local) = node {
            uses.entry(*local).or_default().push(*span);
        }
    }
    uses
}

/// Locals assigned in another closure than the one that declares them: their value at a point is
/// not known from the order of the text.
pub(super) fn reassigned_locals(body: &Body) -> FxHashSet<LocalId> {
    use crate::facts::{Node, Pattern};
    let mut found = FxHashSet::default();
    if body.closures.is_empty() {
        return found;
    }
    let closure_at = |span: crate::source::Span| {
        let inside = body.closures.iter().enumerate().filter(|(_, closure)| closure.span.contains(span));
        inside.min_by_key(|(_, closure)| closure.span.end - closure.span.start).map(|(index, _)| ClosureId::new(index))
    };
    let mut note = |target: NodeId| {
        let mut pending = vec![target];
        while let Some(node) = pending.pop() {
            match body.node(node) {
                Node::Tuple(list) => pending.extend(body.list(list)),
                Node::Local(local) if closure_at(body.span(node)) != body.local(local).closure => {
                    found.insert(local);
                }
                _ => {}
            }
        }
    };
    for node in &body.nodes {
        match node {
            // Given up there, not exchanged for another.
            Node::Assign { value, .. } if body.node(*value) == Node::Literal(crate::facts::Literal::Nil) => {}
            Node::Assign { target, .. } | Node::Update { target, .. } => note(*target),
            _ => {}
        }
    }
    for pattern in &body.patterns {
        if let Pattern::Assign(target) = pattern {
            note(*target);
        }
    }
    found
}
