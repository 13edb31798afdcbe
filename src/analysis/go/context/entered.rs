//! Locks and ownership: what a function is entered with by all its callers.

use super::Contexts;
use super::crossing::Crossings;
use crate::analysis::go::call_graph::{Edge, across};
use crate::analysis::go::effects::{Effects, Held};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::{self, Root, Slot};
use crate::analysis::go::{callbacks, carried, entry};
use crate::analysis::ty::FunctionId;
use crate::facts::FunctionKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// How often a function's entry may change before locks only go from it. Ownership only goes, but a caller
/// that no longer owns the object may bring locks; so they could come and go for ever.
const MAX_ENTRIES: u8 = 32;

impl Contexts {
    /// Locks and ownership: the greatest solution of the meet over callers. Locks come from the
    /// callers' bodies, so that a list is never longer than their number, and each round only takes away.
    /// `direct`: the functions that are called not only through interfaces.
    pub(super) fn enter(&mut self, names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], direct: &FxHashSet<FunctionId>) {
        let carried = carried::locks(names, effects);
        // Who calls a method only through an interface calls it under these locks all the same.
        let tells = |edge: &&Edge<'_>| !edge.virtual_ || edge.through_interface && !edge.missed && !direct.contains(&edge.callee);
        let mut crossings = Crossings::new(names, edges.iter().filter(tells), self.functions.len());
        // Under which locks a kept function is run is not known in full; what it hands on, its callee has.
        let mut by_kept: FxHashMap<FunctionId, u64> = FxHashMap::default();
        for edge in edges.iter().filter(|edge| edge.is_of_kept()) {
            *by_kept.entry(edge.callee).or_insert(u64::MAX) &= across(names, edge, &[], 0).1;
        }
        let mut entered: Vec<Option<Entered>> = vec![None; self.functions.len()];
        let mut queue: VecDeque<FunctionId> = VecDeque::new();
        for (index, slot) in entered.iter_mut().enumerate() {
            let id = FunctionId(narrow(index));
            if !crossings.has_callers(id) {
                let (_, function) = names.symbols.function(names.program, id);
                let held = carried.get(&id).unwrap_or(&effects[index].entered_with).clone();
                let entry = (held, entry::owned_by_unseen(names, id), function.kind != FunctionKind::Ordinary);
                queue.extend(crossings.leave(id, &entry, true));
                *slot = Some(entry);
            }
        }
        let mut entries = vec![0_u8; self.functions.len()];
        let mut waiting: FxHashSet<FunctionId> = queue.iter().copied().collect();
        while let Some(id) = queue.pop_front() {
            waiting.remove(&id);
            let mut met = meet_callers(&crossings.brought_into(id));
            if let Some((held, owned, _)) = &mut met {
                *owned &= by_kept.get(&id).copied().unwrap_or(u64::MAX);
                let given = carried.get(&id).unwrap_or(&effects[id.0 as usize].entered_with);
                let given: Vec<Held> = given.iter().filter(|lock| held.iter().all(|own| !own.is_same(lock))).cloned().collect();
                held.extend(given);
                if let Some((before, ..)) = entered[id.0 as usize].as_ref().filter(|_| entries[id.0 as usize] == MAX_ENTRIES) {
                    held.retain(|lock| before.contains(lock));
                }
            }
            let Some(entry) = &met else { continue };
            let changes = entered[id.0 as usize].as_ref() != Some(entry);
            if changes || crossings.is_flagged(id) {
                let callees = crossings.leave(id, entry, entries[id.0 as usize] < MAX_ENTRIES);
                queue.extend(callees.into_iter().filter(|callee| waiting.insert(*callee)));
            }
            if changes {
                entries[id.0 as usize] = (entries[id.0 as usize] + 1).min(MAX_ENTRIES);
                entered[id.0 as usize] = met;
            }
        }
        for (index, context) in self.functions.iter_mut().enumerate() {
            context.held_for = held_by_position(&crossings.brought_into(FunctionId(narrow(index))));
        }
        for (index, entry) in entered.into_iter().enumerate() {
            let context = &mut self.functions[index];
            context.called = direct.contains(&FunctionId(narrow(index)));
            if let Some((held, owned, init)) = entry {
                context.held = held;
                context.owned = owned;
                context.init_only = init;
            }
        }
    }
}

