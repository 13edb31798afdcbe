//! Subtests: they run where they are started, unless they say that they go on beside others
//! (`t.Parallel()`). Then they wait until the function that started them has returned.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::effects::Starter;
use crate::analysis::go::names::Item;
use crate::analysis::go::place::Root;
use crate::analysis::ty::FunctionId;
use crate::facts::{ClosureId, List, LocalId, Name, Node, NodeId, Runs};

impl Interpreter<'_> {
    /// The test goes on beside others from here.
    pub(super) fn note_parallel(&mut self, test: &Value) {
        let Some(Root::Local(local)) = test.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        self.parallel.insert(local);
        if let Some(param) = self.function.param(local)
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
        if !self.parallel.contains(&param) && self.may_be_parallel(param) {
            self.trials += 1;
            self.run_closure(closure, &[], &mut state.clone());
            self.trials -= 1;
        }
        self.parallel.contains(&param)
    }

    /// Some call of the function has the test itself go on beside others, or is given it and may do so.
    fn may_be_parallel(&mut self, test: LocalId) -> bool {
        if self.perhaps_parallel.is_none() {
            let calls = self
                .body
                .nodes
                .iter()
                .filter_map(|node| if let Node::Call { callee, args, .. } = node { Some((*callee, *args)) } else { None });
            self.perhaps_parallel = Some(calls.flat_map(|(callee, args)| self.tests_of(callee, args)).collect());
        }
        self.perhaps_parallel.as_ref().is_some_and(|tests| tests.contains(&test))
    }

    /// Locals that are, or may be, tests which a call has go on beside others.
    fn tests_of(&self, callee: NodeId, args: List) -> Vec<LocalId> {
        let names = self.names();
        let local = |node: NodeId| if let Node::Local(local) = self.body.node(node) { Some(local) } else { None };
        let makes = |item: Option<Item>| matches!(item, Some(Item::Function(id)) if !self.world.summary(id).parallel.is_empty());
        let may_make = match self.body.node(callee) {
            Node::Path(path) => matches!(self.body.path(path), [name] if makes(names.local_or_member(self.region(), *name))),
            Node::Field { base, name } => match self.body.node(base) {
                Node::Path(path) if matches!(self.body.path(path), [package] if names.is_package(self.file, *package)) => {
                    makes(names.package_member(self.file, self.body.path(path)[0], name))
                }
                Node::Local(test) if self.is_parallel_method(test, name) => return vec![test],
                _ => true,
            },
            _ => true,
        };
        if may_make { self.body.list(args).iter().filter_map(|arg| local(*arg)).collect() } else { Vec::new() }
    }

    fn is_parallel_method(&self, test: LocalId, name: Name) -> bool {
        self.names().method_function(&self.local_ty(test), name).is_some_and(|(_, model)| model.parallel)
    }
}
