//! Maps that nobody asks for a key.

#![allow(dead_code)]

use std::collections::HashMap;

pub fn keys_of_another_map_bad(names: &HashMap<u32, String>) -> usize {
    let mut lengths = HashMap::with_capacity(names.len()); // want unkeyed-map "lengths"
    for (id, name) in names {
        lengths.insert(*id, name.len());
    }
    lengths.values().sum()
}

pub fn counted_bad(names: &[String]) -> usize {
    let mut lengths = HashMap::with_capacity(names.len()); // want unkeyed-map "lengths"
    for (at, name) in names.iter().enumerate() {
        lengths.insert(at, name.len());
    }
    let mut sum = 0;
    for (at, length) in &lengths {
        sum += at * length;
    }
    sum
}

/// The map drops repeats.
pub fn repeats_ok(names: &[String]) -> usize {
    let mut lengths = HashMap::with_capacity(names.len());
    for name in names {
        lengths.insert(name.len(), name);
    }
    lengths.values().count()
}

pub fn asked_ok(names: &HashMap<u32, String>) -> usize {
    let mut lengths = HashMap::with_capacity(names.len());
    for (id, name) in names {
        lengths.insert(*id, name.len());
    }
    lengths.get(&0).copied().unwrap_or(0) + lengths.values().sum::<usize>()
}

pub fn given_away_ok(names: &HashMap<u32, String>) -> HashMap<u32, usize> {
    let mut lengths = HashMap::with_capacity(names.len());
    for (id, name) in names {
        lengths.insert(*id, name.len());
    }
    for length in lengths.values_mut() {
        *length += 1;
    }
    lengths
}

pub fn lent_ok(names: &HashMap<u32, String>) -> usize {
    let mut lengths = HashMap::with_capacity(names.len());
    for (id, name) in names {
        lengths.insert(*id, name.len());
    }
    look(&lengths) + lengths.values().sum::<usize>()
}

fn look(lengths: &HashMap<u32, usize>) -> usize {
    lengths.get(&1).copied().unwrap_or(0)
}
