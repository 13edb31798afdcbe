//! Interprets all functions, callees before their callers, so that each sees what its callees do.
//!
//! Who calls whom is known only once a function is interpreted. So all are interpreted once, in the
//! order of the calls that their text shows ([`called`]); then, along the strongly connected components
//! of the call graph ([`levels`]), those whose callees turned out to be others, or to do something else.
//! A component whose functions call one another is repeated until nothing changes, within a bound.
//!
//! Then those are interpreted again, with all that depends on them, that put functions where goroutines
//! are seen to call them. That a kept function calls another kept one is not followed further.

use super::call_graph::Implementations;
use super::callbacks::{self, Callbacks};
use super::called::{self, Declared};
use super::context::Contexts;
use super::effects::{Effects, Target};
use super::globals::Globals;
use super::interpret::{self, World};
use super::levels;
use super::names::Names;
use super::recall::{Found, Memory, Recall, Trace};
use crate::analysis::fault::Faults;
use crate::analysis::ty::FunctionId;
use crate::analysis::{Stop, drop_aside};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// How often functions that call one another are interpreted. What a further round would add is a lock
/// taken through more rounds of their recursion.
const MAX_RECURSION: usize = 4;

/// How many functions a thread takes at a time: with more, the others wait for the last.
const MAX_AT_ONCE: usize = 8;

/// How often calls that only a callee's summary shows (a function that it returns) are followed upwards.
const MAX_SWEEPS: usize = 2;

/// What each function of the tree does, by [`FunctionId`]; of `functions` alone, in any order. What it did in earlier
/// runs is asked of `recall`. One that panics does nothing, as one without a body.
pub(super) fn interpret_all(
    names: &Names<'_>,
    globals: &Globals,
    functions: &[FunctionId],
    implementations: &Implementations,
    recall: Option<&dyn Recall>,
    stop: &Stop,
    faults: &Faults,
) -> Vec<Effects> {
    let count = names.symbols.functions.len();
    let mut summaries = Summaries {
        names,
        globals,
        implementations,
        stop,
        faults,
        effects: std::iter::repeat_with(Effects::default).take(count).collect(),
        seen: vec![0; count],
        changed: vec![0; count],
        batches: 0,
        callbacks: Callbacks::default(),
        memory: recall.map(|recall| Memory::new(names, globals, recall)),
    };
    summaries.run_in_order(functions);
    summaries.settle(functions);
    let keepers = summaries.keepers(functions);
    summaries.interpret(&keepers);
    summaries.settle(functions);
    if let Some(memory) = summaries.memory.filter(|_| !stop.is_set()) {
        memory.keep(names, &summaries.effects);
    }
    summaries.effects
}

struct Summaries<'a, 'p> {
    names: &'a Names<'p>,
    globals: &'a Globals,
    implementations: &'a Implementations,
    stop: &'a Stop,
    faults: &'a Faults,
    effects: Vec<Effects>,
    /// The batch in which each function was last interpreted.
    seen: Vec<usize>,
    /// The batch in which each summary last changed, in a way that callers can see.
    changed: Vec<usize>,
    batches: usize,
    callbacks: Callbacks,
    /// What is known from earlier runs.
    memory: Option<Memory<'a>>,
}

impl Summaries<'_, '_> {
    /// Interprets each function once, callees first as far as they can be told from the text.
    fn run_in_order(&mut self, all: &[FunctionId]) {
        let declared = Declared { names: self.names, globals: self.globals, implementations: self.implementations };
        let callees: Vec<BTreeSet<FunctionId>> = all
            .par_iter()
            .with_max_len(MAX_AT_ONCE)
            .map(|id| self.faults.over(*id, || called::callees(declared, *id)).unwrap_or_default())
            .collect();
        let calls = all.iter().zip(callees).flat_map(|(id, callees)| callees.into_iter().map(|callee| (*id, callee)));
        for level in self.levels(all, calls) {
            self.interpret(&level);
        }
    }

    /// Interprets of `all` what depends on others that have changed since, callees first.
    fn settle(&mut self, all: &[FunctionId]) {
        for _ in 0..MAX_SWEEPS {
            let stale: Vec<FunctionId> = all.par_iter().copied().filter(|id| self.is_stale(*id)).collect();
            if stale.is_empty() {
                break;
            }
            let calls = |id: &FunctionId| self.callees(*id).map(|callee| (*id, callee)).collect::<Vec<_>>();
            let calls: Vec<(FunctionId, FunctionId)> = all.par_iter().flat_map_iter(calls).collect();
            // What these call changes, and of no other function.
            let unsettled = levels::resting_on(self.effects.len(), &stale, calls.iter().copied());
            let is_unsettled = |id: &FunctionId| unsettled[id.0 as usize];
            let among = calls.into_iter().filter(|(caller, callee)| is_unsettled(caller) && is_unsettled(callee));
            let unsettled: Vec<FunctionId> = all.iter().copied().filter(is_unsettled).collect();
            for level in self.levels(&unsettled, among) {
                for _ in 0..MAX_RECURSION {
                    let stale: Vec<FunctionId> = level.par_iter().copied().filter(|id| self.is_stale(*id)).collect();
                    if stale.is_empty() {
                        break;
                    }
                    self.interpret(&stale);
                }
            }
        }
    }

