//! Locks that getters hand out, guards in structs of one's own, and guards that are not there.

#![allow(dead_code)]

use dashmap::DashMap;
use dashmap::mapref::one::Ref;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// Keeps what is in it on its thread.
pub struct Pinned<T> {
    inner: T,
}

impl<T> Pinned<T> {
    fn new(inner: T) -> Self {
        Pinned { inner }
    }
}

impl<T: Deref> Deref for Pinned<T> {
    type Target = T::Target;

    fn deref(&self) -> &T::Target {
        self.inner.deref()
    }
}

pub struct Config {
    vectors: HashMap<u64, String>,
}

pub trait Segment {
    fn config(&self) -> &Config;
    fn vector(&self, id: u64) -> usize;
}

pub struct Plain {
    config: Config,
}

pub enum Locked {
    Plain(Arc<RwLock<Plain>>),
    Proxy(Arc<RwLock<Proxy>>),
}

impl Locked {
    fn get(&self) -> Arc<RwLock<dyn Segment>> {
        match self {
            Locked::Plain(segment) => segment.clone(),
            Locked::Proxy(segment) => segment.clone(),
        }
    }
}

pub struct Proxy {
    wrapped: Locked,
    config: Config,
}

impl Segment for Plain {
    fn config(&self) -> &Config {
        &self.config
    }

    fn vector(&self, id: u64) -> usize {
        self.config.vectors.get(&id).map_or(0, String::len)
    }
}

impl Segment for Proxy {
    fn config(&self) -> &Config {
        &self.config
    }

    fn vector(&self, id: u64) -> usize {
        self.wrapped.get().read().vector(id)
    }
}

impl Proxy {
    pub fn lock_in_each_variant_bad(&self) -> usize {
        let mut sum = 0;
        for id in self.wrapped.get().read().config().vectors.keys() {
            sum += self.vector(*id); // want map-guard-reentry "wrapped"
        }
        sum
    }

    pub fn names_taken_first_ok(&self) -> usize {
        let ids: Vec<u64> = self.wrapped.get().read().config().vectors.keys().copied().collect();
        ids.iter().map(|id| self.vector(*id)).sum()
    }
}

pub struct State {
    height: u64,
}

pub struct Caches {
    blocks: Arc<RwLock<HashMap<u64, String>>>,
    other: Arc<RwLock<HashMap<u64, String>>>,
    states: DashMap<u64, State>,
    texts: DashMap<u64, DashMap<u64, String>>, // want nested-sync-map "texts"
    jobs: Mutex<HashMap<u64, String>>,
}

fn keep(_: usize) {}

impl Caches {
    fn blocks(&self) -> &RwLock<HashMap<u64, String>> {
        &self.blocks
    }

    fn blocks_for_all(&self) -> Arc<RwLock<HashMap<u64, String>>> {
        Arc::clone(&self.blocks)
    }

    fn one_of_two(&self, first: bool) -> &RwLock<HashMap<u64, String>> {
        if first {
            return &self.other;
        }
        &self.blocks
    }

    fn highest(&self) -> Option<u64> {
        self.blocks().read().keys().max().copied()
    }

    fn state(&self, id: u64) -> Pinned<Ref<'_, u64, State>> {
        Pinned::new(self.states.get(&id).expect("known"))
    }

    async fn jobs(&self) -> MutexGuard<'_, HashMap<u64, String>> {
        self.jobs.lock().await
    }

    pub fn getter_in_scrutinee_bad(&self) {
        for id in self.blocks().write().keys() {
            keep(*id as usize + self.highest().map_or(0, |id| id as usize)); // want map-guard-reentry "blocks"
        }
    }

    pub fn getter_of_a_shared_pointer_bad(&self, id: u64) {
        let blocks = self.blocks_for_all();
        let mut blocks = blocks.write();
        blocks.remove(&id);
        keep(self.blocks.read().len()); // want map-guard-reentry "blocks"
    }

    pub fn getter_of_one_of_two_ok(&self, id: u64) {
        let mut blocks = self.one_of_two(true).write();
        blocks.remove(&id);
        keep(self.blocks.read().len());
    }

    pub fn guard_in_a_struct_bad(&self, id: u64) {
        let state = self.state(id);
        if state.inner.height > 9 {
            self.states.remove(&id); // want map-guard-reentry "states"
        }
    }

    pub fn guard_in_a_struct_ended_ok(&self, id: u64) {
        let height = self.state(id).inner.height;
        if height > 9 {
            self.states.remove(&id);
        }
    }

    pub async fn awaited_helper_bad(&self, id: u64) {
        let mut jobs = self.jobs().await;
        jobs.remove(&id);
        keep(self.jobs.lock().await.len()); // want map-guard-reentry "jobs"
    }

    pub fn nothing_found_ok(&self, id: u64) {
        let found = self.states.get(&id);
        if found.is_none() {
            self.states.retain(|_, state| state.height > 0);
        }
    }

    pub fn something_found_bad(&self, id: u64) {
        let found = self.states.get(&id);
        if found.is_some() {
            self.states.retain(|_, state| state.height > 0); // want map-guard-reentry "states"
        }
    }

    pub fn left_if_found_ok(&self, id: u64) {
        let found = self.states.get(&id);
        if !found.is_none() {
            return;
        }
        self.states.retain(|_, state| state.height > 0);
    }

    pub fn asserted_ok(&self, id: u64) {
        let found = self.states.get(&id);
        assert!(found.is_none(), "just made");
        self.states.retain(|_, state| state.height > 0);
    }

    pub fn collected_guards_bad(&self, ids: &[u64], id: u64) -> usize {
        let found: Vec<_> = ids.iter().filter_map(|id| self.states.get(id)).collect();
        self.states.remove(&id); // want map-guard-reentry "states"
        found.len()
    }

    pub fn collected_guards_dropped_ok(&self, ids: &[u64], id: u64) -> usize {
        let found: Vec<_> = ids.iter().filter_map(|id| self.states.get(id)).collect();
        let count = found.len();
        drop(found);
        self.states.remove(&id);
        count
    }

    pub fn collected_values_ok(&self, ids: &[u64], id: u64) -> usize {
        let found: Vec<_> = ids.iter().filter_map(|id| self.states.get(id)).map(|state| state.height).collect();
        self.states.remove(&id);
        found.len()
    }

    pub fn for_each_runs_here_bad(&self, ids: &[u64], id: u64) {
        let found = self.states.get(&id);
        ids.iter().for_each(|id| {
            self.states.remove(id); // want map-guard-reentry "states"
        });
        drop(found);
    }

    pub fn map_in_an_entry_bad(&self, id: u64) {
        let texts = self.texts.entry(id).or_default();
        let found = texts.get(&id);
        texts.insert(id, String::new()); // want map-guard-reentry "texts"
        drop(found);
    }
}
