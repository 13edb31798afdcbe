//! Subtests: they run where they are started, unless they say that they go on beside others
//! (`t.Parallel()`). Then they wait until the function that started them has returned.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::effects::Starter;
use crate::analysis::go::place::Root;
use crate::analysis::ty::FunctionId;
use crate::facts::{ClosureId, LocalId, NodeId, Runs};

impl Interpreter<'_> {
    /// The test goes on beside others from here.
    pub(super) fn note_parallel(&mut self, test: &Value) {
        let Some(Root::Local(local)) = test.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        self.parallel.insert(local);
        if let Some(param) = self.function.params.iter().position(|param| *param == local)
            && !self.out.summary.parallel.contains(&param)
        {
            self.out.summary.parallel.push(param);
        }
    }

    /// A callee has tests that it is given go on beside others.
    pub(super) fn apply_parallel(&mut self, id: FunctionId, args: &[Value]) {
        let world = self.world;
        for test in world.summary(id).parallel.iter().filter_map(|param| args.get(*param)) {
            self.note_parallel(test);
        }
    }

    /// Runs a subtest. One that goes on beside others is seen on a thread of its own as a whole, what comes before
    /// it says so included: that is its first statement.
    pub(super) fn run_subtest(&mut self, node: NodeId, test: &Value, through: &str, state: &mut State) {
        if !self.goes_on_beside_others(test, state) {
            self.run_under(node, test, &[], state);
            return;
        }
        let is_many = !self.loops.is_empty() || self.thread.is_some_and(|thread| self.out.spawns[thread as usize].many);
        let alive = state.alive.clone();
        self.spawn(node, test, &[], if is_many { Runs::Many } else { Runs::Thread }, through, None, state);
        state.alive = alive;
        let starter = self.thread.map_or(Starter::Function, Starter::Thread);
        self.spawns_at(node).for_each(|spawn| (spawn.after_return, spawn.served) = (Some(starter), false));
    }

    fn goes_on_beside_others(&mut self, test: &Value, state: &State) -> bool {
        match test.kind {
            Kind::Closure(id) => self.body.closure(id).params.first().is_some_and(|param| self.is_made_parallel_by(id, *param, state)),
            Kind::Function(id) | Kind::Method(id, _) => self.world.summary(id).parallel.contains(&0),
            _ => false,
        }
    }

    /// Only going through the closure shows it: the first time nothing is written down.
    fn is_made_parallel_by(&mut self, closure: ClosureId, param: LocalId, state: &State) -> bool {
        if !self.parallel.contains(&param) {
            self.trials += 1;
            self.run_closure(closure, &[], &mut state.clone());
            self.trials -= 1;
        }
        self.parallel.contains(&param)
    }
}
