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

mod access;
mod call;
mod callback;
mod done;
mod env;
mod escape;
mod expr;
mod fill;
mod foreign;
mod gate;
mod given;
mod library;
mod locals;
mod lock;
mod one_step;
mod param_run;
mod parts;
mod region;
mod registered;
mod sent;
mod setup;
mod shared;
mod spawn;
mod split;
mod state;
mod stmt;
mod stored;
mod subtest;
mod summary;

use super::call_graph::{Implementations, position_in};
use super::callbacks::Callbacks;
use super::effects::{Effects, Shared, SpawnIndex, Summary};
use super::globals::Globals;
use super::library::has_field;
use super::names::{Names, Region, full_path};
use super::passed::{Event, Moment};
use super::place::{self, Place, Root, Slot, SlotBase, Step};
use super::points::{self, Flow, Source};
use super::recall::{Question, Trace};
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::facts::{Body, ClosureId, Function, FunctionKind, LocalId, LocalKind, Name, NodeId, Runs, TypeModelKind};
use crate::source::{FileId, Span};
use locals::reassigned_locals;
pub(super) use region::is_one_object;
use rustc_hash::{FxHashMap, FxHashSet};
use state::{Kind, State, Value};
use std::cell::OnceCell;
use std::sync::{Arc, LazyLock};
use thin_vec::ThinVec;

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
    /// By [`FunctionId`]; empty before any was run.
    pub(super) effects: &'a [Effects],
    pub(super) implementations: &'a Implementations,
    pub(super) callbacks: &'a Callbacks,
    /// Where it is written down what is asked of other functions.
    pub(super) trace: Option<&'a Trace>,
}

impl<'a> World<'a> {
    fn summary(self, id: FunctionId) -> &'a Summary {
        static NOTHING: LazyLock<Summary> = LazyLock::new(Summary::default);
        self.ask(Question::Summary(id));
        self.effects.get(id.0 as usize).map_or(&NOTHING, |effects| &effects.summary)
    }

    /// Who calls what the slot holds.
    fn calls(self, slot: Slot) -> &'a Callbacks {
        self.ask(Question::Calls(slot));
        self.callbacks
    }

    /// The bodies of other functions are looked into.
    fn ask_other(self) {
        self.trace.into_iter().for_each(Trace::note_other);
    }

    fn ask(self, question: Question) {
        if let Some(trace) = self.trace {
            trace.note(question);
        }
    }
}

