//! Which expressions stand for the same map: clones of an `Arc`, references, statics, parameters
//! do; other instances, other structs' fields of the same name, other elements need not.

#![allow(dead_code)]

use dashmap::DashMap;
use std::sync::{Arc, LazyLock};

static SESSIONS: LazyLock<DashMap<u64, String>> = LazyLock::new(DashMap::new);
static OTHERS: LazyLock<DashMap<u64, String>> = LazyLock::new(DashMap::new);

type Pods = DashMap<u64, String>;

#[derive(Clone)]
pub struct Shared {
    pods: Arc<Pods>,
}

pub struct Twin {
    left: Pods,
    right: Pods,
}

pub struct Outer {
    inner: Shared,
}

fn keep(_: usize) {}

pub fn static_map_bad(id: u64, other: u64) {
    if let Some(session) = SESSIONS.get(&id) {
        SESSIONS.remove(&other); // want map-guard-reentry "SESSIONS"
        keep(session.len());
    }
}

pub fn another_static_ok(id: u64, other: u64) {
    if let Some(session) = SESSIONS.get(&id) {
        OTHERS.remove(&other);
        keep(session.len());
    }
}

pub fn parameter_bad(pods: &Pods, id: u64, other: u64) {
    if let Some(pod) = pods.get(&id) {
        pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }
}

pub fn two_parameters_ok(from: &Pods, to: &Pods, id: u64) {
    if let Some(pod) = from.get(&id) {
        to.insert(id, pod.clone());
    }
}

pub fn local_map_bad(id: u64, other: u64) {
    let pods: Pods = DashMap::new();
    pods.insert(id, String::new());
    let pod = pods.get(&id).unwrap();
    pods.remove(&other); // want map-guard-reentry "pods"
    keep(pod.len());
}

pub fn two_locals_ok(id: u64, other: u64) {
    let first = DashMap::new();
    let second = DashMap::new();
    first.insert(id, String::new());
    let pod = first.get(&id).unwrap();
    second.insert(other, pod.len());
}

impl Shared {
    pub fn clone_of_the_arc_bad(&self, id: u64, other: u64) {
        let pods = Arc::clone(&self.pods);
        let pod = self.pods.get(&id).unwrap();
        pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn method_clone_of_the_arc_bad(&self, id: u64, other: u64) {
        let map = self.pods.clone();
        let pod = map.get(&id).unwrap();
        self.pods.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn reference_to_the_field_bad(&self, id: u64, other: u64) {
        let map = &self.pods;
        let pod = map.get(&id).unwrap();
        map.remove(&other); // want map-guard-reentry "pods"
        keep(pod.len());
    }

    pub fn other_instance_ok(&self, peer: &Shared, id: u64, other: u64) {
        let pod = self.pods.get(&id).unwrap();
        peer.pods.insert(other, pod.clone());
    }

    pub fn fresh_map_ok(&self, id: u64, other: u64) -> Pods {
        let copy = DashMap::new();
        let pod = self.pods.get(&id).unwrap();
        copy.insert(other, pod.clone());
        copy
    }
}

impl Twin {
    pub fn other_field_of_the_same_type_ok(&self, id: u64) {
        if let Some(pod) = self.left.get(&id) {
            self.right.insert(id, pod.clone());
        }
    }

    pub fn element_of_a_slice_ok(maps: &[Pods], from: usize, to: usize, id: u64) {
        if let Some(pod) = maps[from].get(&id) {
            maps[to].insert(id, pod.clone());
        }
    }
}

impl Outer {
    pub fn longer_path_bad(&self, id: u64, other: u64) {
        if let Some(pod) = self.inner.pods.get(&id) {
            self.inner.pods.remove(&other); // want map-guard-reentry "pods"
            keep(pod.len());
        }
    }

    pub fn alias_of_the_middle_bad(&self, id: u64, other: u64) {
        let inner = &self.inner;
        if let Some(pod) = inner.pods.get(&id) {
            self.inner.pods.remove(&other); // want map-guard-reentry "pods"
            keep(pod.len());
        }
    }
}
