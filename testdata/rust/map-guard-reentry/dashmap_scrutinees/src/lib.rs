//! Guards of a `DashMap` that a `match`, `if let`, `while let` or `for` keeps alive.

#![allow(dead_code)]

use dashmap::mapref::entry::Entry;
use dashmap::DashMap;

pub struct Registry {
    pods: DashMap<u64, String>,
    next: DashMap<u64, u64>,
}

fn keep(_: usize) {}

impl Registry {
    pub fn some_arm_of_match_bad(&self, id: u64, other: u64) {
        match self.pods.get(&id) {
            Some(pod) => {
                keep(pod.len());
                self.pods.remove(&other); // want map-guard-reentry "pods"
            }
            None => {}
        }
    }

    pub fn none_arm_of_match_ok(&self, id: u64, other: u64) -> usize {
        match self.pods.get(&id) {
            Some(pod) => pod.len(),
            None => {
                self.pods.insert(other, String::new());
                0
            }
        }
    }

    pub fn wildcard_arm_after_some_ok(&self, id: u64, other: u64) -> usize {
        match self.pods.get(&id) {
            Some(pod) => pod.len(),
            _ => {
                self.pods.insert(other, String::new());
                0
            }
        }
    }

    pub fn arm_with_a_condition_leaves_a_guard_for_the_next_bad(&self, id: u64, other: u64) -> usize {
        match self.pods.get(&id) {
            Some(pod) if pod.len() > 8 => pod.len(),
            _ => {
                self.pods.insert(other, String::new()); // want map-guard-reentry "pods"
                0
            }
        }
    }

    pub fn asked_with_is_some_in_match_bad(&self, id: u64, other: u64) {
        match self.pods.get(&id).is_some() {
            true => {
                self.pods.remove(&other); // want map-guard-reentry "pods"
            }
            false => {}
        }
    }

    pub fn cloned_in_scrutinee_bad(&self, id: u64, other: u64) {
        match self.pods.get(&id).unwrap().value().clone() {
            text if text.is_empty() => {
                self.pods.remove(&other); // want map-guard-reentry "pods"
            }
            _ => {}
        }
    }

    pub fn mapped_in_scrutinee_ok(&self, id: u64, other: u64) {
        match self.pods.get(&id).map(|r| r.clone()) {
            Some(text) => {
                self.pods.insert(other, text);
            }
            None => {}
        }
    }

    pub fn if_let_body_bad(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
            self.pods.remove(&other); // want map-guard-reentry "pods"
        }
    }

    pub fn if_let_else_holds_nothing_ok(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
        } else {
            self.pods.insert(other, String::new());
        }
    }

    pub fn if_let_else_after_get_mut_ok(&self, id: u64, other: u64) {
        if let Some(mut pod) = self.pods.get_mut(&id) {
            pod.push('x');
        } else {
            self.pods.insert(other, String::new());
        }
    }

    pub fn after_the_if_let_ok(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
        }
        self.pods.remove(&other);
    }

    pub fn pattern_binding_dropped_ok(&self, id: u64, other: u64) {
        if let Some(pod) = self.pods.get(&id) {
            keep(pod.len());
            drop(pod);
            self.pods.remove(&other);
        }
    }

    pub fn pattern_binding_dropped_in_match_ok(&self, id: u64, other: u64) {
        match self.pods.get(&id) {
            Some(pod) => {
                drop(pod);
                self.pods.remove(&other);
            }
            None => {}
        }
    }

    pub fn pattern_wildcard_keeps_the_guard_bad(&self, id: u64, other: u64) {
        if let Some(_) = self.pods.get(&id) {
            self.pods.remove(&other); // want map-guard-reentry "pods"
        }
    }

    pub fn plain_condition_ok(&self, id: u64, other: u64) {
        if self.pods.get(&id).is_some() {
            self.pods.remove(&other);
        }
    }

    pub fn plain_condition_with_comparison_ok(&self, id: u64, other: u64) {
        if self.pods.get(&id).map_or(0, |p| p.len()) > 8 {
            self.pods.remove(&other);
        }
    }

    pub fn while_let_body_bad(&self, start: u64, other: u64) {
        let mut at = start;
        while let Some(next) = self.next.get(&at) {
            at = *next;
            self.next.remove(&other); // want map-guard-reentry "next"
        }
    }

    pub fn while_let_dropped_ok(&self, start: u64, other: u64) {
        let mut at = start;
        while let Some(next) = self.next.get(&at) {
            at = *next;
            drop(next);
            self.next.remove(&other);
        }
    }

    pub fn for_over_iter_bad(&self) {
        for pod in self.pods.iter() {
            self.pods.remove(pod.key()); // want map-guard-reentry "pods"
        }
    }

    pub fn for_over_iter_mut_and_read_bad(&self, other: u64) {
        for mut pod in self.pods.iter_mut() {
            let extra = self.pods.get(&other).map(|p| p.clone()); // want map-guard-reentry "pods"
            pod.push_str(&extra.unwrap_or_default());
        }
    }

    pub fn for_over_iter_and_read_ok(&self, other: u64) {
        for pod in self.pods.iter() {
            keep(pod.len() + self.pods.get(&other).map_or(0, |p| p.len()));
        }
    }

    pub fn for_over_collected_keys_ok(&self) {
        let keys: Vec<u64> = self.pods.iter().map(|p| *p.key()).collect();
        for key in keys {
            self.pods.remove(&key);
        }
    }

    pub fn for_over_keys_collected_in_place_ok(&self) {
        for key in self.pods.iter().map(|p| *p.key()).collect::<Vec<u64>>() {
            self.pods.remove(&key);
        }
    }

    pub fn occupied_arm_bad(&self, id: u64) {
        match self.pods.entry(id) {
            Entry::Occupied(pod) => {
                keep(pod.get().len());
                keep(self.pods.len()); // want map-guard-reentry "pods"
            }
            Entry::Vacant(_) => {}
        }
    }

    pub fn vacant_arm_bad(&self, id: u64, other: u64) {
        match self.pods.entry(id) {
            Entry::Occupied(_) => {}
            Entry::Vacant(slot) => {
                let text = self.pods.get(&other).map(|p| p.clone()); // want map-guard-reentry "pods"
                slot.insert(text.unwrap_or_default());
            }
        }
    }

    pub fn occupied_removed_by_value_ok(&self, id: u64, other: u64) {
        match self.pods.entry(id) {
            Entry::Occupied(pod) => {
                pod.remove();
                self.pods.remove(&other);
            }
            Entry::Vacant(_) => {}
        }
    }

    pub fn entry_answers_alone_ok(&self, id: u64) {
        match self.pods.entry(id) {
            Entry::Occupied(pod) => {
                pod.remove();
            }
            Entry::Vacant(slot) => {
                slot.insert(String::new());
            }
        }
    }

    pub fn closure_of_or_insert_with_runs_under_the_entry_bad(&self, id: u64, other: u64) {
        self.pods.entry(id).or_insert_with(|| {
            self.pods.get(&other).map(|p| p.clone()).unwrap_or_default() // want map-guard-reentry "pods"
        });
    }

    pub fn closure_of_and_modify_ok(&self, id: u64) {
        self.pods.entry(id).and_modify(|pod| pod.push('x')).or_default();
        self.pods.remove(&id);
    }

    pub fn nested_match_in_some_arm_bad(&self, id: u64, other: u64, deep: bool) {
        match self.pods.get(&id) {
            Some(pod) => match deep {
                true => {
                    self.pods.remove(&other); // want map-guard-reentry "pods"
                    keep(pod.len());
                }
                false => {}
            },
            None => {}
        }
    }
}
