//! Suspension that no `.await` shows (`select!`, `join!`), and `.await` that is not run here:
//! blocks and closures that are only built.

#![allow(dead_code)]

use dashmap::DashMap;
use spin::Mutex;
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

pub struct Registry {
    pods: DashMap<u64, String>,
    jobs: Arc<Mutex<HashMap<u64, String>>>,
}

async fn send(_: usize) {}

async fn check(_: usize) -> Result<(), String> {
    Ok(())
}

fn keep(_: usize) {}

impl Registry {
    pub async fn select_bad(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
        tokio::select! { _ = send(1) => {}, _ = send(2) => {} } // want map-guard-across-await "pods"
    }

    pub async fn select_after_drop_ok(&self, id: u64) {
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
        drop(pod);
        tokio::select! { _ = send(1) => {}, _ = send(2) => {} }
    }

    pub async fn join_bad(&self) {
        let jobs = self.jobs.lock();
        tokio::join!(send(jobs.len()), send(2)); // want map-guard-across-await "jobs"
    }

    pub async fn try_join_bad(&self, id: u64) -> Result<(), String> {
        let pod = self.pods.get(&id).unwrap();
        tokio::try_join!(check(pod.len()), check(2))?; // want map-guard-across-await "pods"
        Ok(())
    }

    pub async fn join_after_the_statement_ok(&self) {
        let count = self.jobs.lock().len();
        tokio::join!(send(count), send(2));
    }

    pub async fn in_the_body_of_a_branch_bad(&self, id: u64) {
        tokio::select! {
            _ = send(1) => {
                let pod = self.pods.get(&id).unwrap();
                send(pod.len()).await; // want map-guard-across-await "pods"
            }
            _ = send(2) => {}
        }
    }

    pub async fn one_branch_holds_and_the_other_awaits_ok(&self, id: u64) {
        tokio::select! {
            _ = send(1) => {
                let pod = self.pods.get(&id).unwrap();
                keep(pod.len());
            }
            _ = send(2) => {
                send(3).await;
            }
        }
    }

    pub fn block_only_built_ok(&self) -> impl Future<Output = ()> + use<> {
        let jobs = self.jobs.lock();
        let count = jobs.len();
        async move {
            send(count).await;
        }
    }

    pub async fn block_built_under_the_guard_awaited_later_ok(&self) {
        let later = {
            let jobs = self.jobs.lock();
            let count = jobs.len();
            async move { send(count).await }
        };
        later.await;
    }

    pub async fn block_awaited_under_the_guard_bad(&self) {
        let jobs = self.jobs.lock();
        let later = async { send(1).await };
        keep(jobs.len());
        later.await; // want map-guard-across-await "jobs"
    }

    pub async fn spawned_under_the_guard_ok(&self) {
        let jobs = self.jobs.lock();
        for id in jobs.keys() {
            let id = *id as usize;
            tokio::spawn(async move {
                send(id).await;
            });
        }
    }

    pub async fn guard_inside_the_block_bad(&self) {
        let work = async {
            let jobs = self.jobs.lock();
            send(jobs.len()).await; // want map-guard-across-await "jobs"
        };
        work.await;
    }

    pub fn guard_inside_a_returned_block_bad(&self) -> impl Future<Output = ()> + '_ {
        async {
            let pod = self.pods.get(&1).unwrap();
            send(pod.len()).await; // want map-guard-across-await "pods"
        }
    }

    pub async fn async_closure_only_built_ok(&self) {
        let jobs = self.jobs.lock();
        let later = async |count: usize| send(count).await;
        keep(jobs.len());
        drop(jobs);
        later(1).await;
    }

    pub async fn closure_holds_its_own_guard_ok(&self) {
        let count = || self.jobs.lock().len();
        send(count()).await;
    }

    pub async fn assertion_holds_nothing_after_ok(&self) {
        assert!(self.jobs.lock().is_empty());
        send(1).await;
    }
}
