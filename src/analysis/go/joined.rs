//! Goroutines that their starter waits for under a lock.
//!
//! `mu.Lock(); go f(); wait(); mu.Unlock()`: what `f` does, nobody does beside it who takes the lock,
//! although `f` itself does not hold it. What the starter does meanwhile is another matter.

use super::context::Whole;
use super::effects::{SpawnIndex, Target};
use super::site::Site;
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashSet;

/// More functions than these on the ways to the other site are not looked at.
const MAX_FUNCTIONS: usize = 1000;

/// Whether the other site holds a lock that the starter of the goroutine holds until that is done, one
/// of them exclusively; and the starter does not get there itself meanwhile.
pub(super) fn excludes(whole: Whole<'_>, (starter, spawn): (FunctionId, SpawnIndex), other: &Site<'_>) -> bool {
    let start = &whole.effects[starter.0 as usize].spawns[spawn as usize];
    if start.outlives {
        return false;
    }
    let held = start.held.iter().chain(&whole.contexts.functions[starter.0 as usize].held);
    let mut locks = held
        .filter(|lock| (!lock.once || lock.flag) && !lock.copied)
        .filter_map(|lock| Some((whole.contexts.lock(lock.slot?), lock.exclusive)));
    let excludes =
        |(slot, exclusive)| other.locks.iter().any(|lock| !lock.void && lock.slot == Some(slot) && (lock.exclusive || exclusive));
    locks.any(excludes) && !is_meanwhile(whole, (starter, spawn), other)
}

/// The starter may get to the other site while the goroutine runs, or what runs meanwhile may.
pub(super) fn is_meanwhile(whole: Whole<'_>, (starter, spawn): (FunctionId, SpawnIndex), other: &Site<'_>) -> bool {
    match other.function == starter {
        true => other.access.thread.is_some() || other.access.alive.contains(&spawn),
        false => gets_there(whole, (starter, spawn), other.function),
    }
}

/// The starter is seen to call the function, itself or by what it calls, while the goroutine runs.
pub(super) fn is_called_meanwhile(whole: Whole<'_>, (starter, spawn): (FunctionId, SpawnIndex), function: FunctionId) -> bool {
    let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
    let own = |function: FunctionId| whole.effects[function.0 as usize].calls.iter().filter(|call| call.thread.is_none());
    let mut pending: Vec<&Target> = own(starter).filter(|call| call.alive.contains(&spawn)).map(|call| &call.target).collect();
    while let Some(target) = pending.pop() {
        let Target::Function(callee) = target else { continue };
        if *callee == function {
            return true;
        }
        if seen.len() <= MAX_FUNCTIONS && seen.insert(*callee) {
            pending.extend(own(*callee).map(|call| &call.target));
        }
    }
    false
}

/// The starter may be calling the function while the goroutine runs, or what runs meanwhile may.
fn gets_there(whole: Whole<'_>, (starter, spawn): (FunctionId, SpawnIndex), function: FunctionId) -> bool {
    let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
    let mut pending = vec![function];
    while let Some(callee) = pending.pop() {
        if !seen.insert(callee) {
            continue;
        }
        let meanwhile = |index: u32| {
            let call = &whole.effects[starter.0 as usize].calls[index as usize];
            call.thread.is_some() || call.alive.contains(&spawn)
        };
        let starters = whole.contexts.spawned_by(callee);
        let called = whole.contexts.all_callers(callee).any(|(caller, index)| caller == starter && meanwhile(index));
        if called || starters.iter().any(|(caller, _)| *caller == starter) || seen.len() > MAX_FUNCTIONS {
            return true;
        }
        pending.extend(whole.contexts.all_callers(callee).map(|(caller, _)| caller));
        pending.extend(starters.iter().map(|(caller, _)| *caller));
    }
    false
}
