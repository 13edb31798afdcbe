//! What a function may have done already at some point: a may-set of its numbered events.
//!
//! Bottom is "nothing", join is union. An event is an access, a call or a spawn of one function; where
//! it comes after another on some path, it has that one's number in its set.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

/// A set of events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Passed(ThinVec<u64>);

/// The number of an event in its function.
pub(super) type Event = u32;

impl Passed {
    pub(super) fn insert(&mut self, event: Event) {
        let word = event as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (event % 64);
    }

    pub(super) fn contains(&self, event: Event) -> bool {
        self.0.get(event as usize / 64).is_some_and(|word| word >> (event % 64) & 1 == 1)
    }

    pub(super) fn join(&mut self, other: &Passed) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, more) in self.0.iter_mut().zip(&other.0) {
            *mine |= more;
        }
    }
}

/// An event: its number, and what may have been done before it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Moment {
    pub(super) event: Event,
    pub(super) after: Passed,
}

impl Moment {
    /// It comes before the other on some path, and never after it.
    pub(super) fn is_before(&self, other: &Moment) -> bool {
        other.after.contains(self.event) && !self.after.contains(other.event)
    }
}
