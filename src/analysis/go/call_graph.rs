//! The call graph: who calls or starts whom, with which arguments and locks, and how a caller's places
//! look to the callee.

use super::effects::{Argument, Call, Effects, Flag, Held, SpawnIndex, Target};
use super::lent::Lent;
use super::names::{Names, Region, narrow};
use super::place::{self, Place, Root, Slot, Step};
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::facts::{Function, LocalId, Name, NodeId};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// An interface call is followed where the tree has so many implementations at most: with more, a
/// path through it is more likely to be none. Only threads are followed through it.
const MAX_IMPLEMENTATIONS: usize = 8;

/// Of more implementations, as far as to this many, those are followed that are seen to be called.
const MAX_SEEN: usize = 24;

/// More types than these whose methods return the same say nothing of what an interface's method does.
const MAX_LIKELY: usize = 3;

/// An edge of the call graph.
#[derive(Clone, Copy)]
pub(super) struct Edge<'e> {
    pub(super) caller: FunctionId,
    pub(super) callee: FunctionId,
    pub(super) node: NodeId,
    pub(super) args: &'e [Argument],
    pub(super) held: &'e [Held],
    /// Goroutines of the caller that may be running then.
    pub(super) alive: &'e [SpawnIndex],
    /// The goroutine of the caller in which it stands; for a spawn the goroutine that starts.
    pub(super) thread: Option<SpawnIndex>,
    pub(super) spawns: bool,
    pub(super) virtual_: bool,
    /// Bit i: argument i lies behind a field that is lent to: owning what it starts at says nothing.
    pub(super) lent: u64,
    /// It is one of those calls of an interface's method by which alone the method is called.
    pub(super) through_interface: bool,
    /// It calls a method of an interface.
    pub(super) by_interface: bool,
    /// One of several implementations of an interface.
    pub(super) spread: bool,
    /// One of several implementations, of which it is not seen that it is called here: see [`super::behind`].
    pub(super) guessed: bool,
    /// One of several implementations, and another is seen to be called here.
    pub(super) missed: bool,
    /// One of so many implementations that it counts only where it is seen to be called.
    pub(super) unlikely: bool,
    /// See [`super::effects::Access::when`].
    pub(super) when: Option<Flag>,
}

impl<'e> Edge<'e> {
    /// With nothing handed over.
    fn between(caller: FunctionId, callee: FunctionId, node: NodeId) -> Edge<'e> {
        Edge {
            caller,
            callee,
            node,
            args: &[],
            held: &[],
            alive: &[],
            thread: None,
            spawns: false,
            virtual_: false,
            lent: 0,
            through_interface: false,
            by_interface: false,
            spread: false,
            guessed: false,
            missed: false,
            unlikely: false,
            when: None,
        }
    }

    pub(super) fn of_call(caller: FunctionId, callee: FunctionId, call: &'e Call, virtual_: bool) -> Edge<'e> {
        Edge {
            args: &call.args,
            held: &call.held,
            alive: &call.alive,
            thread: call.thread,
            virtual_: virtual_ || call.is_at_no_known_time(),
            when: call.when,
            ..Edge::between(caller, callee, call.node)
        }
    }

    /// A call by a function that is kept in a slot: whom it calls is certain, who runs it is not.
    pub(super) fn is_of_kept(&self) -> bool {
        self.virtual_ && self.thread.is_some() && !self.spawns && !self.through_interface
    }

    /// A call through an interface that is seen to go to this one of its implementations.
    pub(super) fn is_seen(&self) -> bool {
        self.spread && !self.guessed
    }

    /// The call may be one on which the callee's argument has this value.
    pub(super) fn may_pass(&self, (position, is): Flag) -> bool {
        self.args.get(position).is_none_or(|arg| arg.literal != Some(!is))
    }

    /// Whether the caller's ownership of what argument `position` starts at reaches the argument.
    pub(super) fn may_own(&self, position: usize) -> bool {
        position < 64 && self.lent >> position & 1 == 0
    }
}

/// See [`Edge::lent`].
pub(super) fn note_lent(names: &Names<'_>, edges: &mut [Edge<'_>], lent: &Lent) {
    edges.par_iter_mut().for_each(|edge| {
        for (position, arg) in edge.args.iter().enumerate().take(64) {
            let passes = arg.place.as_ref().is_some_and(|place| lent.passes(names, &place.steps, arg.root_ty, arg.own_steps));
            edge.lent |= u64::from(passes) << position;
        }
    });
}

