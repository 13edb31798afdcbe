//! Accesses of maps: written down with all that is known where they stand, and whose the map is.

use super::Interpreter;
use super::state::{self, State, Value};
use crate::analysis::go::effects::{Access, ConcurrentUse, Held, LibraryCall, SpawnIndex, Walk};
use crate::analysis::go::library::is_plain_map;
use crate::analysis::go::passed::{Moment, Passed};
use crate::analysis::go::place::{Root, Slot, SlotBase};
use crate::analysis::model::Op;
use crate::analysis::ty::{TyKind, TypeId};
use crate::facts::{Effect, LocalKind, Name, NodeId};

impl Interpreter<'_> {
    /// All entries of a map are gone through. Maps that a library keeps have an order that nobody looks at.
    pub(super) fn note_walk(&mut self, node: NodeId, map: &Value, state: &State) {
        let of_library = matches!(&*self.names().deref(&map.ty), TyKind::Library(path, _) if !is_plain_map(self.names(), *path));
        let known = || self.out.walks.iter().any(|walk| walk.node == node);
        if self.is_map(&map.ty) && !of_library && self.trials == 0 && !state.unreachable && !known() {
            self.out.walks.push(Walk { node, slot: map.slot, ty: map.ty });
        }
    }

    /// What a walk's entries are given to may be an object of a library.
    pub(super) fn note_library_call(&mut self, node: NodeId, receiver: &Value, name: Name) {
        if self.out.walks.is_empty() || self.out.library_calls.iter().any(|call| call.node == node) {
            return;
        }
        self.out.library_calls.push(LibraryCall { node, ty: self.names().deref(&receiver.ty), name });
    }

    pub(super) fn record(&mut self, node: NodeId, map: &Value, op: Op, state: &mut State) {
        self.note_foreign_write(node, map, op, state);
        // Most maps that a library names are made and filled by its functions, which are not followed.
        if matches!(&*self.names().deref(&map.ty), TyKind::Library(path, _) if !is_plain_map(self.names(), *path)) {
            return;
        }
        let Some(slot) = map.slot.filter(|_| !state.unreachable && self.trials == 0) else { return };
        if self.in_constructor_code() && self.thread.is_none() {
            return;
        }
        let owned = self.is_owned(map, state);
        self.note_use(map, node, state);
        let uncertain = self.uncertain || self.is_given_to_closure(map) || self.is_of_keeper(map);
        let own_steps = self.own_steps(map, state);
        let renewed = map.place.as_ref().is_some_and(|place| state.renewed.iter().any(|new| new.holds(place)));
        let first = map.place.as_ref().is_some_and(|place| state.missing.contains(place));
        let seen = map.place.as_ref().is_some_and(|place| state.seen.contains(place));
        let key = (node, op, self.thread, map.place.clone());
        if let Some(index) = self.access_index.get(&key) {
            let access = &mut self.out.accesses[*index];
            access.owned &= owned;
            access.direct |= map.direct;
            access.uncertain &= uncertain;
            access.renewed &= renewed;
            access.first &= first;
            access.seen &= seen;
            access.own_steps = access.own_steps.min(own_steps);
            access.when = access.when.filter(|flag| state.flags.contains(flag));
            state.pass(&mut access.moment);
            state::union(&mut access.alive, &state.alive);
            access.held.retain_mut(|held| match state.held.iter().find(|twin| twin.place == held.place) {
                Some(twin) => {
                    held.exclusive &= twin.exclusive;
                    true
                }
                None => false,
            });
            return;
        }
        self.access_index.insert(key, self.out.accesses.len());
        let access = Access {
            node,
            place: map.place.clone(),
            root_ty: self.root_type(map),
            slot,
            ty: map.ty,
            op,
            direct: map.direct,
            held: state.held.clone(),
            owned,
            thread: self.thread,
            alive: state.alive.clone(),
            uncertain,
            by_fresh: false,
            handed_on: false,
            per_instance: self.is_per_instance(map) || self.is_made_by_keeper(map),
            made_here: self.is_of_this_thread(map),
            renewed,
            first,
            seen,
            own_steps,
            when: state.flags.first().copied().filter(|_| self.thread.is_none()),
            moment: self.moment(state),
        };
        self.out.accesses.push(access);
    }

    /// A method of a map that is safe by itself is called.
    pub(super) fn note_concurrent_use(&mut self, node: NodeId, map: &Value, effect: Effect, state: &State) {
        let Some(slot) = map.slot.filter(|slot| slot.is_declared() && !state.unreachable && self.trials == 0) else { return };
        let owned = self.is_owned(map, state);
        match self.out.concurrent.iter_mut().find(|known| known.node == node && known.slot == slot) {
            Some(known) => {
                known.held.retain(|held| state.held.contains(held));
                known.owned &= owned;
                known.on_own_thread &= self.thread.is_none() && !self.uncertain;
            }
            None => {
                let on_own_thread = self.thread.is_none() && !self.uncertain;
                self.out.concurrent.push(ConcurrentUse { node, slot, effect, held: state.held.clone(), owned, on_own_thread });
            }
        }
    }

    /// A new event.
    pub(super) fn moment(&mut self, state: &mut State) -> Moment {
        let mut moment = Moment { event: self.events, after: Passed::default() };
        self.events += 1;
        state.pass(&mut moment);
        moment
    }

    /// The declared type of what the value's place starts at.
    pub(super) fn root_type(&self, value: &Value) -> Option<TypeId> {
        let ty = match value.place.as_ref()?.root {
            // What a pointer variable points to came from elsewhere.
            Root::Local(local) if !self.is_param(local) && !self.is_plain_struct(&self.local_ty(local)) => return None,
            Root::Local(local) => self.local_ty(local),
            Root::Fresh(node) => self.fresh.get(&node)?.2,
            _ => return None,
        };
        match &*self.names().deref(&ty) {
            TyKind::Named(id, _) => Some(*id),
            _ => None,
        }
    }

    /// The map's object was made here, by this thread, and nobody else was given it.
    pub(super) fn is_owned(&self, value: &Value, state: &State) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => {
                !state.shared.contains(&node)
                    && !state.published.contains_key(&node)
                    && self.fresh.get(&node).is_some_and(|(made_in, ..)| *made_in == self.thread)
            }
            Some(Root::Local(local)) => {
                let kind = self.body.local(local).kind;
                let own = matches!(kind, LocalKind::Variable | LocalKind::Result) && self.is_plain_struct(&self.local_ty(local));
                let own = own || self.holds_taken(value, state);
                own && !state.shared_locals.contains(&local) && self.declared_in.get(&local) == Some(&self.thread)
            }
            _ => self.is_made_once(value, state),
        }
    }

    /// It is a part of what this thread made and put in place under a `sync.Once`: others get to it when that is
    /// done.
    fn is_made_once(&self, value: &Value, state: &State) -> bool {
        let is_gate = |lock: &Held| lock.slot.is_some_and(|slot| self.out.gates.contains(&slot));
        let once = || state.held.iter().any(|lock| lock.once && lock.exclusive && !lock.group && !lock.flag && !is_gate(lock));
        value.place.as_ref().is_some_and(|place| state.renewed.iter().any(|made| made.holds(place)) && once())
    }

    /// A `range` reads its map between the passes too, beside goroutines that a pass leaves running.
    pub(super) fn note_running_in_passes(&mut self, over: NodeId, alive: &[SpawnIndex]) {
        let ranges = self.out.accesses.iter_mut().filter(|access| access.node == over && access.op == Op::Range);
        ranges.for_each(|access| state::union(&mut access.alive, alive));
    }

    /// What the value is a part of was made by this thread, whoever else has it since.
    pub(super) fn is_of_this_thread(&self, value: &Value) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => self.fresh.get(&node).is_some_and(|(made_in, ..)| *made_in == self.thread),
            Some(Root::Local(local)) if self.body.local(local).kind == LocalKind::Variable => {
                // A closure that a goroutine calls has its variables anew.
                let of_closure = || self.thread.is_some() && value.slot == Some(Slot::new(SlotBase::Local(self.id, local)));
                self.declared_in.get(&local) == Some(&self.thread) && (self.is_plain_struct(&self.local_ty(local)) || of_closure())
            }
            _ => false,
        }
    }

    /// The map came as a parameter of a closure: whoever runs the closure knows whose it is.
    pub(super) fn is_given_to_closure(&self, value: &Value) -> bool {
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Local(local)) if !self.lent_params.contains(&local) => {
                let local = self.body.local(local);
                local.kind == LocalKind::Param && local.closure.is_some()
            }
            _ => false,
        }
    }

    /// Each goroutine started by the spawn at hand has an object of its own.
    pub(super) fn is_per_instance(&self, value: &Value) -> bool {
        if self.thread.is_none() || self.spawn_loops.is_empty() {
            return false;
        }
        if value.pass.is_some() && value.pass == self.spawn_loops.last().copied() {
            return true;
        }
        let loops = match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) => self.fresh.get(&node).map(|(_, loops, _)| loops),
            Some(Root::Local(local)) => self.declared.get(&local),
            _ => None,
        };
        loops.is_some_and(|loops| loops.len() >= self.spawn_loops.len() && loops.starts_with(&self.spawn_loops))
    }
}
