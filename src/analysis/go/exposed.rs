//! Maps that the shape of their package shares, though no goroutine is in sight.
//!
//! A map that all of a package's callers fill, each when it finds nothing there, is a cache. Who
//! exports such a function cannot know how many goroutines call it; without a lock two of them write
//! one map. That goes for package variables, and for values that are handed on as copies: a method
//! with a value for its receiver says that it changes nothing, and its map is every copy's. What only
//! `init`, `main` or visible code on one goroutine calls is left alone, and so is a registration: what
//! it stores is what its caller handed in.

use super::context::{API, RootId, UNSEEN, Whole};
use super::entry::has_exported_owner;
use super::names::Region;
use super::place::{Root, Slot, SlotBase};
use super::site::Site;
use crate::analysis::model::Op;
use crate::facts::Node;

/// A write to such a map by a function that looks into it first, called by nobody knows whom; and the
/// thread of that caller.
pub(super) fn filled_by_callers<'s>(whole: Whole<'_>, slot: Slot, sites: &[&'s Site<'s>]) -> Option<(&'s Site<'s>, &'s Site<'s>, RootId)> {
    if slot.elements > 0 || sites.iter().any(|site| site.locks.iter().any(|lock| !lock.void && !lock.group)) {
        return None;
    }
    sites.iter().copied().find_map(|write| {
        let fills = matches!(write.access.op, Op::Insert | Op::Update) && !write.access.handed_on && !write.access.uncertain;
        let is_shared = matches!(slot.base, SlotBase::Global(_)) || is_in_value(whole, write);
        let caller = open_to(whole, write).filter(|_| fills && is_shared)?;
        let looks = |site: &&&Site<'_>| {
            site.function == write.function && matches!(site.access.op, Op::Get) && !is_in_what_is_stored(whole, write, site)
        };
        let look = sites.iter().find(looks)?;
        Some((write, *look, caller))
    })
}

/// `m[k] = append(m[k], x)`: the entry is gone on with, not looked for.
fn is_in_what_is_stored(whole: Whole<'_>, write: &Site<'_>, look: &Site<'_>) -> bool {
    let body = &whole.names.symbols.function(whole.names.program, write.function).1.body;
    let stores = |node: &Node| match node {
        Node::Assign { target, value } => match body.node(*target) {
            Node::Index { base, .. } if base == write.access.node => Some(*value),
            _ => None,
        },
        _ => None,
    };
    body.nodes.iter().find_map(stores).is_some_and(|value| body.span(value).contains(body.span(look.access.node)))
}

/// The map is a field of a receiver that the method has as a copy.
fn is_in_value(whole: Whole<'_>, site: &Site<'_>) -> bool {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, site.function);
    let region = Region { file, scope: function.scope, params: &[] };
    let receiver = function.receiver.and_then(|local| Some((local, names.resolve(region, function.body.local(local).ty?))));
    let (Some((local, ty)), Some(place)) = (receiver, &site.access.place) else { return false };
    let by_value = !names.is_pointer(&ty) && has_exported_owner(names, site.function);
    by_value && place.root == Root::Local(local) && place.steps.len() == 1
}

/// The callers that nobody sees, where there are such: of an exported function or method, outside
/// a command.
fn open_to(whole: Whole<'_>, site: &Site<'_>) -> Option<RootId> {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, site.function);
    let in_command = names.program.info(file).unit.is_some_and(|unit| names.program.units[unit.index()].is_main);
    let open = |root: &RootId| *root == API || *root == UNSEEN && function.exported;
    site.roots.iter().copied().find(|root| open(root) && !in_command)
}
