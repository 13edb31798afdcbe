//! `unsafe impl Sync` promises what the type does not keep: a `&self` method changes the map.

#![allow(dead_code)]

use parking_lot::lock_api::RawMutex as _;
use std::cell::{RefCell, UnsafeCell};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::thread;

pub struct Cache {
    entries: UnsafeCell<HashMap<u64, String>>,
}

unsafe impl Sync for Cache {}

impl Cache {
    pub fn put_bad(&self, id: u64, text: String) {
        unsafe { (*self.entries.get()).insert(id, text) }; // want unguarded-map-write "entries"
    }
}

pub struct Interner {
    ids: UnsafeCell<HashMap<String, u64>>,
}

unsafe impl Sync for Interner {}

static INTERNER: LazyLock<Interner> = LazyLock::new(|| Interner { ids: UnsafeCell::new(HashMap::new()) });

impl Interner {
    fn intern_bad(&self, text: &str) -> u64 {
        let ids = unsafe { &mut *self.ids.get() };
        *ids.entry(text.to_owned()).or_insert(0) // want unguarded-map-write "ids"
    }
}

pub fn intern_from_two_threads() {
    thread::scope(|scope| {
        scope.spawn(|| INTERNER.intern_bad("first"));
        scope.spawn(|| INTERNER.intern_bad("second"));
    });
}

pub struct Board {
    lock: Mutex<()>,
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
        unsafe { (*self.cells.get()).clear() }; // want unguarded-map-write "cells"
    }

    pub fn guard_dropped_too_soon_bad(&self, id: u64) {
        drop(self.lock.lock().unwrap());
        unsafe { (*self.cells.get()).insert(id, 0) }; // want unguarded-map-write "cells"
    }

    pub fn exclusive_receiver_ok(&mut self, id: u64) {
        self.cells.get_mut().remove(&id);
    }
}

pub struct Storage {
    raw: parking_lot::RawMutex,
    items: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for Storage {}

impl Storage {
    pub fn put_ok(&self, id: u64) {
        let held = self.raw.lock();
        unsafe { (*self.items.get()).insert(id, id) };
        unsafe { self.raw.unlock(held) };
    }
}

/// Without `unsafe impl Sync` the compiler keeps it on one thread.
pub struct Local {
    entries: UnsafeCell<HashMap<u64, u64>>,
    checked: RefCell<HashMap<u64, u64>>,
}

impl Local {
    pub fn put_ok(&self, id: u64) {
        unsafe { (*self.entries.get()).insert(id, id) };
        self.checked.borrow_mut().insert(id, id);
    }
}

/// `unsafe impl Sync` over a map that is behind a lock all the same.
pub struct Locked {
    entries: Mutex<HashMap<u64, u64>>,
    origin: *const u8,
}

unsafe impl Send for Locked {}
unsafe impl Sync for Locked {}

impl Locked {
    pub fn put_ok(&self, id: u64) {
        self.entries.lock().unwrap().insert(id, id);
    }
}

pub struct Pointer {
    target: *mut HashMap<u64, u64>,
}

unsafe impl Send for Pointer {}

impl Pointer {
    fn put_bad(&self, id: u64) {
        unsafe { (*self.target).insert(id, id) }; // want unguarded-map-write "target"
    }
}

pub fn two_threads_through_one_pointer(map: &mut HashMap<u64, u64>) {
    let first = Pointer { target: map };
    let second = Pointer { target: map };
    let one = thread::spawn(move || first.put_bad(1));
    let two = thread::spawn(move || second.put_bad(2));
    one.join().unwrap();
    two.join().unwrap();
}
