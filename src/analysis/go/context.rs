//! What callers know: the locks certainly held when a function is entered, the objects that belong
//! to the calling thread alone, and the threads on which it runs.
//!
//! All three go top-down over the call graph. Locks and ownership are must-facts: the meet over
//! all visible callers. A function that nobody visible calls is entered with nothing. Threads are
//! a may-fact: the union. Calls from test code are left out, for tests reach into what nobody else
//! touches.

mod crossing;
mod on_thread;
mod wide;

use super::anchor::{self, Anchor, Named, anchors_across};
use super::call_graph::{Edge, Implementations, across, edges, in_all_builds, is_test, note_lent, position_of};
use super::carried;
use super::effects::{Call, Effects, Flag, Held, SpawnIndex, Target};
use super::entry::{self, has_exported_owner};
use super::globals::Globals;
use super::lent::Lent;
use super::names::{Names, narrow};
use super::place::{self, Root, Slot, SlotBase};
use super::points::PointsTo;
use crate::analysis::ty::{FunctionId, TyKind};
use crate::facts::FunctionKind;
use crate::source::Language;
use crossing::Crossings;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// More threads than these for one function say nothing more.
const MAX_ROOTS: usize = 24;
/// How many hand-overs of a map from caller to callee are followed.
const MAX_HANDOVERS: usize = 5;

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

/// How a function is reached on one thread: from where, and which arguments belong to that thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// The caller, and the call in its body; `None` at the root itself.
    pub(super) from: Option<(FunctionId, crate::facts::NodeId)>,
    /// Bit i: argument i is this thread's own.
    owned: u64,
    /// Bit i: argument i is what the goroutine hands to a function that is kept in a slot, or a part of it.
    handed: u64,
    /// What arguments (receiver 0) are in the places of the thread's root.
    pub(super) anchors: Vec<(usize, Anchor)>,
}

/// More anchors than these for one argument are not kept.
const MAX_ANCHORS: usize = 4;

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
        position < 64 && self.owned >> position & 1 == 1
    }
}

impl Reach {
    /// Whether argument `position` is the thread's own on this thread.
    pub(super) fn owns(&self, position: usize) -> bool {
        position < 64 && self.owned >> position & 1 == 1
    }

    /// Whether argument `position` comes from who runs a function that is kept in a slot.
    pub(super) fn is_handed(&self, position: usize) -> bool {
        position < 64 && self.handed >> position & 1 == 1
    }
}

/// A way into a function on which a lock is not held.
pub(super) struct Unguarded {
    pub(super) calls: Vec<(FunctionId, crate::facts::NodeId)>,
    pub(super) roots: Vec<RootId>,
}

/// How far the callers are searched for the one that does not lock.
const MAX_UNGUARDED_CALLS: usize = 8;

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
    /// Functions that are run from where they are kept: by whom, is not known.
    kept: FxHashSet<FunctionId>,
    threads: on_thread::Threads,
    /// Pointers to locks: the one lock that they point to, `None` where there are several.
    lock_aliases: FxHashMap<Slot, Option<Slot>>,
    pub(super) lent: Lent,
    pub(super) points: PointsTo,
}

impl Reach {
    fn at_root() -> Reach {
        Reach { from: None, owned: 0, handed: 0, anchors: Vec::new() }
    }
}

/// A caller's map becomes a callee's parameter.
#[derive(Clone, Debug)]
struct Handover {
    slot: Slot,
    caller: FunctionId,
    thread: Option<SpawnIndex>,
    /// The map is the caller's own.
    owned: bool,
    /// Locks that the caller certainly holds then, in the callee's places.
    held: Vec<Held>,
    /// Those of them that it takes itself, whoever calls it.
    taken: Vec<Held>,
    by: HandedBy,
}

/// How a map is handed over, as the caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HandedBy {
    /// The map in the caller.
    pub(super) map: Named,
    /// Goroutines of the caller that may be running then.
    pub(super) alive: Vec<SpawnIndex>,
}

