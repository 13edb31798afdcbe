//! A number for all that something depends on.

use std::fmt::{self, Write};
use std::{env, fs};
use xxhash_rust::xxh3::Xxh3Default;

/// Gathers what something depends on. Different things have different numbers, for all that is known: XXH3 with 128 bits.
#[derive(Clone, Default)]
pub(super) struct Digest(Xxh3Default);

impl Digest {
    /// That of this program, for a cache is not read by another one: its version, and of the file that runs its size and time.
    pub(super) fn of_program() -> Digest {
        let mut digest = Digest::default();
        digest.add(env!("CARGO_PKG_VERSION").as_bytes());
        let file = env::current_exe().and_then(fs::metadata);
        digest.show(&file.ok().map(|file| (file.len(), file.modified().ok())));
        digest
    }

    /// The number of one text.
    pub(super) fn of_text(text: &str) -> u128 {
        xxhash_rust::xxh3::xxh3_128(text.as_bytes())
    }

    /// Adds bytes, and how many.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a number.
    pub(super) fn add_number(&mut self, number: u128) {
        self.0.update(&number.to_le_bytes());
    }

    /// Adds all that `Debug` tells of a thing: each field of it, where that is derived.
    pub(super) fn show(&mut self, thing: &dyn fmt::Debug) {
        // Writing into a hash does not fail.
        _ = write!(self, "{thing:?}\0");
    }

    /// The number.
    pub(super) fn finish(&self) -> u128 {
        self.0.digest128()
    }
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_one_another() {
        let of = |parts: [&str; 2]| {
            let mut digest = Digest::default();
            parts.iter().for_each(|part| digest.add(part.as_bytes()));
            digest.finish()
        };
        assert_eq!(of(["a", "b"]), of(["a", "b"]));
        assert_ne!(of(["ab", ""]), of(["a", "b"]));
        let shown = |parts: [&str; 2]| {
            let mut digest = Digest::default();
            parts.iter().for_each(|part| digest.show(part));
            digest.finish()
        };
        assert_ne!(shown(["ab", ""]), shown(["a", "b"]));
    }
}
