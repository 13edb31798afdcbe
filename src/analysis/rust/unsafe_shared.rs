//! Maps that several threads reach with no lock that the type holds: `static mut`, and an
//! `UnsafeCell` or raw pointer in a struct that is declared `Sync` or `Send` by hand.

use super::calls::lock_mode;
use super::place::{self, Declared, Place, Root};
use super::region::{in_test, package};
use super::text::render;
use super::threads::Threads;
use super::trace::{Access, Trace};
use super::types::{Types, changes, is_map};
use crate::analysis::inventory::op_of;
use crate::analysis::model::{Conflict, Doubt, GuardKind, GuardState, HeldLock, Snapshot};
use crate::analysis::ty::{Ty, TyKind, TypeId};
use crate::diagnostic::inventory::Guard;
use crate::diagnostic::{Confidence, MapRef, Thread};
use crate::facts::{FunctionKind, Node, NodeId, TypeExpr, TypeModelKind, VarKind};
use crate::source::{FileId, Language, Location};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// One access of such a map, with the locks held at it.
pub(super) struct Use<'a> {
    /// Where it was seen.
    pub(super) trace: &'a Trace,
    /// The access.
    pub(super) access: &'a Access,
    locks: Vec<(Declared, bool)>,
    threads: &'a [usize],
}

/// What makes a map reachable from several threads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    /// `static mut`: whoever runs.
    StaticMut,
    /// `unsafe impl Sync`: shared references go to several threads by promise.
    Sync,
    /// `unsafe impl Send` for a raw pointer: its copies do.
    Send,
}

/// Accesses by the declaration of their map, in source order.
pub(super) type Uses<'a> = BTreeMap<Declared, Vec<Use<'a>>>;

/// Every access of a map that `unsafe` shares, outside constructors.
pub(super) fn uses<'a>(types: &Types<'_>, traces: &'a [Trace], threads: &'a Threads) -> Uses<'a> {
    let shared = shared_by_hand(types);
    let mut found: Uses<'a> = BTreeMap::new();
    for trace in traces {
        let (_, function) = types.symbols.function(types.program, trace.function);
        if function.kind == FunctionKind::Initialiser {
            continue;
        }
        for access in trace.accesses.iter().filter(|access| is_map(access.kind) && !access.once) {
            let Some(place) = &access.place else { continue };
            let Some(declared) = place.declared().filter(|declared| sharing(types, &shared, *declared).is_some()) else { continue };
            if is_exclusive(types, trace, place) || has_unknown_lock(types, trace) {
                continue;
            }
            let held = access.alive.iter().map(|(guard, _)| &trace.guards[*guard]);
            let locks = held
                .filter(|guard| guard.kind != GuardKind::Cell)
                .filter_map(|guard| Some((guard.place.declared()?, guard.exclusive)))
                .collect();
            let threads = threads.reaching(types, trace.function, access.detached);
            found.entry(declared).or_default().push(Use { trace, access, locks, threads });
        }
    }
    for uses in found.values_mut() {
        uses.sort_by_key(|one| location(types, one));
        uses.dedup_by_key(|one| location(types, one));
    }
    found
}

/// The conflicts among them: one for each access to blame.
pub(super) fn conflicts(types: &Types<'_>, uses: &Uses<'_>, threads: &Threads) -> Vec<Conflict> {
    let shared = shared_by_hand(types);
    let mut found: Vec<Conflict> = Vec::new();
    for (declared, uses) in uses {
        let Some(sharing) = sharing(types, &shared, *declared) else { continue };
        let guard = guard_of(uses);
        for first in uses {
            let holds = |guard| first.locks.contains(&(guard, true)) || (!writes(first) && first.locks.contains(&(guard, false)));
            let lacks = !guard.is_some_and(holds);
            if let Some((second, pair)) = lacks.then(|| partner(first, uses, sharing, threads)).flatten() {
                found.push(conflict(types, (*declared, sharing), guard, (first, second), uses, (threads, pair)));
            }
        }
    }
    found.sort_by_key(|conflict| conflict.first.location);
    gathered(found)
}

/// One conflict a function, or, where no lock guards the map, one for all its writes and one for
/// all its reads.
fn gathered(conflicts: Vec<Conflict>) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    for conflict in conflicts {
        let same = found.iter_mut().find(|known| {
            let function = known.first.function == conflict.first.function || conflict.guard.is_empty();
            function && known.map.declaration == conflict.map.declaration && known.first.op.writes() == conflict.first.op.writes()
        });
        match same {
            Some(known) => known.others.push(conflict.first),
            None => found.push(conflict),
        }
    }
    found
}

