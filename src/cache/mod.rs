//! What runs leave for runs after them: the facts of files, and what a whole run gave.
//!
//! Both are found by what they depend on, never by a promise that it is still so. The facts of a file belong to its
//! text, its shown path and its edition; the outcome of a run to all that it read and was asked. The text of a file is
//! taken to be as it was where the disk says the same of it; where it says another thing the text is read and
//! compared, so a tree that was copied or checked out again costs its reading alone.
//!
//! A cache is a folder of three kinds of files, each of which is written whole and put in place by its name: for each folder
//! that runs started in one `.texts`, which tells by stamps what texts there are, and one `.facts`, which is read only where
//! facts are needed; and `.run` files. What cannot be read, or is not what was written, counts as not
//! there; what cannot be written is left. Nothing of a run depends on it but its time. Runs side by side may share a
//! folder: who writes last is found.
//!
//! Reading order: `digest` (what names a thing), `file` (one file on the disk), `folder` (all of them), `texts`, `facts`,
//! and `store`, which the driver asks.

mod digest;
mod facts;
mod file;
mod folder;
mod store;
mod texts;

pub use facts::unpacked;
pub use folder::{Folder, Status};
pub use store::OnDisk;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was put in stays whole where a thread fails: each change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
