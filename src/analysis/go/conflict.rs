//! Which accesses of a map can meet, and which of them is to blame.
//!
//! The guard of a map is the lock that its accesses agree on. Where there is one, each access that
//! lacks it is to blame as soon as it can meet another; where there is none, the first write is.

use super::alike;
use super::context::{ACTIVATION, RootId, RootKind, Unguarded, Whole};
use super::doubt;
use super::effects::{Access, Call, Held};
use super::exposed;
use super::fix;
use super::names::Names;
use super::object;
use super::order;
use super::owners;
use super::parallel;
use super::place::{Relation, Root, Slot, SlotBase};
use super::site::{self, Site, SiteLock, Sites};
use super::text;
use crate::analysis::model::{Conflict, Doubt, GuardState, HeldLock, Op, Snapshot};
use crate::analysis::ty::{FunctionId, TypeId};
use crate::diagnostic::Confidence;
use crate::source::Language;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A map with so few uses says less by their number.
const FEW_USES: usize = 8;

/// The conflicts of all maps.
pub(super) fn conflicts(whole: Whole<'_>, sites: &Sites<'_>) -> Vec<Conflict> {
    let of_map = |(slot, of_map): (&Slot, &Vec<Site<'_>>)| {
        let mut found = Vec::new();
        let in_test = is_of_test(whole.names, *slot);
        let counted: Vec<&Site<'_>> = of_map.iter().filter(|site| site.in_test == in_test).collect();
        if !counted.iter().any(|site| site.access.op.writes()) {
            return found;
        }
        match guard_of(*slot, &counted) {
            Some(guard) => guarded(whole, *slot, &counted, &guard, &mut found),
            None => unguarded(whole, *slot, &counted, lies_in_guarded(*slot, sites), &mut found),
        }
        // Of a test only what its own function shows: who else calls what it calls is not looked at.
        found.retain(|conflict| !in_test || conflict.confidence == Confidence::Certain);
        found
    };
    // Those with most sites first, each by itself: few of them take most of the time.
    let mut maps: Vec<(usize, (&Slot, &Vec<Site<'_>>))> = sites.iter().enumerate().collect();
    maps.sort_by_key(|(_, (_, of_map))| std::cmp::Reverse(of_map.len()));
    let mut found: Vec<(usize, Vec<Conflict>)> = maps.into_par_iter().with_max_len(1).map(|(at, map)| (at, of_map(map))).collect();
    found.sort_by_key(|(at, _)| *at);
    let mut found: Vec<Conflict> = found.into_iter().flat_map(|(_, conflicts)| conflicts).collect();
    // One place may access many maps: what is surest stands for all; of the equally sure ones that whose name comes
    // first, wherever it is declared.
    found.sort_by_cached_key(|conflict| (conflict.first.location, std::cmp::Reverse(conflict.confidence), conflict.map.qualified()));
    found.dedup_by(|later, first| later.first.location == first.first.location && later.guard_state == first.guard_state);
    found
}

/// The map is a variable of test code.
fn is_of_test(names: &Names<'_>, slot: Slot) -> bool {
    match slot.base {
        SlotBase::Local(owner, _) => names.is_test(owner),
        SlotBase::Global(var) => names.program.info(names.symbols.var(names.program, var).0).test,
        _ => false,
    }
}

/// The lock that a map's uses agree on.
pub(super) struct Guard<'s> {
    site: &'s Site<'s>,
    lock: &'s SiteLock,
    /// The map's slot.
    slot: Slot,
    /// Accesses that hold it.
    pub(super) held: usize,
    /// All accesses.
    pub(super) uses: usize,
    /// It is declared beside the map, or is a variable, or all uses under it see it in one object with the map.
    near: bool,
    /// Half of the uses under it do so.
    beside: bool,
}

impl Guard<'_> {
    /// How a site holds it: not at all, shared, exclusively (true).
    pub(super) fn held_at(&self, at: &Site<'_>) -> Option<bool> {
        at.holds(self.site, self.lock)
    }

    /// It belongs to the map's own object, or to one that is seen to hold it, or is a variable.
    pub(super) fn is_near(&self) -> bool {
        self.near || self.beside
    }

    /// How it lies to the map.
    pub(super) fn relation(&self) -> Option<&Relation> {
        self.lock.relation.as_ref()
    }

    /// The declared lock.
    pub(super) fn slot(&self) -> Option<Slot> {
        self.lock.slot
    }

    /// Most uses hold it: where there are many of them, nearly all.
    pub(super) fn is_kept(&self) -> bool {
        self.held * 3 >= self.uses * 2 || self.uses <= FEW_USES && self.held * 2 >= self.uses
    }

    /// The type of the object whose lock it is, where half at least of the uses under it get to the map by
    /// way of such an object.
    fn owner(&self, whole: Whole<'_>, sites: &[&Site<'_>]) -> Option<TypeId> {
        let Some(SlotBase::Field(owner, _)) = self.slot().map(|slot| slot.base) else { return None };
        let held: Vec<&&Site<'_>> = sites.iter().filter(|site| self.held_at(site).is_some()).collect();
        let by_owner = held.iter().filter(|site| object::lies_in(whole, site, owner)).count();
        (by_owner * 2 >= held.len()).then_some(owner)
    }

    /// How the map is reached from the object that the guard belongs to, where that is another
    /// type's: one way for each that a use under the guard takes.
    fn ways<'w>(&self, sites: &[&'w Site<'w>]) -> Vec<site::Way<'w>> {
        let guards = |site: &&'w Site<'w>| {
            let mut own = site.locks.iter().filter(|own| !own.void && site::same_lock(site, own, self.site, self.lock));
            own.find_map(|own| site::way_from_holder(site, own))
        };
        sites.iter().copied().filter_map(|site| guards(&site)).collect()
    }

    /// As written from the point of view of a site.
    pub(super) fn name_at(&self, names: &Names<'_>, at: &Site<'_>) -> String {
        if let Some(own) = at.locks.iter().find(|own| site::same_lock(at, own, self.site, self.lock)) {
            return text::place(names, at.function, Some(&own.place), own.slot);
        }
        let seen = self.lock.relation.as_ref().and_then(|relation| relation.from(at.access.place.as_ref()?));
        match seen {
            Some(place) => text::place(names, at.function, Some(&place), self.lock.slot),
            None => self
                .lock
                .slot
                .map_or_else(|| text::place(names, self.site.function, Some(&self.lock.place), None), |slot| text::slot_name(names, slot)),
        }
    }
}

