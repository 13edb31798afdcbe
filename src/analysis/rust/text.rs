//! Expressions back to the text they were written as, near enough for a message and exact enough to
//! compare keys.

use crate::facts::{Body, Literal, Node, NodeId};

/// Deeper parts are shown as `…`.
const DEPTH: usize = 12;
/// Longer texts are cut.
const LENGTH: usize = 80;

/// An expression as written, spaces normalised, long arguments cut.
pub(super) fn render(body: &Body, node: NodeId) -> String {
    let text = at(body, node, 0);
    if text.chars().count() <= LENGTH {
        return text;
    }
    text.chars().take(LENGTH - 1).chain(['…']).collect()
}

/// A key for comparison: what only borrows, copies or converts it is taken off.
pub(super) fn key(body: &Body, node: NodeId) -> Option<String> {
    let text = at(body, unconverted(body, node), 0);
    (!text.contains('…')).then_some(text)
}

/// A key as it is given away: only what borrows it or refers to it is taken off.
pub(super) fn owned_key(body: &Body, node: NodeId) -> Option<String> {
    let mut node = node;
    while let Node::AddressOf { operand: inner, .. } | Node::Deref(inner) | Node::Terminate(inner) = body.node(node) {
        node = inner;
    }
    let text = at(body, node, 0);
    (!text.contains('…')).then_some(text)
}

/// An expression without what only borrows, copies or converts it.
pub(super) fn unconverted(body: &Body, node: NodeId) -> NodeId {
    let mut node = node;
    for _ in 0..DEPTH {
        node = match body.node(node) {
            Node::AddressOf { operand, .. } => operand,
            Node::Deref(operand) | Node::Terminate(operand) => operand,
            Node::Call { callee, args, .. } => match body.node(callee) {
                Node::Field { base, name } if args.len == 0 && only_converts(name.as_str()) => base,
                _ => break,
            },
            _ => break,
        };
    }
    node
}

fn only_converts(name: &str) -> bool {
    matches!(
        name,
        "clone"
            | "to_owned"
            | "to_string"
            | "into"
            | "as_str"
            | "as_ref"
            | "to_vec"
            | "as_slice"
            | "as_bytes"
            | "borrow"
            | "deref"
            | "as_path"
            | "to_path_buf"
    )
}

fn at(body: &Body, node: NodeId, depth: usize) -> String {
    if depth > DEPTH {
        return "…".to_owned();
    }
    let one = |node: NodeId| at(body, node, depth + 1);
    let list = |list| body.list(list).iter().map(|node| one(*node)).collect::<Vec<_>>().join(", ");
    match body.node(node) {
        Node::Literal(Literal::Int(value)) => value.to_string(),
        Node::Literal(Literal::Text(text)) => format!("{:?}", text.as_str()),
        Node::Literal(Literal::Bool(value)) => value.to_string(),
        Node::Local(local) => body.local(local).name.to_string(),
        Node::Path(path) => body.path(path).iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::"),
        Node::Field { base, name } => format!("{}.{name}", one(base)),
        Node::Index { base, index } => format!("{}[{}]", one(base), one(index)),
        Node::Deref(operand) => format!("*{}", one(operand)),
        Node::AddressOf { operand, mutable: true } => format!("&mut {}", one(operand)),
        Node::AddressOf { operand, mutable: false } => format!("&{}", one(operand)),
        Node::Call { callee, args, .. } => {
            let (open, close) = match body.node(callee) {
                Node::Field { base, .. } if matches!(body.node(base), Node::Deref(_) | Node::AddressOf { .. }) => ("(", ")"),
                _ => ("", ""),
            };
            match body.node(callee) {
                Node::Field { base, name } => format!("{open}{}{close}.{name}({})", one(base), list(args)),
                _ => format!("{}({})", one(callee), list(args)),
            }
        }
        Node::Tuple(parts) => format!("({})", list(parts)),
        Node::Not(operand) => format!("!{}", one(operand)),
        Node::Await(operand) => format!("{}.await", one(operand)),
        Node::Try(operand) => format!("{}?", one(operand)),
        Node::Terminate(operand) => one(operand),
        Node::Closure(_) => "|…| …".to_owned(),
        _ => "…".to_owned(),
    }
}
