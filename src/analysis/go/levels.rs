//! Functions in the order in which they rest on one another.

use super::names::narrow;
use crate::analysis::ty::FunctionId;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// So many functions, in groups of those that rest on one another, and these in levels: each rests on itself and on what is
/// in levels before its own. `rests_on`: pairs of a function and one that it rests on.
///
/// The groups are the strongly connected components (Kosaraju and Sharir's algorithm), in no special order within a level.
pub(super) fn levels(functions: usize, rests_on: impl Iterator<Item = (FunctionId, FunctionId)>) -> Vec<Vec<Vec<FunctionId>>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(functions, 0);
    (0..functions).for_each(|_| {
        graph.add_node(());
    });
    let node = |id: FunctionId| NodeIndex::new(id.0 as usize);
    graph.extend_with_edges(rests_on.map(|(id, other)| (node(id), node(other))));
    // From 1; 0: not yet in one.
    let mut level_of = vec![0; functions];
    let mut levels: Vec<Vec<Vec<FunctionId>>> = Vec::new();
    // What others rest on comes first.
    for component in kosaraju_scc(&graph) {
        let below = component.iter().flat_map(|member| graph.neighbors(*member)).map(|other| level_of[other.index()]).max();
        let level: usize = below.unwrap_or_default();
        component.iter().for_each(|member| level_of[member.index()] = level + 1);
        levels.resize_with(levels.len().max(level + 1), Vec::new);
        levels[level].push(component.into_iter().map(|member| FunctionId(narrow(member.index()))).collect());
    }
    levels
}

/// By function, of so many, whether it is one of these or rests on one, directly or by way of others. `rests_on`: as above.
pub(super) fn resting_on(functions: usize, these: &[FunctionId], rests_on: impl Iterator<Item = (FunctionId, FunctionId)>) -> Vec<bool> {
    let mut resting: Vec<Vec<FunctionId>> = vec![Vec::new(); functions];
    rests_on.for_each(|(id, other)| resting[other.0 as usize].push(id));
    let mut found = vec![false; functions];
    let mut pending = these.to_vec();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut found[id.0 as usize], true) {
            pending.append(&mut resting[id.0 as usize]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_comes_after_what_it_rests_on_and_beside_what_rests_on_it_too() {
        let pairs = [(0, 1), (1, 2), (2, 1), (2, 3), (4, 4)];
        let found = levels(6, pairs.into_iter().map(|(id, other)| (FunctionId(id), FunctionId(other))));
        let sorted = |level: Vec<Vec<FunctionId>>| {
            let numbers = |group: Vec<FunctionId>| group.into_iter().map(|id| id.0).collect::<BTreeSet<u32>>();
            level.into_iter().map(numbers).collect::<BTreeSet<_>>()
        };
        let groups = |groups: &[&[u32]]| groups.iter().map(|group| group.iter().copied().collect()).collect::<BTreeSet<BTreeSet<u32>>>();
        let wanted = [groups(&[&[3], &[4], &[5]]), groups(&[&[1, 2]]), groups(&[&[0]])];
        assert_eq!(found.into_iter().map(sorted).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn what_rests_on_some_is_found_in_rings_too_and_nothing_else() {
        let pairs = [(0, 1), (1, 2), (2, 1), (3, 0), (2, 4), (5, 5)].map(|(id, other)| (FunctionId(id), FunctionId(other)));
        assert_eq!(resting_on(6, &[FunctionId(2)], pairs.into_iter()), [true, true, true, true, false, false]);
    }
}
