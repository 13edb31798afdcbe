//! Which types stand behind an interface: those of the values that are seen to be put in a field, handed
//! to a parameter or returned as it, in all of the program outside of tests.

use super::call_graph::{Callees, Edge, position_of};
use super::effects::Effects;
use super::inclusions::{Holder, Holdings, Inclusions};
use super::names::{Names, Selected, narrow};
use super::points::{self, Source};
use crate::analysis::ty::{self, FunctionId, TypeId};
use rayon::prelude::*;

/// More types than these in one place say nothing of a call.
const MAX_TYPES: usize = 16;

/// The type of a value; `None`: nobody knows.
type Type = Option<TypeId>;

/// Where a call through an interface goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// To the callee: what the method is called on is seen to hold a value that has it.
    There,
    /// To others: all that it is called on is known.
    Elsewhere,
    /// That is not known.
    Somewhere,
}

/// The types behind interfaces.
#[derive(Default)]
pub(super) struct Behind {
    types: Holdings<Type>,
    callees: Callees,
}

impl Behind {
    /// Follows all values of the program's types to where they are kept. `open` says of a function that
    /// somebody unseen calls it.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], open: impl Fn(FunctionId) -> bool) -> Behind {
        let mut behind = Behind { callees: Callees::new(edges, effects.len()), ..Behind::default() };
        let mut inclusions = Inclusions::new(names);
        for (index, effects) in effects.iter().enumerate() {
            let function = FunctionId(narrow(index));
            if names.is_test(function) {
                continue;
            }
            let into = |slot| Option::map_or(slot, Holder::Result(function), Holder::Slot);
            let untyped = effects.flows.iter().filter(|flow| !flow.typed);
            untyped.for_each(|flow| behind.include(&mut inclusions, function, flow.from, into(flow.into)));
            effects.typed.iter().for_each(|(slot, ty)| inclusions.hold(into(*slot), Some(*ty)));
            let arguments = names.symbols.function(names.program, function).1.params.len();
            if open(function) {
                (0..=arguments).for_each(|at| inclusions.hold(Holder::Argument(function, at), None));
            }
        }
        for edge in edges {
            for (at, arg) in edge.args.iter().enumerate() {
                let into = Holder::Argument(edge.callee, at);
                match arg.concrete {
                    Some(ty) => inclusions.hold(into, Some(ty)),
                    None => {
                        let from = points::source(arg.place.as_ref(), arg.slot, |local| position_of(names, edge.caller, local));
                        behind.include(&mut inclusions, edge.caller, from, into);
                    }
                }
            }
        }
        behind.types = inclusions.solve(MAX_TYPES);
        behind
    }

    fn include(&self, inclusions: &mut Inclusions<Type>, function: FunctionId, from: Source, into: Holder) {
        let mut holders = self.holders(function, from).peekable();
        if holders.peek().is_none() && from != Source::Nothing {
            inclusions.hold(into, None);
        }
        holders.for_each(|from| inclusions.include(from, into));
    }

    /// What holds the value that comes from there: for a call what its callees return.
    fn holders(&self, function: FunctionId, from: Source) -> impl Iterator<Item = Holder> + '_ {
        let call = if let Source::Site(node) = from { Some((function, node)) } else { None };
        let returned = call.into_iter().flat_map(|call| self.callees.of(call)).map(Holder::Result);
        returned.chain(from.holder(function))
    }

    /// Tells the calls through interfaces which of the implementations they go to.
    pub(super) fn tell(&self, names: &Names<'_>, edges: &mut [Edge<'_>]) {
        edges.par_iter_mut().filter(|edge| edge.spread).for_each(|edge| {
            let goes = self.goes(names, edge);
            (edge.guessed, edge.missed) = (goes != Goes::There, goes == Goes::Elsewhere);
        });
    }

    /// Where a call through an interface goes, by what lies in what the method is called on. What a function
    /// is given is one thing for one of its callers and another for the next.
    fn goes(&self, names: &Names<'_>, edge: &Edge<'_>) -> Goes {
        let Some(receiver) = edge.args.first() else { return Goes::Somewhere };
        let from = points::source(receiver.place.as_ref(), receiver.slot, |local| position_of(names, edge.caller, local));
        let name = names.symbols.function(names.program, edge.callee).1.name;
        let has_it = |id: TypeId| match names.method(id, name) {
            Some(own) => own == edge.callee,
            None => matches!(names.select(&ty::named(id), name), Selected::Method { function, .. } if function == edge.callee),
        };
        let known: Option<Vec<&[Type]>> = self.holders(edge.caller, from).map(|holder| self.types.get(holder)).collect();
        let mut types: Vec<Type> = known.into_iter().flatten().flatten().copied().collect();
        types.sort_unstable();
        types.dedup();
        let is_seen = types.iter().flatten().any(|id| has_it(*id));
        match from {
            Source::Slot(_) | Source::Site(_) if is_seen => Goes::There,
            _ if is_seen && types.len() == 1 => Goes::There,
            _ if is_seen || types.is_empty() || types.contains(&None) => Goes::Somewhere,
            _ => Goes::Elsewhere,
        }
    }
}
