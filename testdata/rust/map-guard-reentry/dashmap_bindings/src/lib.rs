//! Guards of a `DashMap` that a `let` keeps alive, and what ends them.

#![allow(dead_code)]

use dashmap::mapref::one::{Ref, RefMut};
use dashmap::{DashMap, DashSet};

pub struct Registry {
    pods: DashMap<u64, String>,
    counts: DashMap<u64, usize>,
    names: DashSet<u64>,
}

fn keep(_: usize) {}

fn consume(_: Ref<'_, u64, String>) {}

fn borrow(_: &Ref<'_, u64, String>) {}

impl Registry {
    pub fn binding_lives_to_end_of_block_bad(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn unused_binding_lives_too_bad(&self, id: u64, other: u64) {
        let _pod = self.pods.get(&id);
        self.pods.remove(&other); // want map-guard-reentry "pods"
    }

    pub fn question_mark_keeps_the_guard_bad(&self, id: u64, other: u64) -> Option<usize> {
        let pod = self.pods.get(&id)?;
        self.pods.insert(other, String::new()); // want map-guard-reentry "pods"
        Some(pod.len())
    }

    pub fn expect_keeps_the_guard_bad(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).expect("known pod");
        self.pods.insert(other, pod.value().to_uppercase()); // want map-guard-reentry "pods"
    }

    pub fn option_that_holds_the_guard_bad(&self, id: u64, other: u64) -> bool {
        let pod = self.pods.get(&id);
        self.pods.alter(&other, |_, old| old); // want map-guard-reentry "pods"
        pod.is_some()
    }

    pub fn let_else_binds_the_guard_bad(&self, id: u64, other: u64) -> usize {
        let Some(pod) = self.pods.get(&id) else {
            return 0;
        };
        self.pods.remove(&other); // want map-guard-reentry "pods"
        pod.len()
    }

    pub fn let_else_holds_nothing_in_else_ok(&self, id: u64, other: u64) -> usize {
        let Some(pod) = self.pods.get(&id) else {
            self.pods.remove(&other);
            return 0;
        };
        pod.len()
    }

    pub fn inner_block_ends_it_ok(&self, id: u64, other: u64) {
        {
            let pod = self.pods.get(&id).unwrap();
            keep(pod.len());
        }
        self.pods.remove(&other);
    }

    pub fn dropped_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
        drop(pod);
        self.pods.remove(&other);
    }

    pub fn dropped_on_one_path_only_bad(&self, id: u64, other: u64, early: bool) {
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
        if early {
            drop(pod);
        } else {
            keep(pod.len());
            self.pods.remove(&other); // want map-guard-reentry "pods"
        }
    }

    pub fn dropped_on_every_path_ok(&self, id: u64, other: u64, early: bool) {
        let pod = self.pods.get(&id).unwrap();
        if early {
            drop(pod);
        } else {
            keep(pod.len());
            std::mem::drop(pod);
        }
        self.pods.remove(&other);
    }

    pub fn moved_into_call_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        consume(pod);
        self.pods.remove(&other);
    }

    pub fn lent_to_call_bad(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        borrow(&pod);
        self.pods.remove(&other); // want map-guard-reentry "pods"
    }

    pub fn moved_to_other_name_bad(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        let renamed = pod;
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(renamed.len());
    }

    pub fn returned_on_the_path_ok(&self, id: u64, other: u64) -> Option<Ref<'_, u64, String>> {
        if let Some(pod) = self.pods.get(&id) {
            return Some(pod);
        }
        self.pods.insert(other, String::new());
        None
    }

    pub fn shadowed_guard_lives_on_bad(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        let pod = pod.len();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod);
    }

    pub fn underscore_binds_nothing_ok(&self, id: u64, other: u64) {
        let _ = self.pods.get(&id);
        self.pods.remove(&other);
    }

    pub fn value_cloned_in_the_statement_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap().clone();
        self.pods.insert(other, pod);
    }

    pub fn cloned_through_map_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).map(|r| r.clone());
        self.pods.insert(other, pod.unwrap_or_default());
    }

    pub fn value_cloned_through_map_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).map(|r| r.value().clone());
        self.pods.insert(other, pod.unwrap_or_default());
    }

    pub fn and_then_ends_it_ok(&self, id: u64, other: u64) {
        let first = self.pods.get(&id).and_then(|r| r.chars().next());
        self.pods.insert(other, first.map(String::from).unwrap_or_default());
    }

    pub fn asked_and_forgotten_ok(&self, id: u64, other: u64) {
        let known = self.pods.get(&id).is_some();
        if known {
            self.pods.remove(&other);
        }
    }

    pub fn argument_temporary_bad(&self, id: u64, other: u64) {
        self.pods.insert(other, self.pods.get(&id).unwrap().clone()); // want map-guard-reentry "pods"
    }

    pub fn argument_of_another_call_ok(&self, id: u64, other: u64) {
        keep(self.pods.get(&id).unwrap().len());
        self.pods.remove(&other);
    }

    pub fn reference_extends_the_temporary_bad(&self, id: u64, other: u64) {
        let pod = &self.pods.get(&id).unwrap();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn dereference_extends_the_temporary_bad(&self, id: u64, other: u64) {
        let pod = &*self.pods.get(&id).unwrap();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn mutable_guard_and_measure_bad(&self, id: u64) {
        let mut count = self.counts.get_mut(&id).unwrap();
        *count += 1;
        keep(self.counts.len()); // want map-guard-reentry "counts"
    }

    pub fn mutable_guard_and_read_bad(&self, id: u64, other: u64) {
        let mut count = self.counts.get_mut(&id).unwrap();
        *count = self.counts.get(&other).map_or(0, |c| *c); // want map-guard-reentry "counts"
    }

    pub fn mutable_guard_and_contains_bad(&self, id: u64, other: u64) -> bool {
        let mut count = self.counts.get_mut(&id).unwrap();
        *count += 1;
        self.counts.contains_key(&other) // want map-guard-reentry "counts"
    }

    pub fn or_default_returns_a_guard_bad(&self, id: u64, other: u64) {
        let mut count = self.counts.entry(id).or_default();
        *count += 1;
        self.counts.remove(&other); // want map-guard-reentry "counts"
    }

    pub fn or_insert_in_the_statement_ok(&self, id: u64, other: u64) {
        *self.counts.entry(id).or_insert(0) += 1;
        self.counts.remove(&other);
    }

    pub fn read_guard_and_read_ok(&self, id: u64, other: u64) -> usize {
        let count = self.counts.get(&id).unwrap();
        *count + self.counts.get(&other).map_or(0, |c| *c) + self.counts.len()
    }

    pub fn read_guard_and_view_bad(&self, id: u64, other: u64) -> usize {
        let count = self.counts.get(&id).unwrap();
        let seen = self.counts.view(&other, |_, c| *c); // want map-guard-reentry "counts"
        *count + seen.unwrap_or(0)
    }

    pub fn read_guard_and_retain_bad(&self, id: u64) -> usize {
        let count = self.counts.get(&id).unwrap();
        self.counts.retain(|_, c| *c > 0); // want map-guard-reentry "counts"
        *count
    }

    pub fn read_guard_and_clear_bad(&self, id: u64) -> usize {
        let count = self.counts.get(&id).unwrap();
        self.counts.clear(); // want map-guard-reentry "counts"
        *count
    }

    pub fn read_guard_and_entry_bad(&self, id: u64, other: u64) -> usize {
        let count = self.counts.get(&id).unwrap();
        *self.counts.entry(other).or_insert(0) += 1; // want map-guard-reentry "counts"
        *count
    }

    pub fn read_guard_and_get_mut_bad(&self, id: u64, other: u64) {
        let count = self.counts.get(&id).unwrap();
        *self.counts.get_mut(&other).unwrap() += *count; // want map-guard-reentry "counts"
    }

    pub fn try_never_blocks_ok(&self, id: u64, other: u64) -> bool {
        let count = self.counts.get(&id).unwrap();
        let free = !self.counts.try_get_mut(&other).is_locked();
        free && *count > 0
    }

    pub fn guard_taken_by_try_get_bad(&self, id: u64, other: u64) -> usize {
        let count = self.counts.try_get(&id).unwrap();
        self.counts.remove(&other); // want map-guard-reentry "counts"
        *count
    }

    pub fn set_guard_and_remove_bad(&self, id: u64, other: u64) -> u64 {
        let name = self.names.get(&id).unwrap();
        self.names.remove(&other); // want map-guard-reentry "names"
        *name
    }

    pub fn set_key_copied_ok(&self, id: u64, other: u64) -> u64 {
        let name = *self.names.get(&id).unwrap();
        self.names.remove(&other);
        name
    }

    pub fn another_map_of_the_struct_ok(&self, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        self.counts.insert(other, pod.len());
    }

    pub fn closure_only_built_ok(&self, id: u64, other: u64) -> impl Fn() + '_ {
        let pod = self.pods.get(&id).unwrap();
        keep(pod.len());
        move || {
            self.pods.remove(&other);
        }
    }

    pub fn mutable_guard_downgraded_bad(&self, id: u64, other: u64) -> usize {
        let count = self.counts.get_mut(&id).unwrap().downgrade();
        self.counts.remove(&other); // want map-guard-reentry "counts"
        *count
    }

    pub fn one_field_borrowed_bad(&self, id: u64, other: u64) {
        let mut guard: RefMut<'_, u64, String> = self.pods.get_mut(&id).unwrap();
        let text = guard.value_mut();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        text.clear();
    }
}
