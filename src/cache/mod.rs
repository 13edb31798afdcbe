//! What runs leave for runs after them: the facts of files, what the functions in them do, and what a whole run gave.
//!
//! All are found by what they depend on, never by a promise that it is still so. The facts of a file belong to its text, its
//! shown path and its edition; what its functions do to these and to all that is declared, and the analysis asks of each
//! whether what it rests on is the same; the outcome of a run belongs to all that it read and was asked, and, moved, to texts
//! in which nothing but places is another (`driver::moved`). The text of a file is taken to be as it was where the disk says
//! the same of it; where it says another thing the text is read and compared, so a tree that was copied or checked out again
//! costs its reading alone.
//!
//! A cache is a folder of six kinds of files, each of which is written whole and put in place by its name. For each folder that
//! runs started in: one `.texts`, which tells by stamps what texts there are, one `.facts`, one `.effects` and one `.libraries`
//! (packages outside the project), which are read only where they are needed. A `.run` for what each run gave, and a `.last`
//! for what the last of those gave that were asked the same and analysed all: code may have moved since. What cannot be read,
//! or is not what was written, counts as not there; what cannot be written is left. Nothing of a run depends on it but its
//! time. Runs side by side may share a folder: who writes last is found.
//!
//! Reading order: `digest` (what a cache depends on), `file` (one file on the disk), `folder` (all of them), `texts`,
//! `kept` (facts and effects), and `store`, which the driver asks.

mod digest;
mod file;
mod folder;
mod kept;
mod store;
mod texts;

pub use folder::{Folder, Status};
pub use kept::unpacked;
pub use store::OnDisk;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was put in stays whole where a thread fails: each change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
