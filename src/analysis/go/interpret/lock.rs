//! Locks: taking, giving back, trying, and closures that do so for a caller.

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::place::Place;
use crate::facts::{Effect, NodeId};

impl Interpreter<'_> {
    /// Carries out a method of a lock.
    pub(super) fn lock_operation(&mut self, node: NodeId, lock: &Value, effect: Effect, state: &mut State) -> Value {
        let exclusive = matches!(effect, Effect::Lock | Effect::TryLock | Effect::Unlock);
        let Some(held) = self.lock_of(lock, exclusive) else { return Value::unknown() };
        match effect {
            Effect::Lock | Effect::RLock => {
                self.take(node, &held, state);
                state.acquire(held);
            }
            Effect::TryLock | Effect::TryRLock => return Value::kind(Kind::Tried(held, node)),
            Effect::Unlock | Effect::RUnlock => {
                self.give_back(node, &held, state);
                self.release(&held.place, exclusive, state);
            }
            _ => {}
        }
        Value::unknown()
    }

    /// Gives a lock back. One that was not taken here is the caller's.
    pub(super) fn release(&mut self, place: &Place, exclusive: bool, state: &mut State) {
        state.renewed.clear();
        self.end_section(place, state);
        if !state.release(place) && self.thread.is_none() && self.closures.is_empty() && !state.unreachable {
            let release = (place.clone(), exclusive);
            if !self.out.summary.releases.contains(&release) {
                self.out.summary.releases.push(release);
            }
        }
    }

    /// The locks that calling a value gives back: `return s.mu.Unlock`, `return func() { s.mu.Unlock() }`.
    pub(super) fn unlocks_of(&mut self, value: &Value, state: &State) -> Option<Vec<(Place, bool)>> {
        if state.held.is_empty() {
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
}
