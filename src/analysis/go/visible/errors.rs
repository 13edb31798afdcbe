//! Locals that hold an error: what is told of one is told to people.
//!
//! No type checker is at hand for what a library returns. An error is the last thing that a call gives, and somebody asks
//! whether it is `nil`; a function of the tree says by itself what it returns.

use super::Finder;
use crate::analysis::go::effects::{Call, Target};
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use crate::facts::{CompareOp, Literal, LocalId, Node, NodeId, Pattern, PatternId};
use rustc_hash::{FxHashMap, FxHashSet};

impl Finder<'_> {
    /// What takes the value holds an error, or a part of it does.
    pub(super) fn binds_error(&self, pattern: PatternId) -> bool {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, .. } => self.holds_error(*local),
            Pattern::Assign(target) => self.is_error(*target),
            Pattern::Tuple(parts) => parts.iter().any(|part| self.binds_error(*part)),
            _ => false,
        }
    }

    pub(super) fn is_error(&self, node: NodeId) -> bool {
        match self.body.node(node) {
            Node::Local(local) => self.holds_error(local),
            Node::Tuple(parts) => self.body.list(parts).iter().any(|part| self.is_error(*part)),
            _ => false,
        }
    }

    pub(super) fn holds_error(&self, local: LocalId) -> bool {
        self.errors.get_or_init(|| self.locals_with_errors()).contains(&local)
    }

    fn locals_with_errors(&self) -> FxHashSet<LocalId> {
        let callee = |call: &Call| if let Target::Function(callee) = call.target { Some((call.node, callee)) } else { None };
        let callees: FxHashMap<NodeId, FunctionId> = self.effects.calls.iter().filter_map(callee).collect();
        // A call whose last result may be an error.
        let may_give = |value: NodeId| {
            let call = self.bare(value);
            let is_call = matches!(self.body.node(call), Node::Call { .. });
            is_call && callees.get(&call).is_none_or(|callee| self.names.returns_error(*callee))
        };
        let (mut given, mut compared) = (FxHashSet::default(), FxHashSet::default());
        for node in &self.body.nodes {
            match *node {
                Node::Let { pattern, value: Some(value), .. } if may_give(value) => given.extend(self.last_bound(pattern)),
                Node::Assign { target, value } if may_give(value) => given.extend(self.last_target(target)),
                Node::Compare { left, right, op: CompareOp::Equal | CompareOp::NotEqual } => {
                    for (one, other) in [(left, right), (right, left)] {
                        if let (Node::Local(local), Node::Literal(Literal::Nil)) = (self.body.node(one), self.body.node(other)) {
                            compared.insert(local);
                        }
                    }
                }
                _ => {}
            }
        }
        let locals = (0..self.body.locals.len()).map(LocalId::new);
        let is_one = |local: &LocalId| match self.body.local(*local).ty {
            Some(written) => Names::is_error(&self.resolve(written)),
            None => given.contains(local) && compared.contains(local),
        };
        locals.filter(is_one).collect()
    }

    fn last_bound(&self, pattern: PatternId) -> Option<LocalId> {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, .. } => Some(*local),
            Pattern::Assign(target) => self.last_target(*target),
            Pattern::Tuple(parts) => parts.last().and_then(|last| self.last_bound(*last)),
            _ => None,
        }
    }

    fn last_target(&self, target: NodeId) -> Option<LocalId> {
        match self.body.node(target) {
            Node::Local(local) => Some(local),
            Node::Tuple(parts) => self.body.list(parts).last().and_then(|last| self.last_target(*last)),
            _ => None,
        }
    }
}
