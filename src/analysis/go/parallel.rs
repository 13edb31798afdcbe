//! Whether two accesses of a map can run at the same time, and how surely: by the threads that get to them, what
//! starts and waits for what, and the locks that only one way of a thread holds.

use super::again;
use super::anchor::{self, Anchor, Named};
use super::call_graph::position_of;
use super::context::{self, ACTIVATION, RootId, RootKind, ThreadRoot, Whole};
use super::effects::{Beside, Spawn, SpawnIndex, Starter, is_locked};
use super::entry;
use super::joined;
use super::object;
use super::order;
use super::place::{Root, Slot, SlotBase};
use super::site::{Site, SiteLock, argument_of, locks_at};
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Confidence;
use std::borrow::Cow;

/// More pairs of threads than these are not asked for locks of their own.
const MAX_PAIRS: usize = 32;

/// Whether, and how surely, the two sites can run at the same time; with the roots that show it.
pub(super) fn surest(whole: Whole<'_>, one: &Site<'_>, two: &Site<'_>) -> Option<(Confidence, RootId, RootId)> {
    let mut best: Option<(Confidence, RootId, RootId)> = None;
    for found in meetings(whole, one, two) {
        if best.is_none_or(|best| found.0 > best.0) {
            best = Some(found);
        }
        // Nothing is surer.
        if found.0 == Confidence::Certain {
            break;
        }
    }
    best
}

/// Of two sites of a map the surest threads on which no lock keeps them apart; `best`: what [`surest`] says.
pub(super) fn unlocked(
    whole: Whole<'_>,
    map: Slot,
    (one, two): (&Site<'_>, &Site<'_>),
    best: (Confidence, RootId, RootId),
) -> Option<(Confidence, RootId, RootId)> {
    let apart = |(_, left, right): &(Confidence, RootId, RootId)| locked_apart(whole, map, (one, *left), (two, *right));
    if !apart(&best) {
        return Some(best);
    }
    let mut others: Vec<_> = meetings(whole, one, two).collect();
    others.sort_by_key(|(confidence, ..)| std::cmp::Reverse(*confidence));
    others.into_iter().take(MAX_PAIRS).find(|pair| !apart(pair))
}

/// The pairs of goroutines on which two sites can run at the same time, the surest first: two that are seen to
/// start, and neither by what starts the other, which may wait for the one before it goes on to the other.
pub(super) fn independent<'s>(
    whole: Whole<'s>,
    one: &'s Site<'_>,
    two: &'s Site<'_>,
) -> impl Iterator<Item = (Confidence, RootId, RootId)> + use<'s> {
    let starter = move |root: RootId| match whole.contexts.roots[root as usize].kind {
        RootKind::Spawn(function, spawn) if !whole.effects[function.0 as usize].spawns[spawn as usize].kept => Some(function),
        _ => None,
    };
    let apart = move |left: RootId, right: RootId| match (starter(left), starter(right)) {
        (Some(from), Some(to)) => from != to && !comes_from(whole, left, (right, to), 0) && !comes_from(whole, right, (left, from), 0),
        _ => false,
    };
    let mut found: Vec<_> = meetings(whole, one, two).collect();
    found.sort_by_key(|(confidence, ..)| std::cmp::Reverse(*confidence));
    found.into_iter().filter(move |(_, left, right)| apart(*left, *right)).take(MAX_PAIRS)
}

/// How many goroutines that start one another are followed.
const MAX_STARTERS: usize = 3;

/// The goroutine is started on the other one, or by a goroutine that is, or that the other's starter starts.
fn comes_from(whole: Whole<'_>, root: RootId, (other, starter): (RootId, FunctionId), depth: usize) -> bool {
    let RootKind::Spawn(function, _) = whole.contexts.roots[root as usize].kind else { return false };
    if function == starter || whole.contexts.reached(function, other).is_some() {
        return true;
    }
    let reached = &whole.contexts.functions[function.0 as usize].reached;
    depth < MAX_STARTERS && reached.iter().any(|(from, _)| *from != root && comes_from(whole, *from, (other, starter), depth + 1))
}

