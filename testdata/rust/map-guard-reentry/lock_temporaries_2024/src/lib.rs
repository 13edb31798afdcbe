//! The forms of guard life that edition 2024 changes, for locked maps, beside those that it left.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::Mutex;

pub struct Queue {
    jobs: Mutex<HashMap<u64, String>>,
    fast: parking_lot::Mutex<HashMap<u64, String>>,
}

fn keep(_: usize) {}

impl Queue {
    pub fn if_let_body_bad(&self, id: u64, other: u64) {
        if let Some(job) = self.jobs.lock().unwrap().remove(&id) {
            self.jobs.lock().unwrap().insert(other, job); // want map-guard-reentry "jobs"
        }
    }

    pub fn if_let_else_ok(&self, id: u64, other: u64) {
        if let Some(job) = self.jobs.lock().unwrap().get(&id) {
            keep(job.len());
        } else {
            self.jobs.lock().unwrap().insert(other, String::new());
        }
    }

    pub fn parking_lot_if_let_else_ok(&self, id: u64, other: u64) {
        if let Some(job) = self.fast.lock().get(&id) {
            keep(job.len());
        } else {
            self.fast.lock().insert(other, String::new());
        }
    }

    pub fn else_if_ok(&self, id: u64, other: u64) {
        if let Some(job) = self.jobs.lock().unwrap().get(&id) {
            keep(job.len());
        } else if self.jobs.lock().unwrap().contains_key(&other) {
            keep(0);
        }
    }

    pub fn let_chain_body_bad(&self, id: u64, other: u64, wanted: bool) {
        if wanted && let Some(job) = self.jobs.lock().unwrap().get(&id) {
            keep(job.len());
            self.jobs.lock().unwrap().remove(&other); // want map-guard-reentry "jobs"
        }
    }

    pub fn match_none_arm_bad(&self, id: u64, other: u64) {
        match self.jobs.lock().unwrap().get(&id) {
            Some(job) => keep(job.len()),
            None => {
                self.jobs.lock().unwrap().insert(other, String::new()); // want map-guard-reentry "jobs"
            }
        }
    }

    pub fn while_let_bad(&self, id: u64, other: u64) {
        while let Some(job) = self.fast.lock().remove(&id) {
            self.fast.lock().insert(other, job); // want map-guard-reentry "fast"
        }
    }

    pub fn for_over_keys_bad(&self) {
        for id in self.fast.lock().keys().copied().collect::<Vec<u64>>() {
            self.fast.lock().remove(&id); // want map-guard-reentry "fast"
        }
    }

    pub fn tail_temporary_ends_with_the_block_ok(&self, id: u64) {
        keep({ self.jobs.lock().unwrap().len() } + self.jobs.lock().unwrap().remove(&id).map_or(0, |j| j.len()));
    }

    pub fn two_locks_in_one_expression_bad(&self) -> usize {
        self.jobs.lock().unwrap().len() + self.jobs.lock().unwrap().capacity() // want map-guard-reentry "jobs"
    }

    pub fn reference_extends_the_temporary_bad(&self, id: u64) {
        let jobs = &mut *self.jobs.lock().unwrap();
        jobs.clear();
        self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
    }
}
