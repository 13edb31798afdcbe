//! The lookup is a statement of its own, at whose end the guard is gone.

use std::collections::HashMap;
use std::sync::Mutex;

fn main() {
    let jobs = Mutex::new(HashMap::from([(1, "build")]));
    let job = jobs.lock().unwrap().get(&2).copied();
    if let Some(job) = job {
        println!("found {job}");
    } else {
        println!("holding");
        jobs.lock().unwrap().insert(3, "test");
    }
    println!("done");
}
