//! What a map's entry is given: something the function worked out, or what its caller handed in.

use super::Interpreter;
use super::state::Value;
use crate::analysis::go::place::Root;
use crate::analysis::model::Op;
use crate::facts::{LocalId, Node, NodeId};

/// How deep an expression is searched for what the caller handed in.
const MAX_DEPTH: usize = 6;

impl Interpreter<'_> {
    /// `m[k] = v`, just recorded: `v` is a parameter, or is put together from one that is not the
    /// key. That is how something is registered, or set; a cache is filled with what a call gave.
    pub(super) fn note_registration(&mut self, map: NodeId, index: NodeId, value: &Value, at: NodeId) {
        let Node::Assign { value: stored, .. } = self.body.node(at) else { return };
        let alias = value.place.as_ref().map(|place| place.root);
        let handed_on = match alias {
            Some(Root::Local(local)) if self.is_param(local) && value.place.as_ref().is_some_and(|place| place.steps.is_empty()) => true,
            Some(Root::Fresh(made)) => self.holds_param(made, index, 0),
            _ => self.holds_param(stored, index, 0),
        };
        if let Some(access) = self.out.accesses.iter_mut().find(|access| access.node == map && access.op == Op::Insert) {
            access.handed_on |= handed_on;
        }
    }

    fn holds_param(&self, node: NodeId, index: NodeId, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        let each = |list| self.body.list(list).iter().any(|node| self.holds_param(*node, index, depth + 1));
        match self.body.node(node) {
            Node::Local(local) => self.is_param(local) && !self.is_in(index, local),
            Node::AddressOf { operand: inner, .. }
            | Node::Deref(inner)
            | Node::Field { base: inner, .. }
            | Node::NamedElement { value: inner, .. }
            | Node::Pair { value: inner, .. }
            | Node::Spread(inner)
            | Node::Convert { operand: inner, .. }
            | Node::TypeAssert { operand: inner, .. } => self.holds_param(inner, index, depth + 1),
            Node::Composite { elements, .. } => each(elements),
            Node::Call { callee, args, .. } => self.builtin_name(callee).is_some_and(|name| name.as_str() == "append") && each(args),
            _ => false,
        }
    }

    /// The local is named in the expression.
    fn is_in(&self, node: NodeId, local: LocalId) -> bool {
        let span = self.body.span(node);
        self.local_uses(local).iter().any(|used| span.contains(*used))
    }
}
