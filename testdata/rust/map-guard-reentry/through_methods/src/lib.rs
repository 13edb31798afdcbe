//! The second acquisition stands in a method of the same value, or the guard came from a helper.

#![allow(dead_code)]

use dashmap::DashMap;
use dashmap::mapref::one::Ref;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

#[derive(Default)]
pub struct State {
    jobs: HashMap<u64, String>,
}

pub struct Queue {
    state: Mutex<State>,
    jobs: Mutex<HashMap<u64, String>>,
    pods: DashMap<u64, String>,
    fast: parking_lot::RwLock<HashMap<u64, String>>,
}

fn keep(_: usize) {}

fn measure(queue: &Queue) -> usize {
    queue.jobs.lock().unwrap().len()
}

impl Queue {
    fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }

    fn len_of(&self, jobs: &HashMap<u64, String>) -> usize {
        jobs.len()
    }

    fn forget(&self, id: u64) {
        self.pods.remove(&id);
    }

    fn known(&self, id: u64) -> bool {
        self.pods.contains_key(&id)
    }

    fn vector(&self, id: u64) -> usize {
        self.fast.read().get(&id).map_or(0, |v| v.len())
    }

    fn one_deeper(&self) -> usize {
        self.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn pod(&self, id: u64) -> Option<Ref<'_, u64, String>> {
        self.pods.get(&id)
    }

    fn copy_of(&self, id: u64) -> Option<String> {
        self.pods.get(&id).map(|pod| pod.clone())
    }

    pub fn method_locks_again_bad(&self, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(self.len()); // want map-guard-reentry "jobs"
    }

    pub fn method_after_drop_ok(&self, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        drop(jobs);
        keep(self.len());
    }

    pub fn method_that_uses_the_guard_given_ok(&self, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(self.len_of(&jobs));
    }

    pub fn two_methods_deep_bad(&self, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(self.one_deeper()); // want map-guard-reentry "jobs"
    }

    pub fn function_locks_again_bad(&self, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(measure(self)); // want map-guard-reentry "jobs"
    }

    pub fn method_of_another_value_ok(&self, other: &Queue, id: u64) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(other.len());
    }

    pub fn shard_removed_in_method_bad(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
            self.forget(other); // want map-guard-reentry "pods"
        }
    }

    pub fn shard_read_in_method_ok(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len() + usize::from(self.known(other)));
        }
    }

    pub fn shard_read_in_method_under_mutable_guard_bad(&self, id: u64, other: u64) {
        if let Some(mut pod) = self.pods.get_mut(&id) {
            let known = self.known(other); // want map-guard-reentry "pods"
            pod.push(if known { 'y' } else { 'n' });
        }
    }

    /// The writer that a waiting reader may stand behind.
    pub fn rename(&self, id: u64, name: String) {
        self.fast.write().insert(id, name);
    }

    pub fn read_in_method_under_read_bad(&self) {
        for id in self.fast.read().keys() {
            keep(self.vector(*id)); // want map-guard-reentry "fast"
        }
    }

    pub fn read_in_method_after_collect_ok(&self) {
        let ids: Vec<u64> = self.fast.read().keys().copied().collect();
        for id in ids {
            keep(self.vector(id));
        }
    }

    pub fn helper_returns_the_guard_bad(&self, id: u64) {
        let state = self.state();
        keep(state.jobs.len());
        self.state().jobs.remove(&id); // want map-guard-reentry "state"
    }

    pub fn helper_guard_then_lock_bad(&self, id: u64) {
        let state = self.state();
        keep(state.jobs.len());
        self.state.lock().unwrap().jobs.remove(&id); // want map-guard-reentry "state"
    }

    pub fn helper_guard_in_statement_ok(&self, id: u64) {
        keep(self.state().jobs.len());
        self.state().jobs.remove(&id);
    }

    pub fn helper_guard_in_scrutinee_bad(&self, id: u64) {
        match self.state().jobs.get(&id) {
            Some(job) => keep(job.len()),
            None => {
                self.state().jobs.insert(0, String::new()); // want map-guard-reentry "state"
            }
        }
    }

    pub fn helper_returns_a_shard_guard_bad(&self, id: u64, other: u64) {
        if let Some(pod) = self.pod(id) {
            self.pods.remove(&other); // want map-guard-reentry "pods"
            keep(pod.len());
        }
    }

    pub fn helper_returns_a_copy_ok(&self, id: u64, other: u64) {
        if let Some(pod) = self.copy_of(id) {
            self.pods.insert(other, pod);
        }
    }

    pub fn closure_called_under_the_guard_bad(&self, id: u64) {
        let count = || self.jobs.lock().unwrap().len();
        let mut jobs = self.jobs.lock().unwrap();
        jobs.remove(&id);
        keep(count()); // gap map-guard-reentry "calls of a closure held in a variable are not followed"
    }
}
