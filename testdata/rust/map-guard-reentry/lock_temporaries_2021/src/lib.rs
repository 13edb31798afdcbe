//! How long a guard over a locked map lives in edition 2021, form by form.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::Mutex;

pub struct Queue {
    jobs: Mutex<HashMap<u64, String>>,
    fast: parking_lot::Mutex<HashMap<u64, String>>,
}

fn keep(_: usize) {}

impl Queue {
    pub fn binding_lives_to_end_of_block_bad(&self, id: u64) {
        let jobs = self.jobs.lock().unwrap();
        keep(jobs.len());
        self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
    }

    pub fn parking_lot_binding_bad(&self, id: u64) {
        let jobs = self.fast.lock();
        keep(jobs.len());
        self.fast.lock().remove(&id); // want map-guard-reentry "fast"
    }

    pub fn recovered_from_poison_bad(&self, id: u64) {
        let jobs = self.jobs.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        keep(jobs.len());
        self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
    }

    pub fn if_let_ok_holds_the_guard_bad(&self, id: u64) {
        if let Ok(jobs) = self.jobs.lock() {
            keep(jobs.len());
            self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
        }
    }

    pub fn dropped_ok(&self, id: u64) {
        let jobs = self.jobs.lock().unwrap();
        keep(jobs.len());
        drop(jobs);
        self.jobs.lock().unwrap().remove(&id);
    }

    pub fn inner_block_ends_it_ok(&self, id: u64) {
        let count = {
            let jobs = self.jobs.lock().unwrap();
            jobs.len()
        };
        keep(count);
        self.jobs.lock().unwrap().remove(&id);
    }

    pub fn one_statement_each_ok(&self, id: u64) {
        let job = self.jobs.lock().unwrap().remove(&id);
        self.jobs.lock().unwrap().insert(id + 1, job.unwrap_or_default());
    }

    pub fn cloned_in_the_statement_ok(&self, id: u64) {
        let job = self.jobs.lock().unwrap().get(&id).cloned();
        self.jobs.lock().unwrap().insert(id + 1, job.unwrap_or_default());
    }

    pub fn reference_extends_the_temporary_bad(&self, id: u64) {
        let jobs = &mut self.jobs.lock().unwrap();
        jobs.clear();
        self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
    }

    pub fn dereference_extends_the_temporary_bad(&self, id: u64) {
        let jobs = &*self.jobs.lock().unwrap();
        keep(jobs.len());
        self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
    }

    pub fn index_extends_the_temporary_bad(&self, id: u64) {
        let job = &self.jobs.lock().unwrap()[&id];
        self.jobs.lock().unwrap().clear(); // want map-guard-reentry "jobs"
        keep(job.len());
    }

    pub fn plain_condition_ok(&self, id: u64) {
        if self.jobs.lock().unwrap().is_empty() {
            self.jobs.lock().unwrap().remove(&id);
        }
    }

    pub fn while_condition_ok(&self, id: u64) {
        while self.jobs.lock().unwrap().len() > 8 {
            self.jobs.lock().unwrap().remove(&id);
        }
    }

    pub fn if_let_body_bad(&self, id: u64, other: u64) {
        if let Some(job) = self.jobs.lock().unwrap().get(&id) {
            keep(job.len());
            self.jobs.lock().unwrap().remove(&other); // want map-guard-reentry "jobs"
        }
    }

    pub fn parking_lot_if_let_else_bad(&self, id: u64, other: u64) {
        if let Some(job) = self.fast.lock().get(&id) {
            keep(job.len());
        } else {
            self.fast.lock().insert(other, String::new()); // want map-guard-reentry "fast"
        }
    }

    pub fn owned_result_does_not_help_bad(&self, id: u64, other: u64) {
        if let Some(job) = self.jobs.lock().unwrap().remove(&id) {
            self.jobs.lock().unwrap().insert(other, job); // want map-guard-reentry "jobs"
        }
    }

    pub fn bound_first_ok(&self, id: u64, other: u64) {
        let job = self.jobs.lock().unwrap().remove(&id);
        if let Some(job) = job {
            self.jobs.lock().unwrap().insert(other, job);
        }
    }

    pub fn else_if_after_if_let_bad(&self, id: u64, other: u64) {
        if let Some(job) = self.fast.lock().get(&id) {
            keep(job.len());
        } else if self.fast.lock().contains_key(&other) {
            // want-prev map-guard-reentry "fast"
            keep(0);
        }
    }

