//! The inventory: every map of a program with its guard, its uses, the threads that reach it, and its promise.
//! Part of the map usage model; worked out only where it is asked for.

use super::life::MapScope;
use super::model::{ContractSubject, HeldLock, Op};
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::Name;
use crate::source::{Language, Location};
use rustc_hash::FxHashMap;

/// One map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Language.
    pub language: Language,
    /// The map. Its declaration is in the checked tree. A map inside of another, or of a list, is called as its
    /// holder, with `[…]` after the name.
    pub map: MapRef,
    /// What keeps it.
    pub scope: MapScope,
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
    pub threads: Vec<Name>,
    /// The promise that it carries.
    pub promise: Option<Promise>,
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
    pub function: Name,
    /// Locks certainly held, as written there.
    pub locks: Vec<HeldLock>,
    /// Nobody else has the map then: it is being made, or belongs to this thread.
    pub alone: bool,
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

/// The promises of a program, by the declaration of what they cover: a map, or a declared map type.
pub(super) fn promises(contracts: &[ContractSubject]) -> FxHashMap<Location, Promise> {
    let mut found: FxHashMap<Location, Promise> = FxHashMap::default();
    for contract in contracts.iter().filter(|contract| !contract.missing && contract.malformed.is_empty()) {
        let Some(declaration) = contract.map.as_ref().and_then(|map| map.declaration) else { continue };
        let standing = match (&contract.broken_by, contract.stale.is_empty()) {
            (Some(_), _) => Standing::Broken,
            (None, false) => Standing::Stale,
            (None, true) => Standing::Kept,
        };
        let promise = Promise { at: contract.promise, text: contract.promise_text.clone(), standing };
        let known = found.entry(declaration).or_insert_with(|| promise.clone());
        known.standing = known.standing.max(standing);
    }
    found
}

#[cfg(test)]
mod tests;
