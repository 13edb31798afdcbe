//! Maps that must carry a promise.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

static TABLE: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default); // want missing-concurrency-contract "`TABLE`"

// CONCURRENCY_SAFE: true
static KEPT: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

static NUMBER: Mutex<u64> = Mutex::new(0);

pub struct Store {
    pub shown_bad: Mutex<HashMap<u64, u64>>, // want missing-concurrency-contract "`shown_bad`"
    hidden: Mutex<HashMap<u64, u64>>,
    pub count: u64,
}

impl Store {
    pub fn put_ok(&self, id: u64) {
        self.shown_bad.lock().unwrap().insert(id, id);
        self.hidden.lock().unwrap().insert(id, id);
    }
}

// CONCURRENCY_SAFE: true
pub struct Promised {
    pub by_id: Mutex<HashMap<u64, u64>>,
}

// owner: storage
struct Disk {
    sectors: Mutex<HashMap<u64, u64>>, // want missing-concurrency-contract "`sectors`"
}