/// Edges by the functions that they start in, of so many.
pub(super) struct ByCaller<'a, 'e> {
    edges: Vec<&'a Edge<'e>>,
    /// By [`FunctionId`] where its edges start, and where the last one's end.
    starts: Vec<usize>,
}

impl<'a, 'e> ByCaller<'a, 'e> {
    pub(super) fn new(edges: impl Iterator<Item = &'a Edge<'e>>, functions: usize) -> ByCaller<'a, 'e> {
        let mut edges: Vec<&Edge<'_>> = edges.collect();
        edges.sort_by_key(|edge| edge.caller);
        let starts = starts(edges.iter().map(|edge| edge.caller), functions);
        ByCaller { edges, starts }
    }

    /// All edges, those of one function together.
    pub(super) fn all(&self) -> &[&'a Edge<'e>] {
        &self.edges
    }

    /// Where the edges of one function stand among all.
    pub(super) fn places(&self, caller: FunctionId) -> Range<usize> {
        let at = caller.0 as usize;
        self.starts[at]..self.starts[at + 1]
    }

    /// The edges of one function, in their order.
    pub(super) fn of(&self, caller: FunctionId) -> &[&'a Edge<'e>] {
        &self.edges[self.places(caller)]
    }
}

/// Whom calls call, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Callees {
    /// By caller, then by call.
    calls: Vec<(NodeId, FunctionId)>,
    /// By [`FunctionId`] where its calls start, and where the last one's end.
    starts: Vec<usize>,
}

impl Callees {
    /// By the edges between so many functions that start no goroutine.
    pub(super) fn new(edges: &[Edge<'_>], functions: usize) -> Callees {
        let calls = edges.iter().filter(|edge| !edge.spawns).map(|edge| (edge.caller, edge.node, edge.callee));
        let mut calls: Vec<(FunctionId, NodeId, FunctionId)> = calls.collect();
        calls.sort_by_key(|(caller, node, _)| (*caller, *node));
        let starts = starts(calls.iter().map(|(caller, ..)| *caller), functions);
        Callees { calls: calls.into_iter().map(|(_, node, callee)| (node, callee)).collect(), starts }
    }

    /// Whom the call at the node of the function calls, in the order of the edges.
    pub(super) fn of(&self, (function, node): (FunctionId, NodeId)) -> impl ExactSizeIterator<Item = FunctionId> + '_ {
        let at = function.0 as usize;
        let own = self.starts.get(at..at + 2).map_or(&[][..], |ends| &self.calls[ends[0]..ends[1]]);
        let here = own.partition_point(|(call, _)| *call < node)..own.partition_point(|(call, _)| *call <= node);
        own[here].iter().map(|(_, callee)| *callee)
    }
}

/// Where what belongs to each of so many functions starts in a list, and where the last one's ends; `owners`: whose each is,
/// sorted.
fn starts(owners: impl Iterator<Item = FunctionId>, functions: usize) -> Vec<usize> {
    let mut starts = vec![0; functions + 1];
    owners.for_each(|owner| starts[owner.0 as usize + 1] += 1);
    (0..functions).for_each(|function| starts[function + 1] += starts[function]);
    starts
}

/// All edges that do not start in test code.
pub(super) fn edges<'e>(names: &Names<'_>, effects: &'e [Effects], implementations: &Implementations) -> Vec<Edge<'e>> {
    let callers = effects.par_iter().enumerate().map(|(index, effects)| (FunctionId(narrow(index)), effects));
    let own = callers.filter(|(caller, _)| !names.is_test(*caller));
    let mut edges: Vec<Edge<'_>> = own.flat_map_iter(|(caller, effects)| edges_of(names, (caller, effects), implementations)).collect();
    edges.extend(edges_of_slots(names, effects));
    edges
}