/// How surely two sites can run at the same time, by each pair of threads.
fn meetings<'s>(whole: Whole<'s>, one: &'s Site<'_>, two: &'s Site<'_>) -> impl Iterator<Item = (Confidence, RootId, RootId)> + use<'s> {
    let left = if in_one_build(whole, one.function, two.function) { &one.roots[..] } else { &[] };
    let pairs = left.iter().flat_map(|left| two.roots.iter().map(|right| (*left, *right)));
    pairs.filter_map(move |(left, right)| Some((roots_parallel(whole, one, left, two, right)?, left, right)))
}

/// Whether on these threads the two hold a lock in common, though not on all.
fn locked_apart(whole: Whole<'_>, map: Slot, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    let left = on_thread(whole, map, one, two.0);
    if left.locks.is_empty() {
        return false;
    }
    let right = on_thread(whole, map, two, one.0);
    !left.common_locks(&right).is_empty() || share_lock_of_starter(whole, (&left, one.1), (&right, two.1))
}

/// The site with the locks that it has on the thread, in builds that have the other site.
fn on_thread<'s, 'e>(whole: Whole<'_>, map: Slot, (site, root): (&'s Site<'e>, RootId), other: &Site<'_>) -> Cow<'s, Site<'e>> {
    if site.handed_over || site.access.thread.is_some() {
        return Cow::Borrowed(site);
    }
    let (beside, _) = whole.names.symbols.function(whole.names.program, other.function);
    let held = whole.contexts.held_on(whole.names, whole.effects, (root, beside), site.function);
    if held.is_empty() && site.access.held.is_empty() {
        return Cow::Borrowed(site);
    }
    let more = locks_at(whole, site.function, site.access, map, Some(&held), site.handed_by.as_ref());
    let mut locks = site.locks.clone();
    for lock in more {
        match locks.iter_mut().find(|known| known.place == lock.place && known.slot == lock.slot) {
            Some(known) => known.exclusive |= lock.exclusive,
            None => locks.push(lock),
        }
    }
    Cow::Owned(Site { locks, ..site.clone() })
}

/// Goroutines that one call starts, or one of them and the call itself where it made the map's object, hold, each on its
/// way, a lock of that call.
fn share_lock_of_starter(whole: Whole<'_>, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    let starter = |root: RootId| match whole.contexts.roots[root as usize].kind {
        RootKind::Spawn(function, _) => Some(function),
        _ => None,
    };
    let Some(function) = starter(one.1).or(starter(two.1)) else { return false };
    let is_call = |(site, root): (&Site<'_>, RootId)| {
        let made_by_call = |anchor: &Anchor| anchor.site().is_some_and(|(maker, _)| maker == function);
        starts_unseen(whole, root) && object::anchors(whole, site, root).1.iter().any(made_by_call)
    };
    if ![one, two].into_iter().all(|side| starter(side.1) == Some(function) || is_call(side)) {
        return false;
    }
    let body = &whole.names.symbols.function(whole.names.program, function).1.body;
    let of_call = |lock: &SiteLock| match lock.slot.map(|slot| slot.base) {
        Some(SlotBase::Local(owner, local)) => owner == function && body.local(local).closure.is_none(),
        _ => false,
    };
    let excludes = |lock: &SiteLock| two.0.locks.iter().any(|twin| twin.slot == lock.slot && (twin.exclusive || lock.exclusive));
    one.0.locks.iter().any(|lock| of_call(lock) && excludes(lock))
}

/// Whether some build has the files of both functions.
fn in_one_build(whole: Whole<'_>, one: FunctionId, two: FunctionId) -> bool {
    let names = whole.names;
    let (file, _) = names.symbols.function(names.program, one);
    let (other, _) = names.symbols.function(names.program, two);
    whole.contexts.builds.has_both(file, other)
}

