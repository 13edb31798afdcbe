//! Threads: where each starts, and which functions it gets to.

use super::tested::Tested;
use super::{API, Contexts, INIT, MAIN, MAX_ROOTS, Reach, RootId, RootKind, ThreadRoot, UNSEEN};
use crate::analysis::go::anchor::{self, anchors_across};
use crate::analysis::go::call_graph::{Edge, is_test, position_of};
use crate::analysis::go::effects::{Argument, Effects, Spawn, SpawnIndex, Target};
use crate::analysis::go::entry::{self, has_exported_owner};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::Root;
use crate::analysis::ty::FunctionId;
use crate::facts::{FunctionKind, NodeId};
use crate::source::Language;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// More anchors than these for one argument are not kept.
const MAX_ANCHORS: usize = 4;

impl Contexts {
    /// Numbers the thread roots and follows each through the call graph.
    pub(super) fn thread_roots(&mut self, names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>], referenced: &FxHashSet<FunctionId>) {
        let mut calls: FxHashMap<FunctionId, Vec<&Edge<'_>>> = FxHashMap::default();
        let mut queue: VecDeque<(FunctionId, RootId)> = VecDeque::new();
        self.number_spawns(effects, |id, _| !is_test(names, id));
        for edge in edges.iter().filter(|edge| !edge.guessed) {
            calls.entry(edge.caller).or_default().push(edge);
        }
        // One of several implementations may still be called by somebody else, where others can name the method.
        let closed = |edge: &&Edge<'_>| !edge.spread || !names.symbols.function(names.program, edge.callee).1.exported;
        let through_interface: FxHashSet<FunctionId> =
            edges.iter().filter(|edge| edge.through_interface).filter(closed).map(|edge| edge.callee).collect();
        let seen_by_interface: FxHashSet<FunctionId> =
            edges.iter().filter(|edge| edge.through_interface && !edge.spread).map(|edge| edge.callee).collect();
        let spawns = effects.iter().flat_map(|effects| &effects.spawns).filter(|spawn| !spawn.through.is_empty());
        let function = |target: &Target| if let Target::Function(id) = target { Some(*id) } else { None };
        let handed: FxHashSet<FunctionId> = spawns.filter_map(|spawn| function(&spawn.target)).collect();
        let key_of = |index: usize| {
            let called = self.functions[index].called && !referenced.contains(&FunctionId(narrow(index)));
            entry::of_function(names, FunctionId(narrow(index)), called)
        };
        let tested = Tested::new(names, effects);
        let keys: Vec<Option<String>> = (0..effects.len()).into_par_iter().map(key_of).collect();
        for (index, key) in keys.into_iter().enumerate() {
            let id = FunctionId(narrow(index));
            let (file, function) = names.symbols.function(names.program, id);
            if is_test(names, id) || names.program.info(file).language != Language::Go {
                continue;
            }
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
            } else if !self.functions[index].called || referenced.contains(&id) {
                let seen = seen_by_interface.contains(&id);
                let named = function.exported && !in_main && !seen && has_exported_owner(names, id) || referenced.contains(&id);
                // Tests alone call what nothing else ever names; who calls it through an interface is seen.
                let mentioned = function.exported || names.mentions(function.name);
                let unseen = mentioned && !through_interface.contains(&id) && !tested.alone_call(names, id);
                if named || unseen {
                    let reach = Reach { owned: entry::owned_by_unseen(names, id), ..Reach::at_root() };
                    self.reach(id, if named { API } else { UNSEEN }, reach, &mut queue);
                }
            }
        }
        // What a goroutine's own closure calls starts on that goroutine. First those that are seen to
        // start: of more roots than are kept, these say more.
        let is_kept = |edge: &Edge<'_>| edge.thread.is_some_and(|thread| effects[edge.caller.0 as usize].spawns[thread as usize].kept);
        for kept in [false, true] {
            for edge in edges.iter().filter(|edge| !edge.guessed && is_kept(edge) == kept) {
                if let Some(root) = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread)) {
                    let owned = self.owned_on_root(names, effects, edge, 0);
                    // A starter that is called has its places from its callers, which come below.
                    let own = !self.functions[edge.caller.0 as usize].called;
                    let anchors = if own { anchors_across(names, edge, None) } else { Vec::new() };
                    let handed = handed_over(names, edge, 0);
                    let from = Some((edge.caller, edge.node));
                    self.reach(edge.callee, root, Reach { from, owned, handed, anchors, behind: edge.is_seen() }, &mut queue);
                }
            }
            self.follow_calls(names, effects, &calls, &mut queue);
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
        effects: &[Effects],
        calls: &FxHashMap<FunctionId, Vec<&Edge<'_>>>,
        queue: &mut VecDeque<(FunctionId, RootId)>,
    ) {
        while let Some((id, root)) = queue.pop_front() {
            let Some(reach) = self.reached(id, root).cloned() else { continue };
            // What the starter was given by its callers, the goroutine has from there too.
            for edge in calls.get(&id).into_iter().flatten() {
                if let Some(started) = edge.thread.and_then(|thread| self.spawn_root(id, thread)) {
                    let owned = self.owned_on_root(names, effects, edge, 0);
                    let anchors = anchors_across(names, edge, Some(&reach));
                    let handed = handed_over(names, edge, 0);
                    let from = Some((id, edge.node));
                    self.reach(edge.callee, started, Reach { from, owned, handed, anchors, behind: edge.is_seen() }, queue);
                }
            }
            // Of unseen callers it is not known which objects they put behind an interface.
            let seen = matches!(self.roots[root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..));
            let gets_there = |edge: &&&Edge<'_>| edge.thread.is_none() && !edge.spawns && (seen || !edge.spread);
            for edge in calls.get(&id).into_iter().flatten().filter(gets_there) {
                let owned = self.owned_on_root(names, effects, edge, reach.owned);
                let anchors = anchors_across(names, edge, Some(&reach));
                let handed = handed_over(names, edge, reach.handed);
                let behind = reach.behind || edge.is_seen();
                self.reach(edge.callee, root, Reach { from: Some((id, edge.node)), owned, handed, anchors, behind }, queue);
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

    fn reach(&mut self, id: FunctionId, root: RootId, reach: Reach, queue: &mut VecDeque<(FunctionId, RootId)>) {
        let reached = &mut self.functions[id.0 as usize].reached;
        match reached.binary_search_by_key(&root, |(root, _)| *root) {
            Ok(at) => {
                let known = &mut reached[at].1;
                let owned = known.owned & reach.owned;
                let handed = known.handed & reach.handed;
                let mut changed = owned != known.owned || handed != known.handed || known.behind && !reach.behind;
                known.behind &= reach.behind;
                known.owned = owned;
                known.handed = handed;
                for (position, anchor) in reach.anchors {
                    let of_position = known.anchors.iter().filter(|(at, _)| *at == position).count();
                    // A root's own parameters are anchored at themselves.
                    if of_position < MAX_ANCHORS && !known.anchors.contains(&(position, anchor.clone())) {
                        known.anchors.push((position, anchor));
                        changed = true;
                    }
                }
                if changed {
                    queue.push_back((id, root));
                }
            }
            Err(at) if reached.len() < MAX_ROOTS => {
                reached.insert(at, (root, reach));
                queue.push_back((id, root));
            }
            Err(_) => {}
        }
    }

    /// Arguments that are the thread's own: made by it, handed over to it, or come from a call of
    /// which nothing is known.
    fn owned_on_root(&self, names: &Names<'_>, effects: &[Effects], edge: &Edge<'_>, caller_owned: u64) -> u64 {
        let mut bits = 0;
        let is_given_to_others = |call| edge.thread.is_some_and(|thread| is_given_to_others(names, effects, edge, thread, call));
        for (position, arg) in edge.args.iter().enumerate().take(64) {
            let own = arg.owned
                || arg.joined
                || match arg.place.as_ref().map(|place| place.root) {
                    // What is called through an interface was often made elsewhere, to be got by many.
                    Some(Root::Result(call)) if edge.virtual_ && position == 0 => self.points.is_made_anew((edge.caller, call)),
                    Some(Root::Result(call)) if is_given_to_others(call) => false,
                    // What the starter of a goroutine keeps somewhere too, others may have beside it.
                    Some(Root::Result(call)) if edge.thread.is_some() && self.points.is_kept((edge.caller, call)) => false,
                    Some(Root::Result(call)) => !self.points.gives_kept((edge.caller, call)),
                    None => true,
                    Some(Root::Local(local)) => {
                        position_of(names, edge.caller, local).is_some_and(|at| at < 64 && caller_owned >> at & 1 == 1)
                    }
                    _ => false,
                };
            bits |= u64::from(own && edge.may_own(position)) << position;
        }
        bits
    }
}

/// What the call returned, in the starter of the goroutine `thread`, other goroutines of it have as well: one that starts
/// elsewhere, or each of many.
fn is_given_to_others(names: &Names<'_>, effects: &[Effects], edge: &Edge<'_>, thread: SpawnIndex, call: NodeId) -> bool {
    let (starter, spawns) = (edge.caller, &effects[edge.caller.0 as usize].spawns);
    let spawn = &spawns[thread as usize];
    let has = |args: &[Argument]| args.iter().any(|arg| arg.place.as_ref().is_some_and(|place| place.root == Root::Result(call)));
    let others = (0..).zip(spawns).filter(|(other, _)| *other != thread).any(|(_, other)| other.node != spawn.node && has(&other.args));
    // A library that runs it many times gives each of them the one object that it was handed.
    let at_once = || edge.spawns && spawn.loops.is_empty();
    let before_loop = || {
        let body = &names.symbols.function(names.program, starter).1.body;
        spawn.loops.last().is_some_and(|around| !body.span(*around).contains(body.span(call)))
    };
    others || spawn.many && (at_once() || before_loop())
}

/// Arguments that are, or are parts of, what a closure is given by who runs it, or what the caller was
/// handed so.
fn handed_over(names: &Names<'_>, edge: &Edge<'_>, caller_handed: u64) -> u64 {
    let mut bits = 0;
    for (position, arg) in edge.args.iter().enumerate().take(64) {
        let from_runner = match arg.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) if anchor::is_closure_param(names, edge.caller, local) => true,
            Some(Root::Local(local)) => position_of(names, edge.caller, local).is_some_and(|at| at < 64 && caller_handed >> at & 1 == 1),
            _ => false,
        };
        bits |= u64::from(from_runner) << position;
    }
    bits
}
