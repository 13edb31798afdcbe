//! What a caller must know of a function: which locks it takes and which shards it touches, on
//! `self`, its parameters and statics, itself or through what it calls.
//!
//! Summaries are bounded in depth and size; a function beyond the bound is taken to do nothing, so
//! that a finding always rests on a path that was followed, and can be shown.

use super::place::{Place, Root};
use super::trace::{Access, CallSite, Trace};
use super::types::{Types, is_lock};
use crate::analysis::ty::FunctionId;
use crate::facts::{Effect, NodeId, TypeModelKind};
use rustc_hash::FxHashMap;

/// Calls are followed this deep.
pub(super) const DEPTH: usize = 4;
/// A summary keeps this many effects.
const SIZE: usize = 64;

/// One thing that a function does, as its callers see it.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The lock or map, rooted in a parameter or static of the function.
    pub(super) place: Place,
    /// What kind of thing it is.
    pub(super) kind: TypeModelKind,
    /// What is done.
    pub(super) effect: Effect,
    /// The calls from the function to where it is done, outermost first: function and node.
    pub(super) path: Vec<(FunctionId, NodeId)>,
}

/// Summaries by function.
pub(super) type Summaries = FxHashMap<FunctionId, Vec<Outcome>>;

/// The summaries of all functions.
pub(super) fn summarise(types: &Types<'_>, traces: &[Trace]) -> Summaries {
    let mut done: Summaries = traces.iter().map(|trace| (trace.function, own(types, trace))).filter(|(_, own)| !own.is_empty()).collect();
    // Each round follows calls one step further; what is new in a round is all that the next looks at.
    let mut fresh = done.clone();
    for _ in 1..DEPTH {
        let mut next = Summaries::default();
        for trace in traces {
            for site in trace.calls.iter().filter(|site| site.detached.is_none() && site.callee != trace.function) {
                let Some(outcomes) = fresh.get(&site.callee) else { continue };
                for outcome in outcomes {
                    let Some(place) = translate(types, site, &outcome.place).filter(|place| reaches_out(types, trace, place)) else {
                        continue;
                    };
                    let known = done.entry(trace.function).or_default();
                    let same = |known: &Outcome| known.place == place && known.effect == outcome.effect;
                    if known.len() >= SIZE || known.iter().any(same) {
                        continue;
                    }
                    let path = std::iter::once((trace.function, site.node)).chain(outcome.path.iter().copied()).collect();
                    let outcome = Outcome { place, path, ..outcome.clone() };
                    known.push(outcome.clone());
                    next.entry(trace.function).or_default().push(outcome);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        fresh = next;
    }
    done
}

fn own(types: &Types<'_>, trace: &Trace) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    for access in trace.accesses.iter().filter(|access| access.detached.is_none()) {
        let Some(place) = access.place.clone().filter(|place| reaches_out(types, trace, place)) else { continue };
        let same = |known: &Outcome| known.place == place && known.effect == access.effect;
        if found.len() < SIZE && counts(access) && !found.iter().any(same) {
            found.push(Outcome { place, kind: access.kind, effect: access.effect, path: vec![(trace.function, access.node)] });
        }
    }
    found
}

fn counts(access: &Access) -> bool {
    is_lock(access.kind) || matches!(access.kind, TypeModelKind::ShardedMap | TypeModelKind::Cell)
}

fn reaches_out(types: &Types<'_>, trace: &Trace, place: &Place) -> bool {
    let (_, function) = types.symbols.function(types.program, trace.function);
    match place.root {
        Root::Static(_) => true,
        Root::Local(local) => Trace::is_given(&function.body, local),
    }
}

/// A place of a callee as the caller sees it; `None` where the argument has no place.
pub(super) fn translate(types: &Types<'_>, site: &CallSite, place: &Place) -> Option<Place> {
    let Root::Local(local) = place.root else { return Some(place.clone()) };
    let (_, callee) = types.symbols.function(types.program, site.callee);
    let root = if callee.receiver == Some(local) {
        site.receiver.as_ref().or_else(|| site.args.first()?.as_ref())?
    } else {
        let index = callee.param(local)?;
        site.args.get(index)?.as_ref()?
    };
    Some(place.seen_from(root))
}
