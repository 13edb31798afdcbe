//! Maps that become parameters: whose they are, and the locks and threads with which they come.

use super::{Contexts, RootId};
use crate::analysis::go::anchor::Named;
use crate::analysis::go::call_graph::{Edge, across};
use crate::analysis::go::effects::{Effects, Held, SpawnIndex};
use crate::analysis::go::names::{Names, Region};
use crate::analysis::go::place::{self, Root, Slot, SlotBase};
use crate::analysis::ty::{FunctionId, TyKind};
use crate::facts::NodeId;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

/// How many hand-overs of a map from caller to callee are followed.
pub(super) const MAX_HANDOVERS: usize = 5;

/// A caller's map becomes a callee's parameter.
#[derive(Clone, Debug)]
pub(super) struct Handover {
    slot: Slot,
    caller: FunctionId,
    thread: Option<SpawnIndex>,
    /// The map is the caller's own.
    owned: bool,
    /// Each goroutine that hands it over has another one.
    each: bool,
    /// Locks that the caller certainly holds then, in the callee's places.
    held: Vec<Held>,
    /// Those of them that it takes itself, whoever calls it.
    taken: Vec<Held>,
    by: HandedBy,
}

/// How a map is handed over, as the caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis::go) struct HandedBy {
    /// The map in the caller.
    pub(in crate::analysis::go) map: Named,
    /// Goroutines of the caller that may be running then.
    pub(in crate::analysis::go) alive: Vec<SpawnIndex>,
    /// The calls by which it comes from there to whom it is handed to, outermost first: caller and call.
    pub(in crate::analysis::go) calls: Vec<(FunctionId, NodeId)>,
}

/// A slot that a parameter may stand for, and the thread that it is handed over on (`None`: the
/// threads of the function).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis::go) struct Origin {
    pub(in crate::analysis::go) slot: Slot,
    pub(in crate::analysis::go) root: Option<RootId>,
    /// Locks held on entry where the map is handed over by this caller; `None`: those of all callers.
    pub(in crate::analysis::go) held: Option<Vec<Held>>,
    /// The map is the caller's own.
    pub(in crate::analysis::go) owned: bool,
    /// Each goroutine that hands it over has another one.
    pub(in crate::analysis::go) each: bool,
    /// The hand-over by the function whose variable or field it is; `None` where the slot is the
    /// function's own, or the map comes with a goroutine.
    pub(in crate::analysis::go) handed_by: Option<HandedBy>,
}

impl HandedBy {
    /// What gets the map hands it on as `then` says.
    fn before(&self, then: Option<&HandedBy>) -> HandedBy {
        let mut by = self.clone();
        by.calls.extend(then.into_iter().flat_map(|then| &then.calls).copied());
        by
    }
}

impl Origin {
    /// The same but for the calls by which the map comes.
    fn is_like(&self, other: &Origin) -> bool {
        let by = |origin: &Origin| origin.handed_by.as_ref().map(|by| (by.map.clone(), by.alive.clone()));
        let known = |origin: &Origin| (origin.slot, origin.root, origin.owned, origin.each);
        known(self) == known(other) && self.held == other.held && by(self) == by(other)
    }
}

