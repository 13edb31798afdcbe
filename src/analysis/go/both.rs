//! Whether somebody calls two methods on one object.
//!
//! `Run` and `Stats` each start a goroutine that uses a map without a lock: who has an object calls one of
//! the two. Of the calls in sight it is asked, two at a time, whether they may have one object.

use super::anchor::Anchor;
use super::call_graph::position_of;
use super::context::{RootId, RootKind, Whole};
use super::object;
use super::place::Slot;
use super::points::{self, Source};
use super::site::Site;
use crate::analysis::ty::FunctionId;

/// Methods of owners of owners are followed so far.
const MAX_OWNERS: usize = 3;

/// Two goroutines are started by two methods of one type, each on a part of its receiver, and nobody in sight calls
/// both methods on one object.
pub(super) fn nobody_starts(whole: Whole<'_>, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    let (Some(first), Some(second)) = (starter(whole, one), starter(whole, two)) else { return false };
    first != second && are_apart(whole, first, second, 0)
}

/// The method that starts the thread of a site, where it is no variable or allocation of the method that the map is a
/// part of.
fn starter(whole: Whole<'_>, (site, root): (&Site<'_>, RootId)) -> Option<FunctionId> {
    let RootKind::Spawn(starter, _) = whole.contexts.roots[root as usize].kind else { return None };
    whole.names.symbols.function(whole.names.program, starter).1.receiver?;
    let (_, anchors) = object::anchors(whole, site, root);
    let from_outside = |anchor: &Anchor| anchor.variable().is_none() && !anchor.is_made_by(starter);
    (!anchors.is_empty() && anchors.iter().all(from_outside)).then_some(starter)
}

/// No two calls of the methods in sight may have one object. Both are called; of two methods of an owner one at least.
fn are_apart(whole: Whole<'_>, one: FunctionId, two: FunctionId, depth: usize) -> bool {
    let (Some(calls), Some(others)) = (receivers(whole, one), receivers(whole, two)) else { return false };
    let uncalled = [&calls, &others].iter().filter(|calls| calls.is_empty()).count();
    if uncalled > usize::from(depth > 0) {
        return false;
    }
    let owned_apart = |(owner, slot): (FunctionId, Slot), (twin, other): (FunctionId, Slot)| {
        slot == other && owner != twin && depth < MAX_OWNERS && are_apart(whole, owner, twin, depth + 1)
    };
    calls.iter().all(|(caller, from)| {
        others.iter().all(|(twin, other)| match (from, other) {
            (Source::Slot(slot), Source::Slot(of_other)) if owned_apart((*caller, *slot), (*twin, *of_other)) => true,
            _ => whole.contexts.points.are_apart(&objects(whole, *caller, *from), &objects(whole, *twin, *other)),
        })
    })
}

/// On what the method is called in sight: the caller, and what it is there; `None`: that is not seen of all.
fn receivers(whole: Whole<'_>, method: FunctionId) -> Option<Vec<(FunctionId, Source)>> {
    let receiver = |(caller, index): (FunctionId, u32)| {
        let receiver = whole.effects[caller.0 as usize].calls[index as usize].args.first()?;
        let from = points::source(receiver.place.as_ref(), receiver.slot, |local| position_of(whole.names, caller, local));
        matches!(from, Source::Site(_) | Source::Slot(_)).then_some((caller, from))
    };
    whole.contexts.all_callers(method).map(receiver).collect()
}

/// The objects that may be there.
fn objects(whole: Whole<'_>, function: FunctionId, from: Source) -> Vec<points::Site> {
    match from {
        Source::Site(node) => vec![(function, node)],
        Source::Slot(slot) => whole.contexts.points.in_slot(slot).to_vec(),
        _ => Vec::new(),
    }
}