/// The edges of one function's calls and goroutines.
fn edges_of<'e>(names: &Names<'_>, (caller, effects): (FunctionId, &'e Effects), implementations: &Implementations) -> Vec<Edge<'e>> {
    let mut edges = Vec::with_capacity(effects.calls.len() + effects.spawns.len());
    for call in &effects.calls {
        let edge = |callee, virtual_| Edge::of_call(caller, callee, call, virtual_);
        match &call.target {
            Target::Function(callee) => {
                // Who else runs what is kept for others, is not known.
                let kept = call.thread.is_some_and(|thread| effects.spawns[thread as usize].kept);
                edges.extend(in_all_builds(names, *callee).map(|callee| edge(callee, kept)));
            }
            Target::Interface(interface, name) => {
                let alone = !call.is_at_no_known_time();
                edges.extend(implementations.edges((*interface, *name), alone, |callee| edge(callee, true)));
            }
            Target::Closure(_) => {}
        }
    }
    for (at, spawn) in effects.spawns.iter().enumerate() {
        let edge = |callee, virtual_| Edge {
            args: &spawn.args,
            held: &spawn.held,
            alive: &spawn.alive,
            thread: Some(narrow(at)),
            spawns: true,
            virtual_,
            ..Edge::between(caller, callee, spawn.node)
        };
        match &spawn.target {
            Target::Function(callee) => edges.extend(in_all_builds(names, *callee).map(|callee| edge(callee, spawn.kept))),
            Target::Interface(interface, name) => {
                edges.extend(implementations.edges((*interface, *name), true, |callee| edge(callee, true)));
            }
            Target::Closure(_) => {}
        }
    }
    edges
}

/// Who calls what a slot holds gets to the functions whose closures are run from there.
fn edges_of_slots<'e>(names: &Names<'_>, effects: &'e [Effects]) -> Vec<Edge<'e>> {
    let mut run_from: FxHashMap<Slot, Vec<FunctionId>> = FxHashMap::default();
    for (index, effects) in effects.iter().enumerate() {
        effects.run_from.iter().for_each(|slot| run_from.entry(*slot).or_default().push(FunctionId(narrow(index))));
    }
    let mut edges = Vec::new();
    for (index, effects) in effects.iter().enumerate().filter(|(index, _)| !names.is_test(FunctionId(narrow(*index)))) {
        for call in &effects.slot_calls {
            edges.extend(run_from.get(&call.slot).into_iter().flatten().map(|callee| Edge {
                thread: call.thread,
                virtual_: true,
                ..Edge::between(FunctionId(narrow(index)), *callee, call.node)
            }));
        }
    }
    edges
}

/// A function and those that stand for it in other builds.
pub(super) fn in_all_builds<'n>(names: &'n Names<'_>, id: FunctionId) -> impl Iterator<Item = FunctionId> + 'n {
    std::iter::once(id).chain(names.variants(id).iter().copied())
}

/// What the callee of an edge is entered with.
pub(super) fn across(names: &Names<'_>, edge: &Edge<'_>, caller_held: &[Held], caller_owned: u64) -> (Vec<Held>, u64) {
    let inherits = edge.thread.is_none();
    let mut held: Vec<Held> = Vec::new();
    let outer = caller_held.iter().filter(|lock| inherits || lock.is_past());
    for lock in edge.held.iter().chain(outer).filter(|lock| !edge.spawns || lock.is_past()) {
        for place in callee_places(names, edge, &lock.place) {
            let nameless = place.root == Root::Outer && lock.slot.is_none();
            if nameless || held.iter().any(|known| known.place == place && (known.slot == lock.slot || place.root != Root::Outer)) {
                continue;
            }
            held.push(Held { place, ..lock.clone() });
        }
    }
    let mut owned = 0;
    for (position, arg) in edge.args.iter().enumerate().take(64) {
        let inherited = match arg.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) if inherits && !edge.spawns && caller_owned != 0 => {
                position_of(names, edge.caller, local).is_some_and(|at| at < 64 && caller_owned >> at & 1 == 1)
            }
            _ => false,
        };
        owned |= u64::from((arg.owned || inherited) && edge.may_own(position)) << position;
    }
    (held, owned)
}

/// A caller's place as the callee sees it: `Outer` where it has no name there, several names where one
/// object is given twice.
fn callee_places(names: &Names<'_>, edge: &Edge<'_>, at: &Place) -> Vec<Place> {
    if matches!(at.root, Root::Global(_) | Root::Library(_)) {
        return vec![at.clone()];
    }
    let (_, callee) = names.symbols.function(names.program, edge.callee);
    let locals = callee
        .receiver
        .into_iter()
        .map(|local| (0, local))
        .chain(callee.params.iter().enumerate().map(|(index, local)| (index + 1, *local)));
    let mut shortest: Vec<Place> = Vec::new();
    for (position, local) in locals {
        let Some(from) = edge.args.get(position).and_then(|arg| arg.place.as_ref()) else { continue };
        let Some(mut found) = place::rebase(at, from, &place::root(Root::Local(local))) else { continue };
        if edge.by_interface && position == 0 {
            found = without_embedding(names, edge.callee, found);
        }
        let known = shortest.first().map_or(usize::MAX, |place| place.steps.len());
        if found.steps.len() < known {
            shortest.clear();
        }
        if found.steps.len() <= known {
            shortest.push(found);
        }
    }
    if shortest.is_empty() {
        shortest.push(place::root(Root::Outer));
    }
    shortest
}

