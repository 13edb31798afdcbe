//! Writes to maps that others have too, and how sure it is that somebody else uses them.
//!
//! A function knows that it writes the map of an object that it was given, copied or was lent
//! ([`super::effects::ForeignWrite`]). Its callers know whose that object is: their own, made for
//! the call, or one that lives on in a field, a package variable, a cache.

use super::call_graph::position_of;
use super::context::{RootKind, Whole};
use super::effects::{Argument, Claim, ForeignWrite, is_locked};
use super::names::narrow;
use super::place::{Place, Root, Slot, SlotBase, Step};
use super::site::Sites;
use super::{cloned, sent, text};
use crate::analysis::model::{self, AccessSubject, Conflict};
use crate::analysis::ty::FunctionId;
use crate::diagnostic::{Confidence, Label};
use crate::facts::{FunctionKind, Name};
use crate::source::{Language, Location};
use rustc_hash::FxHashSet;

/// How many calls up it is asked whose an object is.
const MAX_CALLERS: usize = 6;

/// Whose an object is that a function was given.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Owner {
    /// Made for the call: nobody else's.
    Caller,
    /// Nobody visible says.
    Unknown,
    /// It lives on in another object or a package variable.
    Object,
    /// Given to many by a library or container: in words, by which.
    Shared(Name),
}

/// The accesses that write a map that others have too, but for those to blame for a conflict.
pub(super) fn mutations(whole: Whole<'_>, sites: &Sites<'_>, conflicts: &[Conflict]) -> Vec<AccessSubject> {
    let shown = conflicts.iter().filter(|conflict| conflict.confidence > Confidence::Possible);
    let blamed: FxHashSet<Location> = shown.map(|conflict| conflict.first.location).collect();
    let mut found: Vec<AccessSubject> = Vec::new();
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        let (_, function) = whole.names.symbols.function(whole.names.program, id);
        if function.kind != FunctionKind::Ordinary || whole.contexts.functions[index].init_only || whole.names.is_test(id) {
            continue;
        }
        found.extend(effects.foreign_writes.iter().filter_map(|write| mutation(whole, id, write)));
    }
    found.extend(sent::mutations(whole));
    let told: FxHashSet<Location> = found.iter().map(|subject| subject.access.location).collect();
    found.extend(cloned::mutations(whole, sites, &told));
    found.sort_by_key(|subject| (subject.access.location, std::cmp::Reverse(subject.confidence)));
    found.dedup_by_key(|subject| subject.access.location);
    found.retain(|subject| !blamed.contains(&subject.access.location));
    found
}

fn mutation(whole: Whole<'_>, id: FunctionId, write: &ForeignWrite) -> Option<AccessSubject> {
    let names = whole.names;
    let (site, node) = write.site;
    if names.is_test(site) || is_locked(&whole.contexts.functions[id.0 as usize].held) {
        return None;
    }
    let owner = match write.foreign.claim {
        Claim::Shared { whose, .. } => Owner::Shared(whose),
        Claim::Copied | Claim::Aliased | Claim::Gathered => owner_of(whole, id, write.foreign.source.as_ref()?, 0),
    };
    let confidence = match (&owner, write.foreign.claim) {
        (Owner::Caller, _) => return None,
        // What is kept in a context may be there to be changed, unless it is put in again.
        (_, Claim::Shared { keeps: true, .. }) if !write.handed_on => Confidence::Possible,
        // A callee that fills what it is given is asked to.
        (Owner::Object | Owner::Unknown, Claim::Copied) if write.call.is_some() => Confidence::Possible,
        (Owner::Shared(_) | Owner::Object, _) => Confidence::Likely,
        (Owner::Unknown, Claim::Copied) => Confidence::Likely,
        (Owner::Unknown, _) => Confidence::Possible,
    };
    let source = write.foreign.source.as_ref().map(|source| text::place(names, id, Some(source), None));
    let (claim, whose) = match (write.foreign.claim, source) {
        (Claim::Shared { whose, .. }, _) => (model::Claim::Shared, whose.to_string()),
        (Claim::Copied, source) => (model::Claim::Copied, source.unwrap_or_default()),
        (Claim::Aliased | Claim::Gathered, source) => (model::Claim::Aliased, source.unwrap_or_default()),
    };
    let taken = match claim {
        model::Claim::Copied => "copied here, with the map inside shared".to_owned(),
        model::Claim::Aliased => format!("`{whose}` is put here, with no clone"),
        _ => "got here".to_owned(),
    };
    let mut labels = vec![Label { location: text::location(names, id, write.foreign.at), message: taken }];
    if let Some(call) = write.call {
        let message = format!("`{}` writes it", text::function(names, site));
        labels.push(Label { location: text::location(names, id, call), message });
    }
    let slot = write.slot.or_else(|| slot_of(id, write.place.as_ref()?))?;
    let access = text::lone_access(names, site, node, write.op);
    Some(AccessSubject {
        language: Language::Go,
        map: text::map_ref(names, slot, &write.ty),
        access,
        certainly_nil: false,
        claim,
        whose,
        labels,
        confidence,
        package: text::package(names, site),
    })
}

