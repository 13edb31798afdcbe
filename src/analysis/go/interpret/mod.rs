//! Runs one Go function on abstract values, in the order of its control flow.
//!
//! One pass over the body follows types, access paths, locks held, allocations that nobody else
//! reaches yet, and goroutines that may be running. Branches are joined, loop bodies run twice, so
//! that what the first pass left behind is seen at the loop's head. Closures run where they are
//! called, deferred calls where the function ends; a closure that is handed to someone runs as
//! that one's model or summary says. The locks, ownership and threads of *callers* are added
//! later, in [`super::context`].
//!
//! The shape follows RacerD (Blackshear, Gorogiannis, O'Hearn, Sergey: "RacerD: compositional
//! static race detection", OOPSLA 2018): a snapshot of locks and ownership at each access, and
//! summaries instead of whole-program exploration.

mod call;
mod callback;
mod escape;
mod expr;
mod foreign;
mod given;
mod library;
mod locals;
mod lock;
mod region;
mod spawn;
mod split;
mod state;
mod stmt;
mod stored;

use super::call_graph::Implementations;
use super::callbacks::Callbacks;
use super::effects::{Access, Effects, Held, Returned, Shared, SpawnIndex, Summary, Target};
use super::globals::Globals;
use super::library::{has_field, is_plain_map};
use super::names::{Names, Region};
use super::passed::{Event, Moment, Passed};
use super::place::{self, Place, Root, Slot, SlotBase, Step};
use super::points::{self, Flow, Source};
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::facts::{Body, ClosureId, Function, FunctionKind, LocalId, LocalKind, Name, NodeId, Runs, TypeModelKind};
use crate::source::FileId;
use locals::{local_uses, reassigned_locals};
pub(super) use region::is_one_object;
use rustc_hash::{FxHashMap, FxHashSet};
use state::{Kind, State, Value};
use std::sync::Arc;

/// How deep closures are run inside closures.
const MAX_CLOSURES: usize = 8;

/// Loops run their body twice down to this depth of nesting; deeper ones see what their outer
/// loop's second pass brings.
const MAX_REPEATED_LOOPS: usize = 2;

/// How many nodes are evaluated for each node of the body, and at least, before closures are no
/// longer followed: what calls itself over and over through closures ends there.
const STEPS_PER_NODE: usize = 40;
const MIN_STEPS: usize = 20_000;

/// All that is known of other functions while one is run.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) globals: &'a Globals,
    /// By [`FunctionId`].
    pub(super) summaries: &'a [Summary],
    pub(super) implementations: &'a Implementations,
    pub(super) callbacks: &'a Callbacks,
}

/// What a function does. Without a body: nothing.
pub(super) fn interpret(world: World<'_>, id: FunctionId) -> Effects {
    let mut interpreter = Interpreter::new(world, id);
    interpreter.run();
    interpreter.out
}

/// What an initialiser gives to a package variable of its file.
pub(super) struct Initialised {
    pub(super) name: Name,
    pub(super) ty: Ty,
    /// It is this function.
    pub(super) function: Option<FunctionId>,
}

/// What a file's initialisers give to its package variables.
pub(super) fn initialised(world: World<'_>, id: FunctionId) -> Vec<Initialised> {
    let mut interpreter = Interpreter::new(world, id);
    interpreter.run();
    interpreter.initialised
}

/// A loop, switch or labelled block that can be left early.
struct Frame {
    label: Option<Name>,
    is_loop: bool,
    breaks: State,
    continues: State,
}

