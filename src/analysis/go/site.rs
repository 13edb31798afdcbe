//! Accesses of one map gathered from all functions, each with the locks that count there and the
//! threads that reach it.

use super::anchor::{self, Anchor, Named};
use super::call_graph::position_of;
use super::context::{ACTIVATION, HandedBy, Reach, RootId, RootKind, Whole};
use super::effects::{Access, Held, Target};
use super::object;
use super::place::{self, Place, Relation, Root, Slot, SlotBase};
use super::text;
use crate::analysis::model::{HeldLock, Op};
use crate::analysis::ty::{FunctionId, TypeId};
use crate::facts::{Function, FunctionKind, LocalKind};
use std::collections::BTreeMap;

/// A lock at a site.
#[derive(Clone, Debug)]
pub(super) struct SiteLock {
    pub(super) place: Place,
    pub(super) slot: Option<Slot>,
    pub(super) relation: Option<Relation>,
    pub(super) exclusive: bool,
    /// An order, not a lock: see [`Held::once`].
    pub(super) once: bool,
    /// See [`Held::group`].
    pub(super) group: bool,
    /// See [`Held::set_up`].
    pub(super) set_up: bool,
    /// It protects nothing here: copied, local to the call, or of another object.
    pub(super) void: bool,
    /// It is one of those that one map has for its keys: it keeps out who takes all of them.
    pub(super) of_key: bool,
    /// Whoever takes it means to keep others out, and keeps out nobody, or not all: a copy, one for each key, or
    /// made by the call that alone has it.
    pub(super) vain: bool,
}

/// One access, on the threads on which it happens.
#[derive(Clone)]
pub(super) struct Site<'e> {
    pub(super) function: FunctionId,
    pub(super) access: &'e Access,
    pub(super) locks: Vec<SiteLock>,
    pub(super) roots: Vec<RootId>,
    /// Locks are those of the one caller that hands the map over.
    pub(super) handed_over: bool,
    /// See `Origin::handed_by` in `context`.
    pub(super) handed_by: Option<HandedBy>,
    /// Each goroutine that hands it over has another map.
    pub(super) each: bool,
    /// The variable read here is a parameter that was given the map: not the map's own.
    pub(super) aliased: bool,
    pub(super) in_test: bool,
}

/// The sites of each map, by function, then in source order; maps in the order of their slots.
pub(super) type Sites<'e> = BTreeMap<Slot, Vec<Site<'e>>>;

/// Gathers all accesses of maps that more than one thread might reach.
pub(super) fn gather<'a>(whole: Whole<'a>) -> Sites<'a> {
    let mut sites: Sites<'a> = BTreeMap::new();
    for (id, effects) in (0..).map(FunctionId).zip(whole.effects) {
        let (_, function) = whole.names.symbols.function(whole.names.program, id);
        let context = &whole.contexts.functions[id.0 as usize];
        if function.kind != FunctionKind::Ordinary {
            continue;
        }
        // What package initialisation starts or registers runs on.
        for access in effects.accesses.iter().filter(|access| !context.init_only || access.thread.is_some()) {
            let local = matches!(access.slot.base, SlotBase::Local(..));
            let seen = Named::access(id, access);
            let in_thread = access.thread.is_some();
            if access.owned && !local && !is_lent(whole, &seen) || !in_thread && caller_owns(whole, &seen) {
                continue;
            }
            for origin in whole.contexts.origins(access.slot) {
                if is_unknown_param(whole, origin.slot) || origin.owned {
                    continue;
                }
                let map = origin.handed_by.as_ref().map_or(&seen, |by| &by.map);
                if !in_thread && (caller_owns(whole, map) || is_initial(whole, map.function)) {
                    continue;
                }
                let of_local = match origin.slot.base {
                    SlotBase::Local(owner, _) => Some(owner),
                    _ => None,
                };
                let own: Vec<RootId> = match access.thread {
                    Some(thread) if is_own_local(whole, id, origin.slot, thread) => vec![ACTIVATION],
                    // A closure that the goroutine calls makes one at each call.
                    Some(_) if local && access.made_here && origin.slot == access.slot => vec![ACTIVATION],
                    Some(thread) => whole.contexts.spawn_root(id, thread).into_iter().collect(),
                    None if of_local.is_some() => vec![ACTIVATION],
                    None if matches!(origin.slot.base, SlotBase::Global(_)) => whole.contexts.roots_for_globals(map.function),
                    None => {
                        let reached = &whole.contexts.functions[map.function.0 as usize].reached;
                        reached.iter().filter(|(_, reach)| !root_owns(whole, map, reach)).map(|(root, _)| *root).collect()
                    }
                };
                let roots = match origin.root {
                    Some(root) if access.thread.is_none() => vec![if is_local_of(whole, origin.slot, root) { ACTIVATION } else { root }],
                    _ => own,
                };
                let locks = locks_at(whole, id, access, origin.slot, origin.held.as_deref(), origin.handed_by.as_ref());
                sites.entry(origin.slot).or_default().push(Site {
                    function: id,
                    access,
                    locks,
                    roots,
                    handed_over: origin.held.is_some(),
                    handed_by: origin.handed_by,
                    each: origin.each,
                    aliased: origin.slot != access.slot,
                    in_test: whole.names.is_test(id),
                });
            }
        }
    }
    sites
}

