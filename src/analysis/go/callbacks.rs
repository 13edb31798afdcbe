//! Functions that are kept in fields, lists and package variables, and the goroutines that run them.
//!
//! Who keeps a function does not run it; whoever calls what the slot holds does, in another function
//! and perhaps on another goroutine. The slot joins the two: one for each declared field, whatever
//! object it belongs to, as in [`super::points`].

use super::context::{Contexts, RootId, RootKind};
use super::effects::{Effects, Held, SpawnIndex};
use super::names::{Names, narrow};
use super::place::Slot;
use crate::analysis::model::Op;
use crate::analysis::ty::FunctionId;
use crate::facts::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// So many goroutines are followed that their starter waits for, one in another.
const MAX_JOINED: usize = 3;

/// What a slot holds is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SlotCall {
    pub(super) node: NodeId,
    pub(super) slot: Slot,
    /// The argument of the function at hand (receiver 0) that the slot is a part of.
    pub(super) holder: Option<usize>,
    /// What the slot is a part of was made by the thread at hand, and nobody else has it.
    pub(super) owned: bool,
    /// What the slot is a part of is looked up in a package variable.
    pub(super) looked_up: bool,
    /// The goroutine of the function in which it stands, or which it starts.
    pub(super) thread: Option<SpawnIndex>,
    /// It is a `go` statement, or a library starts it.
    pub(super) starts: bool,
    /// What a function returned is started, perhaps several times.
    pub(super) many: bool,
    /// In a closure of which it is not known when, or on which thread, it runs.
    pub(super) uncertain: bool,
    /// Locks held then that are a part of an argument (0-based), as parts of [`super::place::Root::Outer`].
    pub(super) held: Vec<(usize, Held)>,
    /// All locks held then that are declared somewhere: which, and whether exclusively.
    pub(super) declared: Vec<(Slot, bool)>,
}

/// How goroutines run the functions of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SlotRun {
    /// Several of them may do so at once, on one object.
    pub(super) many: bool,
    /// Several of them may do so at once, each on an object that it has for itself.
    pub(super) apart: bool,
    /// Some of them is not waited for by its starter.
    pub(super) outlives: bool,
    /// Each of them alone has the object that the slot is a part of.
    pub(super) owned: bool,
    /// Several of them may run what one and the same object keeps: each looks it up where all do.
    pub(super) chosen: bool,
    /// The one `go` statement that starts them, in which function; `None`: there are others.
    pub(super) by: Option<(FunctionId, SpawnIndex)>,
}

/// The slots whose functions goroutines run, or others with a lock held.
#[derive(Debug, Default)]
pub(super) struct Callbacks {
    runs: FxHashMap<Slot, SlotRun>,
    held: FxHashMap<Slot, Vec<(usize, Held)>>,
    declared: FxHashMap<Slot, Vec<(Slot, bool)>>,
}

impl Callbacks {
    /// How goroutines run what the slot holds; `None`: none is seen to.
    pub(super) fn of(&self, slot: Slot) -> Option<SlotRun> {
        self.runs.get(&slot).copied()
    }

    /// The locks of its arguments that all who call what the slot holds have then.
    pub(super) fn held(&self, slot: Slot) -> &[(usize, Held)] {
        self.held.get(&slot).map_or(&[], |held| held)
    }

    /// The declared locks that all who call what the slot holds have then, and whether exclusively.
    pub(super) fn declared(&self, slot: Slot) -> &[(Slot, bool)] {
        self.declared.get(&slot).map_or(&[], |locks| locks)
    }

