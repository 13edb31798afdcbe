//! What happens while a guard over a map is alive: an `.await`, a call that blocks, or the same lock or
//! shard taken again, here or in a function that is called.

use super::calls::lock_mode;
use super::clippy;
use super::drop_guard::drop_guard;
use super::place::{self, Declared, Place};
use super::state::{Guard, Holder};
use super::summary::{Summaries, translate};
use super::text::render;
use super::trace::{Alive, Trace};
use super::types::{Types, changes, is_lock};
use super::waits::Waits;
use crate::analysis::fix::Draft;
use crate::analysis::model::{GuardKind, GuardRegion, RegionEvent};
use crate::analysis::ty::FunctionId;
use crate::diagnostic::{Confidence, Label};
use crate::facts::{ClippyLint, Effect, Function, NodeId, ScopeId, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Of so many guards of one lock it is told that an acquisition waits for them: each alone is a deadlock.
const MAX_HELD: usize = 4;

/// The regions of all functions, in source order.
pub(super) fn regions(types: &Types<'_>, traces: &[Trace], summaries: &Summaries, waits: &Waits) -> Vec<GuardRegion> {
    let (written, blocked) = (written_locks(traces), blocked_shards(traces));
    let mut found: Vec<GuardRegion> = traces
        .par_iter()
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let finder = Finder { types, trace, file, function, written: &written, blocked: &blocked };
            finder.awaits().chain(finder.accesses()).chain(finder.calls(summaries)).chain(finder.waits(waits)).collect::<Vec<_>>()
        })
        .collect();
    found.sort_by_key(|region| (region.at, region.acquired, region.event.name()));
    found.dedup_by_key(|region| (region.at, region.acquired, region.event));
    found
}

/// Reader-writer locks that someone takes exclusively: only then can a second reader wait.
fn written_locks(traces: &[Trace]) -> FxHashSet<Declared> {
    let taken = traces.iter().flat_map(|trace| &trace.accesses).filter(|access| is_lock(access.kind));
    taken.filter(|access| lock_mode(access.effect) == Some(true)).filter_map(|access| access.place.as_ref()?.declared()).collect()
}

/// Concurrent maps of which someone takes a shard in a way that blocks the thread.
fn blocked_shards(traces: &[Trace]) -> FxHashSet<Declared> {
    let touched = traces.iter().flat_map(|trace| &trace.accesses).filter(|access| access.kind == TypeModelKind::ShardedMap);
    let blocks = touched.filter(|access| !access.awaited && !matches!(access.effect, Effect::None | Effect::TryLock | Effect::TryRLock));
    blocks.filter_map(|access| access.place.as_ref()?.declared()).collect()
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    written: &'a FxHashSet<Declared>,
    blocked: &'a FxHashSet<Declared>,
}

/// A second acquisition.
struct Again<'a> {
    place: &'a Place,
    kind: TypeModelKind,
    effect: Effect,
    node: NodeId,
    via: Vec<Label>,
}

