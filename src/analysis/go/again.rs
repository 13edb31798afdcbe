//! Goroutines of one start that run beside each other because their starter does: a server calls a
//! handler for each request, and each call starts its own.
//!
//! What the call makes or is handed by the server is one goroutine's; what it has from elsewhere all may have: a
//! package variable, a part of the handler's own object, what a function gives out that keeps it.

use super::anchor::{self, Anchor, Named};
use super::context::{Reach, RootId, RootKind, Whole};
use super::object;
use super::place::Root;
use super::site::Site;
use crate::analysis::ty::FunctionId;

/// Whether two goroutines that are started in one place may have one map at the sites, for a library calls their
/// starter many times at once.
pub(super) fn may_meet(whole: Whole<'_>, one: &Site<'_>, two: &Site<'_>, root: RootId) -> bool {
    let RootKind::Spawn(starter, _) = whole.contexts.roots[root as usize].kind else { return false };
    let mut callers = whole.contexts.functions[starter.0 as usize].reached.iter().filter(|(by, _)| is_server(whole, *by));
    callers.any(|(by, reach)| {
        let (left, right) = (anchors(whole, one, root, reach), anchors(whole, two, root, reach));
        left.iter().any(|anchor| right.contains(anchor) && outlasts_call(whole, anchor, *by))
    })
}

/// A library runs the thread many times at once, each time on the objects that it was handed once.
fn is_server(whole: Whole<'_>, root: RootId) -> bool {
    let root = &whole.contexts.roots[root as usize];
    root.many
        && match root.kind {
            RootKind::Entry(..) => true,
            RootKind::Spawn(function, spawn) => whole.effects[function.0 as usize].spawns[spawn as usize].loops.is_empty(),
            _ => false,
        }
}

/// What the map of a site is on the goroutine, in the places of the thread that starts it.
fn anchors(whole: Whole<'_>, site: &Site<'_>, root: RootId, starter: &Reach) -> Vec<Anchor> {
    match site.access.thread {
        Some(_) => anchor::anchored(whole.names, &Named::access(site.function, site.access), Some(starter)),
        None => {
            // Others that call the starter hand it other objects.
            let from_there =
                |anchor: &Anchor| anchor.variable().is_some() || starter.anchors.iter().any(|(_, known)| anchor.lies_in(known));
            object::anchors(whole, site, root).1.into_iter().filter(from_there).collect()
        }
    }
}

/// It is not one call's own: it comes from outside of the thread that the library runs, or is the object that the
/// library calls.
fn outlasts_call(whole: Whole<'_>, anchor: &Anchor, by: RootId) -> bool {
    let reached = |function: FunctionId| whole.contexts.reached(function, by);
    let is_called_on = |function: FunctionId, local| {
        let receiver = whole.names.symbols.function(whole.names.program, function).1.receiver;
        receiver == Some(local) && reached(function).is_some_and(|reach| reach.from.is_none())
    };
    if anchor.is_returned() {
        let makes = |function: FunctionId| reached(function).is_some();
        return anchor.site().is_some_and(|call| whole.contexts.points.gives_kept_of_others(call, makes));
    }
    match anchor.origin() {
        None => true,
        Some((function, _)) if reached(function).is_none() => true,
        Some((function, Root::Local(local))) => is_called_on(function, local),
        Some(_) => false,
    }
}