fn roots_parallel(whole: Whole<'_>, one: &Site<'_>, left: RootId, two: &Site<'_>, right: RootId) -> Option<Confidence> {
    let roots = &whole.contexts.roots;
    let (from, to) = (&roots[left as usize], &roots[right as usize]);
    if left == right {
        return match from.kind {
            RootKind::Api | RootKind::Unseen => Some(Confidence::Possible),
            RootKind::Main | RootKind::Init | RootKind::Activation => None,
            RootKind::Spawn(..) if one.access.per_instance || two.access.per_instance => None,
            RootKind::Spawn(..) if is_of_each(whole, one, left) && is_of_each(whole, two, right) => None,
            RootKind::Spawn(..) if !from.many => again::may_meet(whole, one, two, left).then_some(Confidence::Likely),
            RootKind::Spawn(function, spawn)
                if whole.effects[function.0 as usize].spawns[spawn as usize].apart
                    && !(is_handed(whole, one, left) && is_handed(whole, two, right)) =>
            {
                None
            }
            // Each of the goroutines may have got another implementation.
            RootKind::Spawn(..) if is_wide(whole, one, left) || is_wide(whole, two, right) => Some(Confidence::Possible),
            RootKind::Spawn(function, spawn) if whole.effects[function.0 as usize].spawns[spawn as usize].kept => Some(Confidence::Likely),
            RootKind::Spawn(..) => Some(Confidence::Certain),
            RootKind::Entry(..) => from.many.then_some(Confidence::Likely),
        };
    }
    let waits = |kind: &RootKind, other: &Site<'_>| matches!(kind, RootKind::Spawn(function, spawn) if joined::excludes(whole, (*function, *spawn), other));
    match (&from.kind, &to.kind) {
        (RootKind::Init, _) | (_, RootKind::Init) => None,
        _ if waits(&from.kind, two) || waits(&to.kind, one) => None,
        // A command, and who uses its packages elsewhere: two programs.
        (RootKind::Main, RootKind::Api | RootKind::Unseen) | (RootKind::Api | RootKind::Unseen, RootKind::Main) => None,
        _ if on_one_goroutine(whole, from, to) || on_one_loop(whole, (one, from), (two, to)) => None,
        // Who registers something with a package does so before it is used.
        _ if registers(one, left) || registers(two, right) => Some(Confidence::Possible),
        (RootKind::Spawn(function, spawn), RootKind::Spawn(other, twin)) if function == other => {
            let spawns = &whole.effects[function.0 as usize].spawns;
            let (start, second) = (&spawns[*spawn as usize], &spawns[*twin as usize]);
            if start.after_return.is_some() || second.after_return.is_some() {
                return subtests_meet(spawns, *spawn, *twin).then_some(Confidence::Certain);
            }
            // When what is put to use later starts, is not seen.
            if start.deferred && second.outlives || second.deferred && start.outlives {
                return Some(Confidence::Likely);
            }
            let nested = |site: &Site<'_>, child: u32| site.function == *function && site.access.alive.contains(&child);
            // Who was running at the start may have been waited for since.
            let on =
                |site, thread, other: &Spawn, of: u32| other.alive.contains(&thread) || !has_waited(whole, site, (*function, thread), of);
            let overlap = start.alive.contains(twin) && on(one, *spawn, second, *twin)
                || second.alive.contains(spawn) && on(two, *twin, start, *spawn)
                || nested(one, *twin)
                || nested(two, *spawn);
            overlap.then_some(Confidence::Certain)
        }
        (RootKind::Spawn(..), RootKind::Spawn(other, twin)) if is_before_start(whole, (one, left), (*other, *twin)) => None,
        (RootKind::Spawn(function, spawn), RootKind::Spawn(..)) if is_before_start(whole, (two, right), (*function, *spawn)) => None,
        (RootKind::Spawn(function, spawn), RootKind::Spawn(other, twin)) => {
            let joined = !outlives(whole, *function, *spawn) || !outlives(whole, *other, *twin);
            Some(if joined { Confidence::Possible } else { Confidence::Likely })
        }
        (RootKind::Unseen, RootKind::Spawn(function, spawn)) => beside_unseen(whole, (one, left), right, (*function, *spawn)),
        (RootKind::Spawn(function, spawn), RootKind::Unseen) => beside_unseen(whole, (two, right), left, (*function, *spawn)),
        (RootKind::Unseen, _) | (_, RootKind::Unseen) => Some(Confidence::Possible),
        (RootKind::Spawn(function, spawn), _) | (_, RootKind::Spawn(function, spawn)) => {
            let other = if matches!(from.kind, RootKind::Spawn(..)) { (two, right) } else { (one, left) };
            let confidence = beside(whole, other, *function, *spawn);
            if is_kept_beside_unseen(whole, left, right) { confidence.map(|_| Confidence::Possible) } else { confidence }
        }
        (RootKind::Entry(_, key), RootKind::Entry(_, twin)) if [key, twin].iter().all(|key| entry::is_parallel_test(whole.names, key)) => {
            Some(Confidence::Certain)
        }
        (RootKind::Entry(..), RootKind::Entry(..) | RootKind::Api) | (RootKind::Api, RootKind::Entry(..)) => Some(Confidence::Likely),
        _ => Some(Confidence::Possible),
    }
}

