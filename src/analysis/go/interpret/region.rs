//! Locks that the function itself takes and gives back, by path: the same one taken twice, one that is
//! left held, one given back by the other side's method.
//!
//! [`Taken`] is kept apart from what an access holds: it is *must* only where each path took the
//! lock, it says where, and it ends where the object that the lock belongs to can no longer be
//! named. An element of a container is some object, never the same one, and is not followed.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::{Call, FaultKind, Held, LockFault, Taken, Taking, add_named};
use crate::analysis::go::place::{Path, Place, Root, Step};
use crate::facts::{Body, Effect, LocalId, Name, Node, NodeId};
use rustc_hash::FxHashSet;
use thin_vec::ThinVec;

/// One run of the function's body or of a closure's.
#[derive(Default)]
struct Activation {
    /// Where it is left, with a lock that it took and has not given back.
    exits: Vec<(NodeId, Taken)>,
    /// Acquisitions that are given back on some path.
    closed: FxHashSet<NodeId>,
    /// Acquisitions that are given back, on some path, after a jump out of their loop.
    settled: FxHashSet<NodeId>,
}

/// What is gathered of locks over the whole function.
#[derive(Default)]
pub(super) struct Regions {
    activations: Vec<Activation>,
    takings: Vec<Taking>,
    /// Acquisitions that later code does not know to have happened: `if needed { mu.Lock() }`.
    conditional: FxHashSet<NodeId>,
    /// Parameters that were given another value.
    rebound: FxHashSet<LocalId>,
    /// A jump to an unknown place: no path is known.
    jumps: bool,
    /// Inside a function that somebody else runs, who may keep others out meanwhile.
    pub(super) run_by_others: usize,
    /// What is run now may run when the locks that were taken are given back.
    pub(super) later: bool,
}

impl Regions {
    pub(super) fn new(body: &Body) -> Regions {
        Regions { jumps: body.nodes.iter().any(|node| matches!(node, Node::Goto(_))), ..Regions::default() }
    }
}

impl State {
    /// Nothing is known of locks that were taken outside: the code at hand runs at another time.
    pub(super) fn forget_sections(&mut self) {
        self.taken.clear();
        self.given.clear();
        self.looked.clear();
    }

    /// From here on another goroutine has these locks, and gives them back.
    pub(super) fn hand_over(&mut self, locks: &[Held]) {
        self.held.retain(|held| !locks.contains(held));
        self.taken.retain(|taken| locks.iter().all(|lock| lock.place != taken.place));
    }
}

/// Joins the locks taken on another path.
pub(super) fn join_taken(mine: &mut ThinVec<Taken>, other: ThinVec<Taken>) {
    for taken in mine.iter_mut() {
        match other.iter().find(|twin| twin.place == taken.place) {
            Some(twin) => {
                taken.must &= twin.must && taken.exclusive == twin.exclusive;
                taken.leaked = taken.leaked.or(twin.leaked);
                taken.again = taken.again.filter(|again| twin.again == Some(*again));
            }
            None => taken.must = false,
        }
    }
    for taken in other {
        if mine.iter().all(|known| known.place != taken.place) {
            mine.push(Taken { must: false, ..taken });
        }
    }
}

/// A call is come to once more, with these locks.
pub(super) fn add_sections(call: &mut Call, state: &State) {
    for taken in state.taken.iter().filter(|taken| taken.must) {
        if call.taken.iter().all(|known| known.place != taken.place) {
            call.taken.push(taken.clone());
        }
    }
    state.given.iter().for_each(|place| add_named(&mut call.given, place.clone()));
}

/// The place is one object, not some element of a container.
pub(in crate::analysis::go) fn is_one_object(place: &Path) -> bool {
    !place.steps.contains(&Step::Element) && place.root != Root::Outer
}

