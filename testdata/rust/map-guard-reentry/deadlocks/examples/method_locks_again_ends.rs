//! The guard is dropped before the method that locks is called.

use std::collections::HashMap;
use std::sync::Mutex;

struct Queue {
    jobs: Mutex<HashMap<u32, &'static str>>,
}

impl Queue {
    fn len(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }

    fn put(&self, id: u32, job: &'static str) {
        let mut jobs = self.jobs.lock().unwrap();
        jobs.insert(id, job);
        println!("holding");
        drop(jobs);
        println!("{}", self.len());
    }
}

fn main() {
    let queue = Queue { jobs: Mutex::new(HashMap::new()) };
    queue.put(1, "build");
    println!("done");
}
