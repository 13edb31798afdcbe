//! Locks and ownership: what a function is entered with by all its callers.

use super::crossing::Crossings;
use crate::analysis::go::call_graph::{Edge, across, receiver_of};
use crate::analysis::go::effects::{Effects, Held};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::{self, Root, SlotBase};
use crate::analysis::go::{carried, entry};
use crate::analysis::ty::FunctionId;
use crate::facts::FunctionKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// How often what a function is entered with, or hands on, may change before locks only go from it. Ownership only
/// goes, but a caller that no longer owns the object may bring locks; so they could come and go for ever.
pub(super) const MAX_ENTRIES: u8 = 32;

/// What functions are entered with, by [`FunctionId`].
pub(super) struct Entries {
    /// By all callers; `None`: nobody is known to call it.
    pub(super) by_all: Vec<Option<Entered>>,
    /// See [`super::Context::held_for`].
    pub(super) held_for: Vec<Vec<(usize, Vec<Held>)>>,
}

impl Entries {
    /// Locks and ownership: the greatest solution of the meet over callers. Locks come from the
    /// callers' bodies, so that a list is never longer than their number, and each round only takes away.
    /// `direct`: the functions that are called not only through interfaces.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], direct: &FxHashSet<FunctionId>) -> Entries {
        let count = effects.len();
        let carried = carried::locks(names, effects);
        let given_on_entry = |id: FunctionId| carried.get(&id).map_or(&effects[id.0 as usize].entered_with[..], |held| held);
        // Who calls a method only through an interface calls it under these locks all the same.
        let tells = |edge: &&Edge<'_>| !edge.virtual_ || edge.through_interface && !edge.missed && !direct.contains(&edge.callee);
        let mut crossings = Crossings::new(names, edges, tells, count);
        // Under which locks a kept function is run is not known in full; what it hands on, its callee has.
        let mut by_kept: FxHashMap<FunctionId, u64> = FxHashMap::default();
        for edge in edges.iter().filter(|edge| edge.is_of_kept()) {
            *by_kept.entry(edge.callee).or_insert(u64::MAX) &= across(names, edge, &[], 0).1;
        }
        let mut entered: Vec<Option<Entered>> = vec![None; count];
        let mut queue: VecDeque<FunctionId> = VecDeque::new();
        let mut waiting: FxHashSet<FunctionId> = FxHashSet::default();
        for (index, slot) in entered.iter_mut().enumerate() {
            let id = FunctionId(narrow(index));
            if !crossings.has_callers(id) {
                let (_, function) = names.symbols.function(names.program, id);
                let held = given_on_entry(id).to_vec();
                let entry = (held, entry::owned_by_unseen(names, id), function.kind != FunctionKind::Ordinary);
                queue.extend(crossings.leave(id, &entry, true).into_iter().filter(|callee| waiting.insert(*callee)));
                *slot = Some(entry);
            }
        }
        let mut entries = vec![0_u8; count];
        while let Some(id) = queue.pop_front() {
            waiting.remove(&id);
            let mut met = meet_callers(&crossings.brought_into(id));
            if let Some((held, owned, _)) = &mut met {
                *owned &= by_kept.get(&id).copied().unwrap_or(u64::MAX);
                let given: Vec<Held> =
                    given_on_entry(id).iter().filter(|lock| held.iter().all(|own| !own.is_same(lock))).cloned().collect();
                held.extend(given);
            }
            if let (Some(met), Some(before)) = (&mut met, &entered[id.0 as usize])
                && entries[id.0 as usize] == MAX_ENTRIES
            {
                *met = in_both(before, met);
            }
            let Some(entry) = &met else { continue };
            let changes = !is_same(entered[id.0 as usize].as_ref(), entry);
            if changes || crossings.is_flagged(id) {
                let times = &mut entries[id.0 as usize];
                let callees = crossings.leave(id, entry, *times < MAX_ENTRIES);
                if changes || !callees.is_empty() {
                    *times = (*times + 1).min(MAX_ENTRIES);
                }
                queue.extend(callees.into_iter().filter(|callee| waiting.insert(*callee)));
            }
            if changes {
                entered[id.0 as usize] = met;
            }
        }
        let held_for = (0..count).map(|index| held_by_position(&crossings.brought_into(FunctionId(narrow(index))))).collect();
        Entries { by_all: entered, held_for }
    }
}

/// What a function is entered with by a caller, or by all: locks, a bit for each argument that is the
/// caller's own, whether only package initialisation gets there.
pub(super) type Entered = (Vec<Held>, u64, bool);

/// Whether nothing has changed. The order of locks says nothing: it is that of one caller, and where functions call each
/// other in a ring, two orders would follow each other round for ever.
pub(super) fn is_same(known: Option<&Entered>, (held, owned, init): &Entered) -> bool {
    known.is_some_and(|(before, owned_before, init_before)| {
        let same_locks = before.len() == held.len() && held.iter().all(|lock| before.contains(lock));
        same_locks && owned == owned_before && init == init_before
    })
}

/// What holds both times, in the order of the first: so often as one follows from the other, it comes to an end.
pub(super) fn in_both((held, owned, init): &Entered, (then, owned_then, init_then): &Entered) -> Entered {
    let held = held.iter().filter(|lock| then.contains(lock)).cloned().collect();
    (held, owned & owned_then, *init && *init_then)
}

/// The callers that tell something of a method. Some lock what they have behind an interface before they call
/// the method on it: who does not may have another implementation there, which needs no lock. Beside each is
/// whether it may call another one.
pub(super) fn telling<'c>(names: &Names<'_>, method: FunctionId, callers: impl Iterator<Item = (&'c Entered, bool)>) -> Vec<&'c Entered> {
    let callers: Vec<(&Entered, bool)> = callers.collect();
    let own = if callers.iter().any(|(_, guessed)| *guessed) { receiver_of(names, method) } else { None };
    let Some((owner, receiver)) = own else { return callers.into_iter().map(|(caller, _)| caller).collect() };
    let is_own = |lock: &Held| {
        let of_type = matches!(lock.slot.map(|slot| slot.base), Some(SlotBase::Field(of, _)) if of == owner);
        of_type && !lock.once && receiver.holds(&lock.place)
    };
    let locks = |caller: &Entered| caller.0.iter().any(is_own);
    let is_locked = callers.iter().any(|(caller, _)| locks(caller));
    let tells = |(caller, guessed): &(&'c Entered, bool)| !(is_locked && *guessed) || locks(caller);
    callers.into_iter().filter(tells).map(|(caller, _)| caller).collect()
}

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
    // What comes before the end of a group, and after it, is neither.
    let Some(twin) = twin.filter(|twin| !lock.group || twin.exclusive == lock.exclusive) else { return false };
    if twin.place != lock.place {
        lock.place = place::root(Root::Outer);
    }
    lock.exclusive &= twin.exclusive;
    lock.copied |= twin.copied;
    lock.set_up &= twin.set_up;
    true
}
