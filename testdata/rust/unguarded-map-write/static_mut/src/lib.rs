//! A `static mut` map that several threads write with nothing between them.

#![allow(dead_code, static_mut_refs)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, Once};
use std::thread;

static mut VISITS: Option<HashMap<String, u64>> = None;

fn visit_bad(name: &str) {
    unsafe { *VISITS.get_or_insert_with(HashMap::new).entry(name.to_owned()).or_insert(0) += 1 }
    // want-prev unguarded-map-write "VISITS"
}

pub fn visit_from_two_threads() {
    let first = thread::spawn(|| visit_bad("first"));
    let second = thread::spawn(|| visit_bad("second"));
    first.join().unwrap();
    second.join().unwrap();
}

static mut SESSIONS: LazyLock<HashMap<u64, String>> = LazyLock::new(HashMap::new);

async fn handle_bad(id: u64) {
    unsafe { SESSIONS.insert(id, String::new()) }; // want unguarded-map-write "SESSIONS"
}

pub async fn serve() {
    for id in 0..64 {
        tokio::spawn(handle_bad(id));
    }
}

static mut RESULTS: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

pub fn raw_reference_in_spawned_closures() {
    for id in 0..64 {
        thread::spawn(move || {
            let results = unsafe { &mut *&raw mut RESULTS };
            results.insert(id, id * id); // want unguarded-map-write "results"
        });
    }
}

static LOCK: Mutex<()> = Mutex::new(());
static mut TABLE: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

fn put_ok(id: u64) {
    let _guard = LOCK.lock().unwrap();
    unsafe { TABLE.insert(id, id) };
}

fn forget_ok(id: u64) {
    let _guard = LOCK.lock().unwrap();
    unsafe { TABLE.remove(&id) };
}

fn clear_bad() {
    unsafe { TABLE.clear() }; // want unguarded-map-write "TABLE"
}

pub fn use_table() {
    thread::spawn(|| put_ok(1));
    thread::spawn(|| forget_ok(1));
    thread::spawn(clear_bad);
}

static mut NAMES: Option<HashMap<u64, &'static str>> = None;
static START: Once = Once::new();

fn name_ok(id: u64) -> Option<&'static str> {
    START.call_once(|| unsafe { NAMES = Some(HashMap::from([(1, "one")])) });
    unsafe { NAMES.as_ref().and_then(|names| names.get(&id).copied()) }
}

pub fn ask_names() {
    thread::spawn(|| name_ok(1));
    thread::spawn(|| name_ok(2));
}

static mut ALONE: LazyLock<HashMap<u64, u64>> = LazyLock::new(HashMap::new);

/// Nothing starts a thread that comes here.
fn only_one_thread_ok(id: u64) {
    unsafe { ALONE.insert(id, id) };
}

thread_local! {
    static OWN: RefCell<HashMap<u64, u64>> = RefCell::new(HashMap::new());
}

fn thread_local_ok(id: u64) {
    OWN.with_borrow_mut(|own| own.insert(id, id));
}

static SHARED: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Default::default);

fn behind_a_mutex_ok(id: u64) {
    SHARED.lock().unwrap().insert(id, id);
}

pub fn use_safe_ones() {
    thread::spawn(|| thread_local_ok(1));
    thread::spawn(|| thread_local_ok(2));
    thread::spawn(|| behind_a_mutex_ok(1));
    thread::spawn(|| behind_a_mutex_ok(2));
}
