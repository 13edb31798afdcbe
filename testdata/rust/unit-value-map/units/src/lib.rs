//! Maps with `()` for their values.

#![allow(dead_code)]

use dashmap::DashMap;
use std::collections::HashMap;

pub struct Claims {
    claimed: DashMap<u64, ()>, // want unit-value-map "claimed"
    named: HashMap<u64, Option<()>>,
    unused: HashMap<u64, ()>,
}

impl Claims {
    pub fn claim_bad(&mut self, id: u64) -> bool {
        self.named.insert(id, None);
        self.claimed.insert(id, ()).is_none()
    }
}

pub fn repeats_bad(names: &[String]) -> usize {
    let mut seen = HashMap::with_capacity(names.len()); // want unit-value-map "seen"
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}

/// What the value is cannot be told here.
pub fn results_ok(names: &[String], work: impl Fn(&str)) -> usize {
    let mut done = HashMap::with_capacity(names.len());
    for name in names {
        done.insert(name, run(&work, name));
    }
    done.len()
}

fn run(work: impl Fn(&str), name: &str) -> usize {
    work(name);
    name.len()
}
