//! What a function keeps its thread or task waiting for, itself or through what it calls.
//!
//! Bounded in depth as summaries are: a function beyond the bound is taken not to wait.

use super::summary::DEPTH;
use super::trace::Trace;
use crate::analysis::ty::FunctionId;
use crate::facts::{NodeId, Wait};
use rustc_hash::FxHashMap;

/// One thing that a function waits for.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// What for.
    pub(super) wait: Wait,
    /// Only the task waits.
    pub(super) awaited: bool,
    /// The calls from the function to where it waits, outermost first: function and node.
    pub(super) path: Vec<(FunctionId, NodeId)>,
}

/// What functions wait for, each thing once.
pub(super) type Waits = FxHashMap<FunctionId, Vec<Waiting>>;

/// What all functions wait for when they are called.
pub(super) fn summarise(traces: &[Trace]) -> Waits {
    let mut done = Waits::default();
    for trace in traces {
        for site in trace.waits.iter().filter(|site| site.detached.is_none()) {
            let waiting = Waiting { wait: site.wait, awaited: site.awaited, path: vec![(trace.function, site.node)] };
            add(&mut done, trace.function, waiting);
        }
    }
    let mut fresh = done.clone();
    for _ in 1..DEPTH {
        let mut next = Waits::default();
        for trace in traces {
            for site in trace.calls.iter().filter(|site| site.detached.is_none() && site.callee != trace.function) {
                for waiting in fresh.get(&site.callee).into_iter().flatten() {
                    let path = std::iter::once((trace.function, site.node)).chain(waiting.path.iter().copied()).collect();
                    let waiting = Waiting { path, ..waiting.clone() };
                    if add(&mut done, trace.function, waiting.clone()) {
                        next.entry(trace.function).or_default().push(waiting);
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        fresh = next;
    }
    done
}

fn add(done: &mut Waits, function: FunctionId, waiting: Waiting) -> bool {
    let known = done.entry(function).or_default();
    let new = known.iter().all(|known| (known.wait, known.awaited) != (waiting.wait, waiting.awaited));
    if new {
        known.push(waiting);
    }
    new
}
