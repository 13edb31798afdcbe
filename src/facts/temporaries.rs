//! Which temporaries a Rust `let` keeps alive.

use super::body::{Body, Node, Pattern};
use super::ids::{NodeId, PatternId};

impl Body {
    /// The temporaries of `let pattern = value;` that live to the end of the block around it; all
    /// others end with the statement.
    ///
    /// A temporary is kept if a borrow of it, or of a field, element or target of it, is a part of
    /// the value by syntax alone: `&f()`, `&f().a[0]`, `&*f()`, `(1, &f())`, `S { a: &f() }`,
    /// `Some(&f())`, `{ …; &f() }`, and all of `f()` in `let ref x = f();`. Receivers and arguments of
    /// calls are not: in `let n = &m.lock().unwrap().len();` the guard ends with the statement, in
    /// `let n = &m.lock().unwrap().field;` it does not. The nodes come in the order in which they are
    /// evaluated.
    pub fn extended_temporaries(&self, pattern: PatternId, value: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        if self.binds_by_reference(pattern) {
            self.borrowed(value, &mut found);
        } else {
            self.extending(value, &mut found);
        }
        found
    }

    /// Parts of the value that may be borrows.
    fn extending(&self, node: NodeId, found: &mut Vec<NodeId>) {
        match self.node(node) {
            Node::AddressOf { operand, .. } => self.borrowed(operand, found),
            Node::Tuple(list) | Node::Composite { elements: list, .. } => {
                self.list(list).iter().for_each(|element| self.extending(*element, found));
            }
            Node::NamedElement { value, .. } => self.extending(value, found),
            Node::Convert { operand, .. } | Node::Unsafe(operand) => self.extending(operand, found),
            Node::Block { body, tail: true, .. } => {
                if let Some(last) = self.list(body).last() {
                    self.extending(*last, found);
                }
            }
            Node::If { then, otherwise: Some(otherwise), .. } => {
                self.extending(then, found);
                self.extending(otherwise, found);
            }
            Node::Match { arms, .. } => self.arms(arms).iter().for_each(|arm| self.extending(arm.body, found)),
            Node::Call { callee, args, .. } if self.is_constructor(callee) => {
                self.list(args).iter().for_each(|argument| self.extending(*argument, found));
            }
            _ => {}
        }
    }

    /// A place that is borrowed: the value that it is a part of.
    fn borrowed(&self, node: NodeId, found: &mut Vec<NodeId>) {
        match self.node(node) {
            Node::Field { base, .. } | Node::Index { base, .. } | Node::Slice { base, .. } | Node::Deref(base) => {
                self.borrowed(base, found)
            }
            Node::Local(_) | Node::Path(_) | Node::Literal(_) | Node::Closure(_) => {}
            Node::Call { .. } | Node::Await(_) | Node::Try(_) => {
                self.extending(node, found);
                found.push(node);
            }
            _ => self.extending(node, found),
        }
    }

    /// `Some(…)`, `Wrapper(…)`: by the convention of names.
    fn is_constructor(&self, callee: NodeId) -> bool {
        match self.node(callee) {
            Node::Path(path) => self.path(path).last().is_some_and(|name| name.as_str().starts_with(char::is_uppercase)),
            _ => false,
        }
    }

    fn binds_by_reference(&self, pattern: PatternId) -> bool {
        match self.pattern(pattern) {
            Pattern::Bind { by_ref, .. } => *by_ref,
            Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().any(|part| self.binds_by_reference(*part)),
            Pattern::Variant { fields, .. } => fields.iter().any(|(_, part)| self.binds_by_reference(*part)),
            _ => false,
        }
    }
}