/// The field that a place ends in, by its name alone, or the variable.
fn slot_of(id: FunctionId, place: &Place) -> Option<Slot> {
    if let (Root::Local(local), []) = (place.root, &place.steps[..]) {
        return Some(Slot::new(SlotBase::Local(id, local)));
    }
    let name = place.steps.iter().rev().find_map(|step| match step {
        Step::Field(name) => Some(*name),
        Step::Element => None,
    });
    Some(Slot::new(SlotBase::Library(name?)))
}

/// Whose the object is that a place of a function starts at.
fn owner_of(whole: Whole<'_>, id: FunctionId, place: &Place, depth: usize) -> Owner {
    let local = match place.root {
        Root::Global(_) => return Owner::Object,
        Root::Local(local) => local,
        _ => return Owner::Unknown,
    };
    let Some(position) = position_of(whole.names, id, local) else { return Owner::Unknown };
    if whole.contexts.functions[id.0 as usize].owns(position) {
        return Owner::Caller;
    }
    if depth >= MAX_CALLERS {
        return Owner::Unknown;
    }
    if is_given_to_many(whole, id, position) {
        return Owner::Object;
    }
    let mut best = Owner::Unknown;
    for (caller, call) in whole.contexts.callers(id) {
        let call = &whole.effects[caller.0 as usize].calls[*call as usize];
        let Some(arg) = call.args.get(position).filter(|_| *caller != id) else { continue };
        best = match (owner_of_argument(whole, *caller, arg, depth), best) {
            (Owner::Shared(whose), _) => return Owner::Shared(whose),
            (Owner::Object, _) | (_, Owner::Object) => Owner::Object,
            _ => Owner::Unknown,
        };
    }
    best
}

/// Several goroutines that run the function are given one object: those that one function starts with what it
/// was given itself, and what a library calls for each request.
fn is_given_to_many(whole: Whole<'_>, id: FunctionId, position: usize) -> bool {
    let reached = &whole.contexts.functions[id.0 as usize].reached;
    let serves = |kind: &RootKind| matches!(kind, RootKind::Entry(served, _) if *served == id);
    let is_served = || reached.iter().map(|(root, _)| &whole.contexts.roots[*root as usize]).any(|root| root.many && serves(&root.kind));
    let started = |(starter, spawn): &(FunctionId, u32)| {
        let spawn = &whole.effects[starter.0 as usize].spawns[*spawn as usize];
        let place = spawn.args.get(position).filter(|arg| !arg.owned).and_then(|arg| arg.place.as_ref());
        let given = match place.map(|place| place.root) {
            Some(Root::Local(local)) => position_of(whole.names, *starter, local).is_some(),
            Some(Root::Global(_)) => true,
            _ => false,
        };
        given && spawn.many
    };
    position == 0 && is_served() || whole.contexts.spawned_by(id).iter().any(started)
}

fn owner_of_argument(whole: Whole<'_>, caller: FunctionId, arg: &Argument, depth: usize) -> Owner {
    if arg.owned {
        return Owner::Caller;
    }
    if let Some((whose, _)) = arg.shared {
        return Owner::Shared(whose);
    }
    let Some(place) = &arg.place else { return Owner::Unknown };
    match place.root {
        Root::Local(_) if !place.steps.is_empty() => match owner_of(whole, caller, place, depth + 1) {
            Owner::Unknown => Owner::Object,
            owner => owner,
        },
        _ => owner_of(whole, caller, place, depth + 1),
    }
}