/// The access that `first` can meet: a write before a read, a guarded one before others.
fn partner<'u, 'a>(
    first: &Use<'a>,
    uses: &'u [Use<'a>],
    sharing: Sharing,
    threads: &Threads,
) -> Option<(&'u Use<'a>, Option<(usize, usize)>)> {
    let mut candidates: Vec<(&Use<'a>, Option<(usize, usize)>)> = Vec::new();
    for second in uses.iter().filter(|second| writes(first) || writes(second)) {
        let common =
            first.locks.iter().any(|(lock, exclusive)| second.locks.iter().any(|(other, also)| lock == other && (*exclusive || *also)));
        if common {
            continue;
        }
        let pair = threads.apart(first.threads, second.threads);
        if pair.is_some() || sharing == Sharing::Sync {
            candidates.push((second, pair));
        }
    }
    let itself = |second: &Use<'_>| std::ptr::eq(second.access, first.access);
    candidates.into_iter().max_by_key(|(second, _)| (!second.locks.is_empty(), writes(second), !itself(second)))
}

/// The lock that most of the accesses hold, where at least one does and a write is among them.
fn guard_of(uses: &[Use<'_>]) -> Option<Declared> {
    let mut counts: BTreeMap<Declared, usize> = BTreeMap::new();
    for (lock, _) in uses.iter().flat_map(|one| &one.locks) {
        *counts.entry(*lock).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|(lock, count)| (*count, std::cmp::Reverse(*lock)))?;
    (best.1 > 1 || uses.len() > 1).then_some(best.0)
}

/// The lock that most of the accesses hold, and by how many of them it is held.
pub(super) fn guard(types: &Types<'_>, uses: &[Use<'_>]) -> Option<Guard> {
    let guard = guard_of(uses)?;
    let held = uses.iter().filter(|one| one.locks.iter().any(|(lock, _)| *lock == guard)).count();
    let confidence = match held {
        _ if held == uses.len() => Confidence::Certain,
        _ if held * 2 > uses.len() => Confidence::Likely,
        _ => Confidence::Possible,
    };
    Some(Guard { name: lock_name(types, guard), held, uses: uses.len(), confidence })
}

fn conflict(
    types: &Types<'_>,
    (declared, sharing): (Declared, Sharing),
    guard: Option<Declared>,
    (first, second): (&Use<'_>, &Use<'_>),
    uses: &[Use<'_>],
    (threads, pair): (&Threads, Option<(usize, usize)>),
) -> Conflict {
    let (file, _) = types.symbols.function(types.program, first.trace.function);
    let guard_state = match guard {
        None => GuardState::NoGuard,
        Some(guard) if first.locks.contains(&(guard, false)) => GuardState::Shared,
        Some(_) if first.locks.is_empty() => GuardState::Nothing,
        Some(_) => GuardState::Other,
    };
    let why = match sharing {
        Sharing::StaticMut => "a `static mut` is reachable from every thread",
        Sharing::Sync => "`unsafe impl Sync` lets several threads call methods that take `&self` at once",
        Sharing::Send => "`unsafe impl Send` lets copies of the pointer go to several threads",
    };
    let confidence = if pair.is_some() { Confidence::Certain } else { Confidence::Likely };
    Conflict {
        language: Language::Rust,
        map: map_ref(types, declared),
        first: snapshot(types, first, pair.map(|(one, _)| (threads, one))),
        second: snapshot(types, second, pair.map(|(_, two)| (threads, two))),
        others: Vec::new(),
        guard: guard.map(|guard| lock_name(types, guard)).unwrap_or_default(),
        guard_state,
        shared_locks: Vec::new(),
        guarded_uses: uses.iter().filter(|one| guard.is_some_and(|guard| one.locks.iter().any(|(lock, _)| *lock == guard))).count(),
        uses: uses.len(),
        why: vec![why.to_owned()],
        confidence,
        doubt: Doubt::None,
        package: package(types, file),
        scope: if matches!(declared, Declared::Static(_)) { "static" } else { "field" }.to_owned(),
        through_unsafe: true,
        drafts: Vec::new(),
    }
}

/// An access as rules see it.
pub(super) fn snapshot(types: &Types<'_>, one: &Use<'_>, thread: Option<(&Threads, usize)>) -> Snapshot {
    access_snapshot(types, one.trace, one.access, thread)
}

/// The same for any access of a trace.
pub(super) fn access_snapshot(types: &Types<'_>, trace: &Trace, access: &Access, thread: Option<(&Threads, usize)>) -> Snapshot {
    let (file, function) = types.symbols.function(types.program, trace.function);
    let held = access.alive.iter().filter_map(|(guard, _)| {
        let guard = &trace.guards[*guard];
        Some(HeldLock { name: lock_name(types, guard.place.declared()?), exclusive: guard.exclusive })
    });
    let locks: Vec<HeldLock> = held.collect();
    let names: Vec<String> = locks.iter().map(|lock| lock.name.clone()).collect();
    let thread = match thread {
        Some((threads, start)) => threads.describe(types, start, names),
        None => Thread { root: "any caller".to_owned(), path: Vec::new(), locks: names, access: None },
    };
    Snapshot {
        location: Location { file, span: function.body.span(access.node) },
        text: render(&function.body, access.node),
        op: op_of(access.effect),
        function: place::function_name(types, file, function),
        locks,
        in_test: in_test(types, file, function),
        thread,
    }
}

/// A map's reference with its type.
pub(super) fn map_ref(types: &Types<'_>, declared: Declared) -> MapRef {
    let ty = declared_type(types, declared);
    MapRef { ty: ty.map(|ty| types.show(&ty)).unwrap_or_default(), ..place::declared_ref(types, declared) }
}

/// The type of a declaration.
pub(super) fn declared_type(types: &Types<'_>, declared: Declared) -> Option<Ty> {
    match declared {
        Declared::Static(var) => Some(types.var(var)),
        Declared::Field(owner, name) => {
            let ty = Ty::new(TyKind::Named(owner, Box::new([])));
            types.field(&ty, name).map(|found| found.ty)
        }
    }
}

fn lock_name(types: &Types<'_>, declared: Declared) -> String {
    place::declared_ref(types, declared).name
}

fn writes(one: &Use<'_>) -> bool {
    changes(one.access.effect)
}

fn location(types: &Types<'_>, one: &Use<'_>) -> Location {
    let (file, function) = types.symbols.function(types.program, one.trace.function);
    Location { file, span: function.body.span(one.access.node) }
}

/// Types with `unsafe impl Sync` or `Send`; `Sync` where both.
fn shared_by_hand(types: &Types<'_>) -> FxHashMap<TypeId, Sharing> {
    let mut found = FxHashMap::default();
    for (index, file) in types.program.files.iter().enumerate() {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        for one in file.impls.iter().filter(|one| one.is_unsafe) {
            let Some(TypeExpr::Path { path, .. }) = file.type_exprs.get(one.trait_.index()) else { continue };
            let sharing = match path.last().map(|last| last.as_str()) {
                Some("Sync") => Sharing::Sync,
                Some("Send") => Sharing::Send,
                _ => continue,
            };
            if let TyKind::Named(owner, _) = &*types.lower(id, one.scope, one.ty, &super::types::Context::default()) {
                let known = found.entry(*owner).or_insert(sharing);
                if sharing == Sharing::Sync {
                    *known = sharing;
                }
            }
        }
    }
    found
}

fn sharing(types: &Types<'_>, shared: &FxHashMap<TypeId, Sharing>, declared: Declared) -> Option<Sharing> {
    match declared {
        Declared::Static(var) => {
            let (_, decl) = types.symbols.var(types.program, var);
            (decl.kind == VarKind::StaticMut).then_some(Sharing::StaticMut)
        }
        Declared::Field(owner, _) => {
            let sharing = *shared.get(&owner)?;
            let ty = declared_type(types, declared)?;
            let cell = types.kind(&types.strip(&ty)) == TypeModelKind::UnsafeCell;
            let raw = types.raw_target(&ty).is_some();
            match sharing {
                Sharing::Sync => (cell || raw).then_some(Sharing::Sync),
                _ => raw.then_some(Sharing::Send),
            }
        }
    }
}

/// Reached through `&mut`, or in a value that this function made.
pub(super) fn is_exclusive(types: &Types<'_>, trace: &Trace, place: &Place) -> bool {
    let Root::Local(root) = place.root else { return false };
    let (file, function) = types.symbols.function(types.program, trace.function);
    if !Trace::is_given(&function.body, root) {
        return !matches!(*trace.local_types[root.index()], TyKind::Pointer(_));
    }
    let written = function.body.local(root).ty.and_then(|ty| types.program.file(file).type_exprs.get(ty.index()));
    matches!(written, Some(TypeExpr::Pointer { mutable: true, raw: false, .. }))
}

/// Whether the function calls a method that locks something the table does not know.
fn has_unknown_lock(types: &Types<'_>, trace: &Trace) -> bool {
    let (_, function) = types.symbols.function(types.program, trace.function);
    let known = |node: NodeId| trace.accesses.iter().any(|access| access.node == node && lock_mode(access.effect).is_some());
    let calls = (0..function.body.nodes.len()).map(NodeId::new).filter(|node| matches!(function.body.node(*node), Node::Call { .. }));
    calls.into_iter().any(|node| {
        let Node::Call { callee, .. } = function.body.node(node) else { return false };
        let Node::Field { name, .. } = function.body.node(callee) else { return false };
        name.contains("lock") && !known(node)
    })
}
