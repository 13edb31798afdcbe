//! Threads: where each starts, and which functions it gets to.

use super::meant::Meant;
use super::passage::Passage;
use super::tested::Tested;
use super::{API, Contexts, INIT, MAIN, MAX_ROOTS, Reach, RootId, RootKind, ThreadRoot, UNSEEN};
use crate::analysis::go::call_graph::{ByCaller, Edge, is_test};
use crate::analysis::go::effects::{Effects, Spawn, Target};
use crate::analysis::go::entry::{self, has_exported_owner};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::ty::FunctionId;
use crate::facts::FunctionKind;
use crate::source::Language;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

impl Contexts {
    /// Numbers the thread roots and follows each through the call graph; `counts`: the functions where they are looked for.
    pub(super) fn thread_roots(
        &mut self,
        names: &Names<'_>,
        effects: &[Effects],
        edges: &[Edge<'_>],
        referenced: &FxHashSet<FunctionId>,
        counts: impl Fn(FunctionId) -> bool + Sync,
    ) {
        let calls = ByCaller::new(edges.iter().filter(|edge| !edge.guessed), effects.len());
        let mut queue: VecDeque<(FunctionId, RootId)> = VecDeque::new();
        self.number_spawns(effects, |id, _| !is_test(names, id));
        // One of several implementations may still be called by somebody else, where others can name the method.
        let closed = |edge: &&Edge<'_>| !edge.spread || !names.symbols.function(names.program, edge.callee).1.exported;
        let through_interface: FxHashSet<FunctionId> =
            edges.iter().filter(|edge| edge.through_interface).filter(closed).map(|edge| edge.callee).collect();
        let seen_by_interface: FxHashSet<FunctionId> =
            edges.iter().filter(|edge| edge.through_interface && !edge.spread).map(|edge| edge.callee).collect();
        let spawns = effects.iter().flat_map(|effects| &effects.spawns).filter(|spawn| !spawn.through.is_empty());
        let function = |target: &Target| if let Target::Function(id) = target { Some(*id) } else { None };
        let handed: FxHashSet<FunctionId> = spawns.filter_map(|spawn| function(&spawn.target)).collect();
        let is_one = |id: &FunctionId| {
            let (file, _) = names.symbols.function(names.program, *id);
            counts(*id) && !is_test(names, *id) && names.program.info(file).language == Language::Go
        };
        let key_of = |id: FunctionId| {
            let called = self.functions[id.0 as usize].called && !referenced.contains(&id);
            (id, entry::of_function(names, id, called))
        };
        let (tested, meant) = (Tested::new(names, effects), Meant::new(names, effects));
        let all = (0..effects.len()).into_par_iter().map(|index| FunctionId(narrow(index)));
        let keys: Vec<(FunctionId, Option<String>)> = all.filter(is_one).map(key_of).collect();
        for (id, key) in keys {
            let (file, function) = names.symbols.function(names.program, id);
            let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
            let in_main = unit.is_some_and(|unit| unit.is_main);
            let is_serial = |key: &str| names.library().entries.get(key).is_some_and(|entry| entry.serial);
            // Where a function is seen to be handed to a library, that is the goroutine that calls it.
            let is_main = |key: &str| names.library().entries.get(key).is_some_and(|entry| entry.main);
            if key.as_deref().is_some_and(is_main) {
                self.reach(id, MAIN, Reach::at_root(), &mut queue);
            } else if let Some(key) = key.filter(|key| !(is_serial(key) && handed.contains(&id))) {
                let root = narrow(self.roots.len());
                let many = !is_serial(&key);
                self.roots.push(ThreadRoot { kind: RootKind::Entry(id, key), many });
                self.reach(id, root, Reach::at_root(), &mut queue);
            } else if function.kind != FunctionKind::Ordinary {
                self.reach(id, INIT, Reach::at_root(), &mut queue);
            } else if in_main && function.owner.is_none() && function.name.as_str() == "main" {
                self.reach(id, MAIN, Reach::at_root(), &mut queue);
            } else if !self.functions[id.0 as usize].called || referenced.contains(&id) {
                let seen = seen_by_interface.contains(&id);
                let named = function.exported && !in_main && !seen && has_exported_owner(names, id) || referenced.contains(&id);
                // Tests alone call what nothing else ever names; who calls it through an interface is seen.
                let may_be_called = function.exported || meant.may_be(names, id);
                let unseen = may_be_called && !through_interface.contains(&id) && !tested.alone_call(names, id);
                if named || unseen {
                    let reach = Reach { owned: entry::owned_by_unseen(names, id), ..Reach::at_root() };
                    self.reach(id, if named { API } else { UNSEEN }, reach, &mut queue);
                }
            }
        }
        // What a goroutine's own closure calls starts on that goroutine. First those that are seen to
        // start: of more roots than are kept, these say more.
        let is_kept = |edge: &Edge<'_>| edge.thread.is_some_and(|thread| effects[edge.caller.0 as usize].spawns[thread as usize].kept);
        let points = &self.points;
        let passages: Vec<Passage> = calls.all().par_iter().map(|edge| Passage::new(names, effects, points, edge)).collect();
        for kept in [false, true] {
            for edge in edges.iter().filter(|edge| !edge.guessed && is_kept(edge) == kept) {
                if let Some(root) = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread)) {
                    let passage = Passage::new(names, effects, &self.points, edge);
                    // A starter that is called has its places from its callers, which come below.
                    let own = !self.functions[edge.caller.0 as usize].called;
                    let anchors = if own { passage.anchors(names, edge, None) } else { Vec::new() };
                    self.reach(edge.callee, root, Reach { anchors, ..passage.start(edge) }, &mut queue);
                }
            }
            self.follow_calls(names, (&calls, &passages), &mut queue);
        }
        // They get nowhere: a test's goroutines count for what they do in its own closures. What it makes a library
        // call, it knows when that is done.
        self.number_spawns(effects, |id, start| is_test(names, id) && !start.served);
        for id in (0..).map(FunctionId).take(effects.len()).filter(|id| !effects[id.0 as usize].summary.parallel.is_empty()) {
            if let Some(key) = entry::of_parallel_test(names, id) {
                let root = narrow(self.roots.len());
                self.roots.push(ThreadRoot { kind: RootKind::Entry(id, key), many: false });
                self.reach(id, root, Reach::at_root(), &mut queue);
            }
        }
    }

    /// Gives a root to each of these goroutines.
    fn number_spawns(&mut self, effects: &[Effects], counts: impl Fn(FunctionId, &Spawn) -> bool) {
        for (id, effects) in (0..).map(FunctionId).zip(effects) {
            for (spawn, start) in (0..).zip(&effects.spawns).filter(|(_, start)| counts(id, start)) {
                let root = if start.main { MAIN } else { narrow(self.roots.len()) };
                if !start.main {
                    self.roots.push(ThreadRoot { kind: RootKind::Spawn(id, spawn), many: start.many });
                }
                self.spawn_roots.insert((id, spawn), root);
            }
        }
    }

    /// Follows threads from where they were seen to where their calls lead.
    fn follow_calls(
        &mut self,
        names: &Names<'_>,
        (calls, passages): (&ByCaller<'_, '_>, &[Passage]),
        queue: &mut VecDeque<(FunctionId, RootId)>,
    ) {
        while let Some((id, root)) = queue.pop_front() {
            let Some(reach) = self.reached(id, root).cloned() else { continue };
            let passages = &passages[calls.places(id)];
            // What the starter was given by its callers, the goroutine has from there too.
            for (edge, passage) in calls.of(id).iter().zip(passages) {
                let started = edge.thread.and_then(|thread| self.spawn_root(id, thread));
                if let Some(started) = started.filter(|started| self.has_room(edge.callee, *started)) {
                    self.reach(edge.callee, started, passage.start_by(names, edge, &reach), queue);
                }
            }
            // Of unseen callers it is not known which objects they put behind an interface.
            let seen = matches!(self.roots[root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..));
            let gets_there = |edge: &Edge<'_>| edge.thread.is_none() && !edge.spawns && (seen || !edge.spread);
            for (edge, passage) in calls.of(id).iter().zip(passages).filter(|(edge, _)| gets_there(edge)) {
                if self.has_room(edge.callee, root) {
                    self.reach(edge.callee, root, passage.call(names, edge, &reach), queue);
                }
            }
        }
    }

    /// How a function is reached on a thread.
    pub(in crate::analysis::go) fn reached(&self, id: FunctionId, root: RootId) -> Option<&Reach> {
        let context = &self.functions[id.0 as usize];
        let found = |list: &'_ [(RootId, Reach)]| list.binary_search_by_key(&root, |(root, _)| *root).ok();
        let at = found(&context.reached).map(|at| &context.reached[at]);
        at.or_else(|| found(&context.wide).map(|at| &context.wide[at])).map(|(_, reach)| reach)
    }

    /// The thread is known to get to the function, or is yet to be kept.
    fn has_room(&self, id: FunctionId, root: RootId) -> bool {
        let reached = &self.functions[id.0 as usize].reached;
        reached.len() < MAX_ROOTS || reached.binary_search_by_key(&root, |(root, _)| *root).is_ok()
    }

    fn reach(&mut self, id: FunctionId, root: RootId, reach: Reach, queue: &mut VecDeque<(FunctionId, RootId)>) {
        let reached = &mut self.functions[id.0 as usize].reached;
        match reached.binary_search_by_key(&root, |(root, _)| *root) {
            Ok(at) => {
                if reached[at].1.join(reach) {
                    queue.push_back((id, root));
                }
            }
            Err(at) if reached.len() < MAX_ROOTS => {
                reached.insert(at, (root, reach.settled()));
                queue.push_back((id, root));
            }
            Err(_) => {}
        }
    }
}