/// Something is taken out of the map: that is no part of setting an object up.
fn shrinks(sites: &[&Site<'_>]) -> bool {
    sites.iter().any(|site| matches!(site.access.op, Op::Delete | Op::Clear))
}

/// What makes one lock the guard rather than another, the weightiest first: it is not only seen beside the map
/// by some, accesses that hold it, it has to do with the map's object, writes that hold it.
type Rank = (bool, usize, bool, usize);

/// Infers the guard: the lock held at most accesses, if it is held at half of them or at a write.
pub(super) fn guard_of<'s>(slot: Slot, sites: &[&'s Site<'s>]) -> Option<Guard<'s>> {
    let considered: Vec<&&Site<'_>> = sites.iter().filter(|site| !matches!(site.access.op, Op::Load)).collect();
    let uses = considered.len();
    let shrinks = shrinks(sites);
    let mut best: Option<(Guard<'s>, Rank)> = None;
    let mut seen: Vec<(&Site<'_>, &SiteLock)> = Vec::new();
    // First those that are seen beside the map. What is held while an object is set up, once, guards nothing there.
    let mut locks: Vec<(&Site<'_>, &SiteLock)> = locks_of(sites).filter(|(site, _)| !site.sets_up() || shrinks).collect();
    locks.sort_by_key(|(_, lock)| lock.relation.is_none());
    for (site, lock) in locks {
        if seen.iter().any(|(at, known)| site::same_lock(site, lock, at, known)) {
            continue;
        }
        seen.push((site, lock));
        let held = considered.iter().filter(|other| other.holds(site, lock).is_some()).count();
        let writes = considered.iter().filter(|other| other.access.op.writes() && other.holds(site, lock) == Some(true)).count();
        // Who takes it to write means the map; who was called under it may not know of it.
        let meant = || {
            let takes = |other: &Site<'_>| other.access.held.iter().any(|held| held.place == lock.place);
            held * 3 >= uses * 2 || considered.iter().any(|other| other.access.op.writes() && takes(other))
        };
        let seen_beside = lock.relation.as_ref().map_or(0, |_| beside(&considered, (site, lock)));
        let beside = seen_beside > 0 && seen_beside * 2 >= held;
        // The lock of a type that the map's own object embeds is its own, too.
        let of_own = beside && lock.relation.as_ref().is_some_and(|relation| relation.up() == 1);
        let near = of_own || beside && seen_beside == held || lock.slot.is_none_or(|lock| is_declared_near(lock, slot, &meant));
        // A lock of some other object guards the map only if nearly every use holds it.
        let agreed = if near || beside { held * 2 >= uses || writes > 0 } else { uses >= 4 && held * 4 >= uses * 3 };
        let rank = (near || !beside, held, near || beside, writes);
        if agreed && best.as_ref().is_none_or(|(_, known)| rank > *known) {
            best = Some((Guard { site, lock, slot, held, uses, near, beside }, rank));
        }
    }
    best.map(|(guard, ..)| guard)
}

/// How many of the sites that hold the lock see it in one object with the map.
fn beside(sites: &[&&Site<'_>], (at, lock): (&Site<'_>, &SiteLock)) -> usize {
    let is_beside = |site: &&&&Site<'_>| {
        let own = site.locks.iter().find(|own| !own.void && site::same_lock(site, own, at, lock));
        own.is_some_and(|own| own.relation.is_some())
    };
    sites.iter().filter(is_beside).count()
}

/// The locks at all sites that keep somebody out.
fn locks_of<'s>(sites: &[&'s Site<'s>]) -> impl Iterator<Item = (&'s Site<'s>, &'s SiteLock)> {
    let of_site = |site: &'s Site<'s>| site.locks.iter().map(move |lock| (site, lock));
    sites.iter().copied().flat_map(of_site).filter(|(_, lock)| !lock.void && !lock.once)
}

/// The lock is declared beside the map, or is a variable. A package's lock is a field's if it is `meant` for
/// it: uses may hold it for something else.
fn is_declared_near(lock: Slot, map: Slot, meant: &dyn Fn() -> bool) -> bool {
    match (lock.base, map.base) {
        (SlotBase::Field(owner, _), SlotBase::Field(of_map, _)) => owner == of_map,
        (SlotBase::Global(_), SlotBase::Field(..)) => meant(),
        (SlotBase::Global(_) | SlotBase::Library(_) | SlotBase::Local(..), _) => true,
        _ => false,
    }
}

fn guarded<'s>(whole: Whole<'_>, slot: Slot, sites: &[&'s Site<'s>], guard: &Guard<'s>, found: &mut Vec<Conflict>) {
    let mut groups: BTreeMap<(FunctionId, &'static str), Vec<Blamed<'_>>> = BTreeMap::new();
    let ways: Vec<site::Way<'_>> = guard.ways(sites);
    let owner = guard.owner(whole, sites);
    let blamable = alike::distinct(sites);
    let worth = |site: &Site<'_>| (guard.held_at(site).is_some(), site.access.op.writes());
    let others = alike::others(&blamable, blamable.len(), worth);
    for site in blamable {
        let state = state_of(site, guard);
        let unsure = whole.contexts.functions[site.function.0 as usize].unsure && site.access.thread.is_none();
        if state == GuardState::Held || site.access.uncertain || unsure {
            continue;
        }
        let Some((other, meeting, way)) = surest_partner(whole, site, &others, guard) else { continue };
        // Another lock keeps the readers apart: who holds none of the guard is to blame.
        if state == GuardState::Shared && guard.held_at(other).is_none() {
            continue;
        }
        groups.entry((site.function, state.name())).or_default().push(Blamed { site, other, state, meeting, way });
    }
    for group in groups.into_values() {
        let weight =
            |blamed: &&Blamed<'_>| (blamed.site.access.op.writes(), blamed.meeting.confidence, std::cmp::Reverse(blamed.site.access.node));
        let Some(blamed) = group.iter().max_by_key(weight) else { continue };
        let Blamed { site: first, other: second, state, meeting, way } = blamed;
        // What a function's own lock guards inside of it says nothing of what its callers do.
        let of_other = matches!(guard.slot().map(|slot| slot.base), Some(SlotBase::Local(function, _)) if function != first.function);
        let of_owner =
            *state == GuardState::Nothing && owner.is_some_and(|owner| forgets_owner(whole, owner, (first, way.as_ref()), guard));
        // Who holds the wrong side of the lock, or names its object, means the lock; who has only the part may
        // have one without it.
        let means = *state == GuardState::Shared || group.iter().any(|blamed| site::names_way(blamed.site, &ways));
        let near = guard.near || guard.beside && means || of_owner;
        let confidence = match intent(guard, near, meeting.confidence) {
            _ if of_other && meeting.confidence == Confidence::Possible => Confidence::Possible,
            _ if parallel::is_kept_beside_unseen(whole, meeting.first, meeting.second) => Confidence::Possible,
            _ if *state == GuardState::Other && !guard.is_kept() && holds_commoner(first, sites, guard) => Confidence::Possible,
            // A new map put in place before the others get to it: how it starts, more often than not.
            _ if *state == GuardState::Nothing && group.iter().all(|blamed| blamed.site.access.by_fresh) => Confidence::Possible,
            // The guard belongs to another type's object, and this map is not seen to be held by one.
            _ if !ways.is_empty() && !group.iter().any(|blamed| site::goes_by(whole, blamed.site, &ways)) => Confidence::Possible,
            _ if !guard.is_kept() && *state != GuardState::Shared && is_alone(whole, blamed, guard) => Confidence::Possible,
            confidence => confidence,
        };
        let rest = group.iter().map(|blamed| blamed.site).filter(|site| !std::ptr::eq(*site, *first));
        let mut conflict = conflict(whole, slot, first, second, *meeting, rest);
        if let Some(way) = way.as_ref().filter(|way| !way.calls.is_empty()) {
            conflict.first.thread.path = text::calls(whole, &way.calls, first.function, meeting.first);
        }
        conflict.guard = guard.name_at(whole.names, first);
        conflict.guard_state = *state;
        conflict.drafts = match state {
            GuardState::Shared => fix::exclusive_lock(whole.names, first.function, &conflict.guard).into_iter().collect(),
            _ => fix::guarded_access(whole.names, first.function, first.access.node, &conflict.guard).into_iter().collect(),
        };
        conflict.guarded_uses = guard.held;
        conflict.uses = guard.uses;
        conflict.confidence = confidence;
        conflict.doubt =
            doubt::of_guarded(whole, guard, (*state, group.len()), confidence, ((first, meeting.first), (second, meeting.second)));
        // Who holds another lock expects others there already.
        if conflict.doubt == Doubt::None
            && confidence < Confidence::Certain
            && *state == GuardState::Nothing
            && comes_before_start(whole, first, meeting.first, &others, guard)
        {
            conflict.doubt = Doubt::Start;
        }
        let why = format!("`{}` is held at {} of {} uses of the map", conflict.guard, guard.held, guard.uses);
        conflict.why.insert(0, why);
        conflict.why.extend(doubt::note(conflict.doubt));
        found.push(conflict);
    }
}

/// The site holds a lock that more uses hold than the guard: which of the two is meant for the map, is open.
fn holds_commoner(site: &Site<'_>, sites: &[&Site<'_>], guard: &Guard<'_>) -> bool {
    let uses =
        |lock: &SiteLock| sites.iter().filter(|other| !matches!(other.access.op, Op::Load) && other.holds(site, lock).is_some()).count();
    site.locks.iter().any(|lock| !lock.void && !lock.once && uses(lock) > guard.held)
}

/// Nothing but the other functions' use of the guard says that this one is wrong: it takes the guard
/// nowhere, it is not called from outside, no goroutine is seen to run it, and the map is no alias of
/// one that was read under the guard.
fn is_alone(whole: Whole<'_>, blamed: &Blamed<'_>, guard: &Guard<'_>) -> bool {
    let site = blamed.site;
    let starts = match whole.contexts.roots[blamed.meeting.first as usize].kind {
        RootKind::Api => blamed.way.as_ref().is_some_and(|way| !way.calls.is_empty()),
        RootKind::Unseen | RootKind::Main => true,
        _ => false,
    };
    let alias = !site.is_own_variable() && site.access.slot.elements == 0;
    let mistaken = blamed.state == GuardState::Other && site.locks.iter().any(|lock| lock.void || lock.relation.is_some());
    starts && !alias && !mistaken && !takes(whole, site.function, guard)
}

/// The function uses a map or calls something with the guard held.
fn takes(whole: Whole<'_>, function: FunctionId, guard: &Guard<'_>) -> bool {
    let effects = &whole.effects[function.0 as usize];
    let is_guard = |held: &Held| guard.lock.slot.is_some() && held.slot.map(|slot| whole.contexts.lock(slot)) == guard.lock.slot;
    effects.accesses.iter().flat_map(|access| &access.held).chain(effects.calls.iter().flat_map(|call| &call.held)).any(is_guard)
}

/// The map is the owner's part, and a function on the way to the site takes the owner's lock, though not for
/// this.
fn forgets_owner(whole: Whole<'_>, owner: TypeId, (site, way): (&Site<'_>, Option<&Unguarded>), guard: &Guard<'_>) -> bool {
    let mut callers = way.into_iter().flat_map(|way| &way.calls);
    let knows = takes(whole, site.function, guard) || callers.any(|(caller, _)| takes(whole, *caller, guard));
    knows && object::lies_in(whole, site, owner)
}

