//! Calls: builtins, functions of the tree by their summaries, closures where they run.

use super::state::{self, Deferred, Kind, State, Value};
use super::{Interpreter, MAX_CLOSURES, region};
use crate::analysis::go::effects::{Call, Held, Returned, SpawnIndex, Target, join_arguments};
use crate::analysis::go::names::narrow;
use crate::analysis::go::place::{self, Place, Root, Slot, SlotBase};
use crate::analysis::model::Op;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind};
use crate::facts::{ClosureId, List, Name, Node, NodeId, Runs, TypeModelKind};
use std::sync::Arc;

impl Interpreter<'_> {
    pub(super) fn call(&mut self, node: NodeId, callee: NodeId, args: List, state: &mut State) -> Value {
        if let Some(name) = self.builtin_name(callee) {
            return self.builtin(node, name, args, state);
        }
        let value = self.eval_callee(callee, state);
        let args = self.eval_args(args, state);
        self.apply_call(node, &value, &args, state)
    }

    pub(super) fn eval_callee(&mut self, callee: NodeId, state: &mut State) -> Value {
        let value = self.eval_quiet(callee, state);
        match value.kind {
            Kind::Results(_) => super::stmt::first(value),
            _ => value,
        }
    }

    /// Arguments; a single call with several results gives them all.
    pub(super) fn eval_args(&mut self, args: List, state: &mut State) -> Vec<Value> {
        let nodes = self.body.list(args);
        let mut values: Vec<Value> = Vec::with_capacity(nodes.len());
        for node in nodes {
            self.hand_on_apart(*node, state);
            let value = self.eval(*node, state);
            self.note_reference(&value);
            self.note_handed_on(&value);
            match value.kind {
                Kind::Results(results) if nodes.len() == 1 && matches!(self.body.node(*node), Node::Call { .. }) => values.extend(results),
                Kind::Results(_) => values.push(super::stmt::first(value)),
                _ => values.push(value),
            }
        }
        values
    }

    pub(super) fn defer(&mut self, call: NodeId, state: &mut State) {
        let Node::Call { callee, args, .. } = self.body.node(call) else {
            self.eval(call, state);
            return;
        };
        if self.builtin_name(callee).is_some() {
            // `defer delete(m, k)` and the like: carried out here, under the locks that are held here.
            let outer = std::mem::replace(&mut self.deferring, true);
            self.eval(call, state);
            self.deferring = outer;
            return;
        }
        let callee = Arc::new(self.eval_callee(callee, state));
        let args = Arc::new(self.eval_args(args, state));
        if state.deferred.iter().all(|deferred| deferred.node != call) {
            state.deferred.push(Deferred { node: call, callee, args });
        }
    }

    /// Calls an evaluated callee with evaluated arguments.
    pub(super) fn apply_call(&mut self, node: NodeId, callee: &Value, args: &[Value], state: &mut State) -> Value {
        if state.unreachable {
            return Value::unknown();
        }
        self.lose(Root::Result(node), state);
        Self::note_may_assign(callee, args, state);
        self.serve_registered(node, callee, args, state);
        match &callee.kind {
            Kind::Function(id) => self.call_function(node, *id, None, args, state),
            Kind::Method(id, receiver) => self.call_function(node, *id, Some(receiver), args, state),
            Kind::InterfaceMethod(interface, name, receiver, results) => {
                self.record_call(node, Target::Interface(*interface, *name), Some(receiver), args, state);
                let likely = self.world.implementations.likely(*interface, *name);
                self.run_by_implementation(node, likely, receiver, args, state);
                self.lock_by_implementation(likely, receiver, args, state);
                let claimed = |(index, ty): (usize, &Ty)| {
                    if self.gives_itself(likely, index) {
                        return Value { ty: *ty, direct: false, kind: Kind::Plain, ..Value::clone(receiver) };
                    }
                    let claims = likely.iter().map(|id| self.claimed_result((node, *id, index), Value::of(*ty), Some(receiver), args));
                    claims.into_iter().find(|value| value.foreign.is_some()).unwrap_or_else(|| Value::of(*ty))
                };
                let results: Vec<Value> = results.iter().enumerate().map(claimed).collect();
                results_of(self.listed(node, receiver, *name, results))
            }
            Kind::LibraryMethod(receiver, name) => self.call_library_method(node, receiver, *name, args, state),
            Kind::Library(path) => self.call_library(node, *path, args, state),
            Kind::Type(ty) => {
                let value = args.first().cloned().unwrap_or_else(Value::unknown);
                Value { ty: *ty, direct: false, ..value }
            }
            Kind::Closure(id) => self.run_closure(*id, args, state),
            Kind::Unlocks(locks) => {
                for (place, exclusive) in locks.clone() {
                    // Called again, it has nothing to give back.
                    if let Some(held) = state.held.iter().find(|held| held.place == place).cloned() {
                        self.give_back(node, &held, state);
                        self.release(&Held { exclusive, ..held }, state);
                    }
                }
                Value::unknown()
            }
            _ => {
                self.note_param_run(callee, Runs::Here, false, state);
                self.note_slot_call(node, callee, args, None, state);
                self.run_unknown(args, state);
                match &*self.names().underlying(&callee.ty) {
                    TyKind::Function(_, results) => results_of(results.iter().copied().map(Value::of).collect()),
                    _ => Value::unknown(),
                }
            }
        }
    }

    /// Each of the methods returns its receiver there: `New().WithName("a").WithSize(1)`.
    fn gives_itself(&self, methods: &[FunctionId], result: usize) -> bool {
        let gives = |id: &FunctionId| {
            let receiver = self.names().symbols.function(self.names().program, *id).1.receiver;
            let own = receiver.map(|receiver| place::root(Root::Local(receiver)));
            let returned = self.world.summary(*id).returns.get(result);
            matches!((returned, own), (Some(Returned::Place(at, _)), Some(own)) if *at == own)
        };
        !methods.is_empty() && methods.iter().all(gives)
    }

    /// The callee may give the fields of what it is handed their values: a function of the tree through
    /// any part of an object, others where they have the object itself.
    fn note_may_assign(callee: &Value, args: &[Value], state: &mut State) {
        let receiver = match &callee.kind {
            Kind::Type(_) | Kind::Closure(_) => return,
            Kind::Method(_, receiver) | Kind::LibraryMethod(receiver, _) | Kind::InterfaceMethod(_, _, receiver, _) => Some(&**receiver),
            _ => None,
        };
        let in_tree = matches!(callee.kind, Kind::Function(_) | Kind::Method(..));
        let places = receiver.into_iter().chain(args).filter_map(|value| value.place.as_ref());
        state.assigned.extend(places.filter(|place| in_tree || place.steps.is_empty()).map(|place| place::root(place.root)));
    }

    // ---- builtins -------------------------------------------------------------------------------

    pub(super) fn builtin_name(&self, callee: NodeId) -> Option<Name> {
        const BUILTINS: [&str; 12] =
            ["len", "cap", "delete", "clear", "append", "copy", "panic", "print", "println", "close", "min", "max"];
        let Node::Path(index) = self.body.node(callee) else { return None };
        let [name] = self.body.path(index) else { return None };
        (BUILTINS.contains(&name.as_str()) && self.names().local_or_member(self.region(), *name).is_none()).then_some(*name)
    }

    fn builtin(&mut self, node: NodeId, name: Name, args: List, state: &mut State) -> Value {
        let nodes = self.body.list(args);
        let op = match name.as_str() {
            "len" => Some(Op::Len),
            "delete" => Some(Op::Delete),
            "clear" => Some(Op::Clear),
            _ => None,
        };
        if let (Some(op), Some((first, rest))) = (op, nodes.split_first()) {
            let value = self.eval_quiet(*first, state);
            let is_map = self.is_map(&value.ty);
            if !is_map {
                self.eval(*first, state);
            }
            for node in rest {
                self.eval(*node, state);
            }
            if is_map {
                self.record(*first, &value, op, state);
                Self::look_again(&value, state);
            } else if op == Op::Delete {
                self.note_foreign_write(*first, &value, op, state);
            }
            return Value::of(ty::basic("int"));
        }
        let mut values = self.eval_args(args, state);
        match name.as_str() {
            "panic" => {
                // Deferred calls still run.
                self.leave(None, None, state);
                Value::unknown()
            }
            "close" => {
                if let Some(channel) = values.first() {
                    self.note_taken(channel, state);
                    self.signal(channel, state);
                    self.note_done(channel, self.deferring, state);
                }
                Value::unknown()
            }
            "append" => {
                for value in values.iter().skip(1) {
                    self.note_taken(value, state);
                    if !values.first().is_some_and(|list| self.is_owned(list, state)) {
                        self.escape_to(value, values.first(), node, state);
                    }
                }
                if let Some((list, added)) = values.split_first() {
                    for value in added {
                        self.note_flow_into(list.slot.map(Slot::element), value);
                        self.keep(&self.element_of(list, value.ty), value, node, state);
                        self.hold(self.element_of(list, value.ty).place, value, state);
                    }
                }
                let more = values.split_off(values.len().min(1));
                let list = values.pop().unwrap_or_else(Value::unknown);
                Value { direct: false, ..self.gathered(list, &more, node) }
            }
            "cap" | "copy" => Value::of(ty::basic("int")),
            "min" | "max" => Value::of(values.first().map_or_else(ty::unknown, |value| value.ty)),
            _ => Value::unknown(),
        }
    }

    // ---- functions of the tree ------------------------------------------------------------------

    fn call_function(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) -> Value {
        self.record_call(node, Target::Function(id), receiver, args, state);
        Self::may_look_again(receiver, args, state);
        self.apply_writes(node, id, receiver, args, state);
        self.apply_sends(node, id, receiver, args, state);
        self.apply_replacements(node, id, receiver, args, state);
        self.read_arguments(node, id, args, state);
        for value in receiver.into_iter().chain(args) {
            self.note_address_given(value, state);
        }
        let world = self.world;
        let summary = world.summary(id);
        for lock in &summary.releases {
            if let Some(lock) = self.lock_to_caller(id, lock, receiver, args) {
                self.release(&lock, state);
            }
        }
        self.take_lent(id, receiver, args, (node, false), state);
        let results = self.results_of_function(id, receiver, args, node, state);
        self.apply_keeps(node, id, receiver, args, state);
        self.apply_parallel(id, args);
        self.run_params(node, id, receiver, args, state);
        for lock in &summary.acquires {
            if let Some(lock) = self.lock_to_caller(id, lock, receiver, args) {
                self.taken.insert(lock.place.clone());
                self.hold_lock(node, &lock, true, state);
                state.acquire(lock);
            }
        }
        let argument = |position: usize| if position == 0 { receiver } else { args.get(position - 1) };
        for shared in &summary.shares {
            let holder = shared.by.and_then(argument);
            if let Some(value) = argument(shared.argument)
                && !holder.is_some_and(|holder| self.is_owned(holder, state))
            {
                self.escape_to(value, holder, node, state);
            }
        }
        let joins: Vec<Place> = summary.joins.iter().filter_map(|place| self.to_caller(id, place, receiver, args)).collect();
        for place in joins {
            self.join_on(&Value { place: Some(place), ..Value::unknown() }, state);
        }
        let signals: Vec<Place> = summary.signals.iter().filter_map(|place| self.to_caller(id, place, receiver, args)).collect();
        for place in signals {
            let value = Value { place: Some(place), ..Value::unknown() };
            self.signal(&value, state);
        }
        results
    }

    fn record_call(&mut self, node: NodeId, target: Target, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let values = std::iter::once(receiver.cloned().unwrap_or_else(Value::unknown)).chain(args.iter().cloned());
        let values: Vec<Value> = values.collect();
        for value in &values {
            self.note_use(value, node, state);
        }
        let args: Vec<_> = values.iter().map(|value| self.argument(value, state)).collect();
        if self.trials > 0 {
            return;
        }
        let position = match &target {
            Target::Function(id) => id.0 as usize,
            Target::Interface(id, _) => id.0 as usize,
            Target::Closure(id) => id.index(),
        };
        // A closure that is run again has other objects, and locks of those.
        let of = args.iter().find_map(|arg| arg.place.clone());
        let key = (node, self.thread, position, of);
        if let Some(index) = self.call_index.get(&key) {
            let call = &mut self.out.calls[*index];
            call.held.retain_mut(|held| match state.held.iter().find(|twin| twin.place == held.place) {
                Some(twin) => {
                    held.exclusive &= twin.exclusive;
                    true
                }
                None => false,
            });
            super::state::union(&mut call.alive, &state.alive);
            call.uncertain &= self.uncertain;
            call.when = call.when.filter(|flag| state.flags.contains(flag));
            state.pass(&mut call.moment);
            region::add_sections(call, state);
            join_arguments(&mut call.args, &args);
            return;
        }
        self.call_index.insert(key, self.out.calls.len());
        let call = Call {
            node,
            target,
            args: args.into(),
            held: state.held.clone(),
            taken: state.taken.iter().filter(|taken| taken.must).cloned().collect(),
            given: state.given.clone(),
            when: state.flags.first().copied().filter(|_| self.thread.is_none()),
            later: self.regions.later || self.after_return,
            thread: self.thread,
            alive: state.alive.clone(),
            uncertain: self.uncertain,
            moment: self.moment(state),
        };
        self.out.calls.push(call);
    }

    /// What a call returns: types from the signature, places and freshness from the summary.
    fn results_of_function(&mut self, id: FunctionId, receiver: Option<&Value>, args: &[Value], node: NodeId, state: &mut State) -> Value {
        let types = self.result_types(id, receiver, args);
        let world = self.world;
        let returns = &world.summary(id).returns;
        let mut values = Vec::with_capacity(types.len());
        for (index, ty) in types.into_iter().enumerate() {
            let value = match returns.get(index) {
                Some(Returned::Fresh) => {
                    let made = self.allocate(node, ty, state);
                    if index == 0 {
                        self.take_lent(id, receiver, args, (node, true), state);
                        self.take_passed_maps(id, receiver, args, node, state);
                    }
                    made
                }
                Some(Returned::Gathering) => Value::of(ty),
                Some(Returned::Place(at, slot)) => {
                    let place = self.to_caller(id, at, receiver, args);
                    Value { slot: slot.filter(|_| place.is_some()), place, ..Value::of(ty) }
                }
                Some(Returned::Unlocks(locks)) => {
                    let locks = locks
                        .iter()
                        .filter_map(|(place, exclusive)| Some((self.to_caller(id, place, receiver, args)?, *exclusive)))
                        .collect();
                    Value { ty, ..Value::kind(Kind::Unlocks(locks)) }
                }
                Some(Returned::Unknown) | None => {
                    let place = (index == 0).then(|| place::root(Root::Result(node)));
                    match self.locks_among(args) {
                        locks if is_function_type(&ty) && !locks.is_empty() => Value { ty, ..Value::kind(Kind::Unlocks(locks)) },
                        _ if index == 0 && self.is_function(&ty) => {
                            Value { place, slot: Some(Slot::new(SlotBase::Result(id))), ..Value::of(ty) }
                        }
                        _ => Value { place, ..Value::of(ty) },
                    }
                }
            };
            values.push(self.claimed_result((node, id, index), value, receiver, args));
        }
        results_of(values)
    }

    /// The locks among arguments. A function that is given one and returns a function returns what
    /// gives it back: nothing else can be done with a lock later.
    fn locks_among(&self, args: &[Value]) -> Vec<(Place, bool)> {
        let locks = args.iter().filter(|arg| matches!(self.kind_of(&arg.ty), TypeModelKind::Mutex | TypeModelKind::RwLock));
        locks.filter_map(|lock| Some((lock.place.clone()?, true))).collect()
    }

    /// Result types of a function, its type parameters replaced by what receiver and arguments say.
    fn result_types(&self, id: FunctionId, receiver: Option<&Value>, args: &[Value]) -> Vec<Ty> {
        let (file, function) = self.names().symbols.function(self.names().program, id);
        let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        let region = crate::analysis::go::names::Region { file, scope: function.scope, params: &params };
        let results: Vec<Ty> = function.results.iter().map(|ty| self.names().resolve(region, *ty)).collect();
        if params.is_empty() {
            return results;
        }
        let mut bound: Vec<Ty> = vec![ty::unknown(); params.len()];
        if let Some(receiver) = receiver
            && let TyKind::Named(_, types) = &*self.names().deref(&receiver.ty)
        {
            for (slot, ty) in bound.iter_mut().zip(types.iter()) {
                *slot = *ty;
            }
        }
        for (local, arg) in function.params.iter().zip(args) {
            if let Some(written) = function.body.local(*local).ty {
                unify(&self.names().resolve(region, written), &arg.ty, &params, &mut bound, 0);
            }
        }
        results.iter().map(|ty| ty::substitute(ty, &params, &bound)).collect()
    }

    /// Runs the functions that a callee is given as its summary says.
    fn run_params(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let world = self.world;
        let runs = &world.summary(id).runs;
        // Of what the callee waits for, one thread meets another, and nothing that comes after the call.
        let mut meanwhile: Vec<SpawnIndex> = Vec::new();
        for (index, value) in args.iter().enumerate() {
            if !self.is_function_value(value) && !self.is_function(&value.ty) {
                continue;
            }
            let mut seen = self.is_kept_by(id, index);
            for run in runs.iter().filter(|run| run.param == index) {
                seen = true;
                let held = run.held.iter().filter_map(|held| self.lock_to_caller(id, held, receiver, args)).collect();
                let through = self.names().symbols.function(self.names().program, id).1.name;
                let signals: Vec<Place> = run.signals.iter().filter_map(|place| self.to_caller(id, place, receiver, args)).collect();
                let before = self.out.spawns.len();
                if run.perhaps {
                    self.run_unknown(std::slice::from_ref(value), state);
                } else if run.later {
                    self.run_later(state, |this, state| this.run_value(node, value, run.runs, run.many, held, &through, state));
                } else {
                    self.run_value(node, value, run.runs, run.many, held, &through, state);
                }
                for spawn in before..self.out.spawns.len() {
                    self.note_signals(narrow(spawn), signals.iter().cloned());
                }
                if Self::joins_thread(run.runs) {
                    let started = (0..).zip(&self.out.spawns).filter(|(at, spawn)| spawn.node == node && !state.alive.contains(at));
                    meanwhile.extend(started.map(|(at, _)| at));
                    state::union(&mut state.alive, &meanwhile);
                }
            }
            if !seen {
                self.run_somehow(value, state);
            }
        }
        state.alive.retain(|spawn| !meanwhile.contains(spawn));
    }

    /// Runs the functions that an interface's method is given as the first of its implementations does
    /// of which something is known.
    fn run_by_implementation(&mut self, node: NodeId, likely: &[FunctionId], receiver: &Value, args: &[Value], state: &mut State) {
        let world = self.world;
        let runs = |id: &&FunctionId| {
            let summary = world.summary(**id);
            !summary.runs.is_empty() || !summary.keeps.is_empty()
        };
        match likely.iter().find(runs).filter(|_| args.iter().any(|arg| self.is_function(&arg.ty))) {
            Some(id) => {
                self.apply_keeps(node, *id, Some(receiver), args, state);
                self.run_params(node, *id, Some(receiver), args, state);
            }
            None => self.run_unknown(args, state),
        }
    }

    /// Takes the locks that any implementation of an interface's method leaves held, and gives back those that
    /// any gives back: `tx.Lock()` of which one kind of transaction makes nothing is there for the other kinds.
    fn lock_by_implementation(&mut self, likely: &[FunctionId], receiver: &Value, args: &[Value], state: &mut State) {
        let world = self.world;
        for id in likely {
            let summary = world.summary(*id);
            for lock in &summary.releases {
                if let Some(lock) = self.lock_to_caller(*id, lock, Some(receiver), args) {
                    self.release(&lock, state);
                }
            }
            for lock in &summary.acquires {
                if let Some(lock) = self.lock_to_caller(*id, lock, Some(receiver), args) {
                    self.taken.insert(lock.place.clone());
                    state.acquire(lock);
                }
            }
        }
    }

    /// Runs a function value in a known way.
    #[expect(clippy::too_many_arguments, reason = "how a function is run is all of these")]
    pub(super) fn run_value(
        &mut self,
        node: NodeId,
        value: &Value,
        runs: Runs,
        many: bool,
        held: Vec<Held>,
        through: &str,
        state: &mut State,
    ) {
        let repeated = runs == Runs::Each || many && runs == Runs::Here;
        let runs = if repeated { Runs::Here } else { runs };
        if runs != Runs::Here {
            self.note_param_run(value, runs, repeated || many, state);
        }
        if runs == Runs::Subtest {
            self.run_subtest(node, value, through, state);
            return;
        }
        if Self::starts_thread(runs) {
            let runs = if many && runs == Runs::Thread { Runs::Many } else { runs };
            self.spawn(node, value, &[], runs, through, None, state);
            return;
        }
        if repeated {
            self.in_loop(node, None, state, |this, state| {
                let out = state.clone();
                this.run_under(node, value, &held, state);
                out
            });
        } else if runs == Runs::Once {
            // `sync.OnceFunc` only wraps it: it runs when the result is called.
            self.run_later(state, |this, state| this.run_under(node, value, &held, state));
        } else {
            self.run_under(node, value, &held, state);
        }
    }

    /// Runs a function value here, under locks that whoever runs it holds then.
    pub(super) fn run_under(&mut self, node: NodeId, value: &Value, held: &[Held], state: &mut State) {
        let before = state.held.len();
        for lock in held {
            // What runs some time later runs under it as far as is known, and may well take it again.
            if !self.regions.later {
                self.hold_lock(node, lock, true, state);
            }
            state.acquire(lock.clone());
        }
        let gained = state.held.len() > before;
        self.regions.run_by_others += 1;
        self.apply_call(node, value, &[], state);
        self.regions.run_by_others -= 1;
        if gained {
            for lock in held {
                state.release(&lock.place);
                state.taken.retain(|taken| taken.place != lock.place);
            }
        }
    }

    /// Functions handed to code of which nothing is known.
    pub(super) fn run_unknown(&mut self, args: &[Value], state: &mut State) {
        for value in args {
            self.run_somehow(value, state);
            self.note_param_given_away(value, state);
        }
    }

    /// Runs a closure of which it is not known when it runs: what it does is seen, but nothing is
    /// concluded from the locks that it may lack.
    pub(super) fn run_somehow(&mut self, value: &Value, state: &State) {
        let Kind::Closure(id) = value.kind else { return };
        let mut inside = state.clone();
        inside.deferred.clear();
        inside.forget_sections();
        if self.serve_closure(id, &mut inside) {
            return;
        }
        let before = std::mem::replace(&mut self.uncertain, true);
        self.run_closure(id, &[], &mut inside);
        self.uncertain = before;
    }

    /// Runs a closure here and now.
    pub(super) fn run_closure(&mut self, id: ClosureId, args: &[Value], state: &mut State) -> Value {
        if self.closures.len() >= MAX_CLOSURES || self.closures.contains(&id) || state.unreachable || self.is_exhausted() {
            return Value::unknown();
        }
        if self.trials == 0 {
            self.consumed.insert(id);
        }
        let closure = self.body.closure(id);
        for (index, local) in closure.params.iter().enumerate() {
            state.env.remove(*local);
            if let Some(value) = args.get(index) {
                self.store_local(*local, value.clone(), state);
            }
        }
        for local in &closure.named_results {
            self.declare_zero(*local, state);
        }
        self.closures.push(id);
        let frames = std::mem::take(&mut self.frames);
        let exits = std::mem::replace(&mut self.exits, State::dead());
        let deferred = std::mem::take(&mut state.deferred);
        self.enter_activation();
        self.eval(closure.body, state);
        self.leave(Some(closure.body), None, state);
        self.end_activation();
        *state = std::mem::replace(&mut self.exits, exits);
        state.deferred = deferred;
        self.frames = frames;
        self.closures.pop();
        for taken in &mut state.taken {
            taken.depth = taken.depth.min(self.closures.len());
        }
        let results = closure.results.iter().map(|ty| Value::of(self.names().resolve(self.region(), *ty))).collect();
        results_of(results)
    }
}

