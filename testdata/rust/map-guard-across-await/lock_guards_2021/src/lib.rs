//! Guards over maps of a lock that Clippy does not know, alive while the task is suspended.

#![allow(dead_code, unused_braces)]

use std::collections::HashMap;
use spin::{Mutex, MutexGuard, RwLock};
use std::sync::Arc;

#[derive(Default)]
pub struct State {
    jobs: HashMap<u64, String>,
    closed: bool,
}

pub struct Queue {
    jobs: Mutex<HashMap<u64, String>>,
    routes: RwLock<HashMap<u64, String>>,
    fast: Mutex<HashMap<u64, String>>,
    quick: Arc<RwLock<HashMap<u64, String>>>,
    state: Mutex<State>,
    closed: Mutex<bool>,
}

async fn report(_: &str) {}

async fn send(_: usize) {}

impl Queue {
    pub async fn mutex_binding_bad(&self) {
        let jobs = self.jobs.lock();
        send(jobs.len()).await; // want map-guard-across-await "jobs"
    }

    pub async fn read_guard_bad(&self) {
        let routes = self.routes.read();
        send(routes.len()).await; // want map-guard-across-await "routes"
    }

    pub async fn write_guard_bad(&self, id: u64) {
        let mut routes = self.routes.write();
        routes.remove(&id);
        send(1).await; // want map-guard-across-await "routes"
    }

    pub async fn another_mutex_bad(&self) {
        let jobs = self.fast.lock();
        send(jobs.len()).await; // want map-guard-across-await "fast"
    }

    pub async fn read_guard_in_arc_bad(&self) {
        let routes = self.quick.read();
        send(routes.len()).await; // want map-guard-across-await "quick"
    }

    pub async fn struct_behind_lock_bad(&self) {
        let state = self.state.lock();
        send(state.jobs.len()).await; // want map-guard-across-await "state"
    }

    pub async fn no_map_behind_it_ok(&self) {
        let closed = self.closed.lock();
        send(usize::from(*closed)).await;
    }

    pub async fn dropped_ok(&self) {
        let jobs = self.jobs.lock();
        let count = jobs.len();
        drop(jobs);
        send(count).await;
    }

    pub async fn inner_block_ok(&self) {
        let count = {
            let jobs = self.jobs.lock();
            jobs.len()
        };
        send(count).await;
    }

    pub async fn cloned_in_the_statement_ok(&self, id: u64) {
        let job = self.jobs.lock().get(&id).cloned();
        report(&job.unwrap_or_default()).await;
    }

    pub async fn argument_temporary_bad(&self) {
        send(self.jobs.lock().len()).await; // want map-guard-across-await "jobs"
    }

    pub async fn measured_before_ok(&self) {
        let count = self.jobs.lock().len();
        send(count).await;
    }

    pub async fn if_let_body_bad(&self, id: u64) {
        if let Some(job) = self.jobs.lock().remove(&id) {
            report(&job).await; // want map-guard-across-await "jobs"
        }
    }

    pub async fn if_let_else_bad(&self, id: u64) {
        if let Some(job) = self.fast.lock().remove(&id) {
            drop(job);
        } else {
            send(1).await; // want map-guard-across-await "fast"
        }
    }

    pub async fn bound_first_ok(&self, id: u64) {
        let job = self.jobs.lock().remove(&id);
        if let Some(job) = job {
            report(&job).await;
        }
    }

    pub async fn match_none_arm_bad(&self, id: u64) {
        match self.jobs.lock().get(&id) {
            Some(_) => {}
            None => {
                send(1).await; // want map-guard-across-await "jobs"
            }
        }
    }

    pub async fn while_let_bad(&self, id: u64) {
        while let Some(job) = self.fast.lock().remove(&id) {
            report(&job).await; // want map-guard-across-await "fast"
        }
    }

    pub async fn for_over_values_bad(&self) {
        for job in self.fast.lock().values() {
            report(job).await; // want map-guard-across-await "fast"
        }
    }

    pub async fn for_over_collected_before_ok(&self) {
        let jobs: Vec<String> = self.fast.lock().values().cloned().collect();
        for job in jobs {
            report(&job).await;
        }
    }

    pub async fn plain_condition_ok(&self) {
        if self.jobs.lock().is_empty() {
            send(1).await;
        }
    }

    pub async fn let_else_ok(&self, id: u64) {
        let Some(job) = self.jobs.lock().remove(&id) else {
            send(0).await;
            return;
        };
        report(&job).await;
    }

    pub async fn reference_extends_the_temporary_bad(&self, id: u64) {
        let closed = &self.state.lock().jobs[&id];
        report(closed).await; // want map-guard-across-await "state"
    }

    pub async fn try_lock_bound_bad(&self) {
        let Some(jobs) = self.jobs.try_lock() else {
            return;
        };
        send(jobs.len()).await; // want map-guard-across-await "jobs"
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    pub async fn helper_returns_the_guard_bad(&self) {
        let state = self.state();
        send(state.jobs.len()).await; // want map-guard-across-await "state"
    }

    pub async fn helper_argument_temporary_bad(&self) {
        send(self.state().jobs.len()).await; // want map-guard-across-await "state"
    }

    pub async fn returned_before_ok(&self, id: u64) -> bool {
        if self.jobs.lock().contains_key(&id) {
            return true;
        }
        send(1).await;
        false
    }

    pub async fn tail_of_inner_block_bad(&self) {
        send({ self.jobs.lock().len() }).await; // want map-guard-across-await "jobs"
    }
}