struct Interpreter<'a> {
    world: World<'a>,
    id: FunctionId,
    file: FileId,
    function: &'a Function,
    body: &'a Body,
    type_params: Vec<Name>,
    out: Effects,
    access_index: FxHashMap<(NodeId, Op, Option<SpawnIndex>, Option<Place>), usize>,
    call_index: FxHashMap<(NodeId, Option<SpawnIndex>, usize, Option<Place>), usize>,
    spawn_index: FxHashMap<(NodeId, usize), SpawnIndex>,
    /// Places that a goroutine of this function signals when it is done.
    signals: FxHashMap<SpawnIndex, Vec<Place>>,
    frames: Vec<Frame>,
    exits: State,
    /// The same where the function returns no error, if its last result is one.
    successes: State,
    /// What holds at the `goto`s so far.
    gone: State,
    results: Vec<Vec<Value>>,
    thread: Option<SpawnIndex>,
    uncertain: bool,
    /// Inside a closure that runs after the function has returned, if at all.
    after_return: bool,
    /// Inside a run that only tries what a closure does: nothing is written down.
    trials: usize,
    /// Nodes evaluated so far.
    steps: usize,
    /// How many events were numbered.
    events: Event,
    loops: Vec<NodeId>,
    closures: Vec<ClosureId>,
    consumed: FxHashSet<ClosureId>,
    /// Closures that the function returns.
    returned: FxHashSet<ClosureId>,
    created: FxHashMap<ClosureId, State>,
    /// Allocations: the thread and the loops they were made in, and what was made.
    fresh: FxHashMap<NodeId, (Option<SpawnIndex>, Vec<NodeId>, Ty)>,
    /// The loops in which a local is declared.
    declared: FxHashMap<LocalId, Vec<NodeId>>,
    /// The thread in which a local is declared.
    declared_in: FxHashMap<LocalId, Option<SpawnIndex>>,
    /// Locals that a goroutine was seen to mention.
    captured: FxHashSet<LocalId>,
    /// Struct literals and zero values: the fields that they give a value.
    literals: FxHashMap<NodeId, FxHashSet<Name>>,
    /// Runs of function parameters that happen on a goroutine of this function.
    run_threads: Vec<(usize, SpawnIndex)>,
    /// Writes whose map was made after all on some path.
    made_after_all: FxHashSet<NodeId>,
    /// Fields that closures assign, whenever they run.
    assigned_in_closures: FxHashSet<Place>,
    /// Struct variables that start as their zero value.
    zeroed: FxHashSet<LocalId>,
    /// Loops around the spawn that is being run.
    spawn_loops: Vec<NodeId>,
    /// Where maps that others hold were got which were handed on later.
    handed_on: FxHashSet<NodeId>,
    /// How often an allocation got out of the function's sight.
    escapes: FxHashMap<NodeId, FxHashSet<NodeId>>,
    /// Locals assigned in another closure than the one that declares them.
    reassigned: FxHashSet<LocalId>,
    local_types: FxHashMap<LocalId, Ty>,
    initialised: Vec<Initialised>,
    filling: Vec<super::effects::Fill>,
    /// Where each local is mentioned.
    local_uses: FxHashMap<LocalId, Vec<crate::source::Span>>,
    regions: region::Regions,
    /// Locks that were taken so far, held or not.
    taken: FxHashSet<Place>,
    kept: Vec<callback::Kept>,
    /// The slots that closures are put in.
    kept_closures: FxHashMap<ClosureId, Vec<Slot>>,
    /// The goroutines that run functions which are kept in slots.
    kept_runs: FxHashMap<SpawnIndex, callback::KeptRun>,
    /// Parameters of closures that are run with a lock of theirs held.
    lent_params: FxHashSet<LocalId>,
    /// What is started now is such a goroutine.
    keeping: Option<callback::KeptRun>,
}

