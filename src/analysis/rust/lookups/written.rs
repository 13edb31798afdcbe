//! Places as they are written: a local or path, and fields. Two places that are written alike are one
//! borrow; what else mentions the root decides whether that borrow can live longer.

use super::super::state::{GuardId, Holder};
use super::super::trace::Trace;
use super::super::types::Types;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{Body, LocalId, Name, Node, NodeId, TypeExpr, TypeModelKind};
use crate::source::FileId;
use rustc_hash::FxHashSet;

/// Types and expressions are followed this deep.
const DEPTH: usize = 24;

/// A local, or a path of a static, and the fields from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) root: Base,
    pub(super) fields: Vec<Name>,
    /// The node of the root.
    pub(super) at: NodeId,
}

/// Where a written place starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Local(LocalId),
    Path(Vec<Name>),
}

/// The place that an expression writes; `None` where something is called or indexed on the way.
pub(super) fn written(body: &Body, node: NodeId) -> Option<Written> {
    let mut fields = Vec::new();
    let mut node = node;
    for _ in 0..DEPTH {
        node = match body.node(node) {
            Node::Local(local) => {
                fields.reverse();
                return Some(Written { root: Base::Local(local), fields, at: node });
            }
            Node::Path(path) => {
                fields.reverse();
                return Some(Written { root: Base::Path(body.path(path).to_vec()), fields, at: node });
            }
            Node::Field { base, name } => {
                fields.push(name);
                base
            }
            Node::Deref(inner) | Node::Terminate(inner) | Node::AddressOf { operand: inner, .. } => inner,
            _ => return None,
        };
    }
    None
}

/// What is known of a function's places as they are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a, 'p> {
    pub(super) types: &'a Types<'p>,
    pub(super) trace: &'a Trace,
    pub(super) file: FileId,
    pub(super) tree: &'a Tree<'p>,
    /// Locals that hold a guard while something is done to a map.
    pub(super) holders: &'a FxHashSet<LocalId>,
}

/// The locals of a function that hold a guard while something is done to a map.
pub(super) fn holders(trace: &Trace) -> FxHashSet<LocalId> {
    let alive = trace.accesses.iter().flat_map(|access| &access.alive);
    let local = |(_, holder): &(GuardId, Holder)| match holder {
        Holder::Local(local) => Some(*local),
        Holder::Value | Holder::Temporary(_) => None,
    };
    alive.filter_map(local).collect()
}

impl Places<'_, '_> {
    /// Whether a root node stands for the same local or path.
    fn is_root(&self, node: NodeId, root: &Base) -> bool {
        match (self.tree.body.node(node), root) {
            (Node::Local(local), Base::Local(wanted)) => local == *wanted,
            (Node::Path(path), Base::Path(wanted)) => self.tree.body.path(path) == wanted.as_slice(),
            _ => false,
        }
    }

    /// The mentions in a region of what overlaps a place: the root nodes of them.
    pub(super) fn mentions(&self, region: NodeId, of: &Written) -> Vec<NodeId> {
        let apart = self.splits(of);
        let roots = self.tree.inside(region).into_iter().filter(|node| self.is_root(*node, &of.root));
        roots.filter(|node| !apart || self.overlaps(*node, of)).collect()
    }

    /// Whether the place that a mention of the root leads to is the other, in it, or around it.
    fn overlaps(&self, root: NodeId, of: &Written) -> bool {
        let body = self.tree.body;
        let mut wanted = of.fields.iter();
        let mut at = root;
        for parent in self.tree.around(root).skip(1) {
            match body.node(parent) {
                Node::Field { base, name } if base == at => {
                    let called = self.tree.around(parent).nth(1).map(|call| body.node(call));
                    if matches!(called, Some(Node::Call { callee, .. }) if callee == parent) {
                        return true;
                    }
                    match wanted.next() {
                        Some(field) if *field != name => return false,
                        Some(_) => {}
                        None => return true,
                    }
                }
                Node::Deref(_) | Node::Terminate(_) => {}
                _ => return true,
            }
            at = parent;
        }
        true
    }

