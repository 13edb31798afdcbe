//! Before edition 2024 the guard in the scrutinee of `if let` lives through `else`.

use std::collections::HashMap;
use std::sync::RwLock;

fn main() {
    let jobs = RwLock::new(HashMap::from([(1, "build")]));
    if let Some(job) = jobs.read().unwrap().get(&2) {
        println!("found {job}");
    } else {
        println!("holding");
        jobs.write().unwrap().insert(3, "test"); // want map-guard-reentry "jobs"
    }
    println!("done");
}
