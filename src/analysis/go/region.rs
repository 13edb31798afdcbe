//! What goes wrong while the lock of a map is held: it is taken again, here or in a function that is
//! called, it is left held, or given back by the method of its other side.
//!
//! Which lock is taken again is a question of objects, not of types: a callee's lock is carried to
//! the caller through the arguments of the call, path by path, and must come out as the very lock
//! that the caller took. Parents and children, elements and list nodes have other paths.

use super::call_graph::position_of;
use super::conflict;
use super::context::Whole;
use super::effects::{Call, FaultKind, Held, LockFault, Taken};
use super::fix;
use super::interpret::is_one_object;
use super::names::{Names, narrow};
use super::place::{self, Place, Root, Slot};
use super::site::{Site, Sites};
use super::text;
use crate::analysis::model::{GuardKind, GuardRegion, RegionEvent};
use crate::analysis::ty::{FunctionId, Ty};
use crate::diagnostic::{Confidence, Label};
use crate::facts::{Node, NodeId};
use crate::source::Language;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many calls may lie between a lock and its second acquisition.
const MAX_CALLS: usize = 4;
/// More locks than these are not carried from a function to its callers.
const MAX_TAKES: usize = 16;

/// A function takes a lock that its callers can name.
#[derive(Clone)]
struct Take {
    place: Place,
    exclusive: bool,
    /// From the function to the acquisition: calls, then the acquisition itself.
    path: Vec<(FunctionId, NodeId)>,
}

/// Something that happens to a lock that is held.
struct Event<'e> {
    function: FunctionId,
    kind: RegionEvent,
    lock: &'e Taken,
    at: NodeId,
    again_exclusive: bool,
    path: Vec<(FunctionId, NodeId)>,
}

/// The regions of locks that guard maps.
pub(super) fn regions(whole: Whole<'_>, sites: &Sites<'_>) -> Vec<GuardRegion> {
    let mut events = reentries(whole);
    let handed: FxHashSet<Slot> =
        whole.effects.iter().flat_map(|effects| &effects.handed_locks).map(|slot| whole.contexts.lock(*slot)).collect();
    for (index, effects) in whole.effects.iter().enumerate() {
        let faults = &effects.lock_faults;
        events.extend(faults.iter().filter_map(|fault| own_event(whole, FunctionId(narrow(index)), fault, faults, &handed)));
    }
    let mut maps = MapsOfLocks { whole, sites, known: FxHashMap::default() };
    let mut found: Vec<GuardRegion> = events.into_iter().filter_map(|event| region(whole, &event, &mut maps)).collect();
    found.sort_by_key(|region| (region.at, region.acquired, region.event.name(), region.via.len()));
    found.dedup_by_key(|region| (region.at, region.event));
    found
}

/// A fault that one function shows by itself.
fn own_event<'e>(
    whole: Whole<'_>,
    function: FunctionId,
    fault: &'e LockFault,
    faults: &[LockFault],
    handed: &FxHashSet<Slot>,
) -> Option<Event<'e>> {
    let doubled = |at| faults.iter().any(|fault| fault.kind == FaultKind::Doubled && fault.lock.again == Some(at));
    let (kind, at, again_exclusive) = match fault.kind {
        FaultKind::Again(_) if doubled(fault.at) => return None,
        FaultKind::Again(exclusive) => (RegionEvent::Reentry, fault.at, exclusive),
        FaultKind::Crossed => (RegionEvent::Crossed, fault.at, false),
        FaultKind::Doubled => (RegionEvent::Doubled, fault.lock.again?, false),
        FaultKind::Kept => (RegionEvent::Kept, fault.at, false),
        FaultKind::Looped => (RegionEvent::Looped, fault.at, false),
        FaultKind::Never => (RegionEvent::Never, fault.at, false),
    };
    let by_others = fault.lock.by_callee || fault.lock.slot.is_some_and(|slot| handed.contains(&whole.contexts.lock(slot)));
    let released_elsewhere = kind != RegionEvent::Reentry && kind != RegionEvent::Crossed && by_others;
    (!released_elsewhere).then_some(Event { function, kind, lock: &fault.lock, at, again_exclusive, path: Vec::new() })
}

