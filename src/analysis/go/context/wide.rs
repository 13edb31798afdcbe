//! Threads behind an interface with several implementations.
//!
//! Which of them a thread gets to is not known, nor which object it has there. For a package
//! variable no object is needed: what is told here counts for those, and for nothing else.

use super::{API, Contexts, MAX_ROOTS, Reach, RootId, UNSEEN};
use crate::analysis::go::call_graph::{ByCaller, Edge};
use crate::analysis::ty::FunctionId;
use std::collections::VecDeque;

impl Contexts {
    /// Follows the threads through calls that may go to several implementations too.
    pub(super) fn widen(&mut self, edges: &[Edge<'_>]) {
        let calls = ByCaller::new(edges.iter().filter(|edge| !edge.missed), self.functions.len());
        let mut queue: VecDeque<(FunctionId, RootId)> = VecDeque::new();
        for edge in edges.iter().filter(|edge| !edge.missed) {
            let starts = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread));
            if let Some(root) = starts.filter(|_| edge.guessed) {
                self.reach_widely(edge, root, &mut queue);
            }
        }
        for edge in edges.iter().filter(|edge| edge.guessed && !edge.missed && edge.thread.is_none()) {
            let roots: Vec<RootId> = self.functions[edge.caller.0 as usize].reached.iter().map(|(root, _)| *root).collect();
            for root in roots {
                self.reach_widely(edge, root, &mut queue);
            }
        }
        while let Some((id, root)) = queue.pop_front() {
            for edge in calls.of(id).iter().filter(|edge| edge.thread.is_none() && !edge.spawns) {
                self.reach_widely(edge, root, &mut queue);
            }
        }
    }

    fn reach_widely(&mut self, edge: &Edge<'_>, root: RootId, queue: &mut VecDeque<(FunctionId, RootId)>) {
        let context = &mut self.functions[edge.callee.0 as usize];
        let known = context.reached.binary_search_by_key(&root, |(root, _)| *root).is_ok();
        match context.wide.binary_search_by_key(&root, |(root, _)| *root) {
            Err(at) if !known && context.wide.len() < MAX_ROOTS => {
                let reach = Reach { from: Some((edge.caller, edge.node)), ..Reach::at_root() };
                context.wide.insert(at, (root, reach));
                queue.push_back((edge.callee, root));
            }
            _ => {}
        }
    }

    /// The threads that get to a function and may use a package variable there. Where an interface's
    /// callers are in sight, they are who calls it, not somebody unseen.
    pub(in crate::analysis::go) fn roots_for_globals(&self, id: FunctionId) -> Vec<RootId> {
        let context = &self.functions[id.0 as usize];
        let seen = |root: &RootId| *root != API && *root != UNSEEN;
        let wide = context.wide.iter().map(|(root, _)| *root).filter(seen);
        let mut roots: Vec<RootId> = context.reached.iter().map(|(root, _)| *root).chain(wide).collect();
        if context.wide.iter().any(|(root, _)| seen(root)) {
            roots.retain(seen);
        }
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// The thread gets to the function only by a call that may go to several implementations.
    pub(in crate::analysis::go) fn is_wide(&self, id: FunctionId, root: RootId) -> bool {
        self.functions[id.0 as usize].wide.binary_search_by_key(&root, |(root, _)| *root).is_ok()
    }
}