impl Contexts {
    pub(super) fn hand_over(&mut self, names: &Names<'_>, effects: &[Effects], edges: &[Edge<'_>]) {
        let used: FxHashSet<Slot> = effects.iter().flat_map(|effects| &effects.accesses).map(|access| access.slot).collect();
        let hands_over = edges.par_iter().filter(|edge| !edge.virtual_ || edge.through_interface || edge.is_of_kept());
        let found = hands_over.flat_map_iter(|edge| self.handovers_by(names, &used, edge)).collect_vec_list();
        for (param, handover) in found.into_iter().flatten() {
            self.handovers.entry(param).or_default().push(handover);
        }
    }

    /// What a call hands over, each with the parameter that it becomes; `used`: slots that are used as maps somewhere.
    fn handovers_by(&self, names: &Names<'_>, used: &FxHashSet<Slot>, edge: &Edge<'_>) -> Vec<(Slot, Handover)> {
        let mut found = Vec::new();
        let (_, callee) = names.symbols.function(names.program, edge.callee);
        let receiver = callee.receiver.filter(|_| is_map_method(names, edge.callee));
        // Behind an interface, what is called is a map for certain only where the method is a map's.
        let sure = if edge.virtual_ && !edge.is_of_kept() { 1 } else { edge.args.len() };
        let crossed = OnceCell::new();
        for (position, arg) in edge.args.iter().enumerate().take(sure) {
            let local = if position == 0 { receiver } else { callee.params.get(position - 1).copied() };
            let (Some(slot), Some(local)) = (arg.slot, local) else { continue };
            // Of several that may be behind an interface it is the map only where it is used as one elsewhere.
            if edge.spread && !edge.is_of_kept() && !used.contains(&slot) {
                continue;
            }
            let param = Slot::new(SlotBase::Local(edge.callee, local));
            if param != slot {
                let caller = &self.functions[edge.caller.0 as usize];
                let cross = || (across(names, edge, &caller.held, caller.owned), across(names, edge, &[], 0).0);
                let ((held, owned), taken) = crossed.get_or_init(cross);
                let local = matches!(slot.base, SlotBase::Local(..));
                let handover = Handover {
                    slot,
                    caller: edge.caller,
                    thread: edge.thread,
                    owned: position < 64 && owned >> position & 1 == 1 && !local && edge.may_own(position),
                    each: arg.each && edge.thread.is_some(),
                    held: held.clone(),
                    taken: taken.clone(),
                    by: HandedBy {
                        map: Named::argument(edge.caller, arg),
                        alive: edge.alive.to_vec(),
                        calls: vec![(edge.caller, edge.node)],
                    },
                };
                found.push((param, handover));
            }
        }
        found
    }

    /// The slots that a slot may stand for: a parameter's are those of the arguments, wherever a
    /// caller is visible; any other slot stands for itself.
    pub(in crate::analysis::go) fn origins(&self, slot: Slot) -> Vec<Origin> {
        let mut found = Vec::new();
        self.follow(Origin { slot, root: None, held: None, owned: false, each: false, handed_by: None }, &Trail::default(), &mut found);
        // Two calls of one function under the same locks say one thing.
        found.dedup_by(|later, first| later.is_like(first));
        found
    }

    /// The lock that a parameter stands for where the calls that hand over a map hand it over, too.
    pub(in crate::analysis::go) fn lock_with(&self, param: Slot, calls: &[(FunctionId, NodeId)]) -> Option<Slot> {
        let (last, before) = calls.split_last()?;
        let handover = self.handovers.get(&param)?.iter().find(|handover| handover.by.calls == [*last])?;
        Some(self.lock_with(handover.slot, before).unwrap_or_else(|| self.lock(handover.slot)))
    }

    fn follow(&self, from: Origin, trail: &Trail, found: &mut Vec<Origin>) {
        let base = Slot::new(from.slot.base);
        let Some(handovers) = self.handovers.get(&base).filter(|_| trail.calls < MAX_HANDOVERS && found.len() < 32) else {
            found.push(from);
            return;
        };
        for handover in handovers {
            let root = from.root.or_else(|| handover.thread.and_then(|thread| self.spawn_root(handover.caller, thread)));
            let slot = Slot { elements: handover.slot.elements.saturating_add(from.slot.elements), ..handover.slot };
            let held = Some(trail.with(&handover.held));
            let handed_by = handover.thread.is_none().then(|| handover.by.before(from.handed_by.as_ref()));
            let origin = Origin { slot, root, held, owned: from.owned || handover.owned, each: from.each || handover.each, handed_by };
            let trail = Trail {
                taken: trail.with(&handover.taken),
                calls: trail.calls + 1,
                on_thread: trail.on_thread || handover.thread.is_some(),
            };
            self.follow(origin, &trail, found);
        }
    }
}

/// The calls by which a map was handed from function to function.
#[derive(Default)]
struct Trail {
    /// Locks that the callers on the way take themselves, as the last callee sees them.
    taken: Vec<Held>,
    /// How many calls.
    calls: usize,
    /// One of them starts a goroutine: what its callers hold counts for nothing.
    on_thread: bool,
}

impl Trail {
    /// The locks on the way and those that a caller before it holds, which has other names for its own.
    fn with(&self, held: &[Held]) -> Vec<Held> {
        let mut locks = self.taken.clone();
        for lock in held.iter().filter(|_| !self.on_thread) {
            let place =
                if self.calls == 0 || matches!(lock.place.root, Root::Global(_)) { lock.place.clone() } else { place::root(Root::Outer) };
            if place.root == Root::Outer && lock.slot.is_none() || locks.iter().any(|known| known.place == place && known.slot == lock.slot)
            {
                continue;
            }
            locks.push(Held { place, ..lock.clone() });
        }
        locks
    }
}

/// A method of a map type (`func (s Set) Add`): its receiver is the map.
fn is_map_method(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let region = Region { file, scope: function.scope, params: &[] };
    function.owner.is_some_and(|owner| matches!(&*names.underlying(&names.deref(&names.resolve(region, owner))), TyKind::Map(..)))
}