/// A slot that a parameter may stand for, and the thread that it is handed over on (`None`: the
/// threads of the function).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) slot: Slot,
    pub(super) root: Option<RootId>,
    /// Locks held on entry where the map is handed over by this caller; `None`: those of all callers.
    pub(super) held: Option<Vec<Held>>,
    /// The map is the caller's own.
    pub(super) owned: bool,
    /// The hand-over by the function whose variable or field it is; `None` where the slot is the
    /// function's own, or the map comes with a goroutine.
    pub(super) handed_by: Option<HandedBy>,
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
            kept: FxHashSet::default(),
            threads: on_thread::Threads::default(),
            lock_aliases: FxHashMap::default(),
            lent: Lent::default(),
            points: PointsTo::default(),
        };
        for alias in effects.iter().flat_map(|effects| &effects.lock_aliases) {
            let target = contexts.lock_aliases.entry(alias.pointer).or_insert(Some(alias.target));
            if *target != Some(alias.target) {
                *target = None;
            }
        }
        let mut edges = edges(names, effects, implementations);
        for (index, effects) in effects.iter().enumerate() {
            let caller = FunctionId(narrow(index));
            for (at, spawn) in effects.spawns.iter().enumerate().filter(|_| !is_test(names, caller)) {
                let Target::Function(started) = spawn.target else { continue };
                contexts.spawned_by.entry(started).or_default().push((caller, narrow(at)));
            }
            for (at, call) in effects.calls.iter().enumerate().filter(|_| !is_test(names, caller)) {
                if let Target::Interface(interface, name) = call.target {
                    for callee in implementations.of(interface, name) {
                        contexts.by_interface.entry(*callee).or_default().push((caller, narrow(at)));
                    }
                }
                let Target::Function(callee) = call.target else { continue };
                for callee in in_all_builds(names, callee) {
                    if call.uncertain {
                        contexts.functions[callee.0 as usize].unsure = true;
                    } else {
                        contexts.incoming.entry(callee).or_default().push((caller, narrow(at)));
                    }
                }
            }
        }
        for (index, context) in contexts.functions.iter_mut().enumerate() {
            let id = FunctionId(narrow(index));
            context.unsure &= !contexts.incoming.contains_key(&id) && !names.symbols.function(names.program, id).1.exported;
        }
        contexts.lent = Lent::new(effects, |callee| {
            let incoming = contexts.incoming.get(&callee).map_or(&[][..], |calls| calls);
            incoming.iter().map(|(caller, call)| &effects[caller.0 as usize].calls[*call as usize].args[..]).collect()
        });
        note_lent(names, &mut edges, &contexts.lent);
        let direct: FxHashSet<FunctionId> = edges.iter().filter(|edge| !edge.virtual_).map(|edge| edge.callee).collect();
        let referenced: FxHashSet<FunctionId> = effects.iter().flat_map(|effects| effects.references.iter().copied()).collect();
        let is_open = |id: FunctionId| !direct.contains(&id) || referenced.contains(&id);
        let points = || PointsTo::new(names, effects, &edges, is_open);
        let ((), points) = rayon::join(|| contexts.enter(names, effects, &edges, &direct), points);
        contexts.points = points;
        contexts.thread_roots(names, effects, &edges, &referenced);
        contexts.widen(&edges);
        contexts.kept = edges.iter().filter(|edge| edge.virtual_ && !edge.by_interface).map(|edge| edge.callee).collect();
        contexts.threads = on_thread::Threads::new(contexts.roots.len());
        contexts.hand_over(names, &edges);
        contexts
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

    /// How a function is entered without a lock that others hold: the calls from the function in
    /// which nothing says that it is held, outermost first, and the threads of that function.
    /// `lacks` says whether locks on entry lack it. Empty where the function itself is such. The map
    /// is a part of argument `position`.
    pub(super) fn entered_without(
        &self,
        names: &Names<'_>,
        effects: &[Effects],
        (function, position): (FunctionId, Option<usize>),
        lacks: impl Fn(&[Held]) -> bool,
    ) -> Unguarded {
        let mut found = Unguarded { calls: Vec::new(), roots: Vec::new() };
        let mut at = function;
        for _ in 0..MAX_UNGUARDED_CALLS {
            let callers = self.incoming.get(&at).map_or(&[][..], |callers| callers);
            let without = callers.iter().find(|(caller, call)| {
                let call = &effects[caller.0 as usize].calls[*call as usize];
                let edge = Edge::of_call(*caller, at, call, false);
                let (held, owned) = across(names, &edge, &self.functions[caller.0 as usize].held, self.functions[caller.0 as usize].owned);
                let position = if at == function { position.unwrap_or(0) } else { 0 };
                owned >> position & 1 == 0 && lacks(&held) && *caller != at && !found.calls.iter().any(|(known, _)| known == caller)
            });
            let Some((caller, call)) = without else { break };
            let call = &effects[caller.0 as usize].calls[*call as usize];
            found.calls.push((*caller, call.node));
            if let Some(root) = call.thread.and_then(|thread| self.spawn_root(*caller, thread)) {
                found.roots = vec![root];
                found.calls.reverse();
                return found;
            }
            at = *caller;
        }
        found.roots = self.functions[at.0 as usize].reached.iter().map(|(root, _)| *root).collect();
        found.calls.reverse();
        found
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

    /// Locks and ownership: the greatest solution of the meet over callers. Locks come from the
    /// callers' bodies, so that a list is never longer than their number, and each round only takes away.
    /// `direct`: the functions that are called not only through interfaces.
    fn enter(&mut self, names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], direct: &FxHashSet<FunctionId>) {
        let carried = carried::locks(names, effects);
        // Who calls a method only through an interface calls it under these locks all the same.
        let tells = |edge: &&Edge<'_>| !edge.virtual_ || edge.through_interface && !direct.contains(&edge.callee);
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
                queue.extend(crossings.leave(id, &entry));
                *slot = Some(entry);
            }
        }
        let mut waiting: FxHashSet<FunctionId> = queue.iter().copied().collect();
        while let Some(id) = queue.pop_front() {
            waiting.remove(&id);
            let mut met = meet_callers(&crossings.brought_into(id));
            if let Some((held, owned, _)) = &mut met {
                *owned &= by_kept.get(&id).copied().unwrap_or(u64::MAX);
                let given = carried.get(&id).unwrap_or(&effects[id.0 as usize].entered_with);
                let given: Vec<Held> = given.iter().filter(|lock| held.iter().all(|own| own.place != lock.place)).cloned().collect();
                held.extend(given);
            }
            if let Some(entry) = met.as_ref().filter(|met| entered[id.0 as usize].as_ref() != Some(*met)) {
                queue.extend(crossings.leave(id, entry).filter(|callee| waiting.insert(*callee)));
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

    /// Numbers the thread roots and follows each through the call graph.
    fn thread_roots(&mut self, names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], referenced: &FxHashSet<FunctionId>) {
        let mut calls: FxHashMap<FunctionId, Vec<&Edge<'_>>> = FxHashMap::default();
        let mut queue: VecDeque<(FunctionId, RootId)> = VecDeque::new();
        for (index, effects) in effects.iter().enumerate() {
            let id = FunctionId(narrow(index));
            if is_test(names, id) {
                continue;
            }
            for (spawn, start) in effects.spawns.iter().enumerate() {
                let root = narrow(self.roots.len());
                self.roots.push(ThreadRoot { kind: RootKind::Spawn(id, narrow(spawn)), many: start.many });
                self.spawn_roots.insert((id, narrow(spawn)), root);
            }
        }
        for edge in edges.iter().filter(|edge| !edge.spread) {
            calls.entry(edge.caller).or_default().push(edge);
        }
        // One of several implementations may still be called by somebody else, where others can name the method.
        let closed = |edge: &&Edge<'_>| !edge.spread || !names.symbols.function(names.program, edge.callee).1.exported;
        let through_interface: FxHashSet<FunctionId> =
            edges.iter().filter(|edge| edge.through_interface).filter(closed).map(|edge| edge.callee).collect();
        let spawns = effects.iter().flat_map(|effects| &effects.spawns).filter(|spawn| !spawn.through.is_empty());
        let function = |target: &Target| if let Target::Function(id) = target { Some(*id) } else { None };
        let handed: FxHashSet<FunctionId> = spawns.filter_map(|spawn| function(&spawn.target)).collect();
        let key_of = |index: usize| {
            let called = self.functions[index].called && !referenced.contains(&FunctionId(narrow(index)));
            entry::of_function(names, FunctionId(narrow(index)), called)
        };
        let keys: Vec<Option<String>> = (0..effects.len()).into_par_iter().map(key_of).collect();
        for (index, key) in keys.into_iter().enumerate() {
            let id = FunctionId(narrow(index));
            let (file, function) = names.symbols.function(names.program, id);
            if is_test(names, id) || names.program.info(file).language != Language::Go {
                continue;
            }
            let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
            let in_main = unit.is_some_and(|unit| unit.is_main);
            let is_serial = |key: &str| names.library().entries.get(key).is_some_and(|entry| entry.serial);
            // Where a function is seen to be handed to a library, that is the goroutine that calls it.
            if let Some(key) = key.filter(|key| !(is_serial(key) && handed.contains(&id))) {
                let root = narrow(self.roots.len());
                let many = !is_serial(&key);
                self.roots.push(ThreadRoot { kind: RootKind::Entry(id, key), many });
                self.reach(id, root, Reach::at_root(), &mut queue);
            } else if function.kind != FunctionKind::Ordinary {
                self.reach(id, INIT, Reach::at_root(), &mut queue);
            } else if in_main && function.owner.is_none() && function.name.as_str() == "main" {
                self.reach(id, MAIN, Reach::at_root(), &mut queue);
            } else if !self.functions[index].called || referenced.contains(&id) {
                let named = function.exported && !in_main && has_exported_owner(names, id) || referenced.contains(&id);
                // Tests alone call what nothing else ever names; who calls it through an interface is seen.
                let unseen = (function.exported || names.mentions(function.name)) && !through_interface.contains(&id);
                if named || unseen {
                    let reach = Reach { owned: entry::owned_by_unseen(names, id), ..Reach::at_root() };
                    self.reach(id, if named { API } else { UNSEEN }, reach, &mut queue);
                }
            }
        }
        // What a goroutine's own closure calls starts on that goroutine. First those that are seen to
        // start: of more roots than are kept, these say more.
        let is_kept = |edge: &Edge<'_>| edge.thread.is_some_and(|thread| effects[edge.caller.0 as usize].spawns[thread as usize].kept);
        for kept in [false, true] {
            for edge in edges.iter().filter(|edge| !edge.spread && is_kept(edge) == kept) {
                if let Some(root) = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread)) {
                    let owned = self.owned_on_root(names, edge, 0);
                    // A starter that is called has its places from its callers, which come below.
                    let own = !self.functions[edge.caller.0 as usize].called;
                    let anchors = if own { anchors_across(names, edge, None) } else { Vec::new() };
                    let handed = handed_over(names, edge, 0);
                    self.reach(edge.callee, root, Reach { from: Some((edge.caller, edge.node)), owned, handed, anchors }, &mut queue);
                }
            }
            self.follow_calls(names, &calls, &mut queue);
        }
    }

    /// Follows threads from where they were seen to where their calls lead.
    fn follow_calls(
        &mut self,
        names: &Names<'_>,
        calls: &FxHashMap<FunctionId, Vec<&Edge<'_>>>,
        queue: &mut VecDeque<(FunctionId, RootId)>,
    ) {
        while let Some((id, root)) = queue.pop_front() {
            let Some(reach) = self.reached(id, root).cloned() else { continue };
            // What the starter was given by its callers, the goroutine has from there too.
            for edge in calls.get(&id).into_iter().flatten() {
                if let Some(started) = edge.thread.and_then(|thread| self.spawn_root(id, thread)) {
                    let owned = self.owned_on_root(names, edge, 0);
                    let anchors = anchors_across(names, edge, Some(&reach));
                    let handed = handed_over(names, edge, 0);
                    self.reach(edge.callee, started, Reach { from: Some((id, edge.node)), owned, handed, anchors }, queue);
                }
            }
            for edge in calls.get(&id).into_iter().flatten().filter(|edge| edge.thread.is_none() && !edge.spawns) {
                let owned = self.owned_on_root(names, edge, reach.owned);
                let anchors = anchors_across(names, edge, Some(&reach));
                let handed = handed_over(names, edge, reach.handed);
                self.reach(edge.callee, root, Reach { from: Some((id, edge.node)), owned, handed, anchors }, queue);
            }
        }
    }

    /// How a function is reached on a thread.
    pub(super) fn reached(&self, id: FunctionId, root: RootId) -> Option<&Reach> {
        let context = &self.functions[id.0 as usize];
        let found = |list: &'_ [(RootId, Reach)]| list.binary_search_by_key(&root, |(root, _)| *root).ok();
        let at = found(&context.reached).map(|at| &context.reached[at]);
        at.or_else(|| found(&context.wide).map(|at| &context.wide[at])).map(|(_, reach)| reach)
    }

    fn reach(&mut self, id: FunctionId, root: RootId, reach: Reach, queue: &mut VecDeque<(FunctionId, RootId)>) {
        let reached = &mut self.functions[id.0 as usize].reached;
        match reached.binary_search_by_key(&root, |(root, _)| *root) {
            Ok(at) => {
                let known = &mut reached[at].1;
                let owned = known.owned & reach.owned;
                let handed = known.handed & reach.handed;
                let mut changed = owned != known.owned || handed != known.handed;
                known.owned = owned;
                known.handed = handed;
                for (position, anchor) in reach.anchors {
                    let of_position = known.anchors.iter().filter(|(at, _)| *at == position).count();
                    // A root's own parameters are anchored at themselves.
                    if of_position < MAX_ANCHORS && !known.anchors.contains(&(position, anchor.clone())) {
                        known.anchors.push((position, anchor));
                        changed = true;
                    }
                }
                if changed {
                    queue.push_back((id, root));
                }
            }
            Err(at) if reached.len() < MAX_ROOTS => {
                reached.insert(at, (root, reach));
                queue.push_back((id, root));
            }
            Err(_) => {}
        }
    }

    /// Arguments that are the thread's own: made by it, handed over to it, or come from a call of
    /// which nothing is known.
    fn owned_on_root(&self, names: &Names<'_>, edge: &Edge<'_>, caller_owned: u64) -> u64 {
        let mut bits = 0;
        for (position, arg) in edge.args.iter().enumerate().take(64) {
            let own = arg.owned
                || arg.joined
                || match arg.place.as_ref().map(|place| place.root) {
                    // What is called through an interface was often made elsewhere, to be got by many.
                    Some(Root::Result(call)) if edge.virtual_ && position == 0 => self.points.is_made_anew((edge.caller, call)),
                    // What the starter of a goroutine keeps somewhere too, others may have beside it.
                    Some(Root::Result(call)) if edge.thread.is_some() && self.points.is_kept((edge.caller, call)) => false,
                    Some(Root::Result(call)) => !self.points.gives_kept((edge.caller, call)),
                    None => true,
                    Some(Root::Local(local)) => {
                        position_of(names, edge.caller, local).is_some_and(|at| at < 64 && caller_owned >> at & 1 == 1)
                    }
                    _ => false,
                };
            bits |= u64::from(own && edge.may_own(position)) << position;
        }
        bits
    }

    fn hand_over(&mut self, names: &Names<'_>, edges: &[Edge<'_>]) {
        for edge in edges.iter().filter(|edge| !edge.virtual_ || edge.through_interface || edge.is_of_kept()) {
            let (_, callee) = names.symbols.function(names.program, edge.callee);
            let receiver = callee.receiver.filter(|_| is_map_method(names, edge.callee));
            // Behind an interface, what is called is a map for certain only where the method is a map's.
            let sure = if edge.virtual_ && !edge.is_of_kept() { 1 } else { edge.args.len() };
            for (position, arg) in edge.args.iter().enumerate().take(sure) {
                let local = if position == 0 { receiver } else { callee.params.get(position - 1).copied() };
                let (Some(slot), Some(local)) = (arg.slot, local) else { continue };
                let param = Slot::new(SlotBase::Local(edge.callee, local));
                if param != slot {
                    let caller = &self.functions[edge.caller.0 as usize];
                    let (held, owned) = across(names, edge, &caller.held, caller.owned);
                    let (taken, _) = across(names, edge, &[], 0);
                    let local = matches!(slot.base, SlotBase::Local(..));
                    let handover = Handover {
                        slot,
                        caller: edge.caller,
                        thread: edge.thread,
                        owned: position < 64 && owned >> position & 1 == 1 && !local && edge.may_own(position),
                        held,
                        taken,
                        by: HandedBy { map: Named::argument(edge.caller, arg), alive: edge.alive.to_vec() },
                    };
                    self.handovers.entry(param).or_default().push(handover);
                }
            }
        }
    }

    /// The slots that a slot may stand for: a parameter's are those of the arguments, wherever a
    /// caller is visible; any other slot stands for itself.
    pub(super) fn origins(&self, slot: Slot) -> Vec<Origin> {
        let mut found = Vec::new();
        self.follow(Origin { slot, root: None, held: None, owned: false, handed_by: None }, &Trail::default(), &mut found);
        found.dedup();
        found
    }

    fn follow(&self, from: Origin, trail: &Trail, found: &mut Vec<Origin>) {
        let base = Slot::new(from.slot.base);
        let Some(handovers) = self.handovers.get(&base).filter(|_| trail.calls < MAX_HANDOVERS && found.len() < 32) else {
            found.push(from);
            return;
        };
        for handover in handovers {
            let root = from.root.or_else(|| handover.thread.and_then(|thread| self.spawn_root(handover.caller, thread)));
            let slot = Slot { elements: handover.slot.elements.saturating_add(from.slot.elements), ..handover.slot };
            let held = Some(trail.with(&handover.held));
            let handed_by = handover.thread.is_none().then(|| handover.by.clone());
            let origin = Origin { slot, root, held, owned: from.owned || handover.owned, handed_by };
            let trail = Trail {
                taken: trail.with(&handover.taken),
                calls: trail.calls + 1,
                on_thread: trail.on_thread || handover.thread.is_some(),
            };
            self.follow(origin, &trail, found);
        }
    }
}

