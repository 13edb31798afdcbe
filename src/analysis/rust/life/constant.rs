//! Maps that are made of literals and never changed, and keys that can only be a few literals.

use super::super::names::{Item, Space};
use super::super::text::unconverted;
use super::super::trace::Trace;
use super::super::types::Types;
use crate::analysis::tree::Tree;
use crate::analysis::ty::VarId;
use crate::facts::{Body, CompareOp, FunctionKind, Literal, LocalId, Node, NodeId, Pattern, PatternId};

/// Conditions and patterns are taken apart this deep.
const DEPTH: usize = 8;

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

/// The literals that a key may be, as text: it is one, or a local that is known to be one of a few where
/// the key stands, by an arm's pattern or a condition around it.
pub(super) fn possible(types: &Types<'_>, trace: &Trace, key: NodeId) -> Option<Vec<String>> {
    let (_, function) = types.symbols.function(types.program, trace.function);
    let body = &function.body;
    if let Some(one) = literal(body, key) {
        return Some(vec![one]);
    }
    let Node::Local(local) = body.node(unconverted(body, key)) else { return None };
    let changes = |node: &Node| match *node {
        Node::Assign { target, .. } | Node::Update { target, .. } => body.node(target) == Node::Local(local),
        Node::AddressOf { operand, mutable: true } => body.node(operand) == Node::Local(local),
        _ => false,
    };
    if body.nodes.iter().any(changes) {
        return None;
    }
    let tree = Tree::new(body);
    let asked = Asked { types, body, trace: Some(trace) };
    let mut inner = key;
    tree.around(key).find_map(|outer| {
        let inside = std::mem::replace(&mut inner, outer);
        match body.node(outer) {
            Node::If { cond, then, .. } if then == inside => asked.holds(cond, local, 0),
            Node::Match { scrutinee: Some(scrutinee), arms, .. } => {
                let arm = body.arms(arms).iter().find(|arm| arm.body == inside)?;
                let same = body.node(unconverted(body, scrutinee)) == Node::Local(local);
                let by_pattern = pattern(body, arm.pattern, local, same, 0);
                by_pattern.or_else(|| asked.holds(arm.guard?, local, 0))
            }
            _ => None,
        }
    })
}

/// Where a condition about a local is read.
struct Asked<'a, 'p> {
    types: &'a Types<'p>,
    body: &'a Body,
    /// The function's calls; `None` in one that is called to ask.
    trace: Option<&'a Trace>,
}

impl Asked<'_, '_> {
    /// The literals one of which the local is where the condition holds.
    fn holds(&self, condition: NodeId, local: LocalId, depth: usize) -> Option<Vec<String>> {
        if depth > DEPTH {
            return None;
        }
        let body = self.body;
        let is_local = |node: NodeId| body.node(unconverted(body, node)) == Node::Local(local);
        match body.node(condition) {
            Node::Terminate(inner) => self.holds(inner, local, depth + 1),
            Node::ShortCircuit { left, right, and: true } => {
                self.holds(left, local, depth + 1).or_else(|| self.holds(right, local, depth + 1))
            }
            Node::ShortCircuit { left, right, and: false } => {
                Some([self.holds(left, local, depth + 1)?, self.holds(right, local, depth + 1)?].concat())
            }
            Node::Compare { left, right, op: CompareOp::Equal } if is_local(left) => Some(vec![literal(body, right)?]),
            Node::Compare { left, right, op: CompareOp::Equal } if is_local(right) => Some(vec![literal(body, left)?]),
            Node::Is { pattern: wanted, value } => pattern(body, wanted, local, is_local(value), 0),
            // `matches!`.
            Node::Match { scrutinee: Some(scrutinee), arms, .. } => match body.arms(arms) {
                [yes, no] if is_bool(body, yes.body, true) && is_bool(body, no.body, false) => {
                    pattern(body, yes.pattern, local, is_local(scrutinee), 0)
                }
                _ => None,
            },
            // A function that asks this of its parameter, and nothing else.
            Node::Call { .. } => {
                let site = self.trace?.calls.iter().find(|site| site.node == condition)?;
                let index = site.arg_nodes.iter().position(|node| is_local(*node))?;
                let (_, callee) = self.types.symbols.function(self.types.program, site.callee);
                let asked = Asked { body: &callee.body, trace: None, ..*self };
                asked.holds(only_value(&callee.body, callee.root?)?, *callee.params.get(index)?, depth + 1)
            }
            _ => None,
        }
    }
}

/// What a block of one expression gives.
fn only_value(body: &Body, root: NodeId) -> Option<NodeId> {
    let mut node = root;
    for _ in 0..DEPTH {
        node = match body.node(node) {
            Node::Block { body: statements, tail: true, .. } => match body.list(statements) {
                [only] => *only,
                _ => return None,
            },
            Node::Terminate(inner) => inner,
            _ => return Some(node),
        };
    }
    None
}

fn is_bool(body: &Body, node: NodeId, wanted: bool) -> bool {
    matches!(body.node(node), Node::Literal(Literal::Bool(value)) if value == wanted)
}

/// The literals that a pattern takes, where what is matched is the local (`same`), or the pattern binds it.
fn pattern(body: &Body, wanted: PatternId, local: LocalId, same: bool, depth: usize) -> Option<Vec<String>> {
    if depth > DEPTH {
        return None;
    }
    match body.pattern(wanted) {
        Pattern::Value(value) if same => Some(vec![literal(body, *value)?]),
        Pattern::Or(parts) => {
            let each: Option<Vec<_>> = parts.iter().map(|part| pattern(body, *part, local, same, depth + 1)).collect();
            each.map(|each| each.concat())
        }
        Pattern::Reference(inner) => pattern(body, *inner, local, same, depth + 1),
        Pattern::Bind { local: bound, sub: Some(sub), .. } => pattern(body, *sub, local, same || *bound == local, depth + 1),
        _ => None,
    }
}
