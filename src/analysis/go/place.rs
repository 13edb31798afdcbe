//! Where a value lives, as seen from inside one function: an access path.
//!
//! A place is a root and a chain of steps. Pointers are seen through: `p.f` and `(*p).f` are one
//! place. Two equal places in one function stand for the same storage; places of two functions
//! are compared through the arguments of the call that joins them, or by their [`Slot`].

use crate::analysis::ty::{FunctionId, TypeId, VarId};
use crate::facts::{LocalId, Name, NodeId, TypeExprId};
use crate::source::FileId;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::sync::Arc;

/// Longer chains are cut: what is deeper stands for unknown storage.
pub(super) const MAX_STEPS: usize = 8;

/// Where a place starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Root {
    /// A local, parameter or receiver of the function at hand.
    Local(LocalId),
    /// A package variable.
    Global(VarId),
    /// A package variable outside the tree, by its path.
    Library(Name),
    /// What an allocation in the function at hand made.
    Fresh(NodeId),
    /// What a call in the function at hand returned.
    Result(NodeId),
    /// An object of some caller that has no name here.
    Outer,
}

/// One step from a place to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Step {
    /// A field.
    Field(Name),
    /// Some element of a map, slice, array or channel.
    Element,
}

/// The steps of a path: few, mostly.
pub(super) type Steps = SmallVec<[Step; 4]>;

/// An access path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Steps,
}

/// A shared access path.
pub(super) type Place = Arc<Path>;

/// The place of a root itself.
pub(super) fn root(root: Root) -> Place {
    Arc::new(Path { root, steps: Steps::new() })
}

/// One step further; `None` where the chain gets too long.
pub(super) fn step(place: &Place, step: Step) -> Option<Place> {
    if place.steps.len() >= MAX_STEPS {
        return None;
    }
    let mut steps = place.steps.clone();
    steps.push(step);
    Some(Arc::new(Path { root: place.root, steps }))
}

/// `place` with its prefix `from` replaced by `to`; `None` where it does not start with it.
pub(super) fn rebase(place: &Place, from: &Place, to: &Place) -> Option<Place> {
    let rest = place.steps.strip_prefix(&from.steps[..]).filter(|_| place.root == from.root)?;
    if to.steps.len() + rest.len() > MAX_STEPS {
        return None;
    }
    let steps = to.steps.iter().chain(rest).copied().collect();
    Some(Arc::new(Path { root: to.root, steps }))
}

impl Path {
    /// `other` is this place or a part of it.
    pub(super) fn holds(&self, other: &Path) -> bool {
        self.root == other.root && other.steps.starts_with(&self.steps)
    }
}

/// What declares the storage of a map or lock, whatever object it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum SlotBase {
    /// A field of a declared struct type.
    Field(TypeId, Name),
    /// A field of a struct type without a name, by the place that writes the type.
    Anonymous(FileId, TypeExprId, Name),
    /// A package variable.
    Global(VarId),
    /// A local variable or parameter.
    Local(FunctionId, LocalId),
    /// A field of a type, or a variable, outside the tree: the path.
    Library(Name),
    /// What a function returns.
    Result(FunctionId),
}

/// A slot, and how many element steps lie between it and the storage (inner maps of maps).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Slot {
    pub(super) base: SlotBase,
    pub(super) elements: u8,
}

impl Slot {
    pub(super) fn new(base: SlotBase) -> Slot {
        Slot { base, elements: 0 }
    }

    /// It is a field of a declared type, or a package variable.
    pub(super) fn is_declared(self) -> bool {
        matches!(self.base, SlotBase::Field(..) | SlotBase::Global(_)) && self.elements == 0
    }

    /// The slot of an element.
    pub(super) fn element(self) -> Slot {
        Slot { elements: self.elements.saturating_add(1), ..self }
    }
}

/// How a lock's place lies to a map's place: so many steps up from the map, then these down.
/// Equal relations at two accesses of one map mean the lock of the same object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Relation {
    up: usize,
    pub(super) down: Vec<Step>,
}

impl Relation {
    /// How many steps up from the map the object lies that has them both.
    pub(super) fn up(&self) -> usize {
        self.up
    }

    /// The lock of this relation, seen from a map's place.
    pub(super) fn from(&self, map: &Place) -> Option<Place> {
        let kept = map.steps.len().checked_sub(self.up)?;
        let steps = map.steps[..kept].iter().chain(&self.down).copied().collect();
        Some(Arc::new(Path { root: map.root, steps }))
    }
}

/// The relation of `lock` to `map`; `None` where they have no object in common.
pub(super) fn relation(map: &Place, lock: &Place) -> Option<Relation> {
    if map.root != lock.root || map.root == Root::Outer {
        return None;
    }
    let common = map.steps.iter().zip(&lock.steps).take_while(|(left, right)| left == right).count();
    Some(Relation { up: map.steps.len() - common, down: lock.steps[common..].to_vec() })
}

/// `lock` is an entry of a table, and `map` is no entry, of that table or of another beside it: one map has many
/// such locks.
pub(super) fn is_in_table_beside(lock: &Place, map: &Place) -> bool {
    let (own, other) = match relation(map, lock) {
        Some(relation) => (&lock.steps[lock.steps.len() - relation.down.len()..], &map.steps[map.steps.len() - relation.up..]),
        None if matches!((lock.root, map.root), (Root::Global(_), Root::Global(_))) => (&lock.steps[..], &map.steps[..]),
        None => return false,
    };
    own.contains(&Step::Element) && !other.contains(&Step::Element)
}
