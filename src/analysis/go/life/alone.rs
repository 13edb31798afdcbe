//! Whether a lock guards one map and nothing else.

use super::kept::Use;
use crate::analysis::go::context::Whole;
use crate::analysis::go::names::narrow;
use crate::analysis::go::place::{Path, Root, Slot, SlotBase, Step};
use crate::analysis::ty::FunctionId;
use crate::facts::{Body, Function, LocalId, Name, Node, NodeId};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The functions that take each lock, by its name or variable, as far as their callers can name it.
pub(super) struct Takers {
    by_lock: FxHashMap<Key, FxHashSet<FunctionId>>,
}

/// What names a lock in all functions: its field's name, or its variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Field(Name),
    Variable(u32),
}

fn key_of_slot(lock: Slot) -> Option<Key> {
    match lock.base {
        SlotBase::Field(_, name) => Some(Key::Field(name)),
        SlotBase::Global(var) => Some(Key::Variable(var.0)),
        _ => None,
    }
}

fn key_of_place(lock: &Path) -> Option<Key> {
    match (lock.steps.last(), lock.root) {
        (Some(Step::Field(name)), _) => Some(Key::Field(*name)),
        (None, Root::Global(var)) => Some(Key::Variable(var.0)),
        _ => None,
    }
}

impl Takers {
    /// Asks the effects of all functions.
    pub(super) fn new(whole: Whole<'_>) -> Takers {
        let mut by_lock: FxHashMap<Key, FxHashSet<FunctionId>> = FxHashMap::default();
        for (index, effects) in whole.effects.iter().enumerate() {
            for taking in &effects.takings {
                if let Some(key) = key_of_place(&taking.place) {
                    by_lock.entry(key).or_default().insert(FunctionId(narrow(index)));
                }
            }
        }
        Takers { by_lock }
    }

    /// The lock of the map's own struct, or a variable beside it, is taken for the map alone: each function that
    /// takes it uses the map, and no other field of the struct, or no other variable is assigned there.
    pub(super) fn is_alone(&self, whole: Whole<'_>, map: Slot, lock: Slot, uses: &[Use<'_>]) -> bool {
        let users: FxHashSet<FunctionId> = uses.iter().map(|one| one.function).collect();
        let takers = key_of_slot(lock).and_then(|key| self.by_lock.get(&key));
        let related = |id: &FunctionId| match (lock.base, map.base) {
            (SlotBase::Field(owner, _), SlotBase::Field(of_map, _)) => {
                owner == of_map && whole.names.methods_of(owner).iter().any(|(_, method)| method == id)
            }
            (SlotBase::Global(_), SlotBase::Global(_)) => true,
            _ => false,
        };
        let together = match (lock.base, map.base) {
            (SlotBase::Field(owner, _), SlotBase::Field(of_map, _)) => owner == of_map,
            (SlotBase::Global(_), SlotBase::Global(_)) => true,
            _ => false,
        };
        let takers: Vec<FunctionId> = takers.into_iter().flatten().copied().filter(related).collect();
        together && takers.iter().all(|id| users.contains(id)) && takers.par_iter().all(|id| touches_only(whole, *id, map, lock))
    }
}

/// Of its receiver the function names the map, the lock, and methods; without one, it assigns no other variable.
fn touches_only(whole: Whole<'_>, id: FunctionId, map: Slot, lock: Slot) -> bool {
    let (_, function) = whole.names.symbols.function(whole.names.program, id);
    match (map.base, lock.base) {
        (SlotBase::Field(owner, map), SlotBase::Field(_, lock)) => {
            let Some(receiver) = function.receiver else { return false };
            let is_method = |name| whole.names.methods_of(owner).iter().any(|(method, _)| *method == name);
            named_of(&function.body, receiver).all(|name| name == map || name == lock || is_method(name))
        }
        (SlotBase::Global(map), SlotBase::Global(_)) => {
            let map = whole.names.symbols.var(whole.names.program, map).1.name;
            assigned(function).all(|name| name == map)
        }
        _ => false,
    }
}

/// The fields and methods that are selected from a local.
fn named_of(body: &Body, local: LocalId) -> impl Iterator<Item = Name> {
    body.nodes.iter().filter_map(move |node| match *node {
        Node::Field { base, name } if body.node(base) == Node::Local(local) => Some(name),
        _ => None,
    })
}

/// The package variables that a function assigns to, or to a part of.
fn assigned(function: &Function) -> impl Iterator<Item = Name> {
    let body = &function.body;
    let rooted = move |mut node: NodeId| loop {
        node = match body.node(node) {
            Node::Field { base, .. } | Node::Index { base, .. } => base,
            Node::Deref(inner) => inner,
            Node::Path(path) => return body.path(path).last().copied(),
            _ => return None,
        };
    };
    body.nodes.iter().filter_map(move |node| match *node {
        Node::Assign { target, .. } | Node::Update { target, .. } => rooted(target),
        _ => None,
    })
}
