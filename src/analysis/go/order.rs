//! Order across calls: what is done before a goroutine is started.
//!
//! `load(); start()`: what `load` does comes before the goroutine that `start` leaves running. It is
//! asked of each way into a function: some call on it is made by a function that gets to the start of
//! the goroutine later, and not before.

use super::anchor::Named;
use super::context::starters::{MAX_FUNCTIONS, Starters, Way};
use super::context::{MAIN, RootId, RootKind, Whole};
use super::effects::{Call, SpawnIndex};
use super::passed::Moment;
use super::site::{self, Site};
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashSet;

/// Whether the site, reached on `root`, comes before the goroutine on each way.
pub(super) fn is_before_start(whole: Whole<'_>, site: &Site<'_>, root: RootId, starter: FunctionId, spawn: SpawnIndex) -> bool {
    let kept = whole.effects[starter.0 as usize].spawns[spawn as usize].kept;
    // A goroutine may be started by another one that is started after the site; these are more to look at.
    let by_calls = !kept && is_before(whole, site, root, (starter, spawn), false);
    by_calls || is_before(whole, site, root, (starter, spawn), true)
}

/// Whether a function starts the goroutine, also by what it calls or starts, after this moment and never before.
pub(super) fn starts_later(whole: Whole<'_>, function: FunctionId, moment: &Moment, (starter, spawn): (FunctionId, SpawnIndex)) -> bool {
    let Some(starters) = whole.contexts.starters(whole.effects, starter, true) else { return false };
    let start = Start { whole, starters, starter, spawn, through: true };
    let by_itself = || moment.is_before(&whole.effects[starter.0 as usize].spawns[spawn as usize].moment);
    if function == starter { by_itself() } else { start.is_not_running(function, None, moment, &[]) }
}

/// The same; `through`: by way of goroutines that start it, too.
fn is_before(whole: Whole<'_>, site: &Site<'_>, root: RootId, (starter, spawn): (FunctionId, SpawnIndex), through: bool) -> bool {
    let Some(starters) = whole.contexts.starters(whole.effects, starter, through) else { return false };
    let start = Start { whole, starters, starter, spawn, through };
    // A goroutine that gets there again and again was there after the start, too.
    let on_goroutine = matches!(whole.contexts.roots[root as usize].kind, RootKind::Spawn(..));
    let once = |function| !on_goroutine || !is_repeated(whole, function, root);
    if start.is_not_running(site.function, None, &site.access.moment, &site.access.alive) && once(site.function) {
        return true;
    }
    // What a new object was lent is not new.
    let lent = site::is_lent(whole, &Named::access(site.function, site.access));
    starters.comes_before(spawn, (site.function, root, lent), || start.comes_after_callers((site.function, root, lent), once))
}

/// On this thread the function is called in a loop, or by what is.
fn is_repeated(whole: Whole<'_>, function: FunctionId, root: RootId) -> bool {
    let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
    let mut pending = vec![function];
    while let Some(function) = pending.pop() {
        if !seen.insert(function) || seen.len() > MAX_FUNCTIONS {
            continue;
        }
        for (caller, index) in whole.contexts.all_callers(function) {
            let call = &whole.effects[caller.0 as usize].calls[index as usize];
            let on_root = match call.thread {
                Some(thread) => whole.contexts.spawn_root(caller, thread) == Some(root),
                None => whole.contexts.reached(caller, root).is_some(),
            };
            if on_root && call.moment.after.contains(call.moment.event) {
                return true;
            }
            pending.extend(on_root.then_some(caller).filter(|_| call.thread.is_none()));
        }
    }
    false
}

/// What a function starts is a command, which the main goroutine runs.
fn is_main(whole: Whole<'_>, function: FunctionId, spawn: SpawnIndex) -> bool {
    whole.effects[function.0 as usize].spawns[spawn as usize].main
}

/// The call is made on an object that its caller has just got made.
fn is_on_new_object(whole: Whole<'_>, caller: FunctionId, call: &Call) -> bool {
    let Some(receiver) = call.args.first() else { return false };
    let of_call = receiver.returned.is_some_and(|node| whole.contexts.points.is_made_anew((caller, node)));
    receiver.owned || of_call
}

/// Where the main goroutine gets to the start of a goroutine from.
#[derive(Default)]
struct Origins {
    commands: FxHashSet<(FunctionId, SpawnIndex)>,
    /// `main`, outside of its commands.
    main: bool,
}

