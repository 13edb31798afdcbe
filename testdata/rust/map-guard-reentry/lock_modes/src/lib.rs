//! Which modes of a lock exclude each other on one thread, and which locks never block it.

#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, RwLock};

static ROUTES: LazyLock<RwLock<HashMap<String, u64>>> = LazyLock::new(Default::default);

pub struct Table {
    routes: RwLock<HashMap<String, u64>>,
    backup: RwLock<HashMap<String, u64>>,
    fast: parking_lot::RwLock<HashMap<String, u64>>,
    recursive: parking_lot::RecursiveRwLock<HashMap<String, u64>>,
    jobs: Mutex<HashMap<String, u64>>,
    nested: parking_lot::ReentrantMutex<RefCell<HashMap<String, u64>>>,
}

fn keep(_: usize) {}

impl Table {
    pub fn read_then_write_bad(&self, name: &str) {
        let routes = self.routes.read().unwrap();
        self.routes.write().unwrap().remove(name); // want map-guard-reentry "routes"
        keep(routes.len());
    }

    pub fn write_then_read_bad(&self) {
        let mut routes = self.routes.write().unwrap();
        keep(self.routes.read().unwrap().len()); // want map-guard-reentry "routes"
        routes.clear();
    }

    pub fn write_then_write_bad(&self) {
        let mut routes = self.routes.write().unwrap();
        self.routes.write().unwrap().clear(); // want map-guard-reentry "routes"
        routes.clear();
    }

    /// A writer that waits between the two blocks the second reader.
    pub fn read_then_read_bad(&self) {
        let routes = self.routes.read().unwrap();
        keep(self.routes.read().unwrap().len()); // want map-guard-reentry "routes"
        keep(routes.len());
    }

    pub fn parking_lot_read_then_read_bad(&self) {
        let routes = self.fast.read();
        keep(self.fast.read().len()); // want map-guard-reentry "fast"
        keep(routes.len());
    }

    pub fn recursive_lock_read_then_read_ok(&self) {
        let routes = self.recursive.read();
        keep(self.recursive.read().len());
        keep(routes.len());
    }

    pub fn recursive_lock_read_then_write_bad(&self) {
        let routes = self.recursive.read();
        self.recursive.write().clear(); // want map-guard-reentry "recursive"
        keep(routes.len());
    }

    pub fn parking_lot_match_on_read_bad(&self, name: &str) {
        match self.fast.read().get(name) {
            Some(to) => keep(*to as usize),
            None => {
                self.fast.write().insert(String::from("default"), 0); // want map-guard-reentry "fast"
            }
        }
    }

    pub fn if_let_else_on_read_ok(&self, name: &str) {
        if let Some(to) = self.fast.read().get(name) {
            keep(*to as usize);
        } else {
            self.fast.write().insert(String::from("default"), 0);
        }
    }

    pub fn try_write_ok(&self) {
        let routes = self.routes.read().unwrap();
        if let Ok(mut free) = self.routes.try_write() {
            free.clear();
        }
        keep(routes.len());
    }

    pub fn try_lock_ok(&self) {
        let jobs = self.jobs.lock().unwrap();
        if let Ok(again) = self.jobs.try_lock() {
            keep(again.len());
        }
        keep(jobs.len());
    }

    pub fn try_lock_then_lock_bad(&self) {
        if let Ok(jobs) = self.jobs.try_lock() {
            self.jobs.lock().unwrap().clear(); // want map-guard-reentry "jobs"
            keep(jobs.len());
        }
    }

    pub fn reentrant_mutex_ok(&self) {
        let outer = self.nested.lock();
        keep(self.nested.lock().borrow().len());
        keep(outer.borrow().len());
    }

    pub fn two_fields_ok(&self) {
        let routes = self.routes.read().unwrap();
        let mut backup = self.backup.write().unwrap();
        backup.clone_from(&routes);
    }

    pub fn two_instances_ok(&self, other: &Table) {
        let routes = self.routes.read().unwrap();
        other.routes.write().unwrap().clone_from(&routes);
    }

    pub fn clone_of_the_arc_bad(shared: &Arc<Mutex<HashMap<String, u64>>>) {
        let again = Arc::clone(shared);
        let jobs = shared.lock().unwrap();
        again.lock().unwrap().clear(); // want map-guard-reentry "again"
        keep(jobs.len());
    }

    pub fn fresh_arc_ok(shared: &Arc<Mutex<HashMap<String, u64>>>) {
        let fresh = Arc::new(Mutex::new(HashMap::new()));
        let jobs = shared.lock().unwrap();
        fresh.lock().unwrap().clone_from(&jobs);
    }

    pub fn downgraded_then_written_bad(&self) {
        let routes = parking_lot::RwLockWriteGuard::downgrade(self.fast.write());
        self.fast.write().clear(); // want map-guard-reentry "fast"
        keep(routes.len());
    }

    pub fn given_back_and_taken_ok(&self) {
        let routes = self.fast.write();
        parking_lot::RwLockWriteGuard::unlock_fair(routes);
        self.fast.write().clear();
    }

    pub fn mapped_guard_bad(&self, name: &str) {
        let route = parking_lot::RwLockReadGuard::map(self.fast.read(), |routes| &routes[name]);
        self.fast.write().clear(); // want map-guard-reentry "fast"
        keep(*route as usize);
    }
}

pub fn static_read_then_write_bad(name: &str) {
    let routes = ROUTES.read().unwrap();
    ROUTES.write().unwrap().remove(name); // want map-guard-reentry "ROUTES"
    keep(routes.len());
}

pub fn static_one_after_the_other_ok(name: &str) {
    let length = ROUTES.read().unwrap().len();
    ROUTES.write().unwrap().remove(name);
    keep(length);
}