    pub fn match_some_arm_bad(&self, id: u64, other: u64) {
        match self.jobs.lock().unwrap().get(&id) {
            Some(job) => {
                keep(job.len());
                self.jobs.lock().unwrap().remove(&other); // want map-guard-reentry "jobs"
            }
            None => {}
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

    pub fn match_on_cloned_bad(&self, id: u64, other: u64) {
        match self.jobs.lock().unwrap().get(&id).cloned() {
            Some(job) => {
                self.jobs.lock().unwrap().insert(other, job); // want map-guard-reentry "jobs"
            }
            None => {}
        }
    }

    pub fn match_on_block_ok(&self, id: u64, other: u64) {
        let job = self.jobs.lock().unwrap().get(&id).cloned();
        match job {
            Some(job) => {
                self.jobs.lock().unwrap().insert(other, job);
            }
            None => {}
        }
    }

    pub fn while_let_bad(&self, id: u64, other: u64) {
        while let Some(job) = self.jobs.lock().unwrap().remove(&id) {
            self.jobs.lock().unwrap().insert(other, job); // want map-guard-reentry "jobs"
        }
    }

    pub fn for_over_keys_bad(&self, other: u64) {
        for id in self.jobs.lock().unwrap().keys() {
            keep(*id as usize);
            self.fast.lock().remove(&other);
            self.jobs.lock().unwrap().len(); // want map-guard-reentry "jobs"
        }
    }

    pub fn for_over_collected_in_head_bad(&self) {
        for id in self.jobs.lock().unwrap().keys().copied().collect::<Vec<u64>>() {
            self.jobs.lock().unwrap().remove(&id); // want map-guard-reentry "jobs"
        }
    }

    pub fn for_over_collected_before_ok(&self) {
        let ids: Vec<u64> = self.jobs.lock().unwrap().keys().copied().collect();
        for id in ids {
            self.jobs.lock().unwrap().remove(&id);
        }
    }

    pub fn let_else_ok(&self, id: u64, other: u64) -> usize {
        let Some(job) = self.jobs.lock().unwrap().get(&id).cloned() else {
            self.jobs.lock().unwrap().insert(other, String::new());
            return 0;
        };
        self.jobs.lock().unwrap().remove(&other);
        job.len()
    }

    pub fn argument_temporary_bad(&self, id: u64, other: u64) {
        self.jobs.lock().unwrap().insert(other, self.jobs.lock().unwrap()[&id].clone());
        // want-prev map-guard-reentry "jobs"
    }

    pub fn argument_of_another_call_ok(&self, id: u64) {
        keep(self.jobs.lock().unwrap().len());
        self.jobs.lock().unwrap().remove(&id);
    }

    pub fn arguments_of_one_call_bad(&self) -> (usize, usize) {
        std::convert::identity((self.jobs.lock().unwrap().len(), self.jobs.lock().unwrap().capacity()))
        // want-prev map-guard-reentry "jobs"
    }

    pub fn two_locks_in_one_expression_bad(&self) -> usize {
        self.jobs.lock().unwrap().len() + self.jobs.lock().unwrap().capacity() // want map-guard-reentry "jobs"
    }

    pub fn tail_temporary_outlives_the_block_bad(&self, id: u64) {
        keep({ self.jobs.lock().unwrap().len() } + self.jobs.lock().unwrap().remove(&id).map_or(0, |j| j.len()));
        // want-prev map-guard-reentry "jobs"
    }

    pub fn block_with_a_binding_ends_it_ok(&self, id: u64) {
        let count = {
            let count = self.jobs.lock().unwrap().len();
            count
        };
        keep(count + self.jobs.lock().unwrap().remove(&id).map_or(0, |j| j.len()));
    }

    pub fn assigned_again_bad(&self) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.clear();
        jobs = self.jobs.lock().unwrap(); // want map-guard-reentry "jobs"
        jobs.clear();
    }

    pub fn dropped_then_assigned_ok(&self) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.clear();
        drop(jobs);
        jobs = self.jobs.lock().unwrap();
        jobs.clear();
    }

    pub fn another_iteration_ok(&self, ids: &[u64]) {
        for id in ids {
            let mut jobs = self.jobs.lock().unwrap();
            jobs.remove(id);
        }
    }

    pub fn early_return_under_the_guard_ok(&self, id: u64) -> usize {
        {
            let jobs = self.jobs.lock().unwrap();
            if let Some(job) = jobs.get(&id) {
                return job.len();
            }
        }
        self.jobs.lock().unwrap().len()
    }

    pub fn through_get_mut_ok(&mut self, id: u64) {
        let jobs = self.jobs.get_mut().unwrap();
        jobs.remove(&id);
        self.jobs.lock().unwrap().remove(&id);
    }
}