/// The start of a goroutine, as each function sees it that gets there.
struct Start<'a> {
    whole: Whole<'a>,
    starters: &'a Starters,
    starter: FunctionId,
    spawn: SpawnIndex,
    through: bool,
}

impl Start<'_> {
    /// The function, or a command that it makes, gets to the start after this moment, and never before it; or it
    /// starts the goroutine itself, and that is not running then.
    fn is_not_running(&self, function: FunctionId, command: Option<SpawnIndex>, moment: &Moment, alive: &[SpawnIndex]) -> bool {
        if function == self.starter && command.is_none() {
            return !alive.contains(&self.spawn);
        }
        if !self.starters.contains(function) && command.is_none() {
            return false;
        }
        let effects = &self.whole.effects[function.0 as usize];
        let calls = self.starters.calls_of(function).iter().map(|index| &effects.calls[*index]);
        // What a goroutine of this function does is done after that was started.
        let calls =
            calls.filter(|call| self.through || call.thread == command).map(|call| match call.thread.filter(|_| command.is_none()) {
                Some(thread) => &effects.spawns[thread as usize].moment,
                None => &call.moment,
            });
        let starts = calls.chain(self.starters.spawns_of(function).iter().map(|index| &effects.spawns[*index].moment));
        let (mut comes, mut before) = (false, true);
        for start in starts {
            comes |= moment.is_before(start);
            before &= !moment.after.contains(start.event) && start.event != moment.event;
        }
        comes && before
    }

    /// It comes after all calls that lead to a function on a thread. `once`: a function gets there only once on it.
    fn comes_after_callers(&self, (entered, root, lent): Way, once: impl Fn(FunctionId) -> bool) -> bool {
        let whole = self.whole;
        let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
        let mut pending = vec![entered];
        while let Some(function) = pending.pop() {
            if !seen.insert(function) {
                continue;
            }
            let is_entered = whole.contexts.reached(function, root).is_some_and(|reach| reach.from.is_none());
            // What starts in a command comes after what `main` does by itself.
            if is_entered && root == MAIN && self.origins().is_some_and(|origins| !origins.main && !origins.commands.is_empty()) {
                continue;
            }
            if is_entered || whole.contexts.all_callers(function).next().is_none() || seen.len() > MAX_FUNCTIONS {
                return false;
            }
            for (caller, index) in whole.contexts.all_callers(function) {
                let call = &whole.effects[caller.0 as usize].calls[index as usize];
                let on_new = is_on_new_object(whole, caller, call) && !(lent && function == entered);
                let on_root = call.thread.is_none() && whole.contexts.reached(caller, root).is_some() && !on_new;
                let is_before = || self.is_not_running(caller, None, &call.moment, &call.alive) && once(caller);
                if on_root && !is_before() {
                    pending.push(caller);
                } else if let Some(command) = call.thread.filter(|thread| is_main(whole, caller, *thread)) {
                    // One run of the program is one command.
                    let is_other = || self.origins().is_some_and(|origins| !origins.commands.contains(&(caller, command)));
                    if root == MAIN && !self.is_not_running(caller, Some(command), &call.moment, &call.alive) && !is_other() {
                        return false;
                    }
                } else if call.thread.and_then(|thread| whole.contexts.spawn_root(caller, thread)) == Some(root) {
                    return false;
                }
            }
        }
        true
    }

    /// By what the main goroutine gets to the start, perhaps by way of goroutines: commands, and `main` itself.
    fn origins(&self) -> Option<Origins> {
        let mut found = Origins::default();
        let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
        let mut pending = vec![self.starter];
        while let Some(function) = pending.pop() {
            if !seen.insert(function) {
                continue;
            }
            let threads = |(caller, index): (FunctionId, u32)| (caller, self.whole.effects[caller.0 as usize].calls[index as usize].thread);
            let started = self.whole.contexts.spawned_by(function).iter().map(|(caller, spawn)| (*caller, Some(*spawn)));
            for (caller, thread) in self.whole.contexts.all_callers(function).map(threads).chain(started) {
                match thread.filter(|thread| is_main(self.whole, caller, *thread)) {
                    Some(thread) => _ = found.commands.insert((caller, thread)),
                    None => pending.push(caller),
                }
            }
            found.main |= self.whole.contexts.reached(function, MAIN).is_some_and(|reach| reach.from.is_none());
            if seen.len() > MAX_FUNCTIONS {
                return None;
            }
        }
        Some(found)
    }
}
