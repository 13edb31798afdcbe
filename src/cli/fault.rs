//! A fault of maplint's own as a user meets it: one line and the exit code of a failure, never a raw
//! backtrace.
//!
//! Where a panic is caught further down, what it cost is told there, as a problem of the run.

use super::{FAILURE, blocking, fail};
use crate::analysis::fault::words;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs `work`, which gives the exit code; a panic that leaves it is told in one line. From here on
/// the process says nothing else of panics, but where `verbose` is asked for: then a line of each, for
/// bug reports.
pub fn guarded(verbose: bool, work: impl FnOnce() -> u8) -> u8 {
    let last_place = Arc::new(Mutex::new(String::new()));
    let noted = Arc::clone(&last_place);
    set_hook(Box::new(move |info| note(info, verbose, &noted)));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let place = last_place.lock().unwrap_or_else(PoisonError::into_inner);
        fail(&blocking("", &format!("maplint failed: {} ({place}); please report it", words(&*panic))));
        FAILURE
    })
}

fn note(info: &PanicHookInfo, verbose: bool, last_place: &Mutex<String>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    if verbose {
        // Where the error stream is closed there is nobody to tell.
        let _ = writeln!(io::stderr(), "note: panic at {place}: {}", words(info.payload()));
    }
    *last_place.lock().unwrap_or_else(PoisonError::into_inner) = place;
}
