//! A `static mut` map that is written under a lock and read without it.

#![allow(dead_code, static_mut_refs)]

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static mut ROUTES: LazyLock<HashMap<u64, String>> = LazyLock::new(HashMap::new);

fn put_ok(id: u64) {
    let _guard = LOCK.lock().unwrap();
    unsafe { ROUTES.insert(id, String::new()) };
}

fn forget_ok(id: u64) {
    let _guard = LOCK.lock().unwrap();
    unsafe { ROUTES.remove(&id) };
}

fn find_ok(id: u64) -> Option<String> {
    let _guard = LOCK.lock().unwrap();
    unsafe { ROUTES.get(&id).cloned() }
}

fn find_bad(id: u64) -> Option<String> {
    unsafe { ROUTES.get(&id).cloned() } // want unguarded-map-read "ROUTES"
}

fn count_bad() -> usize {
    unsafe { ROUTES.len() } // want unguarded-map-read "ROUTES"
}

fn walk_bad() -> usize {
    let mut total = 0;
    for route in unsafe { ROUTES.values() } {
        // want-prev unguarded-map-read "ROUTES"
        total += route.len();
    }
    total
}

pub fn run() {
    thread::spawn(|| put_ok(1));
    thread::spawn(|| forget_ok(1));
    thread::spawn(|| find_ok(1));
    thread::spawn(|| find_bad(1));
    thread::spawn(count_bad);
    thread::spawn(walk_bad);
}

static mut SETTINGS: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

/// Filled before the first thread is started, and only read after.
pub fn filled_before_the_threads_ok() {
    unsafe { SETTINGS.insert(1, 1) };
    thread::spawn(setting_ok);
    thread::spawn(setting_ok);
}

fn setting_ok() -> Option<u64> {
    unsafe { SETTINGS.get(&1).copied() }
}
