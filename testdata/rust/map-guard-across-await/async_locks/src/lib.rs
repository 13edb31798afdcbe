//! Locks whose guards are made to live across suspension, and a sync lock of the same name.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};

type Blocking<T> = spin::Mutex<T>;

pub struct Queue {
    jobs: Mutex<HashMap<u64, String>>,
    routes: Arc<RwLock<HashMap<u64, String>>>,
    blocking: Blocking<HashMap<u64, String>>,
}

async fn report(_: &str) {}

async fn send(_: usize) {}

impl Queue {
    pub async fn mutex_binding_ok(&self) {
        let jobs = self.jobs.lock().await;
        send(jobs.len()).await;
    }

    pub async fn read_guard_ok(&self) {
        let routes = self.routes.read().await;
        send(routes.len()).await;
    }

    pub async fn write_guard_ok(&self, id: u64) {
        let mut routes = self.routes.write().await;
        if let Some(route) = routes.remove(&id) {
            report(&route).await;
        }
    }

    pub async fn scrutinee_ok(&self, id: u64) {
        if let Some(job) = self.jobs.lock().await.remove(&id) {
            report(&job).await;
        }
    }

    pub async fn try_lock_ok(&self) {
        if let Ok(jobs) = self.jobs.try_lock() {
            send(jobs.len()).await;
        }
    }

    pub async fn owned_guard_ok(routes: Arc<Mutex<HashMap<u64, String>>>) {
        let routes = routes.lock_owned().await;
        send(routes.len()).await;
    }

    pub async fn sync_lock_under_an_alias_bad(&self) {
        let jobs = self.blocking.lock();
        send(jobs.len()).await; // want map-guard-across-await "blocking"
    }

    pub async fn acquired_while_a_sync_guard_lives_bad(&self, id: u64) {
        let blocking = self.blocking.lock();
        let mut jobs = self.jobs.lock().await; // want map-guard-across-await "blocking"
        jobs.insert(id, blocking.get(&id).cloned().unwrap_or_default());
    }
}
