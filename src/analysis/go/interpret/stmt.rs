//! Statements: control flow, bindings, assignments.

use super::state::{Kind, State, Value};
use super::{Frame, Initialised, Interpreter, MAX_REPEATED_LOOPS};
use crate::analysis::go::effects::{Held, is_locked};
use crate::analysis::go::library;
use crate::analysis::go::place::{self, Place, Root, Slot, Step};
use crate::analysis::model::Op;
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{Arm, ArmList, CompareOp, List, LocalId, LocalKind, Name, Node, NodeId, Pattern, PatternId, TypeExprId};
use std::sync::Arc;

impl Interpreter<'_> {
    pub(super) fn block(&mut self, body: List, label: Option<Name>, state: &mut State) -> Value {
        if label.is_some() {
            self.frames.push(Frame { label, is_loop: false, breaks: State::dead(), continues: State::dead() });
        }
        for node in self.body.list(body) {
            if state.unreachable {
                // Nothing gets here from above: a `goto` does.
                state.join(std::mem::replace(&mut self.gone, State::dead()));
            }
            self.watch_fill(*node, state);
            self.eval(*node, state);
        }
        if label.is_some()
            && let Some(frame) = self.frames.pop()
        {
            state.join(frame.breaks);
        }
        Value::unknown()
    }

    pub(super) fn bind_let(&mut self, pattern: PatternId, ty: Option<TypeExprId>, value: Option<NodeId>, state: &mut State) {
        match value {
            Some(node) => {
                if let Some((local, at)) = self.addressed(node) {
                    self.set_apart(local, at, state);
                }
                let mut value = self.eval(node, state);
                if let Some(ty) = ty {
                    value.ty = self.names().resolve(self.region(), ty);
                }
                let value = if matches!(self.body.pattern(pattern), Pattern::Bind { .. }) { self.as_copy(value, node) } else { value };
                self.bind(pattern, value, state);
                self.start_fill(pattern, node, state);
            }
            None => self.bind_zero(pattern, ty, state),
        }
    }

    fn bind_zero(&mut self, pattern: PatternId, ty: Option<TypeExprId>, state: &mut State) {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, .. } => {
                if let Some(ty) = ty {
                    let ty = self.names().resolve(self.region(), ty);
                    self.local_types.insert(*local, ty);
                }
                self.declare_zero(*local, state);
            }
            Pattern::Tuple(parts) => {
                for part in parts {
                    self.bind_zero(*part, ty, state);
                }
            }
            _ => {}
        }
    }

    pub(super) fn bind(&mut self, pattern: PatternId, value: Value, state: &mut State) {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, .. } => self.store_local(*local, first(value), state),
            Pattern::Assign(target) => self.assign(*target, first(value), *target, state),
            Pattern::Tuple(parts) => {
                let mut values = match value.kind {
                    Kind::Results(values) => values.into_iter(),
                    _ => vec![value].into_iter(),
                };
                for part in parts {
                    self.bind(*part, values.next().unwrap_or_else(Value::unknown), state);
                }
            }
            _ => {}
        }
    }

    pub(super) fn assign_node(&mut self, node: NodeId, target: NodeId, value: NodeId, state: &mut State) {
        let result = self.eval(value, state);
        if let Node::Path(index) = self.body.node(target)
            && let ([name], true) = (self.body.path(index), self.in_constructor_code())
        {
            let value = first(result.clone());
            let function = if let Kind::Function(id) = value.kind { Some(id) } else { None };
            self.initialised.push(Initialised { name: *name, ty: value.ty, function });
        }
        match self.body.node(target) {
            Node::Tuple(list) => {
                let mut values = match result.kind {
                    Kind::Results(values) => values.into_iter(),
                    _ => vec![result].into_iter(),
                };
                for target in self.body.list(list) {
                    self.assign(*target, values.next().unwrap_or_else(Value::unknown), node, state);
                }
            }
            _ => {
                self.assign(target, first(result), node, state);
                self.start_refill(target, value, state);
            }
        }
    }

    pub(super) fn assign(&mut self, target: NodeId, value: Value, at: NodeId, state: &mut State) {
        match self.body.node(target) {
            Node::Local(local) => {
                self.note_local_write(target, local, state);
                let value = self.as_copy(value, at);
                self.store_local(local, value, state);
            }
            Node::Index { base, index } => {
                let map = self.eval_quiet(base, state);
                let key = self.eval(index, state);
                if self.is_map_by_key(&map, &key) {
                    self.note_foreign_write(base, &map, Op::Insert, state);
                } else if self.is_map(&map.ty) {
                    self.record(base, &map, Op::Insert, state);
                    self.note_late_act(target, &map, index, &value, state);
                    self.note_nil_write(base, &map, Op::Insert, state);
                    self.note_registration(base, index, &value, at);
                } else {
                    self.eval(base, state);
                }
                self.note_flow_into(map.slot.map(Slot::element), &value);
                self.keep(&self.element_of(&map, value.ty), &value, at, state);
                self.lend_entry(&map, &value, state);
                self.note_gathering(&map, &value);
                if !self.is_owned(&map, state) {
                    self.escape_to(&value, Some(&map), at, state);
                }
                self.hold(self.element_of(&map, value.ty).place, &value, state);
                self.publish_element(&map, &value, state);
            }
            Node::Field { base, name } => {
                let owner = self.eval(base, state);
                let place = self.select_field(&owner, name);
                self.run_field(at, &owner, name, &value, state);
                if owner.copied
                    && let Node::Local(local) = self.body.node(base)
                {
                    state.overridden.insert((local, name));
                    state.unshared.extend(place.place.clone());
                    let own = Value { place: self.own_field(local, name), ..place };
                    self.lend(&own, &value, at, state);
                    return;
                }
                self.store_place(target, place, value, at, state);
            }
            Node::Path(_) => {
                let place = self.eval_quiet(target, state);
                self.store_place(target, place, value, at, state);
            }
            Node::Deref(inner) => {
                let place = self.eval(inner, state);
                self.store_place(target, place, value, at, state);
            }
            Node::Opaque(_) => {}
            _ => {
                self.eval(target, state);
            }
        }
    }

    /// A map that was just made becomes an element of another.
    fn publish_element(&self, container: &Value, value: &Value, state: &mut State) {
        let Some(Root::Fresh(node)) = value.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        let element = self.element_of(container, value.ty);
        if let (Some(place), true) = (element.place, self.is_map(&value.ty))
            && place.root != Root::Fresh(node)
        {
            state.renewed.insert(place.clone());
            state.published.insert(node, (place, element.slot));
        }
    }

    /// A field, package variable or pointee takes a value.
    fn store_place(&mut self, target: NodeId, place: Value, value: Value, at: NodeId, state: &mut State) {
        self.note_lock_alias(place.slot, &value);
        self.note_given(&place, &value, at, state);
        self.note_flow_into(place.slot, &value);
        self.keep(&place, &value, at, state);
        self.note_reference(&value);
        self.lend(&place, &value, at, state);
        if self.is_map(&place.ty) {
            self.record(target, &Value { direct: true, ..place.clone() }, Op::Replace, state);
            if matches!(value.place.as_ref().map(|from| from.root), Some(Root::Fresh(_)))
                && let Some(access) = self.out.accesses.iter_mut().find(|access| access.node == target && access.op == Op::Replace)
            {
                access.by_fresh = true;
            }
            self.take_aliases(&place, at, state);
            self.note_replaced_param(&place, &value);
            if !self.is_owned(&place, state) {
                self.note_stored_map(at, &place, &value);
            }
        }
        self.hold(place.place.clone(), &value, state);
        let owned = self.is_owned(&place, state);
        if let Some(to) = &place.place {
            state.assigned.insert(to.clone());
            if !self.closures.is_empty() {
                self.assigned_in_closures.insert(to.clone());
            }
            self.note_renewal(to, &value, state);
            Self::note_replaced(to, state);
            if state.missing.contains(to) {
                state.seen.insert(to.clone());
            }
            self.note_store(at, &place, &value, state);
        }
        if let (Some(Root::Fresh(node)), Some(to)) =
            (value.place.as_ref().filter(|from| from.steps.is_empty()).map(|from| from.root), &place.place)
        {
            if !owned {
                self.escapes.entry(node).or_default().insert(at);
            }
            if to.root != Root::Fresh(node) && self.is_map(&value.ty) {
                state.published.insert(node, (to.clone(), place.slot));
            } else if !owned {
                state.shared.insert(node);
            }
        } else if !owned {
            self.escape_to(&value, Some(&place), at, state);
        }
    }

    /// A captured map variable is itself assigned.
    fn note_local_write(&mut self, target: NodeId, local: LocalId, state: &mut State) {
        if self.reassigned.contains(&local) {
            let value = self.own_value(local);
            if self.is_map(&value.ty) {
                self.record(target, &value, Op::Replace, state);
            }
        }
    }

    pub(super) fn update(&mut self, target: NodeId, value: NodeId, state: &mut State) {
        self.eval(value, state);
        if let Node::Index { base, index } = self.body.node(target) {
            let map = self.eval_quiet(base, state);
            if self.is_map(&map.ty) {
                self.eval(index, state);
                self.record(base, &map, Op::Update, state);
                self.note_nil_write(base, &map, Op::Update, state);
                return;
            }
        }
        self.eval(target, state);
    }

    /// Evaluates a condition: what holds where it is true, and where it is false.
    pub(super) fn condition(&mut self, node: NodeId, mut state: State) -> (State, State) {
        match self.body.node(node) {
            Node::Not(inner) => {
                let (yes, no) = self.condition(inner, state);
                (no, yes)
            }
            Node::ShortCircuit { left, right, and } => {
                let (yes, no) = self.condition(left, state);
                if and {
                    let (both, mut not) = self.condition(right, yes);
                    not.join(no);
                    (both, not)
                } else {
                    let (mut one, none) = self.condition(right, no);
                    one.join(yes);
                    (one, none)
                }
            }
            Node::Compare { left, right, op } => {
                let left_value = self.eval(left, &mut state);
                let right_value = self.eval(right, &mut state);
                let nil = |value: &Value| matches!(value.kind, Kind::Nil(None));
                let compared = if op == CompareOp::Order {
                    None
                } else if nil(&right_value) {
                    Some((left, &left_value))
                } else if nil(&left_value) {
                    Some((right, &right_value))
                } else {
                    None
                };
                let (mut yes, mut no) = (state.clone(), state);
                if let Some((compared, value)) = compared {
                    let (not_nil, is_nil) = if op == CompareOp::Equal { (&mut no, &mut yes) } else { (&mut yes, &mut no) };
                    Self::note_absence(value, is_nil);
                    // A copy has nothing of what the original has not.
                    is_nil.holdings.retain(|(_, held)| value.place.is_none() || held.place != value.place);
                    self.note_found_map(value, is_nil, not_nil);
                    if let Node::Local(local) = self.body.node(compared) {
                        is_nil.nil.insert(local);
                    }
                    self.note_nil(compared, value, is_nil);
                    if matches!(value.kind, Kind::Nil(Some(_)))
                        && let Node::Local(local) = self.body.node(compared)
                    {
                        not_nil.env.insert(local, Arc::new(Value { kind: Kind::Plain, ..value.clone() }));
                    }
                } else if op != CompareOp::Order {
                    let equal = if op == CompareOp::Equal { &mut yes } else { &mut no };
                    Self::note_compared([&left_value, &right_value], equal);
                }
                (yes, no)
            }
            _ => {
                let value = self.eval(node, &mut state);
                let mut no = state.clone();
                Self::note_absence(&value, &mut no);
                if let Node::Local(local) = self.body.node(node)
                    && let Some(position) = self.param_position(local)
                {
                    state.flags.push((position, true));
                    no.flags.push((position, false));
                }
                // What a closure was called with decides.
                match value.kind {
                    Kind::Bool(true) if self.is_flag(node) => no = State::dead(),
                    Kind::Bool(false) if self.is_flag(node) => return (State::dead(), no),
                    _ => {}
                }
                if let Kind::Tried(lock, call) = value.kind {
                    self.hold_lock(call, &lock, false, &mut state);
                    state.acquire(lock);
                }
                (state, no)
            }
        }
    }

    /// `if s.m == nil { s.m = … }` under a lock: who gets past it has the map, whole.
    fn note_found_map(&self, map: &Value, is_nil: &mut State, not_nil: &mut State) {
        let Some(place) = map.place.as_ref().filter(|_| self.is_map(&map.ty) && is_nil.held.iter().any(|held| !held.once)) else { return };
        is_nil.missing.insert(place.clone());
        not_nil.seen.insert(place.clone());
    }

    /// What a look-up in a concurrent map gave decides: in `absent` it found nothing.
    fn note_absence(value: &Value, absent: &mut State) {
        if let Kind::Found(check) = value.kind {
            for checked in absent.checked.iter_mut().filter(|checked| checked.node == check) {
                checked.absent = true;
            }
            for looked in absent.looked.iter_mut().filter(|looked| looked.node == check) {
                looked.absent = true;
            }
        }
    }

    pub(super) fn branch(&mut self, cond: NodeId, then: NodeId, otherwise: Option<NodeId>, state: &mut State) {
        let (mut yes, mut no) = self.condition(cond, std::mem::take(state));
        self.eval(then, &mut yes);
        if let Some(otherwise) = otherwise {
            self.eval(otherwise, &mut no);
        }
        // `if needLock { mu.Lock() }`: who says no has the lock already.
        let mut flagged = Vec::new();
        if self.is_flag(cond) && !yes.unreachable && !no.unreachable {
            flagged.extend(yes.held.iter().filter(|lock| no.held.iter().all(|other| other.place != lock.place)).cloned());
            flagged.extend(
                no.held.iter().filter(|lock| otherwise.is_some() && yes.held.iter().all(|other| other.place != lock.place)).cloned(),
            );
        }
        yes.join(no);
        for lock in flagged {
            yes.acquire(lock);
        }
        *state = yes;
    }

    /// A parameter of the function or of a closure, or its negation, of which only the caller knows
    /// the meaning.
    fn is_flag(&self, cond: NodeId) -> bool {
        match self.body.node(cond) {
            Node::Not(inner) => self.is_flag(inner),
            Node::Local(local) => self.body.local(local).kind == LocalKind::Param,
            _ => false,
        }
    }

    pub(super) fn switch(&mut self, scrutinee: Option<NodeId>, arms: ArmList, exhaustive: bool, state: &mut State) {
        let value = scrutinee.map(|node| self.eval(node, state));
        self.arms(self.body.arms(arms), value.as_ref(), exhaustive, state);
    }

    pub(super) fn select(&mut self, arms: ArmList, state: &mut State) {
        self.arms(self.body.arms(arms), None, true, state);
    }

    fn arms(&mut self, arms: &[Arm], scrutinee: Option<&Value>, exhaustive: bool, state: &mut State) {
        self.frames.push(Frame { label: None, is_loop: false, breaks: State::dead(), continues: State::dead() });
        let mut after = if exhaustive && !arms.is_empty() { State::dead() } else { state.clone() };
        let mut fallen = State::dead();
        for arm in arms {
            let mut inside = state.clone();
            let received = arm.guard.map(|guard| self.eval(guard, &mut inside));
            self.arm_pattern(arm.pattern, received.as_ref().or(scrutinee), &mut inside);
            inside.join(std::mem::replace(&mut fallen, State::dead()));
            self.eval(arm.body, &mut inside);
            if arm.falls_through {
                fallen = inside;
            } else {
                after.join(inside);
            }
        }
        after.join(fallen);
        if let Some(frame) = self.frames.pop() {
            after.join(frame.breaks);
        }
        *state = after;
    }

    fn arm_pattern(&mut self, pattern: PatternId, value: Option<&Value>, state: &mut State) {
        match self.body.pattern(pattern) {
            Pattern::Value(node) => {
                // In a `switch` without a value, each case is a condition.
                if value.is_none() {
                    let (yes, _) = self.condition(*node, std::mem::take(state));
                    *state = yes;
                } else {
                    self.eval(*node, state);
                }
            }
            Pattern::Or(parts) => {
                for part in parts {
                    if let Pattern::Value(node) = self.body.pattern(*part) {
                        self.eval(*node, state);
                    } else {
                        self.arm_pattern(*part, value, state);
                    }
                }
            }
            Pattern::Type { ty, local } => {
                let (Some(local), Some(value)) = (local, value) else { return };
                let ty = match ty {
                    Some(ty) => self.names().resolve(self.region(), *ty),
                    None => value.ty,
                };
                self.store_local(*local, Value { ty, ..value.clone() }, state);
            }
            Pattern::Wild => {}
            _ => self.bind(pattern, value.cloned().unwrap_or_else(Value::unknown), state),
        }
    }

    pub(super) fn repeat(
        &mut self,
        node: NodeId,
        condition: Option<NodeId>,
        step: Option<NodeId>,
        body: NodeId,
        label: Option<Name>,
        state: &mut State,
    ) {
        self.in_loop(node, label, state, |this, state| {
            let (mut inside, out) = match condition {
                Some(condition) => this.condition(condition, std::mem::take(state)),
                None => (std::mem::take(state), State::dead()),
            };
            this.eval(body, &mut inside);
            if let Some(frame) = this.frames.last_mut() {
                inside.join(std::mem::replace(&mut frame.continues, State::dead()));
            }
            if let Some(step) = step {
                this.eval(step, &mut inside);
            }
            *state = inside;
            out
        });
    }

    pub(super) fn range(&mut self, node: NodeId, pattern: PatternId, over: NodeId, body: NodeId, label: Option<Name>, state: &mut State) {
        let container = self.eval_quiet(over, state);
        let under = self.names().underlying(&self.names().deref(&container.ty));
        if let TyKind::Map(..) = &*under {
            if let Kind::Nil(Some(_)) = container.kind {
                return;
            }
            self.record(over, &container, Op::Range, state);
            self.note_walk(over, &container, state);
            Self::look_again(&container, state);
        } else {
            self.eval(over, state);
        }
        if let TyKind::Channel(_) = &*under {
            self.join_on(&container, state);
        }
        let item = self.item_of((node, &container), &under, state);
        let element = container.place.as_ref().and_then(|place| place::step(place, Step::Element));
        let gained = std::cell::RefCell::new(Vec::new());
        self.in_loop(node, label, state, |this, state| {
            let out = state.clone();
            this.bind(pattern, item.clone(), state);
            this.eval(body, state);
            if let Some(frame) = this.frames.last_mut() {
                state.join(std::mem::replace(&mut frame.continues, State::dead()));
            }
            let of_element = |lock: &&Held| element.as_ref().is_some_and(|element| place::rebase(&lock.place, element, element).is_some());
            let new = |lock: &&Held| out.held.iter().all(|held| held.place != lock.place);
            if !state.alive.is_empty() {
                this.note_running_in_passes(over, &state.alive);
            }
            *gained.borrow_mut() = state.held.iter().filter(of_element).filter(new).cloned().collect();
            out
        });
        // Each pass locked its element: all of them are locked then.
        for lock in gained.into_inner() {
            state.acquire(Held { chosen: false, ..lock });
        }
    }

    /// What a `range` binds: key and value.
    fn item_of(&self, (range, container): (NodeId, &Value), under: &Ty, state: &State) -> Value {
        let (key, value) = self.item_types(under);
        // What gives one thing alone gives an element, not its key.
        let alone = matches!(&**under, TyKind::Channel(_) | TyKind::Library(..)) && value.is_unknown();
        let key = if alone { self.element_of(container, key) } else { Value::of(key) };
        let value = self.held_value(self.element_of(container, value), state);
        let value = Value { pass: Some(range), ..self.claimed(value, state) };
        Value::kind(Kind::Results(vec![key, value]))
    }

    /// The types of what `range` binds.
    pub(super) fn item_types(&self, under: &Ty) -> (Ty, Ty) {
        match &**under {
            TyKind::Map(key, value) => (*key, *value),
            TyKind::Slice(item) | TyKind::Array(item, _) => (ty::basic("int"), *item),
            TyKind::Channel(item) => (*item, ty::unknown()),
            TyKind::Basic(name) if name.as_str() == "string" => (ty::basic("int"), ty::basic("rune")),
            TyKind::Basic(_) => (*under, ty::unknown()),
            TyKind::Function(params, _) => match params.first().map(|yielded| (**yielded).clone()) {
                Some(TyKind::Function(items, _)) => {
                    (items.first().copied().unwrap_or_else(ty::unknown), items.get(1).copied().unwrap_or_else(ty::unknown))
                }
                _ => (ty::unknown(), ty::unknown()),
            },
            _ => library::items(self.names(), under).unwrap_or_else(|| (ty::unknown(), ty::unknown())),
        }
    }

    /// Runs a loop's pass twice, so that the second sees what the first left behind. What that second pass comes to has seen
    /// its own loops' second passes in the first: they run once. `pass` leaves the state at the end of the body and
    /// returns the state in which the loop ends by its head.
    pub(super) fn in_loop(&mut self, node: NodeId, label: Option<Name>, state: &mut State, pass: impl Fn(&mut Self, &mut State) -> State) {
        self.loops.push(node);
        let chosen: Vec<Place> = state.held.iter().filter(|lock| lock.chosen).map(|lock| lock.place.clone()).collect();
        let mut after = State::dead();
        let again = self.in_second_pass;
        let passes = if self.loops.len() > MAX_REPEATED_LOOPS || again || self.is_exhausted() { 1 } else { 2 };
        for pass_before in [false, true].into_iter().take(passes) {
            self.in_second_pass = again || pass_before;
            self.frames.push(Frame { label, is_loop: true, breaks: State::dead(), continues: State::dead() });
            let mut inside = state.clone();
            after.join(pass(self, &mut inside));
            if !inside.taken.is_empty() {
                self.note_pass_end(None, None, &mut inside);
            }
            if let Some(frame) = self.frames.pop() {
                after.join(frame.breaks);
            }
            state.join(inside);
        }
        self.in_second_pass = again;
        self.loops.pop();
        // Each pass took one of them, and kept it.
        after.held.iter_mut().for_each(|lock| lock.chosen &= chosen.contains(&lock.place));
        // A loop with a head may run no pass at all, or end at its head after the last one.
        *state = after;
    }

    pub(super) fn jump(&mut self, at: NodeId, label: Option<Name>, state: &mut State, breaks: bool) {
        let mut gone = std::mem::replace(state, State::dead());
        let of_loop = self.frames.last().is_some_and(|frame| frame.is_loop) || label.is_some();
        if !gone.taken.is_empty() && (!breaks || of_loop) {
            self.note_pass_end(label, Some(at), &mut gone);
        }
        let target = self.frames.iter_mut().rev().find(|frame| match label {
            Some(label) => frame.label == Some(label),
            None => frame.is_loop || breaks && frame.label.is_none(),
        });
        match target {
            Some(frame) if breaks => frame.breaks.join(gone),
            Some(frame) => frame.continues.join(gone),
            None => {}
        }
    }

    pub(super) fn return_values(&mut self, at: NodeId, values: List, state: &mut State) {
        let mut results = Vec::new();
        for node in self.body.list(values) {
            let mut value = self.eval(*node, state);
            self.note_reference(&value);
            self.note_return(*node, &value, state);
            if self.closures.is_empty() {
                self.note_taken(&value, state);
            }
            if let Some(locks) = self.unlocks_of(&value, state) {
                state.taken.retain(|taken| locks.iter().all(|(place, _)| *place != taken.place));
                value = Value::kind(Kind::Unlocks(locks));
            }
            if let Kind::Closure(id) = value.kind {
                self.returned.insert(id);
            }
            if results.is_empty() {
                self.keep_returned(&value, at, state);
            }
            match value.kind {
                Kind::Results(values) => results.extend(values),
                _ => results.push(value),
            }
        }
        if results.is_empty() && self.closures.is_empty() {
            results = self.function.named_results.iter().map(|local| self.read_local(*local, state)).collect();
        }
        self.leave(Some(at), Some(results), state);
    }

    /// Leaves the function or closure: deferred calls run, last first. `at` is where, `None` for a
    /// panic: the caller goes on only where a deferred call may recover from it.
    pub(super) fn leave(&mut self, at: Option<NodeId>, results: Option<Vec<Value>>, state: &mut State) {
        if state.unreachable {
            return;
        }
        let goes_on = at.is_some() || !state.deferred.is_empty();
        while let Some(deferred) = state.deferred.pop() {
            let rest = std::mem::take(&mut state.deferred);
            let outer = std::mem::replace(&mut self.deferring, true);
            self.apply_call(deferred.node, &deferred.callee, &deferred.args, state);
            self.deferring = outer;
            state.deferred = rest;
        }
        if let Some(at) = at.filter(|_| !state.taken.is_empty()) {
            self.note_leaving(at, state);
        }
        if let Some(results) = results.filter(|_| self.closures.is_empty()) {
            self.note_shared_results(&results);
            for value in &results {
                if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root)
                    && state.shared.contains(&node)
                {
                    self.escapes.entry(node).or_default().insert(NodeId::NOWHERE);
                }
            }
            let succeeds = || results.last().is_some_and(|error| matches!(error.kind, Kind::Nil(_)));
            if is_locked(&state.held) && self.names().returns_error(self.id) && succeeds() {
                self.successes.join(state.clone());
            }
            self.results.push(results);
        }
        let left = std::mem::replace(state, State::dead());
        if goes_on {
            self.exits.join(left);
        }
    }
}

/// The first of several results.
pub(super) fn first(value: Value) -> Value {
    match value.kind {
        Kind::Results(values) => values.into_iter().next().unwrap_or_else(Value::unknown),
        _ => value,
    }
}
