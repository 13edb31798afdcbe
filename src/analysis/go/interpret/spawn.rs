//! Goroutines: what starts, with what, how often, and who waits for it.

use super::Interpreter;
use super::foreign::shared_by;
use super::state::{self, Kind, State, Value};
use crate::analysis::go::effects::{Argument, Beside, Held, Spawn, SpawnIndex, Target, join_arguments};
use crate::analysis::go::entry;
use crate::analysis::go::names::narrow;
use crate::analysis::go::place::{self, Place, Root};
use crate::analysis::ty::{FunctionId, Ty};
use crate::facts::{ClosureId, Literal, Node, NodeId, Runs};
use thin_vec::ThinVec;

impl Interpreter<'_> {
    /// `go f(x)`.
    pub(super) fn go(&mut self, node: NodeId, call: NodeId, state: &mut State) {
        let Node::Call { callee, args, .. } = self.body.node(call) else {
            self.eval(call, state);
            return;
        };
        let callee = self.eval_callee(callee, state);
        let args = self.eval_list(args, state);
        self.note_param_run(&callee, Runs::Thread, false, state);
        self.spawn(node, &callee, &args, Runs::Thread, "", None, state);
    }

    /// Starts `callee(args)` on a thread of its own. `group` is what the starter can wait on.
    #[expect(clippy::too_many_arguments, reason = "a spawn is all of these; a struct would be built at each call and taken apart here")]
    pub(super) fn spawn(
        &mut self,
        node: NodeId,
        callee: &Value,
        args: &[Value],
        runs: Runs,
        through: &str,
        group: Option<Place>,
        state: &mut State,
    ) {
        if state.unreachable || self.trials > 0 {
            return;
        }
        let (target, receiver) = match &callee.kind {
            Kind::Closure(id) => (Target::Closure(*id), None),
            Kind::Function(id) => (Target::Function(*id), None),
            Kind::Method(id, receiver) => (Target::Function(*id), Some(Value::clone(receiver))),
            Kind::InterfaceMethod(interface, name, receiver, _) => (Target::Interface(*interface, *name), Some(Value::clone(receiver))),
            Kind::LibraryMethod(..) | Kind::Library(_) => {
                self.spawn_library(node, callee, args, state);
                return;
            }
            _ => {
                let many = matches!(runs, Runs::Many | Runs::ManyJoined) || !self.loops.is_empty();
                // Commands are run by the main goroutine, whoever made them.
                if runs != Runs::Main {
                    self.note_slot_call(node, callee, args, Some(many), state);
                }
                return;
            }
        };
        let arguments: Vec<Argument> = std::iter::once(receiver.clone().unwrap_or_else(Value::unknown))
            .chain(args.iter().cloned())
            .map(|value| self.argument(&value, state))
            .collect();
        let index = self.spawn_at(node, target.clone(), arguments, through, state);
        self.nested.extend(self.thread.map(|_| index));
        let many = matches!(runs, Runs::Many | Runs::ManyJoined) || state.alive.contains(&index);
        self.out.spawns[index as usize].many |= many;
        self.out.spawns[index as usize].main |= runs == Runs::Main;
        self.out.spawns[index as usize].served |= runs == Runs::Many && !through.is_empty();
        state::union(&mut self.out.spawns[index as usize].alive, &state.alive);
        if let Some(group) = group {
            if let Some((_, limit)) = self.limited.iter().find(|(limited, _)| *limited == group) {
                let spawn = &mut self.out.spawns[index as usize];
                (spawn.many, spawn.beside) = (false, Some(Beside::Object(*limit)));
            }
            self.note_signals(index, [group]);
        }
        if self.kept_run(index).is_none() {
            self.note_shared_arguments((node, index), receiver.iter().chain(args), state);
        }
        match target {
            Target::Closure(id) => self.run_thread(index, id, args, state),
            Target::Function(id) => {
                self.signals_of_callee(index, id, receiver.as_ref(), args);
                self.spawn_given(node, id, receiver.as_ref(), args, state);
            }
            Target::Interface(..) => {}
        }
        if !Self::joins_thread(runs) {
            state::union(&mut state.alive, &[index]);
        }
    }

    /// `group.SetLimit(1)`: its functions run one after another.
    pub(super) fn limit(&mut self, node: NodeId, group: &Value) {
        let Node::Call { args, .. } = self.body.node(node) else { return };
        let is_one = matches!(self.body.list(args), [limit] if self.body.node(*limit) == Node::Literal(Literal::Int(1)));
        self.limited.retain(|(limited, _)| Some(limited) != group.place.as_ref());
        self.limited.extend(group.place.clone().filter(|_| is_one).map(|place| (place, node)));
    }

    /// A function literal of a type that a library calls from goroutines of its own; false where it is
    /// none.
    pub(super) fn serve_closure(&mut self, id: ClosureId, state: &mut State) -> bool {
        if self.thread.is_some() || self.trials > 0 {
            return false;
        }
        let params: Vec<Ty> = self.body.closure(id).params.iter().map(|local| self.local_ty(*local)).collect();
        let Some((key, runs)) = entry::of_closure(self.names(), &params) else { return false };
        let Some(node) = self.body.nodes.iter().position(|node| *node == Node::Closure(id)).map(NodeId::new) else { return false };
        let through = key.rsplit('/').next().unwrap_or(&key).to_owned();
        self.spawn(node, &Value::kind(Kind::Closure(id)), &[], runs, &through, None, state);
        self.spawns_at(node).for_each(|spawn| spawn.beside = Some(Beside::Entry(key)));
        true
    }

    /// `go lib.Run(f)`: a library's function runs on the new thread, and runs what it is given there.
    fn spawn_library(&mut self, node: NodeId, callee: &Value, args: &[Value], state: &mut State) {
        let names = self.names();
        let runs = match &callee.kind {
            Kind::Library(path) => names.library().functions.get(path.as_str()).map(|model| &model.runs),
            Kind::LibraryMethod(receiver, name) => match names.method_model(&receiver.ty, *name) {
                Some(model) => Some(&model.runs),
                None => names.method_function(&receiver.ty, *name).map(|(_, model)| &model.runs),
            },
            _ => None,
        };
        for (index, arg) in args.iter().enumerate() {
            self.escape(arg, node, state);
            if let Some(runs) = runs.and_then(|runs| runs.get(&index.to_string())).filter(|_| self.is_function_value(arg)) {
                let runs = if Self::starts_thread(*runs) { *runs } else { Runs::Thread };
                self.spawn(node, arg, &[], runs, "", None, state);
            }
        }
    }

    /// `go f(g)`, where `f` runs `g`: on the new thread, or on one that `f` starts.
    fn spawn_given(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let summary = self.world.summary(id);
        for (index, arg) in args.iter().enumerate() {
            for run in summary.runs.iter().filter(|run| run.param == index && self.is_function_value(arg)).collect::<Vec<_>>() {
                let runs = if Self::starts_thread(run.runs) && run.many { Runs::Many } else { Runs::Thread };
                let before = self.out.spawns.len();
                self.spawn(node, arg, &[], runs, "", None, state);
                let done = summary.signals.iter().chain(&run.signals).filter_map(|place| self.to_caller(id, place, receiver, args));
                let done: Vec<Place> = done.collect();
                for spawn in before..self.out.spawns.len() {
                    self.note_signals(narrow(spawn), done.iter().cloned());
                }
            }
        }
    }

    fn spawn_at(&mut self, node: NodeId, target: Target, args: Vec<Argument>, through: &str, state: &mut State) -> SpawnIndex {
        let position = match &target {
            Target::Closure(id) => 2 * id.index() + 1,
            Target::Function(id) => 2 * id.0 as usize,
            Target::Interface(..) => 0,
        };
        let next = narrow(self.out.spawns.len());
        let index = *self.spawn_index.entry((node, position)).or_insert(next);
        if index == next {
            let spawn = Spawn {
                node,
                target,
                args: args.into(),
                many: false,
                alive: ThinVec::new(),
                outlives: true,
                beside: None,
                deferred: false,
                served: false,
                after_return: None,
                held: state.held.clone(),
                kept: self.keeping.is_some(),
                main: false,
                apart: self.keeping.is_some_and(|run| run.apart),
                through: through.to_owned(),
                loops: self.loops.as_slice().into(),
                moment: self.moment(state),
            };
            self.out.spawns.push(spawn);
            self.kept_runs.extend(self.keeping.take().map(|run| (index, run)));
        } else {
            let spawn = &mut self.out.spawns[index as usize];
            state.pass(&mut spawn.moment);
            keep_common(&mut spawn.held, &state.held);
            join_arguments(&mut spawn.args, &args);
        }
        index
    }

    /// Runs a goroutine's closure: it holds nothing of what its starter holds, but what it gives back. That
    /// the starter has no longer.
    fn run_thread(&mut self, index: SpawnIndex, closure: ClosureId, args: &[Value], state: &mut State) {
        let mut inside = state.clone();
        inside.forget_sections();
        inside.deferred.clear();
        let outer_thread = self.thread.replace(index);
        let outer_loops = std::mem::take(&mut self.loops);
        let outer_spawn_loops = std::mem::replace(&mut self.spawn_loops, outer_loops.clone());
        let outer_uncertain = std::mem::replace(&mut self.uncertain, false);
        self.loops = outer_loops.clone();
        let handed = self.locks_handed(closure, args, state);
        inside.held.retain(|lock| lock.is_past() || handed.contains(lock));
        if self.kept_run(index).is_some() {
            self.enter_kept(closure, &mut inside);
            self.hold_declared(closure, &mut inside);
        }
        self.run_closure(closure, args, &mut inside);
        state.hand_over(&handed);
        self.loops = outer_loops;
        self.spawn_loops = outer_spawn_loops;
        self.uncertain = outer_uncertain;
        self.thread = outer_thread;
        // What the goroutine was seen to capture is shared from here on.
        let node = self.out.spawns[index as usize].node;
        let captured: Vec<NodeId> = self.escapes.iter().filter(|(_, at)| at.contains(&node)).map(|(fresh, _)| *fresh).collect();
        for fresh in captured {
            state.shared.insert(fresh);
            self.share_parts(fresh, state);
        }
        state.shared_locals.extend(self.captured.iter().copied());
    }

    /// The locks of the starter that the closure gives back without having taken them: `mu.Lock(); go func() {
    /// …; mu.Unlock() }()`.
    fn locks_handed(&mut self, closure: ClosureId, args: &[Value], state: &State) -> Vec<Held> {
        if state.held.iter().all(|lock| lock.once && !lock.flag) {
            return Vec::new();
        }
        let mut tried = State { held: ThinVec::new(), gave: ThinVec::new(), deferred: ThinVec::new(), ..state.clone() };
        self.trials += 1;
        self.run_closure(closure, args, &mut tried);
        self.trials -= 1;
        state.held.iter().filter(|lock| tried.gave.contains(&lock.place)).cloned().collect()
    }

    fn note_shared_arguments<'v>(
        &mut self,
        (node, index): (NodeId, SpawnIndex),
        values: impl Iterator<Item = &'v Value>,
        state: &mut State,
    ) {
        for value in values {
            self.escape(value, node, state);
            // Who has what a pointer in it points to does not have the argument.
            let is_part = |place: &&Place| place.steps.is_empty() || !self.names().is_pointer(&value.ty);
            if let Some(Root::Local(local)) = value.place.as_ref().filter(is_part).map(|place| place.root)
                && let Some(argument) = self.param_position(local).filter(|_| !self.is_plain_data(&value.ty))
            {
                self.lent_arguments.insert((argument, index));
            }
        }
    }

    /// What a started function signals when it is done, in the starter's places.
    fn signals_of_callee(&mut self, index: SpawnIndex, id: FunctionId, receiver: Option<&Value>, args: &[Value]) {
        let world = self.world;
        let summary = world.summary(id);
        let places: Vec<Place> = summary.signals.iter().filter_map(|place| self.to_caller(id, place, receiver, args)).collect();
        self.note_signals(index, places);
    }

    pub(super) fn argument(&self, value: &Value, state: &State) -> Argument {
        let joined = matches!(value.place.as_ref().map(|place| place.root), Some(Root::Local(local)) if state.joined.contains(&local));
        let returned = match value.place.as_ref().map(|place| (place.root, place.steps.is_empty())) {
            Some((Root::Result(node), true)) if !state.shared.contains(&node) => Some(node),
            _ => None,
        };
        let shared = shared_by(value);
        let own = || self.is_owned(value, state) || self.is_of_keeper(value) || self.is_made_by_keeper(value) && self.runs_at_once();
        // Of a part of what it made or declared, others may have the same.
        let is_whole = value.place.as_ref().is_some_and(|place| place.steps.is_empty());
        let of_pass = value.pass.is_some() && value.pass == self.loops.last().copied();
        Argument {
            literal: if let Kind::Bool(literal) = value.kind { Some(literal) } else { None },
            concrete: self.concrete_type(value),
            returned,
            own_steps: self.own_steps(value, state),
            place: value.place.clone(),
            root_ty: self.root_type(value),
            slot: value.slot,
            // What others hold as well, whoever keeps it for itself has it with them.
            owned: shared.is_none() && own(),
            made_here: self.is_of_this_thread(value),
            shared,
            joined,
            each: of_pass || self.is_per_instance(value) && (value.pass.is_some() || is_whole),
        }
    }

    /// What only one goroutine was given, and each of it something of its own, is handed over: it is
    /// that goroutine's in its arguments and in the calls that its closure makes.
    pub(super) fn settle_handover(&mut self, spawn: SpawnIndex) {
        // Who keeps a function goes on using what it mentions.
        if self.kept_run(spawn).is_some() {
            return;
        }
        let mut args = std::mem::take(&mut self.out.spawns[spawn as usize].args);
        for arg in &mut args {
            arg.owned = self.is_handed_over(spawn, arg.place.as_ref());
        }
        self.lend_common_parts(spawn, &args);
        self.out.spawns[spawn as usize].args = args;
        for call in 0..self.out.calls.len() {
            if self.out.calls[call].thread != Some(spawn) {
                continue;
            }
            let mut args = std::mem::take(&mut self.out.calls[call].args);
            for arg in &mut args {
                arg.owned |= self.is_handed_over(spawn, arg.place.as_ref());
            }
            self.lend_common_parts(spawn, &args);
            self.out.calls[call].args = args;
        }
    }

    /// The place starts at an allocation that nobody but this goroutine was given.
    fn is_handed_over(&self, spawn: SpawnIndex, place: Option<&Place>) -> bool {
        matches!(place.map(|place| place.root), Some(Root::Fresh(fresh)) if self.is_only_given_to(spawn, fresh))
    }

    /// Nobody but this goroutine was given the object, and each of them one of its own.
    pub(super) fn is_only_given_to(&self, spawn: SpawnIndex, fresh: NodeId) -> bool {
        let Spawn { node, many, loops, .. } = &self.out.spawns[spawn as usize];
        let only_here = self.escapes.get(&fresh).is_none_or(|at| at.iter().all(|place| place == node));
        let each_its_own = || self.fresh.get(&fresh).is_some_and(|(_, made_in, _)| !loops.is_empty() && made_in.starts_with(loops));
        only_here && (!many || each_its_own())
    }

    /// A callee's place in the caller's places; `None` where it has none.
    pub(super) fn to_caller(&self, callee: FunctionId, at: &Place, receiver: Option<&Value>, args: &[Value]) -> Option<Place> {
        if matches!(at.root, Root::Global(_)) {
            return Some(at.clone());
        }
        let value = self.argument_of(callee, at.root, receiver, args)?;
        place::rebase(at, &place::root(at.root), value.place.as_ref()?)
    }

    /// A lock of a callee as this function sees it: one that was handed to it is what was handed.
    pub(super) fn lock_to_caller(&self, callee: FunctionId, lock: &Held, receiver: Option<&Value>, args: &[Value]) -> Option<Held> {
        let itself = lock.place.steps.is_empty();
        let given = self.argument_of(callee, lock.place.root, receiver, args).filter(|_| itself).and_then(|value| value.slot);
        let place = self.to_caller(callee, &lock.place, receiver, args)?;
        Some(Held { place, slot: given.or(lock.slot), ..lock.clone() })
    }

    /// The argument that a parameter of the callee, or its receiver, stands for.
    pub(super) fn argument_of<'v>(
        &self,
        callee: FunctionId,
        param: Root,
        receiver: Option<&'v Value>,
        args: &'v [Value],
    ) -> Option<&'v Value> {
        let Root::Local(local) = param else { return None };
        let (_, function) = self.names().symbols.function(self.names().program, callee);
        if function.receiver == Some(local) {
            return receiver;
        }
        // A method expression `T.m(x, …)` has its receiver among the arguments.
        let shifted = usize::from(function.receiver.is_some() && receiver.is_none());
        args.get(function.param(local)? + shifted)
    }
}

/// Leaves the locks that are held then, too.
pub(super) fn keep_common(held: &mut ThinVec<Held>, then: &[Held]) {
    held.retain(|lock| then.iter().any(|twin| twin.place == lock.place));
}
