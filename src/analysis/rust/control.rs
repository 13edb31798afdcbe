//! What is alive along branches, loops, awaits and function literals.

use super::state::{GuardId, Holder, State};
use super::trace::{Access, AwaitSite, CallSite, Spawn, Target, WaitSite};
use super::types::{is_map, unit};
use super::walk::{Exit, Pending, Value, Walk};
use crate::analysis::ty::{Ty, TyKind, unknown};
use crate::facts::{Arm, ClosureId, ClosureKind, Effect, List, LocalId, Name, Node, NodeId, PatternId, Runs, TypeModelKind, Wait};

impl Walk<'_, '_> {
    pub(super) fn block(&mut self, nodes: &[NodeId], tail: bool, label: Option<Name>) -> Value {
        let outer = self.frame;
        if label.is_some() {
            self.enter(label, false, false);
        }
        let block = self.open_frame();
        let result = self.in_block(|walk| {
            let mut result = Value::of(unit());
            for (index, node) in nodes.iter().enumerate() {
                if tail && index + 1 == nodes.len() {
                    // Temporaries of the last expression outlive the block.
                    walk.frame = outer;
                    result = walk.value(*node);
                } else if matches!(walk.body.node(*node), Node::Let { extended: true, .. }) {
                    walk.place(*node);
                } else {
                    walk.in_frame(|walk| walk.look(*node));
                }
            }
            result
        });
        self.state.end_held_by(Holder::Temporary(block));
        self.frame = outer;
        if label.is_some() {
            self.leave_exit();
        }
        result
    }

    /// A condition: the state afterwards is that of success; what is returned is that of failure.
    pub(super) fn condition(&mut self, node: NodeId) -> State {
        match self.body.node(node) {
            Node::Is { pattern, value } => {
                let value = self.value(value);
                let mut failed = self.state.clone();
                let optional = self.is_optional(&value);
                for guard in &value.guards {
                    if optional {
                        failed.end(*guard);
                    } else {
                        failed.hold(*guard, Holder::Temporary(self.frame));
                    }
                }
                self.bind(pattern, value);
                failed
            }
            Node::ShortCircuit { left, right, and: true } => {
                let failed = self.condition(left);
                failed.join(self.condition(right))
            }
            Node::ShortCircuit { left, right, and: false } => {
                self.look(left);
                let before = self.state.clone();
                self.look(right);
                let after = std::mem::take(&mut self.state);
                self.state = before.join(after);
                self.state.clone()
            }
            Node::Terminate(inner) => self.in_frame(|walk| {
                let mut failed = walk.condition(inner);
                failed.end_held_by(Holder::Temporary(walk.frame));
                failed
            }),
            Node::Not(inner) => {
                let failed = self.condition(inner);
                std::mem::replace(&mut self.state, failed)
            }
            _ => {
                self.look(node);
                let mut failed = self.state.clone();
                if let Some((local, when)) = self.empty_when(node) {
                    let empty = if when { &mut self.state } else { &mut failed };
                    empty.end_held_by(Holder::Local(local));
                }
                failed
            }
        }
    }

    /// A local that is an empty `Option` or `Result`, and so holds no guard, where the condition has that
    /// truth value: `found.is_none()`, `found.is_ok()`.
    fn empty_when(&self, condition: NodeId) -> Option<(LocalId, bool)> {
        let Node::Call { callee, args: List { len: 0, .. }, .. } = self.body.node(condition) else { return None };
        let Node::Field { base, name } = self.body.node(callee) else { return None };
        let Node::Local(local) = self.body.node(base) else { return None };
        match name.as_str() {
            "is_none" | "is_err" | "is_absent" | "is_locked" => Some((local, true)),
            "is_some" | "is_ok" | "is_present" => Some((local, false)),
            _ => None,
        }
    }

