//! What both languages' inventories have in common. Part of the map usage model; worked out only where it is asked
//! for.

use super::model::{ContractSubject, HeldLock, MapUse, Model};
use crate::diagnostic::inventory::{Promise, Standing};
use crate::diagnostic::op::Op;
use crate::facts::Effect;
use crate::source::Location;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a method of a map does to it.
pub(super) fn op_of(effect: Effect) -> Op {
    match effect {
        Effect::Insert | Effect::Extend => Op::Insert,
        Effect::Update | Effect::GetOrInsert | Effect::RangeMut | Effect::Reserve | Effect::Shrink => Op::Update,
        Effect::Remove => Op::Delete,
        Effect::Clear => Op::Clear,
        Effect::Range => Op::Range,
        Effect::Len => Op::Len,
        Effect::Store => Op::Replace,
        _ => Op::Get,
    }
}

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

/// Adds to each entry what the rest of the model knows of its map: its life, the loop that fills it, conflicts.
pub(super) fn complete(model: &mut Model) {
    let mut known: FxHashMap<(Location, &str), Vec<&MapUse>> = FxHashMap::default();
    for map in &model.maps {
        if let Some(at) = map.map.declaration {
            known.entry((at, &map.map.name)).or_default().push(map);
        }
    }
    let contested: FxHashSet<(Location, &str)> =
        model.conflicts.iter().filter_map(|conflict| Some((conflict.map.declaration?, conflict.map.name.as_str()))).collect();
    for entry in &mut model.inventory {
        let Some(key) = entry.map.declaration.map(|at| (at, entry.map.name.as_str())) else { continue };
        let found = known.get(&key).map_or(&[][..], Vec::as_slice);
        entry.contested = contested.contains(&key);
        entry.life = found.iter().find(|map| !map.life.container.is_empty()).map(|map| map.life.clone());
        entry.unsized_fill = found.iter().find(|map| !map.fill_count.is_empty() && !map.sized).map(|map| map.fill_count.clone());
    }
}

#[cfg(test)]
mod tests;
