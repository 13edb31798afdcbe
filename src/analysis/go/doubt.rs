//! What makes it less than plain that two accesses of a map meet, or that they were not meant to.
//!
//! A conflict of which both threads and the object are seen has no doubt. One that rests on what the
//! code's own locking says is as plain as that locking is.

use super::both;
use super::conflict::Guard;
use super::context::{RootId, RootKind, Whole};
use super::object;
use super::parallel;
use super::place::Slot;
use super::site::Site;
use crate::analysis::model::{Doubt, GuardState};
use crate::diagnostic::Confidence;

/// So many uses of one function without the lock are no slip of one line.
const MANY_BARE: usize = 3;

/// Of an access without the guard of its map, and the thread that it meets. `bare`: so many uses in its
/// function lack it in the same way.
pub(super) fn of_guarded(
    whole: Whole<'_>,
    guard: &Guard<'_>,
    (state, bare): (GuardState, usize),
    confidence: Confidence,
    (one, two): ((&Site<'_>, RootId), (&Site<'_>, RootId)),
) -> Doubt {
    match () {
        () if confidence == Confidence::Certain => Doubt::None,
        () if !guard.is_kept() && state != GuardState::Shared => Doubt::FewHold,
        () if is_main(whole, one, two.1) || is_main(whole, two, one.1) => Doubt::Main,
        () if bare >= MANY_BARE => Doubt::Throughout,
        () if is_behind(whole, one, two.1) || is_behind(whole, two, one.1) => Doubt::Behind,
        () if state == GuardState::Other && holds_lock_of_start(whole, one.0, two.1) => Doubt::Start,
        () => Doubt::None,
    }
}

/// The thread is the main goroutine, which does not start the other on its way.
fn is_main(whole: Whole<'_>, one: (&Site<'_>, RootId), other: RootId) -> bool {
    whole.contexts.roots[one.1 as usize].kind == RootKind::Main && !parallel::starts(whole, one, other)
}

/// The site's function is called through an interface that has other implementations too, and by whom else is not
/// seen, beside a thread that is seen to start.
fn is_behind(whole: Whole<'_>, (site, root): (&Site<'_>, RootId), other: RootId) -> bool {
    let unseen = |root: RootId| matches!(whole.contexts.roots[root as usize].kind, RootKind::Api | RootKind::Unseen);
    let called = || !whole.contexts.functions[site.function.0 as usize].wide.is_empty();
    unseen(root) && !unseen(other) && called() && whole.contexts.calls_from_root(site.function, root) == 0
}

/// The site holds a lock under which the other goroutine is started, and which that does not take.
fn holds_lock_of_start(whole: Whole<'_>, site: &Site<'_>, other: RootId) -> bool {
    let RootKind::Spawn(starter, spawn) = whole.contexts.roots[other as usize].kind else { return false };
    let entered = &whole.contexts.functions[starter.0 as usize].held;
    let at_start = &whole.effects[starter.0 as usize].spawns[spawn as usize].held;
    let mut started = entered.iter().chain(at_start).filter(|held| held.exclusive && !held.once).filter_map(|held| held.slot);
    let holds = |slot: Slot| site.locks.iter().any(|lock| !lock.once && !lock.void && lock.slot == Some(whole.contexts.lock(slot)));
    started.any(holds)
}

/// Of two accesses of a map that has no guard.
pub(super) fn of_unguarded(
    whole: Whole<'_>,
    slot: Slot,
    confidence: Confidence,
    one: (&Site<'_>, RootId),
    two: (&Site<'_>, RootId),
) -> Doubt {
    match () {
        () if confidence == Confidence::Certain || one.0.is_locked_in_vain() => Doubt::None,
        () if is_unseen(whole, one, two.1) || is_unseen(whole, two, one.1) => Doubt::Unseen,
        () if !object::is_one(whole, slot, one, two) || both::nobody_starts(whole, one, two) => Doubt::Objects,
        () => Doubt::None,
    }
}

/// Of the thread of a site nothing is known but where it comes in, nor does it start the other.
fn is_unseen(whole: Whole<'_>, one: (&Site<'_>, RootId), other: RootId) -> bool {
    let kind = &whole.contexts.roots[one.1 as usize].kind;
    matches!(kind, RootKind::Api | RootKind::Unseen) && !parallel::starts(whole, one, other)
}

/// What a finding says of its doubt.
pub(super) fn note(doubt: Doubt) -> Option<String> {
    (doubt != Doubt::None).then(|| format!("a doubt: {}", doubt.reason()))
}