/// Package initialisation, or only called from there.
fn is_initial(whole: Whole<'_>, id: FunctionId) -> bool {
    let (_, function) = whole.names.symbols.function(whole.names.program, id);
    function.kind != FunctionKind::Ordinary || whole.contexts.functions[id.0 as usize].init_only
}

/// A variable of the closure that a goroutine was started with: each goroutine has one.
fn is_local_of(whole: Whole<'_>, slot: Slot, root: RootId) -> bool {
    matches!(whole.contexts.roots[root as usize].kind, RootKind::Spawn(starter, spawn) if is_own_local(whole, starter, slot, spawn))
}

/// A variable of the goroutine's own closure: each goroutine has one.
fn is_own_local(whole: Whole<'_>, id: FunctionId, slot: Slot, thread: u32) -> bool {
    let SlotBase::Local(owner, local) = slot.base else { return false };
    if owner != id {
        return false;
    }
    let body = &whole.names.symbols.function(whole.names.program, id).1.body;
    let Target::Closure(started) = whole.effects[id.0 as usize].spawns[thread as usize].target else { return false };
    let mut declared_in = body.local(local).closure;
    while let Some(closure) = declared_in {
        if closure == started {
            return true;
        }
        declared_in = body.closure(closure).parent;
    }
    false
}

/// A parameter whose callers are not visible: whose map it is, nobody knows.
fn is_unknown_param(whole: Whole<'_>, slot: Slot) -> bool {
    let SlotBase::Local(function, local) = slot.base else { return false };
    matches!(whole.names.symbols.function(whole.names.program, function).1.body.local(local).kind, LocalKind::Param | LocalKind::Receiver)
}

/// The object belongs to the caller alone at every visible call.
pub(super) fn caller_owns(whole: Whole<'_>, map: &Named) -> bool {
    let context = &whole.contexts.functions[map.function.0 as usize];
    argument_of(whole, map).is_some_and(|position| context.owns(position))
}

/// On this thread, the object is the thread's own.
fn root_owns(whole: Whole<'_>, map: &Named, reach: &Reach) -> bool {
    argument_of(whole, map).is_some_and(|position| reach.owns(position))
}

/// The map lies behind a field that is lent to; the field itself still belongs to its object.
pub(super) fn is_lent(whole: Whole<'_>, map: &Named) -> bool {
    let Some(place) = &map.place else { return false };
    let steps = &place.steps[..place.steps.len().saturating_sub(usize::from(map.variable))];
    whole.contexts.lent.passes(whole.names, steps, map.root_ty, map.own_steps)
}

/// The argument of its function that a map is a part of, and that owns it.
pub(super) fn argument_of(whole: Whole<'_>, map: &Named) -> Option<usize> {
    match map.place.as_ref().map(|place| place.root) {
        Some(Root::Local(local)) if !is_lent(whole, map) => position_of(whole.names, map.function, local),
        _ => None,
    }
}

/// The argument of its function that the map of an access is a part of.
pub(super) fn position_in(whole: Whole<'_>, id: FunctionId, access: &Access) -> Option<usize> {
    match access.place.as_ref().map(|place| place.root) {
        Some(Root::Local(local)) => position_of(whole.names, id, local).filter(|position| *position < 64),
        _ => None,
    }
}

