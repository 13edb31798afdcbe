//! The functions that get to where another one starts its goroutines.
//!
//! Many pairs of accesses ask it of one function, so that it is worked out once for each.

use super::{Contexts, RootId};
use crate::analysis::go::effects::{Effects, SpawnIndex, Target};
use crate::analysis::ty::FunctionId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Mutex, OnceLock, PoisonError};

/// More functions than these on the ways to a start are not looked at.
pub(in crate::analysis::go) const MAX_FUNCTIONS: usize = 400;

/// How functions get to one that starts goroutines.
#[derive(Default)]
pub(in crate::analysis::go) struct Starters {
    /// The function that starts it, and all that get to it by calls, also through interfaces; with `through` also
    /// those that start who gets to it.
    functions: FxHashSet<FunctionId>,
    /// Their calls that do, and those of commands: indices in the function's calls.
    calls: FxHashMap<FunctionId, Vec<usize>>,
    /// Their spawns that do, with `through`: indices in the function's spawns.
    spawns: FxHashMap<FunctionId, Vec<usize>>,
    /// See [`Starters::comes_before`].
    before: Mutex<FxHashMap<(SpawnIndex, Way), bool>>,
}

/// A function, the thread on which it runs, and whether what it is asked for is lent to a new object.
pub(in crate::analysis::go) type Way = (FunctionId, RootId, bool);

/// By function that starts a goroutine, without and with `through`; `None`: too many.
#[derive(Default)]
pub(super) struct OfFunctions(FxHashMap<FunctionId, [OnceLock<Option<Starters>>; 2]>);

impl OfFunctions {
    pub(super) fn new(starters: impl Iterator<Item = FunctionId>) -> OfFunctions {
        OfFunctions(starters.map(|starter| (starter, Default::default())).collect())
    }
}

impl Starters {
    pub(in crate::analysis::go) fn contains(&self, id: FunctionId) -> bool {
        self.functions.contains(&id)
    }

    /// Whether all ways into a function come before the start of that goroutine, as `work_out` says when it is
    /// asked for the first time: many accesses of one function ask it.
    pub(in crate::analysis::go) fn comes_before(&self, spawn: SpawnIndex, way: Way, work_out: impl FnOnce() -> bool) -> bool {
        let known = || self.before.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = known().get(&(spawn, way)) {
            return *before;
        }
        let before = work_out();
        known().insert((spawn, way), before);
        before
    }

    /// The calls of the function that get to the start, as indices in its calls.
    pub(in crate::analysis::go) fn calls_of(&self, id: FunctionId) -> &[usize] {
        self.calls.get(&id).map_or(&[], |calls| calls)
    }

    /// The spawns of the function that get to the start, as indices in its spawns.
    pub(in crate::analysis::go) fn spawns_of(&self, id: FunctionId) -> &[usize] {
        self.spawns.get(&id).map_or(&[], |spawns| spawns)
    }
}

impl Contexts {
    /// How functions get to `starter`, which starts a goroutine; `through`: by way of goroutines that do, too.
    /// `None`: too many, or no goroutine that it starts counts.
    pub(in crate::analysis::go) fn starters(&self, effects: &[Effects], starter: FunctionId, through: bool) -> Option<&Starters> {
        let known = &self.starters.0.get(&starter)?[usize::from(through)];
        known.get_or_init(|| self.find_starters(effects, starter, through)).as_ref()
    }

    fn find_starters(&self, effects: &[Effects], starter: FunctionId, through: bool) -> Option<Starters> {
        let mut found = Starters::default();
        let mut pending = vec![starter];
        while let Some(function) = pending.pop() {
            if !found.functions.insert(function) {
                continue;
            }
            for (caller, index) in self.all_callers(function) {
                let thread = effects[caller.0 as usize].calls[index as usize].thread;
                let by_command = thread.is_some_and(|thread| effects[caller.0 as usize].spawns[thread as usize].main);
                if through || thread.is_none() || by_command {
                    found.calls.entry(caller).or_default().push(index as usize);
                }
                if through || thread.is_none() {
                    pending.push(caller);
                }
            }
            pending.extend(self.spawned_by(function).iter().filter(|_| through).map(|(caller, _)| *caller));
            if found.functions.len() > MAX_FUNCTIONS {
                return None;
            }
        }
        found.add_from_text(effects, through);
        Some(found)
    }
}

impl Starters {
    /// Adds the calls and spawns of these functions that name one of them, though callers are not asked for those.
    fn add_from_text(&mut self, effects: &[Effects], through: bool) {
        let gets_there = |target: &Target| matches!(target, Target::Function(callee) if self.functions.contains(callee));
        let mut functions: Vec<FunctionId> = self.functions.iter().copied().collect();
        functions.sort_unstable();
        for id in functions {
            let of_function = &effects[id.0 as usize];
            let calls =
                of_function.calls.iter().enumerate().filter(|(_, call)| (through || call.thread.is_none()) && gets_there(&call.target));
            self.calls.entry(id).or_default().extend(calls.map(|(index, _)| index));
            let spawns = of_function.spawns.iter().enumerate().filter(|(_, spawn)| through && gets_there(&spawn.target));
            self.spawns.entry(id).or_default().extend(spawns.map(|(index, _)| index));
        }
    }
}
