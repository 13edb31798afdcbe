//! The lookup is a statement of its own, at whose end the guard is gone.

use std::collections::HashMap;
use std::sync::RwLock;

fn main() {
    let jobs = RwLock::new(HashMap::from([(1, "build")]));
    let job = jobs.read().unwrap().get(&2).copied();
    if let Some(job) = job {
        println!("found {job}");
    } else {
        println!("holding");
        jobs.write().unwrap().insert(3, "test");
    }
    println!("done");
}