/// Calls, made while a lock is held, of functions that take the same lock.
fn reentries(whole: Whole<'_>) -> Vec<Event<'_>> {
    let mut takes: FxHashMap<FunctionId, Vec<Take>> = FxHashMap::default();
    let mut fresh: Vec<(FunctionId, Take)> = Vec::new();
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        for taking in &effects.takings {
            fresh.push((id, Take { place: taking.place.clone(), exclusive: taking.exclusive, path: vec![(id, taking.node)] }));
        }
    }
    let mut events = Vec::new();
    for _ in 0..MAX_CALLS {
        let mut added: Vec<(FunctionId, Take)> = Vec::new();
        for (id, take) in fresh {
            let known = takes.entry(id).or_default();
            let covered = known.iter().any(|known| known.place == take.place && (known.exclusive || !take.exclusive));
            if covered || known.len() >= MAX_TAKES {
                continue;
            }
            known.push(take.clone());
            added.push((id, take));
        }
        fresh = Vec::new();
        for (id, take) in &added {
            for (caller, call) in whole.contexts.calls_of(whole.effects, *id) {
                let Some(place) = caller_place(whole.names, *id, call, &take.place) else { continue };
                if let Some(lock) = call.taken.iter().find(|taken| taken.place == place) {
                    let path = take.path.clone();
                    events.push(Event {
                        function: caller,
                        kind: RegionEvent::Reentry,
                        lock,
                        at: call.node,
                        again_exclusive: take.exclusive,
                        path,
                    });
                } else if call.thread.is_none() && !call.later && !call.given.contains(&place) && is_of_caller(whole, caller, &place) {
                    let path = std::iter::once((caller, call.node)).chain(take.path.iter().copied()).collect();
                    fresh.push((caller, Take { place, exclusive: take.exclusive, path }));
                }
            }
        }
    }
    events
}

/// A callee's lock in the places of its caller; `None` where it has no name there.
fn caller_place(names: &Names<'_>, callee: FunctionId, call: &Call, at: &Place) -> Option<Place> {
    let found = match at.root {
        Root::Global(_) => at.clone(),
        Root::Local(local) => {
            let (_, function) = names.symbols.function(names.program, callee);
            // In a call `T.m(x)` the receiver stands among the arguments.
            if function.receiver.is_some() && call.args.first().is_none_or(|receiver| receiver.place.is_none()) {
                return None;
            }
            let arg = call.args.get(position_of(names, callee, local)?)?;
            place::rebase(at, &place::root(at.root), arg.place.as_ref()?)?
        }
        _ => return None,
    };
    is_one_object(&found).then_some(found)
}

/// The place starts at what the function was given, and still is that.
fn is_of_caller(whole: Whole<'_>, function: FunctionId, place: &Place) -> bool {
    match place.root {
        Root::Global(_) => true,
        Root::Local(local) => {
            let rebound = &whole.effects[function.0 as usize].rebound_params;
            position_of(whole.names, function, local).is_some() && !rebound.contains(&local)
        }
        _ => false,
    }
}

/// The map that a lock guards, as asked for each lock once.
struct MapsOfLocks<'a, 'e> {
    whole: Whole<'a>,
    sites: &'a Sites<'e>,
    known: FxHashMap<Slot, Option<(Slot, Ty)>>,
}

impl MapsOfLocks<'_, '_> {
    /// The map with most uses under the lock, among those that it guards; else one that the
    /// functions at hand use under it.
    fn of(&mut self, lock: Slot, functions: &[FunctionId]) -> Option<(Slot, Ty)> {
        let lock = self.whole.contexts.lock(lock);
        let guarded = *self.known.entry(lock).or_insert_with(|| guarded_by(self.sites, lock));
        let whole = self.whole;
        guarded.or_else(|| {
            let is_it = |held: &Held| !held.once && held.slot.is_some_and(|slot| whole.contexts.lock(slot) == lock);
            let mut used = functions.iter().flat_map(|function| &whole.effects[function.0 as usize].accesses);
            let access = used.find(|access| !access.owned && access.held.iter().any(is_it))?;
            Some((access.slot, access.ty))
        })
    }
}