/// Of two goroutines of a function that start when their starters have returned: not so where the one is, or comes
/// from, the other's starter, unless there are several of that.
fn subtests_meet(spawns: &[Spawn], one: SpawnIndex, two: SpawnIndex) -> bool {
    let starter = |index: &SpawnIndex| match spawns[*index as usize].after_return {
        Some(Starter::Thread(starter)) => Some(starter),
        Some(Starter::Function) | None => None,
    };
    let way = |index: SpawnIndex| std::iter::successors(Some(index), starter).collect::<Vec<_>>();
    let (left, right) = (way(one), way(two));
    let both_wait = [&left, &right].iter().all(|way| way.iter().all(|index| spawns[*index as usize].after_return.is_some()));
    let common = |index: &&SpawnIndex| right.contains(index);
    let is_many = left.iter().filter(common).any(|index| spawns[*index as usize].many);
    both_wait && (is_many || !left.contains(&two) && !right.contains(&one))
}

/// The goroutine has waited for another one of its starter when it gets to the site: its closure waits, or all
/// that its closure calls comes after that.
fn has_waited(whole: Whole<'_>, site: &Site<'_>, (starter, thread): (FunctionId, u32), other: u32) -> bool {
    let effects = &whole.effects[starter.0 as usize];
    if site.function == starter && site.access.thread == Some(thread) {
        return !site.access.alive.contains(&other);
    }
    let mut calls = effects.calls.iter().filter(|call| call.thread == Some(thread)).peekable();
    site.access.thread.is_none() && calls.peek().is_some() && calls.all(|call| !call.alive.contains(&other))
}