/// The site that shows best that the guard is missing, how the two meet, and the way to the site on which no caller holds
/// it: that on which they meet most surely. The way is `None` where the site does not depend on its callers.
fn surest_partner<'s>(
    whole: Whole<'_>,
    site: &Site<'_>,
    sites: &[&'s Site<'s>],
    guard: &Guard<'_>,
) -> Option<(&'s Site<'s>, Meeting, Option<Unguarded>)> {
    if site.access.thread.is_some() || site.handed_over || site.roots == [ACTIVATION] {
        return partner(whole, site, sites, guard).map(|(other, meeting)| (other, meeting, None));
    }
    let at = (site.function, site::position_in(whole, site.function, site.access));
    let ways = whole.contexts.ways_without(whole.names, whole.effects, at, |held| lacks_on_entry(whole, site, guard, held));
    let mut best: Option<(&Site<'_>, Meeting, Option<Unguarded>)> = None;
    for way in ways {
        let on_way = Site { roots: way.roots.clone(), ..Site::clone(site) };
        let Some((other, meeting)) = partner(whole, &on_way, sites, guard) else { continue };
        if best.as_ref().is_none_or(|(_, known, _)| meeting.confidence > known.confidence) {
            best = Some((other, meeting, Some(way)));
        }
    }
    best
}

/// The site lacks the guard where its function is entered with these locks.
fn lacks_on_entry(whole: Whole<'_>, site: &Site<'_>, guard: &Guard<'_>, held: &[Held]) -> bool {
    let locks = site::locks_at(whole, site.function, site.access, guard.slot, Some(held), site.handed_by.as_ref());
    let entered = Site { locks, ..Site::clone(site) };
    entered.holds(guard.site, guard.lock).is_none()
}

/// Who calls without the guard, on each way, starts a goroutine later that uses the map.
fn comes_before_start(whole: Whole<'_>, site: &Site<'_>, root: RootId, sites: &[&Site<'_>], guard: &Guard<'_>) -> bool {
    let started = |root: &RootId| match whole.contexts.roots[*root as usize].kind {
        RootKind::Spawn(starter, spawn) if !whole.effects[starter.0 as usize].spawns[spawn as usize].kept => Some((starter, spawn)),
        _ => None,
    };
    let goroutines: BTreeSet<_> = sites.iter().flat_map(|other| &other.roots).filter_map(started).collect();
    if !parallel::starts_unseen(whole, root) || site.access.thread.is_some() || site.handed_over || goroutines.is_empty() {
        return false;
    }
    let before = |caller: FunctionId, call: &Call| goroutines.iter().any(|of| order::starts_later(whole, caller, &call.moment, *of));
    let at = (site.function, site::position_in(whole, site.function, site.access));
    let lacks = |held: &[Held]| lacks_on_entry(whole, site, guard, held);
    whole.contexts.always_enters_without_by(whole.names, whole.effects, at, lacks, before)
}

/// The code's own locking shows that it means to share the map, where the guard is `near` it.
fn intent(guard: &Guard<'_>, near: bool, seen: Confidence) -> Confidence {
    let mostly = guard.held * 2 >= guard.uses;
    match seen {
        _ if !near => Confidence::Possible,
        Confidence::Possible if !mostly => Confidence::Possible,
        Confidence::Possible => Confidence::Likely,
        seen => seen,
    }
}

/// How the guard is held at a site.
pub(super) fn state_of(site: &Site<'_>, guard: &Guard<'_>) -> GuardState {
    match site.holds(guard.site, guard.lock) {
        Some(true) => GuardState::Held,
        Some(false) if !site.access.op.writes() => GuardState::Held,
        Some(false) => GuardState::Shared,
        None if site.locks.iter().all(|lock| lock.once) => GuardState::Nothing,
        None => GuardState::Other,
    }
}

/// An access without its guard.
struct Blamed<'s> {
    site: &'s Site<'s>,
    /// What it meets.
    other: &'s Site<'s>,
    /// How the guard is held.
    state: GuardState,
    meeting: Meeting,
    /// The way to it on which no caller holds the guard; `None` where it does not depend on its callers.
    way: Option<Unguarded>,
}

/// How well an access shows the fault of another: it is not only what somebody keeps to run it beside who is not seen, it
/// holds the guard, writes, how surely they meet, it stands in another function.
type Score = (bool, bool, bool, Confidence, bool);

/// How two sites meet.
#[derive(Clone, Copy)]
struct Meeting {
    confidence: Confidence,
    first: RootId,
    second: RootId,
}

/// How two sites of a map meet that may run at the same time as `best` says, if no lock keeps them apart. It
/// is certain only where they are seen to have one object.
fn meeting(whole: Whole<'_>, slot: Slot, (one, two): (&Site<'_>, &Site<'_>), best: (Confidence, RootId, RootId)) -> Option<Meeting> {
    let (confidence, first, second) = parallel::unlocked(whole, slot, (one, two), best)?;
    let sure = confidence < Confidence::Certain || object::is_one(whole, slot, (one, first), (two, second));
    Some(Meeting { confidence: if sure { confidence } else { Confidence::Likely }, first, second })
}

/// The best access to show against `site`: one that it clashes with, that no lock keeps apart and
/// that can run at the same time; rather one that holds the guard, rather a write, rather in
/// another function.
fn partner<'s>(whole: Whole<'_>, site: &Site<'_>, sites: &[&'s Site<'s>], guard: &Guard<'_>) -> Option<(&'s Site<'s>, Meeting)> {
    let mut best: Option<(Score, &'s Site<'s>, Meeting)> = None;
    for other in sites {
        let ordered = is_filled_anew(site, other) || is_made_once(site, other);
        if !site.clashes(other) || !site.common_locks(other).is_empty() || ordered {
            continue;
        }
        let holds = other.holds(guard.site, guard.lock).is_some();
        let score = |kept: bool, confidence| (!kept, holds, other.access.op.writes(), confidence, other.function != site.function);
        let is_better = |score: Score| best.as_ref().is_none_or(|(known, ..)| score > *known);
        if !is_better(score(false, Confidence::Certain)) {
            continue;
        }
        let meets = parallel::surest(whole, site, other).and_then(|best| meeting(whole, guard.slot, (site, other), best));
        let Some(meeting) = meets else { continue };
        if object::surely_apart(whole, (site, meeting.first), (other, meeting.second)) {
            continue;
        }
        let kept = parallel::is_kept_beside_unseen(whole, meeting.first, meeting.second);
        let score = score(kept, meeting.confidence);
        if is_better(score) {
            best = Some((score, other, meeting));
        }
    }
    best.map(|(_, other, meeting)| (other, meeting))
}

