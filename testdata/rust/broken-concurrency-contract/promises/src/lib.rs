//! Promises about maps, kept and broken.

#![allow(dead_code, static_mut_refs)]

use dashmap::DashMap;
use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, RwLock};
use std::thread;

// Kept by the type.

pub struct Kept {
    // CONCURRENCY_SAFE: true
    pods: DashMap<u64, String>,
    jobs: Mutex<HashMap<u64, String>>, // CONCURRENCY_SAFE: true
    // CONCURRENCY_SAFE: true -- the borrow checker holds it
    plain: HashMap<u64, String>,
    // CONCURRENCY_SAFE: false
    scratch: HashMap<u64, String>,
}

impl Kept {
    pub fn use_all_ok(&mut self, id: u64) {
        self.pods.insert(id, String::new());
        self.jobs.lock().unwrap().insert(id, String::new());
        self.plain.insert(id, String::new());
        self.scratch.insert(id, String::new());
    }

    pub fn read_all_ok(&self, id: u64) -> bool {
        self.pods.contains_key(&id) || self.plain.contains_key(&id) || self.scratch.contains_key(&id)
    }
}

// `guarded_by`.

pub struct Board {
    lock: Mutex<()>,
    // CONCURRENCY_SAFE: true guarded_by=lock
    cells: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for Board {}

impl Board {
    pub fn put_ok(&self, id: u64) {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).insert(id, id) };
    }

    pub fn take_ok(&self, id: u64) -> Option<u64> {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).remove(&id) }
    }

    pub fn clear_bad(&self) {
        unsafe { (*self.cells.get()).clear() }; // want broken-concurrency-contract "cells" want unguarded-map-write "cells"
    }

    pub fn find_bad(&self, id: u64) -> Option<u64> {
        unsafe { (*self.cells.get()).get(&id).copied() } // want broken-concurrency-contract "cells" want unguarded-map-read "cells"
    }
}

// The lock that is named is not the one that is held.

pub struct TwoLocks {
    first: Mutex<()>,
    second: RwLock<()>,
    // CONCURRENCY_SAFE: true guarded_by=first
    rows: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for TwoLocks {}

impl TwoLocks {
    pub fn put_ok(&self, id: u64) {
        let _guard = self.first.lock().unwrap();
        unsafe { (*self.rows.get()).insert(id, id) };
    }