/// A part of an object behind an interface, as a method sees it that the object has by embedding.
fn without_embedding(names: &Names<'_>, method: FunctionId, part: Place) -> Place {
    let Some((Step::Field(field), (owner, receiver))) = part.steps.first().zip(receiver_of(names, method)) else { return part };
    let is_owner = names.symbols.type_decl(names.program, owner).1.name == *field;
    let embedded = place::step(&receiver, Step::Field(*field)).filter(|_| is_owner);
    embedded.and_then(|embedded| place::rebase(&part, &embedded, &receiver)).unwrap_or(part)
}

/// The type that a method belongs to, and the receiver's place.
pub(super) fn receiver_of(names: &Names<'_>, id: FunctionId) -> Option<(TypeId, Place)> {
    let (file, function) = names.symbols.function(names.program, id);
    let owner = names.resolve(Region { file, scope: function.scope, params: &[] }, function.owner?);
    match &*names.deref(&owner) {
        TyKind::Named(owner, _) => Some((*owner, place::root(Root::Local(function.receiver?)))),
        _ => None,
    }
}

/// The position of a local among a function's arguments.
pub(super) fn position_of(names: &Names<'_>, function: FunctionId, local: LocalId) -> Option<usize> {
    position_in(names.symbols.function(names.program, function).1, local)
}

/// The same of a function that is at hand.
pub(super) fn position_in(function: &Function, local: LocalId) -> Option<usize> {
    if function.receiver == Some(local) {
        return Some(0);
    }
    function.param(local).map(|at| at + 1)
}

/// The declared type of a function's argument at that position.
pub(super) fn argument_type(names: &Names<'_>, id: FunctionId, position: usize) -> Option<Ty> {
    let (file, function) = names.symbols.function(names.program, id);
    let local = match position.checked_sub(1) {
        None => function.receiver?,
        Some(at) => *function.params.get(at)?,
    };
    let region = Region { file, scope: function.scope, params: &[] };
    function.body.local(local).ty.map(|written| names.resolve(region, written))
}

/// Which methods an interface's method may be.
#[derive(Default)]
pub(super) struct Implementations {
    methods: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
    /// Where many types have methods of these names: those of the few whose methods also return what
    /// the interface says (an implementation and its mocks).
    likely: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
    /// Where more types have these methods than are followed: those of which some may be seen to be called.
    more: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
    /// Methods that an interface has from one outside the tree: others than those in sight may call them.
    outside: FxHashSet<(TypeId, Name)>,
}

impl Implementations {
    /// The methods that an interface's method may be, were it one of many of that name.
    pub(super) fn likely(&self, interface: TypeId, name: Name) -> &[FunctionId] {
        match self.of(interface, name) {
            [] => self.likely.get(&(interface, name)).map_or(&[], |list| list),
            known => known,
        }
    }