/// The one has a map that it got before; the other puts a new one in place and fills it under the same
/// lock: that is not the map which the first has.
fn is_filled_anew(site: &Site<'_>, other: &Site<'_>) -> bool {
    let alias = |site: &Site<'_>| !site.is_own_variable() && site.access.op != Op::Load;
    alias(site) && other.access.renewed || alias(other) && site.access.renewed
}

/// The other makes the map under its lock where there is none; the one has found it there, or made it, under a
/// lock before.
fn is_made_once(site: &Site<'_>, other: &Site<'_>) -> bool {
    let found = |site: &Site<'_>| site.access.seen && !site.access.op.writes();
    found(site) && other.access.first || found(other) && site.access.first
}

/// The map is an entry of another map that a lock guards: who got it under the lock meant to share it.
fn lies_in_guarded(slot: Slot, sites: &Sites<'_>) -> bool {
    let Some(elements) = slot.elements.checked_sub(1) else { return false };
    let Some(container) = sites.get(&Slot { elements, ..slot }) else { return false };
    let production: Vec<&Site<'_>> = container.iter().filter(|site| !site.in_test).collect();
    guard_of(Slot { elements, ..slot }, &production).is_some_and(|guard| guard.is_near() && guard.held * 2 > guard.uses)
}

/// The function takes entries out of the map in which this one lies: what it has then is its own.
fn takes_out(whole: Whole<'_>, site: &Site<'_>) -> bool {
    let takes = |access: &Access| matches!(access.op, Op::Delete | Op::Clear | Op::Replace);
    let from = |access: &Access| match (&access.place, &site.access.place) {
        (Some(from), Some(place)) => from != place && from.holds(place),
        _ => false,
    };
    whole.effects[site.function.0 as usize].accesses.iter().any(|access| takes(access) && from(access))
}

