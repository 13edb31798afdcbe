//! A lock around a struct that has maps: its guard is a guard over each of them.

#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

#[derive(Default)]
pub struct State {
    jobs: HashMap<u64, String>,
    order: BTreeMap<u64, u64>,
    closed: bool,
}

/// No map in it: what happens to its lock is not this tool's subject.
#[derive(Default)]
pub struct Flags {
    closed: bool,
}

pub struct Queue {
    state: Mutex<State>,
    shared: Arc<RwLock<State>>,
    fast: parking_lot::Mutex<State>,
    flags: Mutex<Flags>,
}

fn keep(_: usize) {}

impl Queue {
    pub fn bound_guard_bad(&self, id: u64) {
        let state = self.state.lock().unwrap();
        keep(state.jobs.len());
        self.state.lock().unwrap().jobs.remove(&id); // want map-guard-reentry "state"
    }

    pub fn guard_over_two_maps_is_one_lock_bad(&self, id: u64) {
        let mut state = self.fast.lock();
        state.jobs.remove(&id);
        self.fast.lock().order.remove(&id); // want map-guard-reentry "fast"
    }

    pub fn other_field_of_the_struct_bad(&self, id: u64) {
        let closed = &self.state.lock().unwrap().closed;
        self.state.lock().unwrap().jobs.remove(&id); // want map-guard-reentry "state"
        keep(usize::from(*closed));
    }

    pub fn scrutinee_bad(&self, id: u64) {
        match self.state.lock().unwrap().jobs.get(&id) {
            Some(job) => keep(job.len()),
            None => {
                self.state.lock().unwrap().order.insert(id, id); // want map-guard-reentry "state"
            }
        }
    }

    pub fn for_loop_bad(&self) {
        for id in self.shared.read().unwrap().jobs.keys() {
            self.shared.write().unwrap().order.remove(id); // want map-guard-reentry "shared"
        }
    }

    pub fn one_guard_ok(&self, id: u64) {
        let mut state = self.state.lock().unwrap();
        if let Some(job) = state.jobs.remove(&id) {
            state.jobs.insert(id + 1, job);
            state.order.insert(id + 1, id);
        }
    }

    pub fn two_short_guards_ok(&self, id: u64) {
        let job = self.state.lock().unwrap().jobs.remove(&id);
        keep(job.map_or(0, |j| j.len()));
        self.state.lock().unwrap().order.remove(&id);
    }

    pub fn dropped_ok(&self, id: u64) {
        let state = self.state.lock().unwrap();
        keep(state.jobs.len());
        drop(state);
        self.state.lock().unwrap().jobs.remove(&id);
    }

    pub fn two_locks_ok(&self, id: u64) {
        let state = self.state.lock().unwrap();
        self.fast.lock().jobs.remove(&id);
        keep(state.jobs.len());
    }

    pub fn no_map_inside_ok(&self) {
        let flags = self.flags.lock().unwrap();
        if !flags.closed {
            drop(flags);
            self.flags.lock().unwrap().closed = true;
        }
    }

    pub fn borrowed_from_the_guard_bad(&self, id: u64) {
        let mut guard = self.state.lock().unwrap();
        let state: &mut State = &mut guard;
        state.closed = true;
        self.state.lock().unwrap().jobs.remove(&id); // want map-guard-reentry "state"
    }

    fn with(state: MutexGuard<'_, State>) -> usize {
        state.jobs.len()
    }

    pub fn moved_into_a_call_ok(&self, id: u64) {
        let state = self.state.lock().unwrap();
        keep(Queue::with(state));
        self.state.lock().unwrap().jobs.remove(&id);
    }
}
