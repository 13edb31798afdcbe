//! Guards over an `.await` that Clippy's `await_holding_lock` reports are left to it: those of `std` and
//! `parking_lot` that are values of their own. In another form it does not see them.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, RwLock};

type Jobs = HashMap<u64, String>;

pub struct Queue {
    jobs: Mutex<Jobs>,
    routes: RwLock<Jobs>,
    fast: parking_lot::Mutex<Jobs>,
    quick: parking_lot::RwLock<Jobs>,
}

pub struct Session<'a> {
    jobs: MutexGuard<'a, Jobs>,
}

async fn send(_: usize) {}

impl Queue {
    pub async fn bound_ok(&self) {
        let jobs = self.jobs.lock().unwrap();
        send(jobs.len()).await;
    }

    pub async fn temporary_ok(&self) {
        send(self.jobs.lock().unwrap().len()).await;
    }

    pub async fn scrutinee_ok(&self) {
        if let Some(job) = self.routes.read().unwrap().get(&1) {
            send(job.len()).await;
        }
    }

    pub async fn in_the_pattern_ok(&self) {
        if let Ok(jobs) = self.jobs.lock() {
            send(jobs.len()).await;
        }
    }

    pub async fn parking_lot_ok(&self) {
        let jobs = self.fast.lock();
        send(jobs.len()).await;
    }

    pub async fn helper_gives_it_ok(&self) {
        let jobs = self.locked();
        send(jobs.len()).await;
    }

    fn locked(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap()
    }

    pub async fn in_a_struct_bad(&self) {
        let session = Session { jobs: self.jobs.lock().unwrap() };
        send(session.jobs.len()).await; // want map-guard-across-await "jobs"
    }

    pub async fn mapped_bad(&self) {
        let jobs = parking_lot::MutexGuard::map(self.fast.lock(), |jobs| jobs);
        send(jobs.len()).await; // want map-guard-across-await "fast"
    }

    pub async fn upgradable_bad(&self) {
        let jobs = self.quick.upgradable_read();
        send(jobs.len()).await; // want map-guard-across-await "quick"
    }
}
