//! Package variables that the shape of their package shares, though no goroutine is in sight.
//!
//! A map that all of a package's callers fill, each when it finds nothing there, is a cache. Who
//! exports such a function cannot know how many goroutines call it; without a lock two of them write
//! one map. What only `init`, `main` or visible code on one goroutine calls is left alone, and so is
//! a registration: what it stores is what its caller handed in.

use super::context::{API, RootId, UNSEEN, Whole};
use super::place::{Slot, SlotBase};
use super::site::Site;
use crate::analysis::model::Op;

/// A write to a package variable by a function that looks into it first, called by nobody knows
/// whom; and the thread of that caller.
pub(super) fn filled_by_callers<'s>(whole: Whole<'_>, slot: Slot, sites: &[&'s Site<'s>]) -> Option<(&'s Site<'s>, &'s Site<'s>, RootId)> {
    let is_shared = matches!(slot.base, SlotBase::Global(_)) && slot.elements == 0;
    if !is_shared || sites.iter().any(|site| site.locks.iter().any(|lock| !lock.void)) {
        return None;
    }
    sites.iter().copied().find_map(|write| {
        let fills = matches!(write.access.op, Op::Insert | Op::Update) && !write.access.handed_on && !write.access.uncertain;
        let caller = open_to(whole, write).filter(|_| fills)?;
        let looks = |site: &&&Site<'_>| site.function == write.function && matches!(site.access.op, Op::Get);
        let look = sites.iter().find(looks)?;
        Some((write, *look, caller))
    })
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