impl<'a> Interpreter<'a> {
    fn new(world: World<'a>, id: FunctionId) -> Interpreter<'a> {
        let (file, function) = world.names.symbols.function(world.names.program, id);
        Interpreter {
            world,
            id,
            file,
            function,
            body: &function.body,
            type_params: function.type_params.iter().map(|param| param.name).collect(),
            out: Effects::default(),
            access_index: FxHashMap::default(),
            call_index: FxHashMap::default(),
            spawn_index: FxHashMap::default(),
            signals: FxHashMap::default(),
            frames: Vec::new(),
            exits: State::dead(),
            successes: State::dead(),
            gone: State::dead(),
            results: Vec::new(),
            thread: None,
            uncertain: false,
            after_return: false,
            trials: 0,
            steps: 0,
            events: 0,
            loops: Vec::new(),
            closures: Vec::new(),
            consumed: FxHashSet::default(),
            returned: FxHashSet::default(),
            created: FxHashMap::default(),
            fresh: FxHashMap::default(),
            declared: FxHashMap::default(),
            declared_in: FxHashMap::default(),
            captured: FxHashSet::default(),
            literals: FxHashMap::default(),
            run_threads: Vec::new(),
            made_after_all: FxHashSet::default(),
            assigned_in_closures: FxHashSet::default(),
            zeroed: FxHashSet::default(),
            spawn_loops: Vec::new(),
            handed_on: FxHashSet::default(),
            escapes: FxHashMap::default(),
            reassigned: reassigned_locals(&function.body),
            local_types: FxHashMap::default(),
            initialised: Vec::new(),
            filling: Vec::new(),
            local_uses: local_uses(&function.body),
            regions: region::Regions::new(&function.body),
            taken: FxHashSet::default(),
            kept: Vec::new(),
            kept_closures: FxHashMap::default(),
            kept_runs: FxHashMap::default(),
            lent_params: FxHashSet::default(),
            keeping: None,
        }
    }

    fn run(&mut self) {
        let Some(root) = self.function.root else { return };
        let mut state = State::default();
        for local in self.function.named_results.iter() {
            self.declare_zero(*local, &mut state);
        }
        // A parameter that only some path assigns to has two values from there on.
        for local in self.function.receiver.iter().chain(&self.function.params) {
            state.env.insert(*local, Arc::new(self.own_value(*local)));
        }
        self.enter_activation();
        self.eval(root, &mut state);
        self.leave(Some(root), None, &mut state);
        self.end_activation();
        self.run_forgotten_closures();
        self.settle_escapes();
        let assigned = &self.assigned_in_closures;
        self.out.nil_writes.retain(|write| write.place.as_ref().is_none_or(|place| !assigned.contains(place)));
        self.finish_summary();
        self.settle_foreign_writes();
        self.out.map_locals = self.count_map_locals();
        for spawn in 0..self.out.spawns.len() {
            self.settle_handover(super::names::narrow(spawn));
        }
    }

    fn count_map_locals(&self) -> usize {
        let locals = (0..self.body.locals.len()).map(LocalId::new);
        locals.filter(|local| self.body.local(*local).kind == LocalKind::Variable && self.is_map(&self.local_ty(*local))).count()
    }

    /// Closures that were stored or returned and never run here: they run later, no lock of this
    /// function being held for certain.
    fn run_forgotten_closures(&mut self) {
        // What they make or keep in their turn, one after another.
        for _ in 0..MAX_CLOSURES {
            self.after_return = false;
            self.run_kept();
            self.after_return = true;
            let mut pending: Vec<ClosureId> = self.created.keys().copied().filter(|id| !self.consumed.contains(id)).collect();
            pending.sort();
            if pending.is_empty() {
                break;
            }
            for id in pending {
                self.run_forgotten_closure(id);
            }
        }
        self.after_return = false;
    }

    fn run_forgotten_closure(&mut self, id: ClosureId) {
        if self.consumed.contains(&id) {
            return;
        }
        let Some(mut state) = self.created.remove(&id) else { return };
        state.held.clear();
        state.forget_sections();
        state.deferred.clear();
        state.unreachable = false;
        self.loops.clear();
        if self.serve_closure(id, &mut state) {
            return;
        }
        // One that is stored runs when its owner says, perhaps under the owner's lock.
        self.uncertain = !self.enter_kept(id, &mut state) && !self.returned.contains(&id);
        self.run_closure(id, &[], &mut state);
        self.uncertain = false;
        self.consumed.insert(id);
    }

    fn finish_summary(&mut self) {
        self.settle_takings();
        let state = std::mem::replace(&mut self.exits, State::dead());
        for (index, spawn) in self.out.spawns.iter_mut().enumerate() {
            spawn.outlives = state.unreachable || spawn.deferred || state.alive.contains(&super::names::narrow(index));
        }
        // Who calls what was handed to a library is known, where that library is.
        let served = |id: FunctionId| {
            self.out.spawns.iter().any(|spawn| !spawn.through.is_empty() && !spawn.kept && spawn.target == Target::Function(id))
        };
        self.out.references.retain(|id| !served(*id));
        let summary = &mut self.out.summary;
        let relocked = |held: &Held| self.out.entered_with.iter().any(|given| given.place == held.place);
        // `if err := s.lock(ctx); err != nil { return err }`: who goes on has the lock.
        let after = if self.successes.unreachable { &state } else { &self.successes };
        let named = |held: &&Held| matches!(held.place.root, Root::Local(_) | Root::Global(_)) && !relocked(held);
        summary.acquires = after.held.iter().filter(named).cloned().collect();
        // Given back for a while only, it is held when the function returns.
        summary.releases.retain(|(place, _)| state.unreachable || state.gave.contains(place));
        summary.shares.sort_unstable();
        summary.shares.dedup();
        summary.signals.sort();
        summary.signals.dedup();
        summary.joins.sort();
        summary.joins.dedup();
        for (run, thread) in &self.run_threads {
            let spawn = &self.out.spawns[*thread as usize];
            let run = &mut summary.runs[*run];
            // One goroutine, and the function waits for it: to a caller, no more than a call.
            if !spawn.outlives && !spawn.many && !run.many && self.out.spawns.len() == 1 {
                run.runs = Runs::Here;
            } else {
                run.signals = self.signals.get(thread).cloned().unwrap_or_default();
            }
        }
        let results = std::mem::take(&mut self.results);
        for result in results.iter().filter_map(|values| values.first()) {
            self.note_flow(None, result);
        }
        self.out.flows.sort_unstable();
        self.out.flows.dedup();
        self.note_lent_results(&results, &state);
        let count = results.iter().map(Vec::len).max().unwrap_or(0);
        self.out.summary.returns = (0..count).map(|index| self.joined(&results, index, &state.shared)).collect();
    }

    /// What all returns of a result have in common; `return nil, err` says nothing. Of a map the one
    /// that may be returned counts: a new one stands for it where it is not there.
    fn joined(&self, results: &[Vec<Value>], index: usize, shared: &FxHashSet<NodeId>) -> Returned {
        let mut all: Vec<(Returned, bool)> = Vec::new();
        for values in results {
            let Some(value) = values.get(index) else { return Returned::Unknown };
            all.push((self.returned(value, shared), matches!(value.kind, Kind::Nil(_))));
        }
        let some = || all.iter().filter(|(_, nil)| !nil).map(|(returned, _)| returned);
        let may_be_map = results.iter().any(|values| self.is_map(&values[index].ty) || self.names().is_interface(&values[index].ty));
        if let Some(place) = some().find(|returned| matches!(returned, Returned::Place(..)))
            && may_be_map
            && some().all(|returned| returned == place || *returned == Returned::Fresh)
        {
            return place.clone();
        }
        let mut seen = some();
        let first = seen.next().unwrap_or(&Returned::Unknown);
        if seen.all(|other| other == first) { first.clone() } else { Returned::Unknown }
    }

    fn returned(&self, value: &Value, shared: &FxHashSet<NodeId>) -> Returned {
        if let Kind::Unlocks(locks) = &value.kind {
            return Returned::Unlocks(locks.clone());
        }
        match &value.place {
            // A copy of a struct is not the struct.
            Some(_) if value.copied => Returned::Unknown,
            Some(place) => match place.root {
                Root::Fresh(node) if place.steps.is_empty() && !shared.contains(&node) && !self.escapes.contains_key(&node) => {
                    Returned::Fresh
                }
                Root::Global(_) => Returned::Place(place.clone(), value.slot),
                Root::Local(local) if self.is_param(local) => Returned::Place(place.clone(), value.slot),
                _ => Returned::Unknown,
            },
            None => Returned::Unknown,
        }
    }

    fn is_param(&self, local: LocalId) -> bool {
        self.function.receiver == Some(local) || self.function.params.contains(&local)
    }

    /// The position of a parameter in argument lists: the receiver is 0, others from 1.
    fn param_position(&self, local: LocalId) -> Option<usize> {
        if self.function.receiver == Some(local) {
            return Some(0);
        }
        self.function.params.iter().position(|param| *param == local).map(|at| at + 1)
    }

    /// More has been evaluated than the body's size justifies.
    fn is_exhausted(&self) -> bool {
        self.steps > MIN_STEPS + STEPS_PER_NODE * self.body.nodes.len()
    }

    fn region(&self) -> Region<'_> {
        Region { file: self.file, scope: self.function.scope, params: &self.type_params }
    }

