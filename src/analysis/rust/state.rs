//! Which guards are alive at a point of a function, and what holds each of them.
//!
//! The lattice: a state is unreachable (bottom), or says of each guard that it is certainly alive
//! (with its holder) or perhaps not. A join keeps what is alive on both sides, so that a finding
//! never rests on a path that a condition may exclude.

use super::place::Place;
use crate::analysis::model::GuardKind;
use crate::analysis::ty::Ty;
use crate::facts::{LocalId, NodeId};

/// A guard of the function: an index into [`super::trace::Trace::guards`].
pub(super) type GuardId = usize;

/// A guard, as it was taken.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// The lock, or the concurrent map.
    pub(super) place: Place,
    /// The type of that place.
    pub(super) ty: Ty,
    /// What kind.
    pub(super) kind: GuardKind,
    /// Taken exclusively.
    pub(super) exclusive: bool,
    /// The call that takes it.
    pub(super) node: NodeId,
    /// It was acquired by `.await`.
    pub(super) awaited: bool,
    /// It stands for as many as an iterator has items, perhaps none.
    pub(super) many: bool,
    /// Clippy watches it over an `.await`: its type is one of those that the lint knows.
    pub(super) watched: bool,
    /// The lock protects a map, or a struct that has one.
    pub(super) over_map: bool,
}

/// What keeps a guard alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// The value that is being evaluated.
    Value,
    /// A temporary, until that frame ends.
    Temporary(u32),
    /// A local, until its block ends or it is moved.
    Local(LocalId),
}

/// The guards alive at a point.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    unreachable: bool,
    holders: Vec<Option<Holder>>,
}

impl State {
    /// Control never comes here.
    pub(super) fn never() -> State {
        State { unreachable: true, holders: Vec::new() }
    }

    /// Hands a guard to another holder; it is alive afterwards.
    pub(super) fn hold(&mut self, guard: GuardId, holder: Holder) {
        if self.holders.len() <= guard {
            self.holders.resize(guard + 1, None);
        }
        self.holders[guard] = Some(holder);
    }

    /// Ends a guard.
    pub(super) fn end(&mut self, guard: GuardId) {
        if let Some(holder) = self.holders.get_mut(guard) {
            *holder = None;
        }
    }

    /// Ends what a holder holds.
    pub(super) fn end_held_by(&mut self, ended: Holder) {
        for holder in &mut self.holders {
            if *holder == Some(ended) {
                *holder = None;
            }
        }
    }

    /// Ends the temporaries of a frame and of all that were opened after it.
    pub(super) fn end_frames_from(&mut self, first: u32) {
        for holder in &mut self.holders {
            if matches!(holder, Some(Holder::Temporary(frame)) if *frame >= first) {
                *holder = None;
            }
        }
    }

    /// What a holder holds.
    pub(super) fn held_by(&self, by: Holder) -> Vec<GuardId> {
        self.live().filter(|(_, holder)| *holder == by).map(|(guard, _)| guard).collect()
    }

    /// The guards alive and their holders; none where control never comes.
    pub(super) fn live(&self) -> impl Iterator<Item = (GuardId, Holder)> + '_ {
        let reachable = !self.unreachable;
        self.holders.iter().enumerate().filter_map(move |(guard, holder)| holder.filter(|_| reachable).map(|holder| (guard, holder)))
    }

    /// Alive on both ways; a way that control never takes does not count.
    pub(super) fn join(self, other: State) -> State {
        if self.unreachable {
            return other;
        }
        if other.unreachable {
            return self;
        }
        let holders = self.holders.iter().zip(&other.holders).map(|(one, two)| if two.is_some() { *one } else { None }).collect();
        State { unreachable: false, holders }
    }

    /// Whether control comes here.
    pub(super) fn is_reachable(&self) -> bool {
        !self.unreachable
    }

    /// The state after a jump away.
    pub(super) fn leave(&mut self) {
        self.unreachable = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{Holder, State};

    #[test]
    fn join_keeps_what_lives_on_both_ways() {
        let (mut one, mut two) = (State::default(), State::default());
        one.hold(0, Holder::Value);
        one.hold(1, Holder::Temporary(1));
        two.hold(1, Holder::Temporary(1));
        assert_eq!(one.clone().join(two.clone()).live().collect::<Vec<_>>(), [(1, Holder::Temporary(1))]);
        two.leave();
        assert_eq!(one.clone().join(two.clone()).live().count(), 2);
        assert_eq!(two.join(one).live().count(), 2);
    }
}
