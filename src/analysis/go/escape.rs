//! Maps that leave the lock under which others write them in place.
//!
//! Nothing is said of a map that is only ever replaced as a whole: who has the old one may keep it.

use super::anchor::Named;
use super::conflict::{self, Guard, guard_of};
use super::context::Whole;
use super::effects::{self, Access, Exit, Returned, Target};
use super::entry::has_exported_owner;
use super::fix;
use super::names::narrow;
use super::place::{Root, Slot, SlotBase};
use super::site::{self, Site, Sites};
use super::text;
use crate::analysis::model::{self, Conflict, Escape, Op};
use crate::analysis::ty::{self, FunctionId};
use crate::diagnostic::{Confidence, Label};
use crate::facts::FunctionKind;
use crate::source::{Language, Location};
use rustc_hash::FxHashSet;

/// More callers than these that get the map are not shown.
const MAX_RECEIVERS: usize = 3;

/// The maps that leave, of all functions. `conflicts` are told already.
pub(super) fn escapes(whole: Whole<'_>, sites: &Sites<'_>, conflicts: &[Conflict]) -> Vec<Escape> {
    let told = told_places(conflicts);
    let mut found: Vec<Escape> = Vec::new();
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        let (_, function) = whole.names.symbols.function(whole.names.program, id);
        if function.in_test || whole.contexts.functions[index].init_only || function.kind != FunctionKind::Ordinary {
            continue;
        }
        for escape in &effects.escapes {
            let judged = match escape.writer {
                Some(writer) => from_own_object(whole, id, escape, &effects.accesses[writer]),
                None => from_shared_object(whole, id, escape, sites, &told),
            };
            found.extend(judged);
        }
    }
    found.sort_by_cached_key(|escape| (escape.at, std::cmp::Reverse(escape.confidence), escape.map.qualified()));
    found.dedup_by(|later, first| later.at == first.at);
    found
}

/// The places that conflicts blame.
fn told_places(conflicts: &[Conflict]) -> FxHashSet<Location> {
    let likely = conflicts.iter().filter(|conflict| conflict.confidence >= Confidence::Likely);
    likely.flat_map(|conflict| std::iter::once(&conflict.first).chain(&conflict.others)).map(|access| access.location).collect()
}

/// An object made by the function leaves under a lock of the function, while a closure may still
/// write its map under that lock.
fn from_own_object(whole: Whole<'_>, id: FunctionId, escape: &effects::Escape, writer: &Access) -> Option<Escape> {
    let lock = escape.access.held.iter().find(|held| writer.held.iter().any(|lock| lock.place == held.place))?;
    let write = site_of(whole, id, writer);
    let guard = text::place(whole.names, id, Some(&lock.place), lock.slot);
    Some(told(whole, id, escape, &write, guard, Confidence::Likely))
}

fn from_shared_object(
    whole: Whole<'_>,
    id: FunctionId,
    escape: &effects::Escape,
    sites: &Sites<'_>,
    told_places: &FxHashSet<Location>,
) -> Option<Escape> {
    let access = &escape.access;
    let of_closure = access.uncertain && escape.exit == Exit::Returned;
    let caller_owns = access.thread.is_none() && site::caller_owns(whole, &Named::access(id, access));
    if caller_owns || access.uncertain && !of_closure {
        return None;
    }
    let sites = sites.get(&access.slot)?;
    let production: Vec<&Site<'_>> = sites.iter().filter(|site| !site.in_test).collect();
    let guard = guard_of(access.slot, &production).filter(|guard| guard.is_near())?;
    let write = written_in_place(&production, &guard, id)?;
    let here = site_of(whole, id, access);
    let confidence = match escape.exit {
        Exit::Returned if of_closure => guard.held_at(&here).map(|_| Confidence::Likely)?,
        Exit::Returned => confidence_of_return(whole, id, escape, &guard, &here)?,
        Exit::Sent => guard.held_at(&here).map(|_| Confidence::Likely)?,
        Exit::Stored => guard.held_at(&by_itself(whole, id, escape, &here)).map(|_| Confidence::Likely)?,
        Exit::Given(slot) => (slot == access.slot && has_own_lock(whole, slot, &guard)).then_some(Confidence::Likely)?,
    };
    let used_here = |site: &&Site<'_>| {
        let calls_this = whole.contexts.callers(id).iter().any(|(caller, _)| *caller == site.function);
        calls_this && !site.access.direct && told_places.contains(&text::location(whole.names, site.function, site.access.node))
    };
    if escape.exit == Exit::Returned && production.iter().any(used_here) {
        return None;
    }
    let name = guard.name_at(whole.names, &here);
    Some(told(whole, id, escape, write, name, confidence))
}

/// A write that changes the map itself, under its lock, when others may have it.
fn written_in_place<'s>(sites: &[&'s Site<'s>], guard: &Guard<'_>, leaves_in: FunctionId) -> Option<&'s Site<'s>> {
    let in_place = |site: &&&Site<'_>| {
        let access = site.access;
        access.op.writes()
            && access.op != Op::Replace
            && !access.renewed
            && !matches!(access.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)))
            && guard.held_at(site) == Some(true)
    };
    sites.iter().filter(in_place).max_by_key(|site| (site.function != leaves_in, std::cmp::Reverse(site.access.node))).copied()
}

