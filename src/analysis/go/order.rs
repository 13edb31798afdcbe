//! Order across calls: what is done before a goroutine is started.
//!
//! `load(); start()`: what `load` does comes before the goroutine that `start` leaves running. It is
//! asked of each way into a function: some call on it is made by a function that gets to the start of
//! the goroutine later, and not before.

use super::anchor::Named;
use super::context::{RootId, Whole};
use super::effects::{Call, SpawnIndex, Target};
use super::names::narrow;
use super::passed::Moment;
use super::site::{self, Site};
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashSet;

/// More functions than these on the ways into a function are not looked at.
const MAX_FUNCTIONS: usize = 400;

/// Whether the site, reached on `root`, comes before the goroutine on each way.
pub(super) fn is_before_start(whole: Whole<'_>, site: &Site<'_>, root: RootId, starter: FunctionId, spawn: SpawnIndex) -> bool {
    let kept = whole.effects[starter.0 as usize].spawns[spawn as usize].kept;
    // A goroutine may be started by another one that is started after the site; these are more to look at.
    let by_calls = !kept && is_before(whole, site, root, (starter, spawn), false);
    by_calls || is_before(whole, site, root, (starter, spawn), true)
}

/// The same; `through`: by way of goroutines that start it, too.
fn is_before(whole: Whole<'_>, site: &Site<'_>, root: RootId, (starter, spawn): (FunctionId, SpawnIndex), through: bool) -> bool {
    let Some((starters, calls)) = starters(whole, starter, through) else { return false };
    let start = Start { whole, starters, calls, starter, spawn, through };
    if start.is_not_running(site.function, &site.access.moment, &site.access.alive) {
        return true;
    }
    // What a new object was lent is not new.
    let lent = site::is_lent(whole, &Named::access(site.function, site.access));
    let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
    let mut pending = vec![site.function];
    while let Some(function) = pending.pop() {
        if !seen.insert(function) {
            continue;
        }
        let is_entered = whole.contexts.reached(function, root).is_some_and(|reach| reach.from.is_none());
        if is_entered || whole.contexts.all_callers(function).next().is_none() || seen.len() > MAX_FUNCTIONS {
            return false;
        }
        for (caller, index) in whole.contexts.all_callers(function) {
            let call = &whole.effects[caller.0 as usize].calls[index as usize];
            let on_new = is_on_new_object(whole, caller, call) && !(lent && function == site.function);
            let on_root = call.thread.is_none() && whole.contexts.reached(caller, root).is_some() && !on_new;
            if on_root && !start.is_not_running(caller, &call.moment, &call.alive) {
                pending.push(caller);
            } else if call.thread.and_then(|thread| whole.contexts.spawn_root(caller, thread)) == Some(root) {
                return false;
            }
        }
    }
    true
}

/// The call is made on an object that its caller has just got made.
fn is_on_new_object(whole: Whole<'_>, caller: FunctionId, call: &Call) -> bool {
    let Some(receiver) = call.args.first() else { return false };
    let of_call = receiver.returned.is_some_and(|node| whole.contexts.points.is_made_anew((caller, node)));
    receiver.owned || of_call
}

/// Functions that get to the start of a goroutine, and their calls that do: the caller, and the index in its calls.
type Starters = (FxHashSet<FunctionId>, FxHashSet<(FunctionId, u32)>);

/// The function that starts a goroutine, and all that get to it by calls, also through interfaces; with
/// `through` also those that start who gets to it. `None`: too many.
fn starters(whole: Whole<'_>, starter: FunctionId, through: bool) -> Option<Starters> {
    let (mut found, mut calls) = Starters::default();
    let mut pending = vec![starter];
    while let Some(function) = pending.pop() {
        if found.insert(function) {
            let counts =
                |(caller, index): &(FunctionId, u32)| through || whole.effects[caller.0 as usize].calls[*index as usize].thread.is_none();
            let callers: Vec<(FunctionId, u32)> = whole.contexts.all_callers(function).filter(counts).collect();
            pending.extend(callers.iter().map(|(caller, _)| *caller));
            calls.extend(callers);
            pending.extend(whole.contexts.spawned_by(function).iter().filter(|_| through).map(|(caller, _)| *caller));
        }
        if found.len() > MAX_FUNCTIONS {
            return None;
        }
    }
    Some((found, calls))
}

/// The start of a goroutine, as each function sees it that gets there.
struct Start<'a> {
    whole: Whole<'a>,
    starters: FxHashSet<FunctionId>,
    calls: FxHashSet<(FunctionId, u32)>,
    starter: FunctionId,
    spawn: SpawnIndex,
    through: bool,
}

impl Start<'_> {
    /// The function gets to the start after this moment, and never before it; or it starts the
    /// goroutine itself, and that is not running then.
    fn is_not_running(&self, function: FunctionId, moment: &Moment, alive: &[SpawnIndex]) -> bool {
        if function == self.starter {
            return !alive.contains(&self.spawn);
        }
        if !self.starters.contains(&function) {
            return false;
        }
        let gets_there = |target: &Target| matches!(target, Target::Function(callee) if self.starters.contains(callee));
        let effects = &self.whole.effects[function.0 as usize];
        // What a goroutine of this function does is done after that was started.
        let of_thread = |thread: SpawnIndex| &effects.spawns[thread as usize].moment;
        let counts = |call: &&Call| self.through || call.thread.is_none();
        let through = |index: usize| self.calls.contains(&(function, narrow(index)));
        let calls = effects.calls.iter().enumerate().filter(|(index, call)| counts(call) && (gets_there(&call.target) || through(*index)));
        let calls = calls.map(|(_, call)| call).map(|call| call.thread.map_or(&call.moment, of_thread));
        let spawns = effects.spawns.iter().filter(|spawn| self.through && gets_there(&spawn.target)).map(|spawn| &spawn.moment);
        let starts: Vec<&Moment> = calls.chain(spawns).collect();
        let not_after = |start: &&Moment| !moment.after.contains(start.event) && start.event != moment.event;
        starts.iter().any(|start| moment.is_before(start)) && starts.iter().all(not_after)
    }
}
