//! Maps behind a lock that threads share, and what is done while the lock is held.

#![allow(dead_code, clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, RwLock};

static OPEN: LazyLock<Mutex<HashMap<i32, Arc<String>>>> = LazyLock::new(Default::default); // want contended-locked-map "OPEN"

pub fn open_bad(file: i32, name: Arc<String>) {
    OPEN.lock().unwrap().insert(file, name);
}

pub fn close_bad(file: i32) {
    OPEN.lock().unwrap().remove(&file);
}

pub fn find_bad(file: i32) -> Option<Arc<String>> {
    OPEN.lock().unwrap().get(&file).cloned()
}

pub struct Tables {
    cached: RwLock<HashMap<u64, Arc<String>>>, // want contended-locked-map "cached"
    counted: Mutex<HashMap<u64, u64>>,
    bounded: Mutex<HashMap<u64, Arc<String>>>,
    moved: Mutex<HashMap<u64, Arc<String>>>,
    together: Mutex<HashMap<u64, Arc<String>>>,
    large: Mutex<HashMap<u64, Vec<u8>>>,
    lent: Mutex<HashMap<u64, u64>>,
    alone: Mutex<HashMap<u64, u64>>,
    registered: Mutex<HashMap<u64, u64>>,
    in_a_loop: Mutex<HashMap<u64, u64>>,
    while_open: Mutex<HashMap<u64, u64>>,
    when_wanted: Mutex<HashMap<u64, u64>>, // want contended-locked-map "when_wanted"
}

impl Tables {
    pub fn checked_twice_bad(self: &Arc<Self>, id: u64) -> Arc<String> {
        if let Some(found) = self.cached.read().unwrap().get(&id) {
            return found.clone();
        }
        let mut cached = self.cached.write().unwrap();
        if let Some(found) = cached.get(&id) {
            return found.clone();
        }
        let made = Arc::new(id.to_string());
        cached.insert(id, made.clone());
        made
    }

    pub fn two_keys_ok(self: &Arc<Self>, from: u64, to: u64) {
        let mut counted = self.counted.lock().unwrap();
        *counted.entry(from).or_insert(0) -= 1;
        *counted.entry(to).or_insert(0) += 1;
    }

    pub fn count(self: &Arc<Self>, id: u64) -> Option<u64> {
        self.counted.lock().unwrap().get(&id).copied()
    }

    pub fn by_length_ok(self: &Arc<Self>, id: u64, name: Arc<String>) {
        let mut bounded = self.bounded.lock().unwrap();
        if bounded.len() < 8 {
            bounded.insert(id, name);
        }
    }

    pub fn admitted(self: &Arc<Self>, id: u64) -> Option<Arc<String>> {
        self.bounded.lock().unwrap().get(&id).cloned()
    }

    pub fn two_maps_ok(self: &Arc<Self>, id: u64) {
        let mut moved = self.moved.lock().unwrap();
        let mut together = self.together.lock().unwrap();
        if let Some(name) = moved.remove(&id) {
            together.insert(id, name);
        }
    }

    pub fn at(self: &Arc<Self>, id: u64) -> bool {
        self.moved.lock().unwrap().contains_key(&id) || self.together.lock().unwrap().contains_key(&id)
    }

    pub fn bytes(self: &Arc<Self>, id: u64) -> Option<usize> {
        self.large.lock().unwrap().get(&id).map(Vec::len)
    }

    pub fn large_values_ok(self: &Arc<Self>, id: u64, bytes: Vec<u8>) {
        self.large.lock().unwrap().insert(id, bytes);
    }

    pub fn handed_on_ok(self: &Arc<Self>, id: u64) -> bool {
        let mut lent = self.lent.lock().unwrap();
        bump(&mut lent, id);
        lent.contains_key(&id)
    }

    pub fn register_ok(self: &Arc<Self>, id: u64) {
        self.registered.lock().unwrap().insert(id, id);
    }

    pub fn is_registered(self: &Arc<Self>, id: u64) -> bool {
        self.registered.lock().unwrap().contains_key(&id)
    }

    pub fn in_a_loop_ok(self: &Arc<Self>, ids: &[u64]) {
        let mut all = self.in_a_loop.lock().unwrap();
        for id in ids {
            all.insert(*id, 1);
        }
    }

    pub fn in_no_loop(self: &Arc<Self>, id: u64) -> Option<u64> {
        self.in_a_loop.lock().unwrap().insert(id, 1);
        self.in_a_loop.lock().unwrap().get(&id).copied()
    }

    fn is_open(&self) -> bool {
        self.names_are_known()
    }

    fn names_are_known(&self) -> bool {
        true
    }

    pub fn while_open_ok(self: &Arc<Self>, id: u64) {
        let mut all = self.while_open.lock().unwrap();
        if !self.is_open() {
            return;
        }
        all.insert(id, 1);
    }

    pub fn when_wanted_bad(self: &Arc<Self>, ids: &[u64]) {
        if self.is_open() {
            for id in ids {
                self.when_wanted.lock().unwrap().insert(*id, 1);
            }
        }
    }

    pub fn closed(self: &Arc<Self>, id: u64) {
        self.while_open.lock().unwrap().remove(&id);
        self.when_wanted.lock().unwrap().remove(&id);
    }

    pub fn one_section_ok(self: &Arc<Self>, id: u64) -> Option<u64> {
        self.alone.lock().unwrap().insert(id, id)
    }
}

fn bump(counts: &mut HashMap<u64, u64>, id: u64) {
    counts.insert(id, 1);
    counts.remove(&(id + 1));
}

/// Nobody shares it.
pub struct Own {
    names: Mutex<HashMap<u64, u64>>,
}

impl Own {
    pub fn put(&self, id: u64) {
        self.names.lock().unwrap().insert(id, 1);
    }

    pub fn has(&self, id: u64) -> bool {
        self.names.lock().unwrap().contains_key(&id)
    }
}
