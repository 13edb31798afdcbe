//! Concurrent maps inside one another, and behind locks.

#![allow(dead_code)]

use dashmap::{DashMap, DashSet};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

pub struct Rooms {
    members: DashMap<String, DashMap<u64, String>>, // want nested-sync-map "members"
    tags: DashMap<String, DashSet<u64>>,            // want nested-sync-map "tags"
    locked: RwLock<DashMap<u64, String>>,           // want nested-sync-map "locked"
    shared: DashMap<String, Arc<DashMap<u64, String>>>,
    plain: DashMap<String, HashMap<u64, String>>,
    outer: HashMap<String, DashMap<u64, String>>,
    both: Mutex<HashMap<String, HashMap<u64, String>>>,
}

impl Rooms {
    pub fn inside_a_shard_bad(&self, room: &str) -> usize {
        self.members.get(room).map_or(0, |members| members.len())
    }

    pub fn taken_out_ok(&self, room: &str) -> Option<Arc<DashMap<u64, String>>> {
        self.shared.get(room).map(|members| members.value().clone())
    }
}