/// One result as itself, several together.
pub(super) fn results_of(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::unknown(),
        1 => values.remove(0),
        _ => {
            let first = values[0].clone();
            Value { kind: Kind::Results(values), ..first }
        }
    }
}

pub(super) fn is_function_type(ty: &Ty) -> bool {
    matches!(&**ty, TyKind::Function(..))
}

/// Binds the type parameters in `pattern` by comparing it with `ty`.
pub(super) fn unify(pattern: &Ty, ty: &Ty, params: &[Name], bound: &mut [Ty], depth: usize) {
    if depth > 8 {
        return;
    }
    match (&**pattern, &**ty) {
        (TyKind::Param(name), _) => {
            if let Some(at) = params.iter().position(|param| param == name)
                && bound[at].is_unknown()
            {
                bound[at] = *ty;
            }
        }
        (TyKind::Pointer(left), TyKind::Pointer(right))
        | (TyKind::Slice(left), TyKind::Slice(right))
        | (TyKind::Channel(left), TyKind::Channel(right))
        | (TyKind::Array(left, _), TyKind::Array(right, _)) => unify(left, right, params, bound, depth + 1),
        (TyKind::Map(key, value), TyKind::Map(other_key, other_value)) => {
            unify(key, other_key, params, bound, depth + 1);
            unify(value, other_value, params, bound, depth + 1);
        }
        (TyKind::Named(left, args), TyKind::Named(right, others)) if left == right => {
            for (arg, other) in args.iter().zip(others.iter()) {
                unify(arg, other, params, bound, depth + 1);
            }
        }
        (TyKind::Library(left, args), TyKind::Library(right, others)) if left == right => {
            for (arg, other) in args.iter().zip(others.iter()) {
                unify(arg, other, params, bound, depth + 1);
            }
        }
        (TyKind::Function(inputs, outputs), TyKind::Function(other_inputs, other_outputs)) => {
            for (arg, other) in inputs.iter().zip(other_inputs.iter()).chain(outputs.iter().zip(other_outputs.iter())) {
                unify(arg, other, params, bound, depth + 1);
            }
        }
        _ => {}
    }
}