/// The function locks the guard itself, hands the map to callers that do not hold it, and gives the
/// lock back; or what it returns is a copy of the struct that has both.
fn confidence_of_return(
    whole: Whole<'_>,
    id: FunctionId,
    escape: &effects::Escape,
    guard: &Guard<'_>,
    here: &Site<'_>,
) -> Option<Confidence> {
    let own = by_itself(whole, id, escape, here);
    let copied_with_lock = match (escape.copied, guard.relation()) {
        (Some(above), Some(relation)) => relation.up() <= above,
        _ => false,
    };
    if guard.held_at(&own).is_none() && !copied_with_lock {
        return None;
    }
    let summary = &whole.effects[id.0 as usize].summary;
    let keeps = summary.acquires.iter().any(|lock| lock.slot.map(|slot| whole.contexts.lock(slot)) == guard.slot());
    let gives_unlock = summary.returns.iter().any(|returned| matches!(returned, Returned::Unlocks(_)));
    if keeps || gives_unlock {
        return None;
    }
    let (file, function) = whole.names.symbols.function(whole.names.program, id);
    let called = !whole.contexts.callers(id).is_empty();
    let exported = function.exported && has_exported_owner(whole.names, id);
    if !called && !exported {
        return Some(Confidence::Possible);
    }
    // What callers in sight do with the map itself is seen there.
    let followed = escape.copied.is_none() && summary.returns.iter().any(|returned| matches!(returned, Returned::Place(..)));
    if called && !exported && followed {
        return None;
    }
    let unit = whole.names.program.info(file).unit.map(|unit| &whole.names.program.units[unit.index()]);
    let closed = unit.is_some_and(|unit| unit.is_main || unit.path.split('/').any(|part| part == "internal"));
    Some(if closed && !called { Confidence::Possible } else { Confidence::Likely })
}

/// The place where the map leaves, with the locks that the function itself holds there.
fn by_itself<'a>(whole: Whole<'_>, id: FunctionId, escape: &effects::Escape, here: &Site<'a>) -> Site<'a> {
    Site { locks: site::locks_at(whole, id, &escape.access, escape.access.slot, Some(&[]), None), ..here.clone() }
}

/// The guard is a field of the map's own struct, and not a pointer: each object has its own.
fn has_own_lock(whole: Whole<'_>, map: Slot, guard: &Guard<'_>) -> bool {
    let (Some(SlotBase::Field(owner, lock)), SlotBase::Field(of_map, _)) = (guard.slot().map(|slot| slot.base), map.base) else {
        return false;
    };
    let own = ty::named(owner);
    let fields = whole.names.struct_fields(&own);
    let by_value = fields.iter().any(|field| field.name == lock && !whole.names.is_pointer(&field.ty));
    owner == of_map && by_value && guard.relation().is_some_and(|relation| relation.up() == 1)
}

/// An access on its own, as a site.
fn site_of<'a>(whole: Whole<'_>, id: FunctionId, access: &'a Access) -> Site<'a> {
    let context = &whole.contexts.functions[id.0 as usize];
    let roots = match access.thread {
        Some(thread) => whole.contexts.spawn_root(id, thread).into_iter().collect(),
        None => context.reached.iter().map(|(root, _)| *root).collect(),
    };
    let in_test = whole.names.symbols.function(whole.names.program, id).1.in_test;
    Site {
        function: id,
        access,
        locks: site::locks_at(whole, id, access, access.slot, None, None),
        roots,
        handed_over: false,
        handed_by: None,
        each: false,
        aliased: false,
        in_test,
    }
}

fn told(whole: Whole<'_>, id: FunctionId, escape: &effects::Escape, write: &Site<'_>, guard: String, confidence: Confidence) -> Escape {
    let names = whole.names;
    let access = &escape.access;
    let by_name = |place: &&std::sync::Arc<super::place::Path>| !matches!(place.root, Root::Fresh(_) | Root::Result(_) | Root::Outer);
    let text = match access.place.as_ref().filter(by_name) {
        Some(place) => text::place(names, id, Some(place), Some(access.slot)),
        None => text::slot_name(names, access.slot),
    };
    let root = write.roots.first().copied().unwrap_or(super::context::API);
    Escape {
        language: Language::Go,
        map: text::map_ref(names, access.slot, &access.ty),
        at: text::location(names, id, access.node),
        text,
        exit: match escape.exit {
            Exit::Returned => model::Exit::Returned,
            Exit::Sent => model::Exit::Sent,
            Exit::Stored => model::Exit::Stored,
            Exit::Given(_) => model::Exit::Shared,
        },
        copied: escape.copied.is_some(),
        guard,
        write: conflict::snapshot(whole, write, root),
        drafts: fix::cloned(names, id, escape).into_iter().collect(),
        receivers: if escape.exit == Exit::Returned && !access.uncertain { receivers(whole, id) } else { Vec::new() },
        function: text::function(names, id),
        in_test: names.symbols.function(names.program, id).1.in_test,
        confidence,
        package: text::package(names, id),
    }
}

/// The calls in sight that get the map.
fn receivers(whole: Whole<'_>, id: FunctionId) -> Vec<Label> {
    let calls = whole.contexts.callers(id).iter().take(MAX_RECEIVERS).filter_map(|(caller, index)| {
        let call = &whole.effects[caller.0 as usize].calls[*index as usize];
        matches!(call.target, Target::Function(_)).then(|| text::location(whole.names, *caller, call.node))
    });
    calls.map(|location| Label { location, message: "the map is handed out here".to_owned() }).collect()
}
