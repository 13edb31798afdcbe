//! What a function leaves for its callers, once it has been gone through.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::effects::{Held, MAX_NAMED, Returned, Shared, SpawnIndex, Target};
use crate::analysis::go::names::narrow;
use crate::analysis::go::place::Root;
use crate::analysis::model::Op;
use crate::analysis::ty::FunctionId;
use crate::facts::NodeId;
use rustc_hash::FxHashSet;

impl Interpreter<'_> {
    pub(super) fn finish_summary(&mut self) {
        self.settle_takings();
        let state = std::mem::replace(&mut self.exits, State::dead());
        for (index, spawn) in self.out.spawns.iter_mut().enumerate() {
            spawn.outlives = state.unreachable || spawn.deferred || state.alive.contains(&narrow(index));
        }
        // What a goroutine had that is done, the caller has again.
        let keeps = |index: &SpawnIndex| self.out.spawns[*index as usize].outlives || self.nested.contains(index);
        let lent =
            self.lent_arguments.iter().filter(|(_, index)| keeps(index)).map(|(argument, _)| Shared { argument: *argument, by: None });
        self.out.summary.shares.extend(lent);
        // Who calls what was handed to a library is known, where that library is.
        let served = |id: FunctionId| {
            self.out.spawns.iter().any(|spawn| !spawn.through.is_empty() && !spawn.kept && spawn.target == Target::Function(id))
        };
        self.out.references.retain(|id| !served(*id));
        let summary = &mut self.out.summary;
        let relocked = |held: &Held| self.out.entered_with.iter().any(|given| given.place == held.place);
        // `if err := s.lock(ctx); err != nil { return err }`: who goes on has the lock.
        let after = if self.successes.unreachable { &state } else { &self.successes };
        let named = |held: &&Held| matches!(held.place.root, Root::Local(_) | Root::Global(_)) && !relocked(held);
        // Who has set a flag, and says so, leaves it to those who see it what that keeps out.
        summary.acquires = after.held.iter().filter(named).filter(|lock| !lock.flag).take(MAX_NAMED).cloned().collect();
        // Given back for a while only, it is held when the function returns.
        summary.releases.retain(|lock| state.unreachable || state.gave.contains(&lock.place));
        let replaced = self.out.accesses.iter().filter(|access| access.op == Op::Replace && access.thread.is_none());
        let renewed = replaced.filter_map(|access| Some((access.place.clone().filter(|at| state.renewed.contains(at))?, access.ty)));
        summary.renews = renewed.filter(|(place, _)| matches!(place.root, Root::Local(_)) && !place.steps.is_empty()).collect();
        summary.shares.sort_unstable();
        summary.shares.dedup();
        summary.signals.sort();
        summary.signals.dedup();
        summary.joins.sort();
        summary.joins.dedup();
        self.settle_param_runs();
        let results = std::mem::take(&mut self.results);
        for result in results.iter().filter_map(|values| values.first()) {
            self.note_flow(None, result);
        }
        self.out.flows.sort_unstable();
        self.out.flows.dedup();
        self.out.typed.sort_unstable();
        self.out.typed.dedup();
        self.note_lent_results(&results, &state);
        self.note_passed_maps(&results, &state);
        let count = results.iter().map(Vec::len).max().unwrap_or(0);
        self.out.summary.returns = (0..count).map(|index| self.joined(&results, index, &state.shared)).collect();
    }

    /// What all returns of a result have in common; `return nil, err` says nothing. Of a map the one
    /// that may be returned counts: a new one stands for it where it is not there.
    pub(super) fn joined(&self, results: &[Vec<Value>], index: usize, shared: &FxHashSet<NodeId>) -> Returned {
        let mut all: Vec<(Returned, bool)> = Vec::new();
        for values in results {
            let Some(value) = values.get(index) else { return Returned::Unknown };
            all.push((self.returned(value, shared), matches!(value.kind, Kind::Nil(_))));
        }
        let some = || all.iter().filter(|(_, nil)| !nil).map(|(returned, _)| returned);
        let may_be_map = results.iter().any(|values| self.is_map(&values[index].ty) || self.names().is_interface(&values[index].ty));
        if let Some(place) = some().find(|returned| matches!(returned, Returned::Place(..)))
            && may_be_map
            && some().all(|returned| returned == place || *returned == Returned::Fresh)
        {
            return place.clone();
        }
        let mut seen = some();
        let first = seen.next().unwrap_or(&Returned::Unknown);
        if seen.all(|other| other == first) { first.clone() } else { Returned::Unknown }
    }

    pub(super) fn returned(&self, value: &Value, shared: &FxHashSet<NodeId>) -> Returned {
        if let Kind::Unlocks(locks) = &value.kind {
            return Returned::Unlocks(locks.as_slice().into());
        }
        match &value.place {
            // A copy of a struct is not the struct; of one that was made here, it is as new.
            Some(place) if value.copied && !matches!(place.root, Root::Fresh(_)) => Returned::Unknown,
            Some(place) => match place.root {
                Root::Fresh(node) if place.steps.is_empty() && !shared.contains(&node) && !self.escapes.contains_key(&node) => {
                    if self.gathering.contains(&node) { Returned::Gathering } else { Returned::Fresh }
                }
                Root::Global(_) => Returned::Place(place.clone(), value.slot),
                Root::Local(local) if self.is_param(local) => Returned::Place(place.clone(), value.slot),
                _ => Returned::Unknown,
            },
            None => Returned::Unknown,
        }
    }
}
