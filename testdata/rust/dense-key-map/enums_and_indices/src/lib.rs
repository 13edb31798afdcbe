//! Maps by the variants of an enum, or by an index, and maps whose keys are neither.

#![allow(dead_code)]

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub enum Level {
    Low,
    Middle,
    High,
}

#[derive(PartialEq, Eq, Hash, Clone)]
pub enum Name {
    Short(u8),
    Long(String),
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub enum Only {
    One,
}

#[derive(Default)]
pub struct Counts {
    by_level: HashMap<Level, u64>, // want dense-key-map "by_level"
    levels: HashSet<Level>,
    by_name: HashMap<Name, u64>,
    only: HashMap<Only, u64>,
    pub open: HashMap<Level, u64>,
}

impl Counts {
    pub fn by_variant_bad(&mut self, level: Level, name: Name) {
        *self.by_level.entry(level).or_insert(0) += 1;
        *self.by_name.entry(name).or_insert(0) += 1;
        *self.only.entry(Only::One).or_insert(0) += 1;
        self.levels.insert(level);
    }
}

/// A vector by an index type.
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<I>,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub struct ScopeId(u32);

pub struct Scopes {
    parents: IndexVec<ScopeId, Option<ScopeId>>,
    nodes: HashMap<ScopeId, u32>, // want dense-key-map "nodes"
    walked: HashMap<ScopeId, u32>,
    by_node: HashMap<u32, ScopeId>,
}

impl Scopes {
    pub fn by_index_bad(&self, scope: ScopeId) -> Option<u32> {
        self.nodes.get(&scope).copied()
    }

    pub fn put(&mut self, scope: ScopeId, node: u32) {
        self.nodes.insert(scope, node);
        self.walked.insert(scope, node);
        self.by_node.insert(node, scope);
    }

    pub fn walked_ok(&self) -> u32 {
        self.walked.values().sum()
    }
}

/// By the index of a validator.
pub struct Flags {
    flags: HashMap<usize, u8>, // want dense-key-map "flags"
    grown: HashMap<usize, u8>,
    by_number: HashMap<u64, u8>,
    by_address: HashMap<usize, u8>,
}

impl Flags {
    pub fn new(validators: usize) -> Flags {
        Flags {
            flags: HashMap::with_capacity(validators),
            grown: HashMap::new(),
            by_number: HashMap::with_capacity(validators),
            by_address: HashMap::with_capacity(validators),
        }
    }

    pub fn set_bad(&mut self, validator_index: usize, flag: &'static u8) {
        self.flags.insert(validator_index, *flag);
        self.grown.insert(validator_index, *flag);
        self.by_number.insert(validator_index as u64, *flag);
        let address = std::ptr::from_ref(flag) as usize;
        self.by_address.insert(address, *flag);
    }

    pub fn has_bad(&self, validator_index: usize) -> bool {
        self.flags.contains_key(&validator_index)
    }
}
