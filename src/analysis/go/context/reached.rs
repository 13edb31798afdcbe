//! Threads: where each starts, and which functions it gets to. What it has there of their arguments, [`super::arguments`] says.

use super::meant::Meant;
use super::tested::Tested;
use super::{API, Contexts, INIT, MAIN, MAX_ROOTS, Reach, RootId, RootKind, ThreadRoot, UNSEEN};
use crate::analysis::go::call_graph::{ByCaller, Edge};
use crate::analysis::go::effects::{Effects, Spawn, Target};
use crate::analysis::go::entry::{self, has_exported_owner};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::ty::FunctionId;
use crate::facts::{FunctionKind, NodeId};
use crate::source::Language;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
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
        // Where threads begin, and which arguments they own there.
        let mut given: FxHashMap<FunctionId, (RootId, u64)> = FxHashMap::default();
        let mut queue: VecDeque<(FunctionId, RootId)> = VecDeque::new();
        self.number_spawns(effects, |id, _| !names.is_test(id));
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
            counts(*id) && !names.is_test(*id) && names.program.info(file).language == Language::Go
        };
        let key_of = |id: FunctionId| {
            let called = self.functions[id.0 as usize].called && !referenced.contains(&id);
            (id, entry::of_function(names, id, called))
        };
        let (tested, meant) = rayon::join(|| Tested::new(names, effects), || Meant::new(names, effects));
        let all = (0..effects.len()).into_par_iter().map(|index| FunctionId(narrow(index)));
        let keys: Vec<(FunctionId, Option<String>)> = all.filter(is_one).map(key_of).collect();
        for (id, key) in keys {
            let (file, function) = names.symbols.function(names.program, id);
            let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
            let in_main = unit.is_some_and(|unit| unit.is_main);
            let is_serial = |key: &str| names.library().entries.get(key).is_some_and(|entry| entry.serial);
            // Where a function is seen to be handed to a library, that is the goroutine that calls it.
            let is_main = |key: &str| names.library().entries.get(key).is_some_and(|entry| entry.main);
            let begins = if key.as_deref().is_some_and(is_main) {
                Some((MAIN, 0))
            } else if let Some(key) = key.filter(|key| !(is_serial(key) && handed.contains(&id))) {
                let root = narrow(self.roots.len());
                let many = !is_serial(&key);
                self.roots.push(ThreadRoot { kind: RootKind::Entry(id, key), many });
                Some((root, 0))
            } else if function.kind != FunctionKind::Ordinary {
                Some((INIT, 0))
            } else if in_main && function.owner.is_none() && function.name.as_str() == "main" {
                Some((MAIN, 0))
            } else if !self.functions[id.0 as usize].called || referenced.contains(&id) {
                let seen = seen_by_interface.contains(&id);
                let named = function.exported && !in_main && !seen && has_exported_owner(names, id) || referenced.contains(&id);
                // Tests alone call what nothing else ever names; who calls it through an interface is seen.
                let may_be_called = function.exported || meant.may_be(names, id);
                let unseen = may_be_called && !through_interface.contains(&id) && !tested.alone_call(names, id);
                (named || unseen).then(|| (if named { API } else { UNSEEN }, entry::owned_by_unseen(names, id)))
            } else {
                None
            };
            if let Some((root, owned)) = begins {
                given.insert(id, (root, owned));
                self.reach(id, root, None, &mut queue);
            }
        }
        // What a goroutine's own closure calls starts on that goroutine. First those that are seen to
        // start: of more roots than are kept, these say more.
        let is_kept = |edge: &Edge<'_>| edge.thread.is_some_and(|thread| effects[edge.caller.0 as usize].spawns[thread as usize].kept);
        for kept in [false, true] {
            for edge in edges.iter().filter(|edge| !edge.guessed && is_kept(edge) == kept) {
                if let Some(root) = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread)) {
                    self.reach(edge.callee, root, Some((edge.caller, edge.node)), &mut queue);
                }
            }
            self.follow_calls(&calls, &mut queue);
        }
        self.pass_arguments(names, effects, &calls, &given);
        // They get nowhere: a test's goroutines count for what they do in its own closures. What it makes a library
        // call, it knows when that is done.
        self.number_spawns(effects, |id, start| names.is_test(id) && !start.served);
        for id in (0..).map(FunctionId).take(effects.len()).filter(|id| !effects[id.0 as usize].summary.parallel.is_empty()) {
            if let Some(key) = entry::of_parallel_test(names, id) {
                let root = narrow(self.roots.len());
                self.roots.push(ThreadRoot { kind: RootKind::Entry(id, key), many: false });
                self.reach(id, root, None, &mut queue);
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
    fn follow_calls(&mut self, calls: &ByCaller<'_, '_>, queue: &mut VecDeque<(FunctionId, RootId)>) {
        while let Some((id, root)) = queue.pop_front() {
            // What it starts comes first.
            for starts in [true, false] {
                for edge in calls.of(id).iter().filter(|edge| edge.thread.is_some() == starts) {
                    if let Some(root) = self.thread_by(edge, root) {
                        self.reach(edge.callee, root, Some((edge.caller, edge.node)), queue);
                    }
                }
            }
        }
    }

    /// The thread that gets to the callee when `root` gets to the caller: itself, or one that it starts.
    pub(super) fn thread_by(&self, edge: &Edge<'_>, root: RootId) -> Option<RootId> {
        // Of unseen callers it is not known which objects they put behind an interface.
        let seen = || matches!(self.roots[root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..));
        match edge.thread {
            Some(thread) => self.spawn_root(edge.caller, thread),
            None => (!edge.spawns && (!edge.spread || seen())).then_some(root),
        }
    }

    /// How a function is reached on a thread.
    pub(in crate::analysis::go) fn reached(&self, id: FunctionId, root: RootId) -> Option<&Reach> {
        let context = &self.functions[id.0 as usize];
        let found = |list: &'_ [(RootId, Reach)]| list.binary_search_by_key(&root, |(root, _)| *root).ok();
        let at = found(&context.reached).map(|at| &context.reached[at]);
        at.or_else(|| found(&context.wide).map(|at| &context.wide[at])).map(|(_, reach)| reach)
    }

    fn reach(&mut self, id: FunctionId, root: RootId, from: Option<(FunctionId, NodeId)>, queue: &mut VecDeque<(FunctionId, RootId)>) {
        let reached = &mut self.functions[id.0 as usize].reached;
        if let Err(at) = reached.binary_search_by_key(&root, |(root, _)| *root)
            && reached.len() < MAX_ROOTS
        {
            reached.insert(at, (root, Reach { from, ..Reach::at_root() }));
            queue.push_back((id, root));
        }
    }
}
