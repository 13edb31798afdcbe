//! The lock is given back between the question and the act.

#![allow(dead_code, clippy::map_entry)]

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, RwLock};

static LOCKS: LazyLock<RwLock<HashMap<String, Arc<Mutex<()>>>>> = LazyLock::new(Default::default); // want contended-locked-map "LOCKS"

const MOST: usize = 64;

#[derive(Default)]
pub struct State {
    events: HashMap<u64, Vec<u64>>,
}

pub struct Router {
    locks: RwLock<HashMap<String, Arc<Mutex<()>>>>,
    fast: parking_lot::RwLock<HashMap<String, Arc<Mutex<()>>>>,
    counts: Mutex<HashMap<u64, u64>>,
    texts: RwLock<HashMap<u64, String>>,
    state: Mutex<State>,
    slow: tokio::sync::RwLock<HashMap<u64, Arc<Mutex<u64>>>>,
    outer: Mutex<()>,
    seen: Mutex<HashSet<u64>>,
}

fn render(id: u64) -> String {
    id.to_string()
}

fn start(_: u64) {}

impl Router {
    pub fn contains_then_insert_bad(&self, name: &str) {
        if !self.locks.read().unwrap().contains_key(name) {
            self.locks.write().unwrap().insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "locks"
        }
    }

    pub fn static_contains_then_insert_bad(name: &str) {
        if !LOCKS.read().unwrap().contains_key(name) {
            LOCKS.write().unwrap().insert(name.into(), Arc::new(Mutex::new(()))); // want split-check-then-act "LOCKS"
        }
    }

    pub fn scoped_guard_feeds_a_bool_bad(&self, name: &str) {
        let missing = {
            let locks = self.fast.read();
            !locks.contains_key(name)
        };
        if missing {
            self.fast.write().insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "fast"
        }
    }

    pub fn dropped_guard_bad(&self, name: &str) {
        let locks = self.fast.read();
        let missing = !locks.contains_key(name);
        drop(locks);
        if missing {
            let mut locks = self.fast.write();
            locks.insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "fast"
        }
    }

    pub fn early_return_then_insert_bad(&self, name: &str) -> Arc<Mutex<()>> {
        if let Some(lock) = self.fast.read().get(name) {
            return lock.clone();
        }
        let lock = Arc::new(Mutex::new(()));
        self.fast.write().insert(name.to_owned(), lock.clone()); // want split-check-then-act "fast"
        lock
    }

    pub fn else_branch_in_edition_2024_bad(&self, name: &str) {
        if let Some(lock) = self.fast.read().get(name) {
            drop(lock.lock());
        } else {
            self.fast.write().insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "fast"
        }
    }

    pub fn count_read_then_written_bad(&self, id: u64) {
        let count = self.counts.lock().unwrap().get(&id).copied().unwrap_or(0);
        self.counts.lock().unwrap().insert(id, count + 1); // want split-check-then-act "counts"
    }

    pub fn capacity_guards_the_insert_bad(&self, id: u64) -> bool {
        if self.counts.lock().unwrap().len() >= MOST {
            return false;
        }
        self.counts.lock().unwrap().insert(id, 1); // want split-check-then-act "counts"
        true
    }

    pub fn struct_behind_lock_bad(&self, id: u64, event: u64) {
        let known = self.state.lock().unwrap().events.contains_key(&id);
        if known {
            self.state.lock().unwrap().events.entry(id).or_default().push(event);
        } else {
            self.state.lock().unwrap().events.insert(id, vec![event]); // want split-check-then-act "events"
        }
    }

    pub fn set_contains_then_insert_bad(&self, id: u64) {
        if !self.seen.lock().unwrap().contains(&id) {
            self.seen.lock().unwrap().insert(id); // want split-check-then-act "seen"
            start(id);
        }
    }

    pub async fn async_lock_taken_twice_bad(&self, id: u64) -> Arc<Mutex<u64>> {
        if let Some(peer) = self.slow.read().await.get(&id) {
            return peer.clone();
        }
        let peer = Arc::new(Mutex::new(0));
        self.slow.write().await.insert(id, peer.clone()); // want split-check-then-act "slow"
        peer
    }

    fn find(&self, name: &str) -> Option<Arc<Mutex<()>>> {
        self.locks.read().unwrap().get(name).cloned()
    }

    pub fn helper_then_insert_bad(&self, name: &str) {
        if self.find(name).is_none() {
            self.locks.write().unwrap().insert(name.to_owned(), Arc::new(Mutex::new(()))); // want split-check-then-act "locks"
        }
    }

    pub fn one_guard_ok(&self, name: &str) {
        let mut locks = self.locks.write().unwrap();
        if !locks.contains_key(name) {
            locks.insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn rechecked_under_the_write_guard_ok(&self, name: &str) {
        if self.locks.read().unwrap().contains_key(name) {
            return;
        }
        let mut locks = self.locks.write().unwrap();
        if !locks.contains_key(name) {
            locks.insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn rechecked_with_get_ok(&self, name: &str) -> Arc<Mutex<()>> {
        if let Some(lock) = self.fast.read().get(name) {
            return lock.clone();
        }
        let mut locks = self.fast.write();
        if let Some(lock) = locks.get(name) {
            return lock.clone();
        }
        let lock = Arc::new(Mutex::new(()));
        locks.insert(name.to_owned(), lock.clone());
        lock
    }

    pub fn rechecked_by_entry_ok(&self, name: &str) -> Arc<Mutex<()>> {
        if let Some(lock) = self.fast.read().get(name) {
            return lock.clone();
        }
        let mut locks = self.fast.write();
        locks.entry(name.to_owned()).or_default().clone()
    }

    pub fn entry_in_the_statement_ok(&self, id: u64) {
        *self.counts.lock().unwrap().entry(id).or_insert(0) += 1;
    }

    pub fn outer_lock_over_both_ok(&self, name: &str) {
        let _outer = self.outer.lock().unwrap();
        if !self.locks.read().unwrap().contains_key(name) {
            self.locks.write().unwrap().insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn different_key_ok(&self, name: &str, other: &str) {
        if !self.locks.read().unwrap().contains_key(name) {
            self.locks.write().unwrap().insert(other.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn different_lock_ok(&self, name: &str) {
        if !self.locks.read().unwrap().contains_key(name) {
            self.fast.write().insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn recomputable_value_is_only_made_twice_bad(&self, id: u64) -> String {
        if let Some(text) = self.texts.read().unwrap().get(&id) {
            return text.clone();
        }
        let text = render(id);
        self.texts.write().unwrap().insert(id, text.clone());
        text
    }

    pub fn exclusive_receiver_ok(&mut self, name: &str) {
        if !self.locks.read().unwrap().contains_key(name) {
            self.locks.write().unwrap().insert(name.to_owned(), Arc::new(Mutex::new(())));
        }
    }

    pub fn plain_map_ok(counts: &mut HashMap<u64, u64>, id: u64) {
        if !counts.contains_key(&id) {
            counts.insert(id, 1);
        }
    }

    pub fn dropped_and_asked_again_ok(&self, name: &str) {
        let locks = self.fast.read();
        let missing = !locks.contains_key(name);
        drop(locks);
        if missing {
            self.fast.write().entry(name.to_owned()).or_default();
        }
    }
}
