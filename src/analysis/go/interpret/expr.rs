//! Expressions: types, places, and the map accesses in them.

use super::call::is_function_type;
use super::gate::Entering;
use super::spawn::keep_common;
use super::state::{Kind, State, Value};
use super::{Interpreter, MAX_REPEATED_LOOPS};
use crate::analysis::go::effects::{Exit, NilWrite, SpawnIndex, add_named};
use crate::analysis::go::names::{Item, Selected};
use crate::analysis::go::place::{self, Place, Root, Slot, SlotBase, Step};
use crate::analysis::model::Op;
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{ClosureId, List, Literal, Name, Node, NodeId, Runs, TypeModelKind};
use crate::source::Span;
use rustc_hash::FxHashSet;

impl Interpreter<'_> {
    /// Evaluates a node; a map that is read as a value is recorded as loaded.
    pub(super) fn eval(&mut self, node: NodeId, state: &mut State) -> Value {
        let value = self.eval_quiet(node, state);
        if value.direct && matches!(self.body.node(node), Node::Field { .. } | Node::Path(_) | Node::Local(_)) && self.is_map(&value.ty) {
            self.record(node, &value, Op::Load, state);
        }
        value
    }

    /// Evaluates a node without recording that its value is read; what is inside is recorded.
    pub(super) fn eval_quiet(&mut self, node: NodeId, state: &mut State) -> Value {
        if state.unreachable {
            return Value::unknown();
        }
        self.steps += 1;
        match self.body.node(node) {
            Node::Opaque(list) => {
                let values = self.eval_list(list, state);
                let found = values.into_iter().find_map(|value| value.looked_up());
                found.map_or_else(Value::unknown, |check| Value::kind(Kind::Derived(check)))
            }
            Node::Compare { .. } | Node::Not(_) => {
                let (mut yes, no) = self.condition(node, std::mem::take(state));
                yes.join(no);
                *state = yes;
                Value::of(ty::basic("bool"))
            }
            Node::ShortCircuit { .. } => {
                let (mut yes, no) = self.condition(node, std::mem::take(state));
                yes.join(no);
                *state = yes;
                Value::of(ty::basic("bool"))
            }
            Node::Literal(literal) => literal_value(literal),
            Node::Local(local) => self.read_local(local, state),
            Node::Path(index) => self.eval_path(index),
            Node::Field { base, name } => self.eval_field(base, name, state),
            Node::Index { base, index } => self.eval_index(node, base, index, state),
            Node::Slice { base, bounds } => {
                self.eval_list(bounds, state);
                let value = self.eval(base, state);
                let ty = match &*self.names().underlying(&self.names().deref(&value.ty)) {
                    TyKind::Array(item, _) => Ty::new(TyKind::Slice(*item)),
                    _ => value.ty,
                };
                Value { ty, direct: false, ..value }
            }
            Node::Deref(inner) => {
                let value = self.eval(inner, state);
                let ty = match &*self.names().unalias(&value.ty) {
                    TyKind::Pointer(target) => *target,
                    _ => value.ty,
                };
                Value { ty, ..value }
            }
            Node::AddressOf { operand, .. } => {
                let value = self.eval_quiet(operand, state);
                if self.is_whole_copy(operand, &value, state) {
                    return self.allocate(node, Ty::new(TyKind::Pointer(value.ty)), state);
                }
                self.lend_address(operand, &value, state);
                Value { ty: Ty::new(TyKind::Pointer(value.ty)), direct: false, kind: Kind::Plain, ..value }
            }
            Node::Call { callee, args, .. } => self.call(node, callee, args, state),
            Node::Convert { ty, operand } => {
                let value = self.eval(operand, state);
                Value { ty: self.names().resolve(self.region(), ty), ..value }
            }
            Node::TypeAssert { operand, ty } => {
                let value = self.eval(operand, state);
                let ty = ty.map_or_else(ty::unknown, |ty| self.names().resolve(self.region(), ty));
                let kind = if matches!(value.kind, Kind::Found(_) | Kind::Derived(_)) { value.kind } else { Kind::Plain };
                // Containers of anything keep many maps in one slot, but a map only beside maps.
                let slot = value.slot.filter(|_| self.is_map(&ty));
                let asserted = Value { ty, kind, direct: false, slot, ..value };
                Value { kind: Kind::Results(vec![asserted.clone(), Value::of(ty::basic("bool"))]), ..asserted }
            }
            Node::Make { ty, args } => {
                self.eval_list(args, state);
                let ty = self.names().resolve(self.region(), ty);
                self.allocate(node, ty, state)
            }
            Node::New(ty) => {
                let ty = self.names().resolve(self.region(), ty);
                self.note_literal(node, List::default());
                self.allocate(node, Ty::new(TyKind::Pointer(ty)), state)
            }
            Node::Composite { ty, elements } => {
                let ty = self.names().resolve(self.region(), ty);
                let made = self.allocate(node, ty, state);
                self.note_literal(node, elements);
                self.elements(elements, node, &made, state);
                made
            }
            Node::NamedElement { value, .. } => self.eval(value, state),
            Node::Pair { key, value } => {
                self.eval(key, state);
                self.eval(value, state)
            }
            Node::Spread(inner) | Node::Await(inner) | Node::Try(inner) | Node::Terminate(inner) | Node::Unsafe(inner) => {
                self.eval(inner, state)
            }
            Node::Tuple(list) => {
                let values = self.body.list(list).iter().map(|node| super::stmt::first(self.eval(*node, state))).collect();
                Value::kind(Kind::Results(values))
            }
            Node::Closure(id) => self.closure_value(id, state),
            Node::Block { body, label, .. } => self.block(body, label, state),
            Node::Let { pattern, ty, value, .. } => {
                self.bind_let(pattern, ty, value, state);
                Value::unknown()
            }
            Node::Assign { target, value } => {
                self.assign_node(node, target, value, state);
                Value::unknown()
            }
            Node::Update { target, value } => {
                self.update(target, value, state);
                Value::unknown()
            }
            Node::If { cond, then, otherwise, .. } => {
                self.branch(cond, then, otherwise, state);
                Value::unknown()
            }
            Node::Is { value, .. } => self.eval(value, state),
            Node::Match { scrutinee, arms, exhaustive } => {
                self.switch(scrutinee, arms, exhaustive, state);
                Value::unknown()
            }
            Node::Select { arms } => {
                self.select(arms, state);
                Value::unknown()
            }
            Node::Loop { condition, step, body, label } => {
                self.repeat(node, condition, step, body, label, state);
                Value::unknown()
            }
            Node::For { pattern, over, body, label } => {
                self.range(node, pattern, over, body, label, state);
                Value::unknown()
            }
            Node::Return(values) => {
                self.return_values(node, values, state);
                Value::unknown()
            }
            Node::Break { label, .. } => {
                self.jump(node, label, state, true);
                Value::unknown()
            }
            Node::Continue(label) => {
                self.jump(node, label, state, false);
                Value::unknown()
            }
            Node::Goto(_) => {
                let gone = std::mem::replace(state, State::dead());
                self.gone.join(gone);
                Value::unknown()
            }
            Node::Go(call) => {
                self.go(node, call, state);
                Value::unknown()
            }
            Node::Defer(call) => {
                self.defer(call, state);
                Value::unknown()
            }
            Node::Send { channel, value } => {
                let channel = self.eval(channel, state);
                let sent = self.eval(value, state);
                self.note_exit(value, &sent, Exit::Sent, None, state);
                self.note_sent(value, &sent, state);
                self.note_taken(&sent, state);
                self.escape_to(&sent, None, node, state);
                self.note_flow_into(channel.slot.map(Slot::element), &sent);
                self.keep(&self.element_of(&channel, sent.ty), &sent, node, state);
                self.signal(&channel, state);
                self.out.sends_on.extend(channel.slot.filter(|slot| slot.is_declared()));
                self.pass_gate(node, Entering::BySending, &channel, state);
                Value::unknown()
            }
            Node::Receive(channel) => {
                let channel = self.eval(channel, state);
                self.join_on(&channel, state);
                self.pass_gate(node, Entering::ByReceiving, &channel, state);
                let item = match &*self.names().underlying(&self.names().deref(&channel.ty)) {
                    TyKind::Channel(item) => *item,
                    _ => ty::unknown(),
                };
                let received = self.element_of(&channel, item);
                Value { kind: Kind::Results(vec![received.clone(), Value::of(ty::basic("bool"))]), ..received }
            }
        }
    }

    pub(super) fn eval_list(&mut self, list: List, state: &mut State) -> Vec<Value> {
        self.body.list(list).iter().map(|node| self.eval(*node, state)).collect()
    }

    /// The function is handed on: someone may call it later.
    pub(super) fn note_reference(&mut self, value: &Value) {
        if let Kind::Function(id) | Kind::Method(id, _) = value.kind {
            self.out.references.push(id);
        }
        self.note_lock_handed(value);
    }

    /// Elements of a composite literal: functions stored in it run later.
    fn elements(&mut self, elements: List, literal: NodeId, made: &Value, state: &mut State) {
        for element in self.body.list(elements) {
            let value = self.eval(*element, state);
            self.note_reference(&value);
            self.give(*element, made, &value, state);
            if let Node::NamedElement { name, .. } = self.body.node(*element) {
                let field = self.field_of(made, name, ty::unknown());
                self.note_lock_alias(field.slot, &value);
                self.note_given(&field, &value, literal, state);
                self.note_flow_into(field.slot, &value);
                self.keep(&field, &value, *element, state);
                self.lend(&field, &value, *element, state);
                self.run_field(literal, made, name, &value, state);
            }
            if let Some(Root::Result(node)) = value.place.as_ref().map(|place| place.root) {
                state.shared.insert(node);
            }
            // What a fresh object holds gets out with it; maps in it are reached by its fields.
            if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root) {
                if !self.is_map(&value.ty) {
                    self.escapes.entry(node).or_default().insert(literal);
                } else if let Node::NamedElement { name, .. } = self.body.node(*element) {
                    let whole = Value { place: Some(place::root(Root::Fresh(literal))), ..Value::of(ty::unknown()) };
                    if let Some(to) = self.field_of(&whole, name, ty::unknown()).place {
                        state.published.insert(node, (to, None));
                    }
                }
            }
        }
    }

    fn eval_path(&mut self, index: u32) -> Value {
        let [name] = self.body.path(index) else { return Value::unknown() };
        match self.names().local_or_member(self.region(), *name) {
            Some(item) => self.item_value(item),
            None if super::super::names::is_builtin_type(name) => Value::kind(Kind::Type(ty::builtin(*name))),
            None => Value::unknown(),
        }
    }

    fn item_value(&self, item: Item) -> Value {
        match item {
            Item::Type(id) => Value::kind(Kind::Type(ty::named(id))),
            Item::Function(id) => Value::kind(Kind::Function(id)),
            Item::Var(id) => {
                let ty = self.world.globals.types.get(id.0 as usize).copied().unwrap_or_else(ty::unknown);
                let kind = self.world.globals.functions.get(&id).map_or(Kind::Plain, |function| Kind::Function(*function));
                Value {
                    kind,
                    place: Some(place::root(Root::Global(id))),
                    slot: Some(Slot::new(SlotBase::Global(id))),
                    direct: true,
                    ..Value::of(ty)
                }
            }
        }
    }

    fn eval_field(&mut self, base: NodeId, name: Name, state: &mut State) -> Value {
        if let Some(package) = self.package_name(base) {
            if let Some(item) = self.names().package_member(self.file, package, name) {
                return self.item_value(item);
            }
            if let Some(path) = self.names().library_path(self.file, package, name) {
                return self.library_value(path);
            }
            return Value::unknown();
        }
        let mut owner = self.eval_quiet(base, state);
        if let (Node::Local(local), true) = (self.body.node(base), owner.copied)
            && self.changes_fields(&owner, name)
        {
            self.set_apart(local, base, state);
            owner = self.eval_quiet(base, state);
        }
        if let (Node::Local(local), true) = (self.body.node(base), owner.copied)
            && state.overridden.contains(&(local, name))
        {
            let shared = self.select_field(&owner, name);
            let own = self.own_field(local, name);
            let renewed = own.iter().chain(&shared.place).any(|place| state.unshared.contains(place));
            let foreign = self.claim_at(own.as_ref(), state).or(shared.foreign.filter(|_| !renewed));
            let whole = Value { copied: false, ..self.own_value(local) };
            return Value { slot: None, foreign, ..self.select_field(&whole, name) };
        }
        if let Kind::Type(ty) = &owner.kind {
            // A method expression `T.m`: the receiver is the first argument.
            return match self.names().select(ty, name) {
                Selected::Method { function, .. } => Value::kind(Kind::Function(function)),
                _ => Value::unknown(),
            };
        }
        let selected = self.select_field(&owner, name);
        if self.takes_address(&selected) {
            self.lend_address(base, &owner, state);
        }
        let field = self.held_value(selected, state);
        self.claimed(field, state)
    }

    /// The method of that name gives fields of its receiver other values.
    fn changes_fields(&self, owner: &Value, name: Name) -> bool {
        let Selected::Method { function, .. } = self.names().select(&owner.ty, name) else { return false };
        let receiver = self.names().symbols.function(self.names().program, function).1.receiver.map(Root::Local);
        self.world.summary(function).replaces.iter().any(|place| Some(place.root) == receiver)
    }

    /// The name of the package that a node names, if it does.
    pub(super) fn package_name(&self, base: NodeId) -> Option<Name> {
        let Node::Path(index) = self.body.node(base) else { return None };
        match self.body.path(index) {
            [name] if self.names().is_package(self.file, *name) => Some(*name),
            _ => None,
        }
    }

    fn library_value(&self, path: Name) -> Value {
        let ty = Ty::new(TyKind::Library(path, Box::default()));
        // Who converts to a library's function type hands the function on: that is a call.
        let is_type = self.names().is_library_type(path) && !is_function_type(&self.names().underlying(&ty));
        Value {
            place: Some(place::root(Root::Library(path))),
            slot: Some(Slot::new(SlotBase::Library(path))),
            ..Value::kind(if is_type { Kind::Type(ty) } else { Kind::Library(path) })
        }
    }

    /// `owner.name`, embedding followed.
    pub(super) fn select_field(&self, owner: &Value, name: Name) -> Value {
        let selected = self.names().select(&owner.ty, name);
        let through = match &selected {
            Selected::Field { through, .. } | Selected::Method { through, .. } | Selected::LibraryMethod { through, .. } => through.clone(),
            _ => Vec::new(),
        };
        let mut holder = owner.clone();
        for embedded in through {
            let ty = match self.names().select(&holder.ty, embedded) {
                Selected::Field { ty, .. } => ty,
                _ => ty::unknown(),
            };
            holder = self.field_of(&holder, embedded, ty);
        }
        match selected {
            Selected::Field { ty, .. } => self.field_of(&holder, name, ty),
            Selected::Method { function, .. } => Value::kind(Kind::Method(function, Box::new(holder))),
            Selected::LibraryMethod { .. } => Value::kind(Kind::LibraryMethod(Box::new(holder), name)),
            Selected::InterfaceMethod { interface, results } => {
                Value::kind(Kind::InterfaceMethod(interface, name, Box::new(holder), results))
            }
            Selected::Unknown => match &*self.names().deref(&owner.ty) {
                // `cond.L` is the lock that the condition variable was made with.
                TyKind::Library(..) if self.kind_of(&owner.ty) == TypeModelKind::Transparent => {
                    let inner = self.names().model(&owner.ty).and_then(|model| model.like.as_deref());
                    let ty = inner.map_or_else(ty::unknown, |path| Ty::new(TyKind::Library(Name::from(path), Box::default())));
                    Value { ty, direct: false, ..holder }
                }
                TyKind::Library(..) => self.field_of(&holder, name, ty::unknown()),
                TyKind::Unknown if holder.foreign.is_some() => self.field_of(&holder, name, ty::unknown()),
                _ => Value::unknown(),
            },
        }
    }

    fn eval_index(&mut self, node: NodeId, base: NodeId, index: NodeId, state: &mut State) -> Value {
        let container = self.eval_quiet(base, state);
        if matches!(container.kind, Kind::Function(_) | Kind::Type(_) | Kind::Method(..)) {
            return container;
        }
        // A generic function of a library, with its type arguments.
        if matches!(&container.kind, Kind::Library(path) if self.names().library().functions.contains_key(path.as_str())) {
            return container;
        }
        self.eval(index, state);
        let under = self.names().underlying(&self.names().deref(&container.ty));
        match &*under {
            TyKind::Map(_, value) => {
                self.record(base, &container, Op::Get, state);
                let kind = self.look_up(node, &container, index, state);
                let element = self.held_value(self.element_of(&container, *value), state);
                let element = Value { kind: kind.clone(), ..self.claimed(element, state) };
                let found = Value { kind, ..Value::of(ty::basic("bool")) };
                Value { kind: Kind::Results(vec![element.clone(), found]), ..element }
            }
            TyKind::Slice(item) | TyKind::Array(item, _) => {
                if let Node::Field { .. } | Node::Path(_) = self.body.node(node) {
                    self.eval(base, state);
                }
                self.held_value(self.element_of(&container, *item), state)
            }
            TyKind::Basic(name) if name.as_str() == "string" => Value::of(ty::basic("byte")),
            _ => Value::unknown(),
        }
    }

    /// The fields that a struct literal gives a value; none where it has no field names.
    fn note_literal(&mut self, node: NodeId, elements: List) {
        let mut given = FxHashSet::default();
        for element in self.body.list(elements) {
            match self.body.node(*element) {
                Node::NamedElement { name, .. } => given.insert(name),
                _ => return,
            };
        }
        self.literals.insert(node, given);
    }

    /// A write to a map that is certainly nil: a variable that nothing was assigned to, or a field
    /// of a struct that was just made without it and that nobody else had in hand.
    pub(super) fn note_nil_write(&mut self, base: NodeId, map: &Value, op: Op, state: &State) {
        if state.unreachable || self.trials > 0 || self.made_after_all.contains(&base) {
            return;
        }
        let declared = match map.kind {
            // What another function literal assigns, and inner passes of deep loops, are not seen in order.
            Kind::Nil(Some(local)) if self.body.local(local).closure != self.closures.last().copied() => None,
            _ if self.loops.len() > MAX_REPEATED_LOOPS => None,
            Kind::Nil(Some(local)) => Some(self.body.local(local).span),
            _ => self.unset_field(map, state),
        };
        let known = self.out.nil_writes.iter().position(|write| write.node == base);
        if declared.is_none() {
            // A later pass of a loop may see it made.
            self.made_after_all.insert(base);
            if let Some(known) = known {
                self.out.nil_writes.remove(known);
            }
        }
        if let (Some(declared), Some(slot), None) = (declared, map.slot, known) {
            self.out.nil_writes.push(NilWrite { node: base, place: map.place.clone(), declared, slot, op, ty: map.ty });
        }
    }

    /// Where the struct was made whose field the map is, if nothing gave the field a value.
    fn unset_field(&self, map: &Value, state: &State) -> Option<Span> {
        let place = map.place.as_ref().filter(|place| !state.assigned.contains(*place))?;
        let [Step::Field(name)] = place.steps[..] else { return None };
        let whole = place::root(place.root);
        if state.assigned.contains(&whole) || !self.is_owned(map, state) {
            return None;
        }
        match place.root {
            Root::Fresh(node) => self.literals.get(&node).filter(|given| !given.contains(&name)).map(|_| self.body.span(node)),
            Root::Local(local) if self.zeroed.contains(&local) && !self.reassigned.contains(&local) => Some(self.body.local(local).span),
            _ => None,
        }
    }

    fn closure_value(&mut self, id: ClosureId, state: &State) -> Value {
        if !self.consumed.contains(&id) {
            let mut created = state.clone();
            created.checked.clear();
            created.forget_sections();
            self.created.insert(id, created);
        }
        let closure = self.body.closure(id);
        let types = |list: &[crate::facts::TypeExprId]| list.iter().map(|ty| self.names().resolve(self.region(), *ty)).collect();
        let params = closure.params.iter().map(|local| self.local_ty(*local)).collect();
        Value { kind: Kind::Closure(id), ..Value::of(Ty::new(TyKind::Function(params, types(&closure.results)))) }
    }

    /// The channel's counterpart has gone on: goroutines that signal it are done.
    pub(super) fn join_on(&mut self, on: &Value, state: &mut State) {
        let Some(place) = on.place.clone().filter(|_| !state.unreachable) else { return };
        if self.thread.is_none() && self.trials == 0 && matches!(place.root, Root::Local(_) | Root::Global(_)) {
            add_named(&mut self.out.summary.joins, place.clone());
        }
        let signals = &self.signals;
        let is_joined = |spawn: &SpawnIndex| signals.get(spawn).is_some_and(|places| places.contains(&place));
        let joined: Vec<SpawnIndex> = state.alive.iter().copied().filter(is_joined).collect();
        state.alive.retain(|spawn| !joined.contains(spawn));
        for spawn in joined {
            keep_common(&mut self.out.spawns[spawn as usize].held, &state.held);
        }
    }

    /// This thread tells whoever waits on the place that it got here.
    pub(super) fn signal(&mut self, on: &Value, state: &State) {
        let Some(place) = on.place.clone().filter(|_| !state.unreachable) else { return };
        match self.thread {
            Some(thread) => self.note_signals(thread, [place]),
            None => {
                if matches!(place.root, Root::Local(_) | Root::Global(_)) {
                    add_named(&mut self.out.summary.signals, place);
                }
            }
        }
    }

    /// A goroutine of this function tells whoever waits on the places that it is done.
    pub(super) fn note_signals(&mut self, thread: SpawnIndex, places: impl IntoIterator<Item = Place>) {
        let known = self.signals.entry(thread).or_default();
        places.into_iter().for_each(|place| add_named(known, place));
    }

    /// Whether the library type is one that the analysis treats as a map of its own.
    pub(super) fn is_concurrent_map(&self, value: &Value) -> bool {
        matches!(self.kind_of(&value.ty), TypeModelKind::ConcurrentMap)
    }

    /// A value that is handed to code which runs it: functions run, others are only looked at.
    pub(super) fn is_function_value(&self, value: &Value) -> bool {
        matches!(value.kind, Kind::Closure(_) | Kind::Function(_) | Kind::Method(..) | Kind::InterfaceMethod(..))
    }

    /// How strongly a way of running a function counts as a thread of its own.
    pub(super) fn starts_thread(runs: Runs) -> bool {
        !matches!(runs, Runs::Here | Runs::Each | Runs::Once | Runs::Subtest)
    }

    /// Whether whoever runs it so waits for the thread before it returns.
    pub(super) fn joins_thread(runs: Runs) -> bool {
        matches!(runs, Runs::ThreadJoined | Runs::ManyJoined)
    }
}

fn literal_value(literal: Literal) -> Value {
    match literal {
        Literal::Nil => Value::kind(Kind::Nil(None)),
        Literal::Int(_) => Value::of(ty::basic("int")),
        Literal::Text(_) => Value::of(ty::basic("string")),
        Literal::Bool(literal) => Value { kind: Kind::Bool(literal), ..Value::of(ty::basic("bool")) },
        Literal::Other => Value::unknown(),
    }
}
