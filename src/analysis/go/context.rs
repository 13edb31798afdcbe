//! What callers know: the locks certainly held when a function is entered, the objects that belong
//! to the calling thread alone, and the threads on which it runs.
//!
//! All three go top-down over the call graph. Locks and ownership are must-facts: the meet over
//! all visible callers. A function that nobody visible calls is entered with nothing. Threads are
//! a may-fact: the union. Calls from test code are left out, for tests reach into what nobody else
//! touches.

mod arguments;
mod builds;
mod crossing;
mod entered;
mod handed;
mod kept;
mod lock_params;
mod meant;
mod on_thread;
mod passage;
mod reach;
mod reached;
pub(super) mod starters;
mod tested;
mod wide;

pub(super) use handed::HandedBy;
pub(super) use reach::Reach;

use super::behind::Behind;
use super::call_graph::{Edge, Implementations, across, edges, in_all_builds, note_lent};
use super::effects::{Call, Effects, Flag, Held, SpawnIndex, Target};
use super::globals::Globals;
use super::lent::Lent;
use super::levels;
use super::names::{Names, narrow};
use super::place::Slot;
use super::points::PointsTo;
use crate::analysis::ty::FunctionId;
use crate::facts::NodeId;
use entered::{Entered, Entries, held_by_all};
use handed::{Handover, MAX_HANDOVERS};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// More threads than these for one function say nothing more.
const MAX_ROOTS: usize = 24;

/// Where a thread starts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum RootKind {
    /// Whoever uses the package: nothing is known of its threads.
    Api,
    /// `main`.
    Main,
    /// Package initialisation: before all else.
    Init,
    /// A goroutine that this function starts.
    Spawn(FunctionId, SpawnIndex),
    /// A function that a library calls from many goroutines; the key of the table's entry.
    Entry(FunctionId, String),
    /// The call of the function that declares a local map: one activation is one thread.
    Activation,
    /// Nobody visible calls the function, and nobody outside can name it: an interface outside the
    /// tree, reflection, or nobody at all.
    Unseen,
}

/// Index into [`Contexts::roots`].
pub(super) type RootId = u32;

/// Callers of unknown threads.
pub(super) const API: RootId = 0;
/// The main goroutine.
pub(super) const MAIN: RootId = 1;

/// The thread of one call of the function that declares a local map.
pub(super) const ACTIVATION: RootId = 2;

/// Callers that cannot be seen from outside either.
pub(super) const UNSEEN: RootId = 3;

/// The goroutine that initialises packages.
const INIT: RootId = 4;

/// A thread root.
#[derive(Clone, Debug)]
pub(super) struct ThreadRoot {
    pub(super) kind: RootKind,
    /// Two of it may run at once on one object.
    pub(super) many: bool,
}

/// What is known of one function from its callers.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// Locks certainly held on entry, in the function's places.
    pub(super) held: Vec<Held>,
    /// The same where only those callers count that do not own argument `.0`: a call on an object of
    /// the caller's own needs no lock.
    held_for: Vec<(usize, Vec<Held>)>,
    /// Bit i: argument i (receiver 0) belongs to the caller alone, at every visible call.
    owned: u64,
    /// Called from package initialisation only.
    pub(super) init_only: bool,
    /// Called only in closures of which nobody knows when they run, and under which locks.
    pub(super) unsure: bool,
    /// Some caller is visible.
    pub(super) called: bool,
    /// By root, sorted.
    pub(super) reached: Vec<(RootId, Reach)>,
    /// Threads that get here only by a call which may go to several implementations of an
    /// interface: they count for what needs no object, by root, sorted.
    pub(super) wide: Vec<(RootId, Reach)>,
}

impl Context {
    /// Locks certainly held on entry where what argument `position` leads to is shared.
    pub(super) fn held_for(&self, position: Option<usize>) -> &[Held] {
        let own = self.held_for.iter().find(|(known, _)| Some(*known) == position);
        own.map_or(&self.held, |(_, held)| held)
    }

