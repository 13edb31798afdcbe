//! The inventory: every map of a program with its guard, its uses, the threads that reach it, and its promise, as
//! plain data.

use super::life::Life;
use super::op::Op;
use super::{Confidence, MapRef};
use crate::capacity::{Layout, Pair};
use crate::source::{Language, Location};
use ustr::Ustr;

/// What stands behind the name of a map or list for one of its elements.
pub const ELEMENT: &str = "[…]";

/// One map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Language.
    pub language: Language,
    /// The map. Its declaration is in the checked tree. A map inside of another, or of a list, is called as its
    /// holder, with `[…]` after the name.
    pub map: MapRef,
    /// What keeps it: "field", "static" (a package variable, too), "constant", "local".
    pub scope: &'static str,
    /// Go: the import path; Rust: the crate.
    pub package: String,
    /// Declared in test code.
    pub in_test: bool,
    /// What keeps threads apart that use it; `None`: no lock in sight.
    pub guard: Option<Guard>,
    /// All that is seen to be done to it, in source order.
    pub uses: Vec<Use>,
    /// Where the threads start that reach it, in words, in the order of the alphabet; empty where one thread alone has
    /// it, or none is seen. Many starts of one kind are told together.
    pub threads: Vec<Ustr>,
    /// Whether these can have it at the same time.
    pub sharing: Sharing,
    /// Two of its uses are seen that can meet without a lock between them.
    pub contested: bool,
    /// The promise that it carries.
    pub promise: Option<Promise>,
    /// What is done to it over its life; `None` where that is not worked out, as for maps of tests.
    pub life: Option<Life>,
    /// How many times it is filled, as an expression, where that is known where it is made, and it is made without that
    /// size.
    pub unsized_fill: Option<String>,
    /// What its entries take; `None` where its table is none that [`crate::capacity`] models.
    pub layouts: Option<Layouts>,
}

impl Entry {
    /// The uses that say what the map is for: of a map that is no test's, those outside of tests.
    pub fn own_uses(&self) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(|one| one.in_test == self.in_test)
    }

    /// The same, those left out at which nobody else has the map.
    pub fn shared_uses(&self) -> impl Iterator<Item = &Use> {
        self.own_uses().filter(|one| !one.alone)
    }

    /// It is an element of another map or list.
    pub fn is_inner(&self) -> bool {
        self.map.name.ends_with(ELEMENT)
    }
}

/// What the entries of a map take in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layouts {
    /// Of a key; `None` where the source does not say it.
    pub key: Option<Layout>,
    /// Of a value; nothing of a set's.
    pub value: Option<Layout>,
}

impl Layouts {
    /// Both, where they are known.
    pub fn pair(self) -> Option<Pair> {
        Some(Pair { key: self.key?, value: self.value? })
    }
}

/// Whether several threads can have a map at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sharing {
    /// One at a time, as far as is seen.
    Alone,
    /// Whoever calls what is exported: on which threads is not seen.
    Open,
    /// Several threads that are seen to start, or one start of many.
    Shared,
}

impl Sharing {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Sharing::Alone => "alone",
            Sharing::Open => "open",
            Sharing::Shared => "shared",
        }
    }
}

/// What keeps threads apart that use a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The lock's name, as its declaration has it: `Cache.mu`; or what the map's own type has: `RwLock`.
    pub name: String,
    /// The uses that hold it; all of them where the type leaves no other way.
    pub held: usize,
    /// The uses that count: outside of constructors and, for a map that is no test's, of tests.
    pub uses: usize,
    /// How sure it is that the lock is meant for this map. Certain: each use holds it, or the type leaves no other
    /// way. Likely: most do, and it lies beside the map. Possible: anything less.
    pub confidence: Confidence,
}

/// One use of a map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The map expression, or the whole call.
    pub location: Location,
    /// What is done.
    pub op: Op,
    /// The function, as `Type.method` or `Type::method`.
    pub function: Ustr,
    /// Locks certainly held, as written there: `c.mu`, or `c.mu (shared)`.
    pub locks: Vec<String>,
    /// Nobody else has the map then: it is being made, or belongs to this thread.
    pub alone: bool,
    /// Stands in test code.
    pub in_test: bool,
}

/// A `CONCURRENCY_SAFE` promise that covers a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Where it stands.
    pub at: Location,
    /// As its comment says it: `CONCURRENCY_SAFE: true guarded_by=mu`.
    pub text: String,
    /// How the code stands to it.
    pub standing: Standing,
}

/// How the code stands to a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No use in sight breaks it.
    Kept,
    /// It no longer says what the code does.
    Stale,
    /// Some use breaks it.
    Broken,
}

impl Standing {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Kept => "kept",
            Standing::Stale => "stale",
            Standing::Broken => "broken",
        }
    }
}
