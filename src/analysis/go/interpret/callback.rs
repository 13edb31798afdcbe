//! Functions that are put in a slot for others to call, and calls of what a slot holds.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::callbacks::{SlotCall, SlotRun};
use crate::analysis::go::effects::{Beside, Held, SpawnIndex, Target, is_locked};
use crate::analysis::go::place::{self, Place, Root, Slot, SlotBase, Step};
use crate::analysis::go::text;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{ClosureId, LocalId, LocalKind, Node, NodeId, Runs};
use rustc_hash::FxHashSet;

/// How deep objects that were made here are followed into others.
const MAX_PARTS: usize = 4;

/// A function that goroutines call from a slot.
pub(super) struct Kept {
    at: NodeId,
    value: Value,
    slot: Slot,
    run: SlotRun,
    /// What the slot is a part of.
    holder: Option<Place>,
    state: State,
}

/// How a function in a slot is run by a goroutine of this function's effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeptRun {
    /// What alone has the slot's object is the goroutine: what that object starts at.
    own: Option<Root>,
    /// There are many such goroutines, each with an object of its own in the slot's place.
    pub(super) apart: bool,
    /// See [`SlotRun::chosen`].
    chosen: bool,
}

impl Interpreter<'_> {
    /// A slot takes a value. A function is run by who calls what the slot holds.
    pub(super) fn keep(&mut self, to: &Value, value: &Value, at: NodeId, state: &State) {
        let Some(slot) = to.slot.filter(|slot| !matches!(slot.base, SlotBase::Local(..))) else { return };
        self.keep_in(slot, to.place.as_ref(), value, at, state);
    }

    fn keep_in(&mut self, slot: Slot, holder: Option<&Place>, value: &Value, at: NodeId, state: &State) {
        if self.trials > 0 || state.unreachable {
            return;
        }
        if let Some(param) = self.function_param(value) {
            self.note_kept_param(param, slot, holder);
            return;
        }
        if !matches!(value.kind, Kind::Closure(_) | Kind::Function(_) | Kind::Method(..)) {
            let returned = value.slot.filter(|from| matches!(from.base, SlotBase::Result(_)) && *from != slot);
            self.out.passed.extend(returned.map(|from| (from, slot)));
            return;
        }
        self.out.kept.push(slot);
        if let Kind::Function(id) | Kind::Method(id, _) = value.kind {
            self.out.kept_functions.push((id, slot));
        }
        if let Kind::Closure(id) = value.kind {
            let slots = self.kept_closures.entry(id).or_default();
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        let Some(run) = self.world.calls(slot).of(slot).filter(|_| self.kept.iter().all(|kept| (kept.at, kept.slot) != (at, slot))) else {
            return;
        };
        self.kept.push(Kept { at, value: value.clone(), slot, run, holder: holder.cloned(), state: state.clone() });
    }

    /// The parameter of a function type that the value is.
    fn function_param(&self, value: &Value) -> Option<usize> {
        let Root::Local(local) = value.place.as_ref().filter(|place| place.steps.is_empty())?.root else { return None };
        self.function.param(local).filter(|_| self.is_function(&value.ty))
    }

    /// A function type, named or not.
    pub(super) fn is_function(&self, ty: &Ty) -> bool {
        matches!(&*self.names().underlying(ty), TyKind::Function(..))
    }

    fn note_kept_param(&mut self, param: usize, slot: Slot, holder: Option<&Place>) {
        let holder = holder.filter(|place| matches!(place.root, Root::Local(_) | Root::Global(_))).cloned();
        let keeps = &mut self.out.summary.keeps;
        if keeps.iter().all(|(known, of, _)| (*known, *of) != (param, slot)) {
            keeps.push((param, slot, holder));
        }
    }

    /// A function that this one returns is kept by its callers.
    pub(super) fn keep_returned(&mut self, value: &Value, at: NodeId, state: &State) {
        if self.closures.is_empty() && self.thread.is_none() && matches!(value.kind, Kind::Closure(_)) {
            self.keep_in(Slot::new(SlotBase::Result(self.id)), None, value, at, state);
        }
    }

    /// A function parameter is called by a closure that is kept in a slot: so is the parameter.
    pub(super) fn note_run_by_kept(&mut self, param: usize) {
        let slots: Vec<Slot> = self.closures.iter().filter_map(|id| self.kept_closures.get(id)).flatten().copied().collect();
        for slot in slots {
            self.note_kept_param(param, slot, None);
        }
    }

    /// A callee keeps functions that it is given.
    pub(super) fn apply_keeps(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let world = self.world;
        for (param, slot, holder) in &world.summary(id).keeps {
            let Some(value) = args.get(*param) else { continue };
            // `traced(f)(ctx)`: what the returned function runs is run here, whoever else calls one that this returned.
            if *slot == Slot::new(SlotBase::Result(id)) && self.is_called_at_once(node) {
                self.run_under(node, value, &[], state);
                continue;
            }
            let holder = holder.as_ref().and_then(|place| self.to_caller(id, place, receiver, args));
            self.keep_in(*slot, holder.as_ref(), value, node, state);
        }
    }

    /// What the call returns is called where it stands, and nowhere else.
    fn is_called_at_once(&self, call: NodeId) -> bool {
        let all = || {
            let later = |node: &Node| match node {
                Node::Defer(call) | Node::Go(call) => Some(*call),
                _ => None,
            };
            let later: FxHashSet<NodeId> = self.body.nodes.iter().filter_map(later).collect();
            let calls = self.body.nodes.iter().enumerate().filter(|(at, _)| !later.contains(&NodeId::new(*at)));
            let callee = |(_, node): (usize, &Node)| if let Node::Call { callee, .. } = node { Some(*callee) } else { None };
            calls.filter_map(callee).filter(|callee| matches!(self.body.node(*callee), Node::Call { .. })).collect()
        };
        self.called_at_once.get_or_init(all).contains(&call)
    }

    /// Goroutines call what the callee's parameter is kept in.
    pub(super) fn is_kept_by(&self, id: FunctionId, param: usize) -> bool {
        let keeps = &self.world.summary(id).keeps;
        keeps.iter().any(|(known, slot, _)| *known == param && self.world.calls(*slot).of(*slot).is_some())
    }

    /// What a slot holds is called, or started as a goroutine (`Some`), as many.
    pub(super) fn note_slot_call(&mut self, node: NodeId, callee: &Value, args: &[Value], started: Option<bool>, state: &State) {
        let starts = started.is_some();
        let Some(slot) = callee.slot.filter(|slot| !matches!(slot.base, SlotBase::Local(..) | SlotBase::Library(_))) else { return };
        let known = callee.ty.is_unknown() || self.is_function(&callee.ty);
        if !known || state.unreachable || self.trials > 0 {
            return;
        }
        let holder = match callee.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) => self.param_position(local),
            _ => None,
        };
        let outer = place::root(Root::Outer);
        let part = |(at, arg): (usize, &Value), lock: &Held| {
            let place = place::rebase(&lock.place, arg.place.as_ref()?, &outer)?;
            Some((at, Held { place, ..lock.clone() }))
        };
        let of_arg = |arg: (usize, &Value)| state.held.iter().filter_map(|lock| part(arg, lock)).collect::<Vec<_>>();
        let held = if self.uncertain || starts { Vec::new() } else { args.iter().enumerate().flat_map(of_arg).collect() };
        let uncertain = self.uncertain && self.thread.is_none();
        let returned = matches!(slot.base, SlotBase::Result(_));
        let owned = if returned { self.is_made_of_own(callee, starts) } else { self.is_owned(callee, state) };
        // Of a field or list each call may get another function.
        let many = returned && started == Some(true);
        let locks = state.held.iter().filter(|lock| !lock.once && !uncertain && !starts);
        let declared = locks.filter_map(|lock| Some((lock.slot?, lock.exclusive))).collect();
        let at = callee.place.as_ref();
        let looked_up = at.is_some_and(|at| matches!(at.root, Root::Global(_)) && at.steps.contains(&Step::Element));
        let call = SlotCall { node, slot, holder, owned, looked_up, thread: self.thread, starts, many, uncertain, held, declared };
        if !self.out.slot_calls.contains(&call) {
            self.out.slot_calls.push(call);
        }
    }

    /// The call that returned the function was given nothing but what is made anew for each goroutine that runs
    /// it, as far as it is seen: on that goroutine, or, where it `starts` there, in each pass of a loop.
    fn is_made_of_own(&self, function: &Value, starts: bool) -> bool {
        let Some(Root::Result(made)) = function.place.as_ref().map(|place| place.root) else { return false };
        let own = |place: &Place| match place.root {
            Root::Fresh(fresh) => {
                let made = |loops: &[NodeId]| !starts && self.thread.is_some() || loops.starts_with(&self.loops);
                self.fresh.get(&fresh).is_some_and(|(thread, loops, _)| *thread == self.thread && made(loops))
            }
            Root::Local(local) => !self.is_param(local) && self.declared_in.get(&local).is_some_and(|thread| *thread == self.thread),
            Root::Result(_) => true,
            Root::Global(_) | Root::Library(_) | Root::Outer => false,
        };
        let calls = self.out.calls.iter().filter(|call| call.node == made);
        calls.flat_map(|call| &call.args).filter_map(|arg| arg.place.as_ref()).all(own)
    }

    /// Runs the functions that goroutines call from slots, each on the goroutine that does.
    pub(super) fn run_kept(&mut self) {
        for kept in std::mem::take(&mut self.kept) {
            if kept.holder.as_ref().is_some_and(|holder| self.stays_here(holder)) {
                continue;
            }
            let Kept { at, value, slot, run, holder, mut state } = kept;
            if let Kind::Closure(id) = value.kind {
                state = self.created.get(&id).cloned().unwrap_or(state);
            }
            state.held.clear();
            state.forget_sections();
            state.deferred.clear();
            state.unreachable = false;
            self.loops.clear();
            if matches!(value.kind, Kind::Closure(id) if self.serve_closure(id, &mut state)) {
                continue;
            }
            let through = text::slot_name(self.names(), slot);
            let given = holder.as_ref().is_some_and(|holder| matches!(holder.root, Root::Local(local) if self.is_param(local)));
            // How others run what such a function returns has nothing to do with what this call returned.
            let by_library = self.run_results.get(&at).copied().filter(|_| matches!(slot.base, SlotBase::Result(_)));
            let by_loop = run.by.map(|by| match slot.base {
                SlotBase::Field(owner, _) if given => Beside::Loop(owner, by),
                _ => Beside::Kept(at, by),
            });
            let beside = by_library.map(|(object, _)| Beside::Object(object)).or(by_loop);
            let own = holder.filter(|_| run.owned).map(|holder| holder.root);
            self.keeping = Some(KeptRun { own, apart: run.apart && !run.many, chosen: run.chosen });
            let before = self.out.spawns.len();
            if let Kind::Method(_, receiver) = &value.kind
                && run.chosen
            {
                self.escape(receiver, at, &mut state);
            }
            let of_all = if run.many || run.apart { Runs::Many } else { Runs::Thread };
            let runs = by_library.map_or(of_all, |(_, runs)| runs);
            self.spawn(at, &value, &[], runs, &through, None, &mut state);
            self.keeping = None;
            for spawn in self.out.spawns.iter_mut().skip(before) {
                spawn.deferred = run.outlives;
                spawn.beside = beside.clone();
            }
        }
    }

    /// A closure is run by those who call what a slot holds: the locks of its parameters that they have.
    pub(super) fn enter_kept(&mut self, id: ClosureId, state: &mut State) -> bool {
        let Some([slot]) = self.kept_closures.get(&id).map(|slots| &slots[..]) else { return false };
        let (world, outer) = (self.world, place::root(Root::Outer));
        let params = &self.body.closure(id).params;
        for (at, lock) in world.calls(*slot).held(*slot) {
            let Some(local) = params.get(*at) else { continue };
            if let Some(place) = place::rebase(&lock.place, &outer, &place::root(Root::Local(*local))) {
                state.acquire(Held { place, ..lock.clone() });
                self.lent_params.insert(*local);
            }
        }
        if is_locked(&state.held) {
            self.out.run_from.push(*slot);
        }
        is_locked(&state.held)
    }

    /// A kept function is run under the locks that all hold who call what its slot holds: those by their
    /// declaration, whosever they are.
    pub(super) fn hold_declared(&self, id: ClosureId, state: &mut State) {
        let Some([slot]) = self.kept_closures.get(&id).map(|slots| &slots[..]) else { return };
        let lock = |(lock, exclusive): &(Slot, bool)| Held::declared(*lock, *exclusive);
        state.held.extend(self.world.calls(*slot).declared(*slot).iter().map(lock));
    }

    /// An object that this function made and keeps for itself.
    fn stays_here(&self, holder: &Place) -> bool {
        match holder.root {
            Root::Fresh(node) => !self.gets_out(node, 0),
            Root::Local(local) => {
                self.is_variable(local) && self.is_plain_struct(&self.local_ty(local)) && !self.exits.shared_locals.contains(&local)
            }
            _ => false,
        }
    }

    /// What was made here gets out, by itself or as a part of something else that was made here.
    fn gets_out(&self, made: NodeId, depth: usize) -> bool {
        let at = self.escapes.get(&made).into_iter().flatten();
        let out = at.into_iter().any(|at| depth >= MAX_PARTS || !self.fresh.contains_key(at) || self.gets_out(*at, depth + 1));
        out || self.is_returned(made)
    }

    /// How the goroutine runs a function that is kept in a slot; `None`: it runs another.
    pub(super) fn kept_run(&self, thread: SpawnIndex) -> Option<KeptRun> {
        self.kept_runs.get(&thread).copied()
    }

    /// In a function that is kept in a slot: what its maker had for itself, and what the goroutine that
    /// runs it alone has.
    pub(super) fn is_of_keeper(&self, value: &Value) -> bool {
        let Some(run) = self.thread.and_then(|thread| self.kept_run(thread)) else { return false };
        match value.place.as_ref().map(|place| place.root) {
            Some(root) if run.own == Some(root) => true,
            // Several of them have one.
            Some(Root::Fresh(_) | Root::Local(_)) if run.chosen => false,
            Some(Root::Fresh(node)) => !self.gets_out(node, 0),
            Some(Root::Local(local)) => {
                !self.is_param(local) && !self.is_given_to_kept(local) && self.declared_in.get(&local) != Some(&self.thread)
            }
            _ => false,
        }
    }

    /// A parameter of the kept function at hand: who runs it says whose it is.
    fn is_given_to_kept(&self, local: LocalId) -> bool {
        let local = self.body.local(local);
        let started = self.thread.map(|thread| &self.out.spawns[thread as usize].target);
        local.kind == LocalKind::Param && matches!((local.closure, started), (Some(of), Some(Target::Closure(started))) if of == *started)
    }

    /// Several goroutines may be running the code at hand, on one object.
    pub(super) fn runs_at_once(&self) -> bool {
        let run = self.thread.map(|thread| &self.out.spawns[thread as usize]);
        run.is_some_and(|run| run.many && !run.apart)
    }

    /// In a function that is kept in a slot: each call of its maker has made one.
    pub(super) fn is_made_by_keeper(&self, value: &Value) -> bool {
        let kept = self.thread.is_some_and(|thread| self.kept_run(thread).is_some_and(|run| !run.chosen));
        kept && matches!(value.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)))
    }
}
