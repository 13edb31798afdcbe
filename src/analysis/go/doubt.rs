//! What makes it less than plain that two accesses of a map meet, or that they were not meant to.
//!
//! A conflict of which both threads and the object are seen has no doubt. One that rests on what the
//! code's own locking says is as plain as that locking is.

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
    (one, other): ((&Site<'_>, RootId), RootId),
) -> Doubt {
    match whole.contexts.roots[one.1 as usize].kind {
        _ if confidence == Confidence::Certain => Doubt::None,
        _ if !guard.is_kept() && state != GuardState::Shared => Doubt::FewHold,
        RootKind::Main if !parallel::starts(whole, one, other) => Doubt::Main,
        _ if bare >= MANY_BARE => Doubt::Throughout,
        _ => Doubt::None,
    }
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
        () if !object::is_one(whole, slot, one, two) => Doubt::Objects,
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