fn guarded_by(sites: &Sites<'_>, lock: Slot) -> Option<(Slot, Ty)> {
    let mut best: Option<(usize, Slot, Ty)> = None;
    for (slot, sites) in sites {
        let production: Vec<&Site<'_>> = sites.iter().filter(|site| !site.in_test).collect();
        if !production.iter().any(|site| holds(site, lock)) {
            continue;
        }
        let guard = conflict::guard_of(*slot, &production).filter(|guard| guard.slot() == Some(lock));
        // Uses that only hand the map on agree on no guard; where all see the lock held beside it, it is one.
        let is_beside = |site: &Site<'_>| site.locks.iter().any(|own| !own.void && own.slot == Some(lock) && own.relation.is_some());
        let all = || production.iter().all(|site| is_beside(site)).then_some(0);
        let Some(uses) = guard.map(|guard| guard.held).or_else(all) else { continue };
        if best.as_ref().is_none_or(|(held, ..)| uses > *held) {
            best = production.first().map(|site| (uses, *slot, site.access.ty));
        }
    }
    best.map(|(_, slot, ty)| (slot, ty))
}

fn holds(site: &Site<'_>, lock: Slot) -> bool {
    site.locks.iter().any(|own| !own.void && !own.once && own.slot == Some(lock))
}

fn region(whole: Whole<'_>, event: &Event<'_>, maps: &mut MapsOfLocks<'_, '_>) -> Option<GuardRegion> {
    let names = whole.names;
    let functions: Vec<FunctionId> = std::iter::once(event.function).chain(event.path.iter().map(|(function, _)| *function)).collect();
    let (slot, ty) = maps.of(event.lock.slot?, &functions)?;
    let (_, function) = names.symbols.function(names.program, event.function);
    // Where no statement leaves, the acquisition is all there is to show.
    let leaves = matches!(function.body.node(event.at), Node::Return(_) | Node::Continue(_) | Node::Break { .. } | Node::Call { .. });
    let at = if leaves { event.at } else { event.lock.at };
    let lock = text::place(names, event.function, Some(&event.lock.place), event.lock.slot);
    Some(GuardRegion {
        language: Language::Go,
        map: text::map_ref(names, slot, &ty),
        acquired: text::location(names, event.function, event.lock.at),
        acquired_text: text::expression(names, event.function, event.lock.at),
        kind: GuardKind::Sync,
        exclusive: event.lock.exclusive,
        event: event.kind,
        at: text::location(names, event.function, at),
        at_text: match function.body.node(at) {
            Node::Return(_) => "return".to_owned(),
            Node::Continue(_) => "continue".to_owned(),
            Node::Break { .. } => "break".to_owned(),
            _ => text::expression(names, event.function, at),
        },
        again_exclusive: event.again_exclusive,
        wait: None,
        via: event.path.iter().enumerate().map(|(index, step)| step_label(names, *step, index + 1 == event.path.len())).collect(),
        holder: lock,
        why: why(event),
        clippy: None,
        drafts: fix::released(names, event.function, event.kind, event.lock, event.at).into_iter().collect(),
        function: text::function(names, event.function),
        in_test: function.in_test,
        confidence: confidence(event),
        package: text::package(names, event.function),
    })
}

fn step_label(names: &Names<'_>, (function, node): (FunctionId, NodeId), last: bool) -> Label {
    let does = if last { "does" } else { "calls" };
    let message = format!("`{}` {does} `{}`", text::function(names, function), text::expression(names, function, node));
    Label { location: text::location(names, function, node), message }
}

fn confidence(event: &Event<'_>) -> Confidence {
    match event.kind {
        // Readers stop each other only where a writer waits between them.
        RegionEvent::Reentry | RegionEvent::Looped if !event.lock.exclusive && !event.again_exclusive => Confidence::Possible,
        RegionEvent::Reentry if event.path.is_empty() && !event.lock.by_callee => Confidence::Certain,
        RegionEvent::Crossed | RegionEvent::Doubled => Confidence::Certain,
        _ => Confidence::Likely,
    }
}

fn why(event: &Event<'_>) -> String {
    let text = match event.kind {
        RegionEvent::Kept => "other paths give the lock back",
        RegionEvent::Looped => "a deferred call runs when the function ends, not with the pass",
        RegionEvent::Never => "nothing in the checked code gives it back",
        RegionEvent::Doubled => "nothing gives the lock back, neither before nor after",
        RegionEvent::Crossed => "the runtime ends the program there: the side that is given back is not held",
        _ => "a lock of package sync is not reentrant: whoever holds it waits for itself",
    };
    text.to_owned()
}
