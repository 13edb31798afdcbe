//! What edition 2024 changes: the scrutinee of `if let` ends before `else`, a temporary of a tail
//! expression ends before the block's locals. `match` is as it was.

#![allow(dead_code)]

use dashmap::DashMap;

pub struct Registry {
    pods: DashMap<u64, String>,
}

fn keep(_: usize) {}

impl Registry {
    pub fn if_let_body_bad(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            self.pods.remove(&other); // want map-guard-reentry "pods"
            keep(pod.len());
        }
    }

    pub fn scrutinee_is_gone_in_else_ok(&self, id: u64, other: u64) {
        if let Some('x') = self.pods.get(&id).as_ref().and_then(|p| p.chars().next()) {
            keep(1);
        } else {
            self.pods.remove(&other);
        }
    }

    pub fn match_keeps_the_scrutinee_bad(&self, id: u64, other: u64) {
        match self.pods.get(&id).as_ref().and_then(|p| p.chars().next()) {
            Some('x') => keep(1),
            _ => {
                self.pods.remove(&other); // want map-guard-reentry "pods"
            }
        }
    }

    pub fn let_chain_body_bad(&self, id: u64, other: u64, wanted: bool) {
        if wanted && let Some(pod) = self.pods.get(&id) {
            self.pods.remove(&other); // want map-guard-reentry "pods"
            keep(pod.len());
        }
    }

    pub fn let_chain_later_condition_bad(&self, id: u64, other: u64) {
        if let Some(mut pod) = self.pods.get_mut(&id)
            && self.pods.contains_key(&other)
        // want-prev map-guard-reentry "pods"
        {
            pod.push('x');
        }
    }

    pub fn let_chain_else_ok(&self, id: u64, other: u64, wanted: bool) {
        if let Some(pod) = self.pods.get(&id)
            && wanted
        {
            keep(pod.len());
        } else {
            self.pods.remove(&other);
        }
    }

    pub fn tail_expression_ok(&self, id: u64, other: u64) {
        let length = { self.pods.get(&id).map_or(0, |p| p.len()) };
        keep(length);
        self.pods.remove(&other);
    }
}