/// A map that no lock guards, and how its uses are told apart.
struct Bare<'a, 's> {
    whole: Whole<'a>,
    slot: Slot,
    sites: &'a [&'s Site<'s>],
    /// See [`shrinks`].
    shrinks: bool,
    /// See [`lies_in_guarded`].
    in_guarded: bool,
}

impl Bare<'_, '_> {
    /// How a write and another use meet, more surely than `known`: on the surest threads on which nothing
    /// speaks against it.
    fn meet(&self, site: &Site<'_>, other: &Site<'_>, known: Option<Confidence>) -> Option<Meeting> {
        let whole = self.whole;
        // What is likely at most does not count beside what is known, nor what is possible at most where nothing says that
        // others are expected; nothing below makes it more.
        let counts = |confidence: Confidence| known.is_none_or(|known| confidence.max(Confidence::Likely) > known);
        let expects_others = || self.is_entry_of_guarded(site, other) || site.is_locked_in_vain();
        let of_unseen = |site: &Site<'_>| site.roots.iter().all(|root| parallel::is_of_no_start(whole, *root));
        if !counts(Confidence::Certain) || of_unseen(site) && of_unseen(other) && !expects_others() {
            return None;
        }
        let surest = parallel::surest(whole, site, other)?;
        if !counts(surest.0) || surest.0 == Confidence::Possible && !expects_others() {
            return None;
        }
        let on = |best| {
            let meeting = self.meet_on(site, other, best)?;
            known.is_none_or(|known| meeting.confidence > known).then_some(meeting)
        };
        let on_one = |best| on(best).filter(|meeting| object::is_one(whole, self.slot, (site, meeting.first), (other, meeting.second)));
        // Where an unseen caller is not known to have the object, two goroutines may be.
        let unseen = || parallel::starts_unseen(whole, surest.1) || parallel::starts_unseen(whole, surest.2);
        let others = || parallel::independent(whole, site, other).filter(|pair| unseen() && counts(pair.0)).find_map(on_one);
        let meeting = on(surest).or_else(others)?;
        // Asked last: it goes up through all callers of both.
        (!owners::keep_apart(whole, site, other)).then_some(meeting)
    }

