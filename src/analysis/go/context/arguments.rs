//! What threads have of the arguments of the functions that they get to.
//!
//! Which threads get where is known by then ([`super::reached`]). A function rests on its callers, and these come first;
//! those that call one another go on until nothing changes.

use super::passage::Passage;
use super::{Contexts, Reach, RootId};
use crate::analysis::go::call_graph::{ByCaller, Edge};
use crate::analysis::go::effects::Effects;
use crate::analysis::go::levels::levels;
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// How one function is reached, by root, sorted; `None`: that is not known yet.
type Reached = Vec<(RootId, Option<Reach>)>;

/// The calls by which threads go on.
struct Ways<'a, 'e> {
    names: &'a Names<'a>,
    calls: &'a ByCaller<'a, 'e>,
    /// What each of the calls passes on.
    passages: Vec<Passage>,
    /// By [`FunctionId`] the calls of it, as places among all.
    incoming: Vec<Vec<u32>>,
    /// What nobody in sight passes on: on which thread, and bit i where that owns argument i.
    given: &'a FxHashMap<FunctionId, (RootId, u64)>,
}

impl Contexts {
    /// Works out how each function is reached on the threads that get to it.
    pub(super) fn pass_arguments(
        &mut self,
        names: &Names<'_>,
        effects: &[Effects],
        calls: &ByCaller<'_, '_>,
        given: &FxHashMap<FunctionId, (RootId, u64)>,
    ) {
        let points = &self.points;
        let passages = calls.all().par_iter().map(|edge| Passage::new(names, effects, points, edge)).collect();
        let mut incoming: Vec<Vec<u32>> = vec![Vec::new(); effects.len()];
        (0..).zip(calls.all()).for_each(|(place, edge)| incoming[edge.callee.0 as usize].push(place));
        let ways = Ways { names, calls, passages, incoming, given };
        let rests_on = calls.all().iter().map(|edge| (edge.callee, edge.caller));
        for level in levels(effects.len(), rests_on) {
            let groups = level.into_par_iter().filter(|group| group.iter().any(|id| !self.functions[id.0 as usize].reached.is_empty()));
            let found: Vec<(Vec<FunctionId>, Vec<Reached>)> = groups.map(|group| self.pass_to(&ways, group)).collect();
            for (id, reached) in found.into_iter().flat_map(|(group, reached)| group.into_iter().zip(reached)) {
                for ((_, known), (_, reach)) in self.functions[id.0 as usize].reached.iter_mut().zip(reached) {
                    let from = known.from;
                    *known = Reach { from, ..reach.unwrap_or_else(Reach::at_root) };
                }
            }
        }
    }

    /// How functions are reached that call one another; sorted.
    fn pass_to(&self, ways: &Ways<'_, '_>, mut group: Vec<FunctionId>) -> (Vec<FunctionId>, Vec<Reached>) {
        group.sort_unstable();
        let mut found: Vec<Reached> = group.iter().map(|id| self.pass_from_outside(ways, *id, &group)).collect();
        let inside = |edge: &Edge<'_>| group.binary_search(&edge.callee).ok();
        let mut queue: VecDeque<(usize, usize)> = VecDeque::new();
        if group.iter().any(|id| ways.calls.of(*id).iter().any(|edge| inside(edge).is_some())) {
            queue.extend(found.iter().enumerate().flat_map(|(member, reached)| (0..reached.len()).map(move |at| (member, at))));
        }
        while let Some((member, at)) = queue.pop_front() {
            let (root, Some(reach)) = found[member][at].clone() else { continue };
            for place in ways.calls.places(group[member]) {
                let edge = ways.calls.all()[place];
                let Some((callee, to)) = inside(edge).zip(self.thread_by(edge, root)) else { continue };
                if let Some(changed) = join(&mut found[callee], to, ways.passed(place, &reach)) {
                    queue.push_back((callee, changed));
                }
            }
        }
        (group, found)
    }

    /// How a function is reached as far as others than those of its group tell.
    fn pass_from_outside(&self, ways: &Ways<'_, '_>, id: FunctionId, group: &[FunctionId]) -> Reached {
        let mut found: Reached = self.functions[id.0 as usize].reached.iter().map(|(root, _)| (*root, None)).collect();
        if let Some((root, owned)) = ways.given.get(&id) {
            join(&mut found, *root, Reach { owned: *owned, ..Reach::at_root() });
        }
        for place in ways.incoming[id.0 as usize].iter().map(|place| *place as usize) {
            let edge = ways.calls.all()[place];
            let (caller, passage) = (&self.functions[edge.caller.0 as usize], &ways.passages[place]);
            if let Some(root) = edge.thread.and_then(|thread| self.spawn_root(edge.caller, thread)) {
                // A starter that is called has its places from its callers.
                let anchors = if caller.called { Vec::new() } else { passage.anchors(ways.names, edge, None) };
                join(&mut found, root, Reach { anchors, ..passage.start(edge) });
            }
            if group.binary_search(&edge.caller).is_err() {
                for (root, reach) in &caller.reached {
                    if let Some(to) = self.thread_by(edge, *root) {
                        join(&mut found, to, ways.passed(place, reach));
                    }
                }
            }
        }
        found
    }
}

impl Ways<'_, '_> {
    /// How the callee is reached by a call, where the caller is reached so.
    fn passed(&self, place: usize, caller: &Reach) -> Reach {
        let (edge, passage) = (self.calls.all()[place], &self.passages[place]);
        match edge.thread {
            // What the starter was given by its callers, the goroutine has from there too.
            Some(_) => passage.start_by(self.names, edge, caller),
            None => passage.call(self.names, edge, caller),
        }
    }
}

/// Takes what another way says of a thread that gets there; where that is more than before, its place among them.
fn join(reached: &mut Reached, root: RootId, reach: Reach) -> Option<usize> {
    let at = reached.binary_search_by_key(&root, |(root, _)| *root).ok()?;
    let is_more = match &mut reached[at].1 {
        Some(known) => known.join(reach),
        unknown => {
            *unknown = Some(reach.settled());
            true
        }
    };
    is_more.then_some(at)
}