    pub(super) fn if_(&mut self, cond: NodeId, then: NodeId, otherwise: Option<NodeId>, drops_before_else: bool) -> Value {
        let outer = self.frame;
        if drops_before_else {
            self.open_frame();
        }
        let inner = self.frame;
        let (mut failed, mut result) = self.in_block(|walk| {
            let failed = walk.condition(cond);
            (failed, walk.value(then))
        });
        if drops_before_else {
            self.state.end_held_by(Holder::Temporary(inner));
            failed.end_held_by(Holder::Temporary(inner));
            self.frame = outer;
        }
        let taken = std::mem::replace(&mut self.state, failed);
        if let Some(otherwise) = otherwise {
            let other = self.value(otherwise);
            result = merge(result, other);
        }
        let skipped = std::mem::take(&mut self.state);
        self.state = taken.join(skipped);
        result
    }

    pub(super) fn match_(&mut self, scrutinee: Option<NodeId>, arms: &[Arm]) -> Value {
        let scrutinee = scrutinee.map_or_else(Value::nothing, |node| self.place(node));
        let optional = self.is_optional(&scrutinee);
        let before = self.state.clone();
        let mut after = State::never();
        let mut result: Option<Value> = None;
        let mut full_taken = false;
        for arm in arms {
            self.state = before.clone();
            let mut matched = scrutinee.clone();
            let empty = self.matches_nothing(arm.pattern, full_taken);
            if optional && empty {
                self.end(&matched);
                matched.guards.clear();
                if let Some(local) = matched.home {
                    self.state.end_held_by(Holder::Local(local));
                }
            }
            let moves = self.binds_by_value(arm.pattern) && !matches!(*matched.ty, TyKind::Pointer(_));
            if let Some(local) = matched.home.take().filter(|_| moves) {
                self.take_from(local, &mut matched);
            }
            let value = self.in_block(|walk| {
                walk.bind(arm.pattern, matched);
                if let Some(guard) = arm.guard {
                    walk.condition(guard);
                }
                walk.value(arm.body)
            });
            full_taken |= arm.guard.is_none() && !empty && self.takes_all_full(arm.pattern);
            let state = std::mem::take(&mut self.state);
            after = after.join(state);
            result = Some(match result {
                Some(known) => merge(known, value),
                None => value,
            });
        }
        self.state = if arms.is_empty() { before } else { after };
        result.unwrap_or_else(Value::nothing)
    }

    pub(super) fn select(&mut self, node: NodeId, arms: &[Arm]) -> Value {
        for arm in arms {
            match arm.guard.map(|guard| (guard, self.body.node(guard))) {
                Some((_, Node::Await(operand))) => {
                    let value = self.value(operand);
                    let value = self.run_pending(node, value);
                    self.end(&value);
                }
                Some((guard, _)) => {
                    self.look(guard);
                }
                None => {}
            }
        }
        self.awaits(node);
        let before = self.state.clone();
        let mut after = State::never();
        for arm in arms {
            self.state = before.clone();
            self.in_block(|walk| {
                walk.bind(arm.pattern, Value::nothing());
                let value = walk.value(arm.body);
                walk.end(&value);
            });
            let state = std::mem::take(&mut self.state);
            after = after.join(state);
        }
        self.state = if arms.is_empty() { before } else { after };
        Value::nothing()
    }

    pub(super) fn loop_(&mut self, condition: Option<NodeId>, step: Option<NodeId>, body: NodeId, label: Option<Name>) -> Value {
        self.enter(label, true, false);
        self.in_frame(|walk| {
            let mut failed = walk.in_block(|walk| {
                let failed = condition.map_or_else(State::never, |condition| walk.condition(condition));
                let value = walk.value(body);
                walk.end(&value);
                if let Some(step) = step {
                    walk.look(step);
                }
                failed
            });
            failed.end_held_by(Holder::Temporary(walk.frame));
            walk.state = failed;
        });
        self.leave_exit();
        Value::nothing()
    }