    /// How the two meet on two threads that may run at the same time as `best` says.
    fn meet_on(&self, site: &Site<'_>, other: &Site<'_>, best: (Confidence, RootId, RootId)) -> Option<Meeting> {
        let whole = self.whole;
        let Meeting { mut confidence, first, second } = meeting(whole, self.slot, (site, other), best)?;
        if first == second && parallel::share_lock_of_call(whole, site, other, first) {
            return None;
        }
        let sets_up =
            [(site, first, second), (other, second, first)].iter().any(|(at, own, with)| is_setup(whole, self.sites, at, *own, *with));
        if parallel::is_kept_beside_unseen(whole, first, second) {
            return None;
        }
        if confidence == Confidence::Possible && (self.is_entry_of_guarded(site, other) || site.is_locked_in_vain()) {
            // Who takes a lock, be it the wrong one, knows of others.
            confidence = Confidence::Likely;
        } else if confidence == Confidence::Possible || sets_up || !object::may_share(whole, self.slot, (site, first), (other, second)) {
            return None;
        }
        if is_far(whole, (site, first), (other, second)) && !self.is_entry_of_guarded(site, other) {
            return None;
        }
        let before = parallel::starts_unseen(whole, first) && !parallel::starts(whole, (site, first), second);
        let read_after = !self.shrinks && !other.access.op.writes() && before && !parallel::starts_unseen(whole, second);
        (!read_after).then_some(Meeting { confidence, first, second })
    }

