//! Work that nobody waits for any more.

use std::sync::atomic::{AtomicBool, Ordering};

/// Tells work under way that its result is not wanted any more. What comes of it after that means nothing.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// From here on the work may end early.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work may end early.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
