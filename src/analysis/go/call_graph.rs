//! The call graph: who calls or starts whom, with which arguments and locks, and how a caller's places
//! look to the callee.

use super::effects::{Argument, Call, Effects, Held, SpawnIndex, Target};
use super::lent::Lent;
use super::names::{Names, Region, narrow};
use super::place::{self, Place, Root, Slot};
use crate::analysis::ty::{FunctionId, TypeId};
use crate::facts::{LocalId, Name, NodeId};
use rustc_hash::FxHashMap;

/// An interface call is followed where the tree has so many implementations at most: with more, a
/// path through it is more likely to be none. Only threads are followed through it.
const MAX_IMPLEMENTATIONS: usize = 8;

/// More types than these whose methods return the same say nothing of what an interface's method does.
const MAX_LIKELY: usize = 3;

/// An edge of the call graph.
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
    pub(super) through_interface: bool,
    /// One of several implementations of an interface.
    pub(super) spread: bool,
}

impl<'e> Edge<'e> {
    pub(super) fn of_call(caller: FunctionId, callee: FunctionId, call: &'e Call, virtual_: bool) -> Edge<'e> {
        Edge {
            caller,
            callee,
            node: call.node,
            args: &call.args,
            held: &call.held,
            alive: &call.alive,
            thread: call.thread,
            spawns: false,
            virtual_: virtual_ || call.uncertain && call.thread.is_none(),
            through_interface: false,
            spread: false,
            lent: 0,
        }
    }

    /// Whether the caller's ownership of what argument `position` starts at reaches the argument.
    pub(super) fn may_own(&self, position: usize) -> bool {
        position < 64 && self.lent >> position & 1 == 0
    }
}

/// See [`Edge::lent`].
pub(super) fn note_lent(names: &Names<'_>, edges: &mut [Edge<'_>], lent: &Lent) {
    for edge in edges {
        for (position, arg) in edge.args.iter().enumerate().take(64) {
            let passes = arg.place.as_ref().is_some_and(|place| lent.passes(names, &place.steps, arg.root_ty, arg.own_steps));
            edge.lent |= u64::from(passes) << position;
        }
    }
}

/// All edges that do not start in test code.
pub(super) fn edges<'e>(names: &Names<'_>, effects: &'e [Effects], implementations: &Implementations) -> Vec<Edge<'e>> {
    let mut edges = Vec::new();
    for (index, effects) in effects.iter().enumerate() {
        let caller = FunctionId(narrow(index));
        if is_test(names, caller) {
            continue;
        }
        for call in &effects.calls {
            let edge = |callee, virtual_| Edge::of_call(caller, callee, call, virtual_);
            match &call.target {
                Target::Function(callee) => {
                    // Who else runs what is kept for others, is not known.
                    let kept = call.thread.is_some_and(|thread| effects.spawns[thread as usize].kept);
                    edges.extend(in_all_builds(names, *callee).map(|callee| edge(callee, kept)));
                }
                Target::Interface(interface, name) => {
                    let found = implementations.of(*interface, *name);
                    edges.extend(found.iter().map(|callee| Edge {
                        spread: found.len() > 1,
                        through_interface: true,
                        ..edge(*callee, true)
                    }))
                }
                Target::Closure(_) => {}
            }
        }
        for (at, spawn) in effects.spawns.iter().enumerate() {
            let edge = |callee, virtual_| Edge {
                caller,
                callee,
                node: spawn.node,
                args: &spawn.args,
                held: &[],
                alive: &spawn.alive,
                thread: Some(narrow(at)),
                spawns: true,
                virtual_,
                lent: 0,
                through_interface: false,
                spread: false,
            };
            match &spawn.target {
                Target::Function(callee) => edges.extend(in_all_builds(names, *callee).map(|callee| edge(callee, spawn.kept))),
                Target::Interface(interface, name) => {
                    let found = implementations.of(*interface, *name);
                    edges.extend(found.iter().map(|callee| Edge {
                        spread: found.len() > 1,
                        through_interface: true,
                        ..edge(*callee, true)
                    }))
                }
                Target::Closure(_) => {}
            }
        }
    }
    edges.extend(edges_of_slots(names, effects));
    edges
}

