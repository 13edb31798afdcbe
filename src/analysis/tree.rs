//! The shape of a body: what stands in what. Bodies keep only children; questions about branches
//! need parents.

use crate::facts::{Body, Literal, LocalId, Node, NodeId, Pattern, PatternId};
use rustc_hash::FxHashMap;

/// Nodes are climbed this far.
const DEPTH: usize = 400;

/// Parents of nodes, and where locals get their first value.
#[derive(Debug)]
pub(crate) struct Tree<'b> {
    pub(crate) body: &'b Body,
    parents: Vec<Option<NodeId>>,
    lets: FxHashMap<LocalId, NodeId>,
}

impl<'b> Tree<'b> {
    /// Reads the shape of a body.
    pub(crate) fn new(body: &'b Body) -> Tree<'b> {
        let mut parents = vec![None; body.nodes.len()];
        let mut lets = FxHashMap::default();
        for index in 0..body.nodes.len() {
            let node = NodeId::new(index);
            for child in children(body, node) {
                if let Some(parent) = parents.get_mut(child.index()).filter(|_| child != node) {
                    *parent = Some(node);
                }
            }
            if let Node::Let { pattern, value: Some(value), .. } = body.node(node)
                && let Some(local) = bound(body, pattern)
            {
                lets.insert(local, value);
            }
        }
        Tree { body, parents, lets }
    }

    /// The nodes around a node, innermost first, itself included.
    pub(crate) fn around(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(node), |node| self.parents[node.index()]).take(DEPTH)
    }

    /// Whether `inner` stands in `outer`, or is it.
    pub(crate) fn within(&self, inner: NodeId, outer: NodeId) -> bool {
        self.around(inner).any(|node| node == outer)
    }

    /// All nodes in a node, itself included, in no special order.
    pub(crate) fn inside(&self, node: NodeId) -> Vec<NodeId> {
        let mut found = vec![node];
        let mut at = 0;
        while at < found.len() {
            found.extend(children(self.body, found[at]));
            at += 1;
        }
        found
    }

    /// The expression that a local was bound to by a plain `let`.
    pub(crate) fn first_value(&self, local: LocalId) -> Option<NodeId> {
        self.lets.get(&local).copied()
    }

    /// Whether a node certainly leaves the block it is in: its last statement jumps.
    pub(crate) fn diverges(&self, node: NodeId) -> bool {
        let mut node = node;
        for _ in 0..DEPTH {
            node = match self.body.node(node) {
                Node::Return(_) | Node::Break { .. } | Node::Continue(_) => return true,
                Node::Terminate(inner) | Node::Unsafe(inner) => inner,
                Node::Block { body, .. } => match self.body.list(body).last() {
                    Some(last) => *last,
                    None => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// An expression without what only ends its temporaries, or allows what is unsafe.
    pub(crate) fn bare(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let Node::Terminate(inner) | Node::Unsafe(inner) = self.body.node(node) {
            node = inner;
        }
        node
    }
}

impl Tree<'_> {
    /// Whether a node may leave the block it is in, on some path.
    pub(crate) fn may_leave(&self, node: NodeId) -> bool {
        let jumps = |node: &NodeId| matches!(self.body.node(*node), Node::Return(_) | Node::Break { .. } | Node::Continue(_));
        self.inside(node).iter().any(jumps)
    }
}

fn bound(body: &Body, pattern: PatternId) -> Option<LocalId> {
    match body.pattern(pattern) {
        Pattern::Bind { local, .. } => Some(*local),
        _ => None,
    }
}

/// The nodes directly in a node, in order of evaluation; of a function literal, its body.
pub(crate) fn children(body: &Body, node: NodeId) -> Vec<NodeId> {
    let list = |list| body.list(list).to_vec();
    match body.node(node) {
        Node::Opaque(parts)
        | Node::Tuple(parts)
        | Node::Return(parts)
        | Node::Make { args: parts, .. }
        | Node::Composite { elements: parts, .. } => list(parts),
        Node::Compare { left, right, .. } | Node::ShortCircuit { left, right, .. } => vec![left, right],
        Node::Not(inner)
        | Node::Deref(inner)
        | Node::Spread(inner)
        | Node::Go(inner)
        | Node::Defer(inner)
        | Node::Receive(inner)
        | Node::Await(inner)
        | Node::Try(inner)
        | Node::Terminate(inner)
        | Node::Unsafe(inner)
        | Node::Field { base: inner, .. }
        | Node::AddressOf { operand: inner, .. }
        | Node::Convert { operand: inner, .. }
        | Node::TypeAssert { operand: inner, .. }
        | Node::NamedElement { value: inner, .. }
        | Node::Is { value: inner, .. } => vec![inner],
        Node::Index { base, index } => vec![base, index],
        Node::Slice { base, bounds } => [vec![base], list(bounds)].concat(),
        Node::Call { callee, args, .. } => [vec![callee], list(args)].concat(),
        Node::Pair { key, value } => vec![key, value],
        Node::Closure(closure) => vec![body.closure(closure).body],
        Node::Block { body: statements, .. } => list(statements),
        Node::Let { value, otherwise, .. } => value.into_iter().chain(otherwise).collect(),
        Node::Assign { target, value } | Node::Update { target, value } => vec![target, value],
        Node::If { cond, then, otherwise, .. } => [cond, then].into_iter().chain(otherwise).collect(),
        Node::Match { scrutinee, arms, .. } => {
            let arms = body.arms(arms).iter().flat_map(|arm| arm.guard.into_iter().chain([arm.body]));
            scrutinee.into_iter().chain(arms).collect()
        }
        Node::Select { arms } => body.arms(arms).iter().flat_map(|arm| arm.guard.into_iter().chain([arm.body])).collect(),
        Node::Loop { condition, step, body, .. } => condition.into_iter().chain([body]).chain(step).collect(),
        Node::For { over, body, .. } => vec![over, body],
        Node::Break { value, .. } => value.into_iter().collect(),
        Node::Send { channel, value } => vec![channel, value],
        Node::Literal(_) | Node::Local(_) | Node::Path(_) | Node::New(_) | Node::Continue(_) | Node::Goto(_) => Vec::new(),
    }
}

/// The number of passes over a range of literals.
pub(super) fn literal_passes(body: &Body, over: NodeId) -> Option<u64> {
    let mut node = over;
    while let Node::Terminate(inner) = body.node(node) {
        node = inner;
    }
    let Node::Composite { elements, .. } = body.node(node) else { return None };
    let bound = |wanted: &str| {
        body.list(elements).iter().find_map(|element| match body.node(*element) {
            Node::NamedElement { name, value } if name.as_str() == wanted => match body.node(value) {
                Node::Literal(Literal::Int(value)) => Some(value),
                _ => None,
            },
            _ => None,
        })
    };
    u64::try_from(bound("end")?.checked_sub(bound("start")?)?).ok()
}