    /// Whether fields beside the place can be borrowed on their own: nothing on the way to it is
    /// reached through a method, as the inside of a guard is.
    fn splits(&self, of: &Written) -> bool {
        let Base::Local(root) = of.root else { return false };
        if self.holders.contains(&root) {
            return false;
        }
        let Some(mut ty) = self.trace.local_types.get(root.index()).copied() else { return false };
        for field in &of.fields {
            while let TyKind::Pointer(target) = &*ty {
                ty = *target;
            }
            if !matches!(&*ty, TyKind::Named(..) | TyKind::Tuple(_)) {
                return false;
            }
            match self.types.field(&ty, *field) {
                Some(found) => ty = found.ty,
                None => return false,
            }
        }
        true
    }

    /// Whether a place is reached through a reference that can only read (`&self`), so that nothing
    /// changes a plain map in it meanwhile.
    pub(super) fn is_read_only(&self, of: &Written) -> bool {
        let Base::Local(root) = of.root else { return true };
        let ty = self.tree.body.local(root).ty.and_then(|ty| self.types.program.file(self.file).type_exprs.get(ty.index()));
        matches!(ty, Some(TypeExpr::Pointer { mutable: false, raw: false, .. })) && self.splits(of)
    }

    /// Whether a mention is assigned to, or borrowed to be changed.
    pub(super) fn is_changed(&self, mention: NodeId) -> bool {
        let body = self.tree.body;
        let mut at = mention;
        for parent in self.tree.around(mention).skip(1) {
            match body.node(parent) {
                Node::Assign { target, .. } | Node::Update { target, .. } => return target == at,
                Node::AddressOf { mutable, .. } => return mutable,
                Node::Tuple(_) | Node::Field { .. } | Node::Deref(_) | Node::Terminate(_) => at = parent,
                _ => return false,
            }
        }
        false
    }

    /// Whether a place's root is a local that is declared inside a region.
    pub(super) fn is_declared_in(&self, of: &Written, region: NodeId) -> bool {
        let Base::Local(root) = of.root else { return false };
        let (span, around) = (self.tree.body.local(root).span, self.tree.body.span(region));
        span.start >= around.start && span.end <= around.end
    }

    /// Whether a value of the type is copied where it is used.
    pub(super) fn is_copy(&self, ty: &Ty) -> bool {
        self.is_copy_at(ty, 0)
    }

    fn is_copy_at(&self, ty: &Ty, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        match &**ty {
            TyKind::Basic(name) => name.as_str() != "str",
            TyKind::Pointer(_) => true,
            TyKind::Tuple(parts) => parts.iter().all(|part| self.is_copy_at(part, depth + 1)),
            TyKind::Array(element, _) => self.is_copy_at(element, depth + 1),
            TyKind::Named(id, _) => {
                let (_, decl) = self.types.symbols.type_decl(self.types.program, *id);
                decl.derives.iter().any(|derive| derive.as_str() == "Copy")
            }
            TyKind::Library(_, args) => {
                let wrapper = self.types.kind(ty) == TypeModelKind::Wrapper;
                self.types.model(ty).is_some_and(|model| model.copy) || wrapper && args.iter().all(|arg| self.is_copy_at(arg, depth + 1))
            }
            _ => false,
        }
    }
}

/// The locals that an expression mentions, in the order of its text.
pub(super) fn locals(tree: &Tree<'_>, node: NodeId) -> Vec<LocalId> {
    let mut found: Vec<(u32, LocalId)> = tree
        .inside(node)
        .into_iter()
        .filter_map(|node| match tree.body.node(node) {
            Node::Local(local) => Some((tree.body.span(node).start, local)),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, local)| local).collect()
}