    fn names(&self) -> &'a Names<'a> {
        self.world.names
    }

    fn in_constructor_code(&self) -> bool {
        matches!(self.function.kind, FunctionKind::Init | FunctionKind::Initialiser)
    }

    // ---- locals -------------------------------------------------------------------------------

    fn local_ty(&self, local: LocalId) -> Ty {
        if let Some(ty) = self.local_types.get(&local) {
            return ty.clone();
        }
        match self.body.local(local).ty {
            Some(ty) => self.bound_map(self.names().resolve(self.region(), ty)),
            None => crate::analysis::ty::unknown(),
        }
    }

    /// The type; in place of a type parameter that can stand for maps alone (`M ~map[K]V`) such a map.
    fn bound_map(&self, ty: Ty) -> Ty {
        let TyKind::Param(name) = &*ty else { return ty };
        let param = self.function.type_params.iter().find(|param| param.name == *name);
        let Some([bound]) = param.map(|param| &param.bounds[..]) else { return ty };
        let bound = self.names().resolve(self.region(), *bound);
        if matches!(&*bound, TyKind::Map(..)) { bound } else { ty }
    }

    /// What a local is where nothing was assigned to it: its own storage.
    fn own_value(&self, local: LocalId) -> Value {
        let ty = self.local_ty(local);
        let copied = self.is_param(local) && self.is_plain_struct(&ty);
        Value {
            place: Some(place::root(Root::Local(local))),
            slot: Some(Slot::new(SlotBase::Local(self.id, local))),
            direct: true,
            copied,
            ..Value::of(ty)
        }
    }

