//! What lies in objects made here that goroutines are given: an object of the function that two of them
//! get to, each by an object of its own, belongs to neither.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::{Argument, SpawnIndex};
use crate::analysis::go::lent::Given;
use crate::analysis::go::place::{Place, Root};
use crate::analysis::ty::TyKind;
use crate::facts::{Name, NodeId};

/// A field of an object made here has another object made here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    holder: NodeId,
    held: NodeId,
    field: Given,
    /// The literal or call that put it there.
    at: NodeId,
}

/// The object that a place is the whole of.
pub(super) fn whole(place: Option<&Place>) -> Option<NodeId> {
    match place.map(|place| (place.root, place.steps.is_empty())) {
        Some((Root::Fresh(node), true)) => Some(node),
        _ => None,
    }
}

impl Interpreter<'_> {
    /// A field of the object takes the value; `at` is the statement, literal or call that gives it.
    pub(super) fn note_part(&mut self, holder: Option<NodeId>, field: Given, value: &Value, at: NodeId) {
        let (Some(holder), Some(held)) = (holder, whole(value.place.as_ref())) else { return };
        let part = Part { holder, held, field, at };
        if self.trials == 0 && holder != held && !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }

    /// The same where a function of the tree does it, to what it was handed or made: `lends` says so.
    pub(super) fn note_part_by_callee(&mut self, holder: Option<NodeId>, field: Name, value: &Value, at: NodeId) {
        let Some(object) = holder else { return };
        let owner = self.fresh.get(&object).map(|(_, _, ty)| self.names().deref(ty));
        if let Some(TyKind::Named(owner, _)) = owner.as_deref() {
            self.note_part(holder, Given { owner: *owner, field, argument: None }, value, at);
        }
    }

    /// What lies in an object that others have, others have too.
    pub(super) fn share_parts(&self, holder: NodeId, state: &mut State) {
        for part in self.parts.iter().filter(|part| part.holder == holder) {
            state.shared.insert(part.held);
        }
    }

    /// Of what the goroutine was given it has each object for itself, but not all that lies in it: the
    /// fields that hold such a thing, here or in another object, are lent to.
    pub(super) fn lend_common_parts(&mut self, spawn: SpawnIndex, args: &[Argument]) {
        let handed: Vec<NodeId> = args.iter().filter(|arg| arg.owned).filter_map(|arg| whole(arg.place.as_ref())).collect();
        let parts = self.parts.iter().filter(|part| handed.contains(&part.holder) && !self.stays_with(spawn, part.held));
        let common: Vec<NodeId> = parts.map(|part| part.held).collect();
        for part in self.parts.iter().filter(|part| common.contains(&part.held)) {
            if !self.out.given.contains(&part.field) {
                self.out.given.push(part.field);
            }
        }
    }

    /// Nobody but the goroutine gets to the object: neither itself, nor by an object that it lies in.
    fn stays_with(&self, spawn: SpawnIndex, held: NodeId) -> bool {
        let holders: Vec<&Part> = self.parts.iter().filter(|part| part.held == held).collect();
        let given = |part: &&Part| self.escapes.contains_key(&part.holder) && self.is_only_given_to(spawn, part.holder);
        let own = holders.iter().all(given);
        let start = self.out.spawns[spawn as usize].node;
        let put = |at: NodeId| at == start || holders.iter().any(|part| part.at == at || part.holder == at);
        own && self.escapes.get(&held).is_none_or(|at| at.iter().all(|at| put(*at)))
    }
}