    pub(super) fn for_(&mut self, node: NodeId, (pattern, over, body): (PatternId, NodeId, NodeId), label: Option<Name>) -> Value {
        self.enter(label, true, false);
        self.in_frame(|walk| {
            let mut value = walk.value(over);
            let stripped = walk.types.strip(&value.ty);
            let kind = walk.types.kind(&stripped);
            if is_map(kind) && value.place.is_some() && value.guards.is_empty() {
                let access = walk.access(node, &value, stripped, kind, Effect::Range);
                if let Some(guard) = walk.shard_guard(&access, false) {
                    value.guards.push(guard);
                }
                walk.note(access);
            }
            walk.settle(&mut value);
            let element = match &*stripped {
                TyKind::Slice(element) | TyKind::Array(element, _) => *element,
                TyKind::Library(..) if kind == TypeModelKind::Sequence => walk.types.inner(&stripped).unwrap_or_else(unknown),
                _ => unknown(),
            };
            let before = walk.state.clone();
            walk.in_block(|walk| {
                walk.bind(pattern, Value::of(element));
                let value = walk.value(body);
                walk.end(&value);
            });
            let after = std::mem::take(&mut walk.state);
            walk.state = before.join(after);
        });
        self.leave_exit();
        Value::nothing()
    }

    pub(super) fn break_(&mut self, label: Option<Name>, value: Option<NodeId>) {
        if let Some(value) = value {
            let value = self.value(value);
            self.end(&value);
        }
        let stops = |exit: &Exit| exit.is_closure || if label.is_some() { exit.label == label } else { exit.is_loop };
        if let Some(exit) = self.exits.iter_mut().rfind(|exit| stops(exit)).filter(|exit| !exit.is_closure) {
            // What was declared or made in it ends on the way out.
            let mut state = self.state.clone();
            for local in self.blocks.iter().skip(exit.blocks).flatten() {
                state.end_held_by(Holder::Local(*local));
            }
            state.end_frames_from(exit.frame);
            exit.left.push(state);
        }
        self.state.leave();
    }

    fn leave_exit(&mut self) {
        let Some(exit) = self.exits.pop() else { return };
        for state in exit.left {
            let known = std::mem::take(&mut self.state);
            self.state = known.join(state);
        }
    }

    pub(super) fn await_(&mut self, node: NodeId, operand: NodeId) -> Value {
        let value = self.value(operand);
        if let Some(closure) = value.closure.filter(|closure| self.body.closure(*closure).kind == ClosureKind::AsyncBlock) {
            // Guards of here are told of at this await, not at those in the block.
            let (before, first) = (self.alive(), self.trace.awaits.len());
            let result = self.run_here(closure, &[]);
            for site in self.trace.awaits.iter_mut().skip(first) {
                site.alive.retain(|(guard, _)| before.iter().all(|(outer, _)| outer != guard));
            }
            self.awaits(node);
            return result;
        }
        self.awaits(node);
        self.run_pending(node, value)
    }

    fn run_pending(&mut self, node: NodeId, mut value: Value) -> Value {
        value.closure = None;
        match value.pending.take() {
            None => value,
            Some(Pending::Call(call)) => {
                let result = self.finish_call(CallSite { alive: self.alive(), ..*call }, value.ty);
                Value { loose: result.loose, guards: result.guards, place: result.place, ..value }
            }
            Some(Pending::Guard(access, kind, exclusive)) => {
                let access = Access { alive: self.alive(), awaited: true, ..*access };
                self.acquire(access, (kind, exclusive, true), value)
            }
            Some(Pending::Access(access)) => {
                self.note(Access { alive: self.alive(), awaited: true, ..*access });
                value
            }
            Some(Pending::Wait(wait)) => {
                self.waits(node, wait, true);
                value
            }
        }
    }

    /// Notes that the function can be suspended here.
    pub(super) fn awaits(&mut self, node: NodeId) {
        let alive = self.alive();
        if !alive.is_empty() {
            self.trace.awaits.push(AwaitSite { node, alive });
        }
    }

