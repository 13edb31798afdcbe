//! A `DashMap` is asked and then told, in two steps between which another thread can do the same.

#![allow(dead_code, clippy::map_entry)]

use dashmap::mapref::entry::Entry;
use dashmap::{DashMap, DashSet};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::sync::{mpsc, Semaphore};

static LOCKS: LazyLock<DashMap<String, Arc<Mutex<()>>>> = LazyLock::new(DashMap::new);

const MOST: usize = 64;

pub struct Router {
    locks: DashMap<String, Arc<Mutex<()>>>,
    permits: DashMap<String, Arc<Semaphore>>,
    senders: DashMap<u64, mpsc::Sender<u64>>,
    events: DashMap<u64, Vec<u64>>,
    counts: DashMap<u64, u64>,
    texts: DashMap<u64, String>,
    peers: DashMap<u64, Arc<Mutex<u64>>>,
    seen: DashSet<u64>,
}

fn render(id: u64) -> String {
    id.to_string()
}

fn start(_: u64) {}

async fn load(id: u64) -> u64 {
    id
}

impl Router {
    pub fn contains_then_insert_bad(&self, name: &str) {
        if !self.locks.contains_key(name) {
            self.locks.insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "locks"
        }
    }

    pub fn contains_bound_then_insert_bad(&self, name: &str) {
        let known = self.permits.contains_key(name);
        if !known {
            self.permits.insert(name.to_string(), Arc::new(Semaphore::new(4))); // want split-check-then-act "permits"
        }
    }

    pub fn static_contains_then_insert_bad(name: &str) {
        if !LOCKS.contains_key(name) {
            LOCKS.insert(name.into(), Arc::new(Mutex::new(()))); // want split-check-then-act "LOCKS"
        }
    }

    pub fn get_is_none_then_insert_bad(&self, id: u64) -> mpsc::Receiver<u64> {
        let (sender, receiver) = mpsc::channel(1);
        if self.senders.get(&id).is_none() {
            self.senders.insert(id, sender); // want split-check-then-act "senders"
        }
        receiver
    }

    pub fn push_or_insert_bad(&self, id: u64, event: u64) {
        if let Some(mut events) = self.events.get_mut(&id) {
            events.push(event);
        } else {
            self.events.insert(id, vec![event]); // want split-check-then-act "events"
        }
    }

    pub fn count_or_insert_in_match_bad(&self, id: u64) {
        match self.counts.get_mut(&id) {
            Some(mut count) => *count += 1,
            None => {
                self.counts.insert(id, 1); // want split-check-then-act "counts"
            }
        }
    }

    pub fn read_then_write_back_bad(&self, id: u64) {
        let count = self.counts.get(&id).map_or(0, |count| *count);
        self.counts.insert(id, count + 1); // want split-check-then-act "counts"
    }

    pub fn early_return_then_insert_bad(&self, name: &str) -> Arc<Mutex<()>> {
        if let Some(lock) = self.locks.get(name) {
            return lock.clone();
        }
        let lock = Arc::new(Mutex::new(()));
        self.locks.insert(name.to_owned(), lock.clone()); // want split-check-then-act "locks"
        lock
    }

    pub async fn awaits_between_bad(&self, id: u64) -> Arc<Mutex<u64>> {
        if let Some(peer) = self.peers.get(&id) {
            return peer.clone();
        }
        let peer = Arc::new(Mutex::new(load(id).await));
        self.peers.insert(id, peer.clone()); // want split-check-then-act "peers"
        peer
    }

    pub fn branch_with_another_effect_bad(&self, id: u64) {
        if !self.texts.contains_key(&id) {
            std::thread::spawn(move || start(id));
            self.texts.insert(id, render(id)); // want split-check-then-act "texts"
        }
    }

    pub fn capacity_guards_the_insert_bad(&self, id: u64) -> bool {
        if self.counts.len() >= MOST {
            return false;
        }
        self.counts.insert(id, 1); // want split-check-then-act "counts"
        true
    }

    pub fn admission_by_length_and_key_bad(&self, id: u64) {
        if self.counts.len() < MOST && !self.counts.contains_key(&id) {
            self.counts.insert(id, 1); // want split-check-then-act "counts"
        }
    }

    pub fn set_contains_then_insert_and_act_bad(&self, id: u64) {
        if !self.seen.contains(&id) {
            self.seen.insert(id); // want split-check-then-act "seen"
            start(id);
        }
    }

    fn find(&self, name: &str) -> Option<Arc<Mutex<()>>> {
        self.locks.get(name).map(|lock| lock.clone())
    }

    pub fn helper_then_insert_bad(&self, name: &str) {
        if self.find(name).is_none() {
            self.locks.insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "locks"
        }
    }

    pub fn set_insert_answers_ok(&self, id: u64) {
        if self.seen.insert(id) {
            start(id);
        }
    }

    pub fn entry_ok(&self, name: &str) -> Arc<Mutex<()>> {
        self.locks.entry(name.to_owned()).or_default().clone()
    }

    pub fn entry_matched_ok(&self, id: u64, event: u64) {
        match self.events.entry(id) {
            Entry::Occupied(mut events) => events.get_mut().push(event),
            Entry::Vacant(slot) => {
                slot.insert(vec![event]);
            }
        }
    }

    pub fn quick_look_then_entry_ok(&self, name: &str) -> Arc<Mutex<()>> {
        if let Some(lock) = self.locks.get(name) {
            return lock.clone();
        }
        self.locks.entry(name.to_owned()).or_default().clone()
    }

    pub fn different_key_ok(&self, id: u64, other: u64) {
        if !self.events.contains_key(&id) {
            self.events.insert(other, vec![id]);
        }
    }

    pub fn different_map_ok(&self, id: u64) {
        if !self.events.contains_key(&id) {
            self.counts.insert(id, 0);
        }
    }

    pub fn recomputable_value_is_only_made_twice_bad(&self, id: u64) -> String {
        if let Some(text) = self.texts.get(&id) {
            return text.clone();
        }
        let text = render(id);
        self.texts.insert(id, text.clone());
        text
    }

    pub fn recomputable_value_in_match_bad(&self, id: u64) -> String {
        match self.texts.get(&id) {
            Some(text) => text.clone(),
            None => {
                let text = render(id);
                self.texts.insert(id, text.clone());
                text
            }
        }
    }

    pub fn get_then_remove_ok(&self, id: u64) {
        if self.texts.contains_key(&id) {
            self.texts.remove(&id);
        }
    }

    pub fn exclusive_receiver_ok(&mut self, name: &str) {
        if !self.locks.contains_key(name) {
            self.locks.insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn fresh_map_ok(names: &[String]) -> DashMap<String, Arc<Mutex<()>>> {
        let locks = DashMap::new();
        for name in names {
            if !locks.contains_key(name) {
                locks.insert(name.clone(), Arc::new(Mutex::new(())));
            }
        }
        locks
    }

    pub fn insert_alone_ok(&self, id: u64) {
        self.events.insert(id, Vec::new());
    }
}
