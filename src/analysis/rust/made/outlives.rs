//! Whether what is put into a map that a loop makes lives longer than a pass: what holds a reference into
//! the pass keeps the map in it.

use super::{DEPTH, Finder, Pass, puts_in};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{Effect, LocalId, LocalKind, Node, NodeId, Pattern, PatternId, TypeDeclKind};

impl Finder<'_, '_> {
    /// Whether what is put into the map lives longer than a pass.
    pub(super) fn outlives(&self, local: LocalId, ty: &Ty, pass: &Pass) -> bool {
        if let (TyKind::Library(_, args), Some(model)) = (&**ty, self.types.model(ty)) {
            let mut held = [model.key, model.value].into_iter().flatten();
            if held.all(|index| args.get(index).is_some_and(|arg| self.is_owned(arg, 0))) {
                return true;
            }
        }
        let mut filled = self.accesses(local).filter(|access| puts_in(access.effect)).peekable();
        let lent = self.mentions(local, pass).into_iter().any(|mention| {
            let parent = self.tree.around(mention).nth(1).map(|node| self.tree.body.node(node));
            matches!(parent, Some(Node::AddressOf { mutable: true, .. }))
        });
        filled.peek().is_some()
            && !lent
            && filled.all(|access| {
                let key = access.key.is_some_and(|key| self.lasts(key, &access.key_ty, pass));
                let value = match (access.effect, access.value) {
                    (Effect::Insert, Some(value)) => self.lasts(value, &access.value_ty, pass),
                    (Effect::Insert, None) => true,
                    (Effect::GetOrInsert, _) => self.is_counted(access.node),
                    _ => false,
                };
                key && value
            })
    }

