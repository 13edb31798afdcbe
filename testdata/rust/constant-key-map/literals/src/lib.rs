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

fn is_shape(name: &str) -> bool {
    matches!(name, "circle" | "square" | "triangle")
}

fn is_shape_or_longer(name: &str, longer: bool) -> bool {
    longer || matches!(name, "circle" | "square" | "triangle")
}

#[derive(Default)]
pub struct Imports {
    by_arm: HashMap<String, u32>,      // want constant-key-map "only 3 different literals are ever keys of `by_arm`"
    by_guard: HashMap<String, u32>,    // want constant-key-map "by_guard"
    by_question: HashMap<String, u32>, // want constant-key-map "by_question"
    by_value: HashMap<u32, u32>,       // want constant-key-map "by_value"
    one_more: HashMap<String, u32>,
    longer: HashMap<String, u32>,
    two: HashMap<String, u32>,
    otherwise: HashMap<String, u32>,
    changed: HashMap<u32, u32>,
}

impl Imports {
    pub fn arm_bad(&mut self, name: &str, id: u32) {
        match name {
            "default" => {}
            "circle" | "square" => _ = self.by_arm.insert(name.to_owned(), id),
            found @ "triangle" => _ = self.by_arm.insert(found.to_string(), id),
            _ => {}
        }
    }

    pub fn guard_bad(&mut self, import: &String, id: u32) {
        match import.as_str() {
            "default" => {}
            name if is_shape(name) => {
                self.by_guard.insert(name.to_string(), id);
            }
            _ => {}
        }
    }

    pub fn question_bad(&mut self, name: String, id: u32) {
        if id > 0 && (name == "circle" || matches!(name.as_str(), "square" | "triangle")) {
            self.by_question.insert(name, id);
        }
    }

    pub fn value_bad(&mut self, kind: u32) {
        if let 3 | 5 | 9 = kind {
            *self.by_value.entry(kind).or_insert(0) += 1;
        }
    }

    pub fn any_ok(&mut self, name: &str, id: u32) {
        if is_shape(name) {
            self.one_more.insert(name.to_owned(), id);
        }
        self.one_more.insert(id.to_string(), id);
    }

    pub fn longer_ok(&mut self, name: &str, id: u32) {
        if is_shape_or_longer(name, id > 3) {
            self.longer.insert(name.to_owned(), id);
        }
    }

    pub fn two_ok(&mut self, name: &str, id: u32) {
        if matches!(name, "circle" | "square") {
            self.two.insert(name.to_owned(), id);
        }
    }

    pub fn otherwise_ok(&mut self, name: &str, id: u32) {
        if is_shape(name) {
            return;
        } else {
            self.otherwise.insert(name.to_owned(), id);
        }
    }

    pub fn changed_ok(&mut self, mut kind: u32) {
        if let 3 | 5 | 9 = kind {
            kind += 1;
            self.changed.insert(kind, 1);
        }
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        let found = self.by_arm.get(name).or_else(|| self.by_guard.get(name)).or_else(|| self.by_question.get(name));
        let found = found.or_else(|| self.one_more.get(name)).or_else(|| self.longer.get(name)).or_else(|| self.two.get(name));
        found.or_else(|| self.otherwise.get(name)).or_else(|| self.by_value.get(&1)).or_else(|| self.changed.get(&1)).copied()
    }
}
