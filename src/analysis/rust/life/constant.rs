//! Maps that are made of literals and never changed.

use super::super::names::{Item, Space};
use super::super::text::unconverted;
use super::super::types::Types;
use crate::analysis::tree::Tree;
use crate::analysis::ty::VarId;
use crate::facts::{Body, FunctionKind, Literal, Node, NodeId};

/// How many entries a constant or static is made of, where each has a literal key: the content of a
/// perfect hash map's macro, or of the list that a map is made `from`.
pub(super) fn entries(types: &Types<'_>, var: VarId) -> Option<usize> {
    let (file, decl) = types.symbols.var(types.program, var);
    for function in &types.program.file(file).functions {
        if function.kind != FunctionKind::Initialiser || function.scope != decl.scope {
            continue;
        }
        let body = &function.body;
        for node in &body.nodes {
            let Node::Assign { target, value } = *node else { continue };
            let Node::Path(path) = body.node(target) else { continue };
            let is_it = types.names.resolve(file, function.scope, body.path(path), Space::Value) == Some(Item::Var(var));
            if is_it {
                return in_value(body, value);
            }
        }
    }
    None
}

fn in_value(body: &Body, value: NodeId) -> Option<usize> {
    let tree = Tree::new(body);
    let lists = tree.inside(value).into_iter().filter_map(|node| match body.node(node) {
        Node::Call { callee, args, .. } => {
            let Node::Path(path) = body.node(callee) else { return None };
            match body.path(path).last()?.as_str() {
                "phf_map!" | "phf_set!" | "phf_ordered_map!" | "phf_ordered_set!" => Some(body.list(args)),
                "from" | "from_iter" => match body.node(unconverted(body, *body.list(args).first()?)) {
                    Node::Tuple(parts) => Some(body.list(parts)),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    });
    let entries = lists.into_iter().next()?;
    let keyed = |node: &NodeId| match body.node(*node) {
        Node::Pair { key, .. } => literal(body, key).is_some(),
        Node::Tuple(parts) => body.list(parts).first().is_some_and(|key| literal(body, *key).is_some()),
        _ => literal(body, *node).is_some(),
    };
    (!entries.is_empty() && entries.iter().all(keyed)).then_some(entries.len())
}

/// A literal, what only converts or borrows it taken off, as text.
pub(super) fn literal(body: &Body, node: NodeId) -> Option<String> {
    match body.node(unconverted(body, node)) {
        Node::Call { callee, args, .. } => match (body.node(callee), body.list(args)) {
            (Node::Path(path), [one]) if body.path(path).last()?.as_str() == "from" => literal(body, *one),
            _ => None,
        },
        Node::Literal(Literal::Text(text)) => Some(format!("{text:?}")),
        Node::Literal(Literal::Int(value)) => Some(value.to_string()),
        _ => None,
    }
}
