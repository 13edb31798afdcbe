//! The critical sections of a map behind a lock: whether each of them does one thing to the map that
//! a concurrent map does in one call as well, and nothing else.

use super::super::calls::lock_mode;
use super::super::place::Place;
use super::super::text::key;
use super::super::trace::{Access, Alive, Trace};
use super::super::types::{Types, is_lock, is_map};
use super::uses::{Holder, holder};
use crate::analysis::tree::Tree;
use crate::facts::{Effect, Node, NodeId};
use rustc_hash::FxHashMap;

/// What all critical sections of one map have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    /// How many there are.
    pub(super) count: usize,
    /// Each is one call, or what `entry` does in one.
    pub(super) single: bool,
}

/// Where guards are taken, outside tests, by what keeps the lock: indices of a trace and of a guard in it.
#[derive(Debug, Default)]
pub(super) struct Guards(FxHashMap<Holder, Vec<(usize, usize)>>);

impl Guards {
    /// Gathers them.
    pub(super) fn new(traces: &[Trace], in_test: impl Fn(&Trace) -> bool) -> Guards {
        let mut found = Guards::default();
        for (index, trace) in traces.iter().enumerate().filter(|(_, trace)| !trace.guards.is_empty() && !in_test(trace)) {
            for (guard, taken) in trace.guards.iter().enumerate() {
                if let Some(holder) = holder(trace.function, &taken.place) {
                    found.0.entry(holder).or_default().push((index, guard));
                }
            }
        }
        found
    }
}

/// The sections of the map that some holders keep.
pub(super) fn sections(types: &Types<'_>, traces: &[Trace], guards: &Guards, holders: &[Holder]) -> Sections {
    let mut found = Sections { single: true, ..Sections::default() };
    for (trace, index) in holders.iter().filter_map(|holder| guards.0.get(holder)).flatten() {
        let (trace, index) = (&traces[*trace], *index);
        let guard = &trace.guards[index];
        let is_alive = |alive: &Alive| alive.iter().any(|(one, _)| *one == index);
        let inside: Vec<&Access> = trace.accesses.iter().filter(|access| is_alive(&access.alive)).collect();
        let ops: Vec<&Access> =
            inside.iter().copied().filter(|access| is_map(access.kind) && access.place.as_ref() == Some(&guard.place)).collect();
        let taken = trace.accesses.iter().find(|access| access.guard == Some(index));
        let locks_more = inside.iter().any(|access| is_lock(access.kind) && lock_mode(access.effect).is_some());
        let under_another = taken.is_none_or(|taken| !taken.alive.is_empty());
        let handed_on = trace.calls.iter().any(|site| {
            let given = site.args.iter().flatten().chain(&site.receiver).any(|place| *place == guard.place);
            given && is_alive(&site.alive)
        });
        let leaves = trace.returned.as_ref().is_some_and(|returned| returned.guard.node == guard.node);
        let waits = trace.awaits.iter().any(|site| is_alive(&site.alive));
        found.count += 1;
        found.single &= !locks_more && !under_another && !handed_on && !leaves && !waits && one_step(types, trace, &ops);
        found.single = found.single && stands_alone(types, trace, guard.node, &ops, is_alive);
    }
    found
}

/// Whether the operations under a guard are done once, and do not hang on something else of the object that
/// the lock is part of: a loop under the guard changes several entries as one, and what a method of the same
/// object answers may be true only as long as the lock is held.
fn stands_alone(types: &Types<'_>, trace: &Trace, guard: NodeId, ops: &[&Access], is_alive: impl Fn(&Alive) -> bool) -> bool {
    let (_, function) = types.symbols.function(types.program, trace.function);
    let tree = Tree::new(&function.body);
    let repeats = |op: &&Access| {
        let mut inner = op.node;
        tree.around(op.node).any(|outer| {
            let inside = std::mem::replace(&mut inner, outer);
            let again = match function.body.node(outer) {
                Node::For { body, .. } => body == inside,
                Node::Loop { .. } => true,
                _ => false,
            };
            again && !tree.within(guard, outer)
        })
    };
    let decides = |asked: NodeId| {
        tree.around(asked).any(|node| match function.body.node(node) {
            Node::If { cond, .. } => tree.within(asked, cond) && ops.iter().all(|op| !tree.within(op.node, cond)),
            _ => false,
        })
    };
    let this = function.receiver.map(Place::local);
    let asks_owner = trace.calls.iter().any(|site| is_alive(&site.alive) && this.is_some() && site.receiver == this && decides(site.node));
    !asks_owner && !ops.iter().any(repeats)
}

/// Whether operations under one guard are one call of a concurrent map: one operation, or several on
/// one key, as `entry` does them.
fn one_step(types: &Types<'_>, trace: &Trace, ops: &[&Access]) -> bool {
    let [first, rest @ ..] = ops else { return false };
    if ops.iter().any(|op| matches!(op.effect, Effect::Len | Effect::Store)) {
        return false;
    }
    if rest.is_empty() {
        return true;
    }
    let (_, function) = types.symbols.function(types.program, trace.function);
    let key_of = |op: &Access| op.key.and_then(|node| key(&function.body, node));
    let keyed = |op: &Access| {
        matches!(op.effect, Effect::Get | Effect::Contains | Effect::Insert | Effect::GetOrInsert | Effect::Update | Effect::Remove)
    };
    let same = key_of(first);
    same.is_some() && ops.iter().all(|op| keyed(op) && key_of(op) == same)
}
