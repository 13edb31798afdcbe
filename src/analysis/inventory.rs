//! What both languages' inventories have in common. Part of the map usage model; worked out only where it is asked
//! for.

use super::model::{ContractSubject, HeldLock};
use crate::diagnostic::inventory::{Promise, Standing};
use crate::source::Location;
use rustc_hash::FxHashMap;

/// A lock as the inventory shows it.
pub(super) fn shown(lock: HeldLock) -> String {
    if lock.exclusive { lock.name } else { format!("{} (shared)", lock.name) }
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