/// The map is, or is a part of, what each goroutine of the thread's root has another one of.
fn is_of_each(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> bool {
    let of_argument = || {
        let position = argument_of(whole, &Named::access(site.function, site.access))?;
        Some(whole.contexts.reached(site.function, root)?.is_of_each(position))
    };
    site.each || site.access.thread.is_none() && of_argument().unwrap_or(false)
}

/// The map is a part of what a goroutine hands to the kept function that it runs.
fn is_handed(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> bool {
    let Some(Root::Local(local)) = site.access.place.as_ref().map(|place| place.root) else { return false };
    if site.access.thread.is_some() {
        return anchor::is_closure_param(whole.names, site.function, local);
    }
    let position = position_of(whole.names, site.function, local);
    let reach = || whole.contexts.reached(site.function, root);
    position.is_some_and(|position| reach().is_some_and(|reach| reach.is_handed(position)))
}

/// A function that is kept for others to run meets nothing but callers that nobody sees: which comes
/// when, the two may have agreed on.
pub(super) fn is_kept_beside_unseen(whole: Whole<'_>, one: RootId, other: RootId) -> bool {
    let kept = |root: RootId| match whole.contexts.roots[root as usize].kind {
        RootKind::Spawn(function, spawn) => whole.effects[function.0 as usize].spawns[spawn as usize].kept,
        _ => false,
    };
    kept(one) && starts_unseen(whole, other) || kept(other) && starts_unseen(whole, one)
}

/// Whose thread nobody sees start. What it fills and never empties, and goroutines only read, is a
/// table that is set up before they start, more often than not.
pub(super) fn starts_unseen(whole: Whole<'_>, root: RootId) -> bool {
    matches!(whole.contexts.roots[root as usize].kind, RootKind::Api | RootKind::Unseen | RootKind::Main)
}

/// Neither is the thread seen to start, nor does a library start it: two such threads meet possibly, at most.
pub(super) fn is_of_no_start(whole: Whole<'_>, root: RootId) -> bool {
    !matches!(whole.contexts.roots[root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..))
}

/// The thread starts the other goroutine in a function on its way to the site.
pub(super) fn starts(whole: Whole<'_>, (site, root): (&Site<'_>, RootId), other: RootId) -> bool {
    let RootKind::Spawn(starter, _) = whole.contexts.roots[other as usize].kind else { return false };
    whole.contexts.way_from_root(site.function, root).contains(&starter)
}

/// Both are called from the same goroutine, by a library or by who keeps them.
fn on_one_goroutine(whole: Whole<'_>, from: &ThreadRoot, to: &ThreadRoot) -> bool {
    let beside = |function: FunctionId, spawn: u32| whole.effects[function.0 as usize].spawns[spawn as usize].beside.as_ref();
    let of_entry = |function: FunctionId, spawn: u32, key: &str| matches!(beside(function, spawn), Some(Beside::Entry(entry)) if entry.as_str() == key);
    // What the goroutine does by itself, and what it calls from where it is kept.
    let calls = |(function, spawn), by| matches!(beside(function, spawn), Some(Beside::Kept(_, starter)) if *starter == by);
    let kept_by = |one, two| calls(one, two) || calls(two, one);
    match (&from.kind, &to.kind) {
        (RootKind::Entry(function, key), RootKind::Entry(other, twin)) => {
            entry::of_one_object(whole.names, (*function, key), (*other, twin))
        }
        _ if from.many || to.many => false,
        (RootKind::Spawn(function, spawn), RootKind::Spawn(other, twin)) if kept_by((*function, *spawn), (*other, *twin)) => true,
        (RootKind::Spawn(function, spawn), RootKind::Spawn(other, twin)) => match beside(*function, *spawn) {
            None => false,
            Some(Beside::Loop(..)) => false,
            Some(Beside::Object(_) | Beside::Kept(..)) if function != other => false,
            found => found == beside(*other, *twin),
        },
        (RootKind::Spawn(function, spawn), RootKind::Entry(_, key)) | (RootKind::Entry(_, key), RootKind::Spawn(function, spawn)) => {
            of_entry(*function, *spawn, key)
        }
        _ => false,
    }
}

/// What two functions use that one goroutine calls from a field, or that goroutine by itself, is a part of the
/// object that has the field: each object has a goroutine of its own.
fn on_one_loop(whole: Whole<'_>, (one, from): (&Site<'_>, &ThreadRoot), (two, to): (&Site<'_>, &ThreadRoot)) -> bool {
    let called = |root: &ThreadRoot| match root.kind {
        RootKind::Spawn(function, spawn) => match whole.effects[function.0 as usize].spawns[spawn as usize].beside {
            Some(Beside::Loop(owner, by)) => Some((Some(owner), by)),
            _ => Some((None, (function, spawn))),
        },
        _ => None,
    };
    let (Some((owner, by)), Some((other, twin))) = (called(from), called(to)) else { return false };
    let one_loop = !from.many && !to.many && by == twin && (owner == other || owner.is_none() || other.is_none());
    let lies_in = |owner| object::lies_in(whole, one, owner) && object::lies_in(whole, two, owner);
    one_loop && owner.or(other).is_some_and(lies_in)
}

/// An unseen caller hands in what a package variable is to keep.
fn registers(site: &Site<'_>, root: RootId) -> bool {
    site.access.handed_on && matches!(site.access.slot.base, SlotBase::Global(_)) && matches!(root, context::API | context::UNSEEN)
}

/// The thread gets to the site only by a call that may go to several implementations.
fn is_wide(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> bool {
    site.access.thread.is_none() && whole.contexts.is_wide(site.function, root)
}

/// An access outside the goroutine: in its starter the order is known; elsewhere, a goroutine that
/// its starter waits for can only meet another caller.
fn beside(whole: Whole<'_>, (site, root): (&Site<'_>, RootId), starter: FunctionId, spawn: u32) -> Option<Confidence> {
    if site.function == starter && (site.access.thread.is_none() || root == ACTIVATION) {
        let again =
            || site.access.thread.is_none() && !site.access.made_here && is_locked(&site.access.held) && outlives(whole, starter, spawn);
        return match site.access.alive.contains(&spawn) {
            true => Some(Confidence::Certain),
            // Who locks before it starts the goroutine expects others there: an earlier call's goroutine is one.
            false => again().then_some(Confidence::Likely),
        };
    }
    if let Some(by) = site.handed_by.as_ref().filter(|by| by.map.function == starter && site.access.thread.is_none()) {
        return by.alive.contains(&spawn).then_some(Confidence::Certain);
    }
    if site.access.thread.is_none() && order::is_before_start(whole, site, root, starter, spawn) {
        return None;
    }
    let sure = outlives(whole, starter, spawn) || joined::is_called_meanwhile(whole, (starter, spawn), site.function);
    Some(if sure { Confidence::Likely } else { Confidence::Possible })
}

/// The same for a thread of which it is not seen who starts it, or whether anybody does. Where it starts the other
/// one itself and gets to the site while that runs, nobody else is asked.
fn beside_unseen(
    whole: Whole<'_>,
    (site, root): (&Site<'_>, RootId),
    other: RootId,
    (starter, spawn): (FunctionId, u32),
) -> Option<Confidence> {
    let confidence = beside(whole, (site, root), starter, spawn)?;
    let meanwhile = || match site.function == starter {
        true => site.access.alive.contains(&spawn),
        false => joined::is_called_meanwhile(whole, (starter, spawn), site.function),
    };
    let by_itself = site.access.thread.is_none() && starts(whole, (site, root), other) && meanwhile();
    Some(if by_itself { confidence } else { Confidence::Possible })
}

/// A goroutine of which there is one gets to the site before it starts the other one.
fn is_before_start(whole: Whole<'_>, (site, root): (&Site<'_>, RootId), (starter, spawn): (FunctionId, u32)) -> bool {
    let is_one = !whole.contexts.roots[root as usize].many && site.access.thread.is_none() && site.handed_by.is_none();
    is_one && whole.contexts.reached(starter, root).is_some() && order::is_before_start(whole, site, root, starter, spawn)
}

fn outlives(whole: Whole<'_>, starter: FunctionId, spawn: u32) -> bool {
    whole.effects[starter.0 as usize].spawns[spawn as usize].outlives
}

/// Goroutines that one call starts hold a lock of that call, made outside of them: they exclude each
/// other, whatever another call does.
pub(super) fn share_lock_of_call(whole: Whole<'_>, one: &Site<'_>, two: &Site<'_>, root: RootId) -> bool {
    let RootKind::Spawn(starter, _) = whole.contexts.roots[root as usize].kind else { return false };
    let body = &whole.names.symbols.function(whole.names.program, starter).1.body;
    let of_call = |lock: &SiteLock| match lock.place.root {
        Root::Local(local) => lock.place.steps.is_empty() && body.local(local).closure.is_none(),
        _ => false,
    };
    let excludes = |lock: &SiteLock| two.locks.iter().any(|twin| twin.place == lock.place && (twin.exclusive || lock.exclusive));
    one.function == starter && two.function == starter && one.locks.iter().any(|lock| of_call(lock) && excludes(lock))
}