impl Finder<'_, '_> {
    /// The first await in the life of each guard: the next ones say nothing new.
    fn awaits(&self) -> impl Iterator<Item = GuardRegion> + '_ {
        let mut told = FxHashSet::default();
        let alive = self.trace.awaits.iter().flat_map(|site| site.alive.iter().map(|(guard, holder)| (site.node, *guard, *holder)));
        alive.filter(move |(_, guard, _)| told.insert(*guard)).filter_map(|(node, guard, holder)| {
            let guard = Some(&self.trace.guards[guard]).filter(|guard| guard.over_map && self.kind(guard) != GuardKind::Async)?;
            let clippy = clippy::reports_await(self.types, self.trace, guard, holder);
            let clippy = clippy.then_some(ClippyLint::AwaitHoldingLock);
            let drafts = self.release(holder, node, RegionEvent::Await, Confidence::Certain);
            Some(GuardRegion { at_text: ".await".to_owned(), clippy, drafts, ..self.region(guard, holder, node) })
        })
    }

    /// Of each guard, the first thing in its life that keeps the thread waiting, or, of a guard that only
    /// tasks wait for, the task; what the function itself does before what it calls.
    fn waits(&self, waits: &Waits) -> Vec<GuardRegion> {
        let own = self.trace.waits.iter().map(|site| (site.node, &site.alive, site.wait, site.awaited, Vec::new()));
        let called = self.trace.calls.iter().filter(|site| !site.alive.is_empty()).flat_map(|site| {
            let waits = waits.get(&site.callee).map_or(&[][..], Vec::as_slice);
            waits.iter().map(|waiting| {
                let via = waiting.path.iter().map(|(function, node)| self.step(*function, *node)).collect();
                (site.node, &site.alive, waiting.wait, waiting.awaited, via)
            })
        });
        let mut told = FxHashSet::default();
        let mut found = Vec::new();
        for (node, alive, wait, awaited, via) in own.chain(called) {
            for (guard, holder) in alive {
                let held = &self.trace.guards[*guard];
                let told_elsewhere = awaited && self.kind(held) != GuardKind::Async;
                if !held.over_map || told_elsewhere || !told.insert(*guard) {
                    continue;
                }
                let confidence = if via.is_empty() { Confidence::Certain } else { Confidence::Likely };
                let event = if awaited { RegionEvent::Await } else { RegionEvent::Blocking };
                let drafts = self.release(*holder, node, RegionEvent::Blocking, confidence);
                found.push(GuardRegion {
                    event,
                    wait: Some(wait),
                    via: via.clone(),
                    confidence,
                    drafts,
                    ..self.region(held, *holder, node)
                });
            }
        }
        found
    }

    /// A shard that nobody waits for but tasks is as good as a lock that is awaited.
    fn kind(&self, guard: &Guard) -> GuardKind {
        let blocks = guard.place.declared().is_some_and(|declared| self.blocked.contains(&declared));
        if guard.kind == GuardKind::Shard && guard.awaited && !blocks { GuardKind::Async } else { guard.kind }
    }

    fn accesses(&self) -> impl Iterator<Item = GuardRegion> + '_ {
        self.trace.accesses.iter().flat_map(|access| {
            let again = access.place.as_ref().map(|place| Again {
                place,
                kind: access.kind,
                effect: access.effect,
                node: access.node,
                via: Vec::new(),
            });
            again.into_iter().flat_map(|again| self.reentries(&again, &access.alive))
        })
    }

    fn calls<'a>(&'a self, summaries: &'a Summaries) -> impl Iterator<Item = GuardRegion> + 'a {
        self.trace.calls.iter().filter(|site| !site.alive.is_empty()).flat_map(move |site| {
            let outcomes = summaries.get(&site.callee).map_or(&[][..], Vec::as_slice);
            let mut found: Vec<GuardRegion> = Vec::new();
            for outcome in outcomes {
                let Some(place) = translate(self.types, site, &outcome.place) else { continue };
                let via = outcome.path.iter().map(|(function, node)| self.step(*function, *node)).collect();
                let again = Again { place: &place, kind: outcome.kind, effect: outcome.effect, node: site.node, via };
                for region in self.reentries(&again, &site.alive) {
                    if !found.iter().any(|known| known.acquired == region.acquired) {
                        found.push(region);
                    }
                }
            }
            found
        })
    }

    fn reentries(&self, again: &Again<'_>, alive: &Alive) -> Vec<GuardRegion> {
        let mut found = Vec::new();
        for (guard, holder) in alive {
            if found.len() == MAX_HELD {
                break;
            }
            let guard = &self.trace.guards[*guard];
            if guard.place != *again.place || !guard.over_map {
                continue;
            }
            let Some(confidence) = self.conflict(guard, again) else { continue };
            let confidence = if guard.many { confidence.min(Confidence::Likely) } else { confidence };
            let confidence = if again.via.is_empty() { confidence } else { confidence.min(Confidence::Likely) };
            let clippy = again.via.is_empty() && clippy::reports_branch(self.types, self.trace, &self.function.body, guard, again.node);
            found.push(GuardRegion {
                event: RegionEvent::Reentry,
                again_exclusive: exclusive(again),
                via: again.via.clone(),
                clippy: clippy.then_some(ClippyLint::IfLetMutex),
                confidence,
                drafts: self.release(*holder, again.node, RegionEvent::Reentry, confidence),
                ..self.region(guard, *holder, again.node)
            });
        }
        found
    }

    /// How sure it is that the second acquisition waits for the first, or panics; `None`: neither.
    fn conflict(&self, guard: &Guard, again: &Again<'_>) -> Option<Confidence> {
        if guard.kind == GuardKind::Shard {
            let tries = matches!(again.effect, Effect::None | Effect::TryLock | Effect::TryRLock);
            let touches = again.kind == TypeModelKind::ShardedMap && !tries;
            return (touches && (guard.exclusive || changes(again.effect))).then_some(Confidence::Certain);
        }
        if guard.kind == GuardKind::Cell {
            let borrows = again.kind == TypeModelKind::Cell && matches!(again.effect, Effect::Lock | Effect::RLock);
            return (borrows && (guard.exclusive || exclusive(again))).then_some(Confidence::Certain);
        }
        if !is_lock(again.kind) || again.kind == TypeModelKind::ReentrantMutex {
            return None;
        }
        match again.effect {
            Effect::Lock => Some(Confidence::Certain),
            Effect::RLock | Effect::RLockRecursive if guard.exclusive => Some(Confidence::Certain),
            Effect::RLock => {
                let waits = guard.place.declared().is_none_or(|declared| self.written.contains(&declared));
                Some(if waits { Confidence::Likely } else { Confidence::Possible })
            }
            _ => None,
        }
    }

    fn region(&self, guard: &Guard, holder: Holder, at: NodeId) -> GuardRegion {
        let body = &self.function.body;
        let (holder, why) = match holder {
            Holder::Local(local) => {
                let name = body.local(local).name.to_string();
                let why = format!("`{name}` holds the guard until its block ends, or it is dropped or moved");
                (name, why)
            }
            Holder::Temporary(_) => {
                (String::new(), "the guard is a temporary that lives until the whole statement, branch or loop ends".to_owned())
            }
            Holder::Value => (String::new(), "the guard is part of the value being evaluated".to_owned()),
        };
        GuardRegion {
            language: Language::Rust,
            map: place::map_ref(self.types, self.file, self.function, &guard.place, &guard.ty),
            acquired: self.location(guard.node),
            acquired_text: render(body, guard.node),
            kind: self.kind(guard),
            exclusive: guard.exclusive,
            event: RegionEvent::Await,
            at: self.location(at),
            at_text: render(body, at),
            again_exclusive: false,
            wait: None,
            via: Vec::new(),
            holder,
            why,
            clippy: None,
            drafts: Vec::new(),
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            confidence: Confidence::Certain,
            package: package(self.types, self.file),
        }
    }

    /// How the guard is dropped before the event at the node.
    fn release(&self, holder: Holder, at: NodeId, event: RegionEvent, confidence: Confidence) -> Vec<Draft> {
        drop_guard(&self.function.body, self.file, holder, at, event, confidence).into_iter().collect()
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.function.body.span(node) }
    }

    fn step(&self, function: FunctionId, node: NodeId) -> Label {
        let (file, decl) = self.types.symbols.function(self.types.program, function);
        let location = Location { file, span: decl.body.span(node) };
        Label { location, message: format!("`{}` does `{}`", place::function_name(self.types, file, decl), render(&decl.body, node)) }
    }
}

fn exclusive(again: &Again<'_>) -> bool {
    lock_mode(again.effect).unwrap_or_else(|| changes(again.effect))
}

/// Whether a function stands in test code.
pub(super) fn in_test(types: &Types<'_>, file: FileId, function: &Function) -> bool {
    function.in_test || types.program.info(file).test
}

/// What is declared in the scope is test code: its file is, or it lies inside `#[cfg(test)]`.
pub(super) fn declared_in_test(types: &Types<'_>, file: FileId, scope: ScopeId) -> bool {
    types.program.info(file).test || types.program.file(file).scopes[scope.index()].in_test
}

/// The crate of a file.
pub(super) fn package(types: &Types<'_>, file: FileId) -> String {
    let unit = types.program.info(file).unit;
    unit.map(|unit| types.program.units[unit.index()].path.to_string()).unwrap_or_default()
}