    /// The edges of a call of an interface's method, made from that to one callee. `alone`: whoever calls the
    /// callee in no other way calls it so.
    fn edges<'e>(&self, method: (TypeId, Name), alone: bool, edge: impl Fn(FunctionId) -> Edge<'e>) -> Vec<Edge<'e>> {
        let found = self.of(method.0, method.1);
        let through_interface = alone && !self.outside.contains(&method);
        let several = found.len() > 1;
        let known =
            found.iter().map(|callee| Edge { spread: several, guessed: several, through_interface, by_interface: true, ..edge(*callee) });
        // Others call them too, of whom nothing is told: these say nothing of locks.
        let more = self.more.get(&method).into_iter().flatten();
        let more = more.map(|callee| Edge { spread: true, guessed: true, unlikely: true, by_interface: true, ..edge(*callee) });
        known.chain(more).collect()
    }

    pub(super) fn new(names: &Names<'_>) -> Implementations {
        let by_method = by_method(names);
        let embedders = embedders(names);
        let of_interface = |interface: TypeId| {
            let wanted = names.interface_methods(interface)?;
            // What no type of the tree declares is had by embedding.
            let declared = wanted.iter().filter_map(|name| by_method.get(name));
            let candidates = declared.min_by_key(|types| types.len())?;
            let fitting = with_embedders(candidates, &embedders).into_iter();
            let mut fitting: Vec<Fitting> = fitting.filter_map(|ty| Some((names.implementation(ty, interface)?, ty))).collect();
            // Who embeds a type and changes nothing is no implementation of its own.
            fitting.sort();
            fitting.dedup_by(|later, first| later.0 == first.0);
            let several = fitting.len() > MAX_IMPLEMENTATIONS;
            let is_like = |(_, ty): &&Fitting| wanted.iter().all(|name| same_results(names, interface, *ty, *name));
            let like = if several { fitting.iter().filter(is_like).cloned().collect() } else { Vec::new() };
            Some((interface, fitting, like))
        };
        let interfaces = (0..names.symbols.types.len()).into_par_iter().filter_map(|index| of_interface(TypeId(narrow(index))));
        let mut found = Implementations::default();
        for (interface, fitting, like) in interfaces.collect::<Vec<_>>() {
            if fitting.len() <= MAX_IMPLEMENTATIONS {
                found.outside.extend(names.methods_from_outside(interface).into_iter().map(|name| (interface, name)));
                note_methods(&mut found.methods, interface, &fitting);
                continue;
            }
            if fitting.len() <= MAX_SEEN {
                note_methods(&mut found.more, interface, &fitting);
            }
            if like.len() <= MAX_LIKELY {
                note_methods(&mut found.likely, interface, &like);
            }
        }
        found
    }

    pub(super) fn of(&self, interface: TypeId, name: Name) -> &[FunctionId] {
        self.methods.get(&(interface, name)).map_or(&[], |list| list)
    }
}

/// What implements an interface: the methods by which it does, and the type.
type Fitting = (Vec<(Name, FunctionId)>, TypeId);

/// Concrete types by one of their method names, so that an interface looks at few.
fn by_method(names: &Names<'_>) -> FxHashMap<Name, Vec<TypeId>> {
    let mut found: FxHashMap<Name, Vec<TypeId>> = FxHashMap::default();
    for index in 0..names.symbols.types.len() {
        let id = TypeId(narrow(index));
        for (name, _) in names.methods_of(id).iter().filter(|(_, function)| !names.is_test(*function)) {
            found.entry(*name).or_default().push(id);
        }
    }
    found
}

/// The structs that embed a type.
fn embedders(names: &Names<'_>) -> FxHashMap<TypeId, Vec<TypeId>> {
    let mut found: FxHashMap<TypeId, Vec<TypeId>> = FxHashMap::default();
    for index in 0..names.symbols.types.len() {
        let id = TypeId(narrow(index));
        for embedded in names.embedded_types(id) {
            found.entry(embedded).or_default().push(id);
        }
    }
    found
}

/// The types, those that embed them, those that embed these.
fn with_embedders(types: &[TypeId], embedders: &FxHashMap<TypeId, Vec<TypeId>>) -> Vec<TypeId> {
    let mut found = types.to_vec();
    let mut seen: FxHashSet<TypeId> = found.iter().copied().collect();
    let mut at = 0;
    while let Some(ty) = found.get(at) {
        let more: Vec<TypeId> = embedders.get(ty).into_iter().flatten().copied().filter(|ty| seen.insert(*ty)).collect();
        found.extend(more);
        at += 1;
    }
    found
}

/// Writes down the functions that an interface's methods may be.
fn note_methods(methods: &mut FxHashMap<(TypeId, Name), Vec<FunctionId>>, interface: TypeId, fitting: &[Fitting]) {
    for (name, function) in fitting.iter().flat_map(|(functions, _)| functions) {
        let list = methods.entry((interface, *name)).or_default();
        if !list.contains(function) {
            list.push(*function);
        }
    }
}

/// Whether a type's method returns what the interface's method of that name returns.
fn same_results(names: &Names<'_>, interface: TypeId, ty: TypeId, name: Name) -> bool {
    let (Some(wanted), Some(method)) = (names.interface_results(interface, name), names.method(ty, name)) else { return false };
    let (file, function) = names.symbols.function(names.program, method);
    let region = Region { file, scope: function.scope, params: &[] };
    wanted.iter().copied().eq(function.results.iter().map(|ty| names.resolve(region, *ty)))
}
