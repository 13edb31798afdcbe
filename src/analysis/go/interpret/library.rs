//! Calls of libraries, as the table of models describes them: locks, concurrent maps, functions that
//! run functions, and those that read a value with all maps inside.

use super::Interpreter;
use super::call::{is_function_type, results_of, unify};
use super::state::{Checked, Kind, State, Value};
use crate::analysis::go::effects::{Beside, Held, Spawn};
use crate::analysis::go::entry;
use crate::analysis::go::library;
use crate::analysis::go::place::{self, Root};
use crate::analysis::model::Op;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind};
use crate::facts::{Effect, FunctionModel, MethodModel, Name, Node, NodeId, Returns, Runs, TypeModelKind};

/// In words, whose an object is that a concurrent map gave out.
const ENTRY: &str = "an entry of a concurrent map";

/// In words, whose an object is that an atomic cell gave out.
const SNAPSHOT: &str = "a value published atomically";

/// How deep a value that is read as a whole is searched for maps.
const MAX_READ_DEPTH: usize = 3;

impl Interpreter<'_> {
    pub(super) fn call_library_method(&mut self, node: NodeId, receiver: &Value, name: Name, args: &[Value], state: &mut State) -> Value {
        self.note_library_call(node, receiver, name);
        let Some(model) = self.names().method_model(&receiver.ty, name) else {
            let Some((path, model)) = self.names().method_function(&receiver.ty, name) else {
                if let Some(part) = self.library_part(node, receiver, name) {
                    return part;
                }
                self.run_unknown(args, state);
                let results = self.names().imported_results(&receiver.ty, name).unwrap_or_default();
                return results_of(self.listed(node, receiver, name, returned(node, results)));
            };
            return self.apply_function_model(node, path, model, Some(receiver), args, state);
        };
        match model.effect {
            // What is locked for a key keeps out nobody who has another one.
            Effect::Lock | Effect::RLock | Effect::Unlock | Effect::RUnlock | Effect::TryLock | Effect::TryRLock if args.is_empty() => {
                return self.lock_operation(node, receiver, model.effect, state);
            }
            Effect::Join => {
                self.join_on(receiver, state);
                self.wait_for_group(receiver, state);
            }
            Effect::DoneWaiter => {
                self.signal(receiver, state);
                self.note_done(receiver, self.deferring, state);
            }
            Effect::Limit => self.limit(node, receiver),
            Effect::Acquire | Effect::TryAcquire | Effect::Release => return self.pass_semaphore(node, model.effect, receiver, state),
            _ if self.is_map(&receiver.ty) => return self.library_map_method(node, receiver, model, state),
            _ if self.is_concurrent_map(receiver) => return self.concurrent_map_operation(node, receiver, name, model, args, state),
            Effect::Load if self.kind_of(&receiver.ty) == TypeModelKind::AtomicCell => return self.snapshot(node, receiver, state),
            _ => {}
        }
        self.run_library_functions(node, model, receiver, name, args, state);
        match model.returns {
            Returns::Receiver | Returns::PassesOn => match &model.result {
                Some(path) => Value { ty: library_type(path), ..receiver.clone() },
                None => receiver.clone(),
            },
            Returns::Element => Value::of(match &*self.names().deref(&receiver.ty) {
                TyKind::Library(_, types) => types.last().copied().unwrap_or_else(ty::unknown),
                _ => ty::unknown(),
            }),
            _ => Value::unknown(),
        }
    }

    /// What an atomic cell holds is published as a whole: whoever loads it gets the same.
    fn snapshot(&self, node: NodeId, cell: &Value, state: &State) -> Value {
        let held = match &*self.names().deref(&cell.ty) {
            TyKind::Library(_, types) => types.last().map(|held| Ty::new(TyKind::Pointer(*held))),
            _ => None,
        };
        self.held_in(cell, held.unwrap_or_else(ty::unknown), SNAPSHOT, node, state)
    }

    fn run_library_functions(
        &mut self,
        node: NodeId,
        model: &MethodModel,
        receiver: &Value,
        name: Name,
        args: &[Value],
        state: &mut State,
    ) {
        for (index, value) in args.iter().enumerate() {
            let Some(runs) = model.runs.get(&index.to_string()) else {
                if self.is_function_value(value) {
                    self.run_somehow(value, state);
                }
                continue;
            };
            let through = format!("{}.{name}", self.names().show(&self.names().deref(&receiver.ty)));
            match runs {
                Runs::Once => {
                    // `Do` excludes other callers while the function runs, and whoever returns
                    // from `Do` comes after it: a lock held exclusively inside, shared from then on.
                    if let Some(lock) = self.lock_of(receiver, true).map(|lock| Held { once: true, ..lock }) {
                        self.run_value(node, value, Runs::Once, false, vec![lock.clone()], &through, state);
                        state.acquire(Held { exclusive: false, ..lock });
                    }
                }
                Runs::ThreadOfGroup => self.spawn(node, value, &[], Runs::Thread, &through, receiver.place.clone(), state),
                runs => {
                    let owner = self.names().show_path(&self.names().deref(&receiver.ty));
                    self.run_or_serve(node, value, *runs, (&owner, &through), state);
                }
            }
        }
    }

    /// Runs a function, or the methods of an object that the library calls. `to` is what it is handed
    /// to, by path, and in words.
    fn run_or_serve(&mut self, node: NodeId, value: &Value, runs: Runs, (to, through): (&str, &str), state: &mut State) {
        if self.is_function_value(value) || is_function_type(&value.ty) {
            self.run_value(node, value, runs, false, Vec::new(), through, state);
            return;
        }
        let TyKind::Named(id, _) = &*self.names().deref(&value.ty) else { return };
        let names = self.names();
        for (_, function) in names.methods_of(*id).iter().filter(|(_, function)| entry::is_served(names, *function, to)) {
            let bound = Value::kind(Kind::Method(*function, Box::new(value.clone())));
            self.spawn(node, &bound, &[], runs, through, None, state);
        }
        self.spawns_at(node).for_each(|spawn| spawn.beside = Some(Beside::Object(node)));
    }

    /// A function is put into a field of a library's struct, which runs it: not before the struct is in
    /// use, and nobody sees that here.
    pub(super) fn run_field(&mut self, node: NodeId, owner: &Value, field: Name, value: &Value, state: &mut State) {
        // Of a field that is set later, it is not known what else is in the object.
        let known = |runs: &Runs| matches!(runs, Runs::Many | Runs::Main) || matches!(self.body.node(node), Node::Composite { .. });
        let Some(runs) = library::runs(self.names(), &owner.ty, field).filter(known) else { return };
        // What is made for one request is used for that one.
        if self.thread.is_some() || entry::of_function(self.names(), self.id, false).is_some() {
            return;
        }
        let owner = self.names().deref(&owner.ty);
        let (path, through) = (self.names().show_path(&owner), format!("{}.{field}", self.names().show(&owner)));
        if let Some(Root::Result(call)) = value.place.as_ref().map(|place| place.root) {
            self.run_results.insert(call, (node, runs));
        }
        let alive = state.alive.clone();
        self.run_or_serve(node, value, runs, (&path, &through), state);
        state.alive = alive;
        for spawn in self.spawns_at(node) {
            spawn.beside = Some(Beside::Object(node));
            spawn.deferred = true;
        }
    }

    pub(super) fn spawns_at(&mut self, node: NodeId) -> impl Iterator<Item = &mut Spawn> {
        self.out.spawns.iter_mut().filter(move |spawn| spawn.node == node)
    }

    fn concurrent_map_operation(
        &mut self,
        node: NodeId,
        map: &Value,
        name: Name,
        model: &MethodModel,
        args: &[Value],
        state: &mut State,
    ) -> Value {
        self.note_concurrent_use(node, map, model.effect, state);
        for (index, value) in args.iter().enumerate() {
            if self.is_function_value(value) {
                let runs = model.runs.get(&index.to_string()).copied().unwrap_or(Runs::Here);
                self.run_value(node, value, runs, false, Vec::new(), &name, state);
            }
        }
        let key = model.key.and_then(|at| self.argument_node(node, at));
        let entry = |this: &Self, state: &State| this.held_in(map, library::entry(this.names(), &map.ty), ENTRY, node, state);
        match (model.effect, key) {
            (Effect::Get | Effect::Contains, Some(key)) => {
                state.checked.retain(|checked| checked.node != node);
                state.checked.push(Checked::new(node, map.clone(), key));
                let found = Value { ty: ty::basic("bool"), ..Value::kind(Kind::Found(node)) };
                let loaded = Value { kind: Kind::Found(node), ..entry(self, state) };
                return results_of(vec![loaded, found]);
            }
            (Effect::Insert, Some(key)) => self.note_act(node, map, args, key, state),
            (Effect::Remove, Some(key)) if model.returns == Returns::Value && model.compares.is_none() => {
                self.note_removal(node, map, key, state);
            }
            (Effect::GetOrInsert, _) => {
                return results_of(vec![entry(self, state), Value::of(ty::basic("bool"))]);
            }
            _ => {}
        }
        Value::unknown()
    }

    pub(super) fn argument_node(&self, call: NodeId, at: usize) -> Option<NodeId> {
        let Node::Call { args, .. } = self.body.node(call) else { return None };
        self.body.list(args).get(at).copied()
    }

    /// Whether two expressions are the same names, fields, literals and indices.
    pub(super) fn same_expression(&self, left: NodeId, right: NodeId) -> bool {
        let mut pending = vec![(left, right)];
        while let Some((left, right)) = pending.pop() {
            match (self.body.node(left), self.body.node(right)) {
                (Node::Local(left), Node::Local(right)) if left == right => {}
                (Node::Literal(left), Node::Literal(right)) if left == right && left != crate::facts::Literal::Other => {}
                (Node::Path(left), Node::Path(right)) if self.body.path(left) == self.body.path(right) => {}
                (Node::Field { base: left, name: left_name }, Node::Field { base: right, name: right_name }) if left_name == right_name => {
                    pending.push((left, right))
                }
                (Node::Index { base: left, index: left_index }, Node::Index { base: right, index: right_index }) => {
                    pending.extend([(left, right), (left_index, right_index)]);
                }
                (Node::Deref(left), Node::Deref(right)) => pending.push((left, right)),
                (Node::Call { callee: left, args: left_args, .. }, Node::Call { callee: right, args: right_args, .. })
                    if left_args.len == right_args.len =>
                {
                    pending.push((left, right));
                    pending.extend(self.body.list(left_args).iter().copied().zip(self.body.list(right_args).iter().copied()));
                }
                _ => return false,
            }
        }
        true
    }

    pub(super) fn call_library(&mut self, node: NodeId, path: Name, args: &[Value], state: &mut State) -> Value {
        let Some(model) = self.names().library().functions.get(path.as_str()) else {
            // A conversion to a library's function type hands the function on.
            if let [value] = args {
                if self.is_function_value(value) && matches!(value.kind, Kind::Closure(_)) {
                    self.run_somehow(value, state);
                    return value.clone();
                }
                if self.is_function_value(value) {
                    return value.clone();
                }
            }
            self.run_unknown(args, state);
            return self.imported_call(node, path, args);
        };
        self.apply_function_model(node, path, model, None, args, state)
    }

    /// What a function returns that is outside the tree and on this machine.
    fn imported_call(&self, node: NodeId, path: Name, args: &[Value]) -> Value {
        let Some(function) = self.names().imported_function(path) else { return Value::unknown() };
        let mut bound: Vec<Ty> = vec![ty::unknown(); function.type_params.len()];
        for (param, arg) in function.params.iter().zip(args) {
            unify(param, &arg.ty, &function.type_params, &mut bound, 0);
        }
        let results = function.results.iter().map(|ty| ty::substitute(ty, &function.type_params, &bound));
        results_of(returned(node, results.collect()))
    }

    /// Carries out a function, or a method, as the table describes it.
    fn apply_function_model(
        &mut self,
        node: NodeId,
        path: Name,
        model: &FunctionModel,
        receiver: Option<&Value>,
        args: &[Value],
        state: &mut State,
    ) -> Value {
        if let Some((effect, flag)) = model.flag.zip(receiver.or(args.first())) {
            let Node::Call { args, .. } = self.body.node(node) else { return Value::unknown() };
            let args: Vec<NodeId> = self.body.list(args).to_vec();
            return self.flag_operation(node, flag, (effect, &args), state);
        }
        if model.parallel {
            receiver.into_iter().for_each(|test| self.note_parallel(test));
        }
        let group = receiver.and_then(|group| group.place.clone());
        let short = path.rsplit('/').next().unwrap_or(&path).to_owned();
        for (index, value) in args.iter().enumerate() {
            match model.runs.get(&index.to_string()) {
                Some(Runs::ThreadOfGroup) => self.spawn(node, value, &[], Runs::Thread, &short, group.clone(), state),
                Some(Runs::Here) if model.hands.is_some() => {
                    let whose = model.hands.as_deref().unwrap_or_default();
                    let given = self.shared_value(Value::unknown(), whose, false, node);
                    self.apply_call(node, value, &[given], state);
                }
                Some(runs) => self.run_or_serve(node, value, *runs, (&path, &short), state),
                None if self.is_function_value(value) => self.run_somehow(value, state),
                None => {}
            }
            let place = self.argument_node(node, index).unwrap_or(node);
            if model.reads.contains(&index) || model.reads_from.is_some_and(|from| index >= from) {
                let op = if model.copies { Op::Copy } else { Op::Marshal };
                if !model.shallow {
                    self.read_whole(place, value, op, state, 0);
                } else if self.is_map(&value.ty) {
                    self.record(place, value, op, state);
                }
            }
            if model.writes.contains(&index) && self.is_map(&value.ty) {
                self.record(place, value, Op::Insert, state);
                self.note_nil_write(place, value, Op::Insert, state);
            }
            if model.deletes.contains(&index) && self.is_map(&value.ty) {
                self.record(place, value, Op::Delete, state);
            }
        }
        if model.diverges {
            state.deferred.clear();
            *state = State::dead();
        }
        if model.copies {
            let ty = args.first().map_or_else(ty::unknown, |value| value.ty);
            return self.allocate(node, ty, state);
        }
        if model.passes_on {
            let value = args.first().cloned().unwrap_or_else(Value::unknown);
            return match &model.result {
                Some(path) => Value { ty: Ty::new(TyKind::Pointer(library_type(path))), ..value },
                None => value,
            };
        }
        if let Some(text) = &model.made_of {
            if let Some(map) = args.first() {
                self.note_walk(node, map, state);
            }
            return self.made_of_items(text, args.first());
        }
        if !model.ends.is_empty() {
            let end = |path: &String| Value { place: Some(place::root(Root::Result(node))), ..Value::of(library_type(path)) };
            return results_of(model.ends.iter().map(end).collect());
        }
        match &model.result {
            Some(path) if model.fresh => self.allocate(node, library_type(path), state),
            Some(path) => Value { place: Some(place::root(Root::Result(node))), ..Value::of(library_type(path)) },
            None => match &model.shares {
                Some(whose) => self.shared_value(Value::unknown(), whose, false, node),
                None => self.imported_call(node, path, args),
            },
        }
    }

    /// A library's sequence, list or entry made of the items of its argument: they are the argument's own.
    fn made_of_items(&self, text: &str, list: Option<&Value>) -> Value {
        let Some(list) = list else { return Value::unknown() };
        let under = self.names().underlying(&self.names().deref(&list.ty));
        let (key, item) = match self.item_types(&under) {
            // What gives one thing alone gives items.
            (item, none) if none.is_unknown() && !matches!(&*under, TyKind::Map(..)) => (ty::unknown(), item),
            both => both,
        };
        if text == "item" {
            return self.element_of(list, item);
        }
        let ty = library::made_of(text, &[("key", &key), ("item", &item)]);
        let sequence = library::items(self.names(), &ty).is_some();
        match text.contains("item") {
            true => Value { ty, slot: list.slot.filter(|_| sequence), direct: false, kind: Kind::Plain, ..list.clone() },
            false => Value::of(ty),
        }
    }

    /// A library walks over the value and the maps inside it.
    pub(super) fn read_whole(&mut self, node: NodeId, value: &Value, op: Op, state: &mut State, depth: usize) {
        if depth == 0 {
            self.note_read_param(value, op);
        }
        if depth > MAX_READ_DEPTH || self.has_own_text(&value.ty) {
            return;
        }
        if self.is_map(&value.ty) {
            self.record(node, value, op, state);
        }
        let inner = match &*self.names().underlying(&self.names().deref(&value.ty)) {
            TyKind::Map(_, item) | TyKind::Slice(item) | TyKind::Array(item, _) => Some(*item),
            _ => None,
        };
        if let Some(item) = inner {
            let element = self.element_of(value, item);
            self.read_whole(node, &element, op, state, depth + 1);
            return;
        }
        for field in self.names().struct_fields(&value.ty) {
            let exported = field.name.chars().next().is_some_and(char::is_uppercase);
            if exported || field.embedded {
                let inner = self.field_of(value, field.name, field.ty);
                self.read_whole(node, &inner, op, state, depth + 1);
            }
        }
    }

    /// A parameter of an interface type is read as a whole: what its callers put in, they know.
    fn note_read_param(&mut self, value: &Value, op: Op) {
        let Some(Root::Local(local)) = value.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        let Some(position) = self.function.param(local) else { return };
        let reads = &mut self.out.summary.reads_whole;
        if self.trials == 0 && self.world.names.is_interface(&value.ty) && !reads.contains(&(position, op)) {
            reads.push((position, op));
        }
    }

    /// A function of the tree reads what it is given as a whole.
    pub(super) fn read_arguments(&mut self, node: NodeId, id: FunctionId, args: &[Value], state: &mut State) {
        let world = self.world;
        for (position, op) in &world.summary(id).reads_whole {
            if let Some(value) = args.get(*position) {
                let at = self.argument_node(node, *position).unwrap_or(node);
                self.read_whole(at, value, *op, state, 0);
            }
        }
    }

    /// The type says itself how it is written; what that reads is in its own methods.
    fn has_own_text(&self, ty: &Ty) -> bool {
        const WRITERS: [&str; 6] = ["String", "Error", "GoString", "MarshalJSON", "MarshalText", "Format"];
        match &*self.names().deref(ty) {
            TyKind::Named(id, _) => WRITERS.iter().any(|name| self.names().method(*id, Name::from(name)).is_some()),
            _ => false,
        }
    }
}

/// What a call of which only the types are known returns: the first result is known by the call.
fn returned(node: NodeId, types: Vec<Ty>) -> Vec<Value> {
    let place = |index: usize| (index == 0).then(|| place::root(Root::Result(node)));
    types.into_iter().enumerate().map(|(index, ty)| Value { place: place(index), ..Value::of(ty) }).collect()
}

fn library_type(path: &str) -> Ty {
    Ty::new(TyKind::Library(Name::from(path), Box::default()))
}
