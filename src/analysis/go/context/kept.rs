//! The locks under which a function runs that is kept in a slot: those of all who call what lies there.
//!
//! `newList(limit, c.onEvict)`: nobody calls `onEvict` by name, and still each call of what the list keeps
//! stands under the cache's lock, which its methods take before they use the list.

use super::Contexts;
use crate::analysis::go::call_graph::is_test;
use crate::analysis::go::callbacks::SlotCall;
use crate::analysis::go::effects::{Effects, Held};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::{self, Root, Slot};
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

impl Contexts {
    /// Enters functions that nobody calls, and that are mentioned only where a slot gets them.
    pub(super) fn enter_kept(&mut self, names: &Names<'_>, effects: &[Effects]) {
        let mut kept: BTreeMap<FunctionId, Vec<Slot>> = BTreeMap::new();
        let mut mentions: FxHashMap<FunctionId, usize> = FxHashMap::default();
        let mut calls: FxHashMap<Slot, Vec<(FunctionId, &SlotCall)>> = FxHashMap::default();
        let production = effects.iter().enumerate().map(|(index, effects)| (FunctionId(narrow(index)), effects));
        for (id, effects) in production.filter(|(id, _)| !is_test(names, *id)) {
            effects.kept_functions.iter().for_each(|(function, slot)| kept.entry(*function).or_default().push(*slot));
            effects.references.iter().for_each(|function| *mentions.entry(*function).or_default() += 1);
            effects.slot_calls.iter().for_each(|call| calls.entry(call.slot).or_default().push((id, call)));
        }
        let mut entered: Vec<(FunctionId, Vec<Held>)> = Vec::new();
        for (id, slots) in &kept {
            let is_called = self.all_callers(*id).next().is_some() || !self.spawned_by(*id).is_empty();
            if is_called || mentions.get(id).is_some_and(|times| *times > slots.len()) {
                continue;
            }
            let of_slots = slots.iter().flat_map(|slot| calls.get(slot).into_iter().flatten());
            entered.extend(self.held_at_all(of_slots).map(|held| (*id, held)));
        }
        for (id, held) in entered {
            let own = &mut self.functions[id.0 as usize].held;
            own.extend(held.into_iter().filter(|lock| own.iter().all(|known| !known.is_same(lock))).collect::<Vec<_>>());
        }
    }

    /// The declared locks that are held at each of the calls; `None`: there is no call.
    fn held_at_all<'c>(&self, calls: impl Iterator<Item = &'c (FunctionId, &'c SlotCall)>) -> Option<Vec<Held>> {
        let mut common: Option<Vec<Held>> = None;
        for (caller, call) in calls {
            let inherited = self.functions[caller.0 as usize].held.iter().filter(|_| call.thread.is_none());
            let all = call.locks.iter().chain(inherited).filter(|lock| lock.slot.is_some() && !call.uncertain && !call.starts);
            let outer = all.map(|lock| Held { place: place::root(Root::Outer), ..lock.clone() });
            let held: Vec<Held> = outer.collect();
            match &mut common {
                Some(common) => common.retain_mut(|lock| {
                    let twin = held.iter().find(|twin| twin.is_same(lock));
                    lock.exclusive &= twin.is_some_and(|twin| twin.exclusive);
                    twin.is_some()
                }),
                None => common = Some(held),
            }
        }
        common
    }
}
