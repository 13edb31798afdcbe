//! What is done before a group is: `defer s.wg.Done()` in a goroutine, `s.wg.Wait()` in another method.
//!
//! Within one function it is followed which goroutines run; this is for a group, or a channel that is closed, in
//! a field or a package variable. It is written down as `sync.Once` is, by [`Held::group`]: what comes before
//! `Done` or `close` holds the group exclusively, what comes after `Wait` or a receive holds it shared.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::{Held, SpawnIndex};
use crate::analysis::go::passed::Moment;
use crate::analysis::go::place::Root;
use std::mem::take;
use thin_vec::ThinVec;

/// Someone says that its part is done.
pub(super) struct Done {
    group: Held,
    thread: Option<SpawnIndex>,
    /// `None`: when the function, or the goroutine, ends.
    at: Option<Moment>,
}

impl Interpreter<'_> {
    /// From here on what the group waits for is done.
    pub(super) fn wait_for_group(&self, on: &Value, state: &mut State) {
        if let Some(group) = self.group(on, false).filter(|_| !state.unreachable) {
            state.acquire(group);
        }
    }

    /// This thread's part in the group is done; `deferred`: when it ends.
    pub(super) fn note_done(&mut self, on: &Value, deferred: bool, state: &mut State) {
        // Elsewhere it may only tell that something has begun, and be done again.
        let ends = deferred || self.thread.is_some();
        if state.unreachable || self.trials > 0 || self.uncertain || !ends {
            return;
        }
        if let Some(group) = self.group(on, true) {
            let at = (!deferred).then(|| self.moment(state));
            self.done.push(Done { group, thread: self.thread, at });
        }
    }

    fn group(&self, on: &Value, exclusive: bool) -> Option<Held> {
        let slot = on.slot.filter(|slot| slot.is_declared())?;
        let place = on.place.clone().filter(|place| matches!(place.root, Root::Local(_) | Root::Global(_)))?;
        Some(Held { once: true, group: true, ..Held::new(place, Some(slot), exclusive) })
    }

    /// At the end: marks what is done before.
    pub(super) fn settle_done(&mut self) {
        let done = take(&mut self.done);
        for part in &done {
            let is_one = |other: &&Done| other.group == part.group && other.thread == part.thread;
            let all = || done.iter().filter(is_one).map(|other| other.at.as_ref());
            let before = |moment: &Moment, thread: Option<SpawnIndex>| {
                let after = |at: Option<&Moment>| at.is_some_and(|at| moment.after.contains(at.event));
                let is_before = |at: Option<&Moment>| at.is_none_or(|at| moment.is_before(at));
                thread == part.thread && all().any(is_before) && !all().any(after)
            };
            let hold = |held: &mut ThinVec<Held>| {
                if !held.contains(&part.group) {
                    held.push(part.group.clone());
                }
            };
            self.out.accesses.iter_mut().filter(|access| before(&access.moment, access.thread)).for_each(|access| hold(&mut access.held));
            self.out.calls.iter_mut().filter(|call| before(&call.moment, call.thread)).for_each(|call| hold(&mut call.held));
        }
    }
}
