//! Objects that carry a lock from the function that makes them to the method that gives it back.
//!
//! A collector's `Start` locks, its `Finish` unlocks, and the methods between run under the lock
//! with no `Lock` in sight, often called through an interface. What shows it: some method gives
//! back a lock of another object that no method of the type ever takes.

use super::call_graph::receiver_of;
use super::effects::{Effects, Held};
use super::names::{Names, narrow};
use super::place::{self, SlotBase};
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashMap;

/// The locks that each method of such a type is entered with, in its own places.
pub(super) fn locks(names: &Names<'_>, effects: &[Effects]) -> FxHashMap<FunctionId, Vec<Held>> {
    let mut found: FxHashMap<FunctionId, Vec<Held>> = FxHashMap::default();
    for (index, of_method) in effects.iter().enumerate() {
        let method = FunctionId(narrow(index));
        for lock in &of_method.entered_with {
            let Some((owner, receiver)) = receiver_of(names, method).filter(|(_, own)| lock.place.root == own.root) else { continue };
            let of_other =
                lock.place.steps.len() > 1 && !matches!(lock.slot.map(|slot| slot.base), Some(SlotBase::Field(of, _)) if of == owner);
            let methods = names.methods_of(owner);
            if !of_other || lock.slot.is_none() || methods.iter().any(|(_, id)| takes(&effects[id.0 as usize], lock)) {
                continue;
            }
            for (_, id) in methods {
                let Some((_, own)) = receiver_of(names, *id) else { continue };
                let Some(place) = place::rebase(&lock.place, &receiver, &own) else { continue };
                let held = found.entry(*id).or_default();
                if held.iter().all(|known| known.place != place) {
                    held.push(Held { place, ..lock.clone() });
                }
            }
        }
    }
    found
}

/// Whether the function itself holds the lock somewhere.
fn takes(effects: &Effects, lock: &Held) -> bool {
    let held = effects.accesses.iter().flat_map(|access| &access.held).chain(effects.calls.iter().flat_map(|call| &call.held));
    held.chain(&effects.summary.acquires).any(|own| own.slot == lock.slot)
}
