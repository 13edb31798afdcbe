//! Before edition 2024 the guard in the scrutinee of `if let` lives through `else`.

use std::collections::HashMap;
use std::sync::Mutex;

fn main() {
    let jobs = Mutex::new(HashMap::from([(1, "build")]));
    if let Some(job) = jobs.lock().unwrap().get(&2) {
        println!("found {job}");
    } else {
        println!("holding");
        jobs.lock().unwrap().insert(3, "test"); // want map-guard-reentry "jobs"
    }
    println!("done");
}
