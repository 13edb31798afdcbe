//! Promises that the code has outgrown.

#![allow(dead_code)]

use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, RwLock};
use std::thread;

pub struct Stock {
    old: Mutex<()>,
    lock: Mutex<()>,
    // want-next stale-concurrency-contract "every use of the map in sight holds `lock`, and none `old`"
    // CONCURRENCY_SAFE: true guarded_by=old
    left_bad: UnsafeCell<HashMap<u64, u64>>,
    // CONCURRENCY_SAFE: true guarded_by=lock
    sold: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for Stock {}

impl Stock {
    pub fn sell_ok(&self, id: u64) {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.left_bad.get()).remove(&id) };
        unsafe { (*self.sold.get()).insert(id, id) };
    }

    pub fn left_ok(&self, id: u64) -> bool {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.left_bad.get()).contains_key(&id) }
    }
}

// want-next stale-concurrency-contract "its type `LazyLock<RwLock<HashMap<u64, u64>>>` keeps threads apart"
// CONCURRENCY_SAFE: false
static MARKS: LazyLock<RwLock<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn mark_bad(id: u64) {
    MARKS.write().unwrap().insert(id, id); // want broken-concurrency-contract "MARKS"
}

pub fn mark_from_two_threads() {
    thread::spawn(|| mark_bad(1));
    thread::spawn(|| mark_bad(2));
}

// CONCURRENCY_SAFE: true
static DRAFTS: LazyLock<RwLock<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn draft_ok(id: u64) {
    DRAFTS.write().unwrap().insert(id, id);
}

pub fn draft_from_two_threads() {
    thread::spawn(|| draft_ok(1));
    thread::spawn(|| draft_ok(2));
}