/// Who calls what a slot holds gets to the functions whose closures are run from there.
fn edges_of_slots<'e>(names: &Names<'_>, effects: &'e [Effects]) -> Vec<Edge<'e>> {
    let mut run_from: FxHashMap<Slot, Vec<FunctionId>> = FxHashMap::default();
    for (index, effects) in effects.iter().enumerate() {
        effects.run_from.iter().for_each(|slot| run_from.entry(*slot).or_default().push(FunctionId(narrow(index))));
    }
    let mut edges = Vec::new();
    for (index, effects) in effects.iter().enumerate().filter(|(index, _)| !is_test(names, FunctionId(narrow(*index)))) {
        for call in &effects.slot_calls {
            edges.extend(run_from.get(&call.slot).into_iter().flatten().map(|callee| Edge {
                caller: FunctionId(narrow(index)),
                callee: *callee,
                node: call.node,
                args: &[],
                held: &[],
                alive: &[],
                thread: call.thread,
                spawns: false,
                virtual_: true,
                lent: 0,
                through_interface: false,
                spread: false,
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
    if !edge.spawns {
        let outer = caller_held.iter().filter(|_| inherits);
        for lock in edge.held.iter().chain(outer) {
            let place = callee_place(names, edge, &lock.place);
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

/// A caller's place as the callee sees it; `Outer` where it has no name there.
fn callee_place(names: &Names<'_>, edge: &Edge<'_>, at: &Place) -> Place {
    if matches!(at.root, Root::Global(_) | Root::Library(_)) {
        return at.clone();
    }
    let (_, callee) = names.symbols.function(names.program, edge.callee);
    let locals = callee
        .receiver
        .into_iter()
        .map(|local| (0, local))
        .chain(callee.params.iter().enumerate().map(|(index, local)| (index + 1, *local)));
    let mut best: Option<(usize, Place)> = None;
    for (position, local) in locals {
        let Some(from) = edge.args.get(position).and_then(|arg| arg.place.as_ref()) else { continue };
        if let Some(found) = place::rebase(at, from, &place::root(Root::Local(local)))
            && best.as_ref().is_none_or(|(steps, _)| found.steps.len() < *steps)
        {
            best = Some((found.steps.len(), found));
        }
    }
    best.map_or_else(|| place::root(Root::Outer), |(_, place)| place)
}

/// The position of a local among a function's arguments.
pub(super) fn position_of(names: &Names<'_>, function: FunctionId, local: LocalId) -> Option<usize> {
    let (_, function) = names.symbols.function(names.program, function);
    if function.receiver == Some(local) {
        return Some(0);
    }
    function.params.iter().position(|param| *param == local).map(|at| at + 1)
}

/// Test code: in a test file, or in one that exists for tests.
pub(super) fn is_test(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    function.in_test || names.serves_tests(file)
}

/// Which methods an interface's method may be.
pub(super) struct Implementations {
    methods: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
    /// Where many types have methods of these names: those of the few whose methods also return what
    /// the interface says (an implementation and its mocks).
    likely: FxHashMap<(TypeId, Name), Vec<FunctionId>>,
}

impl Implementations {
    /// The methods that an interface's method may be, were it one of many of that name.
    pub(super) fn likely(&self, interface: TypeId, name: Name) -> &[FunctionId] {
        match self.of(interface, name) {
            [] => self.likely.get(&(interface, name)).map_or(&[], |list| list),
            known => known,
        }
    }

    pub(super) fn new(names: &Names<'_>) -> Implementations {
        // Concrete types by one of their method names, so that an interface looks at few.
        let mut by_method: FxHashMap<Name, Vec<TypeId>> = FxHashMap::default();
        for index in 0..names.symbols.types.len() {
            let id = TypeId(narrow(index));
            for (name, function) in names.methods_of(id) {
                if !is_test(names, *function) {
                    by_method.entry(*name).or_default().push(id);
                }
            }
        }
        let mut methods: FxHashMap<(TypeId, Name), Vec<FunctionId>> = FxHashMap::default();
        let mut likely: FxHashMap<(TypeId, Name), Vec<FunctionId>> = FxHashMap::default();
        for index in 0..names.symbols.types.len() {
            let interface = TypeId(narrow(index));
            let Some(wanted) = names.interface_methods(interface) else { continue };
            let Some(rarest) = wanted.iter().min_by_key(|name| by_method.get(name).map_or(0, Vec::len)) else { continue };
            let candidates = by_method.get(rarest).map_or(&[][..], |list| list);
            let fitting: Vec<TypeId> = candidates.iter().copied().filter(|ty| names.implements(*ty, interface)).collect();
            if fitting.len() > MAX_IMPLEMENTATIONS {
                let same = |ty: &TypeId| wanted.iter().all(|name| same_results(names, interface, *ty, *name));
                let same: Vec<TypeId> = fitting.into_iter().filter(same).collect();
                for name in wanted.iter().filter(|_| same.len() <= MAX_LIKELY) {
                    likely.insert((interface, *name), same.iter().filter_map(|ty| names.method(*ty, *name)).collect());
                }
                continue;
            }
            for name in &wanted {
                let list = fitting.iter().filter_map(|ty| names.method(*ty, *name)).collect();
                methods.insert((interface, *name), list);
            }
        }
        Implementations { methods, likely }
    }

    pub(super) fn of(&self, interface: TypeId, name: Name) -> &[FunctionId] {
        self.methods.get(&(interface, name)).map_or(&[], |list| list)
    }
}

/// Whether a type's method returns what the interface's method of that name returns.
fn same_results(names: &Names<'_>, interface: TypeId, ty: TypeId, name: Name) -> bool {
    let (Some(wanted), Some(method)) = (names.interface_results(interface, name), names.method(ty, name)) else { return false };
    let (file, function) = names.symbols.function(names.program, method);
    let region = Region { file, scope: function.scope, params: &[] };
    wanted.iter().cloned().eq(function.results.iter().map(|ty| names.resolve(region, *ty)))
}
