//! Numbers of what a cache depends on.

use crate::facts::digest::Digest;
use std::{env, fs};
use xxhash_rust::xxh3::xxh3_128;

/// Begins with this program, for a cache is not read by another one: its version, and of the file that runs its size and time.
pub(super) fn of_program() -> Digest {
    let mut digest = Digest::default();
    digest.add(env!("CARGO_PKG_VERSION"));
    let file = env::current_exe().and_then(fs::metadata);
    digest.show(&file.ok().map(|file| (file.len(), file.modified().ok())));
    digest
}

/// The number of one text.
pub(super) fn of_text(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}
