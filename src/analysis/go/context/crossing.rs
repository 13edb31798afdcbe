//! What callers bring across each edge of the call graph, kept while locks and ownership go down it.
//!
//! A function is met with what all its callers bring, often, while what one caller brings changes
//! seldom: it is worked out when that caller changes, not when its callees are looked at.

use super::entered::{Entered, is_same, meet_callers, telling};
use super::lock_params::LockParams;
use crate::analysis::go::call_graph::{Edge, across};
use crate::analysis::go::effects::Flag;
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;

/// The edges, and what each brings into its callee so far.
pub(super) struct Crossings<'n, 'e> {
    names: &'n Names<'n>,
    lock_params: LockParams,
    edges: Vec<&'e Edge<'e>>,
    /// Beside `edges`; `None` until the caller is entered.
    brought: Vec<Option<Entered>>,
    /// By callee: indices of `edges`.
    into: Vec<Vec<u32>>,
    /// By caller.
    from: Vec<Vec<u32>>,
}

impl<'n, 'e> Crossings<'n, 'e> {
    /// Of those of the edges between so many functions that tell something of locks.
    pub(super) fn new(
        names: &'n Names<'n>,
        all: &'e [Edge<'e>],
        tells: impl Fn(&&Edge<'_>) -> bool,
        functions: usize,
    ) -> Crossings<'n, 'e> {
        let edges: Vec<&Edge<'_>> = all.iter().filter(|edge| tells(edge)).collect();
        let (mut into, mut from) = (vec![Vec::new(); functions], vec![Vec::new(); functions]);
        for (at, edge) in (0_u32..).zip(&edges) {
            into[edge.callee.0 as usize].push(at);
            from[edge.caller.0 as usize].push(at);
        }
        Crossings { names, lock_params: LockParams::new(names, all), brought: vec![None; edges.len()], edges, into, from }
    }

    /// Whether an edge leads to the function.
    pub(super) fn has_callers(&self, id: FunctionId) -> bool {
        !self.into[id.0 as usize].is_empty()
    }

    /// What the callers that are entered so far bring into the function, as far as they tell something of it.
    pub(super) fn brought_into(&self, id: FunctionId) -> Vec<&Entered> {
        let brought = |at: &u32| Some((self.brought[*at as usize].as_ref()?, self.edges[*at as usize].guessed));
        telling(self.names, id, self.into[id.0 as usize].iter().filter_map(brought))
    }

    /// The function is entered so: gives those into which this brings something else, once for each call.
    /// Without `flags` a call is made whichever flag it is made under.
    pub(super) fn leave(&mut self, id: FunctionId, entry: &Entered, flags: bool) -> Vec<FunctionId> {
        let mut changed = Vec::new();
        for at in self.from[id.0 as usize].clone() {
            let edge = self.edges[at as usize];
            // A call under a flag is made where the callers set it; they may not be entered yet, or never.
            let set = edge.when.filter(|_| flags && self.has_callers(id)).and_then(|flag| self.entered_when(id, flag));
            let (held, owned, init) = set.as_ref().unwrap_or(entry);
            let (mut held, owned) = across(self.names, edge, held, *owned);
            self.lock_params.settle(&mut held);
            let brought = (held, owned, *init && !edge.spawns);
            let known = &mut self.brought[at as usize];
            if !is_same(known.as_ref(), &brought) {
                *known = Some(brought);
                changed.push(edge.callee);
            }
        }
        changed
    }

    /// What those callers agree on that may set the flag.
    fn entered_when(&self, id: FunctionId, flag: Flag) -> Option<Entered> {
        let so = self.into[id.0 as usize].iter().filter(|at| self.edges[**at as usize].may_pass(flag));
        let brought: Vec<&Entered> = so.filter_map(|at| self.brought[*at as usize].as_ref()).collect();
        meet_callers(&brought)
    }

    /// Some call of the function is made under a flag: what its callers bring it by may change unseen.
    pub(super) fn is_flagged(&self, id: FunctionId) -> bool {
        self.from[id.0 as usize].iter().any(|at| self.edges[*at as usize].when.is_some())
    }
}
