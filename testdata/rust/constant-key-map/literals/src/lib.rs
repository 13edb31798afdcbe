//! Maps that are made of literals, and maps that only start with some.

#![allow(dead_code, clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex};

static PORTS: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| HashMap::from([("http", 80), ("https", 443)])); // want constant-key-map "PORTS"

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| HashSet::from_iter(["as", "break", "const"])); // want constant-key-map "WORDS"

static LISTED: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| HashMap::from([("http", 80), ("https", 443)]));

static LEARNED: LazyLock<Mutex<HashMap<&str, u16>>> = LazyLock::new(|| Mutex::new(HashMap::from([("http", 80)])));

static COMPUTED: LazyLock<HashMap<String, u16>> = LazyLock::new(|| HashMap::from([(std::env::var("HOST").unwrap(), 80)]));

pub fn port_bad(name: &str) -> Option<u16> {
    PORTS.get(name).or_else(|| COMPUTED.get(name)).copied()
}

pub fn is_word_bad(name: &str) -> bool {
    WORDS.contains(name)
}

pub fn walked_ok() -> Vec<&'static str> {
    LISTED.keys().copied().collect()
}

pub fn changed_ok(name: &'static str, port: u16) {
    LEARNED.lock().unwrap().insert(name, port);
}

#[derive(Default)]
pub struct Totals {
    by_kind: HashMap<&'static str, u64>, // want constant-key-map "by_kind"
    by_name: HashMap<String, u64>,
}

impl Totals {
    pub fn add(&mut self, reads: u64, writes: u64, name: &str) {
        self.by_kind.insert("reads", reads);
        self.by_kind.insert("writes", writes);
        self.by_kind.insert("both", reads + writes);
        self.by_name.insert("reads".to_owned(), reads);
        self.by_name.insert("writes".to_owned(), writes);
        self.by_name.insert(name.to_owned(), 1);
    }

    pub fn of_bad(&self, kind: &str) -> u64 {
        self.by_kind.get(kind).or(self.by_name.get(kind)).copied().unwrap_or(0)
    }
}