/// What a function does. Without a body: nothing.
pub(super) fn interpret(world: World<'_>, id: FunctionId) -> Effects {
    let mut interpreter = Interpreter::new(world, id);
    interpreter.run();
    let mut effects = interpreter.out;
    effects.trim();
    effects
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
    /// Groups that run one function at a time, and the calls that say so.
    limited: Vec<(Place, NodeId)>,
    /// Arguments that goroutines of this function have, too.
    lent_arguments: FxHashSet<(usize, SpawnIndex)>,
    /// Goroutines that others of this function start: nobody here waits for them.
    nested: FxHashSet<SpawnIndex>,
    /// Tests that go on beside others.
    parallel: FxHashSet<LocalId>,
    /// Tests that some call may have go on beside others; `None` before anybody asked.
    perhaps_parallel: Option<FxHashSet<LocalId>>,
    /// Places that a goroutine of this function signals when it is done.
    signals: FxHashMap<SpawnIndex, ThinVec<Place>>,
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
    /// A loop is in its second pass.
    in_second_pass: bool,
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
    run_threads: Vec<param_run::RunOnThread>,
    done: Vec<done::Done>,
    /// What is carried out is done when the function ends.
    deferring: bool,
    /// Runs of parameters: index in the summary's `runs`, and when.
    run_moments: Vec<(usize, Moment)>,
    /// Parameters that are handed to code of which nothing is known, and when.
    params_given_away: Vec<(usize, Moment)>,
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
    sent_maps: sent::SentMaps,
    /// Containers made here that took others' objects: see [`Interpreter::note_gathering`].
    gathering: FxHashSet<NodeId>,
    /// How often an allocation got out of the function's sight.
    escapes: FxHashMap<NodeId, FxHashSet<NodeId>>,
    /// What was put into objects made here: see [`Interpreter::note_part`].
    parts: Vec<parts::Part>,
    /// Locals assigned in another closure than the one that declares them.
    reassigned: FxHashSet<LocalId>,
    local_types: FxHashMap<LocalId, Ty>,
    initialised: Vec<Initialised>,
    /// Maps that were made empty and not used since.
    filling: Vec<fill::Filling>,
    /// The first variables that name what was made here.
    named: FxHashMap<NodeId, LocalId>,
    /// See [`Interpreter::is_called_at_once`].
    called_at_once: OnceCell<FxHashSet<NodeId>>,
    /// See [`Interpreter::local_uses`].
    local_uses: OnceCell<FxHashMap<LocalId, Vec<Span>>>,
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
    /// Calls that return a function which a library runs: as a field of which object, and how.
    run_results: FxHashMap<NodeId, (NodeId, Runs)>,
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
            limited: Vec::new(),
            lent_arguments: FxHashSet::default(),
            nested: FxHashSet::default(),
            parallel: FxHashSet::default(),
            perhaps_parallel: None,
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
            in_second_pass: false,
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
            done: Vec::new(),
            deferring: false,
            run_moments: Vec::new(),
            params_given_away: Vec::new(),
            made_after_all: FxHashSet::default(),
            assigned_in_closures: FxHashSet::default(),
            zeroed: FxHashSet::default(),
            spawn_loops: Vec::new(),
            handed_on: FxHashSet::default(),
            sent_maps: sent::SentMaps::default(),
            gathering: FxHashSet::default(),
            escapes: FxHashMap::default(),
            parts: Vec::new(),
            reassigned: reassigned_locals(&function.body),
            local_types: FxHashMap::default(),
            initialised: Vec::new(),
            filling: Vec::new(),
            local_uses: OnceCell::new(),
            named: FxHashMap::default(),
            called_at_once: OnceCell::new(),
            regions: region::Regions::new(&function.body),
            taken: FxHashSet::default(),
            kept: Vec::new(),
            kept_closures: FxHashMap::default(),
            kept_runs: FxHashMap::default(),
            lent_params: FxHashSet::default(),
            keeping: None,
            run_results: FxHashMap::default(),
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
        self.settle_sent();
        let assigned = &self.assigned_in_closures;
        self.out.nil_writes.retain(|write| write.place.as_ref().is_none_or(|place| !assigned.contains(place)));
        self.settle_done();
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

    fn is_param(&self, local: LocalId) -> bool {
        self.function.receiver == Some(local) || self.function.param(local).is_some()
    }

    /// The position of a parameter in argument lists: the receiver is 0, others from 1.
    fn param_position(&self, local: LocalId) -> Option<usize> {
        position_in(self.function, local)
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

    // ---- types --------------------------------------------------------------------------------

    fn map_type(&self, ty: &Ty) -> Option<(Ty, Ty)> {
        match &*self.names().underlying(&self.names().deref(ty)) {
            TyKind::Map(key, value) => Some((*key, *value)),
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
            TyKind::Library(..) if self.names().is_interface(ty) => false,
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

    fn allocate(&mut self, node: NodeId, ty: Ty, state: &mut State) -> Value {
        state.shared.remove(&node);
        state.published.remove(&node);
        if self.fresh.insert(node, (self.thread, self.loops.clone(), ty)).is_some() {
            self.lose(Root::Fresh(node), state);
            state.borrowed.retain(|place, _| place.root != Root::Fresh(node));
            state.unshared.retain(|place| place.root != Root::Fresh(node));
            state.lent.retain(|lent| lent.object != node);
        }
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
            self.note_channel(slot, value);
        }
    }

    /// A slot takes a value; without a slot, the function's callers do.
    fn note_flow(&mut self, into: Option<Slot>, value: &Value) {
        let of_call = |slot: &Slot| matches!(slot.base, SlotBase::Local(..));
        let concrete = self.concrete_type(value).filter(|_| self.trials == 0 && !into.as_ref().is_some_and(of_call));
        self.out.typed.extend(concrete.map(|ty| (into, ty)));
        if self.trials > 0 || into.as_ref().is_some_and(of_call) || self.is_plain_data(&value.ty) || self.is_plain_struct(&value.ty) {
            return;
        }
        let nil = matches!(value.kind, Kind::Nil(_));
        if nil && into.is_some() {
            return;
        }
        let from = match nil {
            true => Source::Nothing,
            false => points::source(value.place.as_ref(), value.slot, |local| self.param_position(local)),
        };
        let flow = Flow { into, from, typed: concrete.is_some() };
        if into.map(Source::Slot) != Some(from) {
            self.out.flows.push(flow);
        }
    }

    /// The type of the tree that the value has, where that is no interface, and has methods.
    fn concrete_type(&self, value: &Value) -> Option<TypeId> {
        match &*self.names().deref(&value.ty) {
            TyKind::Named(id, _) if !self.names().is_interface(&value.ty) => Some(*id),
            _ => None,
        }
    }

    /// The value gets out of sight: stored, sent, returned, handed to a goroutine.
    fn escape(&mut self, value: &Value, at: NodeId, state: &mut State) {
        if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root) {
            state.shared.insert(node);
            self.escapes.entry(node).or_default().insert(at);
            self.share_parts(node, state);
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
            TyKind::Struct(file, id) => Some(SlotBase::Anonymous(*file, *id, name)),
            // All objects of the library's type would be one slot: what the table gives a type has none.
            TyKind::Library(path, _) if !has_field(self.names(), *path, name) => Some(SlotBase::Library(full_path(*path, name))),
            _ => None,
        };
        let pointer = self.names().is_pointer(&ty);
        let through_pointer = self.names().is_pointer(&base.ty);
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
            pass: base.pass,
            ..Value::of(ty)
        }
    }

    fn kind_of(&self, ty: &Ty) -> TypeModelKind {
        self.names().model_kind(ty)
    }
}