    /// What both use, with no lock, is an entry of a map that a lock guards, in which it stays.
    fn is_entry_of_guarded(&self, site: &Site<'_>, other: &Site<'_>) -> bool {
        let bare = |site: &Site<'_>| site.locks.iter().all(|lock| lock.once) && !takes_out(self.whole, site);
        self.in_guarded && site.access.op != Op::Replace && bare(site) && bare(other)
    }
}

fn unguarded<'s>(whole: Whole<'_>, slot: Slot, sites: &[&'s Site<'s>], in_guarded: bool, found: &mut Vec<Conflict>) {
    let mut best: Option<(Confidence, &Site<'_>, &Site<'_>, Meeting)> = None;
    let distinct = alike::distinct(sites);
    let compared = alike::others(&distinct, alike::MAX_SITES, |site| site.access.op.writes());
    let map = Bare { whole, slot, sites: &compared, shrinks: shrinks(sites), in_guarded };
    for site in compared.iter().filter(|site| site.access.op.writes() && !site.access.uncertain) {
        for other in compared.iter().filter(|other| !other.access.uncertain) {
            if !site.clashes(other) || !site.common_locks(other).is_empty() {
                continue;
            }
            if !map.shrinks && (site.sets_up_for(other) || other.sets_up_for(site)) {
                continue;
            }
            let known = best.as_ref().map(|(known, ..)| *known);
            if let Some(meeting) = map.meet(site, other, known) {
                best = Some((meeting.confidence, site, other, meeting));
            }
        }
    }
    if best.is_none() {
        let exposed = exposed::filled_by_callers(whole, slot, &compared);
        best = exposed.map(|(write, look, root)| {
            let confidence = Confidence::Likely;
            (confidence, write, look, Meeting { confidence, first: root, second: root })
        });
    }
    let Some((confidence, first, second, meeting)) = best else { return };
    let others = sites.iter().copied().filter(|site| !std::ptr::eq(*site, first) && !std::ptr::eq(*site, second));
    let mut conflict = conflict(whole, slot, first, second, meeting, others);
    let void = first.locks.iter().any(|lock| lock.void || lock.of_key);
    conflict.guard_state = if void { GuardState::Other } else { GuardState::NoGuard };
    if conflict.guard_state == GuardState::NoGuard && !in_guarded {
        conflict.drafts = fix::new_mutex(whole, slot).into_iter().collect();
    }
    conflict.uses = sites.len();
    conflict.confidence = confidence;
    conflict.doubt = doubt::of_unguarded(whole, slot, confidence, (first, meeting.first), (second, meeting.second));
    conflict.why.extend(doubt::note(conflict.doubt));
    found.push(conflict);
}

/// Beside what a server calls, unseen callers of a function that puts a new map in place, and perhaps
/// fills it, are those who set the object up before it is served.
fn is_setup(whole: Whole<'_>, sites: &[&Site<'_>], site: &Site<'_>, root: RootId, beside: RootId) -> bool {
    let kind = |root: RootId| &whole.contexts.roots[root as usize].kind;
    let served = matches!((kind(root), kind(beside)), (RootKind::Api | RootKind::Unseen, RootKind::Entry(..)));
    served && sites.iter().any(|other| other.function == site.function && other.access.by_fresh) && !is_done_again(whole, site.function)
}