/// The calls by which a map was handed from function to function.
#[derive(Default)]
struct Trail {
    /// Locks that the callers on the way take themselves, as the last callee sees them.
    taken: Vec<Held>,
    /// How many calls.
    calls: usize,
    /// One of them starts a goroutine: what its callers hold counts for nothing.
    on_thread: bool,
}

impl Trail {
    /// The locks on the way and those that a caller before it holds, which has other names for its own.
    fn with(&self, held: &[Held]) -> Vec<Held> {
        let mut locks = self.taken.clone();
        for lock in held.iter().filter(|_| !self.on_thread) {
            let place =
                if self.calls == 0 || matches!(lock.place.root, Root::Global(_)) { lock.place.clone() } else { place::root(Root::Outer) };
            if place.root == Root::Outer && lock.slot.is_none() || locks.iter().any(|known| known.place == place && known.slot == lock.slot)
            {
                continue;
            }
            locks.push(Held { place, ..lock.clone() });
        }
        locks
    }
}

/// Arguments that are, or are parts of, what a closure is given by who runs it, or what the caller was
/// handed so.
fn handed_over(names: &Names<'_>, edge: &Edge<'_>, caller_handed: u64) -> u64 {
    let mut bits = 0;
    for (position, arg) in edge.args.iter().enumerate().take(64) {
        let from_runner = match arg.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) if anchor::is_closure_param(names, edge.caller, local) => true,
            Some(Root::Local(local)) => position_of(names, edge.caller, local).is_some_and(|at| at < 64 && caller_handed >> at & 1 == 1),
            _ => false,
        };
        bits |= u64::from(from_runner) << position;
    }
    bits
}