/// The locks that the function and all its callers hold at the access; with `entry` those of a caller, and
/// with `by` the call by which the map, and perhaps its lock, are handed over.
pub(super) fn locks_at(
    whole: Whole<'_>,
    id: FunctionId,
    access: &Access,
    slot: Slot,
    entry: Option<&[Held]>,
    by: Option<&HandedBy>,
) -> Vec<SiteLock> {
    let position = position_in(whole, id, access);
    let flagged = access.when.filter(|_| entry.is_none()).and_then(|flag| whole.contexts.held_when(whole, id, position, flag));
    let entry = entry.or(flagged.as_deref()).unwrap_or_else(|| whole.contexts.functions[id.0 as usize].held_for(position));
    let inherited = entry.iter().filter(|lock| access.thread.is_none() || lock.is_past());
    let mut locks: Vec<SiteLock> = Vec::new();
    for held in access.held.iter().chain(inherited).filter(|held| !whole.contexts.is_open(held)) {
        let handed = |slot| by.and_then(|by| whole.contexts.lock_with(slot, &by.calls));
        let declared = held.slot.map(|slot| handed(slot).unwrap_or_else(|| whole.contexts.lock(slot)));
        if locks.iter().any(|known| known.place == held.place && known.slot == declared) {
            continue;
        }
        let relation = access.place.as_ref().and_then(|map| place::relation(map, &held.place));
        // What a field points to goes where the field's object goes.
        let local = held.place.steps.is_empty() && is_local_to_call(whole, (id, access), declared, slot);
        // A flag of another object may be one of many.
        let of_other = held.flag && relation.is_none() && !matches!(held.place.root, Root::Global(_));
        let of_key = held.chosen && access.place.as_ref().is_some_and(|map| place::is_in_table_beside(&held.place, map));
        let void =
            held.copied || local || of_other || is_of_other_object(whole, id, access, &held.place, declared, slot, relation.is_some());
        let vain = held.copied || of_key || local && declared.is_some_and(|slot| is_of_lone_call(whole, slot));
        // What a pointer or condition variable stands for is told by its declaration alone.
        let relation = relation.filter(|_| declared == held.slot);
        locks.push(SiteLock {
            place: held.place.clone(),
            slot: declared,
            relation,
            exclusive: held.exclusive,
            once: held.once,
            group: held.group,
            set_up: held.set_up,
            void,
            of_key,
            vain,
        });
    }
    locks
}

/// The locks at an access by name, the callers' among them.
pub(super) fn held_locks(whole: Whole<'_>, id: FunctionId, access: &Access) -> Vec<HeldLock> {
    named_locks(whole, id, access.held.iter().chain(entered_with(whole, id, access)))
}

/// The locks that the callers hold at an access.
pub(super) fn entered_with<'a>(whole: Whole<'a>, id: FunctionId, access: &Access) -> impl Iterator<Item = &'a Held> + use<'a> {
    let entry = whole.contexts.functions[id.0 as usize].held_for(position_in(whole, id, access));
    let inherits = access.thread.is_none();
    entry.iter().filter(move |_| inherits)
}

/// Locks by name, as written in the function.
pub(super) fn named_locks<'h>(whole: Whole<'_>, id: FunctionId, held: impl Iterator<Item = &'h Held>) -> Vec<HeldLock> {
    let named = |held: &Held| HeldLock { name: text::place(whole.names, id, Some(&held.place), held.slot), exclusive: held.exclusive };
    let mut locks: Vec<HeldLock> = held.filter(|held| !held.once).map(named).collect();
    locks.sort();
    locks.dedup_by(|one, other| one.name == other.name);
    locks
}

/// A mutex declared in a function guards nothing that outlives the call.
fn is_local_to_call(whole: Whole<'_>, (id, access): (FunctionId, &Access), lock: Option<Slot>, map: Slot) -> bool {
    let Some(SlotBase::Local(function, local)) = lock.map(|slot| slot.base) else { return false };
    let (_, declared) = whole.names.symbols.function(whole.names.program, function);
    let lock = declared.body.local(local);
    let outlived = match map.base {
        // A lock made in the goroutine, a map made outside of it.
        // A map in an object of the same call lives as long as the lock.
        _ if id == function && lives_in_call(declared, access) => false,
        _ if id != function && is_made_by_caller(whole, (id, access), function) => false,
        SlotBase::Local(owner, map) if owner == function => lock.closure.is_some() && declared.body.local(map).closure != lock.closure,
        _ => true,
    };
    lock.kind == LocalKind::Variable && outlived
}

