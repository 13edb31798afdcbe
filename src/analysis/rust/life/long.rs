//! Which structs live as long as the program, or nearly: they are kept in statics, shared through an
//! `Arc`, or used by a loop that waits for what comes in. What lives in them lives as long.

use super::super::trace::Trace;
use super::super::types::{Types, is_lock, is_map};
use super::makers::Makers;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{Ty, TyKind, TypeId, VarId};
use crate::facts::{Body, LocalId, Node, NodeId, Pattern, TypeModelKind, VarKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Types are looked into this deep.
const DEPTH: usize = 12;

/// The structs that live long.
#[derive(Debug, Default)]
pub(super) struct LongLived {
    found: FxHashMap<TypeId, Kept>,
}

/// How a struct is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// It lives long.
    pub(super) long: bool,
    /// Threads share it.
    pub(super) shared: bool,
    /// It can be changed in place while it lives: it is behind a lock, or one loop owns it. What an
    /// `Arc` alone keeps never changes again.
    pub(super) changes: bool,
}

impl Kept {
    fn with(self, other: Kept) -> Kept {
        Kept { long: self.long || other.long, shared: self.shared || other.shared, changes: self.changes || other.changes }
    }
}

impl LongLived {
    /// Looks through all statics, fields and locals.
    pub(super) fn new(types: &Types<'_>, traces: &[Trace]) -> LongLived {
        let mut found = LongLived::default();
        let all = 0..u32::try_from(types.symbols.types.len()).unwrap_or(0);
        let fields: Vec<(TypeId, Ty)> = all
            .into_par_iter()
            .flat_map_iter(|index| {
                let id = TypeId(index);
                types.fields(&TyKind::Named(id, Box::default())).into_iter().map(move |(_, ty)| (id, ty)).collect::<Vec<_>>()
            })
            .collect();
        for index in 0..u32::try_from(types.symbols.vars.len()).unwrap_or(0) {
            let (_, decl) = types.symbols.var(types.program, VarId(index));
            if matches!(decl.kind, VarKind::Static | VarKind::StaticMut)
                && let Some(inside) = struct_in(types, &types.var(VarId(index)))
            {
                found.add(inside.id, Kept { long: true, shared: true, changes: inside.locked || decl.kind == VarKind::StaticMut });
            }
        }
        let makers = Makers::new(types, traces, &fields);
        let inside = |ty: &Ty| struct_in(types, ty);
        let in_fields: Vec<(TypeId, Inside)> = fields.par_iter().filter_map(|(owner, ty)| Some((*owner, inside(ty)?))).collect();
        let in_locals = traces.par_iter().flat_map_iter(|trace| trace.local_types.iter().filter_map(inside));
        let in_results = traces.par_iter().filter_map(|trace| inside(&types.result(trace.function)?));
        let elsewhere: Vec<Inside> = in_locals.chain(in_results).filter(|inside| inside.shared).collect();
        let mut anew: FxHashMap<TypeId, bool> = FxHashMap::default();
        for inside in in_fields.iter().map(|(_, inside)| inside).chain(&elsewhere).filter(|inside| inside.shared) {
            let anew = *anew.entry(inside.id).or_insert_with(|| makers.made_anew(inside.id));
            found.add(inside.id, Kept { long: !anew, shared: true, changes: inside.locked });
        }
        let driven: Vec<TypeId> = traces.par_iter().flat_map_iter(|trace| driven(types, trace)).collect();
        for id in driven {
            found.add(id, Kept { long: true, shared: false, changes: true });
        }
        // What is a field of something that lives long lives as long.
        loop {
            let mut changed = false;
            for (owner, inside) in &in_fields {
                if let Some(kept) = found.found.get(owner).copied() {
                    let changes = inside.locked || (kept.changes && !inside.counted);
                    changed |= found.add(inside.id, Kept { changes, ..kept });
                }
            }
            if !changed {
                break;
            }
        }
        found
    }

    fn add(&mut self, id: TypeId, kept: Kept) -> bool {
        let known = self.found.entry(id).or_default();
        let before = *known;
        *known = known.with(kept);
        *known != before
    }

    /// How a struct is kept.
    pub(super) fn of(&self, id: TypeId) -> Kept {
        self.found.get(&id).copied().unwrap_or_default()
    }
}

/// A struct, and what is around it.
pub(super) struct Inside {
    pub(super) id: TypeId,
    /// Behind an `Arc`.
    shared: bool,
    /// Behind an `Arc` or `Rc`.
    counted: bool,
    /// Behind a lock or cell that can be taken when the struct has been handed out: one around an `Arc` or
    /// `Rc` changes which struct there is, not the struct.
    locked: bool,
}

/// The struct that a type is, seen through what holds exactly one.
pub(super) fn struct_in(types: &Types<'_>, ty: &Ty) -> Option<Inside> {
    let (mut ty, mut shared, mut counted, mut locked) = (*ty, false, false, false);
    for _ in 0..DEPTH {
        let kind = types.kind(&ty);
        if matches!(kind, TypeModelKind::Shared | TypeModelKind::SharedLocal) {
            shared |= kind == TypeModelKind::Shared;
            (counted, locked) = (true, false);
        }
        locked |= is_lock(kind) || kind == TypeModelKind::Cell;
        ty = match &*ty {
            TyKind::Named(id, _) => return Some(Inside { id: *id, shared, counted, locked }),
            TyKind::Pointer(target) => *target,
            TyKind::Library(..) if !is_map(kind) && !matches!(kind, TypeModelKind::Plain | TypeModelKind::Sequence) => types.inner(&ty)?,
            _ => return None,
        };
    }
    None
}

/// The structs that a loop uses which waits in each pass. What a `while let` takes without waiting was there
/// before: such a loop works off a list, and ends with it.
fn driven(types: &Types<'_>, trace: &Trace) -> Vec<TypeId> {
    let (_, function) = types.symbols.function(types.program, trace.function);
    let body = &function.body;
    let mut found = Vec::new();
    let mut tree = None;
    for node in &body.nodes {
        let Node::Loop { condition, body: inside, .. } = node else { continue };
        let tree = tree.get_or_insert_with(|| Tree::new(body));
        let mut within = tree.inside(*inside);
        within.extend(condition.iter().flat_map(|condition| tree.inside(*condition)));
        let taken = condition.map(|condition| body.node(condition)).and_then(|condition| match condition {
            Node::Is { value, .. } => Some(tree.inside(value)),
            _ => None,
        });
        let where_to_wait = taken.as_ref().unwrap_or(&within);
        let waits = where_to_wait.iter().any(|node| matches!(body.node(*node), Node::Await(_) | Node::Select { .. }))
            || trace.waits.iter().any(|site| where_to_wait.contains(&site.node));
        if !waits {
            continue;
        }
        for node in &within {
            if let Node::Local(local) = body.node(*node)
                && !within.iter().any(|node| binds(body, *node, local))
                && let Some(ty) = trace.local_types.get(local.index())
            {
                found.extend(struct_in(types, ty).map(|inside| inside.id));
            }
        }
    }
    found
}

fn binds(body: &Body, node: NodeId, local: LocalId) -> bool {
    let Node::Let { pattern, .. } = body.node(node) else { return false };
    matches!(body.pattern(pattern), Pattern::Bind { local: bound, .. } if *bound == local)
}
