//! Locks: taking, giving back, trying, and closures that do so for a caller.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::effects::{Held, LockAlias, add_named, is_locked};
use crate::analysis::go::place::{Place, Root, Slot, Step};
use crate::analysis::ty::TyKind;
use crate::facts::{Effect, FlagEffect, Literal, LocalId, Node, NodeId, TypeModelKind};
use std::sync::Arc;

impl Interpreter<'_> {
    /// Carries out a method of a lock.
    pub(super) fn lock_operation(&mut self, node: NodeId, lock: &Value, effect: Effect, state: &mut State) -> Value {
        let exclusive = matches!(effect, Effect::Lock | Effect::TryLock | Effect::Unlock);
        let Some(held) = self.lock_of(lock, exclusive) else { return Value::unknown() };
        let held = Held { chosen: self.is_chosen_by_key(node, lock), ..held };
        if !state.unreachable {
            match effect {
                Effect::Unlock | Effect::RUnlock => {
                    self.note_held_on_entry(Held { exclusive: effect == Effect::Unlock, ..held.clone() }, state)
                }
                _ => {
                    self.taken.insert(held.place.clone());
                }
            }
        }
        match effect {
            Effect::Lock | Effect::RLock => {
                self.take(node, &held, state);
                state.acquire(Held { set_up: self.starts_setup(node, effect), ..held });
            }
            Effect::TryLock | Effect::TryRLock => return Value::kind(Kind::Tried(held, node)),
            Effect::Unlock | Effect::RUnlock => {
                self.give_back(node, &held, state);
                self.release(&held, state);
            }
            _ => {}
        }
        Value::unknown()
    }

    /// The lock that the call is of is an entry of a table, and no other call is seen to get the same one: it is
    /// not at a place that the source names, nor at one that the table's own object keeps.
    fn is_chosen_by_key(&self, call: NodeId, lock: &Value) -> bool {
        let Some(place) = lock.place.as_ref().filter(|place| place.steps.contains(&Step::Element)) else { return false };
        let Node::Call { callee, .. } = self.body.node(call) else { return false };
        let Node::Field { base, .. } = self.body.node(callee) else { return false };
        let Node::Index { index, .. } = self.body.node(base) else { return true };
        let mut key = index;
        while let Node::Field { base, .. } = self.body.node(key) {
            key = base;
        }
        match self.body.node(key) {
            Node::Literal(_) | Node::Path(_) => false,
            Node::Local(local) => place.root != Root::Local(local),
            _ => true,
        }
    }

    /// A lock that is given back before the function ever took it was held when it was called.
    fn note_held_on_entry(&mut self, held: Held, state: &State) {
        let from_caller =
            matches!(held.place.root, Root::Local(local) if self.is_param(local)) || matches!(held.place.root, Root::Global(_));
        let outside = self.thread.is_some() || !self.closures.is_empty() || self.trials > 0;
        if outside || !from_caller || self.taken.contains(&held.place) || state.held.iter().any(|own| own.place == held.place) {
            return;
        }
        if !self.out.entered_with.iter().any(|known| known.place == held.place) {
            self.out.entered_with.push(held);
        }
    }

    /// Gives a lock back. One that was not taken here is the caller's.
    pub(super) fn release(&mut self, lock: &Held, state: &mut State) {
        state.renewed.clear();
        state.missing.clear();
        let place = carried(lock, state).unwrap_or_else(|| lock.place.clone());
        self.end_section(&place, state);
        let of_function = self.trials == 0 && self.thread.is_none() && self.closures.is_empty();
        if state.release(&place) || state.unreachable || !of_function && self.trials == 0 {
            return;
        }
        add_named(&mut state.gave, place.clone());
        if of_function {
            add_named(&mut self.out.summary.releases, Held { place, ..lock.clone() });
        }
    }

    /// The locks that calling a value gives back: `return s.mu.Unlock`, `return func() { s.mu.Unlock() }`.
    pub(super) fn unlocks_of(&mut self, value: &Value, state: &State) -> Option<Vec<(Place, bool)>> {
        if !is_locked(&state.held) {
            return None;
        }
        match &value.kind {
            Kind::LibraryMethod(lock, name) => {
                let effect = self.names().method_model(&lock.ty, *name)?.effect;
                let exclusive = effect == Effect::Unlock;
                (exclusive || effect == Effect::RUnlock).then(|| Some(vec![(lock.place.clone()?, exclusive)])).flatten()
            }
            Kind::Closure(id) => {
                let mut after = state.clone();
                self.trials += 1;
                self.run_closure(*id, &[], &mut after);
                self.trials -= 1;
                let gone = state.held.iter().filter(|held| !after.held.iter().any(|kept| kept.place == held.place));
                let gone: Vec<_> = gone.map(|held| (held.place.clone(), held.exclusive)).collect();
                if gone.is_empty() {
                    return None;
                }
                self.consumed.insert(*id);
                Some(gone)
            }
            _ => None,
        }
    }

    /// A field or variable of a lock's pointer type takes the address of a lock.
    pub(super) fn note_lock_alias(&mut self, pointer: Option<Slot>, value: &Value) {
        let is_lock = matches!(self.kind_of(&value.ty), TypeModelKind::Mutex | TypeModelKind::RwLock | TypeModelKind::Transparent);
        // What is made for the pointer is its own, whichever variable had it before.
        let is_others = is_lock && matches!(&*value.ty, TyKind::Pointer(_)) && !self.is_new_lock(value);
        if let (Some(pointer), Some(target), true) = (pointer, value.slot, is_others) {
            let alias = LockAlias { pointer, target };
            if pointer != target && !self.out.lock_aliases.contains(&alias) {
                self.out.lock_aliases.push(alias);
            }
        }
    }

    /// A pointer to a lock that was made here: `mu := &sync.Mutex{}`.
    pub(super) fn is_new_lock(&self, value: &Value) -> bool {
        let made = matches!(value.place.as_ref().map(|place| (place.root, place.steps.is_empty())), Some((Root::Fresh(_), true)));
        made && matches!(self.kind_of(&value.ty), TypeModelKind::Mutex | TypeModelKind::RwLock)
    }

    /// `flag.CompareAndSwap(false, true)`, `flag.Store(false)`: who has set a flag that is cleared again is alone
    /// until then.
    pub(super) fn flag_operation(
        &mut self,
        node: NodeId,
        flag: &Value,
        (effect, args): (FlagEffect, &[NodeId]),
        state: &mut State,
    ) -> Value {
        let Some(held) = self.lock_of(flag, true).map(|lock| Held { once: true, flag: true, ..lock }) else { return Value::unknown() };
        let is_clear = |node: &NodeId| matches!(self.body.node(*node), Node::Literal(Literal::Bool(false) | Literal::Int(0)));
        let is_set = |node: &NodeId| matches!(self.body.node(*node), Node::Literal(Literal::Bool(true) | Literal::Int(1)));
        match (effect, args) {
            (FlagEffect::Claim, [.., old, new]) if is_clear(old) && is_set(new) => Value::kind(Kind::Tried(held, node)),
            (FlagEffect::Put, [.., value]) if is_clear(value) => {
                self.release(&held, state);
                Value::unknown()
            }
            _ => Value::unknown(),
        }
    }

    pub(super) fn lock_of(&self, value: &Value, exclusive: bool) -> Option<Held> {
        Some(Held { copied: value.copied, ..Held::new(value.place.clone()?, value.slot, exclusive) })
    }

    /// `old := s.m; s.m = nil`: what `old` holds is nobody else's from then on. Whether a lock is held meanwhile, here or
    /// by the callers, is asked of the two uses of `s.m`.
    pub(super) fn take_aliases(&mut self, place: &Value, at: NodeId, state: &mut State) {
        let is_alias = |value: &Value| value.place == place.place && !value.direct;
        let taken: Vec<LocalId> = state.env.iter().filter(|(_, value)| is_alias(value)).map(|(local, _)| local).collect();
        for local in taken {
            let made = self.allocate(at, place.ty, state);
            state.env.insert(local, Arc::new(made));
        }
    }
}

/// The place of the lock that is given back by way of an object which was got or made here, and carries it from where it
/// was taken: of those that are held, the only one of that declaration.
fn carried(lock: &Held, state: &State) -> Option<Place> {
    let is_got = matches!(lock.place.root, Root::Result(_) | Root::Fresh(_));
    if !is_got || lock.slot.is_none() || state.held.iter().any(|held| held.place == lock.place) {
        return None;
    }
    let mut declared_so = state.held.iter().filter(|held| held.slot == lock.slot);
    let only = declared_so.next().filter(|_| declared_so.next().is_none())?;
    Some(only.place.clone())
}