    /// Gathers the goroutines that get to the calls of slots. `wanted`: the slots that functions are
    /// put in.
    pub(super) fn new(names: &Names<'_>, contexts: &Contexts, effects: &[Effects], wanted: &FxHashSet<Slot>) -> Callbacks {
        let mut runs: FxHashMap<Slot, SlotRun> = FxHashMap::default();
        let mut held: FxHashMap<Slot, Vec<(usize, Held)>> = FxHashMap::default();
        let passed = passed(effects);
        let of_production = |index: &usize| !names.is_test(FunctionId(narrow(*index)));
        for (index, of_function) in effects.iter().enumerate().filter(|(index, _)| of_production(index)) {
            let calls = of_function.slot_calls.iter();
            let calls = calls.flat_map(|call| sources(&passed, call.slot).into_iter().map(move |slot| (slot, call)));
            for (slot, call) in calls.filter(|(slot, _)| wanted.contains(slot)) {
                meet(held.entry(slot).or_insert_with(|| call.held.clone()), &call.held);
                for run in runs_of(contexts, effects, FunctionId(narrow(index)), call) {
                    let known = runs.entry(slot).or_insert(run);
                    known.many |= run.many;
                    known.apart |= run.apart;
                    known.outlives |= run.outlives;
                    known.owned &= run.owned;
                    known.chosen |= run.chosen;
                    known.by = known.by.filter(|_| known.by == run.by);
                }
            }
        }
        held.retain(|_, held| !held.is_empty());
        Callbacks { runs, held, declared: declared_locks(names, contexts, effects) }
    }

    /// Whether anything is known of who calls what the slot holds.
    pub(super) fn knows(&self, slot: Slot) -> bool {
        self.runs.contains_key(&slot) || self.held.contains_key(&slot)
    }
}

/// Leaves the locks that the other call holds too.
fn meet(held: &mut Vec<(usize, Held)>, other: &[(usize, Held)]) {
    held.retain_mut(|(argument, lock)| match other.iter().find(|(of, twin)| of == argument && twin.place == lock.place) {
        Some((_, twin)) => {
            lock.exclusive &= twin.exclusive;
            true
        }
        None => false,
    });
}

/// The declared locks, and whether exclusively, that all hold who call what a slot holds, by the slot.
pub(super) fn declared_locks(names: &Names<'_>, contexts: &Contexts, effects: &[Effects]) -> FxHashMap<Slot, Vec<(Slot, bool)>> {
    let mut declared: FxHashMap<Slot, Vec<(Slot, bool)>> = FxHashMap::default();
    let passed = passed(effects);
    for (index, of_function) in effects.iter().enumerate().filter(|(index, _)| !names.is_test(FunctionId(narrow(*index)))) {
        for call in &of_function.slot_calls {
            let locks = declared_at(contexts, FunctionId(narrow(index)), call);
            for slot in sources(&passed, call.slot) {
                meet_declared(declared.entry(slot).or_insert_with(|| locks.clone()), &locks);
            }
        }
    }
    declared.retain(|_, locks| !locks.is_empty());
    declared
}

/// The declared locks that are held at a call of what a slot holds: a pointer to a lock stands for the lock.
fn declared_at(contexts: &Contexts, id: FunctionId, call: &SlotCall) -> Vec<(Slot, bool)> {
    let entered = contexts.functions[id.0 as usize].held.iter().filter(|lock| call.thread.is_none() && !lock.once);
    let entered = entered.filter_map(|lock| Some((lock.slot?, lock.exclusive)));
    call.declared.iter().copied().chain(entered).map(|(lock, exclusive)| (contexts.lock(lock), exclusive)).collect()
}

/// Leaves the locks that the other call holds too.
pub(super) fn meet_declared(held: &mut Vec<(Slot, bool)>, other: &[(Slot, bool)]) {
    held.retain_mut(|(lock, exclusive)| match other.iter().find(|(twin, _)| twin == lock) {
        Some((_, of_other)) => {
            *exclusive &= of_other;
            true
        }
        None => false,
    });
}

