//! Calls of paths: functions of the workspace and of libraries, associated functions, constructors
//! and variants, macros. What a library's function means is asked of the table.

use super::names::{Item, Space};
use super::types::is_map;
use super::walk::{Pending, Value, Walk};
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId, unknown};
use crate::facts::{FunctionModel, List, Name, NodeId, Returns, TypeModelKind};

enum Callee {
    Declared(FunctionId),
    Method(Ty, FunctionId),
    Constructor(Ty),
    Library(String),
}

impl Walk<'_, '_> {
    /// A call of a path.
    pub(super) fn path_call(&mut self, node: NodeId, callee: NodeId, path: &[Name], args: List) -> Value {
        let Some(last) = path.last() else { return Value::nothing() };
        if last.ends_with('!') {
            return self.macro_call(last.as_str(), args);
        }
        match self.resolve_call(path) {
            Some(Callee::Declared(function)) => self.declared_call(node, function, None, args),
            Some(Callee::Method(on, function)) => {
                let (_, decl) = self.types.symbols.function(self.types.program, function);
                match self.body.list(args).split_first() {
                    Some((first, rest)) if decl.receiver.is_some() => {
                        let receiver = self.place(*first);
                        self.declared_call_with(node, function, Some((receiver, on)), rest)
                    }
                    _ => self.declared_call(node, function, None, args),
                }
            }
            Some(Callee::Constructor(ty)) => {
                let guards = self.parts(args).into_iter().flat_map(|part| part.guards).collect();
                Value { guards, ..Value::of(ty) }
            }
            Some(Callee::Library(full)) => self.library_function(node, callee, &full, args),
            None => {
                // Unknown, perhaps a variant: what is given moves into the result or ends.
                let constructs = last.chars().next().is_some_and(char::is_uppercase);
                let values = self.parts(args);
                if constructs {
                    return Value { guards: values.into_iter().flat_map(|value| value.guards).collect(), ..Value::nothing() };
                }
                for value in &values {
                    self.end(value);
                }
                Value::nothing()
            }
        }
    }

    fn resolve_call(&self, path: &[Name]) -> Option<Callee> {
        if let [this, name] = path
            && this.as_str() == "Self"
            && let Some(TyKind::Named(id, _)) = self.context.this.as_deref()
        {
            return self.member(*id, *name);
        }
        if let [this] = path
            && this.as_str() == "Self"
        {
            return self.context.this.map(Callee::Constructor);
        }
        match self.types.names.resolve(self.file, self.function.scope, path, Space::Value)? {
            Item::Function(function) => Some(Callee::Declared(function)),
            Item::Type(id) => Some(Callee::Constructor(self.types.declared(id, Box::new([]), 0))),
            Item::Member(id, name) => match &*self.types.declared(id, Box::new([]), 0) {
                TyKind::Named(id, _) => self.member(*id, name),
                TyKind::Library(path, _) => Some(Callee::Library(format!("{path}::{name}"))),
                _ => None,
            },
            Item::Extern(path) => Some(Callee::Library(path)),
            Item::Var(_) | Item::Module(_) => None,
        }
    }

    fn member(&self, id: TypeId, name: Name) -> Option<Callee> {
        let ty = Ty::new(TyKind::Named(id, Box::new([])));
        if let Some(function) = self.types.declared_method(id, name) {
            return Some(Callee::Method(ty, function));
        }
        name.chars().next().is_some_and(char::is_uppercase).then_some(Callee::Constructor(ty))
    }

