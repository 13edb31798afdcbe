//! Which objects may lie in which fields, package variables, parameters and results.
//!
//! An object is known by its *site*: the allocation, or the call that returned it, in the function
//! where it stands. Sites flow along assignments, arguments and returns until nothing changes:
//! Andersen's inclusion-based analysis ("Program Analysis and Specialization for the C Programming
//! Language", 1994), with one set for each declared field, whatever object it belongs to. What a call
//! returns is a site of its own, so that two callers of one constructor have two objects; that it may
//! be an object which the callee made, or took from a field, is asked when two sites are compared.
//!
//! A set stands for what may be there. One that grows too long says nothing any more: it is empty.

use super::call_graph::{Callees, Edge, position_of};
use super::effects::Effects;
use super::inclusions::{Holder, Holdings, Inclusions};
use super::names::{Names, Region, narrow};
use super::place::{Place, Root, Slot, SlotBase, Step};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind};
use crate::facts::{LocalId, Node, NodeId};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// A set of more sites than these tells no object from another.
const MAX_SITES: usize = 8;

/// How many calls deep it is asked where a returned object comes from.
const MAX_RETURNS: usize = 6;

/// Of more calls than these, one by way of another, it is not asked where all objects come from that they return.
const MAX_CALLS: usize = 32;

/// Where an object was made, or which call returned it.
pub(super) type Site = (FunctionId, NodeId);

/// Any object at all.
const UNKNOWN: Site = (FunctionId(u32::MAX), NodeId::NOWHERE);

/// Where a value that is stored, handed over or returned comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Source {
    /// An allocation or call of the function.
    Site(NodeId),
    /// An argument of the function: the receiver is 0, parameters count from 1.
    Argument(usize),
    /// A field or package variable.
    Slot(Slot),
    /// `nil`.
    Nothing,
    /// Nobody knows.
    Unknown,
}

impl Source {
    /// What holds the value, where it comes from there.
    pub(super) fn holder(self, function: FunctionId) -> Option<Holder> {
        match self {
            Source::Argument(at) => Some(Holder::Argument(function, at)),
            Source::Slot(slot) => Some(Holder::Slot(slot)),
            Source::Site(_) | Source::Nothing | Source::Unknown => None,
        }
    }
}

/// A value gets to a slot, or to the function's callers (`None`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Flow {
    pub(super) into: Option<Slot>,
    pub(super) from: Source,
    /// Its type is one of the tree: see [`Effects::typed`].
    pub(super) typed: bool,
}

/// Where the value at a place comes from. `position` tells arguments among locals.
pub(super) fn source(place: Option<&Place>, slot: Option<Slot>, position: impl Fn(LocalId) -> Option<usize>) -> Source {
    let whole = place.filter(|place| place.steps.is_empty()).map(|place| place.root);
    let of_call = |slot: &Slot| matches!(slot.base, SlotBase::Local(..));
    match whole {
        Some(Root::Fresh(node) | Root::Result(node)) => Source::Site(node),
        Some(Root::Local(local)) => position(local).map_or(Source::Unknown, Source::Argument),
        _ => slot.filter(|slot| !of_call(slot)).map_or(Source::Unknown, Source::Slot),
    }
}

/// The slots that a way of steps leads through, from a value of type `start` in `slot`: one for each
/// step, as far as types tell.
pub(super) fn slots_along(names: &Names<'_>, start: &Ty, slot: Option<Slot>, steps: &[Step]) -> Vec<Option<Slot>> {
    let mut found = Vec::with_capacity(steps.len());
    let (mut ty, mut slot) = (*start, slot);
    for step in steps {
        let inner = names.deref(&ty);
        match step {
            Step::Field(name) => {
                let field = names.field(&inner, *name);
                slot = match &*inner {
                    TyKind::Named(id, _) if field.is_some() => Some(Slot::new(SlotBase::Field(*id, *name))),
                    _ => None,
                };
                ty = field.map_or_else(ty::unknown, |field| field.ty);
            }
            Step::Element => {
                slot = slot.map(Slot::element);
                ty = match &*names.underlying(&inner) {
                    TyKind::Map(_, item) | TyKind::Slice(item) | TyKind::Array(item, _) | TyKind::Channel(item) => *item,
                    _ => ty::unknown(),
                };
            }
        }
        found.push(slot);
    }
    found
}