    fn read_local(&mut self, local: LocalId, state: &State) -> Value {
        let value = match state.env.get(&local) {
            Some(value) => state::resolved(&state.published, value),
            None => self.own_value(local),
        };
        self.note_capture(&value);
        value
    }

    /// A goroutine's body mentions what its starter made, or a parameter: it is shared from then on.
    fn note_capture(&mut self, value: &Value) {
        let Some(thread) = self.thread.filter(|thread| self.kept_run(*thread).is_none()) else { return };
        let spawn = self.out.spawns[thread as usize].node;
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) if self.fresh.get(&node).is_none_or(|(made_in, ..)| *made_in != self.thread) => {
                self.escapes.entry(node).or_default().insert(spawn);
            }
            Some(Root::Local(root)) => {
                self.captured.insert(root);
                if let Some(argument) = self.param_position(root).filter(|_| !self.is_plain_data(&self.local_ty(root))) {
                    self.out.summary.shares.push(Shared { argument, by: None });
                }
            }
            _ => {}
        }
    }

    fn store_local(&mut self, local: LocalId, mut value: Value, state: &mut State) {
        let written = self.body.local(local).ty.map(|ty| self.names().resolve(self.region(), ty));
        if let Some(ty) = written.filter(|ty| !ty.is_unknown())
            && (!self.names().is_interface(&ty) || value.ty.is_unknown())
        {
            value.ty = ty;
        }
        self.note_declared(local);
        self.note_rebound(local, state);
        self.local_types.entry(local).or_insert_with(|| value.ty.clone());
        if matches!(value.kind, Kind::Nil(None)) && self.is_map(&value.ty) && !self.is_param(local) {
            value.kind = Kind::Nil(Some(local));
        }
        state.overridden.retain(|(owner, _)| *owner != local);
        state.joined.remove(&local);
        state.nil.remove(&local);
        if let Some(position) = self.param_position(local) {
            state.flags.retain(|(flag, _)| *flag != position);
        }
        if !self.is_plain_struct(&value.ty) {
            // The variable names another object from here on: the old one keeps the name of an alias.
            state.rename(local);
            state.held.retain(|held| held.place.root != Root::Local(local));
        }
        if self.reassigned.contains(&local) {
            let closure = if matches!(value.kind, Kind::Closure(_)) { value.kind.clone() } else { Kind::Plain };
            let own = Value { kind: closure, foreign: value.foreign, ..self.own_value(local) };
            state.env.insert(local, Arc::new(own));
            return;
        }
        value.direct = false;
        if self.is_plain_struct(&value.ty) {
            let made_here = matches!(value.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)) | None);
            value.copied = !made_here;
        }
        if value.slot.is_none() && self.is_map(&value.ty) {
            value.slot = Some(Slot::new(SlotBase::Local(self.id, local)));
        }
        if value.place.is_none() {
            value.place = Some(place::root(Root::Local(local)));
        }
        state.env.insert(local, Arc::new(value));
    }

    fn note_declared(&mut self, local: LocalId) {
        self.declared.entry(local).or_insert_with(|| self.loops.clone());
        self.declared_in.entry(local).or_insert(self.thread);
    }

    /// `var x T`.
    fn declare_zero(&mut self, local: LocalId, state: &mut State) {
        self.note_declared(local);
        let ty = self.local_ty(local);
        self.local_types.entry(local).or_insert_with(|| ty.clone());
        let mut value = self.own_value(local);
        value.copied = false;
        if self.body.local(local).kind == LocalKind::Variable && self.is_plain_struct(&ty) {
            self.zeroed.insert(local);
        }
        if matches!(&*self.names().underlying(&ty), TyKind::Map(..))
            && !self.reassigned.contains(&local)
            && matches!(self.body.local(local).kind, LocalKind::Variable | LocalKind::Result)
        {
            value.kind = Kind::Nil(Some(local));
        } else if matches!(&*self.names().underlying(&ty), TyKind::Pointer(_)) || self.names().is_interface(&ty) {
            value.kind = Kind::Nil(None);
        }
        state.env.insert(local, Arc::new(value));
    }

    // ---- types --------------------------------------------------------------------------------

    fn map_type(&self, ty: &Ty) -> Option<(Ty, Ty)> {
        match &*self.names().underlying(&self.names().deref(ty)) {
            TyKind::Map(key, value) => Some((key.clone(), value.clone())),
            _ => None,
        }
    }

    fn is_map(&self, ty: &Ty) -> bool {
        self.map_type(ty).is_some()
    }

    /// A struct held by value, whose copy shares the maps inside.
    fn is_plain_struct(&self, ty: &Ty) -> bool {
        match &*self.names().underlying(ty) {
            TyKind::Struct(..) => true,
            TyKind::Named(..) => !self.names().is_interface(ty),
            TyKind::Library(..) => {
                matches!(self.kind_of(ty), TypeModelKind::Mutex | TypeModelKind::RwLock) || !self.names().struct_fields(ty).is_empty()
            }
            _ => false,
        }
    }

    /// Numbers, strings and the like: nothing that two threads could share.
    fn is_plain_data(&self, ty: &Ty) -> bool {
        matches!(&*self.names().underlying(ty), TyKind::Basic(name) if name.as_str() != "any" && name.as_str() != "error")
    }

    // ---- accesses -----------------------------------------------------------------------------

    fn record(&mut self, node: NodeId, map: &Value, op: Op, state: &mut State) {
        self.note_foreign_write(node, map, op, state);
        // Most maps that a library names are made and filled by its functions, which are not followed.
        if matches!(&*self.names().deref(&map.ty), TyKind::Library(path, _) if !is_plain_map(self.names(), path)) {
            return;
        }
        let Some(slot) = map.slot.filter(|_| !state.unreachable && self.trials == 0) else { return };
        if self.in_constructor_code() && self.thread.is_none() {
            return;
        }
        let owned = self.is_owned(map, state);
        self.note_use(map, node, state);
        let uncertain = self.uncertain || self.is_given_to_closure(map) || self.is_of_keeper(map);
        let first_own = self.is_first_own(map, state);
        let renewed = map.place.as_ref().is_some_and(|place| state.renewed.iter().any(|new| new.holds(place)));
        let key = (node, op, self.thread, map.place.clone());
        if let Some(index) = self.access_index.get(&key) {
            let access = &mut self.out.accesses[*index];
            access.owned &= owned;
            access.direct |= map.direct;
            access.uncertain &= uncertain;
            access.renewed &= renewed;
            access.first_own &= first_own;
            access.when = access.when.filter(|flag| state.flags.contains(flag));
            state.pass(&mut access.moment);
            state::union(&mut access.alive, &state.alive);
            access.held.retain_mut(|held| match state.held.iter().find(|twin| twin.place == held.place) {
                Some(twin) => {
                    held.exclusive &= twin.exclusive;
                    true
                }
                None => false,
            });
            return;
        }
        self.access_index.insert(key, self.out.accesses.len());
        let access = Access {
            node,
            place: map.place.clone(),
            root_ty: self.root_type(map),
            slot,
            ty: map.ty.clone(),
            op,
            direct: map.direct,
            held: state.held.clone(),
            owned,
            thread: self.thread,
            alive: state.alive.clone(),
            uncertain,
            by_fresh: false,
            handed_on: false,
            per_instance: self.is_per_instance(map) || self.is_made_by_keeper(map),
            made_here: self.is_of_this_thread(map),
            renewed,
            first_own,
            when: state.flags.first().copied().filter(|_| self.thread.is_none()),
            moment: self.moment(state),
        };
        self.out.accesses.push(access);
    }

    /// A new event.
    fn moment(&mut self, state: &mut State) -> Moment {
        let mut moment = Moment { event: self.events, after: Passed::default() };
        self.events += 1;
        state.pass(&mut moment);
        moment
    }

    /// The declared type of what the value's place starts at.
    fn root_type(&self, value: &Value) -> Option<TypeId> {
        let ty = match value.place.as_ref()?.root {
            // What a pointer variable points to came from elsewhere.
            Root::Local(local) if !self.is_param(local) && !self.is_plain_struct(&self.local_ty(local)) => return None,
            Root::Local(local) => self.local_ty(local),
            Root::Fresh(node) => self.fresh.get(&node)?.2.clone(),
            _ => return None,
        };
        match &*self.names().deref(&ty) {
            TyKind::Named(id, _) => Some(*id),
            _ => None,
        }
    }

    /// The map's object was made here, by this thread, and nobody else was given it.
    fn is_owned(&self, value: &Value, state: &State) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => {
                !state.shared.contains(&node)
                    && !state.published.contains_key(&node)
                    && self.fresh.get(&node).is_some_and(|(made_in, ..)| *made_in == self.thread)
            }
            Some(Root::Local(local)) => {
                let kind = self.body.local(local).kind;
                let own = matches!(kind, LocalKind::Variable | LocalKind::Result) && self.is_plain_struct(&self.local_ty(local));
                let own = own || self.holds_taken(value, state);
                own && !state.shared_locals.contains(&local) && self.declared_in.get(&local) == Some(&self.thread)
            }
            _ => false,
        }
    }

    /// What the value is a part of was made by this thread, whoever else has it since.
    fn is_of_this_thread(&self, value: &Value) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => self.fresh.get(&node).is_some_and(|(made_in, ..)| *made_in == self.thread),
            Some(Root::Local(local)) if self.body.local(local).kind == LocalKind::Variable => {
                self.is_plain_struct(&self.local_ty(local)) && self.declared_in.get(&local) == Some(&self.thread)
            }
            _ => false,
        }
    }

    /// The map came as a parameter of a closure: whoever runs the closure knows whose it is.
    fn is_given_to_closure(&self, value: &Value) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) if !self.lent_params.contains(&local) => {
                let local = self.body.local(local);
                local.kind == LocalKind::Param && local.closure.is_some()
            }
            _ => false,
        }
    }

    /// Each goroutine started by the spawn at hand has an object of its own.
    fn is_per_instance(&self, value: &Value) -> bool {
        if self.thread.is_none() || self.spawn_loops.is_empty() {
            return false;
        }
        let loops = match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => self.fresh.get(&node).map(|(_, loops, _)| loops),
            Some(Root::Local(local)) => self.declared.get(&local),
            _ => None,
        };
        loops.is_some_and(|loops| loops.len() >= self.spawn_loops.len() && loops.starts_with(&self.spawn_loops))
    }

    fn allocate(&mut self, node: NodeId, ty: Ty, state: &mut State) -> Value {
        state.shared.remove(&node);
        self.lose(Root::Fresh(node), state);
        self.fresh.insert(node, (self.thread, self.loops.clone(), ty.clone()));
        state.published.remove(&node);
        state.borrowed.retain(|place, _| place.root != Root::Fresh(node));
        state.unshared.retain(|place| place.root != Root::Fresh(node));
        state.lent.retain(|lent| lent.object != node);
        Value { place: Some(place::root(Root::Fresh(node))), ..Value::of(ty) }
    }

    /// What was handed to a goroutine is used again by its starter.
    fn note_use(&mut self, value: &Value, at: NodeId, state: &State) {
        if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root)
            && state.shared.contains(&node)
        {
            self.escapes.entry(node).or_default().insert(at);
        }
    }

    /// A slot takes a value.
    fn note_flow_into(&mut self, slot: Option<Slot>, value: &Value) {
        if slot.is_some() {
            self.note_flow(slot, value);
        }
    }

    /// A slot takes a value; without a slot, the function's callers do.
    fn note_flow(&mut self, into: Option<Slot>, value: &Value) {
        let of_call = |slot: &Slot| matches!(slot.base, SlotBase::Local(..));
        if self.trials > 0 || into.as_ref().is_some_and(of_call) || self.is_plain_data(&value.ty) || self.is_plain_struct(&value.ty) {
            return;
        }
        if matches!(value.kind, Kind::Nil(_)) {
            return;
        }
        let from = points::source(value.place.as_ref(), value.slot, |local| self.param_position(local));
        let flow = Flow { into, from };
        if into.map(Source::Slot) != Some(from) {
            self.out.flows.push(flow);
        }
    }

    /// The value gets out of sight: stored, sent, returned, handed to a goroutine.
    fn escape(&mut self, value: &Value, at: NodeId, state: &mut State) {
        if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root) {
            state.shared.insert(node);
            self.escapes.entry(node).or_default().insert(at);
        }
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) => {
                state.shared_locals.insert(local);
            }
            Some(Root::Result(node)) => {
                state.shared.insert(node);
            }
            _ => {}
        }
        if let Kind::Method(_, receiver) | Kind::LibraryMethod(receiver, _) = &value.kind {
            self.escape(receiver, at, state);
        }
    }

    /// The value gets out of sight; `holder` has it from then on. An argument of this function that
    /// does is shared for its callers too.
    fn escape_to(&mut self, value: &Value, holder: Option<&Value>, at: NodeId, state: &mut State) {
        self.escape(value, at, state);
        let argument = |value: &Value| match value.place.as_ref().map(|place| (place.root, place.steps.is_empty())) {
            Some((Root::Local(local), whole)) => self.param_position(local).map(|position| (position, whole)),
            _ => None,
        };
        if let Some((position, true)) = argument(value)
            && !self.is_plain_data(&value.ty)
        {
            let by = holder.and_then(argument).map(|(position, _)| position);
            self.out.summary.shares.push(Shared { argument: position, by });
        }
    }

    // ---- places -------------------------------------------------------------------------------

    fn field_of(&self, base: &Value, name: Name, ty: Ty) -> Value {
        let base_ty = self.names().deref(&base.ty);
        let slot = match &*base_ty {
            TyKind::Named(id, _) => Some(SlotBase::Field(*id, name)),
            TyKind::Struct(file, id) => Some(SlotBase::Anonymous(*file, id.0, name)),
            // All objects of the library's type would be one slot: what the table gives a type has none.
            TyKind::Library(path, _) if !has_field(self.names(), path, name) => {
                Some(SlotBase::Library(Name::from(&format!("{path}.{name}"))))
            }
            _ => None,
        };
        let pointer = matches!(&*self.names().unalias(&ty), TyKind::Pointer(_));
        let through_pointer = matches!(&*self.names().unalias(&base.ty), TyKind::Pointer(_));
        Value {
            place: base.place.as_ref().and_then(|place| place::step(place, Step::Field(name))),
            slot: slot.map(Slot::new),
            direct: true,
            copied: base.copied && !pointer && !through_pointer,
            foreign: self.claim_on_part(base, through_pointer),
            ..Value::of(ty)
        }
    }

    fn element_of(&self, base: &Value, ty: Ty) -> Value {
        Value {
            place: base.place.as_ref().and_then(|place| place::step(place, Step::Element)),
            slot: base.slot.map(Slot::element),
            direct: false,
            foreign: self.claim_on_part(base, true),
            ..Value::of(ty)
        }
    }

    fn kind_of(&self, ty: &Ty) -> TypeModelKind {
        self.names().model_kind(ty)
    }
}
