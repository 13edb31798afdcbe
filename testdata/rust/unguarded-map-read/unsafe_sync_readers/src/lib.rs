//! A map in an `UnsafeCell` that is written under a lock of the same struct and read without it.

#![allow(dead_code, let_underscore_lock)]

use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::sync::{Mutex, RwLock};

pub struct Board {
    lock: Mutex<()>,
    cells: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for Board {}

impl Board {
    pub fn new() -> Board {
        let board = Board { lock: Mutex::new(()), cells: UnsafeCell::new(HashMap::new()) };
        unsafe { (*board.cells.get()).insert(0, 0) };
        board
    }

    pub fn put_ok(&self, id: u64) {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).insert(id, id) };
    }

    pub fn take_ok(&self, id: u64) -> Option<u64> {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).remove(&id) }
    }

    pub fn find_ok(&self, id: u64) -> Option<u64> {
        let _guard = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).get(&id).copied() }
    }

    pub fn find_bad(&self, id: u64) -> Option<u64> {
        unsafe { (*self.cells.get()).get(&id).copied() } // want unguarded-map-read "cells"
    }

    pub fn underscore_holds_nothing_bad(&self) -> usize {
        let _ = self.lock.lock().unwrap();
        unsafe { (*self.cells.get()).len() } // want unguarded-map-read "cells"
    }
}

pub struct Table {
    lock: RwLock<()>,
    rows: UnsafeCell<HashMap<u64, u64>>,
}

unsafe impl Sync for Table {}

impl Table {
    pub fn put_ok(&self, id: u64) {
        let _guard = self.lock.write().unwrap();
        unsafe { (*self.rows.get()).insert(id, id) };
    }

    pub fn take_ok(&self, id: u64) -> Option<u64> {
        let _guard = self.lock.write().unwrap();
        unsafe { (*self.rows.get()).remove(&id) }
    }

    pub fn find_ok(&self, id: u64) -> Option<u64> {
        let _guard = self.lock.read().unwrap();
        unsafe { (*self.rows.get()).get(&id).copied() }
    }

    pub fn contains_bad(&self, id: u64) -> bool {
        unsafe { (*self.rows.get()).contains_key(&id) } // want unguarded-map-read "rows"
    }
}
