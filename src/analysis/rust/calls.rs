//! What calls do to guards and maps: acquisitions, map operations, guards passed on, ended or lent,
//! functions of the workspace, function literals run here or elsewhere. What a library's function
//! means is asked of the table.

use super::clippy;
use super::names::{Item, Space};
use super::place::Place;
use super::state::{Guard, GuardId};
use super::trace::{Access, CallSite};
use super::types::{MethodSource, Types, is_lock, is_map, unit};
use super::walk::{Pending, Value, Walk};
use crate::analysis::model::GuardKind;
use crate::analysis::ty::{FunctionId, Ty, TyKind, unknown};
use crate::facts::{Effect, FunctionModel, List, MethodModel, Name, Node, NodeId, Returns, Runs, TypeModel, TypeModelKind, VarKind};
use std::collections::BTreeMap;

impl<'p> Walk<'_, 'p> {
    /// A path as a value.
    pub(super) fn path(&mut self, path: u32) -> Value {
        match self.types.names.resolve(self.file, self.function.scope, self.body.path(path), Space::Value) {
            Some(Item::Var(var)) => {
                let (_, decl) = self.types.symbols.var(self.types.program, var);
                let ty = self.types.var(var);
                match decl.kind {
                    VarKind::Static => Value { place: Some(Place::of_static(var)), ..Value::of(ty) },
                    VarKind::StaticMut => Value { place: Some(Place::of_static(var)), raw: true, ..Value::of(ty) },
                    // Each use of a constant makes it anew; only of what never changes that is no difference.
                    VarKind::Constant if self.types.kept(&ty).is_some_and(|kept| kept.locks.is_empty()) => {
                        Value { place: Some(Place::of_static(var)), ..Value::of(ty) }
                    }
                    VarKind::Variable | VarKind::Constant | VarKind::ThreadLocal => Value::of(ty),
                }
            }
            Some(Item::Function(function)) => Value { function: Some(function), ..Value::nothing() },
            Some(Item::Member(owner, name)) => Value { function: self.types.declared_method(owner, name), ..Value::nothing() },
            Some(Item::Extern(_) | Item::Type(_) | Item::Module(_)) | None => Value::nothing(),
        }
    }

    /// A call.
    pub(super) fn call(&mut self, node: NodeId, callee: NodeId, args: List) -> Value {
        match self.body.node(callee) {
            Node::Field { base, name } => self.method_call(node, callee, base, name, args),
            Node::Path(path) => self.path_call(node, callee, self.body.path(path), args),
            _ => {
                self.look(callee);
                for value in self.parts(args) {
                    self.end(&value);
                }
                Value::nothing()
            }
        }
    }

    fn method_call(&mut self, node: NodeId, callee: NodeId, base: NodeId, name: Name, args: List) -> Value {
        let receiver = self.place(base);
        let found = self.types.method(&receiver.ty, name).or_else(|| self.types.method_inside(&receiver.ty, name));
        let found = found.or_else(|| self.types.bounded_method(self.trace.function, &receiver.ty, name));
        // A guard whose table entry does not say so may still be in a `Result` or `Option`.
        if found.is_none()
            && (receiver.loose || !receiver.guards.is_empty())
            && let Some(method) = self.types.wrapper_method(name)
        {
            return self.wrapper_call(receiver, method, args);
        }
        match found {
            Some(found) => match found.source {
                MethodSource::Declared(function) => self.declared_call(node, function, Some((receiver, found.on)), args),
                MethodSource::Library(model, method) => {
                    let own = found.through.is_empty();
                    let wait = self.types.waits(&found.on, name);
                    let value = self.library_call(node, callee, receiver, (found.on, own), (model, method), args);
                    if let Some(wait) = wait {
                        self.waits(node, wait, false);
                    }
                    value
                }
            },
            None => self.other_method(node, callee, receiver, name, args),
        }
    }

    /// A method that no type's table entry explains: perhaps the table of functions does.
    fn other_method(&mut self, node: NodeId, callee: NodeId, receiver: Value, name: Name, args: List) -> Value {
        let mut receiver = receiver;
        if let Some(model) = self.own_or_given(&receiver.ty, name) {
            self.settle(&mut receiver);
            let value = self.modelled_function(node, callee, model, args);
            return if model.passes_on { Value::of(receiver.ty) } else { value };
        }
        if let Some(value) = self.iterator_call(&mut receiver, name, args) {
            return value;
        }
        self.settle(&mut receiver);
        // `x.deref()` is `&*x`.
        if args.len == 0 && matches!(name.as_str(), "deref" | "deref_mut") {
            let ty = self.types.deref(&receiver.ty).unwrap_or(receiver.ty);
            return Value { place: receiver.place, raw: receiver.raw, ..Value::of(ty) };
        }
        for value in self.parts(args) {
            self.end(&value);
        }
        Value::nothing()
    }

    /// The entry of a method in the table of functions: the type's own, or one that a trait gives to every type.
    fn own_or_given(&self, receiver: &Ty, name: Name) -> Option<&'p FunctionModel> {
        let functions = &self.types.library().functions;
        let own = match &*self.types.strip(receiver) {
            TyKind::Library(path, _) => functions.get(&format!("{path}::{name}")),
            _ => None,
        };
        own.or_else(|| functions.get(&format!("_::{name}")))
    }

    /// What a trait's method without a body lends is a part of the value, the same one each time.
    fn lent_by_trait(&self, site: &CallSite, result: &TyKind) -> Option<Place> {
        let (_, callee) = self.types.symbols.function(self.types.program, site.callee);
        let lends = callee.root.is_none() && site.args.is_empty() && matches!(result, TyKind::Pointer(_));
        site.receiver.as_ref().filter(|_| lends).map(|place| place.field(callee.name, None))
    }

    /// Methods that iterators have: what maps items to guards holds them, and what collects them too;
    /// `for_each` runs its function where it stands. Whatever else has methods of these names does the like.
    fn iterator_call(&mut self, receiver: &mut Value, name: Name, args: List) -> Option<Value> {
        let closure = match self.body.list(args) {
            [] if name.as_str() == "collect" && !receiver.guards.is_empty() => {
                return Some(Value { guards: std::mem::take(&mut receiver.guards), ..Value::nothing() });
            }
            [one] => match self.body.node(*one) {
                Node::Closure(closure) => closure,
                _ => return None,
            },
            _ => return None,
        };
        let made = self.body.closure(closure);
        let is_future = matches!(self.body.node(made.body), Node::Closure(_));
        match name.as_str() {
            "for_each" | "try_for_each" if !is_future => {
                self.settle(receiver);
                self.run_here(closure, &[]);
                Some(Value::nothing())
            }
            "map" | "filter_map" | "flat_map" if receiver.guards.is_empty() => {
                let given = self.run_detached(closure);
                let guards = given.into_iter().map(|guard| {
                    let guard = Guard { many: true, ..self.trace.guards[guard].clone() };
                    self.new_guard(guard)
                });
                Some(Value { guards: guards.collect(), ..Value::nothing() })
            }
            _ => None,
        }
    }

    /// A method of a library's type. `own`: found on the receiver itself, not behind a dereference.
    pub(super) fn library_call(
        &mut self,
        node: NodeId,
        callee: NodeId,
        receiver: Value,
        (on, own): (Ty, bool),
        (model, method): (&'p TypeModel, &'p MethodModel),
        args: List,
    ) -> Value {
        let kind = model.kind;
        if kind == TypeModelKind::Wrapper && own {
            return self.wrapper_call(receiver, method, args);
        }
        if (is_lock(kind) || kind == TypeModelKind::Cell) && lock_mode(method.effect).is_some() {
            return self.lock_call(node, receiver, on, kind, method, args);
        }
        if is_map(kind) && method.effect != Effect::None {
            return self.map_call(node, receiver, on, (kind, method), args);
        }
        match kind {
            TypeModelKind::Shared | TypeModelKind::SharedLocal if own && method.returns == Returns::Copy => {
                // Another handle of the same storage.
                Value { place: receiver.place, ..Value::of(receiver.ty) }
            }
            TypeModelKind::UnsafeCell => {
                let inner = self.types.inner(&on).unwrap_or_else(unknown);
                let mut receiver = receiver;
                self.settle(&mut receiver);
                Value { place: receiver.place, raw: true, ..Value::of(self.types.raw_pointer(inner)) }
            }
            TypeModelKind::Guard => self.guard_call(node, receiver, on, method, args),
            _ => {
                let mut receiver = receiver;
                self.settle(&mut receiver);
                self.arguments(node, args, &method.runs, &[]);
                let result = self.types.library_result(&on, method).or_else(|| self.collected(callee));
                let element = || match method.returns {
                    Returns::Receiver | Returns::PassesOn => Some(on),
                    Returns::Element => self.types.inner(&on),
                    _ => None,
                };
                let ty = result.or_else(element).unwrap_or_else(unknown);
                let lent = matches!(method.returns, Returns::Receiver | Returns::PassesOn | Returns::Element) && !is_map(kind);
                // What a cell gives may be in an `Option` or a `Result`.
                let loose = kind == TypeModelKind::Once && method.returns == Returns::Element;
                Value { place: receiver.place.filter(|_| lent), loose, ..Value::of(ty) }
            }
        }
    }

    /// The type written on the method (`collect::<T>()`).
    fn collected(&self, callee: NodeId) -> Option<Ty> {
        let ty = self.turbofish.get(&callee)?.first()?;
        Some(self.written(*ty))
    }

    /// `unwrap`, `map`, `is_some`, …: what an `Option` or `Result` does with the guard inside it.
    fn wrapper_call(&mut self, receiver: Value, method: &MethodModel, args: List) -> Value {
        let mut receiver = receiver;
        let consumes = method.consumes || method.returns == Returns::PassesOn || method.returns == Returns::Copy || !method.runs.is_empty();
        if consumes && let Some(local) = receiver.home.take().filter(|_| !matches!(*receiver.ty, TyKind::Pointer(_))) {
            self.take_from(local, &mut receiver);
        }
        receiver.home = None;
        let inner = self.unwrapped(receiver.clone());
        if !consumes {
            self.settle(&mut receiver);
        }
        self.wrapper_arguments(&receiver, args, &method.runs, &inner.ty);
        match method.returns {
            Returns::PassesOn => Value { place: receiver.place, guards: receiver.guards, raw: receiver.raw, ..Value::of(inner.ty) },
            Returns::Receiver => Value { place: receiver.place, raw: receiver.raw, loose: receiver.loose, ..Value::of(receiver.ty) },
            _ => {
                self.end(&receiver);
                let ty = if method.returns == Returns::Copy { receiver.ty } else { unknown() };
                Value::of(ty)
            }
        }
    }

    /// Function literals without parameters are for the empty case, in which no guard is held.
    fn wrapper_arguments(&mut self, receiver: &Value, args: List, runs: &BTreeMap<String, Runs>, inner: &Ty) {
        for (index, arg) in self.body.list(args).iter().enumerate() {
            let value = self.value(*arg);
            let Some(closure) = value.closure else {
                self.end(&value);
                continue;
            };
            if !runs.contains_key(&index.to_string()) {
                continue;
            }
            let before = self.state.clone();
            if self.body.closure(closure).params.is_empty() {
                self.end(receiver);
            }
            self.run_here(closure, std::slice::from_ref(inner));
            self.state = before;
        }
    }

    /// A method of a guard's own type.
    pub(super) fn guard_call(&mut self, node: NodeId, receiver: Value, on: Ty, method: &MethodModel, args: List) -> Value {
        let mut receiver = receiver;
        let passes = matches!(method.returns, Returns::PassesOn | Returns::Guard | Returns::SharedGuard);
        let consumes = passes || method.consumes;
        let home = receiver.home.take();
        if let Some(local) = home.filter(|_| consumes) {
            self.take_from(local, &mut receiver);
        }
        let result = self.types.library_result(&on, method);
        if passes {
            self.arguments(node, args, &method.runs, &[]);
            for guard in &receiver.guards {
                self.trace.guards[*guard].watched = false;
                if method.returns == Returns::SharedGuard {
                    self.trace.guards[*guard].exclusive = false;
                }
            }
            let ty = result.unwrap_or(on);
            return Value { place: receiver.place, guards: receiver.guards, ..Value::of(ty) };
        }
        if consumes {
            self.arguments(node, args, &method.runs, &[]);
            self.end(&receiver);
            return Value::of(result.unwrap_or_else(unknown));
        }
        self.settle(&mut receiver);
        self.arguments(node, args, &method.runs, &[]);
        let ty = result.or_else(|| if method.returns == Returns::Receiver { self.types.deref(&on) } else { None }).unwrap_or_else(unknown);
        Value { place: receiver.place.filter(|_| method.returns == Returns::Receiver), ..Value::of(ty) }
    }

    fn lock_call(&mut self, node: NodeId, receiver: Value, on: Ty, kind: TypeModelKind, method: &MethodModel, args: List) -> Value {
        let mut receiver = receiver;
        self.settle(&mut receiver);
        self.arguments(node, args, &method.runs, &[]);
        let mut access = self.access(node, &receiver, on, kind, method.effect);
        access.direct = *Types::pointed_at(&receiver.ty) == on;
        let guard_kind = match kind {
            TypeModelKind::AsyncMutex | TypeModelKind::AsyncRwLock => GuardKind::Async,
            TypeModelKind::Cell => GuardKind::Cell,
            _ => GuardKind::Sync,
        };
        let exclusive = lock_mode(method.effect) == Some(true);
        let written = self.types.library_result(&on, method);
        let loose = written.is_none();
        let ty = written.or_else(|| self.types.inner(&on)).unwrap_or_else(unknown);
        let value = Value { place: receiver.place, loose, ..Value::of(ty) };
        if method.awaits {
            return Value { pending: Some(Pending::Guard(Box::new(access), guard_kind, exclusive)), ..value };
        }
        self.acquire(access, (guard_kind, exclusive, false), value)
    }

    /// Takes a lock or shard: the guard, of this kind, exclusive, acquired by `.await`, is in `value`
    /// afterwards.
    pub(super) fn acquire(&mut self, mut access: Access, (kind, exclusive, awaited): (GuardKind, bool, bool), mut value: Value) -> Value {
        if let Some(place) = access.place.clone() {
            let over_map = kind == GuardKind::Shard || self.types.inner(&access.ty).is_some_and(|inner| self.types.holds_map(&inner));
            let guard = self.new_guard(Guard {
                place,
                ty: access.ty,
                kind,
                exclusive,
                node: access.node,
                awaited,
                many: false,
                watched: clippy::watches(self.types, self.body, &access.ty, access.node),
                over_map,
            });
            access.guard = Some(guard);
            value.guards.push(guard);
        }
        self.note(access);
        value
    }

    fn map_call(&mut self, node: NodeId, receiver: Value, on: Ty, (kind, method): (TypeModelKind, &MethodModel), args: List) -> Value {
        let mut receiver = receiver;
        self.settle(&mut receiver);
        let arguments = self.body.list(args);
        let values = self.arguments(node, args, &method.runs, &[]);
        let mut access = self.access(node, &receiver, on, kind, method.effect);
        access.key = method.key.and_then(|index| arguments.get(index)).copied();
        access.key_ty = method.key.and_then(|index| values.get(index)).map_or_else(unknown, |value| value.ty);
        if method.effect == Effect::Insert {
            access.value = arguments.get(1).copied();
            access.value_ty = values.get(1).map_or_else(unknown, |value| value.ty);
        }
        let holds = matches!(method.returns, Returns::Guard | Returns::SharedGuard);
        let shard = holds && kind == TypeModelKind::ShardedMap;
        let written = self.types.library_result(&on, method);
        let loose = written.is_none() && holds;
        let element = || match (&*on, self.types.model(&on)) {
            (TyKind::Library(_, list), Some(model)) => list.get(model.value.or(model.key)?).copied(),
            _ => None,
        };
        let ty = written.or_else(element).unwrap_or_else(unknown);
        let value = Value { loose, raw: receiver.raw, ..Value::of(ty) };
        let exclusive = method.returns == Returns::Guard;
        match (method.awaits, shard) {
            (true, true) => Value { pending: Some(Pending::Guard(Box::new(access), GuardKind::Shard, exclusive)), ..value },
            (true, false) => Value { pending: Some(Pending::Access(Box::new(access))), ..value },
            (false, true) => self.acquire(access, (GuardKind::Shard, exclusive, false), value),
            (false, false) => {
                self.note(access);
                value
            }
        }
    }

    /// The guard on a shard that an accessor of a concurrent map gives.
    pub(super) fn shard_guard(&mut self, access: &Access, exclusive: bool) -> Option<GuardId> {
        let place = access.place.clone().filter(|_| access.kind == TypeModelKind::ShardedMap)?;
        let guard = Guard {
            place,
            ty: access.ty,
            kind: GuardKind::Shard,
            exclusive,
            node: access.node,
            awaited: false,
            many: false,
            watched: false,
            over_map: true,
        };
        Some(self.new_guard(guard))
    }

    /// An access with all that holds at this moment.
    pub(super) fn access(&self, node: NodeId, value: &Value, ty: Ty, kind: TypeModelKind, effect: Effect) -> Access {
        Access {
            node,
            place: value.place.clone(),
            ty,
            kind,
            effect,
            key: None,
            key_ty: unknown(),
            value: None,
            value_ty: unknown(),
            alive: self.alive(),
            guard: None,
            detached: self.detached,
            raw: value.raw,
            direct: false,
            awaited: false,
            once: self.once,
        }
    }

    /// Evaluates arguments that are used up; function literals run as the table says.
    fn arguments(&mut self, node: NodeId, args: List, runs: &BTreeMap<String, Runs>, params: &[Ty]) -> Vec<Value> {
        let values = self.parts(args);
        for (index, value) in values.iter().enumerate() {
            self.end(value);
            if let Some(run) = runs.get(&index.to_string()) {
                self.run_given(value, *run, params, node);
            }
        }
        values
    }

    pub(super) fn declared_call(&mut self, node: NodeId, function: FunctionId, receiver: Option<(Value, Ty)>, args: List) -> Value {
        self.declared_call_with(node, function, receiver, self.body.list(args))
    }

    /// A call of a function of the workspace.
    pub(super) fn declared_call_with(
        &mut self,
        node: NodeId,
        function: FunctionId,
        receiver: Option<(Value, Ty)>,
        args: &[NodeId],
    ) -> Value {
        let (_, decl) = self.types.symbols.function(self.types.program, function);
        let mut place = None;
        let mut result = self.types.result(function).unwrap_or_else(unit);
        if let Some((mut value, on)) = receiver {
            result = self.types.result_on(function, &on);
            // `self` by reference lends the guard, by value takes it.
            let by_value = decl.receiver.is_some_and(|local| decl.body.local(local).ty.is_none_or(|_| !self.receives_reference(function)));
            if by_value {
                if let Some(local) = value.home.take() {
                    self.take_from(local, &mut value);
                }
                self.end(&value);
            } else {
                self.settle(&mut value);
            }
            place = value.place;
        }
        let mut places = Vec::new();
        let mut values = Vec::new();
        for arg in args {
            let value = self.value(*arg);
            places.push(value.place.clone());
            values.push(value);
        }
        let mut kept = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if !value.guards.is_empty() && place.is_none() && self.types.keeps(function, index) {
                kept.extend(value.guards.iter().copied());
            } else {
                self.end(value);
            }
        }
        let site = CallSite {
            callee: function,
            node,
            receiver: place,
            args: places,
            arg_nodes: args.to_vec(),
            alive: self.alive(),
            detached: self.detached,
        };
        if decl.is_async {
            return Value { pending: Some(Pending::Call(Box::new(site))), ..Value::of(result) };
        }
        let mut value = self.finish_call(site, result);
        value.guards.extend(kept);
        value
    }

    /// What a call that runs now leaves: its site in the trace, or the guard that it returns.
    pub(super) fn finish_call(&mut self, site: CallSite, result: Ty) -> Value {
        let guard = self.returned_guard(&site);
        let given = guard.is_some();
        let place = match self.helpers.getters.get(&site.callee) {
            Some(place) => super::summary::translate(self.types, &site, place),
            None => self.lent_by_trait(&site, &result),
        };
        if !given {
            self.trace.calls.push(site);
        }
        let loose = given && self.types.kind(&result) != TypeModelKind::Wrapper && !self.types.holds_guard(&result);
        let value = Value { loose, place, ..Value::of(result) };
        match guard {
            Some((access, guard)) => {
                let place = Some(guard.place.clone());
                let mut access = access;
                let id = self.new_guard(guard);
                access.guard = Some(id);
                self.note(access);
                Value { guards: vec![id], place, ..value }
            }
            None => value,
        }
    }

    fn receives_reference(&self, function: FunctionId) -> bool {
        let (file, decl) = self.types.symbols.function(self.types.program, function);
        let Some(ty) = decl.receiver.and_then(|local| decl.body.local(local).ty) else { return false };
        matches!(*self.types.lower(file, decl.scope, ty, &self.types.context(function)), TyKind::Pointer(_))
    }

    /// The guard that a helper returns, as seen from here, and the acquisition in it.
    fn returned_guard(&self, site: &CallSite) -> Option<(Access, Guard)> {
        let returned = &self.helpers.guards.get(&site.callee)?.guard;
        let place = super::summary::translate(self.types, site, &returned.place)?;
        let guard = Guard { place: place.clone(), node: site.node, ..returned.clone() };
        let kind = self.types.kind(&guard.ty);
        let effect = match (guard.kind, guard.exclusive) {
            (GuardKind::Shard, true) => Effect::Update,
            (GuardKind::Shard, false) => Effect::Get,
            (_, true) => Effect::Lock,
            (_, false) => Effect::RLock,
        };
        let value = Value { place: Some(place), ..Value::of(guard.ty) };
        Some((self.access(site.node, &value, guard.ty, kind, effect), guard))
    }
}

/// Whether an operation takes a lock, and exclusively.
pub(super) fn lock_mode(effect: Effect) -> Option<bool> {
    match effect {
        Effect::Lock | Effect::TryLock => Some(true),
        Effect::RLock | Effect::RLockRecursive | Effect::TryRLock => Some(false),
        _ => None,
    }
}
