//! The forms of guard life that edition 2024 changes, across suspension, beside those that it left.

#![allow(dead_code, unused_braces)]

use std::collections::HashMap;
use spin::Mutex;

pub struct Queue {
    jobs: Mutex<HashMap<u64, String>>,
    fast: Mutex<HashMap<u64, String>>,
}

async fn report(_: &str) {}

async fn send(_: usize) {}

impl Queue {
    pub async fn if_let_body_bad(&self, id: u64) {
        if let Some(job) = self.jobs.lock().remove(&id) {
            report(&job).await; // want map-guard-across-await "jobs"
        }
    }

    pub async fn if_let_else_ok(&self, id: u64) {
        if let Some(job) = self.fast.lock().remove(&id) {
            drop(job);
        } else {
            send(1).await;
        }
    }

    pub async fn let_chain_body_bad(&self, id: u64, wanted: bool) {
        if wanted && let Some(job) = self.fast.lock().remove(&id) {
            report(&job).await; // want map-guard-across-await "fast"
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

    pub async fn tail_of_inner_block_ok(&self) {
        send({ self.jobs.lock().len() }).await;
    }

    pub async fn argument_temporary_bad(&self) {
        send(self.jobs.lock().len()).await; // want map-guard-across-await "jobs"
    }
}