/// Several methods of the object call the function: what it sets up, it sets up anew later (`Start` connects,
/// and whoever finds the connection lost).
fn is_done_again(whole: Whole<'_>, function: FunctionId) -> bool {
    let names = whole.names;
    let on_itself = |(caller, call): (FunctionId, &Call)| {
        let receiver = names.symbols.function(names.program, caller).1.receiver?;
        let at = call.args.first()?.place.as_ref()?;
        (at.root == Root::Local(receiver) && at.steps.is_empty()).then_some(caller)
    };
    let methods: BTreeSet<FunctionId> = whole.contexts.calls_of(whole.effects, function).filter_map(on_itself).collect();
    methods.len() > 1
}

/// More calls than these between an unseen caller and a map without any lock.
const MAX_UNSEEN_CALLS: usize = 2;

/// One thread is an unseen caller's, and gets to the map only by several calls: that an exported function
/// is called beside a goroutine, only its being exported says. What a whole tree of calls does to a map
/// that has no lock is more often the goroutine's own work, or done before it starts.
fn is_far(whole: Whole<'_>, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    let unseen = |root: RootId| matches!(whole.contexts.roots[root as usize].kind, RootKind::Api | RootKind::Unseen);
    let far = |(site, root): (&Site<'_>, RootId)| {
        unseen(root) && site.access.thread.is_none() && whole.contexts.calls_from_root(site.function, root) > MAX_UNSEEN_CALLS
    };
    unseen(one.1) != unseen(two.1) && (far(one) || far(two))
}

fn conflict<'s>(
    whole: Whole<'_>,
    slot: Slot,
    first: &Site<'_>,
    second: &Site<'_>,
    meeting: Meeting,
    others: impl Iterator<Item = &'s Site<'s>>,
) -> Conflict {
    let names = whole.names;
    let one = snapshot(whole, first, meeting.first);
    let two = snapshot(whole, second, meeting.second);
    let why = vec![why(&one, &two, meeting.first == meeting.second)];
    let mut others: Vec<Snapshot> = others.filter_map(|site| Some(snapshot(whole, site, *site.roots.first()?))).collect();
    others.sort_by_key(|other| other.location);
    others.dedup_by_key(|other| other.location);
    Conflict {
        language: Language::Go,
        map: text::map_ref(names, slot, &first.access.ty),
        shared_locks: Vec::new(),
        first: one,
        second: two,
        others,
        guard: String::new(),
        guard_state: GuardState::NoGuard,
        guarded_uses: 0,
        uses: 0,
        why,
        confidence: meeting.confidence,
        doubt: Doubt::None,
        package: text::package(names, first.function),
        scope: text::scope(slot).to_owned(),
        through_unsafe: false,
        drafts: Vec::new(),
    }
}

/// Why two accesses can run in parallel; `same`: their threads have one root.
pub(super) fn why(one: &Snapshot, two: &Snapshot, same: bool) -> String {
    if same && one.thread.root == two.thread.root {
        format!("{} may run at the same time as another of its kind", one.thread.root)
    } else {
        format!("{} may run at the same time as {}", one.thread.root, two.thread.root)
    }
}

/// The locks at an access by name, those among them that are held on each way by which this thread gets there.
fn held_on(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> Vec<HeldLock> {
    if site.handed_over || site.access.thread.is_some() {
        return site::held_locks(whole, site.function, site.access);
    }
    let (file, _) = whole.names.symbols.function(whole.names.program, site.function);
    let entered = whole.contexts.held_on(whole.names, whole.effects, (root, file), site.function);
    let known = site::entered_with(whole, site.function, site.access);
    site::named_locks(whole, site.function, site.access.held.iter().chain(known).chain(entered.iter()))
}

/// An access as rules see it.
pub(super) fn snapshot(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> Snapshot {
    let names = whole.names;
    let locks = held_on(whole, site, root);
    let shown = locks.iter().map(|lock| lock.name.clone()).collect();
    let mut thread = text::thread(names, whole.contexts, whole.effects, root, site.function, shown);
    if let Some(by) = site.handed_by.as_ref().filter(|_| site.access.thread.is_none()) {
        thread.path = text::calls(whole, &by.calls, site.function, root);
    }
    Snapshot {
        location: text::location(names, site.function, site.access.node),
        text: text::expression(names, site.function, site.access.node),
        op: site.access.op,
        function: text::function(names, site.function),
        locks,
        in_test: site.in_test,
        thread,
    }
}