/// What a function is entered with by a caller, or by all: locks, a bit for each argument that is the
/// caller's own, whether only package initialisation gets there.
type Entered = (Vec<Held>, u64, bool);

/// What all callers agree on. A call on an object of the caller's own needs no lock, and so says
/// nothing of them beside calls on shared ones.
fn meet_callers(callers: &[&Entered]) -> Option<Entered> {
    let (owned, init) = callers.iter().fold((u64::MAX, true), |(owned, init), caller| (owned & caller.1, init && caller.2));
    let held = held_by_all(callers, 1)?;
    Some((held, owned, init))
}

/// The locks that all callers hold; of those that own one of the arguments (bits) and those that own
/// none, the latter count.
fn held_by_all(callers: &[&Entered], arguments: u64) -> Option<Vec<Held>> {
    let owns = |caller: &Entered| caller.1 & arguments != 0;
    let shared = callers.iter().any(|caller| !owns(caller));
    let mut telling = callers.iter().filter(|caller| !shared || !owns(caller)).map(|caller| &caller.0);
    let mut held = telling.next()?.clone();
    for other in telling {
        held.retain_mut(|lock| meet(lock, other));
    }
    Some(held)
}

/// See [`Context::held_for`]: for the arguments that some callers own, and some do not.
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
    let twin = held
        .iter()
        .find(|twin| twin.place == lock.place)
        .or_else(|| held.iter().find(|twin| twin.slot.is_some() && twin.slot == lock.slot));
    let Some(twin) = twin else { return false };
    if twin.place != lock.place {
        lock.place = place::root(Root::Outer);
    }
    lock.exclusive &= twin.exclusive;
    lock.copied |= twin.copied;
    lock.set_up &= twin.set_up;
    true
}

/// A method of a map type (`func (s Set) Add`): its receiver is the map.
fn is_map_method(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let region = super::names::Region { file, scope: function.scope, params: &[] };
    function.owner.is_some_and(|owner| matches!(&*names.underlying(&names.deref(&names.resolve(region, owner))), TyKind::Map(..)))
}