impl Contexts {
    /// A function that is put in slots, and that nobody in sight calls by its name, is entered with the
    /// declared locks that all hold who call what lies there.
    pub(super) fn enter_kept(&mut self, names: &Names<'_>, effects: &[Effects]) {
        let declared = callbacks::declared_locks(names, self, effects);
        let mut entered: FxHashMap<FunctionId, Vec<(Slot, bool)>> = FxHashMap::default();
        for (id, slot) in effects.iter().flat_map(|effects| &effects.kept_functions) {
            let locks = declared.get(slot).map_or(&[][..], |locks| locks);
            callbacks::meet_declared(entered.entry(*id).or_insert_with(|| locks.to_vec()), locks);
        }
        let started = |id: &FunctionId| {
            let mut spawns = self.spawned_by(*id).iter();
            spawns.any(|(starter, spawn)| !effects[starter.0 as usize].spawns[*spawn as usize].kept)
        };
        entered.retain(|id, _| !self.functions[id.0 as usize].called && !self.by_interface.contains_key(id) && !started(id));
        entered.into_iter().for_each(|(id, locks)| {
            let held = &mut self.functions[id.0 as usize].held;
            held.extend(locks.into_iter().map(|(lock, exclusive)| Held::declared(lock, exclusive)));
        });
    }
}

/// What a function is entered with by a caller, or by all: locks, a bit for each argument that is the
/// caller's own, whether only package initialisation gets there.
pub(super) type Entered = (Vec<Held>, u64, bool);

/// What all callers agree on. A call on an object of the caller's own needs no lock, and so says
/// nothing of them beside calls on shared ones.
pub(super) fn meet_callers(callers: &[&Entered]) -> Option<Entered> {
    let (owned, init) = callers.iter().fold((u64::MAX, true), |(owned, init), caller| (owned & caller.1, init && caller.2));
    let held = held_by_all(callers, 1)?;
    Some((held, owned, init))
}

/// The locks that all callers hold; of those that own one of the arguments (bits) and those that own
/// none, the latter count.
pub(super) fn held_by_all(callers: &[&Entered], arguments: u64) -> Option<Vec<Held>> {
    let owns = |caller: &Entered| caller.1 & arguments != 0;
    let shared = callers.iter().any(|caller| !owns(caller));
    let mut telling = callers.iter().filter(|caller| !shared || !owns(caller)).map(|caller| &caller.0);
    let mut held = telling.next()?.clone();
    for other in telling {
        held.retain_mut(|lock| meet(lock, other));
    }
    Some(held)
}

/// See [`super::Context::held_for`]: for the arguments that some callers own, and some do not.
fn held_by_position(callers: &[&Entered]) -> Vec<(usize, Vec<Held>)> {
    let (all, any) = callers.iter().fold((u64::MAX, 0), |(all, any), caller| (all & caller.1, any | caller.1));
    let differ = any & !all;
    (1..64)
        .filter(|position| differ >> position & 1 == 1)
        .filter_map(|position| Some((position, held_by_all(callers, 1 | 1 << position)?)))
        .collect()
}

/// Keeps a lock that the other caller holds too: in the same place, or, of another object, the
/// same declared lock.
fn meet(lock: &mut Held, held: &[Held]) -> bool {
    let twin =
        held.iter().find(|twin| twin.is_same(lock)).or_else(|| held.iter().find(|twin| twin.slot.is_some() && twin.slot == lock.slot));
    let Some(twin) = twin else { return false };
    if twin.place != lock.place {
        lock.place = place::root(Root::Outer);
    }
    lock.exclusive &= twin.exclusive;
    lock.copied |= twin.copied;
    lock.set_up &= twin.set_up;
    true
}