    /// Notes that the thread, or the task, is kept waiting here.
    pub(super) fn waits(&mut self, node: NodeId, wait: Wait, awaited: bool) {
        let (alive, detached) = (self.alive(), self.detached);
        self.trace.waits.push(WaitSite { node, wait, awaited, alive, detached });
    }

    /// Runs a function literal where it stands: the guards alive here are alive in it.
    pub(super) fn run_here(&mut self, closure: ClosureId, params: &[Ty]) -> Value {
        let before = self.state.clone();
        let result = self.run_closure(closure, params);
        self.state = before;
        Value::of(result.ty)
    }

    /// Looks into a function literal that runs at another time: no guard of here is alive in it.
    /// Gives the guards that it returns, none of them alive here.
    pub(super) fn run_detached(&mut self, closure: ClosureId) -> Vec<GuardId> {
        let before = std::mem::take(&mut self.state);
        let outer = self.detached.replace(closure);
        let result = self.run_closure(closure, &[]);
        self.detached = outer;
        self.state = before;
        result.guards
    }

    fn run_closure(&mut self, id: ClosureId, params: &[Ty]) -> Value {
        if !self.walked.insert(id) {
            return Value::nothing();
        }
        let closure = self.body.closure(id);
        for (param, ty) in closure.params.iter().zip(params) {
            if let Some(info) = self.locals.get_mut(param.index()).filter(|info| info.ty.is_unknown()) {
                info.ty = *ty;
            }
        }
        let outer = self.frame;
        self.open_frame();
        self.enter(None, false, true);
        let result = self.in_block(|walk| walk.value(closure.body));
        self.exits.pop();
        self.frame = outer;
        Value { guards: result.guards, ..Value::of(result.ty) }
    }

    /// Looks into every function literal that nothing ran.
    pub(super) fn rest_of_closures(&mut self) {
        for index in 0..self.body.closures.len() {
            let id = ClosureId::new(index);
            if !self.walked.contains(&id) {
                self.run_detached(id);
            }
        }
    }

    /// Runs a function that a call is given, as the table says.
    pub(super) fn run_given(&mut self, value: &Value, run: Runs, params: &[Ty], node: NodeId) {
        match run {
            Runs::Here | Runs::Each | Runs::Main | Runs::Subtest => {
                if let Some(closure) = value.closure {
                    self.run_here(closure, params);
                }
            }
            Runs::Once => {
                let outer = std::mem::replace(&mut self.once, true);
                if let Some(closure) = value.closure {
                    self.run_here(closure, params);
                }
                self.once = outer;
            }
            Runs::Thread | Runs::ThreadJoined | Runs::Later | Runs::ThreadOfGroup => self.spawn(value, node, false),
            Runs::Many | Runs::ManyJoined => self.spawn(value, node, true),
        }
    }

    /// Notes that a function, a function literal or a future is handed to another thread or task.
    fn spawn(&mut self, value: &Value, node: NodeId, many: bool) {
        if let Some(closure) = value.closure {
            self.trace.spawns.push(Spawn { target: Target::Closure(closure), node, many });
            self.run_detached(closure);
        }
        let called = match &value.pending {
            Some(Pending::Call(call)) => Some(call.callee),
            _ => value.function,
        };
        if let Some(function) = called {
            self.trace.spawns.push(Spawn { target: Target::Function(function), node, many });
        }
    }
}

/// One of two values: what is known of both.
fn merge(one: Value, two: Value) -> Value {
    let mut guards = one.guards;
    guards.extend(two.guards);
    let nothing = one.ty.is_unknown() || matches!(&*one.ty, TyKind::Tuple(parts) if parts.is_empty());
    let ty = if nothing { two.ty } else { one.ty };
    let place = if one.place == two.place { one.place } else { None };
    Value { place, guards, ..Value::of(ty) }
}