/// The goroutines that get to one call.
fn runs_of(contexts: &Contexts, effects: &[Effects], id: FunctionId, call: &SlotCall) -> Vec<SlotRun> {
    if call.uncertain {
        return Vec::new();
    }
    if call.starts {
        return vec![SlotRun {
            many: call.many && !call.owned,
            apart: call.many && call.owned,
            outlives: true,
            owned: call.owned,
            chosen: false,
            by: None,
        }];
    }
    let mut runs = Vec::new();
    let chosen = is_chosen(contexts, effects, id, call);
    let choose = |runs: Vec<SlotRun>| runs.into_iter().map(|run| SlotRun { chosen, many: run.many || chosen, ..run }).collect();
    if let Some(thread) = call.thread {
        let root = contexts.spawn_root(id, thread);
        root.into_iter().for_each(|root| note_run(contexts, effects, (root, call.owned), &mut runs, 0));
        return choose(runs);
    }
    // Whose the slot is on a thread that got here behind an interface, is not known well enough.
    for (root, reach) in contexts.functions[id.0 as usize].reached.iter().filter(|(_, reach)| !reach.behind) {
        let owned = call.owned || call.holder.is_some_and(|at| reach.owns(at));
        note_run(contexts, effects, (*root, owned), &mut runs, 0);
    }
    choose(runs)
}

/// Goroutines of which there are many get to the call, and each with an object that it has looked up: two may
/// have the same one. Not so where the entry is deleted on the way: the first has taken it.
fn is_chosen(contexts: &Contexts, effects: &[Effects], id: FunctionId, call: &SlotCall) -> bool {
    let takes = |function: FunctionId| effects[function.0 as usize].accesses.iter().any(|access| access.op == Op::Delete);
    let mut reached = contexts.functions[id.0 as usize].reached.iter().filter(|(_, reach)| !reach.behind);
    reached.any(|(root, reach)| {
        let looked_up = |at: usize| reach.anchors.iter().any(|(argument, anchor)| *argument == at && anchor.is_looked_up());
        let looks_up = call.looked_up || call.holder.is_some_and(looked_up);
        looks_up && contexts.roots[*root as usize].many && !contexts.way_from_root(id, *root).into_iter().any(takes)
    })
}

/// Adds how a goroutine runs what it gets to. One that its starter waits for is as good as a call: then
/// those count that get to the starter.
fn note_run(contexts: &Contexts, effects: &[Effects], (root, owned): (RootId, bool), runs: &mut Vec<SlotRun>, depth: usize) {
    let many = contexts.roots[root as usize].many;
    let (outlives, by) = match contexts.roots[root as usize].kind {
        RootKind::Spawn(starter, spawn) => {
            let outlives = effects[starter.0 as usize].spawns[spawn as usize].outlives;
            if !outlives && !many && depth < MAX_JOINED {
                let reached = &contexts.functions[starter.0 as usize].reached;
                reached.iter().for_each(|(root, _)| note_run(contexts, effects, (*root, owned), runs, depth + 1));
            }
            (outlives, Some((starter, spawn)))
        }
        RootKind::Entry(..) => (true, None),
        _ => return,
    };
    if outlives || many {
        runs.push(SlotRun { many: many && !owned, apart: many && owned, outlives, owned, chosen: false, by });
    }
}

/// How often a function is handed on from what a function returned to what keeps it.
const MAX_PASSED: usize = 3;

/// What is put in a slot as it came from another: by the slot that takes it.
fn passed(effects: &[Effects]) -> FxHashMap<Slot, Vec<Slot>> {
    let mut passed: FxHashMap<Slot, Vec<Slot>> = FxHashMap::default();
    for (from, into) in effects.iter().flat_map(|effects| &effects.passed) {
        passed.entry(*into).or_default().push(*from);
    }
    passed
}

/// The slot, and those from which it takes what it holds.
fn sources(passed: &FxHashMap<Slot, Vec<Slot>>, slot: Slot) -> Vec<Slot> {
    let mut found = vec![slot];
    for _ in 0..MAX_PASSED {
        let more: Vec<Slot> = found.iter().filter_map(|slot| passed.get(slot)).flatten().copied().collect();
        found.extend(more);
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// The slots that functions are put in and called from.
pub(super) fn wanted(effects: &[Effects]) -> FxHashSet<Slot> {
    let passed = passed(effects);
    let calls = effects.iter().flat_map(|effects| &effects.slot_calls);
    let called: FxHashSet<Slot> = calls.flat_map(|call| sources(&passed, call.slot)).collect();
    effects.iter().flat_map(|effects| &effects.kept).copied().filter(|slot| called.contains(slot)).collect()
}
