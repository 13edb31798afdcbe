//! Locks that functions are handed: where all callers in sight hand over one and the same, it is that one.
//!
//! `func (o *op) fail(mu *sync.Mutex) { mu.Lock(); o.mark() }`: who calls `mark` under the lock itself, and who does so by way
//! of `fail`, hold one lock there under two names. [`Contexts::lock`](super::Contexts::lock) tells as much of what is handed over
//! once it is known what functions are entered with; here it is found out what they are entered with.

use crate::analysis::go::call_graph::{Edge, position_of};
use crate::analysis::go::effects::Held;
use crate::analysis::go::names::Names;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::ty::FunctionId;
use rustc_hash::{FxHashMap, FxHashSet};

/// So many functions may hand a lock on to each other.
const MAX_HANDED_ON: usize = 5;

/// What parameters that are locks stand for; `None`: callers hand over several, or it is not seen which.
pub(super) struct LockParams(FxHashMap<Slot, Option<Slot>>);

impl LockParams {
    /// Of the functions that call others under locks which they were handed.
    pub(super) fn new(names: &Names<'_>, edges: &[Edge<'_>]) -> LockParams {
        let mut positions: FxHashMap<FunctionId, FxHashSet<(Slot, usize)>> = FxHashMap::default();
        for edge in edges {
            for slot in edge.held.iter().filter_map(|lock| lock.slot) {
                if let SlotBase::Local(function, local) = slot.base
                    && let Some(position) = position_of(names, function, local)
                {
                    positions.entry(function).or_default().insert((slot, position));
                }
            }
        }
        let mut params: FxHashMap<Slot, Option<Slot>> = FxHashMap::default();
        for edge in edges.iter().filter(|_| !positions.is_empty()) {
            let mut of_callee: Vec<(Slot, usize)> = positions.get(&edge.callee).into_iter().flatten().copied().collect();
            of_callee.sort_unstable();
            for (param, position) in of_callee {
                let given = edge.args.get(position).and_then(|arg| arg.slot);
                // What calls itself hands on what it was handed.
                if given == Some(param) {
                    continue;
                }
                let known = params.entry(param).or_insert(given);
                if *known != given {
                    *known = None;
                }
            }
        }
        LockParams(params)
    }

    /// Names the locks as those do who hand them over.
    pub(super) fn settle(&self, held: &mut [Held]) {
        for lock in held.iter_mut().filter(|_| !self.0.is_empty()) {
            for _ in 0..MAX_HANDED_ON {
                let Some(given) = lock.slot.and_then(|slot| *self.0.get(&slot)?) else { break };
                lock.slot = Some(given);
            }
        }
    }
}