    /// Whether argument `position` is the caller's own at every visible call.
    pub(super) fn owns(&self, position: usize) -> bool {
        reach::has(self.owned, position)
    }
}

/// A way into a function on which a lock is not held.
pub(super) struct Unguarded {
    pub(super) calls: Vec<(FunctionId, NodeId)>,
    pub(super) roots: Vec<RootId>,
}

/// How far the callers are searched for the one that does not lock.
const MAX_UNGUARDED_CALLS: usize = 8;

/// So many callers of callers are asked on the way.
const MAX_UNGUARDED_CALLERS: usize = 64;

/// So many ways are looked at on which a function is entered without a lock, each on other threads.
const MAX_UNGUARDED_WAYS: usize = 8;

/// Contexts of all functions.
pub(super) struct Contexts {
    /// By [`FunctionId`].
    pub(super) functions: Vec<Context>,
    pub(super) roots: Vec<ThreadRoot>,
    spawn_roots: FxHashMap<(FunctionId, SpawnIndex), RootId>,
    handovers: FxHashMap<Slot, Vec<Handover>>,
    /// Functions that are started as goroutines: who does it.
    spawned_by: FxHashMap<FunctionId, Vec<(FunctionId, SpawnIndex)>>,
    /// Calls by callee: the caller, and the index in its calls.
    incoming: FxHashMap<FunctionId, Vec<(FunctionId, u32)>>,
    /// Calls through interfaces by what they may go to: the caller, and the index in its calls.
    by_interface: FxHashMap<FunctionId, Vec<(FunctionId, u32)>>,
    /// Those of them that may as well go to another implementation: callee, caller, and the index in its calls.
    guessed: FxHashSet<(FunctionId, FunctionId, u32)>,
    /// Functions that are run from where they are kept: by whom, is not known.
    kept: FxHashSet<FunctionId>,
    threads: on_thread::Threads,
    pub(super) builds: builds::Builds,
    starters: starters::OfFunctions,
    /// Pointers to locks: the one lock that they point to, `None` where there are several.
    lock_aliases: FxHashMap<Slot, Option<Slot>>,
    /// Fields and package variables that hold a channel; whether it always has room for one.
    channels: FxHashMap<Slot, bool>,
    /// Fields and package variables with channels that something is sent on.
    sent_on: FxHashSet<Slot>,
    pub(super) lent: Lent,
    pub(super) points: PointsTo,
}

/// All that is known of the program: what questions of several functions are asked of.
#[derive(Clone, Copy)]
pub(super) struct Whole<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) contexts: &'a Contexts,
    pub(super) effects: &'a [Effects],
    pub(super) globals: &'a Globals,
}