impl Interpreter<'_> {
    /// `mu.Lock()`.
    pub(super) fn take(&mut self, node: NodeId, lock: &Held, state: &mut State) {
        if state.unreachable || !is_one_object(&lock.place) {
            return;
        }
        let known = state.taken.iter_mut().find(|taken| taken.place == lock.place);
        let Some(known) = known else {
            self.note_taking(node, lock, state);
            self.hold_lock(node, lock, false, state);
            return;
        };
        let before = known.clone();
        if known.must {
            known.again = Some(node);
        } else {
            *known = Taken { must: true, at: node, leaked: None, again: None, exclusive: lock.exclusive, ..before.clone() };
        }
        match before.leaked {
            Some(leak) if leak == before.at => self.note_fault(FaultKind::Looped, leak, before),
            Some(leak) => self.note_fault(FaultKind::Kept, leak, before),
            None if before.must => self.note_fault(FaultKind::Again(lock.exclusive), node, before),
            None => {}
        }
    }

    /// From here on the lock is held: by an operation on it, or by a callee that returned with it.
    pub(super) fn hold_lock(&self, node: NodeId, lock: &Held, by_callee: bool, state: &mut State) {
        let known = state.taken.iter().any(|taken| taken.place == lock.place);
        let ours = match lock.place.root {
            Root::Local(local) => !self.reassigned.contains(&local),
            _ => true,
        };
        if known || state.unreachable || lock.once || !ours || !is_one_object(&lock.place) {
            return;
        }
        state.taken.push(Taken {
            place: lock.place.clone(),
            slot: lock.slot,
            exclusive: lock.exclusive,
            at: node,
            must: true,
            by_callee,
            depth: self.closures.len(),
            loops: self.loops.len(),
            leaked: None,
            again: None,
        });
    }

    /// A lock of the caller's is taken: who holds it must not call this.
    fn note_taking(&mut self, node: NodeId, lock: &Held, state: &State) {
        let own = self.thread.is_none() && !self.regions.later && !self.after_return && !self.uncertain && self.trials == 0 && !lock.copied;
        if own && self.is_of_caller(&lock.place) && !state.given.contains(&lock.place) {
            let known = self.regions.takings.iter().any(|taking| taking.node == node && taking.place == lock.place);
            if !known {
                self.regions.takings.push(Taking { node, place: lock.place.clone(), exclusive: lock.exclusive });
            }
        }
    }

    /// Runs what may run when the locks that are taken now are given back.
    pub(super) fn run_later(&mut self, state: &mut State, run: impl FnOnce(&mut Self, &mut State)) {
        let before = std::mem::replace(&mut self.regions.later, true);
        let taken = std::mem::take(&mut state.taken);
        run(self, state);
        state.taken = taken;
        self.regions.later = before;
    }

    fn is_of_caller(&self, place: &Place) -> bool {
        match place.root {
            Root::Local(local) => self.is_param(local),
            Root::Global(_) => true,
            _ => false,
        }
    }

    /// `mu.Unlock()`, before it is carried out.
    pub(super) fn give_back(&mut self, node: NodeId, lock: &Held, state: &State) {
        if state.unreachable {
            return;
        }
        match state.taken.iter().find(|taken| taken.place == lock.place) {
            Some(taken) => {
                if taken.must && taken.exclusive != lock.exclusive && taken.again.is_none() && !taken.by_callee {
                    self.note_fault(FaultKind::Crossed, node, taken.clone());
                }
                if taken.by_callee {
                    self.note_handed(lock.slot);
                }
            }
            None => self.note_handed(lock.slot),
        }
    }

    /// The lock is no longer held.
    pub(super) fn end_section(&mut self, place: &Place, state: &mut State) {
        if state.unreachable {
            return;
        }
        for looked in &mut state.looked {
            if let Some(at) = looked.under.iter().position(|under| under == place) {
                looked.released.push(looked.under.swap_remove(at));
            }
        }
        match state.taken.iter().position(|taken| taken.place == *place) {
            Some(index) => {
                let taken = state.taken.remove(index);
                for activation in &mut self.regions.activations {
                    activation.closed.insert(taken.at);
                    if taken.leaked.is_some() {
                        activation.settled.insert(taken.at);
                    }
                }
                if !taken.must {
                    self.regions.conditional.insert(taken.at);
                }
            }
            None => add_named(&mut state.given, place.clone()),
        }
    }

    fn note_handed(&mut self, slot: Option<crate::analysis::go::place::Slot>) {
        if let Some(slot) = slot.filter(|slot| !self.out.handed_locks.contains(slot)) {
            self.out.handed_locks.push(slot);
        }
    }

    /// The lock, or its `Unlock`, is handed to somebody: who gives it back is not known.
    pub(super) fn note_lock_handed(&mut self, value: &Value) {
        use super::state::Kind;
        use crate::facts::TypeModelKind;
        if let Kind::LibraryMethod(lock, name) = &value.kind
            && let Some(model) = self.names().method_model(&lock.ty, *name)
            && matches!(model.effect, Effect::Unlock | Effect::RUnlock)
        {
            self.note_handed(lock.slot);
        } else if matches!(value.kind, Kind::Plain)
            && value.slot.is_some()
            && matches!(self.kind_of(&value.ty), TypeModelKind::Mutex | TypeModelKind::RwLock)
        {
            self.note_handed(value.slot);
        }
    }

    fn note_fault(&mut self, kind: FaultKind, at: NodeId, lock: Taken) {
        let known = self.out.lock_faults.iter().any(|fault| fault.kind == kind && fault.at == at);
        if !known && self.trials == 0 && !self.regions.jumps {
            self.out.lock_faults.push(LockFault { kind, at, lock });
        }
    }

    // ---- ends -----------------------------------------------------------------------------------

    pub(super) fn enter_activation(&mut self) {
        self.regions.activations.push(Activation::default());
    }

    /// The function or closure is left here by itself, deferred calls done.
    pub(super) fn note_leaving(&mut self, at: NodeId, state: &State) {
        let depth = self.closures.len();
        for taken in state.taken.iter().filter(|taken| taken.depth == depth) {
            if !taken.must && taken.leaked.is_none() {
                self.regions.conditional.insert(taken.at);
            } else if let Some(activation) = self.regions.activations.last_mut() {
                activation.exits.push((at, taken.clone()));
            }
        }
    }

    /// The run of a body is over: what it was left with was to be given back if other paths do so.
    pub(super) fn end_activation(&mut self) {
        let Some(Activation { exits, closed, settled }) = self.regions.activations.pop() else { return };
        // A closure that only locks is a helper of the function around it.
        let whole = self.closures.is_empty() || self.closures.len() == 1 && self.thread.is_some();
        for (at, taken) in exits {
            if let Some(leak) = taken.leaked.filter(|_| !taken.must) {
                if closed.contains(&taken.at) && !settled.contains(&taken.at) {
                    self.note_fault(FaultKind::Kept, leak, taken);
                }
                continue;
            }
            let kind = if closed.contains(&taken.at) {
                FaultKind::Kept
            } else if !whole {
                continue;
            } else if taken.again.is_some() {
                FaultKind::Doubled
            } else {
                FaultKind::Never
            };
            self.note_fault(kind, at, taken);
        }
    }

    /// A pass of a loop ends, by a jump (`at`) or at the end of the body, with locks that it took.
    pub(super) fn note_pass_end(&self, label: Option<Name>, at: Option<NodeId>, state: &mut State) {
        let loops = self.frames.iter().rev().filter(|frame| frame.is_loop);
        let inner = label.map_or(0, |label| loops.take_while(|frame| frame.label != Some(label)).count());
        let depth = self.loops.len().saturating_sub(inner);
        for taken in state.taken.iter_mut().filter(|taken| taken.must && taken.loops >= depth && taken.leaked.is_none()) {
            taken.leaked = Some(at.unwrap_or(taken.at));
        }
    }

    /// A root gets another object: what was held of the old one has no name any more.
    pub(super) fn lose(&mut self, root: Root, state: &mut State) {
        state.missing.retain(|place| place.root != root);
        state.seen.retain(|place| place.root != root);
        if state.taken.iter().all(|taken| taken.place.root != root) {
            return;
        }
        let lost: Vec<Taken> = state.taken.iter().filter(|taken| taken.place.root == root).cloned().collect();
        state.taken.retain(|taken| taken.place.root != root);
        for taken in lost {
            let Some(leak) = taken.leaked.filter(|leak| *leak != taken.at) else { continue };
            let closed = self.regions.activations.last().is_some_and(|activation| activation.closed.contains(&taken.at));
            let kept = state.env.iter().any(|(local, value)| {
                let outside = self.declared.get(&local).is_none_or(|loops| loops.len() < taken.loops);
                outside && value.place.as_ref().is_some_and(|place| place.root == root)
            });
            if closed && !kept {
                self.note_fault(FaultKind::Kept, leak, taken);
            }
        }
    }

    /// A local is given a value.
    pub(super) fn note_rebound(&mut self, local: LocalId, state: &mut State) {
        if self.is_param(local) {
            self.regions.rebound.insert(local);
        }
        self.lose(Root::Local(local), state);
        if !state.looked.is_empty() {
            state.looked.retain(|looked| !self.mentions(looked.key, local));
        }
    }

    /// A field is given another object: locks inside are those of the old one.
    pub(super) fn note_replaced(to: &Place, state: &mut State) {
        let inside = |place: &Place| place.root == to.root && place.steps.len() > to.steps.len() && place.steps.starts_with(&to.steps);
        state.taken.retain(|taken| !inside(&taken.place));
    }

    /// What callers must know of the locks that the function takes.
    pub(super) fn settle_takings(&mut self) {
        let regions = &self.regions;
        let stands = |taking: &Taking| {
            let param = match taking.place.root {
                Root::Local(local) => !regions.rebound.contains(&local) && !self.reassigned.contains(&local),
                _ => true,
            };
            param && !regions.conditional.contains(&taking.node)
        };
        self.out.takings = regions.takings.iter().filter(|taking| stands(taking)).cloned().collect();
        let rebound = self.function.receiver.iter().chain(&self.function.params);
        self.out.rebound_params =
            rebound.copied().filter(|local| regions.rebound.contains(local) || self.reassigned.contains(local)).collect();
        self.out.lock_faults.sort_by_key(|fault| fault.at);
    }
}