    /// The functions that put functions into slots of which it is known now who calls what lies there, or
    /// under which locks.
    fn keepers(&mut self, functions: &[FunctionId]) -> Vec<FunctionId> {
        let wanted = callbacks::wanted(&self.effects);
        if wanted.is_empty() {
            return Vec::new();
        }
        let calls_slots = |id: &FunctionId| !self.effects[id.0 as usize].slot_calls.is_empty();
        let callers: Vec<FunctionId> = functions.iter().copied().filter(calls_slots).collect();
        let contexts = Contexts::of(&callers, self.names, &self.effects, self.implementations);
        self.callbacks = Callbacks::new(self.names, &contexts, &self.effects, &wanted);
        drop_aside(contexts);
        let keeps = |id: &FunctionId| self.effects[id.0 as usize].kept.iter().any(|slot| self.callbacks.knows(*slot));
        functions.iter().copied().filter(keeps).collect()
    }

    /// Interprets the functions beside one another.
    fn interpret(&mut self, batch: &[FunctionId]) {
        if self.stop.is_set() {
            return;
        }
        let (known, others) = self.recalled(batch);
        let found: Vec<(FunctionId, Found)> = others.par_iter().with_max_len(MAX_AT_ONCE).map(|id| (*id, self.interpreted(*id))).collect();
        self.batches += 1;
        for (id, found) in known.into_iter().chain(found) {
            let index = id.0 as usize;
            let known = &self.effects[index].summary;
            let summary = &found.effects.summary;
            if known != summary && !(known.is_trivial() && summary.is_trivial()) {
                self.changed[index] = self.batches;
            }
            match &mut self.memory {
                Some(memory) => memory.replace(id, &mut self.effects[index], found),
                None => self.effects[index] = found.effects,
            }
            self.seen[index] = self.batches;
        }
    }

    /// Of a batch the functions that do what they did in an earlier run, with that; and the others.
    fn recalled(&mut self, batch: &[FunctionId]) -> (Vec<(FunctionId, Found)>, Vec<FunctionId>) {
        let (mut known, mut others) = (Vec::new(), Vec::new());
        for id in batch {
            match self.memory.as_mut().and_then(|memory| memory.find(*id, &self.callbacks)) {
                Some(found) => known.push((*id, found)),
                None => others.push(*id),
            }
        }
        (known, others)
    }

    /// What a function is found to do.
    fn interpreted(&self, id: FunctionId) -> Found {
        let trace = self.memory.as_ref().map(|_| Trace::default());
        let world = World {
            names: self.names,
            globals: self.globals,
            effects: &self.effects,
            implementations: self.implementations,
            callbacks: &self.callbacks,
            trace: trace.as_ref(),
        };
        let Some(effects) = self.faults.over(id, || interpret::interpret(world, id)) else { return Found::new(Effects::default()) };
        match (&self.memory, trace) {
            (Some(memory), Some(trace)) => memory.found(effects, trace, &self.callbacks),
            _ => Found::new(effects),
        }
    }

    /// Whether a callee's summary changed when, or after, the function was interpreted.
    fn is_stale(&self, id: FunctionId) -> bool {
        let seen = self.seen[id.0 as usize];
        self.callees(id).any(|callee| self.changed[callee.0 as usize] >= seen)
    }

    /// The functions that one calls or starts, as far as it is known.
    fn callees<'s>(&'s self, id: FunctionId) -> impl Iterator<Item = FunctionId> {
        let effects = &self.effects[id.0 as usize];
        let targets = effects.calls.iter().map(|call| &call.target).chain(effects.spawns.iter().map(|spawn| &spawn.target));
        let callees = |target: &'s Target| match target {
            Target::Function(callee) => std::slice::from_ref(callee),
            Target::Interface(interface, name) => self.implementations.likely(*interface, *name),
            Target::Closure(_) => &[],
        };
        targets.flat_map(callees).copied()
    }

    /// Functions in groups: each after those that it calls and that do not call it back. `calls`: a function, and one that
    /// it calls.
    fn levels(&self, functions: &[FunctionId], calls: impl Iterator<Item = (FunctionId, FunctionId)>) -> Vec<Vec<FunctionId>> {
        let mut is_one = vec![false; self.effects.len()];
        functions.iter().for_each(|id| is_one[id.0 as usize] = true);
        let levels = levels::levels(self.effects.len(), calls).into_iter();
        // Functions of the other language are in no group.
        let of_level = |level: Vec<Vec<FunctionId>>| {
            let mut level: Vec<FunctionId> = level.into_iter().flatten().filter(|id| is_one[id.0 as usize]).collect();
            level.sort_unstable();
            level
        };
        levels.map(of_level).collect()
    }
}