    /// `*map.entry(key).or_insert(0) += 1`, and the like.
    fn is_counted(&self, entry: NodeId) -> bool {
        let body = self.tree.body;
        for node in self.tree.around(entry).skip(1).take(6) {
            match body.node(node) {
                Node::Update { .. } => return true,
                Node::Field { .. } | Node::Call { .. } | Node::Deref(_) | Node::Terminate(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether what an expression gives holds no reference, or one to what is there before the loop.
    fn lasts(&self, node: NodeId, ty: &Ty, pass: &Pass) -> bool {
        self.is_owned(ty, 0) || self.is_lasting(node, pass, 0)
    }

    /// Whether a type is known to hold no reference.
    fn is_owned(&self, ty: &Ty, depth: usize) -> bool {
        let inside = |ty: &Ty| depth < DEPTH && self.is_owned(ty, depth + 1);
        match &**ty {
            TyKind::Basic(_) => true,
            TyKind::Tuple(parts) => parts.iter().all(inside),
            TyKind::Array(element, _) | TyKind::Slice(element) => inside(element),
            TyKind::Library(path, args) => {
                let known = self.types.model(ty).is_some() || path.starts_with("std::") || path.starts_with("alloc::");
                known && !path.ends_with("::Cow") && args.iter().all(inside)
            }
            TyKind::Named(id, args) => {
                if depth > 3 || !args.iter().all(inside) {
                    return false;
                }
                let (_, decl) = self.types.symbols.type_decl(self.types.program, *id);
                match &decl.kind {
                    TypeDeclKind::Struct(_) => self.types.fields(ty).iter().all(|(_, field)| inside(field)),
                    TypeDeclKind::Enum(variants) => variants.iter().all(|(variant, fields)| {
                        fields.iter().all(|field| self.types.variant_field(ty, *variant, field.name).is_some_and(|ty| inside(&ty)))
                    }),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether an expression is a part of, or a reference to, what is there before the loop.
    fn is_lasting(&self, node: NodeId, pass: &Pass, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let body = self.tree.body;
        match body.node(node) {
            Node::Literal(_) | Node::Path(_) => true,
            Node::AddressOf { operand: inner, .. } | Node::Deref(inner) | Node::Terminate(inner) | Node::Field { base: inner, .. } => {
                self.is_lasting(inner, pass, depth + 1)
            }
            Node::Index { base, .. } => self.is_lasting(base, pass, depth + 1),
            Node::Tuple(parts) | Node::Opaque(parts) => body.list(parts).iter().all(|part| self.is_lasting(*part, pass, depth + 1)),
            Node::Call { callee, args, .. } if args.len == 0 => match body.node(callee) {
                Node::Field { base, name } if borrows(name.as_str()) => self.is_lasting(base, pass, depth + 1),
                _ => false,
            },
            Node::Local(local) => self.is_lasting_local(local, pass, depth + 1),
            _ => false,
        }
    }

    fn is_lasting_local(&self, local: LocalId, pass: &Pass, depth: usize) -> bool {
        let body = self.tree.body;
        let (span, around) = (body.local(local).span, body.span(pass.node));
        if span.start < around.start || span.end > around.end || body.local(local).kind == LocalKind::Receiver {
            return true;
        }
        self.run_over(local, pass).is_some_and(|over| self.gives_lasting(over, pass, depth + 1))
    }

    /// What the loop runs over that binds a local: the outer one, or one in it.
    fn run_over(&self, local: LocalId, pass: &Pass) -> Option<NodeId> {
        let body = self.tree.body;
        (0..body.nodes.len()).map(NodeId::new).find_map(|node| match body.node(node) {
            Node::For { pattern, over, .. } if self.tree.within(node, pass.node) && self.binds(pattern, local, 0) => Some(over),
            _ => None,
        })
    }

    /// Whether the items of what a loop runs over are numbers, or references into what is there before the
    /// outer loop.
    fn gives_lasting(&self, over: NodeId, pass: &Pass, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let body = self.tree.body;
        match body.node(over) {
            Node::Composite { .. } => true,
            Node::AddressOf { operand, .. } => self.is_lasting(operand, pass, depth + 1),
            Node::Terminate(inner) => self.gives_lasting(inner, pass, depth + 1),
            Node::Call { callee, .. } => match body.node(callee) {
                Node::Field { base, name } if walks(name.as_str()) => self.is_lasting(base, pass, depth + 1),
                Node::Field { base, name } if keeps_items(name.as_str()) => self.gives_lasting(base, pass, depth + 1),
                _ => false,
            },
            // An item of such a loop is a reference itself.
            Node::Local(local) => match self.run_over(local, pass) {
                Some(over) => self.gives_lasting(over, pass, depth + 1),
                None => {
                    let ty = self.trace.local_types.get(local.index()).map(|ty| &**ty);
                    matches!(ty, Some(TyKind::Pointer(_))) && self.is_lasting_local(local, pass, depth + 1)
                }
            },
            _ => false,
        }
    }

    pub(super) fn binds(&self, pattern: PatternId, wanted: LocalId, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        match self.tree.body.pattern(pattern) {
            Pattern::Bind { local, .. } => *local == wanted,
            Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().any(|part| self.binds(*part, wanted, depth + 1)),
            Pattern::Variant { fields, .. } => fields.iter().any(|(_, part)| self.binds(*part, wanted, depth + 1)),
            Pattern::Reference(inner) => self.binds(*inner, wanted, depth + 1),
            _ => false,
        }
    }
}

/// Methods that give a reference into their receiver.
fn borrows(name: &str) -> bool {
    name.starts_with("as_") || matches!(name, "deref" | "borrow" | "trim" | "clone" | "unwrap" | "first" | "last")
}

/// Methods that walk over their receiver by reference.
fn walks(name: &str) -> bool {
    matches!(name, "iter" | "keys" | "values" | "windows" | "chunks" | "lines" | "split" | "split_whitespace" | "chunks_exact")
}

/// Adaptors after which the items are still those of what they adapt.
fn keeps_items(name: &str) -> bool {
    matches!(
        name,
        "enumerate" | "rev" | "skip" | "take" | "filter" | "peekable" | "skip_while" | "take_while" | "step_by" | "chain" | "zip"
    )
}
