//! The locks under which a function runs that is kept in a slot: those of all who call what lies there.
//!
//! `newList(limit, c.onEvict)`: nobody calls `onEvict` by name, and still each call of what the list keeps
//! stands under the cache's lock, which its methods take before they use the list.

use super::Contexts;
use crate::analysis::go::callbacks;
use crate::analysis::go::effects::{Effects, Held};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::Slot;
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashMap;

/// A function that is put in slots.
#[derive(Default)]
struct Kept {
    /// The declared locks that are held wherever the slots are called, and whether exclusively.
    locks: Option<Vec<(Slot, bool)>>,
    /// In how many slots it is put.
    slots: usize,
}

impl Contexts {
    /// A function that is put in slots, and that nobody in sight calls by its name or uses in another way, is
    /// entered with the declared locks that all hold who call what lies there.
    pub(super) fn enter_kept(&mut self, names: &Names<'_>, effects: &[Effects]) {
        let declared = callbacks::declared_locks(names, self, effects);
        let mut kept: FxHashMap<FunctionId, Kept> = FxHashMap::default();
        let mut mentions: FxHashMap<FunctionId, usize> = FxHashMap::default();
        let production = effects.iter().enumerate().filter(|(index, _)| !names.is_test(FunctionId(narrow(*index))));
        for (_, effects) in production {
            effects.references.iter().for_each(|function| *mentions.entry(*function).or_default() += 1);
            for (id, slot) in &effects.kept_functions {
                let locks = declared.get(slot).map_or(&[][..], |locks| locks);
                let known = kept.entry(*id).or_default();
                callbacks::meet_declared(known.locks.get_or_insert_with(|| locks.to_vec()), locks);
                known.slots += 1;
            }
        }
        let started = |id: &FunctionId| {
            let mut spawns = self.spawned_by(*id).iter();
            spawns.any(|(starter, spawn)| !effects[starter.0 as usize].spawns[*spawn as usize].kept)
        };
        let used = |id: &FunctionId, slots: usize| mentions.get(id).is_some_and(|times| *times > slots);
        kept.retain(|id, kept| {
            let called = self.functions[id.0 as usize].called || self.by_interface.contains_key(id);
            !called && !started(id) && !used(id, kept.slots)
        });
        kept.into_iter().for_each(|(id, kept)| {
            let held = &mut self.functions[id.0 as usize].held;
            held.extend(kept.locks.into_iter().flatten().map(|(lock, exclusive)| Held::declared(lock, exclusive)));
        });
    }
}