    pub fn both_held_ok(&self, id: u64) {
        let _second = self.second.write().unwrap();
        let _first = self.first.lock().unwrap();
        unsafe { (*self.rows.get()).insert(id, id) };
    }
}

// `static mut` that promises safety and has none.

// CONCURRENCY_SAFE: true
static mut VISITS: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

fn visit_bad(id: u64) {
    unsafe { VISITS.insert(id, id) }; // want broken-concurrency-contract "VISITS" want unguarded-map-write "VISITS"
}

pub fn visit_from_two_threads() {
    thread::spawn(|| visit_bad(1));
    thread::spawn(|| visit_bad(2));
}

// `static mut` under its lock.

static TABLE_LOCK: Mutex<()> = Mutex::new(());
// CONCURRENCY_SAFE: true guarded_by=TABLE_LOCK
static mut TABLE: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

fn put_in_table_ok(id: u64) {
    let _guard = TABLE_LOCK.lock().unwrap();
    unsafe { TABLE.insert(id, id) };
}

pub fn use_table() {
    thread::spawn(|| put_in_table_ok(1));
    thread::spawn(|| put_in_table_ok(2));
}

// `init_only`.

// CONCURRENCY_SAFE: true init_only -- filled before the first thread starts
static mut SETTINGS: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

pub fn filled_before_the_threads_ok() {
    unsafe { SETTINGS.insert(1, 1) };
    thread::spawn(setting_ok);
    thread::spawn(setting_ok);
}

fn setting_ok() -> Option<u64> {
    unsafe { SETTINGS.get(&1).copied() }
}

// CONCURRENCY_SAFE: true init_only
static mut LIMITS: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

fn raise_bad(id: u64) {
    unsafe { LIMITS.insert(id, id) }; // want broken-concurrency-contract "LIMITS" want unguarded-map-write "LIMITS"
}

pub fn raise_from_two_threads() {
    thread::spawn(|| raise_bad(1));
    thread::spawn(|| raise_bad(2));
}

// `false`: not to be shared, even where a lock is held.

// want-next stale-concurrency-contract "keeps threads apart"
// CONCURRENCY_SAFE: false
static SCRATCH: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn scratch_bad(id: u64) {
    SCRATCH.lock().unwrap().insert(id, id); // want broken-concurrency-contract "SCRATCH"
}

pub fn scratch_from_two_threads() {
    thread::spawn(|| scratch_bad(1));
    thread::spawn(|| scratch_bad(2));
}

// CONCURRENCY_SAFE: false
static ALONE: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

/// Nothing starts a thread that comes here.
fn alone_ok(id: u64) {
    ALONE.lock().unwrap().insert(id, id);
}

pub fn local_shared_with_threads() {
    // CONCURRENCY_SAFE: false
    let counts = Arc::new(Mutex::new(HashMap::new()));
    for id in 0..64u64 {
        let counts = Arc::clone(&counts);
        thread::spawn(move || {
            counts.lock().unwrap().insert(id, id); // want broken-concurrency-contract "counts"
        });
    }
}

pub fn local_kept_ok() -> usize {
    let mut counts = HashMap::from([(1, 1)]); // CONCURRENCY_SAFE: false
    counts.insert(2, 2);
    counts.len()
}

pub fn local_handed_to_one_thread_ok() {
    // CONCURRENCY_SAFE: true confined=worker
    let mut counts = HashMap::from([(1, 1)]);
    let worker = thread::spawn(move || {
        counts.insert(2, 2);
        counts.len()
    });
    worker.join().unwrap();
}

// On a type: for each of its maps.

// CONCURRENCY_SAFE: true guarded_by=lock
pub struct Index {
    lock: Mutex<()>,
    by_id: UnsafeCell<HashMap<u64, u64>>,
    by_name: UnsafeCell<HashMap<String, u64>>,
}

unsafe impl Sync for Index {}

impl Index {
    pub fn put_ok(&self, id: u64) {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.by_id.get()).insert(id, id) };
        unsafe { (*self.by_name.get()).insert(String::new(), id) };
    }

    pub fn take_ok(&self, id: u64) {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.by_id.get()).remove(&id) };
        unsafe { (*self.by_name.get()).remove("") };
    }

    pub fn forget_bad(&self, name: &str) {
        unsafe { (*self.by_name.get()).remove(name) }; // want broken-concurrency-contract "by_name" want unguarded-map-write "by_name"
    }
}

// `init_only`: nothing changes it through a reference that others have.

pub struct Routes {
    // CONCURRENCY_SAFE: true init_only
    by_name: RwLock<HashMap<String, u64>>,
    // CONCURRENCY_SAFE: true init_only
    by_id: HashMap<u64, u64>,
}

impl Routes {
    pub fn new_ok(names: &[String]) -> Routes {
        let routes = Routes { by_name: RwLock::default(), by_id: HashMap::new() };
        for name in names {
            routes.by_name.write().unwrap().insert(name.clone(), 0);
        }
        routes
    }

    pub fn with_ok(&mut self, id: u64) {
        self.by_id.insert(id, id);
    }

    pub fn find_ok(&self, name: &str) -> bool {
        self.by_name.read().unwrap().contains_key(name)
    }

    pub fn add_bad(&self, name: String) {
        self.by_name.write().unwrap().insert(name, 1); // want broken-concurrency-contract "written after construction"
    }
}

// `confined`: one thread is alone with it, whatever lock there is.

// CONCURRENCY_SAFE: true confined=work
static DONE: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn work_ok(id: u64) {
    DONE.lock().unwrap().insert(id, id);
}

pub fn one_worker() {
    thread::spawn(|| work_ok(1));
}

// CONCURRENCY_SAFE: true confined=tally
static TALLY: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn tally_bad(id: u64) {
    TALLY.lock().unwrap().insert(id, id); // want broken-concurrency-contract "`tally` is not alone with the map"
}

pub fn two_workers() {
    thread::spawn(|| tally_bad(1));
    thread::spawn(|| tally_bad(2));
}