/// On each thread the map is a part of what this function, on the way to the access, has made.
fn is_made_by_caller(whole: Whole<'_>, (id, access): (FunctionId, &Access), maker: FunctionId) -> bool {
    let map = Named::access(id, access);
    let anchors = |reach: &Reach| anchor::anchored(whole.names, &map, Some(reach));
    let mut found = whole.contexts.functions[id.0 as usize].reached.iter().flat_map(|(_, reach)| anchors(reach)).peekable();
    access.thread.is_none() && found.peek().is_some() && found.all(|anchor| anchor.is_made_by(maker))
}

/// The function that declares the lock hands no closure to anybody, and starts no goroutine: it is for itself.
fn is_of_lone_call(whole: Whole<'_>, lock: Slot) -> bool {
    let SlotBase::Local(id, _) = lock.base else { return false };
    let (_, function) = whole.names.symbols.function(whole.names.program, id);
    function.body.closures.is_empty() && whole.effects[id.0 as usize].spawns.is_empty()
}

/// The map's object was made in the call of the function, or is a variable of it.
fn lives_in_call(function: &Function, access: &Access) -> bool {
    match access.place.as_ref().map(|place| (place.root, place.steps.is_empty())) {
        Some((Root::Fresh(_), false)) => true,
        Some((Root::Local(local), false)) => matches!(function.body.local(local).kind, LocalKind::Variable | LocalKind::Result),
        _ => false,
    }
}

/// The lock belongs to the same type as the map, but to another variable of it.
fn is_of_other_object(
    whole: Whole<'_>,
    id: FunctionId,
    access: &Access,
    lock: &Place,
    lock_slot: Option<Slot>,
    map: Slot,
    related: bool,
) -> bool {
    let (Some(SlotBase::Field(lock_owner, _)), SlotBase::Field(map_owner, _)) = (lock_slot.map(|slot| slot.base), map.base) else {
        return false;
    };
    let names_owner = |place: &&Place| !place.steps.is_empty() && !related && lock_owner == map_owner;
    let Some(place) = access.place.as_ref().filter(names_owner) else { return false };
    let (_, function) = whole.names.symbols.function(whole.names.program, id);
    let named = |root| match root {
        Root::Local(local) => matches!(function.body.local(local).kind, LocalKind::Receiver | LocalKind::Param),
        _ => false,
    };
    named(place.root) && named(lock.root) && place.root != lock.root
}

/// Whether two locks at two sites of one map are one lock.
pub(super) fn same_lock(left: &Site<'_>, one: &SiteLock, right: &Site<'_>, other: &SiteLock) -> bool {
    if left.function == right.function && one.place == other.place && one.place.root != Root::Outer {
        return true;
    }
    match (&one.relation, &other.relation) {
        (Some(relation), Some(twin)) if relation == twin => one.slot == other.slot || one.slot.is_none() || other.slot.is_none(),
        // The lock of an object that holds the map's object, reached by two ways.
        (Some(relation), Some(twin)) => {
            let outer = |slot: Slot, of: &Site<'_>| field_owner(slot).is_some_and(|owner| field_owner(of.access.slot) != Some(owner));
            relation.up() != twin.up() && one.slot == other.slot && one.slot.is_some_and(|slot| outer(slot, left) && outer(slot, right))
        }
        _ => one.slot.is_some() && one.slot == other.slot,
    }
}

/// The type that declares the field.
fn field_owner(slot: Slot) -> Option<TypeId> {
    match slot.base {
        SlotBase::Field(owner, _) => Some(owner),
        _ => None,
    }
}

/// The way from the object whose lock this is to the map, where that object is of another type than
/// the map's own: that type, where the lock is the object's own field, and the steps.
pub(super) type Way<'s> = (Option<TypeId>, &'s [place::Step]);

