//! What an expression that is a map stands in: the operation, as the text shows it, with its key and
//! value.

use crate::analysis::tree::Tree;
use crate::facts::{Body, Literal, Node, NodeId, Pattern};

/// What is done with a map where its name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `m[k]`, read; whether it asks if the key is there: `v, ok := m[k]`.
    Lookup { key: NodeId, asks: bool },
    /// `m[k] = v`; no value where several are assigned at once.
    Insert { key: NodeId, value: Option<NodeId> },
    /// `m[k] += v`, `m[k]++`.
    Update { key: NodeId },
    /// `delete(m, k)`.
    Delete,
    /// `clear(m)`.
    Clear,
    /// `for k := range m`: the loop.
    Range(NodeId),
    /// `len(m)`; whether that is compared with something.
    Len { compared: bool },
    /// `m = …`.
    Replace,
    /// `m == nil`.
    NilCheck,
    /// Anything else: handed on, returned, given another name.
    Other,
}

impl Form {
    /// The key that an entry is put in under.
    pub(super) fn inserted(self) -> Option<NodeId> {
        match self {
            Form::Insert { key, .. } | Form::Update { key } => Some(key),
            _ => None,
        }
    }
}

/// What the map expression `map` stands in.
pub(super) fn form(tree: &Tree<'_>, map: NodeId) -> Form {
    let body = tree.body;
    let mut around = tree.around(map).skip(1);
    let Some(parent) = around.next() else { return Form::Other };
    match body.node(parent) {
        Node::Index { base, index } if base == map => match around.next().map(|outer| (outer, body.node(outer))) {
            Some((_, Node::Assign { target, value })) if target == parent => Form::Insert { key: index, value: Some(value) },
            Some((_, Node::Update { target, .. })) if target == parent => Form::Update { key: index },
            Some((tuple, Node::Tuple(_))) => match around.next().map(|outer| body.node(outer)) {
                Some(Node::Assign { target, .. }) if target == tuple => Form::Insert { key: index, value: None },
                _ => Form::Lookup { key: index, asks: false },
            },
            // What a pattern assigns to stands in no other node.
            None => Form::Insert { key: index, value: None },
            Some((_, outer)) => Form::Lookup { key: index, asks: takes_two(body, outer, parent) },
        },
        Node::Call { callee, args, .. } if callee != map => match (body.node(callee), body.list(args)) {
            (Node::Path(path), [first, ..]) if *first == map => match body.path(path) {
                [name] => match name.as_str() {
                    "len" => Form::Len { compared: matches!(around.next().map(|outer| body.node(outer)), Some(Node::Compare { .. })) },
                    "delete" => Form::Delete,
                    "clear" => Form::Clear,
                    _ => Form::Other,
                },
                _ => Form::Other,
            },
            _ => Form::Other,
        },
        Node::For { over, .. } if over == map => Form::Range(parent),
        Node::Assign { target, .. } if target == map => Form::Replace,
        Node::Compare { left, right, .. } if [left, right].iter().any(|side| body.node(*side) == Node::Literal(Literal::Nil)) => {
            Form::NilCheck
        }
        _ => Form::Other,
    }
}

/// A statement gives the value to two names: the second is whether it was there.
fn takes_two(body: &Body, statement: Node, given: NodeId) -> bool {
    match statement {
        Node::Let { pattern, value: Some(value), .. } => value == given && matches!(body.pattern(pattern), Pattern::Tuple(_)),
        Node::Assign { target, value } => value == given && matches!(body.node(target), Node::Tuple(_)),
        _ => false,
    }
}

/// The expression stands where a method of it is called.
pub(super) fn is_called(tree: &Tree<'_>, node: NodeId) -> bool {
    let mut around = tree.around(node).skip(1);
    let (Some(method), Some(call)) = (around.next(), around.next()) else { return false };
    matches!(tree.body.node(method), Node::Field { base, .. } if base == node)
        && matches!(tree.body.node(call), Node::Call { callee, .. } if callee == method)
}
