//! The locks with which a function is entered on one thread.
//!
//! What all callers of a function hold may be nothing, and still each call on the way of one goroutine
//! stands under a lock. That is the same meet over callers as for all threads together, over those
//! callers alone that the thread gets to; it is asked for few threads, each time for two that seem to meet.
//! What a thread does beside code of one system alone (`port_unix.go`) it does not do by way of another's.

use super::builds::BuildId;
use super::entered::{Entered, MAX_ENTRIES, in_both, is_same, meet_callers, telling};
use super::{API, Contexts, MAX_ROOTS, RootId, UNSEEN};
use crate::analysis::go::call_graph::{Edge, across};
use crate::analysis::go::effects::{Effects, Held, Target};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::ty::FunctionId;
use crate::source::FileId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Of a thread that gets to more functions than these nothing is worked out.
const MAX_FUNCTIONS: usize = 5000;

/// Of callers from outside, who get to all that others can name, only the ways to one function are followed: to one with
/// more functions on them than these, none is.
const MAX_ON_WAYS: usize = 100;

/// What is known of one thread: the locks on entry, by function.
type OnThread = FxHashMap<FunctionId, Vec<Held>>;

/// The same in builds with files of one constraint alone; `None` where that leaves nothing of the thread's ways out.
type InBuilds = FxHashMap<(RootId, BuildId), Option<Arc<OnThread>>>;

/// See [`Contexts::held_from_outside`].
type FromOutside = FxHashMap<(RootId, FunctionId), Option<Arc<[Held]>>>;

/// The threads, by root, each worked out when it is first asked for.
#[derive(Default)]
pub(super) struct Threads {
    known: Vec<OnceLock<OnThread>>,
    in_builds: Mutex<InBuilds>,
    outside: Mutex<FromOutside>,
    /// The functions that each gets to, in order.
    members: OnceLock<Vec<Vec<FunctionId>>>,
}

impl Threads {
    pub(super) fn new(roots: usize) -> Threads {
        Threads { known: (0..roots).map(|_| OnceLock::new()).collect(), ..Threads::default() }
    }
}

