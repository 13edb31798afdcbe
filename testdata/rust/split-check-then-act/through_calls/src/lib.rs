//! The check or the act stands in a function that is called, and how many there are is a check too.

#![allow(dead_code, clippy::map_entry)]

use dashmap::{DashMap, Entry};
use parking_lot::RwLock;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::oneshot;

const MOST: usize = 64;

#[derive(Default)]
pub struct Streams {
    claimed: DashMap<u64, ()>, // want unit-value-map "claimed"
    waiting: DashMap<u64, oneshot::Sender<u64>>, // want ever-growing-map "waiting"
    names: DashMap<u64, String>,
}

impl Streams {
    fn is_claimed(&self, id: u64) -> bool {
        self.claimed.contains_key(&id)
    }

    async fn claim(&self, id: u64) -> Option<u64> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.insert(id, sender);
        let found = receiver.await.ok()?;
        self.claimed.insert(id, ());
        Some(found)
    }

    async fn claim_once(&self, id: u64) -> Option<u64> {
        match self.claimed.entry(id) {
            Entry::Occupied(_) => return None,
            Entry::Vacant(free) => free.insert(()),
        };
        let (sender, receiver) = oneshot::channel();
        self.waiting.insert(id, sender);
        receiver.await.ok()
    }

    fn name(&self, id: u64) -> Option<String> {
        self.names.get(&id).map(|name| name.clone())
    }

    fn rename(&self, id: u64, name: String) {
        self.names.insert(id, name);
    }
}

pub struct Node {
    streams: Arc<Streams>,
    rooms: RwLock<BTreeMap<u64, Vec<u64>>>,
    peers: DashMap<u64, u64>,
}

impl Node {
    fn streams(&self) -> &Arc<Streams> {
        &self.streams
    }

    pub async fn asked_and_then_claimed_bad(&self, id: u64) -> Option<u64> {
        if self.streams().is_claimed(id) {
            return None;
        }
        self.streams().claim(id).await // want split-check-then-act "claim"
    }

    pub async fn claimed_in_one_step_ok(&self, id: u64) -> Option<u64> {
        self.streams().claim_once(id).await
    }

    pub async fn asked_before_an_act_that_asks_ok(&self, id: u64) -> Option<u64> {
        if self.streams().is_claimed(id) {
            return None;
        }
        self.streams().claim_once(id).await
    }

    pub async fn other_key_ok(&self, id: u64, other: u64) -> Option<u64> {
        if self.streams().is_claimed(id) {
            return None;
        }
        self.streams().claim(other).await
    }

    pub fn equal_values_ok(&self, id: u64) -> String {
        if let Some(name) = self.streams.name(id) {
            return name;
        }
        let name = id.to_string();
        self.streams.rename(id, name.clone());
        name
    }

    fn count(&self) -> usize {
        self.rooms.read().values().map(Vec::len).sum()
    }

    pub fn counted_by_a_helper_bad(&self, id: u64, peer: u64) -> bool {
        if self.count() >= MOST {
            return false;
        }
        self.rooms.write().entry(id).or_default().push(peer); // want split-check-then-act "self.count()"
        true
    }

    pub fn counted_again_under_the_lock_ok(&self, id: u64, peer: u64) -> bool {
        if self.count() >= MOST {
            return false;
        }
        let mut rooms = self.rooms.write();
        if rooms.len() >= MOST {
            return false;
        }
        rooms.entry(id).or_default().push(peer);
        true
    }

    pub fn counted_for_a_message_ok(&self, id: u64, peer: u64) -> usize {
        let before = self.count();
        self.rooms.write().entry(id).or_default().push(peer);
        before
    }

    pub fn soft_limit_ok(&self, id: u64) {
        if self.peers.len() < MOST {
            *self.peers.entry(id).or_default() += 1;
        }
    }

    pub fn leaves_on_one_of_two_paths_bad(&self, id: u64, weight: u64) -> bool {
        if self.peers.len() >= MOST {
            if weight > 9 {
                self.peers.remove(&0);
            } else {
                return false;
            }
        }
        self.peers.insert(id, weight); // want split-check-then-act "self.peers.len()"
        true
    }
}