impl Contexts {
    /// Joins the effects of all functions.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects], implementations: &Implementations) -> Contexts {
        let (mut contexts, edges, called) = Contexts::joined(names, effects, implementations);
        let points = || PointsTo::new(names, effects, &edges, |id| called.is_open(id));
        contexts.go_down(names, effects, (&edges, &called), |_| true, points);
        contexts
    }

    /// The same as far as it tells of these functions: of others only of those from which calls lead to them.
    pub(super) fn of(goals: &[FunctionId], names: &Names<'_>, effects: &[Effects], implementations: &Implementations) -> Contexts {
        let (mut contexts, edges, called) = Contexts::joined(names, effects, implementations);
        let points = || PointsTo::new(names, effects, &edges, |id| called.is_open(id));
        let leads = levels::resting_on(effects.len(), goals, edges.iter().map(|edge| (edge.caller, edge.callee)));
        let leading: Vec<Edge<'_>> = edges.iter().filter(|edge| leads[edge.callee.0 as usize]).copied().collect();
        contexts.go_down(names, effects, (&leading, &called), |id| leads[id.0 as usize], points);
        contexts
    }

    /// What callees have from their callers, by these edges; `counts`: the functions where threads are looked for.
    fn go_down(
        &mut self,
        names: &Names<'_>,
        effects: &[Effects],
        (edges, called): (&[Edge<'_>], &Called),
        counts: impl Fn(FunctionId) -> bool + Send + Sync,
        points: impl FnOnce() -> PointsTo + Send,
    ) {
        let threads = || {
            for (index, context) in self.functions.iter_mut().enumerate() {
                context.called = called.direct.contains(&FunctionId(narrow(index)));
            }
            self.points = points();
            self.thread_roots(names, effects, edges, &called.referenced, counts);
            self.widen(edges);
        };
        let (entries, ()) = rayon::join(|| Entries::new(names, effects, edges, &called.direct), threads);
        self.enter(entries);
        self.enter_kept(names, effects);
        self.hand_over(names, effects, edges);
        self.kept = edges.iter().filter(|edge| edge.virtual_ && !edge.by_interface).map(|edge| edge.callee).collect();
        self.threads = on_thread::Threads::new(self.roots.len());
        self.starters = starters::OfFunctions::new(self.spawn_roots.keys().map(|(starter, _)| *starter));
    }

    /// Who calls and who starts whom.
    fn joined<'e>(names: &Names<'_>, effects: &'e [Effects], implementations: &Implementations) -> (Contexts, Vec<Edge<'e>>, Called) {
        let mut contexts = Contexts {
            functions: vec![Context::default(); effects.len()],
            roots: vec![
                ThreadRoot { kind: RootKind::Api, many: false },
                ThreadRoot { kind: RootKind::Main, many: false },
                ThreadRoot { kind: RootKind::Activation, many: false },
                ThreadRoot { kind: RootKind::Unseen, many: false },
                ThreadRoot { kind: RootKind::Init, many: false },
            ],
            spawn_roots: FxHashMap::default(),
            handovers: FxHashMap::default(),
            spawned_by: FxHashMap::default(),
            incoming: FxHashMap::default(),
            by_interface: FxHashMap::default(),
            guessed: FxHashSet::default(),
            kept: FxHashSet::default(),
            threads: on_thread::Threads::default(),
            builds: builds::Builds::new(names.program),
            starters: starters::OfFunctions::default(),
            lock_aliases: FxHashMap::default(),
            channels: FxHashMap::default(),
            sent_on: effects.iter().flat_map(|effects| effects.sends_on.iter().copied()).collect(),
            lent: Lent::default(),
            points: PointsTo::default(),
        };
        for alias in effects.iter().flat_map(|effects| &effects.lock_aliases) {
            let target = contexts.lock_aliases.entry(alias.pointer).or_insert(Some(alias.target));
            if *target != Some(alias.target) {
                *target = None;
            }
        }
        for (slot, has_one) in effects.iter().flat_map(|effects| &effects.channels) {
            *contexts.channels.entry(*slot).or_insert(true) &= has_one;
        }
        for slot in effects.iter().flat_map(|effects| &effects.gates) {
            contexts.channels.entry(*slot).or_insert(false);
        }
        let (mut edges, ()) =
            rayon::join(|| edges(names, effects, implementations), || contexts.note_calls(names, effects, implementations));
        let called = Called::new(effects, &edges);
        let lent = || {
            Lent::new(effects, |callee| {
                let incoming = contexts.incoming.get(&callee).map_or(&[][..], |calls| calls);
                incoming.iter().map(|(caller, call)| &effects[caller.0 as usize].calls[*call as usize].args[..]).collect()
            })
        };
        let (lent, behind) = rayon::join(lent, || Behind::new(names, effects, &edges, |id| called.is_open(id)));
        note_lent(names, &mut edges, &lent);
        contexts.lent = lent;
        behind.tell(names, &mut edges);
        edges.retain(|edge| !edge.unlikely || !edge.guessed);
        contexts.forget_missed(effects, &edges);
        (contexts, edges, called)
    }

    /// Who calls and who starts each function.
    fn note_calls(&mut self, names: &Names<'_>, effects: &[Effects], implementations: &Implementations) {
        for (index, effects) in effects.iter().enumerate() {
            let caller = FunctionId(narrow(index));
            if names.is_test(caller) {
                continue;
            }
            for (at, spawn) in effects.spawns.iter().enumerate() {
                let Target::Function(started) = spawn.target else { continue };
                self.spawned_by.entry(started).or_default().push((caller, narrow(at)));
            }
            for (at, call) in effects.calls.iter().enumerate() {
                if let Target::Interface(interface, name) = call.target {
                    for callee in implementations.of(interface, name) {
                        if call.is_at_no_known_time() {
                            self.functions[callee.0 as usize].unsure = true;
                        } else {
                            self.by_interface.entry(*callee).or_default().push((caller, narrow(at)));
                        }
                    }
                }
                let Target::Function(callee) = call.target else { continue };
                for callee in in_all_builds(names, callee) {
                    if call.uncertain {
                        self.functions[callee.0 as usize].unsure = true;
                    } else {
                        self.incoming.entry(callee).or_default().push((caller, narrow(at)));
                    }
                }
            }
        }
        for (index, context) in self.functions.iter_mut().enumerate() {
            let id = FunctionId(narrow(index));
            let is_called = self.incoming.contains_key(&id) || self.by_interface.contains_key(&id);
            context.unsure &= !is_called && !names.symbols.function(names.program, id).1.exported;
        }
    }

    fn enter(&mut self, entries: Entries) {
        for (context, (entry, held_for)) in self.functions.iter_mut().zip(entries.by_all.into_iter().zip(entries.held_for)) {
            context.held_for = held_for;
            if let Some((held, owned, init)) = entry {
                context.held = held;
                context.owned = owned;
                context.init_only = init;
            }
        }
    }

    /// Leaves out the calls through an interface that go to other implementations, and keeps those in mind that
    /// may.
    fn forget_missed(&mut self, effects: &[Effects], edges: &[Edge<'_>]) {
        let of_edge = |edge: &Edge<'_>| (edge.caller, edge.node, edge.callee);
        let missed: FxHashSet<_> = edges.iter().filter(|edge| edge.missed).map(of_edge).collect();
        let guessed: FxHashSet<_> = edges.iter().filter(|edge| edge.guessed && !edge.missed).map(of_edge).collect();
        let node = |caller: FunctionId, call: u32| effects[caller.0 as usize].calls[call as usize].node;
        self.by_interface.iter_mut().for_each(|(callee, calls)| {
            calls.retain(|(caller, call)| !missed.contains(&(*caller, node(*caller, *call), *callee)));
            let calls = calls.iter().filter(|(caller, call)| guessed.contains(&(*caller, node(*caller, *call), *callee)));
            self.guessed.extend(calls.map(|(caller, call)| (*callee, *caller, *call)));
        });
    }

    /// The declared lock that a lock's slot stands for: what its pointer points to, or what all visible
    /// callers hand over.
    pub(super) fn lock(&self, slot: Slot) -> Slot {
        let mut slot = slot;
        for _ in 0..MAX_HANDOVERS {
            let next = match self.lock_aliases.get(&slot) {
                Some(Some(target)) => *target,
                _ => match &self.origins(slot)[..] {
                    [one, others @ ..] if others.iter().all(|other| other.slot == one.slot) => one.slot,
                    _ => slot,
                },
            };
            if next == slot {
                break;
            }
            slot = next;
        }
        slot
    }

    /// The lock is a channel that lets in more than one, or of which that is not known; or one that is not only
    /// closed, but sent on.
    pub(super) fn is_open(&self, lock: &Held) -> bool {
        let is_open = |slot| if lock.group { self.sent_on.contains(&slot) } else { self.channels.get(&slot) == Some(&false) };
        lock.once && lock.slot.is_some_and(is_open)
    }

    /// How a function is entered without a lock that others hold: the calls on the way in which nothing says that it is held,
    /// outermost first, and the threads of the function where it starts, which is a goroutine's, or one that nobody calls so, or
    /// the last that is asked. `lacks` says whether locks on entry lack it. A way without calls is all there is where nobody
    /// calls the function itself so; of ways on the same threads the shortest counts. The map is a part of argument `position`.
    pub(super) fn ways_without(
        &self,
        names: &Names<'_>,
        effects: &[Effects],
        (function, position): (FunctionId, Option<usize>),
        lacks: impl Fn(&[Held]) -> bool,
    ) -> Vec<Unguarded> {
        let mut ways: Vec<Unguarded> = Vec::new();
        let mut add = |mut way: Unguarded| {
            if ways.len() < MAX_UNGUARDED_WAYS && ways.iter().all(|known| known.roots != way.roots) {
                way.calls.reverse();
                ways.push(way);
            }
        };
        let mut seen: FxHashSet<FunctionId> = FxHashSet::from_iter([function]);
        let mut pending: VecDeque<Vec<(FunctionId, NodeId)>> = VecDeque::from([Vec::new()]);
        while let Some(way) = pending.pop_front() {
            let at = way.last().map_or(function, |(caller, _)| *caller);
            let position = position.filter(|_| way.is_empty());
            let calls = self.calls_without(names, effects, (at, position), &lacks).filter(|_| way.len() < MAX_UNGUARDED_CALLS);
            let mut starts_here = true;
            for (caller, call) in calls.filter(|(caller, _)| way.iter().all(|(known, _)| known != caller)) {
                let further = || way.iter().copied().chain([(caller, call.node)]).collect();
                if let Some(root) = call.thread.and_then(|thread| self.spawn_root(caller, thread)) {
                    starts_here = false;
                    add(Unguarded { calls: further(), roots: vec![root] });
                } else if seen.contains(&caller) {
                    // A shorter way goes on from there.
                    starts_here = false;
                } else if seen.len() < MAX_UNGUARDED_CALLERS {
                    starts_here = false;
                    seen.insert(caller);
                    pending.push_back(further());
                }
            }
            if starts_here {
                add(Unguarded { calls: way, roots: self.roots_of(at) });
            }
        }
        // All who call it so call each other.
        if ways.is_empty() {
            ways.push(Unguarded { calls: Vec::new(), roots: self.roots_of(function) });
        }
        ways
    }

    /// The threads that get to the function.
    fn roots_of(&self, function: FunctionId) -> Vec<RootId> {
        self.functions[function.0 as usize].reached.iter().map(|(root, _)| *root).collect()
    }

    /// The calls of a function in which nothing says that a lock is held, as in [`Contexts::ways_without`].
    fn calls_without<'e>(
        &self,
        names: &Names<'_>,
        effects: &'e [Effects],
        (function, position): (FunctionId, Option<usize>),
        lacks: &impl Fn(&[Held]) -> bool,
    ) -> impl Iterator<Item = (FunctionId, &'e Call)> {
        self.calls_of(effects, function).filter(move |(caller, call)| {
            let edge = Edge::of_call(*caller, function, call, false);
            let from = &self.functions[caller.0 as usize];
            let (held, owned) = across(names, &edge, &from.held, from.owned);
            owned >> position.unwrap_or(0) & 1 == 0 && lacks(&held) && *caller != function
        })
    }

    /// Whether each way into a function without a lock, as in [`Contexts::ways_without`], comes through a call that
    /// `is_one` says to be one, and there is such a way.
    pub(super) fn always_enters_without_by<'e>(
        &self,
        names: &Names<'_>,
        effects: &'e [Effects],
        (function, position): (FunctionId, Option<usize>),
        lacks: impl Fn(&[Held]) -> bool,
        is_one: impl Fn(FunctionId, &'e Call) -> bool,
    ) -> bool {
        let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
        let mut pending = vec![function];
        while let Some(at) = pending.pop() {
            if !seen.insert(at) {
                continue;
            }
            let position = position.filter(|_| at == function);
            let mut calls = self.calls_without(names, effects, (at, position), &lacks).peekable();
            if calls.peek().is_none() || self.by_interface.contains_key(&at) || seen.len() > MAX_UNGUARDED_CALLS {
                return false;
            }
            for (caller, call) in calls {
                if call.thread.is_some() {
                    return false;
                }
                if !is_one(caller, call) {
                    pending.push(caller);
                }
            }
        }
        true
    }

    /// The calls of a function that are in sight, outside of tests: the caller, and the index in its calls.
    pub(super) fn callers(&self, function: FunctionId) -> &[(FunctionId, u32)] {
        self.incoming.get(&function).map_or(&[], |callers| callers)
    }

    /// Who starts the function as a goroutine, outside of tests, and by which spawn.
    pub(super) fn spawned_by(&self, function: FunctionId) -> &[(FunctionId, SpawnIndex)] {
        self.spawned_by.get(&function).map_or(&[], |spawns| spawns)
    }

    /// The calls of a function outside test code.
    pub(super) fn calls_of<'e>(&self, effects: &'e [Effects], id: FunctionId) -> impl Iterator<Item = (FunctionId, &'e Call)> {
        let callers = self.incoming.get(&id).map_or(&[][..], |callers| callers);
        callers.iter().map(|(caller, call)| (*caller, &effects[caller.0 as usize].calls[*call as usize]))
    }

    /// The locks that all callers hold in sight which call the function so; see
    /// [`super::effects::Access::when`]. The map is a part of argument `position`.
    pub(super) fn held_when(&self, whole: Whole<'_>, function: FunctionId, position: Option<usize>, (flag, is): Flag) -> Option<Vec<Held>> {
        let so = |call: &Call| call.args.get(flag).is_none_or(|arg| arg.literal != Some(!is));
        let calls = self.calls_of(whole.effects, function).filter(|(_, call)| so(call));
        let entered = calls.map(|(caller, call)| {
            let from = &self.functions[caller.0 as usize];
            let (held, owned) = across(whole.names, &Edge::of_call(caller, function, call, false), &from.held, from.owned);
            (held, owned, false)
        });
        let entered: Vec<Entered> = entered.collect();
        held_by_all(&entered.iter().collect::<Vec<_>>(), position.map_or(1, |position| 1 | 1 << position))
    }

    /// The functions from the one at hand up to the root of a thread, on the way that was found first.
    pub(super) fn way_from_root(&self, function: FunctionId, root: RootId) -> Vec<FunctionId> {
        let mut way = vec![function];
        while let Some((caller, _)) = way.last().and_then(|at| self.reached(*at, root)?.from).filter(|(caller, _)| !way.contains(caller)) {
            way.push(caller);
        }
        way
    }

    /// How many calls lead from the root of a thread to a function, on that way.
    pub(super) fn calls_from_root(&self, function: FunctionId, root: RootId) -> usize {
        self.way_from_root(function, root).len() - 1
    }

    /// The root of a goroutine.
    pub(super) fn spawn_root(&self, function: FunctionId, spawn: SpawnIndex) -> Option<RootId> {
        self.spawn_roots.get(&(function, spawn)).copied()
    }
}

/// How functions are called, in sight.
struct Called {
    /// Those that are called not only through interfaces.
    direct: FxHashSet<FunctionId>,
    /// Those that are used as values.
    referenced: FxHashSet<FunctionId>,
}

impl Called {
    fn new(effects: &[Effects], edges: &[Edge<'_>]) -> Called {
        Called {
            direct: edges.iter().filter(|edge| !edge.virtual_).map(|edge| edge.callee).collect(),
            referenced: effects.iter().flat_map(|effects| effects.references.iter().copied()).collect(),
        }
    }

    /// Somebody out of sight may call the function.
    fn is_open(&self, id: FunctionId) -> bool {
        !self.direct.contains(&id) || self.referenced.contains(&id)
    }
}
