//! What a map costs: allocations and bytes, worked out from its key, its value and the number of its entries.
//!
//! Plain arithmetic over what the runtimes do, on a 64-bit machine: nothing here knows of source code. Three families
//! of maps are modelled, each in its file: Go up to 1.23 (`classic`), Go from 1.24 (`swiss`), and Rust's
//! `std::collections` (`hashbrown`). Tests fill maps and compare (`tests/capacity.rs`).
//!
//! A map that is filled with distinct keys and never emptied is what is worked out. How keys spread over the parts of a
//! table depends on a seed that is drawn anew for each map: where that decides, the expected value is given, and
//! [`Cost::exact`] is false.
//!
//! Not modelled: machines of 32 bits, Rust where a group has 8 slots (aarch64), a Go map that does not leave the
//! function that makes it (with 8 entries or less it takes nothing of the heap), what keys and values point to,
//! deleting, garbage that the collector has not freed yet.

mod chance;
mod classic;
mod go;
mod hashbrown;
mod layout;
mod size_class;
mod swiss;

pub use go::SLOTS as GO_SLOTS;
pub use layout::Layout;

/// Which runtime's maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Go 1.22 and 1.23: buckets of eight with overflow chains. Before 1.22 tables are the same, the heap around them
    /// is not.
    GoClassic,
    /// Go from 1.24: Swiss tables under a directory; measured up to 1.27.
    GoSwiss,
    /// Rust's `HashMap` and `HashSet` of the standard library, with groups of 16; measured with 1.95.
    RustStd,
}

impl Family {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Family::GoClassic => "go-classic",
            Family::GoSwiss => "go-swiss",
            Family::RustStd => "rust-std",
        }
    }
}

/// What a map is made of. A set's value is [`Layout::EMPTY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Of a key.
    pub key: Layout,
    /// Of a value.
    pub value: Layout,
}

/// More entries than this fit into no memory there is.
pub const MAX_ENTRIES: u64 = 1 << 40;

/// How a map is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// How many distinct keys.
    entries: u64,
    /// The size with which it is made.
    hint: Option<u64>,
}

impl Fill {
    /// With so many distinct keys; made with a size, or not. `None` where either is more than [`MAX_ENTRIES`].
    pub fn new(entries: u64, hint: Option<u64>) -> Option<Fill> {
        (entries.max(hint.unwrap_or(0)) <= MAX_ENTRIES).then_some(Fill { entries, hint })
    }
}

/// What filling a map costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Objects that are allocated on the way.
    pub allocations: u64,
    /// Bytes that are allocated on the way, as the allocator rounds them.
    pub bytes: u64,
    /// Bytes that the map holds once it is full.
    pub live: u64,
    /// The most bytes that it holds at one moment: while it grows the old table is there too.
    pub peak: u64,
    /// These are what happens, not only what is to be expected.
    pub exact: bool,
}

/// An insertion at which a map grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The number of entries that is reached with it.
    pub at: u64,
    /// It grows with just this one; else parts of it grow around it.
    pub exact: bool,
}

/// What it costs to fill a map.
pub fn cost(family: Family, pair: Pair, fill: Fill) -> Cost {
    let expected = match family {
        Family::GoClassic => classic::expected(pair, fill),
        Family::GoSwiss => swiss::expected(pair, fill),
        Family::RustStd => hashbrown::expected(pair, fill),
    };
    expected.cost()
}

/// The next `count` insertions after `fill` at which the map grows.
pub fn growths(family: Family, pair: Pair, fill: Fill, count: usize) -> Vec<Growth> {
    let after = |growth: &Growth| growth.at > fill.entries;
    match family {
        Family::GoClassic => classic::growths(fill).filter(after).take(count).collect(),
        Family::GoSwiss => swiss::growths(fill).filter(after).take(count).collect(),
        Family::RustStd => hashbrown::growths(pair, fill).filter(after).take(count).collect(),
    }
}

/// A number as people read it: `1,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A cost before it is rounded; expected values need not be whole.
#[derive(Clone, Copy, Debug, Default)]
struct Expected {
    allocations: f64,
    bytes: f64,
    live: f64,
    peak: f64,
    /// Some of it is left to the seed.
    varies: bool,
}

/// Chances this near to 0 or 1 do not show in anything that is measured.
const NEGLIGIBLE: f64 = 1e-9;

impl Expected {
    /// So many objects of `bytes` each, of which the map holds `kept`.
    fn add(&mut self, objects: f64, bytes: u64, kept: f64) {
        self.allocations += objects;
        self.bytes += objects * bytes as f64;
        self.live += kept * bytes as f64;
    }

    /// Something happens by this chance.
    fn by_chance(&mut self, chance: f64) {
        self.varies |= chance > NEGLIGIBLE && chance < 1.0 - NEGLIGIBLE;
    }

    /// The map holds all that is live, and `more`.
    fn reach(&mut self, more: f64) {
        self.peak = self.peak.max(self.live + more);
    }

    fn cost(mut self) -> Cost {
        self.reach(0.0);
        // No figure is negative, and `as` ends at the largest number.
        let whole = |figure: f64| figure.round() as u64;
        Cost {
            allocations: whole(self.allocations),
            bytes: whole(self.bytes),
            live: whole(self.live),
            peak: whole(self.peak),
            exact: !self.varies,
        }
    }
}

#[cfg(test)]
mod tests;
