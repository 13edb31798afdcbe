//! Objects without a lock of their own, which each owner guards with its lock.
//!
//! A heap, a wheel, a set: two owners have two of them, each under another lock. So no lock is held at
//! all uses, and none is missing: at each call that is in sight the caller holds a lock of an object
//! that the helper is a part of, and those of one type always the same one.

use super::call_graph::position_of;
use super::context::Whole;
use super::effects::{Argument, Call, Held};
use super::place::{Place, Root, Slot, SlotBase};
use super::site::{self, Site};
use crate::analysis::ty::{FunctionId, TypeId};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// More callers than these are not looked at.
const MAX_CALLERS: usize = 200;

/// By the type of the owner: its locks that are held at every call.
type Locks = BTreeMap<TypeId, Vec<Slot>>;

/// Whether the owners of the map's object keep the two sites apart: who calls them holds a lock of the
/// object's owner, and owners of one type the same one.
pub(super) fn keep_apart(whole: Whole<'_>, one: &Site<'_>, two: &Site<'_>) -> bool {
    let exclusive = |site: &Site<'_>| site.access.op.writes();
    let locks = |site: &Site<'_>| locks(whole, site, exclusive(site));
    let (Some(mut left), Some(right)) = (locks(one), locks(two)) else { return false };
    for (owner, slots) in right {
        meet(&mut left, owner, slots);
    }
    !left.is_empty() && left.values().all(|slots| !slots.is_empty())
}

fn meet(locks: &mut Locks, owner: TypeId, slots: Vec<Slot>) {
    locks.entry(owner).and_modify(|known| known.retain(|slot| slots.contains(slot))).or_insert(slots);
}

/// The owners' locks under which a site is reached; `None`: some caller holds none.
fn locks(whole: Whole<'_>, site: &Site<'_>, exclusive: bool) -> Option<Locks> {
    let position = site::position_in(whole, site.function, site.access).filter(|_| site.access.thread.is_none())?;
    let mut found = Locks::new();
    let mut seen = FxHashSet::default();
    let mut pending = vec![(site.function, position)];
    while let Some((function, position)) = pending.pop() {
        if !seen.insert((function, position)) {
            continue;
        }
        if seen.len() > MAX_CALLERS {
            return None;
        }
        for (caller, call) in whole.contexts.calls_of(whole.effects, function) {
            let arg = call.args.get(position)?;
            let own = owner_locks(whole, caller, call, arg, exclusive);
            if own.is_empty() {
                if !arg.owned {
                    pending.push((caller, handed_on(whole, caller, call, arg)?));
                }
                continue;
            }
            for (owner, slots) in own {
                meet(&mut found, owner, slots);
            }
        }
    }
    Some(found)
}

/// The argument of the caller that the argument of its call is, or is a part of.
fn handed_on(whole: Whole<'_>, caller: FunctionId, call: &Call, arg: &Argument) -> Option<usize> {
    let Root::Local(local) = arg.place.as_ref()?.root else { return None };
    position_of(whole.names, caller, local).filter(|_| call.thread.is_none())
}

/// The locks at a call that belong to an object which the argument is a part of.
fn owner_locks(whole: Whole<'_>, caller: FunctionId, call: &Call, arg: &Argument, exclusive: bool) -> Locks {
    let mut found = Locks::new();
    let Some(at) = &arg.place else { return found };
    let entered = whole.contexts.functions[caller.0 as usize].held.iter().filter(|_| call.thread.is_none());
    let strong = |held: &&Held| !held.once && !held.copied && (held.exclusive || !exclusive);
    for held in call.held.iter().chain(entered).filter(strong) {
        let Some(slot) = held.slot.map(|slot| whole.contexts.lock(slot)) else { continue };
        if let (SlotBase::Field(owner, _), true) = (slot.base, is_of_owner(&held.place, at)) {
            found.entry(owner).or_default().push(slot);
        }
    }
    found
}

/// The lock is a field of an object that the place is a part of.
fn is_of_owner(lock: &Place, of: &Place) -> bool {
    let owner = lock.steps.split_last().map(|(_, owner)| owner);
    owner.is_some_and(|owner| lock.root == of.root && of.steps.len() > owner.len() && of.steps.starts_with(owner))
}
