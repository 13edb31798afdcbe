//! Drafts of fixes for Go: each only where the code has just the shape that it mends.

mod cloned;
mod drop_hint;
mod guarded;
mod locking;
mod one_step;
mod size_hint;

pub(super) use cloned::cloned;
pub(super) use drop_hint::drop_hint;
pub(super) use guarded::{exclusive_lock, guarded_access};
pub(super) use locking::released;
pub(super) use one_step::one_step;
pub(super) use size_hint::size_hint;

use super::names::Names;
use crate::analysis::fix::{Change, Piece};
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::facts::{Body, Name, Node, NodeId};
use crate::source::{FileId, Location, Span};

/// A function, and what stands in what.
struct Code<'p> {
    file: FileId,
    body: &'p Body,
    tree: Tree<'p>,
}

impl<'p> Code<'p> {
    fn new(names: &Names<'p>, id: FunctionId) -> Code<'p> {
        let (file, function) = names.symbols.function(names.program, id);
        Code { file, body: &function.body, tree: Tree::new(&function.body) }
    }

    fn at(&self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    fn location(&self, node: NodeId) -> Location {
        self.at(self.body.span(node))
    }

    /// The block that a statement stands in, and its place among the statements.
    fn among(&self, statement: NodeId) -> Option<(&'p [NodeId], usize)> {
        let block = self.tree.around(statement).nth(1)?;
        let Node::Block { body, .. } = self.body.node(block) else { return None };
        let statements = self.body.list(body);
        Some((statements, statements.iter().position(|one| *one == statement)?))
    }

    /// The statement of a block that a node stands in, closures and loops around it left out.
    fn statement(&self, node: NodeId) -> Option<NodeId> {
        self.tree.around(node).find(|node| self.among(*node).is_some())
    }

    /// A call of a method without arguments: its receiver and name.
    fn method(&self, call: NodeId) -> Option<(NodeId, Name)> {
        let Node::Call { callee, args, .. } = self.body.node(call) else { return None };
        let Node::Field { base, name } = self.body.node(callee) else { return None };
        (args.len == 0).then_some((base, name))
    }

    /// The method of a call is written as another one.
    fn rename(&self, call: NodeId, was: &'static str, name: &str) -> Option<Change> {
        let Node::Call { callee, .. } = self.body.node(call) else { return None };
        let end = self.body.span(callee).end;
        let start = end.checked_sub(u32::try_from(was.len()).ok()?)?;
        Some(Change::Replace { at: self.at(Span { start, end }), was: Some(was), by: vec![Piece::Text(name.to_owned())] })
    }

    /// Whether evaluating the expression does nothing but give a value, whatever the program does meanwhile.
    fn is_plain(&self, node: NodeId) -> bool {
        self.tree.inside(node).into_iter().all(|inner| {
            matches!(
                self.body.node(inner),
                Node::Literal(_)
                    | Node::Local(_)
                    | Node::Path(_)
                    | Node::Composite { .. }
                    | Node::NamedElement { .. }
                    | Node::Pair { .. }
                    | Node::AddressOf { .. }
                    | Node::New(_)
            )
        })
    }
}
