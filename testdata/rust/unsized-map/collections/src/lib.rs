//! Types of one name and two meanings, aliases, and containers that hash as `HashMap` does.

#![allow(dead_code)]

use dashmap::DashMap;
use std::collections::HashMap as Map;
use std::collections::VecDeque;

type Names = Map<u64, String>;

/// Not a map that hashes, whatever its name says.
#[derive(Default)]
pub struct HashMap {
    pairs: Vec<(u64, String)>,
}

impl HashMap {
    pub fn new() -> HashMap {
        HashMap::default()
    }

    pub fn insert(&mut self, id: u64, name: String) {
        self.pairs.push((id, name));
    }
}

pub fn renamed_import_bad(names: &[String]) -> Map<usize, &str> {
    let mut index = Map::new(); // want unsized-map "index"
    for (at, name) in names.iter().enumerate() {
        index.insert(at, name.as_str());
    }
    index
}

pub fn alias_bad(names: &[String]) -> Names {
    let mut index = Names::new(); // want unsized-map "index"
    for name in names {
        index.insert(name.len() as u64, name.clone());
    }
    index
}

pub fn deque_bad(names: &VecDeque<String>) -> Map<usize, &str> {
    let mut index = Map::new(); // want unsized-map "index"
    for (at, name) in names.iter().enumerate() {
        index.insert(at, name.as_str());
    }
    index
}

pub fn concurrent_map_bad(names: &[String]) -> DashMap<usize, String> {
    let index = DashMap::new(); // want unsized-map "index"
    for (at, name) in names.iter().enumerate() {
        index.insert(at, name.clone());
    }
    index
}

pub fn own_type_of_the_same_name_ok(names: &[String]) -> HashMap {
    let mut index = HashMap::new();
    for name in names {
        index.insert(name.len() as u64, name.clone());
    }
    index
}

pub fn sized_concurrent_map_ok(names: &[String]) -> DashMap<usize, String> {
    let index = DashMap::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        index.insert(at, name.clone());
    }
    index
}