    /// A function or associated function of a library.
    fn library_function(&mut self, node: NodeId, callee: NodeId, path: &str, args: List) -> Value {
        if let Some(model) = self.types.library().functions.get(path) {
            return self.modelled_function(node, callee, model, args);
        }
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        let Some(model) = self.types.library().types.get(owner) else {
            let values = self.parts(args);
            for value in &values {
                self.end(value);
            }
            return Value::nothing();
        };
        // `Type::method(receiver, …)`.
        if let Some((first, rest)) = self.body.list(args).split_first()
            && model.methods.contains_key(name)
        {
            let receiver = self.place(*first);
            let method = &model.methods[name];
            let found = self.types.method(&receiver.ty, Name::from(name));
            let on = found.map_or_else(|| self.types.strip(&receiver.ty), |found| found.on);
            let rest = self.tail(args, rest.len());
            if model.kind == TypeModelKind::Guard || !receiver.guards.is_empty() {
                return self.guard_call(node, receiver, on, method, rest);
            }
            if matches!(model.kind, TypeModelKind::Shared | TypeModelKind::SharedLocal) && method.returns == Returns::Copy {
                let ty = self.types.deref(&receiver.ty).filter(|_| matches!(*receiver.ty, TyKind::Pointer(_))).unwrap_or(receiver.ty);
                return Value { place: receiver.place, ..Value::of(ty) };
            }
            return self.library_call(node, callee, receiver, (on, true), (model, method), rest);
        }
        let values = self.parts(args);
        // A variant (`Some(x)`), or a constructor (`Arc::new(x)`).
        let variant = name.chars().next().is_some_and(char::is_uppercase);
        if !variant {
            for value in &values {
                self.end(value);
            }
        }
        let guards = if variant { values.iter().flat_map(|value| value.guards.clone()).collect() } else { Vec::new() };
        let ty = self.made(owner, callee, &values);
        let place = values.into_iter().next().and_then(|value| value.place).filter(|_| variant);
        Value { guards, place, ..Value::of(ty) }
    }

    /// A library's type as a constructor makes it: its arguments as written on the path
    /// (`HashMap::<K, V>::new`), or, of what wraps a value, that value's type.
    fn made(&self, path: &str, callee: NodeId, values: &[Value]) -> Ty {
        let Some(model) = self.types.library().types.get(path) else {
            return Ty::new(TyKind::Library(Name::from(path), Box::new([])));
        };
        let mut args: Vec<Ty> =
            self.turbofish.get(&callee).map_or_else(Vec::new, |args| args.iter().map(|arg| self.written(*arg)).collect());
        if args.is_empty() && !is_map(model.kind) && model.kind != TypeModelKind::Plain {
            args.resize(model.inner, unknown());
            args.push(values.first().map_or_else(unknown, |value| value.ty));
        }
        if is_map(model.kind) {
            args.resize(args.len().max(2), unknown());
        }
        Ty::new(TyKind::Library(Name::from(path), args.into()))
    }

    fn tail(&self, args: List, len: usize) -> List {
        let len = u32::try_from(len).unwrap_or(0);
        List { start: args.start + (args.len - len), len }
    }

    /// A function that the table explains.
    pub(super) fn modelled_function(&mut self, node: NodeId, callee: NodeId, model: &FunctionModel, args: List) -> Value {
        let values = self.parts(args);
        for (index, value) in values.iter().enumerate() {
            if !(model.passes_on && index == 0) {
                self.end(value);
            }
            if let Some(run) = model.runs.get(&index.to_string()) {
                let given =
                    model.gives.get(&index.to_string()).map(|path| -> Ty { Ty::new(TyKind::Library(Name::from(path), Box::new([]))) });
                self.run_given(value, *run, given.as_slice(), node);
            }
        }
        if let Some(wait) = model.waits {
            self.waits(node, wait, false);
        }
        if model.diverges {
            self.state.leave();
        }
        let made = if model.ends.is_empty() {
            model.result.as_ref().map(|path| self.made(path, callee, &values))
        } else {
            Some(Ty::new(TyKind::Tuple(model.ends.iter().map(|path| self.made(path, callee, &[])).collect())))
        };
        if let Some(wait) = model.pending {
            return Value { pending: Some(Pending::Wait(wait)), ..Value::nothing() };
        }
        match values.into_iter().next() {
            Some(first) if model.passes_on => {
                first.guards.iter().for_each(|guard| self.trace.guards[*guard].watched = false);
                let ty = made.unwrap_or(first.ty);
                Value { ty, home: None, closure: None, pending: None, ..first }
            }
            _ => {
                // A plain value may well be in a `Result`.
                let loose = made.as_ref().is_some_and(|ty| self.types.kind(ty) == TypeModelKind::Plain);
                Value { loose, ..Value::of(made.unwrap_or_else(unknown)) }
            }
        }
    }

    /// Macros look at their arguments.
    fn macro_call(&mut self, name: &str, args: List) -> Value {
        let mut arguments = self.body.list(args).iter();
        if matches!(name, "assert!" | "debug_assert!")
            && let Some(asserted) = arguments.next()
        {
            self.condition(*asserted);
        }
        for arg in arguments {
            let value = self.look(*arg);
            if let Some(closure) = value.closure {
                self.run_detached(closure);
            }
        }
        let model = self.types.library().functions.get(name);
        if model.is_some_and(|model| model.diverges) {
            self.state.leave();
        }
        Value::nothing()
    }
}