/// What may lie where.
#[derive(Debug, Default)]
pub(super) struct PointsTo {
    held: Holdings<Site>,
    callees: Callees,
    /// Sites that lie in some slot.
    kept: FxHashSet<Site>,
    /// Functions that return `nil` and nothing else: those of a build that cannot do it.
    barren: FxHashSet<FunctionId>,
}

impl PointsTo {
    /// Follows all flows of the program. `open` says of a function that somebody unseen calls it.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], open: impl Fn(FunctionId) -> bool) -> PointsTo {
        let mut inclusions = Inclusions::new(names);
        let mut add = |function: FunctionId, from: Source, into: Holder| match from.holder(function) {
            Some(from) => inclusions.include(from, into),
            None => match from {
                Source::Site(node) => inclusions.hold(into, (function, node)),
                Source::Nothing => {}
                _ => inclusions.hold(into, UNKNOWN),
            },
        };
        for (index, effects) in effects.iter().enumerate() {
            let function = FunctionId(narrow(index));
            if names.is_test(function) {
                continue;
            }
            for flow in &effects.flows {
                add(function, flow.from, flow.into.map_or(Holder::Result(function), Holder::Slot));
            }
            let arguments = names.symbols.function(names.program, function).1.params.len();
            if open(function) {
                (0..=arguments).for_each(|at| add(function, Source::Unknown, Holder::Argument(function, at)));
            }
        }
        let barren = (0..).zip(effects).filter(|(_, effects)| is_barren(&effects.flows)).map(|(index, _)| FunctionId(index)).collect();
        for edge in edges {
            for (at, arg) in edge.args.iter().enumerate() {
                let from = source(arg.place.as_ref(), arg.slot, |local| position_of(names, edge.caller, local));
                add(edge.caller, from, Holder::Argument(edge.callee, at));
            }
        }
        let held = inclusions.solve(MAX_SITES);
        let kept = held.in_slots().copied().collect();
        PointsTo { held, callees: Callees::new(edges, effects.len()), kept, barren }
    }

    /// The objects that may lie in a slot.
    pub(super) fn in_slot(&self, slot: Slot) -> &[Site] {
        self.held.get(Holder::Slot(slot)).unwrap_or_default()
    }

    /// Whether two sites may stand for one object, as far as it is seen: they are the same, or one
    /// returns what the other made.
    pub(super) fn may_be_one(&self, one: Site, other: Site) -> bool {
        one != UNKNOWN && other != UNKNOWN && (one == other || self.returned(one).contains(&other) || self.returned(other).contains(&one))
    }

    /// Whether no object is both in the one set and in the other: all that may be in them is known.
    pub(super) fn are_apart(&self, one: &[Site], other: &[Site]) -> bool {
        let all = |sites: &[Site]| -> Option<Vec<Site>> {
            let returned = sites.iter().flat_map(|site| self.returned(*site));
            let all: Vec<Site> = returned.chain(sites.iter().copied()).collect();
            (!all.is_empty() && !all.contains(&UNKNOWN)).then_some(all)
        };
        let (Some(left), Some(right)) = (all(one), all(other)) else { return false };
        // What a callee makes anew is another for each caller, unless it is kept somewhere.
        let one_object = |site: &&Site| right.contains(site) && (self.kept.contains(site) || one.contains(site) || other.contains(site));
        !left.iter().any(|site| one_object(&site))
    }

    /// Some field or package variable may hold it.
    pub(super) fn is_kept(&self, site: Site) -> bool {
        self.kept.contains(&site)
    }

    /// The call gives out what some field or package variable holds.
    pub(super) fn gives_kept(&self, call: Site) -> bool {
        self.gives_kept_of_others(call, |_| false)
    }

    /// The same, and it is one that others make: `makes` says of a function that it is no other's.
    pub(super) fn gives_kept_of_others(&self, call: Site, makes: impl Fn(FunctionId) -> bool) -> bool {
        self.returned(call).iter().any(|site| self.kept.contains(site) && *site != UNKNOWN && !makes(site.0))
    }

    /// Where the object comes from that the call returns is not seen: not from what its callees make, keep or are given.
    pub(super) fn is_unseen(&self, names: &Names<'_>, call: Site) -> bool {
        let is_call = |site: Site| {
            let body = &names.symbols.function(names.program, site.0).1.body;
            matches!(body.node(site.1), Node::Call { .. })
        };
        let unseen = |site: &Site| *site == UNKNOWN || self.callees.of(*site).len() == 0 && is_call(*site);
        unseen(&call) || self.returned(call).iter().any(unseen)
    }

    /// The call makes what it returns, and nobody is seen to keep it.
    pub(super) fn is_new(&self, call: Site) -> bool {
        !self.kept.contains(&call) && self.is_made_anew(call)
    }

    /// The call makes what it returns, and keeps it nowhere.
    pub(super) fn is_made_anew(&self, call: Site) -> bool {
        let returned = self.returned(call);
        !returned.is_empty() && returned.iter().all(|site| *site != UNKNOWN && !self.kept.contains(site))
    }

    /// The type of what a call returns, by the function that it calls; of several, nothing is said.
    pub(super) fn type_of(&self, names: &Names<'_>, call: Site) -> Option<Ty> {
        let callees = self.callees.of(call).filter(|callee| !self.barren.contains(callee));
        let [callee] = callees.collect::<Vec<_>>()[..] else { return None };
        let (file, function) = names.symbols.function(names.program, callee);
        let region = Region { file, scope: function.scope, params: &[] };
        let returned = function.results.first().filter(|_| function.type_params.is_empty())?;
        Some(names.deref(&names.resolve(region, *returned)))
    }

    /// What the call returns was made in a call of that function, and nobody is seen to keep it: it is one, or returns
    /// what one returned.
    pub(super) fn is_made_in(&self, call: Site, maker: FunctionId) -> bool {
        let mut calls = vec![call];
        let mut next = 0;
        while let Some(site) = calls.get(next).copied() {
            let callees = self.callees.of(site);
            if callees.len() == 0 {
                return false;
            }
            for callee in callees.filter(|callee| *callee != maker && !self.barren.contains(callee)) {
                let Some(returned) = self.held.get(Holder::Result(callee)) else { return false };
                let more: Vec<Site> = returned.iter().copied().filter(|site| !calls.contains(site)).collect();
                calls.extend(more);
            }
            if calls.len() > MAX_CALLS {
                return false;
            }
            next += 1;
        }
        self.is_made_anew(call)
    }

    /// What a call may return, by the sites in its callees, and in theirs.
    fn returned(&self, call: Site) -> Vec<Site> {
        let mut found = Vec::new();
        let mut pending = vec![(call, 0)];
        while let Some((site, depth)) = pending.pop() {
            for callee in self.callees.of(site) {
                let unseen: &[Site] = if self.barren.contains(&callee) { &[] } else { &[UNKNOWN] };
                for made in self.held.get(Holder::Result(callee)).unwrap_or(unseen) {
                    if depth < MAX_RETURNS && !found.contains(made) {
                        found.push(*made);
                        pending.push((*made, depth + 1));
                    }
                }
            }
        }
        found
    }
}

/// All that a function returns, by its flows, is `nil`.
fn is_barren(flows: &[Flow]) -> bool {
    let mut returned = flows.iter().filter(|flow| flow.into.is_none()).peekable();
    returned.peek().is_some() && returned.all(|flow| flow.from == Source::Nothing)
}