/// The way from a lock's object to the map of the site, if there is one.
pub(super) fn way_from_holder<'s>(site: &'s Site<'_>, lock: &SiteLock) -> Option<Way<'s>> {
    let holder = lock.slot.and_then(field_owner)?;
    let (relation, map) = (lock.relation.as_ref()?, site.access.place.as_ref()?);
    let from = map.steps.len().checked_sub(relation.up())?;
    let (own, of_other) = match relation.down.len() {
        1 => (Some(holder), field_owner(site.access.slot) != Some(holder)),
        // The lock of an embedded type: the holder's type has no name here.
        _ => (None, relation.up() > 1),
    };
    of_other.then(|| (own, &map.steps[from..]))
}

/// Whether the site gets to the map by one of the ways, as its function or the root of its thread
/// sees it.
pub(super) fn goes_by(whole: Whole<'_>, site: &Site<'_>, ways: &[Way<'_>]) -> bool {
    let by = |anchor: &Anchor| !anchor.is_returned() && end_by(anchor.steps(), anchor.root_type(), ways);
    names_way(site, ways) || site.roots.iter().any(|root| object::anchors(whole, site, *root).1.iter().any(by))
}

/// Whether the site itself names one of the ways, and so could name the lock.
pub(super) fn names_way(site: &Site<'_>, ways: &[Way<'_>]) -> bool {
    site.access.place.as_ref().is_some_and(|place| end_by(&place.steps, site.access.root_ty, ways))
}

fn end_by(steps: &[place::Step], from: Option<TypeId>, ways: &[Way<'_>]) -> bool {
    let fits = |holder: &Option<TypeId>| from.is_none() || holder.is_none() || from == *holder;
    ways.iter().any(|(holder, way)| steps.ends_with(way) && (steps.len() > way.len() || fits(holder)))
}

impl Site<'_> {
    /// How the lock is held here: `None`, shared, or exclusive (true).
    pub(super) fn holds(&self, at: &Site<'_>, lock: &SiteLock) -> Option<bool> {
        let found = self.locks.iter().filter(|own| !(own.void || own.of_key && lock.of_key) && same_lock(self, own, at, lock));
        found.map(|own| own.exclusive).max()
    }

    /// Locks that keep the two apart: one of them holds it exclusively.
    pub(super) fn common_locks<'s>(&'s self, other: &Site<'_>) -> Vec<&'s SiteLock> {
        let excludes = |own: &&SiteLock| {
            // The group of another object waits for others.
            let of_map = || own.relation.is_some() || matches!(own.slot.map(|slot| slot.base), Some(SlotBase::Global(_)));
            let apart = |exclusive: bool| if own.group { exclusive != own.exclusive && of_map() } else { exclusive || own.exclusive };
            !own.void && other.holds(self, own).is_some_and(apart)
        };
        self.locks.iter().filter(excludes).collect()
    }

    /// It is a part of what sets the map's object up, once.
    pub(super) fn sets_up(&self) -> bool {
        self.set_up_locks().next().is_some()
    }

    /// It is so before the other site gets to the object.
    pub(super) fn sets_up_for(&self, other: &Site<'_>) -> bool {
        self.set_up_locks().any(|lock| other.holds(self, lock).is_none())
    }

    fn set_up_locks(&self) -> impl Iterator<Item = &SiteLock> {
        self.locks.iter().filter(|lock| lock.set_up && !lock.void)
    }

    /// It is meant to exclude others, by a lock that excludes nobody.
    pub(super) fn is_locked_in_vain(&self) -> bool {
        self.locks.iter().any(|lock| lock.vain && lock.exclusive && !lock.once)
    }

    /// The map's own variable or field is read or written, not a value taken from it.
    pub(super) fn is_own_variable(&self) -> bool {
        self.access.direct && !self.aliased
    }

    /// The operations touch the same storage, and one changes it.
    pub(super) fn clashes(&self, other: &Site<'_>) -> bool {
        let content = |op: Op| !matches!(op, Op::Replace | Op::Load);
        let (one, two) = (self.access, other.access);
        let in_content = content(one.op) && content(two.op) && (one.op.writes() || two.op.writes());
        let in_variable = one.op == Op::Replace && other.is_own_variable() || two.op == Op::Replace && self.is_own_variable();
        in_content || in_variable
    }
}