impl Contexts {
    /// Locks certainly held when the thread enters the function, in the function's places, in builds that have the
    /// file `beside`, too.
    pub(in crate::analysis::go) fn held_on(
        &self,
        names: &Names<'_>,
        effects: &[Effects],
        (root, beside): (RootId, FileId),
        function: FunctionId,
    ) -> Cow<'_, [Held]> {
        let all = &self.functions[function.0 as usize].held;
        if matches!(root, API | UNSEEN) {
            let held = self.held_from_outside(names, effects, root, function);
            return held.map_or(Cow::Borrowed(all), |held| Cow::Owned(held.to_vec()));
        }
        let build = self.builds.of(beside);
        if self.builds.excludes(build)
            && let Some(thread) = self.in_build(names, effects, (root, build))
        {
            return Cow::Owned(thread.get(&function).unwrap_or(all).clone());
        }
        let thread = self.threads.known[root as usize].get_or_init(|| self.work_out(names, effects, root, (self.members(root), |_| true)));
        Cow::Borrowed(thread.get(&function).unwrap_or(all))
    }

    /// The thread in builds with files of the constraint; `None` where it gets to no file that such builds have not.
    fn in_build(&self, names: &Names<'_>, effects: &[Effects], (root, build): (RootId, BuildId)) -> Option<Arc<OnThread>> {
        let known = || self.threads.in_builds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = known().get(&(root, build)) {
            return thread.clone();
        }
        let is_in = |id: FunctionId| self.builds.may_coexist(build, self.builds.of(names.symbols.function(names.program, id).0));
        let differs = self.members(root).iter().any(|id| !is_in(*id));
        let thread = differs.then(|| Arc::new(self.work_out(names, effects, root, (self.members(root), is_in))));
        known().insert((root, build), thread.clone());
        thread
    }

    /// Locks certainly held where callers from outside get to the function; `None`: no more is known of them than of all.
    fn held_from_outside(&self, names: &Names<'_>, effects: &[Effects], root: RootId, function: FunctionId) -> Option<Arc<[Held]>> {
        let known = || self.threads.outside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = known().get(&(root, function)) {
            return held.clone();
        }
        let ways = self.ways_to(function, root);
        let held = ways.and_then(|ways| self.work_out(names, effects, root, (&ways, |_| true)).remove(&function)).map(Arc::from);
        known().insert((root, function), held.clone());
        held
    }

    /// The functions by way of which a thread gets to one, that one last; `None`: they are too many, or it starts there.
    fn ways_to(&self, function: FunctionId, root: RootId) -> Option<Vec<FunctionId>> {
        self.reached(function, root)?.from?;
        let mut found = vec![function];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            for (caller, _) in self.all_callers(id).filter(|(caller, _)| self.is_reached(*caller, root)) {
                if found.contains(&caller) {
                    continue;
                }
                if found.len() >= MAX_ON_WAYS {
                    return None;
                }
                found.push(caller);
            }
            next += 1;
        }
        found.reverse();
        Some(found)
    }

    /// By way of functions that are `in_build` alone; `reached`: those that the thread gets to.
    fn work_out(
        &self,
        names: &Names<'_>,
        effects: &[Effects],
        root: RootId,
        (reached, in_build): (&[FunctionId], impl Fn(FunctionId) -> bool),
    ) -> OnThread {
        if reached.len() > MAX_FUNCTIONS {
            return OnThread::default();
        }
        let members: FxHashSet<FunctionId> = reached.iter().copied().collect();
        let mut callees: FxHashMap<FunctionId, Vec<FunctionId>> = FxHashMap::default();
        let mut queue: VecDeque<FunctionId> = reached.iter().copied().collect();
        for id in reached {
            for (caller, _) in self.all_callers(*id).filter(|(caller, _)| members.contains(caller)) {
                callees.entry(caller).or_default().push(*id);
            }
        }
        let mut entered: FxHashMap<FunctionId, Entered> = FxHashMap::default();
        let mut waiting = members.clone();
        let mut entries: FxHashMap<FunctionId, u8> = FxHashMap::default();
        while let Some(id) = queue.pop_front() {
            waiting.remove(&id);
            let Some(mut met) = self.meet_on(names, effects, (root, &in_build), id, &entered) else { continue };
            let times = entries.entry(id).or_default();
            if let Some(before) = entered.get(&id).filter(|_| *times == MAX_ENTRIES) {
                met = in_both(before, &met);
            }
            if !is_same(entered.get(&id), &met) {
                *times = (*times + 1).min(MAX_ENTRIES);
                entered.insert(id, met);
                queue.extend(callees.get(&id).into_iter().flatten().filter(|callee| waiting.insert(**callee)));
            }
        }
        entered.into_iter().map(|(id, (held, ..))| (id, self.with_all(id, held))).collect()
    }

    /// What the callers agree on that the thread gets to, as far as those are known; `None`: none is yet.
    fn meet_on(
        &self,
        names: &Names<'_>,
        effects: &[Effects],
        (root, in_build): (RootId, &impl Fn(FunctionId) -> bool),
        id: FunctionId,
        entered: &FxHashMap<FunctionId, Entered>,
    ) -> Option<Entered> {
        let context = &self.functions[id.0 as usize];
        let is_start = self.reached(id, root).is_some_and(|reach| reach.from.is_none())
            || self.spawned_by(id).iter().any(|(starter, spawn)| self.spawn_root(*starter, *spawn) == Some(root));
        if is_start || self.kept.contains(&id) {
            return Some((context.held.clone(), context.owned, false));
        }
        let crossed = self.all_callers(id).filter(|(caller, _)| in_build(*caller)).filter_map(|(caller, index)| {
            let call = &effects[caller.0 as usize].calls[index as usize];
            let by_interface = matches!(call.target, Target::Interface(..));
            let edge = Edge { by_interface, ..Edge::of_call(caller, id, call, false) };
            let from = &self.functions[caller.0 as usize];
            let (mut held, owned) = match call.thread {
                Some(thread) if self.spawn_root(caller, thread) == Some(root) => across(names, &edge, &[], 0),
                Some(_) => return None,
                None if self.is_reached(caller, root) => {
                    let (held, owned, _) = entered.get(&caller)?;
                    across(names, &edge, held, *owned)
                }
                // More threads get there than are kept.
                None if from.reached.len() >= MAX_ROOTS => across(names, &edge, &from.held, from.owned),
                None => return None,
            };
            // Under whichever name each caller has it, it may be one lock.
            for lock in &mut held {
                lock.slot = lock.slot.map(|slot| self.lock(slot));
            }
            Some(((held, owned, false), self.guessed.contains(&(id, caller, index))))
        });
        let crossed: Vec<(Entered, bool)> = crossed.collect();
        meet_callers(&telling(names, id, crossed.iter().map(|(entered, guessed)| (entered, *guessed))))
    }

    /// The calls of a function in sight, also those through an interface that may go to it: the caller, and the
    /// index in its calls.
    pub(in crate::analysis::go) fn all_callers(&self, id: FunctionId) -> impl Iterator<Item = (FunctionId, u32)> + use<'_> {
        self.callers(id).iter().chain(self.by_interface.get(&id).into_iter().flatten()).copied()
    }

    /// With what all callers hold.
    fn with_all(&self, id: FunctionId, mut held: Vec<Held>) -> Vec<Held> {
        for lock in &self.functions[id.0 as usize].held {
            match held.iter_mut().find(|known| known.place == lock.place && known.slot == lock.slot) {
                Some(known) => known.exclusive |= lock.exclusive,
                None => held.push(lock.clone()),
            }
        }
        held
    }

    /// The functions that a thread gets to, in order.
    fn members(&self, root: RootId) -> &[FunctionId] {
        let by_root = || {
            let mut by_root: Vec<Vec<FunctionId>> = vec![Vec::new(); self.roots.len()];
            for (index, context) in self.functions.iter().enumerate() {
                context.reached.iter().for_each(|(root, _)| by_root[*root as usize].push(FunctionId(narrow(index))));
            }
            by_root
        };
        &self.threads.members.get_or_init(by_root)[root as usize]
    }

    fn is_reached(&self, id: FunctionId, root: RootId) -> bool {
        self.functions[id.0 as usize].reached.binary_search_by_key(&root, |(root, _)| *root).is_ok()
    }
}
